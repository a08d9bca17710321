package borgerblik

import (
	"cmp"
	"slices"

	"klarmeld/internal/index"
	"klarmeld/internal/municipality"
	"klarmeld/internal/oio"
)

// hides is the class that hides a case or a document from the citizen.
const hides = "Visning undtaget for borger"

// World is where cases are seen: the index and the registers, as they stand when a
// scenario ends.
type World struct {
	Store     *index.Store
	Registers *municipality.Register
	Roles     *municipality.Relationsklasser
	// Elsewhere reports whether another municipality owns an object.
	Elsewhere func(index.Stored) bool
}

// sag reads a case as the index has it; ok is false when it has none.
func (w World) sag(uuid string) (c sag, ok bool) {
	o, ok := w.Store.Get(uuid)
	if !ok || o.Type != oio.Sag {
		return sag{}, false
	}
	c = sag{uuid: o.UUID, part: w.role(o, "Sagspart", "Primær part").Reference.String(), elsewhere: w.Elsewhere(o), hidden: w.hidden(o, "Sagsklasse")}
	own := newest(o.Af(oio.DelEgenskaber))
	c.called, c.closed = oio.Text(oio.Path(own.El, "Titel")), oio.Text(oio.Path(own.El, "OffentlighedUndtaget", "TitelAlternativTekst"))
	c.sensitive = oio.Text(oio.Path(newest(o.Af(oio.DelIndeksEgenskaber)).El, "Foelsomhed"))
	w.course(o, &c)
	w.class(w.role(o, "Sagsklasse", "Primær klasse"), &c)
	c.unit = w.named(w.role(o, "Sagsaktoer", "Ansvarlig"))
	for _, d := range holding(o.Af("Sikkerhedsprofil")) {
		c.access = append(c.access, w.named(d))
	}
	if from := w.role(o, "SagsitsystemRelation", "Afsender"); from.Relation {
		c.systems = append(c.systems, from.Reference.String(), from.Local("SystemNavn"))
		if s, known := w.Registers.Get(from.Reference.UUID); known {
			c.systems = append(c.systems, s.Latest().Navn, s.Latest().Noegle)
		}
	}
	w.posts(o, &c)
	return c, true
}

// course is what the case's states say of where it is.
func (w World) course(o index.Stored, c *sag) {
	for _, d := range byTime(o.Af(oio.DelFremdrift)) {
		c.state = oio.Trim(oio.Text(oio.Path(d.El, "FremdriftStatusKode")))
		if !d.Virkning.Fra.Ok {
			continue
		}
		c.ended = day(d.Virkning.Fra.Time)
		if c.opened == "" {
			c.opened = c.ended
		}
	}
}

// class reads the KLE number that the relation names, and the one that its UUID stands
// for. Which of the two a viewer goes by is not public: the number is what it shows.
func (w World) class(d oio.Del, c *sag) {
	c.kle, c.subject = d.Local("BrugervendtNoegle"), d.Local("Klassetitel")
	if o, ok := w.Registers.Get(d.Reference.UUID); ok && o.Kind == municipality.Klasse {
		c.pointed = o.Latest().Noegle
		c.kle = cmp.Or(c.kle, c.pointed)
	}
	c.subject = cmp.Or(c.subject, w.subject(c.kle))
}

// subject is the title of a KLE number now.
func (w World) subject(number string) string {
	if o, ok := w.Registers.Called(municipality.Klasse, number); ok {
		return o.Latest().Navn
	}
	return ""
}

// posts reads what stands on the case: documents, and the titles of journal notes.
func (w World) posts(o index.Stored, c *sag) {
	note, _ := w.Roles.ByName(string(oio.Sag), "Journalpost", municipality.ArtRolle, "Journalnotat")
	for _, d := range byTime(holding(o.Af("Journalpost"))) {
		if oio.SameUUID(d.Rolle.UUID, note.UUID) {
			c.notes = append(c.notes, oio.Text(oio.Path(d.El, "JournalpostEgenskaber", "JournalnotatEgenskaber", "Titel")))
			continue
		}
		doc, ok := w.Store.Get(d.Reference.UUID)
		if !ok || doc.Type != oio.Dokument || slices.ContainsFunc(c.documents, func(x dokument) bool { return x.uuid == doc.UUID }) {
			continue
		}
		c.documents = append(c.documents, w.document(doc, oio.Text(oio.Path(d.El, "JournalpostEgenskaber", "Dokumenttitel"))))
	}
}

// document reads a document that has a title of its own on the case, or has none.
func (w World) document(o index.Stored, here string) dokument {
	own := newest(o.Af(oio.DelEgenskaber)).El
	return dokument{uuid: o.UUID, called: cmp.Or(here, oio.Text(oio.Path(own, "Titel"))),
		closed: oio.Text(oio.Path(own, "OffentlighedUndtaget", "TitelAlternativTekst")),
		kind:   oio.Text(oio.Path(own, "Type")), state: oio.Trim(oio.Text(oio.Path(newest(o.Af(oio.DelFremdrift)).El, "FremdriftStatusKode"))),
		hidden: w.hidden(o, "Dokumentklasse")}
}

// hidden reports whether a class hides the object now. The role is not asked for: its
// UUID is not public, and the class is there to hide and for nothing else.
func (w World) hidden(o index.Stored, kind string) bool {
	class, known := w.Registers.ByName(municipality.Klasse, hides)
	return slices.ContainsFunc(holding(o.Af(kind)), func(d oio.Del) bool {
		return known && oio.SameUUID(d.Reference.UUID, class.UUID)
	})
}

// named is what the registers call whom a relation refers to; else what the relation
// does, or the reference itself.
func (w World) named(d oio.Del) string {
	if o, ok := w.Registers.Get(d.Reference.UUID); ok {
		return o.Latest().Navn
	}
	return cmp.Or(d.Local("FuldtNavn"), d.Reference.String())
}

// role is the relation with a role that holds last; the zero value when there is none.
// Where the role's UUID is not public, the only relation whose role is in no list is
// taken for it.
func (w World) role(o index.Stored, kind, rolle string) oio.Del {
	class, _ := w.Roles.ByName(string(o.Type), kind, municipality.ArtRolle, rolle)
	var of, strange []oio.Del
	for _, d := range o.Af(kind) {
		if oio.SameUUID(d.Rolle.UUID, class.UUID) {
			of = append(of, d)
		} else if _, known := w.Roles.ByUUID(string(o.Type), kind, municipality.ArtRolle, d.Rolle.UUID); !known {
			strange = append(strange, d)
		}
	}
	if len(of) == 0 && class.Placeholder() && len(strange) == 1 {
		of = strange
	}
	return newest(of)
}

// newest is the part that holds last: of those without an end the one that began last,
// else of all.
func newest(parts []oio.Del) oio.Del {
	all := holding(parts)
	if len(all) == 0 {
		all = slices.Clone(parts)
	}
	if len(all) == 0 {
		return oio.Del{}
	}
	return byTime(all)[len(all)-1]
}

func holding(parts []oio.Del) []oio.Del {
	return slices.DeleteFunc(slices.Clone(parts), func(d oio.Del) bool { return !d.Virkning.Til.Uendelig })
}

func byTime(parts []oio.Del) []oio.Del {
	slices.SortStableFunc(parts, func(a, b oio.Del) int { return a.Virkning.Fra.Time.Compare(b.Virkning.Fra.Time) })
	return parts
}
