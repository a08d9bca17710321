package trial

import (
	"fmt"
	"net/http"
	"time"

	"klarmeld/internal/municipality"
	"klarmeld/internal/vendor"
)

// Install sets up a simulated system as a municipality's people would: they
// tell it where the services are, who it is, which classes relations have, and
// (for systems that do not read them) the UUIDs that somebody typed in.
func Install(p vendor.Profile, registers *municipality.Register, roles *municipality.Relationsklasser, base string, road http.RoundTripper, now func() time.Time) (*vendor.System, error) {
	it, ok := registers.ByName(municipality.ItSystem, p.ItSystem)
	if !ok {
		return nil, fmt.Errorf("kommunen har intet IT-system med nøglen %q", p.ItSystem)
	}
	c := vendor.Config{Base: base, Municipality: registers.Navn(), CVR: registers.CVR(), ItSystem: it.UUID, Classes: map[string]string{}, Typed: map[string]string{}}
	for _, k := range roles.All() {
		c.Classes[k.Objekt+"/"+k.Relation+"/"+k.Art+"/"+k.Navn] = k.UUID
	}
	for _, kind := range []municipality.Kind{municipality.OrganisationEnhed, municipality.Bruger, municipality.Organisation} {
		for _, o := range registers.All(kind) {
			c.Typed[o.Latest().Navn] = o.UUID
		}
	}
	for _, o := range registers.All(municipality.Klasse) {
		c.Typed[o.Latest().Noegle] = o.UUID
	}
	return vendor.New(p, c, road, now), nil
}
