package anvisning

import (
	"fmt"
	"slices"
	"strings"

	"klarmeld/internal/lazyregexp"
	"klarmeld/internal/municipality"
	"klarmeld/internal/oio"
	"klarmeld/internal/verdict"
)

// Of which list a class may come.
var (
	RuleClassList = Named{ID: "klasse.liste", Source: classSections, Outcome: verdict.Fail, NeedsState: true, NeedsRegisters: true,
		Text: "Rollen siger, hvilken liste klassen er fra: Primær klasse et KLE-emne, Handlingsklasse en KLE-handlingsfacet, " +
			"Kontroltemaklasse et kontroltema, Visningsklasse en visning og Afgørelsesklasse en sagsafgørelse på andet niveau.",
		Fix: "Læs klasserne på rollens egen liste i FK Klassifikation, og send UUID og nummer på en af dem."}
	RuleFacetNumber = Named{ID: "sag.sagsklasse.handlingsklasse.emnenummer", Objekt: oio.Sag, Source: source(oio.Sag, sagKlasse) + ", Handlingsklasse",
		Outcome: verdict.Fail,
		Text:    "Handlingsklassens nummer er en handlingsfacets, fx G01, og ikke et KLE-emnes.",
		Fix:     "Send UUID og nummer på den handlingsfacet, der siger, hvad sagen går ud på.", MayFollow: []string{RuleClass.ID}}
)

// classRules are the rules of this file, in a fixed order.
func classRules() []Named { return []Named{RuleClassList, RuleFacetNumber} }

// classList is a list of classes that the rows name.
type classList string

// The lists, as a Danish reader calls a class of each.
const (
	listEmne       classList = "et KLE-emne"
	listFacet      classList = "en KLE-handlingsfacet"
	listKontrol    classList = "et kontroltema"
	listVisning    classList = "en visning"
	listAfgoerelse classList = "en sagsafgørelse"
)

// classLists gives each role the list that its row demands. The others may be
// of any.
var classLists = map[string]map[string]classList{
	"Sagsklasse": {"Primær klasse": listEmne, "Handlingsklasse": listFacet, "Kontroltemaklasse": listKontrol, "Visningsklasse": listVisning,
		"Afgørelsesklasse": listAfgoerelse},
	"Dokumentklasse": {"Primær klasse": listEmne, "Visningsklasse": listVisning},
}

// The keys of KLE's classes: emner of each level, and handlingsfacetter.
var (
	emneKey  = lazyregexp.New(`^[0-9]{2}(\.[0-9]{2}){0,2}$`)
	emne     = lazyregexp.New(`^[0-9]{2}\.[0-9]{2}\.[0-9]{2}$`)
	facetKey = lazyregexp.New(`^[A-ZÆØÅ][0-9]{2}$`)
)

// listKeys are words in the keys of the facets and classifications that hold the
// lists outside KLE.
var listKeys = []struct {
	word string
	list classList
}{{"visning", listVisning}, {"kontroltema", listKontrol}, {"afgørelse", listAfgoerelse}, {"afgoerelse", listAfgoerelse}}

// classOf tries that a relation's class is of the list that its role demands. What
// FK Klassifikation has of it says so, or failing that its own key. Where number
// and UUID are of two classes that is told, and not this.
func (c *trial) classOf(d oio.Del) {
	role := c.roleOf[d.El]
	want, ok := classLists[d.Kind][role]
	number := oio.Trim(d.Local("BrugervendtNoegle"))
	if !ok || c.ending(d) || want == listEmne && !emne.MatchString(number) {
		return
	}
	at := oio.Child(d.El, "ReferenceID")
	if c.Checks++; want == listFacet && emne.MatchString(number) {
		c.fail(RuleFacetNumber, at, d, fmt.Sprintf("Handlingsklassens nummer er et KLE-emnes: %s.", quoted(number)), string(listFacet), string(listEmne), "")
		return
	}
	if c.Registers == nil || at == nil {
		return
	}
	o, known := c.Registers.Get(d.Reference.UUID)
	if !known || o.Kind != municipality.Klasse ||
		number != "" && !slices.ContainsFunc(o.Versions, func(v municipality.Version) bool { return v.Noegle == number }) {
		return
	}
	is, called := c.listed(o), fmt.Sprintf("%s »%s«", o.Latest().Noegle, o.Latest().Navn)
	switch {
	case is != "" && is != want:
		c.fail(RuleClassList, at, d, fmt.Sprintf("Klassen%s skal være %s, men den er %s: %s.", c.where(d), want, is, called), string(want), string(is), "")
	case want == listAfgoerelse && is == want && c.heads(o):
		c.fail(RuleClassList, at, d, fmt.Sprintf("Klassen%s er et samlebegreb: %s.", c.where(d), called), "en klasse under et samlebegreb", "et samlebegreb",
			"Send en af de klasser, der står under samlebegrebet.")
	}
}

// listed is the list that a class of FK Klassifikation is on; "" when that cannot
// be told.
func (c *trial) listed(o municipality.Objekt) classList {
	v := o.Latest()
	for _, id := range v.Relationer[municipality.RelFacet] {
		facet, _ := c.Registers.Get(id)
		for holder := []municipality.Objekt{facet}; len(holder) > 0; {
			h := holder[0]
			holder = holder[1:]
			if len(h.Versions) == 0 {
				continue
			}
			for _, k := range listKeys {
				if strings.Contains(strings.ToLower(h.Latest().Noegle), k.word) {
					return k.list
				}
			}
			for _, id := range h.Latest().Relationer[municipality.RelFacetTilhoerer] {
				if whole, ok := c.Registers.Get(id); ok && whole.Kind == municipality.Klassifikation {
					holder = append(holder, whole)
				}
			}
		}
	}
	switch {
	case emneKey.MatchString(v.Noegle):
		return listEmne
	case facetKey.MatchString(v.Noegle):
		return listFacet
	}
	return ""
}

// heads reports whether other classes stand under this one.
func (c *trial) heads(o municipality.Objekt) bool {
	any := false
	c.Registers.Each(municipality.Klasse, func(k municipality.Objekt) bool {
		any = slices.Contains(k.Latest().Relationer[municipality.RelOverordnetKlasse], o.UUID)
		return !any
	})
	return any
}
