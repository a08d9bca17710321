package recording

import (
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// check follows the lines of a recording in a folder, and says of the first that
// is not as it was written what is wrong with it.
type check struct {
	chain  Chain
	before string         // the head before the newest entry
	names  map[string]int // files that are not named by their line's number → the line that names them
	holds  []byte         // which files each line names
	packed unpacking      // where archives have them
}

// Bits of check.holds.
const (
	holdsRequest = 1 << iota
	holdsReply
)

func newCheck() *check { return &check{names: map[string]int{}} }

// wrong is what is wrong with a line.
func wrong(seq int, format string, args ...any) error {
	return fmt.Errorf(IndexFile+", linje %d "+format, append([]any{seq}, args...)...)
}

// take follows a line, without its newline.
func (c *check) take(line []byte, e Entry) error {
	seq := c.chain.Entries + 1
	if err := c.numbered(seq, e.Seq); err != nil {
		return err
	}
	if seq == 1 && e.Run != nil && e.Run.Nonce != "" {
		if err := CheckNonce(e.Run.Nonce); err != nil {
			return wrong(1, "er ændret: %w", err)
		}
		c.chain.Chained, c.chain.Nonce, c.chain.Head = true, e.Run.Nonce, opening(e.Run.Nonce)
	}
	if err := c.named(seq, e); err != nil {
		return err
	}
	if err := c.linked(seq, line, e); err != nil {
		return err
	}
	c.chain.Entries, c.chain.Closed = seq, e.Kind == KindClosed
	return nil
}

// numbered says what is wrong with a line's number.
func (c *check) numbered(want, got int) error {
	switch {
	case got == want:
		return nil
	case got <= 0:
		return wrong(want, "har intet nummer")
	case got == want-1:
		return wrong(want, "har nummer %d, som linjen før har; den står der to gange", got)
	case got < want:
		return wrong(want, "har nummer %d; den er sat ind, eller linjer er byttet om", got)
	}
	return wrong(want, "har nummer %d; der mangler en linje, eller linjer er byttet om", got)
}

// named says what is wrong with the files that a line names.
func (c *check) named(seq int, e Entry) error {
	c.holds = append(c.holds, 0)
	x := e.Exchange
	if x == nil {
		return nil
	}
	request, reply := names(seq)
	for _, f := range []struct {
		name, own string
		bit       byte
	}{{x.RequestFile, request, holdsRequest}, {x.ReplyFile, reply, holdsReply}} {
		if f.name == f.own {
			c.holds[seq-1] |= f.bit
			continue
		}
		if f.name == "" {
			continue
		}
		owner := c.names[f.name]
		if n, _, ok := numberOf(f.name); ok && owner == 0 {
			owner = n
		}
		if owner != 0 {
			return wrong(seq, "nævner filen %s, som er linje %d's: to linjer har samme fil", f.name, owner)
		}
		if c.chain.Chained {
			return wrong(seq, "er ændret: den nævner filen %s, som skulle hedde %s", f.name, f.own)
		}
		c.names[f.name] = seq
	}
	return c.whole(seq, e)
}

// whole says which file an exchange of a chained recording lacks.
func (c *check) whole(seq int, e Entry) error {
	has := c.holds[seq-1]
	switch {
	case !c.chain.Chained:
		return nil
	case has&holdsRequest == 0, e.Kind == KindExchange && has&holdsReply == 0:
		return wrong(seq, "er ændret: den nævner ikke sine filer")
	case e.Kind == KindInterrupted && has&holdsReply != 0:
		return wrong(seq, "er ændret: den er af en besked, der ikke blev besvaret, og nævner et svar")
	}
	return nil
}

// linked says what is wrong with a line's place in the chain.
func (c *check) linked(seq int, line []byte, e Entry) error {
	if !c.chain.Chained {
		if e.Before != "" || e.Exchange != nil && e.Exchange.Number != 0 {
			return wrong(seq, "er af en optagelse med kæde, men linje 1 er ikke: kæden er taget af, eller linjen er sat ind")
		}
		return nil
	}
	switch {
	case e.Before == "":
		return wrong(seq, "er ikke kædet til linjen før den, som resten er: kæden er taget af, eller linjen er sat ind")
	case e.Before == c.chain.Head:
	case seq == 1:
		return wrong(seq, "er ændret: den begynder ikke med kørslens nonce")
	case e.Before == c.before:
		return wrong(seq-1, "er sat ind: linje %d er kædet til linje %d", seq, seq-2)
	default:
		return wrong(seq-1, "er ændret: linje %d har en anden SHA-256 af den", seq)
	}
	if c.chain.Closed && e.Kind != KindResumed && e.Kind != KindInterrupted {
		return wrong(seq, "er sat ind: optagelsen blev afsluttet i linje %d", seq-1)
	}
	if err := closing(seq, line, e); err != nil {
		return err
	}
	head, err := lineDigest(line, e.Exchange)
	if err != nil {
		return wrong(seq, "er ændret: %w", err)
	}
	c.before, c.chain.Head = c.chain.Head, head
	return nil
}

// closing says what is wrong with the line that says that the run is over.
func closing(seq int, line []byte, e Entry) error {
	if e.Kind != KindClosed && e.Closing == nil {
		return nil
	}
	switch {
	case e.Kind != KindClosed || e.Closing == nil, !selfSummed(line, e.Closing.Sum):
		return wrong(seq, "er ændret: den passer ikke med sin egen SHA-256")
	case e.Closing.Entries != seq:
		return wrong(seq, "siger, at optagelsen har %d poster; den har %d", e.Closing.Entries, seq)
	}
	return nil
}

// numberOf reads the name that a file of an exchange has.
func numberOf(file string) (seq int, bit byte, ok bool) {
	number, rest, _ := strings.Cut(file, "-")
	seq, err := strconv.Atoi(number)
	request, reply := names(seq)
	switch {
	case err != nil || seq < 1:
		return 0, 0, false
	case number+"-"+rest == request:
		return seq, holdsRequest, true
	case number+"-"+rest == reply:
		return seq, holdsReply, true
	}
	return 0, 0, false
}

// locate finds the files of an exchange in the archives, where they are there.
func (c *check) locate(e Entry) (err error) {
	if c.chain.Entries == 1 {
		err = c.packed.open()
	}
	x := e.Exchange
	if x == nil || err != nil {
		return err
	}
	if x.requestAt, err = c.packed.take(x.RequestFile, e); err == nil {
		x.replyAt, err = c.packed.take(x.ReplyFile, e)
	}
	return err
}

// strangers says which files of the folder no line names. The operating system's
// own pass, and so do those of messages that were being handled when a recording
// was cut off. An unchained recording is as it was.
func (c *check) strangers(dir string) error {
	if !c.chain.Chained {
		return nil
	}
	files, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("optagelsen kan ikke læses: %w", err)
	}
	var strange []string
	for _, f := range files {
		if f.IsDir() || !c.knows(f) {
			strange = append(strange, f.Name())
		}
	}
	if len(strange) == 0 {
		return explained(dir)
	}
	slices.Sort(strange)
	more := ""
	if n := len(strange) - 1; n > 0 {
		more = fmt.Sprintf(" (og %d til)", n)
	}
	return fmt.Errorf("optagelsens mappe rummer %s%s, som ingen linje i %s nævner", strange[0], more, IndexFile)
}

// explained reports whether the folder says to whoever opens it what it holds, as
// it was written.
func explained(dir string) error {
	path := filepath.Join(dir, warningFile)
	info, err := os.Lstat(path)
	if err != nil {
		return fmt.Errorf("optagelsens mappe har ingen %s: %w", warningFile, err)
	}
	changed := fmt.Errorf("%s i optagelsens mappe er ændret", warningFile)
	if !info.Mode().IsRegular() || info.Size() > mostOfWarning {
		return changed
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("optagelsen kan ikke læses: %w", err)
	}
	if !slices.Contains(warnings, string(raw)) {
		return changed
	}
	return nil
}

// knows reports whether a file belongs in the folder.
func (c *check) knows(f os.DirEntry) bool {
	name := f.Name()
	switch {
	case name == IndexFile, name == warningFile, SystemsOwn(name):
		return true
	case name == holdFile:
		info, err := f.Info()
		return err == nil && info.Size() == 0
	case strings.HasPrefix(name, arriving):
		return !c.chain.Closed
	case c.packed.knows(name, c.chain.Closed):
		return true
	}
	seq, bit, ok := numberOf(name)
	if !ok || seq > len(c.holds) {
		return ok && !c.chain.Closed // it was being written
	}
	return c.holds[seq-1]&bit != 0
}

// lines ranges over the entries of a folder, and follows them.
func (c *check) lines(d Dir) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		c.packed = unpacking{dir: string(d)}
		defer func() { _ = c.packed.close() }() // it was only read
		for line, err := range d.rawLines() {
			var e Entry
			switch {
			case err != nil:
			case line == nil && c.chain.Closed:
				err = wrong(c.chain.Entries+1, "er sat ind: optagelsen blev afsluttet i linje %d", c.chain.Entries)
			case line == nil:
				continue // what stands after the last newline was cut short
			default:
				if e, err = parseLine(line, c.chain.Entries+1); err == nil {
					err = c.take(line, e)
				}
				if err == nil {
					err = c.locate(e)
				}
			}
			if err != nil {
				yield(Entry{}, err)
				return
			}
			if !yield(e, nil) {
				return
			}
		}
		err := c.packed.finish(c.chain.Entries, c.chain.Closed)
		if err == nil {
			err = c.strangers(string(d))
		}
		if err != nil {
			yield(Entry{}, err)
		}
	}
}
