package stage

import "klarmeld/internal/verdict"

// views is how the run shows cases to citizens.
func (s Setting) views() *verdict.CitizenSettings {
	if s.Citizens != nil {
		return s.Citizens
	}
	built := s.BuiltIn.Citizens
	return &built
}
