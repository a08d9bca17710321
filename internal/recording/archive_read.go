package recording

import (
	"archive/tar"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"klarmeld/internal/foreign"
)

// place is where the bytes of a file stand in an archive. The zero is no place: the
// file is a file.
type place struct {
	archive int
	at      int64 // where its bytes begin
	size    int64
}

// unpacking follows the archives of a folder while its lines are read, from member to
// member: they stand in the order of the lines.
type unpacking struct {
	dir    string
	number int // the archive that is being read; 0: none
	file   foreign.Parts
	at     int64       // where the next member begins
	next   *tar.Header // nil: there is none
	block  []byte      // what it was read from
}

// errArchive says that an archive is not as it was written.
func (u *unpacking) errArchive(why string) error {
	return fmt.Errorf("%s er ændret: %s", archiveName(u.number), why)
}

// open goes on to the next archive, when there is one.
func (u *unpacking) open() error {
	file, err := foreign.PartsIn(u.dir, archiveName(u.number+1), foreign.Huge)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("optagelsen kan ikke læses: %w", err)
	}
	if err := u.close(); err != nil {
		return err
	}
	u.number, u.file, u.at = u.number+1, file, 0
	return u.look()
}

func (u *unpacking) close() error {
	if u.number == 0 {
		return nil
	}
	return u.file.Close()
}

// look reads the header of the next member. One that was cut short is none: it was
// being written.
func (u *unpacking) look() error {
	block := make([]byte, tarBlock)
	_, err := u.file.ReadAt(block, u.at)
	u.next, u.block = nil, block
	switch {
	case errors.Is(err, io.EOF):
		return nil
	case err != nil:
		return fmt.Errorf("optagelsen kan ikke læses: %w", err)
	case blank(block):
		return nil
	}
	if u.next, err = tar.NewReader(bytes.NewReader(block)).Next(); err != nil {
		u.next = nil
		return u.errArchive("et af dens hoveder kan ikke læses")
	}
	return nil
}

func blank(b []byte) bool { return len(bytes.TrimLeft(b, "\x00")) == 0 }

// take is where the bytes of an entry's file stand; no place when it is not the next
// member.
func (u *unpacking) take(name string, e Entry) (place, error) {
	if u.next == nil && u.number > 0 {
		// Where one archive is at its end, the next may begin.
		if end, err := u.ended(); err != nil || !end {
			return place{}, err
		}
		if err := u.open(); err != nil {
			return place{}, err
		}
	}
	if u.next == nil || name == "" || u.next.Name != name {
		return place{}, nil
	}
	size := u.next.Size
	var want bytes.Buffer
	if err := tar.NewWriter(&want).WriteHeader(member(name, size, e.Time)); err != nil || !bytes.Equal(want.Bytes(), u.block) {
		return place{}, u.errArchive("hovedet for " + name + " er ikke, som klarmeld skriver det")
	}
	p := place{u.number, u.at + tarBlock, size}
	u.at = p.end()
	return p, u.look()
}

// end is where the next member begins.
func (p place) end() int64 { return p.at + (p.size+tarBlock-1)/tarBlock*tarBlock }

// ended reports whether the archive ends here, as one does.
func (u *unpacking) ended() (bool, error) {
	rest := make([]byte, tarEnd+1)
	n, err := u.file.ReadAt(rest, u.at)
	if err != nil && !errors.Is(err, io.EOF) {
		return false, fmt.Errorf("optagelsen kan ikke læses: %w", err)
	}
	return n == tarEnd && blank(rest[:n]), nil
}

// finish says what is wrong with what stands behind the last member that a line
// names. closed: the recording is over.
func (u *unpacking) finish(lines int, closed bool) error {
	if u.number == 0 {
		return nil
	}
	if u.next != nil {
		if n, _, ok := numberOf(u.next.Name); closed || !ok || n <= lines {
			return u.errArchive("den rummer " + u.next.Name + ", som ingen linje nævner dér")
		}
		return nil // it was being written
	}
	end, err := u.ended()
	if err == nil && closed && !end {
		err = u.errArchive("den ender ikke, som den skal")
	}
	return err
}

// knows reports whether a file of the folder is an archive that was read, or one that
// was begun and had nothing yet.
func (u *unpacking) knows(name string, closed bool) bool {
	if !closed && name == archiveName(u.number+1) {
		return true
	}
	for i := range u.number {
		if name == archiveName(i+1) {
			return true
		}
	}
	return false
}

// unpack reads a file from its place in an archive.
func (p place) unpack(dir string) ([]byte, error) {
	file, err := foreign.PartsIn(dir, archiveName(p.archive), foreign.Huge)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	if p.size > foreign.Large || p.end() > file.Size() {
		return nil, io.ErrUnexpectedEOF
	}
	b := make([]byte, p.end()-p.at)
	if _, err := file.ReadAt(b, p.at); err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	if !blank(b[p.size:]) {
		return nil, fmt.Errorf("%s er ændret: der står noget mellem to filer", archiveName(p.archive))
	}
	return b[:p.size:p.size], nil
}
