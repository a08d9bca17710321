package reports

import (
	"fmt"
	"slices"
	"strings"

	"klarmeld/internal/verdict"
)

// answer is one of the questions that a municipality asks of a report, with what the
// run says to it: in a word or two, and in a sentence.
type answer struct {
	Question string
	Short    string
	Tone     tone
	Text     string
	More     string // a second sentence; "": none
	Link     anchor // where the page says more; "": nowhere
}

// asked are the answers, in the order in which a head of department asks. They rest
// on outcomes, causes and declarations, and never on a sentence.
func asked(r Report, s verdict.SystemResult, blocking, remarks []group) []answer {
	n := countsOf(s)
	return []answer{mayWe(s, n, blocking), citizenSees(blocking, remarks), kept(s), demand(r, s, n, blocking), besideOthers(n)}
}

// counts counts the scenarios of the columns that have a say in the verdict.
type counts struct{ all, passed, failed, notOffered, untried, remarks int }

func countsOf(s verdict.SystemResult) counts {
	var n counts
	for _, c := range s.Capabilities {
		if c.Class == verdict.Supplementary {
			continue
		}
		for _, sc := range c.Scenarios {
			n.all++
			switch {
			case !sc.Offered():
				n.notOffered++
			case sc.Outcome == verdict.Pass:
				n.passed++
			case sc.Outcome == verdict.Remark:
				n.remarks++
			case sc.Outcome == verdict.Fail || sc.Outcome == verdict.NotObserved:
				n.failed++
			default:
				n.untried++
			}
		}
	}
	return n
}

// mayWe answers whether the system may be used.
func mayWe(s verdict.SystemResult, n counts, blocking []group) answer {
	a := answer{Question: "Må vi tage det i brug?", Tone: verdictMark(s.Verdict).Tone, Link: "fund"}
	switch s.Verdict {
	case verdict.Approved:
		a.Short, a.Text, a.Link = "Ja", "Alt, hvad prøven bad om, blev gjort og var rigtigt.", ""
	case verdict.ApprovedWithRemarks:
		a.Short, a.Text, a.Link = "Ja, men", "Der er ingen fejl, men bemærkninger, som kommunen bør kende.", "bemaerkninger"
		if n.notOffered > 0 {
			a.Text = fmt.Sprintf("Der er ingen fejl i det, systemet gør, men det tilbyder ikke %d af %d scenarier.", n.notOffered, n.all)
		}
	case verdict.NotApproved:
		a.Short, a.Text = "Nej, ikke endnu", fmt.Sprintf("%d ting skal rettes og prøves igen, før systemet kan godkendes.", len(blocking))
		if len(blocking) == 1 {
			a.Text = "Én ting skal rettes og prøves igen, før systemet kan godkendes."
		}
	case verdict.Incomplete:
		a.Short, a.Text, a.Link = "Det vides ikke",
			fmt.Sprintf("%d af %d scenarier blev ikke prøvet til ende, og det, der ikke er prøvet, er ikke godkendt.", n.untried, n.all), "ikke-proevet"
	default:
		a.Short, a.Text = "Det vides ikke", verdictMeaning(s.Verdict)
	}
	return a
}

// citizenSees answers what citizens meet, the worst first.
func citizenSees(lists ...[]group) answer {
	a := answer{Question: "Hvad møder borgeren?", Short: "Det rigtige", Tone: outcomeMark(verdict.Pass).Tone,
		Text: "Prøven så intet, som en borger ville møde forkert eller savne."}
	var told []string
	for _, g := range slices.Concat(lists...) {
		if !g.HitsCitizen() || g.Consequence == "" || slices.Contains(told, g.Consequence) || g.Class == verdict.Supplementary {
			continue
		}
		if len(told) == 0 {
			a.Short, a.Tone, a.Link = "Noget forkert", outcomeMark(g.Outcome).Tone, g.Anchor
			if g.Cause == verdict.CauseNotOffered {
				a.Short = "Noget mangler"
			}
		}
		told = append(told, g.Consequence)
	}
	switch len(told) {
	case 0:
	case 1:
		a.Text = told[0]
	default:
		a.Text, a.More = told[0], fmt.Sprintf("Og %d andre ting.", len(told)-1)
		if len(told) == 2 {
			a.More = "Og én ting mere."
		}
	}
	return a
}

// alarm is what somebody would see that nobody should have: it stands before all
// answers.
type alarm struct {
	Text string
	More int // how many other such things there are
}

func alarmOf(s verdict.SystemResult) *alarm {
	if s.Citizens == nil || len(s.Citizens.Never) == 0 {
		return nil
	}
	return &alarm{s.Citizens.Never[0].Message, len(s.Citizens.Never) - 1}
}

// kept answers whether the vendor has kept what it promised by the day of the run.
func kept(s verdict.SystemResult) answer {
	a := answer{Question: "Holder leverandøren, hvad den har lovet?", Short: "Intet lovet", Tone: outcomeMark(verdict.NotTried).Tone, Link: "loefter"}
	if s.Promises == nil {
		a.Text, a.Link = "Leverandøren har ingen klarmelding givet til prøven, som den kan holdes op mod.", ""
		return a
	}
	of, untried := promisedOf(*s.Promises)
	later := s.Promises.Count(verdict.PromisedFailed) + s.Promises.Count(verdict.PromisedUnseen)
	switch broken := s.Promises.Broken(); {
	case len(broken) > 0:
		a.Short, a.Tone, a.Text = "Nej", outcomeMark(verdict.Fail).Tone,
			fmt.Sprintf("%d af %d løfter er forfaldne og ikke holdt: %s.", len(broken), of, criteriaOf(broken))
	case of == 0:
		a.Text = "Leverandøren har ikke lovet noget af det, prøven spørger om."
	case later > 0:
		a.Short, a.Tone, a.Text = "Ikke endnu", outcomeMark(verdict.Remark).Tone, fmt.Sprintf("%d af %d løfter mangler, men de er lovet til senere.", later, of)
	case untried > 0:
		a.Short, a.Text = "Det vides ikke", fmt.Sprintf("%d af %d løfter blev ikke prøvet til ende.", untried, of)
	default:
		a.Short, a.Tone, a.Text = "Ja", outcomeMark(verdict.Pass).Tone,
			fmt.Sprintf("Det, der er lovet, blev vist: %s.", criteriaOf(s.Promises.In(verdict.PromisedProved)))
	}
	if more := s.Promises.Count(verdict.UnpromisedSeen); more > 0 {
		a.More = fmt.Sprintf("Og %d, som ikke var lovet, er der dog.", more)
	}
	return a
}

// criteriaOf names the first of some criteria, as people list them.
func criteriaOf(all []verdict.Promise) string {
	const most = 5
	var out []string
	for _, p := range all[:min(most, len(all))] {
		out = append(out, brief(p.Criterion.Text))
	}
	text := strings.Join(out, ", ")
	if len(all) > most {
		text += " …"
	}
	return text
}

// demand answers what to ask the vendor for, and by when: klarmeld knows no day but
// the ones that a reviewer has set.
func demand(r Report, s verdict.SystemResult, n counts, blocking []group) answer {
	a := answer{Question: "Hvad kræver vi, og hvornår?", Tone: outcomeMark(verdict.Information).Tone, Link: "fund"}
	conditions, day := 0, ""
	for _, x := range r.Signatures {
		if x.Decision == nil {
			continue
		}
		for _, c := range x.Decision.Conditions {
			if conditions++; day == "" || c.Until < day {
				day = c.Until
			}
		}
	}
	switch {
	case conditions > 0:
		a.Short, a.Text = fmt.Sprintf("%d betingelser", conditions),
			fmt.Sprintf("Den første skal være opfyldt %s; de står nedenfor med den, der har sat dem.", r.Language.day(day))
		if conditions == 1 {
			a.Short = "Én betingelse"
		}
	case len(blocking) > 0:
		a.Short, a.Text = fmt.Sprintf("%d ting rettet", len(blocking)), fmt.Sprintf("Alle før ibrugtagning, på %s. Ingen frist er sat endnu.", inAreas(blocking))
		if len(blocking) == 1 {
			a.Short, a.Text = "Én ting rettet", fmt.Sprintf("Før ibrugtagning, på %s. Ingen frist er sat endnu.", inAreas(blocking))
		}
	case s.Verdict == verdict.ApprovedWithRemarks && n.notOffered > 0:
		a.Short, a.Link = "En dato for resten", "bemaerkninger"
		a.Text = fmt.Sprintf("Aftal, hvornår de %d scenarier, der ikke tilbydes, kommer; ingen frist er sat endnu.", n.notOffered)
	case s.Verdict == verdict.Approved || s.Verdict == verdict.ApprovedWithRemarks:
		a.Short, a.Text, a.Link = "Intet", "Der er intet, der skal rettes, før systemet tages i brug.", ""
	default:
		a.Short, a.Text = "En ny prøve", "Prøven skal køres igen, til den er hel."
	}
	return a
}

// inAreas are the areas of some things to mend, in their order, as people list them.
func inAreas(all []group) string {
	var names []string
	for _, g := range all {
		for _, a := range g.Areas {
			if !slices.Contains(names, a) {
				names = append(names, a)
			}
		}
	}
	return strings.Join(names, ", ")
}

// besideOthers answers how the system stands beside others: by what every system is
// asked for, since a report knows no other.
func besideOthers(n counts) answer {
	a := answer{Question: "Hvordan står det ved siden af de andre?", Short: fmt.Sprintf("%d af %d", n.passed, n.all),
		Tone: outcomeMark(verdict.Information).Tone, Link: "scenarier"}
	a.Text = fmt.Sprintf("Alle systemer får de samme %d scenarier: her bestod %d, %d var forkerte eller kom ikke, %d tilbydes ikke.", n.all, n.passed,
		n.failed, n.notOffered)
	if n.untried > 0 {
		a.More = fmt.Sprintf("%d blev ikke prøvet.", n.untried)
	}
	return a
}

// strip is the scenarios of an area, a cell each.
type strip struct {
	Name  string
	Link  anchor
	Mark  mark
	Sum   string
	Cells []stripCell
}

// stripCell is one scenario: its outcome by sign, colour and words.
type stripCell struct {
	Mark mark
	Link anchor
	Name string
}

// notOfferedMark is that of what a system does not offer: whatever the policy makes of
// it, it was not seen to work.
var notOfferedMark = mark{"·", "Tilbydes ikke", "tilbydes-ikke"}

// strips are all scenarios by area.
func strips(areas []area) []strip {
	var out []strip
	for _, a := range areas {
		s := strip{Name: a.Name, Link: anchor("omraade-" + a.ID), Mark: outcomeMark(a.Outcome)}
		passed, offered := 0, 0
		for _, sc := range a.Scenarios {
			m := outcomeMark(sc.Outcome)
			if sc.Offered() {
				offered++
			} else {
				m = notOfferedMark
			}
			if sc.Outcome == verdict.Pass {
				passed++
			}
			s.Cells = append(s.Cells, stripCell{m, anchor("scenarie-" + sc.ID), sc.Name})
		}
		s.Sum = fmt.Sprintf("%d af %d bestået", passed, len(a.Scenarios))
		if n := len(a.Scenarios) - offered; n > 0 {
			s.Sum += fmt.Sprintf(", %d tilbydes ikke", n)
		}
		out = append(out, s)
	}
	return out
}
