package reports

import (
	"fmt"
	"slices"
	"strings"

	"klarmeld/internal/verdict"
)

// covered is in which of the areas that must be shown cases were seen, as people read it.
type covered struct {
	Title   string
	Groups  []coveredGroup
	Edition string // which edition of KLE the titles are of
	Lists   []coveredList
}

// coveredGroup are areas with one deadline.
type coveredGroup struct {
	Title, Deadline, Source string
	Seen, Of                int // of the areas that are the system's
	Count                   string
	Areas                   []coveredArea
	Rest                    []coveredList // those without a case, by their status
}

// Shown are the areas of which there is something to tell one by one.
func (g coveredGroup) Shown() []coveredArea {
	var out []coveredArea
	for _, a := range g.Areas {
		if a.told() {
			out = append(out, a)
		}
	}
	return out
}

// coveredArea is an area and what was seen of it.
type coveredArea struct {
	Name   string // its number and its title
	Tone   string
	Status string
	Is     verdict.CoverageStatus
	Cases  string // how many, and the first of them
	Note   string
}

// told reports whether there is more to tell than the status.
func (a coveredArea) told() bool { return a.Cases != "" || a.Note != "" }

// coveredList are numbers of which one thing is said.
type coveredList struct {
	Is      verdict.CoverageStatus
	Title   string
	Numbers []string
}

// coveredStatus is what is said of an area, and the tone of it: that a run has not seen an
// area is no fault.
var coveredStatus = map[verdict.CoverageStatus]struct{ text, tone string }{
	verdict.AreaSeen:     {"Set", "bestaaet"},
	verdict.AreaUnseen:   {"Ikke set", "ikke_afproevet"},
	verdict.AreaUnmapped: {"Kan ikke ses uden leverandørens afbildning", "ikke_afproevet"},
	verdict.AreaNotTheir: {"Ikke dette systems", "information"},
}

// newCovered is what a page shows of the coverage; nil when nobody has told it.
func (l Language) newCovered(c *verdict.Coverage) *covered {
	if c == nil {
		return nil
	}
	out := &covered{Title: l.t(c.Title), Edition: l.edition(c.KLE)}
	for _, g := range c.Groups {
		out.Groups = append(out.Groups, l.coveredGroup(g))
	}
	for _, x := range []struct {
		title   string
		numbers []verdict.KLENumber
	}{{"Sager i numre uden for områderne", c.Outside}} {
		out.Lists = l.listed(out.Lists, x.title, x.numbers)
	}
	if k := c.KLE; k != nil {
		out.Lists = l.listed(out.Lists, "Sager i numre, der er udgået af KLE", k.Ended)
		out.Lists = l.listed(out.Lists, "Sager i numre, som KLE-filen ikke har", k.Unknown)
		out.Lists = l.listed(out.Lists, "Nye numre i de samme KLE-grupper det seneste år", k.New)
	}
	return out
}

func (l Language) coveredGroup(g verdict.CoverageGroup) coveredGroup {
	out := coveredGroup{Title: l.t(g.Title), Deadline: l.t("ingen frist er kendt"), Source: l.t(g.Source), Seen: g.Seen(verdict.AreaSeen),
		Of: len(g.Areas) - g.Seen(verdict.AreaNotTheir)}
	if g.Deadline != "" {
		out.Deadline = l.t("senest %v", l.day(g.Deadline))
	}
	out.Count = l.t("%d af %d set", out.Seen, out.Of)
	if out.Of == 0 {
		out.Count = l.t("ikke dette systems")
	}
	for _, a := range g.Areas {
		status := coveredStatus[a.Status]
		row := coveredArea{Name: l.areaName(a), Tone: status.tone, Status: l.t(status.text), Is: a.Status}
		if a.Cases > 0 {
			row.Cases = l.count(a.Cases, "sag", "sager") + ": " + strings.Join(a.Examples, ", ")
			if a.Cases > len(a.Examples) {
				row.Cases += " …"
			}
		}
		if a.Ended != "" {
			row.Note = l.t("Nummeret udgik af KLE %v.", l.day(a.Ended))
		}
		out.Areas = append(out.Areas, row)
		if !row.told() {
			out.Rest = inList(out.Rest, row)
		}
	}
	return out
}

// inList puts an area in the list of its status.
func inList(lists []coveredList, a coveredArea) []coveredList {
	i := slices.IndexFunc(lists, func(x coveredList) bool { return x.Is == a.Is })
	if i < 0 {
		i, lists = len(lists), append(lists, coveredList{Title: a.Status, Is: a.Is})
	}
	lists[i].Numbers = append(lists[i].Numbers, a.Name)
	return lists
}

// areaName is an area's numbers, and what it is called.
func (l Language) areaName(a verdict.CoveredArea) string {
	return strings.TrimSpace(strings.Join(a.Numbers, ", ") + " " + l.t(a.Title))
}

func (l Language) listed(lists []coveredList, title string, numbers []verdict.KLENumber) []coveredList {
	if len(numbers) == 0 {
		return lists
	}
	out := coveredList{Title: l.t(title)}
	for _, n := range numbers {
		line := strings.TrimSpace(n.Number + " " + n.Title)
		if n.Cases > 0 {
			line += ", " + l.count(n.Cases, "sag", "sager")
		}
		if n.Ended != "" {
			line += ", " + l.t("udgik %v", l.day(n.Ended))
		} else if n.Cases == 0 && n.Created != "" {
			line += ", " + l.t("oprettet %v", l.day(n.Created))
		}
		out.Numbers = append(out.Numbers, line)
	}
	return append(lists, out)
}

// edition names the edition of KLE that a run was held against.
func (l Language) edition(k *verdict.KLEEdition) string {
	switch {
	case k == nil:
		return l.t("Kørslen har ingen KLE-fil fået (--kle): numre er ikke holdt op mod KLE.")
	case k.Published == "":
		return l.t("Titler og numre er efter den KLE-fil, der blev givet; den siger ikke, hvornår den er udgivet (%d numre, SHA-256 %v).", k.Numbers,
			k.SHA256[:min(16, len(k.SHA256))])
	}
	return l.t("Titler og numre er efter KLE, udgivet %v (%d numre, SHA-256 %v).", l.day(k.Published), k.Numbers, k.SHA256[:min(16, len(k.SHA256))])
}

// coverageLines are the coverage in single lines: each area, and what KLE says.
func (l Language) coverageLines(c *verdict.Coverage) []string {
	cov := l.newCovered(c)
	if cov == nil {
		return nil
	}
	var out []string
	for _, g := range cov.Groups {
		for _, a := range g.Areas {
			line := fmt.Sprintf("%s (%s): %s: %s", g.Title, g.Deadline, a.Name, a.Status)
			for _, more := range []string{a.Cases, a.Note} {
				if more != "" {
					line += "; " + more
				}
			}
			out = append(out, line)
		}
	}
	for _, x := range cov.Lists {
		out = append(out, x.Title+": "+strings.Join(x.Numbers, "; "))
	}
	return append(out, cov.Edition)
}

// coverageMarkdown is the coverage as a table, with what was not seen.
func (l Language) coverageMarkdown(c *verdict.Coverage) string {
	cov := l.newCovered(c)
	if cov == nil {
		return ""
	}
	var b strings.Builder
	fmt.Fprintf(&b, "\n## %s\n\n%s\n\n| %s | %s | %s | %s |\n|---|---|---|---|\n", l.t("Områder, som borgeren skal kunne se"), inline(l.t(coveredLead)),
		l.t("Område"), l.t("Frist"), l.t("Set"), l.t("Ikke set"))
	for _, g := range cov.Groups {
		var unseen []string
		for _, a := range g.Areas {
			if a.Cases == "" && a.Tone == coveredStatus[verdict.AreaUnseen].tone {
				unseen = append(unseen, a.Name)
			}
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", inline(g.Title), inline(g.Deadline), inline(g.Count), inline(strings.Join(unseen, "; ")))
	}
	b.WriteString("\n")
	for _, x := range cov.Lists {
		fmt.Fprintf(&b, "- %s: %s\n", inline(x.Title), inline(strings.Join(x.Numbers, "; ")))
	}
	fmt.Fprintf(&b, "- %s\n", inline(cov.Edition))
	return b.String()
}

// coveredLead says how the coverage is to be read.
const coveredLead = "Prøven beder kun om nogle få sager. Et område, der ikke er set, er ikke afprøvet; det tæller ikke i dommen."

// CoverageBrief is the coverage in few lines: a line for each group.
func CoverageBrief(c *verdict.Coverage, l Language) []string {
	if c == nil || c.Cases == 0 {
		return nil
	}
	cov := l.newCovered(c)
	var out []string
	for _, g := range cov.Groups {
		var seen []string
		for _, a := range g.Areas {
			if a.Cases != "" {
				seen = append(seen, a.Name)
			}
		}
		line := g.Title + ": " + g.Count
		if len(seen) > 0 {
			line += " (" + strings.Join(seen, "; ") + ")"
		}
		out = append(out, line+".")
	}
	for _, x := range cov.Lists {
		out = append(out, x.Title+": "+strings.Join(x.Numbers, "; ")+".")
	}
	return out
}
