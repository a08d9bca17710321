package judge_test

import "testing"

// acrossTalks are of what objects say of each other.
func acrossTalks(t *testing.T) []talk {
	sag, dok := message(t, "sag"), message(t, "dokument")
	const forebyggende, kontanthjaelp = "484684fe-c819-5c63-88c2-ca08c31b6769", "c9d2892b-2a25-5d70-b77e-009ba7c27f75" // 27.35.04, 32.24.04
	other := change(t, dok, uid(forebyggende), uid(kontanthjaelp), ">27.35.04<", ">32.24.04<")
	second := change(t, sag, sagA, sagB, "2026-000001", "2026-000002")
	secondOther := change(t, second, uid(forebyggende), uid(kontanthjaelp), ">27.35.04<", ">32.24.04<")
	namesake := change(t, sag, sagA, sagB)
	const why = "<sag:JournalpostEgenskaber><sag:JournalnotatEgenskaber><sag:Titel>Hvorfor</sag:Titel><sag:Notat>SGVqLg==</sag:Notat>" +
		"<sag:Format>67623d93-c382-52b2-9144-ccc46fa3ec5c</sag:Format></sag:JournalnotatEgenskaber></sag:JournalpostEgenskaber>"
	files := func(id, rolle, til, egenskaber string) turn {
		return send(opdater("Sag", id, sagRelationer(relation(t, "sag:Journalpost", rolle, "Dokument", "1", uid(dokA), later, til, egenskaber))))
	}
	const (
		nordbaekUnit = "991edfc9-eb93-5aca-b1bd-8049c476101d"

		nordbaek = "b0016e1c-9cb5-5b33-b478-9986e3aa1d06"
	)
	foreign := change(t, dok, uid(ydelseskontoret), uid(nordbaekUnit))
	return []talk{
		{"sag.journalpost.dokumentets-klasse", [][]turn{
			{send(sag), send(dok), files(sagA, "Tilakteret", "", "")},
			{send(sag), send(other), files(sagA, "Tilakteret", "", why)}, // it says why
			{send(sag), send(other), files(sagA, "Vedlagt", "", "")},     // of no matter to the case
			{send(secondOther), send(sag), send(other), files(sagB, "Tilakteret", "", ""), files(sagA, "Tilakteret", "", why)},
			{send(secondOther), send(sag), send(other), files(sagB, "Tilakteret", "", ""), files(sagA, "Tilakteret", "", "")}, // the other case's document
		}, []broken{
			one("another emne", send(sag), send(other), files(sagA, "Tilakteret", "", "")),
			one("on a case of another emne", send(secondOther), send(dok), files(sagB, "Tilakteret", "", "")),
		}},
		{"dokument.dokumentaktoer.ansvarlig.anden-kommune", [][]turn{
			{send(dok)},
			{send(change(t, dok, uid(korsbaek), urn("urn:oio:cvr-nr:11111111"), "<di:FuldtNavn>Korsbæk Kommune</di:FuldtNavn>",
				"<di:BrugervendtNoegle>11111111</di:BrugervendtNoegle><di:FuldtNavn>Korsbæk Kommune</di:FuldtNavn>"))},
			{send(change(t, foreign, uid(korsbaek), uid(nordbaek), "CVR-Nr>11111111<", "CVR-Nr>22222222<"))}, // its own municipality's
		}, []broken{
			one("of a neighbour", send(foreign)),
			one("of a neighbour, where the owner is a URN", send(change(t, foreign, uid(korsbaek), urn("urn:oio:cvr-nr:11111111"),
				"<di:FuldtNavn>Korsbæk Kommune</di:FuldtNavn>", "<di:BrugervendtNoegle>11111111</di:BrugervendtNoegle><di:FuldtNavn>Korsbæk Kommune</di:FuldtNavn>"))),
			one("the owner is the neighbour", send(change(t, dok, uid(korsbaek), uid(nordbaek), "CVR-Nr>11111111<", "CVR-Nr>22222222<"))),
		}},
		{"identitet.nummer-genbrugt", [][]turn{
			{send(sag), send(fjern(sagA)), send(sag)}, // it is the same case
			{send(sag), send(fjern(sagA)), send(second)},
			{send(sag), send(second), send(fjern(sagB)), send(second)},
		}, []broken{
			one("by another case", send(sag), send(fjern(sagA)), send(namesake)),
			one("by another case, later", send(sag), send(fjern(sagA)), send(second), send(fjern(sagB)),
				send(change(t, sag, sagA, "0c9a7c6e-5b0e-4c58-9d1a-2f3f5b7b9d11"))),
		}},
	}
}
