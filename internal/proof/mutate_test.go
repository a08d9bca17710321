package proof_test

import (
	"math/rand/v2"

	"github.com/beevik/etree"
)

// mutate breaks the structure of a message in one place, as senders do, and
// says how.
func mutate(root *etree.Element, random *rand.Rand) string {
	all := root.FindElements(".//*")
	el := all[random.IntN(len(all))]
	parent := el.Parent()
	switch random.IntN(9) {
	case 0:
		parent.RemoveChild(el)
		return "without " + el.Tag
	case 1:
		parent.InsertChildAt(el.Index(), el.Copy())
		return "two " + el.Tag
	case 2:
		parent.RemoveChild(el)
		parent.AddChild(el)
		return el.Tag + " last"
	case 3:
		parent.RemoveChild(el)
		parent.InsertChildAt(0, el)
		return el.Tag + " first"
	case 4:
		el.Space = []string{"sd", "sag", "gd", "si", "di", "sdi"}[random.IntN(6)]
		return el.Tag + " in " + el.Space
	case 5: // everything in it, too
		space := []string{"sd", "sag", "gd", "si", "di", "sdi"}[random.IntN(6)]
		for _, e := range append(el.FindElements(".//*"), el) {
			e.Space = space
		}
		return "all of " + el.Tag + " in " + space
	case 6: // a default namespace that lets what is in it stand where it stood
		el.CreateAttr("xmlns", el.NamespaceURI())
		el.Space = ""
		el.CreateAttr("xmlns", "urn:oio:sagdok:2.0.0")
		return el.Tag + " in another version"
	case 7:
		if len(el.ChildElements()) == 0 {
			before, after := []string{"", " ", "\n"}[random.IntN(3)], []string{" ", "\n", "\u00a0", "\u200b"}[random.IntN(4)]
			el.SetText(before + el.Text() + after)
			return "blanks around " + el.Tag
		}
		el.CreateText("tekst")
		return "text in " + el.Tag
	default: // one that is placed elsewhere as a whole
		at := all[random.IntN(len(all))]
		for up := at; up != nil; up = up.Parent() {
			if up == el {
				return "nothing"
			}
		}
		parent.RemoveChild(el)
		at.AddChild(el)
		return el.Tag + " in " + at.Tag
	}
}
