package reports

import (
	"bytes"
	"cmp"
	"embed"
	"fmt"
	"html/template"
	"io"
	"reflect"
	"strings"
	texttemplate "text/template"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"

	"klarmeld/internal/verdict"
)

// Letter is what the template of the letter to the vendor is given (docs/report.md). Its
// strings are Markdown: whatever Markdown would act upon in them is escaped. Times and
// dates are as people write them.
type Letter struct {
	Written      string // the date of the letter
	System       string // the system's title, with its version where the profile gives one
	Name         string // its short name, as in rapport.json
	Municipality string
	Simulated    bool // klarmeld plays the system itself: the letter is an exercise
	Begun        string
	Day          string // the date of Begun
	Policy       string // its title
	Ruleset      string
	Program      string
	Report       string // the first eight digits of the SHA-256 of the report's manifest
	Verdict      verdict.Verdict
	Outcome      string // the verdict in words
	Meaning      string // and in a sentence
	// Deadline is the date by which what has none of its own is asked for; "": it is to be
	// filled in. Unfilled says that there is something that it counts for.
	Deadline string
	Unfilled bool
	Areas    []LetterArea
	Promises []LetterPromise
	Asks     []LetterAsk // what must be there, the most wanted first
	Optional []LetterAsk // what the anvisninger leave open: nothing is asked
	Untried  []LetterScenario
	Signed   []string // who has signed the report, a line each
	// Problems are what is wrong with the report, or could not be verified. Holds is false
	// when it must not be trusted.
	Problems []string
	Holds    bool
}

// LetterArea is one of the areas of the test.
type LetterArea struct {
	Name      string
	Outcome   string
	Passed    int // how many of its scenarios passed
	Scenarios int
	Says      string // the outcome in a sentence that needs no XML
}

// LetterPromise is what the vendor has said beforehand of something, and how it went.
type LetterPromise struct {
	What    string
	Said    string // "det tilbydes", …
	Reason  string // the vendor's own words
	By      string // the date by which it is promised; "": at once
	Outcome string
	Broken  bool // it was promised, and is not there
}

// LetterAsk is one thing that is asked for.
type LetterAsk struct {
	Number    int
	Means     string // to those whom it hits, in a sentence
	Shows     string // what the run showed
	Wanted    string // what is asked for, as it is when it is there
	Fix       string // how it is mended, for the developer; "" of what is not offered
	Area      string
	Outcome   string
	Must      bool   // it stands between the system and an approval
	Said      string // the vendor's own words about it beforehand
	Deadline  string // "": the letter's, which is to be filled in
	Why       string // the municipality's own words about why it wants it
	Meanwhile string // how the municipality manages until it is there
	Places    int
	Rule      string // that was broken, for the developer; "" of what is not offered
	Scenarios []LetterScenario
}

// LetterScenario is a scenario by its ID and name, and why it was not tried where it was
// not.
type LetterScenario struct {
	ID, Name, Reason string
}

// LetterOf is a letter, and what it is made of besides the report.
type LetterOf struct {
	Report
	ID         string // as the overview names the report
	Problems   []string
	Holds      bool
	Rules      []RuleText
	Written    string // YYYY-MM-DD
	Deadline   string // YYYY-MM-DD; "": to be filled in
	Priorities verdict.Priorities
}

// rules are the texts of the rules in the letter's language.
func (of LetterOf) rules() []RuleText {
	out := make([]RuleText, len(of.Rules))
	for i, r := range of.Rules {
		out[i] = RuleText{r.ID, of.Language.text(r.Text)}
	}
	return out
}

//go:embed brev.*.md
var letterTemplates embed.FS

// LetterTemplate is the template that a letter is written by where none is given.
func LetterTemplate(l Language) string {
	raw, err := letterTemplates.ReadFile("brev." + string(cmp.Or(l, Danish)) + ".md")
	if err != nil { // a test writes both
		panic(err)
	}
	return string(raw)
}

// letterFuncs are what a template has besides what text/template brings.
var letterFuncs = texttemplate.FuncMap{"join": strings.Join, "add": func(a, b int) int { return a + b }}

// LetterMarkdown writes the letter by a template (text/template), which is the user's own
// or LetterTemplate's. An error of the template is the user's to mend: its text says where.
func LetterMarkdown(w io.Writer, of LetterOf, named, text string) error {
	t, err := texttemplate.New(named).Option("missingkey=error").Funcs(letterFuncs).Parse(text)
	if err != nil {
		return fmt.Errorf("skabelonen kan ikke læses: %w", err)
	}
	var b bytes.Buffer
	if err := t.Execute(&b, newLetter(of)); err != nil {
		return fmt.Errorf("skabelonen kan ikke udfyldes: %w", err)
	}
	return write(w, []byte(cleanText(trimmedLines(b.String()))))
}

// trimmedLines is a text without blanks at the ends of lines and without more than one
// empty line at a time: what a template leaves out leaves no hole.
func trimmedLines(text string) string {
	var out []string
	for _, line := range strings.Split(text, "\n") {
		line = strings.TrimRight(line, " \t")
		if line == "" && (len(out) == 0 || out[len(out)-1] == "") {
			continue
		}
		out = append(out, line)
	}
	return strings.TrimRight(strings.Join(out, "\n"), "\n") + "\n"
}

// letterPage is what brev.gohtml shows.
type letterPage struct {
	Language language
	Title    string
	Body     template.HTML
}

// LetterHTML writes a letter, given as Markdown, as one page for print. Markup in the
// Markdown is not let through.
func LetterHTML(w io.Writer, of LetterOf, markdown string) error {
	var b bytes.Buffer
	if err := goldmark.New(goldmark.WithExtensions(extension.Table)).Convert([]byte(markdown), &b); err != nil {
		return fmt.Errorf("brevet kan ikke skrives som HTML: %w", err)
	}
	// goldmark escapes what is text, and leaves raw HTML out.
	return render(w, of.Language, "brev.gohtml", letterPage{language(cmp.Or(of.Language, Danish)), displayName(clean(of.System)),
		template.HTML(b.String())})
}

func newLetter(of LetterOf) Letter {
	r, l := clean(of.Report), of.Language
	s := r.System
	out := Letter{Written: l.day(of.Written), System: displayName(s), Name: s.Name, Municipality: s.Municipality, Simulated: s.Simulated,
		Begun: l.time(s.Begun), Day: l.dayOf(s.Begun), Policy: s.PolicyTitle,
		Ruleset: s.Ruleset, Program: s.Program, Report: of.ID, Verdict: s.Verdict, Outcome: s.Verdict.Name(), Meaning: verdictMeaning(s.Verdict),
		Signed: l.underneath(r), Problems: clean(of.Problems), Holds: of.Holds}
	if of.Deadline != "" {
		out.Deadline = l.day(of.Deadline)
	}
	for _, c := range cells(s, columnsOf(s)) {
		a := LetterArea{Name: c.Name, Outcome: c.Outcome.Name(), Scenarios: len(c.Scenarios), Says: plainly(c)}
		for _, sc := range c.Scenarios {
			if sc.Outcome == verdict.Pass {
				a.Passed++
			}
			if sc.Outcome == verdict.NotTried {
				out.Untried = append(out.Untried, LetterScenario{sc.ID, sc.Name, sc.Reason})
			}
		}
		out.Areas = append(out.Areas, a)
	}
	out.Promises = promisesOf(s, l)
	for _, a := range asksOf(s, clean(of.Priorities).Weigh(), of.rules(), l) {
		if a.optional {
			out.Optional = append(out.Optional, a.LetterAsk)
			continue
		}
		a.Number = len(out.Asks) + 1
		a.Deadline = cmp.Or(a.Deadline, out.Deadline)
		out.Unfilled = out.Unfilled || a.Deadline == ""
		out.Asks = append(out.Asks, a.LetterAsk)
	}
	return escaped(translated(l, out))
}

// escaped is a copy of v in which Markdown acts upon no text. A string of a type of its own
// is no text but an identifier.
func escaped[T any](v T) T {
	return mapped(reflect.ValueOf(v), func(s reflect.Value) string {
		if s.Type() != reflect.TypeFor[string]() {
			return s.String()
		}
		return inline(s.String())
	}).Interface().(T)
}
