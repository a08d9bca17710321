package judge_test

import (
	"maps"
	"strings"
	"testing"

	"klarmeld/internal/judge"
	"klarmeld/internal/verdict"
)

// A part of what the schema refuses, and of what only the rows demand.
var (
	noTitle     = edit{from: "<sag:Titel>Aftale om forebyggende hjemmebesøg</sag:Titel>"}
	noSuchCode  = edit{from: ">Opstaaet<", to: ">Begyndt<"}
	noOwner     = edit{from: "9e979b84-b846-4472-8622-58007dc63c7e", to: "a1263342-d348-44ba-a566-233f37c4cb67"}
	longTitle   = edit{from: "Aftale om", to: "Aftale\nom"}
	noSuchField = edit{from: "<sag:Sagsnummer>", to: "<sag:Sag/><sag:Sagsnummer>"}
)

// sights are messages that break rules, and what KOMBIT's validation tool would see of
// each: rules by how it would see them.
var sights = []struct {
	name, message string
	edits         []edit
	want          map[string]verdict.ToolSight
}{
	{"the schema", "sag", []edit{noSuchField}, map[string]verdict.ToolSight{"kontrakt.unexpected": verdict.ToolSchema}},
	{"a code that the schema has not", "sag", []edit{noSuchCode}, map[string]verdict.ToolSight{"kontrakt.enumeration": verdict.ToolSchema,
		"sag.tilstand.historik": verdict.ToolBlind, "sag.tilstand.fremdrift": verdict.ToolSchema}},
	{"a mandatory field of a row", "sag", []edit{noTitle}, map[string]verdict.ToolSight{"sag.egenskaber.titel": verdict.ToolFields}},
	{"OB2: who has done it", "sag", []edit{{from: "<sd:BrugerRef>", to: "<!--"}, {from: "</sd:BrugerRef>", to: "-->"}},
		map[string]verdict.ToolSight{"sag.registrering.brugerref": verdict.ToolFields}},
	{"a field that hangs on another", "sag", []edit{{from: "<si:CVR-Nummer>11111111</si:CVR-Nummer>"}},
		map[string]verdict.ToolSight{"sag.sagsaktoer.ejer.cvr": verdict.ToolFields}},
	{"a mandatory field behind the schema", "sag", []edit{noTitle, noSuchField},
		map[string]verdict.ToolSight{"sag.egenskaber.titel": verdict.ToolFieldsLater, "kontrakt.unexpected": verdict.ToolSchema}},
	{"a row's field that the schema demands too", "sag", []edit{{from: "<sd:UUIDIdentifikator>41ac9245-d933-5858-a0cc-565ce7d0bac5" + uuid}},
		map[string]verdict.ToolSight{"sag.id.uuid": verdict.ToolSchema}},
	{"a mandatory role", "sag", []edit{noOwner},
		map[string]verdict.ToolSight{"sag.sagsaktoer.ejer.forekomst": verdict.ToolFields, "sag.sagsaktoer.ansvarlig.forekomst": verdict.ToolBlind,
			"sag.sagsaktoer.ansvarlig.type": verdict.ToolBlind, "reference.type": verdict.ToolBlind}},
	{"the form of a value", "sag", []edit{longTitle}, map[string]verdict.ToolSight{"sag.egenskaber.titel": verdict.ToolBlind}},
	{"what must not be there", "sag", []edit{{from: "<gd:ReferenceID>", to: "<gd:Indeks>1</gd:Indeks><gd:ReferenceID>"}},
		map[string]verdict.ToolSight{"sag.sagsaktoer.ejer.indeks": verdict.ToolBlind}},
	{"a register", "sag", []edit{{from: ">27.35.04<", to: ">32.24.04<"}}, map[string]verdict.ToolSight{"klasse.uuid-og-nummer": verdict.ToolBlind}},
	{"the header", "sag", []edit{{from: "ffa07ae0-f70a-5bd1-b934-62c55d1dbc5a", to: "<x/>"}},
		map[string]verdict.ToolSight{"kontrakt.unexpected": verdict.ToolBlind}},
	{"no XML", "sag", []edit{{from: "</soap:Envelope>", to: ""}}, map[string]verdict.ToolSight{"xml.velformet": verdict.ToolBlind}},
	{"a letter without its date", "dokument", []edit{{from: "<di:BrevDato>2026-01-12</di:BrevDato>"}},
		map[string]verdict.ToolSight{"dokument.egenskaber.brevdato": verdict.ToolFields}},
	{"an update's note without a title", "journalnotat", []edit{{from: "<sag:Titel>Telefonsamtale</sag:Titel>"}},
		map[string]verdict.ToolSight{"sag.journalpost.journalnotat.titel": verdict.ToolFields}},
	{"an update's relation without a role", "journalnotat", []edit{{from: "<gd:Rolle>", to: "<!--"}, {from: "</gd:Rolle>", to: "-->"}},
		map[string]verdict.ToolSight{"relation.rolle": verdict.ToolFields}},
}

// TestWhatKOMBITsToolSees: the schema of an importer or opdater first, and when that
// holds what is mandatory in the message itself; no state, register or value.
func TestWhatKOMBITsToolSees(t *testing.T) {
	roles, reg := registers(t)
	for _, c := range sights {
		t.Run(c.name, func(t *testing.T) {
			m := message(t, c.message)
			for _, e := range c.edits {
				m = e.apply(t, m)
			}
			got := map[string]verdict.ToolSight{}
			all := judge.CheckMessage("besked.xml", []byte(m), roles, reg)
			for _, f := range all {
				got[f.Rule] = f.Tool
			}
			if !maps.Equal(got, c.want) {
				t.Errorf("found %v, want %v", got, c.want)
			}
			// What follows from another finding counts with it.
			causes, seen := 0, map[verdict.Origin]bool{}
			for _, f := range all {
				cause := f.ConsequenceOf
				if cause == (verdict.Origin{}) {
					causes, cause = causes+1, verdict.Origin{Rule: f.Rule, Path: f.Path, Line: f.Line}
				}
				if f.Tool == verdict.ToolSchema || f.Tool == verdict.ToolFields {
					seen[cause] = true
				}
			}
			if findings, counted := verdict.SeenByTool(all); counted != len(seen) || findings != causes || findings == 0 {
				t.Errorf("%d findings, of which it sees %d; want %d and %d", findings, counted, causes, len(seen))
			}
		})
	}
}

// TestKOMBITsToolTakesTwoOperations: of what is no importer and no opdater it sees
// nothing, whatever is wrong with it.
func TestKOMBITsToolTakesTwoOperations(t *testing.T) {
	roles, reg := registers(t)
	const fjern = `<sdi:FjernSagDokumentIndeksInput xmlns:sdi="urn:oio:sts:sagdok:sagdokumentindeks:6"><sdi:Intet/></sdi:FjernSagDokumentIndeksInput>`
	for _, m := range []string{fjern, strings.ReplaceAll(fjern, "Fjern", "Fremsoeg")} {
		all := judge.CheckMessage("besked.xml", []byte(m), roles, reg)
		findings, seen := verdict.SeenByTool(all)
		if findings == 0 || seen > 0 {
			t.Errorf("%d of %d are seen: %v", seen, findings, all)
		}
	}
}
