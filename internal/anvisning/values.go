package anvisning

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/beevik/etree"

	"klarmeld/internal/oio"
	"klarmeld/internal/verdict"
)

// Values tries every value of a message, or of a part of one, whatever element
// it stands in: times and UUIDs that programs write for "none", and characters
// that nobody sees. An element has one such deviation at most.
func Values(root *etree.Element) []Deviation {
	var out []Deviation
	if root != nil {
		eachElement(root, func(el *etree.Element, leaf bool) {
			if leaf {
				if d := value(el, oio.Text(el)); d != nil {
					out = append(out, *d)
				}
			}
		})
	}
	return out
}

// eachElement goes through an element and those in it, each before those in it. A leaf
// has none.
func eachElement(el *etree.Element, do func(el *etree.Element, leaf bool)) {
	do(el, oio.Leaf(el))
	for _, t := range el.Child {
		if c, ok := t.(*etree.Element); ok {
			eachElement(c, do)
		}
	}
}

// value tries one value.
func value(el *etree.Element, said string) *Deviation {
	for _, try := range [...]func(*etree.Element, string) *Deviation{noTime, noUUID, padded, hidden} {
		if d := try(el, said); d != nil {
			return d
		}
	}
	return nil
}

// values tries the object's own. What a value for "none" means for other rules
// is not said besides.
func (c *trial) values() []Deviation {
	c.Checks++
	out := c.look()
	if len(out) == 0 {
		return nil
	}
	parts := map[*etree.Element]oio.Del{}
	for _, d := range c.dele {
		parts[d.El] = d
	}
	for i, d := range out {
		for el := d.El; el != nil && el != c.objekt.El; el = el.Parent() {
			if part, ok := parts[el]; ok {
				out[i].Del = part
			}
		}
		if d.Outcome == verdict.Fail {
			c.told[d.El] = true
			if wraps(d.El) {
				c.told[d.El.Parent()] = true
			}
		}
	}
	return out
}

// look goes through the object once, for all who look at each of its values or texts.
func (c *trial) look() []Deviation {
	var out []Deviation
	eachElement(c.objekt.El, func(el *etree.Element, leaf bool) {
		switch el.Tag {
		case "Beskrivelse", "NoteTekst":
			c.plainTexts = append(c.plainTexts, el)
		case "HjemmelSpecifikation", "OffentlighedUndtagetHjemmelTekst":
			c.statutes = append(c.statutes, el)
		}
		if !leaf {
			return
		}
		said := oio.Text(el)
		if mayBeMarked(said) {
			c.maybeMarked = append(c.maybeMarked, el)
		}
		if d := value(el, said); d != nil {
			out = append(out, *d)
		}
	})
	return out
}

// wraps reports whether the element is the whole content of its parent: a
// reference, or a point in time.
func wraps(el *etree.Element) bool {
	switch el.Tag {
	case "UUIDIdentifikator", "URNIdentifikator", "TidsstempelDatoTid":
		return oio.Alone(el)
	}
	return false
}

// besideRows are those of the deviations that no row has told already.
func (c *trial) besideRows(values []Deviation) []Deviation {
	if len(values) == 0 {
		return nil
	}
	said := map[*etree.Element]bool{}
	for _, d := range c.Deviations {
		said[d.El] = true
	}
	var out []Deviation
	for _, d := range values {
		if d.Rule != RuleHiddenText.ID || !said[d.El] && !(wraps(d.El) && said[d.El.Parent()]) {
			out = append(out, d)
		}
	}
	return out
}

func valueOf(n Named, el *etree.Element, message, expected, actual string, repair *Repair) *Deviation {
	return &Deviation{Rule: n.ID, Source: n.Source, Outcome: n.Outcome, El: el, Message: message, Expected: expected, Actual: actual, Fix: n.Fix, Repair: repair}
}

// timed are the elements that hold a point in time or a date
// (SagDokObjekt.xsd, and the extensions of Sag and Dokument).
var timed = map[string]bool{"TidsstempelDatoTid": true, "Tidspunkt": true, "BrevDato": true, "OprettetTidspunkt": true, "SenestAendretTidspunkt": true,
	"StsTidspunkt": true}

// zeros are the days that programs begin to count at, which is what they write
// when they have no time. No case of a municipality began then. A year is
// enough where nothing at all can be meant by it.
var zeros = []struct {
	year       int
	day, whose string
}{
	{1601, "1601-01-01", "Windows' nulpunkt"},
	{1753, "1753-01-01", "SQL Servers mindste datetime"},
	{1899, "1899-12-30", "OLE-datoers nulpunkt"},
	{1899, "1899-12-31", "Excels nulpunkt"},
	{1900, "1900-01-01", "SQL Servers tomme dato"},
	{1970, "1970-01-01", "Unix-tidens nulpunkt"},
}

// ends are the last times that programs can write. 2038 is the last second that
// Unix has in 32 bits.
var ends = []struct{ begins, whose string }{
	{"9999-12-3", ".NETs største tidspunkt"},
	{"2079-06-06", "SQL Servers største smalldatetime"},
	{"2038-01-19T03:14:07", "den sidste tid i 32 bit"},
}

// dated reports whether a text begins with a date.
func dated(s string) bool {
	const form = "9999-99-99"
	return len(s) >= len(form) && oio.Formed(s[:len(form)], form)
}

func yearOf(date string) int {
	n, _ := strconv.Atoi(date[:4]) // four digits: cannot fail
	return n
}

// noTime finds a time that is a program's word for "none". It may lack its zone:
// so .NET writes it, and the row need not say that too.
func noTime(el *etree.Element, value string) *Deviation {
	if !timed[el.Tag] {
		return nil
	}
	value = oio.Trim(value)
	if !dated(value) {
		return nil
	}
	whole, last := el, false
	if wraps(el) {
		whole, last = el.Parent(), el.Parent().Tag == "TilTidspunkt"
	}
	var forever *Repair
	if last && whole.Parent() != nil {
		forever = &Repair{At: whole.Parent(), Path: whole.Tag, Content: infinity}
	}
	if strings.HasPrefix(value, "0001-") {
		if forever != nil {
			forever.Example = true // what the sender means is likely, and not sure
		}
		return valueOf(RuleNoTime, el, fmt.Sprintf("%s er år 1: det skriver .NET og Java, når der intet tidspunkt er.", whole.Tag), "et tidspunkt, der er sket",
			quote(value), forever)
	}
	for _, e := range ends {
		switch {
		case !strings.HasPrefix(value, e.begins):
		case last:
			return valueOf(RuleForever, el, fmt.Sprintf("%s er %s, skrevet for »uendelig«.", whole.Tag, e.whose), "GraenseIndikator true, når der ingen slutning er",
				quote(value), forever)
		case value[0] == '9':
			return valueOf(RuleNoTime, el, fmt.Sprintf("%s er %s: det skriver programmer, når der intet tidspunkt er.", whole.Tag, e.whose),
				"et tidspunkt, der er sket", quote(value), nil)
		}
	}
	year := yearOf(value)
	for _, z := range zeros {
		// In some zone the year before is not over when the day begins.
		if year <= z.year && year >= z.year-1 && counts(value, z.day) {
			return valueOf(RuleZeroTime, el, fmt.Sprintf("%s er %s: det skriver programmer, når der intet tidspunkt er.", whole.Tag, z.whose),
				"et tidspunkt, der er sket", quote(value), nil)
		}
	}
	return nil
}

// counts reports whether the time is where somebody begins to count: midnight
// of the day, in the zone that is written, in UTC or in Denmark. What is not
// whole is a real time.
func counts(value, day string) bool {
	if len(value) <= len("2006-01-02Z") || value[10] != 'T' {
		return strings.HasPrefix(value, day) // a date alone
	}
	if strings.HasPrefix(value, day+"T00:00:00") {
		// In 1970 people worked: of that year only the second itself is meant.
		return day != "1970-01-01" || !strings.HasPrefix(strings.TrimLeft(value[19:], ".0"), "+")
	}
	t, ok := oio.ParseTime(value)
	midnight, err := time.Parse(time.DateOnly, day)
	if !ok || err != nil {
		return false
	}
	off := midnight.Sub(t)
	return off == 0 || day != "1970-01-01" && (off == time.Hour || off == 50*time.Minute+20*time.Second)
}

// uuidAtEnd is the UUID that a text is, or that a URN without blanks ends in; "" when there
// is none.
func uuidAtEnd(s string) string {
	const size = len("00000000-0000-0000-0000-000000000000")
	if len(s) < size || !oio.IsUUID(s[len(s)-size:]) {
		return ""
	}
	before, id := s[:len(s)-size], s[len(s)-size:]
	const begins = "urn:"
	urn := len(before) > len(begins) && strings.EqualFold(before[:len(begins)], begins) && before[len(before)-1] == ':' &&
		!strings.ContainsAny(before, " \t\n\f\r")
	if before != "" && !urn {
		return ""
	}
	return id
}

// noUUID finds a UUID that is nobody's, alone or at the end of a URN.
func noUUID(el *etree.Element, value string) *Deviation {
	id := uuidAtEnd(oio.Trim(value))
	if id == "" || strings.Trim(id, id[:1]+"-") != "" {
		return nil
	}
	whole := el
	if wraps(el) {
		whole = el.Parent()
	}
	if d := id[0]; d == '0' || d == 'f' || d == 'F' {
		return valueOf(RuleNoUUID, el, fmt.Sprintf("%s er en UUID, der betyder »ingen«.", whole.Tag), "en UUID, der er nogens", quote(oio.Trim(value)), nil)
	}
	return valueOf(RuleUniformUUID, el, fmt.Sprintf("%s er en UUID med lutter ens cifre: den ligner en prøve.", whole.Tag), "en UUID, der er nogens",
		quote(oio.Trim(value)), nil)
}

// hidden finds what nobody sees in a text: signs that turn its direction or are
// no characters, or that it has nothing to see at all. Hard blanks, and what
// joins or parts letters, have their use in a text.
func hidden(el *etree.Element, value string) *Deviation {
	if el.Tag == "Notat" || value == "" {
		return nil // base64
	}
	if len(oio.Unseen(value)) == 0 {
		return nil // what of it is only blanks, its row says what it makes of that
	}
	seen := strings.TrimFunc(value, func(r rune) bool { return oio.SignOf(r) != oio.Seen || strings.ContainsRune(" \t\r\n", r) })
	signs := oio.Unseen(value, oio.Direction, oio.Control, oio.Private, oio.NoSign)
	if seen == "" {
		return valueOf(RuleHiddenText, el, fmt.Sprintf("%s har kun tegn, der ikke kan ses.", el.Tag), "en tekst, der kan læses", quote(value), nil)
	}
	if len(signs) == 0 {
		return nil
	}
	var repair *Repair
	if el.Parent() != nil && len(oio.Children(el.Parent(), el.Tag)) == 1 {
		repair = &Repair{At: el.Parent(), Path: el.Tag, Content: oio.Without(value, signs)}
	}
	return valueOf(RuleHiddenText, el, fmt.Sprintf("%s har tegn, der ikke kan ses eller vises ens alle steder.", el.Tag), "kun tegn, der kan læses",
		quote(value), repair)
}
