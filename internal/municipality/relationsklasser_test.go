package municipality_test

import (
	"fmt"
	"strings"
	"testing"

	"klarmeld/internal/municipality"
)

func class(objekt, relation, art, navn, uuid, origin string) string {
	return fmt.Sprintf(`{"objekt": %q, "relation": %q, "art": %q, "navn": %q, "uuid": %q, "kilde": %q}`, objekt, relation, art, navn, uuid, origin)
}

// TestRelationsklasser: a class is found within its object, relation and art
// only; the same UUID may serve in two relations, not twice in one.
func TestRelationsklasser(t *testing.T) {
	ejer := class("Sag", "Sagsaktoer", "Rolle", "Ejer", strings.ToUpper(unit), "offentlig")
	for _, c := range []struct{ name, list, want string }{
		{"no JSON", `[`, "kan ikke læses"},
		{"one", `[` + ejer + `]`, ""},
		{"named twice", `[` + ejer + `, ` + class("Sag", "Sagsaktoer", "Rolle", "Ejer", user, "offentlig") + `]`, "to gange"},
		{"a UUID twice, in other letters", `[` + ejer + `, ` + class("Sag", "Sagsaktoer", "Rolle", "Ansvarlig", unit, "offentlig") + `]`, "to gange"},
		{"the UUID as a type, too", `[` + ejer + `, ` + class("Sag", "Sagsaktoer", "Type", "Organisation", unit, "offentlig") + `]`, ""},
		{"the UUID of a document's role, too", `[` + ejer + `, ` + class("Dokument", "Dokumentaktoer", "Rolle", "Ejer", unit, "pladsholder") + `]`, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, err := municipality.LoadRelationsklasser([]byte(c.list))
			if got := fmt.Sprint(err); c.want != "" {
				if !strings.Contains(got, c.want) {
					t.Errorf("%s, want %q", got, c.want)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			for _, k := range r.All() {
				if k.UUID != unit {
					t.Errorf("the UUID of %s is %s", k.Navn, k.UUID)
				}
				byUUID, okUUID := r.ByUUID(k.Objekt, k.Relation, k.Art, strings.ToUpper(k.UUID))
				byName, okName := r.ByName(k.Objekt, k.Relation, k.Art, k.Navn)
				if !okUUID || !okName || byUUID != k || byName != k {
					t.Errorf("%+v: %+v %t, %+v %t", k, byUUID, okUUID, byName, okName)
				}
				if k.Placeholder() != (k.Origin == "pladsholder") {
					t.Errorf("%s is a placeholder: %t", k.Navn, k.Placeholder())
				}
			}
			if _, ok := r.ByUUID("Sag", "Sagspart", "Rolle", unit); ok {
				t.Error("found in another relation")
			}
			if _, ok := r.ByName("Sag", "Sagsaktoer", "Rolle", "ejer"); ok {
				t.Error("found by another name")
			}
		})
	}
}
