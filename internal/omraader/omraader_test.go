package omraader_test

import (
	"strings"
	"testing"

	"klarmeld/fixtures"
	"klarmeld/internal/kle"
	"klarmeld/internal/omraader"
	"klarmeld/internal/schema"
	"klarmeld/internal/verdict"
)

func areas(t *testing.T) *omraader.Areas {
	t.Helper()
	a, err := omraader.Parse(nil)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// TestOurOwn: the built-in list keeps its schema, and has the areas with the deadlines
// that are public.
func TestOurOwn(t *testing.T) {
	raw, err := fixtures.Files.ReadFile(omraader.File)
	if err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(schema.Areas, raw); err != nil {
		t.Error(err)
	}
	want := []struct {
		id, deadline string
		areas        int
	}{{"trin-1", "2020-12-31", 10}, {"kle-15", "2021-12-31", 12}, {"kle-27", "2022-12-31", 11}, {"udbetaling-danmark", "", 4}}
	got := areas(t).Groups
	if len(got) != len(want) {
		t.Fatalf("%d groups", len(got))
	}
	for i, g := range got {
		if w := want[i]; g.ID != w.id || g.Deadline != w.deadline || len(g.Areas) != w.areas {
			t.Errorf("%s, %q, %d areas", g.ID, g.Deadline, len(g.Areas))
		}
	}
}

const mapping = `{"titel": "Prøvesystemet 1", "sagstyper": {"sygedagpenge": [{"kle": "15.20.04", "facet": "G01"}], "revalidering": [{"kle": ` +
	`"15.20.04", "facet": "P20"}, {"kle": "15.20.08"}]}}`

// TestCover: where each case is counted, and what is said of areas without any.
func TestCover(t *testing.T) {
	a := areas(t)
	m, err := omraader.ParseMapping([]byte(mapping), a)
	if err != nil {
		t.Fatal(err)
	}
	e, err := kle.Parse([]byte(`{"udgivet": "2026-11-01", "sha256": "ab", "numre": [
		{"nr": "27.36.04", "titel": "Fire"}, {"nr": "27.36.08", "titel": "Otte", "oprettet": "2026-08-01"},
		{"nr": "27.99.04", "titel": "Andetsteds", "oprettet": "2026-08-01"},
		{"nr": "32.24.04", "titel": "Kontanthjælp", "udgaaet": "2025-12-31"}, {"nr": "32.06", "titel": "Gruppe"}, {"nr": "32.06.04", "titel": "Pension"}]}`))
	if err != nil {
		t.Fatal(err)
	}
	cases := []omraader.Sag{
		{UUID: "1", Number: "2026-1", KLE: "32.24.04", Facet: "G01"}, {UUID: "1", Number: "2026-1", KLE: "32.24.04", Facet: "P01"}, {UUID: "2", KLE: "32.24.04"},
		{UUID: "3", Number: "2026-3", KLE: "15.20.04", Facet: "G01"}, {UUID: "4", Number: "2026-4", KLE: "15.20.04", Facet: "G02"}, {UUID: "5", Number: "2026-5",
			KLE: "15.20.08"}, {UUID: "6", Number: "2026-6", KLE: "32.06.04"}, {UUID: "7", Number: "2026-7", KLE: "02.34.02"}, {UUID: "8", Number: "2026-8"},
		{UUID: "9", Number: "2026-9", KLE: "27.36.040"},
	}
	for _, c := range []struct {
		name, area string
		basis      omraader.Basis
		status     verdict.CoverageStatus
		examples   string
	}{
		{"a number of one's own, a case counted once", "kontanthjaelp", omraader.Basis{Areas: a}, verdict.AreaSeen, "2026-1 2"},
		{"no case", "sygedagpenge-ydelse", omraader.Basis{Areas: a}, verdict.AreaUnseen, ""},
		{"a number that only begins so", "27.36.04", omraader.Basis{Areas: a}, verdict.AreaUnseen, ""},
		{"no mapping", "revalidering", omraader.Basis{Areas: a}, verdict.AreaUnmapped, ""},
		{"a mapping, by facet", "sygedagpenge", omraader.Basis{Areas: a, Mapping: m}, verdict.AreaSeen, "2026-3"},
		{"a mapping, by number", "revalidering", omraader.Basis{Areas: a, Mapping: m}, verdict.AreaSeen, "2026-5"},
		{"a mapping that says nothing of it", "selvforsoergede", omraader.Basis{Areas: a, Mapping: m}, verdict.AreaUnmapped, ""},
		{"a group, and what is below it", "32.06", omraader.Basis{Areas: a}, verdict.AreaSeen, "2026-6"},
		{"not theirs", "27.60.24", omraader.Basis{Areas: a, For: []string{"trin-1"}}, verdict.AreaNotTheir, ""},
		{"theirs by its number", "27.60.24", omraader.Basis{Areas: a, For: []string{"27.60"}}, verdict.AreaUnseen, ""},
		{"theirs by the group's number", "selvforsoergede", omraader.Basis{Areas: a, For: []string{"15"}}, verdict.AreaUnmapped, ""},
		{"seen though it is not theirs", "32.06", omraader.Basis{Areas: a, For: []string{"kle-27"}}, verdict.AreaSeen, "2026-6"},
	} {
		got, ok := find(c.basis.Cover(cases), c.area)
		if !ok || got.Status != c.status || strings.Join(got.Examples, " ") != c.examples {
			t.Errorf("%s: %+v", c.name, got)
		}
	}
	all := omraader.Basis{Areas: a, Mapping: m, Edition: e}.Cover(cases)
	if all.Cases != 9 || all.Mapping != "Prøvesystemet 1" || len(all.Outside) != 3 || all.Outside[0].Number != "02.34.02" || all.Outside[1].Number != "15.20.04" {
		t.Errorf("%+v", all)
	}
	k := all.KLE
	if k == nil || k.Published != "2026-11-01" || len(k.Ended) != 1 || k.Ended[0].Number != "32.24.04" || k.Ended[0].Cases != 2 || len(k.New) != 1 ||
		k.New[0].Number != "27.36.08" || len(k.Unknown) != 4 {
		t.Errorf("%+v", k)
	}
	if ended, _ := find(all, "kontanthjaelp"); ended.Ended != "2025-12-31" {
		t.Errorf("%+v", ended)
	}
	if titled, _ := find(all, "27.36.04"); titled.Title != "Fire" {
		t.Errorf("%+v", titled)
	}
}

func find(c verdict.Coverage, id string) (verdict.CoveredArea, bool) {
	for _, g := range c.Groups {
		for _, a := range g.Areas {
			if a.ID == id {
				return a, true
			}
		}
	}
	return verdict.CoveredArea{}, false
}

// TestRefused: what does not fit the list is refused with what there is.
func TestRefused(t *testing.T) {
	a := areas(t)
	if _, err := omraader.Parse([]byte(`{"grupper": [{"id": "x", "omraader": [{"id": "x"}]}]}`)); err == nil ||
		!strings.Contains(err.Error(), `id'et "x" er der to gange`) {
		t.Error(err)
	}
	if _, err := omraader.ParseMapping([]byte(`{"sagstyper": {"kontanthjaelp": [{"kle": "15.20.04"}]}}`), a); err == nil ||
		!strings.Contains(err.Error(), "kontanthjaelp er ingen af de slags sager, der skal afbildes: dagpengemodtagere") {
		t.Error(err)
	}
	for _, e := range []string{"trin-9", "99", "32.2"} {
		if err := a.CheckFor([]string{e}); err == nil || !strings.Contains(err.Error(), "trin-1, kle-15") {
			t.Errorf("%s: %v", e, err)
		}
	}
	for _, e := range []string{"trin-1", "kontanthjaelp", "32", "32.24", "32.24.04", "15", "27.60"} {
		if err := a.CheckFor([]string{e}); err != nil {
			t.Errorf("%s: %v", e, err)
		}
	}
}
