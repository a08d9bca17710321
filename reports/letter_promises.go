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
// what the report has of it, and else the priority; "" when it has not said.
func meanwhileOf(s verdict.SystemResult, x verdict.Shortcoming, p *verdict.Priority) string {
	var said []string
	for _, m := range s.Meanwhile {
		if (m.Rule != "" && m.Rule == x.Rule || x.Cause == verdict.CauseNotOffered && slices.Contains(x.Scenarios, m.Scenario)) && !slices.Contains(said, m.Text) {
			said = append(said, m.Text)
		}
	}
	if len(said) == 0 && p != nil {
		return p.Meanwhile
	}
	return strings.Join(said, " ")
}
