// Package packed keeps what messages say in few bytes: elements as oio.Normalise makes
// them, and the texts around them. What is taken out again is what was put in. It knows
// nothing of what the elements mean.
//
// Names and texts that come often are kept once, in a box that all share; UUIDs and times
// are kept as the numbers that they are. Nothing that is packed holds on to the message
// that it came in.
package packed

import (
	"hash/maphash"
	"strings"
	"sync"

	"github.com/beevik/etree"
)

// Bounds of what a box keeps once, so that a sender who makes up names and texts cannot
// fill it. What does not fit is kept where it stands.
const (
	maxNames  = 1 << 12
	maxTexts  = 8 << 20 // bytes, of all texts and of what is known of each
	ofText    = 80      // bytes, of what is known of each
	maxText   = 1 << 10 // bytes, of one
	maxName   = 128     // bytes, of one
	oftenSeen = 3       // times that a text has come before it is kept once
	maxRoom   = 1 << 16 // bytes, of the room that a Packer leaves to the next
)

// Box remembers the names and texts that much of what is packed has in common. It only
// grows, within its bounds. It is safe for concurrent use.
type Box struct {
	mu     sync.Mutex
	names  []name
	texts  []string
	size   int // of the texts, as maxTexts counts it
	nameAt map[name]int
	textAt map[string]int
	seed   maphash.Seed
	seen   [1 << 12]sighting
	room   []byte // that the next Packer writes in
}

// name is what an element is called: by a prefix of ours, or in a namespace that it
// declares itself.
type name struct {
	space, tag string
	declared   bool
	namespace  string
}

// sighting is how often a text has come lately; another with the same place takes it.
type sighting struct {
	sum   uint32
	times uint32
}

// NewBox returns an empty box.
func NewBox() *Box {
	return &Box{nameAt: map[name]int{}, textAt: map[string]int{}, seed: maphash.MakeSeed()}
}

// nameOf is the place of a name; false when the box is full.
func (b *Box) nameOf(n name) (int, bool) {
	at, known := b.nameAt[n]
	if !known && len(b.names) < maxNames && len(n.space)+len(n.tag)+len(n.namespace) <= maxName {
		n = name{strings.Clone(n.space), strings.Clone(n.tag), n.declared, strings.Clone(n.namespace)}
		at, known = len(b.names), true
		b.names, b.nameAt[n] = append(b.names, n), at
	}
	return at, known
}

// textOf is the place of a text; false of one that does not come often.
func (b *Box) textOf(s string) (int, bool) {
	if len(s) > maxText {
		return 0, false
	}
	at, known := b.textAt[s]
	if known || b.size > maxTexts {
		return at, known
	}
	sum := maphash.String(b.seed, s)
	was := &b.seen[sum%uint64(len(b.seen))]
	if was.sum != uint32(sum>>32) {
		*was = sighting{sum: uint32(sum >> 32)}
	}
	if was.times++; was.times <= oftenSeen {
		return 0, false
	}
	s = strings.Clone(s)
	at = len(b.texts)
	b.size += len(s) + ofText
	b.texts, b.textAt[s] = append(b.texts, s), at
	return at, true
}

// Weight is about how many bytes an element takes that is not packed, with all in it.
func Weight(el *etree.Element) int {
	const ofElement, ofText = 200, 80
	w := ofElement
	for _, t := range el.Child {
		switch c := t.(type) {
		case *etree.Element:
			w += Weight(c)
		case *etree.CharData:
			w += ofText + len(c.Data)
		}
	}
	return w
}
