package simulated

import (
	"slices"

	"klarmeld/internal/action"

	"github.com/beevik/etree"
)

// wrongPlaceTraits do what was asked for to somebody or something else.
var wrongPlaceTraits = map[string]func(string) habit{
	// An action of a kind is performed on the case before the one that it is about.
	"paa-forrige-sag": func(kind string) habit {
		return asked(func(s *System, a *action.Request) {
			if string(a.Kind) == kind {
				a.Sag = s.nameBefore(a.Sag)
			}
		})
	},
	// Each new case has the citizen of the one before it.
	"borgere-byttet": plain(func() habit {
		var last *action.Borger
		return asked(func(_ *System, a *action.Request) {
			if a.Kind == action.OpretSag && a.Data.Borger != nil {
				own := a.Data.Borger
				if last != nil {
					a.Data.Borger = last
				}
				last = own
			}
		})
	}),
	// A case that is moved comes to another unit than was said.
	"flytter-til": func(unit string) habit {
		return asked(func(_ *System, a *action.Request) {
			if a.Kind == action.SkiftEnhed {
				a.Data.Enhed = unit
			}
		})
	},
	// A protected case is open to another unit.
	"beskytter-for": func(unit string) habit {
		return asked(func(_ *System, a *action.Request) {
			if a.Kind == action.BeskytSag {
				a.Data.Enhed = unit
			}
		})
	},
	// A new case comes to the unit above its own.
	"enheden-over": plain(func() habit {
		over := map[string]string{"Forebyggelsesteamet": "Handicap og Psykiatri", "Sygedagpengeteamet": "Jobcenter Korsbæk"}
		return asked(func(_ *System, a *action.Request) {
			if unit, ok := over[a.Data.Enhed]; ok && a.Kind == action.OpretSag {
				a.Data.Enhed = unit
			}
		})
	}),
	// A unit that has come since the system was set up is not used: its cases go to the
	// one that was there before.
	"bruger-gammel-enhed": plain(func() habit {
		return asked(func(s *System, a *action.Request) {
			if _, known := s.config.Typed[a.Data.Enhed]; a.Kind == action.OpretSag && !known && a.Data.Enhed != "" {
				a.Data.Enhed = "Jobcenter Korsbæk"
			}
		})
	}),
	"skjuler-med": func(class string) habit {
		return asked(func(_ *System, a *action.Request) {
			if a.Kind == action.SkjulSag {
				a.Data.Visning = class
			}
		})
	},
	"foelsomhed-saenkes": plain(func() habit {
		return asked(func(_ *System, a *action.Request) {
			if a.Kind == action.SkiftFoelsomhed {
				a.Data.Foelsomhed = "IKKE_FORTROLIGE_DATA"
			}
		})
	}),
	// Drafts are sent as final.
	"udkast-som-endeligt": plain(func() habit {
		return asked(func(_ *System, a *action.Request) {
			if a.Kind == action.TilfoejDokument {
				a.Data.Tilstand = "Endeligt"
			}
		})
	}),
	// The title that not everybody may see is the one that they may, of documents.
	"dokumenttitler-byttet": plain(func() habit {
		return asked(func(_ *System, a *action.Request) {
			if a.Kind == action.TilfoejDokument && a.Data.LukketTitel != "" {
				a.Data.Titel, a.Data.LukketTitel = a.Data.LukketTitel, a.Data.Titel
			}
		})
	}),
	// A role of cases (sag) or documents (dokument) is held by another municipality's unit.
	"fremmed-enhed": func(value string) habit {
		rolle := map[string]string{"sag": "Sag/Sagsaktoer/Rolle/Ansvarlig", "dokument": "Dokument/Dokumentaktoer/Rolle/Ansvarlig"}[value]
		return habit{writes: func(s *System, m outgoing) {
			for _, rel := range s.relations(m.body, rolle) {
				refer(rel, s.config.Typed["Sygedagpenge Nordbæk"])
			}
		}}
	},
	// The owner is another municipality from the beginning, with its own name and number.
	"fremmed-ejer": written(func(s *System, m outgoing) {
		said := map[string]string{"FuldtNavn": "Nordbæk Kommune", "CVR-Nummer": "22222222"}
		for _, obj := range objects(m.body, "SagIndeks") {
			for _, rel := range s.relations(obj, "Sag/Sagsaktoer/Rolle/Ejer") {
				refer(rel, s.config.Typed["Nordbæk Kommune"])
				for tag, text := range said {
					for _, el := range named(rel, tag) {
						el.SetText(text)
					}
				}
			}
		}
	}),
	// The caseworker has a UUID of the system's own.
	"egen-bruger": written(func(s *System, m outgoing) {
		for _, rel := range s.relations(m.body, "Sag/Sagsaktoer/Rolle/Primær behandler") {
			refer(rel, s.config.Classes["Sag/Sagsaktoer/Type/Bruger"])
		}
	}),
	// Master or Afsender is another system.
	"andet-system-som": func(rolle string) habit {
		return habit{writes: func(s *System, m outgoing) {
			for _, rel := range s.relations(m.body, "Sag/SagsitsystemRelation/Rolle/"+rolle) {
				refer(rel, s.config.Classes["Sag/SagsitsystemRelation/Type/IT-system"])
			}
		}}
	},
	// A KLE group stands where the subject should: "kle-gruppe=sag" or "=dokument".
	"kle-gruppe": func(value string) habit {
		rolle := map[string]string{"sag": "Sag/Sagsklasse/Rolle/Primær klasse", "dokument": "Dokument/Dokumentklasse/Rolle/Primær klasse"}[value]
		return habit{writes: func(s *System, m outgoing) {
			for _, rel := range s.relations(m.body, rolle) {
				key := rel.FindElement(".//BrugervendtNoegle")
				group := s.registry.classes[key.Text()[:min(5, len(key.Text()))]]
				refer(rel, group.uuid)
				key.SetText(group.noegle)
			}
		}}
	},
	// A document is under another subject than its case.
	"dokument-anden-kle": written(func(s *System, m outgoing) {
		for _, rel := range s.relations(m.body, "Dokument/Dokumentklasse/Rolle/Primær klasse") {
			other := s.registry.classes["00.01.00"]
			refer(rel, other.uuid)
			rel.FindElement(".//BrugervendtNoegle").SetText(other.noegle)
		}
	}),
	// The number beside a class's UUID is another class's.
	"andet-nummer": written(func(s *System, m outgoing) {
		for _, rel := range s.relations(m.body, "Sag/Sagsklasse/Rolle/Primær klasse") {
			rel.FindElement(".//BrugervendtNoegle").SetText("00.01.00")
		}
	}),
	// A relation between documents points the other way: NyRevision or Bilag.
	"omvendt": func(rolle string) habit {
		return habit{writes: func(s *System, m outgoing) {
			for _, obj := range objects(m.body, "OpdaterDokumentIndeks") {
				for _, rel := range s.relations(obj, "Dokument/Dokumentrelation/Rolle/"+rolle) {
					own := obj.SelectElement("UUIDIdentifikator")
					second := textAt(rel, "ReferenceID/UUIDIdentifikator")
					refer(rel, own.Text())
					own.SetText(second)
				}
			}
		}}
	},
	// An attachment is sent as something else.
	"bilag-som": func(rolle string) habit {
		return habit{writes: func(s *System, m outgoing) {
			for _, rel := range s.relations(m.body, "Dokument/Dokumentrelation/Rolle/Bilag") {
				rel.FindElement("Rolle/UUIDIdentifikator").SetText(s.config.Classes["Dokument/Dokumentrelation/Rolle/"+rolle])
			}
		}}
	},
	// A case is under itself.
	"under-sig-selv": written(func(s *System, m outgoing) {
		for _, obj := range objects(m.body, "OpdaterSagIndeks") {
			for _, rel := range s.relations(obj, "Sag/Sagsrelation/Rolle/Oversag") {
				refer(rel, idOf(obj))
			}
		}
	}),
	// A new caseworker stands beside the old one.
	"behandler-ved-siden-af": written(func(s *System, m outgoing) {
		for _, obj := range objects(m.body, "OpdaterSagIndeks") {
			for _, rel := range s.relations(obj, "Sag/Sagsaktoer/Rolle/Primær behandler") {
				rel.FindElement("Rolle/UUIDIdentifikator").SetText(s.config.Classes["Sag/Sagsaktoer/Rolle/Andre behandlere"])
				insert(rel, "gd:Indeks", "1", "Virkning", "Rolle", "Type")
			}
		}
	}),
	// Who has ended, or was a mistake, is the primary part: afslut-part or slet-part.
	"rammer-primaer-part": func(kind string) habit {
		return habit{acts: func(s *System, a action.Request, ans *action.Answer, do act) error {
			c, ok := s.cases[a.Sag]
			if !ok || string(a.Kind) != kind {
				return do(s, a, ans)
			}
			r := sagspart("Primær part", "", c.part)
			r.fra = c.created
			if a.Kind == action.SletPart {
				return s.discard(c, r)
			}
			return s.update(c, func(u *update) {
				r.til = u.at
				u.relation(u.rels, r)
			})
		}}
	},
}

// nameBefore is klarmeld's name for the case that was made before one; its own when there
// is none.
func (s *System) nameBefore(name string) string {
	i := slices.Index(s.order, s.cases[name])
	if i < 1 {
		return name
	}
	for other, c := range s.cases {
		if c == s.order[i-1] {
			return other
		}
	}
	return name
}

// twin is a copy of an import with other UUIDs.
func (s *System) twin(m outgoing) outgoing {
	m.body = m.body.Copy()
	for _, obj := range objects(m.body, "SagIndeks") {
		obj.SelectElement("UUIDIdentifikator").SetText(s.newID())
	}
	return m
}

// importOf is a case as it is now, as an import.
func (s *System) importOf(c *sag, id string) *etree.Element {
	now := *c
	now.uuid = id
	return s.importSag(&now)
}
