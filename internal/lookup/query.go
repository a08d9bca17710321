package lookup

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/beevik/etree"

	"klarmeld/internal/municipality"
	"klarmeld/internal/oio"
)

// query is a search: every criterion must hold.
type query struct {
	kind      Kind
	first     int
	most      int
	fields    []criterion
	relations map[string][]string // relation name → UUIDs, each of which must be there
	names     []string            // of relations, in the order asked
	state     string              // Aktiv, Inaktiv, true, false; "" does not bind
	period    oio.Virkning
	anyTime   bool // a period was given: ended objects are looked at too
}

type criterion struct {
	field Field
	want  string
}

// query reads a SoegInput. What it cannot evaluate is named, never passed over
// in silence: a search that ignored a criterion would find too much.
func (s service) query(body *etree.Element) (query, string) {
	q := query{kind: s.kind, most: MaxPage, relations: map[string][]string{}}
	for name, to := range map[string]*int{"FoersteResultatReference": &q.first, "MaksimalAntalKvantitet": &q.most} {
		text := strings.TrimSpace(oio.Text(oio.Child(body, name)))
		if text == "" {
			continue
		}
		n, err := strconv.Atoi(text)
		if err != nil || n < 0 {
			return q, fmt.Sprintf("%s skal være et helt tal fra 0, ikke %q", name, text)
		}
		*to = n
	}
	q.most = min(q.most, MaxPage)
	if v := oio.Child(body, "SoegVirkning"); v != nil {
		q.period, q.anyTime = oio.ReadVirkning(v), true
	}
	for _, read := range []func(*etree.Element, *query) string{s.readFields, s.readState, s.readRelations} {
		if problem := read(body, &q); problem != "" {
			return q, problem
		}
	}
	return q, ""
}

func (s service) readFields(body *etree.Element, q *query) string {
	for _, e := range oio.Children(oio.Child(body, "AttributListe"), "Egenskab") {
		for _, c := range e.ChildElements() {
			if c.Tag == "Virkning" {
				continue // the period of a search stands in SoegVirkning
			}
			i := slices.IndexFunc(s.kind.Fields, func(f Field) bool { return f.Name == c.Tag })
			if i < 0 {
				return fmt.Sprintf("klarmeld kan ikke søge på %s i %s", c.Tag, s.kind.Kind)
			}
			q.fields = append(q.fields, criterion{s.kind.Fields[i], strings.TrimSpace(oio.Text(c))})
		}
	}
	return ""
}

func (s service) readState(body *etree.Element, q *query) string {
	list := oio.Child(body, "TilstandListe")
	if list == nil {
		return ""
	}
	for _, c := range list.ChildElements() {
		switch {
		case c.Tag == "Gyldighed" && s.kind.Tilstand == Gyldighed:
			q.state = strings.TrimSpace(oio.Text(oio.Child(c, "GyldighedStatusKode")))
		case c.Tag == "PubliceretStatus" && s.kind.Tilstand == PubliceretStatus:
			q.state = strings.TrimSpace(oio.Text(oio.Child(c, "ErPubliceretIndikator")))
		default:
			return fmt.Sprintf("klarmeld kan ikke søge på %s i %s", c.Tag, s.kind.Kind)
		}
	}
	return ""
}

func (s service) readRelations(body *etree.Element, q *query) string {
	list := oio.Child(body, "RelationListe")
	if list == nil {
		return ""
	}
	for _, c := range list.ChildElements() {
		ref := oio.ReadRef(oio.Child(c, "ReferenceID"))
		if !slices.Contains(s.kind.Relations, c.Tag) || ref.UUID == "" {
			return fmt.Sprintf("klarmeld kan ikke søge på relationen %s i %s uden en UUID, den kender", c.Tag, s.kind.Kind)
		}
		if !slices.Contains(q.names, c.Tag) {
			q.names = append(q.names, c.Tag)
		}
		q.relations[c.Tag] = append(q.relations[c.Tag], ref.UUID)
	}
	return ""
}

// matches reports whether some version of the object that the search looks at
// meets every criterion. Without a period that is the newest one, and only
// objects in force, unless the search asks for those that are not.
func (q query) matches(o municipality.Objekt) bool {
	ended := o.Ended()
	switch q.state {
	case "Inaktiv", "false", "0":
		if !ended {
			return false
		}
	default:
		if ended && !q.anyTime {
			return false
		}
	}
	if !q.anyTime {
		return q.meets(o.Latest())
	}
	return slices.ContainsFunc(o.Versions, func(v municipality.Version) bool { return overlaps(v, q.period) && q.meets(v) })
}

func (q query) meets(v municipality.Version) bool {
	for _, c := range q.fields {
		if !like(c.field.Get(v), c.want) {
			return false
		}
	}
	for _, name := range q.names {
		for _, id := range q.relations[name] {
			if !slices.ContainsFunc(v.Relationer[name], func(r string) bool { return oio.SameUUID(r, id) }) {
				return false
			}
		}
	}
	return true
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
