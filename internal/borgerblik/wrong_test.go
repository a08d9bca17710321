package borgerblik_test

import (
	"strings"
	"testing"

	"klarmeld/internal/action"
	"klarmeld/internal/verdict"
)

// neutral shows whatever was sent.
var neutral = verdict.CitizenSettings{Title: "prøve", Documents: verdict.DocumentsApproved, Building: []verdict.Said{"02.34"}}

// on is one action on the case.
func on(kind action.Kind, data action.Data) []action.Request {
	return []action.Request{{Kind: kind, Sag: "a", Data: data}}
}

// TestWhatIsWrong: each thing that can be wrong with what is seen is told by its kind, on
// the page of who sees it; and what should never have been seen stands first.
func TestWhatIsWrong(t *testing.T) {
	right := sent{uuid: uuid(1), titel: "Kontanthjælp", kle: "32.24.04", part: "Karen Bech", states: "Opstaaet 2026-05-04"}
	with := func(change func(*sent)) *sent { s := right; change(&s); return &s }
	for _, c := range []struct {
		name string
		then []action.Request
		sent *sent
		want string // kind by whom on whose page
	}{
		{"as it was asked for", nil, &right, ""},
		{"not in the index", nil, nil, "mangler borgeren Karen Bech"},
		{"without a primary part", nil, with(func(s *sent) { s.part = "" }), "mangler borgeren Karen Bech"},
		{"another citizen's", nil, with(func(s *sent) { s.part = "Tage Holm" }), "mangler borgeren Karen Bech, anden_borger borgeren Tage Holm"},
		{"a stranger's", nil, with(func(s *sent) { s.part = "urn:oio:cpr-nr:0142034567" }), "anden_borger borgeren Karen Bech, mangler borgeren Karen Bech"},
		{"hidden, and nobody has said so", nil, with(func(s *sent) { s.hidden = true }), "mangler borgeren Karen Bech"},
		{"a building case by its number", nil, with(func(s *sent) { s.kle = "02.34.02" }), "mangler borgeren Karen Bech"},
		{"the wrong number", nil, with(func(s *sent) { s.kle, s.point = "15.20.00", "32.24.04" }), "forkert_omraade borgeren Karen Bech"},
		{"the wrong UUID", nil, with(func(s *sent) { s.point = "15.20.00" }), "forkert_omraade borgeren Karen Bech"},
		{"another title", nil, with(func(s *sent) { s.titel = "Kth" }), "forkert_titel borgeren Karen Bech"},
		{"closed in the system only", on(action.LukSag, action.Data{}), &right, "forkert_tilstand borgeren Karen Bech"},
		{"closed", on(action.LukSag, action.Data{}), with(func(s *sent) { s.states += ",Afsluttet 2026-05-05" }), ""},
		{"on its way is open", on(action.SkiftTilstand, action.Data{Tilstand: "Oplyst"}), &right, ""},
		{"hidden in the system only", on(action.SkjulSag, action.Data{}), &right, "skjult borgeren Karen Bech"},
		{"hidden", on(action.SkjulSag, action.Data{}), with(func(s *sent) { s.hidden = true }), ""},
		{"protected in the system only", on(action.BeskytSag, action.Data{Enhed: "Ydelseskontoret"}), &right, "beskyttet sagsbehandleren Karen Bech"},
		{"protected for another unit", on(action.BeskytSag, action.Data{Enhed: "Ydelseskontoret"}), with(func(s *sent) { s.access = "Borgerservice" }),
			"beskyttet sagsbehandleren Karen Bech"},
		{"protected", on(action.BeskytSag, action.Data{Enhed: "Ydelseskontoret"}), with(func(s *sent) { s.access = "Ydelseskontoret" }), ""},
		{"sensitive in the system only", on(action.SkiftFoelsomhed, action.Data{Foelsomhed: "VIP_SAGER"}), &right, "beskyttet sagsbehandleren Karen Bech"},
		{"the closed title is open", on(action.UndtagSag, action.Data{Titel: "Personsag"}), &right, "lukket_titel borgeren Karen Bech"},
		{"the closed title is closed", on(action.UndtagSag, action.Data{Titel: "Personsag"}),
			with(func(s *sent) { s.titel, s.lukket = "Personsag", "Kontanthjælp" }), ""},
		{"deleted in the system only", on(action.SletSag, action.Data{}), &right, "fjernet borgeren Karen Bech"},
		{"deleted", on(action.SletSag, action.Data{}), nil, ""},
		{"left behind at a change of system", on(action.FjernAlt, action.Data{}), &right, "fjernet borgeren Karen Bech"},
		{"given away in the system only", on(action.SkiftEjer, action.Data{}), &right, "anden_kommune borgeren Karen Bech"},
		{"given away, and nobody has", nil, with(func(s *sent) { s.uuid = "eeee" + uuid(1)[4:] }), "mangler borgeren Karen Bech"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newTown(t)
			w.opens("a", "Kontanthjælp", "32.24.04")
			for _, a := range c.then {
				w.does(a)
			}
			if c.sent != nil {
				w.sends("a", *c.sent)
			}
			got := w.seen(neutral)
			if all := told(got); all != c.want {
				t.Errorf("told %q, want %q", all, c.want)
			}
			if want := exposures(c.want); len(got.Never) != want {
				t.Errorf("%d things never to be seen, want %d: %v", len(got.Never), want, got.Never)
			}
		})
	}
}

// exposures is how many of what is told should never have been seen.
func exposures(all string) int {
	n := 0
	for _, k := range []string{"anden_borger", "skjult", "beskyttet", "lukket_titel"} {
		n += strings.Count(all, k)
	}
	return n
}

// told is all that is wrong, page by page.
func told(c *verdict.Citizens) string {
	var out []string
	for _, p := range c.Pages {
		for _, x := range p.Cases {
			for _, s := range x.Wrong {
				out = append(out, string(s.Kind)+" "+string(s.By)+" "+string(p.Name))
			}
		}
	}
	return strings.Join(out, ", ")
}

// TestDocumentsThatAreWrong: of the documents on a case that is right.
func TestDocumentsThatAreWrong(t *testing.T) {
	letter := action.Data{Titel: "Afgørelse", Dokumenttype: "Brev, udgaaende"}
	note := action.Data{Titel: "Oplæg", Dokumenttype: "Internt Notat"}
	for _, c := range []struct {
		name  string
		asked action.Data
		then  []action.Request
		sent  *sent
		want  string
	}{
		{"a letter", letter, nil, &sent{titel: "Afgørelse", typ: "Brev, udgaaende", states: "Endeligt 2026-05-04"}, ""},
		{"a letter that never came", letter, nil, nil, "dokument_mangler borgeren Karen Bech"},
		{"a letter that is a draft still", letter, nil, &sent{titel: "Afgørelse", typ: "Brev, udgaaende", states: "Underudarbejdelse 2026-05-04"},
			"dokument_mangler borgeren Karen Bech"},
		{"a letter by another title", letter, nil, &sent{titel: "Afg.", typ: "Brev, udgaaende", states: "Endeligt 2026-05-04"}, "forkert_titel borgeren Karen Bech"},
		{"a note", note, nil, &sent{titel: "Oplæg", typ: "Internt Notat", states: "Endeligt 2026-05-04"}, ""},
		{"a note as a letter", note, nil, &sent{titel: "Oplæg", typ: "Brev, udgaaende", states: "Endeligt 2026-05-04"}, "arbejdspapir borgeren Karen Bech"},
		{"a draft as a letter", action.Data{Titel: "Afgørelse", Dokumenttype: "Brev, udgaaende", Tilstand: "Underudarbejdelse"}, nil,
			&sent{titel: "Afgørelse", typ: "Brev, udgaaende", states: "Endeligt 2026-05-04"}, "arbejdspapir borgeren Karen Bech"},
		{"a letter that was deleted", letter, []action.Request{{Kind: action.SletDokument, Dokument: "d"}},
			&sent{titel: "Afgørelse", typ: "Brev, udgaaende", states: "Endeligt 2026-05-04"}, "fjernet borgeren Karen Bech"},
		{"a closed title on a letter", action.Data{Titel: "Brev", LukketTitel: "Underretning", Dokumenttype: "Brev, udgaaende"}, nil,
			&sent{titel: "Underretning", typ: "Brev, udgaaende", states: "Endeligt 2026-05-04"}, "lukket_titel borgeren Karen Bech"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newTown(t)
			w.opens("a", "Kontanthjælp", "32.24.04")
			w.does(action.Request{Kind: action.TilfoejDokument, Sag: "a", Dokument: "d", Data: c.asked})
			for _, a := range c.then {
				w.does(a)
			}
			s := sent{uuid: uuid(1), titel: "Kontanthjælp", kle: "32.24.04", part: "Karen Bech", states: "Opstaaet 2026-05-04"}
			if c.sent != nil {
				c.sent.uuid, s.documents = uuid(2), []string{uuid(2)}
				w.sends("d", *c.sent)
			}
			w.sends("a", s)
			if all := told(w.seen(neutral)); all != c.want {
				t.Errorf("told %q, want %q", all, c.want)
			}
		})
	}
}

// TestAnswers: what a system does not offer is missing all the same, and excused; what was
// skipped was never tried; of what nobody knows whether it was done, nothing is said.
func TestAnswers(t *testing.T) {
	opens := func(w *town) action.Request {
		return action.Request{Kind: action.OverfoerPassivSag, Sag: "a",
			Data: action.Data{Titel: "Revalidering", KLE: "32.24.08", Oprettet: "2018-03-01", Afsluttet: "2019-02-28", Borger: w.citizen("Inger Vang")}}
	}
	for _, c := range []struct {
		name   string
		answer action.Answer
		failed bool
		want   string
		excuse verdict.Excuse
	}{
		{"not offered", action.Answer{Status: action.NotOffered}, false, "mangler borgeren Inger Vang", verdict.ExcuseNotOffered},
		{"could not", action.Answer{Status: action.Failed}, false, "mangler borgeren Inger Vang", verdict.ExcuseFailed},
		{"done, it said", action.Answer{Status: action.Done}, false, "mangler borgeren Inger Vang", ""},
		{"skipped", action.Answer{Status: action.Skipped}, false, "", ""},
		{"no answer", action.Answer{}, true, "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newTown(t)
			w.Asked(opens(w), c.answer, c.failed, false, asked, w.subject)
			got := w.seen(neutral)
			if all := told(got); all != c.want {
				t.Fatalf("told %q, want %q", all, c.want)
			}
			if c.want != "" && got.Pages[0].Cases[0].Wrong[0].Excuse != c.excuse {
				t.Errorf("excuse %q, want %q", got.Pages[0].Cases[0].Wrong[0].Excuse, c.excuse)
			}
		})
	}
}

// TestWhatNobodyAskedFor: a case that comes beside the one that was asked for is told of
// and held against nobody; the cases that klarmeld's own systems send are expected too,
// and another municipality's are nobody's here.
func TestWhatNobodyAskedFor(t *testing.T) {
	w := newTown(t)
	w.opens("a", "Kontanthjælp", "32.24.04")
	w.sends("a", sent{uuid: uuid(1), titel: "Kontanthjælp", kle: "32.24.04", part: "Karen Bech", states: "Opstaaet 2026-05-04"})
	w.sends("mappe", sent{uuid: uuid(2), titel: "Mappe", kle: "32.24.04", part: "Karen Bech", states: "Opstaaet 2026-05-04"})
	for _, titel := range []string{"Nabo", "Fremmed"} {
		w.Asked(action.Request{Kind: action.OpretSag, Sag: "nabo", Data: action.Data{Titel: titel, KLE: "32.30.04", Borger: w.citizen("Tage Holm")}},
			action.Answer{Status: action.Done}, false, true, asked, w.subject)
	}
	w.sends("nabo", sent{uuid: uuid(3), titel: "Nabo", kle: "32.30.04", part: "Tage Holm", states: "Opstaaet 2026-05-04"})
	w.sends("nabo", sent{uuid: "eeee" + uuid(4)[4:], titel: "Fremmed", kle: "32.30.04", part: "Tage Holm", states: "Opstaaet 2026-05-04"})
	if all := told(w.seen(neutral)); all != "ikke_bedt_om borgeren Karen Bech" {
		t.Errorf("told %q", all)
	}
	if got := w.seen(neutral); len(got.Never) != 0 || len(got.Pages) != 2 || len(got.Pages[1].Cases) != 1 {
		t.Errorf("pages %+v", got.Pages)
	}
}

// TestStock: each case that the system says it has handed over is looked for by its
// number; its title and state are the system's own.
func TestStock(t *testing.T) {
	w := newTown(t)
	w.answers(action.Request{Kind: action.OverfoerBestand, Sag: "alle", Data: action.Data{Titel: "Bestand", KLE: "32.24.04", Antal: 2,
		Borger: w.citizen("Karen Bech")}}, action.Answer{Status: action.Done, Sagsnumre: []string{"K-1", "K-2"}})
	w.sends("?",
		sent{uuid: uuid(1), titel: "En gammel sag", number: "K-1", kle: "32.24.04", part: "Karen Bech", states: "Opstaaet 2010-05-04,Afsluttet 2011-01-01"})
	got := w.seen(neutral)
	if all := told(got); all != "mangler borgeren Karen Bech" {
		t.Errorf("told %q", all)
	}
	if first := got.Pages[0].Cases[0]; first.Seen == nil || first.Seen.Title != "En gammel sag" || len(first.Wrong) != 0 {
		t.Errorf("the first is %+v", first)
	}
}
