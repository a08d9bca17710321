package anvisning

import (
	"sync"

	"klarmeld/internal/oio"
)

// join puts groups of rows together.
func join(groups ...[]Rule) []Rule {
	var out []Rule
	for _, g := range groups {
		out = append(out, g...)
	}
	return out
}

// virkning is what every part's period must hold. Each part has its own rows,
// so that a finding names the part that it belongs to.
func virkning(id, afsnit, del, rolle string) []Rule {
	v := func(sti, hvad string, k Obligation, f Format, eks string) Rule {
		return Rule{ID: id + ".virkning." + lower(sti), Afsnit: afsnit, Del: del, Rolle: rolle, Sti: "Virkning/" + sti, Hvad: hvad, Krav: k, Format: f, Eksempel: eks}
	}
	return []Rule{
		v("FraTidspunkt", "begyndelsen af virkningen", OB5, From, "<TidsstempelDatoTid>2026-03-23T00:00:00.000+01:00</TidsstempelDatoTid>"),
		v("TilTidspunkt", "slutningen af virkningen", OB5, To, "<GraenseIndikator>true</GraenseIndikator>"),
		v("AktoerRef", "aktøren bag virkningen", OB5, user, "<UUIDIdentifikator>UUID på brugeren i FK Organisation</UUIDIdentifikator>"),
		v("AktoerTypeKode", "aktørens type", OB5, ActorType, "Bruger"),
		v("NoteTekst", "note til virkningen", Optional, Lines(1024), ""),
	}
}

// relation gives the rows that every relation of a role has, and those of its
// own. The IDs and sections of the latter are completed here. The role itself
// has no row here: a relation without one cannot be told to be of this role, so
// that is a named check (relation-rolle), and the role then fails its
// occurrence.
func relation(id, afsnit, kind, rolle string, k Obligation, typ, ref Format, indexed bool, own ...Rule) []Rule {
	at := func(r Rule) Rule {
		r.ID, r.Afsnit, r.Del, r.Rolle = id+"."+r.ID, afsnit, kind, rolle
		return r
	}
	index := Rule{ID: "indeks", Sti: "Indeks", Hvad: "indeks på en rolle, der kun findes én gang", Krav: Absent, Format: AnyText}
	if indexed {
		index = Rule{ID: "indeks", Sti: "Indeks", Hvad: "relationens indeks", Krav: OB3, Format: Line(36), Eksempel: "1"}
	}
	out := []Rule{
		at(Rule{ID: "type", Sti: "Type", Hvad: "relationens type", Krav: k, Format: typ, Eksempel: "<UUIDIdentifikator>UUID på typen</UUIDIdentifikator>"}),
		at(Rule{ID: "referenceid", Sti: "ReferenceID", Hvad: "referencen", Krav: k, Format: ref, Eksempel: "<UUIDIdentifikator>UUID på det, der refereres til</UUIDIdentifikator>"}),
		at(index),
	}
	for _, r := range own {
		out = append(out, at(r))
	}
	return append(out, virkning(id, afsnit, kind, rolle)...)
}

func cvr(sti, hvad string, k Obligation) Rule {
	return Rule{ID: "cvr", Sti: sti, Hvad: hvad, Krav: k, Format: CVR, Eksempel: "11111111"}
}

func name(sti, hvad string, k Obligation, eks string) Rule {
	return Rule{ID: "fuldtnavn", Sti: sti, Hvad: hvad, Krav: k, Format: Line(255), Eksempel: eks}
}

func keyIfURN(sti, hvad string) Rule {
	return Rule{ID: "brugervendtnoegle", Sti: sti, Hvad: hvad, Krav: OB4, Format: Line(50), Eksempel: "3100",
		Hvis: &Condition{Sti: "ReferenceID", URN: true, Hvornaar: "når ReferenceID er en URN"}}
}

// itSystems are the relations Master and Afsender, alike for Sag and Dokument.
func itSystems(objekt, afsnit, kind string) []Rule {
	one := func(id, rolle string) []Rule {
		return relation(objekt+".it-system."+id, afsnit, kind, rolle, OB1, TypeIs("IT-system"), RefUUID, false,
			Rule{ID: "systemnavn", Sti: "SystemNavn", Hvad: "systemets navn", Krav: OB1, Format: Line(255), Eksempel: "Fagsystemet"},
			Rule{ID: "systemuri", Sti: "SystemURI", Hvad: "adresse på systemet", Krav: Absent, Format: AnyText})
	}
	return join(one("master", "Master"), one("afsender", "Afsender"))
}

// otherRole stands for every role of a relation type that has no rows of its
// own, and for roles we do not know: their virkning is bound all the same.
const otherRole = "*"

// otherVirkninger are the virkning rows of such roles.
func otherVirkninger(o oio.ObjektType) []Rule {
	var out []Rule
	for _, g := range occurrenceTable {
		if g.objekt == o {
			out = append(out, virkning(lower(string(o))+"."+lower(g.relation), g.afsnit, g.relation, otherRole)...)
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
