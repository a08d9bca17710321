package overview_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"klarmeld/internal/overview"
	"klarmeld/internal/verdict"
)

// entry is a report of a system that breaks some rules and does not offer some scenarios,
// all in the column of cases.
func entry(id, system, municipality, begun string, lacks ...string) overview.Reported {
	c := verdict.CapabilityResult{ID: verdict.Sag, Outcome: verdict.Pass}
	for _, n := range []string{"sag-01", "sag-02", "sag-03"} {
		s := verdict.ScenarioResult{ID: n, Name: n, Capability: verdict.Sag, Outcome: verdict.Pass}
		for _, x := range lacks {
			switch {
			case x == n:
				s.Outcome, s.NotOffered, s.NotOfferedAs = verdict.Remark, "nej", verdict.Remark
			case !strings.HasPrefix(x, "sag-") && n == "sag-01":
				s.Outcome = verdict.Fail
				s.Findings = append(s.Findings, verdict.Finding{Rule: x, Outcome: verdict.Fail, Capability: verdict.Sag, Message: x})
			}
		}
		c.Outcome = max(c.Outcome, s.Outcome)
		c.Scenarios = append(c.Scenarios, s)
	}
	return overview.Reported{ID: id, Standing: overview.Verified, Recording: "r" + id, System: verdict.SystemResult{
		Name: system, Title: strings.ToUpper(system), Municipality: municipality, Begun: begun, Policy: "p", Verdict: verdict.Of(c.Outcome),
		Capabilities: []verdict.CapabilityResult{c}}}
}

const (
	january = "2026-01-01T09:00:00+01:00"
	june    = "2026-06-01T09:00:00+02:00"
)

func with(e overview.Reported, f func(*overview.Reported)) overview.Reported {
	f(&e)
	return e
}

func shown(o overview.Overview) string {
	var out []string
	for _, r := range o.Rows {
		out = append(out, r.ID)
	}
	return strings.Join(out, " ")
}

// TestWhichRows: the latest that holds of each system and municipality, or all of them;
// what does not hold is always there, and takes no other's place.
func TestWhichRows(t *testing.T) {
	altered := func(e *overview.Reported) { e.Standing, e.Problems = overview.Altered, []string{"rettet"} }
	simulated := func(e *overview.Reported) { e.System.Simulated = true }
	a1, a2, b1 := entry("a1", "a", "X", january), entry("a2", "a", "X", june), entry("b1", "b", "X", january)
	for _, c := range []struct {
		name    string
		in      []overview.Reported
		choice  overview.Choice
		want    string
		left    int
		earlier int
	}{
		{"the latest", []overview.Reported{b1, a1, a2}, overview.Choice{}, "a2 b1", 0, 1},
		{"over time", []overview.Reported{a1, b1, a2}, overview.Choice{OverTime: true}, "a2 a1 b1", 0, 0},
		{"by the instant, not by the text", []overview.Reported{entry("z", "a", "X", "2026-06-01T08:00:00Z"), a2}, overview.Choice{}, "z", 0, 1},
		{"a municipality each", []overview.Reported{a2, entry("y1", "a", "Y", january)}, overview.Choice{}, "a2 y1", 0, 0},
		{"an altered one takes no place", []overview.Reported{a1, with(a2, altered)}, overview.Choice{}, "a1 a2", 0, 0},
		{"altered ones alone come last", []overview.Reported{with(a1, altered), b1}, overview.Choice{}, "b1 a1", 0, 0},
		{"no simulated one among real ones", []overview.Reported{with(a1, simulated), b1}, overview.Choice{}, "b1", 1, 0},
		{"unless asked", []overview.Reported{with(a1, simulated), b1}, overview.Choice{Simulated: true}, "a1 b1", 0, 0},
		{"simulated ones alone", []overview.Reported{with(a1, simulated), with(b1, simulated)}, overview.Choice{}, "a1 b1", 0, 0},
		{"an altered one is not taken for real", []overview.Reported{with(a1, simulated), with(b1, altered)}, overview.Choice{}, "a1 b1", 0, 0},
		{"a copy stands once", []overview.Reported{a1, with(a1, func(e *overview.Reported) { e.ID, e.Signed = "signed", []overview.Signatory{{Name: "T"}} })},
			overview.Choice{OverTime: true}, "signed", 0, 0},
		{"the same recording by two policies is two", []overview.Reported{a1, with(a1, func(e *overview.Reported) { e.ID, e.System.Policy = "strict", "q" })},
			overview.Choice{}, "a1 strict", 0, 0},
		{"partly verified ones count", []overview.Reported{a1, with(a2, func(e *overview.Reported) { e.Standing = overview.Partly })}, overview.Choice{}, "a2", 0, 1},
	} {
		o := overview.New(c.in, c.choice)
		if got := shown(o); got != c.want || len(o.LeftOut) != c.left || o.Earlier != c.earlier {
			t.Errorf("%s: %s, %d left out, %d earlier; want %s, %d, %d", c.name, got, len(o.LeftOut), o.Earlier, c.want, c.left, c.earlier)
		}
		back := slices.Clone(c.in)
		slices.Reverse(back)
		if got := shown(overview.New(back, c.choice)); got != c.want {
			t.Errorf("%s: the order in which they come makes it %s", c.name, got)
		}
	}
}

// TestSince: each row over time says what has changed since the one before it that holds,
// of the same policy where there is one.
func TestSince(t *testing.T) {
	strict := with(entry("q", "a", "X", "2026-03-01T09:00:00+01:00"), func(e *overview.Reported) { e.System.Policy = "q" })
	broken := with(entry("x", "a", "X", "2026-04-01T09:00:00+02:00"), func(e *overview.Reported) { e.Standing = overview.Altered })
	o := overview.New([]overview.Reported{entry("a1", "a", "X", january, "en.regel"), entry("a2", "a", "X", june, "sag-02"), strict, broken},
		overview.Choice{OverTime: true})
	var got []string
	for _, r := range o.Rows {
		line := r.ID
		if r.Since != nil {
			line += fmt.Sprintf(" since %s: %d broken, %d fixed", r.Since.Was.ID, len(r.Since.Broken), len(r.Since.Fixed))
		}
		got = append(got, line)
	}
	if want := "a2 since a1: 1 broken, 1 fixed; q since a1: 0 broken, 1 fixed; a1; x"; strings.Join(got, "; ") != want {
		t.Errorf("%s; want %s", strings.Join(got, "; "), want)
	}
	for _, r := range overview.New([]overview.Reported{entry("a1", "a", "X", january), entry("a2", "a", "X", june)}, overview.Choice{}).Rows {
		if r.Since != nil {
			t.Errorf("nobody asked what has changed, and %s says it", r.ID)
		}
	}
}

// TestShared: a shortcoming counts the systems that have it, each once, by the latest
// report of each; what is wanted most stands first, then what most share.
func TestShared(t *testing.T) {
	in := []overview.Reported{
		entry("a1", "a", "X", january, "gammel.regel"), entry("a2", "a", "X", june, "delt.regel", "sag-02"), entry("a3", "a", "Y", june, "delt.regel"),
		entry("b1", "b", "X", june, "delt.regel", "sag-03"), with(entry("c1", "c", "X", june, "rettet.regel"),
			func(e *overview.Reported) { e.Standing = overview.Altered }),
	}
	lines := func(p ...verdict.Priority) string {
		var out []string
		for _, s := range overview.New(in, overview.Choice{Priorities: verdict.Priorities{All: p}}).Shared {
			var holders []string
			for _, h := range s.Holders {
				holders = append(holders, h.ID)
			}
			out = append(out, fmt.Sprintf("%s%s %v %v", s.Rule, s.Scenario, s.Systems, holders))
		}
		return strings.Join(out, "; ")
	}
	if got, want := lines(), "delt.regel [a b] [a2 a3 b1]; sag-02 [a] [a2]; sag-03 [b] [b1]"; got != want {
		t.Errorf("%s; want %s", got, want)
	}
	if got, want := lines(verdict.Priority{Scenario: "sag-03"}), "sag-03 [b] [b1]; delt.regel [a b] [a2 a3 b1]; sag-02 [a] [a2]"; got != want {
		t.Errorf("by priority: %s; want %s", got, want)
	}
}

// TestRowsByPriority: who lacks least of what is wanted stands first.
func TestRowsByPriority(t *testing.T) {
	in := []overview.Reported{entry("a", "a", "X", june, "sag-01"), entry("b", "b", "X", june, "sag-02"), entry("c", "c", "X", june)}
	for _, c := range []struct {
		want string
		p    []verdict.Priority
	}{
		{"a b c", nil},
		{"c b a", []verdict.Priority{{Scenario: "sag-01"}, {Scenario: "sag-02"}}},
		{"c a b", []verdict.Priority{{Scenario: "sag-01"}, {Scenario: "sag-02", Weight: 9}}},
	} {
		if got := shown(overview.New(in, overview.Choice{Priorities: verdict.Priorities{All: c.p}})); got != c.want {
			t.Errorf("%v: %s, want %s", c.p, got, c.want)
		}
	}
}
