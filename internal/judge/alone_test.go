package judge_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"klarmeld/internal/anvisning"
	"klarmeld/internal/conformant"
	"klarmeld/internal/judge"
	"klarmeld/internal/municipality/municipalitytest"
)

// TestNewcomersAsIndexed: a message of objects that come for the first time is judged
// without an index as it is with one, to the number of checks.
func TestNewcomersAsIndexed(t *testing.T) {
	roles, registers := registers(t)
	ground := conformant.Ground{Register: municipalitytest.Korsbaek(t), Roles: roles}
	tried, found := 0, 0
	for seed := range 12 {
		d := conformant.Imports(ground, conformant.Settings{Registered: seed%2 == 0}).Example(seed)
		whole := conformant.Conversation{Deliveries: []conformant.Delivery{d}}
		for way := range 8 {
			raw := []byte(d.Write())
			if way > 0 {
				broken, _ := conformant.Broken(whole, uint64(seed*8+way))
				raw = []byte(broken.Deliveries[0].Write())
			}
			got, want, ok := judge.TriedTwice(raw, judge.Beside{Roles: roles, Registers: registers})
			if !ok {
				continue
			}
			tried++
			for i := range want {
				if a, b := saidOf(got[i]), saidOf(want[i]); a != b {
					t.Fatalf("seed %d, way %d: without an index\n%s\nwith one\n%s\n%s", seed, way, a, b, raw)
				}
				found += len(want[i].Deviations)
			}
		}
	}
	if tried < 60 || found < 100 {
		t.Errorf("%d messages were tried both ways, with %d deviations", tried, found)
	}
}

// saidOf is all that is said of an object.
func saidOf(tally anvisning.Tally) string {
	out := fmt.Sprintf("%d checks\n", tally.Checks)
	for _, d := range tally.Deviations {
		out += fmt.Sprintf("%s %v %p %s %s %s %s %t %s %t\n", d.Rule, d.Outcome, d.El, d.Message, d.Expected, d.Actual, d.Fix, d.Standing, d.Missing, d.Field)
	}
	return out
}

// TestManyAtOnce: one Beside judges for many at once, and says the same to each.
func TestManyAtOnce(t *testing.T) {
	roles, registers := registers(t)
	by := judge.Beside{Roles: roles, Registers: registers}
	var raws [][]byte
	var want []string
	for _, name := range []string{"sag", "dokument", "journalnotat"} {
		raw := []byte(strings.Replace(message(t, name), "</", "\u00a0</", 9))
		raws, want = append(raws, raw), append(want, fmt.Sprint(by.Check("x.xml", raw)))
	}
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for i, raw := range raws {
				if got := fmt.Sprint(by.Check("x.xml", raw)); got != want[i] || len(got) < 100 {
					t.Errorf("%s\nis said, and by itself\n%s", got, want[i])
				}
			}
		})
	}
	all.Wait()
}
