package trial

import (
	"context"
	"errors"
	"slices"
	"time"

	"klarmeld/internal/action"
	"klarmeld/internal/judge"
	"klarmeld/internal/municipality"
	"klarmeld/internal/oio"
	"klarmeld/internal/recording"
	"klarmeld/internal/security"
	"klarmeld/internal/verdict"
)

// TokenLife is how long a token is good for in a run: a scenario waits until one is
// over, and people do not wait for eight hours.
const TokenLife = 5 * time.Minute

// apart is how far two clocks may be from each other: a token is over for us and for
// the system when so much more has passed.
const apart = time.Minute

// Secured reports whether the run's messages are secured (OIO IDWS).
func (t *Trial) Secured() bool { return t.setting.Secured != nil && t.setting.Secured.Mode.Secured() }

// columns are the columns of the run's result.
func (t *Trial) columns() verdict.Columns {
	if t.Secured() {
		return verdict.Secured()
	}
	return verdict.Capabilities()
}

// checks is how many checks count in a scenario. Those of the secured wire count where
// it is what is tried: nothing else is green by them.
func (t *Trial) checks(column verdict.CapabilityID, n judge.Notes) int {
	if column == verdict.Sikkerhed {
		return n.Checks + n.Secured
	}
	return n.Checks
}

// Audience is the entity ID of the service at a path; "" where there is none, or one
// that takes no token.
func (t *Trial) Audience(path string) string {
	if s := t.services.At(path); s != nil {
		return security.EntityOf(s.ID)
	}
	return ""
}

// errUnsecured is a scenario of the secured wire in a run without it.
var errUnsecured = errors.New("scenariet prøver OIO IDWS, men kørslen er uden (--sikkerhed)")

// secure lets the STS and the services be otherwise, for the rest of the scene.
func (s *Scene) secure(change func(*security.Circumstances)) error {
	if !s.trial.Secured() {
		return s.Broken(errUnsecured)
	}
	change(&s.state)
	s.disturbed = true
	state := s.state
	if err := s.trial.altered(func() error { return s.trial.services.Secure(state) }); err != nil {
		return s.Broken(err)
	}
	return nil
}

// calm leaves the STS and the services as the scene found them, wherever it stopped.
func (s *Scene) calm(ctx context.Context) {
	if !s.disturbed || ctx.Err() != nil {
		return
	}
	err := s.trial.altered(func() error { return s.trial.services.Secure(security.Circumstances{}) })
	if err != nil && !errors.Is(err, errOver) {
		_ = s.Broken(err) // noted: nothing is left to stop
	}
}

// EndAgreement lets the municipality's service agreement with the system end.
func (s *Scene) EndAgreement() error {
	return s.secure(func(x *security.Circumstances) { x.Without = []string{s.Registers().CVR()} })
}

// RenewAgreement lets it hold again.
func (s *Scene) RenewAgreement() error {
	return s.secure(func(x *security.Circumstances) { x.Without = nil })
}

// Tamper lets a register's replies be changed after they have been signed; TamperNoMore
// lets them be as they were signed.
func (s *Scene) Tamper(register recording.RegisterID) error {
	return s.secure(func(x *security.Circumstances) { x.Tampered = register.Services() })
}

// TamperNoMore lets all replies be as they were signed.
func (s *Scene) TamperNoMore() error {
	return s.secure(func(x *security.Circumstances) { x.Tampered = nil })
}

// OutliveTokens waits until no token that the system has been given is good any more.
// Nothing of it is on record: how long a token was good stands in the token itself, and
// a run that goes on waits for what is left.
func (s *Scene) OutliveTokens(ctx context.Context) error {
	t := s.trial
	if !t.Secured() {
		return s.Broken(errUnsecured)
	}
	if t.tape == nil {
		return nil
	}
	if t.past != nil {
		if !t.past.atEnd() {
			return nil
		}
		err := t.past.rest(t.again)
		if err == nil {
			err = t.comeBack("")
		}
		if err != nil {
			return s.Broken(err)
		}
	}
	var until time.Time
	for _, a := range t.judge.Asked() {
		if a.Until.After(until) {
			until = a.Until
		}
	}
	until = until.Add(apart)
	t.board.show(Progress{State: WaitingForSystem, Scenario: s.id, Expected: "at systemets tokens udløber", Until: until})
	defer t.board.show(Progress{State: Running, Scenario: s.id})
	for left := until.Sub(t.setting.Now()); left > 0 && ctx.Err() == nil; left = until.Sub(t.setting.Now()) {
		t.setting.Patience.Await(ctx, nil, left)
	}
	if err := ctx.Err(); err != nil {
		return s.Broken(err)
	}
	if err := t.listen(); err != nil {
		return s.Broken(err)
	}
	return nil
}

// AttemptChange asks the system to change the scene's newest case, which it may well
// fail in, since the STS gives it no token.
func (s *Scene) AttemptChange(ctx context.Context, kind action.Kind, data action.Data) error {
	if err := s.pace(ctx); err != nil {
		return err
	}
	a := s.newest(action.Request{Kind: kind, Data: data})
	led := s.outcome(a)
	answer, err := s.put(ctx, a, exchanges("en forespørgsel til STS, som den siger nej til", func(x recording.Exchange) bool {
		return x.ServiceID == recording.STS && x.Status != 200
	}))
	if err == nil && answer.Status == action.Done && led != nil {
		s.promised = append(s.promised, led)
	}
	return err
}

// AttemptReading asks the system to read a register whose replies are not to be
// believed.
func (s *Scene) AttemptReading(ctx context.Context, kind action.Kind, register recording.RegisterID) error {
	_, err := s.put(ctx, action.Request{Kind: kind}, exchanges("en læsning i "+register.Name(), func(x recording.Exchange) bool {
		return x.ServiceID.Register() == register && x.Status == 200
	}))
	return err
}

// AttemptCase asks the system to make a case on such replies. It may make it of what it
// has read before.
func (s *Scene) AttemptCase(ctx context.Context, data action.Data) error {
	_, err := s.put(ctx, action.Request{Kind: action.OpretSag, Sag: s.ours() + "/forsoeg", Data: data}, expectation{})
	for _, x := range s.trial.judge.During(s.lastAction) {
		for _, o := range x.Brought() {
			s.trial.wanted.come[o.UUID] = s.trial.wanted.come[o.UUID] || o.Type == oio.Sag && !o.Opdatering
		}
	}
	return err
}

// Kept reports whether the index has what the system has said that it had done when the
// STS said no to it.
func (s *Scene) Kept() bool { return all(s.promised)() }

// Asked are the scene's requests for tokens, oldest first, and Calls its messages to
// services.
func (s *Scene) Asked() []judge.Asked {
	return slices.DeleteFunc(slices.Clone(s.trial.judge.Asked()), func(a judge.Asked) bool { return a.Scenario != s.id })
}

// Calls are the scene's messages to services, oldest first.
func (s *Scene) Calls() []judge.SecuredCall {
	return slices.DeleteFunc(slices.Clone(s.trial.judge.Calls()), func(c judge.SecuredCall) bool { return c.Scenario != s.id })
}

// Issued is the STS's answer by which the system has a token; false when it has it from
// elsewhere.
func (s *Scene) Issued(token string) (judge.Asked, bool) {
	all := s.trial.judge.Asked()
	i := slices.IndexFunc(all, func(a judge.Asked) bool { return token != "" && a.Token == token })
	if i < 0 {
		return judge.Asked{}, false
	}
	return all[i], true
}

// LastAction is the ID of the newest action.
func (s *Scene) LastAction() string { return s.lastAction }

// Forgeries are the UUIDs of nobody that the scene has put into replies.
func (s *Scene) Forgeries() []judge.Forgery {
	return slices.DeleteFunc(slices.Clone(s.trial.judge.Forgeries()), func(f judge.Forgery) bool { return f.Scenario != s.id })
}

// change lets the municipality's registers change, and records it.
func (t *Trial) change(c municipality.Event) error {
	return t.altered(func() error { return t.services.Change(c) })
}

// altered lets klarmeld's own world change. In the past it moves on to where it did.
func (t *Trial) altered(do func() error) error {
	if t.past != nil {
		_, err := t.past.until(func(e recording.Entry) bool { return e.Kind == recording.KindChange }, t.again)
		if !errors.Is(err, errOver) {
			return err
		}
		if err := t.comeBack(""); err != nil {
			return err
		}
	}
	if err := do(); err != nil {
		return err
	}
	return t.listen()
}
