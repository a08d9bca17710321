package judge_test

import (
	"encoding/base64"
	"regexp"
	"strings"
	"testing"

	"github.com/beevik/etree"

	"klarmeld/internal/contract"
	"klarmeld/internal/judge"
	"klarmeld/internal/verdict"
)

const (
	pastEnd   = "//Sagspart/Virkning/TilTidspunkt"
	made      = "//Registrering/Tidspunkt"
	part      = "//Sagspart/ReferenceID/URNIdentifikator"
	ownActor  = "//Sagsklasse[1]/Virkning/AktoerRef"
	ownUUID   = "//SagIndeks/UUIDIdentifikator"
	classNo   = "//Sagsklasse[1]/LokalUdvidelseListe/SagsklasseLokalUdvidelse/BrugervendtNoegle"
	classRef  = "//Sagsklasse[1]/ReferenceID/UUIDIdentifikator"
	companyNo = "//Sagsaktoer[1]/LokalUdvidelseListe/SagsaktoerLokalUdvidelse/CVR-Nummer"
	title     = "//Egenskaber/Titel"
	note      = "//JournalnotatEgenskaber/Notat"
)

// put is a message in which an element holds something else: a text, or elements when it
// begins with "<". What is not there is made where the contract has it.
func put(t *testing.T, name, path, content string) string {
	t.Helper()
	doc := etree.NewDocument()
	if err := doc.ReadFromString(message(t, name)); err != nil {
		t.Fatal(err)
	}
	el := doc.FindElement(path)
	if el == nil {
		at := strings.LastIndex(path, "/")
		parent := doc.FindElement(path[:at])
		if parent == nil {
			t.Fatalf("%s is not in the message", path[:at])
		}
		if el = contract.Place(parent, path[at+1:]); el == nil {
			t.Fatalf("the contract has no %s", path)
		}
	}
	for _, c := range el.ChildElements() {
		el.RemoveChild(c)
	}
	el.SetText("")
	if !strings.HasPrefix(content, "<") {
		el.SetText(content)
	} else if m := regexp.MustCompile(`^<(\w+)>(.*)</\w+>$`).FindStringSubmatch(content); m != nil {
		contract.Place(el, m[1]).SetText(m[2])
	}
	s, err := doc.WriteToString()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

const (
	partRule, endRule, madeRule = "sag.sagspart.primaer-part.referenceid", "sag.sagspart.primaer-part.virkning.tiltidspunkt", "sag.registrering.tidspunkt"
	cvrRule, kleRule            = "sag.sagsaktoer.ejer.cvr", "sag.sagsklasse.primaer-klasse.brugervendtnoegle"
)

func asStamp(s string) string { return "<TidsstempelDatoTid>" + s + "</TidsstempelDatoTid>" }
func asURN(s string) string   { return "<URNIdentifikator>" + s + "</URNIdentifikator>" }

// brokenParts are forms that are broken: in which element of which message, what part the
// finding names, what it says to do, and what it is mended to.
var brokenParts = []struct{ name, message, path, value, rule, names, fix, mended string }{
	// Points in time.
	{"an end without its zone", "sag", pastEnd, asStamp("2027-02-10T12:00:00"), endRule, "tidszonen mangler", "tilføj tidszonen", "2027-02-10T12:00:00+01:00"},
	{"an end in summer", "sag", pastEnd, asStamp("2027-07-10T12:00:00.5"), endRule, "tidszonen mangler", "tilføj tidszonen", "2027-07-10T12:00:00.5+02:00"},
	{"an end that is a date", "sag", pastEnd, asStamp("2027-01-01"), endRule, "klokkeslæt og tidszone mangler", "tilføj klokkeslæt og tidszone", ""},
	{"an end that is a date with a zone", "sag", pastEnd, asStamp("2027-01-01Z"), endRule, "klokkeslættet mangler", "tilføj klokkeslættet", ""},
	{"an end before its beginning", "sag", pastEnd, asStamp("2020-01-01T00:00:00Z"), endRule, "slutningen ligger ikke efter begyndelsen", "det af de to", ""},
	{"the rows' own zone", "sag", made, "2026-11-24T03:01:00.805+01.00", madeRule, "tidszonen er skrevet med punktum", "med kolon",
		"2026-11-24T03:01:00.805+01:00"},
	{"a zone without a colon", "sag", made, "2026-11-24T03:01:00+0100", madeRule, "tidszonen er ikke skrevet Z eller ±tt:mm", "skriv tidszonen",
		"2026-11-24T03:01:00+01:00"},
	{"a zone by its name", "sag", made, "2026-11-24T03:01:00 CET", madeRule, "tidszonen er ikke skrevet Z eller ±tt:mm", "skriv tidszonen", ""},
	{"no such zone", "sag", made, "2026-11-24T03:01:00+15:00", madeRule, "tidszonen findes ikke", "der findes", ""},
	{"a blank for the T", "sag", made, "2026-11-24 03:01:00", madeRule, "der mangler et T mellem dato og klokkeslæt, og tidszonen mangler", "skriv T",
		"2026-11-24T03:01:00+01:00"},
	{"without seconds", "sag", made, "2026-11-24T03:01Z", madeRule, "sekunderne mangler", "tilføj sekunderne", ""},
	{"as Danes write a date", "sag", made, "24-11-2026T03:01:00Z", madeRule, "datoen er ikke skrevet ÅÅÅÅ-MM-DD", "skriv datoen", ""},
	{"no such day", "sag", made, "2026-02-30T03:01:00Z", madeRule, "datoen findes ikke i kalenderen", "der findes", ""},
	{"no such hour", "sag", made, "2026-02-20T25:01:00Z", madeRule, "klokkeslættet findes ikke", "der findes", ""},
	{"a comma in the seconds", "sag", made, "2026-02-20T03:01:00,5Z", madeRule, "sekundernes brøkdel står efter et komma", "punktum", ""},
	{"words", "sag", made, "i morgen", madeRule, "det er intet tidspunkt", "skriv dato, klokkeslæt og tidszone", ""},
	{"a beginning without its zone", "sag", "//Sagspart/Virkning/FraTidspunkt", asStamp("2026-11-24T03:01:00.783"),
		"sag.sagspart.primaer-part.virkning.fratidspunkt", "tidszonen mangler", "tilføj tidszonen", "2026-11-24T03:01:00.783+01:00"},
	{"a beginning that is infinite", "sag", "//Sagspart/Virkning/FraTidspunkt", "<GraenseIndikator>true</GraenseIndikator>",
		"sag.sagspart.primaer-part.virkning.fratidspunkt", "en begyndelse kan ikke være uendelig", "skriv, hvornår", ""},
	{"a letter's date as Danes write it", "dokument", "//Egenskaber/BrevDato", "12-01-2026", "dokument.egenskaber.brevdato", "datoen er ikke skrevet ÅÅÅÅ-MM-DD",
		"skriv datoen", "2026-01-12"},
	{"a letter's date with slashes", "dokument", "//Egenskaber/BrevDato", "12/01/2026", "dokument.egenskaber.brevdato",
		"datoen er ikke skrevet ÅÅÅÅ-MM-DD|det er ingen dato", "skriv datoen", ""},
	// URNs of numbers: the number stays whose it is.
	{"a citizen with a hyphen", "sag", part, "urn:oio:cpr-nr:012345-6789", partRule, "der er bindestreg i nummeret", "10 cifre uden bindestreg",
		"urn:oio:cpr-nr:xxxxxxxxxx"},
	{"a citizen with blanks", "sag", part, "urn:oio:cpr-nr:01 23 45 67 89", partRule, "der er mellemrum i nummeret", "10 cifre uden mellemrum",
		"urn:oio:cpr-nr:xxxxxxxxxx"},
	{"a citizen who lost a zero", "sag", part, "urn:oio:cpr-nr:123456789", partRule, "9 cifre, ikke 10", "også når det første er 0", ""},
	{"a citizen with letters", "sag", part, "urn:oio:cpr-nr:012345ABCD", partRule, "6 cifre, ikke 10, og der er andet i nummeret: bogstav",
		"10 cifre uden andet", ""},
	{"a citizen in capitals", "sag", part, "URN:OIO:CPR-NR:0123456789", partRule, "begyndelsen er ikke skrevet urn:oio:cpr-nr:", "skriv urn:oio:cpr-nr:",
		"urn:oio:cpr-nr:xxxxxxxxxx"},
	{"a company with a digit too many", "sag", part, "urn:oio:cvr-nr:111111111", partRule, "9 cifre, ikke 8", "skriv 8 cifre", ""},
	{"a company with blanks", "sag", part, "urn:oio:cvr-nr:11 11 11 11", partRule, "der er mellemrum i nummeret", "8 cifre uden mellemrum",
		"urn:oio:cvr-nr:11111111"},
	{"a production unit too short", "sag", part, "urn:oio:pnr:123", partRule, "3 cifre, ikke 10", "skriv 10 cifre", ""},
	{"a foreigner's number", "sag", part, "urn:oio:us:personid:12-34-567", partRule, "der er bindestreg i nummeret", "7 cifre uden bindestreg",
		"urn:oio:us:personid:1234567"},
	{"a name that is not there", "sag", part, "urn:oio:fuldtnavn:", partRule, "der står intet efter urn:oio:fuldtnavn:", "skriv det", ""},
	{"no URN", "sag", part, "0123456789", partRule, "det er ingen URN", "send en URN", ""},
	{"a quotation mark before it", "sag", part, "&quot;urn:oio:cpr-nr:0123456789", partRule, "der står noget foran urn:", "begynd med urn:",
		"urn:oio:cpr-nr:xxxxxxxxxx"},
	{"a UUID where a URN belongs", "sag", "//Sagspart/ReferenceID", "<UUIDIdentifikator>7fada7f9-3c2e-5c7c-a32e-f08f04088c2d</UUIDIdentifikator>", partRule,
		"det er en UUID og ingen URN", "send en URN", ""},
	{"a system by its name", "sag", ownActor, asURN("urn:oio:it-system-uuid:fasit"), "sag.sagsklasse.primaer-klasse.virkning.aktoerref",
		"det, der står efter urn:oio:it-system-uuid:, er ingen UUID", "8-4-4-4-12", ""},
	{"a user's URN with a part too few", "sag", ownActor, asURN("urn:oio:korsbaek"), "sag.sagsklasse.primaer-klasse.virkning.aktoerref", "der mangler et led",
		"skriv urn:oio:<org>:<idtype>:<id>", ""},
	// UUIDs.
	{"a UUID without hyphens", "sag", ownUUID, "41ac9245d9335858a0cc565ce7d0bac5", "sag.id.uuid", "bindestregerne mangler", "sæt bindestregerne",
		"41ac9245-d933-5858-a0cc-565ce7d0bac5"},
	{"a UUID in braces", "sag", ownUUID, "{41AC9245-D933-5858-A0CC-565CE7D0BAC5}", "sag.id.uuid", "der står parenteser om", "uden parenteser",
		"41AC9245-D933-5858-A0CC-565CE7D0BAC5"},
	{"a UUID a digit short", "sag", ownUUID, "41ac9245-d933-5858-a0cc-565ce7d0bac", "sag.id.uuid", "31 hexadecimale cifre, ikke 32", "8-4-4-4-12", ""},
	{"a UUID with a letter too far", "sag", ownUUID, "41ac9245-d933-5858-a0cc-565ce7d0bacg", "sag.id.uuid", "andre tegn end hexadecimale cifre", "8-4-4-4-12", ""},
	{"a class by UUID without hyphens", "sag", classRef, "484684fec8195c6388c2ca08c31b6769", "sag.sagsklasse.primaer-klasse.referenceid", "bindestregerne mangler",
		"sæt bindestregerne", "484684fe-c819-5c63-88c2-ca08c31b6769"},
	{"a class by URN", "sag", "//Sagsklasse[1]/ReferenceID", asURN("urn:oio:kle:27.35.04"), "sag.sagsklasse.primaer-klasse.referenceid",
		"det er en URN og ingen UUID", "registret", ""},
	{"a class by URN of its UUID", "sag", "//Sagsklasse[1]/ReferenceID", asURN("urn:uuid:484684fe-c819-5c63-88c2-ca08c31b6769"),
		"sag.sagsklasse.primaer-klasse.referenceid", "det er en URN og ingen UUID", "registret", "<sd:UUIDIdentifikator>484684fe-c819-5c63-88c2-ca08c31b6769"},
	// Numbers, words and keys.
	{"a CVR number with blanks", "sag", companyNo, "11 11 11 11", cvrRule, "der er mellemrum i nummeret", "8 cifre uden mellemrum", ">11111111<"},
	{"a CVR number too short", "sag", companyNo, "1111111", cvrRule, "7 cifre, ikke 8", "skriv 8 cifre", ""},
	{"a KLE group", "sag", classNo, "27.35", kleRule, "hovedgruppe eller gruppe", "vælg et emne", ""},
	{"a KLE topic without dots", "sag", classNo, "273504", kleRule, "punktummerne står ikke", "NN.NN.NN", ">27.35.04<"},
	{"a KLE topic with hyphens", "sag", classNo, "27-35-04", kleRule, "punktummerne står ikke", "NN.NN.NN", ">27.35.04<"},
	{"what is done for the topic", "sag", classNo, "G01", kleRule, "handlingsfacet", "send emnet", ""},
	{"a state in Danish letters", "sag", "//Fremdrift/FremdriftStatusKode", "Opstået", "sag.tilstand.fremdrift", "ordet er skrevet anderledes",
		"skriv Opstaaet", ">Opstaaet<"},
	{"a state in capitals", "sag", "//Fremdrift/FremdriftStatusKode", "OPSTAAET", "sag.tilstand.fremdrift", "store og små bogstaver",
		"skriv Opstaaet", ">Opstaaet<"},
	{"a state that is none", "sag", "//Fremdrift/FremdriftStatusKode", "Igang", "sag.tilstand.fremdrift", "skal være en af: Opstaaet, Oplyst",
		"der skal stå en af: Opstaaet, Oplyst", ""},
	{"a sensitivity in words", "sag", "//SagIndeksEgenskaber/Foelsomhed", "Følsomme personoplysninger", "sag.indeksegenskaber.foelsomhed",
		"ordet er skrevet anderledes", "skriv FOELSOMME", ">FOELSOMME_PERSONOPLYSNINGER<"},
	{"a sensitivity that is none", "sag", "//SagIndeksEgenskaber/Foelsomhed", "Hemmelig", "sag.indeksegenskaber.foelsomhed", "skal være en af",
		"der skal stå en af", ""},
	{"true in capitals", "sag", "//Egenskaber/PrincipielIndikator", "True", "sag.egenskaber.principielindikator", "der er store bogstaver i det",
		"små bogstaver", ">true<"},
	{"no in Danish", "sag", "//Egenskaber/PrincipielIndikator", "Nej", "sag.egenskaber.principielindikator", "hverken true eller false",
		"true eller false", ">false<"},
	{"perhaps", "sag", "//Egenskaber/PrincipielIndikator", "måske", "sag.egenskaber.principielindikator", "hverken true eller false", "true eller false", ""},
	{"a title on two lines", "sag", title, "Aftale om\nhjemmebesøg", "sag.egenskaber.titel", "der er linjeskift i teksten", "på én linje",
		">Aftale om hjemmebesøg<"},
	{"a title with a tab", "sag", title, "Aftale\tom besøg", "sag.egenskaber.titel", "der er tabulator i teksten", "mellemrum i stedet", ">Aftale om besøg<"},
	{"a title too long", "sag", title, strings.Repeat("a", 256), "sag.egenskaber.titel", "teksten er på 256 tegn", "højst 255 tegn",
		">" + strings.Repeat("a", 255) + "<"},
	{"a key with a hard blank", "sag", "//Egenskaber/BrugervendtNoegle", "2026-\u00a0000001", "sag.egenskaber.brugervendtnoegle",
		`hårdt mellemrum \(U\+00A0\) i nøglen`, "tegn, der ikke kan ses", "2026- 000001|2026-000001"},
	// Notes.
	{"a note that is not encoded", "journalnotat", note, "Aftale om tid æ", "sag.journalpost.journalnotat.notat", "tegn, som base64 ikke har",
		"som base64", "base64"},
	{"a note cut off", "journalnotat", note, "QWZ0YWxlIGluZGfDpWV", "sag.journalpost.journalnotat.notat", "den er ikke hel", "skåret af", ""},
}

// TestBrokenPart: a form that is broken names the part that is broken, says what to do
// about it without showing a value, and is mended only by what keeps what was sent.
func TestBrokenPart(t *testing.T) {
	for _, c := range brokenParts {
		t.Run(c.name, func(t *testing.T) {
			f := found(t, put(t, c.message, c.path, strings.ReplaceAll(c.value, "&quot;", `"`)), c.rule)
			if !regexp.MustCompile(c.names).MatchString(f.Message) {
				t.Errorf("it does not name %q: %s", c.names, f.Message)
			}
			if !strings.Contains(f.Fix, c.fix) || strings.Contains(f.Fix, ", fx <") {
				t.Errorf("how to mend it is not %q: %s", c.fix, f.Fix)
			}
			if (c.mended == "") != (f.Suggestion == "") || !regexp.MustCompile(regexp.QuoteMeta(c.mended)+`|`+alternatives(c.mended)).MatchString(f.Suggestion) {
				t.Errorf("mended to %q, want %q", f.Suggestion, c.mended)
			}
			if digits := regexp.MustCompile(`[0-9]{9,10}`).FindString(f.Message + f.Actual + f.Fix + f.Suggestion); digits != "" && strings.Contains(c.value, "cpr-nr") {
				t.Errorf("the number is shown: %s", digits)
			}
		})
	}
}

// alternatives is a pattern of what is separated by "|".
func alternatives(s string) string {
	var out []string
	for _, p := range strings.Split(s, "|") {
		out = append(out, regexp.QuoteMeta(p))
	}
	return strings.Join(out, "|")
}

// TestFindingsOfOneElementAgree: where the structure and a row find something wrong with
// one element, they name the same part of it and mend it alike, or not at all.
func TestFindingsOfOneElementAgree(t *testing.T) {
	for _, c := range []struct{ name, message, path, value, contract, row, part string }{
		{"an end that is a date", "sag", pastEnd, "<TidsstempelDatoTid>2027-01-01</TidsstempelDatoTid>", "kontrakt.value",
			"sag.sagspart.primaer-part.virkning.tiltidspunkt", "klokkeslæt og tidszone mangler"},
		{"a zone with a dot", "sag", made, "2026-11-24T03:01:00.805+01.00", "kontrakt.value", "sag.registrering.tidspunkt", "tidszonen er skrevet med punktum"},
		{"a UUID without hyphens", "sag", ownUUID, "41ac9245d9335858a0cc565ce7d0bac5", "kontrakt.pattern", "sag.id.uuid", "bindestregerne mangler"},
		{"a reference without hyphens", "sag", classRef, "484684fec8195c6388c2ca08c31b6769", "kontrakt.pattern", "sag.sagsklasse.primaer-klasse.referenceid",
			"bindestregerne mangler"},
		{"a CVR number too short", "sag", companyNo, "1111111", "kontrakt.pattern", "sag.sagsaktoer.ejer.cvr", "7 cifre, ikke 8"},
		{"a CVR number with blanks", "sag", companyNo, "11 11 11 11", "kontrakt.pattern", "sag.sagsaktoer.ejer.cvr", "der er mellemrum i nummeret"},
		{"true in capitals", "sag", "//Egenskaber/PrincipielIndikator", "True", "kontrakt.value", "sag.egenskaber.principielindikator",
			"der er store bogstaver i det"},
		{"a title too long", "sag", title, strings.Repeat("a", 256), "kontrakt.length", "sag.egenskaber.titel", "256 tegn"},
		{"a life cycle that the rows know none of", "sag", "//Registrering/LivscyklusKode", "Findes ikke", "kontrakt.enumeration",
			"sag.registrering.livscykluskode", ""},
		{"a life cycle in small letters", "sag", "//Registrering/LivscyklusKode", "importeret", "kontrakt.enumeration", "sag.registrering.livscykluskode", ""},
		{"a date as Danes write it", "dokument", "//Egenskaber/BrevDato", "12-01-2026", "kontrakt.value", "dokument.egenskaber.brevdato",
			"datoen er ikke skrevet ÅÅÅÅ-MM-DD"},
		{"a note that is not encoded", "journalnotat", note, "Aftale om tid æ", "kontrakt.value", "sag.journalpost.journalnotat.notat", "tegn, som base64 ikke har"},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := put(t, c.message, c.path, c.value)
			a, b := found(t, m, c.contract), found(t, m, c.row)
			if !strings.Contains(a.Message, c.part) || !strings.Contains(b.Message, c.part) {
				t.Errorf("not both name %q:\n%s\n%s", c.part, a.Message, b.Message)
			}
			if a.Fix != b.Fix || a.Expected != b.Expected {
				t.Errorf("one says %q (%s), and the other %q (%s)", a.Fix, a.Expected, b.Fix, b.Expected)
			}
			if a.Suggestion != b.Suggestion || a.IsExample != b.IsExample {
				t.Errorf("they are mended to\n%s\nand\n%s", a.Suggestion, b.Suggestion)
			}
		})
	}
}

// TestNoteTooLarge: what is too large to send is mended by the text that the rows
// prescribe, with the name of the system that sends it.
func TestNoteTooLarge(t *testing.T) {
	const prescribed = "Dette Journalnotat er for stort til at blive sendt til Sags- og Dokumentindekset, se dette Journalnotat i "
	for _, c := range []struct {
		name  string
		bytes int
		found bool
	}{{"as large as may be", 102400, false}, {"a byte too large", 102401, true}, {"much too large", 200_000, true}} {
		t.Run(c.name, func(t *testing.T) {
			m := put(t, "journalnotat", note, base64.StdEncoding.EncodeToString([]byte(strings.Repeat("x", c.bytes))))
			roles, _ := registers(t)
			var f verdict.Finding
			for _, x := range judge.CheckMessage("m", []byte(m), roles, nil) {
				if x.Outcome == verdict.Fail {
					f = x
				}
			}
			if !c.found {
				if f.Rule != "" {
					t.Errorf("%s: %s", f.Rule, f.Message)
				}
				return
			}
			if f.Rule != "sag.journalpost.journalnotat.notat" || !strings.Contains(f.Fix, prescribed) {
				t.Errorf("%s: %s", f.Rule, f.Fix)
			}
			if want := base64.StdEncoding.EncodeToString([]byte(prescribed)); !strings.Contains(f.Suggestion, want[:len(want)-4]) || !f.IsExample {
				t.Errorf("suggested:\n%s", f.Suggestion)
			}
		})
	}
}
