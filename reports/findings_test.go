package reports_test

import (
	"io"
	"strings"
	"testing"

	"klarmeld/internal/verdict"
	"klarmeld/reports"
)

// What one rule found at one place of the structure is told once in a terminal,
// with each line that it was found on; another place, rule, outcome or file is told
// by itself.
func TestEqualFindingsAreToldOnce(t *testing.T) {
	at := func(file, rule, path string, line int, o verdict.Outcome, message, actual string) verdict.Finding {
		return verdict.Finding{Rule: rule, Outcome: o, Path: path, File: file, Line: line, Message: message, Expected: "en UUID", Actual: actual, Fix: "Send den."}
	}
	got := written(t, func(w io.Writer) error {
		return reports.FindingsConsole(w, []verdict.Finding{
			at("a.xml", "r", "A/B", 3, verdict.Fail, "Den mangler.", "intet"), at("a.xml", "r", "A/B", 9, verdict.Fail, "Den mangler.", "intet"),
			at("a.xml", "r", "A/B", 12, verdict.Fail, "Den er tom.", "\"\""), at("a.xml", "r", "A/B", 15, verdict.Fail, "Den mangler.", "x"),
			at("a.xml", "r", "A/C", 20, verdict.Fail, "Den mangler.", "intet"), at("a.xml", "r", "A/B", 21, verdict.Remark, "Den mangler.", "intet"),
			at("b.xml", "r", "A/B", 3, verdict.Fail, "Den mangler.", "intet"),
		})
	})
	for text, n := range map[string]int{"✗ Fejl": 3, "! Bemærkning": 1, "Også:": 3, "linje 9\n": 1, "linje 12: Den er tom.": 1, "linje 15: x": 1,
		"6 fejl, 1 bemærkning i 2 filer": 1} {
		if strings.Count(got, text) != n {
			t.Errorf("%q stands %d times, want %d, in\n%s", text, strings.Count(got, text), n, got)
		}
	}
}
