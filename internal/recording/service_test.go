package recording_test

import (
	"encoding/json"
	"testing"

	"klarmeld/internal/recording"
)

// TestYesterdaysNames: in a recording of yesterday a service has its name alone,
// exactly as it was; it is known by that, and by nothing that looks like it.
func TestYesterdaysNames(t *testing.T) {
	const org, kla = recording.RegisterOrganisation, recording.RegisterKlassifikation
	for _, c := range []struct {
		name     string
		id       recording.ServiceID
		register recording.RegisterID
	}{
		{"SagDokumentIndeks 6", "sagdokumentindeks-6", ""},
		{"SagIndeks 6", "sagindeks-6", ""},
		{"DokumentIndeks 6", "dokumentindeks-6", ""},
		{"FK Organisation 6: Organisation", "organisation-6", org},
		{"FK Organisation 6: OrganisationEnhed", "organisationenhed-6", org},
		{"FK Organisation 6: OrganisationFunktion", "organisationfunktion-6", org},
		{"FK Organisation 6: Bruger", "bruger-6", org},
		{"FK Organisation 6: Person", "person-6", org},
		{"FK Organisation 6: Adresse", "adresse-6", org},
		{"FK Organisation 6: Virksomhed", "virksomhed-6", org},
		{"FK Organisation 6: Myndighed", "myndighed-6", org},
		{"FK Organisation 6: ItSystem", "itsystem-6", org},
		{"FK Organisation 6: Interessefaellesskab", "interessefaellesskab-6", org},
		{"FK Organisation 6: OrganisationSystem", "organisationsystem-6", org},
		{"FK Klassifikation: Klasse 7", "klasse-7", kla},
		{"FK Klassifikation 6: Klassifikation", "klassifikation-6", kla},
		{"FK Klassifikation 6: Facet", "facet-6", kla},
		{"FK Klassifikation 6: Klasse", "klasse-6", kla},
		{"FK Klassifikation 6: KlassifikationSystem", "klassifikationsystem-6", kla},
		{"", "", ""},
		{"FK Organisation", "", ""},
		{"FK Organisation 6: bruger", "", ""},
		{"FK Klassifikation 6: Klasse 7", "", ""},
	} {
		x := exchangeIn(t, `{"service":`+quoted(t, c.name)+`}`)
		if x.ServiceID != c.id || x.ServiceID.Register() != c.register || x.Service != c.name {
			t.Errorf("%q is %q of %q, want %q of %q", c.name, x.ServiceID, x.ServiceID.Register(), c.id, c.register)
		}
	}
	// Today the ID decides, whatever the name.
	if x := exchangeIn(t, `{"service_id":"bruger-6","service":"SagIndeks 6"}`); x.ServiceID != recording.Bruger {
		t.Errorf("the name decided: %q", x.ServiceID)
	}
	for r, want := range map[recording.RegisterID]string{org: "FK Organisation", kla: "FK Klassifikation", recording.NoRegister: ""} {
		if r.Name() != want {
			t.Errorf("%q is called %q", r, r.Name())
		}
	}
}

// TestNotes: what is written is read back, and can be read by a person; what
// was written yesterday, a text with its code in front, is read too.
func TestNotes(t *testing.T) {
	for _, c := range []struct {
		written string
		want    recording.Note
	}{
		{`"soap.action: SOAPAction er \"a: b\""`, recording.Note{Code: "soap.action", Text: `SOAPAction er "a: b"`}},
		{`"soap.action"`, recording.Note{Code: "soap.action"}},
		{`""`, recording.Note{}},
		{`{"kode":"http.sti","tekst":"/x: er ingen"}`, recording.Note{Code: "http.sti", Text: "/x: er ingen"}},
	} {
		x := exchangeIn(t, `{"noter":[`+c.written+`]}`)
		if len(x.Notes) != 1 || x.Notes[0] != c.want {
			t.Errorf("%s: %+v, want %+v", c.written, x.Notes, c.want)
			continue
		}
		out, err := json.Marshal(x)
		if err != nil {
			t.Fatal(err)
		}
		if again := exchangeIn(t, string(out)); again.Notes[0] != c.want {
			t.Errorf("%s: written as %s", c.written, out)
		}
	}
	out, err := json.Marshal(recording.Note{Code: "soap.action", Text: "SOAPAction er noget andet"})
	if err != nil || string(out) != `{"kode":"soap.action","tekst":"SOAPAction er noget andet"}` {
		t.Errorf("%s, %v", out, err)
	}
	for _, raw := range []string{`{"noter":[3]}`, `{"noter":[["a"]]}`, `{"service_id":3}`} {
		if err := json.Unmarshal([]byte(raw), new(recording.Exchange)); err == nil {
			t.Errorf("%s was read", raw)
		}
	}
}

func exchangeIn(t *testing.T, raw string) recording.Exchange {
	t.Helper()
	var x recording.Exchange
	if err := json.Unmarshal([]byte(raw), &x); err != nil {
		t.Fatalf("%s: %v", raw, err)
	}
	return x
}

func quoted(t *testing.T, s string) string {
	t.Helper()
	raw, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}
