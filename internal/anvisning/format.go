package anvisning

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/beevik/etree"

	"klarmeld/internal/municipality"
	"klarmeld/internal/oio"
	"klarmeld/internal/privacy"
	"klarmeld/internal/verdict"
)

// Value is an element under trial.
type Value struct {
	El    *etree.Element
	Del   oio.Del // the part it stands in
	Rule  *Rule
	Roles *municipality.Relationsklasser
}

// Text is the element's text.
func (v Value) Text() string { return oio.Text(v.El) }

// Format is the form that an element's content must have. Expected says so in
// Danish; try returns what is there instead, or "" when all is well, and how
// much it matters.
type Format struct {
	Expected string
	Good     []string        // contents that have the form, at least one unless any text will do
	misses   func() []Sample // Bad; nil: none
	// PreferUUID says that the source takes a URN but would rather have a UUID.
	PreferUUID bool
	types      []string // for TypeIs: the types that will do
	// near is the content that has the form and is nearest to the one given;
	// "" when there is none. single says that only one content has the form.
	near func(string) string
	// nearURN is near, for a reference by URN.
	nearURN func(string) string
	single  bool
	try     func(Value) (actual string, outcome verdict.Outcome)
	// broken names the part of a content that does not have the form; nil when the
	// form has no parts.
	broken func(Value) oio.Broken
}

// Bad are contents that do not have the form, one for each way to miss it.
func (f Format) Bad() []Sample {
	if f.misses == nil {
		return nil
	}
	return f.misses()
}

// Takes reports whether an element's content has the form.
func (f Format) Takes(v Value) bool {
	_, outcome := f.try(v)
	return outcome == verdict.Pass
}

// Types are the types that a reference to a type may be to, nil for another
// format.
func (f Format) Types() []string { return f.types }

// Sample is an element's content: text, or one element without a prefix
// ("<URNIdentifikator>URN:Empty</URNIdentifikator>").
type Sample struct {
	XML     string
	Outcome verdict.Outcome // what the format makes of it; Pass is read as Fail
}

const bad = verdict.Fail

func ok() (string, verdict.Outcome) { return "", verdict.Pass }

// Line is a text on one line with at most max characters.
func Line(max int) Format {
	return Format{Expected: fmt.Sprintf("en tekst på én linje, 1-%d tegn", max), Good: []string{"Tekst"[:min(5, max)]}, near: nearLine(max),
		broken: inLine(max, false, false),
		misses: func() []Sample {
			return bads("", strings.Repeat("x", max+1), "to\nlinjer", "med\ttabulator", "to\u2028linjer")()
		}, try: func(v Value) (string, verdict.Outcome) {
			s := v.Text()
			breaks := oio.Unseen(s, oio.LineBreak)
			switch n := utf8.RuneCountInString(s); {
			case strings.TrimSpace(s) == "":
				return "en tom tekst", bad
			case n > max:
				return fmt.Sprintf("%d tegn", n), bad
			case strings.ContainsAny(s, "\r\n"):
				return "linjeskift i teksten", bad
			case strings.Contains(s, "\t"):
				return "tabulator i teksten", bad
			case len(breaks) > 0:
				return "tekst med " + oio.Named(breaks), bad
			}
			return ok()
		}}
}

// Key is a Line that people and systems search by: what cannot be told by
// looking makes it another key.
func Key(max int) Format {
	f := Line(max)
	line := f.try
	f.Expected = fmt.Sprintf("en nøgle på én linje, 1-%d tegn, uden skjulte tegn", max)
	f.misses = and(f.misses, bads("N\u00a01", "N1\u200b"))
	f.near = func(s string) string { return nearLine(max)(oio.Without(s, oio.Unseen(s))) }
	f.broken = inLine(max, false, true)
	f.try = func(v Value) (string, verdict.Outcome) {
		if actual, outcome := line(v); outcome != verdict.Pass {
			return actual, outcome
		}
		if len(oio.Unseen(v.Text())) > 0 {
			return quote(v.Text()), bad
		}
		return ok()
	}
	return f
}

// Lines is a text with at most max characters whose only formatting is line
// breaks. The anvisninger want Windows breaks (CR LF); an XML reader hands a
// bare LF on for either, so the difference cannot be seen and is not judged.
func Lines(max int) Format {
	return Format{Expected: fmt.Sprintf("en tekst på højst %d tegn, uden anden formatering end linjeskift", max), Good: []string{"Tekst"}, near: nearLines(max),
		broken: inLine(max, true, false),
		misses: func() []Sample { return bads(strings.Repeat("x", max+1), "med\ttabulator")() }, try: func(v Value) (string, verdict.Outcome) {
			s := v.Text()
			if n := utf8.RuneCountInString(s); n > max {
				return fmt.Sprintf("%d tegn", n), bad
			}
			if strings.Contains(s, "\t") {
				return "tabulator i teksten", bad
			}
			return ok()
		}}
}

// Enum is one of the values.
func Enum(values ...string) Format {
	expected := "en af: " + strings.Join(each(values, asOne), ", ")
	if len(values) == 1 {
		expected = values[0]
	}
	return Format{Expected: expected, Good: values, misses: bads("findes ikke"), near: nearWord(values), single: len(values) == 1, broken: brokenWord(values),
		try: func(v Value) (string, verdict.Outcome) {
			if s := oio.Trim(v.Text()); !slices.Contains(values, s) {
				return quote(s), bad
			}
			return ok()
		}}
}

// But names values that look right and are not.
func (f Format) But(values ...string) Format {
	f.misses = and(f.misses, bads(values...))
	return f
}

// Matches is a text of the pattern.
func Matches(expected, pattern string) Format {
	re := whole(pattern)
	good := witnesses(pattern)
	misses := func() []Sample { return bads(append(nearMisses(re, good), good[0]+"\u00a0")...)() }
	return Format{Expected: expected, Good: good, misses: misses, near: nearMatch(re), try: func(v Value) (string, verdict.Outcome) {
		if s := oio.Trim(v.Text()); !re.MatchString(s) {
			return quote(s), bad
		}
		return ok()
	}}
}

// CVR is eight digits, KLE a KLE emne, BooleanText true or false, Integer a
// whole number, Date a calendar date, AnyText whatever text there is.
var (
	CVR         = Matches("8 cifre", `[0-9]{8}`).named(inDigits(8), nearDigits(8))
	KLE         = Matches("et KLE-emne med formen NN.NN.NN", `[0-9]{2}\.[0-9]{2}\.[0-9]{2}`).named(inText(brokenKLE), nearKLE)
	BooleanText = Matches("true eller false", `true|false|1|0`).named(inText(oio.BrokenBoolean), oio.NearBoolean)
	Integer     = Matches("et heltal", `[+-]?[0-9]+`).named(inText(oio.BrokenInteger), nil)
	AnyText     = Format{Expected: "", Good: []string{"tekst"}, try: func(Value) (string, verdict.Outcome) { return ok() }}
)

// Date is an xs:date.
var Date = Format{Expected: "en dato med formen ÅÅÅÅ-MM-DD", Good: []string{"2026-03-23"}, misses: bads("23-03-2026", "2026-02-30"), near: nearDate,
	broken: inText(oio.BrokenDate), try: func(v Value) (string, verdict.Outcome) {
		s := oio.Trim(v.Text())
		if len(s) < 10 {
			return quote(s), bad
		}
		if _, err := time.Parse(time.DateOnly, s[:10]); err != nil {
			return quote(s), bad
		}
		return ok()
	}}

// DateTime is an xs:dateTime with a zone. The anvisninger's example (+01.00)
// is no valid xs:dateTime; it is read as asking for a zone. The fraction is
// optional.
var DateTime = Format{Expected: "et tidspunkt med tidszone, fx 2026-03-23T14:54:23.234+01:00", Good: []string{"2026-03-23T14:54:23.234+01:00"}, near: nearTime,
	broken: inText(oio.BrokenTime),
	misses: bads("2026-03-23T14:54:23.234", "2026-03-23T14:54:23.234+01.00", "2026-02-30T14:54:23Z", "2026-03-23"), try: func(v Value) (string, verdict.Outcome) {
		if _, valid := oio.ParseTime(v.Text()); !valid {
			return quote(oio.Trim(v.Text())), bad
		}
		return ok()
	}}

// From is the beginning of a virkning: a point in time, never infinite.
var From = Format{Expected: "et tidspunkt med tidszone; en virkning kan ikke begynde uendeligt tidligt", Good: []string{stamp("2026-03-23T00:00:00.000+01:00")},
	misses: bads(infinity, stamp("2026-03-23T00:00:00.000"), stamp("2026-03-23")), broken: brokenLimit, try: func(v Value) (string, verdict.Outcome) {
		switch t := oio.ReadTidspunkt(v.El); {
		case t.Uendelig:
			return "uendelig (GraenseIndikator)", bad
		case !t.Ok:
			return quote(t.Text), bad
		}
		return ok()
	}}

// To is the end of a virkning: a point in time after its beginning, or
// infinity.
var To = Format{Expected: "et tidspunkt med tidszone efter FraTidspunkt, eller GraenseIndikator true", Good: []string{infinity},
	misses: bads(stamp("1999-12-31T00:00:00.000+01:00"), stamp("2036-03-23T00:00:00.000")), broken: brokenLimit, try: func(v Value) (string, verdict.Outcome) {
		t := oio.ReadTidspunkt(v.El)
		if !t.Ok {
			return quote(t.Text), bad
		}
		if fra := v.Del.Virkning.Fra; fra.Ok && !fra.Uendelig && !fra.Before(t) {
			return fmt.Sprintf("%s, som ikke ligger efter FraTidspunkt %s", t.Text, fra.Text), bad
		}
		return ok()
	}}

// oldActors were the rule until January 2020; data that took effect then keeps
// them.
var oldActorsUntil = time.Date(2020, time.February, 1, 0, 0, 0, 0, time.UTC)

// ActorType is Bruger or ItSystem; Organisation and OrganisationEnhed for what
// took effect before the rules of January 2020.
var ActorType = Format{Expected: "Bruger eller ItSystem", Good: []string{"Bruger", "ItSystem"},
	misses: bads("Organisation", "OrganisationEnhed", "Medarbejder"), try: func(v Value) (string, verdict.Outcome) {
		s := oio.Trim(v.Text())
		switch fra := v.Del.Virkning.Fra; {
		case s == "Bruger" || s == "ItSystem":
			return ok()
		case (s == "Organisation" || s == "OrganisationEnhed") && fra.Ok && !fra.Uendelig && fra.Time.Before(oldActorsUntil):
			return ok()
		}
		return quote(s), bad
	}}

// UUID is a plain element with a UUID.
var UUID = Format{Expected: "en UUID", Good: []string{sampleUUID}, misses: bads("", "12345678"), near: oio.NearUUID, broken: inText(oio.BrokenUUID),
	try: func(v Value) (string, verdict.Outcome) {
		if s := oio.Trim(v.Text()); !oio.IsUUID(s) {
			return quote(s), bad
		}
		return ok()
	}}

// RefUUID is a reference by UUID; a URN will not do.
var RefUUID = Format{Expected: "en reference med UUIDIdentifikator", Good: []string{byUUID(sampleUUID)},
	misses: bads(byURN("urn:oio:noget:andet:1"), byUUID("12345678"), ""), broken: brokenUUIDRef, try: func(v Value) (string, verdict.Outcome) {
		r := oio.ReadRef(v.El)
		if !oio.IsUUID(r.UUID) {
			return describe(r), bad
		}
		return ok()
	}}

// RefURN is a reference by URN with one of the patterns; a UUID will not do.
func RefURN(expected string, patterns ...string) Format {
	re, shapes := whole(patterns...), shapesOf(patterns...)
	urns := witnesses(patterns...)
	misses := func() []Sample { return bads(append(each(nearMisses(re, urns), byURN), byUUID(sampleUUID), "")...)() }
	return Format{Expected: expected, Good: each(urns, byURN), misses: misses, nearURN: nearURN(shapes),
		broken: brokenURN(shapes, false), single: len(shapes) == 1 && shapes[0].exact, try: func(v Value) (string, verdict.Outcome) {
			r := oio.ReadRef(v.El)
			if r.URN == "" || !re.MatchString(r.URN) || hides(r.URN) {
				return describe(r), bad
			}
			return ok()
		}}
}

// RefEither is a reference by UUID, or by URN with one of the patterns. That
// the source may prefer UUIDs is for RulePreferUUID to say: it knows whether
// the system could have had one.
func RefEither(expected string, preferUUID bool, patterns ...string) Format {
	re, shapes := whole(patterns...), shapesOf(patterns...)
	urns := witnesses(patterns...)
	misses := func() []Sample { return bads(append(each(nearMisses(re, urns), byURN), byUUID("12345678"), "")...)() }
	good := append([]string{byUUID(sampleUUID)}, each(urns, byURN)...)
	return Format{Expected: expected, PreferUUID: preferUUID, Good: good, misses: misses,
		nearURN: nearURN(shapes), broken: brokenURN(shapes, true), try: func(v Value) (string, verdict.Outcome) {
			r := oio.ReadRef(v.El)
			if oio.IsUUID(r.UUID) || (r.URN != "" && re.MatchString(r.URN) && !hides(r.URN)) {
				return ok()
			}
			return describe(r), bad
		}}
}

// TypeIs is a reference to one of the types. A UUID that is in no list may be
// the real one of a type whose UUID we do not know: a remark. One that is another
// class is none of them, wherever in the list it stands.
func TypeIs(names ...string) Format {
	return Format{Expected: "typen " + orAmong(names), types: names, broken: brokenType, Good: []string{byUUID(sampleUUID)},
		misses: and(bads(byURN("urn:oio:type:"+lower(names[0])), ""), unlisted), try: func(v Value) (string, verdict.Outcome) {
			r := oio.ReadRef(v.El)
			if !oio.IsUUID(r.UUID) {
				return describe(r), bad
			}
			k, known := v.Roles.ByUUID(string(v.Rule.Objekt), v.Del.Kind, municipality.ArtType, r.UUID)
			switch {
			case !known && standsIn(v, municipality.ArtType, r.UUID, names):
				return ok()
			case !known && len(v.Roles.Anywhere(r.UUID)) > 0:
				return foreign(v.Roles.Anywhere(r.UUID)[0]), bad
			case !known:
				return fmt.Sprintf("%s, som ikke står på listen over relationsklasser", r.UUID), verdict.Remark
			case !slices.Contains(names, k.Navn):
				return fmt.Sprintf("typen %s (%s)", k.Navn, r.UUID), bad
			}
			return ok()
		}}
}

// Note is a journalnotat: base64 of at most 100 KB (102,400 bytes) decoded.
var Note = Format{Expected: "base64 af højst 102.400 byte", Good: []string{"QWZ0YWxlIGluZGfDpWV0"}, misses: and(bads("Ikke base64!", ""), tooLongNote),
	near: nearNote, broken: brokenNote, try: func(v Value) (string, verdict.Outcome) {
		s := strings.Join(strings.Fields(v.Text()), "")
		b, err := base64.StdEncoding.DecodeString(s)
		switch {
		case err != nil:
			return "tekst, der ikke er base64", bad
		case len(b) == 0:
			return "et tomt notat", bad
		case len(b) > 100*1024:
			return fmt.Sprintf("%d byte", len(b)), bad
		}
		return ok()
	}}

// RefTextUUID is a text element that holds the UUID of a class: a note's
// format. A UUID that is in no list may be real: it is not judged further.
var RefTextUUID = Format{Expected: "en UUID på et journalnotatformat i FK Klassifikation", Good: []string{sampleUUID}, misses: bads("Text", ""),
	near: oio.NearUUID, broken: inText(oio.BrokenUUID), try: func(v Value) (string, verdict.Outcome) {
		if s := oio.Trim(v.Text()); !oio.IsUUID(s) {
			return quote(s), bad
		}
		return ok()
	}}

// Urn patterns that recur.
const (
	urnOrg      = `(?i:urn:oio):[^:\s]+:[^:\s]+:.+`
	urnItSystem = `(?i:urn:oio:it-system-uuid):[a-fA-F0-9]{8}(-[a-fA-F0-9]{4}){3}-[a-fA-F0-9]{12}`
	urnCVR      = `(?i:urn:oio:cvr-nr):[0-9]{8}`
)

// quoted is a value as a text shows it in the middle of a sentence.
func quoted(s string) string {
	if s == "" {
		return "ingenting"
	}
	if utf8.RuneCountInString(s) > 80 {
		s = privacy.Cut(s, 80) + "…"
	}
	return "»" + s + "«"
}

// quote is a value that stands alone, with the names of what nobody sees in it.
func quote(s string) string {
	if hidden := oio.Unseen(s); len(hidden) > 0 {
		return quoted(s) + ", med " + oio.Named(hidden)
	}
	return quoted(s)
}

// hides reports whether a URN has characters that cannot be told by looking.
// One that is a person's name is a text, and may have them.
func hides(urn string) bool {
	return !strings.HasPrefix(strings.ToLower(urn), "urn:oio:fuldtnavn:") && len(oio.Unseen(urn)) > 0
}

func describe(r oio.Ref) string {
	switch {
	case r.UUID != "":
		return "UUID " + quote(r.UUID)
	case r.URN != "":
		return "URN " + quote(r.URN)
	}
	return "en tom reference"
}
