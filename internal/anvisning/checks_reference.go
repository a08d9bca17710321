package anvisning

import (
	"fmt"

	"klarmeld/internal/oio"
)

// indexRefs says which relations refer to objects of the index, and to which
// type.
var indexRefs = map[string]struct {
	rule Named
	to   oio.ObjektType
}{
	"Sagsrelation":     {RuleSag, oio.Sag},
	"Journalpost":      {RuleDokument, oio.Dokument},
	"Dokumentrelation": {RuleDokumentrelation, oio.Dokument},
}

// indexed tries a reference to another object of the index. What the message
// itself brings counts, in whatever order and whatever becomes of it: if it is
// refused, that is said there.
func (c *trial) indexed(d oio.Del) {
	ref, ok := indexRefs[d.Kind]
	if !ok || c.Held == nil || !oio.IsUUID(d.Reference.UUID) || c.ending(d) || c.roleOf[d.El] == "Journalnotat" {
		return
	}
	c.Checks++
	brought, _ := c.Message.of(d.Reference.UUID)
	for _, o := range brought {
		if o.Type == ref.to && !o.Opdatering {
			return
		}
	}
	held := c.Held(d.Reference.UUID)
	if held == ref.to {
		return
	}
	what := map[oio.ObjektType]string{oio.Sag: "en sag", oio.Dokument: "et dokument"}
	actual := "UUID " + quoted(d.Reference.UUID)
	if held != "" {
		actual += ", som er " + what[held]
	}
	c.fail(ref.rule, oio.Child(d.El, "ReferenceID"), d, fmt.Sprintf("%s henviser til %s, der ikke findes i indekset.", d.Kind, what[ref.to]),
		what[ref.to]+", der er importeret før henvisningen", actual, "")
}

// RefersToIndex reports whether relations of the kind refer to objects of the
// index itself.
func RefersToIndex(kind string) bool {
	_, ok := indexRefs[kind]
	return ok
}
