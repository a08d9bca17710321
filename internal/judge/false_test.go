package judge_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"klarmeld/internal/judge"
	"klarmeld/internal/municipality"
	"klarmeld/internal/verdict"
)

// worse are the findings that are more than information.
func worse(all []verdict.Finding) (out []string) {
	for _, f := range all {
		if f.Outcome != verdict.Information {
			out = append(out, fmt.Sprintf("%s (%s): %s", f.Rule, f.Outcome, f.Message))
		}
	}
	return out
}

// ownClass is a relation to a class of a classification that FK Klassifikation has not.
func ownClass(t *testing.T, rolle, ref string) string {
	return relation(t, "sag:Sagsklasse", rolle, "Klasse", "", ref, born, "",
		"<gd:LokalUdvidelseListe><si:SagsklasseLokalUdvidelse><si:Facettitel>FORM, Opgavenøglen</si:Facettitel><si:Klassetitel>En opgave</si:Klassetitel>"+
			"<si:BrugervendtNoegle>12.34.56</si:BrugervendtNoegle></si:SagsklasseLokalUdvidelse></gd:LokalUdvidelseListe>")
}

// actorByURN is a relation to an actor by a URN, with what the row then asks for.
func actorByURN(t *testing.T, rolle, typ, ref, noegle, navn, fra, til string) string {
	return relation(t, "sag:Sagsaktoer", rolle, typ, "", urn(ref), fra, til,
		"<gd:LokalUdvidelseListe><si:SagsaktoerLokalUdvidelse><si:BrugervendtNoegle>"+noegle+"</si:BrugervendtNoegle><si:FuldtNavn>"+navn+
			"</si:FuldtNavn><si:CVR-Nummer>11111111</si:CVR-Nummer></si:SagsaktoerLokalUdvidelse></gd:LokalUdvidelseListe>")
}

// TestNothingIsHeldAgainstThese: messages that the rows allow, each by itself, with the
// registers and without.
func TestNothingIsHeldAgainstThese(t *testing.T) {
	roles, reg := registers(t)
	sag, dok, note := message(t, "sag"), message(t, "dokument"), message(t, "journalnotat")
	in := func(m, before, what string) string { return edit{from: before, to: what + before}.apply(t, m) }
	alone := func(body string) string { return cutOut(t, body, "<sdi:Opdater", "IndeksInput>") }
	update := func(relations ...string) string { return alone(opdater("Sag", sagA, sagRelationer(relations...))) }
	const owner, vikar = "9ec4f763-92a6-5e40-90ea-635d9f7642f3", "urn:oio:jobcenter:vikar:v-778812"
	aktoer := func(rolle, typ, id, fra, til string) string {
		return relation(t, "sag:Sagsaktoer", rolle, typ, "", uid(id), fra, til, handler("Korsbæk"))
	}
	klasse := func(rolle, id, number, til string) string {
		return relation(t, "sag:Sagsklasse", rolle, "Klasse", "", uid(id), born, til, "<gd:LokalUdvidelseListe><si:SagsklasseLokalUdvidelse><si:BrugervendtNoegle>"+
			number+"</si:BrugervendtNoegle></si:SagsklasseLokalUdvidelse></gd:LokalUdvidelseListe>")
	}
	indeks := func(what string) string {
		return alone(opdater("Sag", sagA, "<sag:AttributListe><gd:LokalUdvidelseListe><si:SagIndeksEgenskaber>"+virkning("gd", later, "")+what+
			"</si:SagIndeksEgenskaber></gd:LokalUdvidelseListe></sag:AttributListe>"))
	}
	for name, m := range map[string]string{
		"empty status":        in(sag, "<si:Foelsomhed>", "<si:Sagsstatus/><si:Sagskategori></si:Sagskategori>"),
		"empty key of a unit": in(sag, "<si:FuldtNavn>Forebyggelsesteamet", "<si:BrugervendtNoegle/>"),
		"empty description":   in(sag, "<sag:Sagsnummer>", "<sag:Beskrivelse/><sag:HjemmelSpecifikation/><sag:Kassationskode/>"),
		"empty exemption": in(sag, "<sag:Sagsnummer>",
			"<sag:OffentlighedUndtaget><sd:TitelAlternativTekst/><sd:OffentlighedUndtagetHjemmelTekst/></sag:OffentlighedUndtaget>"),
		"empty index on a single role":         in(sag, "<gd:ReferenceID>", "<gd:Indeks/>"),
		"empty title on a note":                in(note, "<sag:JournalnotatEgenskaber>", "<sag:Dokumenttitel/>"),
		"retention by its class":               in(sag, "<sag:Sagsnummer>", "<sag:Kassationskode>1111aaaa-11aa-22bb-33cc-111111aaaaaa</sag:Kassationskode>"),
		"retention of a document":              in(dok, "<di:Dokumentnummer>", "<di:Kassationskode>1111AAAA-11AA-22BB-33CC-111111AAAAAA</di:Kassationskode>"),
		"a user by URN":                        change(t, sag, uid(laura), urn("urn:oio:kmd:sag:RACFID:WX-YZABC")),
		"a user of the register":               change(t, sag, uid(laura), urn("urn:oio:korsbaek:brugerid:kbk0001")),
		"a stand-in":                           change(t, sag, uid(laura), urn(vikar)),
		"a class of FORM":                      in(sag, "<sag:Sagspart>", ownClass(t, "Opgaveklasse", urn("urn:oio:form:12.34.56"))),
		"a handler by URN":                     in(sag, "<sag:Sagsklasse>", actorByURN(t, "Primær behandler", "Bruger", vikar, "v-778812", "En vikar", born, "")),
		"the owner ends":                       update(aktoer("Ejer", "Organisation", owner, born, last)),
		"the unit ends":                        update(aktoer("Ansvarlig", "OrgEnhed", team, born, last)),
		"the class ends":                       update(klasse("Primær klasse", "484684fe-c819-5c63-88c2-ca08c31b6769", "27.35.04", last)),
		"the handler ends":                     update(aktoer("Primær behandler", "Bruger", laura, born, last)),
		"the owner ends, and later one begins": update(aktoer("Ejer", "Organisation", owner, born, later), aktoer("Ejer", "Organisation", owner, last, "")),
		"a document's owner ends": alone(opdater("Dokument", dokA, dokRelationer(relation(t, "di:Dokumentaktoer", "Ejer", "Organisation", "", uid(owner), born, last,
			"<gd:LokalUdvidelseListe><di:DokumentaktoerLokalUdvidelse><di:FuldtNavn>Korsbæk Kommune</di:FuldtNavn>"+
				"<di:CVR-Nr>11111111</di:CVR-Nr></di:DokumentaktoerLokalUdvidelse></gd:LokalUdvidelseListe>")))),
		"an outgoing letter of next year": change(t, dok, "2026-01-12", "2027-01-12", "Brev, indgaaende", "Brev, udgaaende"),
		"an update without sensitivity":   indeks("<si:Sagsstatus>Afventer</si:Sagsstatus>"),
	} {
		for _, r := range []*municipality.Register{nil, reg} {
			if got := worse(judge.CheckMessage("besked.xml", []byte(m), roles, r)); got != nil {
				t.Errorf("%s (registers: %t): %s", name, r != nil, strings.Join(got, "; "))
			}
		}
	}
}

// readsClass lets the system read a class in FK Klassifikation.
func readsClass(id string) turn {
	return func(s *stage) {
		s.post(s.system, "/klasse/7",
			envelope(`<k:LaesInput xmlns:k="http://stoettesystemerne.dk/klassifikation/klasse/7/" xmlns:sd="urn:oio:sagdok:3.0.0">`+uid(id)+`</k:LaesInput>`))
	}
}

// TestURNsOfWhatIsElsewhere: of a system that has read the registers, a URN is right
// for what does not stand there, and remarked upon for what does.
func TestURNsOfWhatIsElsewhere(t *testing.T) {
	sag := message(t, "sag")
	const kle = "484684fe-c819-5c63-88c2-ca08c31b6769"
	in := func(what string) turn { return send(change(t, sag, "<sag:Sagspart>", what+"<sag:Sagspart>")) }
	by := func(u string) turn { return send(change(t, sag, uid(laura), urn(u))) }
	class := func(u, number, title string) turn {
		return in(change(t, ownClass(t, "Opgaveklasse", urn(u)), ">12.34.56<", ">"+number+"<", ">En opgave<", ">"+title+"<"))
	}
	behandler := func(typ, u, noegle, navn string) turn {
		return send(edit{from: "<sag:Sagsklasse>", to: actorByURN(t, "Primær behandler", typ, u, noegle, navn, born, "") + "<sag:Sagsklasse>"}.apply(t, sag))
	}
	const prefer, must = "reference.uuid-foretraekkes", "reference.bruger-skal-have-uuid"
	for _, c := range []struct {
		name string
		turn turn
		want string // the rule, "" for none
	}{
		{"a user who stands nowhere", by("urn:oio:jobcenter:vikar:v-778812"), ""},
		{"a user whose key begins so", by("urn:oio:jobcenter:vikar:kbk00011"), ""},
		{"the system", send(change(t, sag, uid(laura), urn("urn:oio:it-system-uuid:"+system), ">Bruger<", ">ItSystem<")), ""},
		{"a user whom it has read", by("urn:oio:korsbaek:brugerid:kbk0001"), must},
		{"a user whom it has not read", by("urn:oio:korsbaek:brugerid:kbk0002"), prefer},
		{"a class of FORM", class("urn:oio:form:12.34.56", "12.34.56", "En opgave"), ""},
		{"a class of FORM with KLE's number", class("urn:oio:form:27.35.04", "27.35.04", "En opgave"), ""},
		{"a class of KLE", class("urn:oio:kle:27.35.04", "27.35.04", "Hjemmebesøg"), prefer},
		{"a class by its UUID", class("urn:oio:klasse:"+kle, "27.35.04", "Hjemmebesøg"), prefer},
		{"a handler who stands nowhere", behandler("Bruger", "urn:oio:jobcenter:vikar:v-778812", "v-778812", "En vikar"), ""},
		{"a handler by his key", behandler("Bruger", "urn:oio:korsbaek:brugerid:kbk0001", "kbk0001", "L. Sand"), prefer},
		{"a handler by his name", behandler("Bruger", "urn:oio:korsbaek:loen:17", "17", "Laura Sand"), prefer},
		{"a unit that stands nowhere", behandler("OrgEnhed", "urn:oio:kmd:los:4711", "4711", "Projektet"), ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := worse(converse(t, c.turn)); got != nil {
				t.Errorf("nothing was read: %v", got)
			}
			var rules []string
			for _, f := range converse(t, readsUser(laura), readsClass(kle), c.turn) {
				if f.Outcome != verdict.Information {
					rules = append(rules, f.Rule)
				}
			}
			if got := strings.Join(rules, " "); got != c.want {
				t.Errorf("found %q, want %q", got, c.want)
			}
		})
	}
}

// TestASuccessorMayHaveComeBefore: one update brings the successor and the next ends
// who was before; or the other way round.
func TestASuccessorMayHaveComeBefore(t *testing.T) {
	sag := message(t, "sag")
	unit := func(id, fra, til string) turn {
		return send(opdater("Sag", sagA, sagRelationer(relation(t, "sag:Sagsaktoer", "Ansvarlig", "OrgEnhed", "", uid(id), fra, til, handler("Enheden")))))
	}
	const direktion = "ce7360bf-0bf9-5515-95ef-59a4bab191d9"
	for name, turns := range map[string][]turn{
		"the new one first": {send(sag), unit(direktion, later, ""), unit(team, born, later)},
		"the old one first": {send(sag), unit(team, born, later), unit(direktion, later, "")},
	} {
		if got := worse(converse(t, turns...)); got != nil {
			t.Errorf("%s: %v", name, got)
		}
	}
	if got := worse(converse(t, send(sag), unit(team, born, later))); len(got) != 1 {
		t.Errorf("none follows: %v", got)
	}
}

// TestClassesOfAnotherRelation: a type or a role that the list knows, of another
// relation, is wrong; one that may be the real one of what the list has only a
// placeholder of is not.
func TestClassesOfAnotherRelation(t *testing.T) {
	roles, reg := registers(t)
	sag, dok := message(t, "sag"), message(t, "dokument")
	id := func(objekt, relation, art, navn string) string {
		k, ok := roles.ByName(objekt, relation, art, navn)
		if !ok {
			t.Fatalf("no %s %s", art, navn)
		}
		return k.UUID
	}
	const organisation, unit, klasse = "bc6972cd-8f2b-4b9d-8d37-62916d6a71aa", "c5fc3b3b-5197-49ee-92e6-ae6ba1957174", "267235ea-526d-4a18-8001-f2a0e563eba1"
	person := id("Sag", "Sagspart", municipality.ArtType, "Person")
	for name, c := range map[string]struct {
		message, want string // the rule that fails; "" for none
	}{
		"an owner who is a person":    {change(t, sag, organisation, person), "sag.sagsaktoer.ejer.type"},
		"a unit that is a person":     {change(t, sag, unit, person), "sag.sagsaktoer.ansvarlig.type"},
		"a unit whose type is a role": {change(t, sag, unit, id("Sag", "Sagspart", municipality.ArtRolle, "Primær part")), "sag.sagsaktoer.ansvarlig.type"},
		"a part that is a class":      {change(t, sag, person, klasse), "sag.sagspart.primaer-part.type"},
		"a document's owner who is a class": {change(t, dok, id("Dokument", "Dokumentaktoer", municipality.ArtType, "Organisation"), klasse),
			"dokument.dokumentaktoer.ejer.type"},
		"a document's owner by a case's": {change(t, dok, id("Dokument", "Dokumentaktoer", municipality.ArtType, "Organisation"), organisation), ""},
		"a document's class by a case's": {change(t, dok, id("Dokument", "Dokumentklasse", municipality.ArtType, "Klasse"), klasse), ""},
		"a type that nobody knows":       {change(t, sag, unit, nobody), ""},
		"a part's role on a class": {edit{from: "05ef7011-11a7-4e4c-a46b-3de6aa457fc3", to: "d839f26a-d4d1-4441-b2d6-3dbbb12a9404"}.apply(t, sag),
			"relation.rolle-af-anden-relation sag.sagsklasse.handlingsklasse.forekomst"},
		"a role by the UUID of a type": {edit{from: "05ef7011-11a7-4e4c-a46b-3de6aa457fc3", to: klasse}.apply(t, sag),
			"relation.rolle-af-anden-relation sag.sagsklasse.handlingsklasse.forekomst"},
		"a document's role by a case's UUID": {change(t, dok, id("Dokument", "Dokumentaktoer", municipality.ArtRolle, "Ejer"),
			"9e979b84-b846-4472-8622-58007dc63c7e"), ""},
	} {
		var failed []string
		for _, f := range judge.CheckMessage("besked.xml", []byte(c.message), roles, reg) {
			if f.Outcome == verdict.Fail {
				failed = append(failed, f.Rule)
			}
		}
		slices.Sort(failed)
		if got := strings.Join(failed, " "); got != c.want {
			t.Errorf("%s: %q failed, want %q", name, got, c.want)
		}
	}
}
