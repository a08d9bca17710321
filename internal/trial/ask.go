package trial

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"klarmeld/internal/action"
	"klarmeld/internal/driver"
	"klarmeld/internal/judge"
	"klarmeld/internal/oio"
	"klarmeld/internal/privacy"
	"klarmeld/internal/recording"
	"klarmeld/internal/verdict"
)

// caseName and documentName are our names for the scene's n'th case and
// document, unique in the run; actionName is that of its newest action.
func (s *Scene) caseName(n int) string     { return fmt.Sprintf("%s/sag-%d", s.ours(), n) }
func (s *Scene) documentName(n int) string { return fmt.Sprintf("%s/dokument-%d", s.ours(), n) }
func (s *Scene) actionName() string        { return fmt.Sprintf("%s/%d", s.ours(), s.actions) }

// ours begins every name that the scene gives. A system that has been through a
// run remembers its names, and an action is performed once only: so each run has
// names of its own.
func (s *Scene) ours() string {
	if s.trial.setting.RunID == "" {
		return s.id
	}
	return s.trial.setting.RunID + "/" + s.id
}

// newest lets an action be about the scene's newest case and document, back
// about the n'th before them.
func (s *Scene) newest(a action.Request) action.Request { return s.back(a, 0) }

func (s *Scene) back(a action.Request, n int) action.Request {
	if have := len(s.sager) - n; have > 0 {
		a.Sag = s.caseName(have)
	}
	if have := len(s.dokumenter) - n; have > 0 {
		a.Dokument = s.documentName(have)
	}
	return a
}

// ask asks the system to act, and ends the scene unless it was done.
func (s *Scene) ask(ctx context.Context, a action.Request, want expectation) (action.Answer, error) {
	answer, err := s.put(ctx, a, want)
	switch {
	case err != nil:
		return answer, err
	case answer.Status == action.OnDemand:
		return answer, s.lookedUpLater(a)
	case answer.Status == action.Failed: // its own words are a detail: they may be an exception of some program
		return answer,
			s.expect(false, ofAction(a.Kind, RuleDone.Finding("Systemet blev bedt om "+a.Kind.Name()+", men kunne ikke.", "handlingen udføres", answer.Reason)))
	}
	return answer, nil
}

// put asks the system to act, and ends the scene unless it has answered what it did.
func (s *Scene) put(ctx context.Context, a action.Request, want expectation) (action.Answer, error) {
	s.actions++
	a.ID = s.actionName()
	s.lastAction = a.ID
	answer, err := s.trial.act(ctx, s.trial.cast.System, s.id, a, want)
	if err == nil && answer.Status == action.Failed && s.trial.cutOff == a.ID {
		// Klarmeld was away while the system acted. What failed then may have failed for
		// that, and a system may well remember the answer that it gave: it is asked anew.
		a.ID += "/igen"
		s.lastAction = a.ID
		answer, err = s.trial.act(ctx, s.trial.cast.System, s.id, a, want)
	}
	var fault driver.Fault
	if errors.As(err, &fault) {
		return answer, s.failedBy(fault.Class, err, a)
	}
	if err != nil {
		return answer, s.Broken(err)
	}
	s.trial.stops.faults, s.trial.stops.answered = 0, true
	switch answer.Status {
	case action.NotOffered:
		s.notOffered, s.refused = privacy.Mask(answer.Reason), a.Kind
		return answer, ErrStopped
	case action.Skipped:
		s.untried, s.gap, s.skipped = "scenariet blev sprunget over", verdict.GapSkipped, privacy.Mask(answer.Reason)
		return answer, ErrStopped
	}
	return answer, nil
}

// lookedUpLater notes that the system looks things up when it needs them: nothing is
// waited for, and what it then reads and sends is judged.
func (s *Scene) lookedUpLater(a action.Request) error {
	if !a.Kind.Reads() {
		return s.failedBy(driver.FaultAnswer,
			fmt.Errorf("adapteren svarede ved_behov på handlingen %s (%s); det er kun et svar på laes-organisation og laes-klassifikation", a.ID, a.Kind), a)
	}
	s.onDemand = true
	s.trial.judge.Found(s.id, ofAction(a.Kind, RuleOnDemand.Finding("Systemet slår først op i registret, når det skal bruge noget derfra; "+
		"det dømmes på det, det så læser og sender.", "læst, før det bruges", "ved_behov")))
	return nil
}

// OnDemand reports whether the system has said in this scene that it looks things
// up when it needs them.
func (s *Scene) OnDemand() bool { return s.onDemand }

// failedBy notes that the adapter failed. What it said itself stands in the
// finding's detail, and never in the sentence that stands for it in a table.
func (s *Scene) failedBy(class driver.FaultClass, err error, a action.Request) error {
	s.trial.stops.faults++
	s.trial.stops.lasting = class.Lasting()
	return s.noted(adapterRule(class).Finding(class.Name(), "et svar på handlingen "+a.ID, err.Error()))
}

// ofAction is a finding about an action, whose kind its source names.
func ofAction(kind action.Kind, f verdict.Finding) verdict.Finding {
	f.Source += " " + string(kind)
	return f
}

// Ask asks the system to do something of which no exchange need follow.
func (s *Scene) Ask(ctx context.Context, kind action.Kind, data action.Data) error {
	_, err := s.ask(ctx, s.newest(action.Request{Kind: kind, Data: data}), expectation{})
	return err
}

// AskCase asks the system to make or transfer a case, and finds it in what the
// system sent.
func (s *Scene) AskCase(ctx context.Context, kind action.Kind, data action.Data) error {
	a := action.Request{Kind: kind, Sag: s.caseName(len(s.sager) + 1), Data: data}
	found, err := s.askNew(ctx, oio.Sag, a, caseLike(data), nil)
	if err != nil {
		return err
	}
	s.sager = append(s.sager, found)
	s.looksRight(found, data)
	return nil
}

// AskStock asks the system to hand over the cases it has, and to say which
// numbers they have.
func (s *Scene) AskStock(ctx context.Context, data action.Data) error {
	want := imports(oio.Sag, "en import af sager (SagIndeks i importer)")
	want.holds = s.handedOver(data.Antal)
	s.trial.owe(oio.Sag, data.Antal)
	answer, err := s.ask(ctx, action.Request{Kind: action.OverfoerBestand, Sag: s.caseName(len(s.sager) + 1), Data: data}, want)
	if err != nil {
		return err
	}
	s.stock = answer.Sagsnumre
	s.trial.owe(oio.Sag, max(0, len(s.stock)-data.Antal)) // it may have had more than it was to make
	if err := s.expect(slices.ContainsFunc(s.trial.judge.During(s.lastAction), want.is), s.unseen(want.what)); err != nil {
		return err
	}
	for _, o := range s.stocked() {
		s.looksRight(o.UUID, data)
	}
	return nil
}

// AskDocument asks the system to make a document: on the scene's newest case,
// or beside its newest document.
func (s *Scene) AskDocument(ctx context.Context, kind action.Kind, data action.Data) error {
	a, name := s.newest(action.Request{Kind: kind, Data: data}), s.documentName(len(s.dokumenter)+1)
	if kind == action.TilfoejDokument {
		a.Dokument = name
	} else {
		a.Data.Bilag = name
	}
	found, err := s.askNew(ctx, oio.Dokument, a, s.documentLike(data), s.tied(kind))
	if err != nil {
		return err
	}
	s.dokumenter = append(s.dokumenter, found)
	return nil
}

// askNew asks for something new and finds it among what came. tied says whether it
// has the place that it was made for; nil: it has none but the index.
func (s *Scene) askNew(ctx context.Context, t oio.ObjektType, a action.Request, like likeness, tied func(uuid string) bool) (string, error) {
	what := map[oio.ObjektType]string{oio.Sag: "en import af sagen (SagIndeks i importer)", oio.Dokument: "en import af dokumentet (DokumentIndeks i importer)"}[t]
	want := imports(t, what)
	want.holds = s.search(t, like, tied)
	if t == oio.Dokument { // a case that has nothing to do with those before need not wait
		if err := s.pace(ctx); err != nil {
			return "", err
		}
	}
	if _, err := s.ask(ctx, a, want); err != nil {
		return "", err
	}
	found, passed := s.chosen(t, like)
	if found == "" {
		s.trial.owe(t, 1)
		return "", s.expect(false, s.unlike(t, s.unseen(what), passed))
	}
	s.trial.judge.Tried(s.id)
	s.trial.wanted.come[found], s.trial.wanted.made[found] = true, true
	s.tellPassed(t, passed)
	s.lookTimely(func(o oio.Objekt) bool { return oio.SameUUID(o.UUID, found) })
	return found, nil
}

// AskChange asks the system to change the scene's newest case or document, and
// looks for the update that should follow, unless updates are held back.
func (s *Scene) AskChange(ctx context.Context, kind action.Kind, data action.Data) error {
	a := s.newest(action.Request{Kind: kind, Data: data})
	if kind == action.KnytOversag {
		a.Data.Oversag = s.caseName(len(s.sager) - 1)
	}
	led := s.outcome(a)
	if s.hold.on {
		if err := s.pace(ctx); err != nil {
			return err
		}
		_, err := s.ask(ctx, a, expectation{})
		if err == nil {
			s.hold.keep(led)
		}
		return err
	}
	if kind == action.SendSamlet {
		led = all(s.hold.led)
	}
	if err := s.change(ctx, a, led); err != nil {
		return err
	}
	if kind == action.SkiftEnhed {
		s.unitRight(newest(s.sager), data.Enhed)
	}
	return nil
}

// all reports whether everything holds.
func all(these []func() bool) func() bool {
	return func() bool {
		return !slices.ContainsFunc(these, func(holds func() bool) bool { return !holds() })
	}
}

// change asks for a change of what the scene has, and waits for what it leads to.
func (s *Scene) change(ctx context.Context, a action.Request, led func() bool) error {
	if err := s.pace(ctx); err != nil {
		return err
	}
	if err := s.traffic(ctx, a, s.update(led)); err != nil {
		return err
	}
	s.lookTimely(s.owns)
	return nil
}

// update expects an update of what the scene has, and what it leads to; nil: nothing
// is known of that.
func (s *Scene) update(led func() bool) expectation {
	want := expectation{what: "en opdatering af sagen eller dokumentet (opdater)", is: func(x judge.Seen) bool {
		return slices.ContainsFunc(x.Brought(), func(o oio.Objekt) bool { return o.Opdatering && s.owns(o) })
	}}
	if led != nil {
		want.holds = func([]judge.Seen) bool { return led() }
	}
	return want
}

// owns reports whether an object is one of the scene's cases and documents.
func (s *Scene) owns(o oio.Objekt) bool {
	return slices.Contains(s.sager, o.UUID) || slices.Contains(s.dokumenter, o.UUID)
}

// AskOver asks the system to put the newest case under the one before it.
func (s *Scene) AskOver(ctx context.Context) error {
	return s.AskChange(ctx, action.KnytOversag, action.Data{})
}

// AskRemoval asks the system to remove something from the newest case or
// document, and looks for an exchange that could have done it.
func (s *Scene) AskRemoval(ctx context.Context, kind action.Kind, data action.Data) error {
	a := s.newest(action.Request{Kind: kind, Data: data})
	return s.remove(ctx, a, s.outcome(a), "en fjernelse (kasser, fjern eller opdater)", "kasser", "fjern", "opdater", "importer")
}

// AskRemovalOfPrevious is AskRemoval for the case or document before the
// newest.
func (s *Scene) AskRemovalOfPrevious(ctx context.Context, kind action.Kind) error {
	a := s.back(action.Request{Kind: kind}, 1)
	return s.remove(ctx, a, s.outcomeOf(a, s.PreviousSag(), s.PreviousDokument()), "en fjernelse (fjern)", "fjern")
}

// remove asks for something to be removed, which one of the operations could do.
func (s *Scene) remove(ctx context.Context, a action.Request, led func() bool, what string, by ...string) error {
	want := exchanges(what, func(x recording.Exchange) bool { return slices.Contains(by, x.Operation) })
	if led != nil {
		want.holds = func([]judge.Seen) bool { return led() }
	}
	if err := s.pace(ctx); err != nil {
		return err
	}
	return s.traffic(ctx, a, want)
}

// AskRemovalOfAll asks the system to remove all that it has sent for the
// municipality.
func (s *Scene) AskRemovalOfAll(ctx context.Context, data action.Data) error {
	a := action.Request{Kind: action.FjernAlt, Data: data}
	err := s.remove(ctx, a, s.removed(a), "en fjernelse (fjern) i indekset", "fjern")
	s.removal = s.lastAction
	return err
}

// AskTraffic asks the system to act and looks for an exchange of a kind. Of a register
// that is to be read, what has changed in the scene is waited for.
func (s *Scene) AskTraffic(ctx context.Context, kind action.Kind, data action.Data, expected string, is func(recording.Exchange) bool) error {
	want := exchanges(expected, is)
	if kind.Reads() {
		read := s.read(kind)
		want.holds = func([]judge.Seen) bool { return read() }
	}
	return s.traffic(ctx, action.Request{Kind: kind, Data: data}, want)
}

// traffic asks for an action and looks for what should follow it.
func (s *Scene) traffic(ctx context.Context, a action.Request, want expectation) error {
	answer, err := s.ask(ctx, a, want)
	if err != nil || answer.Status == action.OnDemand {
		return err
	}
	return s.expect(slices.ContainsFunc(s.trial.judge.During(s.lastAction), want.is), s.unseen(want.what))
}

// imports expects the import of an object.
func imports(t oio.ObjektType, what string) expectation {
	return expectation{what: what, is: func(x judge.Seen) bool {
		return slices.ContainsFunc(x.Brought(), func(o oio.Objekt) bool { return o.Type == t && !o.Opdatering })
	}}
}

// exchanges expects an exchange.
func exchanges(what string, is func(recording.Exchange) bool) expectation {
	return expectation{what: what, is: func(x judge.Seen) bool { return is(*x.Entry.Exchange) }}
}

// Changes are the registrations that the last action brought of the scene's
// newest case, as they were sent.
func (s *Scene) Changes() []oio.Registrering {
	var out []oio.Registrering
	for _, x := range s.trial.judge.During(s.lastAction) {
		for _, o := range x.Brought() {
			if o.UUID == newest(s.sager) {
				out = append(out, o.Registreringer...)
			}
		}
	}
	return out
}

func (s *Scene) unseen(expected string) verdict.Finding {
	p, _ := s.trial.judge.Action(s.lastAction)
	actual := fmt.Sprintf("%d udvekslinger under handlingen, ingen af dem den ventede", len(s.trial.judge.During(s.lastAction)))
	if p.Answer.Note != "" {
		actual += "; den, der udførte den, sagde: " + privacy.Mask(p.Answer.Note)
	}
	f := ofAction(p.Action.Kind, RuleTraffic.Finding(fmt.Sprintf("Systemet blev bedt om %s og svarede, at det var gjort, men klarmeld så ikke %s.",
		p.Action.Kind.Name(), expected), expected, actual))
	f.Fix = unseenFix(p.Action.Kind)
	return f
}

// unseenFix is how traffic that did not come is made to come: what was to be
// read is read, and the rest is sent.
func unseenFix(kind action.Kind) string {
	switch kind {
	case action.LaesOrganisation:
		return "Læs FK Organisation (soeg, laes eller list), når systemet bliver bedt om det."
	case action.LaesKlassifikation:
		return "Læs FK Klassifikation (soeg, laes eller list), når systemet bliver bedt om det."
	case action.FjernAlt:
		return "Kald fjern i indekset, når systemet bliver bedt om det."
	}
	return RuleTraffic.Fix
}
