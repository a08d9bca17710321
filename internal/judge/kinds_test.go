package judge_test

import (
	"strings"
	"testing"

	"klarmeld/internal/judge"
	"klarmeld/internal/verdict"
)

// withinKinds are messages with something that is missing or of the wrong kind, and how they are mended.
var withinKinds = []struct {
	name, message string
	edits         []edit
	registers     bool
	rule          string
	says          string // in its message
	fix, notFix   string
	mended        string // a line that comes; "" none
	example       bool
}{
	{"a role by URN", "sag", []edit{{from: "<sd:UUIDIdentifikator>a86c6581-ec85-412d-a655-31a1f1d5b14f</sd:UUIDIdentifikator>",
		to: "<sd:URNIdentifikator>urn:oio:rolle:primaer</sd:URNIdentifikator>"}}, false,
		"relation.rolle", "har en Rolle, der er en URN", "Send rollens UUID", "Tilføj", "", false},
	{"no role", "sag", []edit{{from: "<sd:UUIDIdentifikator>a86c6581-ec85-412d-a655-31a1f1d5b14f</sd:UUIDIdentifikator>", to: ""}}, false,
		"relation.rolle", "har ingen Rolle", "Tilføj <Rolle>", "", "", false},
	{"another class of the right kind", "sag", []edit{{from: ">27.35.04<", to: ">32.24.04<"}}, true,
		"klasse.uuid-og-nummer", "nummeret er 32.24.04", "nummer 27.35.04, eller UUID'en på 32.24.04", "", "<sd:UUIDIdentifikator>c9d2892b", true},
	{"a UUID of the wrong kind of class", "sag", []edit{{from: "484684fe-c819-5c63-88c2-ca08c31b6769", to: "667af63c-2ac2-584f-ac72-103909469fed"}}, true,
		"klasse.uuid-og-nummer", "UUID'en er G01", "UUID'en på 27.35.04", "nummer G01", "<sd:UUIDIdentifikator>484684fe", true},
	{"both of the wrong kind", "sag",
		[]edit{{from: "484684fe-c819-5c63-88c2-ca08c31b6769", to: "667af63c-2ac2-584f-ac72-103909469fed"}, {from: ">27.35.04<", to: ">99.99.99<"}}, true,
		"klasse.uuid-og-nummer", "UUID'en er G01", "fra den samme klasse.", "G01", "", false},
	{"a KLE number from the register", "sag", []edit{{from: ">27.35.04<", to: "><"}}, true,
		"sag.sagsklasse.primaer-klasse.brugervendtnoegle", "der står intet", "Ret BrugervendtNoegle", "fx <", ">27.35.04<", false},
	{"the name of the municipality from the register", "sag", []edit{{from: "<si:FuldtNavn>Korsbæk Kommune</si:FuldtNavn>", to: ""}}, true,
		"sag.sagsaktoer.ejer.fuldtnavn", "FuldtNavn mangler", "Tilføj <FuldtNavn>", "Godtfred", ">Korsbæk Kommune<", false},
	{"an actor from the registration", "sag", []edit{{from: "<sd:AktoerRef>\n" +
		"                  <sd:UUIDIdentifikator>7fada7f9-3c2e-5c7c-a32e-f08f04088c2d</sd:UUIDIdentifikator>\n                </sd:AktoerRef>\n", to: ""}}, true,
		"sag.egenskaber.virkning.aktoerref", "AktoerRef mangler", "Tilføj <AktoerRef>", "", "7fada7f9-3c2e-5c7c-a32e-f08f04088c2d", true},
	{"the type of an actor", "sag",
		[]edit{{from: "<sd:AktoerTypeKode>Bruger</sd:AktoerTypeKode>", to: "<sd:AktoerTypeKode>Medarbejder</sd:AktoerTypeKode>"}}, true,
		"sag.egenskaber.virkning.aktoertypekode", "", "der skal stå Bruger eller ItSystem", "", ">Bruger<", false},
	{"a system called a user", "sag", []edit{{from: "<sd:UUIDIdentifikator>7fada7f9-3c2e-5c7c-a32e-f08f04088c2d</sd:UUIDIdentifikator>", n: 2,
		to: "<sd:URNIdentifikator>urn:oio:it-system-uuid:46644614-36c5-5fbb-a7ab-24db4cbe7990</sd:URNIdentifikator>"}}, false,
		"virkning.aktoer-og-type", "passer ikke sammen", "ItSystem", "", ">ItSystem<", false},
	{"one number broken in form says so once", "sag", []edit{{from: "<sag:BrugervendtNoegle>2026-000001", to: "<sag:BrugervendtNoegle>2026-000001\u200b"}}, false,
		"sag.egenskaber.brugervendtnoegle", "i nøglen", "uden tegn, der ikke kan ses", "", ">2026-000001<", false},
}

// TestMendedWithinItsKind: what is missing, or is not what its role or type says, is mended
// within its kind or not at all, by what the message or the registers tell.
func TestMendedWithinItsKind(t *testing.T) {
	for _, c := range withinKinds {
		t.Run(c.name, func(t *testing.T) {
			m := message(t, c.message)
			for _, e := range c.edits {
				m = e.apply(t, m)
			}
			roles, reg := registers(t)
			if !c.registers {
				reg = nil
			}
			var f verdict.Finding
			for _, x := range judge.CheckMessage("m", []byte(m), roles, reg) {
				if x.Rule == c.rule {
					f = x
				}
			}
			if f.Rule == "" || !strings.Contains(f.Message, c.says) || !strings.Contains(f.Fix, c.fix) || c.notFix != "" && strings.Contains(f.Fix, c.notFix) {
				t.Errorf("%s: %s; %s", f.Rule, f.Message, f.Fix)
			}
			if (c.mended == "") != (f.Suggestion == "") || !strings.Contains(f.Suggestion, c.mended) || f.IsExample != c.example {
				t.Errorf("mended to (example %t):\n%s\nwant %q (%t)", f.IsExample, f.Suggestion, c.mended, c.example)
			}
		})
	}
}

// TestWithdrawnNumbers: a number beside the reference, which version 6 has no more, goes
// into the reference as the rows say; where it disagrees with the reference nobody but
// the sender knows which is right.
func TestWithdrawnNumbers(t *testing.T) {
	const partURN = "<sd:URNIdentifikator>urn:oio:cpr-nr:0123456789</sd:URNIdentifikator>"
	beside := func(tag, number string) edit {
		return edit{from: "<si:SagspartLokalUdvidelse>", to: "<si:SagspartLokalUdvidelse>\n<si:" + tag + ">" + number + "</si:" + tag + ">"}
	}
	for _, c := range []struct {
		name, tag, number, reference, fix, mended string
	}{
		{"the same citizen", "CPR-nr", "0123456789", partURN, "urn:oio:cpr-nr:<10 cifre>", "- "},
		{"the same citizen with a hyphen", "CPR-nr", "012345-6789", partURN, "urn:oio:cpr-nr:<10 cifre>", "- "},
		{"instead of the reference", "CPR-nr", "0123456789", "", "urn:oio:cpr-nr:<10 cifre>", "+     <sd:URNIdentifikator>urn:oio:cpr-nr:xxxxxxxxxx<"},
		{"another citizen", "CPR-nr", "0123456780", partURN, "urn:oio:cpr-nr:<10 cifre>", ""},
		{"a citizen a digit short", "CPR-nr", "123456789", "", "urn:oio:cpr-nr:<10 cifre>", ""},
		{"a company", "CVR-nr", "11111111", "<sd:URNIdentifikator>urn:oio:cvr-nr:11111111</sd:URNIdentifikator>", "urn:oio:cvr-nr:<8 cifre>", "- "},
		{"a production unit", "P-nr", "1234567890", "", "urn:oio:pnr:<10 cifre>", ""}, // the type is Person
		{"a foreigner", "PersonID", "1234567", "", "urn:oio:us:personid:<7 cifre>", "urn:oio:us:personid:1234567<"},
		{"a citizen of Udbetaling Danmark", "BorgerID", "123456789012", "", "urn:oio:udk:borgerid:<12 cifre>", "urn:oio:udk:borgerid:123456789012<"},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := beside(c.tag, c.number).apply(t, message(t, "sag"))
			m = edit{from: partURN, to: c.reference}.apply(t, m)
			f := found(t, m, "kontrakt.unexpected")
			if !strings.Contains(f.Fix, c.fix) {
				t.Errorf("it does not say where the number belongs: %s", f.Fix)
			}
			if (c.mended == "") != (f.Suggestion == "") || !strings.Contains(f.Suggestion, c.mended) {
				t.Errorf("mended to\n%s\nwant %q", f.Suggestion, c.mended)
			}
		})
	}
}

// uuidOf is the UUID of a role or a type.
func uuidOf(t *testing.T, relation, art, name string) string {
	t.Helper()
	roles, _ := registers(t)
	k, ok := roles.ByName("Sag", relation, art, name)
	if !ok {
		t.Fatalf("%s %s is not known", relation, name)
	}
	return k.UUID
}

// TestTitleOfANote: a note on a document without its title is one finding, and its mending
// is the title; that the note may not stand alone is said by nobody else.
func TestTitleOfANote(t *testing.T) {
	for _, role := range []string{"Tilakteret", "Vedlagt"} {
		m := message(t, "journalnotat")
		m = edit{from: uuidOf(t, "Journalpost", "Rolle", "Journalnotat"), to: uuidOf(t, "Journalpost", "Rolle", role)}.apply(t, m)
		m = edit{from: "<sd:URNIdentifikator>URN:Empty</sd:URNIdentifikator>",
			to: "<sd:UUIDIdentifikator>29fe1da2-897a-46cd-b635-b9be8e0bffd6</sd:UUIDIdentifikator>"}.apply(t, m)
		m = edit{from: "<sag:Titel>Telefonsamtale</sag:Titel>"}.apply(t, m)
		roles, _ := registers(t)
		var fails []verdict.Finding
		for _, f := range judge.CheckMessage("m", []byte(m), roles, nil) {
			if f.Outcome == verdict.Fail {
				fails = append(fails, f)
			}
		}
		if len(fails) != 1 || fails[0].Rule != "sag.journalpost."+strings.ToLower(role)+".titel" || !strings.Contains(fails[0].Suggestion, "+       <sag:Titel>") ||
			!fails[0].IsExample {
			t.Errorf("%s: %+v", role, fails)
		}
	}
}

// TestAtMostOne: of a role that may be there or not nobody says that it must, and its
// mending is offered where one has no end.
func TestAtMostOne(t *testing.T) {
	m := message(t, "sag")
	i := strings.LastIndex(m, "<sag:Sagsaktoer>")
	j := strings.LastIndex(m, "</sag:Sagsaktoer>") + len("</sag:Sagsaktoer>")
	actor := strings.Replace(m[i:j], uuidOf(t, "Sagsaktoer", "Rolle", "Ansvarlig"), uuidOf(t, "Sagsaktoer", "Rolle", "Primær behandler"), 1)
	later := strings.Replace(actor, "2026-11-24T03:01:00.783+01:00", "2026-12-24T03:01:00.783+01:00", 1)
	for _, c := range []struct{ name, second, mended string }{
		{"two from the same moment", actor, ""},
		{"one that takes over while the first goes on", later, "+       <sd:TidsstempelDatoTid>2026-12-24T03:01:00.783+01:00<"},
	} {
		f := found(t, m[:j]+actor+c.second+m[j:], "sag.sagsaktoer.primaer-behandler.forekomst")
		if !strings.Contains(f.Message, "mere end én gang på samme tid") || f.Expected != "højst én ad gangen" || strings.Contains(f.Message+f.Expected, "præcis") {
			t.Errorf("%s: %s (%s)", c.name, f.Message, f.Expected)
		}
		if (c.mended == "") != (f.Suggestion == "") || !strings.Contains(f.Suggestion, c.mended) {
			t.Errorf("%s: mended to\n%s", c.name, f.Suggestion)
		}
	}
}

// TestMissingVirkning: where a whole Virkning is missing its parent is named, and it is
// made of what the message says of its other parts; of nothing when that is nothing.
func TestMissingVirkning(t *testing.T) {
	m := message(t, "sag")
	i, j := strings.Index(m, "<sag:Virkning>"), strings.Index(m, "</sag:Virkning>")+len("</sag:Virkning>")
	f := found(t, m[:i]+m[j:], "sag.egenskaber.virkning.fratidspunkt")
	if !strings.Contains(f.Fix, "Tilføj <Virkning> i Egenskaber, ") || strings.Contains(f.Fix, "Egenskaber/Virkning") ||
		!strings.HasPrefix(f.Expected, "<Virkning>, der siger") {
		t.Errorf("%s (%s)", f.Fix, f.Expected)
	}
	if !strings.Contains(f.Suggestion, "2026-11-24T03:01:00.783+01:00") ||
		!strings.Contains(f.Suggestion, "7fada7f9-3c2e-5c7c-a32e-f08f04088c2d") || !f.IsExample {
		t.Errorf("mended to\n%s", f.Suggestion)
	}
	m = message(t, "journalnotat")
	i, j = strings.Index(m, "<gd:Virkning>"), strings.Index(m, "</gd:Virkning>")+len("</gd:Virkning>")
	if f := found(t, m[:i]+m[j:], "sag.journalpost.journalnotat.virkning.fratidspunkt"); f.Suggestion != "" {
		t.Errorf("mended out of nothing to\n%s", f.Suggestion)
	}
}

// TestReferenceOfItsType: a reference that is missing is shown as one of the kind that the
// relation's type says, or not at all.
func TestReferenceOfItsType(t *testing.T) {
	reference := "<gd:ReferenceID>\n                <sd:URNIdentifikator>urn:oio:cpr-nr:0123456789</sd:URNIdentifikator>\n              </gd:ReferenceID>"
	person := uuidOf(t, "Sagspart", "Type", "Person")
	for _, c := range []struct{ typ, begins string }{{person, "urn:oio:cpr-nr:"}, {uuidOf(t, "Sagspart", "Type", "Virksomhed"), "urn:oio:cvr-nr:"}} {
		m := edit{from: reference}.apply(t, message(t, "sag"))
		m = strings.Replace(m, person, c.typ, 1)
		if f := found(t, m, "sag.sagspart.primaer-part.referenceid"); !strings.Contains(f.Suggestion, "+     <sd:URNIdentifikator>"+c.begins) || !f.IsExample {
			t.Errorf("%s: mended to\n%s", c.begins, f.Suggestion)
		}
	}
	thing := `<sag:Sagsgenstande>` + between(t, message(t, "sag"), "<gd:Virkning>", "</gd:Virkning>") + `<gd:Rolle><sd:UUIDIdentifikator>` +
		uuidOf(t, "Sagsgenstande", "Rolle", "Afgiftsobjekt") +
		`</sd:UUIDIdentifikator></gd:Rolle><gd:Type><sd:UUIDIdentifikator>` + uuidOf(t, "Sagsgenstande", "Type", "Køretøj") +
		`</sd:UUIDIdentifikator></gd:Type></sag:Sagsgenstande>`
	m := message(t, "sag")
	j := strings.LastIndex(m, "</sag:Sagspart>") + len("</sag:Sagspart>")
	if f := found(t, m[:j]+thing+m[j:], "sag.sagsgenstande.afgiftsobjekt.referenceid"); f.Suggestion != "" || strings.Contains(f.Fix, "ejendom") {
		t.Errorf("a car is mended to\n%s\n%s", f.Suggestion, f.Fix)
	}
}

// between is the first part of s from one text to the end of another.
func between(t *testing.T, s, from, to string) string {
	t.Helper()
	i := strings.Index(s, from)
	j := strings.Index(s[i:], to)
	if i < 0 || j < 0 {
		t.Fatalf("there is no %s", from)
	}
	return s[i : i+j+len(to)]
}
