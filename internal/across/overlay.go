package across

import (
	"klarmeld/internal/judge"
	"klarmeld/internal/oio"
)

// overlaid are an object's parts when a message has been laid over them, registration by
// registration, as the index does it: a part gives way to those of its key, whole when one
// of them begins with it, and else where the periods meet.
func overlaid(old, incoming []judge.PartFacts) []judge.PartFacts {
	for len(incoming) > 0 {
		n := 1
		for n < len(incoming) && incoming[n].Registration == incoming[0].Registration {
			n++
		}
		var kept []judge.PartFacts
		for _, p := range old {
			kept = append(kept, left(p, incoming[:n])...)
		}
		old, incoming = append(kept, incoming[:n]...), incoming[n:]
	}
	return old
}

// left are the pieces of a part that others leave of it.
func left(p judge.PartFacts, taking []judge.PartFacts) []judge.PartFacts {
	pieces := []judge.PartFacts{p}
	for _, t := range taking {
		if t.Key != p.Key {
			continue
		}
		if !t.Virkning.Usable() || !p.Virkning.Usable() || t.Virkning.Fra.Equal(p.Virkning.Fra) {
			return nil
		}
		var rest []judge.PartFacts
		for _, piece := range pieces {
			rest = append(rest, outside(piece, t.Virkning)...)
		}
		pieces = rest
	}
	return pieces
}

// outside are the pieces of a part that lie outside a period.
func outside(p judge.PartFacts, v oio.Virkning) []judge.PartFacts {
	if !p.Virkning.Overlaps(v) {
		return []judge.PartFacts{p}
	}
	var out []judge.PartFacts
	if p.Virkning.Fra.Before(v.Fra) {
		before := p
		before.Virkning.Til = v.Fra
		out = append(out, before)
	}
	if v.Til.Before(p.Virkning.Til) {
		after := p
		after.Virkning.Fra = v.Til
		out = append(out, after)
	}
	return out
}
