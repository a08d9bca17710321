package contract

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// TestLinesApart: of every type that messages have it is known which line an element
// fits, or else it would never be seen that a message agrees.
func TestLinesApart(t *testing.T) {
	for n, typ := range load().types {
		if !typ.apart {
			t.Errorf("%s has an element that fits two lines", n.local)
		}
	}
}

// TestTimePartsAsMatched: the parts of a dateTime are those that its expression has.
func TestTimePartsAsMatched(t *testing.T) {
	random := rand.New(rand.NewPCG(4, 4))
	const trials = 100_000
	texts := []string{"2026-01-31T12:00:00+01:00", "2026-01-31T12:00:00", "-2026-01-31T24:00:00.000Z", "12026-01-31T12:00:00.5-14:00", "2026-01-31T12:00:00.123456789Z"}
	with, parted := "0123456789-+:.TZ \n", 0
	for i := range trials {
		b := []byte(texts[i%len(texts)])
		for range random.IntN(3) {
			c, at := with[random.IntN(len(with))], random.IntN(len(b))
			switch random.IntN(3) {
			case 0:
				b = slices.Insert(b, at, c)
			case 1:
				b = slices.Delete(b, at, at+1)
			default:
				b[at] = c
			}
		}
		got, ok := timeParts(string(b))
		want := dateTimeForm.FindStringSubmatch(string(b))
		if ok != (want != nil) || ok && !slices.Equal(got[:], want) {
			t.Fatalf("%q has the parts %q, and by the expression %q", b, got, want)
		}
		if ok {
			parted++
		}
	}
	if parted < trials/20 || parted > trials*19/20 {
		t.Errorf("%d of %d have parts", parted, trials)
	}
}
