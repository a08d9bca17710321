package proof

import (
	"klarmeld/internal/anvisning"
	"klarmeld/internal/oio"
)

// valueCases are of what single values say, whatever element they stand in.
func (w *world) valueCases() []namedCase {
	sag := func() []turn { return send(w.sag()) }
	egenskaber := func(path, content string) func() []turn {
		return func() []turn { return send(w.sag(on(oio.DelEgenskaber, "", put(path, content)))) }
	}
	indeks := func(path, content string) func() []turn {
		return func() []turn { return send(w.sag(on(oio.DelIndeksEgenskaber, "", put(path, content)))) }
	}
	until := func(t string) func() []turn { return egenskaber("Virkning/TilTidspunkt", stamp(t)) }
	from := func(t string) func() []turn { return egenskaber("Virkning/FraTidspunkt", stamp(t)) }
	part := func(t string) func() []turn {
		return func() []turn {
			return send(w.sag(with("Sagspart", "Primær part", put("Virkning/TilTidspunkt", stamp(t)))))
		}
	}
	title := func(t string) func() []turn { return egenskaber("Titel", t) }
	actor := func(id string) func() []turn { return egenskaber("Virkning/AktoerRef", byUUID(id)) }
	return []namedCase{
		{anvisning.RuleNoTime, "begyndelsen i år 1", sag, from("0001-01-01T00:00:00")},
		{anvisning.RuleNoTime, "slutningen i år 1", sag, until("0001-01-01T00:00:00Z")},
		{anvisning.RuleNoTime, "oprettelsen i år 1", sag, indeks("OprettetTidspunkt", "0001-01-01T00:00:00+01:00")},
		{anvisning.RuleNoTime, "begyndelsen i år 9999", sag, from("9999-12-31T23:59:59.999+01:00")},
		{anvisning.RuleZeroTime, "SQL Servers", sag, from("1753-01-01T00:00:00+01:00")},
		{anvisning.RuleZeroTime, "OLE i dansk tid", sag, from("1899-12-29T23:00:00Z")},
		{anvisning.RuleZeroTime, "Unix", sag, indeks("OprettetTidspunkt", "1970-01-01T01:00:00+01:00")},
		{anvisning.RuleForever, "år 9999", part("2036-03-23T00:00:00.000+01:00"), part("9999-12-31T23:59:59Z")},
		{anvisning.RuleForever, "smalldatetime", part("2036-03-23T00:00:00.000+01:00"), part("2079-06-06T23:59:00+02:00")},
		{anvisning.RuleNoUUID, "lutter nuller", sag, actor("00000000-0000-0000-0000-000000000000")},
		{anvisning.RuleNoUUID, "lutter f'er", sag, actor("FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF")},
		{anvisning.RuleUniformUUID, "lutter et-taller", sag, actor("11111111-1111-1111-1111-111111111111")},
		{anvisning.RuleHiddenText, "et retningstegn", title("Aftale\u00a0om besøg"), title("Aftale \u202eom besøg")},
		{anvisning.RuleHiddenText, "et styretegn", sag, title("Aftale \u0092om besøg")},
		{anvisning.RuleHiddenText, "intet at se", title("👩\u200d👧"), title("\u200b\u200b")},
		{anvisning.RuleOlder, "en ældre opdatering", func() []turn { return send(w.sag(), w.update(registered("2026-06-01T12:00:00.000+02:00"))) },
			func() []turn { return send(w.sag(), w.update(registered("2025-06-01T12:00:00.000+02:00"))) }},
		{anvisning.RuleBeforeCase, "oprettet bagefter", indeks("OprettetTidspunkt", born), indeks("OprettetTidspunkt", later)},
		{anvisning.RuleAhead, "registreret om to år", sag, func() []turn { return send(w.sag(), w.update(registered("2028-06-02T12:00:00.000+02:00"))) }},
		{anvisning.RuleAhead, "virker fra et forkert årtusind", sag, func() []turn {
			return send(w.sag(with("Sagspart", "Primær part", put("Virkning/FraTidspunkt", stamp("3026-03-23T00:00:00.000+01:00")))))
		}},
	}
}

// registered gives an update its time.
func registered(t string) func(*draft) {
	return func(d *draft) { set(d.obj, "Tidspunkt", t) }
}
