package proof

import (
	"fmt"
	"strings"

	"github.com/beevik/etree"

	"klarmeld/internal/anvisning"
	"klarmeld/internal/municipality"
	"klarmeld/internal/oio"
	"klarmeld/internal/verdict"
)

// rowCases makes the cases of one row of the anvisninger from the row itself:
// for each way to break it, the message that keeps it and the one that does
// not.
func (w *world) rowCases(r anvisning.Rule) []Case {
	var out []Case
	add := func(name string, keep, broken func(d *draft, part *etree.Element), o verdict.Outcome) {
		out = append(out, w.rowCase(r, name, keep, broken, o))
	}
	there := func(d *draft, part *etree.Element) { d.meet(r, part) }
	absent := func(*draft, *etree.Element) {}
	switch {
	case r.Obligation == anvisning.Absent || strings.HasPrefix(r.TriedBy, "kontrakt."):
		add("tilføjet", absent, func(d *draft, part *etree.Element) { set(part, r.Path, d.compose.For(r)) }, verdict.Fail)
		return out
	case r.Obligation != anvisning.Optional:
		add("udeladt", there, func(d *draft, part *etree.Element) { d.meet(r, part); drop(part, r.Path) }, verdict.Fail)
	}
	if r.Obligation != anvisning.Optional && r.Obligation != anvisning.OB1 && r.Del != "" && r.Del != "Registrering" {
		out = append(out, w.updateCase(r).standIn(r))
	}
	if r.Obligation == anvisning.OB4 && r.If.ElseAbsent {
		add("tilføjet uden grund", absent, func(d *draft, part *etree.Element) { set(part, r.Path, d.compose.For(r)) }, verdict.Fail)
		if other := r.Counterpart(); other != nil {
			c := &out[len(out)-1]
			c.Rule, c.Row = other.ID, r.ID
		}
	}
	for _, bad := range w.samples(r) {
		if r.Obligation == anvisning.Optional && bad.XML == "" {
			continue // what may be left out may be empty (RuleEmpty)
		}
		add("sat til "+shown(bad.XML), there, func(d *draft, part *etree.Element) { d.meet(r, part); set(part, r.Path, bad.XML) }, bad.Outcome)
	}
	return out
}

// samples are the contents that break the row's format.
func (w *world) samples(r anvisning.Rule) []anvisning.Sample {
	out := r.Format.Bad()
	if strings.HasPrefix(r.Path, "Virkning/") && r.Del != oio.DelEgenskaber && len(out) > 1 {
		// The rows of a virkning are inherited, formats and all: what Egenskaber
		// has shown of a format, one miss shows again for the rest.
		out = out[:1]
	}
	if types := r.Format.Types(); types != nil {
		for _, own := range []bool{true, false} {
			if k, ok := w.otherType(r, types, own); ok {
				out = append(out[:len(out):len(out)], anvisning.Sample{XML: byUUID(k.UUID), Outcome: verdict.Fail})
			}
		}
	}
	return out
}

// otherType is a type that the row does not take: of its own relation, or of another.
func (w *world) otherType(r anvisning.Rule, types []string, own bool) (municipality.Relationsklasse, bool) {
	for _, k := range w.roles.All() {
		here := k.Objekt == string(r.Objekt) && k.Relation == r.Del
		if k.Art == municipality.ArtType && here == own && !contains(types, k.Navn) {
			if _, both := w.roles.ByUUID(string(r.Objekt), r.Del, municipality.ArtType, k.UUID); own || !both {
				return k, true
			}
		}
	}
	return municipality.Relationsklasse{}, false
}

// meet gives the part the row's element, and before it what the row's
// condition asks for.
func (d *draft) meet(r anvisning.Rule, part *etree.Element) {
	if h := r.If; h != nil && !h.Holds(d.Type, part, d.roles) {
		d.condition(r, part)
	}
	if !has(part, r.Path) {
		set(part, r.Path, d.compose.For(r))
	}
	d.fill(r.Del, r.Rolle, part)
}

// condition makes the row's condition hold, and what hangs on it besides.
func (d *draft) condition(r anvisning.Rule, part *etree.Element) {
	h := r.If
	for _, o := range anvisning.Rows(d.Type, r.Del, r.Rolle) {
		switch {
		case o.Path == "Type" && h.Type != "":
			set(part, o.Path, byUUID(d.class(d.Type, r.Del, municipality.ArtType, h.Type)))
		case o.Path != h.Path:
		case h.URN:
			set(part, o.Path, urnOf(o))
		case h.Text != "":
			set(part, o.Path, h.Text)
		default:
			set(part, o.Path, d.compose.For(o))
		}
	}
}

// elsewhere are the CVR numbers of roles that another municipality than the owner has.
var elsewhere = map[string]string{"Bopælskommune": "22222222"}

// urnOf is a URN that the row's format takes.
func urnOf(r anvisning.Rule) string {
	for _, g := range r.Format.Good {
		if strings.Contains(g, "urn:oio:cvr-nr:") {
			cvr, other := elsewhere[r.Rolle]
			if !other {
				cvr = "11111111" // the number that stands beside it
			}
			return byURN("urn:oio:cvr-nr:" + cvr)
		}
		if strings.HasPrefix(g, "<URN") {
			return g
		}
	}
	return ""
}

// rowCase makes one case. keep and broken are applied to the part that the row
// speaks of, each in a message of its own.
func (w *world) rowCase(r anvisning.Rule, name string, keep, broken func(*draft, *etree.Element), o verdict.Outcome) Case {
	conversation := func(bad bool, change func(*draft, *etree.Element)) func() []turn {
		return func() []turn {
			d := w.importer(r.Objekt, subject(r.Objekt))
			if r.Rolle != anvisning.UnknownRole || bad { // a relation of unknown role is never spotless
				change(d, d.partOf(r))
			}
			return append(w.before(r), turn{Send: d.root})
		}
	}
	c := Case{Rule: r.ID, Mutation: name, Outcome: o, Allowed: r.Consequences(), keeps: conversation(false, keep), breaks: conversation(true, broken)}
	if r.Rolle == anvisning.UnknownRole {
		c.Allowed = append(c.Allowed, anvisning.RuleUnknownRole.ID)
	}
	return c.standIn(r)
}

// standIn is the case of a row that another rule tries in its place.
func (c Case) standIn(r anvisning.Rule) Case {
	if r.TriedBy != "" {
		c.Rule, c.Row = r.TriedBy, r.ID
	}
	return c
}

// updateCase leaves the row's element out of an opdater that carries the part.
func (w *world) updateCase(r anvisning.Rule) Case {
	c := Case{Rule: r.ID, Mutation: "udeladt i en opdatering", Outcome: verdict.Fail, Allowed: r.Consequences()}
	conversation := func(omit bool) func() []turn {
		return func() []turn {
			d := w.opdater(r.Objekt, subject(r.Objekt))
			part := d.partOf(r)
			set(part, "Virkning/FraTidspunkt", stamp("2026-06-01T00:00:00.000+02:00"))
			d.meet(r, part)
			if omit {
				drop(part, r.Path)
			}
			first := w.importer(r.Objekt, subject(r.Objekt))
			if decided[r.Rolle] {
				first.decide()
			}
			return append(w.before(r), turn{Send: first.root}, turn{Send: d.root})
		}
	}
	if r.Rolle == anvisning.UnknownRole {
		c.Allowed = append(c.Allowed, anvisning.RuleUnknownRole.ID)
		c.keeps = func() []turn { return []turn{{Send: w.importer(r.Objekt, subject(r.Objekt)).root}} }
	} else {
		c.keeps = conversation(false)
	}
	c.breaks = conversation(true)
	return c
}

// subject is the UUID of the object that conversations about a type are about.
func subject(t oio.ObjektType) string {
	if t == oio.Sag {
		return sagUUID
	}
	return dokumentUUID
}

// partOf is the part that the row speaks of, made when the draft lacks it.
func (d *draft) partOf(r anvisning.Rule) *etree.Element {
	switch r.Del {
	case "":
		return d.obj
	case "Registrering":
		return oio.Child(d.obj, "Registrering")
	}
	for _, el := range d.obj.FindElements(".//" + r.Del) {
		if r.Rolle == "" || oio.ReadRef(oio.Child(el, "Rolle")).UUID == d.class(d.Type, r.Del, municipality.ArtRolle, r.Rolle) {
			return el
		}
	}
	return d.part(r.Del, r.Rolle)
}

// before is what must have been sent already: what the part refers to.
func (w *world) before(r anvisning.Rule) []turn {
	switch r.Del {
	case "Sagsrelation":
		return []turn{{Send: w.importer(oio.Sag, otherSag).root}}
	case "Journalpost":
		return []turn{{Send: w.importer(oio.Dokument, dokumentUUID).root}}
	case "Dokumentrelation":
		return []turn{{Send: w.importer(oio.Dokument, otherDok).root}}
	}
	return nil
}

func shown(xml string) string {
	if n := len(xml); n > 60 {
		return fmt.Sprintf("%d tegn", n)
	}
	return "»" + strings.NewReplacer("\n", "⏎", "\t", "⇥").Replace(xml) + "«"
}

func contains(list []string, s string) bool {
	for _, l := range list {
		if l == s {
			return true
		}
	}
	return false
}
