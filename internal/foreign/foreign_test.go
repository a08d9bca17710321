package foreign_test

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"

	"klarmeld/internal/foreign"
)

// ways are the ways to read a file that somebody else has handed over; what a person
// names may be more, and is read as TestNamed has it.
var ways = map[string]func(folder, name string, most int64) ([]byte, error){
	"Read": func(folder, name string, most int64) ([]byte, error) {
		return foreign.Read(filepath.Join(folder, name), most)
	},
	"Open": func(folder, name string, most int64) ([]byte, error) {
		return whole(foreign.Open(filepath.Join(folder, name), most))
	},
	"ReadIn": foreign.ReadIn,
	"OpenIn": func(folder, name string, most int64) ([]byte, error) {
		return whole(foreign.OpenIn(folder, name, most))
	},
	"FS": func(folder, name string, most int64) ([]byte, error) {
		return fs.ReadFile(foreign.FS(folder, most), name)
	},
}

func whole(f io.ReadCloser, err error) ([]byte, error) {
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(f)
}

func written(t *testing.T, name, text string) {
	t.Helper()
	if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o700), os.WriteFile(name, []byte(text), 0o600)); err != nil {
		t.Fatal(err)
	}
}

// linked makes a link, or skips where there are none.
func linked(t *testing.T, to, name string) {
	t.Helper()
	if err := os.Symlink(to, name); err != nil {
		t.Skipf("skipped: no links here: %v", err)
	}
}

// why is the reason of a refusal; "" when it is none.
func why(err error) foreign.Why {
	var r foreign.Refusal
	errors.As(err, &r)
	return r.Why
}

// TestRegularFiles: a file is read when it is one, of at most the size that is said,
// to the byte.
func TestRegularFiles(t *testing.T) {
	dir := t.TempDir()
	written(t, filepath.Join(dir, "tom"), "")
	written(t, filepath.Join(dir, "a", "b.txt"), "12345")
	for name, read := range ways {
		for _, c := range []struct {
			file string
			most int64
			want string
			why  foreign.Why
		}{
			{"tom", 0, "", ""}, {"tom", 1, "", ""}, {"a/b.txt", 5, "12345", ""}, {"a/b.txt", 6, "12345", ""},
			{"a/b.txt", 4, "", foreign.TooLarge}, {"a/b.txt", 0, "", foreign.TooLarge}, {"a", 5, "", foreign.Folder},
		} {
			got, err := read(dir, c.file, c.most)
			if name == "FS" && c.why == foreign.Folder { // which may be listed
				if err == nil {
					t.Errorf("FS reads a folder as a file: %q", got)
				}
				continue
			}
			if string(got) != c.want || why(err) != c.why || (err == nil) != (c.why == "") {
				t.Errorf("%s of %s, at most %d: %q, %v; want %q and %q", name, c.file, c.most, got, err, c.want, c.why)
			}
		}
		if _, err := read(dir, "findes-ikke", 5); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s of what is not there: %v", name, err)
		}
	}
}

// TestLinksAreNotFollowed: neither a file that is one, nor one on the way to it; to
// a file, a folder, a device, itself, and nothing.
func TestLinksAreNotFollowed(t *testing.T) {
	dir := t.TempDir()
	written(t, filepath.Join(dir, "hemmelig", "fil"), "12345")
	into := filepath.Join(dir, "mappe")
	written(t, filepath.Join(into, "fil"), "1")
	for name, to := range map[string]string{"fil-l": filepath.Join(dir, "hemmelig", "fil"), "nær-l": "fil", "mappe-l": filepath.Join(dir, "hemmelig"),
		"sig-selv-l": "sig-selv-l", "intet-l": "findes-ikke", "enhed-l": os.DevNull} {
		linked(t, to, filepath.Join(into, name))
		for way, read := range ways {
			if got, err := read(into, name, 100); why(err) != foreign.Link {
				t.Errorf("%s of %s: %q, %v", way, name, got, err)
			}
		}
	}
	for way, read := range ways {
		if way != "ReadIn" && way != "OpenIn" && way != "FS" {
			continue // the way to what the caller names is the caller's
		}
		if got, err := read(into, "mappe-l/fil", 100); why(err) != foreign.Link {
			t.Errorf("%s of a file through a link: %q, %v", way, got, err)
		}
	}
	// The folder itself may be one: it is the person's.
	linked(t, into, filepath.Join(dir, "mappen"))
	if got, err := foreign.ReadIn(filepath.Join(dir, "mappen"), "fil", 1); string(got) != "1" || err != nil {
		t.Errorf("a folder that is a link: %q, %v", got, err)
	}
}

// TestNamesStayInTheFolder: no name leads out of it.
func TestNamesStayInTheFolder(t *testing.T) {
	dir := t.TempDir()
	written(t, filepath.Join(dir, "ude"), "1")
	written(t, filepath.Join(dir, "inde", "fil"), "1")
	names := []string{"../ude", "/etc/hostname", "fil/../../ude", "./fil", "fil/", "", "a//b", "..", "fil\x00", "\x00", "a/./b"}
	if runtime.GOOS == "windows" {
		names = append(names, `..\ude`, `C:ude`, `fil:strøm`)
	}
	for _, name := range names {
		if got, err := foreign.In(filepath.Join(dir, "inde"), name); why(err) != foreign.Outside || got != "" {
			t.Errorf("%q is %q, %v", name, got, err)
		}
		if got, err := foreign.ReadIn(filepath.Join(dir, "inde"), name, 100); why(err) != foreign.Outside {
			t.Errorf("%q reads %q, %v", name, got, err)
		}
		if _, err := foreign.FS(filepath.Join(dir, "inde"), 100).Open(name); why(err) != foreign.Outside {
			t.Errorf("%q opens: %v", name, err)
		}
	}
	if got, err := foreign.In("x", "fil/som/ikke.findes"); err != nil || got != filepath.Join("x", "fil", "som", "ikke.findes") {
		t.Errorf("what is not there is the caller's to find out: %q, %v", got, err)
	}
}

// TestReadAsLongAsItWas: what grows while it is read ends where it ended when it was
// opened, and what shrinks is no fault.
func TestReadAsLongAsItWas(t *testing.T) {
	name := filepath.Join(t.TempDir(), "fil")
	written(t, name, "12345")
	f, err := foreign.Open(name, 5)
	if err != nil {
		t.Fatal(err)
	}
	written(t, name, strings.Repeat("x", 1000))
	if got, err := whole(f, nil); len(got) != 5 || err != nil {
		t.Errorf("%q, %v", got, err)
	}
	if f, err = foreign.Open(name, 1000); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(name, 3); err != nil {
		t.Fatal(err)
	}
	if got, err := whole(f, nil); len(got) != 3 || err != nil {
		t.Errorf("%q, %v", got, err)
	}
}

// TestNamed: what a person names may be a link, and is bounded all the same.
func TestNamed(t *testing.T) {
	dir := t.TempDir()
	written(t, filepath.Join(dir, "fil"), "12345")
	for _, c := range []struct {
		name string
		most int64
		want string
		why  foreign.Why
	}{{"fil", 5, "12345", ""}, {"fil", 4, "", foreign.TooLarge}, {".", 5, "", foreign.Folder}} {
		if got, err := foreign.ReadNamed(filepath.Join(dir, c.name), c.most); string(got) != c.want || why(err) != c.why || (err == nil) != (c.why == "") {
			t.Errorf("%s, at most %d: %q, %v", c.name, c.most, got, err)
		}
	}
	if _, err := foreign.ReadNamed(filepath.Join(dir, "findes-ikke"), 5); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("what is not there: %v", err)
	}
	linked(t, "fil", filepath.Join(dir, "genvej"))
	if got, err := foreign.ReadNamed(filepath.Join(dir, "genvej"), 5); string(got) != "12345" || err != nil {
		t.Errorf("a link: %q, %v", got, err)
	}
	if _, err := foreign.ReadNamed(filepath.Join(dir, "genvej"), 4); why(err) != foreign.TooLarge {
		t.Errorf("a link to what is too large: %v", err)
	}
}

// TestFolderAsAFileSystem: a folder of somebody else's is a file system as the
// standard library wants one.
func TestFolderAsAFileSystem(t *testing.T) {
	dir := t.TempDir()
	written(t, filepath.Join(dir, "a", "b.txt"), "12345")
	written(t, filepath.Join(dir, "c.txt"), "")
	if err := fstest.TestFS(foreign.FS(dir, 5), "a/b.txt", "c.txt"); err != nil {
		t.Error(err)
	}
}

// TestRefusalsSayWhatToDo: each names the file, and tells what it is.
func TestRefusalsSayWhatToDo(t *testing.T) {
	for r, want := range map[foreign.Refusal]string{
		{Name: "x", Why: foreign.Link}:                              "genvej (link)",
		{Name: "x", Why: foreign.Folder}:                            "er en mappe",
		{Name: "x", Why: foreign.NotRegular}:                        "enhed eller en FIFO",
		{Name: "x", Why: foreign.Outside}:                           "ikke navnet på en fil i mappen",
		{Name: "x", Why: foreign.TooLarge, Most: 100}:               "100 bytes",
		{Name: "x", Why: foreign.TooLarge, Most: foreign.Medium}:    "64 MB",
		{Name: "x", Why: foreign.TooLarge, Most: foreign.Small - 1}: "1048575 bytes",
	} {
		if got := r.Error(); !strings.Contains(got, want) || !strings.Contains(got, "x") {
			t.Errorf("%s: %s", r.Why, got)
		}
	}
}
