package reports

import (
	"fmt"
	"strings"

	"klarmeld/internal/verdict"
)

// follow is what one rule says that follows from findings of one kind: in how many places,
// and the first of them.
type follow struct {
	verdict.Finding
	More int
}

// following are what follows from findings, by rule, in the order in which they come.
func following(all ...verdict.Caused) []follow {
	var out []follow
	at := map[string]int{}
	for _, c := range all {
		for _, f := range c.Consequences {
			if i, ok := at[f.Rule]; ok {
				out[i].More++
				continue
			}
			at[f.Rule] = len(out)
			out = append(out, follow{Finding: f})
		}
	}
	return out
}

// following is the consequence on one line.
func (l Language) following(f follow) string {
	out := f.Rule
	if f.Line > 0 {
		out += l.t(", linje %d", f.Line)
	}
	if f.More > 0 {
		out += ", " + l.count(f.More, "sted til", "steder til")
	}
	return out + ": " + f.Message
}

// tallied counts findings by their outcomes, and what follows from them.
func tallied(all []verdict.Caused) []string {
	out, n := tally(outcomesOf(all)), 0
	for _, c := range all {
		n += len(c.Consequences)
	}
	if n > 0 {
		out = append(out, followers(n))
	}
	return out
}

// sight is whether KOMBIT's tool would say the finding, or what follows from it.
func sight(c verdict.Caused) verdict.ToolSight {
	for _, f := range c.Consequences {
		if f.Tool.Sees() && !c.Tool.Sees() {
			return f.Tool
		}
	}
	return c.Tool
}

// causes gathers findings of one cause. What somebody has accepted never hides what
// nobody has, or the other way round.
func (g *grouping) causes(all []verdict.Finding) []verdict.Caused {
	var out []verdict.Caused
	for _, c := range verdict.Causes(all) {
		var with, without []verdict.Finding
		for _, f := range c.Consequences {
			if (g.known.By(f) == nil) == (g.known.By(c.Finding) == nil) {
				with = append(with, f)
			} else {
				without = append(without, f)
			}
		}
		out = append(out, verdict.Caused{Finding: c.Finding, Consequences: with})
		for _, f := range without {
			out = append(out, verdict.Caused{Finding: f})
		}
	}
	return out
}

// Following is what follows from what the group tells of.
func (g group) Following() []follow {
	if g.First == nil {
		return nil
	}
	all := []verdict.Caused{g.First.caused()}
	for _, e := range g.Rest {
		all = append(all, e.caused())
	}
	return following(all...)
}

func (e evidence) caused() verdict.Caused {
	return verdict.Caused{Finding: e.Finding, Consequences: e.Follows}
}

// named is a finding by its ID and rule, for a line that points to it.
func named(f verdict.Finding) string {
	return strings.TrimSpace(f.ID + " " + f.Rule)
}

// followers is how many findings follow from others.
func followers(n int) string {
	if n == 1 {
		return "og 1 følge heraf"
	}
	return fmt.Sprintf("og %d følger heraf", n)
}
