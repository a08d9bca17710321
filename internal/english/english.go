// Package english says in English what klarmeld says in Danish. Danish is the
// source: a text that the catalogue does not know stays as it is, as do names
// and what a system has said itself.
package english

import (
	_ "embed"
	"sync"
)

//go:embed english.po
var po []byte

var words = sync.OnceValue(func() *catalogue { return newCatalogue(po) })

// Text is a Danish text in English: whole, or like one that has places. What
// there is no English for stays as it is.
func Text(danish string) string {
	if danish == "" {
		return ""
	}
	return words().text(danish)
}
