package main

import (
	"fmt"
	"strings"

	"klarmeld/internal/config"
	"klarmeld/internal/municipality"
	"klarmeld/internal/security"
)

// municipalityOf is whose the registers are, when the system's own IT system
// stands in them.
func municipalityOf(p config.Profile) (string, error) {
	r, err := config.Municipality(p.Registers)
	if err != nil {
		return "", err
	}
	key := p.System.ItSystem
	if key == "" {
		key = defaultItSystem
	}
	if _, ok := r.ByName(municipality.ItSystem, key); !ok {
		return "", fmt.Errorf("registrene har intet IT-system med nøglen %q; skriv et af dem, de har, i itsystem: %s", key, strings.Join(itSystems(r), ", "))
	}
	return r.Navn() + "; systemet er " + key, nil
}

func itSystems(r *municipality.Register) []string {
	var out []string
	for _, o := range r.All(municipality.ItSystem) {
		out = append(out, o.Latest().Noegle)
	}
	return out
}

// castOf holds the parts against the scenarios, which they stand in, and against
// the registers, which those who play them stand in.
func castOf(p config.Profile, folder string) (string, error) {
	if len(p.Cast) == 0 {
		return "scenariernes egne", nil
	}
	r, err := config.Municipality(p.Registers)
	if err != nil {
		return "", err
	}
	script, err := newScript(folder, nil, p.Cast, p.Keys != "" && p.Security != string(security.None))
	if err == nil {
		err = script.Cast(r)
	}
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%d, og alle står i registrene", len(p.Cast)), nil
}
