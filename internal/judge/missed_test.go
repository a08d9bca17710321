package judge_test

import (
	"strings"
	"testing"

	"klarmeld/internal/judge"
)

// TestMissedAlone: what was missed before ruleset 2026.5 is found in a message by
// itself, and what a message by itself cannot tell is not said.
func TestMissedAlone(t *testing.T) {
	sag, dok := message(t, "sag"), message(t, "dokument")
	roles, reg := registers(t)
	owner := roleOf(t, "Sag", "Sagsaktoer", "Ejer")
	user := func(indeks, of string) string {
		return relation(t, "sag:Sagsaktoer", "Andre behandlere", "Bruger", indeks, urn("urn:oio:kbk:id:"+of), later, "", actor("Karen Lund", "11111111", "K"))
	}
	beside := func(more ...string) string {
		i := strings.LastIndex(sag, "</sag:Sagsaktoer>") + len("</sag:Sagsaktoer>")
		return sag[:i] + strings.Join(more, "") + sag[i:]
	}
	for _, c := range []struct {
		name, message string
		alone, held   string // the rules without and with registers
	}{
		{"as it is", sag, "", ""}, {"a document as it is", dok, "", ""},
		{"a late owner", begin(t, sag, owner, last), "ob1.til-enhver-tid", "ob1.til-enhver-tid"},
		{"titles that end", finish(t, sag, "</sag:Egenskaber>", last), "ob1.til-enhver-tid", "ob1.til-enhver-tid"},
		{"a document's states with a hole", double(t, dok, "<di:Fremdrift>", "</di:Fremdrift>", later, last), "ob1.til-enhver-tid", "ob1.til-enhver-tid"},
		{"an update alone", opdater("Sag", sagA, sagRelationer(cutOut(t, begin(t, sag, owner, last), "<sag:Sagsaktoer>", "</sag:Sagsaktoer>"))), "", ""},
		{"a blank before KLE", change(t, sag, ">27.35.04<", "> 27.35.04<"), "vaerdi.blanktegn", "vaerdi.blanktegn"},
		{"two users with one key", beside(user("8", "a"), user("9", "b")), "relation.noegle-delt", "relation.noegle-delt"},
		{"one user twice", beside(user("8", "a"), user("9", "a")), "", ""},
		{"an emne as Handlingsklasse", change(t, sag, uid(kleFacet), uid(kleEmne), ">G01<", ">27.35.04<"), "sag.sagsklasse.handlingsklasse.emnenummer",
			"sag.sagsklasse.handlingsklasse.emnenummer"},
		{"a visning as Handlingsklasse", change(t, sag, uid(kleFacet), uid(visning), ">G01<", ">Visning undtaget for borger<"), "", "klasse.liste"},
		{"another's number beside a UUID", change(t, sag, uid(korsbaek), uid("b0016e1c-9cb5-5b33-b478-9986e3aa1d06")), "", "reference.beskriver-en-anden"},
	} {
		for want, registers := range map[bool]string{false: c.alone, true: c.held} {
			held := reg
			if !want {
				held = nil
			}
			var got []string
			for _, f := range judge.CheckMessage("m.xml", []byte(c.message), roles, held) {
				got = append(got, f.Rule)
			}
			if strings.Join(got, " ") != registers {
				t.Errorf("%s, registers %t: found %v, want %q", c.name, want, got, registers)
			}
		}
	}
}
