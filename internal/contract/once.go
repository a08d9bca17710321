package contract

import "github.com/beevik/etree"

// Memo keeps what functions of a document come to (soap.Document).
type Memo interface {
	Once(key any, compute func() any) any
}

// checked is the key of what Check says of an element.
type checked struct{ root *etree.Element }

// CheckOnce is Check of an element of a document, which is checked once however many
// ask. What it returns is everybody's: do not change it.
func CheckOnce(k Memo, root *etree.Element) []Violation {
	return k.Once(checked{root}, func() any { return Check(root) }).([]Violation)
}
