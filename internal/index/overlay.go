package index

import (
	"klarmeld/internal/oio"
)

// overlay returns what is left of the old parts when the incoming ones take
// their place. A part gives way to one of the same key:
//
//   - where both begin at the same instant the old one is replaced whole. That
//     is how a relation is ended (AM-02: sent again with the same beginning and
//     an end) and how a mistake is corrected;
//   - else only where the periods meet; what the old one had before and after
//     stays, so that no hole comes to be.
//
// A part without a usable virkning replaces every old one of its key: nothing
// better can be known.
func overlay(old, incoming []oio.Del) []oio.Del {
	kept := old
	for _, in := range incoming {
		var next []oio.Del
		for _, d := range kept {
			if d.Key() != in.Key() {
				next = append(next, d)
				continue
			}
			next = append(next, clip(d, in.Virkning)...)
		}
		kept = next
	}
	return kept
}

// clip returns the pieces of d that lie outside v.
func clip(d oio.Del, v oio.Virkning) []oio.Del {
	switch {
	case !v.Usable() || !d.Virkning.Usable() || d.Virkning.Fra.Equal(v.Fra):
		return nil
	case !d.Virkning.Overlaps(v):
		return []oio.Del{d}
	}
	var out []oio.Del
	if d.Virkning.Fra.Before(v.Fra) {
		out = append(out, withPeriod(d, d.Virkning.Fra, v.Fra))
	}
	if v.Til.Before(d.Virkning.Til) {
		out = append(out, withPeriod(d, v.Til, d.Virkning.Til))
	}
	return out
}

// withPeriod is d with another period, in a copy of its element.
func withPeriod(d oio.Del, fra, til oio.Tidspunkt) oio.Del {
	el := d.El.Copy()
	v := oio.Child(el, "Virkning")
	setTime(v, "FraTidspunkt", fra)
	setTime(v, "TilTidspunkt", til)
	return oio.ReadDel(el, d.Relation)
}
