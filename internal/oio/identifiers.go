package oio

import (
	"strings"

	"github.com/beevik/etree"

	"klarmeld/internal/lazyregexp"
)

var uuidPattern = lazyregexp.New(`^[a-fA-F0-9]{8}-[a-fA-F0-9]{4}-[a-fA-F0-9]{4}-[a-fA-F0-9]{4}-[a-fA-F0-9]{12}$`)

// IsUUID reports whether s has the form that the XSD demands of a
// UUIDIdentifikator (common/SagDokObjekt.xsd): 8-4-4-4-12 hexadecimal digits.
func IsUUID(s string) bool { return uuidPattern.MatchString(s) }

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
