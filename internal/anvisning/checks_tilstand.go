package anvisning

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"klarmeld/internal/oio"
)

// history looks at a case's states as the index has them, or at an import's
// own. Of a document's states the anvisninger demand no history.
func (c *trial) history() {
	states, touched := c.parts(oio.DelFremdrift, "")
	if c.objekt.Type != oio.Sag || !touched || (c.objekt.Opdatering && c.State == nil) {
		return
	}
	usable := inOrder(states)
	if len(usable) == 0 {
		return // the rows say what is wrong with each
	}
	c.Checks++
	at, d := c.listOf(oio.DelFremdrift), oio.Del{Kind: oio.DelFremdrift}
	const expected = "Opstaaet først, derefter hver tilstand fra det øjeblik, den forrige ophører, den sidste til uendelig"
	if state(usable[0]) != "Opstaaet" && !c.beganTogether(usable[0]) {
		c.fail(RuleHistory, at, d, "Sagens historik mangler tilstanden Opstaaet: hele forløbet skal med, også når sagen allerede er afsluttet.", expected,
			timeline(usable), "")
		c.standing()
		return
	}
	if problem := unconnected(usable); problem != "" {
		c.fail(RuleHistory, at, d, "Sagens tilstande følger ikke hinanden: "+problem+".",
			expected, timeline(usable), "Lad hver tilstands TilTidspunkt være den næstes FraTidspunkt, og den sidstes være uendelig.")
		c.standing()
	}
}

// beganTogether reports whether the object was Opstaaet at the very time from which it is
// something else: the sender's clock is too coarse to tell them apart, which a scenario
// says, and no state is missing.
func (c *trial) beganTogether(with oio.Del) bool {
	return c.Fallen != nil && slices.ContainsFunc(c.Fallen(), func(d oio.Del) bool { return state(d) == "Opstaaet" && d.Virkning.Fra.Equal(with.Virkning.Fra) })
}

// inOrder are the parts with a usable virkning, by its beginning: the very parts where
// they all are, and stand so.
func inOrder(parts []oio.Del) []oio.Del {
	unusable := func(d oio.Del) bool { return !d.Virkning.Usable() }
	if !slices.ContainsFunc(parts, unusable) && slices.IsSortedFunc(parts, byBeginning) {
		return slices.Clip(parts)
	}
	out := slices.DeleteFunc(slices.Clone(parts), unusable)
	slices.SortStableFunc(out, byBeginning)
	return out
}

// byBeginning compares parts with a usable virkning: their beginnings are finite.
func byBeginning(a, b oio.Del) int { return a.Virkning.Fra.Time.Compare(b.Virkning.Fra.Time) }

// unconnected says in Danish where one state does not take over from another; ""
// when each does.
func unconnected(states []oio.Del) string {
	for i := 1; i < len(states); i++ {
		a, b := states[i-1].Virkning, states[i].Virkning
		switch {
		case a.Til.Before(b.Fra):
			return fmt.Sprintf("der er et hul fra %s til %s", a.Til, b.Fra)
		case b.Fra.Before(a.Til):
			return fmt.Sprintf("%s og %s overlapper fra %s", state(states[i-1]), state(states[i]), b.Fra)
		}
	}
	if end := states[len(states)-1].Virkning.Til; !end.Uendelig {
		return fmt.Sprintf("den sidste tilstand ophører %s, uden at en ny tager over", end)
	}
	return ""
}

func state(d oio.Del) string { return text(oio.Child(d.El, "FremdriftStatusKode")) }

func timeline(states []oio.Del) string {
	var out []string
	for _, d := range states {
		out = append(out, fmt.Sprintf("%s %s – %s", state(d), d.Virkning.Fra, d.Virkning.Til))
	}
	return strings.Join(out, "; ")
}

// removed finds what is demanded at import and was in the index until this
// opdater took it away. Relations are their occurrence's business, a case's
// states their history's, and an element that every set must repeat its row's;
// what is left is that a set ends with none to follow. A set that does not say
// what its row does not ask it to repeat (Foelsomhed) takes nothing away.
func (c *trial) removed() {
	if !c.objekt.Opdatering || c.Before == nil || c.State == nil {
		return
	}
	for _, kind := range []string{oio.DelEgenskaber, oio.DelFremdrift, oio.DelIndeksEgenskaber} {
		own := c.own.of(kind, "")
		dated := len(inOrder(own)) == len(own) // else the rows say what is wrong with the periods
		if len(own) == 0 || !dated || (kind == oio.DelFremdrift && c.objekt.Type == oio.Sag) {
			continue
		}
		c.Checks++
		before, after := c.pick(c.Before, kind, ""), c.inState().of(kind, "")
		was, is := newSweep(before), newSweep(after)
		for _, t := range beginnings(before, after) {
			if c.gone(kind, was.holding(t), is.holding(t), t) {
				break // one instant is enough to say it
			}
		}
	}
}

// gone reports what held at t before and does not after.
func (c *trial) gone(kind string, before, after []oio.Del, t oio.Tidspunkt) bool {
	list, d := c.listOf(kind), oio.Del{Kind: kind}
	if len(before) > 0 && len(after) == 0 {
		c.fail(RuleRemoved, list, d, fmt.Sprintf("Opdateringen afslutter %s, uden at nye tager over: fra %s er der ingen.", kind, t),
			kind+" til enhver tid", "ingen fra "+t.String(), "Lad TilTidspunkt være uendelig, eller send det sæt, der tager over fra samme øjeblik.")
		c.standing() // as of a relation, the next may come in another message
		return true
	}
	return false
}

// beginnings are the instants at which something begins or ends in either
// list, in order: between two of them nothing changes.
func beginnings(lists ...[]oio.Del) []oio.Tidspunkt {
	var out []oio.Tidspunkt
	for _, list := range lists {
		for _, d := range list {
			if !d.Virkning.Usable() {
				continue
			}
			out = append(out, d.Virkning.Fra)
			if !d.Virkning.Til.Uendelig {
				out = append(out, d.Virkning.Til)
			}
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].Before(out[j]) })
	return out
}

// sweep goes through parts from the first instant to the last.
type sweep struct {
	coming []oio.Del // those that begin later, in that order
	now    []oio.Del
}

func newSweep(parts []oio.Del) *sweep { return &sweep{coming: inOrder(parts)} }

// holding are the parts that hold at t, which is never before the t asked for
// last.
func (s *sweep) holding(t oio.Tidspunkt) []oio.Del {
	for len(s.coming) > 0 && !t.Before(s.coming[0].Virkning.Fra) {
		s.now, s.coming = append(s.now, s.coming[0]), s.coming[1:]
	}
	s.now = slices.DeleteFunc(s.now, func(d oio.Del) bool { return !d.Virkning.Holds(t.Time) })
	return s.now
}
