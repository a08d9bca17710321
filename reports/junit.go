package reports

import (
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"klarmeld/internal/verdict"
)

var _ = register(Form{Name: "junit", File: "rapport.junit.xml", Write: JUnit})

// The elements of a JUnit report as Jenkins' schema (jenkins-junit.xsd) has
// them: a skipped case has text and no attributes, and properties stand on the
// suite. Libraries for Go write newer dialects, which that schema refuses.
type (
	junitSuites struct {
		XMLName  xml.Name     `xml:"testsuites"`
		Name     string       `xml:"name,attr"`
		Tests    int          `xml:"tests,attr"`
		Failures int          `xml:"failures,attr"`
		Errors   int          `xml:"errors,attr"`
		Suites   []junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		Name       string          `xml:"name,attr"`
		Package    string          `xml:"package,attr"`
		Tests      int             `xml:"tests,attr"`
		Failures   int             `xml:"failures,attr"`
		Errors     int             `xml:"errors,attr"`
		Skipped    int             `xml:"skipped,attr"`
		Timestamp  string          `xml:"timestamp,attr"`
		Properties []junitProperty `xml:"properties>property"`
		Cases      []junitCase     `xml:"testcase"`
	}
	junitProperty struct {
		Name  string `xml:"name,attr"`
		Value string `xml:"value,attr"`
	}
	junitCase struct {
		Name       string        `xml:"name,attr"`
		Classname  string        `xml:"classname,attr"`
		Assertions int           `xml:"assertions,attr"`
		Status     string        `xml:"status,attr"`
		Skipped    *string       `xml:"skipped"`
		Error      *junitProblem `xml:"error"`
		Failure    *junitProblem `xml:"failure"`
		Out        string        `xml:"system-out,omitempty"`
	}
	junitProblem struct {
		Type    string `xml:"type,attr"`
		Message string `xml:"message,attr"`
		Text    string `xml:",chardata"`
	}
)

// JUnit writes the result as JUnit XML: a suite per capability and a case per
// scenario. What counts in a capability without being of its scenarios is a
// case of its own, so that no suite is greener than its column.
func JUnit(w io.Writer, r Report) error {
	l := r.Language
	s := translated(l, clean(r.System))
	nameScenarios(s)
	all := junitSuites{Name: "klarmeld: " + displayName(s)}
	var of []junitProperty
	if a := newAcceptance(s, l); a.Any {
		of = append(of, junitProperty{"kendte_fund", a.Summary})
		for _, line := range slices.Concat(a.Expired, a.Gone) {
			of = append(of, junitProperty{"kendt_fund", line})
		}
	}
	for _, line := range l.ownLines(s) {
		of = append(of, junitProperty{"eget", line})
	}
	for _, line := range l.underneath(r) {
		of = append(of, junitProperty{"underskrift", line})
	}
	for _, c := range cells(s, translated(l, columnsOf(s))) {
		suite := junitSuiteOf(l, s, c, r.Signatures)
		suite.Properties = append(suite.Properties, of...)
		all.Tests, all.Failures, all.Errors = all.Tests+suite.Tests, all.Failures+suite.Failures, all.Errors+suite.Errors
		all.Suites = append(all.Suites, suite)
	}
	raw, err := xml.MarshalIndent(all, "", "  ")
	if err != nil {
		return fmt.Errorf("rapporten kan ikke skrives som JUnit: %w", err)
	}
	return write(w, slices.Concat([]byte(xml.Header), raw, []byte("\n")))
}

func junitSuiteOf(l Language, s verdict.SystemResult, c verdict.CapabilityResult, by []Signatory) junitSuite {
	suite := junitSuite{Name: c.Name, Package: s.Name + "." + string(c.ID), Timestamp: s.Begun, Properties: []junitProperty{
		{"system", s.Name}, {"dom", string(s.Verdict)}, {"udfald", c.Outcome.String()}, {"begrundelse", c.Reason},
		{"politik", s.Policy}, {"regelsaet", s.Ruleset}, {"klarmeld", s.Program}, {"kommune", s.Municipality}}}
	if c.Class == verdict.Supplementary {
		suite.Properties = append(suite.Properties, junitProperty{"klasse", c.Class.String()})
	}
	seen, known := verdict.Information, s.Accepting()
	add := func(id, name, reason string, o verdict.Outcome, checks int, findings []verdict.Finding) {
		seen = max(seen, o)
		suite.add(junitCase{Name: name, Classname: suite.Package + "." + id, Assertions: checks, Status: o.String(), Out: l.evidenceText(known, findings)}, o, reason)
	}
	for _, sc := range c.Scenarios {
		add(sc.ID, sc.Name, sc.Reason, sc.Outcome, sc.Checks, sc.Findings)
		last := &suite.Cases[len(suite.Cases)-1]
		for _, line := range l.besideScenario(clean(by), sc.ID) {
			last.Out += line + "\n"
		}
		if words := sc.NotOffered + sc.Skipped; words != "" {
			last.Out += fmt.Sprintf("%s: »%s«\n", l.t("Systemets egne ord"), words)
		}
	}
	for i, f := range c.Moved {
		add("fund-"+strconv.Itoa(i+1), l.t("Fund fra scenariet %s: %s", f.Scenario, f.Rule), f.Message, f.Outcome, 1, c.Moved[i:i+1])
	}
	if c.Outcome > seen {
		add("samlet", l.t("Området som helhed"), c.Reason, c.Outcome, 0, nil)
	}
	return suite
}

func (s *junitSuite) add(c junitCase, o verdict.Outcome, reason string) {
	problem := &junitProblem{Type: o.String(), Message: reason, Text: c.Out}
	s.Tests++
	switch o {
	case verdict.AdapterFailure, verdict.HarnessFailure:
		s.Errors++
		c.Error = problem
	case verdict.Fail, verdict.NotObserved:
		s.Failures++
		c.Failure = problem
	case verdict.NotTried:
		s.Skipped++
		c.Skipped = &reason
	}
	s.Cases = append(s.Cases, c)
}

// evidenceText is what findings say, and what they are known by, for a place that shows plain text.
func (l Language) evidenceText(known verdict.Accepting, findings []verdict.Finding) string {
	var b strings.Builder
	for _, f := range findings {
		fmt.Fprintf(&b, "%s: %s\n", l.t(f.Outcome.Name()), f.Message)
		for _, x := range [][2]string{{"Fund", f.ID}, {"Regel", f.Rule}, {"Forventet", f.Expected}, {"Fundet", f.Actual}, {"Ret det", f.Fix}, {"Rammer", f.Hits},
			{"Hvordan", f.Consequence}, {"Kilde", f.Source}, {"Sted", l.place(f)}, {"Følge af", f.ConsequenceOf.Rule}, {"Kendt", l.text(acceptedAs(known.By(f)))}} {
			if x[1] != "" {
				fmt.Fprintf(&b, "  %s: %s\n", l.t(x[0]), x[1])
			}
		}
	}
	return b.String()
}

// place is where in the recording, or in a file, a finding is; "" when it is
// nowhere in particular.
func (l Language) place(f verdict.Finding) string {
	file := f.File
	if file == "" && f.Exchange > 0 {
		file = exchangeFiles(f.Exchange).Request
	}
	if file != "" && f.Line > 0 {
		file += l.t(", linje %d", f.Line)
	}
	return file
}
