package english_test

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/leonelquinteros/gotext"

	"klarmeld/internal/english"
)

const file = "english.po"

// A text stands once in the catalogue: a second one would be lost in silence.
func TestEveryTextStandsOnce(t *testing.T) {
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, line := range strings.Split(string(raw), "\n") {
		if !strings.HasPrefix(line, "msgid ") {
			continue
		}
		if seen[line] {
			t.Errorf("twice: %s", line)
		}
		seen[line] = true
	}
	if len(seen) < 1000 {
		t.Fatalf("only %d texts", len(seen))
	}
}

// A text and its translation have the same places in the same order: otherwise
// a value would stand where another belongs.
func TestPlacesAreTheSame(t *testing.T) {
	places := regexp.MustCompile(`%[a-z]`)
	po := gotext.NewPo()
	po.ParseFile(file)
	all := po.GetDomain().GetTranslations()
	if len(all) < 1000 {
		t.Fatalf("only %d texts", len(all))
	}
	for danish, x := range all {
		a, b := strings.Join(places.FindAllString(danish, -1), ""), strings.Join(places.FindAllString(x.Get(), -1), "")
		if danish != "" && a != b {
			t.Errorf("%q has %s, and its translation %s", danish, a, b)
		}
	}
}

func TestText(t *testing.T) {
	for danish, want := range map[string]string{
		"":                         "",
		"Udfald":                   "Outcome",
		"ukendt":                   "ukendt",
		"3 fejl?":                  "3 fejl?",
		"Statuskode 20 er i orden": "Statuskode 20 er i orden",
		// What a system has said itself stays, whatever it looks like.
		"Leverandøren: »Sagen findes ikke i indekset.«": "The vendor: »Sagen findes ikke i indekset.«",
		// A text in a text; and one with a capital that the catalogue has small.
		"Indekset afviste sag X med statuskode 44: følger ikke XSD'en: <A> mangler i <B>.": "The index refused case X with status code 44: " +
			"does not follow the XSD: <A> is missing in <B>.",
		"Systemet blev bedt om at rette sagens titel, men kunne ikke: nej": "The system was asked to correct the case's title, but could not: nej",
		// What has been left out of a message is said in English too.
		"<gd:Notat>… 120 tegn base64 …</gd:Notat>\n<x>og</x>": "<gd:Notat>… 120 characters of base64 …</gd:Notat>\n<x>og</x>",
		"Sagens følsomhed er valgfri.":                        "The case's sensitivity is optional.",
		"Og sagens titel er \"Og ikke på dansk\"":             "And the case's title is \"Og ikke på dansk\"",
	} {
		for _, time := range []string{"first", "second"} { // it is remembered
			if got := english.Text(danish); got != want {
				t.Errorf("%q is %q the %s time, want %q", danish, got, time, want)
			}
		}
	}
}

// Of two sentences that a text is like, the one that says most is meant, and a
// value that looks like what follows it does not take more than its place.
func TestLikest(t *testing.T) {
	for danish, want := range map[string]string{
		", linje 12":            ", line 12",
		", linje 12, linje 13":  ", linje 12, linje 13", // a number and no text
		", linje tolv":          ", linje tolv",
		"typen er »og«":         "the type is »og«",
		"Fund fra scenariet a:": "Fund fra scenariet a:", // the last place is not there
	} {
		if got := english.Text(danish); got != want {
			t.Errorf("%q is %q, want %q", danish, got, want)
		}
	}
}

func TestLeft(t *testing.T) {
	for text, want := range map[string]string{
		"Udfald":                              "",
		"Sagen er ukendt for alle":            "Sagen ", // the first
		"the case is not their own":           "",
		"a name »og ikke« is theirs":          "",
		"Tilbydes ikke: Sagen er ikke kendt.": " Sagen ",
	} {
		if translated, left := english.Left(text); left != want || translated != english.Text(text) {
			t.Errorf("of %q %q is left in %q, want %q", text, left, translated, want)
		}
	}
}

func TestMissing(t *testing.T) {
	if err := english.Missing("Udfald", "", "Krav"); err != nil {
		t.Error(err)
	}
	err := english.Missing("Udfald", "det er ukendt", "Krav", "den er også ukendt")
	if err == nil || strings.Count(err.Error(), "\n") != 1 || !strings.Contains(err.Error(), `"det er ukendt"`) ||
		!strings.Contains(err.Error(), `"den er også ukendt"`) {
		t.Errorf("of four texts two are missing: %v", err)
	}
}

// What a report costs: texts that have not been asked for before.
func BenchmarkText(b *testing.B) {
	for n := 0; b.Loop(); n++ {
		for _, text := range []string{
			"KLE-nummer og UUID hører ikke til samme klasse på Sagsklasse »Primær klasse«: nummeret er 15.20.%02d, men UUID'en er 27.35.04 »Forebyggende hjemmebesøg«.",
			"Indekset afviste sag %d med statuskode 44: følger ikke XSD'en: <A> mangler i <B>.",
			"ukendt %d",
		} {
			english.Text(fmt.Sprintf(text, n))
		}
	}
}
