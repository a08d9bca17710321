package reports_test

import (
	"strings"
	"testing"

	"klarmeld/internal/config"
	"klarmeld/internal/impact"
	"klarmeld/internal/verdict"
	"klarmeld/reports"
)

// cprNumber is in every kind of text of the run below, and may be in no form.
const cprNumber = "0123456789"

// hostile is text that a vendor's system could send: markup, a terminal
// escape, a mark that turns the direction of writing, and a CPR number.
const hostile = "<script>alert('æøå')</script> \x1b[31m rød \u202e012345\u202c6789 "

const hostileXML = "&lt;script&gt;alert('æøå')&lt;/script&gt; \u202e012345\u202c6789"

func finding(o verdict.Outcome, c verdict.CapabilityID, rule, message string) verdict.Finding {
	return verdict.Finding{Rule: rule, Outcome: o, Capability: c, Source: "Anvisninger for sagsobjektet 1.7, 3.8 Klasserelation", Message: message,
		Expected: "27.35.04", Actual: "32.24.04", Fix: "Send sagens eget KLE-nummer, når et notat føjes til.",
		Impact: impact.Of(rule)}
}

func at(f verdict.Finding, exchange, line int, file, scenario string) verdict.Finding {
	f.Exchange, f.Line, f.File, f.Scenario = exchange, line, file, scenario
	f.Path = "OpdaterSagDokumentIndeksInput/OpdaterSagIndeks/Registrering/RelationListe/PrimaerKlasse"
	f.Suggestion, f.IsExample = "<PrimaerKlasse>\n  <Titel>Æbleø</Titel>\n</PrimaerKlasse>", true
	f.Fragment = "<PrimaerKlasse>\n  <Titel>Æbleø</Titel>\n  <URN>urn:oio:cpr-nr:" + cprNumber + "</URN>\n</PrimaerKlasse>"
	return f
}

func scenario(id string, c verdict.CapabilityID, name string, findings ...verdict.Finding) verdict.Observed {
	return verdict.Observed{ID: id, Name: name, Capability: c, Requirements: []string{"sag-3.1", "vilkår-passive-sager"}, Checks: 12, Findings: findings,
		Exchanges: []int{2, 14},
		Steps: []verdict.Step{{Text: "Når sagsbehandleren \"Laura Sand\" opretter sagen \"Hjemmebesøg\"", Status: verdict.StepDone},
			{Text: "Så findes sagen i indekset", Status: verdict.StepDone}}}
}

func notOffered(o verdict.Observed, why string) verdict.Observed {
	o.NotOffered, o.Checks, o.Exchanges, o.Impact = why, 0, nil, impact.OfMissing(o.ID, string(o.Capability))
	o.Steps = []verdict.Step{{Text: o.Steps[0].Text, Status: verdict.StepStopped}, {Text: o.Steps[1].Text, Status: verdict.StepSkipped}}
	return o
}

// good is one passed scenario in each column but those that are left out.
func good(without ...verdict.CapabilityID) []verdict.Observed {
	var out []verdict.Observed
	for _, c := range verdict.Capabilities() {
		if !strings.Contains(" "+join(without)+" ", " "+string(c.ID)+" ") {
			out = append(out, scenario(string(c.ID)+"-01", c.ID, "Det går, som det skal: "+c.Name))
		}
	}
	return out
}

func join(ids []verdict.CapabilityID) string {
	var s []string
	for _, id := range ids {
		s = append(s, string(id))
	}
	return strings.Join(s, " ")
}

func system(t testing.TB, name, title string, observed []verdict.Observed, expected map[verdict.CapabilityID]int) verdict.SystemResult {
	t.Helper()
	p, err := config.Policy("pilot-2020")
	if err != nil {
		t.Fatal(err)
	}
	counted := map[verdict.CapabilityID]int{}
	for _, o := range observed {
		counted[o.Capability]++
	}
	for c, n := range expected {
		counted[c] = n
	}
	s := verdict.Fold(observed, counted, p)
	s.Proof = verdict.Proof{ProofSum: verdict.ProofSum{Rules: 12, Cases: 40, Killed: 40},
		Groups: []verdict.ProofGroup{{Name: "Sag · Sagsaktoer", ProofSum: verdict.ProofSum{Rules: 8, Cases: 30, Killed: 30}},
			{Name: "På tværs af elementer og meddelelser", ProofSum: verdict.ProofSum{Rules: 4, Cases: 10, Killed: 10}}}}
	s.Name, s.Title, s.Ruleset, s.Program = name, title, "2026.2", "0.1.0"
	s.Municipality, s.Fictive, s.Begun = "Korsbæk Kommune", true, "2026-01-12T09:00:00Z"
	return s
}

// momentum has every outcome of a finding.
func momentum(t *testing.T) verdict.SystemResult {
	kle := "Sagens primære klasse er ændret fra 27.35.04 til 32.24.04, da et notat blev føjet til, og KLE-nummeret svarer ikke til den UUID, " +
		"der står ved siden af det i samme relation."
	moved := at(finding(verdict.Fail, verdict.Journalnotat, "klasse.uuid-og-nummer", kle), 14, 31, "0014-request.xml", "organisation-01")
	s := system(t, "momentum-2020", "Momentum (simuleret, som i efteråret 2020)", []verdict.Observed{
		scenario("sag-01", verdict.Sag, "En ny sag sendes til indekset"),
		notOffered(scenario("sag-04", verdict.Sag, "En sag, der allerede er afsluttet, overføres med hele sin historik"), "passive sager overføres ikke"),
		scenario("journalnotat-01", verdict.Journalnotat, "Et journalnotat sendes på sin sag",
			at(finding(verdict.Fail, verdict.Journalnotat, "klasse.uuid-og-nummer", kle), 14, 27, "0014-request.xml", "journalnotat-01"),
			at(finding(verdict.Fail, verdict.Journalnotat, "klasse.uuid-og-nummer", kle), 17, 27, "optagelse/0017-request.xml", "journalnotat-01"),
			at(finding(verdict.Fail, verdict.Journalnotat, "kontrakt.form", hostile+"CPR 012345-6789"), 17, 3, "javascript:alert(1)", "journalnotat-01"),
			finding(verdict.NotTried, verdict.Journalnotat, "sag.part.primaer",
				"Om rollen »Primær part« er der, kan ikke afgøres: rollens rigtige UUID er ikke offentlig."),
			finding(verdict.Remark, verdict.Journalnotat, "relation.rolle-ukendt",
				"Journalpost har en ukendt rolle: UUID'en står ikke på listen over relationsklasser."),
			finding(verdict.Information, verdict.Journalnotat, "brugsmoenster.raekkefoelge", "Kaldene kom i en anden rækkefølge end i AM-02; det er tilladt.")),
		notOffered(scenario("dokument-01", verdict.Dokument, "Et udgående brev knyttes til sin sag"),
			"snitfladen har ingen referencer til dokumenter; et præfiks på journalnotatet antyder et dokument, som kun ses i SAPA"),
		notOffered(scenario("dokument-02", verdict.Dokument, "Et indgående brev har sin brevdato"),
			"snitfladen har ingen referencer til dokumenter; et præfiks på journalnotatet antyder et dokument, som kun ses i SAPA"),
		scenario("organisation-01", verdict.Organisation, "Kommune, enheder og brugere læses, før de bruges", moved,
			finding(verdict.NotObserved, verdict.Organisation, "handling.trafik",
				"Systemet svarede, at det havde udført laes-organisation, men klarmeld så ikke en læsning i FK Organisation.")),
		notOffered(scenario("klassifikation-01", verdict.Klassifikation, "KLE-emne og handlingsfacet læses, før de bruges"),
			"KLE ajourføres ikke automatisk; det kan sættes manuelt på sagen"),
		scenario("fjern-01", verdict.Fjern, "Systemet fjerner alt, hvad det har sendt, og intet andet"),
	}, nil)
	s.Citizens = demoCitizens()
	return promising(s)
}

// promising is a result with what its vendor has promised, each state of a promise among
// it, and with how the municipality manages meanwhile.
func promising(s verdict.SystemResult) verdict.SystemResult {
	s.OtherVerdicts = []verdict.OtherVerdict{{Policy: "klarmelding", Title: "Som ved klarmelding: alt skal tilbydes", Verdict: verdict.NotApproved, Scenarios: 3}}
	by := func(ids ...string) verdict.ProofBy { return verdict.ProofBy{Scenarios: ids} }
	s.Promises = s.Hold(verdict.Criteria{
		Title:  "SKI 02.19, klarmelding " + hostile + "CPR 012345-6789",
		Groups: []verdict.CriterionGroup{{ID: "Y14", Title: "Arbejdsmarked"}, {ID: "I-3", Title: hostile + "CPR 012345-6789"}},
		All: []verdict.Criterion{
			{ID: "I-3.1", Text: "Sager ajourføres", Groups: []verdict.OwnID{"Y14", "I-3"}, Offered: verdict.OfferAll, Date: "2025-06-01", Proof: by("sag-01")},
			{ID: "I-3.2", Text: "Passive sager overføres " + hostile, Groups: []verdict.OwnID{"Y14", "I-4"}, Offered: verdict.OfferAll,
				Reason: "kommer " + hostile + "CPR 012345-6789", Date: "2025-12-01", Proof: by("sag-04")},
			{ID: "I-3.3", Text: "Journalnotater", Offered: verdict.OfferPart, Proof: by("journalnotat-01")},
			{ID: "I-3.4", Text: "Breve", Offered: verdict.OfferAll, Date: "2026-12-01", Proof: by("dokument-01", "dokument-02")},
			{ID: "I-3.5", Text: "Fjernelse", Offered: verdict.OfferNone, Date: "2027-01-01", Proof: by("fjern-01")},
			{ID: "I-3.6", Text: "KLE", Offered: verdict.OfferNone, Proof: by("klassifikation-01")},
			{ID: "I-3.7", Text: "Noget helt andet", Offered: verdict.OfferAll},
		},
	})
	s.Meanwhile = []verdict.Meanwhile{
		{Rule: "klasse.uuid-og-nummer", Text: "Vi retter KLE i hånden. " + hostile + "CPR 012345-6789", Until: "2026-03-01", Name: "Ydelseskontoret"},
		{Scenario: "dokument-01", Text: "Brevene lægges i e-Boks.", Until: "2025-12-31"},
		{Criterion: "I-3.2", Text: "Borgeren kan ringe."},
		{Scenario: "sag-01", Text: "Intet."},
	}
	return s
}

// report is momentum's, with what there was before it and the messages that it
// shows. Its recording is one that nobody has.
func report(t *testing.T, l reports.Language) reports.Report {
	now, was := momentum(t), momentum(t)
	was.Begun = "2026-01-09T10:30:00+01:00"
	old := &was.Capabilities[0].Scenarios[0]
	old.Findings = append(old.Findings, finding(verdict.Fail, verdict.Sag, "sag.egenskaber.titel", "Titel mangler i Egenskaber. CPR "+cprNumber))
	old.Outcome = verdict.Fail
	offered := &now.Capabilities[2].Scenarios[1]
	offered.NotOffered, offered.NotOfferedAs = "", verdict.Information
	was.Capabilities[1].Scenarios[0].Findings = was.Capabilities[1].Scenarios[0].Findings[2:]
	message := `<a:Envelope xmlns:a="x"><URN>urn:oio:cpr-nr:` + cprNumber + `</URN><Notat>MDEyMzQ1Njc4OQ==</Notat><Titel>MDEyMzQ1Njc4OQ== og ` + hostileXML +
		`</Titel></a:Envelope>`
	return reports.Report{System: momentum(t), Since: reports.SinceThen(was, now), Language: l,
		Recording: reports.Recording{Files: 3, Digest: strings.Repeat("0123abcd", 8)},
		Messages: []reports.ShownExchange{reports.NewMessage(14, []byte(message), []byte("<Svar>MDEyMzQ1Njc4OQ==</Svar>")),
			reports.NewMessage(17, []byte("\x1b\x00 <ikke xml "+cprNumber), nil)}}
}

// demoRun has a system for each verdict.
func demoRun(t *testing.T) verdict.RunResult {
	t.Helper()
	remarked := append(good(verdict.Fjern),
		notOffered(scenario("fjern-01", verdict.Fjern, "Systemet fjerner alt"), "der er ingen service, som kan fjerne oprettede entiteter; CPR "+cprNumber))
	empty := scenario("dokument-01", verdict.Dokument, "Et udgående brev knyttes til sin sag")
	empty.Checks = 0
	broken := scenario("sag-01", verdict.Sag, "En ny sag sendes til indekset")
	broken.Harness = "klarmeld kender ikke sætningen: " + hostile
	return verdict.RunResult{Systems: []verdict.SystemResult{
		system(t, "reference", "Reference (gør alt rigtigt)", good(), nil),
		system(t, "fasit-2020", "Fasit (simuleret)", remarked, nil),
		momentum(t),
		system(t, "halv", "", append(good(verdict.Dokument), empty), nil),
		system(t, "uheld", "Uheld "+hostile, append(good(verdict.Sag, verdict.Fjern), broken), map[verdict.CapabilityID]int{verdict.Fjern: 2}),
	}}
}

func checkedFiles() []verdict.Finding {
	f := func(o verdict.Outcome, file string, line int, message string) verdict.Finding {
		x := at(finding(o, verdict.Sag, "sag.egenskaber.titel", message), 0, line, file, "")
		return x
	}
	return []verdict.Finding{
		f(verdict.Remark, "b/sag.xml", 4, "Journalpost har en ukendt rolle."),
		f(verdict.Fail, "b/sag.xml", 40, "Titel mangler i Egenskaber: sagens titel er obligatorisk, når en sag importeres, og skal gentages i hver opdatering."),
		f(verdict.Fail, "b/sag.xml", 12, hostile),
		f(verdict.Information, "a.xml", 0, "Kaldene kom i en anden rækkefølge end i AM-02."),
	}
}

// unsigned are reports of results that nobody has signed.
func unsigned(all ...verdict.SystemResult) []reports.Report {
	var out []reports.Report
	for _, s := range all {
		out = append(out, reports.Report{System: s})
	}
	return out
}
