package proof

import (
	"klarmeld/internal/anvisning"
	"klarmeld/internal/municipality"
	"klarmeld/internal/oio"
)

// keyCases are of whom relations mean, said in two ways.
func (w *world) keyCases() []namedCase {
	const ext = "LokalUdvidelseListe/SagsaktoerLokalUdvidelse/"
	sag := func() []turn { return send(w.sag()) }
	second := func(key string) func() []turn {
		return func() []turn {
			handler := func(rolle, urn, key string) func(*draft) {
				return with("Sagsaktoer", rolle, put("Type", byUUID(w.class(oio.Sag, "Sagsaktoer", municipality.ArtType, "Bruger"))), put("ReferenceID", byURN(urn)),
					put(ext+"BrugervendtNoegle", key))
			}
			return send(w.sag(handler("Primær behandler", "urn:oio:korsbaek:brugerid:a", "A"), handler("Andre behandlere", "urn:oio:korsbaek:brugerid:b", key)))
		}
	}
	owner := func(urn string) func() []turn {
		return func() []turn {
			return send(w.sag(on("Sagsaktoer", "Ejer", put("ReferenceID", byURN(urn)), put(ext+"BrugervendtNoegle", "999"))))
		}
	}
	party := func(urn string) func() []turn {
		return func() []turn {
			return send(w.sag(with("Sagspart", "Primær part", put("ReferenceID", byURN(urn)))))
		}
	}
	unit := func(path, content string) func() []turn {
		return func() []turn { return send(w.sag(on("Sagsaktoer", "Ansvarlig", put(ext+path, content)))) }
	}
	return []namedCase{
		{anvisning.RuleSharedKey, "to brugere", second("B"), second("A")},
		{anvisning.RuleExtension, "ejerens CVR-nummer", owner("urn:oio:cvr-nr:11111111"), owner("urn:oio:cvr-nr:22222222")},
		{anvisning.RuleExtensionName, "partens navn", party("urn:oio:fuldtnavn:Godtfred%20Lund"), party("urn:oio:fuldtnavn:Karen Lund")},
		{anvisning.RuleRegisterOther, "en andens CVR-nummer", sag, unit("CVR-Nummer", "22222222")},
		{anvisning.RuleRegisterOther, "en anden enheds nøgle", sag, unit("BrugervendtNoegle", w.andenEnhed.Latest().Noegle)},
		{anvisning.RuleRegisterKey, "en ukendt nøgle", sag, unit("BrugervendtNoegle", "X-1")},
	}
}
