package judge_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"klarmeld/internal/english"
	"klarmeld/internal/judge"
	"klarmeld/internal/municipality"
	"klarmeld/internal/municipality/municipalitytest"
	"klarmeld/internal/verdict"
)

func message(t testing.TB, name string) string {
	t.Helper()
	b, err := os.ReadFile("testdata/" + name + ".xml")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func registers(t testing.TB) (*municipality.Relationsklasser, *municipality.Register) {
	t.Helper()
	roles, _ := municipalitytest.Roles(t)
	reg := municipalitytest.Korsbaek(t)
	return roles, reg
}

// edit is one change of a message that keeps every rule: the n'th (1-based)
// occurrence of from becomes to.
type edit struct {
	from, to string
	n        int
}

func (e edit) apply(t *testing.T, s string) string {
	t.Helper()
	at := -1
	for range max(1, e.n) {
		next := strings.Index(s[at+1:], e.from)
		if next < 0 {
			t.Fatalf("the message has no %q (%d)", e.from, e.n)
		}
		at += 1 + next
	}
	return s[:at] + e.to + s[at+len(e.from):]
}

// lines cuts everything from the line that holds from to the line that holds
// to, both included.
func cut(t *testing.T, s, from, to string) string {
	t.Helper()
	i := strings.Index(s, from)
	if i < 0 {
		t.Fatalf("the message has no %q", from)
	}
	j := strings.Index(s[i:], to)
	if j < 0 {
		t.Fatalf("the message has no %q after %q", to, from)
	}
	return s[:i] + s[i+j+len(to):]
}

// TestConformantMessages: what keeps the rules brings no finding at all, with
// and without the registers.
func TestConformantMessages(t *testing.T) {
	roles, reg := registers(t)
	for _, name := range []string{"sag", "dokument", "journalnotat"} {
		for _, r := range []*municipality.Register{nil, reg} {
			for _, f := range judge.CheckMessage(name, []byte(message(t, name)), roles, r) {
				t.Errorf("%s (registers: %t): %s: %s", name, r != nil, f.Rule, f.Message)
			}
		}
	}
}

const uuid = "</sd:UUIDIdentifikator>"

// bites are changes of a conformant message, and the rules that each breaks.
var bites = []struct {
	name    string
	message string
	edits   []edit
	rules   []string
	column  verdict.CapabilityID
}{
	{"no UUID", "sag", []edit{{from: "<sd:UUIDIdentifikator>41ac9245-d933-5858-a0cc-565ce7d0bac5" + uuid}}, []string{"sag.id.uuid"}, verdict.Sag},
	{"time without a zone", "sag", []edit{{from: "+01:00</sd:Tidspunkt>", to: "</sd:Tidspunkt>"}}, []string{"sag.registrering.tidspunkt"}, verdict.Sag},
	{"life cycle", "sag", []edit{{from: ">Importeret<", to: ">Opstaaet<"}}, []string{"sag.registrering.livscykluskode"}, verdict.Sag},
	{"no life cycle", "sag", []edit{{from: "<sd:LivscyklusKode>Importeret</sd:LivscyklusKode>"}}, []string{"sag.registrering.livscykluskode"}, verdict.Sag},
	{"the index's own time", "sag", []edit{{from: "<sag:AttributListe>", to: "<gd:StsTidspunkt>2026-01-01T00:00:00Z</gd:StsTidspunkt><sag:AttributListe>"}},
		[]string{"sag.registrering.ststidspunkt"}, verdict.Sag},
	{"no title", "sag", []edit{{from: "<sag:Titel>Aftale om forebyggende hjemmebesøg</sag:Titel>"}}, []string{"sag.egenskaber.titel"}, verdict.Sag},
	{"title on two lines", "sag", []edit{{from: "Aftale om", to: "Aftale\nom"}}, []string{"sag.egenskaber.titel"}, verdict.Sag},
	{"two numbers", "sag", []edit{{from: "<sag:Sagsnummer>2026", to: "<sag:Sagsnummer>2025"}}, []string{"sag.egenskaber.noegle-lig-sagsnummer"}, verdict.Sag},
	{"alternative title without exemption is the contract's", "sag", []edit{{from: "<sag:Sagsnummer>",
		to: "<sag:OffentlighedUndtaget><sd:TitelAlternativTekst>x</sd:TitelAlternativTekst></sag:OffentlighedUndtaget><sag:Sagsnummer>"}},
		[]string{"kontrakt.missing", "sag.egenskaber.titelalternativtekst"}, verdict.Sag},
	{"actor type of an organisation", "sag", []edit{{from: ">Bruger<", to: ">Organisation<"}}, []string{"sag.egenskaber.virkning.aktoertypekode"}, verdict.Sag},
	{"infinite beginning",
		"sag", []edit{{from: "<sd:FraTidspunkt>\n                  <sd:TidsstempelDatoTid>2026-11-24T03:01:00.783+01:00</sd:TidsstempelDatoTid>",
			to: "<sd:FraTidspunkt><sd:GraenseIndikator>true</sd:GraenseIndikator>"}},
		[]string{"sag.egenskaber.virkning.fratidspunkt"}, verdict.Sag},
	{"sensitivity is missing", "sag", []edit{{from: "<si:Foelsomhed>FOELSOMME_PERSONOPLYSNINGER</si:Foelsomhed>"}},
		[]string{"sag.indeksegenskaber.foelsomhed"}, verdict.Sag},
	{"history without Opstaaet", "sag", []edit{{from: "<sag:FremdriftStatusKode>Opstaaet", to: "<sag:FremdriftStatusKode>Afsluttet"}},
		[]string{"sag.tilstand.historik"}, verdict.Sag},
	{"owner's role unknown", "sag", []edit{{from: "9e979b84-b846-4472-8622-58007dc63c7e", to: "00000000-b846-4472-8622-58007dc63c7e"}},
		[]string{"relation.rolle-ukendt", "sag.sagsaktoer.ejer.forekomst"}, verdict.Sag},
	{"owner without CVR", "sag", []edit{{from: "<si:CVR-Nummer>11111111</si:CVR-Nummer>"}}, []string{"sag.sagsaktoer.ejer.cvr"}, verdict.Sag},
	{"owner is a unit by type", "sag", []edit{{from: "bc6972cd-8f2b-4b9d-8d37-62916d6a71aa", to: "c5fc3b3b-5197-49ee-92e6-ae6ba1957174"}},
		[]string{"sag.sagsaktoer.ejer.type"}, verdict.Sag},
	{"owner by URN without his key", "sag",
		[]edit{{from: "<sd:UUIDIdentifikator>9ec4f763-92a6-5e40-90ea-635d9f7642f3" + uuid, to: "<sd:URNIdentifikator>urn:oio:cvr-nr:11111111</sd:URNIdentifikator>"}},
		[]string{"sag.sagsaktoer.ejer.brugervendtnoegle"}, verdict.Sag},
	{"index on a single role", "sag", []edit{{from: "<gd:ReferenceID>", to: "<gd:Indeks>1</gd:Indeks><gd:ReferenceID>"}},
		[]string{"sag.sagsaktoer.ejer.indeks"}, verdict.Sag},
	{"KLE number without form", "sag", []edit{{from: ">27.35.04<", to: ">27.35<"}},
		[]string{"klasse.uuid-og-nummer", "sag.sagsklasse.primaer-klasse.brugervendtnoegle"}, verdict.Sag},
	{"KLE number of another class", "sag", []edit{{from: ">27.35.04<", to: ">32.24.04<"}}, []string{"klasse.uuid-og-nummer"}, verdict.Sag},
	{"facet without a number", "sag", []edit{{from: "<si:BrugervendtNoegle>G01</si:BrugervendtNoegle>"}},
		[]string{"sag.sagsklasse.handlingsklasse.brugervendtnoegle"}, verdict.Sag},
	{"part by UUID", "sag", []edit{{from: "<sd:URNIdentifikator>urn:oio:cpr-nr:0123456789</sd:URNIdentifikator>",
		to: "<sd:UUIDIdentifikator>9ec4f763-92a6-5e40-90ea-635d9f7642f3" + uuid}}, []string{"sag.sagspart.primaer-part.referenceid"}, verdict.Sag},
	{"part without a name", "sag", []edit{{from: "<si:FuldtNavn>Godtfred Lund</si:FuldtNavn>"}}, []string{"sag.sagspart.primaer-part.fuldtnavn"}, verdict.Sag},
	{"sender ends without a successor", "sag", []edit{{from: "<sd:GraenseIndikator>true</sd:GraenseIndikator>",
		to: "<sd:TidsstempelDatoTid>2030-01-01T00:00:00Z</sd:TidsstempelDatoTid>", n: 10}}, []string{"sag.sagsitsystemrelation.afsender.forekomst"}, verdict.Sag},
	{"a document called Brev", "dokument", []edit{{from: ">Brev, indgaaende<", to: ">Brev<"}},
		[]string{"dokument.egenskaber.type", "vejledning.ob4-uden-grund"}, verdict.Dokument},
	{"an incoming letter without a date", "dokument", []edit{{from: "<di:BrevDato>2026-01-12</di:BrevDato>"}},
		[]string{"dokument.egenskaber.brevdato"}, verdict.Dokument},
	{"CVR beside a UUID", "dokument", []edit{{from: "<di:FuldtNavn>Ydelseskontoret</di:FuldtNavn>",
		to: "<di:FuldtNavn>Ydelseskontoret</di:FuldtNavn><di:CVR-Nr>11111111</di:CVR-Nr>"}}, []string{"dokument.dokumentaktoer.ansvarlig.cvr"}, verdict.Dokument},
	{"a note without a title", "journalnotat", []edit{{from: "<sag:Titel>Telefonsamtale</sag:Titel>"}}, []string{"sag.journalpost.journalnotat.titel"},
		verdict.Journalnotat},
	{"a note that refers", "journalnotat", []edit{{from: "URN:Empty", to: "urn:noget"}}, []string{"sag.journalpost.journalnotat.referenceid"},
		verdict.Journalnotat},
	{"a note without an index", "journalnotat", []edit{{from: "<gd:Indeks>1</gd:Indeks>"}}, []string{"sag.journalpost.journalnotat.indeks"}, verdict.Journalnotat},
	{"a relation without a role", "journalnotat", []edit{{from: "<gd:Rolle>", to: "<gd:Rolle><sd:URNIdentifikator>x</sd:URNIdentifikator></gd:Rolle><!--"},
		{from: "</gd:Rolle>", to: "-->", n: 2}}, []string{"relation.rolle"}, verdict.Dokument},
}

// TestEachRuleBites: each change of a conformant message is found by the rule
// that it breaks, in the right column, and by no other than those listed.
func TestEachRuleBites(t *testing.T) {
	for _, c := range bites {
		t.Run(c.name, func(t *testing.T) {
			m := message(t, c.message)
			for _, e := range c.edits {
				m = e.apply(t, m)
			}
			roles, reg := registers(t)
			var rules []string
			for _, f := range judge.CheckMessage("besked.xml", []byte(m), roles, reg) {
				rules = append(rules, f.Rule)
				if f.Capability != c.column {
					t.Errorf("%s counts in %s, want %s", f.Rule, f.Capability, c.column)
				}
				if f.Line == 0 || f.Path == "" || f.Fix == "" || f.Expected == "" || f.Actual == "" || f.Source == "" {
					t.Errorf("%s does not say enough: %+v", f.Rule, f)
				}
				if err := english.Missing(f.Message, f.Expected, f.Actual, f.Fix, f.Source); err != nil {
					t.Error(err)
				}
			}
			slices.Sort(rules)
			if !slices.Equal(rules, c.rules) {
				t.Errorf("found %v, want %v", rules, c.rules)
			}
		})
	}
}

// TestUnknownRolesOfPlaceholders: a role that is in no list is a remark, and
// what it might stand for has not been tried, which is never green.
func TestUnknownRolesOfPlaceholders(t *testing.T) {
	roles, reg := registers(t)
	owner, _ := roles.ByName("Dokument", "Dokumentaktoer", "Rolle", "Ejer")
	m := strings.Replace(message(t, "dokument"), owner.UUID, "00000000-1111-4111-8111-000000000000", 1)
	got := map[string]verdict.Outcome{}
	for _, f := range judge.CheckMessage("besked.xml", []byte(m), roles, reg) {
		got[f.Rule] = f.Outcome
	}
	if len(got) != 2 || got["relation.rolle-ukendt"] != verdict.Remark || got["dokument.dokumentaktoer.ejer.forekomst"] != verdict.NotTried {
		t.Errorf("findings: %v", got)
	}
	bare := cut(t, message(t, "dokument"), "<di:Dokumentaktoer>", "</di:Dokumentaktoer>")
	for _, f := range judge.CheckMessage("besked.xml", []byte(bare), roles, reg) {
		if f.Rule == "dokument.dokumentaktoer.ejer.forekomst" && f.Outcome == verdict.Fail {
			return
		}
	}
	t.Error("a document with no owner and no unknown role is not failed")
}

// FuzzCheckMessage: no bytes make the judge panic, and none pass in silence
// that cannot be read.
func FuzzCheckMessage(f *testing.F) {
	for _, name := range []string{"sag", "dokument", "journalnotat"} {
		f.Add([]byte(message(f, name)))
	}
	roles, reg := registers(f)
	f.Fuzz(func(t *testing.T, raw []byte) {
		for _, finding := range judge.CheckMessage("fuzz", raw, roles, reg) {
			if finding.Rule == "" || finding.Message == "" {
				t.Errorf("an empty finding: %+v", finding)
			}
		}
	})
}
