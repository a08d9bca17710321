package verdict

import (
	"reflect"
	"testing"
)

func TestDiffer(t *testing.T) {
	of := func(o Outcome, notOffered string, rules ...string) SystemResult {
		s := ScenarioResult{ID: "sag-01", Name: "En sag", Capability: Sag, Outcome: o, NotOffered: notOffered}
		for _, r := range rules {
			s.Findings = append(s.Findings, Finding{Rule: r, Outcome: Fail, Message: r + "!"})
		}
		return SystemResult{Capabilities: []CapabilityResult{{ID: Sag, Name: "Ajourfør Sag", Scenarios: []ScenarioResult{s}}}}
	}
	item := func(rule string, n int) []Item {
		return []Item{{CauseFinding, rule, "En sag", rule + "!", Fail, Core, n}}
	}
	noticed := of(Pass, "", "x")
	noticed.Capabilities[0].Scenarios[0].Findings[0].Outcome = Information
	for _, c := range []struct {
		name                       string
		was, now                   SystemResult
		broken, new, fixed, unseen []Item
	}{
		{"nothing", of(Fail, "", "a"), of(Fail, "", "a"), nil, nil, nil, nil},
		{"broken", of(Pass, ""), of(Fail, "", "a", "a"), item("a", 2), nil, nil, nil},
		{"new, for nobody looked before", of(NotTried, ""), of(Fail, "", "a"), nil, item("a", 1), nil, nil},
		{"new, in a new scenario", SystemResult{}, of(Fail, "", "a"), nil, item("a", 1), nil, nil},
		{"fixed", of(Fail, "", "a", "b"), of(Fail, "", "b"), nil, nil, item("a", 1), nil},
		{"not fixed, for nobody looked now", of(Fail, "", "a"), of(NotTried, ""), nil, nil, nil, item("a", 1)},
		{"not fixed, for the traffic never came", of(Fail, "", "a"), of(NotObserved, ""), nil, nil, nil, item("a", 1)},
		{"not fixed, for the scenario is gone", of(Fail, "", "a"), SystemResult{}, nil, nil, nil, item("a", 1)},
		{"no longer offered", of(Fail, "", "a"), of(Fail, "nej"), []Item{{CauseNotOffered, "", "En sag", "Tilbydes ikke", Fail, Core, 1}}, nil, nil, item("a", 1)},
		{"not offered, and now a failure", of(Remark, "nej"), of(Fail, "nej"),
			[]Item{{CauseNotOffered, "", "En sag", "Tilbydes ikke", Fail, Core, 1}}, nil, nil, nil},
		{"only noticed", of(Pass, ""), noticed, nil, nil, nil, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := Differ(c.was, c.now)
			for _, x := range []struct {
				name      string
				got, want []Item
			}{{"broken", d.Broken, c.broken}, {"new", d.New, c.new}, {"fixed", d.Fixed, c.fixed}, {"unseen", d.Unseen, c.unseen}} {
				if !reflect.DeepEqual(x.got, x.want) {
					t.Errorf("%s: %v, not %v", x.name, x.got, x.want)
				}
			}
			if d.Worse() != (len(c.broken)+len(c.new) > 0) {
				t.Errorf("worse: %v", d.Worse())
			}
		})
	}
}
