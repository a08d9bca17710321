package simulated

import (
	"klarmeld/internal/action"

	"github.com/beevik/etree"
)

// sendingTraits are about how what has changed is spread over messages.
var sendingTraits = map[string]func(string) habit{
	// Properties, states and relations are sent apart: hver-for-sig in messages of their
	// own, i-et-kald in one.
	"delt": func(value string) habit {
		return habit{sends: func(_ *System, m outgoing) []outgoing { return apart(m, value == "i-et-kald") }}
	},
	// Every update has all that the object is.
	"hele-objektet": plain(func() habit {
		known := memory{}
		return habit{sends: func(s *System, m outgoing) []outgoing {
			known.complete(m)
			return []outgoing{m}
		}}
	}),
	// A relation that is followed by another is ended in a message of its own:
	// slut-foerst or begynd-foerst.
	"slut-og-begynd": func(value string) habit {
		known := memory{}
		return habit{sends: func(s *System, m outgoing) []outgoing { return known.endApart(s, m, value == "slut-foerst") }}
	},
	// What was held back is sent object by object.
	"hver-for-sig": plain(func() habit { return habit{sends: func(_ *System, m outgoing) []outgoing { return objectByObject(m) }} }),
	// All cases that are handed over go in one importer.
	"samlet-bestand": plain(func() habit { return together(nil, action.OverfoerBestand) }),
	// With each case goes a document of the system's own, in one delivery.
	"sag-og-dokument": plain(func() habit {
		own := func(s *System, a action.Request) error {
			c := s.cases[a.Sag]
			a.Dokument, a.Data = a.Sag+"/sagsoplysninger", action.Data{Titel: "Sagsoplysninger", Dokumenttype: "Internt Notat"}
			_, err := s.makeDocument(c, a.Dokument, a.Data)
			return err
		}
		refer := func(s *System, a action.Request) error {
			return s.file(s.documents[a.Sag+"/sagsoplysninger"], s.cases[a.Sag], "", "")
		}
		h := together(own, action.OpretSag)
		outer := after(refer, action.OpretSag)
		inner := h.acts
		h.acts = func(s *System, a action.Request, ans *action.Answer, do act) error {
			return outer.acts(s, a, ans, func(s *System, a action.Request, ans *action.Answer) error { return inner(s, a, ans, do) })
		}
		return h
	}),
	// A case is imported with what must be there, and an update at once adds the rest.
	"import-og-opdater": plain(func() habit { return habit{sends: addsTheRest} }),
	// A passive case is imported with a registration for each of its states.
	"flere-registreringer": plain(func() habit { return habit{writes: registrations} }),
	// A document that leaves a case leaves it physically (AM-03).
	"kasserer-journalpost": plain(func() habit { return habit{sends: discardsFilings} }),
}

// apart spreads the lists of every update over messages, or over objects of one.
func apart(m outgoing, one bool) []outgoing {
	if m.operation != "opdater" {
		return []outgoing{m}
	}
	var out []outgoing
	all := m
	all.body = shell(m.body)
	for _, obj := range objects(m.body) {
		for _, list := range []string{"AttributListe", "TilstandListe", "RelationListe"} {
			if obj.SelectElement(list) == nil {
				continue
			}
			part := obj.Copy()
			for _, c := range part.ChildElements() {
				if c.Tag != list && c.Tag != "UUIDIdentifikator" && c.Tag != "Tidspunkt" {
					leaveOut(c)
				}
			}
			if all.body.AddChild(part); !one {
				out, all.body = append(out, all), shell(m.body)
			}
		}
	}
	if one {
		return []outgoing{all}
	}
	return out
}

// shell is a message without its objects.
func shell(body *etree.Element) *etree.Element {
	out := body.Copy()
	clear(out)
	return out
}

// objectByObject makes one message of each object.
func objectByObject(m outgoing) []outgoing {
	if all := objects(m.body); m.operation != "opdater" || len(all) < 2 {
		return []outgoing{m}
	}
	var out []outgoing
	for _, obj := range objects(m.body) {
		one := m
		one.body = shell(m.body)
		one.body.AddChild(obj.Copy())
		out = append(out, one)
	}
	return out
}

// together puts what an action imports into one importer; and, when it is set, what more
// does.
func together(more func(*System, action.Request) error, kinds ...action.Kind) habit {
	var gathered *etree.Element
	return habit{
		gathers: true,
		acts: func(s *System, a action.Request, ans *action.Answer, do act) error {
			if !among(a.Kind, kinds) {
				return do(s, a, ans)
			}
			gathered = root("ImporterSagDokumentIndeksInput")
			err := do(s, a, ans)
			if err == nil && more != nil {
				err = more(s, a)
			}
			body := gathered
			gathered = nil
			if err != nil {
				return err
			}
			return s.send("importer", body)
		},
		sends: func(_ *System, m outgoing) []outgoing {
			if gathered == nil || m.operation != "importer" {
				return []outgoing{m}
			}
			for _, obj := range objects(m.body) {
				gathered.AddChild(obj.Copy())
			}
			return nil
		},
	}
}

// addsTheRest takes the part and the caseworker out of an import and sends them in an
// update after it.
func addsTheRest(s *System, m outgoing) []outgoing {
	out := []outgoing{m}
	if m.operation != "importer" {
		return out
	}
	for _, obj := range objects(m.body, "SagIndeks") {
		update := etree.NewElement("sdi:OpdaterSagIndeks")
		text(update, "sd:UUIDIdentifikator", idOf(obj))
		list := update.CreateElement("sag:RelationListe")
		for _, rolle := range []string{"Sag/Sagsaktoer/Rolle/Primær behandler", "Sag/Sagspart/Rolle/Primær part"} {
			for _, rel := range s.relations(obj, rolle) {
				leaveOut(rel)
				list.AddChild(rel)
			}
		}
		text(update, "sdi:Tidspunkt", textAt(obj, "Registrering/Tidspunkt"))
		body := root("OpdaterSagDokumentIndeksInput")
		body.AddChild(update)
		out = append(out, outgoing{to: m.to, operation: "opdater", body: body})
	}
	return out
}

// registrations gives an import with several states a registration for each of them, made
// when the state began.
func registrations(_ *System, m outgoing) {
	for _, obj := range objects(m.body, "SagIndeks") {
		last := obj.SelectElement("Registrering")
		states := named(last, "Fremdrift")
		for i := range states[:len(states)-1] {
			early := last.Copy()
			early.SelectElement("Tidspunkt").SetText(from(states[i]).Text())
			for _, later := range named(early, "Fremdrift")[i+1:] {
				leaveOut(later)
			}
			obj.InsertChildAt(last.Index(), early)
		}
	}
}

// discardsFilings removes a document's place on a case physically, where it would end.
func discardsFilings(s *System, m outgoing) []outgoing {
	if m.operation != "opdater" {
		return []outgoing{m}
	}
	var out []outgoing
	for _, obj := range objects(m.body, "OpdaterSagIndeks") {
		for _, rel := range s.relations(obj, "Sag/Journalpost/Rolle/Tilakteret") {
			if textAt(rel, "Virkning/TilTidspunkt/TidsstempelDatoTid") == "" {
				continue
			}
			leaveOut(rel)
			rel = rel.Copy()
			endless(rel)
			by := message{s, s.tick(), ref{uuid: textAt(rel, "Virkning/AktoerRef/UUIDIdentifikator")}}
			out = append(out, outgoing{to: sagIndeks, operation: "kasser", body: by.kasser(idOf(obj), rel)})
		}
		if list := obj.SelectElement("RelationListe"); list != nil && len(list.ChildElements()) == 0 {
			leaveOut(list)
		}
		if len(obj.ChildElements()) <= 2 { // nothing but whose and when
			leaveOut(obj)
		}
	}
	if len(objects(m.body)) > 0 {
		out = append([]outgoing{m}, out...)
	}
	return out
}

// endless lets what el is have no end.
func endless(el *etree.Element) {
	til := el.FindElement("Virkning/TilTidspunkt")
	clear(til)
	til.CreateElement("sd:GraenseIndikator").SetText("true")
}
