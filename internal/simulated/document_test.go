package simulated_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"klarmeld/internal/action"
	"klarmeld/internal/oio"
)

// TestNewDocument: a document is imported before the case refers to it, with
// every part that the anvisninger demand of one, and numbered on its case.
func TestNewDocument(t *testing.T) {
	w := newWorld(t)
	s := w.install(reference())
	done(t, s, newCase("besøg"))
	for i, c := range []struct{ state, want string }{{"", "Endeligt"}, {"Underudarbejdelse", "Underudarbejdelse"}} {
		from := len(w.sent)
		name := fmt.Sprint(i + 1)
		a := do(name, action.TilfoejDokument, "besøg/"+name,
			action.Data{Titel: "Brev " + name, Dokumenttype: "Brev, indgaaende", Brevdato: "2026-05-01", Tilstand: c.state})
		a.ID = name
		done(t, s, a.Request)
		if got := w.operations(from); !slices.Equal(got,
			[]string{"sagdokumentindeks ImporterSagDokumentIndeksInput", "sagdokumentindeks OpdaterSagDokumentIndeksInput"}) {
			t.Fatalf("sent %s", got)
		}
		document, filed := oio.ReadObjekter(w.sent[from].body)[0], oio.ReadObjekter(w.sent[from+1].body)[0]
		if post := filed.Dele(); len(post) != 1 || post[0].Key() != "Journalpost|tilakteret|"+name || post[0].Reference.UUID != document.UUID ||
			filed.Type != oio.Sag {
			t.Errorf("%s is filed by %+v", name, post)
		}
		r := document.Registreringer[0]
		var got []string
		for _, d := range r.Dele {
			if v := d.Virkning; !v.Usable() || !v.Til.Uendelig || v.Fra.Time.Before(morning) || v.AktoerRef.UUID != id("bruger/kbk0001") {
				t.Errorf("%s: %+v", d.Key(), v)
			}
			got = append(got, strings.TrimRight(d.Key()+" "+d.Type.String()+" "+d.Reference.String(), " "))
		}
		want := []string{
			"Egenskaber", "Fremdrift",
			"Dokumentaktoer|ejer| organisation " + id("organisation/"+names[korsbaek]),
			"Dokumentaktoer|ansvarlig| orgenhed " + id("organisationenhed/3100"),
			"Dokumentklasse|primær klasse| klasse " + id("klasse/27.35.04"),
			"DokumentitsystemRelation|master| it-system " + itSystem,
			"DokumentitsystemRelation|afsender| it-system " + itSystem,
		}
		if document.Type != oio.Dokument || r.LivscyklusKode != "Importeret" || !slices.Equal(got, want) {
			t.Errorf("%s parts\n%s\nwant\n%s", r.LivscyklusKode, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
		for path, want := range map[string]string{
			"AttributListe/Egenskaber/BrugervendtNoegle":  "2026-000001-" + name,
			"AttributListe/Egenskaber/Dokumentnummer":     "2026-000001-" + name,
			"AttributListe/Egenskaber/Titel":              "Brev " + name,
			"AttributListe/Egenskaber/BrevDato":           "2026-05-01",
			"AttributListe/Egenskaber/Type":               "Brev, indgaaende",
			"TilstandListe/Fremdrift/FremdriftStatusKode": c.want,
		} {
			if got := oio.Text(oio.Path(r.El, strings.Split(path, "/")...)); got != want {
				t.Errorf("%s is %q, want %q", path, got, want)
			}
		}
	}
}

// TestBeside: a revision or an attachment is of the first document's type where
// nothing else is said, and the first refers to it.
func TestBeside(t *testing.T) {
	for _, c := range []struct {
		kind      action.Kind
		typ, want string
	}{
		{action.NyRevision, "", "Plan"}, {action.NyRevision, "Rapport", "Rapport"}, {action.TilfoejBilag, "", "Plan"}, {action.TilfoejBilag, "Andet", "Andet"},
	} {
		w := newWorld(t)
		s := w.install(reference())
		done(t, s, newCase("besøg"))
		first := do("", action.TilfoejDokument, "besøg/plan", action.Data{Titel: "Plan", Dokumenttype: "Plan"})
		second := do("", c.kind, "/plan", action.Data{Titel: "Plan 2", Dokumenttype: c.typ, Bilag: "plan 2"})
		first.ID, second.ID = "første", "andet"
		done(t, s, first.Request)
		from := len(w.sent)
		done(t, s, second.Request)
		if len(w.sent) != from+3 {
			t.Fatalf("%s: sent %s", c.kind, w.operations(from))
		}
		made, refers := oio.ReadObjekter(w.sent[from].body)[0], oio.ReadObjekter(w.sent[from+2].body)[0]
		if typ := oio.Text(oio.Path(made.Dele()[0].El, "Type")); typ != c.want {
			t.Errorf("%s as %q is a %q, want %q", c.kind, c.typ, typ, c.want)
		}
		if d := refers.Dele(); len(d) != 1 || d[0].Kind != "Dokumentrelation" || d[0].Reference.UUID != made.UUID || refers.UUID == made.UUID {
			t.Errorf("%s: %s refers by %+v", c.kind, refers.UUID, d)
		}
	}
}
