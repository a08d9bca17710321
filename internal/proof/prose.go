package proof

import (
	"github.com/beevik/etree"

	"klarmeld/internal/anvisning"
	"klarmeld/internal/municipality"
	"klarmeld/internal/oio"
)

// proseCases are those of what the rows' text and the general guidance say.
func (w *world) proseCases() []namedCase {
	status := func(text string) func() []turn {
		return func() []turn { return send(w.sag(on(oio.DelIndeksEgenskaber, "", put("Sagsstatus", text)))) }
	}
	byKey := on("Registrering", "", put("BrugerRef", byURN("urn:oio:korsbaek:brugerid:"+w.bruger.Latest().Noegle)))
	user := turn{User: w.bruger.UUID}
	return []namedCase{
		{anvisning.RuleEmpty, "sagens status tom", status("Afventer"), status("")},
		{anvisning.RuleForeignRole, "en rolle for en part", func() []turn { return send(w.sag()) }, func() []turn {
			return send(w.sag(with("Sagsklasse", anvisning.UnknownRole, func(d *draft, part *etree.Element) {
				set(part, "Rolle", byUUID(d.class(oio.Sag, "Sagspart", municipality.ArtRolle, "Primær part")))
			})))
		}},
		{anvisning.RuleUserByURN, "en læst bruger med URN", func() []turn { return send(w.sag(byKey)) }, func() []turn { return append([]turn{user}, send(w.sag(byKey))...) }},
	}
}
