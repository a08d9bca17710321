package index

import (
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"

	"github.com/beevik/etree"

	"klarmeld/internal/oio"
)

// TestDraftsLeaveTheLinks: what refers to what is the same after any drafts, kept or
// dropped, as it would be when it were found anew in what the store holds.
func TestDraftsLeaveTheLinks(t *testing.T) {
	for seed := range int64(60) {
		r := rand.New(rand.NewSource(seed))
		s := NewStore()
		dropped := 0
		for range 60 {
			d, settle := s.Draft()
			for range 1 + r.Intn(3) {
				draftSomething(d, r)
			}
			keep := r.Intn(2) == 0
			if settle(keep); !keep {
				dropped++
			}
			got, want := written(s.links), written(linksOf(s.state, s.links.seed))
			if got != want {
				t.Fatalf("seed %d: the links are\n%s, and when found anew\n%s", seed, got, want)
			}
		}
		if dropped == 0 {
			t.Error("no draft was dropped")
		}
	}
}

// draftSomething puts an object that refers to some others, or lets go of one.
func draftSomething(d *Store, r *rand.Rand) {
	id := func() string { return fmt.Sprintf("00000000-0000-4000-8000-%012d", r.Intn(8)) }
	uuid := id()
	old, there := d.state.Get(uuid)
	if there && r.Intn(3) == 0 {
		d.delete(old)
		return
	}
	o := Stored{Type: oio.Sag, UUID: uuid, history: slices.Clone(old.history)}
	var dele []*oio.Del
	for range r.Intn(3) {
		dele = append(dele, referringTo(id()))
	}
	o.take(registration{dele: dele})
	o.show()
	d.put(o)
}

// referringTo is a relation to an object.
func referringTo(id string) *oio.Del {
	el := etree.NewElement("Journalpost")
	el.CreateElement("ReferenceID").CreateElement("UUIDIdentifikator").SetText(id)
	d := oio.ReadDel(el, true)
	return &d
}

// written is what links say: of each term the objects that have it, in their order.
func written(l *links) string {
	var out []string
	for term := range l.with.of {
		out = append(out, fmt.Sprint(term, slices.Collect(l.having(term)), l.with.size(term)))
	}
	slices.Sort(out)
	all := map[string]bool{}
	for id := range l.numbers {
		all[id.String()] = true
	}
	return strings.Join(append(out, fmt.Sprint(l.ordered(all), len(l.ids))), "\n")
}
