package trial_test

import (
	"context"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"klarmeld/internal/action"
	"klarmeld/internal/municipality"
	"klarmeld/internal/recording"
	"klarmeld/internal/trial"
	"klarmeld/internal/verdict"
)

// TestPlays: each little run puts on record what it should, and comes to the
// findings that it should; its recording, played again, to the equal result.
func TestPlays(t *testing.T) {
	for _, p := range plays() {
		t.Run(p.name, func(t *testing.T) {
			w := begun(t, p.system)
			r := p.on(t, w.Trial)
			if got := kinds(w.log.all()); got != p.kinds {
				t.Errorf("on record: %s", got)
			}
			for id, want := range p.rules {
				var got []string
				for _, rule := range own {
					if len(found(judged(t, r, id), rule)) > 0 {
						got = append(got, rule)
					}
				}
				if strings.Join(got, " ") != want {
					t.Errorf("%s: found %v, want %q", id, got, want)
				}
			}
			again := p.on(t, replayed(t, w.log.all()))
			if !reflect.DeepEqual(again, r) {
				t.Errorf("played again:\n%+v\nwas:\n%+v", again, r)
			}
		})
	}
}

// TestReplayIsTheRecordings: what a replay says of the run is the recording's,
// and what klarmeld it is, is today's.
func TestReplayIsTheRecordings(t *testing.T) {
	w := prepared(t)
	w.setting.Only, w.setting.Parts, w.setting.Declared = []string{"sag-1"}, map[string]string{"borgeren": "Karen"}, []byte(`{"sag":{"tilbydes":"ja"}}`)
	var err error
	if w.Trial, err = trial.New(w.setting); err != nil {
		t.Fatal(err)
	}
	live := result(t, w.Trial)
	w.clock.Wait(24 * time.Hour)
	again, err := trial.Replay(recording.Slice(w.log.all()), "v2", columns)
	if err != nil {
		t.Fatal(err)
	}
	r := result(t, again)
	if r.Name != "proeve" || r.Title != "Prøven" || !r.Fictive || r.Municipality != "Lilleby Kommune" || r.Policy != "mild" || r.Program != "v2" ||
		r.Begun != live.Begun || r.Begun != "2026-06-01T12:00:00Z" {
		t.Errorf("%+v", r)
	}
	if !reflect.DeepEqual(again.Only(), []string{"sag-1"}) || !reflect.DeepEqual(again.Parts(), map[string]string{"borgeren": "Karen"}) ||
		again.Registers().Navn() != "Lilleby Kommune" {
		t.Errorf("only %v, parts %v", again.Only(), again.Parts())
	}
	if run := w.log.all()[0].Run; string(run.Declared) != `{"sag":{"tilbydes":"ja"}}` || time.Duration(run.Deadline) != deadline || run.Neighbour != nabo {
		t.Errorf("the first entry: %+v", run)
	}
	if w.Roles() != w.setting.Roles || w.Ground().Registers != w.setting.Registers {
		t.Error("the ground is another than it was set on")
	}
}

// TestNoRecording: what does not begin as a recording does is refused.
func TestNoRecording(t *testing.T) {
	w := begun(t, idle)
	first := w.log.all()[0]
	spoilt := func(change func(*recording.Run)) []recording.Entry {
		run := *first.Run
		change(&run)
		e := first
		e.Run = &run
		return []recording.Entry{e}
	}
	for _, c := range []struct {
		name    string
		entries []recording.Entry
		says    string
	}{
		{"nothing", nil, "optagelsen er tom"},
		{"no run", []recording.Entry{{Seq: 1, Kind: recording.KindScenario}}, "dens første linje siger ikke"},
		{"no registers", spoilt(func(r *recording.Run) { r.Initial = []byte("[]") }), "kan ikke læses"},
		{"no policy", spoilt(func(r *recording.Run) { r.Policy = nil }), "efter hvilken politik"},
		{"no policy that is one", spoilt(func(r *recording.Run) { r.Policy = []byte(`[]`) }), "godkendelsespolitikken"},
		{"no roles", spoilt(func(r *recording.Run) { r.Roles = []byte("[") }), ""},
		{"another first number", func() []recording.Entry { e := first; e.Seq = 2; return []recording.Entry{e} }(), "springer fra linje 0 til 2"},
	} {
		if _, err := trial.Replay(recording.Slice(c.entries), "v1", columns); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s, replayed: %v", c.name, err)
		}
		if _, err := trial.Continue(prepared(t).setting, c.entries); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s, gone on with: %v", c.name, err)
		}
	}
}

// TestJudgedByAnother: a recording can be judged by another policy than its
// own, and only what the policy decides is another then.
func TestJudgedByAnother(t *testing.T) {
	w := begun(t, answers(nil, map[action.Kind]action.Answer{action.LaesOrganisation: {Status: action.NotOffered, Reason: "Vi læser den ikke."}}))
	play := play{script: []step{{"org-1", rereads}}}
	mild := judged(t, play.on(t, w.Trial), "org-1")
	strict := policy(t)
	strict.ID, strict.NotOffered.Elsewhere = "streng", verdict.Fail
	again := replayed(t, w.log.all())
	again.Judged(strict)
	r := play.on(t, again)
	if s := judged(t, r, "org-1"); mild.Outcome != verdict.Remark || s.Outcome != verdict.Fail || r.Policy != "streng" || s.NotOffered != "Vi læser den ikke." ||
		mild.NotOffered != s.NotOffered {
		t.Errorf("mild: %v, streng: %v by %s: %s", mild.Outcome, s.Outcome, r.Policy, s.NotOffered)
	}
}

// looks is a scenario of one reading, which nothing is found wrong with.
func looks(ctx context.Context, s *trial.Scene) error { return looksFor("Aftale")(ctx, s) }

func looksFor(titel string) func(context.Context, *trial.Scene) error {
	return func(ctx context.Context, s *trial.Scene) error {
		return s.AskTraffic(ctx, action.LaesOrganisation, action.Data{Titel: titel}, "et opslag", isReading)
	}
}

// TestAnotherScenario: a scenario that is another than the one on record is not
// judged by what was recorded, neither in a replay nor when the run goes on;
// and the scenarios after it are.
func TestAnotherScenario(t *testing.T) {
	recorded := play{script: []step{{"sag-1", looks}, {"org-1", rereads}}}
	live := begun(t, answers(honest, nil))
	was := recorded.on(t, live.Trial)
	if s := judged(t, was, "sag-1"); s.Outcome != verdict.Pass {
		t.Fatalf("%v: %s", s.Outcome, s.Reason)
	}
	then := func(first func(context.Context, *trial.Scene) error, second func(context.Context, *trial.Scene) error) func(context.Context, *trial.Scene) error {
		return func(ctx context.Context, s *trial.Scene) error { return errors.Join(first(ctx, s), second(ctx, s)) }
	}
	asks := func(kind action.Kind, data action.Data) func(context.Context, *trial.Scene) error {
		return func(ctx context.Context, s *trial.Scene) error { return s.Ask(ctx, kind, data) }
	}
	for name, sag := range map[string]func(context.Context, *trial.Scene) error{
		"other data in the same action": looksFor("En anden"),
		"another kind of action": func(ctx context.Context, s *trial.Scene) error {
			return s.AskTraffic(ctx, action.LaesKlassifikation, action.Data{Titel: "Aftale"}, "et opslag", isReading)
		},
		"nothing need follow any more": then(asks(action.LaesOrganisation, action.Data{Titel: "Aftale"}), asks(action.LukSag, action.Data{})),
		"a change where an action was": rereads,
		"an action more":               then(looks, asks(action.LukSag, action.Data{})),
		"a change more": then(looks, func(_ context.Context, s *trial.Scene) error {
			return s.EndObject(municipality.OrganisationEnhed, "Jobcenteret")
		}),
	} {
		for way, of := range map[string]*trial.Trial{"replayed": replayed(t, live.log.all()), "gone on with": goesOn(t, live.log.all(), idle).Trial} {
			r := play{script: []step{{"sag-1", sag}, {"org-1", rereads}}}.on(t, of)
			if s := judged(t, r, "sag-1"); s.Outcome != verdict.NotTried || s.Reason != "scenariet er ændret, siden det blev optaget" || r.Verdict == verdict.Approved {
				t.Errorf("%s, %s: %v: %s", name, way, s.Outcome, s.Reason)
			}
			if got, want := judged(t, r, "org-1"), judged(t, was, "org-1"); !reflect.DeepEqual(got, want) {
				t.Errorf("%s, %s, the scenario after it:\n%+v\nwas:\n%+v", name, way, got, want)
			}
		}
	}
}

// TestRecordingEnds: what a finished recording does not hold is not tried, and
// says so; what it holds of the scenario is judged.
func TestRecordingEnds(t *testing.T) {
	recorded := play{script: []step{{"org-1", rereads}, {"sag-1", looks}}}
	live := begun(t, answers(honest, nil))
	was := recorded.on(t, live.Trial)
	all := live.log.all()
	if got := kinds(all); got != "koersel scenarie aendring udveksling handling ventet scenarieslut scenarie udveksling handling ventet scenarieslut" {
		t.Fatal(got)
	}
	const missing = "optagelsen rummer det ikke"
	for cut, reasons := range [...][2]string{
		1: {missing, missing}, 2: {missing, missing}, 3: {missing, missing}, 4: {missing, missing}, 5: {missing, missing}, 6: {"", missing}, 7: {"", missing},
		8: {"", missing}, 9: {"", missing}, 10: {"", missing}, 11: {"", ""}, 12: {"", ""},
	} {
		if cut == 0 {
			continue
		}
		r := recorded.on(t, replayed(t, all[:cut]))
		for i, id := range []string{"org-1", "sag-1"} {
			s := judged(t, r, id)
			switch want := judged(t, was, id); {
			case reasons[i] == "" && !reflect.DeepEqual(s, want):
				t.Errorf("cut after %d, %s:\n%+v\nwas:\n%+v", cut, id, s, want)
			case reasons[i] != "" && (s.Outcome != verdict.NotTried || s.Reason != reasons[i]):
				t.Errorf("cut after %d, %s: %v: %s", cut, id, s.Outcome, s.Reason)
			}
		}
	}
}

// TestScenarioThatIsMissing: a scenario that is not on record is not tried, and
// takes nothing from those that come after it.
func TestScenarioThatIsMissing(t *testing.T) {
	recorded := play{script: []step{{"org-1", rereads}, {"sag-1", looks}}}
	live := begun(t, answers(honest, nil))
	was := recorded.on(t, live.Trial)
	more := play{script: append([]step{{"sag-2", looks}}, recorded.script...)}
	r := more.on(t, replayed(t, live.log.all()))
	if s := judged(t, r, "sag-2"); s.Outcome != verdict.NotTried || s.Reason != "optagelsen rummer det ikke" {
		t.Errorf("%v: %s", s.Outcome, s.Reason)
	}
	for _, id := range recorded.ids() {
		if got, want := judged(t, r, id), judged(t, was, id); !reflect.DeepEqual(got, want) {
			t.Errorf("%s:\n%+v\nwas:\n%+v", id, got, want)
		}
	}
}
