package lookup

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/beevik/etree"

	"klarmeld/internal/municipality"
	"klarmeld/internal/oio"
)

// query is a search: every criterion must hold.
type query struct {
	kind      Shape
	first     int
	most      int
	fields    []criterion
	relations []relation
	state     state
	virkning  span // given: ended objects are looked at too
	known     span // of the registrations that are looked at
	nobody    bool // it asks for registrations of a kind that no object here has
}

// maxCriteria is how many criteria a search may have: each may be held against
// every object. One that asks for all that an object can have has some dozen.
const maxCriteria = 100

// tooMany says that a search has more criteria than klarmeld holds against the
// objects.
func (q query) tooMany() string {
	if len(q.fields)+len(q.relations) <= maxCriteria {
		return ""
	}
	return fmt.Sprintf("klarmeld kan ikke søge på mere end %d kriterier ad gangen", maxCriteria)
}

type criterion struct {
	field Field
	want  string
}

// relation asks for a relation to an object, in a role when it has roles. What
// is "" does not bind.
type relation struct{ name, uuid, rolle, typ, indeks string }

// newQuery reads what every search may have: its page, and the periods of
// SoegRegistrering and SoegVirkning.
func (s service) newQuery(body *etree.Element) (query, string) {
	q := query{kind: s.kind, most: MaxPage}
	for _, page := range []struct {
		name string
		to   *int
	}{{"FoersteResultatReference", &q.first}, {"MaksimalAntalKvantitet", &q.most}} {
		text := strings.TrimSpace(oio.Text(oio.Child(body, page.name)))
		if text == "" {
			continue
		}
		n, err := strconv.Atoi(text)
		if err != nil || n < 0 {
			return q, fmt.Sprintf("%s skal være et helt tal fra 0, ikke %q", page.name, text)
		}
		*page.to = n
	}
	q.most = min(q.most, MaxPage)
	var problem string
	if v := oio.Child(body, "SoegVirkning"); v != nil {
		if q.virkning, problem = searchSpan(v); problem != "" {
			return q, problem
		}
	}
	if r := oio.Child(body, "SoegRegistrering"); r != nil {
		if q.known, problem = searchSpan(r, "LivscyklusKode", "BrugerRef"); problem != "" {
			return q, problem
		}
		kode, by := strings.TrimSpace(oio.Text(oio.Child(r, "LivscyklusKode"))), oio.ReadRef(oio.Child(r, "BrugerRef"))
		q.nobody = kode != "" && kode != livscyklus || !by.IsZero() && !oio.SameUUID(by.UUID, s.source.Actor())
	}
	return q, ""
}

// searchSpan reads the period of a SoegVirkning or SoegRegistrering, which may
// also hold what the caller reads itself.
func searchSpan(el *etree.Element, also ...string) (span, string) {
	for _, c := range el.ChildElements() {
		if c.Tag != "FraTidspunkt" && c.Tag != "TilTidspunkt" && !slices.Contains(also, c.Tag) && !empty(c) {
			return span{}, fmt.Sprintf("klarmeld kan ikke søge på %s i %s", c.Tag, el.Tag)
		}
	}
	return readSpan(el.Tag, oio.Child(el, "FraTidspunkt"), oio.Child(el, "TilTidspunkt"))
}

// query reads a SoegInput. What it cannot evaluate is named, never passed over
// in silence: a search that ignored a criterion would find too much.
func (s service) query(body *etree.Element) (query, string) {
	q, problem := s.newQuery(body)
	if problem != "" {
		return q, problem
	}
	if list := oio.Child(body, "AttributListe"); list != nil {
		for _, e := range list.ChildElements() {
			switch {
			case e.Tag == "Egenskab":
				if problem := s.readFields(e, &q); problem != "" {
					return q, problem
				}
			case !empty(e):
				return q, fmt.Sprintf("klarmeld kan ikke søge på %s i %s", e.Tag, s.kind.Kind)
			}
		}
	}
	if problem := s.readState(body, &q); problem != "" {
		return q, problem
	}
	return q, s.readRelations(body, &q)
}

func (s service) readFields(egenskab *etree.Element, q *query) string {
	for _, c := range egenskab.ChildElements() {
		if c.Tag == "Virkning" {
			continue // the period of a search stands in SoegVirkning
		}
		i := slices.IndexFunc(s.kind.Fields, func(f Field) bool { return f.Name == c.Tag })
		if i < 0 {
			return fmt.Sprintf("klarmeld kan ikke søge på %s i %s", c.Tag, s.kind.Kind)
		}
		q.fields = append(q.fields, criterion{s.kind.Fields[i], strings.TrimSpace(oio.Text(c))})
	}
	return q.tooMany()
}

func (s service) readState(body *etree.Element, q *query) string {
	list := oio.Child(body, "TilstandListe")
	if list == nil {
		return ""
	}
	for _, c := range list.ChildElements() {
		known := states[s.kind.Tilstand]
		switch {
		case c.Tag == known.tag:
			code := strings.TrimSpace(oio.Text(oio.Child(c, known.code)))
			state, ok := known.says[code]
			if !ok {
				return fmt.Sprintf("%s kender ikke værdien %q", known.code, code)
			}
			q.state = state
		case !empty(c):
			return fmt.Sprintf("klarmeld kan ikke søge på %s i %s", c.Tag, s.kind.Kind)
		}
	}
	return ""
}

// state is what a search says of an object's state.
type state int

const (
	anyState state = iota // it says nothing
	inForce
	ended
)

// states are the elements that say it, and what their texts mean.
var states = map[Tilstand]struct {
	tag, code string
	says      map[string]state
}{
	Gyldighed:        {"Gyldighed", "GyldighedStatusKode", map[string]state{"": anyState, "Aktiv": inForce, "Inaktiv": ended}},
	PubliceretStatus: {"PubliceretStatus", "ErPubliceretIndikator", map[string]state{"": anyState, "true": inForce, "1": inForce, "false": ended, "0": ended}},
}

func (s service) readRelations(body *etree.Element, q *query) string {
	list := oio.Child(body, "RelationListe")
	if list == nil {
		return ""
	}
	for _, c := range list.ChildElements() {
		if empty(c) {
			continue
		}
		r := relation{name: c.Tag, uuid: oio.ReadRef(oio.Child(c, "ReferenceID")).UUID}
		if HasRole(c.Tag) {
			r.rolle, r.typ = oio.ReadRef(oio.Child(c, "Rolle")).UUID, oio.ReadRef(oio.Child(c, "Type")).UUID
			r.indeks = strings.TrimSpace(oio.Text(oio.Child(c, "Indeks")))
		}
		if !slices.Contains(s.kind.Relations, c.Tag) || r.uuid+r.rolle+r.typ == "" {
			return fmt.Sprintf("klarmeld kan ikke søge på relationen %s i %s uden en UUID, den kender", c.Tag, s.kind.Kind)
		}
		q.relations = append(q.relations, r)
	}
	return q.tooMany()
}

// matches reports whether the search finds the object, as it was known in some
// registration that the search looks at.
func (q query) matches(o municipality.Objekt) bool {
	if q.nobody {
		return false
	}
	if !q.known.given {
		return q.finds(o)
	}
	return slices.ContainsFunc(q.known.chosen(o), func(r registration) bool { return q.finds(r.objekt) })
}

// finds reports whether some version of the object that the search looks at
// meets every criterion. Without a period that is the newest one, and only
// objects in force, unless the search asks for those that are not. What has
// ended is as it was last.
func (q query) finds(o municipality.Objekt) bool {
	last := o.Latest()
	if q.state == ended {
		return o.Ended() && q.virkning.overlaps(last.Til, time.Time{}) && q.meets(last)
	}
	if !q.virkning.given {
		return !o.Ended() && q.meets(last)
	}
	return slices.ContainsFunc(o.Versions, func(v municipality.Version) bool { return q.virkning.overlaps(v.Fra, v.Til) && q.meets(v) })
}

func (q query) meets(v municipality.Version) bool {
	for _, c := range q.fields {
		if !like(c.field.Get(v), c.want) {
			return false
		}
	}
	for _, r := range q.relations {
		if !r.held(v) {
			return false
		}
	}
	return true
}

func (r relation) held(v municipality.Version) bool {
	fits := func(want, got string) bool { return want == "" || oio.SameUUID(want, got) }
	return slices.ContainsFunc(v.Relationer[r.name], func(id string) bool { return oio.SameUUID(r.uuid, id) }) ||
		slices.ContainsFunc(v.Roller[r.name], func(x municipality.Rolle) bool {
			return fits(r.uuid, x.UUID) && fits(r.rolle, x.Rolle) && fits(r.typ, x.Type) && (r.indeks == "" || r.indeks == x.Indeks)
		})
}

// like compares without regard to letter case; * or % at either end stands for
// anything.
func like(text, want string) bool {
	text, want = strings.ToLower(text), strings.ToLower(want)
	front := strings.HasPrefix(want, "*") || strings.HasPrefix(want, "%")
	back := len(want) > 1 && (strings.HasSuffix(want, "*") || strings.HasSuffix(want, "%"))
	core := strings.Trim(want, "*%")
	switch {
	case front && back:
		return strings.Contains(text, core)
	case front:
		return strings.HasSuffix(text, core)
	case back:
		return strings.HasPrefix(text, core)
	}
	return text == want
}
