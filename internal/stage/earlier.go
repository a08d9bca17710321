package stage

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// earlierReports is where reports are set aside.
const earlierReports = "tidligere"

// setAside moves an earlier report of the system out of the way: what was
// recorded is never written over.
func setAside(dir, name string, now time.Time) error {
	old := filepath.Join(dir, name)
	if _, err := os.Stat(old); errors.Is(err, os.ErrNotExist) {
		return nil
	}
	to := filepath.Join(dir, earlierReports, now.Format("2006-01-02T150405.000"))
	if err := os.MkdirAll(to, 0o755); err != nil {
		return fmt.Errorf("mappen %s kan ikke oprettes: %w", to, err)
	}
	if err := os.Rename(old, filepath.Join(to, name)); err != nil {
		return fmt.Errorf("den tidligere rapport kan ikke flyttes: %w", err)
	}
	return nil
}

// Newest is the folder of the latest of a system's reports that were set aside;
// "" when there is none. file is what such a folder must hold.
func Newest(dir, name, file string) string {
	all, err := filepath.Glob(filepath.Join(dir, earlierReports, "*", name, file))
	if err != nil || len(all) == 0 {
		return ""
	}
	return filepath.Dir(slices.Max(all))
}
