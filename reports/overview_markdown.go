package reports

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// OverviewMarkdown writes the overview as Markdown: the table, what is shared, the
// priorities, and the reports behind it.
func OverviewMarkdown(w io.Writer, o Overview) error {
	p, l := newOverview(o), o.Language
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n%s\n\n", l.t("Oversigt over compliancetest"), inline(p.Counted))
	if len(p.Broken) > 0 {
		fmt.Fprintf(&b, "**%s**\n\n", l.t("Disse rapporter holder ikke, og det, de siger, vises ikke:"))
		for _, x := range p.Broken {
			fmt.Fprintf(&b, "- %s\n", inline(x))
		}
		b.WriteString("\n")
	}
	for _, x := range p.Notes {
		fmt.Fprintf(&b, "%s\n\n", inline(x))
	}
	l.overviewTable(&b, p)
	for _, x := range []struct {
		title string
		all   []lack
	}{{l.t("Det mangler hos flere"), p.Shared}, {l.t("Det mangler hos ét system"), p.Single}} {
		l.lackTable(&b, x.title, x.all)
	}
	l.wantedTable(&b, p.Wanted)
	fmt.Fprintf(&b, "\n## %s\n\n| %s | %s | %s | %s |\n|---|---|---|---|\n", l.t("Rapporterne bag tabellen"), l.t("Rapport"), l.t("System"),
		l.t("Efterprøvet"), l.t("Underskrevet"))
	for _, r := range p.Rows {
		fmt.Fprintf(&b, "| %s | %s | %s %s%s | %s |\n", r.ID, cellOf(r.Display+", "+r.Municipality, l.time(string(r.Begun)), r.Made), r.Standing.Sign,
			r.Standing.Word, problemsIn(r), cellOf(r.Signed...))
	}
	return write(w, []byte(cleanText(b.String())))
}

func problemsIn(r overviewRow) string {
	if len(r.Problems) == 0 {
		return ""
	}
	return "<br>" + cellOf(r.Problems...)
}

// cellOf is what stands in a cell of a Markdown table, a line each.
func cellOf(lines ...string) string {
	var out []string
	for _, x := range lines {
		if x != "" {
			out = append(out, inline(x))
		}
	}
	return strings.Join(out, "<br>")
}

func (l Language) overviewTable(b *strings.Builder, p overviewPage) {
	fmt.Fprintf(b, "| %s | %s |", l.t("System"), l.t("Samlet"))
	for _, c := range p.Columns {
		fmt.Fprintf(b, " %s |", inline(c.Name))
	}
	b.WriteString("\n" + strings.Repeat("|---", len(p.Columns)+2) + "|\n")
	for _, r := range p.Rows {
		played := ""
		if r.Simulated {
			played = l.t("simuleret")
		}
		fmt.Fprintf(b, "| **%s**<br>%s |", inline(r.Display), cellOf(played, r.Municipality, l.time(string(r.Begun)), l.t("Politik")+" "+string(r.Policy)))
		if !r.Holds {
			fmt.Fprintf(b, " **%s %s** %s |%s\n", r.Standing.Sign, r.Standing.Word, cellOf(r.Problems...), strings.Repeat(" – |", len(p.Columns)))
			continue
		}
		fmt.Fprintf(b, " **%s %s**%s |", r.Mark.Sign, r.Mark.Word, after(cellOf(slices.Concat(r.Decided, []string{r.Known, r.Wanted, l.changedIn(r)})...)))
		for _, c := range r.Cells {
			m, was := l.mark(c.Outcome), ""
			if c.Was != nil {
				was = l.t("Før:") + " " + c.Was.Sign + " " + c.Was.Word
			}
			fmt.Fprintf(b, " %s %s%s |", m.Sign, m.Word, after(cellOf(was, c.Plain, c.Declared)))
		}
		b.WriteString("\n")
	}
}

func after(lines string) string {
	if lines == "" {
		return ""
	}
	return "<br>" + lines
}

// changedIn is what has changed since the report before, in one line; "" when nobody has
// asked, or there is none.
func (l Language) changedIn(r overviewRow) string {
	if r.Since == "" {
		return ""
	}
	var lists []string
	for _, x := range r.Lists {
		lists = append(lists, fmt.Sprintf("%s: %d", x.Title, len(x.Items)))
	}
	if r.Moved > 0 {
		lists = append(lists, l.count(r.Moved, "område har et andet udfald", "områder har et andet udfald"))
	}
	if r.Same() {
		lists = append(lists, l.t("intet er anderledes"))
	}
	return r.Since + ": " + strings.Join(lists, "; ")
}

func (l Language) lackTable(b *strings.Builder, title string, all []lack) {
	if len(all) == 0 {
		return
	}
	fmt.Fprintf(b, "\n## %s\n\n| %s | %s | %s | %s | %s |\n|---|---|---|---|---|\n", title, l.t("Hvad det betyder"), l.t("Område"), l.t("Udfald"),
		l.t("Hos"), l.t("For udvikleren"))
	for _, x := range all {
		who := x.Who
		if x.Systems > 1 {
			who = append([]string{l.t("Deles af") + " " + l.count(x.Systems, "system", "systemer")}, who...)
		}
		fmt.Fprintf(b, "| %s | %s | %s %s | %s | %s |\n", cellOf(x.How, x.Title, l.placed(x)), inline(x.Area), x.Mark.Sign, x.Mark.Word, cellOf(who...),
			inline(joinNames(x.IDs)))
	}
}

// placed says which priority a shortcoming comes under; "" when it comes under none.
func (l Language) placed(x lack) string {
	if x.Place == 0 {
		return ""
	}
	out := fmt.Sprintf("%s %d", l.t("Jeres prioritet nr."), x.Place)
	if x.Deadline != "" {
		out += " · " + l.t("frist") + " " + l.day(string(x.Deadline))
	}
	return out
}

func joinNames(all []name) string {
	var out []string
	for _, x := range all {
		out = append(out, string(x))
	}
	return strings.Join(out, ", ")
}

func (l Language) wantedTable(b *strings.Builder, all wanted) {
	if len(all.All) == 0 {
		return
	}
	fmt.Fprintf(b, "\n## %s\n\n", l.t("Kommunens prioriteter"))
	if all.Title != "" {
		fmt.Fprintf(b, "%s\n\n", inline(all.Title))
	}
	fmt.Fprintf(b, "| %s | %s | %s | %s | %s |\n|---|---|---|---|---|\n", l.t("Prioritet"), l.t("Vægt"), l.t("Mangler hos"), l.t("Opfyldt af"),
		l.t("Ikke set hos"))
	for _, x := range all.All {
		deadline := ""
		if x.Deadline != "" {
			deadline = l.t("Frist") + " " + l.day(string(x.Deadline))
		}
		fmt.Fprintf(b, "| %s | %d | %s | %s | %s |\n", cellOf(x.What, string(x.ID), x.Why, deadline), x.Weight, cellOf(x.Lacks...), cellOf(x.Met...),
			cellOf(x.Unknown...))
	}
}
