package steps

import (
	"context"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"klarmeld/internal/municipality"
	"klarmeld/internal/trial"
)

// coming begins the kind of a name that something gets during the run.
const coming = "ny"

// names are the kinds of the names in a sentence, in the order of the groups of its
// pattern; "" for a group that is no name. new tells those that the sentence gives. A
// number tells groups of one kind apart.
func (s sentence) names() (kinds []trial.NameKind, given []bool) {
	for _, group := range s.pattern.SubexpNames()[1:] {
		kind, isNew := strings.CutPrefix(strings.TrimRight(group, "0123456789"), coming)
		kinds, given = append(kinds, trial.NameKind(kind)), append(given, isNew)
	}
	return kinds, given
}

// play is what godog calls for the sentence: what it does, with the names of those
// who play in this run. A name is put in its place when the sentence has been
// understood, and so it is a name whatever it holds.
func (s sentence) play() any {
	kinds, given := s.names()
	do := reflect.ValueOf(s.do)
	return reflect.MakeFunc(do.Type(), func(args []reflect.Value) []reflect.Value {
		of := scene(args[0].Interface().(context.Context))
		for i, kind := range kinds {
			if kind != "" && !given[i] {
				args[i+1] = reflect.ValueOf(of.Named(kind, args[i+1].String()))
			}
		}
		if !s.claim {
			return do.Call(args)
		}
		ctx := args[0].Interface().(context.Context)
		err := of.Demand(ctx, func() error { err, _ := do.Call(args)[0].Interface().(error); return err })
		return []reflect.Value{reflect.ValueOf(&err).Elem()}
	}).Interface()
}

// asPlayed is a sentence as it was played in a scene.
func asPlayed(of *trial.Scene, text string) string {
	if of == nil { // it was never begun
		return text
	}
	all := meanings(text)
	if len(all) == 0 {
		return text
	}
	return all[0].asPlayed(of, text, all[0].pattern.FindStringSubmatchIndex(text))
}

func (s sentence) asPlayed(of *trial.Scene, text string, at []int) string {
	kinds, _ := s.names()
	var out strings.Builder
	from := 0
	for i, kind := range kinds {
		if begin, end := at[2*i+2], at[2*i+3]; kind != "" && begin >= 0 {
			out.WriteString(text[from:begin])
			out.WriteString(of.Named(kind, text[begin:end]))
			from = end
		}
	}
	return out.String() + text[from:]
}

// said are the names of a step by their kinds; given tells those that something gets
// by it.
func said(text string, see func(kind trial.NameKind, name string, given bool)) {
	all := meanings(text)
	if len(all) == 0 {
		return
	}
	m := all[0].pattern.FindStringSubmatch(text)
	kinds, given := all[0].names()
	for i, kind := range kinds {
		if kind != "" && m[i+1] != "" {
			see(kind, m[i+1], given[i])
		}
	}
}

// CastPart is a part of the scenarios that somebody else plays than the scenarios say.
type CastPart struct {
	Kind trial.NameKind `json:"art"` // citizen, user or unit
	Name string         `json:"navn"`
	By   string         `json:"spilletAf"`
}

// Parts are the parts that are played by others, by kind and name.
func (s *Script) Parts() []CastPart {
	roles := s.roles()
	var out []CastPart
	for _, name := range slices.Sorted(maps.Keys(s.parts)) {
		for _, kind := range slices.Sorted(maps.Keys(roles[name])) {
			out = append(out, CastPart{kind, name, s.parts[name]})
		}
	}
	return out
}

// roles are the citizens, users and units that the scenarios name, each with its
// kinds. What comes into being during a run is nobody's part.
func (s *Script) roles() map[string]map[trial.NameKind]bool {
	out, made := map[string]map[trial.NameKind]bool{}, map[string]bool{}
	for _, x := range s.all {
		for _, step := range x.said {
			said(step.text, func(kind trial.NameKind, name string, given bool) {
				switch {
				case given:
					made[name] = true
				case kind.Played():
					if out[name] == nil {
						out[name] = map[trial.NameKind]bool{}
					}
					out[name][kind] = true
				}
			})
		}
	}
	maps.DeleteFunc(out, func(name string, _ map[trial.NameKind]bool) bool { return made[name] })
	return out
}

var kindNames = map[trial.NameKind]string{trial.NameCitizen: "borger", trial.NameUser: "bruger", trial.NameUnit: "enhed"}

// Cast holds the parts that the profile gives to others against the scenarios, which
// they stand in, and the registers, which those who play them stand in. Each has a
// player of its own: two units that are one would let a system through that knows
// but one.
func (s *Script) Cast(r *municipality.Register) error {
	roles := s.roles()
	var wrong []string
	for _, name := range slices.Sorted(maps.Keys(s.parts)) {
		if len(roles[name]) == 0 {
			wrong = append(wrong, fmt.Sprintf("intet scenarie har en borger, enhed eller bruger, der hedder %q", name))
		}
		for _, kind := range slices.Sorted(maps.Keys(roles[name])) {
			if _, ok := kind.In(r, s.parts[name]); !ok {
				wrong = append(wrong, fmt.Sprintf("%q, der skal spille %q, er ingen %s i registrene (%s)", s.parts[name], name, kindNames[kind], r.Navn()))
			}
		}
	}
	wrong = append(wrong, s.doubled(r, roles)...)
	if len(wrong) > 0 {
		return fmt.Errorf("%s; ret medvirkende, eller registrene", strings.Join(wrong, "; "))
	}
	return nil
}

// doubled are those who play more than one part, where the profile has given one of
// them away.
func (s *Script) doubled(r *municipality.Register, roles map[string]map[trial.NameKind]bool) []string {
	var wrong []string
	players := map[string]string{} // kind and who it is → the part
	for _, name := range slices.Sorted(maps.Keys(roles)) {
		for _, kind := range slices.Sorted(maps.Keys(roles[name])) {
			by, cast := s.parts[name]
			if !cast {
				by = name
			}
			who, ok := kind.In(r, by)
			if !ok {
				continue // On tells of it
			}
			key := string(kind) + "/" + who
			other, taken := players[key]
			if _, otherCast := s.parts[other]; taken && (cast || otherCast) {
				wrong = append(wrong, fmt.Sprintf("%q kan ikke spille både %q og %q", by, other, name))
			}
			players[key] = name
		}
	}
	return wrong
}

// comes finds the names that something gets in a step.
func comes(text string) []string {
	var out []string
	said(text, func(_ trial.NameKind, name string, given bool) {
		if given {
			out = append(out, name)
		}
	})
	return out
}
