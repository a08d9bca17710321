package index

import (
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
	if len(incoming) == 0 {
		return old
	}
	by := map[string][]oio.Virkning{}
	for _, in := range incoming {
		by[in.Key()] = append(by[in.Key()], in.Virkning)
	}
	var kept []*oio.Del
	for _, d := range old {
		kept = append(kept, clip(d, by[d.Key()])...)
	}
	return kept
}

// clip returns the pieces of d that are left when the periods take its place.
func clip(d *oio.Del, periods []oio.Virkning) []*oio.Del {
	for _, v := range periods {
		if !v.Usable() || !d.Virkning.Usable() || d.Virkning.Fra.Equal(v.Fra) {
			return nil
		}
	}
	left := []*oio.Del{d}
	for _, v := range periods {
		var next []*oio.Del
		for _, piece := range left {
			next = append(next, outside(piece, v)...)
		}
		left = next
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
