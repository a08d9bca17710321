package index_test

import (
	"cmp"
	"fmt"
	"iter"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"klarmeld/internal/index"
	"klarmeld/internal/index/statetest"
)

// states are the kinds of state that the tests know.
var states = map[string]func(complain) index.State{
	"in memory": func(complain) index.State { return index.NewMemory() },
	"watched":   func(c complain) index.State { return &watched{complain: c} },
}

type complain func(format string, args ...any)

func TestStates(t *testing.T) {
	for name, state := range states {
		t.Run(name, func(t *testing.T) {
			statetest.Test(t, func(t *testing.T) index.State { return state(t.Errorf) })
		})
	}
}

// watched is a state that sorts its objects by UUID, and complains when one has
// been changed behind its back.
type watched struct {
	complain complain
	objects  []watchedObject
	came     int
}

type watchedObject struct {
	index.Stored
	came  int
	print string // of what was put
}

func (w *watched) at(uuid string) (int, bool) {
	return slices.BinarySearchFunc(w.objects, uuid, func(o watchedObject, id string) int { return strings.Compare(o.UUID, id) })
}

func (w *watched) check(o watchedObject) index.Stored {
	if now := fingerprint(o.Stored); now != o.print {
		w.complain("%s was changed where it is kept: from\n%s to\n%s", o.UUID, o.print, now)
	}
	return o.Stored
}

func (w *watched) Get(uuid string) (index.Stored, bool) {
	i, ok := w.at(uuid)
	if !ok {
		return index.Stored{}, false
	}
	return w.check(w.objects[i]), true
}

func (w *watched) All() iter.Seq[index.Stored] {
	objects := slices.SortedFunc(slices.Values(w.objects), func(a, b watchedObject) int { return cmp.Compare(a.came, b.came) })
	return func(yield func(index.Stored) bool) {
		for _, o := range objects {
			if !yield(w.check(o)) {
				return
			}
		}
	}
}

func (w *watched) Put(o index.Stored) {
	i, ok := w.at(o.UUID)
	if !ok {
		w.came++
		w.objects = slices.Insert(w.objects, i, watchedObject{came: w.came})
	} else {
		w.check(w.objects[i])
	}
	w.objects[i].Stored, w.objects[i].print = o, fingerprint(o)
}

func (w *watched) Delete(uuid string) {
	if i, ok := w.at(uuid); ok {
		w.check(w.objects[i])
		w.objects = slices.Delete(w.objects, i, i+1)
	}
}

// fingerprint is all that an object holds, to the last element.
func fingerprint(o index.Stored) string {
	p := printer{seen: map[uintptr]int{}}
	p.print(reflect.ValueOf(o))
	return p.String()
}

type printer struct {
	strings.Builder
	seen map[uintptr]int // what pointers point to, by the order they were met
}

func (p *printer) print(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		p.pointer(v)
	case reflect.Interface:
		if !v.IsNil() {
			p.print(v.Elem())
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type() == reflect.TypeFor[time.Time]() && v.Type().Field(i).Name == "loc" {
				continue // the machine's own, and none of the object's
			}
			fmt.Fprintf(p, "%s{", v.Type().Field(i).Name)
			p.print(v.Field(i))
			p.WriteString("}")
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			p.print(v.Index(i))
			p.WriteString(";")
		}
	case reflect.Map:
		var lines []string
		for _, k := range v.MapKeys() {
			lines = append(lines, fmt.Sprint(k, ":", v.MapIndex(k)))
		}
		slices.Sort(lines)
		fmt.Fprint(p, lines)
	default:
		fmt.Fprint(p, v)
	}
}

func (p *printer) pointer(v reflect.Value) {
	if v.IsNil() {
		return
	}
	n, met := p.seen[v.Pointer()]
	if met {
		fmt.Fprintf(p, "#%d", n)
		return
	}
	p.seen[v.Pointer()] = len(p.seen)
	p.print(v.Elem())
}
