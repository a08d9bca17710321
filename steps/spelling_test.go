package steps

import (
	"math/rand/v2"
	"testing"
)

// TestWithinIsTheDistance: what the letters alone rule out is ruled out by their
// order too, and nothing else.
func TestWithinIsTheDistance(t *testing.T) {
	r := rand.New(rand.NewPCG(17, 17))
	letters := []rune("abcæø \U0001F600\u00e1")
	word := func(n int) []rune {
		w := make([]rune, n)
		for i := range w {
			w[i] = letters[r.IntN(len(letters))]
		}
		return w
	}
	seen := map[bool]int{}
	for range 20_000 {
		a := word(r.IntN(9))
		b := word(r.IntN(9))
		if r.IntN(2) == 0 { // near it
			b = append([]rune{}, a...)
			for range r.IntN(3) {
				if len(b) > 1 {
					i := r.IntN(len(b) - 1)
					b[i], b[i+1] = b[i+1], letters[r.IntN(len(letters))]
				}
			}
		}
		most := r.IntN(4)
		want := distance(string(a), string(b)) <= most
		if got := spellingOf(string(a)).within(spellingOf(string(b)), most); got != want {
			t.Fatalf("%q within %d of %q: %t", string(a), most, string(b), got)
		}
		seen[want]++
	}
	if seen[true] < 1000 || seen[false] < 1000 {
		t.Errorf("one-sided: %v", seen)
	}
}
