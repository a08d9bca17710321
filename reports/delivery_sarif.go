package reports

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"path/filepath"

	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"

	"klarmeld/internal/spool"
	"klarmeld/internal/verdict"
)

// FindingsInSARIF writes findings as SARIF 2.1.0, in the order in which they come. The
// results are on the disk until all rules are known, which stand before them.
type FindingsInSARIF struct {
	w       io.Writer
	run     *sarif.Run
	results *spool.File
	rules   map[string]int
	many    int
	file    string
	seen    map[string]int // of the file at hand, by rule and path
}

// NewFindingsInSARIF begins. It is to be closed.
func NewFindingsInSARIF(w io.Writer, program string) (*FindingsInSARIF, error) {
	results, err := spool.New()
	if err != nil {
		return nil, err
	}
	run := sarif.NewRun().WithLanguage(string(Danish))
	run.Tool = sarif.NewTool().WithDriver(sarif.NewToolComponent().WithName("klarmeld").WithVersion(program))
	return &FindingsInSARIF{w: w, run: run, results: results, rules: map[string]int{}}, nil
}

// Add takes a finding. One that is nil takes none.
func (s *FindingsInSARIF) Add(f verdict.Finding) error {
	if s == nil {
		return nil
	}
	f = clean(f)
	if f.File != s.file || s.seen == nil {
		s.file, s.seen = f.File, map[string]int{}
	}
	raw, err := json.Marshal(s.result(f))
	if err != nil {
		return unwritten(err)
	}
	if s.many++; s.many > 1 {
		raw = append([]byte(",\n"), raw...)
	}
	_, err = s.results.Write(raw)
	return unwritten(err)
}

// rule is where the rule of a finding stands among the rules.
func (s *FindingsInSARIF) rule(f verdict.Finding) int {
	i, ok := s.rules[f.Rule]
	if !ok {
		i = len(s.rules)
		s.rules[f.Rule] = i
		s.run.AddRule(f.Rule).WithShortDescription(sarif.NewMultiformatMessageString().WithText(orDash(f.Message))).
			WithHelp(sarif.NewMultiformatMessageString().WithText(orDash(f.Fix)))
	}
	return i
}

func (s *FindingsInSARIF) result(f verdict.Finding) *sarif.Result {
	r := sarif.NewRuleResult(f.Rule).WithRuleIndex(s.rule(f)).WithLevel(sarifLevel(f.Outcome)).WithMessage(sarif.NewTextMessage(f.Message))
	key := f.Rule + "|" + f.Path
	s.seen[key]++
	r.PartialFingerprints = map[string]string{"klarmeld/1": fmt.Sprintf("%x", sha256.Sum256(fmt.Appendf(nil, "%s|%s|%d", f.File, key, s.seen[key])))[:16]}
	at := sarif.NewPhysicalLocation().WithArtifactLocation(sarif.NewSimpleArtifactLocation(address(f.File)))
	if f.Line > 0 {
		at.WithRegion(sarif.NewRegion().WithStartLine(f.Line))
	}
	r.Locations = []*sarif.Location{sarif.NewLocationWithPhysicalLocation(at)}
	bag := sarif.NewPropertyBag()
	bag.Add("udfald", f.Outcome.String())
	for _, p := range [][2]string{{"forventet", f.Expected}, {"fundet", f.Actual}, {"ret", f.Fix}, {"kilde", f.Source}, {"sti", f.Path},
		{"foelgeAf", f.ConsequenceOf.Rule}} {
		if p[1] != "" {
			bag.Add(p[0], p[1])
		}
	}
	r.Properties = bag
	return r
}

// address is a file's name as an address: relative to where the program was started, or
// one of this machine.
func address(name string) string {
	if filepath.IsAbs(name) {
		return (&url.URL{Scheme: "file", Path: filepath.ToSlash(name)}).String()
	}
	return relative(name)
}

// Abandon lets go of what is on the disk, and writes nothing.
func (s *FindingsInSARIF) Abandon() error { return s.results.Close() }

// Close writes the document, and lets go of what is on the disk.
func (s *FindingsInSARIF) Close() error {
	defer s.results.Close()
	doc := sarif.NewReport()
	doc.Runs = []*sarif.Run{s.run}
	if err := doc.Validate(); err != nil {
		return fmt.Errorf("fundene følger ikke SARIF 2.1.0: %w", err)
	}
	raw, err := json.Marshal(doc)
	if err != nil {
		return unwritten(err)
	}
	none := []byte(`"results":[]`)
	head, tail, ok := bytes.Cut(raw, none)
	if !ok || bytes.Contains(tail, none) {
		return fmt.Errorf("fundene kan ikke skrives som SARIF: der er ikke ét sted til dem")
	}
	results, err := s.results.Reader()
	if err != nil {
		return unwritten(err)
	}
	_, err = io.Copy(s.w, io.MultiReader(bytes.NewReader(head), bytes.NewReader([]byte("\"results\":[\n")), results, bytes.NewReader([]byte("\n]")),
		bytes.NewReader(tail), bytes.NewReader([]byte("\n"))))
	return unwritten(err)
}
