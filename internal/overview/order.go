package overview

import (
	"cmp"
	"math"
	"slices"
	"time"

	"klarmeld/internal/verdict"
)

// who is the system and the municipality that a report is about. A rapport.json knows a
// municipality by its name alone.
type who struct{ system, municipality string }

func (e Reported) who() who { return who{e.System.Name, e.System.Municipality} }

// begun is when the run began; a time that cannot be read is before all others.
func (e Reported) begun() time.Time {
	t, err := time.Parse(time.RFC3339, e.System.Begun)
	if err != nil {
		return time.Time{}
	}
	return t
}

// sorted are the reports by the system's name for people, its own, and the municipality,
// the newest first, and those that do not hold after those that do.
func sorted(entries []Reported) []Reported {
	return slices.SortedStableFunc(slices.Values(entries), func(a, b Reported) int {
		return cmp.Or(
			cmp.Compare(a.System.Title, b.System.Title), cmp.Compare(a.System.Name, b.System.Name), cmp.Compare(a.System.Municipality, b.System.Municipality),
			late(a.Standing)-late(b.Standing), b.begun().Compare(a.begun()), cmp.Compare(a.System.Policy, b.System.Policy),
			len(b.Signed)-len(a.Signed), cmp.Compare(a.ID, b.ID))
	})
}

func late(s Standing) int {
	if s.Holds() {
		return 0
	}
	return 1
}

// once leaves out the copies of a report: those of the same recording, judged by the same
// policy. Of those the one that most have signed stays.
func once(entries []Reported) []Reported {
	type same struct {
		who
		recording, policy string
	}
	seen := map[same]bool{}
	return slices.DeleteFunc(entries, func(e Reported) bool {
		key := same{e.who(), e.Recording, e.System.Policy}
		if !e.Standing.Holds() || e.Recording == "" {
			return false
		}
		copied := seen[key]
		seen[key] = true
		return copied
	})
}

// grouped are the reports of each system and municipality, in the order in which the
// first of each comes. A system has one title, whichever version of it was tried.
func grouped(entries []Reported) [][]Reported {
	var out [][]Reported
	at := map[who]int{}
	for _, e := range entries {
		i, ok := at[e.who()]
		if !ok {
			i, at[e.who()] = len(out), len(out)
			out = append(out, nil)
		}
		out[i] = append(out[i], e)
	}
	for _, g := range out {
		slices.SortStableFunc(g, func(a, b Reported) int {
			return cmp.Or(late(a.Standing)-late(b.Standing), b.begun().Compare(a.begun()))
		})
	}
	return out
}

// lacking is what the newest report of a group lacks of what is wanted. A group of which
// no report holds comes last.
func lacking(group []Reported, p verdict.Priorities) int {
	if !group[0].Standing.Holds() {
		return math.MaxInt
	}
	return p.Lacking(group[0].System)
}

// rows adds the rows of a group, of which the newest that holds stands first.
func (o *Overview) rows(group []Reported) {
	for i, e := range group {
		r := Row{Reported: e}
		if e.Standing.Holds() {
			// Two of one time are one recording, judged by two policies.
			if r.Latest = e.begun().Equal(group[0].begun()); !r.Latest && !o.OverTime {
				o.Earlier++
				continue
			}
			for _, p := range o.Priorities.All {
				r.Met = append(r.Met, e.System.Met(p))
			}
			if o.OverTime {
				r.Since = since(e, group[i+1:])
			}
		}
		o.Rows = append(o.Rows, r)
	}
}

// since is what has changed since the newest report before, of the same policy where there
// is one: another policy alone makes a difference.
func since(e Reported, older []Reported) *Since {
	before := func(same bool) func(Reported) bool {
		return func(x Reported) bool {
			return x.Standing.Holds() && x.begun().Before(e.begun()) && (!same || x.System.Policy == e.System.Policy)
		}
	}
	i := slices.IndexFunc(older, before(true))
	if i < 0 {
		i = slices.IndexFunc(older, before(false))
	}
	if i < 0 {
		return nil
	}
	return &Since{older[i], verdict.Differ(older[i].System, e.System)}
}
