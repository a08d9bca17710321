package capture

import (
	"bytes"
	"encoding/json"
	"strings"

	"klarmeld/internal/lazyregexp"
)

// found is an envelope that stands in a text.
type found struct {
	body   []byte // as it was sent: every escape of the text around it undone
	offset int    // in the text
	line   int    // 1-based
	whole  bool   // its end stands there too
}

// tag is a tag of an Envelope, in whatever way the text around it escapes it:
// as it is, in XML (&lt;, &#60;, &#x3c;, also several times over), in JSON
// (\u003c), in a URL (%3C).
var tag = lazyregexp.New(`(<|&(?:amp;)*(?:lt|#0*60|#[xX]0*3[cC]);|\\+u003[cC]|%3[cC])` +
	`(\\*/|%2[fF]|&(?:amp;)*#0*47;|&(?:amp;)*#[xX]0*2[fF];|\\+u002[fF])?` +
	`([\pL_][\pL\pN_.\-]*(?::|%3[aA]))?Envelope((?:\s|\\+[nrt]|%20|%09|%0[aAdD]|\+|&(?:amp;)*#(?:10|13|9|[xX][aAdD9]);)*)` +
	`(>|&(?:amp;)*(?:gt|#0*62|#[xX]0*3[eE]);|\\+u003[eE]|%3[eE]|/)?`)

// end is the end of a start tag, in the same ways.
var end = lazyregexp.New(`>|&(?:amp;)*(?:gt|#0*62|#[xX]0*3[eE]);|\\+u003[eE]|%3[eE]`)

// soapNames tell that a start tag is of SOAP, and no word in somebody's prose.
var soapNames = [][]byte{[]byte("schemas.xmlsoap.org"), []byte("www.w3.org")}

// envelope is the word that every such tag has in it.
var envelope = []byte("Envelope")

// mark is a tag that was found.
type mark struct {
	from, to int
	key      string // how it is escaped, and its prefix: a start and its end agree on it
	close    bool
	plain    bool // a name and nothing else, as in an end tag
}

// envelopes finds every envelope in a text, in the order in which they stand
// there. One that stands inside another is part of that one. Where the text is
// JSON, or a line of it, that says how its strings are escaped; elsewhere the
// envelope itself has to.
func envelopes(text []byte) []found {
	if value(text) {
		return inJSON(text)
	}
	var out []found
	rest, line := 0, 1 // from where the text has not been searched
	search := func(to int) {
		for _, f := range bare(text[rest:to]) {
			out = append(out, f.moved(rest, line))
		}
		line += bytes.Count(text[rest:to], []byte("\n"))
		rest = to
	}
	for at := 0; at < len(text); {
		end := len(text)
		if n := bytes.IndexByte(text[at:], '\n'); n >= 0 {
			end = at + n + 1
		}
		if value(text[at:end]) {
			search(at)
			for _, f := range inJSON(text[at:end]) {
				out = append(out, f.moved(at, line))
			}
			rest, line = end, line+1
		}
		at = end
	}
	search(len(text))
	return out
}

// moved is what was found in a part of a text, as it stands in the whole.
func (f found) moved(offset, line int) found {
	f.offset += offset
	f.line += line - 1
	return f
}

// value reports whether a text is a value of JSON that may hold an envelope.
func value(text []byte) bool {
	text = bytes.TrimSpace(bytes.TrimPrefix(text, utf8Mark))
	return len(text) > 0 && (text[0] == '{' || text[0] == '[') && bytes.Contains(text, envelope) && json.Valid(text)
}

// inJSON finds the envelopes in the strings of a value, of which some may be
// JSON themselves.
func inJSON(text []byte) []found {
	var out []found
	d := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(text, utf8Mark)))
	line, counted := 1, 0
	for {
		token, err := d.Token()
		if err != nil {
			return out
		}
		s, ok := token.(string)
		if !ok || !strings.Contains(s, string(envelope)) {
			continue
		}
		at := min(len(text), int(d.InputOffset()))
		line, counted = line+bytes.Count(text[counted:at], []byte("\n")), at
		for _, f := range envelopes([]byte(s)) {
			f.offset, f.line = at, line // a string stands on one line
			out = append(out, f)
		}
	}
}

// bare finds the envelopes in a text that nothing is known of.
func bare(text []byte) []found {
	marks := tagsIn(text)
	ends := pairs(marks)
	var out []found
	line, counted := 1, 0
	for i := 0; i < len(marks); i++ {
		m := marks[i]
		if m.close {
			continue
		}
		last := ends[i]
		f := found{offset: m.from, whole: last >= 0}
		line, counted = line+bytes.Count(text[counted:m.from], []byte("\n")), m.from
		f.line = line
		switch {
		case f.whole:
			f.body = unescaped(text[m.from:marks[last].to])
			i = last
		case named(text, m):
			f.body = unescaped(text[m.from:untilNext(text, marks, i)])
		default:
			continue // a word in a sentence
		}
		out = append(out, f)
	}
	return out
}

// tagsIn finds the tags of envelopes. A pattern is tried only where the word
// stands: traces are large.
func tagsIn(text []byte) []mark {
	const before, after = 200, 300
	var out []mark
	for i := 0; ; i += len(envelope) {
		next := bytes.Index(text[i:], envelope)
		if next < 0 {
			return out
		}
		i += next
		from := max(0, i-before)
		if len(out) > 0 {
			from = max(from, out[len(out)-1].to)
		}
		window := text[from:min(len(text), i+after)]
		for _, at := range tag.Compiled().FindAllSubmatchIndex(window, -1) {
			if from+at[0] < i && i < from+at[1] {
				if m, ok := markOf(window, at); ok {
					m.from, m.to = m.from+from, m.to+from
					out = append(out, m)
				}
				break
			}
		}
	}
}

// markOf is a match of the pattern as a tag; false when it is of another name.
func markOf(text []byte, at []int) (mark, bool) {
	group := func(n int) []byte {
		if at[2*n] < 0 {
			return nil
		}
		return text[at[2*n]:at[2*n+1]]
	}
	m := mark{from: at[0], to: at[1], close: at[4] >= 0, key: string(group(1)) + string(group(3)), plain: at[10] >= 0}
	return m, m.plain || !m.close && len(group(4)) > 0
}

// pairs says of each start tag which is its end tag; -1 when the text has none.
// Envelopes inside another end before it does.
func pairs(marks []mark) []int {
	ends := make([]int, len(marks))
	open := map[string][]int{} // by how they are escaped, and their prefix
	for i, m := range marks {
		ends[i] = -1
		begun := open[m.key]
		switch {
		case !m.close:
			open[m.key] = append(begun, i)
		case len(begun) > 0:
			ends[begun[len(begun)-1]] = i
			open[m.key] = begun[:len(begun)-1]
		}
	}
	return ends
}

// named reports whether a start tag declares a namespace of SOAP.
func named(text []byte, m mark) bool {
	head := text[m.from:min(len(text), m.from+2000)]
	if at := end.Compiled().FindIndex(head[min(len(head), m.to-m.from):]); at != nil && !m.plain {
		head = head[:m.to-m.from+at[1]]
	}
	for _, n := range soapNames {
		if bytes.Contains(head, n) {
			return true
		}
	}
	return false
}

// untilNext is where what is left of an envelope without an end stops: before the
// next one, or after so much that its body's first element is in it.
func untilNext(text []byte, marks []mark, i int) int {
	stop := min(len(text), marks[i].from+64<<10)
	if i+1 < len(marks) {
		stop = min(stop, marks[i+1].from)
	}
	return stop
}
