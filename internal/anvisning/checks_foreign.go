package anvisning

import (
	"fmt"
	"slices"

	"klarmeld/internal/municipality"
	"klarmeld/internal/oio"
	"klarmeld/internal/verdict"
)

// RuleForeignRole is of a role that is known, and is none of the relation's.
var RuleForeignRole = Named{ID: "relation.rolle-af-anden-relation", Source: allRelations + "; FK Klassifikation; relationsklasser", Outcome: verdict.Fail,
	Text:      "Rollens UUID er en rolle for den relation, den står på, og ikke en anden relations rolle, en type eller et format.",
	Fix:       "Send UUID'en på en rolle for relationen fra FK Klassifikation.",
	MayFollow: []string{"*.forekomst"}}

// standsIn reports whether a class of another relation, which is public, may be the real
// one of a class of the element's relation of which the list has only a placeholder. The
// names are those that will do; none: any.
func standsIn(v Value, art, uuid string, names []string) bool {
	return slices.ContainsFunc(v.Roles.Anywhere(uuid), func(k municipality.Relationsklasse) bool {
		own, ok := v.Roles.ByName(string(v.Rule.Objekt), v.Del.Kind, art, k.Navn)
		return k.Art == art && !k.Placeholder() && ok && own.Placeholder() && (names == nil || slices.Contains(names, k.Navn))
	})
}

// foreign names a class of another relation.
func foreign(k municipality.Relationsklasse) string {
	what := map[string]string{municipality.ArtRolle: "rollen", municipality.ArtType: "typen", municipality.ArtFormat: "formatet"}[k.Art]
	return fmt.Sprintf("%s, som er %s »%s« for %s", k.UUID, what, k.Navn, k.Relation)
}

// otherRole speaks of a role that stands in no list of the relation's own.
func (c *trial) otherRole(d oio.Del) {
	el, all := oio.Child(d.El, "Rolle"), c.Roles.Anywhere(d.Rolle.UUID)
	expected := "UUID på en rolle for " + d.Kind
	if len(all) > 0 && !standsIn(Value{Del: d, Rule: &Rule{Objekt: c.objekt.Type}, Roles: c.Roles}, municipality.ArtRolle, d.Rolle.UUID, nil) {
		c.fail(RuleForeignRole, el, d, fmt.Sprintf("%s har en rolle, der ikke er en rolle for den.", d.Kind), expected, foreign(all[0]), "")
		return
	}
	c.fail(RuleUnknownRole, el, d, fmt.Sprintf("%s har en ukendt rolle: UUID'en står ikke på listen over relationsklasser.", d.Kind), expected,
		"UUID "+quoted(d.Rolle.UUID), "")
}
