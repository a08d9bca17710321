package conformant

import (
	"math/rand/v2"
	"slices"
)

// fields are the children of an element in the order of the XSD; those that blank
// has may be there and say nothing: nothing asks for them, and their type takes an
// empty text.
type fields struct {
	space Space
	names []string
	blank []string
}

var layoutOf = map[string]fields{
	sagEgenskaber: {SAG, []string{"BrugervendtNoegle", "AfleveretIndikator", "Beskrivelse", "HjemmelSpecifikation", "Kassationskode", "OffentlighedUndtaget",
		"PrincipielIndikator", "Sagsnummer", "Titel"},
		[]string{"Beskrivelse", "HjemmelSpecifikation", "Kassationskode"}},
	sagIndeks: {SI, []string{"Sagsstatus", "Sagskategori", "Foelsomhed", "Lokation", "OprettetTidspunkt"}, []string{"Sagsstatus", "Sagskategori", "Lokation"}},
	dokEgenskaber: {DI, []string{"BrugervendtNoegle", "Titel", "Beskrivelse", "BrevDato", "OffentlighedUndtaget", "VersionIdentifikator",
		"UnderversionIdentifikator", "Kassationskode", "Dokumentnummer", "Foelsomhed", "Type"},
		[]string{"Beskrivelse", "Kassationskode"}},
	"SagsaktoerLokalUdvidelse":     {SI, []string{"BrugervendtNoegle", "FuldtNavn", "CVR-Nummer"}, []string{"BrugervendtNoegle"}},
	"SagspartLokalUdvidelse":       {SI, []string{"BrugervendtNoegle", "FuldtNavn"}, []string{"BrugervendtNoegle"}},
	"SagsklasseLokalUdvidelse":     {SI, []string{"Facettitel", "Klassetitel", "BrugervendtNoegle"}, []string{"Facettitel", "Klassetitel"}},
	"SagsgenstandeLokalUdvidelse":  {SI, []string{"Tekstfelt"}, []string{"Tekstfelt"}},
	"DokumentaktoerLokalUdvidelse": {DI, []string{"BrugervendtNoegle", "FuldtNavn", "CVR-Nr"}, []string{"BrugervendtNoegle"}},
	"DokumentpartLokalUdvidelse":   {DI, []string{"BrugervendtNoegle", "FuldtNavn"}, []string{"BrugervendtNoegle"}},
	"DokumentklasseLokalUdvidelse": {DI, []string{"Klassetitel", "BrugervendtNoegle"}, []string{"Klassetitel"}},
	"SagsitsystemRelation":         {SI, []string{"SystemNavn", "SystemURI"}, []string{"SystemURI"}},
	"DokumentitsystemRelation":     {DI, []string{"SystemNavn", "SystemURI"}, []string{"SystemURI"}},
	"JournalpostEgenskaber":        {SAG, []string{"Dokumenttitel", "OffentlighedUndtaget", "JournalnotatEgenskaber"}, []string{"Dokumenttitel"}},
}

// Padded adds elements that are there and say nothing.
func Padded(c Conversation, seed uint64) Conversation {
	c = c.Clone()
	random := rand.New(rand.NewPCG(seed, 6))
	for i := range c.Deliveries {
		for _, o := range c.Deliveries[i].Message.Objects {
			for n := range o.Registrations {
				r := &o.Registrations[n]
				r.Note = blankNote(r.Note, random)
				for p := range r.Parts {
					r.Parts[p].pad(random)
				}
				r.Lists = []string{attributListe, tilstandListe, relationListe}[:random.IntN(4)]
			}
		}
	}
	return c.repeated()
}

func blankNote(note *Element, random *rand.Rand) *Element {
	if note == nil && random.IntN(2) == 0 {
		return empty(SD, "NoteTekst")
	}
	return note
}

func (p *Part) pad(random *rand.Rand) {
	p.Virkning.Note = blankNote(p.Virkning.Note, random)
	if p.Rolle != "" && p.Indeks == "" {
		p.BlankIndeks = p.BlankIndeks || random.IntN(2) == 0
	}
	if f, ok := layoutOf[p.Name]; ok {
		p.Rest = f.fill(p.Rest, random)
	}
	for _, e := range p.Rest {
		e.walk(func(in *Element) {
			if f, ok := layoutOf[in.Name]; ok && in != e || ok && in.Name == "JournalpostEgenskaber" {
				in.Kids = f.fill(in.Kids, random)
			}
		})
	}
}

// fill adds some of what may be blank, each in its place.
func (f fields) fill(kids []*Element, random *rand.Rand) []*Element {
	var out []*Element
	for _, name := range f.names {
		i := slices.IndexFunc(kids, func(e *Element) bool { return e.Name == name })
		switch {
		case i >= 0:
			out = append(out, kids[i])
		case slices.Contains(f.blank, name) && random.IntN(2) == 0:
			out = append(out, empty(f.space, name))
		case name == "OffentlighedUndtaget" && random.IntN(4) == 0:
			space := f.space
			if slices.Contains(f.names, "JournalnotatEgenskaber") {
				space = SD // there it is a reference to sd:OffentlighedUndtaget
			}
			out = append(out, nest(space, name, empty(SD, "TitelAlternativTekst"), empty(SD, "OffentlighedUndtagetHjemmelTekst")))
		}
	}
	return out
}
