package conformant_test

import (
	"flag"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"klarmeld/internal/conformant"
	"klarmeld/internal/judge"
	"klarmeld/internal/municipality/municipalitytest"
	"klarmeld/internal/verdict"
)

var messages = flag.Int("conformant.messages", 20, "how many conformant messages are judged")

// checks lets rapid draw n times, from the same seed each time unless the command
// line has another: a finding that a test makes today it makes tomorrow.
func checks(t *testing.T, n int) {
	t.Helper()
	set := func(name, value string) {
		if err := flag.Set(name, value); err != nil {
			t.Fatal(err)
		}
	}
	set("rapid.checks", strconv.Itoa(n))
	set("rapid.nofailfile", "true")
	if flag.Lookup("rapid.seed").Value.String() == "0" {
		set("rapid.seed", "2020")
	}
}

func ground(t testing.TB) conformant.Ground {
	t.Helper()
	roles, _ := municipalitytest.Roles(t)
	return conformant.Ground{Register: municipalitytest.Korsbaek(t), Roles: roles}
}

// worse are the findings that a conformant message must not have.
func worse(all []verdict.Finding) string {
	out := ""
	for _, f := range all {
		// Whether a title is one that a citizen understands is no matter of the rows, and none
		// of ours is: they are drawn by chance.
		if f.Outcome != verdict.Information && !strings.HasPrefix(f.Rule, "titel.") {
			out += fmt.Sprintf("\n%v %s, linje %d %s: %s (%s, fik %q, ventede %q)", f.Outcome, f.Rule, f.Line, f.Path, f.Message, f.Source, f.Actual, f.Expected)
		}
	}
	return out
}

// TestImportsAreClean: an importer that keeps the rows has nothing worse than
// information, alone and, where its references are the registers' own, with them.
func TestImportsAreClean(t *testing.T) {
	g := ground(t)
	for _, registered := range []bool{false, true} {
		t.Run(fmt.Sprintf("registre=%v", registered), func(t *testing.T) {
			checks(t, *messages)
			rapid.Check(t, func(r *rapid.T) {
				d := conformant.Imports(g, conformant.Settings{Registered: registered}).Draw(r, "delivery")
				raw := []byte(d.Write())
				if bad := worse(judge.CheckMessage("meddelelse.xml", raw, g.Roles, nil)); bad != "" {
					r.Fatalf("alone:%s\n%s", bad, raw)
				}
				if !registered {
					return
				}
				if bad := worse(judge.CheckMessage("meddelelse.xml", raw, g.Roles, g.Register)); bad != "" {
					r.Fatalf("with the registers:%s\n%s", bad, raw)
				}
			})
		})
	}
}
