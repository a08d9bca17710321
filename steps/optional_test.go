package steps_test

import (
	"slices"
	"strings"
	"testing"

	"klarmeld/features"
	"klarmeld/internal/official"
	"klarmeld/internal/verdict"
	"klarmeld/steps"
)

func oursToPlay(t *testing.T) []steps.Scenario {
	t.Helper()
	all, err := steps.Features(features.Files)
	if err != nil {
		t.Fatal(err)
	}
	scenarios, err := steps.Scenarios(all)
	if err != nil {
		t.Fatal(err)
	}
	return scenarios
}

// TestDemandTags: what a scenario's tags say of whether it is demanded.
func TestDemandTags(t *testing.T) {
	for tags, want := range map[string]verdict.Demand{
		"": {},
		" @skal:sag-3.4": {Kind: verdict.Demanded,
			Basis: "Anvisninger for sagsobjektet 1.7, afsnit 3.4 Tilstand; Generel vejledning til anvisninger for Indeksene 1.2, afsnit 8.1, 11"},
		" @skal:prøven-2020":        {Kind: verdict.Demanded, Basis: "Compliancetesten i pilotkommunerne, oktober 2020"},
		" @valgfri":                 {Kind: verdict.Optional, Basis: "Scenariet selv"},
		" @valgfri:vilkår-kun-egne": {Kind: verdict.Optional, Basis: "SF1470, vilkår for afsendere"},
		" @valgfri:sag-3.13/adgang": {Kind: verdict.Optional,
			Basis: "Anvisninger for sagsobjektet 1.7, afsnit 3.13 Sikkerhedsprofil, Adgang; Generel vejledning til anvisninger for Indeksene 1.2, afsnit 9.1"},
		" @valgfri:knyt-oversag": {OptionalActions: []string{"knyt-oversag"}},
		" @skal:sag-3.4 @skal:sag-3.4": {Kind: verdict.Demanded,
			Basis: "Anvisninger for sagsobjektet 1.7, afsnit 3.4 Tilstand; Generel vejledning til anvisninger for Indeksene 1.2, afsnit 8.1, 11"},
		" @skal:AM-04 @valgfri:skift-ejer @valgfri:skift-enhed @valgfri:skift-ejer": {Kind: verdict.Demanded, Basis: "Anvendelsesmønster AM-04; " +
			"Generel vejledning til anvisninger for Indeksene 1.2, afsnit 8.1, 9.3", OptionalActions: []string{"skift-ejer", "skift-enhed"}},
	} {
		s, err := steps.Scenarios([]steps.Feature{{Name: "egen.feature", Text: []byte(with(" @krav:sag-3.3", tags))}})
		if err != nil || len(s) != 1 {
			t.Errorf("%q: %v", tags, err)
			continue
		}
		if got := s[0].Demand; got.Kind != want.Kind || got.Basis != want.Basis || !slices.Equal(got.OptionalActions, want.OptionalActions) {
			t.Errorf("%q: %+v, want %+v", tags, got, want)
		}
	}
	for tags, said := range map[string]string{
		"@skal":                          "har mærket @skal, som klarmeld ikke kender",
		"@skal:sag-3.44":                 "er intet krav, som klarmeld kender; mente I @skal:sag-3.4?",
		"@valgfri:knyt-oversager":        "er intet krav, som klarmeld kender",
		"@valgfri:":                      "er intet krav, som klarmeld kender",
		"@valgfir":                       "har mærket @valgfir, som klarmeld ikke kender; mente I @valgfri?",
		"@skal:sag-3.4 @valgfri:sag-3.4": "siger to gange",
		"@skal:sag-3.4 @skal:sag-3.3":    "siger to gange",
		"@skal:sag-3.4 @valgfri":         "siger to gange",
		"@skal:opret-sag":                "er intet krav",
		"@krav:sag-3.4 @krav:opret-sag":  "som klarmeld ikke kender",
	} {
		_, err := steps.Scenarios([]steps.Feature{{Name: "egen.feature", Text: []byte(with("@krav:sag-3.3", tags))}})
		if err == nil || !strings.Contains(err.Error(), "linje 7") || !strings.Contains(err.Error(), said) {
			t.Errorf("%q: %v, want %q", tags, err, said)
		}
	}
}

// leftOpenBy are the words of the rows by which a section that every case has leaves
// open what a scenario asks for.
var leftOpenBy = map[string]string{
	"sag-3.4":              "faktisk ligger i en status",
	"sag-3.5":              "gerne ændres",
	"sag-3.6/ejer":         "gerne erstattes",
	"sag-3.3/offentlighed": "er undtaget offentligheden",
	"sag-3.11/stort-notat": "ikke kan indeholdes i elementet",
	"dokument-3.4":         "en af følgende værdier",

	"dokument-3.3/offentlighed": "generelt er undtaget fra offentligheden",
}

// noRow are those of the optional that stand in no row: what the terms and patterns leave
// open is how something is done, or how much at once.
var noRow = []string{"vilkår-samlet-leverance", "vilkår-fysisk-sletning", "vilkår-kun-egne", "AM-04"}

// TestOptionalByTheRows holds what the scenarios leave open against the anvisninger: a
// relation that a case may have or not, or words that say so.
func TestOptionalByTheRows(t *testing.T) {
	rows := append(official.Rows(t, "sag.tsv"), official.Rows(t, "dokument.tsv")...)
	for _, s := range oursToPlay(t) {
		if s.Kind != verdict.Optional {
			continue
		}
		ground := s.Ground
		object, role, _ := strings.Cut(ground, "/")
		object, _, _ = strings.Cut(object, "-")
		open := slices.Contains(noRow, ground)
		for _, row := range rows {
			switch words, said := leftOpenBy[ground]; {
			case !strings.EqualFold(row["objekt"], object):
			case said:
				open = open || strings.Contains(row["regel"], words)
			case strings.EqualFold(strings.ReplaceAll(row["rolle"], " ", "-"), role):
				open = open || strings.HasPrefix(row["forekomster"], "0") && row["relation_ob"] == "valgfri"
			}
		}
		if !open {
			t.Errorf("%s is optional by %s, whose rows do not leave it open", s.ID, ground)
		}
	}
}
