package simulated_test

import (
	"strings"
	"testing"
	"time"

	"klarmeld/internal/action"
	"klarmeld/internal/simulated"
)

// TestVary: variants are put together, and those that say opposite things are not.
func TestVary(t *testing.T) {
	v := func(name string, traits ...simulated.Trait) simulated.Variant {
		return simulated.Variant{Name: name, Differs: name + ".", Traits: traits}
	}
	other := simulated.Variant{Name: "uden-skift", Differs: "x.", Profile: []byte(`{"soap":"1.1","tilbyderIkke":{"skift-ejer":"nej"}}`), Excludes: []string{"utc"}}
	for _, c := range []struct {
		name string
		of   []simulated.Variant
		is   string // the name of the system
		said string
	}{
		{"none", nil, "reference", ""},
		{"one", []simulated.Variant{v("utc", "zone=Z")}, "utc", ""},
		{"two", []simulated.Variant{v("utc", "zone=Z"), v("fra-0", "indeks=0")}, "utc-og-fra-0", ""},
		{"a trait twice", []simulated.Variant{v("fra-0", "indeks=0"), v("fra-1", "indeks=1")}, "", "kan ikke spilles sammen"},
		{"itself", []simulated.Variant{v("utc", "zone=Z"), v("utc", "zone=Z")}, "", "kan ikke spilles sammen"},
		{"excluded", []simulated.Variant{v("utc", "zone=Z"), other}, "", "utc og uden-skift"},
		{"no such trait", []simulated.Variant{v("x", "flyver")}, "", `"flyver"`},
	} {
		p, err := reference().Vary(c.of...)
		if c.said == "" && (err != nil || p.Name != c.is) || c.said != "" && (err == nil || !strings.Contains(err.Error(), c.said)) {
			t.Errorf("%s: %q, %v", c.name, p.Name, err)
		}
	}
	plain := reference()
	plain.NotOffered = map[action.Kind]string{}
	p, err := plain.Vary(other)
	if err != nil || p.SOAP != "1.1" || p.NotOffered[action.SkiftEjer] != "nej" {
		t.Errorf("the profile is not varied: %+v, %v", p, err)
	}
	if len(plain.NotOffered) != 0 {
		t.Error("the profile that is varied has been changed itself")
	}
}

// TestAnswersFirst: a system that answers first has sent nothing when it answers, and
// then all that it had to send, in order, as its time comes.
func TestAnswersFirst(t *testing.T) {
	w := newWorld(t)
	p := reference()
	p.Traits = []simulated.Trait{"svar-foerst=1"}
	if !p.AnswersFirst() || reference().AnswersFirst() {
		t.Error("it is not known who answers first")
	}
	later := &noted{world: w}
	s := w.installBy(later, p, "http://klarmeld.test")
	if ans := s.Do(newCase("besøg")); ans.Status != action.Done {
		t.Fatalf("%+v", ans)
	}
	if got := strings.Join(w.operations(0), ", "); strings.Contains(got, "Importer") {
		t.Errorf("sent %s before it answered", got)
	}
	if len(later.due) != 1 {
		t.Fatalf("%d are to be sent", len(later.due))
	}
	later.due[0]()
	if got := strings.Join(w.operations(0), ", "); strings.Count(got, "Importer") != 1 {
		t.Errorf("sent %s", got)
	}
}

// noted is the world's clock, with a list of what is to happen later.
type noted struct {
	*world
	due []func()
}

func (n *noted) Later(_ time.Duration, do func()) { n.due = append(n.due, do) }
