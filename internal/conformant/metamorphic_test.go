package conformant_test

import (
	"flag"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"klarmeld/internal/conformant"
	"klarmeld/internal/judge"
	"klarmeld/internal/municipality/municipalitytest"
	"klarmeld/internal/verdict"
)

var metamorphic = flag.Int("conformant.metamorphic", 5, "how many conversations each change that must not matter is tried on")

// changes are the transformations that must not matter. Those that keep tell that a
// broken conversation has the very same findings after it. A nil conversation is one
// that cannot be changed so.
var changes = []struct {
	name  string
	set   conformant.Settings
	keeps bool
	do    func(*rapid.T, conformant.Conversation) conformant.Conversation
}{
	{"prefixes renamed", conformant.Settings{}, true, func(t *rapid.T, c conformant.Conversation) conformant.Conversation {
		return conformant.Renamed(c, rapid.Uint64().Draw(t, "seed"))
	}},
	{"reordered", conformant.Settings{}, true, func(t *rapid.T, c conformant.Conversation) conformant.Conversation {
		return conformant.Reordered(c, rapid.Uint64().Draw(t, "seed"))
	}},
	{"split in two", conformant.Settings{}, false, func(t *rapid.T, c conformant.Conversation) conformant.Conversation {
		out, split := conformant.Split(c, rapid.Uint64().Draw(t, "seed"))
		if !split {
			t.Skip("nothing that can be split")
		}
		return out
	}},
	{"moved in time", conformant.Settings{OneEra: true}, true, func(t *rapid.T, c conformant.Conversation) conformant.Conversation {
		back, forth := conformant.Room(c)
		return conformant.Shifted(c, time.Duration(rapid.Int64Range(int64(back), int64(forth)).Draw(t, "by")))
	}},
	{"empty elements added", conformant.Settings{}, false, func(t *rapid.T, c conformant.Conversation) conformant.Conversation {
		return conformant.Padded(c, rapid.Uint64().Draw(t, "seed"))
	}},
	{"removed and sent again", conformant.Settings{Whole: true}, false, func(t *rapid.T, c conformant.Conversation) conformant.Conversation {
		return conformant.SentAgain(c)
	}},
}

// TestChangesThatMustNotMatter: a conformant conversation stays clean under each.
func TestChangesThatMustNotMatter(t *testing.T) {
	g := ground(t)
	_, rolesJSON := municipalitytest.Roles(t)
	for _, change := range changes {
		t.Run(change.name, func(t *testing.T) {
			checks(t, *metamorphic)
			rapid.Check(t, func(r *rapid.T) {
				set := change.set
				set.Registered = rapid.Bool().Draw(r, "registered")
				c := change.do(r, conformant.Conversations(g, set).Draw(r, "conversation"))
				if bad := worse(judged(r, g, rolesJSON, c)); bad != "" {
					r.Fatalf("%s%s", bad, spelled(c))
				}
			})
		})
	}
}

// rules are the findings by rule and outcome, in order.
func rules(all []verdict.Finding) string {
	var out []string
	for _, f := range all {
		if f.Outcome != verdict.Information {
			out = append(out, fmt.Sprintf("%v %s", f.Outcome, f.Rule))
		}
	}
	slices.Sort(out)
	return strings.Join(out, "\n")
}

// TestBrokenStaysBroken: what is wrong is wrong in the same way, whatever the
// prefixes, the order and the year.
func TestBrokenStaysBroken(t *testing.T) {
	g := ground(t)
	_, rolesJSON := municipalitytest.Roles(t)
	for _, change := range changes {
		if !change.keeps {
			continue
		}
		t.Run(change.name, func(t *testing.T) {
			checks(t, *metamorphic)
			rapid.Check(t, func(r *rapid.T) {
				set := change.set
				set.Registered = rapid.Bool().Draw(r, "registered")
				c, broken := conformant.Broken(conformant.Conversations(g, set).Draw(r, "conversation"), rapid.Uint64().Draw(r, "break"))
				was := rules(judged(r, g, rolesJSON, c))
				if was == "" {
					r.Fatalf("%s: nothing was found in%s", broken, spelled(c))
				}
				changed := change.do(r, c)
				if now := rules(judged(r, g, rolesJSON, changed)); now != was {
					r.Fatalf("%s: was\n%s\nis\n%s\nof%s\nchanged from%s", broken, was, now, spelled(changed), spelled(c))
				}
			})
		})
	}
}

// TestAlonePadded: a single message stays clean, too, with what says nothing in it.
func TestAlonePadded(t *testing.T) {
	g := ground(t)
	checks(t, *metamorphic)
	rapid.Check(t, func(r *rapid.T) {
		d := conformant.Imports(g, conformant.Settings{}).Draw(r, "delivery")
		c := conformant.Padded(conformant.Conversation{Deliveries: []conformant.Delivery{d}}, rapid.Uint64().Draw(r, "seed"))
		raw := []byte(c.Deliveries[0].Write())
		if bad := worse(judge.CheckMessage("meddelelse.xml", raw, g.Roles, nil)); bad != "" {
			r.Fatalf("%s\n%s", bad, raw)
		}
	})
}
