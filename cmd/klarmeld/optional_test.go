package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"klarmeld/internal/action"
	"klarmeld/internal/verdict"
	"klarmeld/reports"
)

// leftOpen are the kinds of actions that no scenario demands: what the rows leave to
// the system. A kind comes here when a scenario's tag says so, and by no accident.
var leftOpen = []action.Kind{
	action.SkiftTilstand, action.SkiftSagsbehandler, action.SkiftEjer, action.TilfoejPart, action.AfslutPart, action.SletPart,
	action.UndtagSag, action.SkiftFoelsomhed, action.KnytOversag, action.BeskytSag, action.SkjulSag, action.HoldTilbage, action.SendSamlet,
	action.RetJournalnotat, action.SkiftDokumenttilstand, action.NyRevision, action.TilfoejBilag, action.JournaliserDokument, action.TagDokumentAfSag,
}

// TestEveryScenarioSaysWhetherItIsDemanded: each has a row or term behind it, and what
// no scenario demands is what the rows leave open.
func TestEveryScenarioSaysWhetherItIsDemanded(t *testing.T) {
	t.Parallel()
	uses := kindsAsked(t, smallTown(t))
	demanded, all := map[action.Kind]bool{}, map[action.Kind]bool{}
	for _, s := range scenarios(t) {
		if s.Kind == verdict.DemandUnsaid || s.Basis == "" {
			t.Errorf("%s does not say whether it is demanded, and by what", s.ID)
		}
		for _, k := range uses[s.ID] {
			all[k] = true
			if s.Kind == verdict.Demanded && !slices.Contains(s.OptionalActions, string(k)) {
				demanded[k] = true
			}
		}
	}
	for k := range all {
		if open := slices.Contains(leftOpen, k); open == demanded[k] {
			t.Errorf("%s is demanded: %t", k, demanded[k])
		}
	}
	if len(all) != 33 {
		t.Errorf("%d kinds", len(all))
	}
}

// TestTheDocsNameTheOptional: docs/variants.md names each scenario that is optional, or
// has an action that is, and no other.
func TestTheDocsNameTheOptional(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("../../docs/variants.md")
	if err != nil {
		t.Fatal(err)
	}
	_, told, ok := strings.Cut(string(raw), "\n## What is demanded, and what is optional\n")
	told, _, more := strings.Cut(told, "\n## ")
	if !ok || !more {
		t.Fatal("the section is not there")
	}
	var want []string
	for _, s := range scenarios(t) {
		if s.Kind == verdict.Optional || len(s.OptionalActions) > 0 {
			want = append(want, s.ID)
		}
	}
	got := regexp.MustCompile(`[a-z]+-[0-9]{2}\b`).FindAllString(told, -1)
	slices.Sort(want)
	slices.Sort(got)
	if got = slices.Compact(got); !slices.Equal(got, want) {
		t.Errorf("named: %s\nwant: %s", got, want)
	}
}

// TestOptionalIsARemark: a system that has none of what the rows leave open is approved
// with remarks under both policies, told in every form of the report; by a policy from
// before policies said what the optional costs, it is judged as it was then.
func TestOptionalIsARemark(t *testing.T) {
	t.Parallel()
	p := profile(t, "reference")
	p.NotOffered = map[action.Kind]string{}
	for _, k := range leftOpen {
		p.NotOffered[k] = "det har systemet ikke"
	}
	folder := reported(t, runOptions{municipality: smallTown(t)}, p)
	r, _, err := reports.ReadReport(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range r.Capabilities {
		for _, s := range c.Scenarios {
			if s.NotOffered != "" && (s.NotOfferedAs != verdict.Remark || !s.LeftOpen || s.Refused == "" || s.Basis == "") {
				t.Errorf("%s: %+v", s.ID, s)
			}
		}
	}
	if s := scenario(r, "sag-17"); s.Basis != "Anvisninger for sagsobjektet 1.7, afsnit 3.13 Sikkerhedsprofil, Adgang; "+
		"Generel vejledning til anvisninger for Indeksene 1.2, afsnit 9.1" || s.Refused != "beskyt-sag" {
		t.Errorf("%+v", s)
	}
	if s := scenario(r, "fjern-06"); s.Kind != verdict.Demanded || !s.LeftOpen || s.Refused != "knyt-oversag" {
		t.Errorf("%+v", s)
	}
	for _, form := range []string{"rapport.html", "rapport.md", "rapport.junit.xml", "rapport.sarif.json", "fund.csv"} {
		raw, err := os.ReadFile(filepath.Join(folder, form))
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(raw), "valgfrit") {
			t.Errorf("%s does not say that it is optional", form)
		}
	}
	for policy, want := range map[string]verdict.Verdict{
		"pilot-2020": verdict.ApprovedWithRemarks, "klarmelding": verdict.ApprovedWithRemarks,
		policyFile(t, "pilot-2020", ""):                     verdict.NotApproved, // our own, as it was
		policyFile(t, "streng", `, "valgfri": "fejl"`):      verdict.NotApproved,
		policyFile(t, "mild", `, "valgfri": "bemaerkning"`): verdict.ApprovedWithRemarks,
	} {
		code, said := program("replay", folder, "--policy", policy)
		if code != want.ExitCode() {
			t.Errorf("%s: exit code %d, want %d:\n%s", policy, code, want.ExitCode(), said)
		}
	}
	if code, said := program("replay", folder, "--policy", policyFile(t, "pilot-2020", `, "valgfri": "fejl"`)); code != 64 ||
		!strings.Contains(said, "giv den et andet") {
		t.Errorf("another's policy by our name: %d %s", code, said)
	}
	if code, said := program("replay", folder, "--policy", policyFile(t, "forkert", `, "valgfri": "bestaaet"`)); code != 64 {
		t.Errorf("a policy that the schema refuses: %d %s", code, said)
	}
}

// policyFile is a policy of one's own, with more of what "not offered" means.
func policyFile(t *testing.T, id, more string) string {
	t.Helper()
	titles := map[string]string{"pilot-2020": "Som i pilotkommunernes prøve i 2020: kernen er Ajourfør Sag"}
	title := "Egen"
	if ours, ok := titles[id]; ok {
		title = ours
	}
	path := filepath.Join(t.TempDir(), id+".json")
	text := `{"id": "` + id + `", "titel": "` + title + `", "kerne": ["sag"], "ikkeTilbudt": {"kerne": "fejl", "oevrige": "bemaerkning"` + more + `}}`
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestOldPolicyIsOurs: a run by our own policy as it was is judged as it was, and
// stands on nothing that is not klarmeld's.
func TestOldPolicyIsOurs(t *testing.T) {
	t.Parallel()
	p := profile(t, "reference")
	p.NotOffered = map[action.Kind]string{action.BeskytSag: "det har systemet ikke"}
	r := triedBy(t, policyFile(t, "pilot-2020", ""), runOptions{municipality: smallTown(t), only: []string{"sag"}}, simulatedSubject(p), clock, nil)
	s := scenario(r, "sag-17")
	if s.Outcome != verdict.Fail || s.LeftOpen || s.Reason != "Systemet tilbyder det ikke." || s.Kind != verdict.Optional {
		t.Errorf("%+v", s)
	}
	for _, own := range r.Own {
		if own.Kind == verdict.OwnPolicy {
			t.Errorf("our own policy is somebody else's: %+v", own)
		}
	}
}
