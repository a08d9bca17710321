package strictxml

import "strings"

// declaration reads the XML declaration, where there is one (XML 1.0, 2.8).
func (r *reader) declaration() bool {
	const begins = "<?xml"
	if !strings.HasPrefix(r.text, begins) || len(r.text) > len(begins) && r.text[len(begins)] != '?' && class[r.text[len(begins)]]&blank == 0 {
		return true
	}
	r.at = len(begins)
	var said [3]bool
	last := -1
	for {
		apart := r.blanks()
		if strings.HasPrefix(r.text[r.at:], "?>") {
			break
		}
		which, value, ok := r.pseudo()
		if !ok || !apart || which <= last {
			if r.at >= len(r.text) {
				return r.fail(CutMarkup, r.at, "")
			}
			return r.fail(DeclarationBroken, 0, "")
		}
		if which > 0 && !said[0] {
			return r.fail(DeclarationVersion, 0, "")
		}
		last, said[which] = which, true
		if !r.declared(which, value) {
			return false
		}
	}
	if !said[0] {
		return r.fail(DeclarationVersion, 0, "")
	}
	r.at += len("?>")
	return true
}

// The declaration's parts, in the order in which they must stand.
var pseudos = []string{"version", "encoding", "standalone"}

// pseudo reads one part of the declaration.
func (r *reader) pseudo() (which int, value string, ok bool) {
	which = -1
	for i, p := range pseudos {
		if strings.HasPrefix(r.text[r.at:], p) {
			which = i
			r.at += len(p)
		}
	}
	r.blanks()
	if which < 0 || !r.take('=') {
		return which, "", false
	}
	r.blanks()
	if r.at >= len(r.text) || r.text[r.at] != '"' && r.text[r.at] != '\'' {
		return which, "", false
	}
	rest := r.text[r.at+1:]
	n := strings.IndexByte(rest, r.text[r.at])
	if n < 0 || strings.Contains(rest[:n], "?>") {
		return which, "", false
	}
	r.at += 1 + n + 1
	return which, rest[:n], true
}

// declared holds a part's value against what it may be.
func (r *reader) declared(which int, value string) bool {
	switch pseudos[which] {
	case "version":
		if value != "1.0" {
			return r.fail(OtherVersion, 0, value)
		}
	case "encoding":
		if !encodingName(value) {
			return r.fail(DeclarationName, 0, value)
		}
		r.doc.Encoding = value
	case "standalone":
		if value != "yes" && value != "no" {
			return r.fail(Standalone, 0, value)
		}
	}
	return true
}

// encodingName reports whether an encoding is named as one may be (production 81).
func encodingName(s string) bool {
	for i := range len(s) {
		if c := class[s[i]]; s[i] == ':' || c&nameRest == 0 || i == 0 && (c&nameStart == 0 || s[i] == '_') {
			return false
		}
	}
	return s != ""
}

// Encoding is what the XML declaration with which a text begins says that it is
// in, "" when it says nothing or is broken.
func Encoding(text []byte) string {
	r := &reader{text: string(text), doc: &Document{}}
	if !r.declaration() {
		return ""
	}
	return r.doc.Encoding
}
