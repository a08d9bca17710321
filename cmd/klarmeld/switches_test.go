package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"klarmeld/internal/config"
	"klarmeld/internal/simulated"
	"klarmeld/internal/verdict"
	"klarmeld/steps"
)

// switches turn scenarios red: each is one thing that a system does wrong. The
// rule is the one that says so; also are the other columns that it reddens.
var switches = []struct {
	deviation simulated.Flaw
	scenario  string
	rule      string
	also      string
}{
	{simulated.LeavesOutPart, "sag-01", "scenarie.sag.primaer-part", ""},
	{simulated.KeepsTitle, "sag-02", "scenarie.sag.titel", ""},
	{simulated.NeverCloses, "sag-03", "handling.trafik", ""},
	{simulated.PassiveWithoutHistory, "sag-04", "scenarie.sag.historik", ""},
	{simulated.SkipsStates, "sag-05", "scenarie.sag.tilstande", ""},
	{simulated.MergesChanges, "sag-06", "scenarie.sag.titel", ""},
	{simulated.GapBetweenUnits, "sag-07", "scenarie.sag.afloest", ""},
	{simulated.GapBetweenCaseworkers, "sag-08", "scenarie.sag.afloest", ""},
	{simulated.PartAsPrimary, "sag-09", "scenarie.sag.sekundaer-part", ""},
	{simulated.KeepsPart, "sag-10", "scenarie.sag.part-afsluttet", ""},
	{simulated.EndsInsteadOfDeleting, "sag-11", "scenarie.sag.part-slettet", ""},
	{simulated.ShowsClosedTitle, "sag-12", "scenarie.sag.titel", ""},
	{simulated.KeepsSensitivity, "sag-13", "scenarie.sag.foelsomhed", ""},
	{simulated.ReversesOversag, "sag-14", "scenarie.sag.oversag", ""},
	{simulated.KeepsOwner, "sag-15", "scenarie.sag.ejer", ""},
	{simulated.CompanyByName, "sag-16", "scenarie.sag.primaer-part", ""},
	{simulated.LeavesOutAccess, "sag-17", "scenarie.sag.adgang", ""},
	{simulated.LeavesOutVisibility, "sag-18", "scenarie.sag.visningsklasse", ""},
	{simulated.SendsLate, "sag-19", "scenarie.frist", ""},
	{simulated.LosesCases, "sag-20", "scenarie.sag.fuldstaendig", ""},
	{simulated.CutsNote, "journalnotat-01", "scenarie.journalnotat.tekst", ""},
	{simulated.SameIndex, "journalnotat-02", "scenarie.journalnotat.antal", ""},
	{simulated.AddsCorrection, "journalnotat-03", "scenarie.journalnotat.antal", ""},
	{simulated.SendsLargeNote, "journalnotat-04", "scenarie.journalnotat.for-stort", ""},
	{simulated.LeavesOutReason, "journalnotat-05", "scenarie.journalnotat.begrundelse", ""},
	{simulated.NoteReplacesKLE, "journalnotat-06", "scenarie.sag.kle", ""},
	{simulated.NeverFiles, "dokument-01", "scenarie.dokument.tilknyttet", "journalnotat fjern"},
	{simulated.LetterWithoutDate, "dokument-02", "scenarie.dokument.brevdato", ""},
	{simulated.SendingWithoutDate, "dokument-03", "scenarie.dokument.brevdato", ""},
	{simulated.InternalAsLetter, "dokument-04", "scenarie.dokument.type", ""},
	{simulated.RevisionWithoutRelation, "dokument-05", "scenarie.dokument.nyrevision", ""},
	{simulated.AttachmentWithoutRelation, "dokument-06", "scenarie.dokument.bilag", ""},
	{simulated.SameTitleEverywhere, "dokument-07", "scenarie.dokument.titel-paa-sagen", ""},
	{simulated.ExemptWithoutTitle, "dokument-08", "scenarie.dokument.lukket-titel", ""},
	{simulated.KeepsDraft, "dokument-09", "scenarie.dokument.tilstande", ""},
	{simulated.LeavesBothCases, "dokument-10", "scenarie.dokument.tilknyttet", ""},
	{simulated.KeepsDocument, "dokument-11", "scenarie.dokument.slettet", ""},
	{simulated.TypesUsers, "organisation-01", "scenarie.laest.bruger", ""},
	{simulated.NeverRereadsOrganisation, "organisation-02", "handling.trafik", ""},
	{simulated.KeepsUnitNames, "organisation-03", "scenarie.laest.navn", ""},
	{simulated.ReadsNewUnitsOnly, "organisation-04", "scenarie.laest.efter-aendring", ""},
	{simulated.KeepsCaseworker, "organisation-05", "scenarie.laest.reference", "sag"},
	{simulated.KeepsUnit, "organisation-06", "scenarie.laest.reference", "sag"},
	{simulated.OneUnitForAll, "organisation-07", "scenarie.laest.reference", ""},
	{simulated.TypesUnits, "organisation-08", "scenarie.laest.i-haanden", ""},
	{simulated.WrongFacet, "klassifikation-01", "scenarie.laest.reference", ""},
	{simulated.NeverRereadsKLE, "klassifikation-02", "handling.trafik", ""},
	{simulated.KeepsEndedClass, "klassifikation-03", "scenarie.laest.reference", "sag"},
	{simulated.KeepsClassTitles, "klassifikation-04", "scenarie.laest.titel", ""},
	{simulated.OneClassForAll, "klassifikation-05", "scenarie.laest.reference", "sag journalnotat dokument fjern"},
	{simulated.ForgetsCase, "fjern-01", "fjern.intet-tilbage", ""},
	{simulated.LeavesDocuments, "fjern-02", "fjern.intet-tilbage", ""},
	{simulated.SearchesTooWide, "fjern-03", "fjern.kun-egne", ""},
	{simulated.TakesDocuments, "fjern-04", "indeks.findes", ""},
	{simulated.SearchesEveryMunicipality, "fjern-05", "fjern.kun-egne", ""},
	{simulated.LeavesReference, "fjern-06", "fjern.relation-efterladt", ""},
	{simulated.EmptySearchRemovesAll, "fjern-07", "fjern.kun-egne", ""},
	{simulated.ClosesInsteadOfRemoving, "fjern-08", "handling.trafik", ""},
}

// TestEverySwitch: for every scenario there is something that a system can do
// wrong that makes it and its column red, for the reason that the scenario is
// about, and leaves the other columns as they are unless the table says so.
func TestEverySwitch(t *testing.T) {
	t.Parallel()
	town := smallTown(t)
	scenarios := scenarios(t)
	columns, red, used := steps.Columns(scenarios), map[string]bool{}, map[simulated.Flaw]bool{}
	for _, c := range switches {
		red[c.scenario], used[c.deviation] = true, true
		t.Run(string(c.deviation), func(t *testing.T) {
			t.Parallel()
			r := switched(t, town, c.deviation)
			if r.Verdict != verdict.NotApproved {
				t.Errorf("verdict %s, want %s", r.Verdict, verdict.NotApproved)
			}
			for _, cr := range r.Capabilities {
				want := cr.ID == columns[c.scenario] || slices.Contains(strings.Fields(c.also), string(cr.ID))
				if got := cr.Outcome != verdict.Pass; got != want {
					t.Errorf("%s is %s (%s)", cr.ID, cr.Outcome, cr.Reason)
				}
			}
			var rules []string
			for _, f := range scenario(r, c.scenario).Findings {
				rules = append(rules, f.Rule)
				if read := strings.HasPrefix(f.Rule, "scenarie.laest."); read && strings.HasPrefix(f.Fix, "Send") {
					t.Errorf("%s is to be mended by reading, and not so: %s", f.Rule, f.Fix)
				}
			}
			if !slices.Contains(rules, c.rule) {
				t.Errorf("%s was found in %s, want %s", rules, c.scenario, c.rule)
			}
		})
	}
	for _, s := range scenarios {
		if !red[s.ID] {
			t.Errorf("nothing turns %s red: %s", s.ID, s.Name)
		}
	}
	for _, d := range deviations(t) {
		if !used[d] && d != simulated.NoteTitlePrefix { // a hint that is no fault: it is Momentum's
			t.Errorf("%s is no switch of any scenario's", d)
		}
	}
}

// switchedOnce are the results of systems that do one thing wrong: two tests
// look at each of them.
var switchedOnce sync.Map // simulated.Flaw → func() verdict.SystemResult

func switched(t *testing.T, town string, d simulated.Flaw) verdict.SystemResult {
	t.Helper()
	once, _ := switchedOnce.LoadOrStore(d, sync.OnceValue(func() verdict.SystemResult {
		p := profile(t, "reference")
		p.Deviations = []simulated.Flaw{d}
		return played(t, runOptions{municipality: town}, p)
	}))
	return once.(func() verdict.SystemResult)()
}

func scenario(r verdict.SystemResult, id string) verdict.ScenarioResult {
	for _, c := range r.Capabilities {
		for _, s := range c.Scenarios {
			if s.ID == id {
				return s
			}
		}
	}
	return verdict.ScenarioResult{}
}

// deviations are those that the schema of simulated systems allows.
func deviations(t *testing.T) []simulated.Flaw {
	t.Helper()
	raw, err := os.ReadFile("../../fixtures/schemas/simuleret-leverandoer.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	var schema struct {
		Properties struct {
			Afvigelser struct {
				Items struct{ Enum []simulated.Flaw }
			}
		}
	}
	if err := json.Unmarshal(raw, &schema); err != nil || len(schema.Properties.Afvigelser.Items.Enum) == 0 {
		t.Fatalf("the schema allows no deviations: %v", err)
	}
	return schema.Properties.Afvigelser.Items.Enum
}

// smallTown is Korsbæk with those units, users and classes only that the
// features and simulated systems name, and what they refer to: a run reads all
// of them again and again.
func smallTown(t *testing.T) string {
	t.Helper()
	registers, err := config.Municipality("")
	if err != nil {
		t.Fatal(err)
	}
	raw, err := registers.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	var file map[string]any
	if err := json.Unmarshal(raw, &file); err != nil {
		t.Fatal(err)
	}
	byID, kept := map[string]map[string]any{}, map[string]bool{}
	all := file["objekter"].([]any)
	for _, o := range all {
		byID[o.(map[string]any)["uuid"].(string)] = o.(map[string]any)
	}
	text := featureText(t)
	for _, o := range all {
		o := o.(map[string]any)
		big := slices.Contains([]string{"OrganisationEnhed", "Bruger", "Klasse", "Person", "Adresse", "OrganisationFunktion", "Interessefaellesskab"},
			o["art"].(string))
		newest := o["versioner"].([]any)[0].(map[string]any)
		named := func(field string) bool {
			v, _ := newest[field].(string)
			return v != "" && strings.Contains(text, `"`+v+`"`)
		}
		if !big || named("navn") || named("noegle") {
			keep(byID, kept, o["uuid"].(string))
		}
	}
	file["objekter"] = slices.DeleteFunc(all, func(o any) bool { return !kept[o.(map[string]any)["uuid"].(string)] })
	raw, err = json.Marshal(file)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "kommune.json")
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// keep keeps an object and all that it refers to.
func keep(byID map[string]map[string]any, kept map[string]bool, id string) {
	o, ok := byID[id]
	if !ok || kept[id] {
		return
	}
	kept[id] = true
	for _, v := range o["versioner"].([]any) {
		relations, _ := v.(map[string]any)["relationer"].(map[string]any)
		for _, ids := range relations {
			for _, to := range ids.([]any) {
				keep(byID, kept, to.(string))
			}
		}
	}
}

// featureText is all that names something: the features, and the names that
// the simulated systems and the sentences themselves use.
func featureText(t *testing.T) string {
	t.Helper()
	text := `"G01" "A00" "Visning undtaget for borger" "Aksel Ravn" "Byggesagsteamet" "02.34.02" "Sygedagpenge Nordbæk" "Viggo Lyng" "Sygedagpengeteamet" ` +
		`"32.30.04" "Jens Hagen"`
	names, err := filepath.Glob("../../features/*.feature")
	if err != nil || len(names) == 0 {
		t.Fatalf("no features: %v", err)
	}
	for _, n := range names {
		b, err := os.ReadFile(n)
		if err != nil {
			t.Fatal(err)
		}
		text += string(b)
	}
	return text
}
