package judge

import (
	"encoding/xml"
	"slices"
	"sync"

	"github.com/beevik/etree"

	"klarmeld/internal/anvisning"
	"klarmeld/internal/contract"
	"klarmeld/internal/soap"
	"klarmeld/internal/verdict"
)

// validated are the elements that KOMBIT's validation tool takes: those of importer
// and opdater.
var validated = sync.OnceValue(func() map[xml.Name]bool {
	out := map[xml.Name]bool{}
	for name, op := range itsService().Operations {
		out[name] = op.Name == "importer" || op.Name == "opdater"
	}
	return out
})

// tool is what KOMBIT's validation tool would see of a message.
type tool struct {
	body   *etree.Element          // nil: it does not take such a message
	holds  bool                    // the schema does
	holes  map[hole]bool           // what the schema misses
	values map[*etree.Element]bool // whose value the schema refuses
}

// hole is an element that is not there.
type hole struct {
	in   *etree.Element
	what string
}

// toolOn is the tool on a message, of whose structure all that is wrong is given.
func toolOn(env *soap.Envelope, all []contract.Violation) tool {
	t := tool{holds: true, holes: map[hole]bool{}, values: map[*etree.Element]bool{}}
	if !validated()[xml.Name{Space: env.Body.NamespaceURI(), Local: env.Body.Tag}] {
		return t
	}
	t.body = env.Body
	for _, v := range all {
		if !t.reads(v.Element) {
			continue // of the header
		}
		t.holds = false
		if slices.Contains(ofValues, v.Code) {
			t.values[v.Element] = true
		}
		for _, name := range v.Missing {
			t.holes[hole{v.Element, name}] = true
		}
	}
	return t
}

// ofValues are the codes of what the contract says of a value.
var ofValues = []string{"value", "length", "enumeration", "pattern"}

// reads reports whether an element is one that the tool looks at.
func (t tool) reads(el *etree.Element) bool {
	for ; el != nil && t.body != nil; el = el.Parent() {
		if el == t.body {
			return true
		}
	}
	return false
}

// violation is how the tool would see a disagreement with the contract.
func (t tool) violation(v contract.Violation) verdict.ToolSight {
	if t.reads(v.Element) {
		return verdict.ToolSchema
	}
	return verdict.ToolBlind
}

// deviation is how it would see a broken rule. Of what the schema misses too the rule
// speaks, for it tells more; and of a value that the schema refuses both do.
func (t tool) deviation(d anvisning.Deviation) verdict.ToolSight {
	switch {
	case t.body == nil:
		return verdict.ToolBlind
	case d.Missing != "" && t.holes[hole{d.El, d.Missing}], t.values[d.El]:
		return verdict.ToolSchema
	case d.Outcome != verdict.Fail: // it is not demanded of everybody
		return verdict.ToolBlind
	case d.Field && t.holds:
		return verdict.ToolFields
	case d.Field:
		return verdict.ToolFieldsLater
	}
	return verdict.ToolBlind
}
