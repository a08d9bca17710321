package borgerblik_test

import (
	"strings"
	"testing"

	"klarmeld/internal/action"
	"klarmeld/internal/verdict"
)

// all is what the citizen sees by no choice at all.
const all = "Kontanthjælp fra maj [] | Revalidering [] | Fleksjob [] | Mentor []"

// settings are a municipality's choices, one at a time, and what the citizen then sees.
var settings = []struct {
	name string
	set  func(*verdict.CitizenSettings)
	want string
	left string // why the others are left out
}{
	{"nothing chosen: every case by its own title, no document titles", func(*verdict.CitizenSettings) {}, all, "byggesag"},
	{"which KLE numbers", func(s *verdict.CitizenSettings) { s.KLE = []verdict.Said{"32.24"} }, "Kontanthjælp fra maj [] | Revalidering []", "kle byggesag kle"},
	{"a number is not the beginning of another", func(s *verdict.CitizenSettings) { s.KLE = []verdict.Said{"32.24.04", "15"} },
		"Kontanthjælp fra maj [] | Mentor []", "kle kle byggesag"},
	{"which KLE numbers not", func(s *verdict.CitizenSettings) { s.Without = []verdict.Said{"32.24.08"} },
		"Kontanthjælp fra maj [] | Fleksjob [] | Mentor []", "kle byggesag"},
	{"from which date, open and closed alike", func(s *verdict.CitizenSettings) { s.From = "2018-01-01" }, "Kontanthjælp fra maj [] | Mentor []",
		"dato dato byggesag"},
	{"the day itself is shown", func(s *verdict.CitizenSettings) { s.From = "2017-03-01" }, all, "byggesag"},
	{"active cases are excepted from the date", func(s *verdict.CitizenSettings) { s.From, s.ActiveToo = "2018-01-01", true },
		"Kontanthjælp fra maj [] | Fleksjob [] | Mentor []", "dato byggesag"},
	{"without a date nothing is excepted", func(s *verdict.CitizenSettings) { s.ActiveToo = true }, all, "byggesag"},
	{"the KLE number's title", func(s *verdict.CitizenSettings) { s.Titling = verdict.TitleOfKLE },
		"Kontanthjælp [] | Revalideringsydelse [] | Fleksløntilskud [] | Forløb mod beskæftigelse i almindelighed []", "byggesag"},
	{"the case's title", func(s *verdict.CitizenSettings) { s.Titling = verdict.TitleOfCase }, all, "byggesag"},
	{"titles of approved letters", func(s *verdict.CitizenSettings) { s.Documents = verdict.DocumentsApproved },
		strings.Replace(all, "maj []", "maj [Afgørelse Ansøgning]", 1), "byggesag"},
	{"titles of all letters", func(s *verdict.CitizenSettings) { s.Documents = verdict.DocumentsAll },
		strings.Replace(all, "maj []", "maj [Afgørelse Kladde til brev Ansøgning]", 1), "byggesag"},
	{"a sending system left out, by its key", func(s *verdict.CitizenSettings) { s.LeftOut = []verdict.Said{"it-fasit-2020"} },
		"Revalidering [] | Fleksjob [] | Mentor []", "system byggesag"},
	{"a sending system left out, by its name", func(s *verdict.CitizenSettings) { s.LeftOut = []verdict.Said{"Referencesystemet"} }, "Kontanthjælp fra maj []",
		"system system byggesag system"},
	{"building cases are the owner's to see", func(s *verdict.CitizenSettings) { s.Building = []verdict.Said{"15"} },
		"Kontanthjælp fra maj [] | Revalidering [] | Fleksjob [] | Carport []", "byggesag"},
}

// karensCases are cases and documents of one citizen's, of every kind that a choice is
// about, as they were asked for.
func karensCases(t *testing.T) *town {
	t.Helper()
	w := newTown(t)
	w.opens("ny", "Kontanthjælp fra maj", "32.24.04")
	w.sends("ny", sent{uuid: uuid(1), titel: "Kontanthjælp fra maj", kle: "32.24.04", part: "Karen Bech", states: "Opstaaet 2026-05-04", system: "it-fasit-2020",
		documents: []string{uuid(11), uuid(12), uuid(13), uuid(14)}})
	for i, d := range []struct{ name, titel, typ, state string }{
		{"brev", "Afgørelse", "Brev, udgaaende", "Endeligt"}, {"kladde", "Kladde til brev", "Brev, udgaaende", "Underudarbejdelse"},
		{"notat", "Internt oplæg", "Internt Notat", "Endeligt"}, {"ind", "Ansøgning", "Brev, indgaaende", "Endeligt"},
	} {
		w.does(action.Request{Kind: action.TilfoejDokument, Sag: "ny", Dokument: d.name, Data: action.Data{Titel: d.titel, Dokumenttype: d.typ, Tilstand: d.state}})
		w.sends(d.name, sent{uuid: uuid(11 + i), titel: d.titel, typ: d.typ, states: d.state + " 2026-05-04"})
	}
	for i, old := range []struct{ name, titel, kle, from, to string }{
		{"lukket", "Revalidering", "32.24.08", "2017-03-01", "2018-02-28"}, {"aaben", "Fleksjob", "32.27.10", "2017-03-01", ""},
		{"hus", "Carport", "02.34.02", "2026-05-04", ""}, {"job", "Mentor", "15.20.00", "2026-05-04", ""},
	} {
		a := action.Request{Kind: action.OpretSag, Sag: old.name,
			Data: action.Data{Titel: old.titel, KLE: old.kle, Borger: w.citizen("Karen Bech"), Oprettet: old.from}}
		states := "Opstaaet " + old.from
		if old.to != "" {
			a.Kind, a.Data.Afsluttet = action.OverfoerPassivSag, old.to
			states += ",Afsluttet " + old.to
		}
		if old.name == "aaben" { // it was made long ago, as a stock's cases are
			a.Kind = action.OverfoerPassivSag
		}
		w.does(a)
		if old.name == "aaben" {
			w.does(action.Request{Kind: action.SkiftTilstand, Sag: old.name, Data: action.Data{Tilstand: "Opstaaet"}})
		}
		w.sends(old.name, sent{uuid: uuid(2 + i), titel: old.titel, kle: old.kle, part: "Karen Bech", states: states, system: "it-reference"})
	}
	return w
}

// TestEverySettingChangesThePage: each of a municipality's settings does what Borgerblikket
// does by it, and no other. The same system is right by all of them: what it has sent is
// what it was asked for.
func TestEverySettingChangesThePage(t *testing.T) {
	w := karensCases(t)
	neutral := verdict.CitizenSettings{Title: "prøve", Building: []verdict.Said{"02.34"}}
	for _, c := range settings {
		t.Run(c.name, func(t *testing.T) {
			s := neutral
			c.set(&s)
			got := w.seen(s)
			if len(got.Pages) != 1 || got.Pages[0].Name != "Karen Bech" {
				t.Fatalf("the pages are of %v", got.Pages)
			}
			p := got.Pages[0]
			var drawn, left []string
			for _, x := range p.Cases {
				if len(x.Wrong) > 0 || x.Seen == nil || x.Wanted == nil {
					t.Errorf("wrong of a system that is right: %+v", x)
					continue
				}
				var docs []string
				for _, d := range x.Seen.Documents {
					docs = append(docs, string(d))
				}
				drawn = append(drawn, string(x.Seen.Title)+" ["+strings.Join(docs, " ")+"]")
			}
			for _, x := range p.LeftOut {
				left = append(left, string(x.Why))
			}
			if all := strings.Join(drawn, " | "); all != c.want {
				t.Errorf("the citizen sees\n%s, want\n%s", all, c.want)
			}
			if all := strings.Join(left, " "); all != c.left {
				t.Errorf("left out by %q, want %q", all, c.left)
			}
			if len(got.Never) > 0 {
				t.Errorf("never to be seen: %v", got.Never)
			}
		})
	}
}

// TestAreas: the area that says most of the number is the case's, and what it leads to
// stands in the settings.
func TestAreas(t *testing.T) {
	w := newTown(t)
	for i, kle := range []string{"32.30.04", "32.24.04", "00.01.00"} {
		name := string(rune('a' + i))
		w.opens(name, kle, kle)
		w.sends(name, sent{uuid: uuid(i + 1), titel: kle, kle: kle, part: "Karen Bech", states: "Opstaaet 2026-05-04"})
	}
	got := w.seen(verdict.CitizenSettings{Areas: []verdict.CitizenArea{{Name: "Ydelser", KLE: []verdict.Said{"32"}}, {Name: "Syg", KLE: []verdict.Said{"32.30"}}}})
	var areas []string
	for _, x := range got.Pages[0].Cases {
		areas = append(areas, string(x.Seen.Area))
	}
	if all := strings.Join(areas, "|"); all != "Syg|Ydelser|" {
		t.Errorf("areas %q", all)
	}
}
