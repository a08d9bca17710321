// Package strictxml reads XML as XML 1.0 (fifth edition) and Namespaces in XML
// 1.0 have it, without a document type declaration, and refuses all else.
//
// encoding/xml, on which etree reads, accepts much that other readers call fatal:
// references to surrogates, attributes that run together, a prefix bound to
// nothing, character data outside the root. What parses here and nowhere else
// must not reach an index, so the judgement is made here: in one pass over the
// bytes, which also builds the elements that the rest of klarmeld works on.
package strictxml

import (
	"strings"
	"sync"

	"github.com/beevik/etree"
)

// Limits are how much of a document is read.
type Limits struct {
	Depth      int // levels of elements
	Elements   int
	Attributes int // of one element
	Namespaces int // declarations in force at one place
	// Bytes of a name, and of the URI of a namespace: what is wrong with an element
	// is told by its name, once for each mistake.
	Name, URI int
}

// Document is a document that was read.
type Document struct {
	Root     *etree.Element
	Encoding string // what the XML declaration says, "" when it says nothing

	text     string
	elements []*etree.Element // in document order
	offsets  []int            // where the start tag of each begins

	// Lines are asked for of few documents: what they cost is paid then.
	once  sync.Once
	lines map[*etree.Element]int
}

// Line returns the 1-based line on which el began when it was read, 0 when it is
// not of this document.
func (d *Document) Line(el *etree.Element) int {
	d.once.Do(func() {
		d.lines = make(map[*etree.Element]int, len(d.elements))
		line, at := 1, 0
		for i, el := range d.elements {
			line += strings.Count(d.text[at:d.offsets[i]], "\n")
			at = d.offsets[i]
			d.lines[el] = line
		}
	})
	return d.lines[el]
}

// Line returns the 1-based line of an offset.
func Line(text []byte, offset int) int {
	line := 1
	for _, b := range text[:min(offset, len(text))] {
		if b == '\n' {
			line++
		}
	}
	return line
}
