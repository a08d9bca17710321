package judge

import (
	"fmt"
	"reflect"
	"slices"

	"klarmeld/internal/packed"
	"klarmeld/internal/verdict"
)

// Notes is what was found while a scenario ran.
type Notes struct {
	Findings  []verdict.Finding
	Checks    int
	Secured   int // checks of the secured wire, which say nothing of another column
	Exchanges []int
	// Message is the number of the newest exchange in which the system asked the
	// index to change something; 0: there is none.
	Message int
}

// noted are the notes of a scenario, of which the findings are the newest. Those that came
// before are packed: who makes a mistake makes it in each of a hundred thousand cases.
type noted struct {
	Notes
	earlier []findings
}

// findings are packed, so many together.
type findings struct {
	n      int
	packed []byte
}

// fewFindings is how many of a scenario's findings are not packed, and fewMore how many
// more the exchange that makes them so many may well have.
const (
	fewFindings = 512
	fewMore     = 16
)

// notes is the page of a scenario.
func (j *Judge) notes(scenario string) *noted {
	n, ok := j.scenarios[scenario]
	if !ok {
		n = &noted{}
		j.scenarios[scenario] = n
	}
	return n
}

// Notes returns what was found while the scenario ran.
func (j *Judge) Notes(scenario string) Notes {
	n := j.notes(scenario)
	out := n.Notes
	if len(n.earlier) == 0 {
		return out
	}
	out.Findings = nil
	for _, e := range n.earlier {
		out.Findings = append(out.Findings, e.open(j.keeping.box)...)
	}
	out.Findings = append(out.Findings, n.Findings...)
	return out
}

// turn packs the findings when there are many: before an exchange is judged, which looks
// at its own again.
func (n *noted) turn(box *packed.Box) {
	if len(n.Findings) < fewFindings {
		return
	}
	p := box.Pack()
	for i := range n.Findings {
		packFields(p, reflect.ValueOf(&n.Findings[i]).Elem())
	}
	n.earlier = append(n.earlier, findings{len(n.Findings), p.Done()})
	n.Findings = make([]verdict.Finding, 0, fewFindings+fewMore) // who has so many will have as many again
}

func (f findings) open(box *packed.Box) []verdict.Finding {
	out := make([]verdict.Finding, f.n)
	o := box.Open(f.packed)
	for i := range out {
		openFields(o, reflect.ValueOf(&out[i]).Elem())
	}
	return out
}

// packFields packs all that a finding says, and openFields takes it out again: texts,
// numbers that are not negative, what is true or not, and what is made of them.
func packFields(p *packed.Packer, v reflect.Value) {
	for i := range v.NumField() {
		switch f := v.Field(i); f.Kind() {
		case reflect.String:
			p.Text(f.String())
		case reflect.Int:
			p.Number(int(f.Int()))
		case reflect.Bool:
			p.Number(slices.Index([]bool{false, true}, f.Bool()))
		case reflect.Struct:
			packFields(p, f)
		default:
			panic(fmt.Sprintf("a finding has a %s, which cannot be packed", f.Kind()))
		}
	}
}

func openFields(o *packed.Opened, v reflect.Value) {
	for i := range v.NumField() {
		switch f := v.Field(i); f.Kind() {
		case reflect.String:
			f.SetString(o.Text())
		case reflect.Int:
			f.SetInt(int64(o.Number()))
		case reflect.Bool:
			f.SetBool(o.Number() == 1)
		case reflect.Struct:
			openFields(o, f)
		}
	}
}
