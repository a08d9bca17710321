package borgerblik

import (
	"slices"

	"klarmeld/internal/action"
	"klarmeld/internal/verdict"
)

// change is what an action makes of a case, and what is seen when it is not done.
type change struct {
	do    func(*wanted, action.Request)
	comes []verdict.Sight
}

// changes are those of the actions that change what somebody sees of a case.
var changes = map[action.Kind]change{
	action.RetSagstitel:  {func(w *wanted, a action.Request) { w.called = a.Data.Titel }, []verdict.Sight{verdict.SightTitle}},
	action.LukSag:        {func(w *wanted, _ action.Request) { w.state = closedState }, []verdict.Sight{verdict.SightState}},
	action.SkiftTilstand: {func(w *wanted, a action.Request) { w.state = a.Data.Tilstand }, []verdict.Sight{verdict.SightState}},
	action.SkiftEnhed:    {func(w *wanted, a action.Request) { w.unit = a.Data.Enhed }, nil},
	action.SkiftEjer:     {func(w *wanted, _ action.Request) { w.elsewhere = true }, []verdict.Sight{verdict.SightOtherMunicipality}},
	action.UndtagSag: {func(w *wanted, a action.Request) { w.closed, w.called = w.called, a.Data.Titel },
		[]verdict.Sight{verdict.SightClosedTitle, verdict.SightTitle}},
	action.SkiftFoelsomhed:       {func(w *wanted, a action.Request) { w.sensitive = a.Data.Foelsomhed }, []verdict.Sight{verdict.SightProtected}},
	action.BeskytSag:             {func(w *wanted, a action.Request) { w.access = []string{a.Data.Enhed} }, []verdict.Sight{verdict.SightProtected}},
	action.SkjulSag:              {func(w *wanted, _ action.Request) { w.hidden = true }, []verdict.Sight{verdict.SightHidden}},
	action.SletSag:               {func(w *wanted, _ action.Request) { w.gone, w.deleted = true, true }, []verdict.Sight{verdict.SightRemoved}},
	action.OpretJournalnotat:     {func(w *wanted, a action.Request) { w.notes = append(w.notes, a.Data.Titel) }, nil},
	action.TilfoejDokument:       {(*wanted).file, []verdict.Sight{verdict.SightNoDocument}},
	action.NyRevision:            {(*wanted).beside, []verdict.Sight{verdict.SightNoDocument}},
	action.TilfoejBilag:          {(*wanted).beside, []verdict.Sight{verdict.SightNoDocument}},
	action.JournaliserDokument:   {(*wanted).fileAlso, []verdict.Sight{verdict.SightNoDocument}},
	action.SendDokument:          {func(w *wanted, a action.Request) { w.document(a.Dokument).state = "Endeligt" }, []verdict.Sight{verdict.SightNoDocument}},
	action.SkiftDokumenttilstand: {func(w *wanted, a action.Request) { w.document(a.Dokument).state = a.Data.Tilstand }, []verdict.Sight{verdict.SightNoDocument}},
	action.TagDokumentAfSag:      {(*wanted).unfile, []verdict.Sight{verdict.SightRemoved}},
	action.SletDokument:          {(*wanted).unfile, []verdict.Sight{verdict.SightRemoved}},
}

// document is the case's document of that name; nil when it has none.
func (w *wanted) document(name string) *dokument {
	i := slices.IndexFunc(w.documents, func(d dokument) bool { return d.name == name && name != "" })
	if i < 0 {
		return nil
	}
	return &w.documents[i]
}

// put puts a document on the case, once.
func (w *wanted) put(d dokument) {
	if had := w.document(d.name); had != nil {
		*had = d
		return
	}
	w.documents = append(w.documents, d)
}

func (w *wanted) file(a action.Request) {
	state := a.Data.Tilstand
	if state == "" {
		state = "Endeligt" // what the sentences say
	}
	w.put(dokument{name: a.Dokument, called: a.Data.Titel, closed: a.Data.LukketTitel, kind: a.Data.Dokumenttype, state: state})
}

// beside puts a revision or an attachment on the case. An attachment may follow its
// letter alone.
func (w *wanted) beside(a action.Request) {
	d := dokument{name: a.Data.Bilag, called: a.Data.Titel, kind: a.Data.Dokumenttype, state: "Endeligt", optional: a.Kind == action.TilfoejBilag}
	if first := w.document(a.Dokument); d.kind == "" && first != nil {
		d.kind = first.kind
	}
	w.put(d)
}

// fileAlso gives a document that another case has too a title of its own on this one.
func (w *wanted) fileAlso(a action.Request) {
	if d := w.document(a.Dokument); d != nil {
		d.called = a.Data.Titel
	}
}

func (w *wanted) unfile(a action.Request) {
	if d := w.document(a.Dokument); d != nil {
		d.gone = true
	}
}
