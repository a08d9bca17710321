package judge_test

import "testing"

// valueTalks are of what single values say, and of times beside each other.
func valueTalks(t *testing.T) []talk {
	sag := message(t, "sag")
	const title, forever = "Aftale om", "<sd:GraenseIndikator>true</sd:GraenseIndikator>"
	one := func(name, from, to string) broken {
		return broken{name: name, turns: []turn{send(edit{from: from, to: to}.apply(t, sag))}}
	}
	titled := func(s string) []turn { return []turn{send(change(t, sag, title, s))} }
	created := func(at string) []turn { // it stands last in its set
		return []turn{send(change(t, sag, "</si:SagIndeksEgenskaber>", "<si:OprettetTidspunkt>"+at+"</si:OprettetTidspunkt></si:SagIndeksEgenskaber>"))}
	}
	update := func(at string) turn { return send(change(t, opdater("Sag", sagA, ""), last, at)) }
	until := func(at string) string { return "<sd:TidsstempelDatoTid>" + at + "</sd:TidsstempelDatoTid>" }
	return []talk{
		{"vaerdi.ingen-tid", [][]turn{{send(sag)}, created("2026-11-24T02:01:00Z")}, []broken{
			one("the registration", "2026-11-24T03:01:00.805+01:00", "0001-01-01T00:00:00"),
			one("a beginning", until(born), until("0001-01-01T00:00:00Z")),
			one("an end", forever, until("0001-01-01T00:00:00+01:00")),
			one("the registration at the end of time", "2026-11-24T03:01:00.805+01:00", "9999-12-31T23:59:59.9999999Z"),
		}},
		{"vaerdi.nulpunkt",
			[][]turn{{send(sag)}, created("1970-01-01T00:00:00+01:00"), created("1900-01-02T00:00:00Z"), created("1899-12-31T14:30:00+01:00")}, []broken{
				one("SQL Server", until(born), until("1753-01-01T00:00:00Z")),
				{name: "OLE", turns: created("1899-12-30T00:00:00+01:00")},
				{name: "OLE, in UTC", turns: created("1899-12-29T23:00:00Z")},
				{name: "Unix", turns: created("1970-01-01T00:00:00Z")},
				{name: "Unix, in Denmark", turns: created("1970-01-01T01:00:00+01:00")},
			}},
		{"vaerdi.uendelig", [][]turn{{send(sag)}, {send(sag), send(opdater("Sag", sagA, sagRelationer(partyUntil(t, "2038-01-19T03:14:08Z"))))}}, []broken{
			one(".NET", forever, until("9999-12-31T23:59:59.9999999Z")),
			one(".NET, with a zone", forever, until("9999-12-31T00:00:00+01:00")),
			one("32 bits", forever, until("2038-01-19T03:14:07Z")),
		}},
		{"vaerdi.ingen-uuid", [][]turn{{send(sag)}}, []broken{
			one("the user", laura, "00000000-0000-0000-0000-000000000000"),
			one("no user in upper case", laura, "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF"),
			one("the object", sagA, "00000000-0000-0000-0000-000000000000"),
		}},
		{"vaerdi.uuid-ens-cifre", [][]turn{{send(change(t, sag, sagA, "11111111-1111-1111-1111-111111111112"))}}, []broken{
			one("the object", sagA, "11111111-1111-1111-1111-111111111111"),
		}},
		{"vaerdi.usynlige-tegn", [][]turn{titled("Aftale\u00a0om"), titled("👩\u200d👧 om"), titled("Æblegrød\u00adaftale"), titled("Nå, « om")}, []broken{
			{name: "right to left", turns: titled("Aftale\u202eom")},
			{name: "C1", turns: titled("Aftale\u0092om")},
			{name: "private use", turns: titled("Aftale\ue000om")},
			{name: "lost", turns: titled("Aftale\ufffdom")},
			{name: "nothing to see", turns: []turn{send(change(t, sag, "Aftale om forebyggende hjemmebesøg", "\u200b\ufeff"))}},
		}},
		{"registrering.raekkefoelge", [][]turn{{send(sag), update(later)}}, []broken{
			{name: "an older update", turns: []turn{send(sag), update("2026-11-23T10:00:00.000+01:00")}},
		}},
		{"registrering.foer-sagen", [][]turn{created("2026-11-24T02:01:00Z")}, []broken{
			{name: "made later", turns: created("2026-11-25T03:01:00Z")},
		}},
		{"registrering.fremtid", [][]turn{{send(sag), update("2027-11-24T10:00:00.000+01:00")}}, []broken{
			{name: "two years", turns: []turn{send(sag), update("2028-11-24T10:00:00.000+01:00")}},
		}},
	}
}

// partyUntil is a second party to a case, who goes.
func partyUntil(t *testing.T, at string) string {
	t.Helper()
	return relation(t, "sag:Sagspart", "Sekundær part", "Person", "7", urn("urn:oio:cpr-nr:0123456789"), later, at,
		"<gd:LokalUdvidelseListe><si:SagspartLokalUdvidelse><si:FuldtNavn>Godtfred Lund</si:FuldtNavn></si:SagspartLokalUdvidelse></gd:LokalUdvidelseListe>")
}
