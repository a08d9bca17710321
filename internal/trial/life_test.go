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

const (
	enhed   = municipality.OrganisationEnhed
	office  = "c61e3e6b-8b1b-56d7-99ac-61cd5fc1fe68" // Ydelseskontoret
	lilleby = "9ec4f763-92a6-5e40-90ea-635d9f7642f3"
)

// livesOn are the changes of the registers, and what an object is like before and after.
var livesOn = []struct {
	name   string
	change func(*trial.Scene) error
	kind   municipality.ObjektKind
	object string // its name afterwards
	is     func(before, after municipality.Version) bool
}{
	{"a unit", func(s *trial.Scene) error { return s.NewUnit("Tilbygningen", "Jobcenteret") }, enhed, "Tilbygningen", func(_, v municipality.Version) bool {
		return len(v.Noegle) == 8 && reflect.DeepEqual(v.Relationer, map[string][]string{"Overordnet": {unit}, "Tilhoerer": {lilleby}})
	}},
	{"a class", func(s *trial.Scene) error { return s.NewClass("32.24.99", "Nye ydelser", "32.24") }, municipality.Klasse, "Nye ydelser",
		func(_, v municipality.Version) bool {
			return v.Noegle == "32.24.99" && reflect.DeepEqual(v.Relationer,
				map[string][]string{"OverordnetKlasse": {"1281739d-93ea-486c-8950-607a4263bef1"}, "Facet": {"9ec4f763-92a6-5e40-90ea-635d9f7642f4"}})
		}},
	{"a name", func(s *trial.Scene) error { return s.RenameObject(enhed, "Jobcenteret", "Jobhuset") }, enhed, "Jobhuset",
		func(before, v municipality.Version) bool {
			return before.Navn == "Jobcenteret" && v.Noegle == "1000"
		}},
	{"a name, by its key", func(s *trial.Scene) error { return s.RenameObject(enhed, "1000", "Jobhuset") }, enhed, "Jobhuset",
		func(before, v municipality.Version) bool {
			return before.Navn == "Jobcenteret"
		}},
	{"a place", func(s *trial.Scene) error { return s.MoveUnit("Jobcenteret", "Ydelseskontoret") }, enhed, "Jobcenteret",
		func(before, v municipality.Version) bool {
			return before.Relationer["Overordnet"] == nil && reflect.DeepEqual(v.Relationer["Overordnet"], []string{office})
		}},
}

// TestLifeGoesOn: what changes in the registers holds from then on, for the
// services and for the judge, and again in a replay.
func TestLifeGoesOn(t *testing.T) {
	at := start().Add(time.Hour)
	for _, c := range livesOn {
		w := begun(t, idle)
		w.clock.Wait(time.Hour)
		play := func(of *trial.Trial) municipality.Objekt {
			var o municipality.Objekt
			scene(t, context.Background(), of, "org-1", func(s *trial.Scene) error {
				if err := c.change(s); err != nil {
					return err
				}
				o, _ = s.Registers().ByName(c.kind, c.object)
				return s.Claim(true, claimed(""), "", "", "")
			})
			if s := judged(t, result(t, of, "org-1"), "org-1"); s.Outcome != verdict.Pass {
				t.Errorf("%s: %s", c.name, s.Reason)
			}
			return o
		}
		o := play(w.Trial)
		before, _ := o.At(at.Add(-time.Second))
		after, ok := o.At(at)
		if !ok || !after.Fra.Equal(at) || !c.is(before, after) {
			t.Errorf("%s: %+v, and before %+v", c.name, after, before)
		}
		if shown, _ := w.Registers().ByName(c.kind, c.object); !reflect.DeepEqual(shown, o) {
			t.Errorf("%s: the services show %+v, the judge %+v", c.name, shown, o)
		}
		if got := kinds(w.log.all()); got != "koersel scenarie aendring scenarieslut" {
			t.Errorf("%s: on record: %s", c.name, got)
		}
		if again := play(replayed(t, w.log.all())); again.UUID != o.UUID || !again.Latest().Fra.Equal(at) {
			t.Errorf("%s, replayed: %+v", c.name, again)
		}
	}
}

// TestEndObject: what has ended holds no longer.
func TestEndObject(t *testing.T) {
	w := begun(t, idle)
	w.clock.Wait(time.Hour)
	scene(t, context.Background(), w.Trial, "org-1", func(s *trial.Scene) error { return s.EndObject(enhed, "Jobcenteret") })
	o, _ := w.Registers().Get(unit)
	if _, holds := o.At(w.clock.Now()); holds {
		t.Error("it holds still")
	}
	if _, held := o.At(w.clock.Now().Add(-time.Second)); !held {
		t.Error("it has never held")
	}
}

// TestNewObjectsAreTheSame: what comes into being has the same UUID in every
// run, and each its own.
func TestNewObjectsAreTheSame(t *testing.T) {
	ids := func() []string {
		w := begun(t, idle)
		scene(t, context.Background(), w.Trial, "org-1", func(s *trial.Scene) error {
			for _, err := range []error{s.NewUnit("En", "Jobcenteret"), s.NewUnit("To", "En"), s.NewClass("En", "Titel", "32.24")} {
				if err != nil {
					t.Error(err)
				}
			}
			return nil
		})
		var out []string
		for _, o := range append(w.Registers().All(enhed), w.Registers().All(municipality.Klasse)...) {
			out = append(out, o.UUID)
		}
		return out
	}
	first, second := ids(), ids()
	seen := map[string]bool{}
	for _, id := range first {
		seen[id] = true
	}
	if !reflect.DeepEqual(first, second) || len(seen) != 6 {
		t.Errorf("%v, and then %v", first, second)
	}
}

// TestUnknownObjects: a scenario that names what is not in the registers is our
// mistake; nothing is changed, and the scenario says which name it was.
func TestUnknownObjects(t *testing.T) {
	for says, change := range map[string]func(*trial.Scene) error{
		`enheden "Kontoret" findes ikke`:           func(s *trial.Scene) error { return s.NewUnit("Ny", "Kontoret") },
		`klassen "99" findes ikke`:                 func(s *trial.Scene) error { return s.NewClass("99.01", "Ny", "99") },
		`OrganisationEnhed "Kontoret" findes ikke`: func(s *trial.Scene) error { return s.RenameObject(enhed, "Kontoret", "Ny") },
		`Bruger "Jobcenteret" findes ikke`:         func(s *trial.Scene) error { return s.EndObject(municipality.Bruger, "Jobcenteret") },
		`enheden "Loftet" findes ikke`:             func(s *trial.Scene) error { return s.MoveUnit("Jobcenteret", "Loftet") },
		`OrganisationEnhed "Loftet" findes ikke`:   func(s *trial.Scene) error { return s.MoveUnit("Loftet", "Jobcenteret") },
		`er brugt to gange`: func(s *trial.Scene) error {
			if err := s.NewUnit("Ny", "Jobcenteret"); err != nil {
				return err
			}
			return s.NewUnit("Ny", "Ydelseskontoret")
		},
	} {
		w := begun(t, idle)
		var stopped error
		s := scene(t, context.Background(), w.Trial, "org-1", func(s *trial.Scene) error {
			stopped = change(s)
			return stopped
		})
		r := judged(t, result(t, w.Trial, "org-1"), "org-1")
		if !errors.Is(stopped, trial.ErrStopped) || r.Outcome != verdict.HarnessFailure || !strings.Contains(r.Reason, says) {
			t.Errorf("%s: %v, %v: %s", says, stopped, r.Outcome, r.Reason)
		}
		if changes := strings.Count(kinds(w.log.all()), string(recording.KindChange)); changes != strings.Count(says, "to gange") {
			t.Errorf("%s: %d changes", says, changes)
		}
		if s.ReadSince(unit) {
			t.Errorf("%s: it has been read", says)
		}
	}
}

// TestReadSince: an object has been read since it changed when its register has
// shown it after that; before counts not, and neither do other objects.
func TestReadSince(t *testing.T) {
	ctx := context.Background()
	asks := func(s *trial.Scene) { _ = s.Ask(ctx, action.LaesOrganisation, action.Data{}) }
	for _, c := range []struct {
		name           string
		before, after  string
		changes, since bool
	}{
		{"never", "", "", true, false},
		{"before it changed", reads(unit), "", true, false},
		{"after it changed", "", reads(unit), true, true},
		{"both", reads(unit), reads(unit), true, true},
		{"another", "", reads(office), true, false},
		{"it has not changed", reads(unit), "", false, true},
		{"it has not changed, and is not read", "", "", false, false},
	} {
		message := c.before
		w := begun(t, func(w *world) does {
			return func(_ context.Context, a action.Request) (action.Answer, error) {
				if message != "" {
					send(w.Handler(), message)
				}
				return done(a)
			}
		})
		scene(t, ctx, w.Trial, "org-1", func(s *trial.Scene) error {
			asks(s)
			if c.changes {
				if err := s.RenameObject(enhed, "Jobcenteret", "Jobhuset"); err != nil {
					return err
				}
			}
			message = c.after
			asks(s)
			if got := s.ReadSince(unit); got != c.since {
				t.Errorf("%s: %t", c.name, got)
			}
			return nil
		})
	}
}
