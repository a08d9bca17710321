package anvisning

import (
	"fmt"
	"slices"
	"strings"

	"github.com/beevik/etree"

	"klarmeld/internal/municipality"
	"klarmeld/internal/oio"
)

// target is what a role's UUID may point at in the registers.
type target struct {
	kinds []municipality.ObjektKind
	// partial: the registers of one municipality need not hold it, so that a
	// UUID they do not know proves nothing: another municipality, or a
	// classification that is not KLE.
	partial bool
}

var (
	toOrganisation = target{kinds: []municipality.ObjektKind{municipality.Organisation}}
	toUnit         = target{kinds: []municipality.ObjektKind{municipality.OrganisationEnhed}}
	toHandler      = target{kinds: []municipality.ObjektKind{municipality.OrganisationEnhed, municipality.Bruger}}
	toAccess       = target{kinds: []municipality.ObjektKind{municipality.Organisation, municipality.OrganisationEnhed, municipality.Bruger}}
	toKLE          = target{kinds: []municipality.ObjektKind{municipality.Klasse}}
	toClass        = target{kinds: []municipality.ObjektKind{municipality.Klasse}, partial: true}
	toITSystem     = target{kinds: []municipality.ObjektKind{municipality.ItSystem}}
)

// anyRole stands for the roles of a relation that are not named.
const anyRole = "*"

// targets gives each role its target.
var targets = map[string]map[string]target{
	"Sagsaktoer": {"Ejer": toOrganisation, "Ansvarlig": toUnit, "Primær behandler": toHandler, "Andre behandlere": toHandler, "Udlånt til": toHandler,
		"Bopælskommune": {kinds: toOrganisation.kinds, partial: true}},
	"Dokumentaktoer": {"Ejer": toOrganisation, "Ansvarlig": {kinds: []municipality.ObjektKind{municipality.Organisation, municipality.OrganisationEnhed}},
		"Primær behandler": toHandler, "Andre behandlere": toHandler, "Fordelt til": toHandler},
	"Sagsklasse":               {"Primær klasse": toKLE, "Handlingsklasse": toKLE, anyRole: toClass},
	"Dokumentklasse":           {"Primær klasse": toKLE, anyRole: toClass},
	"SagsitsystemRelation":     {"Master": toITSystem, "Afsender": toITSystem},
	"DokumentitsystemRelation": {"Master": toITSystem, "Afsender": toITSystem},
	"Sikkerhedsprofil":         {"Adgang": toAccess},
}

// typeKinds says what a relation's Type calls the objects of the registers.
var typeKinds = map[string]municipality.ObjektKind{
	"Organisation": municipality.Organisation, "OrgEnhed": municipality.OrganisationEnhed, "Bruger": municipality.Bruger,
	"IT-system": municipality.ItSystem, "Klasse": municipality.Klasse,
}

// registers looks a relation's reference up in FK Organisation or FK
// Klassifikation, as they stand at this point of the run.
func (c *trial) registers(d oio.Del) {
	t, ok := c.target(d)
	if c.Registers == nil || !ok || !oio.IsUUID(d.Reference.UUID) || c.ending(d) {
		return
	}
	c.Checks++
	o, found := c.Registers.Get(d.Reference.UUID)
	wanted := c.wanted(d, t)
	switch {
	case !found && t.partial:
	case !found:
		register := registerOf(t)
		c.fail(RuleReference, oio.Child(d.El, "ReferenceID"), d, fmt.Sprintf("Referencen%s peger ikke på %s i %s.", c.where(d), oneOf(wanted), register),
			fmt.Sprintf("UUID på %s i %s", oneOf(wanted), register), "UUID "+quoted(d.Reference.UUID)+", som ikke findes", "Læs UUID'en i "+register+", og send den.")
	case !slices.Contains(wanted, o.Kind):
		c.fail(RuleReferenceType, oio.Child(d.El, "ReferenceID"), d,
			fmt.Sprintf("Referencen%s skal være %s, men UUID'en er %s »%s«.", c.where(d), oneOf(wanted), o.Kind, o.Latest().Navn),
			fmt.Sprintf("UUID på %s i %s", oneOf(wanted), registerOf(t)), fmt.Sprintf("UUID på %s »%s«", o.Kind, o.Latest().Navn), "")
	default:
		c.endedBefore(d, o)
		if o.Kind == municipality.Klasse {
			c.class(d, o)
		}
	}
}

// target is what the relation's role points at. Of a role we do not know
// nothing can be said.
func (c *trial) target(d oio.Del) (target, bool) {
	role := c.roleOf[d.El]
	t, ok := targets[d.Kind][role]
	if !ok && role != "" {
		t, ok = targets[d.Kind][anyRole]
	}
	return t, ok
}

// wanted is what the relation's Type says, when its role allows it: a type that
// the role does not allow is the row's business.
func (c *trial) wanted(d oio.Del, t target) []municipality.ObjektKind {
	if k, ok := typeKinds[c.typeName(d)]; ok && slices.Contains(t.kinds, k) {
		return []municipality.ObjektKind{k}
	}
	return t.kinds
}

func registerOf(t target) string {
	if t.kinds[0] == municipality.Klasse {
		return "FK Klassifikation"
	}
	return "FK Organisation"
}

// oneOf is "en Bruger", or "en OrganisationEnhed eller en Bruger".
func oneOf(kinds []municipality.ObjektKind) string {
	out := ""
	for i, k := range kinds {
		if i > 0 {
			out += " eller "
		}
		if k == municipality.ItSystem {
			out += "et "
		} else {
			out += "en "
		}
		out += string(k)
	}
	return out
}

// endedBefore remarks on a relation to what was over when the relation began.
func (c *trial) endedBefore(d oio.Del, o municipality.Objekt) {
	fra := d.Virkning.Fra
	if !d.Virkning.Usable() {
		return
	}
	c.Checks++
	if end := o.Latest().Til; o.Ended() && !fra.Time.Before(end) {
		c.fail(RuleReferenceEnded, oio.Child(d.El, "ReferenceID"), d,
			fmt.Sprintf("Referencen%s peger på %s »%s«, som var ophørt, før relationen begyndte.", c.where(d), o.Kind, o.Latest().Navn),
			"noget, der gjaldt "+fra.String(), "ophørt "+oio.FormatTime(end), "")
	}
}

// class holds the number beside the UUID against the class that the UUID is.
func (c *trial) class(d oio.Del, o municipality.Objekt) {
	number := d.Local("BrugervendtNoegle")
	if number == "" {
		return // its row says so
	}
	c.Checks++
	seen := oio.Trim(oio.Without(number, oio.Unseen(number))) // its row says what else is in it
	for _, v := range o.Versions {
		if v.Noegle == seen {
			return
		}
	}
	path := "LokalUdvidelseListe/" + d.Kind + "LokalUdvidelse/BrugervendtNoegle"
	other, known := c.Registers.ByName(municipality.Klasse, seen)
	var ways []string
	var repair *Repair
	if c.classTakes(d, path, o.Latest().Noegle) { // else it is the UUID of another kind of class
		ways = append(ways, "nummer "+o.Latest().Noegle)
		repair = &Repair{At: d.El, Path: path, Content: o.Latest().Noegle, Example: true}
	}
	if known && c.classTakes(d, path, seen) {
		ways = append(ways, fmt.Sprintf("UUID'en på %s (%s)", seen, other.UUID))
		// People know the number: it is the UUID that is likely to be wrong.
		repair = &Repair{At: d.El, Path: "ReferenceID", Content: byUUID(other.UUID), Example: true}
	}
	fix := "Send UUID og nummer fra den samme klasse"
	if len(ways) > 0 {
		fix += ": " + strings.Join(ways, ", eller ")
	}
	c.fail(RuleClass, d.El, d,
		fmt.Sprintf("KLE-nummer og UUID hører ikke til samme klasse%s: nummeret er %s, men UUID'en er %s »%s«.", c.where(d), number,
			o.Latest().Noegle, o.Latest().Navn),
		"UUID og nummer på den samme klasse", fmt.Sprintf("nummer %s, og UUID'en på %s »%s«", quoted(number), o.Latest().Noegle, o.Latest().Navn), fix+".")
	if repair != nil {
		c.repaired(*repair)
	}
}

// classTakes reports whether a class of that number is of the kind that the relation's
// role is of: a KLE topic is none that says what is done, and the other way round.
func (c *trial) classTakes(d oio.Del, path, number string) bool {
	if c.roleOf[d.El] == "Handlingsklasse" {
		return !kleTopic.MatchString(number)
	}
	for _, r := range Rows(c.objekt.Type, d.Kind, c.roleOf[d.El]) {
		if r.Path == path {
			return r.Format.Takes(Value{El: holding(number), Del: d, Rule: &r, Roles: c.Roles})
		}
	}
	return true
}

// holding is an element with a text.
func holding(text string) *etree.Element {
	el := etree.NewElement("x")
	el.SetText(text)
	return el
}
