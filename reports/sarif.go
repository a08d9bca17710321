package reports

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"

	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"

	"klarmeld/internal/verdict"
)

var _ = register(Form{Name: "sarif", File: "rapport.sarif.json", Write: SARIF})

// SARIF writes everything that is not green as SARIF 2.1.0 (OASIS), for code
// hosts. It is held against the schema first: on a disagreement nothing is
// written. Addresses are relative to the report's folder. A partial fingerprint
// is the same in the next run, so that a host can tell new from known.
func SARIF(w io.Writer, r Report) error {
	s := clean(r.System)
	nameScenarios(s)
	x := sarifRun{Run: sarif.NewRun(), of: s, known: s.Accepting(), seen: map[string]int{}, say: r.Language.t}
	x.WithLanguage(string(cmp.Or(r.Language, Danish)))
	driver := sarif.NewToolComponent().WithName("klarmeld").WithVersion(s.Program)
	bag := sarif.NewPropertyBag()
	for _, p := range [][2]string{{"system", s.Name}, {"dom", string(s.Verdict)}, {"politik", s.Policy}, {"regelsaet", s.Ruleset}, {"kommune", s.Municipality}} {
		bag.Add(p[0], p[1])
	}
	a := newAcceptance(translated(r.Language, s), r.Language)
	if a.Any {
		bag.Add("kendteFund", append([]string{a.Summary}, slices.Concat(a.Expired, a.Gone)...))
	}
	if theirs := r.Language.ownLines(s); len(theirs) > 0 {
		bag.Add("eget", theirs)
	}
	if lines := r.Language.besides(s); len(lines) > 0 {
		bag.Add("fundIAlt", lines)
	}
	if by := r.Language.underneath(r); len(by) > 0 {
		bag.Add("underskrifter", by)
	}
	x.Tool, x.Properties = sarif.NewTool().WithDriver(driver), bag
	for _, g := range translated(r.Language, groups(s)) {
		x.group(g)
	}
	doc := sarif.NewReport()
	doc.Runs = []*sarif.Run{x.Run}
	if err := doc.Validate(); err != nil {
		return fmt.Errorf("rapporten for %s følger ikke SARIF 2.1.0: %w", s.Name, err)
	}
	var b bytes.Buffer
	if err := doc.PrettyWrite(&b); err != nil {
		return fmt.Errorf("rapporten kan ikke skrives som SARIF: %w", err)
	}
	return write(w, append(b.Bytes(), '\n'))
}

// sarifRun is a run being written. seen counts what has the same fingerprint.
type sarifRun struct {
	*sarif.Run
	of    verdict.SystemResult
	known verdict.Accepting
	seen  map[string]int
	say   func(danish string, values ...any) string
}

// group adds a result for each place that a group speaks of.
func (x *sarifRun) group(g group) {
	rule := g.Rule
	if g.Cause != verdict.CauseFinding { // what no rule found still needs a name
		rule = gapID(g.Outcome)
	}
	description, fix := g.Title, g.Fix
	if g.Cause == verdict.CauseNotOffered { // one system's answer does not stand for all
		description = x.say("Systemet tilbyder ikke alt, hvad prøven beder om.")
	}
	if g.First != nil {
		fix = g.First.Fix
	}
	d := x.AddRule(rule)
	if d.ShortDescription == nil { // a rule may have groups of several outcomes
		d.WithShortDescription(sarif.NewMultiformatMessageString().WithText(description))
		d.WithHelp(sarif.NewMultiformatMessageString().WithText(orDash(fix)))
	}
	if g.First == nil {
		for _, sc := range g.Scenarios {
			f := g.without(sc)
			x.result(rule, g.Class, g.Outcome, x.say(f.Message), f)
		}
		if len(g.Scenarios) == 0 {
			x.result(rule, g.Class, g.Outcome, g.Title, verdict.Finding{Fix: g.Fix})
		}
		return
	}
	for _, e := range append([]evidence{*g.First}, g.Rest...) {
		x.result(rule, g.Class, e.Outcome, e.Message, e.Finding, e.Follows...)
	}
}

func (x *sarifRun) result(rule string, class verdict.Class, o verdict.Outcome, message string, f verdict.Finding, follows ...verdict.Finding) {
	key := fmt.Sprintf("%s|%s|%s", rule, f.Scenario, f.Path)
	x.seen[key]++
	r := x.CreateResultForRule(rule).WithLevel(sarifLevel(o)).WithMessage(sarif.NewTextMessage(message))
	r.PartialFingerprints = map[string]string{"klarmeld/1": fmt.Sprintf("%x", sha256.Sum256(fmt.Appendf(nil, "%s|%d", key, x.seen[key])))[:16]}
	r.Locations = []*sarif.Location{sarifLocation(f)}
	for _, c := range follows {
		r.RelatedLocations = append(r.RelatedLocations, sarifLocation(c).WithMessage(sarif.NewTextMessage(x.say("Følge: %s", c.Rule+": "+c.Message))))
	}
	if k := x.known.By(f); k != nil {
		// What somebody else has accepted, outside of the code: SARIF 2.1.0, section 3.35.
		r.Suppressions = []*sarif.Suppression{sarif.NewSuppression().WithKind("external").WithStatus("accepted").WithJustification(x.say(acceptedAs(k)))}
	}
	bag := sarif.NewPropertyBag()
	bag.Add("udfald", o.String())
	if class == verdict.Supplementary {
		bag.Add("klasse", class.String())
	}
	for _, p := range [][2]string{{"valideringsvaerktoej", string(f.Tool)}, {"nytIRegelsaet", f.New.Ruleset}, {"forventet", f.Expected}, {"fundet", f.Actual},
		{"ret", f.Fix}, {"kilde", f.Source}, {"fund", f.ID}, {"rammer", f.Hits}, {"konsekvens", f.Consequence}, {"scenarie", f.Scenario}, {"sti", f.Path}} {
		if p[1] != "" {
			bag.Add(p[0], p[1])
		}
	}
	r.Properties = bag
}

// sarifLocation is where a finding is: its file in the recording, or the report
// itself, for a host shows no result without a place.
func sarifLocation(f verdict.Finding) *sarif.Location {
	file := evidenceLink(f.File)
	switch {
	case file == "" && f.File != "":
		file = relative(f.File)
	case file == "" && f.Exchange > 0:
		file = exchangeFiles(f.Exchange).Request
	case file == "":
		file = "rapport.html"
	}
	at := sarif.NewPhysicalLocation().WithArtifactLocation(sarif.NewSimpleArtifactLocation(file))
	if f.Line > 0 {
		at.WithRegion(sarif.NewRegion().WithStartLine(f.Line))
	}
	return sarif.NewLocationWithPhysicalLocation(at)
}

// relative is a file's name as an address that leads into the report's folder and
// nowhere else, whatever stands in it: no javascript:, and no other host.
func relative(name string) string {
	return (&url.URL{Path: strings.TrimLeft(strings.ReplaceAll(name, "\\", "/"), "/")}).String()
}

// sarifLevel is SARIF's word for an outcome. What could not be tried is a
// warning: a gap must be seen.
func sarifLevel(o verdict.Outcome) string {
	switch o {
	case verdict.Fail, verdict.NotObserved, verdict.AdapterFailure, verdict.HarnessFailure:
		return "error"
	case verdict.Remark, verdict.NotTried:
		return "warning"
	}
	return "note"
}

func orDash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}
