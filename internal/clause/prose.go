package clause

import (
	_ "embed" // the file
	"strings"
	"sync"
)

// Prose is a clause of the text around the rows: the general guidance, the text of a
// section or of a role, a usage pattern. What it says is told in our own words.
type Prose struct {
	Document string `json:"document"` // its title and version, as a rule's source has it
	Section  string `json:"section"`
	Demand   string `json:"demand"` // "skal", "bør" or "oplyser"
	// TriedBy are the IDs of the rules that find a break of it, with a "*" for any
	// beginning or end.
	TriedBy []string `json:"triedBy,omitempty"`
	Says    string   `json:"says"` // in Danish
	// NotDecidable is why no rule can find a break, in Danish; "" when one can, and for
	// what demands nothing.
	NotDecidable string `json:"notDecidable,omitempty"`
}

// Demands reports whether the clause can be broken.
func (p Prose) Demands() bool { return p.Demand != "oplyser" }

//go:embed prose.tsv
var proseFile string

// OfProse are the clauses of the prose, document by document and in their order. The
// slice is shared: do not change it.
var OfProse = sync.OnceValue(func() []Prose {
	var out []Prose
	for _, line := range strings.Split(strings.TrimSuffix(proseFile, "\n"), "\n")[1:] {
		f := append(strings.Split(line, "\t"), "") // an editor may have cut an empty field at the end
		out = append(out, Prose{f[0], f[1], f[2], strings.Fields(f[3]), f[4], f[5]})
	}
	return out
})
