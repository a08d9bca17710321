package index

import (
	"crypto/sha256"
	"hash"
	"io"
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
	h := sha256.New()
	say(h, el)
	return string(h.Sum(nil))
}

// said is what an object says.
func said(o oio.Objekt) string {
	if o.Said != "" {
		return o.Said
	}
	return Saying(o.El)
}

// say writes an element's content. No name and no text holds a NUL, which XML forbids,
// so that nothing can be read in two ways.
func say(h hash.Hash, el *etree.Element) {
	write(h, "<", el.NamespaceURI(), el.Tag)
	var attributes []string
	for _, a := range el.Attr {
		if a.Space != "xmlns" && (a.Space != "" || a.Key != "xmlns") {
			attributes = append(attributes, a.NamespaceURI()+"\x00"+a.Key+"\x00"+a.Value)
		}
	}
	slices.Sort(attributes)
	write(h, attributes...)
	children := el.ChildElements()
	if len(children) == 0 {
		write(h, "=", oio.Text(el))
	}
	for _, c := range children {
		say(h, c)
	}
	write(h, ">")
}

func write(h hash.Hash, texts ...string) {
	for _, t := range texts {
		_, _ = io.WriteString(h, strings.ReplaceAll(t, "\x00", "")+"\x00") // a hash takes whatever it is given
	}
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
func (o *Stored) again(said string, opdatering bool) (Status, bool) {
	took, newest := o.took(said)
	if !took {
		return Status{}, false
	}
	st := Status{Kode: StatusOK, Cause: CauseRepeated, Type: o.Type, UUID: o.UUID}
	if !opdatering {
		st.Kode, st.Tekst = StatusExists, exists(o)
	} else if !newest {
		st.Cause = CauseOvertaken
	}
	return st, true
}
