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
	return append(w.roleCases(), []namedCase{
		{anvisning.RuleEmpty, "sagens status tom", status("Afventer"), status("")},
		{anvisning.RuleForeignRole, "en rolle for en part", func() []turn { return send(w.sag()) }, func() []turn {
			return send(w.sag(with("Sagsklasse", anvisning.UnknownRole, func(d *draft, part *etree.Element) {
				set(part, "Rolle", byUUID(d.class(oio.Sag, "Sagspart", municipality.ArtRolle, "Primær part")))
			})))
		}},
		{anvisning.RuleUserByURN, "en læst bruger med URN", func() []turn { return send(w.sag(byKey)) },
			func() []turn { return append([]turn{user}, send(w.sag(byKey))...) }},
	}...)
}

// roleCases are those of what the sections' and the roles' text says.
func (w *world) roleCases() []namedCase {
	sag := func(changes ...func(*draft)) func() []turn { return func() []turn { return send(w.sag(changes...)) } }
	const ext, actor = "LokalUdvidelseListe/SagsklasseLokalUdvidelse/", "LokalUdvidelseListe/SagsaktoerLokalUdvidelse/"
	sensitive := func(key string, more ...func(*draft, *etree.Element)) func(*draft) {
		return with("Sagsklasse", "Følsomhedsklasse",
			append(more, put("ReferenceID", byURN("urn:oio:korsbaek:foelsomhed:1")), put(ext+"Facettitel", "Følsomhed, art"),
				put(ext+"Klassetitel", "Børnefølsom"), put(ext+"BrugervendtNoegle", key))...)
	}
	lives := func(cvr string) func(*draft) {
		return with("Sagsaktoer", "Bopælskommune", put("ReferenceID", byURN("urn:oio:cvr-nr:"+cvr)), put(actor+"BrugervendtNoegle", cvr))
	}
	party := func(rolle, cpr string) func(*draft) {
		return with("Sagspart", rolle, put("ReferenceID", byURN("urn:oio:cpr-nr:"+cpr)))
	}
	handlers := func(second string) func() []turn {
		one := func(d *draft, indeks, actor string) {
			part := d.part("Sagsaktoer", "Andre behandlere")
			set(part, "Indeks", indeks)
			set(part, "Virkning/FraTidspunkt", stamp(later))
			set(part, "Virkning/AktoerRef", actor)
			if len(actor) > len(byUUID(w.bruger.UUID)) {
				set(part, "Virkning/AktoerTypeKode", "ItSystem")
			}
			set(part, "ReferenceID", byUUID(map[string]string{"1": w.enhed.UUID, "2": w.bruger.UUID}[indeks]))
			set(part, "Type", byUUID(d.class(oio.Sag, "Sagsaktoer", municipality.ArtType, map[string]string{"1": "OrgEnhed", "2": "Bruger"}[indeks])))
		}
		return func() []turn {
			return send(w.sag(), w.update(func(d *draft) { one(d, "1", byUUID(w.bruger.UUID)); one(d, "2", second) }))
		}
	}
	decision := with("Sagsklasse", "Afgørelsesklasse", from(later))
	informed := func(d *draft) {
		for _, el := range d.obj.FindElements(".//FremdriftStatusKode") {
			if el.Text() == "Afgjort" {
				el.SetText("Oplyst")
			}
		}
	}
	return []namedCase{
		{anvisning.RuleOneUser, "en bruger og systemet", handlers(byUUID(w.bruger.UUID)), handlers(byURN("urn:oio:it-system-uuid:" + w.itsystem.UUID))},
		{anvisning.RuleSearchWord, "på en klasse", sag(sensitive("F-01")), sag(sensitive("F-01", put(ext+"Soegeord/SoegeordIdentifikator", "hjemme")))},
		{anvisning.RuleScaleAsClass, "et trin på skalaen", sag(sensitive("F-01")), sag(sensitive("FORTROLIGE_PERSONOPLYSNINGER"))},
		{anvisning.RuleResidence, "ejeren", sag(lives("22222222")), sag(lives("11111111"))},
		{anvisning.RuleRecipient, "parten selv", sag(party("Primær part", "0123456789"), party("Ydelsesmodtager", "1113540026")),
			sag(party("Primær part", "0123456789"), party("Ydelsesmodtager", "0123456789"))},
		{anvisning.RuleUndecided, "kun oplyst", sag(decision), sag(decision, informed)},
		{anvisning.RuleOtherwise, "en nøgle ved siden af en UUID", sag(),
			sag(on("Sagsaktoer", "Ansvarlig", put(actor+"BrugervendtNoegle", w.enhed.Latest().Noegle)))},
	}
}
