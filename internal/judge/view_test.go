package judge_test

import (
	"strings"
	"testing"

	"klarmeld/internal/judge"
)

// TestFragmentsAreSetOut: a message that its sender has set out, in whatever way, is shown
// as one that stands on one line.
func TestFragmentsAreSetOut(t *testing.T) {
	roles, reg := registers(t)
	flat := named(t, onOneLine(message(t, "sag")))
	for name, between := range map[string]string{"tabs": ">\r\n\t\t<", "lines between": ">\n\n      <", "blanks": ">    <"} {
		want := judge.CheckMessage("a.xml", []byte(flat), roles, reg)
		got := judge.CheckMessage("a.xml", []byte(strings.ReplaceAll(flat, "><", between)), roles, reg)
		if len(want) == 0 || len(got) != len(want) {
			t.Fatalf("%s: %d findings, want %d", name, len(got), len(want))
		}
		for i, f := range want {
			if got[i].Fragment != f.Fragment || f.Fragment == "" {
				t.Errorf("%s: shown is\n%s\nwant\n%s", name, got[i].Fragment, f.Fragment)
			}
		}
	}
}

// onOneLine is a message without the white space between its elements.
func onOneLine(s string) string {
	var out strings.Builder
	for line := range strings.Lines(s) {
		out.WriteString(strings.TrimSpace(line))
	}
	return out.String()
}

// named is a message in which the roles say an attribute that the contract has not.
func named(t *testing.T, s string) string {
	t.Helper()
	const role = "<gd:Rolle>"
	if !strings.Contains(s, role) {
		t.Fatal("the message has no roles")
	}
	return strings.ReplaceAll(s, role, `<gd:Rolle navn="x">`)
}
