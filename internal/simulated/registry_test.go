package simulated_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"klarmeld/internal/action"
	"klarmeld/internal/simulated"
)

// many are n objects of which the last is the one that is used.
func many(n int, last object) []object {
	var out []object
	for i := range n - 1 {
		out = append(out, object{fmt.Sprintf("Enhed %d", i), fmt.Sprintf("1%05d", i)})
	}
	return append(out, last)
}

// reading is how often a service was searched, from where, and how many objects
// were asked for.
func (w *world) reading(service string) string {
	var out []string
	for _, r := range w.sent {
		if r.service() != service {
			continue
		}
		if r.operation == "SoegInput" {
			out = append(out, "soeg "+r.body.FindElement("FoersteResultatReference").Text()+"/"+r.body.FindElement("MaksimalAntalKvantitet").Text())
		} else {
			out = append(out, fmt.Sprintf("list %d", len(r.body.SelectElements("UUIDIdentifikator"))))
		}
	}
	return strings.Join(out, ", ")
}

// TestPages: a register is read to its end, a hundred at a time. Only a page
// that is not full tells that it is the last.
func TestPages(t *testing.T) {
	for _, c := range []struct {
		n    int
		want string
	}{
		{1, "soeg 0/100, list 1"},
		{99, "soeg 0/100, list 99"},
		{100, "soeg 0/100, list 100, soeg 100/100"},
		{101, "soeg 0/100, list 100, soeg 100/100, list 1"},
		{200, "soeg 0/100, list 100, soeg 100/100, list 100, soeg 200/100"},
		{250, "soeg 0/100, list 100, soeg 100/100, list 100, soeg 200/100, list 50"},
	} {
		w := newWorld(t)
		team := w.units[0]
		w.units, w.classes = many(c.n, team), append(many(max(c.n-len(w.classes), 1), object{"Andet", "00"}), w.classes...)
		done(t, w.install(reference()), newCase("besøg"))
		if got := w.reading("organisationenhed"); got != c.want {
			t.Errorf("%d units: %s, want %s", c.n, got, c.want)
		}
		if got := w.reading("klasse"); len(w.classes) == c.n && got != c.want {
			t.Errorf("%d classes: %s, want %s", c.n, got, c.want)
		}
	}
}

// TestNewOnly: a system that reads only new units asks for none that it knows,
// though a page of known ones is full.
func TestNewOnly(t *testing.T) {
	w := newWorld(t)
	w.units = many(150, w.units[0])
	s := w.install(reference(simulated.ReadsNewUnitsOnly))
	done(t, s, newCase("besøg"))
	before := w.reading("organisationenhed")
	w.units = append(w.units, object{"Nyt team", "5000"})
	done(t, s, action.Request{ID: "igen", Kind: action.LaesOrganisation})
	if got := strings.TrimPrefix(w.reading("organisationenhed"), before+", "); got != "soeg 0/100, soeg 100/100, list 1" {
		t.Errorf("reads again by %s", got)
	}
	done(t, s, action.Request{ID: "flyt", Kind: action.SkiftEnhed, Sag: "besøg", Data: action.Data{Enhed: "Nyt team"}})
	done(t, s, action.Request{ID: "tilbage", Kind: action.SkiftEnhed, Sag: "besøg", Data: action.Data{Enhed: "Forebyggelsesteamet"}})
}

// TestCriteria: a search says what it is for, and nothing else.
func TestCriteria(t *testing.T) {
	w := newWorld(t)
	done(t, w.install(reference()), newCase("besøg"))
	korsbaekOrg := id("organisation/" + names[korsbaek])
	for service, want := range map[string][]string{
		"virksomhed": {"/SoegInput/AttributListe/Egenskab: CVR-NummerTekst=" + korsbaek, "/SoegInput/TilstandListe=", "/SoegInput/RelationListe="},
		"organisation": {"/SoegInput/AttributListe=", "/SoegInput/TilstandListe=",
			"/SoegInput/RelationListe/Virksomhed: ReferenceID=" + id("virksomhed/"+korsbaek)},
		"organisationenhed": {"/SoegInput/AttributListe=", "/SoegInput/TilstandListe=", "/SoegInput/RelationListe/Tilhoerer: ReferenceID=" + korsbaekOrg},
		"bruger":            {"/SoegInput/AttributListe=", "/SoegInput/TilstandListe=", "/SoegInput/RelationListe/Tilhoerer: ReferenceID=" + korsbaekOrg},
		"klasse":            {"/SoegInput/AttributListe=", "/SoegInput/TilstandListe=", "/SoegInput/RelationListe="},
	} {
		i := slices.IndexFunc(w.sent, func(r sent) bool { return r.service() == service && r.operation == "SoegInput" })
		if i < 0 {
			t.Fatalf("%s is not searched", service)
		}
		if got := parts(w.sent[i].body, "")[2:]; !slices.Equal(got, want) {
			t.Errorf("%s is searched for %q, want %q", service, got, want)
		}
	}
}

// TestReadOnce: what has been read is kept: a second case reads nothing. It is
// read anew when that is asked for.
func TestReadOnce(t *testing.T) {
	w := newWorld(t)
	s := w.install(reference())
	done(t, s, newCase("første"))
	from := len(w.sent)
	done(t, s, newCase("anden"))
	if got := w.operations(from); !slices.Equal(got, []string{"sagdokumentindeks ImporterSagDokumentIndeksInput"}) {
		t.Errorf("a second case sends %s", got)
	}
	from = len(w.sent)
	done(t, s, action.Request{ID: "organisation", Kind: action.LaesOrganisation})
	done(t, s, action.Request{ID: "klassifikation", Kind: action.LaesKlassifikation})
	want := []string{"virksomhed SoegInput", "organisation SoegInput", "organisation ListInput", "organisationenhed SoegInput", "organisationenhed ListInput",
		"bruger SoegInput", "bruger ListInput", "klasse SoegInput", "klasse ListInput"}
	if got := w.operations(from); !slices.Equal(got, want) {
		t.Errorf("reads again by %s, want %s", got, want)
	}
}

// TestReadAgainAfterAFault: a register that could not be read is read the next
// time it is needed: half an organisation is none.
func TestReadAgainAfterAFault(t *testing.T) {
	for _, service := range []string{"virksomhed", "organisation", "organisationenhed", "bruger", "klasse"} {
		w := newWorld(t)
		w.fault = service
		s := w.install(reference())
		if ans := s.Do(newCase("besøg")); ans.Status != action.Failed || !strings.Contains(ans.Reason, "registret er lukket") {
			t.Errorf("%s is closed: %+v", service, ans)
		}
		w.fault = ""
		again := newCase("besøg")
		again.ID = "igen"
		if ans := s.Do(again); ans.Status != action.Done {
			t.Errorf("%s is open again: %+v", service, ans)
		}
	}
}

// TestNotInTheRegisters: a municipality that nobody has heard of is no owner.
func TestNotInTheRegisters(t *testing.T) {
	w := newWorld(t)
	s, err := simulated.New(reference(), simulated.Config{Base: "http://klarmeld.test", CVR: "33333333"}, w, w)
	if err != nil {
		t.Fatal(err)
	}
	if ans := s.Do(newCase("besøg")); ans.Status != action.Failed || !strings.Contains(ans.Reason, "33333333") {
		t.Errorf("%+v", ans)
	}
	if got := w.operations(0); !slices.Equal(got, []string{"virksomhed SoegInput"}) {
		t.Errorf("sent %s", got)
	}
}
