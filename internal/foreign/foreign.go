// Package foreign reads what somebody else has handed over: a report's folder, a
// recording, registers, scenarios, contracts. It is data, and nothing in it is
// followed or waited for: only regular files are read, none larger than is said,
// and none through a link. What a person names on the command line may be more
// than that, a link or what another program writes, and still has an end.
package foreign

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// How large files may be, in bytes.
const (
	Small  int64 = 1 << 20   // a key, a comment, a signature
	Medium int64 = 64 << 20  // what a person has written, or a report
	Large  int64 = 512 << 20 // one file of a recording, or a report with all its messages
	Huge   int64 = 4 << 30   // a recording's list, which is read line by line
)

// A Refusal says why a file of somebody else's is not read. Its text is Danish.
type Refusal struct {
	Name string // as the caller has it
	Why  Why
	Most int64 // of TooLarge
}

// Why is the reason of a refusal.
type Why string

// The reasons.
const (
	Link       Why = "link"
	NotRegular Why = "ingen-fil" // a device, a FIFO, a socket
	Folder     Why = "mappe"
	TooLarge   Why = "for-stor"
	Outside    Why = "udenfor" // a name that leads out of its folder
)

func (r Refusal) Error() string {
	switch r.Why {
	case Link:
		return r.Name + " er en genvej (link), og den følges ikke; læg selve filen dér"
	case Folder:
		return r.Name + " er en mappe og ingen fil"
	case TooLarge:
		return fmt.Sprintf("%s er på mere end %s, og det er mere, end klarmeld læser", r.Name, size(r.Most))
	case Outside:
		return fmt.Sprintf("%q er ikke navnet på en fil i mappen", r.Name)
	}
	return r.Name + " er ingen almindelig fil (men fx en enhed eller en FIFO)"
}

func size(n int64) string {
	if n < 1<<20 {
		return fmt.Sprintf("%d bytes", n)
	}
	return fmt.Sprintf("%d MB", n>>20)
}

// Open opens a regular file that is no link, of at most so many bytes. It never
// waits for anybody.
func Open(name string, most int64) (io.ReadCloser, error) {
	f, size, err := open(name, most)
	if err != nil {
		return nil, err
	}
	return bounded{io.LimitReader(f, size), f}, nil
}

// open is Open, with how large the file is.
func open(name string, most int64) (*os.File, int64, error) {
	f, info, err := File(name)
	if err != nil {
		return nil, 0, err
	}
	if info.Size() > most {
		return nil, 0, errors.Join(Refusal{name, TooLarge, most}, f.Close())
	}
	return f, info.Size(), nil
}

// Parts is a file of which parts are read, up to where it ended when it was opened.
type Parts struct {
	*io.SectionReader
	io.Closer
}

// PartsIn opens a file in a folder as OpenIn does, for who reads parts of it.
func PartsIn(folder, name string, most int64) (Parts, error) {
	path, err := In(folder, name)
	if err != nil {
		return Parts{}, err
	}
	f, size, err := open(path, most)
	if err != nil {
		return Parts{}, err
	}
	return Parts{io.NewSectionReader(f, 0, size), f}, nil
}

// bounded is a file up to where it ended when it was opened.
type bounded struct {
	io.Reader
	io.Closer
}

func odd(m fs.FileMode) Why {
	switch {
	case m&fs.ModeSymlink != 0:
		return Link
	case m.IsDir():
		return Folder
	case !m.IsRegular():
		return NotRegular
	}
	return ""
}

// Read reads a regular file that is no link, of at most so many bytes.
func Read(name string, most int64) ([]byte, error) {
	f, err := Open(name, most)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(f)
}

// In is the path of a file in a folder, when no part of the way to it is a link
// and its name does not lead out of the folder. The folder itself may be one. The
// name has slashes. What is not there is for the caller to find out.
func In(folder, name string) (string, error) {
	if !fs.ValidPath(name) || strings.ContainsAny(name, "\\:\x00") && filepath.Separator != '/' || strings.ContainsRune(name, 0) {
		return "", Refusal{Name: name, Why: Outside}
	}
	at := folder
	for _, part := range strings.Split(name, "/") {
		at = filepath.Join(at, part)
		info, err := os.Lstat(at)
		if err != nil {
			break
		}
		if info.Mode()&fs.ModeSymlink != 0 {
			return "", Refusal{Name: at, Why: Link}
		}
	}
	return filepath.Join(folder, filepath.FromSlash(name)), nil //nolint:nilerr // what is not there is no link, and who opens it is told
}

// ReadIn reads a file in a folder, as In and Read have it.
func ReadIn(folder, name string, most int64) ([]byte, error) {
	path, err := In(folder, name)
	if err != nil {
		return nil, err
	}
	return Read(path, most)
}

// OpenIn opens a file in a folder, as In and Open have it.
func OpenIn(folder, name string, most int64) (io.ReadCloser, error) {
	path, err := In(folder, name)
	if err != nil {
		return nil, err
	}
	return Open(path, most)
}

// OpenNamed opens what a person has named: a link to a file is one, and so is
// what another program writes (a pipe). A FIFO that nobody writes is empty, not
// waited for. It ends one byte after the bound, by which the reader sees that
// there is more.
func OpenNamed(name string, most int64) (io.ReadCloser, error) {
	f, info, err := NamedFile(name)
	if err != nil {
		return nil, err
	}
	if info.Mode().IsRegular() && info.Size() > most {
		return nil, errors.Join(Refusal{name, TooLarge, most}, f.Close())
	}
	return bounded{io.LimitReader(f, most+1), f}, nil
}

// ReadNamed reads what a person has named, of at most so many bytes.
func ReadNamed(name string, most int64) ([]byte, error) {
	f, err := OpenNamed(name, most)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	raw, err := io.ReadAll(f)
	if err == nil && int64(len(raw)) > most {
		return nil, Refusal{name, TooLarge, most}
	}
	return raw, err
}
