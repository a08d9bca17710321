package anvisning

import (
	"fmt"
	"slices"
	"strings"

	"klarmeld/internal/municipality"
	"klarmeld/internal/oio"
)

// prose tries what the sections' and the roles' own text says besides the rows.
func (c *trial) prose() {
	c.oneUser()
	for _, d := range c.dele {
		if d.Relation && !c.ending(d) {
			c.searchWords(d)
			c.scaleAsClass(d)
		}
	}
	if c.objekt.Type == oio.Sag {
		c.residence()
		c.recipient()
		c.undecided()
	}
	c.tellOtherwise()
}

// oneUser tries that all that an opdater makes new has one actor. What it sends again
// keeps the actor that it had, and an import brings what many have done.
func (c *trial) oneUser() {
	if !c.objekt.Opdatering || c.Before == nil {
		return
	}
	had := map[string]bool{}
	for _, d := range c.Before {
		had[startAt(d.Key(), d.Virkning.Fra)] = true
	}
	var first oio.Del
	for _, d := range c.dele {
		v := d.Virkning
		if v.El == nil || v.AktoerRef.IsZero() || !v.Usable() || had[startAt(d.Key(), v.Fra)] {
			continue
		}
		c.Checks++
		switch {
		case first.El == nil:
			first = d
		case v.AktoerRef != first.Virkning.AktoerRef:
			c.fail(RuleOneUser, oio.Child(v.El, "AktoerRef"), d,
				fmt.Sprintf("Opdateringen har to aktører: %s er en andens end %s, og en registrering er én brugers.", c.called(d), c.called(first)),
				"én aktør bag det, opdateringen gør nyt", fmt.Sprintf("to aktører: %s og %s", describe(first.Virkning.AktoerRef), describe(v.AktoerRef)), "")
			return
		}
	}
}

// searchWords finds the search words of a class: of a case's as its section says, and of
// a document's since it is the indexes that they leave.
func (c *trial) searchWords(d oio.Del) {
	el := oio.Path(d.El, "LokalUdvidelseListe", d.Kind+"LokalUdvidelse", "Soegeord")
	if el == nil || hollow(el) {
		return
	}
	c.Checks++
	c.fail(RuleSearchWord, el, d, fmt.Sprintf("Soegeord er udfyldt%s: søgeord er ved at udgå.", c.where(d)), "intet Soegeord", "et Soegeord", "")
	if ext := el.Parent(); len(oio.Children(ext, "Soegeord")) == 1 {
		c.repaired(Repair{At: ext, Path: "Soegeord", Remove: true})
	}
}

// scale is the sensitivity that access is limited by, as its codes and its words.
var scale = []string{"IKKEFORTROLIGEDATA", "FORTROLIGEPERSONOPLYSNINGER", "FOELSOMMEPERSONOPLYSNINGER", "VIPSAGER"}

// ofSensitivity are the roles of classes of sensitivity.
var ofSensitivity = map[string]bool{"Følsomhedsklasse": true}

// scaleAsClass finds a step of the scale that Foelsomhed is for, as a class.
func (c *trial) scaleAsClass(d oio.Del) {
	if !ofSensitivity[c.roleOf[d.El]] {
		return
	}
	c.Checks++
	for _, name := range []string{"BrugervendtNoegle", "Klassetitel"} {
		said := d.Local(name)
		letters := strings.NewReplacer("_", "", "-", "", " ", "", "Ø", "OE").Replace(strings.ToUpper(oio.Trim(said)))
		if slices.Contains(scale, letters) {
			c.fail(RuleScaleAsClass, oio.Path(d.El, "LokalUdvidelseListe", d.Kind+"LokalUdvidelse", name), d,
				"Følsomhedsklassen er et trin på den skala, som Foelsomhed er til.",
				"en klasse fra en anden klassifikation af følsomhed", quoted(oio.Trim(said)), "")
			return
		}
	}
}

// together are the first two relations of a kind, one of each role, that hold at the same
// time and are alike. Both must stand in what the object is now.
func (c *trial) together(kind, rolle, other string, alike func(a, b oio.Del) bool) (d oio.Del, found bool) {
	sent := c.own.of(kind, rolle)
	if len(sent) == 0 {
		return d, false
	}
	others, _ := c.parts(kind, other)
	c.Checks++
	for _, a := range sent {
		for _, b := range others {
			if !c.ending(a) && a.Virkning.Usable() && b.Virkning.Usable() && a.Virkning.Overlaps(b.Virkning) && alike(a, b) {
				return a, true
			}
		}
	}
	return d, false
}

// residence finds a Bopælskommune that is the case's owner.
func (c *trial) residence() {
	d, found := c.together("Sagsaktoer", "Bopælskommune", "Ejer", func(a, b oio.Del) bool {
		return municipalityOf(a, c.Registers) != "" && municipalityOf(a, c.Registers) == municipalityOf(b, c.Registers) ||
			oio.SameUUID(a.Reference.UUID, b.Reference.UUID)
	})
	if found {
		c.fail(RuleResidence, oio.Child(d.El, "ReferenceID"), d, "Bopælskommunen er den kommune, der ejer sagen.",
			"en anden kommune end ejeren, eller ingen Bopælskommune", describe(d.Reference), "")
	}
}

// recipient finds a Ydelsesmodtager that is the primary party.
func (c *trial) recipient() {
	d, found := c.together("Sagspart", "Ydelsesmodtager", "Primær part", func(a, b oio.Del) bool {
		return a.Reference.URN != "" && strings.EqualFold(a.Reference.URN, b.Reference.URN)
	})
	if found {
		c.fail(RuleRecipient, oio.Child(d.El, "ReferenceID"), d, "Ydelsesmodtageren er den primære part.",
			"en anden end den primære part, eller ingen Ydelsesmodtager", describe(d.Reference), "")
	}
}

// undecided notices an Afgørelsesklasse of a case that is at no time of the class's own
// Afgjort or Afsluttet.
func (c *trial) undecided() {
	sent := c.own.of("Sagsklasse", "Afgørelsesklasse")
	states, _ := c.parts(oio.DelFremdrift, "")
	if len(sent) == 0 || len(states) == 0 {
		return
	}
	c.Checks++
	for _, d := range sent {
		decided := func(s oio.Del) bool {
			return (state(s) == "Afgjort" || state(s) == "Afsluttet") && s.Virkning.Usable() && s.Virkning.Overlaps(d.Virkning)
		}
		if !c.ending(d) && d.Virkning.Usable() && !slices.ContainsFunc(states, decided) {
			c.fail(RuleUndecided, d.El, d, "Sagen har en Afgørelsesklasse, og den er ikke Afgjort eller Afsluttet.",
				"tilstanden Afgjort eller Afsluttet, mens klassen gælder", timeline(inOrder(states)), "")
			return
		}
	}
}

// tellOtherwise tells once of each name of the elements that only the guidance forbids.
func (c *trial) tellOtherwise() {
	for _, o := range c.otherwise {
		places := ""
		if len(o.places) > 1 {
			places = fmt.Sprintf(" (%d steder i objektet, her det første)", len(o.places))
		}
		told := len(c.Deviations)
		c.fail(RuleOtherwise, o.el, o.del,
			fmt.Sprintf("%s er udfyldt%s%s: det er obligatorisk, %s, og vejledningen udelader det ellers.", o.el.Tag, c.where(o.del), places, o.row.If.When),
			"intet element "+o.el.Tag+" andet end "+o.row.If.When, quoted(oio.Trim(oio.Text(o.el))), "")
		if len(o.places) == 1 && len(c.Deviations) > told {
			c.repaired(Repair{At: o.at, Path: o.row.Path, Remove: true})
		}
	}
}

// municipalityOf is the municipality that a relation to an authority names: the CVR
// number of its URN, of the register or beside it, or failing that the UUID.
func municipalityOf(d oio.Del, registers *municipality.Register) string {
	if cvr, ok := strings.CutPrefix(strings.ToLower(d.Reference.URN), "urn:oio:cvr-nr:"); ok {
		return cvr
	}
	if cvr := RegisteredCVR(d.Reference.UUID, registers); cvr != "" {
		return cvr
	}
	for _, name := range []string{"CVR-Nummer", "CVR-Nr"} {
		if cvr := strings.TrimSpace(d.Local(name)); cvr != "" {
			return cvr
		}
	}
	return d.Reference.UUID
}
