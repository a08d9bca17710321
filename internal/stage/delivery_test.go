package stage_test

import (
	"bytes"
	"fmt"
	"os"
	"testing"
)

// numbered is a message that keeps every rule, about a case of its own.
func numbered(t testing.TB, n int) []byte {
	t.Helper()
	raw, err := os.ReadFile("../../cmd/klarmeld/testdata/messages/god.xml")
	if err != nil {
		t.Fatal(err)
	}
	raw = bytes.ReplaceAll(raw, []byte("41ac9245-d933-5858-a0cc-565ce7d0bac5"), fmt.Appendf(nil, "41ac9245-0000-4000-8000-%012x", n))
	return bytes.ReplaceAll(raw, []byte("2026-000001"), fmt.Appendf(nil, "2026-%06d", n))
}
