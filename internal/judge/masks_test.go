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
		f := verdict.Finding{Message: fmt.Sprintf("borger 010136-4%03d i nummer %d", i%3, i), Expected: "intet CPR-nummer", Actual: "0101364567",
			Fix: "Fjern 010136-4567.", Fragment: strings.Repeat("010136-4567 ", 1+i%100)}
		if got, want := m.of(f), mask(f); got.Message != want.Message || got.Expected != want.Expected || got.Actual != want.Actual || got.Fix != want.Fix ||
			got.Fragment != want.Fragment || got.Actual == f.Actual {
			t.Fatalf("%+v, want %+v", got, want)
		}
		if len(m.known) > mostMasks {
			t.Fatalf("%d are kept", len(m.known))
		}
	}
}
