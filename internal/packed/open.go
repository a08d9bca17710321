package packed

import (
	"encoding/binary"
	"time"

	"github.com/beevik/etree"
)

// Opened takes out what was packed, in the same order.
type Opened struct {
	names []name
	texts []string
	left  []byte
	time  string
}

// Open begins to take out what a Packer of the same box has left.
func (b *Box) Open(data []byte) *Opened {
	b.mu.Lock()
	defer b.mu.Unlock()
	return &Opened{names: b.names, texts: b.texts, left: data}
}

// Number takes out a number.
func (o *Opened) Number() int {
	n, size := binary.Uvarint(o.left)
	o.left = o.left[size:]
	return int(n)
}

func (o *Opened) signed() int64 {
	n, size := binary.Varint(o.left)
	o.left = o.left[size:]
	return n
}

func (o *Opened) take(n int) []byte {
	taken := o.left[:n]
	o.left = o.left[n:]
	return taken
}

// Bytes takes out bytes, which nobody may change.
func (o *Opened) Bytes() []byte { return o.take(o.Number()) }

// Instant takes out a point in time, in UTC.
func (o *Opened) Instant() time.Time {
	seconds := o.signed()
	return time.Unix(seconds, int64(o.Number())).UTC()
}

// Text takes out a text.
func (o *Opened) Text() string {
	head := o.Number()
	n := head >> formatBits
	switch head & (1<<formatBits - 1) {
	case textKept:
		return o.texts[n]
	case textWritten:
		return string(o.take(n))
	}
	switch n {
	case aUUID:
		return UUID(o.take(16)).String()
	case aTime:
		milli := o.signed()
		o.time = writtenTime(milli, int(o.signed()))
	}
	return o.time
}

// Element takes out an element.
func (o *Opened) Element() *etree.Element {
	head := o.Number()
	n := o.name(head >> formatBits)
	el := etree.NewElement("")
	el.Space, el.Tag = n.space, n.tag
	if n.declared {
		el.CreateAttr("xmlns", n.namespace)
	}
	form, children := head&(1<<formatBits-1), 1
	switch form {
	case empty:
		return el
	case elements, mixed:
		children = o.Number()
	}
	el.Child = make([]etree.Token, 0, children)
	for range children {
		if form == elements || form == mixed && o.Number() == 1 {
			el.AddChild(o.Element())
		} else {
			el.CreateText(o.Text())
		}
	}
	return el
}

func (o *Opened) name(at int) name {
	if at > 0 {
		return o.names[at-1]
	}
	n := name{space: o.Text(), tag: o.Text()}
	if n.declared = o.Number() > 0; n.declared {
		n.namespace = o.Text()
	}
	return n
}
