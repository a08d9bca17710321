package recording

import (
	"bytes"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"time"

	"klarmeld/internal/foreign"
)

// arriving begins the name of a file that holds a message that is still being
// handled.
const arriving = "ankommet-"

// ResumeFolder goes on with a recording that was cut off: it returns what was
// recorded, and a log that goes on from there. A last line that was not written
// to its end is taken away; its message, like any that was being handled, is
// recorded as interrupted.
func ResumeFolder(dir string, now func() time.Time) (*Folder, []Entry, error) {
	c := newCheck()
	entries, err := ReadAll(following{Dir(dir), c})
	if err != nil {
		return nil, nil, err
	}
	if c.packed.number > 0 {
		return nil, nil, errors.New("optagelsen er af klarmeld serve, og den går ikke videre")
	}
	path := filepath.Join(dir, IndexFile)
	if err := dropCutLine(path); err != nil {
		return nil, nil, err
	}
	file, err := os.OpenFile(path, os.O_WRONLY, ownFile)
	if err != nil {
		return nil, nil, fmt.Errorf("optagelsen kan ikke fortsættes: %w", err)
	}
	info, err := file.Stat()
	if err != nil {
		return nil, nil, fmt.Errorf("optagelsen kan ikke fortsættes: %w", err)
	}
	f := &Folder{dir: dir, index: file, listed: info.Size(), chain: link{begun: c.chain.Entries > 0, head: c.chain.Head, closed: c.chain.Closed}}
	if err := f.dropHalf(len(entries) + 1); err != nil {
		return nil, nil, err
	}
	if len(entries) == 0 {
		if err := f.explain(); err != nil {
			return nil, nil, err
		}
	}
	files, err := os.ReadDir(dir) // in the order of their names
	if err != nil {
		return nil, nil, fmt.Errorf("optagelsen kan ikke læses: %w", err)
	}
	for _, file := range files {
		if !strings.HasPrefix(file.Name(), arriving) {
			continue
		}
		e, err := f.interrupted(filepath.Join(dir, file.Name()), len(entries)+1, now)
		if err != nil {
			return nil, nil, err
		}
		entries = append(entries, e)
	}
	return f, entries, nil
}

// explain writes what the folder says of itself, when the recording was cut off before that
// was written to its end: nothing is on record yet that somebody could have changed it under.
func (f *Folder) explain() error {
	whole := []byte(warning)
	raw, err := foreign.ReadIn(f.dir, warningFile, foreign.Large)
	switch {
	case err == nil && bytes.Equal(raw, whole[:min(len(raw), len(whole))]):
		if err := os.Remove(filepath.Join(f.dir, warningFile)); err != nil {
			return fmt.Errorf("optagelsen kan ikke fortsættes: %w", err)
		}
	case !errors.Is(err, os.ErrNotExist):
		return nil // it is somebody else's, and the check says so
	}
	return unwritten(f.write(warningFile, whole))
}

// following is a folder that is read while a check follows.
type following struct {
	Dir
	check *check
}

// All ranges over the entries, once.
func (f following) All() iter.Seq2[Entry, error] { return f.check.lines(f.Dir) }

// dropCutLine takes a last line away that has no end.
func dropCutLine(path string) error {
	raw, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("optagelsen kan ikke læses: %w", err)
	}
	whole := bytes.LastIndexByte(raw, '\n') + 1
	if whole == len(raw) {
		return nil
	}
	return os.Truncate(path, int64(whole))
}

// dropHalf gives the files of an exchange that has no line back their name of a
// message that is being handled: its reply was never sent.
func (f *Folder) dropHalf(seq int) error {
	request, reply := names(seq)
	if err := os.Remove(filepath.Join(f.dir, reply)); err != nil && !os.IsNotExist(err) {
		return fmt.Errorf("optagelsen kan ikke fortsættes: %w", err)
	}
	err := os.Rename(filepath.Join(f.dir, request), filepath.Join(f.dir, arriving+request))
	if err != nil && !os.IsNotExist(err) {
		return fmt.Errorf("optagelsen kan ikke fortsættes: %w", err)
	}
	return nil
}

// interrupted records a message that was being handled when klarmeld was cut
// off.
func (f *Folder) interrupted(name string, seq int, now func() time.Time) (Entry, error) {
	raw, err := foreign.Read(name, foreign.Large)
	if err != nil {
		return Entry{}, fmt.Errorf("optagelsen kan ikke fortsættes: %w", err)
	}
	request, _ := names(seq)
	if err := os.Rename(name, filepath.Join(f.dir, request)); err != nil {
		return Entry{}, fmt.Errorf("optagelsen kan ikke fortsættes: %w", err)
	}
	e := Entry{Seq: seq, Time: now(), Kind: KindInterrupted, Exchange: &Exchange{RequestFile: request, RequestSHA256: digest(raw), Request: raw}}
	return e, f.List(e)
}

// names are the files of an exchange.
func names(seq int) (request, reply string) {
	return fmt.Sprintf("%04d-request.xml", seq), fmt.Sprintf("%04d-reply.xml", seq)
}
