package anvisning

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/beevik/etree"

	"klarmeld/internal/kle"
	"klarmeld/internal/municipality"
	"klarmeld/internal/oio"
	"klarmeld/internal/ordliste"
	"klarmeld/internal/verdict"
)

// Surroundings is what a check may know besides the object itself. Only Roles
// is needed; what is nil is not asked.
type Surroundings struct {
	Roles *municipality.Relationsklasser
	// Words is the municipality's list of words that titles should not have; nil:
	// klarmeld's own.
	Words *ordliste.List
	// KLE is the user's edition of KLE; nil: none was given.
	KLE *kle.Edition
	// Registers are looked up for references into FK Organisation and FK
	// Klassifikation.
	Registers *municipality.Register
	// Peers holds the objects of the message in their order, this one among
	// them.
	Peers *Peers
	// Before holds the parts of the object as the index had them before the
	// message, State as it has them after it; nil when it has none, or when it
	// is not known (an opdater looked at alone).
	Before, State []oio.Del
	// Fallen are the states that the object had and that another has taken the place of,
	// which the sender dated the same; nil: it is not known.
	Fallen func() []oio.Del
	// Refused: the index took nothing of the object, so that State is old.
	Refused bool
	// Held says what the index holds under a UUID after the message, "" for
	// nothing.
	Held func(uuid string) oio.ObjektType
	// Namesakes lists the objects of a type that the index holds with a
	// BrugervendtNoegle in one municipality (see MunicipalityOf).
	Namesakes func(t oio.ObjektType, kommune, noegle string) []Namesake
	// KeyHolder is the reference of the first whom the index has with a key; "" when there
	// is none, and when it has been told already of this one.
	KeyHolder func(Keyed) string
	// Index looks other objects up in the index, as it is after the message.
	Index Index
	// OrganisationRead and KlassifikationRead: the system has read FK
	// Organisation, FK Klassifikation, in this run.
	OrganisationRead, KlassifikationRead bool
	// Told reports whether a register has told the system of a UUID; nil: it has
	// not.
	Told func(uuid string) bool
	// Prescribed: a scenario has said what the system was to tell, and so of which case
	// a document is. Of a message alone, and of traffic that was captured, nobody has.
	Prescribed bool
	// Unmended: nobody asks how a deviation is mended, and none says so (Repair).
	Unmended bool
	// Newest is the time of the newest registration that the index had of the
	// object, Came when the message came; zero when that is not known.
	Newest, Came time.Time
}

// Index is what rules may ask of other objects than the one under trial.
type Index interface {
	// Parts are the parts of an object, nil when there is none.
	Parts(uuid string) []oio.Del
	// Referrers are the objects that refer to one, the oldest of them.
	Referrers(uuid string) []string
	// Removed is the UUID of the object that had a BrugervendtNoegle in a municipality
	// and was removed; "" when none was.
	Removed(t oio.ObjektType, kommune, noegle string) string
}

// Check tries every rule on one object of an importer or opdater message.
// Deviations come in the order of the catalogue, then of the document.
func Check(o oio.Objekt, s Surroundings) Tally {
	if more := o.Excess(); more != "" {
		// Nobody reads what is wrong with each of so many.
		return Tally{Checks: 1, Deviations: []Deviation{{Rule: RuleExcess, Source: oio.FromLimit, Outcome: verdict.Fail, El: o.El,
			Message: "Objektet har " + more + ", og det er ikke prøvet.", Expected: "færre i én meddelelse", Actual: more,
			Fix: "Send det, objektet har, i flere meddelelser."}}}
	}
	c := trial{objekt: o, Surroundings: s, dele: o.Dele(), roleOf: map[*etree.Element]string{}, told: map[*etree.Element]bool{}}
	c.own = newPartsIn(o.Type, c.dele, s.Roles)
	for i, d := range c.dele {
		if role := c.own.roles[i]; d.Relation && role != "" {
			c.roleOf[d.El] = role
		}
	}
	values := c.values()
	for _, g := range rowGroups()[o.Type] {
		c.group(g)
	}
	c.tellEmpty()
	values = c.besideRows(values)
	c.named()
	c.Deviations = append(c.Deviations, values...)
	return c.Tally
}

// RuleExcess is broken by what is larger than what is read; it is a rule of form.
const RuleExcess = "xml.for-mange"

// trial is one object under trial.
type trial struct {
	Surroundings
	Tally
	objekt oio.Objekt
	dele   []oio.Del                 // of all its registrations
	own    *partsIn                  // the same, by kind and role
	kept   *partsIn                  // those of State; nil until asked for
	roleOf map[*etree.Element]string // relation → name of its role, when known
	past   *past                     // nil until asked for
	blank  []*namedOnce              // what is there with nothing in it, by name
	// otherwise is what only the general guidance forbids, by name.
	otherwise    []*namedOnce
	hints        *hints                                      // nil until asked for
	told         map[*etree.Element]bool                     // elements that hold no value at all, of which nothing else is said
	registerKeys map[municipality.ObjektKind]map[string]bool // of FK Organisation, as far as they were asked for
	gathered
}

// element tries a row on one part, at.
func (c *trial) element(r *Rule, at *etree.Element, d *oio.Del) {
	el := oio.Path(at, r.path()...)
	demanded, forbidden := c.demand(r, at, d)
	switch {
	case el == nil && demanded:
		c.Checks++
		there, absent := deepest(at, r.Path)
		c.missing(r, there, *d, c.put(r, at, nil), absent)
	case el == nil:
		return
	case !demanded && c.mayBeEmpty(r, d) && empty(el):
		c.Checks++
		c.emptied(r, at, el, *d)
	case forbidden && c.owed(r, at, d):
		// What it stands beside is missing, and that is told: when it is there, this may be.
	case forbidden:
		c.Checks++
		fix := "Fjern " + last(r.Path) + "."
		if oio.Trim(oio.Text(el)) == oio.Forbidden { // copied from the row
			fix = "Fjern " + last(r.Path) + ": n/a er KOMBITs tegn i rækken for, at der intet skal stå, og er intet eksempel."
		}
		c.deviate(Deviation{Rule: r.ID, Source: r.Source(), Outcome: verdict.Fail, El: el, Del: *d,
			Message:  c.forbidding(r, *d),
			Expected: "intet element " + last(r.Path), Actual: "<" + last(r.Path) + "> " + quoted(strings.TrimSpace(oio.Text(el))), Fix: fix,
			Repair: &Repair{At: at, Path: r.Path, Remove: true}})
	case r.Obligation != Absent:
		c.Checks++
		if r.Obligation == OB4 && !demanded && !c.ends(d) && !c.owed(r, at, d) {
			c.otherwise = once(c.otherwise, r, at, el, r.Path, *d)
		}
		c.format(r, at, el, *d)
	}
}

// owed reports whether the element that a condition speaks of is one that is missing.
func (c *trial) owed(r *Rule, at *etree.Element, d *oio.Del) bool {
	if r.Obligation != OB4 {
		return false
	}
	if el := oio.Path(at, r.If.path()...); el != nil && !empty(el) {
		return false
	}
	for i := range Rules() {
		o := &Rules()[i]
		if o.Objekt == r.Objekt && o.Del == r.Del && o.Rolle == r.Rolle && o.Path == r.If.Path {
			must, _ := c.demand(o, at, d)
			return must
		}
	}
	return false
}

// demand says whether the element must be there, or must not.
func (c *trial) demand(r *Rule, at *etree.Element, d *oio.Del) (must, mustNot bool) {
	if c.ends(d) && !strings.HasPrefix(r.Path, "Virkning/") && r.Path != "Indeks" && r.Obligation != Absent {
		return false, false
	}
	switch r.Obligation {
	case Absent:
		return false, true
	case Optional:
		return false, false
	case OB1:
		// Registration data and the like are demanded at import; a relation's
		// whenever it is there, since a new one replaces the old one whole. In
		// parts with several sets missingPart looks at them together.
		return d.Relation || (r.Del == "Registrering" && !c.objekt.Opdatering), false
	case OB4:
		if r.If.Holds(c.objekt.Type, at, c.Roles) {
			return true, false
		}
		return false, r.If.ElseAbsent
	case OB5:
		if oio.Child(at, "Virkning") == nil {
			// One finding says that the whole Virkning is missing.
			return strings.HasSuffix(r.Path, "/FraTidspunkt"), false
		}
		return true, false
	case OB2:
		return true, false
	}
	return true, false
}

// ending reports whether an opdater sends the relation only to end it (AM-02):
// then its key and its period are all that can be asked for.
func (c *trial) ending(d oio.Del) bool { return c.ends(&d) }

// ends is ending without a copy of the part: every row asks it.
func (c *trial) ends(d *oio.Del) bool {
	return c.objekt.Opdatering && d.Relation && d.Virkning.Til.Ok && !d.Virkning.Til.Uendelig
}

// Holds reports whether the condition holds in the part at, of a Sag or a
// Dokument.
func (h *Premise) Holds(o oio.ObjektType, at *etree.Element, roles *municipality.Relationsklasser) bool {
	el := oio.Path(at, h.path()...)
	switch {
	case el == nil, empty(el), h.URN && oio.ReadRef(el).URN == "", h.Text != "" && strings.TrimSpace(oio.Text(el)) != h.Text:
		return false
	case h.Type == "":
		return true
	}
	k, ok := roles.ByUUID(string(o), at.Tag, municipality.ArtType, oio.ReadRef(oio.Child(at, "Type")).UUID)
	return ok && k.Navn == h.Type
}

func (c *trial) format(r *Rule, at, el *etree.Element, d oio.Del) {
	actual, outcome := r.Format.try(Value{El: el, Del: d, Rule: r, Roles: c.Roles})
	if outcome == verdict.Pass {
		return
	}
	message := fmt.Sprintf("%s%s har ikke den rette form: %s skal være %s.", last(r.Path), c.where(d), r.what(), r.Format.Expected)
	fix := fmt.Sprintf("Ret %s: der skal stå %s.", last(r.Path), r.Format.Expected)
	if typ := c.typeToSend(r); typ != "" {
		fix = fmt.Sprintf("Ret %s: der skal stå %s.", last(r.Path), typ)
	}
	if part := r.Format.brokenPart(Value{El: el, Del: d, Rule: r, Roles: c.Roles}); part.Part != "" {
		message = fmt.Sprintf("%s%s har ikke den rette form: %s.", last(r.Path), c.where(d), part.Part)
		if strings.HasSuffix(actual, "«") {
			actual += ": " + part.Part
		}
		if part.Mend != "" {
			fix = fmt.Sprintf("Ret %s: %s.", last(r.Path), part.Mend)
		}
	}
	c.deviate(Deviation{Rule: r.ID, Source: r.Source(), Outcome: outcome, El: el, Del: d,
		Message: message, Expected: r.Format.Expected, Actual: actual, Fix: fix, Repair: c.put(r, at, el)})
}

func (c *trial) missing(r *Rule, at *etree.Element, d oio.Del, repair *Repair, absent string) {
	element, demand := last(r.Path), r.Obligation.demand()
	if r.Obligation == OB5 && oio.Child(at, "Virkning") == nil && at.Tag != "Virkning" {
		element = "Virkning"
	}
	if r.Obligation == OB4 {
		demand = "er obligatorisk, " + r.If.When
	}
	fix := fmt.Sprintf("Tilføj <%s> i %s", element, place(r))
	expected := strings.TrimSuffix(fmt.Sprintf("<%s>, %s", element, r.Format.Expected), ", ")
	if element == "Virkning" {
		expected, repair = "<Virkning>, der siger, fra hvornår og til hvornår det gælder, og hvem der siger det", c.period(at)
		fix = fmt.Sprintf("Tilføj <Virkning> i %s, med FraTidspunkt, TilTidspunkt, AktoerRef og AktoerTypeKode", strings.TrimSuffix(place(r), "/Virkning"))
	} else if typ := c.typeToSend(r); typ != "" {
		fix += ": " + typ
	}
	c.deviate(Deviation{Rule: r.ID, Source: r.Source(), Outcome: verdict.Fail, El: at, Del: d,
		Message:  fmt.Sprintf("%s mangler%s: %s %s.", element, c.where(d), r.what(), demand),
		Expected: expected, Actual: "intet element " + element, Fix: fix + ".", Repair: repair, Missing: absent, Field: true})
}

// typeToSend says which class a relation's Type is, where there is only one and its UUID is
// public; "" otherwise.
func (c *trial) typeToSend(r *Rule) string {
	if len(r.Format.types) != 1 {
		return ""
	}
	k, ok := c.Roles.ByName(string(r.Objekt), r.Del, municipality.ArtType, r.Format.types[0])
	if !ok || k.Placeholder() {
		return ""
	}
	return fmt.Sprintf("typen %s (UUID %s)", k.Navn, k.UUID)
}

// likely is how many deviations an object has that has any.
const likely = 8

func (c *trial) deviate(d Deviation) {
	if !c.told[d.El] {
		if c.Deviations == nil {
			c.Deviations = make([]Deviation, 0, likely)
		}
		c.Deviations = append(c.Deviations, d)
	}
}

// where names the relation that a part is, for a sentence.
func (c *trial) where(d oio.Del) string {
	if role := c.roleOf[d.El]; role != "" {
		return " på " + d.Kind + " »" + role + "«"
	}
	if d.Kind != "" {
		return " i " + d.Kind
	}
	return ""
}

// forbidding says that the row's element must not be there.
func (c *trial) forbidding(r *Rule, d oio.Del) string {
	if r.Obligation == OB4 {
		return fmt.Sprintf("%s må kun udfyldes%s, %s.", last(r.Path), c.where(d), r.If.When)
	}
	return fmt.Sprintf("%s må ikke udfyldes%s: %s.", last(r.Path), c.where(d), r.What)
}

// place is the path below the part in which the element belongs.
func place(r *Rule) string {
	steps := strings.Split(r.Path, "/")
	if r.Del != "" {
		steps = slices.Insert(steps, 0, r.Del)
	} else {
		steps = slices.Insert(steps, 0, string(r.Objekt))
	}
	return strings.Join(steps[:len(steps)-1], "/")
}

// deepest follows the path as far as there are elements, and names the first
// that is not there.
func deepest(at *etree.Element, path string) (there *etree.Element, absent string) {
	for _, l := range strings.Split(path, "/") {
		next := oio.Child(at, l)
		if next == nil {
			return at, l
		}
		at = next
	}
	return at, ""
}

func last(path string) string { return path[strings.LastIndex(path, "/")+1:] }
