package reports

import (
	"slices"
	"strings"

	"klarmeld/internal/verdict"
)

// promisesOf is what the vendor has said beforehand, criterion by criterion, and how that
// went: the one place where what was promised comes into the letter. A report of before
// there were criteria has what was said of each area.
func promisesOf(s verdict.SystemResult, l Language) []LetterPromise {
	var out []LetterPromise
	if s.Promises != nil {
		for _, p := range s.Promises.Criteria {
			c := p.Criterion
			x := LetterPromise{What: c.Text, Said: offered(c.Offered), Reason: c.Reason, Outcome: promiseMark(p.State).Word, Broken: p.Broken()}
			if c.Date != "" {
				x.By = l.day(c.Date)
			}
			out = append(out, x)
		}
		return out
	}
	for _, c := range cells(s, columnsOf(s)) {
		if d := c.Declared; d != nil {
			out = append(out, LetterPromise{What: c.Name, Said: offered(d.Offered), Reason: d.Reason, Outcome: c.Outcome.Name(),
				Broken: d.Offered == verdict.OfferAll && c.Outcome > verdict.Remark})
		}
	}
	return out
}

// offered is a declaration in words.
func offered(o verdict.Offer) string {
	return map[verdict.Offer]string{verdict.OfferAll: "det tilbydes", verdict.OfferPart: "det tilbydes delvist", verdict.OfferNone: "det tilbydes ikke"}[o]
}

// meanwhileOf is how the municipality manages until something is there, in its own words:
// what the report has of it, by finding, rule, scenario or criterion, and else the
// priority; "" when it has not said.
func meanwhileOf(s verdict.SystemResult, x verdict.Shortcoming, p *verdict.Priority) string {
	managing, rules := s.Managing(), map[string]bool{}
	var all []verdict.Meanwhile
	for _, f := range s.Findings() {
		if x.Rule != "" && f.Rule == x.Rule {
			all = append(all, managing.Finding(f)...)
			rules[f.ID] = true
		}
	}
	of := func(id string) bool { return x.Cause == verdict.CauseNotOffered && slices.Contains(x.Scenarios, id) }
	for _, id := range x.Scenarios {
		if of(id) {
			all = append(all, managing.Scenario(id)...)
		}
	}
	if s.Promises != nil {
		for _, promise := range s.Promises.Criteria {
			if !slices.ContainsFunc(promise.Findings, func(id string) bool { return rules[id] }) &&
				!slices.ContainsFunc(promise.Parts, func(part verdict.PromisePart) bool { return part.State != verdict.PartProved && of(part.Scenario) }) {
				continue
			}
			for _, m := range managing.Promise(promise) {
				if m.Criterion == promise.Criterion.ID {
					all = append(all, m)
				}
			}
		}
	}
	var said []string
	for _, m := range all {
		if !slices.Contains(said, m.Text) {
			said = append(said, m.Text)
		}
	}
	if len(said) == 0 && p != nil {
		return p.Meanwhile
	}
	return strings.Join(said, " ")
}
