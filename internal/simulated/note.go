package simulated

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strconv"
	"time"

	"klarmeld/internal/action"

	"github.com/beevik/etree"
)

var noteActs = map[action.Kind]act{
	action.OpretJournalnotat: onCase((*System).note),
	action.RetJournalnotat:   onCase((*System).correctNote),
}

// note is a journal note as the system has it.
type note struct {
	titel, indeks string
	fra           time.Time
}

// largestNote is how much of a note the index takes, in bytes before they are
// written as base64 (the anvisning for Journalpost, 3.11).
const largestNote = 100 << 10

func (s *System) note(c *sag, d action.Data) error {
	titel, indeks := d.Titel, strconv.Itoa(len(c.notes)+1)
	if s.profile.deviates(NoteTitlePrefix) {
		titel = "[Dokument] " + titel
	}
	if s.profile.deviates(SameIndex) {
		indeks = "1"
	}
	return s.update(c, func(u *update) {
		if s.profile.deviates(NoteReplacesKLE) {
			u.relation(u.rels, sagsklasse("Primær klasse", ref{c.klasse.uuid, "", "15.20.00"}, u.at))
		}
		c.notes = append(c.notes, note{d.Titel, indeks, u.at})
		u.journalnotat(indeks, titel, s.noteText(d.Tekst))
	})
}

// correctNote gives a note another text from now on.
func (s *System) correctNote(c *sag, d action.Data) error {
	i := slices.IndexFunc(c.notes, func(n note) bool { return n.titel == d.Titel })
	if i < 0 {
		return fmt.Errorf("sagen har intet notat, der hedder %q", d.Titel)
	}
	if s.profile.deviates(AddsCorrection) {
		return s.note(c, d)
	}
	return s.update(c, func(u *update) { u.journalnotat(c.notes[i].indeks, d.Titel, s.noteText(d.Tekst)) })
}

// noteText is what is sent of a note: a reference to the system where it is
// too large.
func (s *System) noteText(tekst string) string {
	switch {
	case s.profile.deviates(CutsNote):
		return cut(tekst, 30)
	case len(tekst) > largestNote && !s.profile.deviates(SendsLargeNote):
		return "Dette Journalnotat er for stort til at blive sendt til Sags- og Dokumentindekset, se dette Journalnotat i " + s.profile.Title
	}
	return tekst
}

func (u *update) journalnotat(indeks, titel, tekst string) {
	el := u.relation(u.rels,
		relation{element: "sag:Journalpost", objekt: "Sag", kind: "Journalpost", rolle: "Journalnotat", typ: "Dokument", indeks: indeks, urn: "URN:Empty", fra: u.at})
	u.noteOf(el.CreateElement("sag:JournalpostEgenskaber"), titel, tekst)
}

func (u *update) noteOf(egenskaber *etree.Element, titel, tekst string) {
	n := egenskaber.CreateElement("sag:JournalnotatEgenskaber")
	text(n, "sag:Titel", titel)
	text(n, "sag:Notat", base64.StdEncoding.EncodeToString([]byte(tekst)))
	text(n, "sag:Format", u.s.config.Classes["Sag/Journalpost/Format/Text"])
}
