package judge

import (
	"strconv"
	"strings"

	"github.com/beevik/etree"

	"klarmeld/internal/oio"
)

// plain reports whether an element is as nearly all are: with no attributes but
// declarations, and in it and in each of its elements either elements or texts.
func plain(el *etree.Element) bool {
	if len(el.Attr) != declarations(el) {
		return false
	}
	leaf := oio.Leaf(el)
	for _, t := range el.Child {
		switch c := t.(type) {
		case *etree.Element:
			if !plain(c) {
				return false
			}
		case *etree.CharData:
			if !leaf && (c.IsCData() || strings.TrimSpace(c.Data) != "") {
				return false
			}
		default:
			return false
		}
	}
	return true
}

func declarations(el *etree.Element) int {
	n := 0
	for _, a := range el.Attr {
		if a.Space == "xmlns" || a.Key == "xmlns" {
			n++
		}
	}
	return n
}

// plainly writes a plain element as written does what cutCopy has left of it, with no copy
// between the two: of each finding of each message somebody is shown an element.
type plainly struct{ strings.Builder }

func (p *plainly) write(el *etree.Element, fold bool, left *int, depth int) {
	*left--
	leaf := oio.Leaf(el)
	switch {
	case el.Tag == "Notat":
		p.short(el, "… "+strconv.Itoa(len(oio.Text(el)))+" tegn base64 …")
		return
	case *left <= 0 && !leaf:
		p.short(el, "…")
		return
	case len(el.Child) == 0:
		p.tag("<", el, "/>")
		return
	}
	p.tag("<", el, ">")
	for _, t := range el.Child {
		switch c := t.(type) {
		case *etree.Element:
			p.line(depth + 1)
			if fold && c.Tag == "Virkning" {
				*left--
				p.short(c, "…")
			} else {
				p.write(c, fold, left, depth+1)
			}
		case *etree.CharData:
			if leaf {
				p.text(c.Data)
			}
		}
	}
	if !leaf {
		p.line(depth)
	}
	p.tag("</", el, ">")
}

// short writes an element with a text in the place of what is in it.
func (p *plainly) short(el *etree.Element, text string) {
	p.tag("<", el, ">")
	p.WriteString(text)
	p.tag("</", el, ">")
}

func (p *plainly) tag(before string, el *etree.Element, after string) {
	p.WriteString(before)
	if el.Space != "" {
		p.WriteString(el.Space)
		p.WriteByte(':')
	}
	p.WriteString(el.Tag)
	p.WriteString(after)
}

func (p *plainly) line(depth int) {
	p.WriteByte('\n')
	for range depth {
		p.WriteString("  ")
	}
}

// asWritten are the settings of what is written.
var asWritten = &etree.WriteSettings{}

func (p *plainly) text(s string) {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c > '~' || c == '&' || c == '<' || c == '>' || c == '\'' || c == '"' {
			etree.NewText(s).WriteTo(p, asWritten)
			return
		}
	}
	p.WriteString(s)
}
