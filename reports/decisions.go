package reports

import (
	"cmp"

	"klarmeld/internal/verdict"
)

// underneath is what people have put to a report, a line each: who has signed, what
// each has decided, and how the conditions of earlier reports stand. It stands beside
// the machine's verdict in every form, and never in its place.
func (l Language) underneath(r Report) []string {
	if len(r.Signatures) == 0 && len(r.Granted) == 0 {
		return nil
	}
	r = clean(r)
	nameScenarios(r.System)
	out := l.signed(r.Signatures)
	for _, x := range r.Signatures {
		if x.Decision != nil {
			out = append(out, l.decided(r.System, x)...)
		}
	}
	for _, c := range r.System.Stands(r.Granted) {
		out = append(out,
			l.t("Betingelse, sat af %v %v: %v, inden %v: %v. %v", c.By, l.time(c.Date), l.subject(r.System, c.Topic), l.day(c.Until), c.Reason, l.standing(c.State)))
	}
	return out
}

// decided is what a signatory has decided.
func (l Language) decided(s verdict.SystemResult, x Signatory) []string {
	var out []string
	d := *x.Decision
	if d.ID != "" {
		line := l.t("Afgørelse af %v: %v. Maskinens dom er uændret: %v.", x.Name, l.t(d.ID.Name()), l.t(s.Verdict.Name()))
		if d.Reason != "" {
			line += " »" + d.Reason + "«"
		}
		out = append(out, line)
	}
	for _, c := range d.Conditions {
		out = append(out, l.t("Betingelse: %v, inden %v: %v", l.subject(s, c.Topic), l.day(c.Until), c.Reason))
	}
	for _, o := range d.Overrides {
		out = append(out, l.t("Gjort om: %v. Maskinen: %v. %v: %v, »%v«", l.subject(s, verdict.Topic{Scenario: o.Scenario}), l.t(outcomeOf(s, o.Scenario).Name()),
			x.Name, l.t(o.Outcome.Name()), o.Reason))
	}
	for _, c := range d.Remarks {
		out = append(out, l.t("Bemærkning til %v: »%v«", l.subject(s, verdict.Topic{Scenario: c.Scenario}), c.Text))
	}
	return out
}

func outcomeOf(s verdict.SystemResult, id string) verdict.Outcome {
	sc, _ := s.Scenario(id)
	return sc.Outcome
}

// standing is how it has gone with a condition.
func (l Language) standing(state verdict.ConditionState) string {
	return map[verdict.ConditionState]string{
		verdict.ConditionOpen:   l.t("Den er åben: det er ikke rettet, og fristen er ikke nået."),
		verdict.ConditionMet:    l.t("Den er opfyldt: det er ikke længere galt."),
		verdict.ConditionMissed: l.t("Den er ikke holdt: fristen er overskredet, og intet viser, at det er rettet."),
		verdict.ConditionUnseen: l.t("Der er ikke set efter i denne kørsel."),
	}[state]
}

// subject names what a reviewer speaks of: by the scenario's name, and the rule's ID.
func (l Language) subject(s verdict.SystemResult, of verdict.Topic) string {
	what := ""
	if sc, ok := s.Scenario(of.Scenario); ok {
		what = "»" + l.text(sc.Name) + "«"
	} else if of.Scenario != "" {
		what = of.Scenario
	}
	if id := cmp.Or(of.Rule, of.Finding); id != "" && what != "" {
		return id + " (" + what + ")"
	} else if id != "" {
		return id
	}
	return what
}

// besideScenario is what reviewers have put to a scenario: another outcome, a remark.
func (l Language) besideScenario(all []Signatory, id string) []string {
	var out []string
	for _, x := range all {
		if x.Decision == nil {
			continue
		}
		for _, o := range x.Decision.Overrides {
			if o.Scenario == id {
				out = append(out, l.t("Gjort om af %v til %v: »%v«", x.Name, l.t(o.Outcome.Name()), o.Reason))
			}
		}
		for _, c := range x.Decision.Remarks {
			if c.Scenario == id {
				out = append(out, l.t("Bemærkning af %v: »%v«", x.Name, c.Text))
			}
		}
	}
	return out
}

// Granted are the conditions that reports have set so far: those that an earlier one
// carried on, and those that its signatories set.
func (d Document) Granted() []verdict.Granted {
	var out []verdict.Granted
	for _, c := range d.Conditions {
		out = append(out, c.Granted)
	}
	for _, x := range d.Signatures {
		if x.Decision == nil {
			continue
		}
		for _, c := range x.Decision.Conditions {
			out = append(out, verdict.Granted{Condition: c, By: x.Name, Date: x.Signed})
		}
	}
	return out
}
