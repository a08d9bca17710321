package oio

import (
	"strings"

	"github.com/beevik/etree"
)

// IsUUID reports whether s has the form that the XSD demands of a
// UUIDIdentifikator (common/SagDokObjekt.xsd): 8-4-4-4-12 hexadecimal digits.
func IsUUID(s string) bool {
	const form = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx"
	if len(s) != len(form) || s[8] != '-' || s[13] != '-' || s[18] != '-' || s[23] != '-' {
		return false
	}
	for i := range len(form) {
		if form[i] == 'x' && !hexadecimal[s[i]] {
			return false
		}
	}
	return true
}

// hexadecimal are the digits of a UUID.
var hexadecimal = func() (is [256]bool) {
	for _, b := range "0123456789abcdefABCDEF" {
		is[b] = true
	}
	return is
}()

// Formed reports whether a text is written as a form, in which 9 stands for a digit and every
// other character for itself. Each message has hundreds of such texts, and so they are
// looked at and not matched.
func Formed(s, form string) bool {
	if len(s) != len(form) {
		return false
	}
	for i := range len(s) {
		if form[i] == '9' {
			if s[i] < '0' || s[i] > '9' {
				return false
			}
		} else if s[i] != form[i] {
			return false
		}
	}
	return true
}

// SameUUID compares two UUIDs without regard to letter case.
func SameUUID(a, b string) bool { return a != "" && strings.EqualFold(a, b) }

// Ref is a UnikIdType: either a UUID or a URN (common/SagDokObjekt.xsd).
// The zero value means that nothing was given.
type Ref struct {
	UUID string // lower case
	URN  string // as it was written
}

// ReadRef reads the UUIDIdentifikator or URNIdentifikator below el.
func ReadRef(el *etree.Element) Ref {
	if u := Child(el, "UUIDIdentifikator"); u != nil {
		return Ref{UUID: strings.ToLower(strings.TrimSpace(Text(u)))}
	}
	if u := Child(el, "URNIdentifikator"); u != nil {
		return Ref{URN: Text(u)}
	}
	return Ref{}
}

// IsZero reports whether the reference holds neither UUID nor URN.
func (r Ref) IsZero() bool { return r.UUID == "" && r.URN == "" }

// String gives the UUID or the URN, whichever is there.
func (r Ref) String() string {
	if r.UUID != "" {
		return r.UUID
	}
	return r.URN
}
