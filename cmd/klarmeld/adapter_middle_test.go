package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"klarmeld/internal/simulated"
	"klarmeld/internal/stage"
	"klarmeld/internal/verdict"
	"klarmeld/reports"
)

// failing are the ways in which an adapter fails in the middle of a run.
var failing = []struct {
	name string
	do   http.HandlerFunc
}{
	{"the connection breaks", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }},
	{"HTTP 500", func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "NullPointerException", 500) }},
	{"HTTP 404", func(w http.ResponseWriter, r *http.Request) { http.NotFound(w, r) }},
	{"a login page", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("<html>log ind</html>")) }},
	{"nothing", func(http.ResponseWriter, *http.Request) {}},
	{"an answer to another action", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(`{"id":"x","status":"udfoert"}`)) }},
	{"a status that there is none of", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(`{"id":"x","status":"ok"}`)) }},
	{"a redirect", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/login", http.StatusFound) }},
	{"an answer without an end", func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		_, _ = w.Write([]byte(`{"id":"`))
		for r.Context().Err() == nil {
			if _, err := w.Write(make([]byte, 1<<16)); err != nil {
				return
			}
		}
	}},
	{"no answer in time", func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body) // or nobody sees that the other has gone
		<-r.Context().Done()
	}},
}

// TestAdapterFailsInTheMiddle: what was found before the adapter failed stands, and
// decides; what was not tried is said, and the rest is not blamed on anybody.
func TestAdapterFailsInTheMiddle(t *testing.T) {
	for _, c := range failing {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel() // most of it is waiting
			for _, wrong := range []bool{true, false} {
				url, services := failsAfter(t, wrong, 4, c.do)
				out := t.TempDir()
				code, said := program("run", "--driver", url, "--addr", services, "--adapterfrist", "2s", "--frist", "4s", "--only", "sag", "--out", out)
				r, _, err := reports.ReadReport(filepath.Join(out, "leverandoer"))
				if err != nil {
					t.Fatalf("%v: %d %s", err, code, said)
				}
				want := map[bool]struct {
					code    int
					verdict verdict.Verdict
					outcome verdict.Outcome
				}{true: {20, verdict.NotApproved, verdict.Fail}, false: {exitAdapter, verdict.AdapterFailed, verdict.Pass}}[wrong]
				if code != want.code || r.Verdict != want.verdict || scenario(r, "sag-02").Outcome != want.outcome {
					t.Errorf("wrong %t: exit code %d, %s, sag-02 %s: %s", wrong, code, r.Verdict, scenario(r, "sag-02").Outcome, said)
				}
				if s := scenario(r, "sag-03"); s.Outcome != verdict.AdapterFailure || len(s.Findings) == 0 ||
					!strings.HasPrefix(s.Findings[len(s.Findings)-1].Rule, "adapter.") {
					t.Errorf("wrong %t: sag-03 is %s", wrong, s.Outcome)
				}
				// An adapter that answers nonsense is asked again; of one that is gone the rest is said.
				if s := scenario(r, "sag-20"); s.Outcome != verdict.AdapterFailure && (s.Outcome != verdict.NotTried || s.Gap != verdict.GapAdapter) || s.Reason == "" {
					t.Errorf("wrong %t: sag-20 is %s, by %q: %s", wrong, s.Outcome, s.Gap, s.Reason)
				}
				if code, said := program("verify", filepath.Join(out, "leverandoer")); code != 0 {
					t.Errorf("verify: %d %s", code, said)
				}
			}
		})
	}
}

// failsAfter is an adapter that answers so many actions, and then fails. wrong lets its
// system keep a title that was to be corrected.
func failsAfter(t *testing.T, wrong bool, actions int, fail http.HandlerFunc) (url, services string) {
	t.Helper()
	ground, err := groundOf("", "")
	if err != nil {
		t.Fatal(err)
	}
	p := profile(t, "reference")
	if wrong {
		p.Deviations = []simulated.Flaw{simulated.KeepsTitle}
	}
	services = freeAddress(t)
	system, err := stage.Install(p, ground, stage.Site{Base: "http://" + services, Road: http.DefaultTransport, Clock: wall{}})
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPost {
			return
		}
		if n++; n > actions {
			fail(w, r)
			return
		}
		system.ServeHTTP(w, r)
	}))
	t.Cleanup(func() { srv.CloseClientConnections(); srv.Close() })
	return srv.URL + "/handling", services
}
