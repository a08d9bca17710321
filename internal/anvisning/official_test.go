package anvisning_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"klarmeld/internal/anvisning"
	"klarmeld/internal/official"
)

// spelled maps the names of the anvisninger to those of the XSD.
var spelled = map[string]string{"Brugervendtnøgle": "BrugervendtNoegle", "Hjemmelspecifikation": "HjemmelSpecifikation",
	"Virkning/Notetekst": "Virkning/NoteTekst", "Dokument/CVR-Nummer": "CVR-Nr"}

// TestEveryRow holds the catalogue against the anvisninger's own table: each
// row is there once and in its place, nothing is there besides, and what the
// table says of obligation, length and lines is what the catalogue says.
func TestEveryRow(t *testing.T) {
	rows := append(official.Rows(t, "sag.tsv"), official.Rows(t, "dokument.tsv")...)
	var rules []anvisning.Rule
	for _, r := range anvisning.Rules() {
		if r.Rolle != anvisning.UnknownRole {
			rules = append(rules, r)
		}
	}
	if len(rows) != 671 || len(rules) != len(rows) {
		t.Fatalf("%d rows and %d rules, want 671 of each", len(rows), len(rules))
	}
	for i, row := range rows {
		element := row["dataelement"]
		for _, name := range []string{element, row["objekt"] + "/" + element} {
			if s, ok := spelled[name]; ok {
				element = s
			}
		}
		want := strings.Join([]string{row["objekt"], row["sektion"], row["rolle"], element}, " / ")
		if got := place(rules[i]); got != want {
			t.Fatalf("row %d is %s, and the catalogue has %s (%s)", i+1, want, got, rules[i].ID)
		}
		sameDemand(t, row, rules[i])
	}
}

// place names a rule as the anvisninger name its row.
func place(r anvisning.Rule) string {
	_, section, _ := strings.Cut(r.Section, " ")
	element := r.Path
	if rest, ok := strings.CutPrefix(element, "LokalUdvidelseListe/"); ok {
		_, element, _ = strings.Cut(rest, "/")
	}
	return strings.Join([]string{string(r.Objekt), section, r.Rolle, element}, " / ")
}

var (
	officialLength = regexp.MustCompile(`Op til ([0-9]+) (?:¶ )?karakterer`)
	ourLength      = regexp.MustCompile(`(?:1-|højst )([0-9]+) tegn|^([0-9]+) cifre$`)
)

// sameDemand holds one rule against its row.
func sameDemand(t *testing.T, row map[string]string, r anvisning.Rule) {
	t.Helper()
	want := row["ob"]
	switch {
	case want == "se regel" && r.Path == "StsTidspunkt":
		want = "MÅ IKKE UDFYLDES"
	case want == "se regel":
		want = "valgfri" // "mandatory when the case is exempt": nothing in the message says so but the element itself
	}
	if got := r.Obligation.String(); got != want {
		t.Errorf("%s: obligation %s, the anvisning has %s", r.ID, got, want)
	}
	if repeated := strings.Contains(row["regel"], "skal angives ved opdatering af egenskaber"); repeated && r.Obligation != anvisning.OB1Repeated {
		t.Errorf("%s need not be repeated, the anvisning says it must", r.ID)
	}
	if r.Obligation == anvisning.OB4 {
		if want := strings.Contains(row["regel"], "ellers må den ikke udfyldes"); r.If.ElseAbsent != want {
			t.Errorf("%s: forbidden otherwise: %t, the anvisning says %t", r.ID, r.If.ElseAbsent, want)
		}
		if want := strings.Contains(row["regel"], "udfyldt med en URN"); r.If.URN != want {
			t.Errorf("%s: demanded beside a URN: %t, the anvisning says %t", r.ID, r.If.URN, want)
		}
	}
	if r.TriedBy == "" && r.Untried == "" && r.Obligation != anvisning.Absent {
		sameForm(t, row, r)
	}
}

func sameForm(t *testing.T, row map[string]string, r anvisning.Rule) {
	t.Helper()
	demand, expected := row["regel"], r.Format.Expected
	ours, theirs := ourLength.FindStringSubmatch(expected), officialLength.FindStringSubmatch(row["format"])
	switch {
	case ours != nil && theirs == nil:
		t.Errorf("%s has a length (%s), the anvisning has none", r.ID, expected)
	case ours != nil && ours[1]+ours[2] != theirs[1]:
		t.Errorf("%s: %s, the anvisning has %q", r.ID, expected, theirs[0])
	case strings.Contains(demand, "enkelt linje") && !strings.Contains(expected, "på én linje"):
		t.Errorf("%s: %s, the anvisning has one line", r.ID, expected)
	case strings.Contains(demand, "linjeskift som formatering") && !strings.Contains(expected, "linjeskift"):
		t.Errorf("%s: %s, the anvisning allows line breaks", r.ID, expected)
	}
	if r.Path == "ReferenceID" || strings.HasSuffix(r.Path, "Ref") {
		sameReference(t, row, r)
	}
	if r.Path == "Type" {
		for _, name := range r.Format.Types() {
			if said := row["regel"]; !strings.Contains(said, "’"+name+"’") && !strings.Contains(said, "¶ "+name) {
				t.Errorf("%s takes the type %s, the anvisning does not", r.ID, name)
			}
		}
	}
}

// sameReference: what kinds of reference the format takes, and each pattern
// that the row spells out.
func sameReference(t *testing.T, row map[string]string, r anvisning.Rule) {
	t.Helper()
	var uuid, urn bool
	for _, good := range r.Format.Good {
		uuid, urn = uuid || strings.HasPrefix(good, "<UUID"), urn || strings.HasPrefix(good, "<URN")
	}
	if u, n := strings.Contains(row["format"], "UUID"), strings.Contains(row["format"], "URN"); u != uuid || n != urn {
		t.Errorf("%s takes a UUID: %t, a URN: %t; the anvisning has %s", r.ID, uuid, urn, row["format"])
	}
	if want := strings.Contains(row["regel"], "UUID foretrækkes"); r.Format.PreferUUID != want {
		t.Errorf("%s prefers a UUID: %t, the anvisning says %t", r.ID, r.Format.PreferUUID, want)
	}
	if strings.Contains(r.Format.Expected, "en URN, der begynder med urn:oio:") {
		return // any: what the row spells out is its example
	}
	for _, pattern := range spelledOut.FindAllString(row["regel"], -1) {
		re := regexp.MustCompile("^<URNIdentifikator>" + pattern + "</URNIdentifikator>$")
		if !slices.ContainsFunc(r.Format.Good, re.MatchString) {
			t.Errorf("%s has no sample of %s", r.ID, pattern)
		}
	}
}

// spelledOut finds the patterns that end in digits.
var spelledOut = regexp.MustCompile(`urn:oio:[a-z:-]+(?:\[0-9\](?:\{[0-9,]+\})?-?)+`)

// TestOccurrencesAreOfficial holds how often each role occurs against the
// anvisninger's own column.
func TestOccurrencesAreOfficial(t *testing.T) {
	want := map[string]string{}
	for _, file := range []string{"sag.tsv", "dokument.tsv"} {
		for _, row := range official.Rows(t, file) {
			if row["rolle"] != "" {
				want[row["objekt"]+"/"+row["sektion"]+"/"+row["rolle"]] = row["forekomster"]
			}
		}
	}
	for _, o := range anvisning.Occurrences() {
		_, section, _ := strings.Cut(o.Section, " ")
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
