package judge_test

import "testing"

// ownEdition is an edition of KLE of our own making, in which a number has gone out that no
// other conversation has.
const ownEdition = `{"udgivet": "2026-11-01", "sha256": "", "numre": [{"nr": "27.35.04", "titel": "Et emne"}, {"nr": "32.21.12", "titel": ` +
	`"Et andet", "udgaaet": "2020-12-31"}]}`

// titleTalks are of titles that a citizen can see, and of the number beside them. Each title
// has its own test (TestTitles).
func titleTalks(t *testing.T) []talk {
	sag := message(t, "sag")
	titled := func(title string) turn {
		return send(change(t, sag, "Aftale om forebyggende hjemmebesøg", title))
	}
	classed := func(uuid, number string) turn {
		return send(change(t, sag, "484684fe-c819-5c63-88c2-ca08c31b6769", uuid, "27.35.04", number))
	}
	return []talk{
		{"titel.cpr", [][]turn{{titled("Aftale 414203-4567")}}, []broken{one("a number", titled("Aftale 014203-4567"))}},
		{"titel.ord", [][]turn{{titled("Aftale om skizoner")}}, []broken{one("a diagnosis", titled("Aftale om skizofreni"))}},
		{"titel.tom", [][]turn{{titled("A")}}, []broken{one("a sign", titled("…"))}},
		{"titel.generisk", [][]turn{{titled("Sagen om hegnet")}}, []broken{one("a new case", titled("Ny sag"))}},
		{"titel.raab", [][]turn{{titled("AFTALE om BESØG")}}, []broken{one("in capital letters", titled("AFTALE OM BESØG"))}},
		{"titel.kollega", [][]turn{{titled("Aftale med Laura")}}, []broken{one("a user", titled("Aftale med Laura Sand"))}},
		{"klasse.kle-udgaaet", [][]turn{{classed("ef4ca8e3-616d-590e-8415-2a6766b187c7", "27.36.04")}},
			[]broken{one("gone out", classed("f35c4e4e-0cf3-5524-9b35-49201e531d44", "32.21.12"))}},
	}
}
