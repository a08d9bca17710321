package borgerblik

import (
	"slices"
	"time"

	"klarmeld/internal/action"
	"klarmeld/internal/oio"
	"klarmeld/internal/verdict"
)

// wanted is a case as a scenario asked for it.
type wanted struct {
	sag
	name    string
	number  string          // its Sagsnummer, where the system has said it
	loose   bool            // its title and state are the system's own
	played  bool            // klarmeld's own other systems sent it
	unknown bool            // nobody knows how far the system came with it
	deleted bool            // a caseworker deleted it; else what is gone went at a change of system
	excuse  verdict.Excuse  // why the newest thing that was asked of it was not done
	excused []verdict.Sight // what comes of that
}

// scene is one scenario: what was asked for, and what there was when it ended.
type scene struct {
	id     string
	asked  []*wanted
	came   []arrival
	pairs  []pair
	others []sag // that nobody asked for
}

// arrival is a case that came while a scenario ran.
type arrival struct {
	uuid      string
	elsewhere bool // of another municipality, when it came
}

// pair is a case as it should be, and as it is; nil: it is not there.
type pair struct {
	asked *wanted
	seen  *sag
}

// Gatherer follows a run, and keeps what the citizens would see when each scenario ends:
// later scenarios may remove it. The zero value has seen nothing.
type Gatherer struct {
	done []scene
	now  scene
}

// Begin begins a scenario.
func (g *Gatherer) Begin(id string) { g.now = scene{id: id} }

// Came notes that a case has come into the index, and whether another municipality owned
// it then.
func (g *Gatherer) Came(uuid string, elsewhere bool) {
	if !slices.ContainsFunc(g.now.came, func(a arrival) bool { return a.uuid == uuid }) {
		g.now.came = append(g.now.came, arrival{uuid, elsewhere})
	}
}

// Asked notes what was asked for, and what the answer was. failed says that no answer
// came; played, that klarmeld's own other systems were asked. subject gives the title of
// a KLE number.
func (g *Gatherer) Asked(a action.Request, ans action.Answer, failed, played bool, at time.Time, subject func(kle string) string) {
	if ans.Status == action.Skipped {
		return // it was never tried
	}
	if g.news(a, ans, failed, played, at, subject) || played {
		return
	}
	if a.Kind == action.FjernAlt {
		for _, w := range g.now.asked {
			if !w.played && !w.elsewhere {
				w.did(ans, failed, func() { w.gone = true }, verdict.SightRemoved)
			}
		}
		return
	}
	do, ok := changes[a.Kind]
	if !ok {
		return
	}
	for _, w := range g.about(a) {
		w.did(ans, failed, func() { do.do(w, a) }, do.comes...)
	}
}

// about are the cases that an action is about: of a document that has changed, all that
// it is on.
func (g *Gatherer) about(a action.Request) []*wanted {
	switch a.Kind {
	case action.SletDokument, action.SendDokument, action.SkiftDokumenttilstand:
		return slices.DeleteFunc(slices.Clone(g.now.asked), func(w *wanted) bool { return w.document(a.Dokument) == nil })
	}
	w := g.named(a.Sag)
	if w == nil {
		return nil
	}
	if a.Kind == action.JournaliserDokument { // it is what it is on the case that had it
		for _, x := range g.now.asked {
			if d := x.document(a.Dokument); d != nil && x != w {
				w.put(*d)
			}
		}
	}
	return []*wanted{w}
}

// did notes that something was asked of a case: it is so, whether or not the system did
// it. What comes of that it was not done is excused where the system has said so.
func (w *wanted) did(ans action.Answer, failed bool, do func(), comes ...verdict.Sight) {
	if failed {
		w.unknown = true
		return
	}
	do()
	w.excuse, w.excused = excuse(ans), comes
}

func excuse(ans action.Answer) verdict.Excuse {
	switch ans.Status {
	case action.NotOffered:
		return verdict.ExcuseNotOffered
	case action.Failed:
		return verdict.ExcuseFailed
	}
	return ""
}

// news reports whether the action makes cases, and notes them.
func (g *Gatherer) news(a action.Request, ans action.Answer, failed, played bool, at time.Time, subject func(string) string) bool {
	w := wanted{sag: sag{called: a.Data.Titel, kle: a.Data.KLE, subject: subject(a.Data.KLE), unit: a.Data.Enhed, state: "Opstaaet", opened: day(at)},
		name: a.Sag, played: played,
		excuse: excuse(ans), excused: []verdict.Sight{verdict.SightMissing}}
	switch {
	case a.Data.Borger != nil:
		w.part = cprURN + a.Data.Borger.CPR
	case a.Data.Virksomhed != nil:
		w.part = "urn:oio:cvr-nr:" + a.Data.Virksomhed.CVR
	}
	w.unknown = failed
	switch a.Kind {
	case action.OpretSag:
	case action.OvertagSag:
		w.uuid = a.Data.UUID
	case action.OverfoerPassivSag:
		w.state, w.opened, w.ended = closedState, a.Data.Oprettet, a.Data.Afsluttet
	case action.OverfoerBestand:
		g.stock(w, a.Data.Antal, ans)
		return true
	default:
		return false
	}
	if !played { // one that is asked for again, after klarmeld was cut off, is the same
		g.now.asked = slices.DeleteFunc(g.now.asked, func(x *wanted) bool { return x.name == w.name && !x.played })
	}
	g.now.asked = append(g.now.asked, &w)
	return true
}

// stock notes the cases that the system had before: those that it says it has handed
// over, else as many as it was to have.
func (g *Gatherer) stock(like wanted, antal int, ans action.Answer) {
	g.now.asked = slices.DeleteFunc(g.now.asked, func(x *wanted) bool { return x.name == like.name })
	like.loose = true
	if len(ans.Sagsnumre) == 0 {
		for range antal {
			one := like
			g.now.asked = append(g.now.asked, &one)
		}
	}
	for _, number := range ans.Sagsnumre {
		one := like
		one.number = number
		one.called += " (" + number + ")"
		g.now.asked = append(g.now.asked, &one)
	}
}

// named is the case of the system's that we call so; nil when there is none.
func (g *Gatherer) named(name string) *wanted {
	for _, w := range slices.Backward(g.now.asked) {
		if w.name == name && !w.played {
			return w
		}
	}
	return nil
}

// End ends the scenario. names are the UUIDs of the cases and documents that were found,
// by our names; of the cases that klarmeld's own systems sent, in the order they came.
func (g *Gatherer) End(w World, names map[string][]string) {
	s := g.now
	g.now = scene{}
	if s.id == "" {
		return
	}
	s.identify(w, names)
	asked := map[string]bool{}
	for _, x := range s.asked {
		p := pair{asked: x}
		if seen, ok := w.sag(x.uuid); ok {
			p.seen, asked[seen.uuid] = &seen, true
		}
		s.pairs = append(s.pairs, p)
	}
	for _, a := range s.came {
		if seen, ok := w.sag(a.uuid); ok && !asked[seen.uuid] && !a.elsewhere {
			s.others = append(s.others, seen)
		}
	}
	g.done = append(g.done, s)
}

// identify gives what was asked for the UUIDs that the index has it under. Another
// municipality's cases are not this one's to show, and a case that a successor has taken
// over is the successor's.
func (s *scene) identify(w World, names map[string][]string) {
	taken := map[string]int{}
	var kept []*wanted
	for _, x := range s.asked {
		switch ids := names[x.name]; {
		case x.uuid != "":
		case x.number != "":
			x.uuid = s.numbered(w, x.number)
		case taken[x.name] < len(ids) && !x.loose:
			x.uuid = ids[taken[x.name]]
			if x.played {
				taken[x.name]++
			}
		}
		for i, d := range x.documents {
			if ids := names[d.name]; len(ids) > 0 {
				x.documents[i].uuid = ids[0]
			}
		}
		foreign := x.played && slices.ContainsFunc(s.came, func(a arrival) bool { return a.elsewhere && oio.SameUUID(a.uuid, x.uuid) })
		kept = slices.DeleteFunc(kept, func(k *wanted) bool { return x.played && oio.SameUUID(k.uuid, x.uuid) })
		if !foreign && !(x.played && x.uuid == "") {
			kept = append(kept, x)
		}
	}
	s.asked = kept
}

// numbered is the UUID of the case of the scenario with a number.
func (s *scene) numbered(w World, number string) string {
	for _, a := range s.came {
		o, _ := w.Store.Get(a.uuid)
		own := newest(o.Af(oio.DelEgenskaber)).El
		if oio.Text(oio.Path(own, "Sagsnummer")) == number {
			return a.uuid
		}
	}
	return ""
}
