package anvisning

import (
	"fmt"

	"klarmeld/internal/municipality"
	"klarmeld/internal/oio"
)

// target says what a role's reference must point at.
var target = map[string]map[string]municipality.Kind{
	"Sagsaktoer":               {"Ejer": municipality.Organisation, "Ansvarlig": municipality.OrganisationEnhed},
	"Dokumentaktoer":           {"Ejer": municipality.Organisation},
	"Sagsklasse":               {"Primær klasse": municipality.Klasse, "Handlingsklasse": municipality.Klasse},
	"Dokumentklasse":           {"Primær klasse": municipality.Klasse},
	"SagsitsystemRelation":     {"Master": municipality.ItSystem, "Afsender": municipality.ItSystem},
	"DokumentitsystemRelation": {"Master": municipality.ItSystem, "Afsender": municipality.ItSystem},
}

// registers looks a relation's reference up in FK Organisation or FK
// Klassifikation, as they stand at this point of the run.
func (c *trial) registers(d oio.Del) {
	kind := target[d.Kind][c.roleOf[d.El]]
	if c.Registers == nil || kind == "" || d.Reference.UUID == "" {
		return
	}
	c.Checks++
	at := oio.Child(d.El, "ReferenceID")
	register := "FK Organisation"
	if kind == municipality.Klasse {
		register = "FK Klassifikation"
	}
	o, ok := c.Registers.Get(d.Reference.UUID)
	if !ok || o.Kind != kind {
		actual := "UUID " + quote(d.Reference.UUID) + ", som ikke findes"
		if ok {
			actual = fmt.Sprintf("UUID på %s »%s«", o.Kind, o.Latest().Navn)
		}
		c.fail(RuleReference, at, d, fmt.Sprintf("Referencen%s peger ikke på en %s i %s.", c.where(d), kind, register),
			fmt.Sprintf("UUID på en %s i %s", kind, register), actual, "Læs UUID'en i "+register+", og send den.")
		return
	}
	if kind == municipality.Klasse {
		c.class(d, o)
	}
}

// class holds the number beside the UUID against the class that the UUID is.
func (c *trial) class(d oio.Del, o municipality.Objekt) {
	number := d.Local("BrugervendtNoegle")
	if number == "" {
		return // its row says so
	}
	c.Checks++
	for _, v := range o.Versions {
		if v.Noegle == number {
			return
		}
	}
	expected := fmt.Sprintf("nummer %s, som er klassens nummer i FK Klassifikation", o.Latest().Noegle)
	fix := fmt.Sprintf("Send UUID og nummer fra den samme klasse: enten nummer %s, eller UUID'en på %s", o.Latest().Noegle, number)
	if other, ok := c.Registers.ByName(municipality.Klasse, number); ok {
		fix += " (" + other.UUID + ")"
	}
	c.fail(RuleClass, oio.Child(d.El, "LokalUdvidelseListe"), d,
		fmt.Sprintf("KLE-nummer og UUID er ikke samme klasse%s: nummeret er %s, men UUID'en er %s »%s«.", c.where(d), number, o.Latest().Noegle, o.Latest().Navn),
		expected, "nummer "+quote(number), fix+".")
}
