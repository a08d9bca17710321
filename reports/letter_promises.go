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
	var said []string
	for _, m := range append(meanwhileOfItself(s, x), meanwhileOfPromises(s, x)...) {
		if !slices.Contains(said, m.Text) {
			said = append(said, m.Text)
		}
	}
	if len(said) == 0 && p != nil {
		return p.Meanwhile
	}
	return strings.Join(said, " ")
}

// meanwhileOfItself is what was said of the shortcoming's own findings, or of the
// scenarios that are not offered.
func meanwhileOfItself(s verdict.SystemResult, x verdict.Shortcoming) (all []verdict.Meanwhile) {
	managing := s.Managing()
	for _, f := range s.Findings() {
		if x.Rule != "" && f.Rule == x.Rule {
			all = append(all, managing.Finding(f)...)
		}
	}
	for _, id := range notOfferedBy(x) {
		all = append(all, managing.Scenario(id)...)
	}
	return all
}

// meanwhileOfPromises is what was said of the criteria that the shortcoming stands in
// the way of.
func meanwhileOfPromises(s verdict.SystemResult, x verdict.Shortcoming) (all []verdict.Meanwhile) {
	if s.Promises == nil {
		return nil
	}
	managing, found, lacking := s.Managing(), map[string]bool{}, notOfferedBy(x)
	for _, f := range s.Findings() {
		found[f.ID] = x.Rule != "" && f.Rule == x.Rule
	}
	inTheWay := func(promise verdict.Promise) bool {
		return slices.ContainsFunc(promise.Findings, func(id string) bool { return found[id] }) ||
			slices.ContainsFunc(promise.Parts, func(part verdict.PromisePart) bool {
				return part.State != verdict.PartProved && slices.Contains(lacking, part.Scenario)
			})
	}
	for _, promise := range s.Promises.Criteria {
		for _, m := range managing.Promise(promise) {
			if m.Criterion == promise.Criterion.ID && inTheWay(promise) {
				all = append(all, m)
			}
		}
	}
	return all
}

// notOfferedBy lists the scenarios that the shortcoming is the want of.
func notOfferedBy(x verdict.Shortcoming) []string {
	if x.Cause != verdict.CauseNotOffered {
		return nil
	}
	return x.Scenarios
}
