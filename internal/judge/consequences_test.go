package judge_test

import (
	"slices"
	"strings"
	"testing"

	"klarmeld/internal/judge"
	"klarmeld/internal/verdict"
)

const (
	ownerRole   = "//Sagsaktoer[1]/Rolle"
	ownerLost   = "sag.sagsaktoer.ejer.forekomst"
	lifeCycle   = "//Registrering/LivscyklusKode"
	stateCode   = "//Fremdrift/FremdriftStatusKode"
	unusedRole  = "2d4ddd4b-9c3e-4b6d-9c8e-0123456789ab"
	refusedCall = "indeks.afvist"
)

func asUUID(s string) string { return "<UUIDIdentifikator>" + s + "</UUIDIdentifikator>" }

// consequences are messages with one thing wrong, the rule that tells of it, and the rules
// that follow from it in the message alone. refused: the index refuses the object too.
var consequences = []struct {
	name, message, path, value, cause string
	follow                            []string
	refused                           bool
}{
	{"a role as a URN", "sag", ownerRole, asURN("urn:oio:korsbaek:rolle:ejer"), "relation.rolle", []string{ownerLost}, false},
	{"a role that is a type", "sag", ownerRole, asUUID("bc6972cd-8f2b-4b9d-8d37-62916d6a71aa"), "relation.rolle-af-anden-relation", []string{ownerLost}, false},
	{"a role of another relation", "sag", ownerRole, asUUID("a86c6581-ec85-412d-a655-31a1f1d5b14f"), "relation.rolle-af-anden-relation",
		[]string{ownerLost}, false},
	{"a role of zeros", "sag", ownerRole, asUUID("00000000-0000-0000-0000-000000000000"), "vaerdi.ingen-uuid", []string{ownerLost}, false},
	{"a role that is empty", "sag", ownerRole, "", "kontrakt.missing", []string{"relation.rolle", ownerLost}, true},
	{"a user that is empty", "sag", "//Registrering/BrugerRef", "", "sag.registrering.brugerref", []string{"kontrakt.missing"}, true},
	{"an actor that is empty", "sag", ownActor, "", "sag.sagsklasse.primaer-klasse.virkning.aktoerref", []string{"kontrakt.missing"}, true},
	{"a role that is no UUID", "sag", ownerRole, asUUID("ejer"), "kontrakt.pattern", []string{"relation.rolle-ukendt", ownerLost}, true},
	{"an end that is a date", "sag", pastEnd, asStamp("2027-01-01"), endRule, []string{"kontrakt.value"}, true},
	{"a beginning that is a date", "sag", "//Sagsaktoer[1]/Virkning/FraTidspunkt", asStamp("2026-11-24"), "sag.sagsaktoer.ejer.virkning.fratidspunkt",
		[]string{"kontrakt.value"}, true},
	{"a registration with the rows' own zone", "sag", made, "2026-11-24T03:01:00.805+01.00", madeRule, []string{"kontrakt.value"}, true},
	{"a registration on no day", "sag", made, "2026-02-30T03:01:00Z", madeRule, []string{"kontrakt.value"}, true},
	{"a life cycle that should be a removal", "sag", lifeCycle, "Slettet", "vilkaar.fysisk-fjernelse", []string{"sag.registrering.livscykluskode"}, false},
	{"a document's that should be one", "dokument", lifeCycle, "Passiveret", "vilkaar.fysisk-fjernelse", []string{"dokument.registrering.livscykluskode"}, false},
	{"a life cycle of no list", "sag", lifeCycle, "importeret", "sag.registrering.livscykluskode", []string{"kontrakt.enumeration"}, true},
	{"a state of no list", "sag", stateCode, "Igang", "sag.tilstand.fremdrift", []string{"kontrakt.enumeration", "sag.tilstand.historik"}, true},
	{"a sensitivity of no list", "sag", "//SagIndeksEgenskaber/Foelsomhed", "Hemmelig", "sag.indeksegenskaber.foelsomhed", []string{"kontrakt.enumeration"}, true},
	{"a reference that is no UUID", "sag", "//Sagsaktoer[1]/ReferenceID", asUUID("ikke-en-uuid"), "sag.sagsaktoer.ejer.referenceid",
		[]string{"kontrakt.pattern"}, true},
	{"a UUID of its own that is none", "sag", ownUUID, "nul", "sag.id.uuid", []string{"kontrakt.pattern"}, true},
	{"a note whose title is empty", "journalnotat", "//JournalnotatEgenskaber/Titel", "", "sag.journalpost.journalnotat.titel", []string{"kontrakt.length"}, true},
	{"a note that is not encoded", "journalnotat", note, "Aftale om tid æ", "sag.journalpost.journalnotat.notat", []string{"kontrakt.value"}, true},
	{"a title too long", "sag", title, strings.Repeat("a", 256), "sag.egenskaber.titel", []string{"kontrakt.length"}, true},
	{"a CVR number with blanks", "sag", companyNo, "11 11 11 11", cvrRule, []string{"kontrakt.pattern"}, true},
	{"a KLE topic without dots", "sag", classNo, "273504", kleRule, []string{"klasse.uuid-og-nummer"}, false},
	{"a company's URN for a person", "sag", part, "urn:oio:cvr-nr:11 11 11 11", partRule, []string{"part.type-og-urn"}, false},
	{"a system by its name", "sag", ownActor, asURN("urn:oio:it-system-uuid:fasit"), "sag.sagsklasse.primaer-klasse.virkning.aktoerref",
		[]string{"virkning.aktoer-og-type"}, false},
	{"true in capitals", "sag", "//Egenskaber/PrincipielIndikator", "True", "sag.egenskaber.principielindikator", []string{"kontrakt.value"}, true},
	{"a letter's date with slashes", "dokument", "//Egenskaber/BrevDato", "12/01/2026", "dokument.egenskaber.brevdato", []string{"kontrakt.value"}, true},
}

// TestOneCauseIsOneFinding: what is wrong in one place is told once, by the rule that says
// most of it, and what follows from it stands under it; in a message alone, and in a
// conversation, where the index may refuse it as well.
func TestOneCauseIsOneFinding(t *testing.T) {
	roles, reg := registers(t)
	for _, c := range consequences {
		t.Run(c.name, func(t *testing.T) {
			m := put(t, c.message, c.path, c.value)
			alone := judge.CheckMessage("m", []byte(m), roles, reg)
			oneCause(t, alone, c.cause, c.follow)
			if c.message == "journalnotat" {
				return // it updates a case that is not there
			}
			follow := c.follow
			if c.refused {
				follow = append([]string{refusedCall}, follow...)
			}
			oneCause(t, converse(t, reads, send(m)), c.cause, follow)
		})
	}
}

func oneCause(t *testing.T, all []verdict.Finding, cause string, follow []string) {
	t.Helper()
	causes := verdict.Causes(all)
	if len(causes) != 1 || causes[0].Rule != cause {
		t.Fatalf("the causes are %v, want %s alone", told(causes), cause)
	}
	var got []string
	for _, f := range causes[0].Consequences {
		got = append(got, f.Rule)
	}
	slices.Sort(got)
	follow = slices.Sorted(slices.Values(follow))
	if !slices.Equal(got, follow) {
		t.Errorf("%v follow from it, want %v", got, follow)
	}
	flat, folded := verdict.Information, verdict.Information
	for _, f := range all {
		flat = max(flat, f.Outcome)
	}
	for _, c := range causes {
		folded = max(folded, c.Outcome)
	}
	if flat != folded || 1+len(got) != len(all) {
		t.Errorf("worst is %v of %d findings, and %v of what is told first", flat, len(all), folded)
	}
}

func told(all []verdict.Caused) []string {
	var out []string
	for _, c := range all {
		line := c.Rule
		for _, f := range c.Consequences {
			line += " <" + f.Rule
		}
		out = append(out, line)
	}
	return out
}

// TestIndependentFaultsStayTwo: what only looks alike, or is near, is told by itself.
func TestIndependentFaultsStayTwo(t *testing.T) {
	roles, reg := registers(t)
	sag := message(t, "sag")
	owner := func(s, to string) string { return strings.ReplaceAll(s, "9e979b84-b846-4472-8622-58007dc63c7e", to) }
	for _, c := range []struct {
		name, message string
		causes        []string
	}{
		{"a role that is only unknown weighs less than the one that is missing", owner(sag, unusedRole), []string{"relation.rolle-ukendt", ownerLost}},
		{"the time of a virkning and whose doing it is", strings.Replace(put(t, "sag", "//Sagsaktoer[1]/Virkning/FraTidspunkt", asStamp("2026-11-24T03:01:00")),
			"AktoerTypeKode>Bruger<", "AktoerTypeKode>ItSystem<", 4), []string{"sag.sagsaktoer.ejer.virkning.fratidspunkt", "virkning.aktoer-og-type"}},
		{"a broken end of a party and a lost owner", owner(put(t, "sag", pastEnd, asStamp("2027-02-10T12:00:00")), unusedRole),
			[]string{endRule, "relation.rolle-ukendt", ownerLost}},
		{"two values that the structure refuses", strings.Replace(put(t, "sag", made, "i morgen"), ">11111111<", ">1111111<", 1), []string{madeRule, cvrRule}},
		{"a note's title and a case's key", strings.Replace(put(t, "sag", title, strings.Repeat("a", 256)), "<sag:Sagsnummer>2026-000001", "<sag:Sagsnummer>2026-7",
			1), []string{"sag.egenskaber.titel", "sag.egenskaber.noegle-lig-sagsnummer"}},
		{"a role of ones weighs less too", owner(sag, "11111111-1111-1111-1111-111111111111"), []string{"vaerdi.uuid-ens-cifre", ownerLost}},
		{"one broken role and two that are missing", strings.Replace(put(t, "sag", ownerRole, asURN("urn:oio:x:y:z")), "a1263342-d348-44ba-a566-233f37c4cb67",
			uuidOf(t, "Sagsaktoer", "Rolle", "Primær behandler"), 1),
			[]string{"relation.rolle", "sag.sagsaktoer.ansvarlig.forekomst", ownerLost}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, f := range verdict.Causes(judge.CheckMessage("m", []byte(c.message), roles, reg)) {
				if !slices.Contains(got, f.Rule) {
					got = append(got, f.Rule)
				}
			}
			slices.Sort(got)
			if want := slices.Sorted(slices.Values(c.causes)); !slices.Equal(got, want) {
				t.Errorf("the causes are %v, want %v", got, want)
			}
		})
	}
}

// TestConsequencesAreMasked: what follows from a finding shows no more of a citizen than
// the finding itself.
func TestConsequencesAreMasked(t *testing.T) {
	roles, reg := registers(t)
	for _, f := range judge.CheckMessage("m", []byte(put(t, "sag", ownUUID, "0123456789")), roles, reg) {
		if strings.Contains(f.Message+f.Actual+f.Expected+f.Fix+f.Fragment+f.Suggestion+f.ConsequenceOf.Path, "0123456789") {
			t.Errorf("%s shows the number", f.Rule)
		}
	}
}
