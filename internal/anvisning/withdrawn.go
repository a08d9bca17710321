package anvisning

import (
	"fmt"
	"strings"

	"github.com/beevik/etree"

	"klarmeld/internal/oio"
)

// withdrawn are the elements that stood beside a party's reference and that version 6 has
// no more, with how the URN begins that took their place (Anvisninger for sagsobjektet
// 1.7, 3.7 Sagspart; for dokumentobjektet 1.7, Dokumentpart).
var withdrawn = map[string]string{
	"CPR-nr": urnCPR, "CVR-nr": "urn:oio:cvr-nr:", "P-nr": "urn:oio:pnr:", "PersonID": "urn:oio:us:personid:", "BorgerID": "urn:oio:udk:borgerid:",
}

// WithdrawnURN is the form of the URN in ReferenceID that says what an element of a party
// did before version 6; "" for another element.
func WithdrawnURN(el *etree.Element) string {
	if partyAround(el) == nil {
		return ""
	}
	return withdrawnForm(el.Tag)
}

// withdrawnForm is that form, for an element of that name in a party.
func withdrawnForm(tag string) string {
	begins := withdrawn[tag]
	for _, s := range shapesOf(refPartPatterns...) {
		if begins != "" && s.begins == begins {
			return fmt.Sprintf("%s<%d cifre>", begins, s.digits)
		}
	}
	return ""
}

func withdrawnBy(el *etree.Element) string {
	if partyAround(el) == nil {
		return ""
	}
	return withdrawn[el.Tag]
}

func partyAround(el *etree.Element) *etree.Element {
	for ; el != nil; el = el.Parent() {
		if el.Tag == "Sagspart" || el.Tag == "Dokumentpart" {
			return el
		}
	}
	return nil
}

// Withdrawn is the repair of a party that still has such an element: its number goes into
// the reference as a URN, where there is none, and the element goes. nil for another
// element, and where reference and number disagree: only the sender knows which is right.
func Withdrawn(el *etree.Element) *Repair {
	begins, part := withdrawnBy(el), partyAround(el)
	if begins == "" {
		return nil
	}
	shapes, urn := shapesOf(refPartPatterns...), begins+oio.Trim(oio.Text(el))
	if brokenIn(shapes, urn) != (oio.Broken{}) {
		urn = nearURN(shapes)(urn)
	}
	if urn == "" {
		return nil // it is no such number
	}
	ref := oio.ReadRef(oio.Child(part, "ReferenceID"))
	if !ref.IsZero() && !strings.EqualFold(ref.URN, urn) {
		return nil
	}
	r := &Repair{At: part, Path: wayDown(part, el), Remove: true}
	if ref.IsZero() {
		r.Also = &Repair{Path: "ReferenceID", Content: byURN(urn)}
	}
	return r
}

// wayDown is the path of local names from a part to an element in it.
func wayDown(part, el *etree.Element) string {
	steps := []string{}
	for ; el != nil && el != part; el = el.Parent() {
		steps = append([]string{el.Tag}, steps...)
	}
	return strings.Join(steps, "/")
}
