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
func JUnit(w io.Writer, s verdict.SystemResult) error {
	s = clean(s)
	nameScenarios(s)
	all := junitSuites{Name: "klarmeld: " + displayName(s)}
	for _, c := range cells(s) {
		suite := junitSuiteOf(s, c)
		all.Tests, all.Failures, all.Errors = all.Tests+suite.Tests, all.Failures+suite.Failures, all.Errors+suite.Errors
		all.Suites = append(all.Suites, suite)
	}
	raw, err := xml.MarshalIndent(all, "", "  ")
	if err != nil {
		return fmt.Errorf("rapporten kan ikke skrives som JUnit: %w", err)
	}
	return write(w, slices.Concat([]byte(xml.Header), raw, []byte("\n")))
}

func junitSuiteOf(s verdict.SystemResult, c verdict.CapabilityResult) junitSuite {
	suite := junitSuite{Name: c.Name, Package: s.Name + "." + string(c.ID), Timestamp: s.Begun, Properties: []junitProperty{
		{"system", s.Name}, {"dom", string(s.Verdict)}, {"udfald", c.Outcome.String()}, {"begrundelse", c.Reason},
		{"politik", s.Policy}, {"regelsaet", s.Ruleset}, {"klarmeld", s.Program}, {"kommune", s.Municipality}}}
	seen := verdict.Information
	add := func(id, name, reason string, o verdict.Outcome, checks int, findings []verdict.Finding) {
		seen = max(seen, o)
		suite.add(junitCase{Name: name, Classname: suite.Package + "." + id, Assertions: checks, Status: o.String(), Out: evidenceText(findings)}, o, reason)
	}
	for _, sc := range c.Scenarios {
		add(sc.ID, sc.Name, sc.Reason, sc.Outcome, sc.Checks, sc.Findings)
	}
	for i, f := range c.Moved {
		add("fund-"+strconv.Itoa(i+1), "Fund fra scenariet "+f.Scenario+": "+f.Rule, f.Message, f.Outcome, 1, c.Moved[i:i+1])
	}
	if c.Outcome > seen {
		add("samlet", "Området som helhed", c.Reason, c.Outcome, 0, nil)
	}
	return suite
}

func (s *junitSuite) add(c junitCase, o verdict.Outcome, reason string) {
	problem := &junitProblem{Type: o.String(), Message: reason, Text: c.Out}
	s.Tests++
	switch o {
	case verdict.HarnessFailure:
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

// evidenceText is what findings say, for a place that shows plain text.
func evidenceText(findings []verdict.Finding) string {
	var b strings.Builder
	for _, f := range findings {
		fmt.Fprintf(&b, "%s: %s\n", f.Outcome.Name(), f.Message)
		for _, l := range [][2]string{{"Regel", f.Rule}, {"Forventet", f.Expected}, {"Fundet", f.Actual}, {"Ret det", f.Fix}, {"Kilde", f.Source}, {"Sted", place(f)}} {
			if l[1] != "" {
				fmt.Fprintf(&b, "  %s: %s\n", l[0], l[1])
			}
		}
	}
	return b.String()
}

// place is where in the recording, or in a file, a finding is; "" when it is
// nowhere in particular.
func place(f verdict.Finding) string {
	file := f.File
	if file == "" && f.Exchange > 0 {
		file = exchangeFiles(f.Exchange).Request
	}
	if file != "" && f.Line > 0 {
		file += ", linje " + strconv.Itoa(f.Line)
	}
	return file
}
