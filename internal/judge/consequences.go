package judge

import (
	"slices"
	"strings"

	"klarmeld/internal/anvisning"
	"klarmeld/internal/municipality"
	"klarmeld/internal/verdict"
)

// said is a finding of a message, with what tells whether it follows from another of them.
type said struct {
	verdict.Finding
	anvisning.Meaning
	d       *lone  // the broken rule; zero when another told it
	objekt  string // path of the object
	part    string // path of the part of it; "" when it lies in none
	kind    string // of the part, or of the parts that it speaks of
	role    string // of the part, by its name; "" when it has none that is known
	badForm bool   // the index refused the object for its form
	cause   int    // place of the finding that it follows from; -1: none
}

// maxCauses is how many findings of one part, or of the parts of one kind, are looked at
// for the cause of another: a hostile message may have as many as it has elements.
const maxCauses = 64

// toldElsewhere is the broken rule of a finding that no rule of the anvisninger told.
var toldElsewhere = &lone{Deviation: &anvisning.Deviation{}}

// newSaid places a finding.
func newSaid(f verdict.Finding, d *lone, roles *municipality.Relationsklasser) said {
	s := said{Finding: f, Meaning: anvisning.ByID(f.Rule), d: d, objekt: upper(f.Path, 2), part: partOf(f.Path), kind: d.Del.Kind, cause: -1}
	if s.kind == "" {
		s.kind = tagOf(s.part)
	}
	if (form(f.Rule) || f.Rule == "kontrakt.missing") && within(s.part+"/Rolle", f.Path) {
		s.Consequences = ofBrokenRole
	}
	if roles != nil && d.Del.Rolle.UUID != "" {
		class, _ := roles.ByUUID(string(d.objekt.Type), d.Del.Kind, municipality.ArtRolle, d.Del.Rolle.UUID)
		s.role = class.Navn
	}
	return s
}

// ofBrokenRole are the rules that may speak as well of a relation whose role is no UUID.
var ofBrokenRole = append([]string{anvisning.RuleRole.ID, anvisning.RuleUnknownRole.ID, anvisning.RuleForeignRole.ID}, anvisning.RuleRole.MayFollow...)

// form reports whether a rule is the structure's, of what a value is.
func form(rule string) bool {
	code, ok := strings.CutPrefix(rule, "kontrakt.")
	return ok && slices.Contains(values, code)
}

// attribute tells of each finding of a message which of them it follows from, by rules and
// places alone: a rule says which others may speak as well when it is broken. A finding
// never follows from one that weighs less, or counts in another column.
func attribute(all []said) {
	near := newNeighbours(all)
	var room [maxCauses]int
	for i := range all {
		best, rank := -1, 0
		for _, j := range near.of(&all[i], room[:]) {
			r := all[j].follow(&all[i])
			if r > rank && root(all, j) != i {
				best, rank = j, r
			}
		}
		all[i].cause = best
	}
	near.unknownRoles(all)
	for i := range all {
		if r := root(all, i); r != i {
			all[i].ConsequenceOf = verdict.Origin{Rule: all[r].Rule, Path: all[r].Path, Line: all[r].Line}
		}
	}
}

// root is the cause of a finding's cause, and so on.
func root(all []said, i int) int {
	for all[i].cause >= 0 {
		i = all[i].cause
	}
	return i
}

// How near a cause is: the nearest is the one.
const (
	apart = iota // it is none
	sameObject
	samePart
	sameElement
)

// follow says how near a is to b as its cause.
func (a *said) follow(b *said) int {
	switch {
	case a == b, a.d.Standing, a.objekt != b.objekt, a.objekt == "", a.Outcome < b.Outcome, a.Capability != b.Capability:
		return apart
	case a.sameValue(b), b.sameValue(a) && a.Outcome > b.Outcome:
		return sameElement
	case b.Rule == RuleRefused.ID && b.badForm && a.Tool == verdict.ToolSchema:
		return sameObject
	case !anvisning.Among(b.Rule, a.Consequences):
		return apart
	case a.Row != nil && b.Row == nil && b.Outcome >= a.Outcome && anvisning.Among(a.Rule, b.Consequences):
		return apart // each may follow from the other: the named rule says more
	case b.Rule == RuleRefused.ID:
		return sameObject
	case b.Occurrence != nil:
		if a.kind == b.Occurrence.Relation && a.role == b.Occurrence.Rolle {
			return sameObject
		}
		return apart
	}
	return a.besides(b)
}

// sameValue reports whether a is what a row says of a value, and b what the structure says
// of the same: of the element, or of what is its whole content.
func (a *said) sameValue(b *said) bool {
	switch {
	case a.Row == nil || a.d.Missing != "":
		return false
	case a.Path == b.Path:
		return form(b.Rule) || b.Rule == "kontrakt.missing"
	}
	return a.Path == above(b.Path) && form(b.Rule)
}

// besides says how near b is, which looks at the element of a or at what it is of.
func (a *said) besides(b *said) int {
	switch {
	case a.Path == b.Path:
		return sameElement
	case within(a.Path, b.Path):
		return samePart
	case within(b.Path, a.Path) && within(b.Path, a.part) && b.Path != a.part && a.part != "":
		// It is told of the parts' list, or of the object.
		if b.kind == a.kind {
			return sameObject
		}
		return apart
	case within(b.Path, a.Path):
		return samePart
	case a.part != "" && a.part == b.part && a.Row != nil && branch(a) == branch(b):
		return samePart
	case b.Rule == anvisning.RuleHistory.ID || b.Rule == anvisning.RuleAlways.ID:
		if a.kind != "" && a.kind == b.kind {
			return sameObject
		}
	}
	return apart
}

// branch is what within a part a finding is of: the time of its virkning, whose doing it
// is, or the part itself. The three are independent of each other.
func branch(s *said) string {
	steps := strings.Split(strings.TrimPrefix(s.Path, s.part), "/")
	switch {
	case len(steps) < 3 || steps[1] != "Virkning":
		return ""
	case strings.HasPrefix(steps[2], "Aktoer"):
		return "aktoer"
	}
	return "tid"
}

// neighbours are the findings that may have to do with each other, in their order.
type neighbours struct {
	all                   []said
	objects, parts, kinds map[string][]int // nil where there are so few that all are looked at
	elements              map[string][]int
}

func newNeighbours(all []said) neighbours {
	if len(all) <= maxCauses {
		return neighbours{all: all}
	}
	return lookedUp(all)
}

// lookedUp are neighbours that are found by what they have in common.
func lookedUp(all []said) neighbours {
	n := neighbours{all: all}
	n.objects, n.parts, n.kinds, n.elements = map[string][]int{}, map[string][]int{}, map[string][]int{}, map[string][]int{}
	for i := range all {
		s := &all[i]
		add := func(m map[string][]int, key string, most int) {
			if len(m[key]) < most {
				m[key] = append(m[key], i)
			}
		}
		add(n.elements, s.Path, maxCauses)
		add(n.kinds, s.objekt+"|"+s.kind, maxCauses)
		if s.part != "" {
			add(n.parts, s.part, maxCauses)
		}
		add(n.objects, s.objekt, maxCauses)
	}
	return n
}

// of are the findings that the one may follow from, in room if there is as much.
func (n neighbours) of(b *said, room []int) []int {
	widely := b.part == "" || b.Rule == anvisning.RuleHistory.ID || b.Rule == anvisning.RuleAlways.ID
	if n.elements == nil {
		out, over := room[:0], above(b.Path)
		for i := range n.all {
			a := &n.all[i]
			if a.Path == b.Path || a.Path == over || a.part == b.part && b.part != "" || a.objekt == b.objekt && (b.part == "" || widely && a.kind == b.kind) {
				out = append(out, i)
			}
		}
		return out
	}
	out := slices.Concat(n.elements[b.Path], n.elements[above(b.Path)], n.parts[b.part])
	if widely {
		out = append(out, n.kinds[b.objekt+"|"+b.kind]...)
	}
	if b.part == "" {
		out = append(out, n.objects[b.objekt]...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// like are the findings of parts of a kind, of an object.
func (n neighbours) like(objekt, kind string) []int {
	if n.elements != nil {
		return n.kinds[objekt+"|"+kind]
	}
	var out []int
	for i := range n.all {
		if n.all[i].objekt == objekt && n.all[i].kind == kind {
			out = append(out, i)
		}
	}
	return out
}

// unknownRoles lets a relation whose role nobody knows be the cause of a role that is
// missing among its like. Where more are missing than there are such relations, nobody can
// tell which is which, and each is told by itself.
func (n neighbours) unknownRoles(all []said) {
	lost := map[ofKind][]int{}
	for i := range all {
		if b := &all[i]; b.Occurrence != nil && b.cause < 0 {
			key := ofKind{b.objekt, b.kind}
			lost[key] = append(lost[key], i)
		}
	}
	if len(lost) == 0 {
		return
	}
	for i := range all {
		key := ofKind{all[i].objekt, all[i].kind}
		missing := lost[key]
		if len(missing) == 0 || missing[0] != i {
			continue // the first stands for them
		}
		relations := n.nameless(all, key)
		for k, b := range missing {
			if len(missing) <= len(relations) && all[relations[k]].losing(&all[b]) && root(all, relations[k]) != b {
				all[b].cause = relations[k]
			}
		}
	}
}

// ofKind are the parts of a kind, of an object.
type ofKind struct{ objekt, kind string }

// losing reports whether a, of a relation without a role, may be why b's role is missing.
func (a *said) losing(b *said) bool {
	return !a.d.Standing && a.Outcome >= b.Outcome && a.Capability == b.Capability && anvisning.Among(b.Rule, a.Consequences)
}

// nameless are the first findings of relations of a kind whose role is missing, or is none
// that is known, one of each relation.
func (n neighbours) nameless(all []said, key ofKind) []int {
	var out []int
	seen := map[string]bool{}
	for _, i := range n.like(key.objekt, key.kind) {
		a := &all[i]
		ofRole := a.Path == a.part || within(a.part+"/Rolle", a.Path)
		loses := slices.ContainsFunc(a.Consequences, func(p string) bool { return strings.HasSuffix(p, ".forekomst") })
		if loses && ofRole && a.part != "" && a.role == "" && !seen[a.part] {
			seen[a.part] = true
			out = append(out, i)
		}
	}
	return out
}

// lists hold the parts of an object.
var lists = []string{"AttributListe", "TilstandListe", "RelationListe"}

// partOf is the path of the part of an object that a path leads into; "" when none.
func partOf(path string) string {
	steps := strings.Split(path, "/")
	i := slices.IndexFunc(steps, func(s string) bool { return slices.Contains(lists, tagOf(s)) })
	if i < 0 {
		return ""
	}
	end := i + 2
	if end <= len(steps) && tagOf(steps[end-1]) == "LokalUdvidelseListe" {
		end++
	}
	if end > len(steps) {
		return ""
	}
	return strings.Join(steps[:end], "/")
}

// tagOf is the name of the last element of a path.
func tagOf(path string) string {
	tag := path[strings.LastIndex(path, "/")+1:]
	tag, _, _ = strings.Cut(tag, "[")
	return tag
}

// upper is the beginning of a path, so many steps of it; "" when it has fewer.
func upper(path string, steps int) string {
	all := strings.SplitN(path, "/", steps+1)
	if len(all) < steps {
		return ""
	}
	return strings.Join(all[:steps], "/")
}

// above is the path of the element around the one of a path.
func above(path string) string { return path[:max(0, strings.LastIndex(path, "/"))] }

// within reports whether a path leads to the element of another, or into it.
func within(outer, inner string) bool {
	return inner == outer || strings.HasPrefix(inner, outer+"/")
}
