package packed

import (
	"github.com/beevik/etree"

	"klarmeld/internal/oio"
)

// Sent packs an element as it was sent: what Element packs of its oio.Normalise, which is
// not made for that.
func (p *Packer) Sent(el *etree.Element) { p.sent(el, el.NamespaceURI()) }

// sent packs an element of a namespace.
func (p *Packer) sent(el *etree.Element, namespace string) {
	n := name{tag: el.Tag}
	var ours bool
	if n.space, ours = oio.Prefix(namespace); !ours {
		n.declared, n.namespace = true, namespace
	}
	leaf, form, children := oio.Leaf(el), empty, 0
	for _, t := range el.Child {
		if stays(t, leaf) {
			form = with(form, children, t)
			children++
		}
	}
	p.head(n, form, children)
	for _, t := range el.Child {
		if !stays(t, leaf) {
			continue
		}
		switch c := t.(type) {
		case *etree.Element:
			if form == mixed {
				p.Number(1)
			}
			within := namespace
			if c.Space != el.Space || len(c.Attr) > 0 {
				within = c.NamespaceURI()
			}
			p.sent(c, within)
		case *etree.CharData:
			if form == mixed {
				p.Number(0)
			}
			p.Text(c.Data)
		}
	}
}

// stays reports whether oio.Normalise keeps what is in an element, which is a leaf.
func stays(t etree.Token, leaf bool) bool {
	switch c := t.(type) {
	case *etree.Element:
		return true
	case *etree.CharData:
		return leaf || !c.IsWhitespace()
	}
	return false
}
