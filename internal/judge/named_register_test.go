package judge_test

import "testing"

func registerTalks(t *testing.T) []talk {
	sag := message(t, "sag")
	update := func(relations ...string) turn { return send(opdater("Sag", sagA, sagRelationer(relations...))) }
	primary := func(typ, id string) string {
		return relation(t, "sag:Sagsaktoer", "Primær behandler", typ, "", uid(id), later, "", handler("Forebyggelsesteamet"))
	}
	access := func(typ, id string) turn {
		return send(opdater("Sag", sagA, "<sag:RelationListe><gd:LokalUdvidelseListe>"+relation(t, "si:Sikkerhedsprofil", "Adgang", typ, "1", uid(id), later, "", "")+
			"</gd:LokalUdvidelseListe></sag:RelationListe>"))
	}
	class := func(rolle, id, number string) string {
		return relation(t, "sag:Sagsklasse", rolle, "Klasse", "", uid(id), later, "",
			"<gd:LokalUdvidelseListe><si:SagsklasseLokalUdvidelse><si:BrugervendtNoegle>"+number+
				"</si:BrugervendtNoegle></si:SagsklasseLokalUdvidelse></gd:LokalUdvidelseListe>")
	}
	const forebyggende = "484684fe-c819-5c63-88c2-ca08c31b6769" // 27.35.04
	byURN := change(t, sag, uid(laura), urn("urn:oio:korsbaek:brugerid:kbk0001"))
	ownerURN := change(t, sag, uid("9ec4f763-92a6-5e40-90ea-635d9f7642f3"), urn("urn:oio:cvr-nr:11111111"), "<si:FuldtNavn>Korsbæk Kommune</si:FuldtNavn>",
		"<si:BrugervendtNoegle>11111111</si:BrugervendtNoegle><si:FuldtNavn>Korsbæk Kommune</si:FuldtNavn>")
	return []talk{
		{"reference.findes", [][]turn{{send(sag), update(primary("OrgEnhed", team))}, {send(sag), access("Bruger", jens)}, {send(byURN)},
			{send(sag), update(class("Opgaveklasse", nobody, "X1"))}}, []broken{
			one("the user, everywhere", send(change(t, sag, laura, nobody))),
			one("a handler", send(sag), update(primary("Bruger", nobody))),
			one("an access", send(sag), access("OrgEnhed", nobody)),
			one("a class", send(sag), update(class("Primær klasse", nobody, "27.35.04"))),
			one("the sender", send(edit{from: system, to: nobody, n: 2}.apply(t, sag))),
		}},
		{"reference.type", [][]turn{{send(sag), update(primary("Bruger", laura))}}, []broken{
			one("a user that is a unit", send(sag), update(primary("Bruger", team))),
			one("a unit that is a user", send(sag), access("OrgEnhed", jens)),
			one("an actor that is a unit", send(change(t, sag, laura, team))),
			one("an owner that is a unit", send(change(t, sag, "9ec4f763-92a6-5e40-90ea-635d9f7642f3", team))),
		}},
		{"reference.ophoert", [][]turn{{send(sag), ends(team, longAgo.AddDate(5, 0, 0)), update(primary("OrgEnhed", team))},
			{ends(team, longAgo), send(change(t, sag, born, "2025-11-24T03:01:00.783+01:00"))}}, []broken{
			one("a unit", send(sag), ends(team, longAgo), update(primary("OrgEnhed", team))),
			one("a class", send(sag), ends(forebyggende, longAgo), update(class("Primær klasse", forebyggende, "27.35.04"))),
		}},
		{"reference.uuid-foretraekkes", [][]turn{{send(byURN), reads}, {send(ownerURN)}, {reads, send(sag)}, {reads, send(change(t, byURN, "kbk0001", "v-778812"))},
			{reads, send(change(t, sag, uid(laura), urn("urn:oio:it-system-uuid:"+system), ">Bruger<", ">ItSystem<"))}},
			[]broken{one("a user by URN", reads, send(byURN)), one("an owner by URN", reads, send(ownerURN))}},
		{"klasse.uuid-og-nummer", [][]turn{{send(sag), update(class("Opgaveklasse", forebyggende, "27.35.04"))}}, []broken{
			one("another number", send(edit{from: ">27.35.04<", to: ">32.24.04<"}.apply(t, sag))),
			one("of another role", send(sag), update(class("Opgaveklasse", forebyggende, "32.24.04"))),
			one("of a document", send(change(t, message(t, "dokument"), ">27.35.04<", ">32.24.04<"))),
		}},
	}
}

func removalTalks(t *testing.T) []talk {
	sag, dok := message(t, "sag"), message(t, "dokument")
	second := change(t, sag, sagA, sagB, "2026-000001", "2026-000002")
	secondDok := change(t, dok, dokA, dokB, "2026-000008-1", "2026-000008-2")
	over := func(sender func(string) turn, til string) turn {
		return sender(opdater("Sag", sagA, sagRelationer(relation(t, "sag:Sagsrelation", "Oversag", "Sag", "", uid(sagB), later, til, ""))))
	}
	filed := send(opdater("Sag", sagB, sagRelationer(relation(t, "sag:Journalpost", "Tilakteret", "Dokument", "1", uid(dokA), later, "", ""))))
	bilag := func(til string) turn {
		return send(opdater("Dokument", dokB, dokRelationer(relation(t, "di:Dokumentrelation", "Bilag", "Dokument", "1", uid(dokA), later, til, ""))))
	}
	return []talk{{"fjern.relation-efterladt", [][]turn{
		{send(sag), send(second), over(send, ""), over(send, last), send(fjern(sagB))}, // ended before
		{send(sag), send(second), over(send, ""), send(fjern(sagB)), over(send, last)}, // ended after
		{send(sag), send(second), over(send, ""), send(fjern(sagA, sagB))},             // both go
		{send(sag), send(second), over(send, ""), send(fjern(sagB)), send(fjern(sagA))},
		{send(sag), send(second), over(send, ""), send(fjern(sagB)), send(second)}, // it came back
		{nabo(sag), send(second), over(nabo, ""), send(fjern(sagB))},               // another system's to end
		{send(sag), send(second), over(send, ""), nabo(fjern(sagB))},               // another system removed it
	}, []broken{
		one("a case", send(sag), send(second), over(send, ""), send(fjern(sagB))),
		one("a document that followed its case", send(second), send(dok), send(secondDok), filed, bilag(""), send(fjern(sagB))),
		one("a case that a search finds", send(sag), send(second), over(send, ""), send(fjernFound(soegSag("2026-000002")))),
		one("a document that a search finds", send(second), send(dok), send(secondDok), bilag(""), send(fjernFound(soegDokument("2026-000008-1")))),
	}}}
}
