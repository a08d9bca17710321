package judge

import (
	"fmt"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"klarmeld/internal/oio"
	"klarmeld/internal/packed"
	"klarmeld/internal/verdict"
)

// filled gives every field of a finding a value of its own.
func filled(v reflect.Value, n *int) {
	for i := range v.NumField() {
		*n++
		switch f := v.Field(i); f.Kind() {
		case reflect.String:
			f.SetString(fmt.Sprint("text ", *n))
		case reflect.Int:
			f.SetInt(int64(*n))
		case reflect.Bool:
			f.SetBool(true)
		case reflect.Struct:
			filled(f, n)
		}
	}
}

// TestNotesOfMany: what is found stays as it was told, and in its order, however much
// comes after it.
func TestNotesOfMany(t *testing.T) {
	j := New(nil)
	var want []verdict.Finding
	for i := range 3*fewFindings + 7 {
		var f verdict.Finding
		n := i
		filled(reflect.ValueOf(&f).Elem(), &n)
		f.Scenario = "a"
		j.Found("a", f)
		want = append(want, f)
		if j.notes("a").turn(j.keeping.box); i%100 == 0 && !reflect.DeepEqual(j.Notes("a").Findings, want) {
			t.Fatalf("after %d the findings are others", i)
		}
	}
	n := j.notes("a")
	if got := j.Notes("a"); !reflect.DeepEqual(got.Findings, want) || len(n.earlier) != 3 {
		t.Errorf("%d findings, %d times packed, are not the %d that were told", len(got.Findings), len(n.earlier), len(want))
	}
	if size := len(n.earlier[0].packed) / fewFindings; size > 600 {
		t.Errorf("a finding takes %d bytes", size)
	}
}

// TestBrought: what a message brought is the same when it has been packed, but for how it
// was written.
func TestBrought(t *testing.T) {
	raw, err := os.ReadFile("../../cmd/klarmeld/testdata/messages/god.xml")
	if err != nil {
		t.Fatal(err)
	}
	env, p := read(raw)
	if p != nil {
		t.Fatal(p)
	}
	k := newKeeping()
	b := k.objekter(oio.ReadObjekter(env.Body))
	want := spoken(b.objekter())
	b.pack()
	if got := spoken(b.objekter()); got != want || !strings.Contains(want, "Sagspart|d839f26a") || b.whole != nil {
		t.Errorf("packed it is\n%s\nwhole it was\n%s", got, want)
	}
	if len(b.packed) > len(raw)/5 {
		t.Errorf("a message of %d bytes is kept in %d", len(raw), len(b.packed))
	}
	if k.objekter(nil) != nil {
		t.Error("what brought nothing is kept")
	}
}

// spoken is all that objects say.
func spoken(all []oio.Objekt) string {
	out := ""
	for _, o := range all {
		out += fmt.Sprintln(o.Type, o.UUID, o.Opdatering, written(oio.Normalise(o.El)))
		for _, r := range o.Registreringer {
			out += fmt.Sprintln(r.Tidspunkt.String(), r.LivscyklusKode, r.BrugerRef)
			for _, d := range r.Dele {
				out += fmt.Sprintln(d.Key(), d.Type, d.Reference, d.Virkning.Fra, d.Virkning.Til.Text, d.Virkning.AktoerRef, d.Virkning.AktoerTypeKode, d.El.Tag)
			}
		}
	}
	return out
}

// TestOldestArePacked: of what messages brought the newest are as they were read, within
// the bound.
func TestOldestArePacked(t *testing.T) {
	env, p := read([]byte(`<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Body><ImporterSagDokumentIndeksInput xmlns="` + oio.NSIndeks +
		`"><SagIndeks>` + strings.Repeat("<x>y</x>", 20_000) + `</SagIndeks></ImporterSagDokumentIndeksInput></e:Body></e:Envelope>`))
	if p != nil {
		t.Fatal(p)
	}
	k := newKeeping()
	var all []*brought
	for range 12 {
		all = append(all, k.objekter(oio.ReadObjekter(env.Body)))
	}
	whole := slices.IndexFunc(all, func(b *brought) bool { return b.packed == nil })
	room := mostUnpacked / packed.Weight(oio.ReadObjekter(env.Body)[0].El)
	if whole != len(all)-room || slices.ContainsFunc(all[whole:], func(b *brought) bool { return b.packed != nil }) {
		t.Errorf("the first %d of %d are packed, there is room for %d", whole, len(all), room)
	}
}

// TestRoll holds a roll against a list that is looked through.
func TestRoll(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r, want := newRoll(), []string(nil)
		for range rapid.IntRange(0, 200).Draw(t, "steps") {
			name := fmt.Sprint(rapid.IntRange(0, 60).Draw(t, "name"))
			if rapid.IntRange(0, 2).Draw(t, "removed") == 0 {
				r.remove(name)
				want = slices.DeleteFunc(want, func(n string) bool { return n == name })
			} else if r.add(name); !slices.Contains(want, name) {
				want = append(want, name)
			}
			if got := r.all(); !slices.Equal(got, want) || r.size != len(want) {
				t.Fatalf("%v (%d), want %v", got, r.size, want)
			}
			if most := min(3, len(want)); !slices.Equal(r.oldest(3), want[:most]) {
				t.Fatalf("the oldest are %v of %v", r.oldest(3), want)
			}
		}
	})
}
