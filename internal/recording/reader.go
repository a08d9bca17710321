package recording

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"path/filepath"

	"klarmeld/internal/foreign"
)

// Reader reads a recording, so that one with hundreds of thousands of exchanges
// need not be in memory at once.
type Reader interface {
	// All ranges over the entries in the order of their numbers. Their exchanges
	// may come without bytes. An error is the last that comes.
	All() iter.Seq2[Entry, error]
	// Load returns the entry with the bytes of its exchange. What it was given
	// stays as it is.
	Load(Entry) (Entry, error)
}

// ReadAll reads a whole recording, bytes included.
func ReadAll(r Reader) ([]Entry, error) {
	var out []Entry
	for e, err := range r.All() {
		if err == nil {
			e, err = r.Load(e)
		}
		if err != nil {
			return nil, err
		}
		out = append(out, e)
	}
	return out, nil
}

// Slice is a recording in memory, bytes included.
type Slice []Entry

// All ranges over the entries.
func (s Slice) All() iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		for _, e := range s {
			if !yield(e, nil) {
				return
			}
		}
	}
}

// Load returns the entry, which has its bytes already.
func (Slice) Load(e Entry) (Entry, error) { return e, nil }

// All ranges over the entries that the tape has when the range comes to them.
func (t *Tape) All() iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		for seq := 0; ; {
			more, err := t.After(seq)
			if err != nil {
				yield(Entry{}, err)
				return
			}
			if len(more) == 0 {
				return
			}
			for _, e := range more {
				if !yield(e, nil) {
					return
				}
			}
			seq += len(more)
		}
	}
}

// Load returns the entry, which has its bytes already.
func (t *Tape) Load(e Entry) (Entry, error) { return e, nil }

// Dir is the folder of a recording on disk, as Folder writes it. A last line
// that a kill cut short is left out; a line in the middle that cannot be read
// is an error, and so is one that is not chained to the line before it, where the
// recording is chained (see Chain), a file that no line names, and, once they are
// asked for, a missing file and bytes that do not have the digest on record.
type Dir string

// ReadFolder reads the whole recording in a folder.
func ReadFolder(dir string) ([]Entry, error) { return ReadAll(Dir(dir)) }

// All ranges over the lines of the folder's index. Every range reads them anew.
func (d Dir) All() iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) { newCheck().lines(d)(yield) }
}

// rawLines ranges over the lines of the folder's index, without their newlines. A
// last line that has none was cut short, and comes as nil.
func (d Dir) rawLines() iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		f, err := d.list()
		if err != nil {
			yield(nil, fmt.Errorf("optagelsen kan ikke læses: %w", err))
			return
		}
		defer f.Close()
		r := bufio.NewReader(f)
		for {
			line, err := readLine(r)
			switch {
			case errors.Is(err, io.EOF) && len(line) == 0:
				return
			case errors.Is(err, io.EOF):
				yield(nil, nil)
				return
			case err != nil:
				yield(nil, fmt.Errorf("optagelsen kan ikke læses: %w", err))
				return
			}
			if !yield(bytes.TrimSuffix(line, []byte("\n")), nil) {
				return
			}
		}
	}
}

// list opens the folder's index. The folder of a recording inside a report's is
// no link either.
func (d Dir) list() (io.ReadCloser, error) {
	if folder, name := filepath.Split(filepath.Clean(string(d))); name == Subfolder {
		if _, err := foreign.In(filepath.Clean(folder+"."), name); err != nil {
			return nil, err
		}
	}
	return foreign.OpenIn(string(d), IndexFile, foreign.Huge)
}

// longestLine bounds a line of the index. The first holds the registers, and is
// the longest by far.
const longestLine = 256 << 20

var errLongLine = fmt.Errorf("den har en linje på mere end %d MB", longestLine>>20)

// readLine reads a line with its end; io.EOF says that the last was cut short.
func readLine(r *bufio.Reader) ([]byte, error) {
	var line []byte
	for {
		part, err := r.ReadSlice('\n')
		if line = append(line, part...); len(line) > longestLine {
			return nil, errLongLine
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return line, err
		}
	}
}

// parseLine reads a line of the index.
func parseLine(line []byte, seq int) (Entry, error) {
	var e Entry
	if err := json.Unmarshal(line, &e); err != nil {
		return Entry{}, wrong(seq, "kan ikke læses: %w", err)
	}
	if lacks := e.lacks(); lacks != "" && e.Seq == seq { // another number is told before
		return Entry{}, wrong(seq, "kan ikke læses: %s", lacks)
	}
	return e, nil
}

// Load reads the files of the entry's exchange, and holds them against their
// digests. An interrupted exchange has no reply.
func (d Dir) Load(e Entry) (Entry, error) {
	if e.Exchange == nil {
		return e, nil
	}
	x := *e.Exchange
	for _, p := range []struct {
		file, want string
		at         place
		to         *[]byte
	}{{x.RequestFile, x.RequestSHA256, x.requestAt, &x.Request}, {x.ReplyFile, x.ReplySHA256, x.replyAt, &x.Reply}} {
		if p.file == "" {
			continue
		}
		b, err := d.bytesOf(p.file, p.at)
		if err != nil {
			return e, fmt.Errorf("optagelsen mangler en fil: %w", err)
		}
		if digest(b) != p.want {
			return e, fmt.Errorf("filen %s er ændret, siden den blev optaget (SHA-256 passer ikke)", p.file)
		}
		*p.to = b
	}
	e.Exchange = &x
	return e, nil
}

// bytesOf are the bytes of an exchange's file, from an archive where it is in one.
func (d Dir) bytesOf(file string, at place) ([]byte, error) {
	if at != (place{}) {
		return at.unpack(string(d))
	}
	return foreign.ReadIn(string(d), filepath.Base(file), foreign.Large)
}
