package simulated

import (
	"encoding/base64"
	"strings"
	"time"

	"klarmeld/internal/action"

	"github.com/beevik/etree"
)

// The traits of systems that do something wrong, other than the deviations: each is a
// mistake that a vendor may well make.

// wrongValueTraits write something that is not so.
var wrongValueTraits = map[string]func(string) habit{
	// Local time is written as UTC, without being changed into it.
	"lokal-tid-som-utc": plain(func() habit {
		return times(func(t time.Time) string { return t.Format("2006-01-02T15:04:05.000") + "Z" })
	}),
	"uden-zone":  plain(func() habit { return times(func(t time.Time) string { return t.Format("2006-01-02T15:04:05.000") }) }),
	"dansk-dato": plain(func() habit { return times(func(t time.Time) string { return t.Format("02-01-2006 15:04:05") }) }),
	// Everything takes effect so many days later.
	"virker-foerst-i-morgen": plain(func() habit {
		return habit{writes: func(_ *System, m outgoing) {
			for _, el := range named(m.body, "TidsstempelDatoTid") {
				shift(el, 24*time.Hour)
			}
		}}
	}),
	"registreret-naeste-aar": plain(func() habit {
		return habit{writes: func(_ *System, m outgoing) {
			for _, el := range named(m.body, "Tidspunkt") {
				shift(el, 365*24*time.Hour)
			}
		}}
	}),
	// What ends, ends an hour before it began.
	"slutter-foer-begyndelsen": plain(func() habit {
		return habit{writes: func(_ *System, m outgoing) {
			for _, v := range named(m.body, "Virkning") {
				fra, til := v.FindElement("FraTidspunkt/TidsstempelDatoTid"), v.FindElement("TilTidspunkt/TidsstempelDatoTid")
				if fra != nil && til != nil {
					til.SetText(fra.Text())
					shift(til, -time.Hour)
				}
			}
		}}
	}),
	// The text of notes: latin-1, mojibake, ikke-base64, dobbelt-base64 or html.
	"notat-som": func(value string) habit {
		if value == "ikke-base64" {
			return habit{writes: func(_ *System, m outgoing) {
				for _, el := range named(m.body, "Notat") {
					raw, _ := base64.StdEncoding.DecodeString(el.Text())
					el.SetText(string(raw))
				}
			}}
		}
		return notes(func(_ *System, _ *etree.Element, text string) []byte { return misspelt(value, text) })
	},
	// An element of a name has another text: "tekst=Titel:Sag".
	"tekst": func(value string) habit {
		tag, is, _ := strings.Cut(value, ":")
		return habit{writes: func(_ *System, m outgoing) {
			for _, el := range named(m.body, tag) {
				if len(el.ChildElements()) == 0 {
					el.SetText(is)
				}
			}
		}}
	},
	// A text is cut: "afkorter=Titel:20".
	"afkorter": func(value string) habit {
		tag, _, _ := strings.Cut(value, ":")
		return habit{writes: func(_ *System, m outgoing) {
			for _, el := range named(m.body, tag) {
				el.SetText(cut(el.Text(), 12))
			}
		}}
	},
	// All elements of a name are left out.
	"udelader": func(tag string) habit {
		return habit{writes: func(_ *System, m outgoing) {
			for _, el := range named(m.body, tag) {
				leaveOut(el)
			}
		}}
	},
	"notattitel-fast": written(func(_ *System, m outgoing) {
		for _, n := range named(m.body, "JournalnotatEgenskaber") {
			n.SelectElement("Titel").SetText("Notat")
		}
	}),
	"sagstitel-fast": written(func(_ *System, m outgoing) {
		for _, e := range named(m.body, "Egenskaber") {
			if e.Space == "sag" {
				e.SelectElement("Titel").SetText("Sag")
			}
		}
	}),
	"udelader-klassenoegle": written(func(_ *System, m outgoing) {
		for _, e := range named(m.body, "SagsklasseLokalUdvidelse") {
			leaveOut(e.SelectElement("BrugervendtNoegle"))
		}
	}),
	"notat-siger-rtf": written(func(s *System, m outgoing) {
		for _, el := range named(m.body, "Format") {
			el.SetText(s.config.Classes["Sag/Journalpost/Format/RTF"])
		}
	}),
	"cpr-med-bindestreg": written(func(_ *System, m outgoing) {
		for _, el := range named(m.body, "URNIdentifikator") {
			if cpr, ok := strings.CutPrefix(el.Text(), "urn:oio:cpr-nr:"); ok {
				el.SetText("urn:oio:cpr-nr:" + cpr[:6] + "-" + cpr[6:])
			}
		}
	}),
	// A company's number as if it were a citizen's.
	"cvr-som-cpr": written(func(_ *System, m outgoing) {
		for _, el := range named(m.body, "URNIdentifikator") {
			if cvr, ok := strings.CutPrefix(el.Text(), "urn:oio:cvr-nr:"); ok {
				el.SetText("urn:oio:cpr-nr:00" + cvr)
			}
		}
	}),
	"borger-som-virksomhed": written(func(s *System, m outgoing) {
		for _, rel := range s.relations(m.body, "Sag/Sagspart/Rolle/Primær part") {
			rel.FindElement("Type/UUIDIdentifikator").SetText(s.config.Classes["Sag/Sagspart/Type/Virksomhed"])
		}
	}),
	// A letter's date becomes the day before, by a change to UTC.
	"brevdato-dagen-foer": written(func(_ *System, m outgoing) {
		for _, el := range named(m.body, "BrevDato") {
			if t, err := time.Parse(time.DateOnly, el.Text()); err == nil {
				el.SetText(t.AddDate(0, 0, -1).Format(time.DateOnly))
			}
		}
	}),
	// The facet is referred to by a URN.
	"facet-urn": written(func(s *System, m outgoing) {
		for _, rel := range s.relations(m.body, "Sag/Sagsklasse/Rolle/Handlingsklasse") {
			referURN(rel, "urn:oio:kle:"+textAt(rel, "LokalUdvidelseListe/SagsklasseLokalUdvidelse/BrugervendtNoegle"))
		}
	}),
	// A note refers to something, though it is no document.
	"notat-henviser": written(func(s *System, m outgoing) {
		for _, rel := range s.relations(m.body, "Sag/Journalpost/Rolle/Journalnotat") {
			refer(rel, s.config.ItSystem)
		}
	}),
	// A case that has closed is sent as open again.
	"genaabner": plain(func() habit {
		return after(func(s *System, a action.Request) error {
			c := s.cases[a.Sag]
			c.states = append(c.states, tilstand{"Opstaaet", s.tick()})
			return s.update(c, func(u *update) { u.tilstand() })
		}, action.LukSag)
	}),
	// All changes of a delivery have the time at which it is sent.
	"eet-tidspunkt": written(func(_ *System, m outgoing) {
		all := objects(m.body)
		for _, obj := range all {
			if at := obj.SelectElement("Tidspunkt"); at != nil && len(all) > 1 {
				at.SetText(textAt(all[len(all)-1], "Tidspunkt"))
			}
		}
	}),
	// A relation has an Indeks though its role is there once.
	"indeks-paa-ejer": written(func(s *System, m outgoing) {
		for _, rel := range s.relations(m.body, "Sag/Sagsaktoer/Rolle/Ejer") {
			insert(rel, "gd:Indeks", "1", "Virkning", "Rolle", "Type")
		}
	}),
}

// shift moves a time.
func shift(el *etree.Element, by time.Duration) {
	if t, err := time.Parse(time.RFC3339, el.Text()); err == nil {
		el.SetText(stamp(t.Add(by)))
	}
}

// misspelt is a text as a system writes it that has its character sets wrong.
func misspelt(how, text string) []byte {
	switch how {
	case "latin-1":
		var out []byte
		for _, r := range text {
			out = append(out, byte(r)) // no note has any above U+00FF
		}
		return out
	case "mojibake":
		var out strings.Builder
		for _, b := range []byte(text) {
			out.WriteRune(rune(b))
		}
		return []byte(out.String())
	case "dobbelt-base64":
		return []byte(base64.StdEncoding.EncodeToString([]byte(text)))
	}
	return []byte("<p>" + text + "</p>")
}
