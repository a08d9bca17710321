package conformant

import "time"

// Space is a namespace.
type Space string

// The namespaces of the contract (SagDokumentIndeksOperationer.xsd and what it
// imports).
const (
	SDI Space = "urn:oio:sts:sagdok:sagdokumentindeks:6"
	SAG Space = "urn:oio:sts:sagdok:sag:6"
	DI  Space = "urn:oio:sts:sagdok:dokumentindeks:6"
	SI  Space = "urn:oio:sts:sagdok:sagindeks:6"
	GD  Space = "urn:oio:sts:generelledefinitioner:6"
	SD  Space = "urn:oio:sagdok:3.0.0"
)

// TextKind says how the text of an element may be written without meaning something
// else.
type TextKind int

// The kinds of text. The XSDs keep the white space of every string, so only times,
// dates, numbers, booleans and base64 may have some around them.
const (
	Nested  TextKind = iota // no text: it has children
	Code                    // an enumeration, URN or key: each character counts
	UUID                    // as Code, but its letters are large or small
	Prose                   // text that people read
	Stamp                   // xs:dateTime
	Date                    // xs:date without a zone, as row BrevDato asks for
	Integer                 // xs:integer
	Boolean                 // xs:boolean
	Base64                  // xs:base64Binary
)

// Element is one element of a message.
type Element struct {
	Space Space
	Name  string
	Kind  TextKind
	Text  string    // of a Boolean "true" or "false"; of Base64 the bytes themselves
	At    time.Time // of a Stamp
	Kids  []*Element
}

// nest is an element with children; those that are nil are left out.
func nest(space Space, name string, kids ...*Element) *Element {
	e := &Element{Space: space, Name: name}
	for _, k := range kids {
		if k != nil {
			e.Kids = append(e.Kids, k)
		}
	}
	return e
}

func leaf(space Space, name string, kind TextKind, text string) *Element {
	return &Element{Space: space, Name: name, Kind: kind, Text: text}
}

func code(space Space, name, text string) *Element  { return leaf(space, name, Code, text) }
func prose(space Space, name, text string) *Element { return leaf(space, name, Prose, text) }

// empty is an element that is there and says nothing.
func empty(space Space, name string) *Element { return leaf(space, name, Code, "") }

func stamp(space Space, name string, at time.Time) *Element {
	return &Element{Space: space, Name: name, Kind: Stamp, At: at}
}

func flag(space Space, name string, yes bool) *Element {
	text := "false"
	if yes {
		text = "true"
	}
	return leaf(space, name, Boolean, text)
}

// clone is a deep copy.
func (e *Element) clone() *Element {
	if e == nil {
		return nil
	}
	c := *e
	c.Kids = cloned(e.Kids)
	return &c
}

func cloned(all []*Element) []*Element {
	var out []*Element
	for _, e := range all {
		out = append(out, e.clone())
	}
	return out
}

// walk shows every element of the tree, parents first.
func (e *Element) walk(see func(*Element)) {
	see(e)
	for _, k := range e.Kids {
		k.walk(see)
	}
}
