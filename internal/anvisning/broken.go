package anvisning

import (
	"regexp/syntax"
	"slices"
	"strings"
	"unicode"

	"klarmeld/internal/lazyregexp"
	"klarmeld/internal/oio"
)

// broken names the part of the content that does not have the form; zero when the format
// has no parts, or none can be told.
func (f Format) brokenPart(v Value) oio.Broken {
	if f.broken == nil {
		return oio.Broken{}
	}
	return f.broken(v)
}

// inText names the broken part of an element's own text.
func inText(part func(string) oio.Broken) func(Value) oio.Broken {
	return func(v Value) oio.Broken { return part(oio.Trim(v.Text())) }
}

// inDigits does so of a text of n digits.
func inDigits(n int) func(Value) oio.Broken {
	return inText(func(s string) oio.Broken { return oio.BrokenDigits(s, n) })
}

// inLine does so of a text (oio.BrokenLine), white space and all.
func inLine(max int, lines, key bool) func(Value) oio.Broken {
	return func(v Value) oio.Broken { return oio.BrokenLine(v.Text(), max, lines, key) }
}

// brokenLimit names the broken part of an end of a virkning.
func brokenLimit(v Value) oio.Broken {
	g, t := oio.Child(v.El, "GraenseIndikator"), oio.Child(v.El, "TidsstempelDatoTid")
	switch {
	case g != nil && v.El.Tag == "FraTidspunkt":
		return oio.Broken{Part: "en begyndelse kan ikke være uendelig", Mend: "skriv, hvornår virkningen begynder"}
	case g != nil:
		return oio.Broken{Part: "GraenseIndikator er ikke true", Mend: "skriv true, eller slutningen som et tidspunkt"}
	case t == nil:
		return oio.Broken{Part: "der står intet", Mend: "skriv et tidspunkt"}
	}
	if part := oio.BrokenTime(oio.Text(t)); part.Part != "" {
		return part
	}
	return oio.Broken{Part: "slutningen ligger ikke efter begyndelsen", Mend: "ret det af de to tidspunkter, der er forkert"}
}

// brokenUUIDRef names the broken part of a reference that must be by UUID.
func brokenUUIDRef(v Value) oio.Broken {
	switch r := oio.ReadRef(v.El); {
	case r.URN != "":
		return oio.Broken{Part: "det er en URN og ingen UUID", Mend: "send den UUID, registret har"}
	case r.UUID == "":
		return emptyRef
	default:
		return oio.BrokenUUID(r.UUID)
	}
}

var emptyRef = oio.Broken{Part: "referencen er tom", Mend: "send referencen"}

// urnShape is what a pattern of URNs asks for: how they begin, and what comes then.
type urnShape struct {
	begins string // in the letters that it is written with
	fold   bool   // capitals will do as well
	digits int    // so many digits and nothing else; 0: something else
	uuid   bool   // a UUID
	exact  bool   // nothing comes then
	whole  *lazyregexp.Regexp
}

// shapesOf reads the patterns.
func shapesOf(patterns ...string) []urnShape {
	var out []urnShape
	for _, p := range patterns {
		parsed, err := syntax.Parse(p, syntax.Perl)
		if err != nil {
			continue // whole has compiled it
		}
		s, rest := urnShape{whole: whole(p)}, []*syntax.Regexp{parsed}
		if parsed.Op == syntax.OpConcat {
			rest = parsed.Sub
		}
		for len(rest) > 0 && rest[0].Op == syntax.OpLiteral {
			s.fold = s.fold || rest[0].Flags&syntax.FoldCase != 0
			s.begins += witness(rest[0])
			rest = rest[1:]
		}
		s.exact = len(rest) == 0
		if len(rest) == 1 && rest[0].Op == syntax.OpRepeat && rest[0].Min == rest[0].Max && digitsOnly(rest[0].Sub[0]) {
			s.digits = rest[0].Min
		}
		s.uuid = strings.HasSuffix(s.begins, "uuid:")
		out = append(out, s)
	}
	return out
}

func digitsOnly(re *syntax.Regexp) bool {
	return re.Op == syntax.OpCharClass && len(re.Rune) == 2 && re.Rune[0] == '0' && re.Rune[1] == '9'
}

// after is what a URN has after the beginning of the shape, in whatever letters.
func (s urnShape) after(urn string) (rest string, ok bool) {
	if len(urn) < len(s.begins) || !strings.EqualFold(urn[:len(s.begins)], s.begins) {
		return "", false
	}
	return urn[len(s.begins):], true
}

// brokenURN names the broken part of a reference by URN in one of the shapes. byUUID: a
// UUID would do as well.
func brokenURN(shapes []urnShape, byUUID bool) func(Value) oio.Broken {
	return func(v Value) oio.Broken {
		switch r := oio.ReadRef(v.El); {
		case r.IsZero():
			return emptyRef
		case r.UUID != "" && !byUUID:
			return oio.Broken{Part: "det er en UUID og ingen URN", Mend: "send en URN"}
		case r.UUID != "":
			return oio.BrokenUUID(r.UUID)
		default:
			return brokenIn(shapes, r.URN)
		}
	}
}

func brokenIn(shapes []urnShape, urn string) oio.Broken {
	if b := oio.BrokenBorgerID(oio.Trim(urn)); b.Part != "" &&
		slices.ContainsFunc(shapes, func(s urnShape) bool { return strings.Contains(s.begins, "borgerid") }) {
		return b
	}
	for _, s := range shapes {
		if rest, ok := s.after(oio.Trim(urn)); ok && (s.digits > 0 || s.uuid || s.exact || len(shapes) > 1 && !s.general()) {
			return s.broken(oio.Trim(urn), rest)
		}
	}
	if at := strings.Index(strings.ToLower(urn), "urn:"); at > 0 {
		return oio.Broken{Part: "der står noget foran urn:", Mend: "begynd med urn:"}
	}
	for _, s := range shapes {
		if rest, ok := s.after(urn); ok && s.general() {
			return brokenParts(rest)
		}
	}
	if !strings.HasPrefix(strings.ToLower(urn), "urn:") {
		return oio.Broken{Part: "det er ingen URN", Mend: "send en URN"}
	}
	return oio.Broken{Part: "den begynder ikke som nogen af de URN'er, der kan stå her"}
}

// general reports whether the shape is urn:oio:<org>:<idtype>:…, or less.
func (s urnShape) general() bool { return s.begins == "urn:oio:" || s.begins == "urn:oio" }

func (s urnShape) broken(urn, rest string) oio.Broken {
	switch {
	case !s.fold && !strings.HasPrefix(urn, s.begins):
		return oio.Broken{Part: "begyndelsen er ikke skrevet " + s.begins, Mend: "skriv " + s.begins}
	case s.exact:
		return oio.Broken{Part: "der står noget efter " + s.begins, Mend: "skriv " + s.begins + " og intet andet"}
	case rest == "":
		return oio.Broken{Part: "der står intet efter " + s.begins, Mend: "skriv det, der hører til efter " + s.begins}
	case s.digits > 0:
		return oio.BrokenDigits(rest, s.digits)
	case s.uuid:
		b := oio.BrokenUUID(rest)
		if b.Part == "" {
			return b
		}
		b.Part = "det, der står efter " + s.begins + ", er ingen UUID (" + b.Part + ")"
		return b
	}
	return oio.Broken{}
}

// brokenParts names what is wrong with the parts after urn:oio: in the general form.
func brokenParts(rest string) oio.Broken {
	parts := strings.SplitN(strings.TrimPrefix(rest, ":"), ":", 3)
	const form = "skriv urn:oio:<org>:<idtype>:<id>"
	switch {
	case len(parts) < 3:
		return oio.Broken{Part: "der mangler et led: den har ikke formen urn:oio:<org>:<idtype>:<id>", Mend: form}
	case parts[0] == "" || parts[1] == "" || oio.Trim(parts[2]) == "":
		return oio.Broken{Part: "et led er tomt: den har ikke formen urn:oio:<org>:<idtype>:<id>", Mend: form}
	case strings.IndexFunc(parts[0]+parts[1], unicode.IsSpace) >= 0:
		return oio.Broken{Part: "der er mellemrum i <org> eller <idtype>", Mend: form}
	}
	return oio.Broken{}
}

// orAmong is "a, b eller c".
func orAmong(names []string) string {
	last := len(names) - 1
	if last < 1 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:last], ", ") + " eller " + names[last]
}

// asOne is a word of a list as one, though it has a comma itself.
func asOne(word string) string {
	if strings.Contains(word, ",") {
		return "»" + word + "«"
	}
	return word
}

// aroundText reports whether a character may stand around a text without being of it.
func aroundText(c rune) bool { return unicode.In(c, unicode.P, unicode.Z, unicode.Cf) }

// withoutSigns is what people write between digits, and around them, taken away.
func withoutSigns(s string) string {
	return strings.Map(func(c rune) rune {
		if aroundText(c) {
			return -1
		}
		return c
	}, s)
}

// nearURN is the URN in one of the shapes that a text is when it is written as it should
// be: without what people put between digits, and in the right letters; "" when it is
// none.
func nearURN(shapes []urnShape) func(string) string {
	return func(urn string) string {
		s := oio.Trim(oio.Without(urn, oio.Unseen(urn)))
		if at := strings.Index(strings.ToLower(s), "urn:"); at > 0 && strings.TrimFunc(s[:at], aroundText) == "" {
			s = s[at:] // a quotation mark, say, that was pasted in with it
		}
		for _, shape := range shapes {
			rest, ok := shape.after(s)
			if !ok {
				continue
			}
			rest = strings.TrimSpace(rest)
			switch {
			case shape.digits > 0:
				rest = withoutSigns(rest)
			case shape.uuid:
				rest = oio.NearUUID(rest)
			}
			if near := shape.begins + rest; shape.whole.MatchString(near) && near != urn {
				return near
			}
		}
		return ""
	}
}
