package judge_test

import (
	"strings"
	"testing"
)

const (
	kleEmne         = "484684fe-c819-5c63-88c2-ca08c31b6769" // 27.35.04
	kleFacet        = "667af63c-2ac2-584f-ac72-103909469fed" // G01
	visning         = "02b1a793-358c-512b-bf49-dd13a277018f"
	ydelseskontoret = "d3565cd4-08ac-5649-9d56-2329ca2e0b60"
	korsbaek        = "9ec4f763-92a6-5e40-90ea-635d9f7642f3"
	undtaget        = "<sd:OffentlighedUndtaget><sd:TitelAlternativTekst>Hos borgeren</sd:TitelAlternativTekst>" +
		"<sd:OffentlighedUndtagetHjemmelTekst>Forvaltningsloven § 15</sd:OffentlighedUndtagetHjemmelTekst></sd:OffentlighedUndtaget>"
	ejendom = "<gd:LokalUdvidelseListe><si:SagsklasseLokalUdvidelse>" +
		"<si:BrugervendtNoegle>%</si:BrugervendtNoegle></si:SagsklasseLokalUdvidelse></gd:LokalUdvidelseListe>"
	dokumented = "<gd:LokalUdvidelseListe><di:DokumentklasseLokalUdvidelse>" +
		"<di:BrugervendtNoegle>%</di:BrugervendtNoegle></di:DokumentklasseLokalUdvidelse></gd:LokalUdvidelseListe>"
)

// mutualTalks are of what cannot be so beside what else is said.
func mutualTalks(t *testing.T) []talk {
	return []talk{listTalk(t), facetTalk(t), authorityTalk(t), exemptTalk(t), selfTalk(t), ringTalk(t), documentRingTalk(t)}
}

// files puts a document on a case.
func files(t *testing.T, sag, rolle, fra, til, egenskaber string) turn {
	t.Helper()
	if egenskaber != "" {
		egenskaber = "<sag:JournalpostEgenskaber>" + egenskaber + "</sag:JournalpostEgenskaber>"
	}
	return send(opdater("Sag", sag, sagRelationer(relation(t, "sag:Journalpost", rolle, "Dokument", "1", uid(dokA), fra, til, egenskaber))))
}

func listTalk(t *testing.T) talk {
	sag, dok := message(t, "sag"), message(t, "dokument")
	class := func(rolle, indeks, uuid, number string) turn {
		return send(opdater("Sag", sagA,
			sagRelationer(relation(t, "sag:Sagsklasse", rolle, "Klasse", indeks, uid(uuid), later, "", strings.Replace(ejendom, "%", number, 1)))))
	}
	shown := func(uuid, number string) turn {
		return send(opdater("Dokument", dokA,
			dokRelationer(relation(t, "di:Dokumentklasse", "Visningsklasse", "Klasse", "1", uid(uuid), later, "", strings.Replace(dokumented, "%", number, 1)))))
	}
	decided := send(opdater("Sag", sagA, "<sag:TilstandListe><sag:Fremdrift>"+virkning("sag", later, "")+
		"<sag:FremdriftStatusKode>Afgjort</sag:FremdriftStatusKode></sag:Fremdrift></sag:TilstandListe>"))
	const shownAs = "Visning undtaget for borger"
	return talk{"klasse.liste", [][]turn{
		{send(sag), class("Handlingsklasse", "", kleFacet, "G01"), class("Visningsklasse", "1", visning, shownAs)},
		// of lists that the registers do not have
		{send(sag), class("Kontroltemaklasse", "1", nobody, "K01"), decided, class("Afgørelsesklasse", "1", nobody, "1.2")},
		{send(dok), shown(visning, shownAs)},
	}, []broken{
		one("a visning as Handlingsklasse", send(sag), class("Handlingsklasse", "", visning, shownAs)),
		one("an emne as Visningsklasse", send(sag), class("Visningsklasse", "1", kleEmne, "27.35.04")),
		one("a facet as Visningsklasse", send(sag), class("Visningsklasse", "1", kleFacet, "G01")),
		one("a visning as Kontroltemaklasse", send(sag), class("Kontroltemaklasse", "1", visning, shownAs)),
		one("an emne as Afgørelsesklasse", send(sag), decided, class("Afgørelsesklasse", "1", kleEmne, "27.35.04")),
		one("an emne as a document's Visningsklasse", send(dok), shown(kleEmne, "27.35.04")),
	}}
}

func facetTalk(t *testing.T) talk {
	sag := message(t, "sag")
	return talk{"sag.sagsklasse.handlingsklasse.emnenummer", [][]turn{{send(sag)}}, []broken{
		one("an emne", send(change(t, sag, uid(kleFacet), uid(kleEmne), ">G01<", ">27.35.04<"))),
		one("its number", send(change(t, sag, ">G01<", ">27.35.04<"))).also("klasse.uuid-og-nummer"),
	}}
}

func authorityTalk(t *testing.T) talk {
	sag, dok := message(t, "sag"), message(t, "dokument")
	roles, _ := registers(t)
	organisation, _ := roles.ByName("Dokument", "Dokumentaktoer", "Type", "Organisation")
	unit, _ := roles.ByName("Dokument", "Dokumentaktoer", "Type", "OrgEnhed")
	of := func(ref string) string {
		return change(t, dok, uid(unit.UUID), uid(organisation.UUID), uid(ydelseskontoret), ref)
	}
	return talk{"aktoer.ansvarlig-myndighed", [][]turn{{send(sag)}, {send(dok)}}, []broken{
		one("the municipality", send(of(uid(korsbaek)))),
		one("by its number", send(change(t, of(urn("urn:oio:cvr-nr:11111111")), uid(korsbaek), urn("urn:oio:cvr-nr:11111111"),
			"<di:DokumentaktoerLokalUdvidelse>", "<di:DokumentaktoerLokalUdvidelse><di:BrugervendtNoegle>999</di:BrugervendtNoegle>"))),
	}}
}

func exemptTalk(t *testing.T) talk {
	sag, dok := message(t, "sag"), message(t, "dokument")
	exempt := func(fra string) turn {
		return send(opdater("Dokument", dokA, "<di:AttributListe><di:Egenskaber>"+virkning("di", fra, "")+
			"<di:BrugervendtNoegle>2026-000008-1</di:BrugervendtNoegle><di:Titel>Ansøgning</di:Titel><di:BrevDato>2026-01-12</di:BrevDato>"+
			strings.ReplaceAll(undtaget, "sd:OffentlighedUndtaget>", "di:OffentlighedUndtaget>")+"<di:Dokumentnummer>2026-000008-1</di:Dokumentnummer>"+
			"<di:Foelsomhed>IKKE_FORTROLIGE_DATA</di:Foelsomhed><di:Type>Brev, indgaaende</di:Type></di:Egenskaber></di:AttributListe>"))
	}
	return talk{"sag.journalpost.undtaget-to-gange", [][]turn{
		{send(sag), send(dok), files(t, sagA, "Tilakteret", later, "", undtaget)},
		{send(sag), send(dok), exempt(later), files(t, sagA, "Vedlagt", later, "", "")},
		// one after the other
		{send(sag), send(dok), files(t, sagA, "Tilakteret", later, "", undtaget), files(t, sagA, "Tilakteret", later, last, undtaget), exempt(last)},
		// mended
		{send(sag), send(dok), files(t, sagA, "Tilakteret", later, "", undtaget), exempt(later),
			files(t, sagA, "Tilakteret", later, "", "<sag:Dokumenttitel>Nyt syn</sag:Dokumenttitel>")},
	}, []broken{
		one("the case last", send(sag), send(dok), exempt(later), files(t, sagA, "Tilakteret", later, "", undtaget)),
		one("the document last", send(sag), send(dok), files(t, sagA, "Vedlagt", later, "", undtaget), exempt(last)),
		one("for a while", send(sag), send(dok), exempt(last), files(t, sagA, "Tilakteret", later, "", undtaget)),
	}}
}

func selfTalk(t *testing.T) talk {
	sag, dok := message(t, "sag"), message(t, "dokument")
	second := change(t, sag, sagA, sagB, "2026-000001", "2026-000002")
	to := func(role, indeks, id string) turn {
		return send(opdater("Sag", sagA, sagRelationer(relation(t, "sag:Sagsrelation", role, "Sag", indeks, uid(id), later, "", ""))))
	}
	of := func(role, indeks string) turn {
		return send(opdater("Dokument", dokA, dokRelationer(relation(t, "di:Dokumentrelation", role, "Dokument", indeks, uid(dokA), later, "", ""))))
	}
	return talk{"relation.sig-selv", [][]turn{{send(sag), send(second), to("Oversag", "", sagB)}}, []broken{
		one("Oversag", send(sag), to("Oversag", "", sagA)), one("in capitals", send(sag), to("Oversag", "", strings.ToUpper(sagA))),
		one("Præcedens", send(sag), to("Præcedens", "", sagA)), one("Andre sager", send(sag), to("Andre sager", "1", sagA)),
		one("NyRevision", send(dok), of("NyRevision", "")), one("Bilag", send(dok), of("Bilag", "1")), one("Besvarelser", send(dok), of("Besvarelser", "1")),
		one("Udgangspunkter", send(dok), of("Udgangspunkter", "1")), one("Kommentarer", send(dok), of("Kommentarer", "1")),
		one("Andre dokumenter", send(dok), of("Andre dokumenter", "1")),
	}}
}

func ringTalk(t *testing.T) talk {
	sag := message(t, "sag")
	const sagC = "41ac9245-d933-5858-a0cc-565ce7d0bacc"
	second, third := change(t, sag, sagA, sagB, "2026-000001", "2026-000002"), change(t, sag, sagA, sagC, "2026-000001", "2026-000003")
	to := func(from, role, indeks, id, til string) turn {
		return send(opdater("Sag", from, sagRelationer(relation(t, "sag:Sagsrelation", role, "Sag", indeks, uid(id), later, til, ""))))
	}
	three := []turn{send(sag), send(second), send(third)}
	with := func(turns ...turn) []turn { return append(three[:3:3], turns...) }
	inner := func(m string) string { return cutOut(t, m, "<sdi:SagIndeks>", "</sdi:SagIndeks>") }
	above := func(m, id string) string {
		i := strings.LastIndex(m, "</sag:Sagspart>") + len("</sag:Sagspart>")
		return m[:i] + relation(t, "sag:Sagsrelation", "Oversag", "Sag", "", uid(id), later, "", "") + m[i:]
	}
	return talk{"sag.sagsrelation.ring", [][]turn{
		with(to(sagA, "Oversag", "", sagB, ""), to(sagB, "Oversag", "", sagC, ""), to(sagA, "Præcedens", "", sagC, "")),
		with(to(sagA, "Andre sager", "1", sagB, ""), to(sagB, "Andre sager", "1", sagA, "")),
		with(to(sagA, "Oversag", "", sagB, ""), to(sagB, "Præcedens", "", sagA, "")),
		with(to(sagA, "Oversag", "", sagB, ""), to(sagA, "Oversag", "", sagB, last), to(sagB, "Oversag", "", sagA, "")), // one ended before
		with(to(sagA, "Oversag", "", sagB, ""), to(sagB, "Oversag", "", sagA, ""), to(sagA, "Oversag", "", sagB, last)), // mended
	}, []broken{
		one("two", with(to(sagA, "Oversag", "", sagB, ""), to(sagB, "Oversag", "", sagA, ""))...),
		one("three", with(to(sagA, "Oversag", "", sagB, ""), to(sagB, "Oversag", "", sagC, ""), to(sagC, "Oversag", "", sagA, ""))...),
		one("Præcedens", with(to(sagA, "Præcedens", "", sagB, ""), to(sagB, "Præcedens", "", sagA, ""))...),
		{name: "in one message", turns: []turn{send(change(t, above(sag, sagB), inner(above(sag, sagB)), inner(above(sag, sagB))+inner(above(second, sagA))))}},
	}}
}

func documentRingTalk(t *testing.T) talk {
	dok := message(t, "dokument")
	second := change(t, dok, dokA, dokB, "2026-000008-1", "2026-000008-2")
	to := func(from, role, id string) turn {
		indeks := "1"
		if role == "NyRevision" {
			indeks = ""
		}
		return send(opdater("Dokument", from, dokRelationer(relation(t, "di:Dokumentrelation", role, "Dokument", indeks, uid(id), later, "", ""))))
	}
	ring := func(role string) []turn {
		return []turn{send(dok), send(second), to(dokA, role, dokB), to(dokB, role, dokA)}
	}
	return talk{"dokument.dokumentrelation.ring",
		[][]turn{ring("Andre dokumenter"), {send(dok), send(second), to(dokA, "Bilag", dokB), to(dokB, "Kommentarer", dokA)}}, []broken{
			one("NyRevision", ring("NyRevision")...), one("Bilag", ring("Bilag")...), one("Besvarelser", ring("Besvarelser")...),
			one("Udgangspunkter", ring("Udgangspunkter")...), one("Kommentarer", ring("Kommentarer")...),
		}}
}
