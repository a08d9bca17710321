package judge

import (
	"encoding/json"
	"fmt"
	"slices"

	"klarmeld/internal/recording"
	"klarmeld/internal/security"
	"klarmeld/internal/soap"
	"klarmeld/internal/verdict"
)

// secured is what the judge knows of the secured wire.
type secured struct {
	setting *security.Setting // nil: messages come in the clear
	state   security.Circumstances
	used    map[string]*security.Used // by who is asked: the services, or the STS
	asked   []Asked
	calls   []SecuredCall
	forged  []Forgery
	acted   map[string]int // forged UUID → the first exchange in which the system sent it
}

// begin reads what the run's security was made on.
func (s *secured) begin(r *recording.Run) (err error) {
	s.setting, err = security.ReadSetting(r.Security)
	s.used, s.acted = map[string]*security.Used{}, map[string]int{}
	return err
}

// change lets the STS and the services be otherwise from now on.
func (s *secured) change(raw json.RawMessage, line int) error {
	var state security.Circumstances
	if err := json.Unmarshal(raw, &state); err != nil {
		return fmt.Errorf("optagelsens linje %d: en ændring af sikkerheden kan ikke læses: %w", line, err)
	}
	s.state = state
	return nil
}

// check holds a message against the rules of the secured wire, as it came.
func (s *secured) check(x *recording.Exchange, env *soap.Envelope) security.Checked {
	t := security.Terms{Setting: *s.setting, Circumstances: s.state, Audience: security.EntityOf(x.ServiceID), At: x.Begun}
	to := "tjenesterne"
	if x.ServiceID == recording.STS {
		to = string(recording.STS)
	}
	used := s.used[to]
	if used == nil {
		used = security.NewUsed()
		s.used[to] = used
	}
	t.Used = func(id string) bool { return used.Before(id, x.Begun) }
	var checked security.Checked
	if x.ServiceID == recording.STS {
		checked = t.CheckRequest(env)
	} else {
		checked = t.Check(env)
	}
	if checked.MessageID != "" && !security.Refused(*x) {
		used.Use(checked.MessageID, x.Begun)
	}
	return checked
}

// withdrawn reports whether the municipality that a message is about has had an
// agreement, and has none now.
func (s *secured) withdrawn(c security.Checked) bool {
	cvr := ""
	switch {
	case c.Request != nil:
		cvr = c.Request.CVR
	case c.Token != nil:
		cvr = c.Token.CVR
	}
	return slices.Contains(s.state.Without, cvr) && slices.Contains(s.setting.CVR, cvr)
}

// security holds an exchange against the rules of the secured wire, where there is
// one.
func (j *Judge) security(e recording.Entry, env *soap.Envelope) {
	if j.secured.setting == nil || !j.secured.setting.Mode.Secured() || e.Exchange.ServiceID == "" {
		return
	}
	checked := j.secured.check(e.Exchange, env)
	j.secured.note(e, env, checked)
	j.notes(e.Scenario).Secured += checked.Checks
	at := newPlace(file(e), env.Document, e.Seq)
	for _, b := range checked.Breaches {
		if (b.Rule == security.RequestAgreement || b.Rule == security.TokenCVR) && j.secured.withdrawn(checked) {
			continue // klarmeld itself has taken the agreement away: that is the scenario
		}
		f := b.Rule.Entry().Finding(b.Message, b.Expected, b.Actual)
		el := b.El
		if el == nil {
			el = env.Root
		}
		f = at.at(f, el)
		f.Capability = verdict.Sikkerhed
		j.Found(e.Scenario, f)
	}
}
