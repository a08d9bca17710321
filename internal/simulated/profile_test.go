package simulated_test

import (
	"testing"
	"time"

	"klarmeld/internal/action"
	"klarmeld/internal/simulated"
)

// TestParseProfile: a profile is read by the names of its schema, and what is
// no profile is an error.
func TestParseProfile(t *testing.T) {
	p, err := simulated.ParseProfile(
		[]byte(`{"navn": "n", "titel": "t", "itsystem": "i", "soap": "1.1", "enheder": "fast", "fastEnhed": "Borgerservice", "kle": "indtastet",
		"nummerserie": "N-", "tilbyderIkke": {"opret-sag": "nej"}, "afvigelser": ["lukker-ikke"], "fristMinutter": 15}`))
	if err != nil || p.Name != "n" || p.Title != "t" || p.ItSystem != "i" || p.SOAP != "1.1" || p.Units != "fast" || p.FixedUnit != "Borgerservice" ||
		p.KLE != "indtastet" ||
		p.Numbers != "N-" || p.NotOffered[action.OpretSag] != "nej" || len(p.Deviations) != 1 || p.Deviations[0] != simulated.NeverCloses {
		t.Errorf("%+v, %v", p, err)
	}
	for _, raw := range []string{"", "[]", `{"navn": 1}`, "{"} {
		if p, err := simulated.ParseProfile([]byte(raw)); err == nil {
			t.Errorf("%q is read as %+v", raw, p)
		}
	}
}

// TestDeadline: five minutes where nothing else is agreed.
func TestDeadline(t *testing.T) {
	for minutes, want := range map[int]time.Duration{0: 5 * time.Minute, 1: time.Minute, 15: 15 * time.Minute} {
		if got := (simulated.Profile{Minutes: minutes}).Deadline(); got != want {
			t.Errorf("%d minutes: %s, want %s", minutes, got, want)
		}
	}
}
