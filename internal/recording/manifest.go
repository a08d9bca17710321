package recording

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"klarmeld/internal/foreign"
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
	if err := WriteShown(filepath.Join(dir, ManifestFile), lines(all)); err != nil {
		return fmt.Errorf("manifestet kan ikke skrives: %w", err)
	}
	return nil
}

// ManifestWith is the manifest of a report's folder in which some files had other
// bytes than they have.
func ManifestWith(dir string, files map[string][]byte) ([]byte, error) {
	all, err := sums(dir)
	if err != nil {
		return nil, err
	}
	for i, f := range all {
		if raw, ok := files[f.name]; ok {
			all[i].sum = digest(raw)
		}
	}
	return lines(all), nil
}

// Replace writes files of a folder anew: all of them, or, when there is no room for
// one, none.
func Replace(dir string, files map[string][]byte) error {
	names := slices.Sorted(maps.Keys(files))
	const written = ".ny" // beside the file, until all are written
	for i, name := range names {
		err := WriteShown(filepath.Join(dir, name+written), files[name])
		if err == nil {
			continue
		}
		for _, done := range names[:i+1] {
			_ = os.Remove(filepath.Join(dir, done+written)) // what is told is the error that was first
		}
		return fmt.Errorf("%s kan ikke skrives: %w", filepath.Join(dir, name), err)
	}
	for _, name := range names {
		if err := os.Rename(filepath.Join(dir, name+written), filepath.Join(dir, name)); err != nil {
			return fmt.Errorf("%s kan ikke skrives: %w", filepath.Join(dir, name), err)
		}
	}
	return nil
}

// WriteListed writes the manifest of a folder of which only some files are listed.
func WriteListed(dir string, names []string) error {
	var all []sum
	for _, name := range slices.Sorted(slices.Values(names)) {
		raw, err := foreign.ReadIn(dir, name, foreign.Large)
		if err != nil {
			return fmt.Errorf("manifestet kan ikke skrives: %w", err)
		}
		all = append(all, sum{name, digest(raw)})
	}
	if err := WriteShown(filepath.Join(dir, ManifestFile), lines(all)); err != nil {
		return fmt.Errorf("manifestet kan ikke skrives: %w", err)
	}
	return nil
}

// Listed are the names in a folder's manifest, in their order, and what is not as
// it says of them. Other files of the folder are not looked at.
func Listed(dir string) (names, problems []string, err error) {
	want, err := readManifest(filepath.Join(dir, ManifestFile))
	if err != nil {
		return nil, nil, err
	}
	var all []sum
	for name, digested := range want {
		names = append(names, name)
		all = append(all, sum{name, digested})
		if !filepath.IsLocal(filepath.FromSlash(name)) {
			problems = append(problems, name+" ligger uden for mappen")
			continue
		}
		switch raw, err := foreign.ReadIn(dir, name, foreign.Large); {
		case errors.As(err, new(foreign.Refusal)):
			problems = append(problems, err.Error())
		case err != nil:
			problems = append(problems, name+" mangler")
		case digest(raw) != digested:
			problems = append(problems, name+" er ændret (SHA-256 passer ikke)")
		}
	}
	slices.Sort(names)
	slices.Sort(problems)
	if len(problems) == 0 {
		slices.SortFunc(all, func(a, b sum) int { return strings.Compare(a.name, b.name) })
		problems, err = asWritten(dir, all)
	}
	return names, problems, err
}

// Unlisted are the files that stand directly in a folder and that its manifest does
// not list; folders, and what an operating system left there, are none of them.
func Unlisted(dir string, listed []string) ([]string, error) {
	all, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("mappen kan ikke læses: %w", err)
	}
	var out []string
	for _, f := range all {
		name := f.Name()
		if !f.IsDir() && name != ManifestFile && name != holdFile && !SystemsOwn(name) && !slices.Contains(listed, name) {
			out = append(out, name)
		}
	}
	return out, nil
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
// that have changed, are missing, or have come. The operating system's own files
// are none of them.
func CheckManifest(dir string) ([]string, error) {
	want, err := readManifest(filepath.Join(dir, ManifestFile))
	if err != nil {
		return nil, err
	}
	all, err := sums(dir)
	if err != nil {
		return nil, err
	}
	written := slices.Clone(all)
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
		if SystemsOwn(path.Base(name)) {
			written = nil
			continue // it was listed by a klarmeld that did not know them
		}
		problems = append(problems, name+" mangler")
	}
	slices.Sort(problems)
	if len(problems) > 0 || written == nil {
		return problems, nil
	}
	return asWritten(dir, written)
}

// asWritten says when a manifest, whatever it says, does not stand as it is
// written: a line each, once, in the order of the names.
func asWritten(dir string, all []sum) ([]string, error) {
	raw, err := foreign.ReadIn(dir, ManifestFile, foreign.Medium)
	if err != nil {
		return nil, fmt.Errorf("manifestet kan ikke læses: %w", err)
	}
	if !bytes.Equal(raw, lines(all)) {
		return []string{ManifestFile + " er ændret: det nævner filerne i en anden orden, eller en af dem to gange"}, nil
	}
	return nil, nil
}

// SystemsOwn reports whether a file of that name is one that an operating system
// leaves in the folders that people look at: macOS, Windows, and macOS again on
// disks that are not its own.
func SystemsOwn(name string) bool {
	for _, own := range []string{".DS_Store", "Thumbs.db", "desktop.ini"} {
		if strings.EqualFold(name, own) {
			return true
		}
	}
	return strings.HasPrefix(name, "._")
}

// SystemFiles are the files below a folder that the operating system left there.
func SystemFiles(dir string) ([]string, error) {
	var out []string
	err := walk(dir, func(_, name string) error {
		if SystemsOwn(path.Base(name)) {
			out = append(out, name)
		}
		return nil
	})
	return out, err
}

// readManifest is what a manifest says, file by file.
func readManifest(name string) (map[string]string, error) {
	file, err := foreign.Open(name, foreign.Medium)
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

// Files are the names of all files below a report's folder, but for those that the
// operating system left there.
func Files(dir string) ([]string, error) {
	var out []string
	err := walk(dir, func(_, name string) error {
		if !SystemsOwn(path.Base(name)) {
			out = append(out, name)
		}
		return nil
	})
	return out, err
}

type sum struct{ name, sum string }

// sums are the files below a folder but for the manifest, in the order of their
// names. The operating system's own are left out: it writes them as it pleases.
func sums(dir string) ([]sum, error) {
	var out []sum
	err := walk(dir, func(file, name string) error {
		if signs, _ := path.Match(SignatureFiles, name); signs || name == ManifestFile || SystemsOwn(path.Base(name)) {
			return nil
		}
		sha, err := digestOf(file)
		out = append(out, sum{name, sha})
		return err
	})
	return out, err
}

// digestOf is the SHA-256 of a file, which may be too long to hold.
func digestOf(file string) (string, error) {
	f, err := foreign.Open(file, foreign.Huge)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	b := pieces.Get().(*[]byte)
	defer pieces.Put(b)
	// A file would otherwise hand itself over, in a piece of its own.
	if _, err := io.CopyBuffer(h, struct{ io.Reader }{f}, *b); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// pieces are what files are read into that are only digested, one after another.
var pieces = sync.Pool{New: func() any { b := make([]byte, 64<<10); return &b }}

// walk tells of the files below a folder, in the order of their names, each with
// its name from there.
func walk(dir string, tell func(file, name string) error) error {
	err := filepath.WalkDir(dir, func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || leftLock(file) {
			return err
		}
		name, err := filepath.Rel(dir, file)
		if err != nil {
			return err
		}
		return tell(file, filepath.ToSlash(name))
	})
	if err != nil {
		return fmt.Errorf("rapportens mappe kan ikke læses: %w", err)
	}
	return nil
}
