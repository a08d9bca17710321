// Package municipalitytest gives tests the municipality that klarmeld brings
// along, without the packages that read a user's own: those stand above most of
// what is tested with it.
package municipalitytest

import (
	"sync"
	"testing"

	"klarmeld/fixtures"
	"klarmeld/internal/municipality"
)

var korsbaek = sync.OnceValues(func() (municipality.Source, error) { return municipality.DecodeFS(fixtures.Files, "korsbaek") })

// Korsbaek are the registers of the fictive municipality, as a run begins with
// them. Each call gives new ones, which the test may change.
func Korsbaek(t testing.TB) *municipality.Register {
	t.Helper()
	s, err := korsbaek()
	if err != nil {
		t.Fatal(err)
	}
	r, err := s.Register()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// Roles is the list of relation classes, and the bytes it was read from.
func Roles(t testing.TB) (*municipality.Relationsklasser, []byte) {
	t.Helper()
	raw, err := fixtures.Files.ReadFile("relationsklasser.json")
	if err != nil {
		t.Fatal(err)
	}
	r, err := municipality.LoadRelationsklasser(raw)
	if err != nil {
		t.Fatal(err)
	}
	return r, raw
}
