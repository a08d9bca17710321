package judge

import (
	"fmt"
	"slices"
	"strings"

	"github.com/beevik/etree"

	"klarmeld/internal/oio"
)

// views is how the elements of one message are shown. Each is made once, however
// many findings are of it: a message may have as many findings as elements, and
// an element as many siblings.
type views struct {
	steps     map[*etree.Element]string // the step of an element that has siblings of its name
	numbered  map[*etree.Element]bool   // whose children have been numbered
	fragments map[*etree.Element]string
}

func newViews() *views {
	return &views{map[*etree.Element]string{}, map[*etree.Element]bool{}, map[*etree.Element]string{}}
}

// path names an element by the local names from the message's body element
// down, with a number where siblings share a name.
func (v *views) path(el *etree.Element) string {
	var steps []string
	for ; el != nil && el.Tag != "" && el.Tag != "Body" && el.Tag != "Envelope"; el = el.Parent() {
		v.number(el.Parent())
		step, ok := v.steps[el]
		if !ok {
			step = el.Tag
		}
		steps = append(steps, step)
	}
	slices.Reverse(steps)
	return strings.Join(steps, "/")
}

// number gives the children of an element that share a name their steps.
func (v *views) number(parent *etree.Element) {
	if parent == nil || v.numbered[parent] {
		return
	}
	v.numbered[parent] = true
	total, seen := map[string]int{}, map[string]int{}
	for _, t := range parent.Child {
		if el, ok := t.(*etree.Element); ok {
			total[el.Tag]++
		}
	}
	for _, t := range parent.Child {
		if el, ok := t.(*etree.Element); ok && total[el.Tag] > 1 {
			seen[el.Tag]++
			v.steps[el] = fmt.Sprintf("%s[%d]", el.Tag, seen[el.Tag])
		}
	}
}

// Of a fragment so many elements are shown whole, so many shown at all, and so
// many characters.
const (
	maxFragment      = 14
	maxFragmentShown = 200
	maxFragmentText  = 16_000
)

// fragment is the element as a reader should see it: indented, without the
// namespace declarations that stand on it, its inside cut short when it is
// long, and the text of notes left out, since base64 hides what is in it.
func (v *views) fragment(el *etree.Element) string {
	if s, ok := v.fragments[el]; ok {
		return s
	}
	fold := more(el, maxFragment) < 0
	left := maxFragment
	var s string
	if more(el, maxFragmentShown) >= 0 && plain(el) {
		var p plainly
		p.write(el, fold, &left, 0)
		s = p.String()
	} else {
		s = written(cutCopy(el, fold, &left))
	}
	if at := maxFragmentText; len(s) > at {
		s = strings.ToValidUTF8(s[:at], "") + " …"
	}
	v.fragments[el] = s
	return s
}

// more is how many elements of the number are left when el and those in it have
// been counted; it counts no further than it must.
func more(el *etree.Element, left int) int {
	left--
	for _, t := range el.Child {
		if c, ok := t.(*etree.Element); ok && left >= 0 {
			left = more(c, left)
		}
	}
	return left
}

// cutCopy is a copy of an element as a fragment shows it: without the
// declarations, and no more of what is in it than can be shown. fold leaves the
// inside of every Virkning out: of what is too long to show whole, the period is
// what a reader misses least.
func cutCopy(el *etree.Element, fold bool, left *int) *etree.Element {
	*left--
	out := bareCopy(el)
	switch {
	case el.Tag == "Notat":
		out.SetText(fmt.Sprintf("… %d tegn base64 …", len(oio.Text(el))))
		return out
	case *left <= 0 && hasElements(el):
		out.SetText("…")
		return out
	}
	for _, t := range el.Child {
		switch c := t.(type) {
		case *etree.Element:
			switch {
			case *left < maxFragment-maxFragmentShown:
				out.CreateText("…")
				return out
			case fold && c.Tag == "Virkning":
				*left--
				folded := bareCopy(c)
				folded.SetText("…")
				out.AddChild(folded)
			default:
				out.AddChild(cutCopy(c, fold, left))
			}
		case *etree.CharData:
			out.AddChild(etree.NewText(c.Data))
		case *etree.Comment:
			out.AddChild(etree.NewComment(c.Data))
		case *etree.ProcInst:
			out.AddChild(etree.NewProcInst(c.Target, c.Inst))
		}
	}
	return out
}

// bareCopy is a copy of an element with nothing in it, without the declarations.
func bareCopy(el *etree.Element) *etree.Element {
	out := etree.NewElement(el.Tag)
	out.Space = el.Space
	for _, a := range el.Attr {
		if a.Space != "xmlns" && a.Key != "xmlns" {
			out.CreateAttr(a.FullKey(), a.Value)
		}
	}
	return out
}

func hasElements(el *etree.Element) bool {
	return slices.ContainsFunc(el.Child, func(t etree.Token) bool {
		_, ok := t.(*etree.Element)
		return ok
	})
}
