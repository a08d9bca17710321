package index_test

import (
	"strings"
	"testing"

	"klarmeld/internal/oio"
)

// TestBounds: what is more than the index takes is refused by its name, and
// changes nothing.
func TestBounds(t *testing.T) {
	leaf := "<sdi:SoegSag>" + lists("sag", "", "", "") + "</sdi:SoegSag>"
	for _, c := range []struct{ operation, content, says string }{
		{"Fremsoeg", "<sdi:SoegUdtryk>" + strings.Repeat(leaf, 1000) + "</sdi:SoegUdtryk>", "mere end 1000 elementer"},
		{"Fjern", "<sdi:SoegUdtryk>" + strings.Repeat(leaf, 1000) + "</sdi:SoegUdtryk>", "mere end 1000 elementer"},
		{"Opdater", opdater(sagA, "<sag:AttributListe>"+strings.Repeat(titled(t1, "", "x"), oio.MaxSets+1)+"</sag:AttributListe>"), "mere end 500 sæt"},
		{"Opdater", opdater(sagA, "<sag:RelationListe>"+strings.Repeat("<sag:Sagspart/>", oio.MaxRelations+1)+"</sag:RelationListe>"), "mere end 10000 relationer"},
	} {
		r := newReader(t)
		r.sdi("Importer", plain(sagA))
		before, _ := r.store.Get(sagA)
		reply := r.sdi(c.operation, c.content)
		if got := texts(reply, "//FejlbeskedTekst"); !strings.Contains(got, c.says) {
			t.Errorf("%s: %q, want %q", c.operation, got, c.says)
		}
		if after, ok := r.store.Get(sagA); !ok || after.Registrations != before.Registrations {
			t.Errorf("%s has changed the case", c.operation)
		}
	}
}
