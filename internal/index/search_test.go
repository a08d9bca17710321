package index_test

import (
	"strings"
	"testing"
)

// criteriaTable has one search for each thing that can be asked, and what of
// the world it finds (see searchWorld).
var criteriaTable = []struct{ name, content, want string }{
	{"nothing but the kind: cases", soegSag("", "", "", ""), "ABC"},
	{"nothing but the kind: documents", soegDokument("", "", "", ""), "abc"},
	// Attributes of a case.
	{"BrugervendtNoegle", sagEgenskab("BrugervendtNoegle", "2026-1"), "A"},
	{"AfleveretIndikator", sagEgenskab("AfleveretIndikator", "false"), "B"},
	{"Beskrivelse", sagEgenskab("Beskrivelse", "Hjælp i hjemmet"), "A"},
	{"HjemmelSpecifikation", sagEgenskab("HjemmelSpecifikation", "§ 79 a"), "A"},
	{"Kassationskode", sagEgenskab("Kassationskode", "b5"), "A"},
	{"OffentlighedUndtaget", sagEgenskab("OffentlighedUndtaget",
		"<sd:TitelAlternativTekst>Sag</sd:TitelAlternativTekst><sd:OffentlighedUndtagetHjemmelTekst>% 30</sd:OffentlighedUndtagetHjemmelTekst>"), "A"},
	{"OffentlighedUndtaget, half of it wrong", sagEgenskab("OffentlighedUndtaget",
		"<sd:TitelAlternativTekst>Sag</sd:TitelAlternativTekst><sd:OffentlighedUndtagetHjemmelTekst>31</sd:OffentlighedUndtagetHjemmelTekst>"), "44"},
	{"PrincipielIndikator", sagEgenskab("PrincipielIndikator", "true"), "A"},
	{"Sagsnummer", sagEgenskab("Sagsnummer", "2026-1"), "A"},
	{"Titel", sagEgenskab("Titel", "bevilling"), "B"},
	{"Titel, wild at the end", sagEgenskab("Titel", "Aftale%"), "AC"},
	{"Titel, wild at both ends", sagEgenskab("Titel", "%om%"), "A"},
	{"Titel, wild inside", sagEgenskab("Titel", "a%om%øg"), "A"},
	{"two attributes of one set",
		soegSag("", "<sag:Egenskaber><sag:BrugervendtNoegle>2026-2</sag:BrugervendtNoegle><sag:Titel>Aftale%</sag:Titel></sag:Egenskaber>", "", ""), "44"},
	// SagIndeksEgenskaber.
	{"Sagsstatus", soegSag("", local("<si:SagIndeksEgenskaber><si:Sagsstatus>Åben</si:Sagsstatus></si:SagIndeksEgenskaber>"), "", ""), "A"},
	{"Sagskategori", soegSag("", local("<si:SagIndeksEgenskaber><si:Sagskategori>Ældre</si:Sagskategori></si:SagIndeksEgenskaber>"), "", ""), "A"},
	{"Foelsomhed", soegSag("", local("<si:SagIndeksEgenskaber><si:Foelsomhed>VIP_SAGER</si:Foelsomhed></si:SagIndeksEgenskaber>"), "", ""), "A"},
	{"Lokation", soegSag("", local("<si:SagIndeksEgenskaber><si:Lokation>Korsbæk</si:Lokation></si:SagIndeksEgenskaber>"), "", ""), "A"},
	{"OprettetTidspunkt, in another zone",
		soegSag("", local("<si:SagIndeksEgenskaber><si:OprettetTidspunkt>2026-01-10T11:00:00Z</si:OprettetTidspunkt></si:SagIndeksEgenskaber>"), "", ""), "A"},
	{"OprettetTidspunktInterval", soegSag("", local("<si:SoegEgenskaberLokalUdvidelse><si:OprettetTidspunktInterval>"+inGo(t1, t2)+
		"</si:OprettetTidspunktInterval></si:SoegEgenskaberLokalUdvidelse>"), "", ""), "A"},
	{"OprettetTidspunktInterval, later", soegSag("", local("<si:SoegEgenskaberLokalUdvidelse><si:OprettetTidspunktInterval>"+inGo(t2, t3)+
		"</si:OprettetTidspunktInterval></si:SoegEgenskaberLokalUdvidelse>"), "", ""), "44"},
	{"SenestAendretInterval", soegSag("", local("<si:SoegEgenskaberLokalUdvidelse><si:SenestAendretInterval>"+inGo(t2, t3)+
		"</si:SenestAendretInterval></si:SoegEgenskaberLokalUdvidelse>"), "", ""), "B"},
	// States.
	{"Fremdrift that holds now", soegSag("", "", "<sag:Fremdrift><sag:FremdriftStatusKode>Opstaaet</sag:FremdriftStatusKode></sag:Fremdrift>", ""), "B"},
	{"Fremdrift that held then", soegSag("", "", state("sag", t1, t2, "Opstaaet"), ""), "AB"},
	{"Fremdrift at an instant", soegSag("", "", state("sag", t2, t2, "Oplyst"), ""), "A"},
	{"Fremdrift of a document", soegDokument("", "", "<di:Fremdrift><di:FremdriftStatusKode>Endeligt</di:FremdriftStatusKode></di:Fremdrift>", ""), "b"},
	// Relations.
	{"a relation at all", sagRelation("sag:Sagsaktoer", ""), "A"},
	{"Rolle", sagRelation("sag:Sagspart", ref("gd:Rolle", strings.ToUpper(part))), "A"},
	{"Rolle, another", sagRelation("sag:Sagspart", ref("gd:Rolle", owner)), "44"},
	{"Type", sagRelation("sag:Sagspart", ref("gd:Type", person)), "A"},
	{"Type, another", sagRelation("sag:Sagspart", ref("gd:Type", owner)), "44"},
	{"Indeks", sagRelation("sag:Sagspart", "<gd:Indeks>1</gd:Indeks>"), "A"},
	{"Indeks, another", sagRelation("sag:Sagspart", "<gd:Indeks>7</gd:Indeks>"), "44"},
	{"ReferenceID alone, as SAPA's clients do", sagRelation("sag:Sagspart", part0("urn:oio:cpr-nr:0123456789")), "A"},
	{"ReferenceID is no pattern", sagRelation("sag:Sagspart", part0("urn:oio:cpr-nr:%")), "44"},
	{"a part that has ended", sagRelation("sag:Sagspart", part0("urn:oio:cvr-nr:11111111")), "44"},
	{"a part in the relation's own period", sagRelation("sag:Sagspart", virkning("gd", t1, t2)+part0("urn:oio:cvr-nr:11111111")), "A"},
	{"role and reference of two relations", sagRelation("sag:Sagspart", virkning("gd", t1, t2)+"<gd:Indeks>1</gd:Indeks>"+part0("urn:oio:cvr-nr:11111111")), "44"},
	{"Sagsklasse by its key",
		sagRelation("sag:Sagsklasse", local("<si:SagsklasseLokalUdvidelse><si:BrugervendtNoegle>27.35.%</si:BrugervendtNoegle></si:SagsklasseLokalUdvidelse>")), "A"},
	{"Sagsklasse by its Soegeord", sagRelation("sag:Sagsklasse", local(
		"<si:SagsklasseLokalUdvidelse><si:Soegeord><si:SoegeordIdentifikator>ældre</si:SoegeordIdentifikator></si:Soegeord></si:SagsklasseLokalUdvidelse>")), "A"},
	{"Sagsaktoer by its CVR number",
		sagRelation("sag:Sagsaktoer", local("<si:SagsaktoerLokalUdvidelse><si:CVR-Nummer>11111111</si:CVR-Nummer></si:SagsaktoerLokalUdvidelse>")), "A"},
	{"Sagsaktoer by its CVR number, another",
		sagRelation("sag:Sagsaktoer", local("<si:SagsaktoerLokalUdvidelse><si:CVR-Nummer>22222222</si:CVR-Nummer></si:SagsaktoerLokalUdvidelse>")), "44"},
	{"Sagsrelation", sagRelation("sag:Sagsrelation", ref("gd:ReferenceID", sagB)), "A"},
	{"Sagsgenstande",
		sagRelation("sag:Sagsgenstande", local("<si:SagsgenstandeLokalUdvidelse><si:Tekstfelt>nygade%</si:Tekstfelt></si:SagsgenstandeLokalUdvidelse>")), "A"},
	{"Journalpost", sagRelation("sag:Journalpost", ref("gd:ReferenceID", dokB)), "A"},
	{"Journalpost that has ended", sagRelation("sag:Journalpost", ref("gd:ReferenceID", dokC)), "44"},
	{"a note's title", sagRelation("sag:Journalpost",
		"<sag:JournalpostEgenskaber><sag:JournalnotatEgenskaber><sag:Titel>Opkald</sag:Titel></sag:JournalnotatEgenskaber></sag:JournalpostEgenskaber>"), "A"},
	{"a note's text", sagRelation("sag:Journalpost",
		"<sag:JournalpostEgenskaber><sag:JournalnotatEgenskaber><sag:Notat>SGVq</sag:Notat></sag:JournalnotatEgenskaber></sag:JournalpostEgenskaber>"), "A"},
	{"SagsitsystemRelation",
		soegSag("", "", "", local("<si:SagsitsystemRelation>"+ref("gd:Rolle", master)+"<si:SystemNavn>Nexus</si:SystemNavn></si:SagsitsystemRelation>")), "A"},
	{"Sikkerhedsprofil", soegSag("", "", "", local("<si:Sikkerhedsprofil>"+ref("gd:ReferenceID", other)+"</si:Sikkerhedsprofil>")), "A"},
	// Documents.
	{"document: BrugervendtNoegle", dokEgenskab("BrugervendtNoegle", "D-2"), "b"},
	{"document: Titel", dokEgenskab("Titel", "A%"), "ab"},
	{"document: BrevDato", dokEgenskab("BrevDato", "2026-02-20"), "b"},
	{"document: VersionIdentifikator", dokEgenskab("VersionIdentifikator", "2"), "b"},
	{"document: Foelsomhed", dokEgenskab("Foelsomhed", "VIP_SAGER"), "b"},
	{"document: Type", dokEgenskab("Type", "Andet"), "a"},
	{"document: BrevDatoInterval", soegDokument("", local("<di:SoegEgenskaberLokalUdvidelse><di:BrevDatoInterval>"+
		inGo("2026-02-20T00:00:00+01:00", "2026-03-25T00:00:00+01:00")+"</di:BrevDatoInterval></di:SoegEgenskaberLokalUdvidelse>"), "", ""), "b"},
	{"document: Dokumentpart", soegDokument("", "", "",
		"<di:Dokumentpart>"+local("<di:DokumentpartLokalUdvidelse><di:FuldtNavn>Bilag</di:FuldtNavn></di:DokumentpartLokalUdvidelse>")+"</di:Dokumentpart>"), "c"},
	{"documents without a case", "<sdi:SoegSagsloeseDokumenter>" + lists("di", "", "", "") + "</sdi:SoegSagsloeseDokumenter>", "c"},
	{"documents without a case, another", "<sdi:SoegSagsloeseDokumenter>" +
		lists("di", "<di:Egenskaber><di:BrugervendtNoegle>D-1</di:BrugervendtNoegle></di:Egenskaber>", "", "") + "</sdi:SoegSagsloeseDokumenter>", "44"},
	// Time and registration.
	{"SoegVirkning: before anything held", soegSag("<sd:SoegVirkning>"+period("sd", "2020-01-01T00:00:00Z", t1)+"</sd:SoegVirkning>", "", "", ""), "44"},
	{"SoegVirkning: case C holds from t3", soegSag("<sd:SoegVirkning>"+period("sd", t1, t3)+"</sd:SoegVirkning>", "", "", ""), "AB"},
	{"SoegVirkning holds for the criteria",
		soegSag("<sd:SoegVirkning>"+period("sd", t1, t2)+"</sd:SoegVirkning>", "", "", "<sag:Sagspart>"+part0("urn:oio:cvr-nr:11111111")+"</sag:Sagspart>"), "A"},
	{"SoegVirkning: who", soegSag("<sd:SoegVirkning>"+ref("sd:AktoerRef", other)+"</sd:SoegVirkning>", "", "", ""), "44"},
	{"SoegRegistrering: from", soegSag("<sd:SoegRegistrering>"+period("sd", t2, "")+"</sd:SoegRegistrering>", "", "", ""), "BC"},
	{"SoegRegistrering: until", soegSag("<sd:SoegRegistrering>"+period("sd", "", t2)+"</sd:SoegRegistrering>", "", "", ""), "A"},
	{"SoegRegistrering: at an instant", soegSag("<sd:SoegRegistrering>"+period("sd", t2, t2)+"</sd:SoegRegistrering>", "", "", ""), "B"},
	{"SoegRegistrering: LivscyklusKode",
		soegSag("<sd:SoegRegistrering><sd:LivscyklusKode>Passiveret</sd:LivscyklusKode></sd:SoegRegistrering>", "", "", ""), "44"},
	{"SoegRegistrering: BrugerRef", soegSag("<sd:SoegRegistrering>"+ref("sd:BrugerRef", other)+"</sd:SoegRegistrering>", "", "", ""), "B"},
	{"SoegRegistrering, empty", soegSag("<sd:SoegRegistrering/>", "", "", ""), "ABC"},
	{"SoegStsFraTidspunkt", soegSag(tid("go:SoegStsFraTidspunkt", "2026-06-01T12:00:00.001Z"), "", "", ""), "44"},
	{"SoegStsTilTidspunkt", soegSag(tid("go:SoegStsTilTidspunkt", "2026-06-01T12:00:00.001Z"), "", "", ""), "ABC"},
	{"no limits", soegSag("<go:SoegStsFraTidspunkt><sd:GraenseIndikator>true</sd:GraenseIndikator></go:SoegStsFraTidspunkt>", "", "", ""), "ABC"},
}

// inGo is the two ends of an interval, in the namespace of the schema that has
// the intervals.
func inGo(fra, til string) string { return tid("go:FraTidspunkt", fra) + tid("go:TilTidspunkt", til) }

func part0(s string) string {
	return "<gd:ReferenceID><sd:URNIdentifikator>" + s + "</sd:URNIdentifikator></gd:ReferenceID>"
}

// TestCriteria: each criterion finds exactly what has it, NOT finds the rest,
// and it narrows what other criteria find. Question and answer are official.
func TestCriteria(t *testing.T) {
	c, w := newClient(t), newWitness(t)
	w.addText("the world", "Importer", searchWorld())
	if got := texts(c.send("Importer", searchWorld()), "//StatusKode"); got != "20,20,20,20,20,20" {
		t.Fatalf("import: %s", got)
	}
	ask := func(name, content string) string {
		w.addText(name, "Fremsoeg", content)
		reply := c.send("Fremsoeg", content)
		w.add(name+": the reply", reply)
		if f := found(reply); f != "40" {
			return f
		}
		return "40 " + texts(reply, "//FejlbeskedTekst")
	}
	for _, r := range criteriaTable {
		if got := ask(r.name, udtryk("", r.content)); got != r.want {
			t.Errorf("%s: found %q, want %q", r.name, got, r.want)
		}
		kind := "ABC"
		if !strings.Contains(r.content, "SoegSag>") {
			kind = "abc"
		}
		rest := strings.Map(func(l rune) rune {
			if strings.ContainsRune(r.want, l) {
				return -1
			}
			return l
		}, kind)
		if rest == "" {
			rest = "44"
		}
		if got := ask(r.name+", not", udtryk("", not(r.content))); got != rest {
			t.Errorf("NOT %s: found %q, want %q", r.name, got, rest)
		}
		if got := ask(r.name+", and not", udtryk("AND", r.content, not(r.content))); got != "44" {
			t.Errorf("%s AND NOT the same: found %q", r.name, got)
		}
	}
	w.check()
}

// TestExpressions: AND, OR, NOT and nesting, and what is named beside them.
func TestExpressions(t *testing.T) {
	c, w := newClient(t), newWitness(t)
	c.send("Importer", searchWorld())
	a, b := sagEgenskab("BrugervendtNoegle", "2026-1"), sagEgenskab("BrugervendtNoegle", "2026-2")
	d1, d2, d3 := dokEgenskab("BrugervendtNoegle", "D-1"), dokEgenskab("BrugervendtNoegle", "D-2"), dokEgenskab("BrugervendtNoegle", "D-3")
	all := soegSag("", "", "", "")
	for _, r := range []struct{ name, content, want string }{
		{"AND is what no operation means", udtryk("", a, b), "44"},
		{"AND", udtryk("AND", a, sagEgenskab("Titel", "Aftale%")), "A"},
		{"OR", udtryk("OR", a, b), "AB"},
		{"OR of both kinds", udtryk("OR", b, d1), "Ba"},
		{"AND of both kinds: of the case, with the document", udtryk("", a, d1), "Aa"},
		{"AND of both kinds: not the case's", udtryk("", a, d3), "44"},
		{"AND of both kinds: no longer the case's", udtryk("", b, d3), "44"},
		{"the documents of a case", udtryk("", a, soegDokument("", "", "", "")), "Aab"},
		{"NOT beside its equal", udtryk("", all, not(a)), "BC"},
		{"NOT of both kinds: a document of another kind", udtryk("", a, not(d1)), "Ab"},
		{"NOT of an OR", udtryk("", not("<sdi:operation>OR</sdi:operation>", a, b)), "C"},
		{"NOT of an AND", udtryk("", not(a, b)), "ABC"},
		{"NOT NOT", udtryk("", not(not(a))), "A"},
		{"nested", udtryk("AND", udtryk("OR", a, b), not(a)), "B"},
		{"nested across kinds", udtryk("AND", udtryk("OR", d1, d2), udtryk("OR", a, b)), "Aab"},
		{"deep", nest(a, 40), "A"},
		{"named and found", fremsoeg(sagA) + udtryk("", all), "A"},
		{"named and not found", fremsoeg(sagB) + udtryk("", a), "44"},
		{"named beside a search for the other kind", fremsoeg(sagB) + udtryk("", d1), "Ba"},
		{"named twice", fremsoeg(sagB) + fremsoeg(strings.ToUpper(sagB)), "B"},
		{"named by the wrong kind", fremsoeg(dokA), "44"},
	} {
		w.addText(r.name, "Fremsoeg", r.content)
		reply := c.send("Fremsoeg", r.content)
		w.add(r.name+": the reply", reply)
		if got := found(reply); got != r.want {
			t.Errorf("%s: found %q, want %q: %s", r.name, got, r.want, texts(reply, "//FejlbeskedTekst"))
		}
	}
	w.check()
}

func nest(content string, times int) string {
	for range times {
		content = udtryk("", content)
	}
	return content
}

// TestUnevaluable: what cannot be evaluated is named, and nothing is found or
// removed.
func TestUnevaluable(t *testing.T) {
	c := newClient(t)
	c.send("Importer", searchWorld())
	naked := strings.ReplaceAll(t1, "+01:00", "")
	for _, r := range []struct{ name, content, want string }{
		{"no criterion", udtryk(""), "SoegUdtryk er tomt"},
		{"an empty NOT", udtryk("", soegSag("", "", "", ""), not()), "NOT er tomt"},
		{"too deep", nest(soegSag("", "", "", ""), 60), "niveauer"},
		{"an empty text", udtryk("", sagEgenskab("Beskrivelse", "")), "Beskrivelse er tomt"},
		{"a time without a zone", udtryk("", soegSag("<sd:SoegVirkning>"+period("sd", naked, "")+"</sd:SoegVirkning>", "", "", "")), "FraTidspunkt"},
		{"a value without a zone", udtryk("",
			soegSag("", local("<si:SagIndeksEgenskaber><si:OprettetTidspunkt>"+naked+"</si:OprettetTidspunkt></si:SagIndeksEgenskaber>"), "", "")), "OprettetTidspunkt"},
		{"a period that ends before it begins", udtryk("", soegSag("<sd:SoegRegistrering>"+period("sd", t2, t1)+"</sd:SoegRegistrering>", "", "", "")),
			"før den begynder"},
		{"an interval of the other kind", udtryk("", soegSag("", local("<di:SoegEgenskaberLokalUdvidelse><di:BrevDatoInterval>"+inGo(t1, t2)+
			"</di:BrevDatoInterval></di:SoegEgenskaberLokalUdvidelse>"), "", "")), "BrevDatoInterval"},
		{"an interval where it has no place", udtryk("", sagRelation("sag:Sagspart", local("<si:SoegEgenskaberLokalUdvidelse/>"))), "SoegEgenskaberLokalUdvidelse"},
		{"a relation of version 3", udtryk("", soegSag("", "", "", local("<sd:SoegEjer/>"))), "SoegEjer"},
		{"when a list was changed", udtryk("", soegSag("", local("<gd:SenestAendretTidspunkt>"+t1+"</gd:SenestAendretTidspunkt>"), "", "")),
			"SenestAendretTidspunkt"},
		{"a negative page", udtryk("", soegSag(paged("-1", ""), "", "", "")), "FoersteResultatReference"},
		{"two pages", udtryk("OR", soegSag(paged("1", ""), "", "", ""), soegSag(paged("2", ""), "", "", "")), "FoersteResultatReference"},
		{"what the contract does not know", udtryk("", "<sdi:SoegYdelse/>"), "SoegYdelse"},
	} {
		reply := c.send("Fremsoeg", r.content)
		if got := found(reply); got != "40" || !strings.Contains(texts(reply, "//FejlbeskedTekst"), r.want) {
			t.Errorf("%s: %s: %s", r.name, got, texts(reply, "//FejlbeskedTekst"))
		}
		if reply := c.send("Fjern", r.content); len(c.store.All()) != 6 {
			t.Fatalf("%s: fjern removed: %s", r.name, texts(reply, "//StatusKode"))
		}
	}
}

func paged(first, most string) string {
	out := ""
	if first != "" {
		out += "<sd:FoersteResultatReference>" + first + "</sd:FoersteResultatReference>"
	}
	if most != "" {
		out += "<sd:MaksimalAntalKvantitet>" + most + "</sd:MaksimalAntalKvantitet>"
	}
	return out
}

// TestSearchInHistory: a search for the time of a registration finds objects
// that have been registered since; what they say is what they say now.
func TestSearchInHistory(t *testing.T) {
	c := newClient(t)
	c.send("Importer", searchWorld())
	c.send("Opdater", opdater(sagA, "<sag:AttributListe>"+titled(t1, "", "Ny titel")+"</sag:AttributListe>")) // at t2
	made := func(fra, til, rest string) string {
		return udtryk("", soegSag("<sd:SoegRegistrering>"+period("sd", fra, til)+rest+"</sd:SoegRegistrering>", "", "", ""))
	}
	for _, r := range []struct{ name, content, want string }{
		{"when it was imported", made(t1, t2, ""), "A"},
		{"when it was changed", made(t2, t3, ""), "AB"},
		{"never", made("2020-01-01T00:00:00Z", t1, ""), "44"},
		{"one registration has all of it", made(t1, t2, ref("sd:BrugerRef", other)), "44"},
		{"last changed", udtryk("", soegSag("", local("<si:SoegEgenskaberLokalUdvidelse><si:SenestAendretInterval>"+inGo(t1, t2)+
			"</si:SenestAendretInterval></si:SoegEgenskaberLokalUdvidelse>"), "", "")), "44"},
		{"what it said before", udtryk("", sagEgenskab("Titel", "Aftale om besøg")), "44"},
		{"what it says", udtryk("", sagEgenskab("Titel", "Ny titel")), "A"},
	} {
		if got := found(c.send("Fremsoeg", r.content)); got != r.want {
			t.Errorf("%s: found %q, want %q", r.name, got, r.want)
		}
	}
}
