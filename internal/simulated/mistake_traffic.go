package simulated

import (
	"slices"
	"strconv"
	"time"

	"klarmeld/internal/action"
)

// wrongTrafficTraits send what should not be sent, at a time when it should not, or not
// at all.
var wrongTrafficTraits = map[string]func(string) habit{
	// A closed case is sent with today's dates instead of its own.
	"passiv-i-dag": plain(func() habit {
		return habit{acts: func(s *System, a action.Request, ans *action.Answer, do act) error {
			if a.Kind != action.OverfoerPassivSag {
				return do(s, a, ans)
			}
			return s.create(a, []tilstand{{"Opstaaet", s.tick()}, {"Afgjort", s.tick()}, {"Afsluttet", s.tick()}})
		}}
	}),
	// A closed case is sent as one that is open.
	"passiv-som-aaben": plain(func() habit {
		return habit{acts: func(s *System, a action.Request, ans *action.Answer, do act) error {
			if a.Kind != action.OverfoerPassivSag {
				return do(s, a, ans)
			}
			return s.create(a, []tilstand{{"Opstaaet", s.tick()}})
		}}
	}),
	// Every message comes ten minutes after the change.
	"altid-for-sent": plain(func() habit {
		return habit{sends: func(s *System, m outgoing) []outgoing {
			s.clock.Wait(10 * time.Minute)
			return []outgoing{m}
		}}
	}),
	// A change is sent as an import: samme-uuid or ny-uuid.
	"opdaterer-ved-import": func(value string) habit {
		return habit{sends: func(s *System, m outgoing) []outgoing {
			all := objects(m.body, "OpdaterSagIndeks")
			if m.operation != "opdater" || len(all) != 1 {
				return []outgoing{m}
			}
			i := slices.IndexFunc(s.order, func(c *sag) bool { return c.uuid == idOf(all[0]) })
			if i < 0 {
				return []outgoing{m}
			}
			id := s.order[i].uuid
			if value == "ny-uuid" {
				id = s.newID()
			}
			return []outgoing{{to: m.to, operation: "importer", body: s.importOf(s.order[i], id)}}
		}}
	},
	// Each import of an action comes twice, under two UUIDs.
	"dobbelt": func(kind string) habit {
		on := false
		return habit{
			acts: func(s *System, a action.Request, ans *action.Answer, do act) error {
				on = string(a.Kind) == kind
				defer func() { on = false }()
				return do(s, a, ans)
			},
			sends: func(s *System, m outgoing) []outgoing {
				if !on || len(objects(m.body, "SagIndeks")) == 0 {
					return []outgoing{m}
				}
				return []outgoing{m, s.twin(m)}
			},
		}
	},
	// A secondary part is sent twice.
	"part-to-gange": plain(func() habit {
		return habit{acts: func(s *System, a action.Request, ans *action.Answer, do act) error {
			if err := do(s, a, ans); err != nil || a.Kind != action.TilfoejPart {
				return err
			}
			return do(s, a, ans)
		}}
	}),
	// The case refers to a document before it is there.
	"henviser-foerst": plain(func() habit {
		var waiting []outgoing
		return habit{
			sends: func(_ *System, m outgoing) []outgoing {
				if len(objects(m.body, "DokumentIndeks")) > 0 {
					waiting = append(waiting, m)
					return nil
				}
				out := append([]outgoing{m}, waiting...)
				waiting = nil
				return out
			},
		}
	}),
	// A document that leaves a case is removed.
	"fjerner-dokumentet-med": plain(func() habit {
		return after(func(s *System, a action.Request) error { return s.removeDocument(s.documents[a.Dokument]) }, action.TagDokumentAfSag)
	}),
	// A deletion removes another document than the one that was meant.
	"sletter-forkert-dokument": plain(func() habit {
		return asked(func(s *System, a *action.Request) {
			if a.Kind != action.SletDokument {
				return
			}
			a.Dokument = firstOther(s, a.Dokument)
		})
	}),
	// A case that is deleted stays, and is closed to updates only (passiver).
	"passiverer-i-stedet": plain(func() habit {
		return habit{sends: func(_ *System, m outgoing) []outgoing {
			one := named(m.body, "SagUuid")
			if m.operation != "fjern" || m.to != sagDokumentIndeks || len(one) != 1 {
				return []outgoing{m}
			}
			in := root("PassiverInput")
			in.Space = "sag"
			text(in, "sd:UUIDIdentifikator", idOf(one[0]))
			return []outgoing{{to: sagIndeks, operation: "passiver", body: in}}
		}}
	}),
	// Deletes the case that was under the one that is to go.
	"sletter-undersagen": plain(func() habit {
		return asked(func(s *System, a *action.Request) {
			if a.Kind != action.SletSag {
				return
			}
			for name, c := range s.cases {
				if c.oversag != nil && c.oversag == s.cases[a.Sag] {
					a.Sag = name
					return
				}
			}
		})
	}),
	// Only closed cases are removed.
	"fjerner-kun-lukkede": plain(func() habit {
		return habit{writes: func(s *System, m outgoing) {
			if m.operation != "fjern" || m.to != sagDokumentIndeks {
				return
			}
			for _, el := range named(m.body, "SagUuid") {
				i := slices.IndexFunc(s.order, func(c *sag) bool { return c.uuid == idOf(el) })
				if i >= 0 && s.order[i].states[len(s.order[i].states)-1].kode != "Afsluttet" {
					leaveOut(el)
				}
			}
		}}
	}),
	// Of the documents of the cases that are removed, every other one stays.
	"glemmer-hvert-andet-dokument": plain(func() habit {
		return habit{acts: func(s *System, a action.Request, ans *action.Answer, do act) error {
			if a.Kind != action.FjernAlt || a.Data.EfterladDokumenter {
				return do(s, a, ans)
			}
			all := s.filedOn(s.order)
			a.Data.EfterladDokumenter = true
			if err := do(s, a, ans); err != nil {
				return err
			}
			for i, d := range all {
				if i%2 == 1 {
					if err := s.removeDocument(d); err != nil {
						return err
					}
				}
			}
			s.left = nil
			return nil
		}}
	}),
	// All cases of the municipality are looked up and then removed by UUID.
	"fjerner-alt-det-finder": plain(func() habit {
		return habit{acts: func(s *System, a action.Request, ans *action.Answer, do act) error {
			if a.Kind != action.FjernAlt || a.Data.Metode == action.MedSoegning {
				return do(s, a, ans)
			}
			found, err := s.everyCase()
			if err != nil || len(found) == 0 {
				return err
			}
			in := root("FjernSagDokumentIndeksInput")
			for _, id := range found {
				uuidRef(in, "sdi:SagUuid", id)
			}
			text(in, "sdi:EfterladSagsloeseDokumenter", strconv.FormatBool(a.Data.EfterladDokumenter))
			if err := s.send("fjern", in); err != nil {
				return err
			}
			s.cases, s.order = map[string]*sag{}, nil
			return nil
		}}
	}),
	// Removal takes the documents, and leaves their cases.
	"fjerner-kun-dokumenter": plain(func() habit {
		return habit{acts: func(s *System, a action.Request, ans *action.Answer, do act) error {
			if a.Kind != action.FjernAlt {
				return do(s, a, ans)
			}
			for _, d := range s.filedOn(s.order) {
				if err := s.removeDocument(d); err != nil {
					return err
				}
			}
			return nil
		}}
	}),
}

// firstOther is the name of another document that stands on a case, the first by name.
func firstOther(s *System, name string) string {
	var names []string
	for other, d := range s.documents {
		if other != name && len(d.filings) > 0 {
			names = append(names, other)
		}
	}
	if len(names) == 0 {
		return name
	}
	return slices.Min(names)
}

// everyCase are the UUIDs of all cases of the municipality in the index.
func (s *System) everyCase() ([]string, error) {
	in := root("FremsoegSagDokumentIndeksInput")
	soeg := in.CreateElement("sdi:SoegUdtryk").CreateElement("sdi:SoegSag")
	soeg.CreateElement("sag:AttributListe")
	soeg.CreateElement("sag:TilstandListe")
	rels := soeg.CreateElement("sag:RelationListe")
	criterion(rels.CreateElement("sag:Sagsaktoer"), s.config.Classes["Sag/Sagsaktoer/Rolle/Ejer"], s.registry.owner.uuid)
	reply, err := s.call(sagDokumentIndeks.path, sagDokumentIndeks.action+"fremsoeg", s.profile.SOAP, in)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, o := range named(reply, "SagFiltreretOejebliksbillede") {
		out = append(out, textAt(o, "*/UUIDIdentifikator"))
	}
	return out, nil
}
