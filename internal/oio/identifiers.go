package oio

import (
	"strings"

	"github.com/beevik/etree"
)

// IsUUID reports whether s has the form that the XSD demands of a
// UUIDIdentifikator (common/SagDokObjekt.xsd): 8-4-4-4-12 hexadecimal digits.
func IsUUID(s string) bool { return Formed(s, "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx") }

// Formed reports whether a text is written as a form, in which 9 stands for a digit, x for
// a hexadecimal digit in either case, and every other character for itself. Each message
// has hundreds of such texts, and so they are looked at and not matched.
func Formed(s, form string) bool {
	if len(s) != len(form) {
		return false
	}
	for i := range len(s) {
		b := s[i]
		digit := b >= '0' && b <= '9'
		switch form[i] {
		case '9':
			if !digit {
				return false
			}
		case 'x':
			if !digit && (b < 'a' || b > 'f') && (b < 'A' || b > 'F') {
				return false
			}
		case b:
		default:
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
