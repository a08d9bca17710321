package organisation_test

import (
	"fmt"
	"slices"
	"testing"

	"klarmeld/internal/lookup"
	"klarmeld/internal/municipality"
	"klarmeld/internal/soap"
)

// TestLargeMunicipality: a client that asks for everything at once gets a full
// page and no more, whatever it asks for, and finds the rest behind it.
func TestLargeMunicipality(t *testing.T) {
	s := serve(t)
	for i := len(s.All(municipality.OrganisationEnhed)); i < 2*lookup.MaxPage+300; i++ {
		o := municipality.Objekt{Kind: municipality.OrganisationEnhed, UUID: fmt.Sprintf("cccccccc-0000-4000-8000-%012d", i),
			Versions: []municipality.Version{{Fra: start, Noegle: fmt.Sprintf("L%d", i), Navn: fmt.Sprintf("Enhed %d", i)}}}
		if err := s.Apply(municipality.Event{New: &o}); err != nil {
			t.Fatal(err)
		}
	}
	var want []string
	for _, o := range s.All(municipality.OrganisationEnhed) {
		want = append(want, o.UUID)
	}
	for _, c := range []struct {
		name, page string
		from, to   int
	}{
		{"without a page", "", 0, lookup.MaxPage},
		{"more than a page", "<sd:MaksimalAntalKvantitet>10000</sd:MaksimalAntalKvantitet>", 0, lookup.MaxPage},
		{"just a page", "<sd:MaksimalAntalKvantitet>500</sd:MaksimalAntalKvantitet>", 0, lookup.MaxPage},
		{"the second page", "<sd:FoersteResultatReference>500</sd:FoersteResultatReference>", lookup.MaxPage, 2 * lookup.MaxPage},
		{"the last page", "<sd:FoersteResultatReference>1000</sd:FoersteResultatReference>", 2 * lookup.MaxPage, len(want)},
	} {
		t.Run(c.name, func(t *testing.T) {
			reply, _ := s.ask(t, soap.V11, "organisationenhed", "SoegInput", c.page)
			if got := texts(reply, "//IdListe/UUIDIdentifikator"); !slices.Equal(got, want[c.from:c.to]) {
				t.Errorf("%d found, want %d: those from %d to %d", len(got), c.to-c.from, c.from, c.to)
			}
		})
	}
}
