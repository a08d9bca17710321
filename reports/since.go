package reports

import "klarmeld/internal/verdict"

// since is what has changed since the earlier report, as a page shows it: what
// is worse first.
type since struct {
	Known   bool
	Begun   string
	Mark    mark // the verdict then
	Lists   []changed
	Nothing bool // nothing has
}

// changed are the things that have changed in the same way.
type changed struct {
	Title string
	Tone  tone
	Items []verdict.Item
}

func newSince(s Since) since {
	out := since{Known: s.Known, Begun: s.Begun, Mark: verdictMark(s.Verdict)}
	for _, l := range changedLists(s.Difference) {
		if len(l.Items) > 0 {
			out.Lists = append(out.Lists, l)
		}
	}
	out.Nothing = len(out.Lists) == 0
	return out
}

// changedLists are all four ways in which something can change.
func changedLists(d verdict.Difference) []changed {
	tones := func(o verdict.Outcome) tone { return tone(o.String()) }
	return []changed{
		{"Brudt siden sidst", tones(verdict.Fail), d.Broken},
		{"Nyt", tones(verdict.Remark), d.New},
		{"Rettet", tones(verdict.Pass), d.Fixed},
		{"Ikke længere observeret (ingen så efter; det er ikke det samme som rettet)", tones(verdict.NotTried), d.Unseen},
	}
}
