package privacy_test

import (
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"

	"klarmeld/internal/privacy"
	"klarmeld/internal/privacy/privacytest"
)

// surroundings are what a number stands in.
var surroundings = []string{"%", "Vedr. %", "Vedr. %, sygedagpenge", "% og CVR 11111111", "sag 2026-000001: %.", `{"titel":"%"}`, "<a>%</a>", "(%)",
	"brev-%.xml", "borger %\nnæste linje", "x\n%\ny", "2026-11-24 %"}

// TestSpellings: whatever a number is written like, none is left, and what is
// masked is masked.
func TestSpellings(t *testing.T) {
	const least = 30
	all, times := privacytest.Spellings(), 4000
	if len(all) < least {
		t.Fatalf("%d spellings", len(all))
	}
	if s := os.Getenv("KLARMELD_SPELLINGS"); s != "" {
		times, _ = strconv.Atoi(s) // 0 on a mistake, and then nothing is tried
	}
	r := rand.New(rand.NewPCG(16, 18))
	for i := range times {
		sp := all[i%len(all)]
		number := privacytest.Number(r)
		written := sp.Write(r, number)
		in := strings.ReplaceAll(surroundings[r.IntN(len(surroundings))], "%", written)
		out := privacy.Mask(in)
		if privacytest.Leaks(out, number[1:]) || strings.Contains(out, written) {
			t.Errorf("%s: Mask(%q) = %q", sp.Name, in, out)
		}
		if again := privacy.Mask(out); again != out {
			t.Errorf("%s: Mask(Mask(%q)) = %q, Mask = %q", sp.Name, in, again, out)
		}
	}
	if times == 0 {
		t.Fatal("nothing was tried")
	}
}
