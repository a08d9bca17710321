// Package reportstest holds what tests of several packages ask of the reports.
package reportstest

import (
	"regexp"
	"testing"

	"klarmeld/reports"
)

// theirs is what is somebody's own: names, values, elements, and what a system
// answered.
var theirs = regexp.MustCompile(`»[^«]*«|"[^"]*"|\([^()]*\)|<[^<>]*>[^<>]*</[^<>]*>|<[^<>]*>|[0-9a-f-]{36}|Not offered: .*|(Fordelt|Udlånt) til|med\ttabulator|Sagens ID|findes ikke 20`)

// danish are words that only a Danish text has.
var danish = regexp.MustCompile(`(?i)(^|[^\pL\d_])(og|ikke|er|skal|af|den|det|en|et|som|på|til|fra|ved|når|har|kan|må|der|med|uden|eller|i|blev|sin|sit|ingen|intet|hver|kun|de|efter|før|også|sagen|sagens|dokumentet|systemet|mangler|læser|ret|udelad|tilføj)($|[^\pL\d_])`)

// DanishLeft is a text in English, and the first Danish word that is left in it;
// "" when none is. Only what is klarmeld's own is looked at.
func DanishLeft(text string) (english, left string) {
	english = reports.English.Text(text)
	return english, danish.FindString(theirs.ReplaceAllString(english, "…"))
}

// English reports each text that the English report would leave in Danish.
func English(t testing.TB, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if english, left := DanishLeft(text); left != "" {
			t.Errorf("there is no English for %q: %q", text, english)
		}
	}
}
