package trial

import (
	"encoding/json"
	"fmt"

	"klarmeld/internal/recording"
	"klarmeld/internal/verdict"
)

// promisedAs lets a setting have the criteria that a recording has, and how the
// municipality manages meanwhile.
func (s *Setting) promisedAs(run *recording.Run) error {
	s.Criteria, s.Meanwhile = nil, nil
	if len(run.Criteria) > 0 {
		c, err := verdict.ParseCriteria(run.Criteria)
		if err != nil {
			return err
		}
		s.Criteria = &c
	}
	if len(run.Meanwhile) > 0 {
		if err := json.Unmarshal(run.Meanwhile, &s.Meanwhile); err != nil {
			return fmt.Errorf("det, kommunen gør imens, kan ikke læses: %w", err)
		}
	}
	return nil
}

// Given lets a recording be held against other criteria than its own, and another account
// of how the municipality manages meanwhile; nil: those of the recording.
func (t *Trial) Given(criteria *verdict.Criteria, meanwhile []verdict.Meanwhile) {
	if criteria != nil {
		t.setting.Criteria, t.later = criteria, append(t.later, verdict.LaterCriteria)
	}
	if meanwhile != nil {
		t.setting.Meanwhile, t.later = meanwhile, append(t.later, verdict.LaterMeanwhile)
	}
}

// Promised lets a result say what became of what the vendor promised: by its own criteria,
// or else by klarmeld's for what it declared of each capability. The result must have its
// requirements.
func (t *Trial) Promised(r verdict.SystemResult) (verdict.SystemResult, error) {
	r.Meanwhile, r.GivenLater = t.setting.Meanwhile, t.later
	if t.setting.Criteria != nil {
		r.Promises = r.Hold(*t.setting.Criteria)
		return r, nil
	}
	by, err := verdict.ReadDeclared(t.setting.Declared)
	if err != nil {
		return r, err
	}
	if c, declared := r.ByCapability(by); declared {
		r.Promises = r.Hold(c)
	}
	return r, nil
}
