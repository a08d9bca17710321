package index

import (
	"klarmeld/internal/oio"
	"klarmeld/internal/packed"
)

// An object is packed as its registrations are: the parts that any of them has, each once,
// and of each registration which parts it has, as runs of their numbers. What the object
// shows is its newest registration's.

// packable reports whether all that an object is can be told from its registrations.
func (o *Stored) packable() bool { return len(o.history) > 0 }

// pack packs an object that is packable.
func (o *Stored) pack(box *packed.Box) []byte {
	p := box.Pack()
	p.Text(string(o.Type))
	p.Text(o.UUID)
	parts, at := o.parts()
	p.Number(len(parts))
	for _, d := range parts {
		relation := 0
		if d.Relation {
			relation = 1
		}
		p.Number(relation)
		p.Element(d.El)
	}
	p.Number(len(o.history))
	for _, r := range o.history {
		p.Text(r.at)
		p.Text(r.sts)
		p.Instant(r.begun)
		p.Instant(r.arrived)
		p.Text(r.livscyklus)
		p.Text(r.bruger.UUID)
		p.Text(r.bruger.URN)
		p.Bytes([]byte(r.said))
		packRuns(p, r.dele, at)
	}
	return p.Done()
}

// parts are the parts that any registration has, each once, and the number of each.
func (o *Stored) parts() (parts []*oio.Del, at map[*oio.Del]int) {
	at = map[*oio.Del]int{}
	for _, r := range o.history {
		for _, d := range r.dele {
			if _, known := at[d]; !known {
				at[d] = len(parts)
				parts = append(parts, d)
			}
		}
	}
	return parts, at
}

// packRuns packs which parts a registration has: what stands beside each other among them
// all mostly does so here too.
func packRuns(p *packed.Packer, dele []*oio.Del, at map[*oio.Del]int) {
	p.Number(len(dele))
	for i := 0; i < len(dele); {
		first, n := at[dele[i]], 1
		for i+n < len(dele) && at[dele[i+n]] == first+n {
			n++
		}
		p.Number(first)
		p.Number(n)
		i += n
	}
}

// unpack is the object that was packed. Nothing is shared with any that was unpacked before.
func unpack(box *packed.Box, data []byte) Stored {
	p := box.Open(data)
	o := Stored{Type: oio.ObjektType(p.Text()), UUID: p.Text()}
	parts := make([]*oio.Del, p.Number())
	for i := range parts {
		relation := p.Number() == 1
		d := oio.ReadDel(p.Element(), relation)
		parts[i] = &d
	}
	o.history = make([]registration, p.Number())
	for i := range o.history {
		r := &o.history[i]
		r.at, r.sts = p.Text(), p.Text()
		r.begun, r.arrived = p.Instant(), p.Instant()
		r.livscyklus = p.Text()
		r.bruger = oio.Ref{UUID: p.Text(), URN: p.Text()}
		r.said = string(p.Bytes())
		r.dele = openRuns(p, parts)
	}
	o.show()
	return o
}

func openRuns(p *packed.Opened, parts []*oio.Del) []*oio.Del {
	n := p.Number()
	dele := make([]*oio.Del, 0, n)
	for len(dele) < n {
		first := p.Number()
		dele = append(dele, parts[first:first+p.Number()]...)
	}
	return dele
}
