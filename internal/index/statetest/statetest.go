// Package statetest is what every State of the index must pass, wherever it
// keeps its objects.
package statetest

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"klarmeld/internal/index"
	"klarmeld/internal/oio"
)

// Test tries a kind of state. fresh returns an empty one.
func Test(t *testing.T, fresh func(*testing.T) index.State) {
	t.Run("keeping", func(t *testing.T) { keeping(t, fresh) })
	t.Run("left early", func(t *testing.T) { leftEarly(t, fresh(t)) })
	t.Run("as it was", func(t *testing.T) { asItWas(t, fresh(t)) })
	t.Run("many readers", func(t *testing.T) { manyReaders(t, fresh(t)) })
	t.Run("under a store", func(t *testing.T) { underStore(t, fresh(t)) })
	t.Run("restored", func(t *testing.T) { restored(t, fresh) })
}

// kept is a sequence of puts (a UUID and what is put) and deletes (a UUID
// alone), and what is there afterwards, in its order.
type kept struct {
	name, does, want string
}

func keeping(t *testing.T, fresh func(*testing.T) index.State) {
	for _, c := range []kept{
		{"nothing", "", ""},
		{"one", "a=1", "a=1"},
		{"in the order they came", "c=1 a=2 b=3", "c=1 a=2 b=3"},
		{"a new one takes the old one's place", "c=1 a=2 b=3 c=4", "c=4 a=2 b=3"},
		{"deleted", "c=1 a=2 b=3 a", "c=1 b=3"},
		{"the first and the last deleted", "c=1 a=2 b=3 c b", "a=2"},
		{"all deleted", "c=1 a=2 a c", ""},
		{"deleted twice", "c=1 a=2 c c", "a=2"},
		{"what was never there deleted", "c=1 d", "c=1"},
		{"put again it comes last", "c=1 a=2 c c=3", "a=2 c=3"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := fresh(t)
			for _, do := range strings.Fields(c.does) {
				if id, what, put := strings.Cut(do, "="); put {
					s.Put(index.Stored{UUID: id, Tidspunkt: what})
				} else {
					s.Delete(id)
				}
			}
			if got := all(s); got != c.want {
				t.Errorf("there is %q, want %q", got, c.want)
			}
			for _, id := range []string{"a", "b", "c", "d"} {
				want, there := strings.CutPrefix(found(c.want, id), id+"=")
				if o, ok := s.Get(id); ok != there || o.Tidspunkt != want {
					t.Errorf("%s is %q (%t), want %q", id, o.Tidspunkt, ok, want)
				}
			}
		})
	}
}

// all is what is there, as kept has it.
func all(s index.Objects) string {
	var out []string
	for o := range s.All() {
		out = append(out, o.UUID+"="+o.Tidspunkt)
	}
	return strings.Join(out, " ")
}

func found(all, id string) string {
	for _, one := range strings.Fields(all) {
		if strings.HasPrefix(one, id+"=") {
			return one
		}
	}
	return ""
}

// leftEarly: whoever has seen enough stops, and the next one sees all.
func leftEarly(t *testing.T, s index.State) {
	for _, id := range []string{"a", "b", "c"} {
		s.Put(index.Stored{UUID: id})
	}
	n := 0
	for o := range s.All() {
		if n++; o.UUID == "b" {
			break
		}
	}
	if again := len(slices.Collect(s.All())); n != 2 || again != 3 {
		t.Errorf("stopped after %d, then saw %d", n, again)
	}
}

// asItWas: what was handed out does not follow what is put later.
func asItWas(t *testing.T, s index.State) {
	s.Put(index.Stored{Type: oio.Sag, UUID: "a", Tidspunkt: "1", Dele: []oio.Del{{Kind: "x"}}})
	got, _ := s.Get("a")
	ranged := slices.Collect(s.All())
	s.Put(index.Stored{Type: oio.Sag, UUID: "a", Tidspunkt: "2", Dele: []oio.Del{{Kind: "y"}}})
	want := index.Stored{Type: oio.Sag, UUID: "a", Tidspunkt: "1", Dele: []oio.Del{{Kind: "x"}}}
	if !reflect.DeepEqual(got, want) || !reflect.DeepEqual(ranged, []index.Stored{want}) {
		t.Errorf("now %+v and %+v", got, ranged)
	}
	s.Delete("a")
	if !reflect.DeepEqual(got, want) {
		t.Errorf("deleted it is %+v", got)
	}
}

// manyReaders look at once; the race detector sees whether one of them writes.
func manyReaders(t *testing.T, s index.State) {
	for _, id := range []string{"a", "b", "c"} {
		s.Put(index.Stored{UUID: id, Tidspunkt: "1"})
	}
	seen := make(chan string)
	for range 8 {
		go func() {
			o, _ := s.Get("b")
			seen <- o.Tidspunkt + ": " + all(s)
		}()
	}
	for range 8 {
		if got := <-seen; got != "1: a=1 b=1 c=1" {
			t.Errorf("a reader saw %q", got)
		}
	}
}
