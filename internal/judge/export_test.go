package judge

import (
	"klarmeld/internal/municipality"
	"klarmeld/internal/verdict"
)

// Spoken is CheckMessage without its mendings, which cost most of its time: what tests
// of the findings alone ask in thousands.
func Spoken(raw []byte, roles *municipality.Relationsklasser, registers *municipality.Register) []verdict.Finding {
	env, p := read(raw)
	if p != nil {
		return []verdict.Finding{unreadable("", p)}
	}
	at := newPlace("", env.Document, 0)
	deviations := Beside{Roles: roles, Registers: registers}.alone(env)
	var out []verdict.Finding
	if env.Notice != nil {
		out = append(out, unreadable("", env.Notice))
	}
	for _, v := range unsaid(structure(env), deviations) {
		out = append(out, at.violation(v))
	}
	for _, d := range deviations {
		out = append(out, at.deviation(d.Deviation))
	}
	return out
}
