package judge

import (
	"fmt"
	"strings"
	"testing"

	"klarmeld/internal/verdict"
)

// TestMasks: what is known of texts is what masking says of them, however many there
// are, and however long.
func TestMasks(t *testing.T) {
	var m masks
	for i := range 3 * mostMasks {
		f := verdict.Finding{Message: fmt.Sprintf("borger 010190-%04d i nummer %d", i%7, i), Expected: "intet CPR-nummer", Actual: "0101901234", Fix: "Fjern 010190-1234.", Fragment: strings.Repeat("010190-1234 ", 1+i%100)}
		if got, want := m.of(f), mask(f); got.Message != want.Message || got.Expected != want.Expected || got.Actual != want.Actual || got.Fix != want.Fix || got.Fragment != want.Fragment || got.Actual == f.Actual {
			t.Fatalf("%+v, want %+v", got, want)
		}
		if len(m.known) > mostMasks {
			t.Fatalf("%d are kept", len(m.known))
		}
	}
}
