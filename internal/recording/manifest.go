package recording

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// ManifestFile lists every other file of a report's folder (but signatures) with
// its SHA-256, a line each, as sha256sum writes and checks them.
const ManifestFile = "manifest.sha256"

// SignatureFiles are the files that stand beside the manifest and sign it.
const SignatureFiles = "underskrift-*.json"

// WriteManifest writes the manifest of a report's folder.
func WriteManifest(dir string) error {
	all, err := sums(dir)
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, ManifestFile), lines(all), 0o644); err != nil {
		return fmt.Errorf("manifestet kan ikke skrives: %w", err)
	}
	return nil
}

func lines(all []sum) []byte {
	var out bytes.Buffer
	for _, f := range all {
		fmt.Fprintf(&out, "%s  %s\n", f.sum, f.name)
	}
	return out.Bytes()
}

// Subfolder is where a report's folder has its recording.
const Subfolder = "optagelse"

// Digest sums up the recording in a report's folder: how many files it has, and
// the SHA-256 of the manifest's lines about them, as
// "grep optagelse/ manifest.sha256 | sha256sum" gives it.
func Digest(dir string) (files int, hex string, err error) {
	all, err := sums(dir)
	if err != nil {
		return 0, "", err
	}
	all = slices.DeleteFunc(all, func(s sum) bool { return !strings.HasPrefix(s.name, Subfolder+"/") })
	return len(all), digest(lines(all)), nil
}

// ErrNoManifest says that a folder is no report's folder.
var ErrNoManifest = errors.New("mappen har intet " + ManifestFile)

// CheckManifest returns what is not as the manifest says, a line each: files
// that have changed, are missing, or have come.
func CheckManifest(dir string) ([]string, error) {
	want, err := readManifest(filepath.Join(dir, ManifestFile))
	if err != nil {
		return nil, err
	}
	all, err := sums(dir)
	if err != nil {
		return nil, err
	}
	var problems []string
	for _, f := range all {
		switch sum, listed := want[f.name]; {
		case !listed:
			problems = append(problems, f.name+" er kommet til")
		case sum != f.sum:
			problems = append(problems, f.name+" er ændret (SHA-256 passer ikke)")
		}
		delete(want, f.name)
	}
	for name := range want {
		problems = append(problems, name+" mangler")
	}
	slices.Sort(problems)
	return problems, nil
}

// readManifest is what a manifest says, file by file.
func readManifest(path string) (map[string]string, error) {
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrNoManifest
	}
	if err != nil {
		return nil, fmt.Errorf("manifestet kan ikke læses: %w", err)
	}
	defer file.Close()
	out := map[string]string{}
	line := bufio.NewScanner(file)
	for line.Scan() {
		sum, name, ok := strings.Cut(line.Text(), "  ")
		if !ok {
			return nil, fmt.Errorf("manifestets linje %q kan ikke læses", line.Text())
		}
		out[name] = sum
	}
	if err := line.Err(); err != nil {
		return nil, fmt.Errorf("manifestet kan ikke læses: %w", err)
	}
	return out, nil
}

type sum struct{ name, sum string }

// sums are the files below a folder but for the manifest, in the order of their
// names.
func sums(dir string) ([]sum, error) {
	var out []sum
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if name = filepath.ToSlash(name); err != nil || name == ManifestFile {
			return err
		}
		if signs, _ := filepath.Match(SignatureFiles, name); signs {
			return nil
		}
		raw, err := os.ReadFile(path)
		out = append(out, sum{name, digest(raw)})
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("rapportens mappe kan ikke læses: %w", err)
	}
	return out, nil
}
