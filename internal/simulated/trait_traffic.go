package simulated

import (
	"fmt"
	"time"

	"klarmeld/internal/action"

	"github.com/beevik/etree"
)

// another is a citizen whom no scenario names.
var another = action.Borger{Navn: "Bodil Ravnkilde", CPR: "0199771234"}

// trafficTraits are about what a system sends and says besides what it was asked for.
var trafficTraits = map[string]func(string) habit{
	// A case of all that the municipality has with a citizen comes first: once for each
	// citizen (en), or each time (hver).
	"mappe-foerst": func(value string) habit {
		have := map[string]bool{}
		return before(func(s *System, a action.Request) error {
			if a.Data.Borger == nil || have[a.Data.Borger.CPR] && value == "en" {
				return nil
			}
			have[a.Data.Borger.CPR] = true
			return s.aside(a, "Borgermappe", *a.Data.Borger)
		}, action.OpretSag, action.OverfoerPassivSag, action.OverfoerBestand)
	},
	// Another citizen's case comes foer, efter or imens: between the messages of an action.
	"anden-borger": func(value string) habit {
		other := func(s *System, a action.Request) error { return s.aside(a, "Aktindsigt", another) }
		switch value {
		case "foer":
			return before(other, action.OpretSag, action.TilfoejDokument, action.RetSagstitel)
		case "efter":
			return after(other, action.OpretSag, action.TilfoejDokument, action.RetSagstitel)
		}
		return meanwhile()
	},
	// A nightly job sends so many cases, in the middle of a run: 50 a message.
	"natjob": func(value string) habit {
		n := 0
		if _, err := fmt.Sscan(value, &n); err != nil {
			n = 300
		}
		done := false
		return before(func(s *System, a action.Request) error {
			if done {
				return nil
			}
			done = true
			return s.nightly(a, n)
		}, action.LukSag)
	},
	// The system looks the object up before each change: fremsoeg or laes.
	"slaar-op": func(value string) habit {
		return habit{sends: func(_ *System, m outgoing) []outgoing { return append(lookups(m, value), m) }}
	},
	// Before a case is closed, the properties of all cases are sent once more.
	"sender-alt-igen": plain(func() habit {
		return before(func(s *System, _ action.Request) error {
			for _, c := range s.order {
				if err := s.sameAgain(c); err != nil {
					return err
				}
			}
			return nil
		}, action.LukSag)
	}),
	// The adapter says which case or document an action has made: its sagsnummer or uuid.
	"svarer-med": func(value string) habit {
		return habit{acts: func(s *System, a action.Request, ans *action.Answer, do act) error {
			err := do(s, a, ans)
			c, made := s.cases[a.Sag]
			switch {
			case err != nil || a.Kind != action.OpretSag && a.Kind != action.OverfoerPassivSag && a.Kind != action.TilfoejDokument:
			case value == "uuid" && a.Kind == action.TilfoejDokument:
				ans.UUID = s.documents[a.Dokument].uuid
			case value == "uuid" && made:
				ans.UUID = c.uuid
			case made && a.Kind != action.TilfoejDokument:
				ans.Sagsnummer = c.number
			}
			return err
		}}
	},
	// Numbers begin from one again when everything has been removed.
	"numre-genbruges": plain(func() habit {
		return after(func(s *System, _ action.Request) error {
			s.numbers = 0
			return nil
		}, action.FjernAlt)
	}),
	// A passive case is sent as open, and updates at once bring the rest of its history.
	"passiv-aabnes-foerst": plain(func() habit { return habit{sends: opensFirst} }),
	"svarer-med-anmaerkning": plain(func() habit {
		return habit{acts: func(s *System, a action.Request, ans *action.Answer, do act) error {
			ans.Note = "udført af systemets testbruger"
			return do(s, a, ans)
		}}
	}),
	// States between the first and the last that the system does not have.
	"uden-mellemtilstande": plain(func() habit {
		return habit{acts: func(s *System, a action.Request, ans *action.Answer, do act) error {
			if a.Kind == action.SkiftTilstand && (a.Data.Tilstand == "Oplyst" || a.Data.Tilstand == "Afgjort") {
				ans.Status, ans.Reason = action.NotOffered, "systemets sager har kun tilstandene opstået og afsluttet"
				return nil
			}
			return do(s, a, ans)
		}}
	}),
}

// aside makes a case that nobody has asked for, like the one that is asked for.
func (s *System) aside(a action.Request, titel string, who action.Borger) error {
	a.Sag = fmt.Sprintf("%s/%s/%d", a.ID, titel, len(s.order))
	like := s.cases[a.Sag]
	a.Data.Titel, a.Data.Borger, a.Data.Virksomhed = titel, &who, nil
	if like == nil && a.Data.Enhed == "" { // a change, which names no unit
		if len(s.order) == 0 {
			return nil
		}
		c := *s.order[len(s.order)-1]
		c.part, c.titel, c.created, c.notes, c.secondary = citizen(who), titel, s.tick(), nil, nil
		c.states, c.oversag, c.documents, c.posts = []tilstand{{"Opstaaet", c.created}}, nil, 0, 0
		c.since = nil
		return s.importAnother(a.Sag, c)
	}
	return s.create(a, []tilstand{{"Opstaaet", s.tick()}})
}

// importAnother imports a copy of a case as one of its own.
func (s *System) importAnother(name string, c sag) error {
	s.numbers++
	c.uuid, c.number, c.since = s.newID(), s.number(c.created), nil
	c.since = map[string]time.Time{}
	return s.importCase(name, &c)
}

// nightly sends cases of other citizens, many in a message.
func (s *System) nightly(a action.Request, n int) error {
	for n > 0 {
		body := root("ImporterSagDokumentIndeksInput")
		for range min(n, 50) {
			n--
			c := *s.order[0]
			s.numbers++
			c.uuid, c.number, c.titel, c.part, c.created = s.newID(), s.number(s.last), "Årsafregning", citizen(another), s.tick()
			c.states, c.since, c.notes, c.secondary, c.oversag, c.documents, c.posts = []tilstand{{"Opstaaet", c.created}}, map[string]time.Time{}, nil, nil, nil, 0, 0
			s.cases[fmt.Sprintf("%s/natjob/%d", a.ID, n)], s.order = &c, append(s.order, &c)
			body.AddChild(objects(s.importSag(&c))[0])
		}
		if err := s.send("importer", body); err != nil {
			return err
		}
	}
	return nil
}

// meanwhile sends another citizen's case before every message of an action about a case.
func meanwhile() habit {
	var at *action.Request
	busy := false
	return habit{
		acts: func(s *System, a action.Request, ans *action.Answer, do act) error {
			if at = nil; a.Kind == action.OpretSag || a.Kind == action.TilfoejDokument || a.Kind == action.OpretJournalnotat {
				at = &a
			}
			defer func() { at = nil }()
			return do(s, a, ans)
		},
		sends: func(s *System, m outgoing) []outgoing {
			if at != nil && !busy {
				busy = true
				_ = s.aside(*at, "Aktindsigt", another) // what comes of it is nothing to the action
				busy = false
			}
			return []outgoing{m}
		},
	}
}

// opensFirst imports a case with the first of its states, and sends the others after it.
func opensFirst(_ *System, m outgoing) []outgoing {
	out := []outgoing{m}
	for _, obj := range objects(m.body, "SagIndeks") {
		states := named(obj, "Fremdrift")
		for i, state := range states {
			open := state.Copy()
			if endless(open); i == 0 {
				state.Parent().InsertChildAt(state.Index(), open)
				if len(states) == 1 {
					leaveOut(state)
					continue
				}
			}
			if leaveOut(state); i == 0 {
				continue
			}
			update := etree.NewElement("sdi:OpdaterSagIndeks")
			text(update, "sd:UUIDIdentifikator", idOf(obj))
			update.CreateElement("sag:TilstandListe").AddChild(open)
			text(update, "sdi:Tidspunkt", textAt(obj, "Registrering/Tidspunkt"))
			body := root("OpdaterSagDokumentIndeksInput")
			body.AddChild(update)
			out = append(out, outgoing{to: m.to, operation: "opdater", body: body})
		}
	}
	return out
}

// lookups are the calls that look an update's objects up.
func lookups(m outgoing, how string) []outgoing {
	if m.operation != "opdater" {
		return nil
	}
	var out []outgoing
	for _, obj := range objects(m.body) {
		place, prefix, uuid := sagIndeks, "si", "SagUuid"
		if obj.Tag == "OpdaterDokumentIndeks" {
			place, prefix, uuid = dokumentIndeks, "di", "DokumentUuid"
		}
		var in *etree.Element
		if how == "fremsoeg" {
			place = sagDokumentIndeks
			in = root("FremsoegSagDokumentIndeksInput")
			text(in, "sdi:"+uuid, idOf(obj))
		} else {
			in = root("LaesInput")
			in.Space = prefix
			text(in, "sd:UUIDIdentifikator", idOf(obj))
		}
		out = append(out, outgoing{to: place, operation: how, body: in, aside: true})
	}
	return out
}
