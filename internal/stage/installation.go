package stage

import (
	"fmt"
	"net/http"

	"klarmeld/internal/municipality"
	"klarmeld/internal/services"
	"klarmeld/internal/simulated"
)

// Site is where a simulated system is set up.
type Site struct {
	Municipality string // name of the organisation; empty: the registers' own
	Base         string // where the services are
	Road         http.RoundTripper
	Clock        simulated.Clock
	// Seed makes the UUIDs of what it makes its own; "": they are as in every run.
	Seed string
}

// Install sets up a simulated system as a municipality's people would: they
// tell it where the services are, who it is, which classes relations have, and
// (for systems that do not read them) the UUIDs that somebody typed in.
func Install(p simulated.Profile, g services.Ground, at Site) (*simulated.System, error) {
	it, err := itSystem(g.Registers, p.ItSystem)
	if err != nil {
		return nil, err
	}
	navn, cvr, err := whose(g.Registers, at.Municipality)
	if err != nil {
		return nil, err
	}
	c := simulated.Config{Base: at.Base, Municipality: navn, CVR: cvr, ItSystem: it.UUID, Classes: map[string]string{}, Typed: map[string]string{}, Seed: at.Seed}
	for _, k := range g.Roles.All() {
		c.Classes[k.Objekt+"/"+k.Relation+"/"+k.Art+"/"+k.Navn] = k.UUID
	}
	for _, kind := range []municipality.ObjektKind{municipality.OrganisationEnhed, municipality.Bruger, municipality.Organisation} {
		for _, o := range g.Registers.All(kind) {
			c.Typed[o.Latest().Navn] = o.UUID
		}
	}
	for _, o := range g.Registers.All(municipality.Klasse) {
		c.Typed[o.Latest().Noegle] = o.UUID
	}
	return simulated.New(p, c, at.Road, at.Clock)
}

// itSystem is the IT system with a key.
func itSystem(registers *municipality.Register, key string) (municipality.Objekt, error) {
	it, ok := registers.ByName(municipality.ItSystem, key)
	if !ok {
		return it, fmt.Errorf("kommunen har intet IT-system med nøglen %q", key)
	}
	return it, nil
}

// whose gives the name and CVR number of a municipality.
func whose(registers *municipality.Register, name string) (navn, cvr string, err error) {
	if name == "" {
		return registers.Navn(), registers.CVR(), nil
	}
	v, ok := registers.ByName(municipality.Virksomhed, name)
	if !ok {
		return "", "", fmt.Errorf("kommunefilen har ingen virksomhed, der hedder %q", name)
	}
	return name, v.Latest().CVR, nil
}

// otherMunicipality is the name of a municipality in the registers that is not
// their own; empty when there is none.
func otherMunicipality(registers *municipality.Register) string {
	own, _ := registers.Owner()
	for _, o := range registers.All(municipality.Organisation) {
		if o.UUID != own.UUID {
			return o.Latest().Navn
		}
	}
	return ""
}
