package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"klarmeld/internal/action"
	"klarmeld/internal/municipality"
	"klarmeld/internal/recording"
	"klarmeld/internal/simulated"
	"klarmeld/internal/stage"
	"klarmeld/internal/verdict"
	"klarmeld/reports"
)

// cheat is a vendor's system that knows by heart what came in an earlier run, and
// says that it reads.
type cheat struct {
	system *simulated.System
	knows  []string // the names that it knows
}

// knowing makes a cheat of the recording of an earlier run.
func knowing(t *testing.T, earlier []recording.Entry, services string) *cheat {
	t.Helper()
	ground, err := groundOf("", "")
	if err != nil {
		t.Fatal(err)
	}
	c := &cheat{}
	for _, e := range earlier {
		var change municipality.Event
		if e.Kind != recording.KindChange {
			continue
		}
		if err := json.Unmarshal(e.Change.Data, &change); err != nil {
			t.Fatal(err)
		}
		if err := ground.Registers.Apply(change); err != nil {
			t.Fatal(err)
		}
		if change.New != nil {
			c.knows = append(c.knows, change.New.Latest().Navn, change.New.Latest().Noegle)
		}
		if change.NewName != "" {
			c.knows = append(c.knows, change.NewName)
		}
	}
	p := profile(t, "reference")
	p.Units, p.KLE = "indtastet", "indtastet"
	if c.system, err = stage.Install(p, ground, stage.Site{Base: "http://" + services, Road: http.DefaultTransport, Clock: wall{}}); err != nil {
		t.Fatal(err)
	}
	return c
}

// ServeHTTP takes what is new for what it knows by a name that begins the same.
func (c *cheat) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var a action.Request
	if err := json.NewDecoder(r.Body).Decode(&a); err != nil {
		return
	}
	if a.Kind.Reads() {
		_ = json.NewEncoder(w).Encode(action.Answer{ID: a.ID, Status: action.OnDemand})
		return
	}
	for _, field := range []*string{&a.Data.Enhed, &a.Data.KLE} {
		if i := slices.IndexFunc(c.knows, func(k string) bool { return alike(k, *field) }); i >= 0 {
			*field = c.knows[i]
		}
	}
	_ = json.NewEncoder(w).Encode(c.system.Do(a))
}

// alike reports whether two names differ in their last word or number only.
func alike(a, b string) bool {
	cut := func(s string) string { return s[:max(0, strings.LastIndexAny(s, " ."))] }
	return cut(a) != "" && cut(a) == cut(b)
}

// runs plays against an adapter, and returns the exit code and the report.
func runs(t *testing.T, adapter http.Handler, services string, args ...string) (code int, r verdict.SystemResult) {
	t.Helper()
	srv := httptest.NewServer(adapter)
	t.Cleanup(srv.Close)
	out := t.TempDir()
	code, said := program(append([]string{"run", "--driver", srv.URL + "/handling", "--addr", services, "--out", out}, args...)...)
	r, _, err := reports.ReadReport(filepath.Join(out, "leverandoer"))
	if err != nil {
		t.Fatalf("%v: %d %s", err, code, said)
	}
	return code, r
}

// TestKnowsByHeart: a vendor who has typed in what came in the last run is told from
// one that reads, for each thing that comes: it is new in this run.
func TestKnowsByHeart(t *testing.T) {
	t.Parallel()
	_, dir := whole(t)
	earlier := recordedBy(t, dir, "reference")
	services := freeAddress(t)
	c := knowing(t, earlier, services)
	if len(c.knows) < 6 {
		t.Fatalf("it knows %v", c.knows)
	}
	code, r := runs(t, c, services, "--frist", "2s", "--only", "organisation,klassifikation")
	if code != verdict.NotApproved.ExitCode() || r.Verdict != verdict.NotApproved {
		t.Errorf("exit code %d, %s", code, r.Verdict)
	}
	for id, rule := range map[string]string{
		"organisation-02": "scenarie.laest.reference", "organisation-03": "scenarie.laest.navn", "organisation-08": "scenarie.laest.i-haanden",
		"klassifikation-02": "scenarie.laest.reference", "klassifikation-03": "scenarie.laest.reference", "klassifikation-04": "scenarie.laest.reference",
	} {
		s := scenario(r, id)
		if s.Outcome < verdict.Remark ||
			!slices.ContainsFunc(s.Findings, func(f verdict.Finding) bool { return f.Rule == rule || f.Rule == "scenarie.laest.i-haanden" }) {
			t.Errorf("%s is %s (%s): %+v", id, s.Outcome, s.Reason, rulesOf(s))
		}
	}
}

func rulesOf(s verdict.ScenarioResult) (out []string) {
	for _, f := range s.Findings {
		out = append(out, fmt.Sprintf("%s: %s %s", f.Rule, f.Expected, f.Actual))
	}
	return out
}

// TestNewInEachRun: what comes is called otherwise, and has other UUIDs and numbers, in
// each run of a real system; and a replay knows it again.
func TestNewInEachRun(t *testing.T) {
	t.Parallel()
	_, dir := whole(t)
	seen := map[string]int{}
	collect := func(entries []recording.Entry) {
		for _, e := range entries {
			var c municipality.Event
			if e.Kind == recording.KindChange && json.Unmarshal(e.Change.Data, &c) == nil {
				if c.New != nil {
					seen[c.New.UUID]++
					seen[c.New.Latest().Navn]++
				}
				if c.NewName != "" {
					seen[c.NewName]++
				}
			}
		}
	}
	collect(recordedBy(t, dir, "reference"))
	for range 2 {
		a := newAdapter(t)
		out := t.TempDir()
		if code, said := program("run", "--driver", a.url, "--addr", a.services, "--only", "organisation,klassifikation", "--out",
			out); code != verdict.Incomplete.ExitCode() {
			t.Fatalf("%d %s", code, said)
		}
		collect(recordedBy(t, out, "leverandoer"))
		if code, said := program("verify", filepath.Join(out, "leverandoer")); code != 0 {
			t.Errorf("verify: %d %s", code, said)
		}
	}
	if len(seen) < 20 {
		t.Errorf("only %d names and UUIDs came", len(seen))
	}
	for name, n := range seen {
		if n > 1 {
			t.Errorf("%s came in %d runs", name, n)
		}
	}
}

// TestStrangerDoesTheWork: somebody else's messages are none of the system's, when the
// profile names its addresses: they are not observed, and the stranger is named. Without
// the list they count, and the recording has where they came from.
func TestStrangerDoesTheWork(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		own  string
		code int
	}{{"[192.0.2.1]", 20}, {"[192.0.2.0/24, '2001:db8::/32']", 20}, {"[127.0.0.1]", 30}, {"[127.0.0.0/8, '::1']", 30}, {"", 30}} {
		a := newAdapter(t)
		dir := t.TempDir()
		text := "system: {navn: leverandoer, titel: L}\ndriver: " + a.url + "\nadresse: " + a.services + "\nfrist: 3s\n"
		if c.own != "" {
			text += "afsenderadresser: " + c.own + "\n"
		}
		file := filepath.Join(dir, "klarmeld.yaml")
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		code, said := program("run", "--profile", file, "--only", "sag-01,sag-02", "--out", dir)
		r, _, err := reports.ReadReport(filepath.Join(dir, "leverandoer"))
		if err != nil || code != c.code {
			t.Fatalf("%q: %v, %d %s", c.own, err, code, said)
		}
		stranger := 0
		for _, f := range r.Findings() {
			if f.Rule == "trafik.fremmed" && strings.HasPrefix(f.Actual, "127.0.0.1: ") {
				stranger++
			}
		}
		if (stranger > 0) != (c.code == 20) {
			t.Errorf("%q: the stranger is named %d times", c.own, stranger)
		}
		for _, e := range recordedBy(t, dir, "leverandoer") {
			if x := e.Exchange; x != nil && x.Sender != recording.SenderNeighbour && (x.Peer != "127.0.0.1" || (x.Sender == recording.SenderForeign) != (c.code == 20)) {
				t.Errorf("%q: exchange %d is from %q as %s", c.own, e.Seq, x.Peer, x.Sender)
			}
		}
		if code, said := program("verify", filepath.Join(dir, "leverandoer")); code != 0 {
			t.Errorf("%q: verify: %d %s", c.own, code, said)
		}
	}
}
