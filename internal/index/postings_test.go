package index

import (
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestPostings holds postings against sets.
func TestPostings(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, want := newPostings(), map[uint64]map[uint32]bool{}
		for range rapid.IntRange(0, 300).Draw(t, "steps") {
			term, n := rapid.Uint64Range(0, 2).Draw(t, "term"), rapid.Uint32Range(0, 80).Draw(t, "number")
			if want[term] == nil {
				want[term] = map[uint32]bool{}
			}
			if rapid.IntRange(0, 2).Draw(t, "removed") == 0 {
				p.remove(term, n)
				delete(want[term], n)
			} else {
				p.add(term, n)
				want[term][n] = true
			}
			if got := slices.Collect(p.all(term)); !slices.Equal(got, slices.Sorted(maps.Keys(want[term]))) || p.size(term) != len(got) {
				t.Fatalf("%v (%d), want %v", got, p.size(term), slices.Sorted(maps.Keys(want[term])))
			}
		}
		if len(p.lists)-len(p.free) > len(p.of) {
			t.Fatalf("%d lists, %d of them free, for %d terms", len(p.lists), len(p.free), len(p.of))
		}
	})
}

// TestPostingsLetGo: what all have had and few have still takes no more room than they do.
func TestPostingsLetGo(t *testing.T) {
	p := newPostings()
	for n := range uint32(1000) {
		p.add(1, n)
	}
	for n := range uint32(990) {
		p.remove(1, n)
	}
	if list := p.lists[p.of[1]>>1]; len(list.numbers) > 40 || cap(list.numbers) > 64 || list.live != 10 {
		t.Errorf("%d of %d numbers for %d", len(list.numbers), cap(list.numbers), list.live)
	}
}
