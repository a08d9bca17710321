package trial

import (
	"encoding/json"
	"fmt"

	"klarmeld/internal/judge"
	"klarmeld/internal/kle"
	"klarmeld/internal/omraader"
	"klarmeld/internal/ordliste"
	"klarmeld/internal/recording"
	"klarmeld/internal/verdict"
)

// Lists are what a municipality or a vendor gives a run besides policy and registers, as
// JSON that its schema has found right and as it stands in the recording. What is empty is
// klarmeld's own, or none.
type Lists struct {
	Words json.RawMessage // words that titles should not have (ordliste.schema.json)
	Areas json.RawMessage // what must be shown, and by when (omraader.schema.json)
	KLE15 json.RawMessage // the vendor's mapping from kinds of case to KLE (kle15.schema.json)
	KLE   json.RawMessage // the user's edition of KLE, as package kle writes it
	For   []string        // the areas that the system is for
}

// Run is what is said of a run first, with the lists on record.
func (l Lists) Run(run recording.Run) recording.Run {
	run.Words, run.Areas, run.KLE15, run.KLE, run.For = l.Words, l.Areas, l.KLE15, l.KLE, l.For
	return run
}

// ListsOf are the lists that a recording has.
func ListsOf(run *recording.Run) Lists {
	return Lists{Words: run.Words, Areas: run.Areas, KLE15: run.KLE15, KLE: run.KLE, For: run.For}
}

// Over are the lists with those of another in the place of their own, where it has any.
func (l Lists) Over(own Lists) Lists {
	for _, x := range []struct{ to, own *json.RawMessage }{{&l.Words, &own.Words}, {&l.Areas, &own.Areas}, {&l.KLE15, &own.KLE15}, {&l.KLE, &own.KLE}} {
		if len(*x.to) == 0 {
			*x.to = *x.own
		}
	}
	if len(l.For) == 0 {
		l.For = own.For
	}
	return l
}

// On lets a judge hold what it reads against the lists, whatever the recording has.
func (l Lists) On(j *judge.Judge) error {
	if len(l.Words) > 0 {
		words, err := ordliste.Parse(l.Words)
		if err != nil {
			return err
		}
		j.WithWords(words)
	}
	if len(l.KLE) > 0 {
		edition, err := kle.Parse(l.KLE)
		if err != nil {
			return err
		}
		j.WithKLE(edition)
	}
	return nil
}

// Check refuses lists that do not fit each other.
func (l Lists) Check() error {
	_, err := l.basis()
	return err
}

// basis is what the cases of a run are held against.
func (l Lists) basis() (omraader.Basis, error) {
	b := omraader.Basis{For: l.For}
	var err error
	if b.Areas, err = omraader.Parse(l.Areas); err != nil {
		return b, err
	}
	if b.Mapping, err = omraader.ParseMapping(l.KLE15, b.Areas); err != nil {
		return b, err
	}
	if len(l.KLE) > 0 {
		if b.Edition, err = kle.Parse(l.KLE); err != nil {
			return b, err
		}
	}
	return b, b.Areas.CheckFor(l.For)
}

// Cover says in which of the areas a judge has seen the system's cases.
func (l Lists) Cover(j *judge.Judge) (*verdict.Coverage, error) {
	b, err := l.basis()
	if err != nil {
		return nil, fmt.Errorf("dækningen kan ikke gøres op: %w", err)
	}
	c := b.Cover(j.Cases())
	return &c, nil
}

// Held lets a recording be judged by other lists than its own. It is said before anything
// is played.
func (t *Trial) Held(by Lists) error {
	t.setting.Lists = by.Over(t.setting.Lists)
	if err := t.setting.Lists.Check(); err != nil {
		return err
	}
	return by.On(t.judge)
}

// Lists are those that the run is judged by.
func (t *Trial) Lists() Lists { return t.setting.Lists }
