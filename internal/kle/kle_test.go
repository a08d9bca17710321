package kle_test

import (
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"

	"klarmeld/internal/kle"
)

func plan(t *testing.T) string {
	t.Helper()
	raw, err := os.ReadFile("testdata/emneplan.xml")
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// TestRead: numbers, titles, UUIDs and days are read, and stand in a recording as they
// were read.
func TestRead(t *testing.T) {
	e, err := kle.Read([]byte(plan(t)))
	if err != nil {
		t.Fatal(err)
	}
	if e.Published != "2026-11-01" || len(e.SHA256) != 64 || len(e.Numbers) != 6 {
		t.Errorf("%+v", e)
	}
	for number, want := range map[string]kle.Number{
		"27":       {"27", "Prøvehovedgruppe", "00000000-0000-4000-8000-000000000027", "2007-01-01", ""},
		"27.35":    {"27.35", "En anden prøvegruppe", "", "2007-01-01", ""},
		"27.36.04": {"27.36.04", "Prøveemne fire", "00000000-0000-4000-8000-000000273604", "2007-01-01", ""},
		"27.35.04": {"27.35.04", "Prøveemne, som er udgået", "", "2007-01-01", "2020-12-31"},
	} {
		if got, ok := e.Get(number); !ok || got != want {
			t.Errorf("%s is %+v", number, got)
		}
	}
	if n, ok := e.ByUUID("00000000-0000-4000-8000-000000273608"); !ok || !e.New(n) || n.Number != "27.36.08" {
		t.Errorf("%+v", n)
	}
	if n, _ := e.Get("27.36.04"); e.New(n) {
		t.Error("a number of 2007 is new")
	}
	raw, err := e.Write()
	if err != nil {
		t.Fatal(err)
	}
	if again, err := kle.Parse(raw); err != nil || !reflect.DeepEqual(again, e) {
		t.Errorf("%v: %+v", err, again)
	}
}

// TestRefused: what is no edition of KLE is refused in words that say where and why.
func TestRefused(t *testing.T) {
	whole := plan(t)
	for _, c := range []struct{ name, raw, want string }{
		{"nothing", "", "filen er tom"},
		{"another file", "%PDF-1.4", "filen er ikke XML, men en PDF-fil"},
		{"another XML", "<Sag/>", "linje 1: filen begynder med <Sag>, og ikke med <KLE-Emneplan>"},
		{"a DOCTYPE", "<!DOCTYPE x><KLE-Emneplan/>", "linje 1: filen har en DOCTYPE"},
		{"cut off", whole[:600], "linje "},
		{"empty", "<KLE-Emneplan/>", "filen har ingen <Hovedgruppe>"},
		{"no number", strings.Replace(whole, "<EmneNr>27.36.04<", "<EmneNr>27.36.4<", 1), `linje 15: <EmneNr> er "27.36.4"; et nummer her er NN.NN.NN`},
		{"no number at all", strings.Replace(whole, "<GruppeNr>27.36</GruppeNr>", "", 1), `<GruppeNr> er ""`},
		{"elsewhere", strings.Replace(whole, "<EmneNr>27.36.04<", "<EmneNr>27.35.08<", 1), "27.35.08 hører ikke til det nummer, det står under"},
		{"twice", strings.Replace(whole, "<EmneNr>27.36.04<", "<EmneNr>27.36.08<", 1), "nummeret 27.36.08 er der to gange"},
		{"no UUID", strings.Replace(whole, "00000000-0000-4000-8000-000000273604", "x", 1), `<UUID> for 27.36.04 er "x"`},
		{"no date", strings.Replace(whole, "2020-12-31+01:00", "31-12-2020", 1), `27.35.04: <UdgaaetDato> er "31-12-2020"; en dato skrives 2026-01-31`},
		{"no date of its own", strings.Replace(whole, "2026-11-01", "november", 1), `linje 4: <UdgivelsesDato> er "november"`},
	} {
		if _, err := kle.Read([]byte(c.raw)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
	}
}

// TestLarge: an edition with all its numbers is read.
func TestLarge(t *testing.T) {
	var b strings.Builder
	b.WriteString("<KLE-Emneplan><Hovedgruppe><HovedgruppeNr>00</HovedgruppeNr>")
	for i := range 90 {
		fmt.Fprintf(&b, "<Gruppe><GruppeNr>00.%02d</GruppeNr>", i)
		for k := range 99 {
			fmt.Fprintf(&b, "<Emne><EmneNr>00.%02d.%02d</EmneNr><EmneTitel>t</EmneTitel>%s</Emne>", i, k, strings.Repeat("<Vejledning><p/></Vejledning>", 10))
		}
		b.WriteString("</Gruppe>")
	}
	b.WriteString("</Hovedgruppe></KLE-Emneplan>")
	e, err := kle.Read([]byte(b.String()))
	if err != nil || len(e.Numbers) != 1+90+90*99 {
		t.Errorf("%v", err)
	}
}
