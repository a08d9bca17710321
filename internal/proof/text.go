package proof

import (
	"klarmeld/internal/anvisning"
	"klarmeld/internal/oio"
)

// textCases are of how texts are written.
func (w *world) textCases() []namedCase {
	property := func(path, content string) func() []turn {
		return func() []turn { return send(w.sag(on(oio.DelEgenskaber, "", put(path, content)))) }
	}
	party := func(name string) func() []turn {
		return func() []turn {
			return send(w.sag(with("Sagspart", "Primær part", put("LokalUdvidelseListe/SagspartLokalUdvidelse/FuldtNavn", name))))
		}
	}
	number := func(n string) func() []turn {
		return func() []turn {
			return send(w.sag(on("Sagsklasse", "Primær klasse", put("LokalUdvidelseListe/SagsklasseLokalUdvidelse/BrugervendtNoegle", n))))
		}
	}
	const law = "HjemmelSpecifikation"
	return []namedCase{
		{anvisning.RulePadded, "før KLE-nummeret", number("27.35.04"), number(" 27.35.04")},
		{anvisning.RulePadded, "efter sagens nummer", number("27.35.04"), property("Sagsnummer", "2026-01 ")},
		{anvisning.RulePadded, "omkring en URN", party("Godtfred Lund"), func() []turn {
			return send(w.sag(on("Registrering", "", put("BrugerRef", byURN("urn:oio:korsbaek:brugerid:kbk0001 ")))))
		}},
		{anvisning.RuleBreaks, "LF i beskrivelsen", property("Beskrivelse", "Én linje"), property("Beskrivelse", "To\nlinjer")},
		{anvisning.RuleNames, "små bogstaver", party("Karen de Neergaard"), party("karen lund")},
		{anvisning.RuleParagraph, "uden §", property(law, "Serviceloven § 79 a, Stk. 2"), property(law, "Serviceloven paragraf 79")},
		{anvisning.RuleParagraph, "ét § for flere", property(law, "Serviceloven §§ 79 – 81"), property(law, "Serviceloven § 79 – 81")},
	}
}
