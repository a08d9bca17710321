package main

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"klarmeld/internal/action"
	"klarmeld/internal/simulated"
	"klarmeld/internal/stage"
	"klarmeld/internal/trial"
	"klarmeld/internal/verdict"
)

// adapter is a real system's: it answers actions, and its system speaks to
// klarmeld over sockets.
type adapter struct {
	t        *testing.T
	system   *simulated.System
	services string
	// answer is asked first; when it says false the system acts and answers.
	answer func(action.Request) (action.Answer, bool)
	// after lets the system act only when klarmeld has its answer.
	after func(action.Kind) bool
	down  func(action.Request) bool
	url   string
	// clock is that of a world in which nobody waits: what the system does has been done
	// when it answers, and who waits for more learns at once that there is none, on
	// however busy a machine. nil: the one on the wall.
	clock *trial.Clock
}

// Now is the system's time, which is klarmeld's as well.
func (a *adapter) Now() time.Time {
	if a.clock == nil {
		return time.Now()
	}
	return a.clock.Now()
}

// Wait lets time pass.
func (a *adapter) Wait(d time.Duration) {
	if a.clock == nil {
		wall{}.Wait(d)
		return
	}
	a.clock.Wait(d)
}

func newAdapter(t *testing.T) *adapter {
	t.Helper()
	return adapterBy(t, http.DefaultTransport)
}

// adapterBy is one whose system reaches klarmeld by a road of its own.
func adapterBy(t *testing.T, road http.RoundTripper) *adapter {
	t.Helper()
	ground, err := groundOf("", "")
	if err != nil {
		t.Fatal(err)
	}
	a := &adapter{t: t, services: freeAddress(t)}
	a.system, err = stage.Install(profile(t, "reference"), ground, stage.Site{Base: "http://" + a.services, Road: road, Clock: a})
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(a)
	t.Cleanup(srv.Close)
	a.url = srv.URL + "/handling"
	return a
}

func (a *adapter) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	raw, err := io.ReadAll(r.Body)
	var asked action.Request
	if err != nil || json.Unmarshal(raw, &asked) != nil {
		http.Error(w, "kan ikke læses", http.StatusBadRequest)
		return
	}
	if a.down != nil && a.down(asked) {
		panic(http.ErrAbortHandler) // the connection breaks
	}
	var answer action.Answer
	said := false
	if a.answer != nil {
		answer, said = a.answer(asked)
	}
	switch {
	case said:
	case a.after != nil && a.after(asked.Kind):
		answer = action.Answer{ID: asked.ID, Status: action.Done}
		go a.system.Do(asked)
	default:
		answer = a.system.Do(asked)
	}
	_ = json.NewEncoder(w).Encode(answer)
}

// judgedBy runs some scenarios against the adapter.
func (a *adapter) judgedBy(deadline time.Duration, only ...string) verdict.SystemResult {
	a.t.Helper()
	o := runOptions{driver: a.url, addr: a.services, itSystem: "it-reference", deadline: deadline, only: only, out: a.t.TempDir()}
	if err := o.identified(); err != nil {
		a.t.Fatal(err)
	}
	subjects, err := o.subjects()
	if err != nil {
		a.t.Fatal(err)
	}
	var patience trial.Patience
	if a.after == nil {
		a.clock = trial.NewClock(time.Now)
		patience = a.clock
	}
	return triedBy(a.t, "pilot-2020", o, subjects[0], a.Now, patience)
}

// TestRealSystem: whatever a real system or the road to it does, the outcome is
// the one that it deserves.
func TestRealSystem(t *testing.T) {
	t.Parallel()
	const minute = time.Minute
	says := func(kind action.Kind, status action.Status, reason string) func(action.Request) (action.Answer, bool) {
		return func(a action.Request) (action.Answer, bool) {
			return action.Answer{ID: a.ID, Status: status, Reason: reason}, a.Kind == kind
		}
	}
	for _, c := range []struct {
		name     string
		set      func(*adapter)
		deadline time.Duration
		outcome  verdict.Outcome
		reason   string
		words    string
	}{
		{"all is well", func(*adapter) {}, minute, verdict.Pass, "kontroller bestået", ""},
		{"the message comes after the answer", func(a *adapter) { a.after = func(k action.Kind) bool { return k == action.RetSagstitel } }, minute, verdict.Pass,
			"kontroller bestået", ""},
		{"the message never comes", func(a *adapter) { a.answer = says(action.RetSagstitel, action.Done, "") }, minute, verdict.NotObserved,
			"klarmeld så ikke en opdatering", ""},
		{"it is not offered", func(a *adapter) { a.answer = says(action.RetSagstitel, action.NotOffered, "titler er faste") }, minute, verdict.Fail,
			"Systemet tilbyder det ikke.", "titler er faste"},
		{"it fails", func(a *adapter) { a.answer = says(action.RetSagstitel, action.Failed, "databasen er nede") }, minute, verdict.Fail,
			"at rette sagens titel, men kunne ikke.", ""},
		{"it is passed over", func(a *adapter) { a.answer = says(action.RetSagstitel, action.Skipped, "ikke i dag") }, minute, verdict.NotTried,
			"scenariet blev sprunget over", "ikke i dag"},
		{"the driver is down in the middle", func(a *adapter) { a.down = func(x action.Request) bool { return x.Kind == action.RetSagstitel } }, minute,
			verdict.AdapterFailure, "Adapteren svarer ikke", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := newAdapter(t)
			c.set(a)
			r := a.judgedBy(c.deadline, "sag-02")
			if s := scenario(r, "sag-02"); s.Outcome != c.outcome || !strings.Contains(s.Reason, c.reason) {
				t.Errorf("%s: %s", s.Outcome, s.Reason)
			}
			if s := scenario(r, "sag-02"); s.NotOffered+s.Skipped != c.words {
				t.Errorf("the system's own words: %q, want %q", s.NotOffered+s.Skipped, c.words)
			}
			if c.outcome == verdict.AdapterFailure && r.Verdict != verdict.AdapterFailed {
				t.Errorf("the verdict is %s: the fault was not the system's", r.Verdict)
			}
		})
	}
}

// TestDriverAddress: a driver that cannot be one is refused before anything is
// run.
func TestDriverAddress(t *testing.T) {
	if code, said := program("run", "--driver", "ftp://x", "--out", t.TempDir()); code != 64 || !strings.Contains(said, "adressen på jeres adapter") {
		t.Errorf("exit code %d: %s", code, said)
	}
}

// TestAdapterGuide: the guide for those who write an adapter names every
// action that one may be asked for.
func TestAdapterGuide(t *testing.T) {
	guide, err := os.ReadFile("../../docs/adapter.md")
	if err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile("../../fixtures/schemas/handling.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	var schema struct {
		Properties struct{ Handling struct{ Enum []action.Kind } }
	}
	if err := json.Unmarshal(raw, &schema); err != nil || len(schema.Properties.Handling.Enum) == 0 {
		t.Fatalf("the schema has no actions: %v", err)
	}
	for _, k := range schema.Properties.Handling.Enum {
		if !strings.Contains(string(guide), "`"+string(k)+"`") {
			t.Errorf("docs/adapter.md does not name %s", k)
		}
		if k.Name() == string(k) {
			t.Errorf("%s has no name in Danish", k)
		}
	}
}
