package trial

import (
	"fmt"
	"slices"
	"strings"

	"klarmeld/internal/action"
	"klarmeld/internal/driver"
	"klarmeld/internal/index"
	"klarmeld/internal/judge"
	"klarmeld/internal/municipality"
	"klarmeld/internal/oio"
	"klarmeld/internal/verdict"
)

// likeness says how like what was asked for an object is. A system may import others
// meanwhile: a folder for all of a citizen's cases first, or another citizen's.
type likeness func(s *Scene, o oio.Objekt, now []oio.Del) (points int, certain bool)

// What each likeness is worth. Half a title or a part alone is enough to take an
// object for the one that was asked for, when none is more like it.
const (
	pointsSaid   = 100 // the adapter's own answer names it
	pointsTitle  = 8
	pointsPart   = 8
	pointsTied   = 4
	pointsNearly = 4 // a title that holds the other
	pointsSmall  = 1 // unit, class, type
	enough       = pointsNearly
)

// caseLike is how like the case of a scenario a case is. Title and part together are
// certain.
func caseLike(data action.Data) likeness {
	part := ""
	switch {
	case data.Borger != nil:
		part = cprURN(data.Borger.CPR)
	case data.Virksomhed != nil:
		part = cvrURN(data.Virksomhed.CVR)
	}
	return func(s *Scene, _ oio.Objekt, now []oio.Del) (int, bool) {
		about, unit, class := part == "", false, false
		for _, d := range now {
			switch d.Kind {
			case "Sagspart":
				about = about || d.Reference.URN == part
			case "Sagsaktoer":
				unit = unit || s.isNamed(d, municipality.OrganisationEnhed, data.Enhed)
			case "Sagsklasse":
				class = class || s.isNamed(d, municipality.Klasse, data.KLE)
			}
		}
		title := titled(now, data.Titel)
		return title + worth(about && part != "", pointsPart) + worth(unit, pointsSmall) + worth(class, pointsSmall), about && title == pointsTitle
	}
}

func worth(is bool, points int) int {
	if is {
		return points
	}
	return 0
}

func cvrURN(cvr string) string { return "urn:oio:cvr-nr:" + cvr }

// documentLike is how like the document of a scenario a document is. Its title is
// certain.
func (s *Scene) documentLike(data action.Data) likeness {
	sag := newest(s.sager)
	return func(s *Scene, o oio.Objekt, now []oio.Del) (int, bool) {
		points := titled(now, data.Titel)
		certain := points == pointsTitle
		if on, ok := s.trial.judge.Store().Get(sag); ok && len(Refers(on, o.UUID)) > 0 {
			points += pointsTied
		}
		typed := slices.ContainsFunc(now, func(d oio.Del) bool {
			return d.Kind == oio.DelEgenskaber && data.Dokumenttype != "" && oio.Text(oio.Path(d.El, "Type")) == data.Dokumenttype
		})
		return points + worth(typed, pointsSmall), certain
	}
}

// titled is what a title is worth. Where none was given any will do.
func titled(now []oio.Del, titel string) int {
	if titel == "" {
		return pointsTitle
	}
	best := 0
	for _, d := range now {
		if d.Kind != oio.DelEgenskaber {
			continue
		}
		switch t := strings.TrimSpace(oio.Text(oio.Path(d.El, "Titel"))); {
		case t == titel:
			best = pointsTitle
		case t != "" && (strings.Contains(t, titel) || strings.Contains(titel, t)):
			best = max(best, pointsNearly)
		}
	}
	return best
}

// isNamed reports whether a relation is to the object of the registers that is called
// so.
func (s *Scene) isNamed(d oio.Del, kind municipality.ObjektKind, navn string) bool {
	o, ok := s.Registers().ByName(kind, navn)
	return ok && oio.SameUUID(d.Reference.UUID, o.UUID)
}

// tied says whether a document has the place that it is made for: on the case, or
// beside the document that it is an attachment to or a revision of.
func (s *Scene) tied(kind action.Kind) func(uuid string) bool {
	sag, first := newest(s.sager), newest(s.dokumenter)
	return func(uuid string) bool {
		if kind == action.TilfoejDokument {
			on, _ := s.trial.judge.Store().Get(sag)
			return len(Holding(Refers(on, uuid))) > 0
		}
		from, _ := s.trial.judge.Store().Get(first)
		return slices.ContainsFunc(from.Af("Dokumentrelation"), func(d oio.Del) bool { return oio.SameUUID(d.Reference.UUID, uuid) })
	}
}

// likely is an object that came and could be what was asked for.
type likely struct {
	oio.Objekt
	seq     int
	stored  bool
	points  int
	certain bool
}

// weigh says how like what was asked for an object is, as it was sent and as the index
// has it now.
func (s *Scene) weigh(x *likely, like likeness) {
	var now index.Stored
	parts := x.Dele()
	if now, x.stored = s.trial.judge.Store().Get(x.UUID); x.stored {
		parts = append(parts, now.Dele...) // it may have been imported bare, or renamed at once
	}
	x.points, x.certain = like(s, x.Objekt, parts)
	p, _ := s.trial.judge.Action(s.lastAction)
	switch said := p.Answer; {
	case said.UUID != "":
		x.certain = oio.SameUUID(said.UUID, x.UUID)
	case said.Sagsnummer != "" && x.Type == oio.Sag:
		x.certain = numbered(parts, said.Sagsnummer)
	default:
		return
	}
	if x.certain {
		x.points += pointsSaid
	}
}

// numbered reports whether a case has a number, in either of the places for it.
func numbered(parts []oio.Del, number string) bool {
	return slices.ContainsFunc(parts, func(d oio.Del) bool {
		return d.Kind == oio.DelEgenskaber && (oio.Text(oio.Path(d.El, "Sagsnummer")) == number || oio.Text(oio.Path(d.El, "BrugervendtNoegle")) == number)
	})
}

// search looks for what was asked for while it comes. Each time only what is touched by
// what has come is looked at again.
func (s *Scene) search(t oio.ObjektType, like likeness, tied func(string) bool) func([]judge.Seen) bool {
	came, all, answered := map[string]*likely{}, []*likely(nil), false
	var sure *likely
	return func(fresh []judge.Seen) bool {
		var again []*likely
		for _, x := range fresh {
			for _, o := range x.Brought() {
				if o.Type == t && !o.Opdatering && came[o.UUID] == nil && !s.trial.wanted.come[o.UUID] {
					came[o.UUID] = &likely{Objekt: o, seq: x.Entry.Seq}
					all = append(all, came[o.UUID])
				}
				if known := came[o.UUID]; known != nil {
					again = append(again, known)
				}
			}
		}
		if _, done := s.trial.judge.Action(s.lastAction); done && !answered {
			answered, again = true, all // the answer may name it
		}
		for _, x := range again {
			if s.weigh(x, like); x.certain && x.stored {
				sure = x
			}
		}
		return sure != nil && (tied == nil || tied(sure.UUID))
	}
}

// chosen is the one of the imported objects that is most like what was asked for, the
// first of those that are alike; "" when none is like it. passed are the others that
// the index has taken.
func (s *Scene) chosen(t oio.ObjektType, like likeness) (best string, passed []likely) {
	var all []likely
	for _, x := range s.trial.judge.During(s.lastAction) {
		for _, o := range x.Brought() {
			known := func(c likely) bool { return c.UUID == o.UUID }
			if o.Type == t && !o.Opdatering && !s.trial.wanted.come[o.UUID] && !slices.ContainsFunc(all, known) {
				all = append(all, likely{Objekt: o, seq: x.Entry.Seq})
				s.weigh(&all[len(all)-1], like)
			}
		}
	}
	at := -1
	for i, x := range all {
		if x.points >= enough && (at < 0 || x.better(all[at])) {
			at = i
		}
	}
	for i, x := range all {
		if i != at && x.stored {
			passed = append(passed, x)
		}
	}
	if at < 0 {
		return "", passed
	}
	return all[at].UUID, passed
}

// better reports whether an object is more likely what was asked for than another: one
// that the index refused is so only when the other is nothing like it.
func (x likely) better(than likely) bool {
	if x.stored != than.stored {
		return x.stored
	}
	return x.points > than.points
}

// unlike says of what was not seen what was: others of the kind.
func (s *Scene) unlike(t oio.ObjektType, f verdict.Finding, passed []likely) verdict.Finding {
	if len(passed) > 0 {
		f.Actual = fmt.Sprintf("%d andre sager blev importeret; ingen af dem har scenariets titel eller part", len(passed))
		if t == oio.Dokument {
			f.Actual = fmt.Sprintf("%d andre dokumenter blev importeret; intet af dem har scenariets titel", len(passed))
		}
		f.Exchange = passed[0].seq
	}
	return f
}

// tellPassed says what else was imported while one was looked for, and by what that one
// was told from the others.
func (s *Scene) tellPassed(t oio.ObjektType, passed []likely) {
	if len(passed) == 0 {
		return
	}
	f := RulePassed.Finding("Systemet importerede også andet, mens klarmeld ventede på det, scenariet bad om; det er forbigået.",
		"den sag, der har scenariets titel og part", fmt.Sprintf("desuden %d sager", len(passed)))
	f.Exchange = passed[0].seq
	if t == oio.Dokument {
		f.Expected, f.Actual = "det dokument, der har scenariets titel", fmt.Sprintf("desuden %d dokumenter", len(passed))
	}
	if p, _ := s.trial.judge.Action(s.lastAction); p.Answer.UUID != "" || p.Answer.Sagsnummer != "" {
		f.Expected = "det, adapteren svarede, at den lavede"
	}
	s.Tell(f)
}

// handedOver is the outcome of handing over a stock: as many cases as the system says it
// has, each by its number; before it has said so, as many as it was to have.
func (s *Scene) handedOver(antal int) func([]judge.Seen) bool {
	numbers, at := map[string]bool{}, 0
	_, byHand := s.trial.cast.System.(driver.ByHand)
	return func(fresh []judge.Seen) bool {
		for _, n := range importedNumbers(fresh) {
			numbers[n] = true
		}
		p, done := s.trial.judge.Action(s.lastAction)
		if !done { // a person is asked for the numbers when the cases have been seen
			return byHand && len(numbers) >= antal
		}
		for ; at < len(p.Answer.Sagsnumre); at++ {
			if !numbers[p.Answer.Sagsnumre[at]] {
				return false
			}
		}
		return true
	}
}

// importedNumbers are the numbers of the cases that were imported.
func importedNumbers(came []judge.Seen) []string {
	var out []string
	for _, x := range came {
		for i, o := range x.Brought() {
			if o.Type != oio.Sag || o.Opdatering || x.Statuses[i].Kode != index.StatusOK {
				continue
			}
			for _, d := range o.Dele() {
				if d.Kind == oio.DelEgenskaber {
					out = append(out, oio.Text(oio.Path(d.El, "Sagsnummer")))
				}
			}
		}
	}
	return out
}

// stocked are the cases of the stock that the index has.
func (s *Scene) stocked() []oio.Objekt {
	said := map[string]bool{}
	for _, n := range s.stock {
		said[n] = true
	}
	var out []oio.Objekt
	for _, x := range s.trial.judge.During(s.lastAction) {
		for _, o := range x.Brought() {
			if o.Type == oio.Sag && !o.Opdatering && slices.ContainsFunc(o.Dele(), func(d oio.Del) bool {
				return d.Kind == oio.DelEgenskaber && said[oio.Text(oio.Path(d.El, "Sagsnummer"))]
			}) {
				out = append(out, o)
			}
		}
	}
	return out
}
