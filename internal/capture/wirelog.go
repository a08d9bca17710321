package capture

import (
	"bytes"
	"strconv"

	"klarmeld/internal/lazyregexp"
)

// wireLine is a line of the wire log of Apache's HTTP client, and of what is
// built on it: what travelled, in quotes, with its line ends and all that is not
// ASCII spelt out.
var wireLine = lazyregexp.New(`^[^\n]*?(?:>>|<<) "([^\n]*)"\r?\n?$`)

// spelt is what such a line spells out.
var spelt = lazyregexp.New(`\[(?:\\r|\\n|0x[0-9a-fA-F]{1,2})\]`)

// unwired is a text in which each line of a wire log is what travelled.
func unwired(text []byte) []byte {
	if !bytes.Contains(text, []byte(`[\n]"`)) || !bytes.Contains(text, envelope) {
		return text
	}
	out := make([]byte, 0, len(text))
	for line := range bytes.Lines(text) {
		m := wireLine.Compiled().FindSubmatch(line)
		if m == nil {
			out = append(out, line...)
			continue
		}
		out = append(out, spelt.Compiled().ReplaceAllFunc(m[1], func(s []byte) []byte {
			switch s[1] {
			case '\\':
				return map[byte][]byte{'r': []byte("\r"), 'n': []byte("\n")}[s[2]]
			default:
				v, err := strconv.ParseUint(string(s[3:len(s)-1]), 16, 8)
				if err != nil {
					return s
				}
				return []byte{byte(v)}
			}
		})...)
	}
	return out
}
