package recording

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
)

// Chain is what holds a recording together: each line has the digest of the line
// before it, over all that the line says but the names of the files that hold its
// bytes, so that the chain is the same wherever the recording is kept. It begins
// with the run's nonce, and is closed by an entry that says that the run is over.
//
// It finds what was changed by whoever did not make the chain anew. Who has the
// whole recording can make one; so what it is worth rests on the head being known
// to somebody else, as by a signature.
type Chain struct {
	Chained bool   // false: the recording is of before there were chains
	Nonce   string // "" when it is not chained
	Entries int
	Head    string // SHA-256 of the last entry; "" when it is not chained
	Closed  bool   // its last entry says that the run is over
}

// Closing is what the entry of KindClosed holds.
type Closing struct {
	Entries int `json:"poster"` // how many entries there are, this one too
	// Sum is the SHA-256 of the line itself, where this is "": no line comes after
	// it that would tell of a change.
	Sum string `json:"sum"`
}

// ChainOf is the chain of the recording in a folder. An error says what is wrong
// with it, and in which line. The files with the exchanges' bytes are not read:
// Load holds them against their digests, which are in the chain.
func ChainOf(dir string) (Chain, error) {
	c := newCheck()
	for _, err := range c.lines(Dir(dir)) {
		if err != nil {
			return c.chain, err
		}
	}
	return c.chain, nil
}

// opening is what the first entry has in the place of a digest.
func opening(nonce string) string { return digest([]byte("klarmeld optagelse: " + nonce)) }

// link is the end of a chain that grows.
type link struct {
	begun  bool
	head   string // "": the recording is not chained
	closed bool
}

var errClosed = errors.New("optagelsen er afsluttet")

// next is the line of an entry, without its newline, and the end of the chain
// when it has been written. The entry's exchange is as it is to be listed.
func (l link) next(e Entry) ([]byte, link, error) {
	goesOn := e.Kind == KindResumed || e.Kind == KindInterrupted
	if l.closed && !goesOn {
		return nil, l, errClosed
	}
	if !l.begun && e.Run != nil && e.Run.Nonce != "" {
		l.head = opening(e.Run.Nonce)
	}
	l.begun, l.closed, e.Before = true, e.Kind == KindClosed, l.head
	if l.head == "" {
		line, err := marshal(e)
		return line, l, err
	}
	if c := e.Closing; c != nil {
		e.Closing = &Closing{Entries: c.Entries}
		line, err := marshal(e)
		if err != nil {
			return nil, l, err
		}
		e.Closing.Sum = digest(line)
	}
	line, err := marshal(e)
	if err != nil {
		return nil, l, err
	}
	l.head, err = lineDigest(line, e.Exchange)
	return line, l, err
}

// fileNames are the members of a line that name an exchange's files, as they are
// written, and what comes after them.
func fileNames(x *Exchange) (names, after []byte) {
	after = []byte(`"anmodning_sha256":`)
	if x.RequestFile != "" {
		names = fmt.Appendf(names, `"anmodningsfil":"%s",`, x.RequestFile)
	}
	if x.ReplyFile != "" {
		names = fmt.Appendf(names, `"svarfil":"%s",`, x.ReplyFile)
	}
	return names, after
}

// lineDigest is the SHA-256 of a line without the names of files. It is of the
// bytes as they stand: whatever is changed in a line is found, also what means the
// same in JSON.
func lineDigest(line []byte, x *Exchange) (string, error) {
	sum := sha256.New()
	if x != nil {
		names, after := fileNames(x)
		// No text in JSON holds a quotation mark that is not escaped, so that these
		// are the exchange's own members.
		i := bytes.Index(line, append(bytes.Clone(names), after...))
		if i < 0 {
			return "", errors.New("navnene på dens filer er ikke skrevet, som klarmeld skriver dem")
		}
		sum.Write(line[:i])
		line = line[i+len(names):]
	}
	sum.Write(line)
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// selfSummed reports whether a closing line has the digest of itself.
func selfSummed(line []byte, sum string) bool {
	whole := `"sum":"` + sum + `"}}`
	before, ok := bytes.CutSuffix(line, []byte(whole))
	return ok && digest(append(bytes.Clone(before), `"sum":""}}`...)) == sum
}
