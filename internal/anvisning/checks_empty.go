package anvisning

import (
	"fmt"
	"slices"
	"strings"

	"github.com/beevik/etree"

	"klarmeld/internal/oio"
	"klarmeld/internal/verdict"
)

// RuleEmpty is one rule for all rows: the contract allows an element that is there
// with nothing in it, and what has nothing in it has not been filled in.
var RuleEmpty = Named{ID: "vaerdi.tomt-element", Source: "SF1470 version 6, XSD: elementet må mangle; Anvisninger for sags- og dokumentobjektet 1.7: " +
	"det er ikke udfyldt, når det er tomt", Outcome: verdict.Information,
	Text: "Et element, der ikke har noget at sige, udelades: et tomt element er tilladt, og det er som intet element.",
	Fix:  "Udelad det tomme element. Det er ingen fejl at sende det."}

// namedOnce is something that is told once of each element's name in an object.
type namedOnce struct {
	row    *Rule
	at, el *etree.Element // the part, and the first of its name in the object
	path   string         // below the part
	del    oio.Del
	places map[*etree.Element]bool
}

// empty reports whether an element has no content: neither elements nor a text that
// is more than the white space of XML.
func empty(el *etree.Element) bool { return oio.Leaf(el) && noText(el) }

func noText(el *etree.Element) bool { return oio.Trim(oio.Text(el)) == "" }

// hollow reports whether there is nothing but empty elements in an element.
func hollow(el *etree.Element) bool {
	return noText(el) && !slices.ContainsFunc(el.ChildElements(), func(c *etree.Element) bool { return !hollow(c) })
}

// mayBeEmpty reports whether a row lets its element be left out wherever it does not
// demand it. OB1 of a set is demanded of all its sets together, and a registration's
// at import alone: there an empty one says that there is none.
func (c *trial) mayBeEmpty(r *Rule, d *oio.Del) bool {
	return r.Obligation == Absent || r.Obligation == Optional || r.Obligation == OB4 || c.ends(d)
}

// emptied remembers an empty element, or the one around it that has nothing else.
func (c *trial) emptied(r *Rule, at, el *etree.Element, d oio.Del) {
	path := r.Path
	for el.Parent() != at && el.Parent() != nil && hollow(el.Parent()) {
		el, path = el.Parent(), path[:strings.LastIndex(path, "/")]
	}
	c.blank = once(c.blank, r, at, el, path, d)
}

// once adds an element to what is told once of its name.
func once(all []*namedOnce, r *Rule, at, el *etree.Element, path string, d oio.Del) []*namedOnce {
	for _, b := range all {
		if b.el.Tag == el.Tag {
			b.places[el] = true
			return all
		}
	}
	return append(all, &namedOnce{r, at, el, path, d, map[*etree.Element]bool{el: true}})
}

// tellEmpty says it once of each name: who writes one empty element writes all of them.
func (c *trial) tellEmpty() {
	for _, b := range c.blank {
		places := ""
		if len(b.places) > 1 {
			places = fmt.Sprintf(" (%d steder i objektet, her det første)", len(b.places))
		}
		told := len(c.Deviations)
		c.fail(RuleEmpty, b.el, b.del, fmt.Sprintf("%s%s er tom%s: %s er ikke udfyldt.", b.el.Tag, c.where(b.del), places, b.row.What),
			"intet element "+b.el.Tag+", når der intet er at sige", "et tomt element", "Udelad "+b.el.Tag+".")
		if len(b.places) == 1 && len(c.Deviations) > told {
			c.repaired(Repair{At: b.at, Path: b.path, Remove: true})
		}
	}
}
