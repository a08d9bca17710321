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
func virkning(id, afsnit, del, rolle string) []Rule {
	v := func(sti, hvad string, k Obligation, f Format, eks string) Rule {
		return Rule{ID: id + ".virkning." + lower(sti), Afsnit: afsnit, Del: del, Rolle: rolle, Sti: "Virkning/" + sti, Hvad: hvad, Krav: k, Format: f, Eksempel: eks}
	}
	actor := v("AktoerRef", "aktøren bag virkningen", OB5, user, "<UUIDIdentifikator>UUID på brugeren i FK Organisation</UUIDIdentifikator>")
	actor.Beskrevet = true
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
func relation(id, afsnit, kind, rolle string, k Obligation, typ, ref Format, indexed bool, own ...Rule) []Rule {
	at := func(r Rule) Rule {
		r.ID, r.Afsnit, r.Del, r.Rolle = id+"."+r.ID, afsnit, kind, rolle
		return r
	}
	index := Rule{ID: "indeks", Sti: "Indeks", Hvad: "indeks på en rolle uden gentagelser", Krav: Absent, Format: AnyText}
	if indexed {
		index = Rule{ID: "indeks", Sti: "Indeks", Hvad: "relationens indeks", Krav: OB3, Format: Key(36), Eksempel: "1"}
	}
	reference := Rule{ID: "referenceid", Sti: "ReferenceID", Hvad: "referencen", Krav: k, Format: ref,
		Eksempel: "<UUIDIdentifikator>UUID på det, der refereres til</UUIDIdentifikator>", Beskrevet: true}
	if strings.HasPrefix(ref.Good[0], "<URNIdentifikator>") {
		reference.Eksempel, reference.Beskrevet = ref.Good[0], false // by URN alone
	}
	out := []Rule{
		at(Rule{ID: "rolle", Sti: "Rolle", Hvad: "relationens rolle", Krav: k, Format: RefRole, Eksempel: "<UUIDIdentifikator>UUID på rollen</UUIDIdentifikator>", Beskrevet: true,
			Proevet: RuleRole.ID, Foelger: []string{"*." + lower(kind) + "." + lower(rolle) + ".forekomst"}}),
		at(Rule{ID: "type", Sti: "Type", Hvad: "relationens type", Krav: k, Format: typ, Eksempel: "<UUIDIdentifikator>UUID på typen</UUIDIdentifikator>", Beskrevet: true}),
		at(reference),
		at(index),
	}
	for _, r := range own {
		out = append(out, at(r))
	}
	return append(out, virkning(id, afsnit, kind, rolle)...)
}

// removed is a row for an element that version 6 does not have: who sends it
// breaks the contract.
func removed(id, sti, hvad string, k Obligation) Rule {
	return Rule{ID: id, Sti: sti, Hvad: hvad, Krav: k, Format: AnyText, Proevet: "kontrakt.unexpected"}
}

// whenURN makes a row bind when the relation refers by URN: what a UUID leads
// to must then be said in the message itself.
func whenURN(r Rule, elseAbsent bool) Rule {
	r.Krav, r.Hvis = OB4, &Condition{Sti: "ReferenceID", URN: true, ElseAbsent: elseAbsent, Hvornaar: "når ReferenceID er en URN"}
	return r
}

func cvr(sti, hvad string, k Obligation) Rule {
	return Rule{ID: "cvr", Sti: sti, Hvad: hvad, Krav: k, Format: CVR, Eksempel: "11111111"}
}

func name(sti, hvad string, k Obligation, eks string) Rule {
	return Rule{ID: "fuldtnavn", Sti: sti, Hvad: hvad, Krav: k, Format: Line(255), Eksempel: eks}
}

func keyIfURN(sti, hvad string) Rule {
	return whenURN(Rule{ID: "brugervendtnoegle", Sti: sti, Hvad: hvad, Format: Key(50), Eksempel: "3100"}, false)
}

// facettitel, klassetitel and klassenoegle are what a relation to a class may
// say of it besides the reference.
func facettitel(ext, eks string) Rule {
	return Rule{ID: "facettitel", Sti: ext + "Facettitel", Hvad: "titlen på klassifikationen og dens facet", Krav: Optional, Format: facetTitle, Eksempel: eks, Foelger: []string{RuleFacetTitle.ID}}
}

func klassetitel(ext, eks string) Rule {
	return Rule{ID: "klassetitel", Sti: ext + "Klassetitel", Hvad: "klassens titel", Krav: Optional, Format: Line(255), Eksempel: eks}
}

func klassenoegle(ext, hvad string, k Obligation, f Format, eks string) Rule {
	return Rule{ID: "brugervendtnoegle", Sti: ext + "BrugervendtNoegle", Hvad: hvad, Krav: k, Format: f, Eksempel: eks}
}

// behandlerRole is a role that a unit or a user can have. It is hvem, as in
// "navn på hvem".
func behandlerRole(id, afsnit, kind, rolle string, indexed bool, ext, hvem string, kommune Rule) []Rule {
	return relation(id, afsnit, kind, rolle, OB3, TypeIs("OrgEnhed", "Bruger"), refBehandler, indexed,
		kommune, name(ext+"FuldtNavn", "det fulde navn på "+hvem, OB3, "Forebyggelsesteamet"), keyIfURN(ext+"BrugervendtNoegle", "den brugervendte nøgle på "+hvem))
}

// partRole is the role of a person or a company, alike for Sag and Dokument.
func partRole(id, afsnit, kind, rolle string, indexed bool) []Rule {
	ext := "LokalUdvidelseListe/" + kind + "LokalUdvidelse/"
	return relation(id, afsnit, kind, rolle, OB3, TypeIs("Person", "Virksomhed"), refPart, indexed,
		removed("cpr-nr", ext+"CPR-nr", "et CPR-nummer ved siden af referencen", Absent),
		removed("cvr-nr", ext+"CVR-nr", "et CVR-nummer ved siden af referencen", Absent),
		removed("p-nr", ext+"P-nr", "et P-nummer ved siden af referencen", Absent),
		removed("personid", ext+"PersonID", "Udlændingestyrelsens nummer på personen ved siden af referencen", Absent),
		removed("borgerid", ext+"BorgerID", "Udbetaling Danmarks nummer på borgeren ved siden af referencen", Absent),
		name(ext+"FuldtNavn", "partens fulde navn", OB3, "Godtfred Lund"),
		Rule{ID: "brugervendtnoegle", Sti: ext + "BrugervendtNoegle", Hvad: "en parts brugervendte nøgle", Krav: Absent, Format: AnyText})
}

// adgangRole is who may see the object, alike for Sag and Dokument.
func adgangRole(objekt, afsnit string) []Rule {
	return relation(objekt+".sikkerhedsprofil.adgang", afsnit, "Sikkerhedsprofil", "Adgang", OB3, TypeIs("OrgEnhed", "Organisation", "Bruger"), RefUUID, true)
}

// itSystems are the relations Master and Afsender, alike for Sag and Dokument.
func itSystems(objekt, afsnit, kind string) []Rule {
	one := func(id, rolle string) []Rule {
		return relation(objekt+".it-system."+id, afsnit, kind, rolle, OB1, TypeIs("IT-system"), RefUUID, false,
			Rule{ID: "systemnavn", Sti: "SystemNavn", Hvad: "systemets navn", Krav: OB1, Format: Line(255), Eksempel: "Fagsystemet"},
			Rule{ID: "systemuri", Sti: "SystemURI", Hvad: "adressen på systemet", Krav: Absent, Format: AnyText})
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
			out = append(out, virkning(lower(string(o))+"."+lower(g.relation)+".ukendt-rolle", g.afsnit, g.relation, UnknownRole)...)
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
