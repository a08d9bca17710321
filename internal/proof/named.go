package proof

import (
	"time"

	"github.com/beevik/etree"

	"klarmeld/internal/anvisning"
	"klarmeld/internal/municipality"
	"klarmeld/internal/oio"
)

// Points in time of the conversations, in their order. What the rows make
// begins at the first.
const (
	born  = "2026-03-23T00:00:00.000+01:00"
	later = "2026-06-01T00:00:00.000+02:00"
	ended = "2026-07-01T00:00:00.000+02:00"
)

// namedCases makes the cases of the rules that need code. Those of which every
// role's rows speak (relation.rolle, relation.indeks-entydigt) have theirs
// there.
func (w *world) namedCases() []Case {
	var out []Case
	for _, group := range [][]namedCase{w.identityCases(), w.stateCases(), w.relationCases(), w.referenceCases(), w.registerCases(), w.valueCases(),
		w.acrossCases(), w.missedCases(), w.proseCases(), w.clauseCases(), w.titleCases()} {
		for _, c := range group {
			out = append(out, Case{Rule: c.rule.ID, Mutation: c.name, Outcome: c.rule.Outcome, Allowed: c.rule.MayFollow, keeps: c.keeps, breaks: c.breaks})
		}
	}
	return out
}

type namedCase struct {
	rule          anvisning.Named
	name          string
	keeps, breaks func() []turn
}

func send(messages ...*draft) []turn {
	var out []turn
	for _, m := range messages {
		out = append(out, turn{Send: m.root})
	}
	return out
}

// sag and dokument are imports of the objects that conversations are about,
// changed.
func (w *world) sag(changes ...func(*draft)) *draft {
	return changed(w.importer(oio.Sag, sagUUID), changes)
}

func (w *world) dokument(changes ...func(*draft)) *draft {
	return changed(w.importer(oio.Dokument, dokumentUUID), changes)
}

// update is an opdater of the case.
func (w *world) update(changes ...func(*draft)) *draft {
	return changed(w.opdater(oio.Sag, sagUUID), changes)
}

func changed(d *draft, changes []func(*draft)) *draft {
	for _, c := range changes {
		c(d)
	}
	return d
}

// with adds a part of a kind and role, changed.
func with(kind, rolle string, changes ...func(*draft, *etree.Element)) func(*draft) {
	return func(d *draft) {
		part := d.part(kind, rolle)
		for _, c := range changes {
			c(d, part)
		}
	}
}

// on changes the part of a kind and role that is there.
func on(kind, rolle string, changes ...func(*draft, *etree.Element)) func(*draft) {
	return func(d *draft) {
		part := d.partOf(anvisning.Rule{Objekt: d.Type, Del: kind, Rolle: rolle})
		for _, c := range changes {
			c(d, part)
		}
	}
}

// put sets an element of a part.
func put(path, content string) func(*draft, *etree.Element) {
	return func(_ *draft, part *etree.Element) { set(part, path, content) }
}

func from(t string) func(*draft, *etree.Element)  { return put("Virkning/FraTidspunkt", stamp(t)) }
func until(t string) func(*draft, *etree.Element) { return put("Virkning/TilTidspunkt", stamp(t)) }

func (w *world) identityCases() []namedCase {
	dokumentAs := func(uuid string) *draft { return w.importer(oio.Dokument, uuid) }
	numbered := func(d *draft, n string) *draft {
		for _, tag := range []string{"BrugervendtNoegle", "Sagsnummer"} {
			set(oio.Path(d.obj, "Registrering", "AttributListe", "Egenskaber"), tag, n)
		}
		return d
	}
	code := func(c string) func(*draft) { return on("Registrering", "", put("LivscyklusKode", c)) }
	return []namedCase{
		{anvisning.RuleSameNumber, "to numre", func() []turn { return send(w.sag()) },
			func() []turn { return send(w.sag(on(oio.DelEgenskaber, "", put("Sagsnummer", "2025-000001")))) }},
		{anvisning.RuleUUID, "et dokument med sagens", func() []turn { return send(w.sag(), dokumentAs(dokumentUUID)) },
			func() []turn { return send(w.sag(), dokumentAs(sagUUID)) }},
		{anvisning.RuleKey, "to sager med samme", func() []turn { return send(w.sag(), w.importer(oio.Sag, otherSag)) },
			func() []turn {
				return send(numbered(w.sag(), "2026-7"), numbered(w.importer(oio.Sag, otherSag), "2026-7"))
			}},
		{anvisning.RulePhysical, "sendt som slettet", func() []turn { return append(send(w.sag()), w.fjern(sagUUID)) },
			func() []turn { return send(w.sag(code("Slettet"))) }},
		{anvisning.RulePhysical, "sendt som passiv", func() []turn { return send(w.dokument()) }, func() []turn { return send(w.dokument(code("Passiveret"))) }},
		{anvisning.RuleActorType, "en bruger som system", func() []turn { return send(w.sag()) },
			func() []turn {
				return send(w.sag(on(oio.DelEgenskaber, "", put("Virkning/AktoerTypeKode", "ItSystem"))))
			}},
		{anvisning.RuleActorType, "et system som bruger", func() []turn { return send(w.sag()) }, func() []turn {
			return send(w.sag(on(oio.DelEgenskaber, "", put("Virkning/AktoerRef", byURN("urn:oio:it-system-uuid:"+w.itsystem.UUID)))))
		}},
	}
}

// fjern removes cases, and the documents that are left without one.
func (w *world) fjern(uuids ...string) turn {
	root := etree.NewElement("sdi:FjernSagDokumentIndeksInput")
	oio.DeclarePrefixes(root)
	etree.NewDocument().SetRoot(root)
	for _, id := range uuids {
		anvisning.Fill(place(root, "SagUuid"), byUUID(id))
	}
	place(root, "EfterladSagsloeseDokumenter").SetText("false")
	return turn{Send: root}
}

func (w *world) stateCases() []namedCase {
	state := func(code, fra, til string) func(*draft) {
		changes := []func(*draft, *etree.Element){put("FremdriftStatusKode", code), from(fra)}
		if til != "" {
			changes = append(changes, until(til))
		}
		return with(oio.DelFremdrift, "", changes...)
	}
	first := func(til string) func(*draft) { return on(oio.DelFremdrift, "", until(til)) }
	closed := func() []turn { return send(w.sag(first(later), state("Afsluttet", later, ""))) }
	indeks := func(changes ...func(*draft, *etree.Element)) *draft {
		return w.update(with(oio.DelIndeksEgenskaber, "", append([]func(*draft, *etree.Element){from(later), put("Sagsstatus", "Afventer")}, changes...)...))
	}
	openDok := func(changes ...func(*draft, *etree.Element)) *draft {
		return changed(w.opdater(oio.Dokument, dokumentUUID),
			[]func(*draft){with(oio.DelEgenskaber, "", append([]func(*draft, *etree.Element){from(later)}, changes...)...)})
	}
	without := func(path string) func(*draft, *etree.Element) {
		return func(_ *draft, part *etree.Element) { drop(part, path) }
	}
	return []namedCase{
		{anvisning.RuleHistory, "aldrig opstået", closed, func() []turn { return send(w.sag(on(oio.DelFremdrift, "", put("FremdriftStatusKode", "Afsluttet")))) }},
		{anvisning.RuleHistory, "et hul", closed, func() []turn { return send(w.sag(first(later), state("Afsluttet", ended, ""))) }},
		{anvisning.RuleHistory, "et overlap", closed, func() []turn { return send(w.sag(first(ended), state("Afsluttet", later, ""))) }},
		{anvisning.RuleHistory, "ingen nuværende tilstand", closed, func() []turn { return send(w.sag(first(later), state("Afsluttet", later, ended))) }},
		{anvisning.RuleRemoved, "sagens indeksegenskaber", func() []turn { return send(w.sag(), indeks(without("Foelsomhed"))) },
			func() []turn { return send(w.sag(), indeks(from(born), until(later))) }},
		{anvisning.RuleRemoved, "dokumentets egenskaber", func() []turn { return send(w.dokument(), openDok(without("Foelsomhed"))) },
			func() []turn { return send(w.dokument(), openDok(from(born), until(later))) }},
	}
}

func (w *world) relationCases() []namedCase {
	behandler := func(fra, til string) func(*draft) {
		changes := []func(*draft, *etree.Element){from(fra)}
		if til != "" {
			changes = append(changes, until(til))
		}
		return with("Sagsaktoer", "Primær behandler", changes...)
	}
	filed := func(indeks, fra, til string) func(*draft) {
		changes := []func(*draft, *etree.Element){put("Indeks", indeks), from(fra)}
		if til != "" {
			changes = append(changes, until(til))
		}
		return with("Journalpost", "Tilakteret", changes...)
	}
	other := func(d *draft, part *etree.Element) {
		for _, o := range d.registers.All(municipality.ItSystem) {
			if o.UUID != d.itsystem.UUID {
				set(part, "ReferenceID", byUUID(o.UUID))
			}
		}
	}
	company := func(d *draft, part *etree.Element) {
		set(part, "Type", byUUID(d.class(oio.Sag, "Sagspart", municipality.ArtType, "Virksomhed")))
	}
	party := func(urn string, more ...func(*draft, *etree.Element)) []turn {
		return send(w.sag(with("Sagspart", "Primær part", append(more, put("ReferenceID", byURN(urn)))...)))
	}
	open := func() []turn { return send(w.dokument(), w.sag(filed("1", born, ""))) }
	return []namedCase{
		{anvisning.RuleUnknownRole, "en ukendt", func() []turn { return send(w.sag()) }, func() []turn {
			return send(w.sag(with("Sagspart", anvisning.UnknownRole, func(d *draft, part *etree.Element) {
				set(part, "ReferenceID", byURN("urn:oio:fuldtnavn:Ukendt"))
			})))
		}},
		{anvisning.RuleMaster, "skiftet", func() []turn { return send(w.sag(), w.update(with("SagsitsystemRelation", "Master", from(later)))) },
			func() []turn {
				return send(w.sag(), w.update(with("SagsitsystemRelation", "Master", from(later), other)))
			}},
		{anvisning.RuleSuccessor, "ophørt uden afløser", func() []turn {
			return send(w.sag(behandler(born, "")), w.update(behandler(born, later), behandler(later, "")))
		},
			func() []turn { return send(w.sag(behandler(born, "")), w.update(behandler(born, later))) }},
		{anvisning.RuleParty, "en person med CVR", func() []turn { return party("urn:oio:cpr-nr:0123456789") },
			func() []turn { return party("urn:oio:cvr-nr:11111111") }},
		{anvisning.RuleParty, "en virksomhed med CPR", func() []turn { return party("urn:oio:cvr-nr:11111111", company) },
			func() []turn { return party("urn:oio:cpr-nr:0123456789", company) }},
		{anvisning.RuleEnding, "et andet indeks", func() []turn { return append(open(), send(w.update(filed("1", born, later)))...) },
			func() []turn { return append(open(), send(w.update(filed("2", born, later)))...) }},
		{anvisning.RuleDoubled, "ved siden af den gamle", func() []turn {
			return append(open(), send(w.update(filed("1", born, later), filed("2", later, "")))...)
		},
			func() []turn { return append(open(), send(w.update(filed("2", later, "")))...) }},
	}
}

func (w *world) referenceCases() []namedCase {
	second := func(changes ...func(*draft)) *draft { return changed(w.importer(oio.Sag, otherSag), changes) }
	over := with("Sagsrelation", "Oversag", from(later))
	filed := with("Journalpost", "Tilakteret", from(later))
	bilag := func() *draft {
		return changed(w.opdater(oio.Dokument, dokumentUUID), []func(*draft){with("Dokumentrelation", "Bilag", from(later))})
	}
	return []namedCase{
		{anvisning.RuleSag, "aldrig importeret", func() []turn { return send(w.sag(), second(), w.update(over)) },
			func() []turn { return send(w.sag(), w.update(over)) }},
		{anvisning.RuleDokument, "aldrig importeret", func() []turn { return send(w.sag(), w.dokument(), w.update(filed)) },
			func() []turn { return send(w.sag(), w.update(filed)) }},
		{anvisning.RuleDokumentrelation, "aldrig importeret", func() []turn { return send(w.dokument(), w.importer(oio.Dokument, otherDok), bilag()) },
			func() []turn { return send(w.dokument(), bilag()) }},
		{anvisning.RuleLeftover, "relationen blev stående", func() []turn { return append(send(w.sag(), second(), w.update(over)), w.fjern(otherSag, sagUUID)) },
			func() []turn { return append(send(w.sag(), second(), w.update(over)), w.fjern(otherSag)) }},
	}
}

func (w *world) registerCases() []namedCase {
	handler := func(typ, uuid string) func(*draft) {
		return with("Sagsaktoer", "Primær behandler", from(later), func(d *draft, part *etree.Element) {
			set(part, "Type", byUUID(d.class(oio.Sag, "Sagsaktoer", municipality.ArtType, typ)))
			set(part, "ReferenceID", byUUID(uuid))
		})
	}
	ends := turn{Change: &municipality.Event{UUID: w.enhed.UUID, Ended: true, Fra: time.Date(2026, time.April, 1, 0, 0, 0, 0, time.UTC)}}
	urn := on("Registrering", "", put("BrugerRef", byURN("urn:oio:korsbaek:brugerid:kbk0001")))
	owner := on("Sagsaktoer", "Ejer", put("ReferenceID", byURN("urn:oio:cvr-nr:11111111")),
		put("LokalUdvidelseListe/SagsaktoerLokalUdvidelse/BrugervendtNoegle", "11111111"))
	reads := []turn{{Reads: true}}
	const number = "LokalUdvidelseListe/SagsklasseLokalUdvidelse/BrugervendtNoegle"
	return []namedCase{
		{anvisning.RuleReference, "en bruger, ingen kender", func() []turn { return send(w.sag(), w.update(handler("Bruger", w.bruger.UUID))) },
			func() []turn { return send(w.sag(), w.update(handler("Bruger", unknownRole))) }},
		{anvisning.RuleReference, "den, der registrerede", func() []turn { return send(w.sag()) },
			func() []turn { return send(w.sag(on("Registrering", "", put("BrugerRef", byUUID(unknownRole))))) }},
		{anvisning.RuleReferenceType, "en enhed kaldt bruger", func() []turn { return send(w.sag(), w.update(handler("OrgEnhed", w.enhed.UUID))) },
			func() []turn { return send(w.sag(), w.update(handler("Bruger", w.enhed.UUID))) }},
		{anvisning.RuleReferenceEnded, "en nedlagt enhed", func() []turn { return send(w.sag(), w.update(handler("OrgEnhed", w.enhed.UUID))) },
			func() []turn {
				return append(append(send(w.sag()), ends), send(w.update(handler("OrgEnhed", w.enhed.UUID)))...)
			}},
		{anvisning.RulePreferUUID, "en bruger med URN", func() []turn { return send(w.sag(urn)) }, func() []turn { return append(reads[:1:1], send(w.sag(urn))...) }},
		{anvisning.RulePreferUUID, "ejeren med URN", func() []turn { return send(w.sag(owner)) },
			func() []turn { return append(reads[:1:1], send(w.sag(owner))...) }},
		{anvisning.RuleClass, "en anden klasses nummer", func() []turn { return send(w.sag()) },
			func() []turn { return send(w.sag(on("Sagsklasse", "Primær klasse", put(number, "32.24.04")))) }},
	}
}
