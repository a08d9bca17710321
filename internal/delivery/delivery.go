// Package delivery reads the files of what somebody hands over, however they are put
// together: folders, ZIP and tar, packed with gzip and Zstandard, one in another, and
// what another program writes. Files come one by one, in an order that is the same every
// time, and no more of any of them is in memory than may be read: of an archive it is the
// file that is at hand, and the list of a ZIP's files. It judges nothing, and knows of no
// file what it is beyond how it is packed.
package delivery

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"unicode"

	"klarmeld/internal/foreign"
)

// Bounds are how much is read.
type Bounds struct {
	File   int   // bytes of a file, unpacked; of a longer one a byte more is read, by which that is seen
	All    int64 // bytes of all files together; 0: any number
	Files  int   // files; 0: any number
	Nested int   // archives inside archives
}

// Nested is how many archives inside archives are opened.
const Nested = 3

// ErrTooMuch is that there is more than the bounds let through. It is Danish.
var ErrTooMuch = errors.New("det er mere, end klarmeld læser på én gang; del det op")

// Reason is why something that was handed over is not read, or is no message.
type Reason string

// The reasons for which a file is not read.
const (
	IsReply   Reason = "svar"           // the reply, in a recording of klarmeld's own
	Elsewhere Reason = "anden_tjeneste" // in such a recording: another's
	NotPosted Reason = "ikke_post"      // in such a recording: a browser's GET
	Binary    Reason = "binaer"         // packed, and cannot be unpacked
	Locked    Reason = "laast"          // with a password
	TooLarge  Reason = "for_stor"
	NoFile    Reason = "ingen_fil" // a link, a device, a FIFO
)

// File is one that was read.
type File struct {
	Name string // for people: "mappe/1.xml", "alle.zip, 1.xml"
	// Body is what is in it, or the first Bounds.File+1 bytes of that. It stands in the
	// buffer that the taker gave.
	Body []byte
}

// Taker is who the files are read for.
type Taker interface {
	// Buffer is what the next file may be read into; nil: a new one is made.
	Buffer() []byte
	// Take is given a file. Its error ends the reading.
	Take(File) error
	// Aside is told of what is not read, and why.
	Aside(name string, why Reason)
	// Unread is told of what could not be read, and why, in Danish. An error ends the
	// reading; nil goes on behind it.
	Unread(name string, err error) error
}

// Sessions is a Taker that reads some archives itself: those whose files belong together.
type Sessions interface {
	// Archive is given the files of a ZIP, in their order, and how to read one; false when
	// the archive is like any other.
	Archive(files []string, read func(i int) ([]byte, error), name string) (bool, error)
}

// Reader reads within bounds.
type Reader struct {
	Bounds
	To Taker
	// Came is told how many bytes of what was named have been read, as they are; nil:
	// nobody asks.
	Came func(bytes int64)

	bytes int64
	files int
	ctx   context.Context
}

// Read reads what stands at a path, or what in gives when that is "-". as is what it is
// called in the names of the files; "": nothing. It ends when ctx does, with its error.
func (r *Reader) Read(ctx context.Context, path, as string, in io.Reader) error {
	r.ctx = ctx
	if path == "-" {
		return r.failed(as, r.stream(counted{in, r.Came}, as, 0))
	}
	info, err := os.Stat(path)
	if err != nil {
		return r.failed(as, unopened(err))
	}
	if info.IsDir() {
		return r.failed(as, r.folder(path, as))
	}
	f, info, err := foreign.NamedFile(path)
	if err != nil {
		return r.failed(as, unopened(err))
	}
	defer f.Close()
	return r.failed(as, r.opened(f, info, as))
}

// unopened says in Danish that something could not be opened.
func unopened(err error) error { return fmt.Errorf("filen kan ikke åbnes: %w", err) }

// stopped is an error that ends the whole reading, whoever is asked.
type stopped struct{ error }

func (s stopped) Unwrap() error { return s.error }

// failed leaves it to the taker what an error of something means.
func (r *Reader) failed(name string, err error) error {
	var s stopped
	switch {
	case err == nil:
		return nil
	case errors.As(err, &s):
		return s
	case r.ctx.Err() != nil: // who waits no longer has nothing to say of what is broken off
		return stopped{r.ctx.Err()}
	case errors.Is(err, ErrTooMuch):
		return stopped{err}
	}
	if err := r.To.Unread(name, err); err != nil {
		return stopped{err}
	}
	return nil
}

// end is why nothing more is to be read; nil when there is no reason.
func (r *Reader) end() error {
	if err := r.ctx.Err(); err != nil {
		return stopped{err}
	}
	return nil
}

// opened reads a file that is open.
func (r *Reader) opened(f *os.File, info fs.FileInfo, name string) error {
	if !info.Mode().IsRegular() {
		return r.stream(counted{f, r.Came}, name, 0)
	}
	body, err := r.head(f, min(info.Size(), max(headerSize, min(headSize, int64(r.File)+1))))
	if err != nil {
		return err
	}
	switch pack := packOf(body); {
	case pack == zipped:
		return r.zipFile(countedAt{f, r.Came}, info.Size(), name, 1)
	case pack != plain:
		if _, err := f.Seek(0, io.SeekStart); err != nil {
			return unreadable(err)
		}
		return r.unpack(pack, counted{f, r.Came}, name, 0)
	}
	// What grows while it is read ends where it ended when it was opened.
	most := min(info.Size(), int64(r.File)+1)
	if rest := most - int64(len(body)); rest > 0 {
		if body, err = r.more(body, f, rest); err != nil {
			return err
		}
	}
	if r.Came != nil {
		r.Came(int64(len(body)))
	}
	return r.take(File{name, body})
}

// take counts a file, and hands it on.
func (r *Reader) take(f File) error {
	f.Body = f.Body[:min(len(f.Body), r.File+1)] // the header may be longer
	r.files++
	r.bytes += int64(len(f.Body))
	if r.Files > 0 && r.files > r.Files || r.All > 0 && r.bytes > r.All {
		return ErrTooMuch
	}
	if err := r.To.Take(f); err != nil {
		return stopped{err}
	}
	return r.end()
}

// within is the name of something in a file.
func within(file, part string) string {
	if file == "" {
		return part
	}
	return file + ", " + part
}

// printable is a name that another has chosen, without what is no letter.
func printable(name string) string {
	return strings.Map(func(c rune) rune {
		if unicode.IsPrint(c) {
			return c
		}
		return '?'
	}, name)
}

// systems reports whether a file is the operating system's or a tool's own: what
// Windows and macOS leave behind, and what is hidden.
func systems(name string) bool {
	return strings.HasPrefix(name, ".") && name != "." && name != ".." || strings.EqualFold(name, "Thumbs.db") ||
		strings.EqualFold(name, "desktop.ini") || name == "__MACOSX"
}

// Packed reports whether a file is an archive, or a packed file, that can be read, and no
// message: a folder is one too. Only what can be read again is looked into.
func Packed(path string) bool {
	info, err := os.Stat(path)
	if err != nil || info.IsDir() || !info.Mode().IsRegular() {
		return err == nil && info.IsDir()
	}
	f, info, err := foreign.NamedFile(path)
	if err != nil {
		return false
	}
	defer f.Close()
	head := make([]byte, headerSize)
	n, _ := io.ReadFull(f, head)
	if how := packOf(head[:n]); how != zipped {
		return how != plain
	}
	z, err := zip.NewReader(f, info.Size())
	return err == nil && len(z.File) > 0
}

// PackedHead is Packed of what begins so, and cannot be read again.
func PackedHead(head []byte) bool { return packOf(head) != plain }
