package judge_test

import (
	"testing"

	"klarmeld/internal/municipality"
)

// clauseTalks are of what the rows say in passing.
func clauseTalks(t *testing.T) []talk {
	sag, dok := message(t, "sag"), message(t, "dokument")
	const (
		korsbaek = "9ec4f763-92a6-5e40-90ea-635d9f7642f3"
		title    = "<sag:Titel>Aftale om forebyggende hjemmebesøg</sag:Titel>"
		index    = "<si:Foelsomhed>FOELSOMME_PERSONOPLYSNINGER</si:Foelsomhed>"
	)
	titled := func(open, closed string) turn {
		return send(change(t, sag, title, "<sag:Titel>"+open+"</sag:Titel>", "<sag:Sagsnummer>",
			"<sag:OffentlighedUndtaget><sd:TitelAlternativTekst>"+closed+"</sd:TitelAlternativTekst><sd:OffentlighedUndtagetHjemmelTekst>LBK nr. "+
				"1 af 2020 § 2</sd:OffentlighedUndtagetHjemmelTekst></sag:OffentlighedUndtaget><sag:Sagsnummer>"))
	}
	indexed := func(before, after string) turn { return send(change(t, sag, index, before+index+after)) }
	related := func(before, relation string) turn {
		return send(edit{from: before, to: relation + before}.apply(t, sag))
	}
	access := func(typ, id string) turn {
		return send(opdater("Sag", sagA, "<sag:RelationListe><gd:LokalUdvidelseListe>"+relation(t, "si:Sikkerhedsprofil", "Adgang", typ, "1", uid(id), later, "", "")+
			"</gd:LokalUdvidelseListe></sag:RelationListe>"))
	}
	lent := relation(t, "sag:Sagsaktoer", "Udlånt til", "Bruger", "", uid(laura), born, "", handler("Laura Sand"))
	acting := func(id string) turn {
		return send(change(t, sag, uid(laura), urn("urn:oio:it-system-uuid:"+id), ">Bruger<", ">ItSystem<"))
	}
	return []talk{
		{"offentlighed.aaben-titel", [][]turn{{titled("Aftale", "Aftale om Godtfred Lund")}, {send(change(t, sag, "Aftale om", "Aftale 4142034567 om"))}}, []broken{
			one("one title twice", titled("Aftale om Godtfred Lund", "Aftale om  godtfred lund")),
			one("ten digits, which titel.cpr does not tell of", titled("Aftale om 414203-4567", "Aftale om Godtfred Lund")),
		}},
		{"dokument.dokumentaktoer.ansvarlig.type-og-urn", [][]turn{{send(dok)}, {send(responsible(t, dok, "OrgEnhed", "urn:oio:kmd:enhed:12"))},
			{send(responsible(t, dok, "Organisation", "urn:oio:cvr-nr:12345678"))}}, []broken{
			one("a unit by its municipality's number", send(responsible(t, dok, "OrgEnhed", "urn:oio:cvr-nr:11111111"))),
			one("an institution by a unit's", send(responsible(t, dok, "Organisation", "urn:oio:kmd:enhed:12"))),
		}},
		{"sikkerhedsprofil.myndighed", [][]turn{{send(sag), access("Bruger", laura)}}, []broken{one("the owner", send(sag), access("Organisation", korsbaek))}},
		{"sag.indeksegenskaber.sagsstatus-standard", [][]turn{{indexed("<si:Sagsstatus>Opstartet</si:Sagsstatus>", "")}}, []broken{
			one("the state", indexed("<si:Sagsstatus>Opstaaet</si:Sagsstatus>", "")),
			one("as people spell it", indexed("<si:Sagsstatus>opstået</si:Sagsstatus>", "")),
			one("another state", indexed("<si:Sagsstatus> AFSLUTTET </si:Sagsstatus>", "")),
		}},
		{"sag.indeksegenskaber.sagskategori-klasse",
			[][]turn{{indexed("<si:Sagskategori>Hjemmebesøg</si:Sagskategori>", "")}, {indexed("<si:Sagskategori>27.35.08</si:Sagskategori>", "")}}, []broken{
				one("the emne", indexed("<si:Sagskategori>27.35.04</si:Sagskategori>", "")),
				one("the facet", indexed("<si:Sagskategori>G01</si:Sagskategori>", "")),
			}},
		{"sag.indeksegenskaber.lokation-udlaant", [][]turn{{send(sag)}, {send(change(t,
			edit{from: "<sag:RelationListe>", to: "<sag:RelationListe>" + lent}.apply(t, sag), index, index+"<si:Lokation>Arkivet</si:Lokation>"))}}, []broken{
			one("nowhere", related("<sag:Sagsaktoer>", lent)),
		}},
		{"dokument.egenskaber.brevdato-fremtid", [][]turn{{send(dok)}, {send(change(t, dok, "2026-01-12", "2026-11-25"))}}, []broken{
			one("the wrong year", send(change(t, dok, "2026-01-12", "2027-01-12"))),
		}},
		{"virkning.it-system", [][]turn{{acting(system)}}, []broken{one("another", acting(nobody)).also("virkning.it-system")}},
	}
}

// clauseTextTalks are those of how a text is written.
func clauseTextTalks(t *testing.T) []talk {
	sag := message(t, "sag")
	const title = "<sag:Titel>Aftale om forebyggende hjemmebesøg</sag:Titel>"
	titled := func(open, closed string) turn {
		return send(change(t, sag, title, "<sag:Titel>"+open+"</sag:Titel>", "<sag:Sagsnummer>",
			"<sag:OffentlighedUndtaget><sd:TitelAlternativTekst>"+closed+"</sd:TitelAlternativTekst><sd:OffentlighedUndtagetHjemmelTekst>LBK nr. "+
				"1 af 2020 § 2</sd:OffentlighedUndtagetHjemmelTekst></sag:OffentlighedUndtaget><sag:Sagsnummer>"))
	}
	statute := func(s string) turn {
		return send(change(t, sag, "<sag:Sagsnummer>", "<sag:HjemmelSpecifikation>"+s+"</sag:HjemmelSpecifikation><sag:Sagsnummer>"))
	}
	return []talk{
		{"tekst.kapitel",
			[][]turn{{statute("Lov om social service § 79")}, {statute("Lov om social service kapitel 14")}, {statute("Lov om kapitalselskaber § 5")}}, []broken{
				one("both", statute("Lov om social service kapitel 14 § 79")),
				one("in short", statute("LBK om social service, kap. 14, § 79")),
			}},
		{"vaerdi.opmaerkning", [][]turn{{titled("Vægt &lt; 50 kg &amp; under 12 år", "x")}, {titled("a&lt;b og b&gt;c", "{x}")}}, []broken{
			one("a break", send(change(t, sag, "Aftale om", "Aftale&lt;br&gt;om"))),
			one("a paragraph", send(change(t, sag, title, "<sag:Titel>&lt;p class=\"x\"&gt;Aftale&lt;/p&gt;</sag:Titel>"))),
			one("RTF", send(change(t, sag, title, `<sag:Titel>{\rtf1 Aftale}</sag:Titel>`))),
			one("coded twice", send(change(t, sag, "Aftale om", "Børn &amp;amp; unge"))),
			one("a letter by its name", send(change(t, sag, "hjemmebesøg", "hjemmebes&amp;oslash;g"))),
		}},
	}
}

// clauseRelationTalks are those of classes and of journal posts.
func clauseRelationTalks(t *testing.T) []talk {
	sag, dok := message(t, "sag"), message(t, "dokument")
	const (
		text  = "67623d93-c382-52b2-9144-ccc46fa3ec5c"
		lists = "<gd:LokalUdvidelseListe>\n              <si:SagsitsystemRelation>"
	)
	related := func(before, relation string) turn {
		return send(edit{from: before, to: relation + before}.apply(t, sag))
	}
	note := func(base64 string) string {
		return relation(t, "sag:Journalpost", "Journalnotat", "Dokument", "1", urn("URN:Empty"), later, "",
			"<sag:JournalpostEgenskaber><sag:JournalnotatEgenskaber><sag:Titel>Samtale</sag:Titel><sag:Notat>"+base64+"</sag:Notat><sag:Format>"+text+
				"</sag:Format></sag:JournalnotatEgenskaber></sag:JournalpostEgenskaber>")
	}
	filed := func(title string) turn {
		return send(opdater("Sag", sagA, sagRelationer(relation(t, "sag:Journalpost", "Vedlagt", "Dokument", "1", uid(dokA), later, "",
			"<sag:JournalpostEgenskaber><sag:Dokumenttitel>"+title+"</sag:Dokumenttitel></sag:JournalpostEgenskaber>"))))
	}
	class := func(rolle, ref, facet, key string) string {
		return relation(t, "sag:Sagsklasse", rolle, "Klasse", "", ref, later, "", "<gd:LokalUdvidelseListe><si:SagsklasseLokalUdvidelse><si:Facettitel>"+
			facet+"</si:Facettitel><si:Klassetitel>Byggetilladelse</si:Klassetitel><si:BrugervendtNoegle>"+key+
			"</si:BrugervendtNoegle></si:SagsklasseLokalUdvidelse></gd:LokalUdvidelseListe>")
	}
	return []talk{
		{"klasse.facettitel-delt",
			[][]turn{{related("<sag:Sagspart>", class("Opgaveklasse", urn("urn:oio:form:54.17.20"), "FORM - Opgavenøglen", "54.17.20"))}}, []broken{
				one("no facet", related("<sag:Sagspart>", class("Opgaveklasse", urn("urn:oio:form:54.17.20"), "FORM", "54.17.20"))),
				one("of an account", related("<sag:Sagspart>", class("Kontoklasse", urn("urn:oio:konto:5"), "Kontoplan", "5.30"))),
			}},
		{"sag.journalpost.dokumenttitel-gentaget", [][]turn{{send(sag), send(dok), filed("Ansøgningen, der klages over")}}, []broken{
			one("its own", send(sag), send(dok), filed("Ansøgning om kontanthjælp")),
		}},
		{"sag.sagsklasse.opgaveklasse.form-urn",
			[][]turn{{related("<sag:Sagspart>", class("Opgaveklasse", urn("urn:oio:form:54.17.20"), "FORM - Opgavenøglen", "54.17.20"))},
				{related("<sag:Sagspart>", class("Opgaveklasse", urn("urn:oio:andet:54"), "A - B", "54"))}}, []broken{
				one("four parts", related("<sag:Sagspart>", class("Opgaveklasse", urn("urn:oio:form:54.17.20.08"), "FORM - Opgavenøglen", "54.17.20"))),
				one("a word", related("<sag:Sagspart>", class("Opgaveklasse", urn("urn:oio:form:byggeri"), "FORM - Opgavenøglen", "54.17.20"))),
			}},
		{"sag.journalpost.notat-format", [][]turn{{related(lists, note("QWZ0YWxl"))}}, []broken{one("RTF", related(lists, note("e1xydGYxIEFmdGFsZX0=")))}},
	}
}

// responsible gives a document an Ansvarlig of a type, by URN.
func responsible(t *testing.T, dok, typ, ref string) string {
	t.Helper()
	number := ""
	if typ == "OrgEnhed" {
		number = "<di:CVR-Nr>11111111</di:CVR-Nr>"
	}
	roles, _ := registers(t)
	unit, _ := roles.ByName("Dokument", "Dokumentaktoer", municipality.ArtType, "OrgEnhed")
	of, _ := roles.ByName("Dokument", "Dokumentaktoer", municipality.ArtType, typ)
	return change(t, dok, uid("d3565cd4-08ac-5649-9d56-2329ca2e0b60"), urn(ref), uid(unit.UUID), uid(of.UUID),
		"<di:FuldtNavn>Ydelseskontoret</di:FuldtNavn>", "<di:BrugervendtNoegle>12</di:BrugervendtNoegle><di:FuldtNavn>Ydelseskontoret</di:FuldtNavn>"+number)
}
