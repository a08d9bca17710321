package anvisning

import (
	"math/rand/v2"
	"regexp"
	"testing"
)

// TestUUIDAtEndAsMatched: a UUID alone, or at the end of a URN, is told as the expression
// has it by which it was told before.
func TestUUIDAtEndAsMatched(t *testing.T) {
	form := regexp.MustCompile(`(?i)^(?:urn:\S*:)?([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$`)
	random := rand.New(rand.NewPCG(3, 3))
	const trials, id = 100_000, "41ac9245-D933-5858-a0cc-565CE7d0bac5"
	before := []string{"", "urn:", "urn::", "URN:oio:x:", "urn:oio:it-system-uuid:", "urn:æ ø:", "urn:\u00a0\v:", "urnx:", "uRn:\t:", "urn:a"}
	with := []byte("0129afAFgG-_: \n\t\f\v\xc3\xa5uURrnN")
	told := 0
	for i := range trials {
		b := []byte(before[i%len(before)] + id)
		for range random.IntN(3) {
			b[random.IntN(len(b))] = with[random.IntN(len(with))]
		}
		got, want := uuidAtEnd(string(b)), ""
		if m := form.FindStringSubmatch(string(b)); m != nil {
			want = m[1]
		}
		if got != want {
			t.Fatalf("%q ends in %q, and by the expression in %q", b, got, want)
		}
		if got != "" {
			told++
		}
	}
	if told < trials/20 || told > trials*19/20 {
		t.Errorf("%d of %d end in a UUID", told, trials)
	}
}
