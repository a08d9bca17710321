package stage

import (
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"time"

	"klarmeld/internal/recording"
	"klarmeld/internal/schema"
	"klarmeld/internal/trial"
	"klarmeld/internal/verdict"
)

// earlierReports is where reports are set aside.
const earlierReports = "tidligere"

// Named refuses a name that can be no folder of a report: it is held to the
// pattern of the profile, and is not the folder of the earlier reports.
func Named(name string) error {
	if name == earlierReports {
		return fmt.Errorf("et system kan ikke hedde %q: det er mappen med de tidligere rapporter", name)
	}
	if err := schema.SystemName(name); err != nil {
		return fmt.Errorf("systemets navn er %q, men skal være %w; ret --system eller profilen", name, err)
	}
	return nil
}

// ready sees, before anything is touched, that a run can be written where it is
// to be, and keeps others from writing there. It gives the setting of each subject's trial.
func (s Setting) ready(subjects []Subject, columns map[string]verdict.CapabilityID) ([]trial.Setting, *recording.Held, error) {
	var sets []trial.Setting
	for _, sub := range subjects {
		set, err := s.trial(sub, columns)
		if err != nil {
			return nil, nil, err
		}
		sets = append(sets, set)
	}
	if s.Dir == "" {
		return sets, nil, nil
	}
	for _, sub := range subjects {
		if err := Named(sub.Name); err != nil {
			return nil, nil, err
		}
		if err := Ours(filepath.Join(s.Dir, sub.Name)); err != nil {
			return nil, nil, err
		}
	}
	held, err := recording.Hold(s.Dir)
	if errors.As(err, &recording.InUse{}) {
		err = fmt.Errorf("%w med --out", err)
	}
	return sets, held, err
}

// Ours refuses a folder that is there and is none that klarmeld wrote: what is
// another's is neither moved nor written over.
func Ours(folder string) error {
	files, err := os.ReadDir(folder)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("mappen %s kan ikke bruges til rapporten: %w", folder, err)
	}
	strange := ""
	for _, f := range files {
		switch name := f.Name(); {
		case name == recording.Subfolder && f.IsDir(), name == reportFile, name == recording.ManifestFile:
			return nil
		case !recording.SystemsOwn(name):
			strange = name
		}
	}
	if strange != "" {
		return fmt.Errorf("mappen %s er ikke en rapport fra klarmeld (den rummer %s); "+
			"vælg en anden mappe med --out, eller et andet navn med --system", folder, strange)
	}
	return nil
}

// reportFile is the form that every report has.
const reportFile = "rapport.json"

// sameSystem refuses to go on with the recording of another system than the one
// whose folder it stands in: the report would be written elsewhere.
func sameSystem(from recording.Reader, name string) error {
	next, stop := iter.Pull2(from.All())
	defer stop()
	// What else may be wrong with it is told by who reads it all.
	if e, err, ok := next(); ok && err == nil && e.Run != nil && e.Run.System != name {
		return fmt.Errorf("kørslen kan ikke fortsættes: optagelsen er af %q, ikke af %q", e.Run.System, name)
	}
	return nil
}

// setAside moves an earlier report of the system out of the way: what was
// recorded is never written over.
func setAside(dir, name string, now time.Time) error {
	old := filepath.Join(dir, name)
	if _, err := os.Lstat(old); errors.Is(err, os.ErrNotExist) {
		return nil
	}
	to := filepath.Join(dir, earlierReports, now.Format("2006-01-02T150405.000"))
	if err := recording.MakeShown(to); err != nil {
		return err
	}
	err := os.ErrExist // Windows would say that it has no access
	if _, there := os.Lstat(filepath.Join(to, name)); errors.Is(there, os.ErrNotExist) {
		err = os.Rename(old, filepath.Join(to, name))
	}
	if err != nil {
		// They stay when there is something in them.
		_ = os.Remove(to)
		_ = os.Remove(filepath.Dir(to))
		return fmt.Errorf("den tidligere rapport kan ikke flyttes: %w", err)
	}
	return nil
}

// Newest is the folder of the latest of a system's reports that were set aside;
// "" when there is none. file is what such a folder must hold.
func Newest(dir, name, file string) string {
	// Their names are times, and ReadDir sorts them.
	all, err := os.ReadDir(filepath.Join(dir, earlierReports))
	if err != nil {
		return ""
	}
	for _, at := range slices.Backward(all) {
		folder := filepath.Join(dir, earlierReports, at.Name(), name)
		if _, err := os.Stat(filepath.Join(folder, file)); err == nil {
			return folder
		}
	}
	return ""
}
