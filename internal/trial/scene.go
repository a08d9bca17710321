package trial

import (
	"context"
	"errors"
	"fmt"

	"klarmeld/internal/driver"
	"klarmeld/internal/index"
	"klarmeld/internal/judge"
	"klarmeld/internal/municipality"
	"klarmeld/internal/oio"
	"klarmeld/internal/privacy"
	"klarmeld/internal/recording"
	"klarmeld/internal/verdict"
)

// ErrStopped ends a scene: what was found, or what was not offered, has been
// noted, and the sentences that follow make no sense.
var ErrStopped = errors.New("scenariet stoppede her")

// Scene is one scenario being played.
type Scene struct {
	trial      *Trial
	id         string
	capability verdict.CapabilityID
	actions    int
	lastAction string
	notOffered string
	harness    string

	sager      []string // UUIDs of the system's cases, in the order they came
	dokumenter []string
	neighbour  []string
	altered    map[string]int // UUID in the registers → entry of its newest change
}

// Scene begins a scenario.
func (t *Trial) Scene(id string, capability verdict.CapabilityID) (*Scene, error) {
	s := &Scene{trial: t, id: id, capability: capability, altered: map[string]int{}}
	t.scenes[id] = s
	t.tape.Scope(id, "")
	if _, err := t.tape.Append(recording.Entry{Kind: recording.KindScenario}); err != nil {
		return s, s.Broken(err)
	}
	return s, nil
}

// End closes the scene; what comes later belongs to no scenario. The judge
// reads the rest of it, and says what could not be said before.
func (s *Scene) End() {
	s.trial.tape.Scope("", "")
	if err := s.trial.listen(); err != nil {
		_ = s.Broken(err) // noted: nothing is left to stop
		return
	}
	s.trial.judge.Settle(s.id)
}

// Broken notes a fault of ours and ends the scene.
func (s *Scene) Broken(err error) error {
	if s.harness == "" {
		s.harness = privacy.Mask(err.Error())
	}
	return ErrStopped
}

// caseName is our name for the scene's n'th case, unique in the run.
func (s *Scene) caseName(n int) string { return fmt.Sprintf("%s/sag-%d", s.id, n) }

// Ask asks the system to act, and ends the scene unless it was done.
func (s *Scene) Ask(ctx context.Context, kind driver.Kind, sag string, data driver.Data) error {
	s.actions++
	a := driver.Action{ID: fmt.Sprintf("%s/%d", s.id, s.actions), Kind: kind, Sag: sag, Data: data}
	s.lastAction = a.ID
	answer, err := s.trial.perform(ctx, s.trial.driver, s.id, a)
	if err != nil {
		return s.Broken(err)
	}
	switch answer.Status {
	case driver.NotOffered:
		s.notOffered = privacy.Mask(answer.Reason)
		return ErrStopped
	case driver.Failed:
		return s.expect(false, verdict.Finding{Rule: "handling.udfoert", Outcome: verdict.Fail, Source: "Scenariets handling " + string(kind),
			Message: "Systemet blev bedt om " + kind.Name() + ", men kunne ikke: " + answer.Reason, Expected: "handlingen udføres", Actual: answer.Reason,
			Fix: "Se i systemets egen log, hvorfor handlingen fejlede."})
	}
	return nil
}

// AskCase asks the system to make or transfer a case, and finds it in what the
// system sent.
func (s *Scene) AskCase(ctx context.Context, kind driver.Kind, data driver.Data) error {
	if err := s.Ask(ctx, kind, s.caseName(len(s.sager)+1), data); err != nil {
		return err
	}
	o, err := s.sent(oio.Sag, "en import af sagen (SagIndeks i importer)")
	if err != nil {
		return err
	}
	s.sager = append(s.sager, o.UUID)
	return nil
}

// AskDocument asks the system to add a document to the scene's case.
func (s *Scene) AskDocument(ctx context.Context, data driver.Data) error {
	if err := s.Ask(ctx, driver.TilfoejDokument, s.caseName(len(s.sager)), data); err != nil {
		return err
	}
	o, err := s.sent(oio.Dokument, "en import af dokumentet (DokumentIndeks i importer)")
	if err != nil {
		return err
	}
	s.dokumenter = append(s.dokumenter, o.UUID)
	return nil
}

// AskAboutCase asks the system to do something to the scene's newest case, and
// looks for the update that should follow.
func (s *Scene) AskAboutCase(ctx context.Context, kind driver.Kind, data driver.Data) error {
	if err := s.Ask(ctx, kind, s.caseName(len(s.sager)), data); err != nil {
		return err
	}
	for _, x := range s.trial.judge.During(s.lastAction) {
		for _, o := range x.Objekter {
			if o.Opdatering && o.UUID == s.sag() {
				return nil
			}
		}
	}
	return s.expect(false, s.unseen("en opdatering af sagen (OpdaterSagIndeks i opdater)"))
}

// AskTraffic asks the system to act and looks for any exchange at all with the
// services whose name begins with service.
func (s *Scene) AskTraffic(ctx context.Context, kind driver.Kind, expected string, is func(recording.Exchange) bool) error {
	if err := s.Ask(ctx, kind, "", driver.Data{}); err != nil {
		return err
	}
	seen := false
	for _, x := range s.trial.judge.During(s.lastAction) {
		seen = seen || is(*x.Entry.Exchange)
	}
	return s.expect(seen, s.unseen(expected))
}

// sent finds the object that the last action made the system import.
func (s *Scene) sent(t oio.ObjektType, expected string) (oio.Objekt, error) {
	for _, x := range s.trial.judge.During(s.lastAction) {
		for _, o := range x.Objekter {
			if o.Type == t && !o.Opdatering {
				s.trial.judge.Tried(s.id)
				return o, nil
			}
		}
	}
	return oio.Objekt{}, s.expect(false, s.unseen(expected))
}

func (s *Scene) unseen(expected string) verdict.Finding {
	p, _ := s.trial.judge.Action(s.lastAction)
	return verdict.Finding{Rule: "handling.trafik", Outcome: verdict.NotObserved, Source: "Scenariets handling " + string(p.Action.Kind),
		Message:  fmt.Sprintf("Systemet blev bedt om %s og svarede, at det var gjort, men klarmeld så ikke %s.", p.Action.Kind.Name(), expected),
		Expected: expected, Actual: fmt.Sprintf("%d udvekslinger under handlingen, ingen af dem den ventede", len(s.trial.judge.During(s.lastAction))),
		Fix: "Send ændringen til indekset (eller læs registret) senest få minutter efter, at den er foretaget i systemet."}
}

// expect counts a check and notes the finding when it was not kept.
func (s *Scene) expect(kept bool, f verdict.Finding) error {
	s.trial.judge.Tried(s.id)
	if kept {
		return nil
	}
	s.trial.judge.Found(s.id, f)
	return ErrStopped
}

// Claim is a sentence's own check: what it says should hold.
func (s *Scene) Claim(kept bool, rule, source, message, expected, actual, fix string) error {
	return s.expect(kept, verdict.Finding{Rule: rule, Outcome: verdict.Fail, Source: source, Message: message, Expected: expected, Actual: actual, Fix: fix})
}

// Neighbour lets the other system of the municipality send a case.
func (s *Scene) Neighbour(ctx context.Context, data driver.Data) error {
	s.actions++
	a := driver.Action{ID: fmt.Sprintf("%s/%d", s.id, s.actions), Kind: driver.OpretSag, Sag: s.caseName(0), Data: data}
	before := len(s.trial.judge.Imported(recording.SenderNeighbour))
	answer, err := s.trial.perform(ctx, s.trial.other, s.id, a)
	if err != nil {
		return s.Broken(err)
	}
	sent := s.trial.judge.Imported(recording.SenderNeighbour)
	if answer.Status != driver.Done || len(sent) == before {
		return s.Broken(fmt.Errorf("nabosystemet, som klarmeld selv spiller, kunne ikke sende sin sag: %s", answer.Reason))
	}
	for _, o := range sent[before:] {
		s.neighbour = append(s.neighbour, o.UUID)
	}
	return nil
}

// Registers are the municipality's registers at this point of the run.
func (s *Scene) Registers() *municipality.Register { return s.trial.judge.Registers() }

// Judge is what has been read of the recording so far.
func (s *Scene) Judge() *judge.Judge { return s.trial.judge }

// sag is the UUID of the scene's newest case, "" when it has none.
func (s *Scene) sag() string { return newest(s.sager) }

func newest(ids []string) string {
	if len(ids) == 0 {
		return ""
	}
	return ids[len(ids)-1]
}

// Sag is the scene's newest case as the index has it.
func (s *Scene) Sag() (index.Stored, error) { return s.stored(s.sag(), "Sagen") }

// Dokument is the scene's newest document as the index has it.
func (s *Scene) Dokument() (index.Stored, error) { return s.stored(newest(s.dokumenter), "Dokumentet") }

// NeighbourCases are the other system's cases that this scene brought.
func (s *Scene) NeighbourCases() []string { return s.neighbour }

func (s *Scene) stored(uuid, what string) (index.Stored, error) {
	o, ok := s.trial.judge.Store().Get(uuid)
	return o, s.Claim(ok, "indeks.findes", "SF1470, vilkår for afsendere: alle relevante data er i indekset", what+" findes ikke i indekset.", "at objektet findes i indekset", "intet objekt med UUID "+uuid,
		"Importér objektet, og se efter, at indekset svarede med statuskode 20.")
}
