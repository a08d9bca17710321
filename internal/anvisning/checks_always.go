package anvisning

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"klarmeld/internal/municipality"
	"klarmeld/internal/oio"
	"klarmeld/internal/verdict"
)

// What must exist, and for how long.
var (
	RuleAlways = Named{ID: "ob1.til-enhver-tid",
		Source: "Generel vejledning 1.2, afsnit 8.1 (OB1: objektet kan ikke eksistere uden); " + allObjects + ", forekomster", Outcome: verdict.Fail,
		Text: "Det, der er obligatorisk ved import (OB1), gælder til enhver tid fra objektets egen begyndelse, " +
			"som er det første FraTidspunkt i dets egenskaber og tilstande: " +
			"intet af det begynder mere end et sekund senere, har et hul, gælder to gange på én gang eller ophører.",
		Fix:       "Lad FraTidspunkt være objektets egen begyndelse, og lad hvert sæt vare, til det næste tager over; det sidste er uendeligt.",
		MayFollow: []string{"*.forekomst", RuleHistory.ID}}
	RuleDiscarded = Named{ID: "am-03.obligatorisk", Source: "Anvendelsesmønster AM-03 (version 0.1): kun det, der ikke er obligatorisk, kan fjernes; " +
		"Generel vejledning 1.2, afsnit 8.1 (OB1)", Outcome: verdict.Fail, NeedsState: true,
		Text: "Kasser fjerner ikke det, der er obligatorisk ved import (OB1): det må ændres, men aldrig mangle.",
		Fix:  "Ret det obligatoriske med en opdatering (AM-04), eller send det, der skal gælde i stedet."}
)

// allObjects is where demands stand that every section of both anvisninger makes.
const allObjects = "Anvisninger for sags- og dokumentobjektet 1.7"

// alwaysRules are the rules of this file, in a fixed order.
func alwaysRules() []Named { return []Named{RuleAlways, RuleDiscarded} }

// missedRules are the rules of what was missed before ruleset 2026.5, in a fixed order.
func missedRules() []Named {
	return slices.Concat(alwaysRules(), classRules(), acrossRules(), textRules(), keyRules())
}

// must is something that an object must have at every instant, with the parts
// that say it and those that carry it on, by their beginnings. They are the same
// but for a sensitivity: a set of other properties need not repeat it.
type must struct {
	name        string // in Danish
	kind        string // of the parts
	role        string // of relations
	parts, over []oio.Del
}

// hole is a time in which an object lacks what it must have. It has no end when
// til is infinite.
type hole struct {
	must
	fra, til oio.Tidspunkt
}

// late reports whether the hole is the first time of the object's: what it
// lacks begins after the object itself.
func (h hole) late() bool { return len(h.parts) > 0 && h.til.Equal(h.parts[0].Virkning.Fra) }

// known tells holes of two states of an object apart.
func (h hole) known() string {
	return fmt.Sprintf("%s|%s|%s", h.name, startAt("", h.fra), startAt("", h.til))
}

// musts are what an object of the type must have at every instant. What has a
// part whose period cannot be read is left out: nothing sure can be said of it,
// and its row has said what is wrong.
func musts(t oio.ObjektType, dele []oio.Del, roles *municipality.Relationsklasser) []must {
	demanded := demandedOf()[t]
	out := slices.Clone(demanded.musts)
	unread := make([]bool, len(out))
	add := func(i int, d *oio.Del) {
		out[i].parts = append(out[i].parts, *d)
		unread[i] = unread[i] || !dates(d)
	}
	for i := range dele {
		d := &dele[i]
		if d.Relation {
			if !demanded.kinds[d.Kind] {
				continue
			}
			k, _ := roles.ByUUID(string(t), d.Kind, municipality.ArtRolle, d.Rolle.UUID)
			if i, ok := demanded.places[partKey{t, d.Kind, k.Navn}]; ok {
				add(i, d)
			}
			continue
		}
		for i := range out[:ofSets] {
			if d.Kind == out[i].kind {
				add(i, d)
			}
		}
	}
	read := out[:0] // nobody reads what stands there any more
	for i, m := range out {
		if unread[i] {
			continue
		}
		m.over = inOrder(m.parts)
		m.parts = m.over
		if i == sensitivity {
			m.parts = slices.DeleteFunc(slices.Clone(m.over), func(d oio.Del) bool { return oio.Child(d.El, "Foelsomhed") == nil })
		}
		read = append(read, m)
	}
	return read
}

// The first of what an object must have are of its sets, and the last of these is its
// sensitivity.
const (
	sensitivity = 2
	ofSets      = 3
)

// demanded is what objects of a type must have at every instant, with no parts yet.
type demanded struct {
	musts  []must
	places map[partKey]int // those of relations
	kinds  map[string]bool // of these
}

var demandedOf = sync.OnceValue(func() map[oio.ObjektType]demanded {
	out := map[oio.ObjektType]demanded{}
	for t, in := range map[oio.ObjektType]string{oio.Sag: oio.DelIndeksEgenskaber, oio.Dokument: oio.DelEgenskaber} {
		d := demanded{[]must{{name: "Egenskaber", kind: oio.DelEgenskaber}, {name: "Fremdrift", kind: oio.DelFremdrift}, {name: "Foelsomhed", kind: in}},
			map[partKey]int{}, map[string]bool{}}
		for _, o := range occurrencesOf()[t] {
			if o.Min > 0 {
				d.kinds[o.Relation] = true
				d.places[partKey{t, o.Relation, o.Rolle}] = len(d.musts)
				d.musts = append(d.musts, must{name: fmt.Sprintf("%s »%s«", o.Relation, o.Rolle), kind: o.Relation, role: o.Rolle})
			}
		}
		out[t] = d
	}
	return out
})

// dates reports whether a part's period can be read, and has times that are some:
// what programs write for none is no beginning, and no end.
func dates(d *oio.Del) bool {
	for _, end := range [...]string{"FraTidspunkt", "TilTidspunkt"} {
		if el := oio.Path(d.Virkning.El, end, "TidsstempelDatoTid"); el != nil && noTime(el, oio.Text(el)) != nil {
			return false
		}
	}
	return d.Virkning.Usable()
}

// beginning is the first part of the object's own: none when it has none that
// dates.
func beginning(all []must) (first oio.Del, ok bool) {
	for _, m := range all {
		if m.role == "" && len(m.parts) > 0 && (!ok || m.parts[0].Virkning.Fra.Before(first.Virkning.Fra)) {
			first, ok = m.parts[0], true
		}
	}
	return first, ok
}

// holes are the first time, of each thing that an object must have, in which it
// has it not.
func holes(t oio.ObjektType, dele []oio.Del, roles *municipality.Relationsklasser) []hole {
	if len(dele) == 0 {
		return nil
	}
	all := musts(t, dele, roles)
	first, ok := beginning(all)
	if !ok {
		return nil
	}
	out := make([]hole, 0, len(all))
	for _, m := range all {
		if h, ok := m.hole(first.Virkning.Fra); ok {
			out = append(out, h)
		}
	}
	return out
}

// atOnce is how far the beginnings of what was made in one go may be apart: a system
// that reads its clock for each of them does not leave anything out.
const atOnce = time.Second

func (m must) hole(from oio.Tidspunkt) (hole, bool) {
	if len(m.parts) == 0 {
		return hole{m, from, oio.Infinity()}, true
	}
	if first := m.parts[0].Virkning.Fra; first.Time.Sub(from.Time) > atOnce {
		return hole{m, from, first}, true
	} else if from.Before(first) {
		from = first
	}
	for _, d := range m.over {
		if from.Before(d.Virkning.Fra) {
			return hole{m, from, d.Virkning.Fra}, true
		}
		if from.Before(d.Virkning.Til) {
			from = d.Virkning.Til
		}
	}
	return hole{m, from, oio.Infinity()}, !from.Uendelig
}

// Lost names what an object must have and had before, and has not after, with
// when it is missing, in Danish; roles of which the list knows nothing are left
// out.
func Lost(t oio.ObjektType, before, after []oio.Del, roles *municipality.Relationsklasser) []string {
	had := map[string]bool{}
	for _, h := range holes(t, before, roles) {
		had[h.known()] = true
	}
	var out []string
	if len(before) > 0 && len(after) == 0 {
		return []string{"alt"}
	}
	for _, h := range holes(t, after, roles) {
		if !had[h.known()] {
			out = append(out, h.String())
		}
	}
	return out
}

// String says what is missing, and when.
func (h hole) String() string {
	if h.til.Uendelig {
		return fmt.Sprintf("%s (%s –)", h.name, h.fra)
	}
	return fmt.Sprintf("%s (%s – %s)", h.name, h.fra, h.til)
}

// always tries that what the object must have is there from its own beginning
// on. Holes between relations are their occurrence's business, those between a
// case's states their history's, and what an update takes away is told by
// removed; it answers here for having moved the beginning.
func (c *trial) always() {
	c.overlapping()
	dele := c.dele
	if c.State != nil {
		dele = c.State
	} else if c.objekt.Opdatering {
		return // alone it cannot tell
	}
	c.Checks++
	had := map[string]bool{}
	for _, h := range holes(c.objekt.Type, c.Before, c.Roles) {
		had[h.known()] = c.objekt.Opdatering
	}
	var late []hole
	for _, h := range holes(c.objekt.Type, dele, c.Roles) {
		switch {
		case len(had) > 0 && had[h.known()]:
		case h.late():
			if h.kind != oio.DelFremdrift || c.objekt.Type == oio.Dokument || state(h.parts[0]) == "Opstaaet" {
				late = append(late, h)
			}
		case len(h.parts) > 0 && h.role == "" && !c.objekt.Opdatering && (h.kind != oio.DelFremdrift || c.objekt.Type == oio.Dokument):
			c.missingFor(h)
		}
	}
	c.begunLate(late, dele)
}

// missingFor tells of sets that end, or have a hole between them.
func (c *trial) missingFor(h hole) {
	if h.name == "Foelsomhed" && c.objekt.Type == oio.Dokument {
		return // its set ends, which is told of the set
	}
	c.fail(RuleAlways, c.listOf(h.kind), oio.Del{Kind: h.kind}, fmt.Sprintf("%s mangler: der er ingen %s.", h.name, when(h)),
		h.name+" til enhver tid", "ingen "+when(h), "Lad hvert sæts TilTidspunkt være det næstes FraTidspunkt, og det sidstes uendelig.")
}

func when(h hole) string {
	if h.til.Uendelig {
		return "fra " + h.fra.String()
	}
	return fmt.Sprintf("fra %s til %s", h.fra, h.til)
}

// begunLate tells, once, of all that begins after the object itself. When that
// is all there is besides its first part, the first part is likely to be wrong.
func (c *trial) begunLate(late []hole, dele []oio.Del) {
	if len(late) == 0 {
		return
	}
	all := musts(c.objekt.Type, dele, c.Roles)
	first, _ := beginning(all)
	var names []string
	for _, h := range late {
		names = append(names, fmt.Sprintf("%s (%s)", h.name, h.til))
	}
	part := c.sent(late[0].parts[0], late[0].role)
	message := fmt.Sprintf("%s begynder %s, men objektet selv begynder %s (%s): imellem mangler det.", late[0].name, late[0].til, first.Virkning.Fra, first.Kind)
	if len(late) > 1 {
		message = fmt.Sprintf("Objektet begynder %s (%s), men det, der er obligatorisk, begynder senere: %s.", first.Virkning.Fra, first.Kind,
			strings.Join(names, ", "))
	}
	if len(late) > len(all)/2 {
		part = c.sent(first, "")
	}
	at := c.listOf(part.Kind)
	if fra := oio.Child(part.Virkning.El, "FraTidspunkt"); fra != nil {
		at = fra
	}
	c.fail(RuleAlways, at, part, message, "alt obligatorisk fra "+first.Virkning.Fra.String(), strings.Join(names, ", "),
		"Send det samme FraTidspunkt, som objektet selv begynder med, eller det, der gjaldt før.")
	c.standing()
}

// sent is a part as the message has it; without an element when it is the
// index's.
func (c *trial) sent(d oio.Del, role string) oio.Del {
	for _, own := range c.own.of(d.Kind, "") {
		if c.roleOf[own.El] == role && own.Virkning.Fra.Equal(d.Virkning.Fra) {
			return own
		}
	}
	return oio.Del{Kind: d.Kind, Relation: d.Relation}
}

// overlapping tries that no two sets of one registration hold at once. For a
// case's states the history does.
func (c *trial) overlapping() {
	for _, r := range c.objekt.Registreringer {
		sets := map[string][]oio.Del{}
		for _, d := range r.Dele {
			name := ""
			switch {
			case d.Kind == oio.DelEgenskaber, d.Kind == oio.DelFremdrift && c.objekt.Type == oio.Dokument:
				name = d.Kind
			case d.Kind == oio.DelIndeksEgenskaber && oio.Child(d.El, "Foelsomhed") != nil:
				name = "Foelsomhed"
			}
			if name != "" && dates(&d) {
				sets[name] = append(sets[name], d)
			}
		}
		for _, name := range []string{oio.DelEgenskaber, "Foelsomhed", oio.DelFremdrift} {
			c.overlap(name, inOrder(sets[name]))
		}
	}
}

func (c *trial) overlap(name string, sets []oio.Del) {
	for i := 1; i < len(sets); i++ {
		if a, b := sets[i-1].Virkning, sets[i].Virkning; b.Fra.Before(a.Til) {
			c.fail(RuleAlways, sets[i].Virkning.El, sets[i], fmt.Sprintf("%s gælder to gange på én gang: to sæt i samme registrering overlapper fra %s.", name, b.Fra),
				"ét sæt ad gangen", "to sæt fra "+b.Fra.String(), "Lad det ene sæts TilTidspunkt være det næstes FraTidspunkt.")
			return
		}
	}
}
