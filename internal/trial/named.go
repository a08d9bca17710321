package trial

import (
	"crypto/sha256"
	"encoding/base32"
	"fmt"

	"github.com/google/uuid"

	"klarmeld/internal/lazyregexp"
	"klarmeld/internal/municipality"
)

// NameKind is what a name in a sentence is the name of.
type NameKind string

// The kinds. The profile may give the first three to others (Setting.Parts).
const (
	NameCitizen    NameKind = "borger"
	NameUser       NameKind = "bruger"
	NameUnit       NameKind = "enhed"
	NameClass      NameKind = "klasse"    // a KLE number
	NameClassTitle NameKind = "emnetitel" // the title of a class
)

// Played reports whether others may play what has names of the kind.
func (k NameKind) Played() bool { return k == NameCitizen || k == NameUser || k == NameUnit }

// In reports whether the registers have somebody of the kind, called so, and who: two
// names may be the same one's.
func (k NameKind) In(r *municipality.Register, name string) (who string, ok bool) {
	kinds := map[NameKind]municipality.ObjektKind{NameUser: municipality.Bruger, NameUnit: municipality.OrganisationEnhed}
	if k == NameCitizen {
		b, ok := r.Borger(name)
		return b.CPR, ok
	}
	o, ok := r.ByName(kinds[k], name)
	return o.UUID, ok && len(o.Versions) > 0 && o.Latest().Navn == name
}

// name is a name with its kind: a citizen and a caseworker may have the same.
type name struct {
	kind NameKind
	text string
}

// Named is what a name of the scenario is in this run: that of who plays the part, or
// the one that was made for what has come into being during it.
func (s *Scene) Named(kind NameKind, text string) string {
	if made, ok := s.trial.coined[name{kind, text}]; ok {
		return made
	}
	if other, ok := s.trial.setting.Parts[text]; ok && kind.Played() {
		return other
	}
	return text
}

// coin gives what comes into being during the run a name that is new in each run, and
// follows from its nonce: nobody can have typed it in beforehand, and whoever knows it
// has read it. A recording of before there were nonces has the scenario's own.
func (s *Scene) coin(kind NameKind, text string) string {
	t := s.trial
	if t.setting.Nonce == "" {
		return text
	}
	made := text + " " + t.mark(kind, text)
	if kind == NameClass {
		made = s.freeNumber(text)
	}
	t.coined[name{kind, text}] = made
	return made
}

// mark is four letters and digits that follow from the run's nonce.
func (t *Trial) mark(kind NameKind, text string) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s/%s/%s", t.setting.Nonce, kind, text))
	return base32.StdEncoding.EncodeToString(sum[:])[:4]
}

// Mark begins the numbers of a system that klarmeld plays beside the one under test;
// "" in a run without a nonce.
func (t *Trial) Mark(system string) string {
	if t.setting.Nonce == "" {
		return ""
	}
	return t.mark("system", system) + "-"
}

var kleNumbers = lazyregexp.New(`^\d\d(\.\d\d)+$`)

// freeNumber is a number of the same KLE group that no class has, or has had.
func (s *Scene) freeNumber(number string) string {
	if !kleNumbers.MatchString(number) {
		return number
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "%s/%s/%s", s.trial.setting.Nonce, NameClass, number))
	const all = 100
	for i := range all {
		// 37 has no divisor in common with 100, and so each number comes once.
		free := fmt.Sprintf("%s%02d", number[:len(number)-2], (int(sum[0])<<8+int(sum[1])+37*i)%all)
		if _, taken := s.Registers().ByName(municipality.Klasse, free); !taken && free != number {
			return free
		}
	}
	return number
}

// newObjects gives what comes into being during a run its UUID: unknown to a system
// that has not read it.
var newObjects = uuid.MustParse("a2d1a0b7-7d3c-5c7e-8b3e-3f0f1f7a5c11")

func (t *Trial) objectID(what, name string) string {
	if t.setting.Nonce != "" {
		what = t.setting.Nonce + "/" + what
	}
	return uuid.NewSHA1(newObjects, []byte(what+"/"+name)).String()
}
