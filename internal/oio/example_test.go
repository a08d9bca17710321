package oio

import (
	"strings"
	"testing"
)

func containsOwn(part string) bool { return strings.Contains(part, "KOMBITs eget eksempel") }

// TestOwnExamples: what KOMBIT's examples have wrong is told of all that is written
// like them, and of nothing else.
func TestOwnExamples(t *testing.T) {
	const id = "1111aaaa-11aa-22bb-33cc-111111aaaaaa"
	codes := []string{"Brev, indgaaende", "Brev, udgaaende", "Rapport", "Koeretoej"}
	for text, broken := range map[string]func(string) Broken{
		"2014-03-23T14:54:23.234+01.00":         BrokenTime,
		"2014-03-23T14:54:23-05.30":             BrokenTime,
		"urn:oio:us:borgerid:123456789123":      BrokenBorgerID,
		"URN:OIO:us:borgerid:1":                 BrokenBorgerID,
		"Brev, indgående":                       func(s string) Broken { return BrokenCode(s, codes) },
		"Brev, udgående":                        func(s string) Broken { return BrokenCode(s, codes) },
		"brev, Udgående":                        func(s string) Broken { return BrokenCode(s, codes) },
		id + "B":                                BrokenClassOrLetter,
		"1111AAAA-11aa-22bb-33cc-111111aaaaaaK": BrokenClassOrLetter,
	} {
		if b := broken(text); b.Part == "" || b.Mend == "" || !containsOwn(b.Part) {
			t.Errorf("%s: %+v", text, b)
		}
	}
	for text, broken := range map[string]func(string) Broken{
		"2014-03-23T14:54:23.234+01:00":     BrokenTime,
		"2014-03-23T14:54:23.234":           BrokenTime,
		"urn:oio:udk:borgerid:123456789123": BrokenBorgerID,
		"urn:oio:us:personid:1234567":       BrokenBorgerID,
		"Brev, indgaaende":                  func(s string) Broken { return BrokenCode(s, codes) },
		"Køretøj":                           func(s string) Broken { return BrokenCode(s, codes) },
		"Notat på brev":                     func(s string) Broken { return BrokenCode(s, codes) },
		id:                                  BrokenClassOrLetter,
		"B":                                 BrokenClassOrLetter,
		"":                                  BrokenClassOrLetter,
	} {
		if b := broken(text); containsOwn(b.Part) {
			t.Errorf("%s: %+v", text, b)
		}
	}
}
