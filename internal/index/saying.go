package index

import (
	"crypto/sha256"
	"slices"
	"strings"

	"github.com/beevik/etree"

	"klarmeld/internal/oio"
)

// Saying tells what an element says from what others do, however it is written: two
// elements with the same names, attributes and texts have the same, whatever prefixes,
// blanks between elements and comments they have. It is what a message is known by when
// it is sent again: the header of a retry is a new one, and a stack may write the body
// anew.
func Saying(el *etree.Element) string {
	sum := sha256.Sum256(say(make([]byte, 0, 4096), el, el.Space, el.NamespaceURI()))
	return string(sum[:])
}

// said is what an object says.
func said(o oio.Objekt) string {
	if o.Said != "" {
		return o.Said
	}
	return Saying(o.El)
}

// say appends an element's content. No name and no text holds a NUL, which XML forbids,
// so that nothing can be read in two ways. space is the namespace of the element around
// it, whose prefix is within.
func say(b []byte, el *etree.Element, within, space string) []byte {
	if len(el.Attr) > 0 || el.Space != within {
		space = el.NamespaceURI()
	}
	b = write(b, "<", space, el.Tag)
	b = write(b, attributes(el)...)
	leaf := true
	for _, c := range el.Child {
		if child, ok := c.(*etree.Element); ok {
			b, leaf = say(b, child, el.Space, space), false
		}
	}
	if leaf {
		b = write(b, "=", oio.Text(el))
	}
	return write(b, ">")
}

// attributes are an element's, without those that declare prefixes, in an order of
// their own.
func attributes(el *etree.Element) (out []string) {
	for _, a := range el.Attr {
		if a.Space != "xmlns" && (a.Space != "" || a.Key != "xmlns") {
			out = append(out, a.NamespaceURI()+"\x00"+a.Key+"\x00"+a.Value)
		}
	}
	slices.Sort(out)
	return out
}

func write(b []byte, texts ...string) []byte {
	for _, t := range texts {
		b = append(append(b, strings.ReplaceAll(t, "\x00", "")...), 0)
	}
	return b
}

// took reports whether the object has carried out a message that says this, and
// whether that was the newest that it has.
func (o *Stored) took(said string) (took, newest bool) {
	for i, r := range o.history {
		if r.said == said {
			took, newest = true, i+1 == len(o.history)
		}
	}
	return took, newest
}

// again is the status of an object that is sent again as it was when it was carried
// out; false when it is not. Nothing is changed: an index that carried an old update
// out anew would take back what came after it.
func (o *Stored) again(said string, opdatering bool) (Retur, bool) {
	took, newest := o.took(said)
	if !took {
		return Retur{}, false
	}
	st := Retur{Kode: StatusOK, Cause: CauseRepeated, Type: o.Type, UUID: o.UUID}
	if !opdatering {
		st.Kode, st.Tekst = StatusExists, exists(o)
	} else if !newest {
		st.Cause = CauseOvertaken
	}
	return st, true
}
