package conformant

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"klarmeld/internal/municipality"
)

// Ground is what is the same for all messages: the municipality's registers, and
// the list of relation classes in force.
type Ground struct {
	Register *municipality.Register
	Roles    *municipality.Relationsklasser
}

// Era is a time in which the rules stay what they are: until January 2020
// AktoerTypeKode was that of an organisation or a unit, since then of a user or a
// system.
type Era int

// The eras. Both is a case that begins in one and is sent in the other.
const (
	Since2020 Era = iota
	Until2020
	Both
)

// The rules changed in January 2020; the rows do not say on which day of it.
var (
	oldEnds   = time.Date(2019, time.December, 31, 0, 0, 0, 0, time.UTC)
	newBegins = time.Date(2020, time.February, 1, 0, 0, 0, 0, time.UTC)
	// All registers of Korsbæk have been since 2007; the newest message is older
	// than the day on which it is judged.
	earliest = time.Date(2007, time.February, 1, 0, 0, 0, 0, time.UTC)
	latest   = time.Date(2026, time.October, 1, 0, 0, 0, 0, time.UTC)
)

// party is who a relation of aktører refers to.
type party struct {
	kind              string // Organisation, OrgEnhed or Bruger
	ref               Ref
	navn, noegle, cvr string
	known             bool // a UUID in FK Organisation
}

// class is a class of FK Klassifikation, or of another classification.
type class struct{ uuid, noegle, titel string }

// World is a sender and its municipality.
type World struct {
	source
	Ground
	// Registered says that the sender's UUIDs are those of the registers; else they
	// are of registers that nobody here has.
	Registered bool
	// Integrated says that the sender knows FK Organisation, and so refers to it by
	// UUIDs; else by URNs.
	Integrated bool
	Era        Era

	born, now, ends time.Time // the world's first and newest instant, and its last
	grain           time.Duration

	owner, neighbour             party
	units, strange, users        []party // strange: units of the neighbour
	master, afsender             class
	emner, handlinger, visninger []class
	citizens                     []citizen
	counter                      int
	series                       string
}

// Settings say what of a world is not left to chance.
type Settings struct {
	Registered bool
	OneEra     bool // the whole of it before January 2020, or after
	Whole      bool // a removal of the first cases takes the first delivery away
}

// newWorld draws a world.
func newWorld(s source, g Ground, set Settings) *World {
	w := &World{source: s, Ground: g, Registered: set.Registered}
	w.Integrated = !s.sometimes()
	w.Era = pick(s, []Era{Since2020, Since2020, Until2020, Both})
	if set.OneEra && w.Era == Both {
		w.Era = Until2020
	}
	w.grain = pick(s, []time.Duration{time.Second, time.Minute, time.Millisecond, time.Microsecond, time.Nanosecond})
	w.times()
	w.series = s.digits(9)
	w.organisations()
	w.classes()
	w.persons()
	return w
}

func (w *World) times() {
	from, til, newest := newBegins, latest.AddDate(-1, 0, 0), latest
	switch w.Era {
	case Until2020:
		from, til, newest = earliest, oldEnds.AddDate(-1, 0, 0), oldEnds
	case Both:
		from, til = earliest, oldEnds
	}
	w.born = w.between(from, til, w.grain)
	after := w.born.Add(time.Hour)
	if w.Era == Both {
		after = newBegins
	}
	w.now = w.between(after, later(after, newest.AddDate(0, -6, 0)), w.grain)
	w.ends = newest
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// number is new in this world.
func (w *World) number() int {
	w.counter++
	return w.counter
}

func (w *World) organisations() {
	owner, _ := w.Register.Owner()
	w.owner = party{kind: "Organisation", ref: Ref{UUID: owner.UUID}, navn: w.Register.Navn(), noegle: owner.Latest().Noegle, cvr: w.Register.CVR(), known: true}
	for _, o := range w.Register.All(municipality.Organisation) {
		if firm, ok := w.Register.Get(o.Latest().Relationer[municipality.RelVirksomhed][0]); ok && firm.Latest().CVR != w.owner.cvr {
			w.neighbour = party{kind: "Organisation", ref: Ref{UUID: o.UUID}, navn: o.Latest().Navn, noegle: o.Latest().Noegle, cvr: firm.Latest().CVR, known: true}
		}
	}
	systems := w.Register.All(municipality.ItSystem)
	w.master, w.afsender = systemOf(systems[0]), systemOf(pick(w.source, systems[:3]))
	switch {
	case !w.Integrated:
		w.owner.ref, w.owner.noegle, w.owner.known = Ref{URN: "urn:oio:cvr-nr:" + w.owner.cvr}, "0999", false
		w.neighbour.ref, w.neighbour.noegle, w.neighbour.known = Ref{URN: "urn:oio:cvr-nr:" + w.neighbour.cvr}, "0998", false
	case !w.Registered:
		w.owner.ref, w.neighbour.ref, w.master.uuid, w.afsender.uuid = Ref{UUID: w.uuid()}, Ref{UUID: w.uuid()}, w.uuid(), w.uuid()
	}
	if !w.Registered {
		w.master.titel, w.afsender.titel = "Fagsystemet", "Afleveringen"
	}
	w.people(municipality.OrganisationEnhed, "OrgEnhed", &w.units)
	w.people(municipality.Bruger, "Bruger", &w.users)
	w.strange = []party{w.outsider("OrgEnhed", w.neighbour.cvr)}
}

func systemOf(o municipality.Objekt) class {
	return class{uuid: o.UUID, noegle: o.Latest().Noegle, titel: o.Latest().Navn}
}

// people are some units or users of the municipality, as the sender knows them.
func (w *World) people(kind municipality.ObjektKind, name string, into *[]party) {
	all := slices.DeleteFunc(w.Register.All(kind), func(o municipality.Objekt) bool {
		return !slices.Contains(o.Latest().Relationer[municipality.RelTilhoerer], ownerOf(w.Register))
	})
	first := w.under(len(all) - 3)
	for _, o := range all[first : first+3] {
		v := o.Latest()
		p := party{kind: name, ref: Ref{UUID: o.UUID}, navn: v.Navn, noegle: v.Noegle, cvr: w.owner.cvr, known: true}
		switch {
		case !w.Integrated && w.often():
			p = w.outsider(name, w.owner.cvr)
		case !w.Integrated: // the same people, by the sender's own names
			p.ref, p.known = Ref{URN: w.urn(name, v.Noegle)}, false
		case !w.Registered:
			p.ref = Ref{UUID: w.uuid()}
		}
		*into = append(*into, p)
	}
	if w.sometimes() { // who is not in FK Organisation has a URN in any case
		*into = append(*into, w.outsider(name, w.owner.cvr))
	}
}

func ownerOf(r *municipality.Register) string {
	o, _ := r.Owner()
	return o.UUID
}

// outsider is somebody, or a unit, that FK Organisation has not.
func (w *World) outsider(kind, cvr string) party {
	noegle := fmt.Sprintf("X%s-%d", w.series[:4], w.number())
	navn := w.person()
	if kind == "OrgEnhed" {
		navn = pick(w.source, []string{"Bostedet Åsen", "Team 3", "Skolen på Højen", "Voksen & Handicap"})
	}
	return party{kind: kind, ref: Ref{URN: w.urn(kind, noegle)}, navn: navn, noegle: noegle, cvr: cvr}
}

// urn is built as the rows ask for: urn:oio:<org>:<idtype>:xxxx, where idtype may
// have colons of its own, as KOMBIT's examples do.
func (w *World) urn(kind, id string) string {
	if kind == "OrgEnhed" {
		return pick(w.source, []string{"urn:oio:kmd:sag:administrativenhed:LOSID:", "urn:oio:leverandoer:enhed:"}) + id
	}
	return pick(w.source, []string{"urn:oio:kmd:sag:RACFID:", "urn:oio:leverandoer:bruger:"}) + id
}

var (
	emne     = regexp.MustCompile(`^\d\d\.\d\d\.\d\d$`)
	handling = regexp.MustCompile(`^[A-ZÆØÅ]\d\d$`)
)

func (w *World) classes() {
	facets := map[string]string{}
	for _, f := range w.Register.All(municipality.Facet) {
		facets[f.UUID] = f.Latest().Noegle
	}
	for _, k := range w.Register.All(municipality.Klasse) {
		v := k.Latest()
		c := class{k.UUID, v.Noegle, v.Navn}
		of := v.Relationer[municipality.RelFacet]
		switch {
		case len(of) == 0:
		case facets[of[0]] == "KLE-Emne" && emne.MatchString(c.noegle):
			w.emner = append(w.emner, c)
		case facets[of[0]] == "KLE-Handlingsfacet" && handling.MatchString(c.noegle):
			w.handlinger = append(w.handlinger, c)
		case facets[of[0]] == "Visningsklasse":
			w.visninger = append(w.visninger, c)
		}
	}
	if w.Registered {
		return
	}
	d := func(n int) string { return w.digits(n) }
	w.emner = []class{{w.uuid(), d(2) + "." + d(2) + "." + d(2), "Et emne"}, {w.uuid(), "32.24.04", "Hjælp til forsørgelse (kontanthjælp mv.)"}}
	w.handlinger = []class{{w.uuid(), "G01", "Generelle sager"}, {w.uuid(), "K08", "Kontrol"}}
	w.visninger = []class{{w.uuid(), "visning-borger", "Visning undtaget for borger"}, {w.uuid(), "visning-part", "Visning undtaget for part"}}
}

// citizen is who can be a part of a case.
type citizen struct{ kind, urn, navn string }

// persons are people and companies of whom no two are the same. Their numbers are
// nobody's: no month is above 12, and no CVR or P number begins with nought.
func (w *World) persons() {
	for _, b := range w.Register.Borgere() {
		w.citizens = append(w.citizens, citizen{"Person", "urn:oio:cpr-nr:" + b.CPR, b.Navn})
	}
	n := fmt.Sprint(w.number() + 1000)
	name := w.person()
	w.citizens = append(w.citizens,
		citizen{"Person", "urn:oio:cpr-nr:" + "0113" + w.series[:6], w.person()},
		citizen{"Person", "urn:oio:us:personid:" + w.series[:7], w.person()},
		citizen{"Person", "urn:oio:udk:borgerid:000" + w.series, w.person()},
		citizen{"Person", "urn:oio:fuldtnavn:" + name, name},
		citizen{"Virksomhed", "urn:oio:cvr-nr:0000" + n[:4], "Bageriet & Søn"},
		citizen{"Virksomhed", "urn:oio:pnr:000000" + n[:4], "Strandskolen ApS"},
		citizen{"Virksomhed", "urn:oio:fuldtnavn:Foreningen af 1901", "Foreningen af 1901"})
	if w.sometimes() {
		w.citizens = append(w.citizens, citizen{"Virksomhed", "urn:oio:cvr-nr:" + w.owner.cvr, w.owner.navn})
	}
	first := w.under(len(w.citizens))
	w.citizens = append(slices.Clone(w.citizens[first:]), w.citizens[:first]...)
}

// roleID and typeID are the UUIDs that a role and a type go by.
func (w *World) roleID(object, element, art, name string) string {
	k, ok := w.Roles.ByName(object, localName(element), art, name)
	if !ok {
		panic(strings.Join([]string{"no class for", object, element, art, name}, " "))
	}
	return k.UUID
}
