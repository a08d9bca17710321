package judge_test

import (
	"strings"
	"testing"
)

// keyTalks are of whom relations mean, said in two ways.
func keyTalks(t *testing.T) []talk {
	return append(extensionTalks(t), sharedTalk(t))
}

// actor is an extension of a relation to one who handles a case.
func actor(name, cvr, key string) string {
	return "<gd:LokalUdvidelseListe><si:SagsaktoerLokalUdvidelse><si:BrugervendtNoegle>" + key + "</si:BrugervendtNoegle><si:FuldtNavn>" + name +
		"</si:FuldtNavn><si:CVR-Nummer>" + cvr + "</si:CVR-Nummer></si:SagsaktoerLokalUdvidelse></gd:LokalUdvidelseListe>"
}

func sharedTalk(t *testing.T) talk {
	sag := message(t, "sag")
	second := change(t, sag, sagA, sagB, "2026-000001", "2026-000002")
	handled := func(id, indeks, typ, ref, til, cvr, key string) turn {
		return send(opdater("Sag", id, sagRelationer(relation(t, "sag:Sagsaktoer", "Andre behandlere", typ, indeks, ref, later, til, actor("Karen Lund", cvr, key)))))
	}
	user := func(id, indeks, of, key string) turn {
		return handled(id, indeks, "Bruger", urn("urn:oio:kbk:id:"+of), "", "11111111", key)
	}
	two := func(turns ...turn) []turn { return append([]turn{send(sag), send(second)}, turns...) }
	return talk{"relation.noegle-delt", [][]turn{
		two(user(sagA, "8", "a", "K"), user(sagB, "8", "a", "K"), user(sagB, "9", "b", "L")),
		two(user(sagA, "8", "a", "K"), handled(sagB, "8", "OrgEnhed", urn("urn:oio:kbk:id:b"), "", "11111111", "K")), // a unit is no user
		two(user(sagA, "8", "a", "K"), handled(sagB, "8", "Bruger", urn("urn:oio:kbk:id:b"), "", "22222222", "K")),   // of another municipality
		two(user(sagA, "8", "a", "K"), handled(sagB, "8", "Bruger", urn("urn:oio:andet:id:b"), "", "11111111", "K")), // named in another way
		two(user(sagA, "8", "a", "K"), handled(sagA, "8", "Bruger", urn("urn:oio:kbk:id:a"), last, "11111111", "K"), user(sagB, "8", "b", "K")),
		two(user(sagA, "8", "a", "K"), send(fjern(sagA)), user(sagB, "8", "b", "K")), // removed, and sent again
	}, []broken{
		one("on one case", two(user(sagA, "8", "a", "K"), user(sagA, "9", "b", "K"))...),
		one("on two cases", two(user(sagA, "8", "a", "K"), user(sagB, "8", "b", "K"))...),
		one("told once", two(user(sagA, "8", "a", "K"), user(sagB, "8", "b", "K"), user(sagA, "9", "b", "K"))...),
		one("two units", two(handled(sagA, "8", "OrgEnhed", urn("urn:oio:kbk:id:a"), "", "11111111", "K"),
			handled(sagB, "8", "OrgEnhed", urn("urn:oio:kbk:id:b"), "", "11111111", "K"))...),
	}}
}

func extensionTalks(t *testing.T) []talk {
	sag := message(t, "sag")
	owner := func(ref, cvr string) turn {
		return send(opdater("Sag", sagA,
			sagRelationer(relation(t, "sag:Sagsaktoer", "Ejer", "Organisation", "", ref, later, "", actor("Korsbæk Kommune", cvr, "Korsbæk Kommune")))))
	}
	party := func(ref string) turn {
		return send(opdater("Sag", sagA, sagRelationer(strings.Replace(partyUntil(t, ""), "urn:oio:cpr-nr:0123456789", ref, 1))))
	}
	unit := func(cvr, key string) turn {
		return send(opdater("Sag", sagA,
			sagRelationer(relation(t, "sag:Sagsaktoer", "Ansvarlig", "OrgEnhed", "", uid(team), later, "", actor("Forebyggelsesteamet", cvr, key)))))
	}
	class := func(ref, key string) turn {
		ext := strings.Replace(strings.Replace(ejendom, "%", key, 1), "<si:BrugervendtNoegle>",
			"<si:Facettitel>FORM, Opgavenøglen</si:Facettitel><si:Klassetitel>Besøg</si:Klassetitel><si:BrugervendtNoegle>", 1)
		return send(opdater("Sag", sagA, sagRelationer(relation(t, "sag:Sagsklasse", "Opgaveklasse", "Klasse", "", urn(ref), later, "", ext))))
	}
	_, reg := registers(t)
	of, _ := reg.Get(team)
	own := of.Latest().Noegle
	const besides = "vejledning.ob4-uden-grund" // the guidance leaves a key beside a UUID out
	return []talk{
		{"relation.reference-og-udvidelse", [][]turn{{send(sag), owner(urn("urn:oio:cvr-nr:11111111"), "11111111")}}, []broken{
			one("the owner", send(sag), owner(urn("urn:oio:cvr-nr:22222222"), "11111111")),
			one("in capitals", send(sag), owner(urn("URN:OIO:CVR-NR:22222222"), "11111111")),
		}},
		{"relation.reference-og-navn", [][]turn{
			{send(sag), party("urn:oio:fuldtnavn:Godtfred Lund")}, {send(sag), party("urn:oio:fuldtnavn:Godtfred%20Lund")},
			{send(sag), party("urn:oio:fuldtnavn:GODTFRED_LUND")}, {send(sag), class("urn:oio:form:27.15.05", "27.15.05.10")},
			{send(sag), class("urn:oio:form:27.15.05", "27.15.05")},
		}, []broken{one("a party", send(sag), party("urn:oio:fuldtnavn:Karen Lund")), one("a class", send(sag), class("urn:oio:form:27.15.05", "54.17.20"))}},
		{"reference.beskriver-en-anden", [][]turn{{send(sag)}}, []broken{
			one("the owner's number", send(sag), owner(uid(korsbaek), "22222222")).also(besides),
			one("the unit's number", send(sag), unit("22222222", own)).also(besides),
			one("another unit's key", send(sag), unit("11111111", "1000")).also(besides),
		}},
		{"reference.noegle-i-registret", [][]turn{{send(sag)}}, []broken{one("nobody's key", send(sag), unit("11111111", "X-1")).also(besides)}},
	}
}
