package reports

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"klarmeld/internal/lazyregexp"
	"klarmeld/internal/verdict"
)

var _ = register(Form{Name: "markdown", File: "rapport.md", Write: Markdown})

// Markdown writes the result for a pull request: the verdict, the areas, and
// what is to be mended, a line each.
func Markdown(w io.Writer, r Report) error {
	p, l := newPage(r), r.Language
	var b strings.Builder
	fmt.Fprintf(&b, "# %s %s: %s\n\n%s%s\n\n", p.Mark.Sign, p.Mark.Word, inline(p.Display), p.Meaning, p.supplement(l))
	for _, line := range p.Otherwise {
		fmt.Fprintf(&b, "%s\n\n", inline(line))
	}
	b.WriteString(p.sinceMarkdown(l))
	for _, x := range p.Theirs {
		fmt.Fprintf(&b, "%s: %s\n\n", inline(x.What), inline(x.Is))
	}
	if p.Accepted.Any {
		fmt.Fprintf(&b, "%s\n\n", inline(p.Accepted.Summary))
		for _, line := range p.Accepted.Lines() {
			fmt.Fprintf(&b, "- %s\n", inline(line))
		}
		b.WriteString("\n")
	}
	for _, line := range slices.Concat(p.Signed, p.Besides) {
		fmt.Fprintf(&b, "%s\n\n", inline(line))
	}
	fmt.Fprintf(&b, "| %s | %s | %s |\n|---|---|---|\n", l.t("Område"), l.t("Udfald"), l.t("Begrundelse"))
	for _, a := range p.Areas {
		m := l.mark(a.Outcome)
		fmt.Fprintf(&b, "| %s | %s %s | %s |\n", inline(a.Name), m.Sign, m.Word, inline(l.told(a.CapabilityResult)))
	}
	b.WriteString(p.Seeing().markdown())
	b.WriteString(p.Promised.markdown(l))
	for _, list := range []struct {
		title string
		all   []group
	}{{"Det står mellem systemet og godkendt", p.Blocking}, {"Bemærkninger", p.Remarks}} {
		if len(list.all) == 0 {
			continue
		}
		fmt.Fprintf(&b, "\n## %s\n\n", l.t(list.title))
		for n, g := range list.all {
			l.markdownPoint(&b, n+1, g)
		}
	}
	b.WriteString(l.coverageMarkdown(p.Coverage))
	fmt.Fprintf(&b, "\n%s\n", l.t("%s, politik %s, regelsæt %s, klarmeld %s, %s. %d kontroller, %d udvekslinger.",
		inline(p.Municipality), inline(p.Policy), inline(p.Ruleset), inline(p.Program), l.time(p.Begun), p.Checks, p.Exchanges))
	return write(w, []byte(cleanText(b.String())))
}

func (l Language) markdownPoint(b *strings.Builder, n int, g group) {
	where := strings.Join(g.Areas, ", ")
	if g.Count() > 1 {
		where += ", " + l.count(g.Count(), "sted", "steder")
	}
	fmt.Fprintf(b, "%d. **%s** (%s)\n", n, inline(g.Title), inline(where))
	if g.Consequence != "" {
		fmt.Fprintf(b, "   - %s\n", inline(l.t("Rammer %s: %s", g.Hits, g.Consequence)))
	}
	fix := g.Fix
	if e := g.First; e != nil {
		fix = e.Fix
		fmt.Fprintf(b, "   - %s: %s\n   - %s: %s\n", l.t("Forventet"), inline(e.Expected), l.t("Fundet"), inline(e.Actual))
	}
	if fix != "" {
		fmt.Fprintf(b, "   - %s: %s\n", l.t("Sådan rettes det"), inline(fix))
	}
	for _, line := range g.Untils {
		fmt.Fprintf(b, "   - %s: %s\n", l.t("Indtil da"), inline(line))
	}
	for _, f := range g.Following() {
		fmt.Fprintf(b, "   - %s: %s\n", l.t("Følge"), inline(l.following(f)))
	}
	if n := len(g.Scenarios); n > 0 {
		title := l.t("Scenarie")
		if n > 1 {
			title = l.t("Scenarier")
		}
		fmt.Fprintf(b, "   - %s: %s\n", title, inline(strings.Join(names(g.Scenarios), "; ")))
	}
	for _, words := range g.Quoted {
		fmt.Fprintf(b, "   - %s: »%s«\n", l.t("Systemets egne ord"), inline(brief(words)))
	}
	if e := g.First; e != nil {
		at := ""
		if p := l.place(e.Finding); p != "" {
			at = "; " + p
		}
		if e.Accepted != "" {
			fmt.Fprintf(b, "   - %s\n", inline(e.Accepted))
		}
		fmt.Fprintf(b, "   - %s %s, %s%s\n", l.t("Regel"), inline(e.Rule), inline(e.Source), inline(at))
	}
}

// supplement says that some areas have no say in the verdict, when there are any.
func (p page) supplement(l Language) string {
	if !p.Supplemented {
		return ""
	}
	return " " + l.t("Supplerende områder tæller ikke med i dommen.")
}

// names are the names of scenarios.
func names(all []verdict.ScenarioResult) []string {
	var out []string
	for _, s := range all {
		out = append(out, s.Name)
	}
	return out
}

// sinceMarkdown is what has changed since the earlier report, a line.
func (p page) sinceMarkdown(l Language) string {
	if !p.Since.Known {
		return ""
	}
	var lists []string
	for _, x := range p.Since.Lists {
		lists = append(lists, fmt.Sprintf("%s: %d", x.Title, len(x.Items)))
	}
	if p.Since.Nothing {
		lists = append(lists, l.t("intet er anderledes"))
	}
	return inline(l.t("Siden %s (%s): %s.", l.time(p.Since.Begun), p.Since.Mark.Word, strings.Join(lists, "; "))) + "\n\n"
}

// marked is everything that Markdown, or HTML inside of it, would act upon.
var marked = lazyregexp.New("[\\\\`*_{}\\[\\]<>#|~&@!]")

// inline writes text as text on one line: no markup, link, image or mention.
func inline(s string) string {
	return marked.ReplaceAllString(strings.Join(strings.Fields(s), " "), `\$0`)
}
