package reports_test

import (
	"bytes"
	"flag"
	"html"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/fatih/color"

	"klarmeld/internal/schema"
	"klarmeld/internal/verdict"
	"klarmeld/reports"
)

var update = flag.Bool("update", false, "write the golden files anew")

// forms are all forms; some have a golden file of the same name.
func forms(t *testing.T) map[string]func(io.Writer) error {
	t.Helper()
	run := demoRun(t)
	broken := run.Systems[4]
	out := map[string]func(io.Writer) error{
		"run.json":         func(w io.Writer) error { return reports.RunJSON(w, verdict.RunResult{Systems: run.Systems[:1]}) },
		"harnessfejl.html": func(w io.Writer) error { return reports.HTML(w, reports.Report{System: broken}) },
		"matrix.html":      func(w io.Writer) error { return reports.MatrixHTML(w, unsigned(run.Systems...), reports.Danish) },
		"fund.txt":         func(w io.Writer) error { return reports.FindingsConsole(w, checkedFiles()) },
	}
	for _, f := range reports.Forms() {
		out[f.File] = func(w io.Writer) error { return f.Write(w, report(t, reports.Danish)) }
		out["english."+f.File] = func(w io.Writer) error { return f.Write(w, report(t, reports.English)) }
		out["uheld."+f.File] = func(w io.Writer) error { return f.Write(w, reports.Report{System: broken}) }
	}
	for name, width := range map[string]int{"konsol-40.txt": 40, "konsol-80.txt": 80, "konsol-120.txt": 120, "konsol-160.txt": 160} {
		out[name] = func(w io.Writer) error { return reports.Console(w, run, width, reports.Danish) }
	}
	return out
}

func written(t *testing.T, form func(io.Writer) error) string {
	t.Helper()
	var b bytes.Buffer
	if err := form(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestGolden(t *testing.T) {
	all := forms(t)
	golden := []string{"matrix.html", "konsol-80.txt", "konsol-120.txt", "fund.txt", "english.rapport.md"}
	for _, f := range reports.Forms() {
		golden = append(golden, f.File)
	}
	for _, name := range golden {
		form := all[name]
		t.Run(name, func(t *testing.T) {
			got, file := written(t, form), filepath.Join("testdata", name)
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatalf("%v; go test ./reports -update writes it", err)
			}
			if got != string(want) {
				t.Errorf("%s differs from its golden file; look at it with go test ./reports -update and git diff", name)
			}
		})
	}
}

// loads is anything in HTML that would fetch something.
var loads = regexp.MustCompile(`(?i)<(script|link|img|iframe|object|embed|base)\b|(src|href|action)="?(https?:|//|javascript:|data:)|url\(|@import`)

func TestNothingEscapes(t *testing.T) {
	separated := regexp.MustCompile(`0123456789|012345-?6789`)
	for name, form := range forms(t) {
		t.Run(name, func(t *testing.T) {
			got := written(t, form)
			if m := separated.FindString(got); m != "" {
				t.Errorf("the CPR number %s is not masked", m)
			}
			if strings.ContainsAny(strings.ReplaceAll(got, "\r\n", "\n"), "\x1b\r\u202e") {
				t.Error("it has control characters")
			}
			if !utf8.ValidString(got) {
				t.Error("it is not UTF-8")
			}
			if strings.HasSuffix(name, ".html") {
				if m := loads.FindString(got); m != "" {
					t.Errorf("the page has %q", m)
				}
			}
		})
	}
}

func TestTheInputIsLeftAlone(t *testing.T) {
	m := momentum(t)
	written(t, func(w io.Writer) error { return reports.HTML(w, reports.Report{System: m}) })
	if f := m.Capabilities[1].Scenarios[0].Findings[0]; !strings.Contains(f.Fragment, cprNumber) {
		t.Error("masking changed the caller's value")
	}
}

func TestJSONFollowsItsSchema(t *testing.T) {
	for _, s := range demoRun(t).Systems {
		raw := written(t, func(w io.Writer) error { return reports.JSON(w, reports.Report{System: s}) })
		if err := schema.Validate(schema.Report, []byte(raw)); err != nil {
			t.Errorf("%s: %v", s.Name, err)
		}
	}
}

// TestJSONOfWhatFailedLater: what was found stands in a report, also when the
// column has its outcome of what failed after it; and the adapter's failure, and
// why the run was stopped, can stand there.
func TestJSONOfWhatFailedLater(t *testing.T) {
	wrong := verdict.Finding{Rule: "x", Outcome: verdict.Fail, Capability: "sag", Message: "Sagen er gal."}
	down := verdict.Finding{Rule: "adapter.nede", Outcome: verdict.AdapterFailure, Capability: "sag", Message: "Adapteren svarer ikke."}
	strict := verdict.Policy{ID: "p", Core: []verdict.CapabilityID{"sag"}}
	strict.NotOffered.Core = verdict.Fail
	for name, c := range map[string]struct {
		observed []verdict.Observed
		want     verdict.Verdict
	}{
		"the harness in the same scenario": {[]verdict.Observed{{Harness: "uheld", Findings: []verdict.Finding{wrong}}, {Checks: 1}}, verdict.NotApproved},
		"the harness in another":           {[]verdict.Observed{{Checks: 1, Findings: []verdict.Finding{wrong}}, {Harness: "uheld"}}, verdict.NotApproved},
		"the adapter in another":           {[]verdict.Observed{{Checks: 1, NotOffered: "nej"}, {Findings: []verdict.Finding{down}}}, verdict.NotApproved},
		"the adapter alone, and no further": {[]verdict.Observed{{Findings: []verdict.Finding{down}}, {Untried: "ikke nået", Gap: verdict.GapAdapter}},
			verdict.AdapterFailed},
	} {
		for i := range c.observed {
			c.observed[i].ID, c.observed[i].Name, c.observed[i].Capability, c.observed[i].Requirements, c.observed[i].Steps, c.observed[i].Exchanges = "sag-"+name[:5]+
				string(rune('0'+i)), "Et", "sag", []string{}, []verdict.Step{}, []int{}
		}
		s := verdict.Columns{{ID: "sag", Name: "Ajourfør Sag", Class: verdict.Core}}.Fold(c.observed, map[verdict.CapabilityID]int{"sag": 2}, strict)
		m := momentum(t)
		m.Verdict, m.Capabilities = s.Verdict, s.Capabilities
		if s.Verdict != c.want {
			t.Errorf("%s: %s", name, s.Verdict)
		}
		for _, f := range reports.Forms() {
			var b bytes.Buffer
			if err := f.Write(&b, reports.Report{System: m}); err != nil || b.Len() == 0 {
				t.Errorf("%s, %s: %v", name, f.File, err)
			}
		}
	}
}

func TestJSONRefusesWhatIsNoReport(t *testing.T) {
	for name, spoil := range map[string]func(*verdict.SystemResult){
		"unknown verdict":               func(s *verdict.SystemResult) { s.Verdict = "måske" },
		"no name":                       func(s *verdict.SystemResult) { s.Name = "" },
		"no capabilities":               func(s *verdict.SystemResult) { s.Capabilities = nil },
		"negative checks":               func(s *verdict.SystemResult) { s.Checks = -1 },
		"information as an outcome":     func(s *verdict.SystemResult) { s.Capabilities[0].Outcome = verdict.Information },
		"finding without a rule":        func(s *verdict.SystemResult) { s.Capabilities[1].Scenarios[0].Findings[0].Rule = "" },
		"unknown status of a step":      func(s *verdict.SystemResult) { s.Capabilities[0].Scenarios[0].Steps[0].Status = "done" },
		"approved with failures":        func(s *verdict.SystemResult) { s.Verdict = verdict.Approved },
		"remarks only, with failures":   func(s *verdict.SystemResult) { s.Verdict = verdict.ApprovedWithRemarks },
		"incomplete, with failures":     func(s *verdict.SystemResult) { s.Verdict = verdict.Incomplete },
		"adapter failure without cause": func(s *verdict.SystemResult) { s.Verdict = verdict.AdapterFailed },
		"not approved for nothing wrong": func(s *verdict.SystemResult) {
			for i := range s.Capabilities {
				s.Capabilities[i] = verdict.CapabilityResult{ID: s.Capabilities[i].ID, Name: "x", Outcome: verdict.HarnessFailure, Scenarios: []verdict.ScenarioResult{},
					Moved: []verdict.Finding{}}
			}
		},
		"harness failure without cause": func(s *verdict.SystemResult) { s.Verdict = verdict.HarnessFailed },
	} {
		t.Run(name, func(t *testing.T) {
			s := momentum(t)
			spoil(&s)
			var b bytes.Buffer
			if err := reports.JSON(&b, reports.Report{System: s}); err == nil {
				t.Error("it was written")
			}
			if err := reports.RunJSON(&b, verdict.RunResult{Systems: []verdict.SystemResult{s}}); err == nil {
				t.Error("the run was written")
			}
			if b.Len() > 0 {
				t.Errorf("%d bytes were written", b.Len())
			}
		})
	}
}

func TestNilListsAreEmptyInJSON(t *testing.T) {
	raw := written(t, func(w io.Writer) error { return reports.RunJSON(w, verdict.RunResult{}) })
	if raw != "{\n  \"systems\": []\n}\n" {
		t.Errorf("got %s", raw)
	}
}

func TestConsoleKeepsItsWidth(t *testing.T) {
	run := demoRun(t)
	for width := 30; width <= 200; width++ {
		got := written(t, func(w io.Writer) error { return reports.Console(w, run, width, reports.Danish) })
		for i, line := range strings.Split(got, "\n") {
			if n := utf8.RuneCountInString(line); n > width {
				t.Errorf("width %d: line %d has %d cells: %s", width, i+1, n, line)
			}
			if line != strings.TrimRight(line, " ") {
				t.Errorf("width %d: line %d ends in blanks", width, i+1)
			}
		}
		if !strings.Contains(strings.Join(strings.Fields(got), " "), "✗ Ikke") {
			t.Errorf("width %d: the verdict is not there in words", width)
		}
	}
}

// In a terminal the table is the same text with colours around it.
func TestColoursOnlyInATerminal(t *testing.T) {
	t.Setenv("NO_COLOR", "")
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, noColor := os.Stdout, color.NoColor
	os.Stdout, color.NoColor = w, false
	t.Cleanup(func() { os.Stdout, color.NoColor = stdout, noColor })

	run := demoRun(t)
	done := make(chan string)
	go func() { b, _ := io.ReadAll(r); done <- string(b) }()
	plain := written(t, func(b io.Writer) error { return reports.Console(b, run, 120, reports.Danish) })
	if err := reports.Console(w, run, 120, reports.Danish); err != nil {
		t.Fatal(err)
	}
	w.Close()
	coloured := <-done
	if strings.Contains(plain, "\x1b") {
		t.Error("a buffer got colours")
	}
	if !strings.Contains(coloured, "\x1b[") {
		t.Error("the terminal got no colours")
	}
	if stripped := regexp.MustCompile(`\x1b\[[0-9;]*m`).ReplaceAllString(coloured, ""); stripped != plain {
		t.Error("colours change the text")
	}
}

func TestFindingsConsoleWithoutFindings(t *testing.T) {
	if got := written(t, func(w io.Writer) error { return reports.FindingsConsole(w, nil) }); got != "Ingen afvigelser fundet.\n" {
		t.Errorf("got %q", got)
	}
}

func TestTimesAreDanish(t *testing.T) {
	for begun, want := range map[string]string{
		"2026-01-12T09:00:00Z":      "12. januar 2026 kl. 09.00 (UTC)",
		"2026-07-01T12:30:00+02:00": "1. juli 2026 kl. 12.30<",
		"2026-12-31T23:59:59-05:00": "31. december 2026 kl. 23.59 (UTC-05:00)",
		"i går":                     "i går",
	} {
		m := momentum(t)
		m.Begun = begun
		// html/template writes a plus sign as an entity.
		page := html.UnescapeString(written(t, func(w io.Writer) error { return reports.HTML(w, reports.Report{System: m}) }))
		if !strings.Contains(page, want) {
			t.Errorf("%s is not shown as %s", begun, want)
		}
	}
}

func TestEvidenceIsLinked(t *testing.T) {
	page := written(t, func(w io.Writer) error { return reports.HTML(w, reports.Report{System: momentum(t)}) })
	for _, want := range []string{`href="optagelse/0014-request.xml"`, `href="optagelse/0017-request.xml"`, `href="optagelse/0002-reply.xml"`} {
		if !strings.Contains(page, want) {
			t.Errorf("no link %s", want)
		}
	}
}

// Whatever is not green must have its reason in the lists above the scenarios.
func TestEveryReasonIsListed(t *testing.T) {
	for _, s := range demoRun(t).Systems {
		page := written(t, func(w io.Writer) error { return reports.HTML(w, reports.Report{System: s}) })
		_, lists, _ := strings.Cut(page, `<h2 id="fund">`)
		lists, _, _ = strings.Cut(lists, `<h2 id="scenarier">`)
		for _, c := range s.Capabilities {
			mark := ">" + c.Outcome.Name() + "<"
			if c.Outcome != verdict.Pass && !(strings.Contains(lists, mark) && strings.Contains(lists, c.Name)) {
				t.Errorf("%s: the lists do not say why %s is %s", s.Name, c.Name, c.Outcome.Name())
			}
		}
	}
}

// What a scenario found in the index leads to what is wrong with the message
// that left it so.
func TestOneMistakeMayBeBehindAnother(t *testing.T) {
	cause := at(finding(verdict.Fail, verdict.Sag, "klasse.uuid-og-nummer", "Nummer og UUID er ikke den samme klasse."), 14, 3, "0014-request.xml", "sag-01")
	other := at(finding(verdict.Fail, verdict.Sag, "sag.egenskaber.titel", "Titel mangler."), 15, 3, "0015-request.xml", "sag-01")
	seen := finding(verdict.Fail, verdict.Sag, "scenarie.sag.kle", "Sagens KLE-nummer stemmer ikke.")
	seen.Exchange = 14
	s := system(t, "et", "Et", append(good(verdict.Sag), scenario("sag-01", verdict.Sag, "En ny sag", cause, other, seen)), nil)
	page := written(t, func(w io.Writer) error { return reports.HTML(w, reports.Report{System: s}) })
	_, after, _ := strings.Cut(page, "<dt>I samme besked</dt>")
	hint, _, _ := strings.Cut(after, "</dd>")
	if !strings.Contains(hint, "Nummer og UUID er ikke den samme klasse.") || strings.Contains(hint, "Titel mangler.") ||
		strings.Count(page, "I samme besked") != 1 {
		t.Errorf("the hint is %q", hint)
	}
}

func TestAnchorsLeadSomewhere(t *testing.T) {
	for _, s := range demoRun(t).Systems {
		anchored(t, s.Name, written(t, func(w io.Writer) error { return reports.HTML(w, reports.Report{System: s}) }))
		anchored(t, s.Name+"'s citizens", written(t, func(w io.Writer) error { return reports.CitizensHTML(w, reports.Report{System: s}) }))
	}
}

// anchored holds that a page's names are there once, and what leads to them leads somewhere.
func anchored(t *testing.T, name, page string) {
	t.Helper()
	ids := map[string]bool{}
	for _, m := range regexp.MustCompile(` id="([^"]+)"`).FindAllStringSubmatch(page, -1) {
		if ids[m[1]] {
			t.Errorf("%s: the id %s is there twice", name, m[1])
		}
		ids[m[1]] = true
	}
	beside := map[string]bool{"rapport.html": true, reports.CitizensFile: true}
	for _, m := range regexp.MustCompile(` (?:href|aria-labelledby)="#?([^"/]+)"`).FindAllStringSubmatch(page, -1) {
		if !ids[m[1]] && !beside[m[1]] && m[1] != "ZgotmplZ" {
			t.Errorf("%s: #%s leads nowhere", name, m[1])
		}
	}
}
