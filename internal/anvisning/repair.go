package anvisning

import (
	"encoding/base64"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/beevik/etree"

	"klarmeld/internal/contract"
	"klarmeld/internal/municipality"
	"klarmeld/internal/oio"
	"klarmeld/internal/privacy"
)

// Repair is the smallest change of a message that would keep a rule. Whether
// it does, and breaks no other, is for the judge to try.
type Repair struct {
	At      *etree.Element // the part that the element stands in
	Sti     string         // path of local names below At
	Remove  bool           // the element goes
	Part    *Relation      // a relation of this kind is made below At, which is the object's registration
	Content string         // else what it must hold: text, or one element without a prefix
	// Example says that the content is a model: the right one is only known to
	// the sender.
	Example bool
}

// Apply makes the change in the part at, which may be another copy of At. It
// returns the element that now stands there, or the parent of the one that
// went; nil when the contract has no place for it.
func (r Repair) Apply(at *etree.Element) *etree.Element {
	steps := strings.Split(r.Sti, "/")
	if r.Part != nil {
		return r.Part.make(at)
	}
	if r.Remove {
		el := oio.Path(at, steps...)
		if el == nil {
			return nil
		}
		parent := el.Parent()
		parent.RemoveChild(el)
		return parent
	}
	return reach(at, r.Sti, r.Content)
}

// Relation is a relation that is to be made, in the period and by the actor of
// what the object says already.
type Relation struct {
	Composer
	Objekt      oio.ObjektType
	Kind, Rolle string
	Virkning    oio.Virkning
}

func (r Relation) make(registration *etree.Element) *etree.Element {
	el := r.Part(registration, r.Objekt, r.Kind, r.Rolle)
	if el == nil || !r.Virkning.Fra.Ok {
		return el
	}
	reach(el, "Virkning/FraTidspunkt", stamp(r.Virkning.Fra.Text))
	if id := r.Virkning.AktoerRef.UUID; id != "" {
		reach(el, "Virkning/AktoerRef", byUUID(id))
	}
	return el
}

// relation is the repair that gives an import a relation it lacks.
func (c *trial) relation(o Occurrence) *Repair {
	for _, part := range []struct{ art, navn string }{{municipality.ArtRolle, o.Rolle}, {municipality.ArtType, typeOf(o)}} {
		if k, ok := c.Roles.ByName(string(o.Objekt), o.Relation, part.art, part.navn); ok && k.Placeholder() {
			return nil // a UUID of ours would do here, and nowhere else
		}
	}
	r := Relation{Composer: Composer{Roles: c.Roles, Registers: c.Registers}, Objekt: o.Objekt, Kind: o.Relation, Rolle: o.Rolle}
	for _, d := range c.dele {
		if d.Kind == oio.DelEgenskaber {
			r.Virkning = d.Virkning
		}
	}
	return &Repair{At: c.objekt.Registreringer[0].El, Part: &r, Example: true}
}

// Fill gives an element a content: text, or one element without a prefix, which
// is made where the contract has it. It returns nil when it has no place for
// it.
func Fill(el *etree.Element, content string) *etree.Element {
	for _, c := range el.ChildElements() {
		el.RemoveChild(c)
	}
	if !strings.HasPrefix(content, "<") {
		el.SetText(content)
		return el
	}
	el.SetText("")
	m := single.FindStringSubmatch(content)
	if m == nil {
		return nil
	}
	child := contract.Place(el, m[1])
	if child == nil {
		return nil
	}
	child.SetText(m[2])
	return el
}

// single is the content of a reference, or of a point in time: one element
// with a text.
var single = regexp.MustCompile(`^<([A-Za-z]+)>([^<&]*)</[A-Za-z]+>$`)

// put is the repair that gives the row's element a content that keeps the row:
// the vendor's own as near as can be, or else an example. nil when none can be
// computed.
func (c *trial) put(r *Rule, at, el *etree.Element) *Repair {
	if el != nil && len(el.ChildElements()) == 0 && r.Format.near != nil {
		if near := r.Format.near(oio.Text(el)); near != "" {
			return &Repair{At: at, Sti: r.Sti, Content: near}
		}
	}
	if el != nil && r.Format.nearURN != nil {
		if near := r.Format.nearURN(oio.ReadRef(el).URN); near != "" {
			return &Repair{At: at, Sti: r.Sti, Content: byURN(near)}
		}
	}
	if content, sure := c.model(r); content != "" {
		return &Repair{At: at, Sti: r.Sti, Content: content, Example: !sure}
	}
	return nil
}

// typeOf is the type that a made relation of the role gets, "" for what has
// none.
func typeOf(o Occurrence) string {
	for _, r := range Rows(o.Objekt, o.Relation, o.Rolle) {
		if types := r.Format.Types(); types != nil {
			return types[0]
		}
	}
	return ""
}

// fillIn is the repair of an import in which no part of the kind holds the
// row's element: the first gets it, or one is made.
func (c *trial) fillIn(r *Rule) *Repair {
	for _, d := range c.dele {
		if d.Kind == r.Del {
			return c.put(r, d.El, nil)
		}
	}
	return c.relation(Occurrence{Objekt: r.Objekt, Relation: r.Del})
}

// model is a content that keeps the row, and whether it is the only one.
func (c *trial) model(r *Rule) (content string, sure bool) {
	if len(r.Format.types) > 0 {
		k, ok := c.Roles.ByName(string(r.Objekt), r.Del, "Type", r.Format.types[0])
		if !ok || k.Placeholder() {
			return "", false // a UUID of ours would do here, and nowhere else
		}
		return byUUID(k.UUID), len(r.Format.types) == 1
	}
	content = r.Eksempel
	if content == "" && len(r.Format.Good) > 0 {
		content = r.Format.Good[0]
	}
	if r.Beskrevet || strings.Contains(content, sampleUUID) {
		return "", false // a UUID of the sender's own, which nobody can make up
	}
	return content, len(r.Format.Good) == 1 && r.Format.Good[0] == content && r.Format.single
}

var zoneWithDot = regexp.MustCompile(`([+-][0-9]{2})\.([0-9]{2})$`)

// nearTime mends a time without a zone, or with the zone as the anvisninger
// write it. A time without a zone is taken for Danish.
func nearTime(s string) string {
	s = strings.TrimSpace(zoneWithDot.ReplaceAllString(strings.TrimSpace(s), "$1:$2"))
	if _, ok := oio.ParseTime(s); ok {
		return s
	}
	zone, err := time.LoadLocation("Europe/Copenhagen")
	if err != nil {
		return ""
	}
	for _, layout := range []string{"2006-01-02T15:04:05.999999999", "2006-01-02 15:04:05", time.DateOnly} {
		if t, err := time.ParseInLocation(layout, s, zone); err == nil {
			return t.Format("2006-01-02T15:04:05.000Z07:00")
		}
	}
	return ""
}

// nearLine is the text on one line, cut to max characters. There is none when a
// CPR number goes over the end of a line: with a blank there instead, the mask
// that it is shown behind would not know it.
func nearLine(max int) func(string) string {
	return func(s string) string {
		line := oneLine(s)
		if privacy.Mask(line) != oneLine(privacy.Mask(s)) {
			return ""
		}
		return cut(line, max)
	}
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// nearLines is the text without tabs, cut to max characters.
func nearLines(max int) func(string) string {
	return func(s string) string { return cut(strings.ReplaceAll(s, "\t", " "), max) }
}

func cut(s string, max int) string {
	if utf8.RuneCountInString(s) > max {
		return strings.TrimSpace(privacy.Cut(s, max))
	}
	return s
}

// nearNote encodes a note that was sent as it is.
func nearNote(s string) string {
	if s = strings.TrimSpace(s); s == "" || len(s) > 100*1024 {
		return ""
	}
	return base64.StdEncoding.EncodeToString([]byte(s))
}

// nearMatch is the text without the blanks and signs around it that people
// add, when that has the form.
func nearMatch(re *regexp.Regexp) func(string) string {
	return func(s string) string {
		s = strings.Join(strings.Fields(s), "")
		for _, try := range []string{s, strings.ReplaceAll(s, "-", ""), strings.ReplaceAll(s, "-", "."), strings.ToLower(s)} {
			if re.MatchString(try) {
				return try
			}
		}
		return ""
	}
}

// nearWord is the one of the words that differs only in case and blanks.
func nearWord(words []string) func(string) string {
	return func(s string) string {
		for _, w := range words {
			if strings.EqualFold(strings.TrimSpace(s), w) {
				return w
			}
		}
		return ""
	}
}
