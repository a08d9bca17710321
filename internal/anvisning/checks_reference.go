package anvisning

import "klarmeld/internal/oio"

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
	if c.Held == nil || !DemandsObject(c.objekt, d, c.Roles) {
		return
	}
	c.Checks++
	to := ReferredType(d.Kind)
	brought, _ := c.Peers.of(d.Reference.UUID)
	for _, o := range brought {
		if o.Type == to && !o.Opdatering {
			return
		}
	}
	if held := c.Held(d.Reference.UUID); held != to {
		c.clash(Dangling(d.Kind, d.Reference.UUID, held), oio.Child(d.El, "ReferenceID"), d)
	}
}

// RefersToIndex reports whether relations of the kind refer to objects of the
// index itself.
func RefersToIndex(kind string) bool {
	_, ok := indexRefs[kind]
	return ok
}
