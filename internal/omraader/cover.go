package omraader

import (
	"maps"
	"slices"
	"strings"

	"klarmeld/internal/kle"
	"klarmeld/internal/verdict"
)

// Sag is a case that a system has sent, with one pair of KLE number and facet that it has
// had. A case that was reclassified has several.
type Sag struct {
	UUID   string
	Number string // the case's own; "" when it was sent without one
	KLE    string // NN.NN.NN
	Facet  string // handlingsfacet; "" when it was sent without one
}

// Basis is what cases are held against.
type Basis struct {
	Areas   *Areas
	Mapping *Mapping     // nil: the vendor has given none
	Edition *kle.Edition // nil: the user has given none
	For     []string     // what the system is for (Areas.CheckFor); empty: all
}

// mostExamples is how many cases of an area are named.
const mostExamples = 5

// Cover says in which areas the cases are.
func (b Basis) Cover(cases []Sag) verdict.Coverage {
	out := verdict.Coverage{ID: b.Areas.ID, Title: b.Areas.Titel, Cases: count(cases)}
	if b.Mapping != nil {
		out.Mapping = b.Mapping.Titel
	}
	in := make([]bool, len(cases)) // some area
	for _, g := range b.Areas.Groups {
		covered := verdict.CoverageGroup{ID: g.ID, Title: g.Titel, Deadline: g.Deadline, Source: g.Source}
		for _, a := range g.Areas {
			covered.Areas = append(covered.Areas, b.area(g, a, cases, in))
		}
		out.Groups = append(out.Groups, covered)
	}
	var outside []Sag
	for i, c := range cases {
		if !in[i] && c.KLE != "" {
			outside = append(outside, c)
		}
	}
	out.Outside = b.numbers(outside)
	out.KLE = b.edition(cases)
	return out
}

// area is what was seen of an area. in is told which cases it has.
func (b Basis) area(g Group, a Area, cases []Sag, in []bool) verdict.CoveredArea {
	out := verdict.CoveredArea{ID: a.ID, Title: a.Titel, Status: verdict.AreaUnseen}
	marks := []Marked{{KLE: a.KLE}}
	if a.KLE == "" {
		if marks = nil; b.Mapping != nil {
			marks = b.Mapping.Kinds[a.ID]
		}
	}
	for _, m := range marks {
		out.Numbers = append(out.Numbers, m.String())
	}
	if known, ok := b.get(a.KLE); ok {
		out.Ended = known.Ended
		if out.Title == "" {
			out.Title = known.Title
		}
	}
	var own []Sag
	for i, c := range cases {
		if slices.ContainsFunc(marks, func(m Marked) bool { return below(c.KLE, m.KLE) && (m.Facet == "" || m.Facet == c.Facet) }) {
			in[i] = true
			own = append(own, c)
		}
	}
	out.Cases, out.Examples = count(own), examples(own)
	switch {
	case out.Cases > 0:
		out.Status = verdict.AreaSeen
	case !b.theirs(g, a):
		out.Status = verdict.AreaNotTheir
	case len(marks) == 0:
		out.Status = verdict.AreaUnmapped
	}
	return out
}

// theirs reports whether the system is for an area.
func (b Basis) theirs(g Group, a Area) bool {
	return len(b.For) == 0 || slices.ContainsFunc(b.For, func(e string) bool { return names(e, g, a) })
}

func (b Basis) get(number string) (kle.Number, bool) {
	if b.Edition == nil {
		return kle.Number{}, false
	}
	return b.Edition.Get(number)
}

// count counts cases, each once however many pairs it has.
func count(cases []Sag) int {
	all := map[string]bool{}
	for _, c := range cases {
		all[c.UUID] = true
	}
	return len(all)
}

// examples are the first cases, by their numbers.
func examples(cases []Sag) []string {
	var out []string
	for _, c := range cases {
		if name := c.name(); len(out) < mostExamples && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}

func (c Sag) name() string {
	if c.Number == "" {
		return c.UUID
	}
	return c.Number
}

// numbers are those of cases, in order, as far as the edition knows them.
func (b Basis) numbers(cases []Sag) []verdict.KLENumber {
	by := map[string][]Sag{}
	for _, c := range cases {
		by[c.KLE] = append(by[c.KLE], c)
	}
	var out []verdict.KLENumber
	for _, number := range slices.Sorted(maps.Keys(by)) {
		n := verdict.KLENumber{Number: number, Cases: count(by[number])}
		if known, ok := b.get(number); ok {
			n.Title, n.Created, n.Ended = known.Title, known.Created, known.Ended
		}
		out = append(out, n)
	}
	return out
}

// edition is what the user's edition tells of the cases; nil without one.
func (b Basis) edition(cases []Sag) *verdict.KLEEdition {
	if b.Edition == nil {
		return nil
	}
	out := &verdict.KLEEdition{Published: b.Edition.Published, SHA256: b.Edition.SHA256, Numbers: len(b.Edition.Numbers)}
	groups := map[string]bool{} // NN.NN of the areas and of the cases
	for _, g := range b.Areas.Groups {
		for _, a := range g.Areas {
			groups[group(a.KLE)] = true
		}
	}
	for _, n := range b.numbers(withNumber(cases)) {
		groups[group(n.Number)] = true
		switch _, known := b.get(n.Number); {
		case !known:
			out.Unknown = append(out.Unknown, n)
		case n.Ended != "":
			out.Ended = append(out.Ended, n)
		}
	}
	for _, n := range b.Edition.Numbers {
		if strings.Count(n.Number, ".") == 2 && groups[group(n.Number)] && b.Edition.New(n) {
			out.New = append(out.New, verdict.KLENumber{Number: n.Number, Title: n.Title, Created: n.Created})
		}
	}
	return out
}

func withNumber(cases []Sag) []Sag {
	return slices.DeleteFunc(slices.Clone(cases), func(c Sag) bool { return c.KLE == "" })
}

// group is the gruppe, NN.NN, that a number stands under; "" of a hovedgruppe.
func group(number string) string {
	parts := strings.SplitN(number, ".", 3)
	if len(parts) < 2 {
		return ""
	}
	return parts[0] + "." + parts[1]
}
