package main

import (
	"bytes"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"klarmeld/internal/english"
	"klarmeld/internal/simulated"
	"klarmeld/internal/verdict"
)

// passiveTimes are the times of the passive case of sag-04, which no other case has.
var passiveTimes = regexp.MustCompile(`201[89]-\d\d-\d\dT[^<]*`)

// passive changes the times of the passive case.
func passive(to func(string) string) func(string) string {
	return func(m string) string { return passiveTimes.ReplaceAllStringFunc(m, to) }
}

// on gives what happened on a day another time.
func on(days ...string) func(string) string {
	return func(at string) string {
		for i := 0; i < len(days); i += 2 {
			if strings.HasPrefix(at, days[i]) {
				return days[i+1]
			}
		}
		return at
	}
}

var (
	documents   = regexp.MustCompile(`(?s)<sdi:DokumentIndeks>.*</sdi:DokumentIndeks>`)
	itsUnit     = regexp.MustCompile(`(?s)(<di:Dokumentaktoer>.*?<di:Dokumentaktoer>.*?<gd:ReferenceID>\s*<sd:UUIDIdentifikator>)[^<]*`)
	itsClass    = regexp.MustCompile(`(?s)(<di:Dokumentklasse>.*?<gd:ReferenceID>\s*<sd:UUIDIdentifikator>)[^<]*(.*?BrugervendtNoegle>)[^<]*`)
	foreignUnit = "${1}991edfc9-eb93-5aca-b1bd-8049c476101d"
	otherClass  = "${1}a3b5d0a4-0000-0000-0000-000000000000${2}32.24.04"
)

func inDocuments(change func(string) string) func(string) string {
	return func(m string) string { return documents.ReplaceAllStringFunc(m, change) }
}

// TestOutcomes: what counts is what stands in the index in the end, and that counts.
func TestOutcomes(t *testing.T) {
	t.Parallel()
	town := smallTown(t)
	otherClass = strings.Replace(otherClass, "a3b5d0a4-0000-0000-0000-000000000000", classOf(t, "32.24.04"), 1)
	for _, c := range []struct {
		name, scenario string
		change         func(string) string
		rule           string // that is found
		outcome        verdict.Outcome
	}{
		{"the days of the case, at other hours", "sag-04",
			passive(on("2018-03", "2018-03-01T14:23:11.120+01:00", "2019", "2019-02-28T23:59:59+01:00")), "", verdict.Pass},
		{"the days in UTC", "sag-04", passive(on("2018-03", "2018-02-28T23:00:00Z", "2019", "2019-02-27T23:00:00Z")), "", verdict.Pass},
		{"closed at the end of the day", "sag-04", passive(on("2019", "2019-03-01T00:00:00.000+01:00")), "", verdict.Pass},
		{"today's dates", "sag-04", passive(on("2018-03", "2026-05-31T10:00:00Z", "2018", "2026-05-31T10:00:01Z", "2019", "2026-05-31T10:00:02Z")),
			"scenarie.sag.forloeb", verdict.Fail},
		{"closed when it was transferred", "sag-04", passive(on("2019", "2026-05-31T10:00:02Z")), "scenarie.sag.forloeb", verdict.Fail},
		{"a day too early, at midnight in UTC", "sag-04", passive(on("2018-03", "2018-02-28T22:59:59Z")), "scenarie.sag.forloeb", verdict.Fail},
		{"a day too late", "sag-04", passive(on("2019", "2019-03-01T00:00:01+01:00")), "scenarie.sag.forloeb", verdict.Fail},
		{"another municipality's unit", "dokument-01", inDocuments(func(m string) string { return itsUnit.ReplaceAllString(m, foreignUnit) }),
			"dokument.dokumentaktoer.ansvarlig.anden-kommune", verdict.Fail},
		{"another emne", "dokument-01", inDocuments(func(m string) string { return itsClass.ReplaceAllString(m, otherClass) }),
			"sag.journalpost.dokumentets-klasse", verdict.Remark},
		{"another emne, with a reason", "journalnotat-05", inDocuments(func(m string) string { return itsClass.ReplaceAllString(m, otherClass) }), "", verdict.Pass},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := altered(t, town, "", c.change, c.scenario)
			s := scenario(r, c.scenario)
			found := slices.ContainsFunc(s.Findings, func(f verdict.Finding) bool { return f.Rule == c.rule })
			if s.Outcome != c.outcome || found != (c.rule != "") {
				t.Errorf("%s is %s, want %s with %q: %v", c.scenario, s.Outcome, c.outcome, c.rule, s.Findings)
			}
			for _, f := range s.Findings {
				if f.Rule == "scenarie.sag.aaben-foerst" {
					t.Errorf("it was closed from the first: %v", f)
				}
				if err := english.Missing(f.Message, f.Expected, f.Actual, f.Fix, f.Source); err != nil {
					t.Error(err)
				}
			}
		})
	}
}

// classOf is the UUID of a KLE emne in Korsbæk's registers.
func classOf(t *testing.T, number string) string {
	t.Helper()
	ground, err := groundOf("", "")
	if err != nil {
		t.Fatal(err)
	}
	o, ok := ground.Registers.ByName("Klasse", number)
	if !ok {
		t.Fatalf("there is no class %s", number)
	}
	return o.UUID
}

// openFirst sends the passive case as open, and closes it by an opdater.
type openFirst struct{ road http.RoundTripper }

var (
	caseStates = regexp.MustCompile(`(?s)<sag:TilstandListe>.*</sag:TilstandListe>`)
	oneState   = regexp.MustCompile(`(?s)<sag:Fremdrift>.*?</sag:Fremdrift>`)
	endOfState = regexp.MustCompile(`(?s)(<sd:TilTidspunkt>).*?(</sd:TilTidspunkt>)`)
	itsUUID    = regexp.MustCompile(`<sdi:SagIndeks>\s*(<sd:UUIDIdentifikator>[^<]*</sd:UUIDIdentifikator>)`)
	wholeCase  = regexp.MustCompile(`(?s)<sdi:SagIndeks>.*</sdi:SagIndeks>`)
)

func (o openFirst) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body == nil {
		return o.road.RoundTrip(r)
	}
	raw, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	send := func(m string, operation string) (*http.Response, error) {
		again := r.Clone(r.Context())
		again.Body, again.ContentLength = io.NopCloser(strings.NewReader(m)), int64(len(m))
		for k, v := range again.Header {
			again.Header[k] = []string{strings.ReplaceAll(v[0], "importer", operation)}
		}
		return o.road.RoundTrip(again)
	}
	m := string(raw)
	states := caseStates.FindString(m)
	if !passiveTimes.MatchString(states) || !strings.Contains(m, "<sdi:SagIndeks>") {
		r.Body = io.NopCloser(bytes.NewReader(raw))
		return o.road.RoundTrip(r)
	}
	first := endOfState.ReplaceAllString(oneState.FindString(states), "$1<sd:GraenseIndikator>true</sd:GraenseIndikator>$2")
	if reply, err := send(strings.Replace(m, states, "<sag:TilstandListe>"+first+"</sag:TilstandListe>", 1), "importer"); err != nil ||
		reply.StatusCode != http.StatusOK {
		return reply, err
	}
	update := "<sdi:OpdaterSagIndeks>" + itsUUID.FindStringSubmatch(m)[1] + states + "<sdi:Tidspunkt>2026-05-31T10:00:02Z</sdi:Tidspunkt></sdi:OpdaterSagIndeks>"
	return send(strings.ReplaceAll(wholeCase.ReplaceAllString(m, update), "ImporterSagDokumentIndeksInput", "OpdaterSagDokumentIndeksInput"), "opdater")
}

// TestOpenFirst: a passive case that came as open first is as right as one that did not,
// and it is told.
func TestOpenFirst(t *testing.T) {
	t.Parallel()
	sub := simulatedSubject(profile(t, "reference"))
	sub.OnTheWay = func(road http.RoundTripper) http.RoundTripper { return openFirst{road} }
	r := tried(t, runOptions{municipality: smallTown(t), only: []string{"sag-04", "sag-03"}}, sub, clock)
	s := scenario(r, "sag-04")
	found := slices.ContainsFunc(s.Findings, func(f verdict.Finding) bool {
		return f.Rule == "scenarie.sag.aaben-foerst" && f.Outcome == verdict.Information
	})
	if s.Outcome != verdict.Pass || !found {
		t.Errorf("sag-04 is %s: %v", s.Outcome, s.Findings)
	}
	several := slices.DeleteFunc(variants(t, simulated.Allowed), func(v simulated.Variant) bool { return v.Name != "flere-registreringer" })
	v, err := profile(t, "reference").Vary(several...)
	if err != nil {
		t.Fatal(err)
	}
	one := scenario(played(t, runOptions{municipality: smallTown(t), only: []string{"sag-04"}}, v), "sag-04")
	if one.Outcome != verdict.Pass || slices.ContainsFunc(one.Findings, func(f verdict.Finding) bool { return f.Rule == "scenarie.sag.aaben-foerst" }) {
		t.Errorf("one registration for each state: sag-04 is %s: %v", one.Outcome, one.Findings)
	}
	if s := scenario(r, "sag-03"); slices.ContainsFunc(s.Findings, func(f verdict.Finding) bool { return f.Rule == "scenarie.sag.aaben-foerst" }) {
		t.Errorf("sag-03: %v", s.Findings)
	}
}
