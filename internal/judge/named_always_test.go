package judge_test

import (
	"slices"
	"strings"
	"testing"
)

// missedTalks are of what was missed before ruleset 2026.5.
func missedTalks(t *testing.T) []talk {
	return slices.Concat(alwaysTalks(t), mutualTalks(t), textTalks(t), keyTalks(t))
}

// alwaysTalks are of what must exist at every instant.
func alwaysTalks(t *testing.T) []talk {
	sag, dok := message(t, "sag"), message(t, "dokument")
	const titles, titlesEnd, secrets, secretsEnd = "<sag:Egenskaber>", "</sag:Egenskaber>", "<si:SagIndeksEgenskaber>", "</si:SagIndeksEgenskaber>"
	const dokStates, dokStatesEnd = "<di:Fremdrift>", "</di:Fremdrift>"
	owner, unit, primary, facet, master, sender := roleOf(t, "Sag", "Sagsaktoer", "Ejer"), roleOf(t, "Sag", "Sagsaktoer", "Ansvarlig"),
		roleOf(t, "Sag", "Sagsklasse", "Primær klasse"),
		roleOf(t, "Sag", "Sagsklasse", "Handlingsklasse"), roleOf(t, "Sag", "SagsitsystemRelation", "Master"), roleOf(t, "Sag", "SagsitsystemRelation", "Afsender")
	earlier := func(kode, fra, til string) turn {
		return send(opdater("Sag", sagA, "<sag:TilstandListe><sag:Fremdrift>"+virkning("sag", fra, til)+"<sag:FremdriftStatusKode>"+kode+
			"</sag:FremdriftStatusKode></sag:Fremdrift></sag:TilstandListe>"))
	}
	return append(discardedTalks(t, earlier), talk{
		"ob1.til-enhver-tid", [][]turn{
			{send(begin(t, sag, owner, "2019-01-01T00:00:00+01:00"))}, // an owner may be older than the case
			{send(double(t, sag, titles, titlesEnd, later, later))},
			{send(double(t, sag, secrets, secretsEnd, later, later))},
			{send(double(t, dok, dokStates, dokStatesEnd, later, later))},
			{send(double(t, sag, "<sag:Sagsaktoer>", "</sag:Sagsaktoer>", later, later))},
			{send(sag), earlier("Afsluttet", later, "")},                  // what is over needs no end
			{send(begin(t, sag, owner, "2026-11-24T02:01:00.783Z"))},      // the same instant
			{send(begin(t, sag, owner, "2026-11-24T03:01:01.783+01:00"))}, // made in one go
		}, []broken{
			one("a late owner", send(begin(t, sag, owner, later))),
			one("a late unit", send(begin(t, sag, unit, later))),
			one("a late emne", send(begin(t, sag, primary, later))),
			one("a late handlingsfacet", send(begin(t, sag, facet, later))),
			one("a late master", send(begin(t, sag, master, later))),
			one("a late sender", send(begin(t, sag, sender, later))),
			one("late titles", send(begin(t, sag, titlesEnd, later))),
			one("a late sensitivity", send(begin(t, sag, secretsEnd, later))),
			one("a late state", send(begin(t, sag, "</sag:Fremdrift>", later))),
			one("everything but the state is late", send(begin(t, sag, "</sag:Fremdrift>", "2019-01-01T00:00:00+01:00"))),
			one("by two seconds", send(begin(t, sag, owner, "2026-11-24T03:01:02.783+01:00"))),
			one("titles that end", send(finish(t, sag, titlesEnd, later))),
			one("a sensitivity that ends", send(finish(t, sag, secretsEnd, later))),
			one("titles with a hole", send(double(t, sag, titles, titlesEnd, later, last))),
			one("titles at once", send(double(t, sag, titles, titlesEnd, last, later))),
			one("a sensitivity with a hole", send(double(t, sag, secrets, secretsEnd, later, last))),
			one("sensitivities at once", send(double(t, sag, secrets, secretsEnd, last, later))),
			one("a document's states with a hole", send(double(t, dok, dokStates, dokStatesEnd, later, last))),
			one("a document's states at once", send(double(t, dok, dokStates, dokStatesEnd, last, later))),
			one("a document's state that ends", send(finish(t, dok, dokStatesEnd, last))),
			one("a document's late state", send(begin(t, dok, dokStatesEnd, last))),
			one("a document's titles that end", send(finish(t, dok, "</di:Egenskaber>", last))),
			one("a document's late owner", send(begin(t, dok, roleOf(t, "Dokument", "Dokumentaktoer", "Ejer"), last))),
			one("a document's late emne", send(begin(t, dok, roleOf(t, "Dokument", "Dokumentklasse", "Primær klasse"), last))),
			one("an update of what was before the case", send(sag), earlier("Opstaaet", "2019-01-01T00:00:00+01:00", born)),
		},
	})
}

// discardedTalks are of what a kasser takes away.
func discardedTalks(t *testing.T, earlier func(kode, fra, til string) turn) []talk {
	sag, dok := message(t, "sag"), message(t, "dokument")
	party := partyUntil(t, "")
	ejer := cutOut(t, sag, "<sag:Sagsaktoer>", "</sag:Sagsaktoer>")
	if !strings.Contains(ejer, roleOf(t, "Sag", "Sagsaktoer", "Ejer")) {
		t.Fatal("the first Sagsaktoer of the message is not its owner")
	}
	states := func(content string) turn {
		return call("sagindeks", "si:KasserInput", "<si:Kasser><sag:ObjektType>"+uid(sagA)+"</sag:ObjektType><sag:Registrering><sag:AttributListe/>"+
			"<sag:TilstandListe><sag:Fremdrift>"+content+"</sag:Fremdrift></sag:TilstandListe><sag:RelationListe/></sag:Registrering></si:Kasser>")
	}
	const opstaaet = "<sag:FremdriftStatusKode>Opstaaet</sag:FremdriftStatusKode>"
	const dokBorn = "2026-11-24T03:05:37.409+01:00"
	return []talk{
		{"am-03.obligatorisk", [][]turn{
			{send(sag), send(opdater("Sag", sagA, sagRelationer(party))), kasser(sagA, party)},
			{send(sag), kasser(sagA, ejer), send(opdater("Sag", sagA, sagRelationer(ejer)))}, // mended
			{send(sag), earlier("Afsluttet", later, ""), earlier("Oplyst", last, ""), kasserOnly(states, "Oplyst", last), earlier("Afsluttet", last, "")},
		}, []broken{
			one("the owner", send(sag), kasser(sagA, ejer)),
			one("the owner for a while", send(sag), kasser(sagA, begin(t, ejer, "</sag:Sagsaktoer>", last))),
			one("the state", send(sag), states(virkning("sag", born, "")+opstaaet)),
			one("how it arose", send(sag), earlier("Afsluttet", later, ""), states(virkning("sag", born, later)+opstaaet)),
			one("the titles of a document", send(dok),
				call("dokumentindeks", "di:KasserInput", "<di:Kasser><di:ObjektType>"+uid(dokA)+"</di:ObjektType><di:Registrering><di:AttributListe><di:Egenskaber>"+
					virkning("di", dokBorn, "")+"</di:Egenskaber></di:AttributListe><di:TilstandListe/><di:RelationListe/></di:Registrering></di:Kasser>")),
		}},
	}
}

// begin lets the part that ends with a mark begin at another time.
func begin(t *testing.T, m, mark, at string) string {
	t.Helper()
	i := strings.LastIndex(m, mark)
	if i < 0 {
		t.Fatalf("the message has no %q", mark)
	}
	from := strings.LastIndex(m[:i], "<sd:TidsstempelDatoTid>") + len("<sd:TidsstempelDatoTid>")
	return m[:from] + at + m[from+strings.Index(m[from:], "<"):]
}

// finish lets the part that ends with a mark have an end.
func finish(t *testing.T, m, mark, at string) string {
	t.Helper()
	const forever = "<sd:GraenseIndikator>true</sd:GraenseIndikator>"
	i := strings.LastIndex(m, mark)
	if i < 0 {
		t.Fatalf("the message has no %q", mark)
	}
	from := strings.LastIndex(m[:i], forever)
	return m[:from] + "<sd:TidsstempelDatoTid>" + at + "</sd:TidsstempelDatoTid>" + m[from+len(forever):]
}

// double puts a second part after one that then ends.
func double(t *testing.T, m, open, shut, first, second string) string {
	t.Helper()
	part := cutOut(t, m, open, shut)
	return strings.Replace(m, part, finish(t, part, shut, first)+begin(t, part, shut, second), 1)
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
