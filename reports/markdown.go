package reports

import (
	"fmt"
	"io"
	"regexp"
	"strings"

	"klarmeld/internal/verdict"
)

var _ = register(Form{Name: "markdown", File: "rapport.md", Write: Markdown})

// Markdown writes the result for a pull request: the verdict, the areas, and
// what is to be mended, a line each.
func Markdown(w io.Writer, s verdict.SystemResult) error {
	p := newPage(clean(s))
	var b strings.Builder
	fmt.Fprintf(&b, "# %s %s: %s\n\n%s\n\n", p.Mark.Sign, p.Mark.Word, inline(p.Display), p.Meaning)
	b.WriteString("| Område | Udfald | Begrundelse |\n|---|---|---|\n")
	for _, a := range p.Areas {
		m := outcomeMark(a.Outcome)
		fmt.Fprintf(&b, "| %s | %s %s | %s |\n", inline(a.Name), m.Sign, m.Word, inline(a.Reason))
	}
	for _, list := range []struct {
		title string
		all   []group
	}{{"Det står mellem systemet og godkendt", p.Blocking}, {"Bemærkninger", p.Remarks}} {
		if len(list.all) == 0 {
			continue
		}
		fmt.Fprintf(&b, "\n## %s\n\n", list.title)
		for n, g := range list.all {
			markdownPoint(&b, n+1, g)
		}
	}
	fmt.Fprintf(&b, "\n%s, politik %s, regelsæt %s, klarmeld %s, %s. %d kontroller, %d udvekslinger.\n",
		inline(s.Municipality), inline(s.Policy), inline(s.Ruleset), inline(s.Program), danishTime(s.Begun), s.Checks, s.Exchanges)
	return write(w, []byte(cleanText(b.String())))
}

func markdownPoint(b *strings.Builder, n int, g group) {
	where := strings.Join(g.Areas, ", ")
	if g.Count() > 1 {
		where += fmt.Sprintf(", %d steder", g.Count())
	}
	fmt.Fprintf(b, "%d. **%s** (%s)\n", n, inline(g.Title), inline(where))
	fix := g.Fix
	if e := g.First; e != nil {
		fix = e.Fix
		fmt.Fprintf(b, "   - Forventet: %s\n   - Fundet: %s\n", inline(e.Expected), inline(e.Actual))
	}
	if fix != "" {
		fmt.Fprintf(b, "   - Sådan rettes det: %s\n", inline(fix))
	}
	if e := g.First; e != nil {
		at := ""
		if p := place(e.Finding); p != "" {
			at = "; " + p
		}
		fmt.Fprintf(b, "   - Regel %s, %s%s\n", inline(e.Rule), inline(e.Source), inline(at))
	}
}

// marked is everything that Markdown, or HTML inside of it, would act upon.
var marked = regexp.MustCompile("[\\\\`*_{}\\[\\]<>#|~&@!]")

// inline writes text as text on one line: no markup, link, image or mention.
func inline(s string) string {
	return marked.ReplaceAllString(strings.Join(strings.Fields(s), " "), `\$0`)
}
