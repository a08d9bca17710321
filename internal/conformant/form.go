package conformant

import (
	"encoding/base64"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"pgregory.net/rapid"
)

// Form is how a message is written. The zero form is the plainest; each choice is
// one that XML 1.0, Namespaces 1.0 or XML Schema leaves to the writer.
type Form struct {
	Seed     uint64 // of what is chosen anew for each element
	Default  bool   // namespaces by default declarations on the elements themselves, else by prefixes
	Names    bool   // prefixes of the writer's own
	Late     bool   // a prefix is declared where it is first used, else all on the root
	Single   bool   // attributes in single quotation marks
	Spaces   bool   // white space between elements
	Comments bool   // and comments
	Inside   bool   // comments in the middle of texts
	CDATA    bool   // texts in CDATA sections, whole or in part
	Escapes  bool   // characters by reference that need none
	Zones    bool   // times in any zone, with any number of digits
	Loose    bool   // white space around times, numbers, booleans and base64
	Ones     bool   // booleans as 1 and 0
	Capitals bool   // UUIDs in capital letters
	Closed   bool   // an empty element is one tag
	Head     string // what stands before the first element
}

// Plain is the form that says nothing of itself.
var Plain = Form{}

// Forms draws a form.
func Forms() *rapid.Generator[Form] {
	return rapid.Custom(func(t *rapid.T) Form {
		s := newSource(t)
		return Form{
			Seed: rapid.Uint64().Draw(t, "form"), Default: s.sometimes(), Names: s.often(), Late: s.often(), Single: s.often(),
			Spaces: s.often(), Comments: s.sometimes(), Inside: s.seldom(), CDATA: s.sometimes(), Escapes: s.often(),
			Zones: s.often(), Loose: s.seldom(), Ones: s.often(), Capitals: s.sometimes(), Closed: s.often(),
			Head: pick(s, []string{"", `<?xml version="1.0" encoding="UTF-8"?>`, `<?xml version='1.0' encoding='utf-8' standalone='yes'?>` + "\n",
				"\ufeff" + `<?xml version="1.0"?>` + "\r\n"}),
		}
	})
}

// Write is the message in the form.
func (f Form) Write(e *Element) string {
	w := &writer{Form: f, random: rand.New(rand.NewPCG(f.Seed, 1)), prefixes: f.prefixes()}
	w.WriteString(f.Head)
	w.element(e, map[string]Space{}, true)
	return w.String()
}

// prefixes are the names that the namespaces go by.
func (f Form) prefixes() map[Space]string {
	usual := map[Space]string{SDI: "sdi", SAG: "sag", DI: "di", SI: "si", GD: "gd", SD: "sd", soap11: "soap", soap12: "soap", header: "rh",
		organisation: "org", addressing: "wsa"}
	if !f.Names {
		return usual
	}
	names := []string{"a", "b", "ns0", "ns1", "_x", "Q.1", "wsu", "æ", "s-d", "sag", "sd", "gd"} // some of them mislead
	random := rand.New(rand.NewPCG(f.Seed, 2))
	random.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
	out := map[Space]string{}
	for i, s := range []Space{SDI, SAG, DI, SI, GD, SD, soap11, soap12, header, organisation, addressing} {
		out[s] = names[i%len(names)]
	}
	out[soap12] = out[soap11] // never both in one message
	return out
}

type writer struct {
	strings.Builder
	Form
	random   *rand.Rand
	prefixes map[Space]string
}

func (w *writer) dice(n int) bool { return w.random.IntN(n) == 0 }

// element writes one element. bound are the namespaces that hold where it stands,
// by their prefixes; "" is the default namespace.
func (w *writer) element(e *Element, bound map[string]Space, root bool) {
	prefix := w.prefixes[e.Space]
	if w.Default && (root || w.dice(2) || bound[""] == e.Space) {
		prefix = ""
	}
	declare := map[string]Space{}
	if bound[prefix] != e.Space {
		declare[prefix] = e.Space
	}
	if root && !w.Late {
		e.walk(func(in *Element) { declare[w.prefixes[in.Space]] = in.Space })
	}
	bound = with(bound, declare)
	name := e.Name
	if prefix != "" {
		name = prefix + ":" + name
	}
	w.WriteString("<" + name)
	for _, p := range slices.Sorted(keys(declare)) {
		w.attribute(p, declare[p])
	}
	if w.Spaces && w.dice(8) {
		w.WriteString(pickBy(w.random, " ", "\n", "\t"))
	}
	if len(e.Kids) == 0 && e.Text == "" && e.At.IsZero() && w.Closed {
		w.WriteString("/>")
		return
	}
	w.WriteString(">")
	w.inside(e, bound)
	w.WriteString("</" + name)
	if w.Spaces && w.dice(12) {
		w.WriteString(" ")
	}
	w.WriteString(">")
}

func (w *writer) attribute(prefix string, space Space) {
	name, mark := "xmlns", `"`
	if prefix != "" {
		name += ":" + prefix
	}
	if w.Single {
		mark = "'"
	}
	equals := "="
	if w.Spaces && w.dice(10) {
		equals = " = "
	}
	w.WriteString(pickIf(w.Spaces && w.dice(6), "\n  ", " ") + name + equals + mark + string(space) + mark)
}

func (w *writer) inside(e *Element, bound map[string]Space) {
	if len(e.Kids) == 0 {
		w.text(e)
		return
	}
	for _, k := range e.Kids {
		w.between()
		w.element(k, bound, false)
	}
	w.between()
}

// between writes what may stand between two elements.
func (w *writer) between() {
	if w.Spaces {
		w.WriteString(pickBy(w.random, "", "\n", "\r\n", "\n\t\t", "  "))
	}
	if w.Comments && w.dice(6) {
		w.WriteString(pickBy(w.random, "<!---->", "<!-- <Titel>ikke en titel</Titel> & -->", "<!--æøå-->"))
	}
}

func (w *writer) text(e *Element) {
	text, loose := e.Text, false
	switch e.Kind {
	case UUID:
		if w.Capitals && w.dice(2) {
			text = strings.ToUpper(text)
		}
	case Stamp:
		text, loose = w.stamp(e.At), true
	case Date:
		loose = true
	case Integer:
		text, loose = pickIf(w.Ones && w.dice(4), "+0", "")+text, true
	case Boolean:
		loose = true
		if w.Ones && w.dice(2) {
			text = map[string]string{"true": "1", "false": "0"}[text]
		}
	case Base64:
		text, loose = base64.StdEncoding.EncodeToString([]byte(e.Text)), true
		if w.Loose {
			text = folded(text)
		}
	}
	if loose && w.Loose && w.dice(2) {
		text = pickBy(w.random, " ", "\n", "\t ") + text + pickBy(w.random, "", " ", "\r\n")
		w.WriteString(text) // nothing in it needs a reference, and CR is white space here
		return
	}
	w.characters(text, e.Kind == Base64)
}

// folded breaks base64 into lines, as MIME does.
func folded(text string) string {
	var b strings.Builder
	for i := 0; i < len(text); i += 76 {
		b.WriteString(text[i:min(i+76, len(text))] + "\n")
	}
	return b.String()
}

// stamp writes an instant: in any zone, with as many digits as it needs or more.
func (w *writer) stamp(at time.Time) string {
	zone, digits := time.FixedZone("", 3600), 3
	if w.Zones {
		zone = pickBy(w.random, time.UTC, time.FixedZone("", 3600), time.FixedZone("", 7200), time.FixedZone("", -5*3600), time.FixedZone("", 5*3600+1800))
		digits = w.random.IntN(10)
	}
	need := 9
	for n := at.Nanosecond(); need > 0 && n%10 == 0; n /= 10 {
		need--
	}
	digits = max(digits, need)
	layout := "2006-01-02T15:04:05"
	if digits > 0 {
		layout += "." + strings.Repeat("0", digits)
	}
	if zone == time.UTC && w.Zones && w.dice(4) {
		return at.In(zone).Format(layout) + pickBy(w.random, "+00:00", "-00:00")
	}
	return at.In(zone).Format(layout + "Z07:00")
}

// characters writes text so that a parser reads it as it is. A CR must be a
// reference, for parsers make LF of the character.
func (w *writer) characters(text string, plain bool) {
	runes := []rune(text)
	for i := 0; i < len(runes); {
		n := len(runes) - i
		if w.Inside && n > 1 {
			n = 1 + w.random.IntN(n)
		}
		chunk := runes[i : i+n]
		if w.CDATA && w.dice(2) && !strings.ContainsAny(string(chunk), "\r") && !strings.Contains(string(chunk), "]]>") {
			w.WriteString("<![CDATA[" + string(chunk) + "]]>")
		} else {
			w.escaped(chunk, plain)
		}
		i += n
		if w.Inside && i < len(runes) && w.dice(3) {
			w.WriteString("<!-- midt i -->")
		}
	}
}

func (w *writer) escaped(runes []rune, plain bool) {
	for _, r := range runes {
		switch {
		case r == '&':
			w.WriteString(pickIf(w.Escapes && w.dice(2), "&#38;", "&amp;"))
		case r == '<':
			w.WriteString(pickIf(w.Escapes && w.dice(2), "&#x3c;", "&lt;"))
		case r == '>':
			w.WriteString("&gt;")
		case r == '\r':
			w.WriteString(pickIf(w.Escapes && w.dice(2), "&#xD;", "&#13;"))
		case w.Escapes && !plain && w.dice(12):
			w.WriteString(fmt.Sprintf(pickBy(w.random, "&#%d;", "&#x%X;", "&#x%x;", "&#0%d;"), r))
		default:
			w.WriteRune(r)
		}
	}
}

func with(bound, more map[string]Space) map[string]Space {
	if len(more) == 0 {
		return bound
	}
	out := map[string]Space{}
	for p, s := range bound {
		out[p] = s
	}
	for p, s := range more {
		out[p] = s
	}
	return out
}

func keys(m map[string]Space) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

func pickIf(yes bool, one, other string) string {
	if yes {
		return one
	}
	return other
}

func pickBy[T any](random *rand.Rand, all ...T) T { return all[random.IntN(len(all))] }
