package steps

import (
	"fmt"
	"strings"

	"klarmeld/internal/anvisning"
	"klarmeld/internal/municipality"
	"klarmeld/internal/oio"
	"klarmeld/internal/trial"
)

// match is what can be said of a relation and an object of the registers.
type match int

const (
	another match = iota // the relation points at something else, or at nothing
	alike                // at the object
	unsure               // at what nobody here knows: by a URN of the sender's own kind
)

// pointing holds what a relation points at against an object of the registers. Where
// its row lets a URN stand in the place of the UUID, what the URN says is compared: a
// CVR number, a UUID or a key in it; and what its row then demands beside it: the
// BrugervendtNoegle and the name. A key of the sender's own proves nothing.
func pointing(s *trial.Scene, d oio.Del, o municipality.Objekt) match {
	if o.UUID == "" {
		return another
	}
	if id := d.Reference.UUID; id != "" || d.Reference.URN == "" {
		return matchOf(oio.SameUUID(id, o.UUID))
	}
	if o.Kind == municipality.Organisation {
		if said, known := urnCVR(d.Reference.URN), anvisning.RegisteredCVR(o.UUID, s.Registers()); said != "" && known != "" {
			return matchOf(said == known)
		}
	}
	if o.Kind == municipality.Klasse {
		return another // its row demands the UUID
	}
	last := d.Reference.URN[strings.LastIndex(d.Reference.URN, ":")+1:]
	if oio.IsUUID(last) {
		if _, known := s.Registers().Get(last); known {
			return matchOf(oio.SameUUID(last, o.UUID))
		}
	}
	navn, noegle := strings.TrimSpace(d.Local("FuldtNavn")), strings.TrimSpace(d.Local("BrugervendtNoegle"))
	for _, v := range o.Versions {
		if v.Navn == navn && navn != "" || v.Noegle != "" && (v.Noegle == noegle || v.Noegle == last) {
			return alike
		}
	}
	if other, known := s.Registers().ByName(o.Kind, navn); navn != "" && known && other.UUID != o.UUID {
		return another
	}
	return unsure
}

func matchOf(same bool) match {
	if same {
		return alike
	}
	return another
}

// urnCVR is the CVR number that a URN is made of; "" when it is of another kind.
func urnCVR(urn string) string {
	const begins = "urn:oio:cvr-nr:"
	if len(urn) < len(begins) || !strings.EqualFold(urn[:len(begins)], begins) {
		return ""
	}
	return urn[len(begins):]
}

// refersTo claims that a relation is to an object of the registers. It says what can
// be said of one by URN, and notes where that is nothing.
func refersTo(s *trial.Scene, rule anvisning.Listed, subject string, d oio.Del, o municipality.Objekt) error {
	like := pointing(s, d, o)
	if like == unsure {
		untried(s, subject, d)
		return nil
	}
	return s.Claim(like == alike, rule, subject+" stemmer ikke med scenariet.", expectedRef(o), shownRef(d))
}

// untried notes that a part of the scenario was not tried, since its row lets the
// sender refer by a URN of his own, and nothing else in the relation tells whom it
// means. That is the sender's right and no fault, and no reason to leave the rest
// untried: it is a remark, so that the scenario is not green on nothing.
func untried(s *trial.Scene, subject string, d oio.Del) {
	s.Untried(ruleLaestURN, "Ikke afprøvet: "+subject+" er en URN, og intet i relationen kan holdes mod registret.",
		"en UUID fra registret, eller en nøgle eller et navn, der står i det", shownRef(d))
}

// expectedRef is an object as what is expected shows it: by UUID and name. It never is
// empty.
func expectedRef(o municipality.Objekt) string {
	if o.UUID == "" {
		return "et objekt i registrene"
	}
	if len(o.Versions) == 0 {
		return o.UUID
	}
	return fmt.Sprintf("%s (%s)", o.UUID, o.Latest().Navn)
}

// shownRef is what a relation points at, with what it says of it in words.
func shownRef(d oio.Del) string {
	if d.Reference.IsZero() {
		return "ingenting"
	}
	shown := d.Reference.String()
	if navn := d.Local("FuldtNavn"); d.Reference.UUID == "" && navn != "" {
		shown += " (" + navn + ")"
	}
	return shown
}
