package anvisning

import (
	"fmt"
	"sort"
	"strings"

	"github.com/beevik/etree"

	"klarmeld/internal/municipality"
	"klarmeld/internal/oio"
	"klarmeld/internal/verdict"
)

// Named is a rule that needs code, with what a list of rules shows of it.
type Named struct {
	ID     string
	Source string
	Text   string // what it demands, in Danish
}

// The named checks.
var (
	RuleSameNumber  = Named{"sag.egenskaber.noegle-lig-sagsnummer", source(oio.Sag, sagEgen), "BrugervendtNoegle og Sagsnummer er ens"}
	RuleHistory     = Named{"sag.tilstand.historik", source(oio.Sag, sagTilstand) + "; AM-01", "Sagens tilstande begynder med Opstaaet og følger hinanden uden huller og overlap til uendelig"}
	RuleRole        = Named{"relation.rolle", "Anvisninger for sags- og dokumentobjektet 1.7, relationerne", "Enhver relation har en rolle"}
	RuleUnknownRole = Named{"relation.rolle-ukendt", "FK Klassifikation; relationsklasser", "Rollens UUID er en kendt relationsklasse"}
	RuleIndeks      = Named{"relation.indeks-entydigt", "Anvisninger for sags- og dokumentobjektet 1.7, relationerne", "Indeks er entydigt inden for relationstype og rolle"}
	RuleDokument    = Named{"sag.journalpost.dokument-findes", source(oio.Sag, sagJournal), "En journalpost henviser kun til et dokument, der findes i indekset"}
	RuleClass       = Named{"klasse.uuid-og-nummer", source(oio.Sag, sagKlasse), "Klassens UUID og nummer er samme klasse i FK Klassifikation"}
	RuleReference   = Named{"reference.findes", "Anvisninger for sags- og dokumentobjektet 1.7, relationerne", "En UUID peger på noget af den rette slags i FK Organisation eller FK Klassifikation"}
)

// named tries the rules that need code.
func (c *trial) named() {
	if c.objekt.Type == oio.Sag {
		c.sameNumber()
		c.history()
	}
	for _, d := range c.objekt.Dele() {
		if d.Relation {
			c.role(d)
			c.document(d)
			c.registers(d)
		}
	}
	for _, o := range Occurrences() {
		if o.Objekt == c.objekt.Type {
			c.occurrence(o)
		}
	}
}

func (c *trial) fail(n Named, el *etree.Element, d oio.Del, message, expected, actual, fix string) {
	c.deviate(Deviation{Rule: n.ID, Source: n.Source, Outcome: verdict.Fail, El: el, Del: d, Message: message, Expected: expected, Actual: actual, Fix: fix})
}

func (c *trial) sameNumber() {
	for _, d := range c.objekt.Dele() {
		key, number := oio.Child(d.El, "BrugervendtNoegle"), oio.Child(d.El, "Sagsnummer")
		if d.Kind != oio.DelEgenskaber || key == nil || number == nil {
			continue
		}
		c.Checks++
		if a, b := oio.Text(key), oio.Text(number); a != b {
			c.fail(RuleSameNumber, number, d, "BrugervendtNoegle og Sagsnummer er ikke ens.", "samme værdi i begge",
				fmt.Sprintf("BrugervendtNoegle %s, Sagsnummer %s", quote(a), quote(b)), "Send sagens nummer i begge elementer.")
		}
	}
}

// history looks at the states as the index has them, or at an import's own.
func (c *trial) history() {
	states, touched := c.parts(oio.DelFremdrift, "")
	if !touched || (c.objekt.Opdatering && c.State == nil) {
		return
	}
	var usable []oio.Del
	for _, d := range states {
		if d.Virkning.Usable() {
			usable = append(usable, d)
		}
	}
	if len(usable) == 0 {
		return // the rows say what is wrong with each
	}
	c.Checks++
	sort.SliceStable(usable, func(i, j int) bool { return usable[i].Virkning.Fra.Before(usable[j].Virkning.Fra) })
	at := c.listOf(oio.DelFremdrift)
	actual := timeline(usable)
	const expected = "Opstaaet først, derefter hver tilstand fra det øjeblik den forrige ophører, den sidste til uendelig"
	switch problem := historyProblem(usable); problem {
	case "":
	case "opstaaet":
		c.fail(RuleHistory, at, oio.Del{Kind: oio.DelFremdrift}, "Sagens historik mangler tilstanden Opstaaet: hele forløbet skal med, også når sagen allerede er afsluttet.",
			expected, actual, "Send en Fremdrift for hver tilstand, sagen har haft, fra den opstod; hver med sin virkningsperiode.")
	default:
		c.fail(RuleHistory, at, oio.Del{Kind: oio.DelFremdrift}, "Sagens tilstande følger ikke hinanden: "+problem+".",
			expected, actual, "Lad hver tilstands TilTidspunkt være den næstes FraTidspunkt, og den sidstes være uendelig.")
	}
}

func historyProblem(states []oio.Del) string {
	if state(states[0]) != "Opstaaet" {
		return "opstaaet"
	}
	for i := 1; i < len(states); i++ {
		a, b := states[i-1].Virkning, states[i].Virkning
		switch {
		case a.Til.Before(b.Fra):
			return fmt.Sprintf("der er et hul fra %s til %s", a.Til, b.Fra)
		case b.Fra.Before(a.Til):
			return fmt.Sprintf("%s og %s overlapper fra %s", state(states[i-1]), state(states[i]), b.Fra)
		}
	}
	if end := states[len(states)-1].Virkning.Til; !end.Uendelig {
		return fmt.Sprintf("den sidste tilstand ophører %s, uden at en ny tager over", end)
	}
	return ""
}

func state(d oio.Del) string {
	return strings.TrimSpace(oio.Text(oio.Child(d.El, "FremdriftStatusKode")))
}

func timeline(states []oio.Del) string {
	var out []string
	for _, d := range states {
		out = append(out, fmt.Sprintf("%s %s – %s", state(d), d.Virkning.Fra, d.Virkning.Til))
	}
	return strings.Join(out, "; ")
}

// parts returns the object's parts of a kind and role as the index has them
// after the message (or, for an import or when the state is not known, those of
// the message), and whether the message itself has any.
func (c *trial) parts(kind, role string) (parts []oio.Del, touched bool) {
	pick := func(from []oio.Del) (out []oio.Del) {
		for _, d := range from {
			if d.Kind == kind && (role == "" || c.roleName(d) == role) {
				out = append(out, d)
			}
		}
		return out
	}
	own := pick(c.objekt.Dele())
	if c.State != nil {
		return pick(c.State), len(own) > 0
	}
	return own, len(own) > 0
}

func (c *trial) roleName(d oio.Del) string {
	k, _ := c.Roles.ByUUID(string(c.objekt.Type), d.Kind, municipality.ArtRolle, d.Rolle.UUID)
	return k.Navn
}

func (c *trial) role(d oio.Del) {
	c.Checks++
	switch {
	case d.Rolle.UUID == "":
		c.fail(RuleRole, d.El, d, d.Kind+" har ingen Rolle: uden den kan ingen se, hvad relationen betyder.", "<Rolle> med UUID på relationens rolle", describe(d.Rolle), "Tilføj <Rolle> med rollens UUID fra FK Klassifikation.")
	case c.roleOf[d.El] == "":
		c.deviate(Deviation{Rule: RuleUnknownRole.ID, Source: RuleUnknownRole.Source, Outcome: verdict.Remark, El: oio.Child(d.El, "Rolle"), Del: d,
			Message:  fmt.Sprintf("%s har en ukendt rolle: UUID'en står ikke på listen over relationsklasser.", d.Kind),
			Expected: "UUID på en rolle for " + d.Kind, Actual: "UUID " + quote(d.Rolle.UUID),
			Fix: "Brug rollens UUID fra FK Klassifikation. Er den rigtig, så giv klarmeld listen over jeres relationsklasser (--relationsklasser)."})
	}
}

func (c *trial) document(d oio.Del) {
	if c.Dokument == nil || d.Kind != "Journalpost" || d.Reference.UUID == "" {
		return
	}
	c.Checks++
	if !c.Dokument(d.Reference.UUID) {
		c.fail(RuleDokument, oio.Child(d.El, "ReferenceID"), d, "Journalposten henviser til et dokument, der ikke findes i indekset.", "et dokument, der er importeret før sagen henviser til det",
			"UUID "+quote(d.Reference.UUID), "Importér dokumentet (DokumentIndeks) først, eller i samme meddelelse.")
	}
}
