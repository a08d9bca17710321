package judge_test

import "testing"

// readsUser lets the system read a user in FK Organisation.
func readsUser(id string) turn {
	return func(s *stage) {
		s.post(s.system, "/organisation/bruger/6",
			envelope(`<b:LaesInput xmlns:b="http://stoettesystemerne.dk/organisation/bruger/6/" xmlns:sd="urn:oio:sagdok:3.0.0">`+uid(id)+`</b:LaesInput>`))
	}
}

// proseTalks are of what the rows' text and the general guidance say.
func proseTalks(t *testing.T) []talk {
	sag := message(t, "sag")
	byURN := change(t, sag, uid(laura), urn("urn:oio:korsbaek:brugerid:kbk0001"))
	filled := func(s string) string {
		return change(t, sag, "<si:Foelsomhed>", s+"<si:Foelsomhed>")
	}
	return append(append(roleTalks(t), userTalk(t)), []talk{
		{"vaerdi.tomt-element", [][]turn{{send(filled("<si:Sagsstatus>Afventer</si:Sagsstatus>"))}}, []broken{
			one("one", send(filled("<si:Sagsstatus/>"))),
			one("blanks", send(filled("<si:Sagsstatus> </si:Sagsstatus>"))),
		}},
		{"relation.rolle-af-anden-relation", [][]turn{{send(sag)}}, []broken{
			one("a part's", send(edit{from: "05ef7011-11a7-4e4c-a46b-3de6aa457fc3", to: "d839f26a-d4d1-4441-b2d6-3dbbb12a9404"}.apply(t, sag))).also(
				"sag.sagsklasse.handlingsklasse.forekomst"),
			one("a type", send(edit{from: "05ef7011-11a7-4e4c-a46b-3de6aa457fc3", to: "267235ea-526d-4a18-8001-f2a0e563eba1"}.apply(t, sag))).also(
				"sag.sagsklasse.handlingsklasse.forekomst"),
		}},
		{"reference.bruger-skal-have-uuid",
			[][]turn{{send(byURN), readsUser(laura)}, {readsUser(laura), send(sag)}, {readsUser(laura), send(change(t, byURN, "kbk0001", "v-778812"))}}, []broken{
				one("the key", readsUser(laura), send(byURN)),
				one("the key in capitals", readsUser(laura), send(change(t, byURN, "kbk0001", "KBK0001"))),
				one("the UUID in a URN", readsUser(laura), send(change(t, byURN, "kbk0001", laura))),
			}},
	}...)
}

// roleTalks are of what the sections' and the roles' text says.
func roleTalks(t *testing.T) []talk {
	sag := message(t, "sag")
	const owner, kle = "9ec4f763-92a6-5e40-90ea-635d9f7642f3", "484684fe-c819-5c63-88c2-ca08c31b6769"
	update := func(relations ...string) turn { return send(opdater("Sag", sagA, sagRelationer(relations...))) }
	class := func(rolle, indeks, noegle, titel, more, fra string) string {
		return relation(t, "sag:Sagsklasse", rolle, "Klasse", indeks, uid(kle), fra, "", "<gd:LokalUdvidelseListe><si:SagsklasseLokalUdvidelse><si:Klassetitel>"+
			titel+"</si:Klassetitel><si:BrugervendtNoegle>"+noegle+"</si:BrugervendtNoegle>"+more+
			"</si:SagsklasseLokalUdvidelse></gd:LokalUdvidelseListe>")
	}
	extra := func(noegle, titel, more string) string {
		return change(t, class("Følsomhedsklasse", "", noegle, titel, more, later), uid(kle), urn("urn:oio:korsbaek:foelsomhed:1"), "<si:Klassetitel>",
			"<si:Facettitel>Følsomhed, art</si:Facettitel><si:Klassetitel>")
	}
	decision := func(fra string) string {
		return change(t, class("Afgørelsesklasse", "1", "1.2", "Medhold", "", fra), kle, nobody)
	}
	lives := func(ref string) string {
		return relation(t, "sag:Sagsaktoer", "Bopælskommune", "Organisation", "", ref, later, "", "<gd:LokalUdvidelseListe><si:SagsaktoerLokalUdvidelse>"+
			"<si:BrugervendtNoegle>1</si:BrugervendtNoegle><si:FuldtNavn>En kommune</si:FuldtNavn></si:SagsaktoerLokalUdvidelse></gd:LokalUdvidelseListe>")
	}
	gets := func(cpr string) string {
		return relation(t, "sag:Sagspart", "Ydelsesmodtager", "Person", "", urn("urn:oio:cpr-nr:"+cpr), later, "",
			"<gd:LokalUdvidelseListe><si:SagspartLokalUdvidelse><si:FuldtNavn>Karen Lund</si:FuldtNavn></si:SagspartLokalUdvidelse></gd:LokalUdvidelseListe>")
	}
	decided := func(kode string) turn {
		return send(opdater("Sag", sagA, "<sag:TilstandListe><sag:Fremdrift>"+virkning("sag", later, "")+"<sag:FremdriftStatusKode>"+kode+
			"</sag:FremdriftStatusKode></sag:Fremdrift></sag:TilstandListe>"))
	}
	alternative := func(key string) string {
		return edit{from: "<si:FuldtNavn>Forebyggelsesteamet", to: key + "<si:FuldtNavn>Forebyggelsesteamet"}.apply(t, sag)
	}
	const word = "<si:Soegeord><si:SoegeordIdentifikator>hjemme</si:SoegeordIdentifikator></si:Soegeord>"
	return []talk{
		{"klasse.soegeord", [][]turn{{send(sag), update(extra("P", "Personfølsom", ""))}}, []broken{
			one("of a case", send(sag), update(change(t, extra("P", "Personfølsom", ""), "</si:SagsklasseLokalUdvidelse>", word+"</si:SagsklasseLokalUdvidelse>"))),
		}},
		{"sag.sagsklasse.foelsomhedsklasse.skalaen",
			[][]turn{{send(sag), update(extra("P", "Personfølsom", ""))}, {send(sag), update(extra("F2", "Følsomme personoplysninger om børn", ""))}}, []broken{
				one("the code", send(sag), update(extra("FOELSOMME_PERSONOPLYSNINGER", "Trin 3", ""))),
				one("the words", send(sag), update(extra("3", "Følsomme personoplysninger", ""))),
				one("VIP", send(sag), update(extra("4", "VIP-sager", ""))),
			}},
		{"sag.sagsaktoer.bopaelskommune.ejeren", [][]turn{{send(sag), update(lives(urn("urn:oio:cvr-nr:22222222")))}}, []broken{
			one("by its UUID", send(sag), update(change(t, lives(uid(owner)), "<si:BrugervendtNoegle>1</si:BrugervendtNoegle>", ""))),
			one("by its CVR number", send(sag), update(lives(urn("urn:oio:cvr-nr:11111111")))),
		}},
		{"sag.sagspart.ydelsesmodtager.primaer-part", [][]turn{{send(sag), update(gets("1113540026"))}},
			[]broken{one("himself", send(sag), update(gets("0123456789")))}},
		{"sag.sagsklasse.afgoerelsesklasse.ikke-afgjort",
			[][]turn{{send(sag), decided("Afgjort"), update(decision(later))}, {send(sag), decided("Afsluttet"), update(decision(born))}}, []broken{
				one("not yet", send(sag), update(decision(later))),
				one("informed", send(sag), decided("Oplyst"), update(decision(later))),
			}},
		{"vejledning.ob4-uden-grund", [][]turn{{send(sag)}}, []broken{
			one("a key beside a UUID", send(alternative("<si:BrugervendtNoegle>3100</si:BrugervendtNoegle>"))),
			one("a letter's date", send(edit{from: ">Brev, indgaaende<", to: ">Brev, udgaaende<"}.apply(t, message(t, "dokument")))),
		}},
	}
}

// userTalk is of whose doing a registration is.
func userTalk(t *testing.T) talk {
	sag := message(t, "sag")
	update := func(relations ...string) turn { return send(opdater("Sag", sagA, sagRelationer(relations...))) }
	by := func(who, relation string) string { return change(t, relation, uid(laura), uid(who)) }
	note := func(indeks string) string {
		return relation(t, "sag:Journalpost", "Journalnotat", "Dokument", indeks, urn("URN:Empty"), later, "",
			"<sag:JournalpostEgenskaber><sag:JournalnotatEgenskaber><sag:Titel>Samtale</sag:Titel><sag:Notat>QWZ0YWxl</sag:Notat>"+
				"<sag:Format>67623d93-c382-52b2-9144-ccc46fa3ec5c</sag:Format></sag:JournalnotatEgenskaber></sag:JournalpostEgenskaber>")
	}
	return talk{"registrering.en-bruger", [][]turn{
		{send(sag), update(note("1"), note("2"))}, {send(sag), update(by(jens, note("1")), by(jens, note("2")))},
		{send(sag), update(note("1")), update(by(jens, note("2")))},
		{send(sag), update(note("1")), update(note("1"), by(jens, note("2")))}, // the first is only sent again
	}, []broken{
		one("two users", send(sag), update(note("1"), by(jens, note("2")))),
		one("a user and the system", send(sag), update(note("1"), change(t, note("2"), uid(laura), urn("urn:oio:it-system-uuid:"+system), ">Bruger<", ">ItSystem<"))),
	}}
}
