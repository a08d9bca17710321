package anvisning

import (
	"slices"
	"strings"
	"sync"

	"klarmeld/internal/oio"
)

// join puts groups of rows together.
func join(groups ...[]Rule) []Rule { return slices.Concat(groups...) }

// virkning is what every part's period must hold. Each part has its own rows,
// so that a finding names the part that it belongs to.
func virkning(id, section, del, rolle string) []Rule {
	v := func(path, what string, k Obligation, f Format, example string) Rule {
		return Rule{ID: id + ".virkning." + lower(path), Section: section, Del: del, Rolle: rolle, Path: "Virkning/" + path, What: what, Obligation: k,
			Format: f, Example: example}
	}
	actor := v("AktoerRef", "aktøren bag virkningen", OB5, user, "<UUIDIdentifikator>UUID på brugeren i FK Organisation</UUIDIdentifikator>")
	actor.Described = true
	return []Rule{
		v("FraTidspunkt", "begyndelsen af virkningen", OB5, From, "<TidsstempelDatoTid>2026-03-23T00:00:00.000+01:00</TidsstempelDatoTid>"),
		v("TilTidspunkt", "slutningen af virkningen", OB5, To, "<GraenseIndikator>true</GraenseIndikator>"),
		actor,
		v("AktoerTypeKode", "aktørens type", OB5, ActorType, "Bruger"),
		v("NoteTekst", "noten til virkningen", Optional, Lines(1024), ""),
	}
}

// relation gives the rows that every relation of a role has, and those of its
// own. The IDs and sections of the latter are completed here. The row of the
// role itself is tried by a named check: a relation without a role cannot be
// told to be of this one.
func relation(id, section, kind, rolle string, k Obligation, typ, ref Format, indexed bool, own ...Rule) []Rule {
	at := func(r Rule) Rule {
		r.ID, r.Section, r.Del, r.Rolle = id+"."+r.ID, section, kind, rolle
		return r
	}
	index := Rule{ID: "indeks", Path: "Indeks", What: "indeks på en rolle uden gentagelser", Obligation: Absent, Format: AnyText}
	if indexed {
		index = Rule{ID: "indeks", Path: "Indeks", What: "relationens indeks", Obligation: OB3, Format: Key(36), Example: "1"}
	}
	reference := Rule{ID: "referenceid", Path: "ReferenceID", What: "referencen", Obligation: k, Format: ref,
		Example: "<UUIDIdentifikator>UUID på det, der refereres til</UUIDIdentifikator>", Described: true}
	if strings.HasPrefix(ref.Good[0], "<URNIdentifikator>") {
		reference.Example, reference.Described = ref.Good[0], false // by URN alone
	}
	out := []Rule{
		at(Rule{ID: "rolle", Path: "Rolle", What: "relationens rolle", Obligation: k, Format: RefRole,
			Example: "<UUIDIdentifikator>UUID på rollen</UUIDIdentifikator>", Described: true,
			TriedBy: RuleRole.ID, MayFollow: []string{"*." + lower(kind) + "." + lower(rolle) + ".forekomst"}}),
		at(Rule{ID: "type", Path: "Type", What: "relationens type", Obligation: k, Format: typ,
			Example: "<UUIDIdentifikator>UUID på typen</UUIDIdentifikator>", Described: true}),
		at(reference),
		at(index),
	}
	for _, r := range own {
		out = append(out, at(r))
	}
	return append(out, virkning(id, section, kind, rolle)...)
}

// removed is a row for an element that version 6 does not have: who sends it
// breaks the contract.
func removed(id, path, what string, k Obligation) Rule {
	return Rule{ID: id, Path: path, What: what, Obligation: k, Format: AnyText, TriedBy: "kontrakt.unexpected"}
}

// whenURN makes a row bind when the relation refers by URN: what a UUID leads
// to must then be said in the message itself.
func whenURN(r Rule, elseAbsent bool) Rule {
	r.Obligation, r.If = OB4, &Premise{Path: "ReferenceID", URN: true, ElseAbsent: elseAbsent, When: "når ReferenceID er en URN"}
	return r
}

func cvr(path, what string, k Obligation) Rule {
	return Rule{ID: "cvr", Path: path, What: what, Obligation: k, Format: CVR, Example: "11111111"}
}

func name(path, what string, k Obligation, example string) Rule {
	return Rule{ID: "fuldtnavn", Path: path, What: what, Obligation: k, Format: Line(255), Example: example}
}

func keyIfURN(path, what string) Rule {
	return whenURN(Rule{ID: "brugervendtnoegle", Path: path, What: what, Format: Key(50), Example: "3100"}, false)
}

// facettitel, klassetitel and klassenoegle are what a relation to a class may
// say of it besides the reference.
func facettitel(ext, example string) Rule {
	return Rule{ID: "facettitel", Path: ext + "Facettitel", What: "titlen på klassifikationen og dens facet", Obligation: Optional, Format: facetTitle,
		Example: example, MayFollow: []string{RuleFacetTitle.ID}}
}

func klassetitel(ext, example string) Rule {
	return Rule{ID: "klassetitel", Path: ext + "Klassetitel", What: "klassens titel", Obligation: Optional, Format: Line(255), Example: example}
}

func klassenoegle(ext, what string, k Obligation, f Format, example string) Rule {
	return Rule{ID: "brugervendtnoegle", Path: ext + "BrugervendtNoegle", What: what, Obligation: k, Format: f, Example: example}
}

// behandlerRole is a role that a unit or a user can have. It is hvem, as in
// "navn på hvem".
func behandlerRole(id, section, kind, rolle string, indexed bool, ext, who string, kommune Rule) []Rule {
	return relation(id, section, kind, rolle, OB3, TypeIs("OrgEnhed", "Bruger"), refBehandler, indexed,
		kommune, name(ext+"FuldtNavn", "det fulde navn på "+who, OB3, "Forebyggelsesteamet"), keyIfURN(ext+"BrugervendtNoegle", "den brugervendte nøgle på "+who))
}

// partRole is the role of a person or a company, alike for Sag and Dokument.
func partRole(id, section, kind, rolle string, indexed bool) []Rule {
	ext := "LokalUdvidelseListe/" + kind + "LokalUdvidelse/"
	return relation(id, section, kind, rolle, OB3, TypeIs("Person", "Virksomhed"), refPart, indexed,
		removed("cpr-nr", ext+"CPR-nr", "et CPR-nummer ved siden af referencen", Absent),
		removed("cvr-nr", ext+"CVR-nr", "et CVR-nummer ved siden af referencen", Absent),
		removed("p-nr", ext+"P-nr", "et P-nummer ved siden af referencen", Absent),
		removed("personid", ext+"PersonID", "Udlændingestyrelsens nummer på personen ved siden af referencen", Absent),
		removed("borgerid", ext+"BorgerID", "Udbetaling Danmarks nummer på borgeren ved siden af referencen", Absent),
		name(ext+"FuldtNavn", "partens fulde navn", OB3, "Godtfred Lund"),
		Rule{ID: "brugervendtnoegle", Path: ext + "BrugervendtNoegle", What: "en parts brugervendte nøgle", Obligation: Absent, Format: AnyText})
}

// adgangRole is who may see the object, alike for Sag and Dokument.
func adgangRole(objekt, section string) []Rule {
	return relation(objekt+".sikkerhedsprofil.adgang", section, "Sikkerhedsprofil", "Adgang", OB3, TypeIs("OrgEnhed", "Organisation", "Bruger"), RefUUID, true)
}

// itSystems are the relations Master and Afsender, alike for Sag and Dokument.
func itSystems(objekt, section, kind string) []Rule {
	one := func(id, rolle string) []Rule {
		return relation(objekt+".it-system."+id, section, kind, rolle, OB1, TypeIs("IT-system"), RefUUID, false,
			Rule{ID: "systemnavn", Path: "SystemNavn", What: "systemets navn", Obligation: OB1, Format: Line(255), Example: "Fagsystemet"},
			Rule{ID: "systemuri", Path: "SystemURI", What: "adressen på systemet", Obligation: Absent, Format: AnyText})
	}
	return join(one("master", "Master"), one("afsender", "Afsender"))
}

// UnknownRole stands for the roles of a relation type that we do not know, and
// for a relation that has none: their virkning is bound all the same. These
// rows are ours; the anvisninger have them under each role.
const UnknownRole = "*"

// otherVirkninger are the virkning rows of such roles.
func otherVirkninger(o oio.ObjektType) []Rule {
	var out []Rule
	for _, g := range occurrenceTable {
		if g.objekt == o {
			out = append(out, virkning(lower(string(o))+"."+lower(g.relation)+".ukendt-rolle", g.section, g.relation, UnknownRole)...)
		}
	}
	return out
}

// rowed are the roles that have rows of their own, as "relation/role".
var rowed = sync.OnceValue(func() map[string]bool {
	out := map[string]bool{}
	for _, r := range Rules() {
		out[string(r.Objekt)+"/"+r.Del+"/"+r.Rolle] = true
	}
	return out
})
