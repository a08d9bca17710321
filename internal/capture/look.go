package capture

import (
	"bytes"
	"strings"
)

// Looked is what a look at the beginning of a file has told of it.
type Looked int

// What a look tells.
const (
	// Unsure: it has to be read to be known.
	Unsure Looked = iota
	// One: it is one message, as far as it can be read, and Local is the name of the
	// element that says what it asks for.
	One
)

// Look tells whether a file is one message and nothing else, by as little of it as that
// takes, and the local name of its first element, or of the first in its envelope's body.
// It is sure of a document in bytes that ASCII is read from, with a prolog of nothing but
// white space, comments and processing instructions, that is an envelope or has none in
// it. It does not hold what it sees against XML's rules.
func Look(raw []byte) (Looked, string) {
	const ends = 2 // the word stands in the tag that begins an envelope, and in the one that ends it
	s := scan{rest: bytes.TrimPrefix(raw, utf8Mark)}
	if first := bytes.TrimLeft(s.rest, " \t\r\n"); len(first) == 0 || first[0] != '<' || bytes.Count(raw, envelope) > ends {
		return Unsure, ""
	}
	root, closed, ok := s.element()
	if !ok {
		return Unsure, ""
	}
	if string(root) != "Envelope" {
		if bytes.Contains(raw, envelope) {
			return Unsure, ""
		}
		return One, string(root)
	}
	for depth := 1; !closed && depth > 0; {
		name, empty, begins, ok := s.tag()
		switch {
		case !ok:
			return Unsure, ""
		case !begins:
			depth--
		case depth == 1 && string(name) == "Body" && !empty:
			first, _, ok := s.element()
			if !ok {
				return Unsure, ""
			}
			return One, string(first)
		case !empty:
			depth++
		}
	}
	return Unsure, ""
}

// scan goes through the tags of a document.
type scan struct{ rest []byte }

// element is the local name of the tag that comes next, when it begins an element; empty
// when it ends it too.
func (s *scan) element() (local []byte, empty, ok bool) {
	local, empty, begins, ok := s.tag()
	return local, empty, ok && begins
}

// tag is the next tag. What is no tag is passed over, a document type is nothing to be
// sure of.
func (s *scan) tag() (local []byte, empty, begins, ok bool) {
	for {
		at := bytes.IndexByte(s.rest, '<')
		if at < 0 {
			return nil, false, false, false
		}
		s.rest = s.rest[at:]
		switch {
		case bytes.HasPrefix(s.rest, []byte("<!--")):
			ok = s.past("-->", len("<!--"))
		case bytes.HasPrefix(s.rest, []byte("<?")):
			ok = s.past("?>", len("<?"))
		case bytes.HasPrefix(s.rest, []byte("<![CDATA[")):
			ok = s.past("]]>", len("<![CDATA["))
		case bytes.HasPrefix(s.rest, []byte("<!")):
			return nil, false, false, false
		default:
			return s.named()
		}
		if !ok {
			return nil, false, false, false
		}
	}
}

// past goes on behind what ends a piece of markup.
func (s *scan) past(end string, from int) bool {
	at := bytes.Index(s.rest[from:], []byte(end))
	if at < 0 {
		return false
	}
	s.rest = s.rest[from+at+len(end):]
	return true
}

// named reads a tag, which begins here.
func (s *scan) named() (local []byte, empty, begins, ok bool) {
	begins = len(s.rest) > 1 && s.rest[1] != '/'
	from := 1
	if !begins {
		from = 2
	}
	to := from
	for to < len(s.rest) && strings.IndexByte(" \t\r\n/><\"'=", s.rest[to]) < 0 {
		to++
	}
	end := s.tagEnd(to)
	if end < 0 || to == from {
		return nil, false, false, false
	}
	local = s.rest[min(from, len(s.rest)):to]
	if colon := bytes.IndexByte(local, ':'); colon >= 0 {
		local = local[colon+1:]
	}
	empty = s.rest[end-1] == '/'
	s.rest = s.rest[end+1:]
	return local, empty, begins, true
}

// tagEnd is where a tag ends, whatever its attributes hold; -1 when it does not.
func (s *scan) tagEnd(from int) int {
	for i := from; i < len(s.rest); i++ {
		switch c := s.rest[i]; c {
		case '>':
			return i
		case '<':
			return -1
		case '"', '\'':
			n := bytes.IndexByte(s.rest[i+1:], c)
			if n < 0 {
				return -1
			}
			i += 1 + n
		}
	}
	return -1
}
