package simulated_test

import (
	"fmt"
	"slices"
	"testing"

	"klarmeld/internal/action"
	"klarmeld/internal/oio"
	"klarmeld/internal/simulated"
)

// TestRemoval: all of the system's cases are named, in the order in which they
// came, and documents that were to stay go with the next removal.
func TestRemoval(t *testing.T) {
	w := newWorld(t)
	s := w.install(reference())
	done(t, s, newCase("første"))
	done(t, s, newCase("anden"))
	done(t, s, action.Request{ID: "brev", Kind: action.TilfoejDokument, Sag: "anden", Dokument: "brev", Data: action.Data{Titel: "Brev", Dokumenttype: "Andet"}})
	var cases []string
	var document string
	for _, r := range w.sent {
		for _, o := range oio.ReadObjekter(r.body) {
			if o.Type == oio.Dokument && !o.Opdatering {
				document = o.UUID
			} else if !o.Opdatering {
				cases = append(cases, o.UUID)
			}
		}
	}
	if len(cases) != 2 || document == "" {
		t.Fatalf("cases %s, document %s", cases, document)
	}
	named := "sagdokumentindeks/FjernSagDokumentIndeksInput/SagUuid/UUIDIdentifikator="
	left := "sagdokumentindeks/FjernSagDokumentIndeksInput/EfterladSagsloeseDokumenter="
	for i, c := range []struct {
		leave bool
		want  []string
	}{
		{true, []string{named + cases[0], named + cases[1], left + "true"}},
		{false, []string{"dokumentindeks/FjernInput/UUIDIdentifikator=" + document}},
		{false, nil}, // nothing is left, and so nothing is named
	} {
		from := len(w.sent)
		done(t, s, action.Request{ID: fmt.Sprintf("fjern %d", i), Kind: action.FjernAlt, Data: action.Data{Metode: action.MedUUID, EfterladDokumenter: c.leave}})
		var got []string
		for _, r := range w.sent[from:] {
			got = append(got, parts(r.body, r.service())...)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("removal %d: %s, want %s", i+1, got, c.want)
		}
	}
}

// made makes cases and gives their UUIDs by name.
func (w *world) made(s *simulated.System, cases ...string) map[string]string {
	out := map[string]string{}
	for _, name := range cases {
		done(w.t, s, newCase(name))
		out[name] = oio.ReadObjekter(w.sent[len(w.sent)-1].body)[0].UUID
	}
	return out
}

// told performs an action and says, a line a message, what was sent: the
// operation and the objects that it is about.
func (w *world) told(s *simulated.System, a step) []string {
	from := len(w.sent)
	a.ID = a.name
	done(w.t, s, a.Request)
	var out []string
	for _, r := range w.sent[from:] {
		line := r.operation
		for _, path := range []string{"OpdaterSagIndeks/UUIDIdentifikator", "SagUuid/UUIDIdentifikator", "Kasser/ObjektType/UUIDIdentifikator", "UUIDIdentifikator",
			"//RelationListe/Sagsrelation/ReferenceID/UUIDIdentifikator"} {
			for _, el := range r.body.FindElements(path) {
				line += " " + el.Text()
			}
		}
		out = append(out, line)
	}
	return out
}

func says(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s: sent %q, want %q", what, got, want)
	}
}

const (
	fjern   = "FjernSagDokumentIndeksInput"
	opdater = "OpdaterSagDokumentIndeksInput"
)

// TestWrongRemovals: the newest case is the one that is forgotten, and all of
// them are closed by a system that closes instead of removing.
func TestWrongRemovals(t *testing.T) {
	all := do("fjern", action.FjernAlt, "", action.Data{Metode: action.MedUUID})
	w := newWorld(t)
	s := w.install(reference(simulated.ForgetsCase))
	id := w.made(s, "a", "b", "c")
	says(t, "forgets", w.told(s, all), fjern+" "+id["a"]+" "+id["b"])

	w = newWorld(t)
	s = w.install(reference(simulated.ClosesInsteadOfRemoving))
	id = w.made(s, "a", "b", "c")
	says(t, "closes", w.told(s, all), opdater+" "+id["a"], opdater+" "+id["b"], opdater+" "+id["c"])
}

// TestDeleteCase: what refers to a case is removed before the case itself, and
// nothing of other cases is. It is no longer the system's afterwards.
func TestDeleteCase(t *testing.T) {
	w := newWorld(t)
	s := w.install(reference())
	id := w.made(s, "under", "over", "alene")
	w.told(s, do("knyt", action.KnytOversag, "under", action.Data{Oversag: "over"}))
	says(t, "deleting", w.told(s, do("slet", action.SletSag, "over", action.Data{})), "KasserInput "+id["under"]+" "+id["over"], fjern+" "+id["over"])
	if ans := s.Do(action.Request{ID: "luk", Kind: action.LukSag, Sag: "over"}); ans.Status != action.Failed {
		t.Errorf("a deleted case is closed: %+v", ans)
	}
	says(t, "deleting one that refers to none", w.told(s, do("slet en", action.SletSag, "alene", action.Data{})), fjern+" "+id["alene"])
	says(t, "removing", w.told(s, do("fjern", action.FjernAlt, "", action.Data{Metode: action.MedUUID})), fjern+" "+id["under"])
}

// TestTakeOver: a case that another system had keeps its UUID and number, and
// is the new system's from then on.
func TestTakeOver(t *testing.T) {
	w := newWorld(t)
	s := w.install(reference())
	told := w.told(s, takeover())
	says(t, "taking over", told[len(told)-1:], "ImporterSagDokumentIndeksInput")
	o := oio.ReadObjekter(w.sent[len(w.sent)-1].body)[0]
	if number := oio.Text(oio.Path(o.Dele()[0].El, "Sagsnummer")); o.UUID != takeover().Data.UUID || number != "ANDEN-7" {
		t.Errorf("%s %s", o.UUID, number)
	}
	says(t, "removing", w.told(s, do("fjern", action.FjernAlt, "", action.Data{Metode: action.MedUUID})), fjern+" "+o.UUID)
}

// TestOffACase: a document that leaves one case stays on the other, and ends
// there when it is deleted.
func TestOffACase(t *testing.T) {
	w := newWorld(t)
	s := w.install(reference())
	id := w.made(s, "første", "anden")
	w.told(s, do("brev", action.TilfoejDokument, "første/brev", action.Data{Titel: "Brev", Dokumenttype: "Andet"}))
	w.told(s, do("også", action.JournaliserDokument, "anden/brev", action.Data{}))
	says(t, "taking off", w.told(s, do("af", action.TagDokumentAfSag, "første/brev", action.Data{})), opdater+" "+id["første"])
	post := oio.ReadObjekter(w.sent[len(w.sent)-1].body)[0].Dele()[0]
	if post.Virkning.Til.Uendelig || !post.Virkning.Usable() {
		t.Errorf("it ends at %s", post.Virkning.Til)
	}
	says(t, "taking off again", w.told(s, do("af igen", action.TagDokumentAfSag, "første/brev", action.Data{})))
	says(t, "deleting", w.told(s, do("slet", action.SletDokument, "/brev", action.Data{})), opdater+" "+id["anden"], "FjernInput "+post.Reference.UUID)
}

// TestOwnOnly: at a change of system the system removes what the municipality owns, and
// what another has been given stays, and is the system's still.
func TestOwnOnly(t *testing.T) {
	for _, way := range []action.Metode{action.MedUUID, action.MedSoegning} {
		w := newWorld(t)
		s := w.install(reference())
		id := w.made(s, "a", "b", "c")
		w.told(s, do("giv", action.SkiftEjer, "b", action.Data{Kommune: &action.Virksomhed{Navn: names[nordbaek], CVR: nordbaek}}))
		named := fjern + " " + id["a"] + " " + id["c"]
		if way == action.MedSoegning {
			named = fjern
		}
		all := do("fjern", action.FjernAlt, "", action.Data{Metode: way})
		says(t, "removing", w.told(s, all), named)
		all.name = "igen"
		says(t, "again", w.told(s, all))
		says(t, "the other's case", w.told(s, do("ret", action.RetSagstitel, "b", action.Data{Titel: "Ny"})), opdater+" "+id["b"])
	}
}
