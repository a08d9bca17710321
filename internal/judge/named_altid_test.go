package judge_test

import (
	"strings"
	"testing"
)

// alwaysTalks are of what must exist at every instant.
func alwaysTalks(t *testing.T) []talk {
	sag, dok := message(t, "sag"), message(t, "dokument")
	const dokBorn = "2026-11-24T03:05:37.409+01:00"
	// begin lets the part after a mark begin at another time; end lets it end.
	begin := func(m, mark, at string) string {
		i := strings.LastIndex(m, mark)
		if i < 0 {
			t.Fatalf("the message has no %q", mark)
		}
		from := strings.LastIndex(m[:i], "<sd:TidsstempelDatoTid>") + len("<sd:TidsstempelDatoTid>")
		return m[:from] + at + m[from+strings.Index(m[from:], "<"):]
	}
	end := func(m, mark, at string) string {
		i := strings.LastIndex(m, mark)
		if i < 0 {
			t.Fatalf("the message has no %q", mark)
		}
		from := strings.LastIndex(m[:i], "<sd:GraenseIndikator>true</sd:GraenseIndikator>")
		return m[:from] + "<sd:TidsstempelDatoTid>" + at + "</sd:TidsstempelDatoTid>" + m[from+len("<sd:GraenseIndikator>true</sd:GraenseIndikator>"):]
	}
	double := func(m, open, shut, first, second string) string {
		part := cutOut(t, m, open, shut)
		return strings.Replace(m, part, end(part, shut, first)+begin(part, shut, second), 1)
	}
	const titles, titlesEnd, secrets, secretsEnd = "<sag:Egenskaber>", "</sag:Egenskaber>", "<si:SagIndeksEgenskaber>", "</si:SagIndeksEgenskaber>"
	const dokStates, dokStatesEnd = "<di:Fremdrift>", "</di:Fremdrift>"
	owner, unit, primary, facet, master, sender := roleOf(t, "Sag", "Sagsaktoer", "Ejer"), roleOf(t, "Sag", "Sagsaktoer", "Ansvarlig"), roleOf(t, "Sag", "Sagsklasse", "Primær klasse"),
		roleOf(t, "Sag", "Sagsklasse", "Handlingsklasse"), roleOf(t, "Sag", "SagsitsystemRelation", "Master"), roleOf(t, "Sag", "SagsitsystemRelation", "Afsender")
	earlier := func(kode, fra, til string) turn {
		return send(opdater("Sag", sagA, "<sag:TilstandListe><sag:Fremdrift>"+virkning("sag", fra, til)+"<sag:FremdriftStatusKode>"+kode+"</sag:FremdriftStatusKode></sag:Fremdrift></sag:TilstandListe>"))
	}
	party := relation(t, "sag:Sagspart", "Sekundær part", "Person", "7", urn("urn:oio:cpr-nr:0123456789"), later, "", "<gd:LokalUdvidelseListe><si:SagspartLokalUdvidelse><si:FuldtNavn>Godtfred Lund</si:FuldtNavn></si:SagspartLokalUdvidelse></gd:LokalUdvidelseListe>")
	ejer := cutOut(t, sag, "<sag:Sagsaktoer>", "</sag:Sagsaktoer>")
	if !strings.Contains(ejer, owner) {
		t.Fatal("the first Sagsaktoer of the message is not its owner")
	}
	states := func(content string) turn {
		return call("sagindeks", "si:KasserInput", "<si:Kasser><sag:ObjektType>"+uid(sagA)+"</sag:ObjektType><sag:Registrering><sag:AttributListe/><sag:TilstandListe><sag:Fremdrift>"+content+"</sag:Fremdrift></sag:TilstandListe><sag:RelationListe/></sag:Registrering></si:Kasser>")
	}
	const opstaaet = "<sag:FremdriftStatusKode>Opstaaet</sag:FremdriftStatusKode>"
	return []talk{
		{"ob1.til-enhver-tid", [][]turn{
			{send(begin(sag, owner, "2019-01-01T00:00:00+01:00"))}, // an owner may be older than the case
			{send(double(sag, titles, titlesEnd, later, later))},
			{send(double(sag, secrets, secretsEnd, later, later))},
			{send(double(dok, dokStates, dokStatesEnd, later, later))},
			{send(double(sag, "<sag:Sagsaktoer>", "</sag:Sagsaktoer>", later, later))},
			{send(sag), earlier("Afsluttet", later, "")},               // what is over needs no end
			{send(begin(sag, owner, "2026-11-24T02:01:00.783Z"))},      // the same instant
			{send(begin(sag, owner, "2026-11-24T03:01:01.783+01:00"))}, // made in one go
		}, []broken{
			one("a late owner", send(begin(sag, owner, later))),
			one("a late unit", send(begin(sag, unit, later))),
			one("a late emne", send(begin(sag, primary, later))),
			one("a late handlingsfacet", send(begin(sag, facet, later))),
			one("a late master", send(begin(sag, master, later))),
			one("a late sender", send(begin(sag, sender, later))),
			one("late titles", send(begin(sag, titlesEnd, later))),
			one("a late sensitivity", send(begin(sag, secretsEnd, later))),
			one("a late state", send(begin(sag, "</sag:Fremdrift>", later))),
			one("everything but the state is late", send(begin(sag, "</sag:Fremdrift>", "2019-01-01T00:00:00+01:00"))),
			one("by two seconds", send(begin(sag, owner, "2026-11-24T03:01:02.783+01:00"))),
			one("titles that end", send(end(sag, titlesEnd, later))),
			one("a sensitivity that ends", send(end(sag, secretsEnd, later))),
			one("titles with a hole", send(double(sag, titles, titlesEnd, later, last))),
			one("titles at once", send(double(sag, titles, titlesEnd, last, later))),
			one("a sensitivity with a hole", send(double(sag, secrets, secretsEnd, later, last))),
			one("sensitivities at once", send(double(sag, secrets, secretsEnd, last, later))),
			one("a document's states with a hole", send(double(dok, dokStates, dokStatesEnd, later, last))),
			one("a document's states at once", send(double(dok, dokStates, dokStatesEnd, last, later))),
			one("a document's state that ends", send(end(dok, dokStatesEnd, last))),
			one("a document's late state", send(begin(dok, dokStatesEnd, last))),
			one("a document's titles that end", send(end(dok, "</di:Egenskaber>", last))),
			one("a document's late owner", send(begin(dok, roleOf(t, "Dokument", "Dokumentaktoer", "Ejer"), last))),
			one("a document's late emne", send(begin(dok, roleOf(t, "Dokument", "Dokumentklasse", "Primær klasse"), last))),
			one("an update of what was before the case", send(sag), earlier("Opstaaet", "2019-01-01T00:00:00+01:00", born)),
		}},
		{"am-03.obligatorisk", [][]turn{
			{send(sag), send(opdater("Sag", sagA, sagRelationer(party))), kasser(sagA, party)},
			{send(sag), kasser(sagA, ejer), send(opdater("Sag", sagA, sagRelationer(ejer)))}, // mended
			{send(sag), earlier("Afsluttet", later, ""), earlier("Oplyst", last, ""), kasserOnly(states, "Oplyst", last), earlier("Afsluttet", last, "")},
		}, []broken{
			one("the owner", send(sag), kasser(sagA, ejer)),
			one("the owner for a while", send(sag), kasser(sagA, begin(ejer, "</sag:Sagsaktoer>", last))),
			one("the state", send(sag), states(virkning("sag", born, "")+opstaaet)),
			one("how it arose", send(sag), earlier("Afsluttet", later, ""), states(virkning("sag", born, later)+opstaaet)),
			one("the titles of a document", send(dok), call("dokumentindeks", "di:KasserInput", "<di:Kasser><di:ObjektType>"+uid(dokA)+"</di:ObjektType><di:Registrering><di:AttributListe><di:Egenskaber>"+virkning("di", dokBorn, "")+"</di:Egenskaber></di:AttributListe><di:TilstandListe/><di:RelationListe/></di:Registrering></di:Kasser>")),
		}},
	}
}

// kasserOnly discards one state from a time on.
func kasserOnly(states func(string) turn, kode, fra string) turn {
	return states(virkning("sag", fra, "") + "<sag:FremdriftStatusKode>" + kode + "</sag:FremdriftStatusKode>")
}

// roleOf is the UUID of a role.
func roleOf(t *testing.T, objekt, kind, role string) string {
	t.Helper()
	roles, _ := registers(t)
	k, ok := roles.ByName(objekt, kind, "Rolle", role)
	if !ok {
		t.Fatalf("no role %s of %s", role, kind)
	}
	return k.UUID
}
