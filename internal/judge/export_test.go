package judge

import (
	"klarmeld/internal/anvisning"
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

// TriedTwice is what the rules say of a message's objects when it is taken as newcomers,
// and when it is by an index; false of one that is taken by an index in any case.
func TriedTwice(raw []byte, by Beside) (newcomers, indexed []anvisning.Tally, ok bool) {
	env, p := read(raw)
	if p != nil {
		return nil, nil, false
	}
	done, around := by.applyToIndex(env)
	a, ok := by.newcomers(env, done.objekter)
	if !ok {
		return nil, nil, false
	}
	for i, o := range done.objekter {
		newcomers = append(newcomers, anvisning.Check(o, a.surroundings(i)))
		indexed = append(indexed, anvisning.Check(o, around(i)))
	}
	return newcomers, indexed, true
}
