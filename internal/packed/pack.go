package packed

import (
	"encoding/binary"
	"time"

	"github.com/beevik/etree"
)

// How a text is written: the lowest two bits of the number before it say which.
const (
	textKept    = iota // the number is its place in the box
	textWritten        // the number is its length; it follows
	textSpecial        // the number says what it is
)

// The special texts.
const (
	aUUID      = iota // 16 bytes, written with small letters
	aTime             // as timeForm has it: milliseconds, minutes of its zone
	theTime           // the same as the newest time
	formatBits = 2
)

// timeForm is how the anvisninger write a time.
const timeForm = "2006-01-02T15:04:05.000Z07:00"

// How an element is written: the lowest two bits of its name's number say which.
const (
	empty    = iota
	aText    // one text
	elements // their number, and they
	mixed    // the number of both; each element behind a 1, each text behind a 0
)

// Packer writes one thing after the other. The box is its own until Done.
type Packer struct {
	box  *Box
	to   []byte
	time string
}

// Pack begins to pack. Nobody else packs into the box, or opens anything of it, before Done.
func (b *Box) Pack() *Packer {
	b.mu.Lock()
	return &Packer{box: b, to: b.room[:0]}
}

// Done is all that was packed, in as many bytes as it takes.
func (p *Packer) Done() []byte {
	out := append(make([]byte, 0, len(p.to)), p.to...)
	if cap(p.to) <= maxRoom {
		p.box.room = p.to
	}
	p.box.mu.Unlock()
	return out
}

// Number packs a number.
func (p *Packer) Number(n int) { p.to = binary.AppendUvarint(p.to, uint64(n)) }

// Bytes packs bytes, which are like none that came before.
func (p *Packer) Bytes(b []byte) {
	p.Number(len(b))
	p.to = append(p.to, b...)
}

// Instant packs a point in time; its zone is not kept.
func (p *Packer) Instant(t time.Time) {
	p.to = binary.AppendVarint(p.to, t.Unix())
	p.Number(t.Nanosecond())
}

// Text packs a text.
func (p *Packer) Text(s string) {
	if s == p.time && s != "" {
		p.Number(theTime<<formatBits | textSpecial)
		return
	}
	if t, ok := timeIn(s); ok {
		p.time = s
		_, offset := t.Zone()
		p.Number(aTime<<formatBits | textSpecial)
		p.to = binary.AppendVarint(p.to, t.UnixMilli())
		p.to = binary.AppendVarint(p.to, int64(offset/60))
		return
	}
	if at, ok := p.box.textOf(s); ok {
		p.Number(at<<formatBits + textKept)
		return
	}
	if id, ok := UUIDIn(s); ok {
		p.Number(aUUID<<formatBits | textSpecial)
		p.to = append(p.to, id[:]...)
		return
	}
	p.Number(len(s)<<formatBits | textWritten)
	p.to = append(p.to, s...)
}

// timeIn reads a time that is written as timeForm has it, to the letter.
func timeIn(s string) (time.Time, bool) {
	if len(s) < len("2006-01-02T15:04:05.000Z") || len(s) > len(timeForm) || s[4] != '-' || s[10] != 'T' || s[19] != '.' {
		return time.Time{}, false
	}
	t, err := time.Parse(timeForm, s)
	if err != nil {
		return t, false
	}
	_, offset := t.Zone()
	return t, writtenTime(t.UnixMilli(), offset/60) == s
}

func writtenTime(milli int64, minutes int) string {
	zone := time.UTC
	if minutes != 0 {
		zone = time.FixedZone("", minutes*60)
	}
	return time.UnixMilli(milli).In(zone).Format(timeForm)
}

// Element packs an element as oio.Normalise makes them: with no attribute but a
// declaration of its own namespace, and nothing in it but elements and texts.
func (p *Packer) Element(el *etree.Element) {
	n := name{space: el.Space, tag: el.Tag}
	if len(el.Attr) > 0 {
		n.declared, n.namespace = true, el.Attr[0].Value
	}
	form := formOf(el)
	p.head(n, form, len(el.Child))
	for _, t := range el.Child {
		switch c := t.(type) {
		case *etree.Element:
			if form == mixed {
				p.Number(1)
			}
			p.Element(c)
		case *etree.CharData:
			if form == mixed {
				p.Number(0)
			}
			p.Text(c.Data)
		}
	}
}

// head packs what an element is called, and what form that takes which is in it.
func (p *Packer) head(n name, form, children int) {
	if at, ok := p.box.nameOf(n); ok {
		p.Number((at+1)<<formatBits | form)
	} else {
		p.Number(form)
		p.Text(n.space)
		p.Text(n.tag)
		if !n.declared {
			p.Number(0)
		} else {
			p.Number(1)
			p.Text(n.namespace)
		}
	}
	if form == elements || form == mixed {
		p.Number(children)
	}
}

func formOf(el *etree.Element) int {
	form := empty
	for i, t := range el.Child {
		form = with(form, i, t)
	}
	return form
}

// with is the form when the i'th child is counted in too.
func with(form, i int, child etree.Token) int {
	switch _, element := child.(*etree.Element); {
	case element && (i == 0 || form == elements):
		return elements
	case !element && i == 0:
		return aText
	}
	return mixed
}
