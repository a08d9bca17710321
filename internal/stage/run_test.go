package stage_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"klarmeld/internal/action"
	"klarmeld/internal/municipality"
	"klarmeld/internal/proof"
	"klarmeld/internal/recording"
	"klarmeld/internal/services"
	"klarmeld/internal/stage"
	"klarmeld/internal/trial"
	"klarmeld/internal/verdict"
)

func play(t *testing.T, s stage.Setting, sub stage.Subject, x stage.Script) verdict.SystemResult {
	t.Helper()
	r, err := stage.Play(t.Context(), s, sub, x)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// sound says what is wrong with the result of a run of the reference system.
func sound(r verdict.SystemResult) string {
	switch {
	case r.Verdict != verdict.Incomplete: // five capabilities have no scenarios here
		return "the verdict is " + string(r.Verdict)
	case len(r.Capabilities) == 0 || len(r.Capabilities[0].Scenarios) != 2:
		return "not two scenes"
	}
	for _, s := range r.Capabilities[0].Scenarios {
		if s.Outcome != verdict.Pass || s.Checks == 0 || len(s.Exchanges) == 0 {
			return s.ID + " is " + s.Outcome.String() + ": " + s.Reason
		}
	}
	return ""
}

// TestRoads: in memory, on disk and over TCP a run comes to the same.
func TestRoads(t *testing.T) {
	want := play(t, setting(t), reference(t), script{})
	if why := sound(want); why != "" {
		t.Fatal(why)
	}
	if want.Name != "fagsystem" || want.Title != "Fagsystemet" || want.Program != "1" || !want.Fictive || !want.Simulated || want.Policy != "pilot-2020" ||
		want.Begun != "2026-06-01T12:00:00Z" {
		t.Errorf("%+v", want)
	}
	if !reflect.DeepEqual(want.Proof, proof.Published()) || !reflect.DeepEqual(want.Requirements, script{}.Requirements()) {
		t.Errorf("proof %+v, requirements %+v", want.Proof, want.Requirements)
	}
	for _, c := range []struct {
		name string
		tcp  bool
		disk bool
	}{{"in memory again", false, false}, {"on disk", false, true}, {"over TCP", true, false}, {"over TCP, on disk", true, true}} {
		t.Run(c.name, func(t *testing.T) {
			s := setting(t)
			s.TCP = c.tcp
			if c.disk {
				s.Dir = t.TempDir()
			}
			got := play(t, s, reference(t), script{})
			if (len(got.Peers) > 0) != c.tcp { // who is in the process has no address
				t.Errorf("the peers are %+v", got.Peers)
			}
			if got.Peers = want.Peers; !reflect.DeepEqual(got, want) {
				t.Errorf("got %+v\nwant %+v", got, want)
			}
			if !c.disk {
				return
			}
			entries := recorded(t, s.Dir, "fagsystem")
			g := ground(t)
			neighbour, _ := g.Registers.ByName("ItSystem", s.Neighbour.ItSystem)
			run := entries[0].Run
			if run.System != "fagsystem" || run.Title != "Fagsystemet" || run.Version != "1" || !run.Fictive || !run.IsSimulated() ||
				!reflect.DeepEqual(run.Only, s.Only) || string(run.Declared) != string(reference(t).Declared) || run.Neighbour != neighbour.UUID || run.Neighbour == "" ||
				run.Deadline != recording.Duration(reference(t).Deadline) {
				t.Errorf("on record: %+v", run)
			}
			agents := 0
			for _, e := range entries {
				if e.Kind == recording.KindExchange && e.Exchange.Header["User-Agent"] != nil {
					agents++
				}
			}
			if (agents > 0) != c.tcp {
				t.Errorf("%d exchanges came over TCP", agents)
			}
		})
	}
}

// TestCast: each system is on record as who it is, and what the other
// municipality's system sends names that municipality, as nobody else's does.
func TestCast(t *testing.T) {
	s := setting(t)
	s.Dir = t.TempDir()
	play(t, s, reference(t), script{})
	g := ground(t)
	own, _ := g.Registers.Owner()
	other := ""
	for _, o := range g.Registers.All(municipality.Organisation) {
		if o.UUID != own.UUID {
			other = o.UUID
		}
	}
	senders, numbers := map[recording.Sender]int{}, map[string]bool{}
	for _, e := range recorded(t, s.Dir, "fagsystem") {
		if e.Kind != recording.KindExchange || e.Exchange.Operation != "importer" {
			continue
		}
		senders[e.Exchange.Sender]++
		request, elsewhere := string(e.Exchange.Request), false
		for _, n := range []string{"NABO-", "NABOKOMMUNE-"} {
			if strings.Contains(request, ">"+n) {
				numbers[n], elsewhere = true, n == "NABOKOMMUNE-"
			}
		}
		if other == "" || strings.Contains(request, other) != elsewhere || strings.Contains(request, own.UUID) == elsewhere {
			t.Errorf("from the other municipality: %t, but it names %q: %t", elsewhere, other, !elsewhere)
		}
	}
	if senders[recording.SenderSystem] != 2 || senders[recording.SenderNeighbour] != 2 || len(numbers) != 2 {
		t.Errorf("%v, %v", senders, numbers)
	}
}

// TestSetAside: an earlier report is set aside, and never written over.
func TestSetAside(t *testing.T) {
	s, w := setting(t), &writer{}
	s.Dir = t.TempDir()
	if got := stage.Newest(s.Dir, "fagsystem", "optagelse/optagelse.jsonl"); got != "" {
		t.Errorf("the newest of none is %s", got)
	}
	run := func(want error) {
		t.Helper()
		all, err := stage.Run(t.Context(), s, []stage.Subject{reference(t)}, script{}, w)
		if want == nil && (err != nil || !reflect.DeepEqual(w.all[len(w.all)-1], all) || len(all.Systems) != 1) {
			t.Fatalf("%v: %+v", err, all)
		}
		if m := (stage.Mistake{}); want != nil && (!errors.As(err, &m) || !errors.Is(err, want)) {
			t.Fatalf("the error is %v", err)
		}
	}
	at := noon()
	s.Now = func() time.Time { return at }
	mark := func(text string) {
		if err := os.WriteFile(filepath.Join(s.Dir, "fagsystem", "rapport.json"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	run(nil)
	mark("1")
	run(nil)
	mark("2")
	run(os.ErrExist) // in the same instant: the place is taken
	if b, err := os.ReadFile(filepath.Join(s.Dir, "fagsystem", "rapport.json")); err != nil || string(b) != "2" {
		t.Errorf("the report that could not be set aside is %q, %v", b, err)
	}
	at = at.Add(time.Millisecond)
	run(nil)
	for _, c := range []struct{ at, text string }{{"2026-06-01T120000.000", "1"}, {"2026-06-01T120000.001", "2"}} {
		if b, err := os.ReadFile(filepath.Join(s.Dir, "tidligere", c.at, "fagsystem", "rapport.json")); err != nil || string(b) != c.text {
			t.Errorf("%s: %q, %v", c.at, b, err)
		}
	}
	if got, want := stage.Newest(s.Dir, "fagsystem", "rapport.json"), filepath.Join(s.Dir, "tidligere", "2026-06-01T120000.001", "fagsystem"); got != want {
		t.Errorf("the newest is %s, want %s", got, want)
	}
	if got := stage.Newest(s.Dir, "fagsystem", "findes-ikke"); got != "" {
		t.Errorf("the newest with a file that none has is %s", got)
	}
	if len(w.all) != 3 {
		t.Errorf("%d runs were written", len(w.all))
	}
}

// TestSeveral: the systems are played in their order; when one cannot be, nothing
// is written.
func TestSeveral(t *testing.T) {
	one, two := reference(t), reference(t)
	two.Name = "andet"
	w := &writer{}
	all, err := stage.Run(t.Context(), setting(t), []stage.Subject{one, two}, script{}, w)
	if err != nil || len(all.Systems) != 2 || all.Systems[0].Name != "fagsystem" || all.Systems[1].Name != "andet" || len(w.all) != 1 {
		t.Errorf("%v: %+v", err, all)
	}
	two.Simulated.ItSystem = "it-ingen"
	if all, err = stage.Run(t.Context(), setting(t), []stage.Subject{one, two}, script{}, w); err == nil || len(all.Systems) != 1 || len(w.all) != 1 {
		t.Errorf("%v: %d systems, written %d times", err, len(all.Systems), len(w.all))
	}
	w.err = errors.New("disken er fuld")
	if _, err = stage.Run(t.Context(), setting(t), []stage.Subject{one}, script{}, w); !errors.Is(err, w.err) || errors.As(err, &stage.Mistake{}) {
		t.Errorf("what could not be written: %v", err)
	}
}

func emptyFile(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "fil")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestMistakes: a mistake of the user's says so, and any other error is ours.
func TestMistakes(t *testing.T) {
	ours := errors.New("vi er faldet over os selv")
	for _, c := range []struct {
		name    string
		set     func(*testing.T, *stage.Setting, *stage.Subject, *script)
		mistake bool
		said    string
	}{
		{"registers that cannot be read", func(_ *testing.T, s *stage.Setting, _ *stage.Subject, _ *script) {
			s.Ground = func() (services.Ground, error) { return services.Ground{}, ours }
		}, true, ours.Error()},
		{"a folder that is a file", func(t *testing.T, s *stage.Setting, _ *stage.Subject, _ *script) { s.Dir = emptyFile(t) }, true, "kan ikke oprettes"},
		{"a folder that is occupied", func(t *testing.T, s *stage.Setting, sub *stage.Subject, _ *script) {
			s.Dir = t.TempDir()
			play(t, *s, *sub, script{})
		}, true, "rummer allerede en optagelse"},
		{"nothing to go on with", func(t *testing.T, s *stage.Setting, _ *stage.Subject, _ *script) { s.Dir, s.Resume = t.TempDir(), true }, true, "kan ikke læses"},
		{"a recording of another kind", func(t *testing.T, s *stage.Setting, sub *stage.Subject, _ *script) {
			s.Dir, s.Resume = t.TempDir(), true
			begin(t, filepath.Join(s.Dir, sub.Name, recording.Subfolder), recording.Entry{Seq: 1, Time: noon(), Kind: recording.KindScenario})
		}, true, "kørslen kan ikke fortsættes"},
		{"a recording of klarmeld serve", func(t *testing.T, s *stage.Setting, sub *stage.Subject, _ *script) {
			s.Dir, s.Resume = t.TempDir(), true
			f, err := recording.NewFolder(filepath.Join(s.Dir, sub.Name, recording.Subfolder))
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			if _, _, err := services.Open(ground(t), recording.Run{System: sub.Name}, recording.NewStream(noon, f), noon); err != nil {
				t.Fatal(err)
			}
		}, true, "efter hvilken politik"},
		{"no neighbour in the registers", func(_ *testing.T, s *stage.Setting, _ *stage.Subject, _ *script) { s.Neighbour.ItSystem = "it-ingen" }, true,
			`intet IT-system med nøglen "it-ingen"`},
		{"no such system in the registers", func(_ *testing.T, _ *stage.Setting, sub *stage.Subject, _ *script) { sub.ItSystem = "it-andet" }, true,
			`intet IT-system med nøglen "it-andet"`},
		{"a script that fails", func(_ *testing.T, _ *stage.Setting, _ *stage.Subject, x *script) {
			x.after = func(*trial.Trial) error { return ours }
		}, false, ours.Error()},
	} {
		for _, tcp := range []bool{false, true} {
			t.Run(c.name, func(t *testing.T) {
				s, sub, x := setting(t), reference(t), script{}
				s.TCP = tcp
				c.set(t, &s, &sub, &x)
				r, err := stage.Play(t.Context(), s, sub, x)
				if err == nil || !strings.Contains(err.Error(), c.said) || errors.As(err, &stage.Mistake{}) != c.mistake {
					t.Errorf("mistake %t: %v", !c.mistake, err)
				}
				if !reflect.DeepEqual(r, verdict.SystemResult{}) {
					t.Errorf("a result beside an error: %+v", r)
				}
			})
		}
	}
}

// begin makes a recording of one entry.
func begin(t *testing.T, folder string, e recording.Entry) {
	t.Helper()
	f, err := recording.NewFolder(folder)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.Append(e); err != nil {
		t.Fatal(err)
	}
}

// TestHoleInTheEvidence: a run whose recording could not be written comes to no
// verdict, and the fault is ours.
func TestHoleInTheEvidence(t *testing.T) {
	s := setting(t)
	s.Dir = t.TempDir()
	x := script{before: func(*trial.Trial) error {
		return os.RemoveAll(filepath.Join(s.Dir, "fagsystem", recording.Subfolder))
	}}
	r, err := stage.Play(t.Context(), s, reference(t), x)
	if err == nil || errors.As(err, &stage.Mistake{}) || !strings.Contains(err.Error(), "optagelsen kan ikke skrives") ||
		!reflect.DeepEqual(r, verdict.SystemResult{}) {
		t.Errorf("%v: %+v", err, r)
	}
}

// TestInterrupted: a run that is ended before its end has no result, whatever
// its script came to, and says that it can go on.
func TestInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	var under *trial.Trial
	w := &writer{}
	all, err := stage.Run(ctx, setting(t), []stage.Subject{reference(t)}, script{after: func(t *trial.Trial) error {
		under = t
		cancel()
		return errors.New("afbrudt")
	}}, w)
	if !errors.Is(err, stage.ErrInterrupted) || errors.As(err, &stage.Mistake{}) || len(all.Systems) != 0 || len(w.all) != 0 {
		t.Errorf("%v: %+v", err, all)
	}
	if now, _ := under.Progress(); now.State != trial.Interrupted {
		t.Errorf("the run is %s", now.State)
	}
}

// TestNotOffered: why a system does not offer something is its own word, and the
// run goes on.
func TestNotOffered(t *testing.T) {
	sub := reference(t)
	sub.Simulated.NotOffered = map[action.Kind]string{action.RetSagstitel: "titler er faste"}
	r := play(t, setting(t), sub, script{})
	if s := r.Capabilities[0].Scenarios; s[0].Outcome != verdict.Pass || s[1].Outcome != verdict.Fail || s[1].NotOffered != "titler er faste" {
		t.Errorf("%+v", s)
	}
}
