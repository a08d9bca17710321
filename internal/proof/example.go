package proof

import (
	"fmt"
	"strings"

	"github.com/beevik/etree"

	"klarmeld/internal/oio"
)

// Example shows the case: the smallest part of a message in which the one that
// keeps the rule and the one that breaks it differ, of each; without namespace
// declarations and indented. Where the rule takes more than one message to
// break, the conversation is told first, a comment a turn.
func (c Case) Example() (keeps, breaks string) {
	good, bad := c.keeps(), c.breaks()
	if a, b := good[len(good)-1].Letter, bad[len(bad)-1].Letter; a != nil && b != nil {
		keeps, breaks = differing(a, b)
		if len(bad) > 1 {
			keeps, breaks = told(good)+keeps, told(bad)+breaks
		}
		return keeps, breaks
	}
	a, b := smallest(last(good), last(bad), written)
	keeps, breaks = written(a), written(b)
	if len(good) > 1 || len(bad) > 1 {
		keeps, breaks = told(good)+keeps, told(bad)+breaks
	}
	return keeps, breaks
}

// told is a conversation, a comment a turn.
func told(turns []turn) string {
	var b strings.Builder
	for i, t := range turns {
		var text string
		switch {
		case t.KLE != nil:
			text = "en KLE-fil er givet, hvori nummeret er udgået"
		case t.Reads:
			text = "systemet læser FK Organisation"
		case t.User != "":
			text = "systemet læser brugeren " + t.User + " i FK Organisation"
		case t.Letter != nil:
			text = "systemet sender meddelelsen til " + t.Letter.path
		case t.Change != nil:
			text = "enheden " + t.Change.UUID + " nedlægges i FK Organisation fra " + t.Change.Fra.Format("2006-01-02")
		default:
			text = strings.TrimSuffix(t.Send.Tag, "SagDokumentIndeksInput")
			for _, o := range t.Send.ChildElements() {
				if id := oio.Child(o, "UUIDIdentifikator"); id != nil {
					text += fmt.Sprintf(" %s %s", o.Tag, id.Text())
				}
			}
		}
		fmt.Fprintf(&b, "<!-- %d. %s -->\n", i+1, text)
	}
	return b.String()
}

// smallest goes down as long as the two differ in one child only.
func smallest(a, b *etree.Element, written func(*etree.Element) string) (x, y *etree.Element) {
	as, bs := a.ChildElements(), b.ChildElements()
	if len(as) != len(bs) {
		return a, b
	}
	differs := -1
	for i := range as {
		if written(as[i]) == written(bs[i]) {
			continue
		}
		if differs >= 0 || as[i].Tag != bs[i].Tag {
			return a, b
		}
		differs = i
	}
	if differs < 0 || len(as[differs].ChildElements()) == 0 {
		return a, b
	}
	return smallest(as[differs], bs[differs], written)
}

func written(el *etree.Element) string {
	doc := etree.NewDocument()
	doc.SetRoot(oio.Normalise(el))
	doc.Indent(2)
	s, err := doc.WriteToString()
	if err != nil {
		return ""
	}
	return strings.TrimSpace(s)
}
