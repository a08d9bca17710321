package main

import (
	"bytes"
	"strings"
	"testing"
)

// TestGuard: where modes keep others out there is nothing to say; on Windows it is said of
// what, and what to do.
func TestGuard(t *testing.T) {
	for system, want := range map[string]bool{"windows": true, "linux": false, "darwin": false} {
		var out bytes.Buffer
		tellGuardOn(system, &out, "nøglen")
		if got := out.String(); (got != "") != want || want && !strings.HasPrefix(got, "Windows: nøglen har samme rettigheder som mappen") {
			t.Errorf("%s: %q", system, got)
		}
	}
}
