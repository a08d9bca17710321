package trial_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"

	"klarmeld/internal/action"
	"klarmeld/internal/english"
	"klarmeld/internal/index"
	"klarmeld/internal/trial"
	"klarmeld/internal/verdict"
)

func caseNumber(n int) string { return fmt.Sprintf("41ac9245-d933-5858-a0cc-%012x", n) }

// told is what a result says under a rule: how often, and what was found.
func told(t *testing.T, r verdict.SystemResult, rule string) (n int, actual string) {
	t.Helper()
	for _, f := range r.Findings() {
		if f.Rule != rule {
			continue
		}
		if n++; f.Outcome != verdict.Information || f.Exchange == 0 {
			t.Errorf("%s is %s, of exchange %d", rule, f.Outcome, f.Exchange)
		}
		actual = f.Actual
		if err := english.Missing(f.Message, f.Expected, f.Actual, f.Fix, f.Source); err != nil {
			t.Error(err)
		}
	}
	return n, actual
}

// TestUnasked: what came besides what a scenario asked for is said once, with how much
// it is; and the replay says the same.
func TestUnasked(t *testing.T) {
	many := func(n int) []string {
		var out []string
		for i := range n {
			out = append(out, imports(caseNumber(i)))
		}
		return out
	}
	for _, c := range []struct {
		name string
		send []string
		says string // "": nothing
	}{
		{"what was asked for", []string{imports(sagA)}, ""},
		{"and again", []string{imports(sagA), imports(sagA)}, ""},
		{"and changed", []string{imports(sagA), updates(sagA, "Ny")}, ""},
		{"one more", []string{imports(sagA), imports(sagB)}, "desuden 1 sager, 0 dokumenter og 0 opdateringer af andet"},
		{"one more before", []string{imports(sagB), imports(sagA)}, "desuden 1 sager, 0 dokumenter og 0 opdateringer af andet"},
		{"three hundred more", append(many(300), imports(sagA)), "desuden 300 sager, 0 dokumenter og 0 opdateringer af andet"},
		{"a document", []string{imports(sagA), importsDocument(dokA)}, "desuden 0 sager, 1 dokumenter og 0 opdateringer af andet"},
		{"a change of another", []string{imports(sagA), imports(sagB), updates(sagB, "En"), updates(sagB, "To")},
			"desuden 1 sager, 0 dokumenter og 2 opdateringer af andet"},
		{"readings", []string{imports(sagA), reads(unit), reads(unit)}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := begun(t, sends(c.send...))
			scene(t, context.Background(), w.Trial, "sag-1", func(s *trial.Scene) error { return opens(context.Background(), s) })
			again := replayed(t, w.log.all())
			live := result(t, w.Trial, "sag-1")
			scene(t, context.Background(), again, "sag-1", func(s *trial.Scene) error { return opens(context.Background(), s) })
			for _, r := range []verdict.SystemResult{live, result(t, again, "sag-1")} {
				n, actual := told(t, r, trial.RuleUnasked.ID)
				if actual != c.says || n > 1 {
					t.Errorf("told %d times: %q", n, actual)
				}
			}
		})
	}
}

// TestLateIsAskedFor: what comes in the next scenario, since it was late, was asked for.
func TestLateIsAskedFor(t *testing.T) {
	w := begun(t, func(w *world) does {
		return func(_ context.Context, a action.Request) (action.Answer, error) {
			if a.ID == "sag-2/1" {
				send(w.Handler(), imports(sagA))
				send(w.Handler(), imports(sagB))
			}
			return done(a)
		}
	})
	for _, id := range []string{"sag-1", "sag-2"} {
		scene(t, context.Background(), w.Trial, id, func(s *trial.Scene) error { return opens(context.Background(), s) })
	}
	if n, actual := told(t, result(t, w.Trial, "sag-1", "sag-2"), trial.RuleUnasked.ID); n != 0 {
		t.Errorf("told: %s", actual)
	}
}

// sendFrom sends a message from an address, or as a browser.
func sendFrom(h http.Handler, peer, origin, message string) int {
	r := httptest.NewRequest(http.MethodPost, index.Paths[0], strings.NewReader(message))
	r.RemoteAddr = peer + ":1234"
	r.Header.Set("Content-Type", "text/xml")
	r.Header.Set("SOAPAction", `"http://kombit.dk/sts/sagdokumentindeks/importer"`)
	if origin != "" {
		r.Header.Set("Origin", origin)
	}
	rec := httptest.NewRecorder()
	h.ServeHTTP(rec, r)
	return rec.Code
}

// TestForeignSender: what somebody else sends is no evidence of the system, has no
// effect, and is said once with who and how much; the peers are told apart.
func TestForeignSender(t *testing.T) {
	for _, c := range []struct {
		name    string
		own     []string
		peer    string
		origin  string
		outcome verdict.Outcome
		says    string
	}{
		{"nobody is named: whoever sends is the system", nil, "10.0.0.7", "", verdict.Pass, ""},
		{"the system", []string{"10.0.0.0/24"}, "10.0.0.7", "", verdict.Pass, ""},
		{"somebody else does the system's work", []string{"10.0.0.1"}, "10.0.0.7", "", verdict.NotObserved, "10.0.0.7: 3"},
		{"a page in a browser does it", nil, "127.0.0.1", "https://ond.example", verdict.NotObserved, "browser 127.0.0.1: 3"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := prepared(t)
			w.setting.Senders = c.own
			var err error
			if w.Trial, err = trial.New(w.setting); err != nil {
				t.Fatal(err)
			}
			w.Cast(trial.Cast{System: does(func(_ context.Context, a action.Request) (action.Answer, error) {
				for range 3 {
					sendFrom(w.Handler(), c.peer, c.origin, imports(sagA))
				}
				return done(a)
			})})
			plays := func(of *trial.Trial) verdict.SystemResult {
				scene(t, context.Background(), of, "sag-1", func(s *trial.Scene) error { return opens(context.Background(), s) })
				return result(t, of, "sag-1")
			}
			live, again := plays(w.Trial), replayed(t, w.log.all())
			for i, r := range []verdict.SystemResult{live, plays(again)} {
				if want := []verdict.Peer{{Address: c.peer, Foreign: c.says != "", Exchanges: 3}}; !reflect.DeepEqual(r.Peers, want) {
					t.Errorf("%d: the peers are %+v", i, r.Peers)
				}
				s := judged(t, r, "sag-1")
				n, actual := told(t, r, trial.RuleForeign.ID)
				if c.says != "" && s.Outcome != c.outcome || c.says == "" && s.Outcome < verdict.Pass || actual != c.says || n > 1 {
					t.Errorf("%d: %s, told %d times: %q", i, s.Outcome, n, actual)
				}
			}
			if strings.Join(again.Senders(), " ") != strings.Join(c.own, " ") {
				t.Errorf("the recording has %v", again.Senders())
			}
		})
	}
}

// TestOutside: what comes while no scenario is played is said in the next, and what it
// lacks is held against nobody.
func TestOutside(t *testing.T) {
	w := begun(t, sends(imports(sagA)))
	plays := func(of *trial.Trial, between func()) verdict.SystemResult {
		between()
		scene(t, context.Background(), of, "sag-1", func(s *trial.Scene) error { return opens(context.Background(), s) })
		scene(t, context.Background(), of, "sag-2", func(s *trial.Scene) error { return nil })
		between()
		return result(t, of, "sag-1", "sag-2")
	}
	live := plays(w.Trial, func() {
		for range 2 {
			send(w.Handler(), "<vrøvl/>")
		}
	})
	again := plays(replayed(t, w.log.all()), func() {})
	for i, r := range []verdict.SystemResult{live, again} {
		n, actual := told(t, r, trial.RuleOutside.ID)
		if n != 1 || actual != "2 beskeder" || len(judged(t, r, "sag-2").Findings) != 0 {
			t.Errorf("%d: told %d times: %q", i, n, actual)
		}
	}
}
