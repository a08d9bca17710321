package anvisning

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"klarmeld/internal/lazyregexp"
	"klarmeld/internal/municipality"
	"klarmeld/internal/oio"
	"klarmeld/internal/verdict"
)

// Whom a relation means, said in two ways.
var (
	RuleSharedKey = Named{ID: "relation.noegle-delt", Source: allObjects + ", BrugervendtNoegle på aktører og klasser: unik inden for en objekttype i kommunen",
		Outcome: verdict.Fail,
		Text:    "To brugere eller to enheder har ikke samme BrugervendtNoegle i én kommune. To klasser med én nøgle nævnes kun: de kan være fra hver sin facet.",
		Fix:     "Send hver bruger, enhed eller klasse med sin egen nøgle."}
	RuleExtension = Named{ID: "relation.reference-og-udvidelse", Source: extensions, Outcome: verdict.Fail,
		Text: "CVR-nummeret i ReferenceID og det ved siden af er det samme.",
		Fix:  "Send det CVR-nummer, der hører til den, ReferenceID peger på."}
	RuleExtensionName = Named{ID: "relation.reference-og-navn", Source: extensions, Outcome: verdict.Information,
		Text: "Navnet eller nøglen i ReferenceID og det, der står ved siden af, siger det samme.",
		Fix:  "Send det navn og den nøgle, der hører til den, ReferenceID peger på."}
	RuleRegisterOther = Named{ID: "reference.beskriver-en-anden", Source: extensions, Outcome: verdict.Fail, NeedsState: true, NeedsRegisters: true,
		Text: "CVR-nummer og BrugervendtNoegle ved siden af en UUID er ikke en andens i FK Organisation.",
		Fix:  "Send det CVR-nummer og den nøgle, registret har for UUID'en.", MayFollow: []string{"vejledning.*"}}
	RuleRegisterKey = Named{ID: "reference.noegle-i-registret", Source: extensions, Outcome: verdict.Information, NeedsState: true, NeedsRegisters: true,
		Text: "Nøglen ved siden af en UUID er den, FK Organisation har eller har haft.",
		Fix:  "Se efter, om nøglen er ændret, eller om UUID'en er en andens.", MayFollow: []string{"vejledning.*"}}
)

const extensions = "Generel vejledning 1.2, afsnit 9.2: afsenderen sørger for, at ReferenceID og udvidelsesfelter er om det samme objekt"

// keyRules are the rules of this file, in a fixed order.
func keyRules() []Named {
	return []Named{RuleSharedKey, RuleExtension, RuleExtensionName, RuleRegisterOther, RuleRegisterKey}
}

// Keyed is a relation's reference with the key that it says the one referred to has.
// Scope is within what that key must be one's own; "" where nothing is demanded.
type Keyed struct{ Scope, Reference string }

// keyedTypes are the types of actors whose keys must be their own.
var keyedTypes = []string{"OrgEnhed", "Bruger"}

// keyedRoles are the roles of classes whose rows say that a key is one class's.
var keyedRoles = []string{"Handlingsklasse", "Kontoklasse", "Sikkerhedsklasse", "Følsomhedsklasse", "Indsatsklasse", "Ydelsesklasse", "Kontroltemaklasse",
	"Visningsklasse", "Afgørelsesklasse", "Andre klasser"}

// KeyOf is what a relation says of a key, as far as it holds still and its row demands
// that the key is one's own. Only what is named in one way is compared: a user may have
// both a UUID and a URN, and a class stands on one list.
func KeyOf(t oio.ObjektType, d oio.Del, kommune string, roles *municipality.Relationsklasser) (k Keyed, ok bool) {
	key := oio.Trim(d.Local("BrugervendtNoegle"))
	if !d.Relation || key == "" || d.Reference.IsZero() || !d.Virkning.Usable() || !d.Virkning.Til.Uendelig {
		return k, false
	}
	var what string
	if strings.HasSuffix(d.Kind, "klasse") {
		role, _ := roles.ByUUID(string(t), d.Kind, municipality.ArtRolle, d.Rolle.UUID)
		if what = role.Navn; !slices.Contains(keyedRoles, what) {
			return k, false
		}
	} else {
		typ, _ := roles.ByUUID(string(t), d.Kind, municipality.ArtType, d.Type.UUID)
		if what = typ.Navn; !slices.Contains(keyedTypes, what) {
			return k, false
		}
		for _, name := range []string{"CVR-Nummer", "CVR-Nr"} {
			if own := oio.Trim(d.Local(name)); own != "" {
				kommune = own
			}
		}
	}
	way := "uuid"
	if urn := strings.ToLower(d.Reference.URN); urn != "" {
		way = urn[:strings.LastIndex(urn, ":")+1]
	}
	return Keyed{strings.Join([]string{what, kommune, way, key}, "|"), strings.ToLower(d.Reference.String())}, kommune != ""
}

// sharedKey tries that nobody else has the key that a relation gives the one it
// refers to.
func (c *trial) sharedKey(d oio.Del, kommune string) {
	if c.KeyHolder == nil || c.Refused || c.ending(d) {
		return
	}
	k, ok := KeyOf(c.objekt.Type, d, kommune, c.Roles)
	if !ok {
		return
	}
	c.Checks++
	first := c.KeyHolder(k)
	if first == "" || first == k.Reference {
		return
	}
	rule := RuleSharedKey
	if strings.HasSuffix(d.Kind, "klasse") {
		// The rows' rules say a municipality, and their definitions a facet, of which
		// a message tells nothing.
		rule.Outcome = verdict.Information
	}
	c.fail(rule, oio.Path(d.El, "LokalUdvidelseListe", d.Kind+"LokalUdvidelse", "BrugervendtNoegle"), d,
		fmt.Sprintf("Nøglen%s er allerede en andens i samme kommune.", c.where(d)), "en nøgle, som ingen anden har",
		fmt.Sprintf("nøglen %s, som %s har", quoted(oio.Trim(d.Local("BrugervendtNoegle"))), first), "")
}

// whose tries whom each relation means.
func (c *trial) whose() {
	parts := c.dele
	if c.State != nil {
		parts = c.State
	}
	kommune := MunicipalityOf(c.objekt.Type, parts, c.Roles, c.Registers)
	for _, d := range c.dele {
		if d.Relation {
			c.sharedKey(d, kommune)
			c.extension(d)
			c.described(d)
		}
	}
}

// extension tries that a relation's reference and what stands beside it are of the
// same, as far as the message itself shows it.
func (c *trial) extension(d oio.Del) {
	urn := d.Reference.URN
	if urn == "" || c.ending(d) {
		return
	}
	c.Checks++
	lower := strings.ToLower(urn)
	if of, ok := strings.CutPrefix(lower, "urn:oio:cvr-nr:"); ok {
		for _, name := range []string{"CVR-Nummer", "CVR-Nr"} {
			if beside := oio.Trim(d.Local(name)); eight.MatchString(of) && eight.MatchString(beside) && of != beside {
				c.fail(RuleExtension, oio.Child(d.El, "ReferenceID"), d, fmt.Sprintf("CVR-numrene%s er ikke det samme: ReferenceID har %s, og %s er %s.", c.where(d), of,
					name, beside), "det samme CVR-nummer begge steder", of+" / "+beside, "")
			}
		}
		return
	}
	if len(lower) > len(fuldtnavn) && strings.HasPrefix(lower, fuldtnavn) {
		if named, beside := urn[len(fuldtnavn):], d.Local("FuldtNavn"); beside != "" && plain(named) != plain(beside) {
			c.fail(RuleExtensionName, oio.Child(d.El, "ReferenceID"), d, fmt.Sprintf("Navnene%s er ikke det samme: ReferenceID siger %s, og FuldtNavn er %s.",
				c.where(d), quoted(named), quoted(beside)), "det samme navn begge steder", quoted(named)+" / "+quoted(beside), "")
		}
		return
	}
	if m := keyedURN.FindStringSubmatch(urn); m != nil {
		in, key := m[1]+m[2], oio.Trim(d.Local("BrugervendtNoegle"))
		if key != "" && !strings.HasPrefix(key, in) && !strings.HasPrefix(in, key) {
			c.fail(RuleExtensionName, oio.Child(d.El, "ReferenceID"), d, fmt.Sprintf("Nøglerne%s er ikke den samme: ReferenceID siger %s, og BrugervendtNoegle er %s.",
				c.where(d), quoted(in), quoted(key)), "den samme nøgle begge steder", quoted(in)+" / "+quoted(key), "")
		}
	}
}

const fuldtnavn = "urn:oio:fuldtnavn:"

var (
	eight = lazyregexp.New(`^[0-9]{8}$`)
	// keyedURN are the URNs of which the rows say that a class's key stands in them.
	keyedURN = lazyregexp.New(`^(?:(?i:urn:oio:form):([0-9]{2}(?:\.[0-9]{2})+)|(?i:urn:oio:kontanteydelser:ydelse:brugervendtnoegle):(\S+))$`)
)

// plain is a name without what a URN makes of its blanks, in small letters.
func plain(name string) string {
	if read, err := url.PathUnescape(name); err == nil {
		name = read
	}
	return strings.ToLower(strings.Join(strings.Fields(strings.NewReplacer("+", " ", "_", " ").Replace(name)), " "))
}

// described holds what stands beside a UUID against what FK Organisation has of it.
// What describes another of its objects is wrong; a key that nobody has may have been
// changed. Names are not asked: they change, and are written in many ways.
func (c *trial) described(d oio.Del) {
	if c.Registers == nil || c.ending(d) || d.Kind != "Sagsaktoer" && d.Kind != "Dokumentaktoer" {
		return
	}
	o, ok := c.Registers.Get(d.Reference.UUID)
	if !ok || o.Kind != municipality.Organisation && o.Kind != municipality.OrganisationEnhed && o.Kind != municipality.Bruger {
		return
	}
	c.Checks++
	ext := oio.Path(d.El, "LokalUdvidelseListe", d.Kind+"LokalUdvidelse")
	if ext == nil {
		return
	}
	c.ownCVR(d, o)
	el := oio.Child(ext, "BrugervendtNoegle")
	said := oio.Trim(oio.Text(el))
	if said == "" || slices.ContainsFunc(o.Versions, func(v municipality.Version) bool { return v.Noegle == said || v.Noegle == "" }) {
		return
	}
	expected, actual := quoted(o.Latest().Noegle)+", som registret har", quoted(said)
	if c.anothers(o, said) {
		c.fail(RuleRegisterOther, el, d, fmt.Sprintf("BrugervendtNoegle%s er en andens i FK Organisation, end den UUID'en peger på.", c.where(d)),
			expected, actual, "")
		return
	}
	c.fail(RuleRegisterKey, el, d, fmt.Sprintf("BrugervendtNoegle%s er ikke den, FK Organisation har for UUID'en.", c.where(d)), expected, actual, "")
}

// ownCVR holds the CVR number beside a UUID against that of the organisation, or of
// the one that the unit or user belongs to. Where the register knows whose it is, it
// is another's.
func (c *trial) ownCVR(d oio.Del, o municipality.Objekt) {
	said := oio.Trim(d.Local("CVR-Nummer") + d.Local("CVR-Nr"))
	whose := []string{o.UUID}
	if o.Kind != municipality.Organisation {
		whose = nil
		for _, v := range o.Versions {
			whose = append(whose, v.Relationer[municipality.RelTilhoerer]...)
		}
	}
	var own []string
	for _, id := range whose {
		if cvr := RegisteredCVR(id, c.Registers); cvr != "" {
			own = append(own, cvr)
		}
	}
	if !eight.MatchString(said) || len(own) == 0 || slices.Contains(own, said) || o.Kind != municipality.Organisation && !c.isAuthority(own[len(own)-1]) {
		return
	}
	c.fail(RuleRegisterOther, oio.Child(d.El, "ReferenceID"), d,
		fmt.Sprintf("CVR-nummeret%s hører ikke til den, UUID'en peger på: »%s«.", c.where(d), o.Latest().Navn), own[len(own)-1], said, "")
}

// anothers reports whether a key is that of another object of the kind. The register
// is gone through once for each kind and object under trial.
func (c *trial) anothers(o municipality.Objekt, key string) bool {
	if c.registerKeys[o.Kind] == nil {
		all := map[string]bool{}
		c.Registers.Each(o.Kind, func(other municipality.Objekt) bool {
			all[other.Latest().Noegle] = true
			return true
		})
		if c.registerKeys == nil {
			c.registerKeys = map[municipality.ObjektKind]map[string]bool{}
		}
		c.registerKeys[o.Kind] = all
	}
	return c.registerKeys[o.Kind][key]
}
