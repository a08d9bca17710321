package main

import (
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"klarmeld/features"
	"klarmeld/internal/config"
	"klarmeld/internal/foreign"
	"klarmeld/internal/municipality"
	"klarmeld/steps"
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
	from := fs.FS(features.Files)
	if folder != "" {
		from = foreign.FS(folder, foreign.Medium)
	}
	all, err := steps.Features(from)
	if err != nil {
		return "", err
	}
	var wrong []string
	parts := steps.Quoted(all)
	for _, part := range slices.Sorted(maps.Keys(p.Cast)) {
		if !parts[part] {
			wrong = append(wrong, fmt.Sprintf("intet scenarie har en rolle, der hedder %q", part))
		}
		if !stands(r, p.Cast[part]) {
			wrong = append(wrong, fmt.Sprintf("%q, der skal spille %q, står ikke i registrene (%s)", p.Cast[part], part, r.Navn()))
		}
	}
	if len(wrong) > 0 {
		return "", fmt.Errorf("%s; ret medvirkende, eller registrene", strings.Join(wrong, "; "))
	}
	return fmt.Sprintf("%d, og alle står i registrene", len(p.Cast)), nil
}

// stands reports whether a citizen, a unit, a user or whoever else has a part
// stands in the registers.
func stands(r *municipality.Register, name string) bool {
	if _, ok := r.Borger(name); ok {
		return true
	}
	for _, k := range []municipality.Kind{municipality.OrganisationEnhed, municipality.Bruger, municipality.Person, municipality.Virksomhed, municipality.Organisation, municipality.Klasse} {
		if _, ok := r.ByName(k, name); ok {
			return true
		}
	}
	return false
}
