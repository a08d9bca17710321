package proof_test

import (
	"slices"
	"testing"

	"github.com/beevik/etree"

	"klarmeld/internal/anvisning"
	"klarmeld/internal/judge"
	"klarmeld/internal/municipality"
	"klarmeld/internal/municipality/municipalitytest"
	"klarmeld/internal/proof"
)

// TestRulesThatNeedRegisters: a rule says that it needs registers exactly when
// what breaks it is found with them and not without.
func TestRulesThatNeedRegisters(t *testing.T) {
	registers := municipalitytest.Korsbaek(t)
	roles, raw := municipalitytest.Roles(t)
	cases, _, err := proof.Cases(registers, roles, raw)
	if err != nil {
		t.Fatal(err)
	}
	need := map[string]bool{}
	for _, e := range anvisning.List() {
		if e.Kind == anvisning.KindNamed {
			need[e.ID] = e.NeedsRegisters
		}
	}
	needing := map[string]int{}
	for _, c := range cases {
		says, named := need[c.Rule]
		if !named {
			continue
		}
		_, broken := c.Messages()
		doc := etree.NewDocument()
		doc.SetRoot(broken.Copy())
		message, err := doc.WriteToBytes()
		if err != nil {
			t.Fatal(err)
		}
		found := func(r *municipality.Register) bool {
			for _, f := range judge.CheckMessage("x", message, roles, r) {
				if f.Rule == c.Rule {
					return true
				}
			}
			return false
		}
		if without := found(nil); says && without {
			t.Errorf("%s, %s: found without registers", c.Rule, c.Mutation)
		} else if with := found(registers); !says && with && !without {
			t.Errorf("%s, %s: found with registers only", c.Rule, c.Mutation)
		} else if says && with {
			needing[c.Rule]++
		}
	}
	// What has ended is wrong only after the registers have changed, and what the
	// system has read is told by no single message.
	unshown := []string{anvisning.RuleReferenceEnded.ID, anvisning.RulePreferUUID.ID, anvisning.RuleUserByURN.ID}
	for id, says := range need {
		if says && needing[id] == 0 && !slices.Contains(unshown, id) {
			t.Errorf("%s is said to need registers, and nothing shows it", id)
		}
	}
	if len(needing) < 3 {
		t.Errorf("only %d rules need registers: %v", len(needing), needing)
	}
}
