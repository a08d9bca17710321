package reports

import (
	"slices"
	"strings"

	"klarmeld/internal/verdict"
)

// promised is a vendor's declaration, held against the run, as a page shows it.
type promised struct {
	Title   string
	Summary string
	Later   bool         // it does not stand in the recording
	Amiss   []promiseRow // what is other than declared, or not known; the worst first
	AsSaid  []promiseRow
}

// promiseRow is one criterion.
type promiseRow struct {
	verdict.Promise
	Mark    mark
	Group   string
	When    string
	Told    string     // how many of its scenarios prove it
	Lacking []scenario // those that do not
	Links   []link     // to what was found
	Untils  []string
}

// promiseMark is what became of a criterion as all forms show it.
func promiseMark(s verdict.PromiseState) mark {
	of := map[verdict.PromiseState]struct {
		outcome verdict.Outcome
		word    string
	}{
		verdict.PromisedFailed: {verdict.Fail, "Lovet, og fejlet"}, verdict.PromisedUnseen: {verdict.NotObserved, "Lovet, og aldrig set"},
		verdict.PromiseUntried: {verdict.NotTried, "Ikke afprøvet"}, verdict.UnpromisedSeen: {verdict.Information, "Ikke lovet, men dog set"},
		verdict.UnpromisedNever: {verdict.Information, "Ikke lovet, og ikke set"}, verdict.PromisedProved: {verdict.Pass, "Lovet, og bevist"},
	}[s]
	return mark{signs[of.outcome], of.word, outcomeMark(of.outcome).Tone}
}

// newPromised is the declaration of a result; nil when the vendor declared nothing. groups
// are where its findings are shown.
func newPromised(s verdict.SystemResult, groups []group, l Language) *promised {
	if s.Promises == nil {
		return nil
	}
	p := &promised{Title: s.Promises.Title, Summary: l.promiseSummary(*s.Promises), Later: slices.Contains(s.GivenLater, verdict.LaterCriteria)}
	links, scenarios := linksByFinding(groups), map[string]verdict.ScenarioResult{}
	for _, c := range s.Capabilities {
		for _, x := range c.Scenarios {
			scenarios[x.ID] = x
		}
	}
	managing := s.Managing()
	for _, x := range s.Promises.Worst() {
		row := promiseRow{Promise: x, Mark: promiseMark(x.State), Group: groupOf(*s.Promises, x), When: l.when(x.Criterion, x.NotDue), Told: l.proved(x),
			Untils: l.untils(s, managing.Promise(x))}
		for _, part := range x.Parts {
			if sc, ok := scenarios[part.Scenario]; ok && part.State != verdict.PartProved {
				row.Lacking = append(row.Lacking, scenario{ScenarioResult: sc})
			}
		}
		for _, id := range x.Findings {
			if to, ok := links[id]; ok && !slices.Contains(row.Links, to) {
				row.Links = append(row.Links, to)
			}
		}
		if x.State == verdict.PromisedProved || x.State == verdict.UnpromisedNever {
			p.AsSaid = append(p.AsSaid, row)
		} else {
			p.Amiss = append(p.Amiss, row)
		}
	}
	return p
}

// linksByFinding lead to where each finding is shown, what follows from another with it.
func linksByFinding(all []group) map[string]link {
	out := map[string]link{}
	for _, g := range all {
		if g.First == nil {
			continue
		}
		for _, e := range append([]evidence{*g.First}, g.Rest...) {
			out[e.ID] = g.link()
			for _, f := range e.Follows {
				out[f.ID] = g.link()
			}
		}
	}
	return out
}

// groupOf names the groups that a criterion belongs to, the outermost first.
func groupOf(all verdict.Promises, p verdict.Promise) string {
	var out []string
	for _, id := range p.Criterion.Groups {
		name := string(id)
		if i := slices.IndexFunc(all.Groups, func(g verdict.CriterionGroup) bool { return g.ID == id }); i >= 0 {
			name += " " + all.Groups[i].Title
		}
		out = append(out, name)
	}
	return strings.Join(out, " · ")
}

// when says whether, and by when, something was promised.
func (l Language) when(c verdict.Criterion, notDue bool) string {
	switch {
	case !c.Offered.Promised() && c.Date != "":
		return l.t("Ikke lovet; ventes %v", l.day(c.Date))
	case !c.Offered.Promised():
		return l.t("Ikke lovet")
	case c.Date == "" && c.Offered == verdict.OfferPart:
		return l.t("Lovet delvist")
	case c.Date == "":
		return l.t("Lovet nu")
	case notDue:
		return l.t("Lovet til %v; ikke forfaldent", l.day(c.Date))
	}
	return l.t("Lovet til %v", l.day(c.Date))
}

// proved says how many of a criterion's scenarios prove it.
func (l Language) proved(p verdict.Promise) string {
	if len(p.Parts) == 0 {
		return l.t("Intet i prøven siger noget om det.")
	}
	return l.t("%d af %d scenarier viser det.", p.Count(verdict.PartProved), len(p.Parts))
}

// promisedOf counts what was promised, and what of it was not tried.
func promisedOf(p verdict.Promises) (all, untried int) {
	for _, x := range p.Criteria {
		if x.Criterion.Offered.Promised() {
			if all++; x.State == verdict.PromiseUntried {
				untried++
			}
		}
	}
	return all, untried
}

// promiseSummary is the declaration on one line.
func (l Language) promiseSummary(p verdict.Promises) string {
	of, untried := promisedOf(p)
	return l.t("Klarmeldingen: %d lovet, heraf %d bevist, %d fejlet, %d aldrig set og %d ikke afprøvet; %d ikke lovet, heraf %d dog set. "+
		"Forfaldne og ikke holdt: %d.",
		of, p.Count(verdict.PromisedProved), p.Count(verdict.PromisedFailed), p.Count(verdict.PromisedUnseen), untried,
		len(p.Criteria)-of, p.Count(verdict.UnpromisedSeen), len(p.Broken()))
}

// promiseLines is the same for forms of a few lines: none when nothing was declared.
func (l Language) promiseLines(s verdict.SystemResult) []string {
	if s.Promises == nil {
		return nil
	}
	return []string{l.promiseSummary(*s.Promises)}
}

// markdown is the declaration, a criterion a line and the worst first.
func (p *promised) markdown(l Language) string {
	if p == nil {
		return ""
	}
	var b strings.Builder
	b.WriteString("\n## " + l.t("Løfterne") + "\n\n" + inline(p.Title) + ". " + inline(p.Summary) + "\n\n")
	for _, r := range slices.Concat(p.Amiss, p.AsSaid) {
		b.WriteString("- " + r.Mark.Sign + " **" + inline(string(r.Criterion.ID)) + "** " + inline(r.Criterion.Text) + ": " + inline(r.Mark.Word) + ". " +
			inline(r.When) + ". " + inline(r.Told) + "\n")
		for _, x := range r.Untils {
			b.WriteString("  - " + l.t("Indtil da") + ": " + inline(x) + "\n")
		}
	}
	return b.String()
}
