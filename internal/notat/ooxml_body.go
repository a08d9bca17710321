package notat

import (
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"
)

// namespaces are those of WordprocessingML: as Office writes it, and the strict one.
var namespaces = [2]string{"http://schemas.openxmlformats.org/wordprocessingml/2006/main", "http://purl.oclc.org/ooxml/wordprocessingml/main"}

// compatibility is the namespace of what an old program may read in the place of
// what a new one wrote.
const compatibility = "http://schemas.openxmlformats.org/markup-compatibility/2006"

// unseen are the elements whose text is not seen in the document: what was deleted
// or moved away, how a reading of Chinese sounds, and the old program's version.
var unseen = map[string]bool{"del": true, "moveFrom": true, "rt": true}

// marks are the elements that are text themselves. Breaks of lines, pages and
// columns are all a line's.
var marks = map[string]string{"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}

// body is a document's part while it is read.
type body struct {
	open   []element
	spaces map[string][]string // prefix → the namespaces it has been given, the one in force last
	out    strings.Builder
	text   strings.Builder // of the w:t that is open
	found  bool            // there was a body
}

// element is an element that has not ended.
type element struct {
	name     xml.Name // as it is written: a prefix and a name
	own      []string // the prefixes that it declares itself
	w        string   // its name when it is of WordprocessingML
	inBody   bool
	run      bool // in a run
	away     bool // what it holds is not seen
	preserve bool // blanks at its ends count
	joined   bool // a paragraph whose end was deleted: the next goes on from it
}

func (b *body) take(t xml.Token) error {
	switch t := t.(type) {
	case xml.StartElement:
		return b.start(t)
	case xml.EndElement:
		if len(b.open) == 0 || b.open[len(b.open)-1].name != t.Name {
			return because(ErrBroken, "et element slutter, som ikke er begyndt: "+t.Name.Local)
		}
		b.end()
	case xml.CharData:
		if e := b.in(); e.w == "t" && e.run && !e.away {
			b.text.Write(t)
		}
	}
	return nil
}

// in is the innermost element.
func (b *body) in() element {
	if len(b.open) == 0 {
		return element{}
	}
	return b.open[len(b.open)-1]
}

func (b *body) start(t xml.StartElement) error {
	if len(b.open) >= maxDepth {
		return because(ErrBounds, fmt.Sprintf("elementer ligger mere end %d dybt", maxDepth))
	}
	around := b.in()
	e := element{name: t.Name, inBody: around.inBody, run: around.run, away: around.away, preserve: around.preserve}
	b.declare(&e, t.Attr)
	b.open = append(b.open, e)
	me := &b.open[len(b.open)-1]
	switch space := b.space(t.Name.Space); {
	case space == compatibility && t.Name.Local == "Fallback":
		me.away = true
	case space == namespaces[0] || space == namespaces[1]:
		me.w = t.Name.Local
		return b.word(me, around, t.Attr)
	}
	return nil
}

// declare reads what an element says of prefixes and blanks.
func (b *body) declare(e *element, attrs []xml.Attr) {
	for _, a := range attrs {
		switch prefix := a.Name.Local; {
		case a.Name.Space == "xml" && a.Name.Local == "space":
			e.preserve = a.Value == "preserve"
		case a.Name.Space == "" && a.Name.Local == "xmlns":
			prefix = ""
			fallthrough
		case a.Name.Space == "xmlns":
			b.spaces[prefix], e.own = append(b.spaces[prefix], a.Value), append(e.own, prefix)
		}
	}
}

// space is the namespace of a prefix.
func (b *body) space(prefix string) string {
	if given := b.spaces[prefix]; len(given) > 0 {
		return given[len(given)-1]
	}
	return ""
}

// word is the beginning of an element of WordprocessingML.
func (b *body) word(e *element, around element, attrs []xml.Attr) error {
	switch {
	case e.w == "body" && around.w == "document":
		e.inBody, b.found = true, true
	case !e.inBody:
	case e.w == "altChunk":
		return because(ErrFormat, "teksten ligger i en fil for sig i dokumentet (w:altChunk)")
	case unseen[e.w] && around.w != "rPr" && around.w != "trPr": // there they say who did it
		e.away = true
	case e.w == "p":
		e.run = false
	case e.w == "r":
		e.run = true
	case around.w == "rPr" && on(attrs):
		b.property(e.w)
	case around.w == "r" && !e.away:
		b.out.WriteString(mark(e.w, attrs))
	}
	return nil
}

// property is what is set of a run, or of the mark that ends a paragraph.
func (b *body) property(name string) {
	at := func(n int) *element { return &b.open[max(0, len(b.open)-n)] }
	switch run, paragraph := at(3), at(4); {
	case name == "vanish" && run.w == "r":
		run.away = true
	case (name == "del" || name == "moveFrom") && run.w == "pPr" && paragraph.w == "p":
		paragraph.joined = true
	}
}

// on is the value of a setting that is there.
func on(attrs []xml.Attr) bool {
	switch value(attrs, "val") {
	case "0", "false", "off":
		return false
	}
	return true
}

func value(attrs []xml.Attr, name string) string {
	for _, a := range attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// mark is the text of an element that is text itself.
func mark(name string, attrs []xml.Attr) string {
	if name != "sym" {
		return marks[name]
	}
	n, err := strconv.ParseUint(value(attrs, "char"), 16, 16)
	if err != nil {
		return ""
	}
	return string(rune(n))
}

// end is the end of the innermost element.
func (b *body) end() {
	e := b.in()
	b.open = b.open[:len(b.open)-1]
	switch {
	case e.away || !e.inBody:
	case e.w == "t":
		text := b.text.String()
		if !e.preserve {
			text = strings.Trim(text, " \t\r\n")
		}
		b.out.WriteString(text)
	case e.w == "p" && !e.joined:
		b.out.WriteString("\n")
	}
	for _, prefix := range e.own {
		b.spaces[prefix] = b.spaces[prefix][:len(b.spaces[prefix])-1]
	}
	if e.w == "t" {
		b.text.Reset()
	}
}
