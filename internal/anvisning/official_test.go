package anvisning_test

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"klarmeld/internal/anvisning"
)

// firstSet are the parts of the anvisninger whose rows are ours by now; ""
// stands for the sections that are no relations.
var firstSet = map[string][]string{
	"Sag":      {"", "Ejer", "Ansvarlig", "Primær klasse", "Handlingsklasse", "Primær part", "Master", "Afsender", "Journalnotat", "Tilakteret", "Vedlagt"},
	"Dokument": {"", "Ejer", "Ansvarlig", "Primær klasse", "Parter", "Master", "Afsender"},
}

// spelled maps the names of the anvisninger to those of the XSD.
var spelled = map[string]string{"Brugervendtnøgle": "BrugervendtNoegle", "Hjemmelspecifikation": "HjemmelSpecifikation", "Virkning/Notetekst": "Virkning/NoteTekst"}

// notInVersion6 are elements that the contract itself refuses, and the role,
// which is the named check relation.rolle.
var notInVersion6 = map[string]bool{"CPR-nr": true, "CVR-nr": true, "P-nr": true, "PersonID": true, "BorgerID": true, "Rolle": true}

// TestEveryRowOfTheFirstSet holds the catalogue against the anvisninger's own
// table: every row of the first set is there, with the same obligation and
// section, once.
func TestEveryRowOfTheFirstSet(t *testing.T) {
	official := os.Getenv("KLARMELD_OFFICIAL")
	if official == "" {
		t.Skip("skipped: official schemas not given")
	}
	rows := 0
	for _, file := range []string{"sag.tsv", "dokument.tsv"} {
		for _, row := range table(t, filepath.Join(official, "anvisninger", file)) {
			element := row["dataelement"]
			if s, ok := spelled[element]; ok {
				element = s
			}
			if !contains(firstSet[row["objekt"]], row["rolle"]) || notInVersion6[element] {
				continue
			}
			if row["objekt"] == "Dokument" && element == "CVR-Nummer" {
				element = "CVR-Nr"
			}
			rows++
			matchRow(t, row, element)
		}
	}
	if rows < 243 {
		t.Errorf("only %d rows of the anvisninger were looked at", rows)
	}
}

func matchRow(t *testing.T, row map[string]string, element string) {
	t.Helper()
	var found []anvisning.Rule
	for _, r := range anvisning.Rules() {
		if string(r.Objekt) == row["objekt"] && r.Rolle == row["rolle"] && strings.HasSuffix(r.Afsnit, " "+row["sektion"]) && (r.Sti == element || strings.HasSuffix(r.Sti, "/"+element)) && inSameVirkning(r.Sti, element) {
			found = append(found, r)
		}
	}
	where := strings.Join([]string{row["objekt"], row["sektion"], row["rolle"], element}, " / ")
	if len(found) != 1 {
		t.Errorf("%s: %d rules, want one", where, len(found))
		return
	}
	want := row["ob"]
	switch {
	case want == "se regel" && element == "StsTidspunkt":
		want = "MÅ IKKE UDFYLDES"
	case want == "se regel":
		want = "valgfri" // "mandatory when the case is exempt": nothing in the message says so but the element itself
	}
	if got := found[0].Krav.String(); got != want {
		t.Errorf("%s: obligation %s, the anvisning has %s", where, got, want)
	}
}

// inSameVirkning keeps an element of the part itself from being taken for one
// of its virkning, and a document's title from a note's.
func inSameVirkning(path, element string) bool {
	return strings.Contains(path, "Virkning/") == strings.Contains(element, "Virkning/") && (element != "Titel" || !strings.Contains(path, "Journalpost"))
}

// TestOccurrencesAreOfficial holds how often each role occurs against the
// anvisninger's own column.
func TestOccurrencesAreOfficial(t *testing.T) {
	official := os.Getenv("KLARMELD_OFFICIAL")
	if official == "" {
		t.Skip("skipped: official schemas not given")
	}
	want := map[string]string{}
	for _, file := range []string{"sag.tsv", "dokument.tsv"} {
		for _, row := range table(t, filepath.Join(official, "anvisninger", file)) {
			if row["rolle"] != "" {
				want[row["objekt"]+"/"+row["sektion"]+"/"+row["rolle"]] = row["forekomster"]
			}
		}
	}
	for _, o := range anvisning.Occurrences() {
		_, section, _ := strings.Cut(o.Afsnit, " ")
		key := string(o.Objekt) + "/" + section + "/" + o.Rolle
		got := map[[2]int]string{{1, 1}: "1", {0, 1}: "0..1", {0, 0}: "0..*"}[[2]int{o.Min, o.Max}]
		if got != want[key] {
			t.Errorf("%s: %s, the anvisning has %q", key, got, want[key])
		}
		delete(want, key)
	}
	for key := range want {
		t.Errorf("%s is not in the catalogue", key)
	}
}

func contains(list []string, s string) bool {
	for _, l := range list {
		if l == s {
			return true
		}
	}
	return false
}

func table(t *testing.T, file string) []map[string]string {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comma, r.LazyQuotes = '\t', true
	all, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, line := range all[1:] {
		row := map[string]string{}
		for i, name := range all[0] {
			row[name] = line[i]
		}
		out = append(out, row)
	}
	return out
}
