package anvisning

import (
	"strings"

	"github.com/beevik/etree"

	"klarmeld/internal/contract"
	"klarmeld/internal/municipality"
	"klarmeld/internal/oio"
)

// Composer makes parts of a Sag or a Dokument from the rows: what they demand
// is there, and nothing else.
type Composer struct {
	Roles *municipality.Relationsklasser
	// Registers have what references point at; nil leaves them to samples.
	Registers *municipality.Register
	// Content, when set, may give another content for a row; "" leaves it.
	Content func(Rule) string
}

// Part makes a part of the kind and role below the lists of an object: parent
// is its Registrering, or the object itself in an opdater. It returns nil when
// the contract has no place for it.
func (c Composer) Part(parent *etree.Element, o oio.ObjektType, kind, rolle string) *etree.Element {
	el := c.Empty(parent, kind)
	if el == nil {
		return nil
	}
	if k, ok := c.Roles.ByName(string(o), kind, municipality.ArtRolle, rolle); ok {
		reach(el, "Rolle", byUUID(k.UUID))
	}
	c.Fill(el, o, kind, rolle)
	contract.Hoist(el)
	return el
}

// Empty makes a part with nothing in it.
func (c Composer) Empty(parent *etree.Element, kind string) *etree.Element {
	list := ensure(parent, listFor(kind))
	if el := contract.Place(list, kind); el != nil {
		return el
	}
	return contract.Place(ensure(list, "LokalUdvidelseListe"), kind)
}

// listFor is the list that holds parts of the kind.
func listFor(kind string) string {
	switch kind {
	case oio.DelEgenskaber, oio.DelIndeksEgenskaber:
		return "AttributListe"
	case oio.DelFremdrift:
		return "TilstandListe"
	}
	return "RelationListe"
}

// Fill gives a part what the rows of its kind and role demand and it has not:
// first what is always demanded, then what that in turn demands.
func (c Composer) Fill(el *etree.Element, o oio.ObjektType, kind, rolle string) {
	for _, conditional := range []bool{false, true} {
		for _, r := range Rows(o, kind, rolle) {
			if (r.Obligation == OB4) == conditional && c.demanded(r, el) && oio.Path(el, strings.Split(r.Path, "/")...) == nil {
				reach(el, r.Path, c.For(r))
			}
		}
	}
}

func (c Composer) demanded(r Rule, el *etree.Element) bool {
	switch r.Obligation {
	case Absent, Optional:
		return false
	case OB4:
		return r.If.Holds(r.Objekt, el, c.Roles)
	}
	return true
}

// For is a content that keeps the row. References point at what the registers
// have.
func (c Composer) For(r Rule) string {
	if c.Content != nil {
		if own := c.Content(r); own != "" {
			return own
		}
	}
	switch {
	case r.Format.Types() != nil:
		if k, ok := c.Roles.ByName(string(r.Objekt), r.Del, municipality.ArtType, r.Format.Types()[0]); ok {
			return byUUID(k.UUID)
		}
	case r.Path == "ReferenceID" && strings.HasPrefix(r.Format.Good[0], "<UUID"):
		return byUUID(c.target(r))
	case strings.HasSuffix(r.Path, "/BrugervendtNoegle") && strings.HasSuffix(r.Del, "klasse"):
		return classFor(r.Rolle)
	case r.Path == "BrugerRef" || strings.HasSuffix(r.Path, "AktoerRef"):
		return byUUID(c.first(municipality.Bruger))
	case r.Path == "Indeks":
		return "1"
	case r.Example != "" && !r.Described:
		return r.Example
	}
	return r.Format.Good[0]
}

// classNumbers are numbers of classes on the lists that a role's row names. Of
// control themes and decisions the registers need not have any.
var classNumbers = map[string]string{"Handlingsklasse": "G01", "Visningsklasse": "Visning undtaget for borger", "Kontroltemaklasse": "A-01",
	"Afgørelsesklasse": "A-01"}

// classFor is the number of a class that will do for the role.
func classFor(rolle string) string {
	if number, ok := classNumbers[rolle]; ok {
		return number
	}
	return "27.35.04"
}

// target is the UUID of something that the row's reference may point at.
func (c Composer) target(r Rule) string {
	for _, o := range Rows(r.Objekt, r.Del, r.Rolle) {
		types := o.Format.Types()
		if types == nil {
			continue
		}
		switch types[0] {
		case "Klasse":
			if c.Registers != nil {
				if k, ok := c.Registers.ByName(municipality.Klasse, classFor(r.Rolle)); ok {
					return k.UUID
				}
			}
		case "Organisation":
			if ofOthers[r.Rolle] {
				return c.another()
			}
			return c.first(municipality.Organisation)
		case "OrgEnhed":
			return c.first(municipality.OrganisationEnhed)
		case "Bruger":
			return c.first(municipality.Bruger)
		case "IT-system":
			return c.first(municipality.ItSystem)
		}
	}
	return sampleUUID
}

func (c Composer) first(kind municipality.ObjektKind) string {
	if c.Registers != nil {
		if o, ok := c.Registers.First(kind); ok {
			return o.UUID
		}
	}
	return sampleUUID
}

// ofOthers are the roles of another municipality than the object's own.
var ofOthers = map[string]bool{"Bopælskommune": true}

// another is an organisation that is not the municipality's own.
func (c Composer) another() string {
	id, own := sampleUUID, c.first(municipality.Organisation)
	if c.Registers != nil {
		c.Registers.Each(municipality.Organisation, func(o municipality.Objekt) bool {
			id = o.UUID
			return o.UUID == own
		})
	}
	return id
}

// reach makes the path below el as far as it is not there, and gives its end a
// content. It returns nil when the contract has no place for it.
func reach(el *etree.Element, path, content string) *etree.Element {
	for _, step := range strings.Split(path, "/") {
		if el = ensure(el, step); el == nil {
			return nil
		}
	}
	return Fill(el, content)
}

func ensure(parent *etree.Element, tag string) *etree.Element {
	if parent == nil {
		return nil
	}
	if el := oio.Child(parent, tag); el != nil {
		return el
	}
	return contract.Place(parent, tag)
}
