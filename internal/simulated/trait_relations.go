package simulated

import (
	"strconv"
	"strings"

	"klarmeld/internal/action"

	"github.com/beevik/etree"
	"github.com/google/uuid"
)

// relationTraits are about what stands in a message besides what was asked for, and
// by what it refers.
var relationTraits = map[string]func(string) habit{
	// How relations are numbered: 0 or 100 is the first, or each has a UUID (uuid).
	"indeks": func(value string) habit {
		return habit{writes: func(_ *System, m outgoing) {
			for _, el := range named(m.body, "Indeks") {
				n, err := strconv.Atoi(el.Text())
				if err != nil {
					continue
				}
				if first, err := strconv.Atoi(value); err == nil {
					el.SetText(strconv.Itoa(n - 1 + first))
					continue
				}
				el.SetText(uuid.NewSHA1(idSpace, []byte("indeks/"+el.Text())).String())
			}
		}}
	},
	// The owner by the URN of his CVR number.
	"ejer-urn": written(func(s *System, m outgoing) {
		for _, objekt := range []string{"Sag/Sagsaktoer", "Dokument/Dokumentaktoer"} {
			for _, rel := range s.relations(m.body, objekt+"/Rolle/Ejer") {
				number := append(named(rel, "CVR-Nummer", "CVR-Nr"), nil)[0]
				if number == nil { // it is looked for
					referURN(rel, "urn:oio:cvr-nr:"+s.config.CVR)
					continue
				}
				referURN(rel, "urn:oio:cvr-nr:"+number.Text())
				key(rel, number.Text())
			}
		}
	}),
	// The responsible unit by a URN of the system's own.
	"ansvarlig-urn": written(func(s *System, m outgoing) {
		for _, objekt := range []string{"Sag/Sagsaktoer", "Dokument/Dokumentaktoer"} {
			for _, rel := range s.relations(m.body, objekt+"/Rolle/Ansvarlig") {
				id := textAt(rel, "ReferenceID/UUIDIdentifikator")
				for _, u := range s.registry.units {
					if strings.EqualFold(u.uuid, id) {
						referURN(rel, "urn:oio:klarmeld:sag:administrativenhed:LOSID:"+u.noegle)
						key(rel, u.noegle)
						withCVR(rel, s.config.CVR)
					}
				}
			}
		}
	}),
	// The optional elements are filled in.
	"valgfrit-udfyldt": written(fillOptional),
	// What may be left out is left out.
	"uden-klassetitel": written(func(s *System, m outgoing) {
		for _, el := range named(m.body, "Klassetitel") {
			leaveOut(el)
		}
	}),
	"uden-handlingsklassetitel": written(func(s *System, m outgoing) {
		for _, rel := range s.relations(m.body, "Sag/Sagsklasse/Rolle/Handlingsklasse") {
			if el := rel.FindElement(".//Klassetitel"); el != nil {
				leaveOut(el)
			}
		}
	}),
	// The document's title stands on its case too.
	"titel-paa-sagen": func(string) habit {
		return habit{writes: func(s *System, m outgoing) {
			for _, rel := range s.relations(m.body, "Sag/Journalpost/Rolle/Tilakteret") {
				d := s.documentOf(textAt(rel, "ReferenceID/UUIDIdentifikator"))
				if d == nil || len(named(rel, "Dokumenttitel")) > 0 {
					continue
				}
				e := rel.SelectElement("JournalpostEgenskaber")
				if e == nil {
					e = rel.CreateElement("sag:JournalpostEgenskaber")
				}
				insert(e, "sag:Dokumenttitel", d.titel)
			}
		}}
	},
	// More relations than were asked for, each of a role that may be there.
	"flere-roller": func(value string) habit { return habit{writes: alsoRelates(value)} },
	// An outgoing letter has its date from the beginning.
	"brevdato-straks": func(string) habit {
		return asked(func(_ *System, a *action.Request) {
			if a.Kind == action.TilfoejDokument && a.Data.Dokumenttype == "Brev, udgaaende" && a.Data.Brevdato == "" && a.Data.Tilstand == "" {
				a.Data.Brevdato = "2026-03-20"
			}
		})
	},
	// The system itself is who did it, and not its user.
	"systemet-som-aktoer": written(func(s *System, m outgoing) {
		for _, el := range named(m.body, "AktoerRef", "BrugerRef") {
			clear(el)
			el.CreateElement("sd:URNIdentifikator").SetText("urn:oio:it-system-uuid:" + s.config.ItSystem)
		}
		for _, el := range named(m.body, "AktoerTypeKode") {
			el.SetText("ItSystem")
		}
	}),
	// The numbers of cases look otherwise.
	"nummer": func(value string) habit {
		return habit{number: func(number string) string {
			switch value {
			case "skraastreg":
				return number[2:4] + "/" + number[5:]
			case "uuid":
				return uuid.NewSHA1(idSpace, []byte(number)).String()
			}
			return "Sag " + number + " æøå"
		}}
	},
}

// key gives an actor a user key, which must be there when it is referred to by URN.
func key(rel *etree.Element, value string) {
	ext := rel.FindElement("LokalUdvidelseListe").ChildElements()[0]
	if old := ext.SelectElement("BrugervendtNoegle"); old != nil {
		leaveOut(old)
	}
	insert(ext, ext.Space+":BrugervendtNoegle", value)
}

// withCVR gives a document's unit the number of its municipality, which must be there
// when it is referred to by URN.
func withCVR(rel *etree.Element, cvr string) {
	ext := rel.FindElement("LokalUdvidelseListe").ChildElements()[0]
	if ext.Space == "di" {
		insert(ext, "di:CVR-Nr", cvr, "BrugervendtNoegle", "FuldtNavn")
	}
}

// documentOf is the document with a UUID.
func (s *System) documentOf(id string) *dokument {
	for _, d := range s.documents {
		if strings.EqualFold(d.uuid, id) {
			return d
		}
	}
	return nil
}

// fillOptional fills in what is optional by the rows.
func fillOptional(_ *System, m outgoing) {
	for _, e := range named(m.body, "Egenskaber") {
		if e.Space == "sag" {
			insert(e, "sag:AfleveretIndikator", "false", "Virkning", "BrugervendtNoegle")
			insert(e, "sag:Beskrivelse", "Sagen er oprettet efter henvendelse.\nSe journalen.", "AfleveretIndikator")
			insert(e, "sag:HjemmelSpecifikation", "LBK nr 145 af 2020 § 81", "Beskrivelse")
			insert(e, "sag:Kassationskode", "K", "HjemmelSpecifikation")
			insert(e, "sag:PrincipielIndikator", "false", "Kassationskode", "OffentlighedUndtaget")
			continue
		}
		insert(e, "di:Beskrivelse", "Modtaget digitalt.", "Virkning", "BrugervendtNoegle", "Titel")
		insert(e, "di:VersionIdentifikator", "1", "Beskrivelse", "BrevDato", "OffentlighedUndtaget")
		insert(e, "di:UnderversionIdentifikator", "0", "VersionIdentifikator")
		insert(e, "di:Kassationskode", "B", "UnderversionIdentifikator")
	}
	for _, v := range named(m.body, "Virkning") {
		insert(v, "sd:NoteTekst", "Registreret af systemet.", "FraTidspunkt", "TilTidspunkt", "AktoerRef", "AktoerTypeKode")
	}
	for _, e := range named(m.body, "SagIndeksEgenskaber") {
		insert(e, "si:Lokation", "Arkiv 3", "Virkning", "Foelsomhed")
	}
}

// alsoRelates lets an import have one relation more: behandler is another caseworker,
// ydelsesmodtager the citizen himself, bopaelskommune the municipality, parter the
// citizen on each document.
func alsoRelates(value string) func(*System, outgoing) {
	return func(s *System, m outgoing) {
		for _, obj := range objects(m.body, "SagIndeks", "DokumentIndeks") {
			c := s.caseOf(obj)
			list := obj.FindElement("Registrering/RelationListe")
			if c == nil || (obj.Tag == "DokumentIndeks") != (value == "parter") {
				continue
			}
			by := message{s, s.last, c.bruger}
			var r relation
			switch value {
			case "behandler":
				r = c.aktoer("Andre behandlere", "OrgEnhed", c.enhed)
				r.indeks = "1"
			case "bopaelskommune":
				r = c.aktoer("Bopælskommune", "Organisation", c.ejer)
				r.fields = r.fields[:1]
			case "ydelsesmodtager":
				r = sagspart("Ydelsesmodtager", "", c.part)
				r.fra = c.created
			case "parter":
				r = sagspart("Parter", "1", c.part)
				r.element, r.objekt, r.kind, r.fra = "di:Dokumentpart", "Dokument", "Dokumentpart", by.at
				r.extension, r.fields = "di:DokumentpartLokalUdvidelse", [][2]string{{"di:FuldtNavn", c.part.navn}}
			default:
				continue
			}
			list.AddChild(by.relation(etree.NewElement("x"), r))
			sortKinds(list)
		}
	}
}

// caseOf is the case that is imported, or has the document that is.
func (s *System) caseOf(obj *etree.Element) *sag {
	if d := s.documentOf(idOf(obj)); d != nil {
		return d.from
	}
	for _, c := range s.order {
		if c.uuid == idOf(obj) {
			return c
		}
	}
	return s.importing
}
