package driver_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/creack/pty"

	"klarmeld/internal/action"
	"klarmeld/internal/driver"
)

// terminal is a real pseudo-terminal with a person at it.
type terminal struct {
	t      *testing.T
	keys   *os.File // the person's side
	screen *bufio.Reader
	*driver.Person
}

func newTerminal(t *testing.T) *terminal {
	t.Helper()
	keys, tty, err := pty.Open()
	if err != nil {
		t.Skip("skipped: this machine has no pseudo-terminals: ", err)
	}
	t.Cleanup(func() { keys.Close(); tty.Close() })
	return &terminal{t, keys, bufio.NewReader(keys), driver.NewPerson(tty, tty)}
}

// until reads the screen until it shows a text.
func (x *terminal) until(text string) string {
	x.t.Helper()
	var shown strings.Builder
	for !strings.Contains(shown.String(), text) {
		r, _, err := x.screen.ReadRune()
		if err != nil {
			x.t.Fatalf("the screen ends with %q, without %q: %v", shown.String(), text, err)
		}
		shown.WriteRune(r)
	}
	return shown.String()
}

func (x *terminal) types(text string) {
	x.t.Helper()
	if _, err := x.keys.WriteString(text + "\n"); err != nil {
		x.t.Fatal(err)
	}
}

type performed struct {
	action.Answer
	err error
}

// asked lets klarmeld ask, and returns where its answer comes.
func (x *terminal) asked(ctx context.Context, a action.Request) <-chan performed {
	out := make(chan performed, 1)
	go func() {
		answer, err := x.Perform(ctx, a)
		out <- performed{answer, err}
	}()
	return out
}

var fresh = action.Request{ID: "sag-01/1", Kind: action.OpretSag, Sag: "sag-01/sag-1",
	Data: action.Data{Titel: "Aftale om besøg", Borger: &action.Borger{Navn: "Godtfred Lund", CPR: "0123456789"}, Enhed: "Forebyggelsesteamet", KLE: "27.35.04"}}

// TestPersonOnDemand: what is read only when it is needed is an answer to what asks
// for reading, and to nothing else.
func TestPersonOnDemand(t *testing.T) {
	for kind, reads := range map[action.Kind]bool{action.LaesOrganisation: true, action.LaesKlassifikation: true, action.OpretSag: false} {
		x := newTerminal(t)
		answer := x.asked(t.Context(), action.Request{ID: "a", Kind: kind})
		if shown := x.until("p = prøv igen"); strings.Contains(shown, "ved behov") != reads {
			t.Errorf("%s: the screen says %q", kind, shown)
		}
		x.types("b")
		want := action.OnDemand
		if !reads {
			x.until(`"b" er ikke et af svarene`)
			x.types("u")
			want = action.Done
		}
		if got := <-answer; got.err != nil || got.Status != want {
			t.Errorf("%s: %+v", kind, got)
		}
	}
}

// TestPerson: every way that a step can go, at a real terminal.
func TestPerson(t *testing.T) {
	for _, c := range []struct {
		name string
		play func(x *terminal, come func())
		want action.Answer
	}{
		{"it is seen and moves on by itself", func(x *terminal, come func()) { x.until("> "); come(); x.until("✓ Set: en import") },
			action.Answer{Status: action.Done}},
		{"done is refused until it is seen", func(x *terminal, come func()) {
			x.types("u")
			x.until("har ikke set en import af sagen endnu")
			come()
		}, action.Answer{Status: action.Done}},
		{"the person insists", func(x *terminal, _ func()) {
			x.types("u!")
			x.until("Hvorfor er det udført")
			x.types("")
			x.types("køen sendes i nat")
		}, action.Answer{Status: action.Done, Note: "køen sendes i nat"}},
		{"it is not supported", func(x *terminal, _ func()) {
			x.types("n")
			x.until("Hvorfor understøttes det ikke?")
			x.types("")
			x.until("Hvorfor understøttes det ikke?")
			x.types("vi har ingen sager")
		}, action.Answer{Status: action.NotOffered, Reason: "vi har ingen sager"}},
		{"it is passed over", func(x *terminal, _ func()) {
			x.types("spring over")
			x.until("Hvorfor springes det over?")
			x.types("testmiljøet er nede")
		}, action.Answer{Status: action.Skipped, Reason: "testmiljøet er nede"}},
		{"it is shown again", func(x *terminal, come func()) {
			x.types("p")
			x.until("Din tur")
			x.types("hvad?")
			x.until(`"hvad?" er ikke et af svarene`)
			come()
		}, action.Answer{Status: action.Done}},
	} {
		t.Run(c.name, func(t *testing.T) {
			x, seen := newTerminal(t), make(chan struct{})
			ctx := driver.WithExpectation(t.Context(), driver.Expectation{What: "en import af sagen", Seen: seen, Limit: 5 * time.Minute})
			answer := x.asked(ctx, fresh)
			shown := x.until("Svar: u = udført")
			for _, w := range []string{"Din tur (sag-01/1)", "Opret en ny sag.", "Aftale om besøg", "Godtfred Lund, CPR xxxxxxxxxx", "Forebyggelsesteamet", "27.35.04",
				"venter på en import af sagen, højst 5 minutter"} {
				if !strings.Contains(shown, w) {
					t.Errorf("the screen does not say %q:\n%s", w, shown)
				}
			}
			c.play(x, func() { close(seen) })
			got := <-answer
			if c.want.ID = fresh.ID; got.err != nil || got.ID != c.want.ID || got.Status != c.want.Status || got.Reason != c.want.Reason || got.Note != c.want.Note {
				t.Errorf("%+v, want %+v", got, c.want)
			}
		})
	}
}

// TestPersonStock: who hands over a stock of cases is asked for their numbers.
func TestPersonStock(t *testing.T) {
	x := newTerminal(t)
	x.ShowCPR = true
	answer := x.asked(t.Context(), action.Request{ID: "sag-20/1", Kind: action.OverfoerBestand, Data: action.Data{Antal: 2, Borger: fresh.Data.Borger}})
	if shown := x.until("Svar:"); !strings.Contains(shown, "CPR 0123456789") || !strings.Contains(shown, "Antal sager") {
		t.Errorf("the screen: %s", shown)
	}
	x.types("u")
	x.until("Hvilke sagsnumre")
	x.types("2026-1, 2026-2")
	if got := <-answer; got.err != nil || strings.Join(got.Sagsnumre, "|") != "2026-1|2026-2" {
		t.Errorf("%+v", got)
	}
}

// TestPersonGone: nobody at the terminal is no answer of the system's.
func TestPersonGone(t *testing.T) {
	if _, err := driver.NewPerson(strings.NewReader(""), os.Stderr).Perform(t.Context(), fresh); err == nil || !strings.Contains(err.Error(), "ingen svarer") {
		t.Errorf("%v", err)
	}
	ctx, stop := context.WithCancel(t.Context())
	x := newTerminal(t)
	answer := x.asked(ctx, fresh)
	x.until("> ")
	stop()
	if got := <-answer; !errors.Is(got.err, context.Canceled) {
		t.Errorf("%+v", got)
	}
}

// TestEveryInstruction: a person can be told of every action.
func TestEveryInstruction(t *testing.T) {
	raw, err := os.ReadFile("../../fixtures/schemas/handling.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	var schema struct {
		Properties struct{ Handling struct{ Enum []action.Kind } }
	}
	if err := json.Unmarshal(raw, &schema); err != nil || len(schema.Properties.Handling.Enum) == 0 {
		t.Fatalf("no actions: %v", err)
	}
	for _, k := range schema.Properties.Handling.Enum {
		var out strings.Builder
		_, _ = driver.NewPerson(strings.NewReader(""), &out).Perform(t.Context(), action.Request{ID: "1", Kind: k})
		if lines := strings.Split(out.String(), "\n"); len(lines) < 3 || !strings.HasSuffix(lines[2], ".") {
			t.Errorf("%s has no instruction:\n%s", k, out.String())
		}
	}
}
