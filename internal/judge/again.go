package judge

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"

	"github.com/beevik/etree"

	"klarmeld/internal/contract"
	"klarmeld/internal/index"
	"klarmeld/internal/oio"
	"klarmeld/internal/verdict"
)

// memory is what the judge knows of what is not in the index any more, or never shows
// there: whether what comes has come before.
type memory struct {
	said      map[saying]bool      // what has been carried out of objects
	gone      map[string]bool      // UUIDs of what was removed, and has not come back
	discarded map[string][]oio.Del // UUID → what a kasser has named of it
}

// saying is what an object says, as index.Saying has it, and nothing that a collector must
// follow.
type saying [sha256.Size]byte

func sayingOf(said string) (s saying) {
	copy(s[:], said)
	return s
}

func newMemory() memory {
	return memory{map[saying]bool{}, map[string]bool{}, map[string][]oio.Del{}}
}

// came remembers what an importer or opdater has said, and tells of an update that it
// was carried out before its object was removed.
func (m memory) came(objekter []oio.Objekt, statuses []index.Retur) {
	for i, o := range objekter {
		said := o.Said
		switch st := &statuses[i]; {
		case st.Kode == index.StatusOK:
			m.said[sayingOf(said)] = true
			if !o.Opdatering {
				delete(m.gone, o.UUID)
				delete(m.discarded, o.UUID)
			}
		case st.Kode == index.StatusNotFound && m.gone[o.UUID] && m.said[sayingOf(said)]:
			st.Cause = index.CauseGone
		}
	}
}

// removed remembers what is gone, and tells what was gone before.
func (m memory) removed(statuses []index.Retur) {
	for i := range statuses {
		switch st := &statuses[i]; {
		case st.Kode == index.StatusNotFound && m.gone[st.UUID]:
			st.Cause = index.CauseGone
		case st.Kode == index.StatusOK:
			m.gone[strings.Clone(st.UUID)] = true
		}
	}
}

// kassered remembers what a kasser has removed, and tells of one whose parts, all of
// them, were removed before, by themselves or with their object.
func (m memory) kassered(now index.Stored, dele []oio.Del, st *index.Retur) {
	switch {
	case st.Kode == index.StatusOK:
		for _, d := range dele {
			m.discarded[strings.Clone(st.UUID)] = append(m.discarded[st.UUID], nameOnly(d))
		}
	case st.Kode != index.StatusNotFound:
	case m.gone[st.UUID], len(dele) > 0 && !slices.ContainsFunc(dele, func(d oio.Del) bool { return !m.discardedOf(now, d) }):
		st.Cause = index.CauseGone
	}
}

// nameOnly is as much of a part as names it (index.Names), and holds on to no message.
func nameOnly(d oio.Del) oio.Del {
	ref := func(r oio.Ref) oio.Ref { return oio.Ref{UUID: strings.Clone(r.UUID), URN: strings.Clone(r.URN)} }
	return oio.Del{Kind: strings.Clone(d.Kind), Relation: d.Relation, Rolle: ref(d.Rolle), Indeks: strings.Clone(d.Indeks), Reference: ref(d.Reference)}
}

// discardedOf reports whether a kasser has named the part before, and it is not there.
func (m memory) discardedOf(now index.Stored, named oio.Del) bool {
	there := slices.ContainsFunc(now.Dele, func(d oio.Del) bool { return index.Names(&named, &d) })
	return !there && slices.ContainsFunc(m.discarded[now.UUID], func(d oio.Del) bool { return index.Names(&named, &d) || index.Names(&d, &named) })
}

// anew is the exchange without the objects that it only brought again: they answer
// nothing that was asked since, and count nowhere.
func (s Seen) anew() Seen {
	var objekter []oio.Objekt
	var statuses []index.Retur
	for i, o := range s.Objekter {
		if !s.Statuses[i].Cause.Again() {
			objekter, statuses = append(objekter, o), append(statuses, s.Statuses[i])
		}
	}
	if len(objekter) < len(s.Objekter) {
		s.Objekter, s.Statuses = objekter, statuses
	}
	return s
}

// again reports whether an exchange says nothing that has not been carried out before.
func (s Seen) again() bool {
	return len(s.Statuses) > 0 && !slices.ContainsFunc(s.Statuses, func(st index.Retur) bool { return !st.Cause.Again() })
}

// unlessAgain leaves out what is wrong with objects that were sent again: it was told
// when they came first.
func unlessAgain(all []contract.Violation, s Seen) []contract.Violation {
	was := map[*etree.Element]bool{}
	for i, o := range s.Objekter {
		was[o.El] = s.Statuses[i].Cause.Again()
	}
	return slices.DeleteFunc(all, func(v contract.Violation) bool {
		for el := v.Element; el != nil; el = el.Parent() {
			if was[el] {
				return true
			}
		}
		return false
	})
}

// tellAgain says of a message, once, what of it had been done before.
func (j *Judge) tellAgain(s Seen) {
	var repeated, gone []index.Retur
	var at, asked *etree.Element // of the first of each
	overtaken := false
	for i, st := range s.Statuses {
		switch st.Cause {
		case index.CauseRepeated, index.CauseOvertaken:
			if repeated = append(repeated, st); at == nil {
				at = s.element(i)
			}
			overtaken = overtaken || st.Cause == index.CauseOvertaken
		case index.CauseGone:
			if gone = append(gone, st); asked == nil {
				asked = s.element(i)
			}
		}
	}
	shown := newViews()
	told := func(f verdict.Finding, el *etree.Element) verdict.Finding {
		f.Source, f.File, f.Exchange = s.Entry.Exchange.Service+", StatusKode", file(s.Entry), s.Entry.Seq
		f.Line, f.Path = s.Envelope.Line(el), shown.path(el)
		return f
	}
	if len(repeated) > 0 {
		f := told(SentAgain(len(repeated), repeated[0], overtaken), at)
		j.Found(s.Entry.Scenario, f)
	}
	if len(gone) > 0 {
		j.Found(s.Entry.Scenario, told(RuleGone.Finding("Systemet bad om noget for det, der allerede var fjernet.",
			"en fjernelse, eller den samme igen, når svaret gik tabt", counted(len(gone), gone[0])), asked))
	}
}

// SentAgain is the finding of what was sent again though it had been carried out: so many
// objects, and the first of them. Overtaken: one of them has been changed since.
func SentAgain(many int, first index.Retur, overtaken bool) verdict.Finding {
	f := RuleSentAgain.Finding("Systemet sendte noget igen, som indekset allerede havde udført.", "det samme igen, kun når svaret gik tabt", counted(many, first))
	if overtaken {
		f.Message = "Systemet sendte en opdatering igen, som indekset allerede havde udført, og objektet er ændret siden."
		f.Fix = "Send en opdatering, der ikke er besvaret, igen, før den næste sendes; ellers kan den sætte det tilbage, der er kommet siden."
	}
	return f
}

// element is what the i'th status is about: an object, or what asks for its removal.
func (s Seen) element(i int) *etree.Element {
	if i < len(s.Objekter) {
		return s.Objekter[i].El
	}
	return asking(s.Envelope.Body)(s.Statuses[i].UUID)
}

func counted(many int, first index.Retur) string {
	return fmt.Sprintf("%d objekter, det første: %s (statuskode %d)", many, strings.ToLower(string(first.Type))+" "+first.UUID, first.Kode)
}
