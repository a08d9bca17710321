package simulated_test

import (
	"fmt"
	"slices"
	"testing"

	"klarmeld/internal/action"
	"klarmeld/internal/oio"
)

// TestNumbers: cases are numbered as they are made, with the system's own
// beginning and the year in which the case was made.
func TestNumbers(t *testing.T) {
	w := newWorld(t)
	p := reference()
	p.Numbers = "NABO-"
	s := w.install(p)
	first, old, many := newCase("første"), passive().Request, stock().Request
	old.ID, many.ID = "gammel", "bestand"
	done(t, s, first)
	done(t, s, old)
	ans := done(t, s, many)
	var got, titles []string
	for _, r := range w.sent {
		if el := r.body.FindElement("SagIndeks/Registrering/AttributListe/Egenskaber"); el != nil {
			got, titles = append(got, oio.Text(oio.Child(el, "Sagsnummer"))), append(titles, oio.Text(oio.Child(el, "Titel")))
		}
	}
	want := []string{"NABO-2026-000001", "NABO-2020-000002", "NABO-2026-000003", "NABO-2026-000004", "NABO-2026-000005", "NABO-2026-000006", "NABO-2026-000007"}
	if !slices.Equal(got, want) || !slices.Equal(ans.Sagsnumre, want[2:]) {
		t.Errorf("numbers %s, said %s, want %s", got, ans.Sagsnumre, want)
	}
	if want := many.Data.Titel; len(titles) != 7 || titles[2] != want+" 1" || titles[6] != want+" 5" {
		t.Errorf("titles %q", titles)
	}
}

// TestIndeks: relations of which a case or a document can have several are told
// apart by a number within their kind, and what ends or corrects one has the
// number of that one.
func TestIndeks(t *testing.T) {
	document := action.Data{Titel: "Brev", Dokumenttype: "Andet"}
	other := &action.Borger{Navn: "Carl Lund", CPR: "0199990002"}
	for _, c := range []struct {
		element string
		acts    []step
		want    []string
	}{
		{"Sagspart", []step{
			do("", action.TilfoejPart, "besøg", action.Data{Borger: bente}), do("", action.TilfoejPart, "besøg", action.Data{Borger: other}),
			do("", action.AfslutPart, "besøg", action.Data{Borger: other}), do("", action.SletPart, "besøg", action.Data{Borger: bente}),
		}, []string{"1", "2", "2", "1"}},
		{"Sikkerhedsprofil", []step{
			do("", action.BeskytSag, "besøg", action.Data{Enhed: "Borgerservice"}), do("", action.BeskytSag, "besøg", action.Data{Enhed: "Forebyggelsesteamet"}),
		}, []string{"1", "2"}},
		{"Journalpost", []step{
			do("", action.OpretJournalnotat, "besøg", action.Data{Titel: "a"}), do("", action.OpretJournalnotat, "besøg", action.Data{Titel: "b"}),
			do("", action.RetJournalnotat, "besøg", action.Data{Titel: "a"}), do("", action.RetJournalnotat, "besøg", action.Data{Titel: "b"}),
		}, []string{"1", "2", "1", "2"}},
		{"Journalpost", []step{
			do("", action.TilfoejDokument, "besøg/a", document), do("", action.TilfoejDokument, "besøg/b", document),
			do("", action.TagDokumentAfSag, "besøg/b", action.Data{}),
		}, []string{"1", "2", "2"}},
		{"Dokumentrelation", []step{
			do("", action.TilfoejDokument, "besøg/a", document), do("", action.TilfoejBilag, "/a", action.Data{Bilag: "b"}),
			do("", action.TilfoejBilag, "/a", action.Data{Bilag: "c"}),
			do("", action.NyRevision, "/a", action.Data{Bilag: "d"}),
		}, []string{"1", "2", ""}}, // of revisions there is one at most
	} {
		w := newWorld(t)
		s := w.install(reference())
		done(t, s, newCase("besøg"))
		from := len(w.sent)
		for i, a := range c.acts {
			a.ID = fmt.Sprint(i)
			done(t, s, a.Request)
		}
		var got []string
		for _, r := range w.sent[from:] {
			for _, el := range r.body.FindElements("//" + c.element) {
				got = append(got, oio.Text(oio.Child(el, "Indeks")))
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.element, got, c.want)
		}
	}
}
