package judge_test

import (
	"strings"
	"testing"
)

// cutOut returns the part of a message from one text to another, both included.
func cutOut(t *testing.T, message, from, to string) string {
	t.Helper()
	i := strings.Index(message, from)
	j := strings.Index(message, to)
	if i < 0 || j < i {
		t.Fatalf("the message has no %q followed by %q", from, to)
	}
	return message[i : j+len(to)]
}

func relationTalks(t *testing.T) []talk {
	sag, dok := message(t, "sag"), message(t, "dokument")
	update := func(relations ...string) turn { return send(opdater("Sag", sagA, sagRelationer(relations...))) }
	note := func(indeks, titel string) string {
		return relation(t, "sag:Journalpost", "Journalnotat", "Dokument", indeks, urn("URN:Empty"), later, "",
			"<sag:JournalpostEgenskaber><sag:JournalnotatEgenskaber><sag:Titel>"+titel+"</sag:Titel><sag:Notat>QWZ0YWxl</sag:Notat>"+
				"<sag:Format>67623d93-c382-52b2-9144-ccc46fa3ec5c</sag:Format></sag:JournalnotatEgenskaber></sag:JournalpostEgenskaber>")
	}
	it := func(id, fra string) turn {
		return send(opdater("Sag", sagA, "<sag:RelationListe><gd:LokalUdvidelseListe>"+relation(t, "si:SagsitsystemRelation", "Master", "IT-system", "", uid(id), fra,
			"", "<si:SystemNavn>Systemet</si:SystemNavn>")+"</gd:LokalUdvidelseListe></sag:RelationListe>"))
	}
	primary := func(who, fra, til string) string {
		return relation(t, "sag:Sagsaktoer", "Primær behandler", "Bruger", "", uid(who), fra, til, handler("Laura Sand"))
	}
	part := func(typ, ref string) string {
		return relation(t, "sag:Sagspart", "Primær part", typ, "", urn(ref), later, "",
			"<gd:LokalUdvidelseListe><si:SagspartLokalUdvidelse><si:FuldtNavn>Godtfred Lund</si:FuldtNavn></si:SagspartLokalUdvidelse></gd:LokalUdvidelseListe>")
	}
	const owner = "55949a6b-5af1-52f3-adeb-270c49cc8313"
	role := "<gd:Rolle>" + uid("1281739d-93ea-486c-8950-607a4263bef0") + "</gd:Rolle>"
	return []talk{
		{"relation.rolle", [][]turn{{send(sag), update(note("1", "Samtale"))}}, []broken{one("none", send(sag), update(change(t, note("1", "Samtale"), role, "")))}},
		{"relation.rolle-ukendt", [][]turn{{send(dok)}}, []broken{
			one("of a note", send(sag), update(change(t, note("1", "Samtale"), "1281739d-93ea-486c-8950-607a4263bef0", nobody))),
			one("of a placeholder", send(change(t, dok, owner, nobody))).also("dokument.dokumentaktoer.ejer.forekomst"),
		}},
		{"relation.indeks-entydigt", [][]turn{{send(sag), update(note("1", "Samtale"), note("2", "Brev"))}},
			[]broken{one("two notes", send(sag), update(note("1", "Samtale"), note("1", "Brev")))}},
		{"relation.master-uaendret", [][]turn{{send(sag), it(system, later)}}, []broken{
			one("changed by an update", send(sag), it(other, later)).also("indeks.afvist"),
			one("corrected by an update", send(sag), it(other, born)).also("indeks.afvist"),
			one("in a second import", send(sag), send(edit{from: system, to: other}.apply(t, sag))).also("indeks.afvist"),
		}},
		{"virkning.afloeser", [][]turn{{send(sag), update(primary(laura, later, "")), update(primary(jens, last, ""))},
			{send(sag), update(primary(laura, later, last), primary(jens, last, ""))}}, []broken{
			one("ended", send(sag), update(primary(laura, later, "")), update(primary(laura, later, last))),
			one("a hole", send(sag), update(primary(laura, later, "")), update(primary(laura, later, last), primary(jens, "2027-01-01T00:00:00.000+01:00", ""))),
		}},
		{"part.type-og-urn", [][]turn{
			{send(sag), update(part("Virksomhed", "urn:oio:cvr-nr:22222222"))}, {send(sag), update(part("Person", "urn:oio:fuldtnavn:Godtfred Lund"))},
			{send(sag), update(part("Virksomhed", "urn:oio:fuldtnavn:Godtfred Lund"))},
			{send(sag), update(part("Person", "urn:oio:udk:borgerid:012345678901"))},
		}, []broken{
			one("a person by CVR", send(sag), update(part("Person", "urn:oio:cvr-nr:22222222"))),
			one("a company by CPR", send(sag), update(part("Virksomhed", "urn:oio:cpr-nr:0123456789"))),
		}},
	}
}

func endingTalks(t *testing.T) []talk {
	sag, dok := message(t, "sag"), message(t, "dokument")
	update := func(relations ...string) turn { return send(opdater("Sag", sagA, sagRelationer(relations...))) }
	filed := func(indeks, id, fra, til string) string {
		return relation(t, "sag:Journalpost", "Tilakteret", "Dokument", indeks, uid(id), fra, til, "")
	}
	lent := func(fra, til string) string {
		return relation(t, "sag:Sagsaktoer", "Udlånt til", "Bruger", "", uid(jens), fra, til, handler("Jens Hagen"))
	}
	const future = "2027-01-01T00:00:00.000+01:00"
	return []talk{
		{"am-02.afsluttet-relation", [][]turn{
			{send(sag), send(dok), update(filed("1", dokA, later, "")), update(filed("1", dokA, later, last))},
			{send(sag), update(lent(later, future))}, // new, and its end lies ahead
		}, []broken{
			one("another index", send(sag), send(dok), update(filed("1", dokA, later, "")), update(filed("2", dokA, later, last))),
			one("nothing to end", send(sag), send(dok), update(filed("1", dokA, later, last))),
			one("it goes on", send(sag), send(dok), update(filed("1", dokA, born, "")), update(filed("1", dokA, later, last))),
		}},
		{"am-04.dobbelt-relation", [][]turn{
			{send(sag), send(dok), update(filed("1", dokA, later, "")), update(filed("1", dokA, last, ""))},
			{send(sag), send(dok), update(filed("1", dokA, later, "")), update(filed("1", dokA, later, last), filed("2", dokA, last, ""))},
		}, []broken{one("beside the old one", send(sag), send(dok), update(filed("1", dokA, later, "")), update(filed("2", dokA, last, "")))}},
	}
}

func referenceTalks(t *testing.T) []talk {
	sag, dok := message(t, "sag"), message(t, "dokument")
	sagTo := func(id, til string) turn {
		return send(opdater("Sag", sagA, sagRelationer(relation(t, "sag:Sagsrelation", "Oversag", "Sag", "", uid(id), later, til, ""))))
	}
	filed := func(id, til string) turn {
		return send(opdater("Sag", sagA, sagRelationer(relation(t, "sag:Journalpost", "Tilakteret", "Dokument", "1", uid(id), later, til, ""))))
	}
	bilag := func(id, til string) turn {
		return send(opdater("Dokument", dokA, dokRelationer(relation(t, "di:Dokumentrelation", "Bilag", "Dokument", "1", uid(id), later, til, ""))))
	}
	second := change(t, sag, sagA, sagB, "2026-000001", "2026-000002")
	secondDok := change(t, dok, dokA, dokB, "2026-000008-1", "2026-000008-2")
	// One message brings the document after the case that refers to it.
	inOne := change(t, sag, "<gd:LokalUdvidelseListe>\n              <si:SagsitsystemRelation>",
		relation(t, "sag:Journalpost", "Tilakteret", "Dokument", "1", uid(dokA), born, "", "")+"<gd:LokalUdvidelseListe>\n              <si:SagsitsystemRelation>",
		"</sdi:SagIndeks>", "</sdi:SagIndeks>"+cutOut(t, dok, "<sdi:DokumentIndeks>", "</sdi:DokumentIndeks>"))
	return []talk{
		{"sag.sagsrelation.sag-findes", [][]turn{{send(sag), send(second), sagTo(sagB, "")}}, []broken{
			one("never imported", send(sag), sagTo(sagB, "")),
			one("a document", send(sag), send(dok), sagTo(dokA, "")),
		}},
		{"sag.journalpost.dokument-findes", [][]turn{{send(sag), send(dok), filed(dokA, "")}, {send(inOne)}}, []broken{
			one("never imported", send(sag), filed(dokA, "")),
			one("a case", send(sag), send(second), filed(sagB, "")),
		}},
		{"dokument.dokumentrelation.dokument-findes", [][]turn{{send(dok), send(secondDok), bilag(dokB, "")}},
			[]broken{one("never imported", send(dok), bilag(dokB, ""))}},
	}
}
