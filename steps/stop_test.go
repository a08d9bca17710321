package steps

import (
	"context"
	"errors"
	"testing"
	"time"

	"klarmeld/internal/action"
	"klarmeld/internal/config"
	"klarmeld/internal/municipality/municipalitytest"
	"klarmeld/internal/services"
	"klarmeld/internal/trial"
	"klarmeld/internal/verdict"
)

// answers is a driver that does one thing whatever it is asked for.
type answers func(a action.Request) (action.Answer, error)

func (f answers) Perform(_ context.Context, a action.Request) (action.Answer, error) { return f(a) }

const oneScenario = "# language: da\n@sag\nEgenskab: Egne\n\n  @id:egen-1\n  Scenarie: En\n    Beviser noget.\n\n" +
	"    Når sagsbehandleren \"Laura Sand\" opretter sagen \"Hjemmebesøg\" for borgeren \"Godtfred Lund\" i enheden \"Forebyggelsesteamet\" med KLE-nummeret " +
	"\"27.35.04\"\n    Så findes sagen i indekset\n"

// TestWhoseStopItIs: a scenario that stops by what the system did has no fault
// of ours; one that stops by anything else has, whatever its words.
func TestWhoseStopItIs(t *testing.T) {
	for _, c := range []struct {
		name    string
		does    answers
		faults  bool // of the playing
		outcome verdict.Outcome
	}{
		{"not offered", func(a action.Request) (action.Answer, error) {
			return action.Answer{ID: a.ID, Status: action.NotOffered, Reason: "nej"}, nil
		}, false, verdict.Fail},
		{"it could not", func(a action.Request) (action.Answer, error) {
			return action.Answer{ID: a.ID, Status: action.Failed, Reason: "nej"}, nil
		}, false, verdict.Fail},
		{"skipped", func(a action.Request) (action.Answer, error) {
			return action.Answer{ID: a.ID, Status: action.Skipped, Reason: "nej"}, nil
		}, false, verdict.NotTried},
		{"no answer came", func(action.Request) (action.Answer, error) {
			return action.Answer{}, errors.New("nede")
		}, false, verdict.HarnessFailure},
		{"klarmeld fell, in the words of a stop", func(action.Request) (action.Answer, error) {
			panic(trial.ErrStopped.Error())
		}, true, verdict.HarnessFailure},
		{"klarmeld fell with the error of a stop, and nothing is noted", func(action.Request) (action.Answer, error) {
			panic(trial.ErrStopped)
		}, true, verdict.HarnessFailure},
	} {
		t.Run(c.name, func(t *testing.T) {
			files := []Feature{{"egen.feature", []byte(oneScenario)}}
			run := staged(t, files, c.does)
			played, err := Play(t.Context(), run, files)
			if err != nil || len(played) != 1 {
				t.Fatalf("%d scenarios: %v", len(played), err)
			}
			if p := played[0]; (p.Harness != "") != c.faults || p.Steps[0].Status != verdict.StepStopped || p.Steps[1].Status != verdict.StepSkipped {
				t.Errorf("harness %q, steps %v", p.Harness, p.Steps)
			}
			r, err := run.Result(played, map[verdict.CapabilityID]int{verdict.Sag: 1})
			if err != nil {
				t.Fatal(err)
			}
			if got := r.Capabilities[0].Outcome; got != c.outcome {
				t.Errorf("%s, want %s: %s", got, c.outcome, r.Capabilities[0].Reason)
			}
		})
	}
}

// staged is a trial whose system does as the driver says.
func staged(t *testing.T, files []Feature, system answers) *trial.Trial {
	t.Helper()
	registers := municipalitytest.Korsbaek(t)
	roles, rolesJSON := municipalitytest.Roles(t)
	policy, err := config.Policy("pilot-2020")
	if err != nil {
		t.Fatal(err)
	}
	all, err := Scenarios(files)
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 1, 12, 9, 0, 0, 0, time.UTC)
	run, err := trial.New(trial.Setting{System: "et", Title: "Et", Ground: services.Ground{Registers: registers, Roles: roles, RolesJSON: rolesJSON},
		Now: func() time.Time { return now }, Patience: trial.NewClock(func() time.Time { return now }), Policy: policy, Columns: Columns(all)})
	if err != nil {
		t.Fatal(err)
	}
	run.Cast(trial.Cast{System: system})
	return run
}
