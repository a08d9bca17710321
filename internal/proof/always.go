package proof

import (
	"slices"

	"github.com/beevik/etree"

	"klarmeld/internal/anvisning"
	"klarmeld/internal/municipality"
	"klarmeld/internal/oio"
)

// missedCases are of what was missed before ruleset 2026.5.
func (w *world) missedCases() []namedCase {
	return slices.Concat(w.alwaysCases(), w.mutualCases(), w.textCases(), w.keyCases())
}

// alwaysCases are of what must exist at every instant.
func (w *world) alwaysCases() []namedCase {
	sag, dokument := func() []turn { return send(w.sag()) }, func() []turn { return send(w.dokument()) }
	late := func(kind, rolle string) namedCase {
		name := rolle
		if name == "" {
			name = kind
		}
		return namedCase{anvisning.RuleAlways, "begyndt senere: " + name, sag, func() []turn { return send(w.sag(on(kind, rolle, from(later)))) }}
	}
	sets := func(whose func(...func(*draft)) *draft, kind, first, second string, more ...func(*draft, *etree.Element)) func() []turn {
		return func() []turn {
			return send(whose(on(kind, "", until(first)), with(kind, "", append(more, from(second))...)))
		}
	}
	numbered := func(d *draft, part *etree.Element) { number(part, oio.Text(oio.Child(d.obj, "UUIDIdentifikator"))) }
	out := []namedCase{
		late("Sagsaktoer", "Ejer"), late("Sagsaktoer", "Ansvarlig"), late("Sagsklasse", "Primær klasse"), late("Sagsklasse", "Handlingsklasse"),
		late("SagsitsystemRelation", "Master"), late("SagsitsystemRelation", "Afsender"), late(oio.DelEgenskaber, ""), late(oio.DelFremdrift, ""),
		late(oio.DelIndeksEgenskaber, ""),
		{anvisning.RuleAlways, "ophørte egenskaber", sag, func() []turn { return send(w.sag(on(oio.DelEgenskaber, "", until(later)))) }},
		{anvisning.RuleAlways, "et hul i følsomheden", sets(w.sag, oio.DelIndeksEgenskaber, later, later), sets(w.sag, oio.DelIndeksEgenskaber, later, ended)},
		{anvisning.RuleAlways, "to titler på én gang", sets(w.sag, oio.DelEgenskaber, later, later, numbered),
			sets(w.sag, oio.DelEgenskaber, ended, later, numbered)},
		{anvisning.RuleAlways, "et hul i dokumentets tilstande", sets(w.dokument, oio.DelFremdrift, later, later), sets(w.dokument, oio.DelFremdrift, later, ended)},
		{anvisning.RuleAlways, "dokumentets tilstand ophørt", dokument, func() []turn { return send(w.dokument(on(oio.DelFremdrift, "", until(later)))) }},
		{anvisning.RuleAlways, "en tilstand fra før sagen", func() []turn { return send(w.sag(), w.update(with(oio.DelFremdrift, "", from(born)))) },
			func() []turn {
				return send(w.sag(), w.update(with(oio.DelFremdrift, "", from("2025-03-23T00:00:00.000+01:00"), until(born))))
			}},
	}
	party := func(kasser bool) func() []turn {
		return func() []turn {
			told := with("Sagspart", "Sekundær part")
			if kasser {
				return []turn{{Send: w.sag(told).root}, w.kasser(oio.Sag, sagUUID, "Sagsaktoer", "Ejer")}
			}
			return []turn{{Send: w.sag(told).root}, w.kasser(oio.Sag, sagUUID, "Sagspart", "Sekundær part")}
		}
	}
	return append(out,
		namedCase{anvisning.RuleDiscarded, "ejeren", party(false), party(true)},
		namedCase{anvisning.RuleDiscarded, "dokumentets tilstand", dokument,
			func() []turn { return append(dokument(), w.kasser(oio.Dokument, dokumentUUID, oio.DelFremdrift, "")) }})
}

// kasser discards a part of an object (AM-03), as the imports here have it.
func (w *world) kasser(t oio.ObjektType, uuid, kind, rolle string) turn {
	prefix := map[oio.ObjektType]string{oio.Sag: "si:", oio.Dokument: "di:"}[t]
	root := etree.NewElement(prefix + "KasserInput")
	oio.DeclarePrefixes(root)
	etree.NewDocument().SetRoot(root)
	el := place(root, "Kasser")
	set(el, "ObjektType/UUIDIdentifikator", uuid)
	reg := place(el, "Registrering")
	for _, list := range []string{"AttributListe", "TilstandListe", "RelationListe"} {
		place(reg, list)
	}
	part := w.compose.Part(reg, t, kind, rolle)
	if k, ok := w.roles.ByName(string(t), kind, municipality.ArtRolle, rolle); ok {
		set(part, "Rolle", byUUID(k.UUID))
	}
	return turn{Send: root}
}
