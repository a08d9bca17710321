package index

import (
	"slices"

	"klarmeld/internal/oio"
)

// overlay returns what is left of the old parts when the incoming ones take
// their place. A part gives way to those of the same key:
//
//   - where one of them begins at the same instant the old one is replaced
//     whole. That is how a relation is ended (AM-02: sent again with the same
//     beginning and an end) and how a mistake is corrected;
//   - else only where the periods meet; what the old one had before, between
//     and after stays, so that no hole comes to be. In which order the incoming
//     ones stand does not matter.
//
// A part without a usable virkning replaces every old one of its key: nothing
// better can be known.
func overlay(old, incoming []*oio.Del) []*oio.Del {
	if len(incoming) == 0 || len(old) == 0 {
		return old
	}
	by := map[string][]oio.Virkning{}
	for _, in := range incoming {
		by[in.Key()] = append(by[in.Key()], in.Virkning)
	}
	covers := map[string]cover{}
	for key, periods := range by {
		covers[key] = newCover(periods)
	}
	var kept []*oio.Del
	for _, d := range old {
		kept = append(kept, covers[d.Key()].clip(d)...)
	}
	return kept
}

// clip returns the pieces of d that are left when the periods take its place.
func clip(d *oio.Del, periods []oio.Virkning) []*oio.Del { return newCover(periods).clip(d) }

// cover is periods that take the place of what is there. It is made once for all
// old parts of a key, of which there may be as many as there are periods.
type cover struct {
	whole  bool             // one of them is not usable: nothing stays
	begins map[instant]bool // when they begin
	joined []oio.Virkning   // what they cover together, in order and apart from each other
}

func newCover(periods []oio.Virkning) cover {
	c := cover{begins: map[instant]bool{}}
	inOrder := slices.Clone(periods)
	for _, v := range periods {
		if !v.Usable() {
			return cover{whole: true}
		}
		c.begins[instantOf(v.Fra)] = true
	}
	slices.SortStableFunc(inOrder, func(a, b oio.Virkning) int { return a.Fra.Time.Compare(b.Fra.Time) })
	for _, v := range inOrder {
		if n := len(c.joined); n > 0 && !c.joined[n-1].Til.Before(v.Fra) {
			if c.joined[n-1].Til.Before(v.Til) {
				c.joined[n-1].Til = v.Til
			}
			continue
		}
		c.joined = append(c.joined, v)
	}
	return c
}

// instant tells points in time apart, whatever zone they are written in.
type instant struct {
	second     int64
	nanosecond int
}

func instantOf(t oio.Tidspunkt) instant { return instant{t.Time.Unix(), t.Time.Nanosecond()} }

func (c cover) clip(d *oio.Del) []*oio.Del {
	switch {
	case c.whole, !d.Virkning.Usable() && len(c.joined) > 0:
		return nil
	case len(c.joined) == 0:
		return []*oio.Del{d}
	case c.begins[instantOf(d.Virkning.Fra)]:
		return nil
	}
	first, _ := slices.BinarySearchFunc(c.joined, d.Virkning.Fra, func(v oio.Virkning, at oio.Tidspunkt) int {
		if at.Before(v.Til) {
			return 1
		}
		return -1
	})
	var left []*oio.Del
	rest := d
	for _, v := range c.joined[first:] {
		if rest == nil || !v.Fra.Before(d.Virkning.Til) {
			break
		}
		pieces := outside(rest, v)
		rest = nil
		for _, p := range pieces {
			if p.Virkning.Fra.Before(v.Fra) {
				left = append(left, p)
			} else {
				rest = p
			}
		}
	}
	if rest != nil {
		left = append(left, rest)
	}
	return left
}

// outside returns the pieces of d that lie outside v.
func outside(d *oio.Del, v oio.Virkning) []*oio.Del {
	if !d.Virkning.Overlaps(v) {
		return []*oio.Del{d}
	}
	var out []*oio.Del
	if d.Virkning.Fra.Before(v.Fra) {
		out = append(out, withPeriod(d, d.Virkning.Fra, v.Fra))
	}
	if v.Til.Before(d.Virkning.Til) {
		out = append(out, withPeriod(d, v.Til, d.Virkning.Til))
	}
	return out
}

// withPeriod is d with another period, in a copy of its element.
func withPeriod(d *oio.Del, fra, til oio.Tidspunkt) *oio.Del {
	el := d.El.Copy()
	v := oio.Child(el, "Virkning")
	setTime(v, "FraTidspunkt", fra)
	setTime(v, "TilTidspunkt", til)
	piece := oio.ReadDel(el, d.Relation)
	return &piece
}
