package simulated

import (
	"fmt"
	"strconv"
	"time"

	"klarmeld/internal/action"
)

var documentActs = map[action.Kind]act{
	action.TilfoejDokument:       (*System).addDocument,
	action.SendDokument:          onDocument((*System).dispatch),
	action.SkiftDokumenttilstand: onDocument((*System).setDocumentState),
	action.NyRevision:            (*System).revise,
	action.TilfoejBilag:          (*System).attach,
	action.JournaliserDokument:   (*System).fileAlso,
	action.TagDokumentAfSag:      (*System).unfile,
	action.SletDokument:          onDocument((*System).deleteDocument),
}

// dokument is a document as the system has it.
type dokument struct {
	uuid, number string
	titel, typ   string
	lukketTitel  string // empty unless it is exempt from publicity
	hjemmel      string
	brevdato     string
	states       []tilstand
	from         *sag // the case that it was made on
	filings      []filing
	relations    int // how many other documents it has been tied to
}

// filing is a document's place on a case.
type filing struct {
	c      *sag
	indeks string
	titel  string // its own title there; empty: the document's
	reason string
	fra    time.Time
}

// addDocument sends the document first and ties it to its case when it exists.
func (s *System) addDocument(a action.Request, _ *action.Answer) error {
	c, ok := s.cases[a.Sag]
	if !ok {
		return fmt.Errorf("systemet har ingen sag, der hedder %q", a.Sag)
	}
	d, err := s.makeDocument(c, a.Dokument, a.Data)
	if err != nil {
		return err
	}
	if s.profile.deviates(NeverFiles) {
		return nil
	}
	reason := a.Data.Begrundelse
	if s.profile.deviates(LeavesOutReason) {
		reason = ""
	}
	return s.file(d, c, "", reason)
}

func (s *System) makeDocument(c *sag, name string, data action.Data) (*dokument, error) {
	d := &dokument{uuid: s.newID(), titel: data.Titel, typ: data.Dokumenttype, brevdato: data.Brevdato, hjemmel: data.Hjemmel, from: c}
	if d.hjemmel != "" {
		d.lukketTitel = data.LukketTitel
		if s.profile.deviates(ExemptWithoutTitle) {
			d.hjemmel, d.lukketTitel = "", ""
		}
	}
	if s.profile.deviates(LetterWithoutDate) {
		d.brevdato = ""
	}
	if s.profile.deviates(InternalAsLetter) && d.typ == "Internt Notat" {
		d.typ = "Brev, udgaaende"
	}
	c.documents++
	d.number = fmt.Sprintf("%s-%d", c.number, c.documents)
	state := data.Tilstand
	if state == "" {
		state = "Endeligt"
	}
	d.states, s.importing = []tilstand{{state, s.tick()}}, c
	if err := s.send("importer", s.importDokument(d)); err != nil {
		return nil, err
	}
	s.documents[name] = d
	return d, nil
}

// file ties the document to a case.
func (s *System) file(d *dokument, c *sag, titel, reason string) error {
	return s.update(c, func(u *update) {
		c.posts++
		f := filing{c: c, indeks: strconv.Itoa(c.posts), titel: titel, reason: reason, fra: u.at}
		d.filings = append(d.filings, f)
		u.tilakteret(d, f, time.Time{})
	})
}

// dispatch sends a letter out of the house.
func (s *System) dispatch(d *dokument, data action.Data) error {
	d.states = append(d.states, tilstand{"Endeligt", s.tick()})
	if !s.profile.deviates(SendingWithoutDate) {
		d.brevdato = data.Brevdato
	}
	return s.updateDocument(d, func(u *documentUpdate) {
		u.egenskaber()
		u.tilstand()
	})
}

func (s *System) setDocumentState(d *dokument, data action.Data) error {
	d.states = append(d.states, tilstand{data.Tilstand, s.tick()})
	return s.updateDocument(d, func(u *documentUpdate) {
		u.egenskaber()
		if !s.profile.deviates(KeepsDraft) {
			u.tilstand()
		}
	})
}

// revise makes a new edition of a document, which takes its place on the case.
func (s *System) revise(a action.Request, _ *action.Answer) error {
	return s.beside(a, "NyRevision", RevisionWithoutRelation)
}

// attach makes a document that goes with another.
func (s *System) attach(a action.Request, _ *action.Answer) error {
	return s.beside(a, "Bilag", AttachmentWithoutRelation)
}

// beside makes a document on the same case, and lets the first refer to it.
func (s *System) beside(a action.Request, rolle string, without Flaw) error {
	first, ok := s.documents[a.Dokument]
	if !ok {
		return fmt.Errorf("systemet har intet dokument, der hedder %q", a.Dokument)
	}
	if a.Data.Dokumenttype == "" {
		a.Data.Dokumenttype = first.typ
	}
	second, err := s.makeDocument(first.from, a.Data.Bilag, a.Data)
	if err != nil {
		return err
	}
	if err := s.file(second, first.from, "", ""); err != nil || s.profile.deviates(without) {
		return err
	}
	return s.updateDocument(first, func(u *documentUpdate) {
		indeks := ""
		if rolle != "NyRevision" { // of which there is one at most
			first.relations++
			indeks = strconv.Itoa(first.relations)
		}
		u.relation(u.rels, relation{element: "di:Dokumentrelation", objekt: "Dokument", kind: "Dokumentrelation", rolle: rolle, typ: "Dokument", indeks: indeks,
			uuid: second.uuid, fra: u.at})
	})
}

// onBoth finds the document and the case that an action is about.
func (s *System) onBoth(a action.Request) (*dokument, *sag, error) {
	d, ok := s.documents[a.Dokument]
	c, also := s.cases[a.Sag]
	if !ok || !also {
		return nil, nil, fmt.Errorf("systemet har ikke både sagen %q og dokumentet %q", a.Sag, a.Dokument)
	}
	return d, c, nil
}

// fileAlso ties the document to one more case, where it may have a title of its
// own.
func (s *System) fileAlso(a action.Request, _ *action.Answer) error {
	d, c, err := s.onBoth(a)
	if err != nil {
		return err
	}
	titel := a.Data.Titel
	if s.profile.deviates(SameTitleEverywhere) {
		titel = ""
	}
	return s.file(d, c, titel, "")
}

// unfile lets the document leave a case (AM-02).
func (s *System) unfile(a action.Request, _ *action.Answer) error {
	d, c, err := s.onBoth(a)
	if err != nil {
		return err
	}
	var left []filing
	for _, f := range d.filings {
		if f.c != c && !s.profile.deviates(LeavesBothCases) {
			left = append(left, f)
			continue
		}
		if err := s.update(f.c, func(u *update) { u.tilakteret(d, f, u.at) }); err != nil {
			return err
		}
	}
	d.filings = left
	return nil
}

// deleteDocument removes the document from its cases and from the index.
func (s *System) deleteDocument(d *dokument, _ action.Data) error {
	for _, f := range d.filings {
		if err := s.update(f.c, func(u *update) { u.tilakteret(d, f, u.at) }); err != nil {
			return err
		}
	}
	d.filings = nil
	if s.profile.deviates(KeepsDocument) {
		return nil
	}
	return s.removeDocument(d)
}

func (s *System) removeDocument(d *dokument) error {
	in := root("FjernInput")
	in.Space = "di"
	text(in, "sd:UUIDIdentifikator", d.uuid)
	return s.sendTo(dokumentIndeks, "fjern", in)
}
