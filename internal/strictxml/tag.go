package strictxml

import (
	"strings"

	"github.com/beevik/etree"
)

// attribute is one of a start tag.
type attribute struct {
	name
	value  string
	offset int
	uri    string // of its prefix
}

// startTag reads a start tag, or that of an empty element.
func (r *reader) startTag() bool {
	begun := r.at
	r.at++
	n, ok := r.name(NoElementName)
	if !ok {
		return false
	}
	switch {
	case len(r.stack) == 0 && r.doc.Root != nil:
		return r.fail(TwoRoots, begun, n.text)
	case len(r.stack) >= r.limit.Depth:
		return r.fail(TooDeep, begun, n.text)
	case len(r.doc.elements) >= r.limit.Elements:
		return r.fail(TooManyElements, begun, n.text)
	}
	// From here on what is wrong is wrong in this element.
	r.stack = append(r.stack, open{name: n.text, offset: begun, bindings: len(r.bindings)})
	empty, ok := r.attributes()
	if !ok || !r.resolve(n, begun) {
		return false
	}
	r.element(n, begun)
	if empty {
		r.close()
	}
	return true
}

// element makes the element whose start tag has been read, and goes into it.
func (r *reader) element(n name, begun int) {
	if len(r.elements) == 0 {
		r.elements = make([]etree.Element, r.room())
	}
	el := &r.elements[0]
	r.elements = r.elements[1:]
	r.likely--
	el.Space, el.Tag = n.space(), n.local()
	if len(r.attrs) > 0 {
		el.Attr = make([]etree.Attr, 0, len(r.attrs))
		for _, a := range r.attrs {
			el.CreateAttr(a.text, a.value)
		}
	}
	if r.doc.Root == nil {
		r.doc.Root = el
		r.beside.AddChild(el)
	} else {
		r.children = append(r.children, el)
	}
	last := &r.stack[len(r.stack)-1]
	last.el, last.children = el, len(r.children)
	r.doc.elements, r.doc.offsets = append(r.doc.elements, el), append(r.doc.offsets, begun)
}

// attributes reads the rest of a start tag behind the element's name.
func (r *reader) attributes() (empty, ok bool) {
	r.attrs = r.attrs[:0]
	for {
		apart := r.blanks()
		if r.at >= len(r.text) {
			return false, r.fail(Cut, r.at, "")
		}
		switch r.text[r.at] {
		case '>':
			r.at++
			return false, true
		case '/':
			if r.at++; r.take('>') {
				return true, true
			}
			if r.at >= len(r.text) {
				return false, r.fail(Cut, r.at, "")
			}
			return false, r.fail(SlashWithoutEnd, r.at-1, "")
		}
		if !r.attribute(apart) {
			return false, false
		}
	}
}

func (r *reader) attribute(apart bool) bool {
	a := attribute{offset: r.at}
	var ok bool
	if a.name, ok = r.name(NoAttributeName); !ok {
		return false
	}
	if !apart {
		return r.fail(NoSpace, a.offset, a.text)
	}
	if len(r.attrs) >= r.limit.Attributes {
		return r.fail(TooManyAttributes, a.offset, a.text)
	}
	r.blanks()
	if !r.take('=') {
		if r.at >= len(r.text) {
			return r.fail(Cut, r.at, "")
		}
		return r.fail(NoEquals, a.offset, a.text)
	}
	r.blanks()
	if r.at >= len(r.text) {
		return r.fail(Cut, r.at, "")
	}
	quote := r.text[r.at]
	if quote != '"' && quote != '\'' {
		return r.fail(NoQuotes, a.offset, a.text)
	}
	r.at++
	if a.value, ok = r.value(quote); !ok {
		return false
	}
	for _, b := range r.attrs {
		if a.text == b.text {
			return r.fail(AttributeTwice, a.offset, a.text)
		}
	}
	r.attrs = append(r.attrs, a)
	return true
}

// value reads an attribute's value up to its quote. White space becomes blanks
// (XML 1.0, 3.3.3: no type is declared, so no more than that).
func (r *reader) value(quote byte) (string, bool) {
	begun, written := r.at, r.at
	r.buffer = r.buffer[:0]
	for r.at < len(r.text) {
		b := r.text[r.at]
		if class[b]&inValue != 0 {
			r.at++
			continue
		}
		switch b {
		case quote:
			end := r.at
			r.at++
			if written == begun {
				return r.text[begun:end], true
			}
			return string(append(r.buffer, r.text[written:end]...)), true
		case '"', '\'':
			r.at++
		case '<':
			return "", r.fail(LessInAttribute, r.at, "")
		case '\t', '\n', '\r':
			r.buffer = append(append(r.buffer, r.text[written:r.at]...), ' ')
			if r.at++; b == '\r' {
				r.take('\n')
			}
			written = r.at
		case '&':
			r.buffer = append(r.buffer, r.text[written:r.at]...)
			if !r.reference() {
				return "", false
			}
			written = r.at
		default:
			n, ok := r.character(r.at)
			if !ok {
				return "", false
			}
			r.at += n
		}
	}
	return "", r.fail(Cut, r.at, "")
}

// declares is the prefix that an attribute declares; "" is the default's.
func (a attribute) declares() (string, bool) {
	if a.text == "xmlns" {
		return "", true
	}
	return strings.CutPrefix(a.text, "xmlns:")
}
