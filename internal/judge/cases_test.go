package judge_test

import (
	"strings"
	"testing"
	"time"

	"klarmeld/internal/judge"
	"klarmeld/internal/municipality/municipalitytest"
	"klarmeld/internal/recording"
	"klarmeld/internal/road"
	"klarmeld/internal/services"
)

// TestCases: the cases that the system sent, with each number and facet that they had; not
// another system's, nor one that the index refused, nor the same again.
func TestCases(t *testing.T) {
	sag := message(t, "sag")
	reg := municipalitytest.Korsbaek(t)
	roles, rolesJSON := municipalitytest.Roles(t)
	now := func() time.Time { return time.Date(2026, time.December, 1, 12, 0, 0, 0, time.UTC) }
	tape := recording.NewTape(now)
	open, _, err := services.Open(services.Ground{Registers: reg, Roles: roles, RolesJSON: rolesJSON}, recording.Run{System: "prøve"}, tape, now)
	if err != nil {
		t.Fatal(err)
	}
	s := &stage{t: t, services: open, tape: tape, system: road.NewProcess(), neighbour: road.NewProcess()}
	s.system.Open(baseURL, open)
	s.neighbour.Open(baseURL, open.From(recording.SenderNeighbour))
	reclassed := change(t, sag, "484684fe-c819-5c63-88c2-ca08c31b6769", "ef4ca8e3-616d-590e-8415-2a6766b187c7", "27.35.04", "27.36.04")
	for _, turn := range []turn{
		send(sag), send(sag), // the second is refused, for it is there
		nabo(change(t, reclassed, sagA, sagB)),
		send(reclassed),
		send(opdater("Sag", sagA, "<sag:RelationListe>"+relation(t, "sag:Sagsklasse", "Primær klasse", "Klasse", "", uid("ef4ca8e3-616d-590e-8415-2a6766b187c7"),
			later, "", strings.ReplaceAll(extension("Sagsklasse"), "NØGLE", "27.36.04"))+"</sag:RelationListe>")),
	} {
		turn(s)
	}
	j := judge.New(nil)
	for _, e := range tape.Since(0) {
		if err := j.Take(e); err != nil {
			t.Fatal(err)
		}
	}
	var got []string
	for _, c := range j.Cases() {
		got = append(got, c.UUID+" "+c.Number+" "+c.KLE+"/"+c.Facet)
	}
	if want := sagA + " 2026-000001 27.35.04/G01|" + sagA + " 2026-000001 27.36.04/G01"; strings.Join(got, "|") != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// extension is what stands beside a class, with its key.
func extension(kind string) string {
	return "<gd:LokalUdvidelseListe><si:" + kind + "LokalUdvidelse><si:BrugervendtNoegle>NØGLE</si:BrugervendtNoegle></si:" + kind +
		"LokalUdvidelse></gd:LokalUdvidelseListe>"
}
