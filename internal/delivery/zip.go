package delivery

import (
	"archive/zip"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"klarmeld/internal/spool"
)

// zipFile reads the files of a ZIP, in the order of their names. Nothing of it is written
// anywhere, so that a path in it leads nowhere.
func (r *Reader) zipFile(at io.ReaderAt, size int64, name string, nested int) error {
	z, err := zip.NewReader(at, size)
	if err != nil {
		return fmt.Errorf("ZIP-arkivet er beskadiget: %w", err)
	}
	if r.Files > 0 && len(z.File) > r.Files {
		return ErrTooMuch
	}
	files := slices.DeleteFunc(z.File, func(f *zip.File) bool {
		return f.FileInfo().IsDir() || slices.ContainsFunc(strings.Split(f.Name, "/"), systems)
	})
	slices.SortFunc(files, func(a, b *zip.File) int { return natural(a.Name, b.Name) })
	if done, err := r.sessions(files, name); done || err != nil {
		return err
	}
	skip := aboard{}
	for _, f := range files {
		if !isList(f.Name) || f.Flags&1 != 0 {
			continue
		}
		if err := skip.packed(f); err != nil {
			return fmt.Errorf("%s: %w", printable(f.Name), err)
		}
	}
	for _, f := range files {
		if err := r.end(); err != nil {
			return err
		}
		called := within(name, printable(f.Name))
		if why, ok := skip[f.Name]; ok {
			r.To.Aside(called, why)
			continue
		}
		if err := r.failed(called, r.entry(f, called, nested)); err != nil {
			return err
		}
	}
	return nil
}

// sessions lets the taker read the archive, when it does.
func (r *Reader) sessions(files []*zip.File, name string) (bool, error) {
	to, ok := r.To.(Sessions)
	if !ok {
		return false, nil
	}
	names := make([]string, len(files))
	for i, f := range files {
		names[i] = f.Name
	}
	done, err := to.Archive(names, func(i int) ([]byte, error) { return r.whole(files[i]) }, name)
	if err != nil {
		return true, err
	}
	return done, nil
}

// ErrLocked is that a file of an archive has a password.
var ErrLocked = fmt.Errorf("filen i arkivet har en adgangskode")

// whole are the bytes of a file in an archive.
func (r *Reader) whole(f *zip.File) ([]byte, error) {
	if f.Flags&1 != 0 {
		return nil, ErrLocked
	}
	from, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer from.Close()
	raw, err := io.ReadAll(io.LimitReader(from, int64(r.File)+1))
	r.bytes += int64(len(raw))
	if len(raw) > r.File || r.All > 0 && r.bytes > r.All {
		return nil, ErrTooMuch
	}
	return raw, err
}

// packed reads a recording's list in an archive.
func (a aboard) packed(f *zip.File) error {
	from, err := f.Open()
	if err != nil {
		return err
	}
	defer from.Close()
	return a.lines(from, path.Dir(f.Name))
}

// entry reads a file of an archive.
func (r *Reader) entry(f *zip.File, name string, nested int) error {
	switch {
	case f.Flags&1 != 0:
		r.To.Aside(name, Locked)
		return nil
	case !f.FileInfo().Mode().IsRegular():
		r.To.Aside(name, NoFile)
		return nil
	}
	from, err := f.Open()
	if err != nil {
		return fmt.Errorf("ZIP-arkivet er beskadiget: %w", err)
	}
	defer from.Close()
	return r.stream(from, name, nested)
}

// spooled reads a ZIP that comes as a stream: its list of files stands at its end. It lies
// in a file of the user's own as long as it is read.
func (r *Reader) spooled(from io.Reader, name string, nested int) error {
	f, err := spool.New()
	if err != nil {
		return err
	}
	defer f.Close()
	if nested > 1 {
		from = io.LimitReader(from, longest+1)
	}
	size, err := f.ReadFrom(asLongAs{r, from})
	switch {
	case err != nil:
		return unreadable(err)
	case nested > 1 && size > longest:
		r.To.Aside(name, TooLarge)
		return nil
	}
	if _, err := f.Reader(); err != nil { // all of it is in the file then
		return err
	}
	return r.zipFile(f, size, name, nested)
}

// asLongAs is a reader that ends when nobody waits for it any more.
type asLongAs struct {
	*Reader
	from io.Reader
}

// Read reads once.
func (a asLongAs) Read(p []byte) (int, error) {
	if err := a.end(); err != nil {
		return 0, err
	}
	return a.from.Read(p)
}

// counted tells how much has been read; tell may be nil.
type counted struct {
	io.Reader
	tell func(int64)
}

// Read reads once.
func (c counted) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	if c.tell != nil {
		c.tell(int64(n))
	}
	return n, err
}

// countedAt is counted of a file that is read here and there.
type countedAt struct {
	io.ReaderAt
	tell func(int64)
}

// ReadAt reads once.
func (c countedAt) ReadAt(p []byte, at int64) (int, error) {
	n, err := c.ReaderAt.ReadAt(p, at)
	if c.tell != nil {
		c.tell(int64(n))
	}
	return n, err
}
