package recording

import (
	"archive/tar"
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// The files of an exchange cost more to make than all else that is done for it. So
// of a recording that may grow long (NewGathered) the first exchanges have
// files of their own, for whoever looks; the bytes of the others stand in archives,
// in the order of the lines, each under the name that its file would have. Anybody
// can unpack them (tar): then the folder is as if they had never been there.

// archiveName is what the archive of a number is called: 1, 2, 3, …
func archiveName(number int) string { return fmt.Sprintf("beskeder-%03d.tar", number) }

const (
	// filesOfTheirOwn is how many entries of a gathered recording have files.
	filesOfTheirOwn = 500
	// mostOfArchive is how long an archive gets before the next is begun, in bytes.
	mostOfArchive = 1 << 30

	tarBlock = 512
	// tarEnd is what a tar archive ends with (POSIX.1-2001, pax: ustar).
	tarEnd = 2 * tarBlock
)

// archives are what the bytes of exchanges are written to.
type archives struct {
	dir   string
	after int   // up to this number entries have files of their own
	most  int64 // see mostOfArchive

	number int
	file   *os.File // nil: none is begun
	size   int64    // of the members whose lines have been written
	buffer bytes.Buffer
}

// gathers reports whether an entry's bytes go to an archive.
func (f *Folder) gathers(e Entry) bool {
	x := e.Exchange
	return f.gathered != nil && x != nil && x.Arrived == "" && e.Seq > f.gathered.after
}

// put writes the bytes of an exchange, before the line that names them. What it
// returns is called when that is known to have been written, or not to be.
func (a *archives) put(e Entry) (settle func(listed bool), err error) {
	if err := a.ready(); err != nil {
		return nil, err
	}
	if err := a.pack(e); err != nil {
		return nil, fmt.Errorf("optagelsen kan ikke skrives: %w", err)
	}
	settle = func(listed bool) {
		if listed {
			a.size += int64(a.buffer.Len() - tarEnd)
		} else {
			a.cut()
		}
		if a.buffer.Cap() > mostKept {
			a.buffer = bytes.Buffer{}
		}
	}
	if _, err := a.file.WriteAt(a.buffer.Bytes(), a.size); err != nil {
		settle(false)
		return nil, fmt.Errorf("optagelsen kan ikke skrives: %w", err)
	}
	return settle, nil
}

// mostKept is how large a buffer is kept for the next message, in bytes.
const mostKept = 1 << 20

// pack makes the members of an exchange, and the archive's end, which the next
// exchange takes the place of: an archive is whole whenever klarmeld ends.
func (a *archives) pack(e Entry) error {
	a.buffer.Reset()
	x := e.Exchange
	w := tar.NewWriter(&a.buffer)
	for _, m := range []struct {
		name  string
		bytes []byte
	}{{x.RequestFile, x.Request}, {x.ReplyFile, x.Reply}} {
		if err := w.WriteHeader(member(m.name, int64(len(m.bytes)), e.Time)); err != nil {
			return err
		}
		if _, err := w.Write(m.bytes); err != nil {
			return err
		}
	}
	return w.Close()
}

// member is the header of a file in an archive. It follows from the entry: whatever is
// changed in one is found.
func member(name string, size int64, at time.Time) *tar.Header {
	return &tar.Header{Typeflag: tar.TypeReg, Name: name, Size: size, Mode: ownFile, ModTime: time.Unix(at.Unix(), 0), Format: tar.FormatUSTAR}
}

// ready begins an archive where there is none, or the last is long enough.
func (a *archives) ready() error {
	if a.file != nil && a.size < a.most {
		return nil
	}
	name := archiveName(a.number + 1)
	file, err := os.OpenFile(filepath.Join(a.dir, name), os.O_CREATE|os.O_EXCL|os.O_WRONLY, ownFile)
	if errors.Is(err, os.ErrExist) {
		return inTheWay(a.dir, name, err)
	}
	if err == nil && a.file != nil {
		err = a.file.Close()
	}
	if err != nil {
		return fmt.Errorf("optagelsen kan ikke skrives: %w", err)
	}
	a.number, a.file, a.size = a.number+1, file, 0
	return nil
}

// cut takes away what has no line; where that cannot be done, the next exchange takes
// its place.
func (a *archives) cut() {
	var end [tarEnd]byte
	if a.size > 0 {
		_, _ = a.file.WriteAt(end[:], a.size)
		_ = a.file.Truncate(a.size + tarEnd)
		return
	}
	// An archive with nothing in it is none.
	_ = a.file.Close()
	_ = os.Remove(a.file.Name())
	a.file, a.number = nil, a.number-1
}

// close closes the archive that was written last, at its end: a disk that was full
// may have taken that away.
func (a *archives) close() error {
	if a == nil || a.file == nil {
		return nil
	}
	var end [tarEnd]byte
	_, err := a.file.WriteAt(end[:], a.size)
	return errors.Join(err, a.file.Sync(), a.file.Close())
}
