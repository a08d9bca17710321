package main

import (
	"archive/zip"
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"klarmeld/internal/judge"
	"klarmeld/internal/privacy"
	"klarmeld/internal/recording"
	"klarmeld/internal/services"
	"klarmeld/internal/verdict"
	"klarmeld/reports"
)

// kindsOfGrowth are the inputs whose cost is measured: messages, searches,
// removals, captures, files of a user's and what is shown. Where a bound refuses
// the largest of them, they show that a refusal costs little.
func kindsOfGrowth() []grown {
	all := []grown{
		{"check: a long name with attributes", 64_000, checkOf(longNames)},
		{"check: long names of siblings", 100, checkOf(func(n int) string { return beside(repeat(n, `<%s/>`, strings.Repeat("n", 2000))) })},
		{"check: unknown attributes", 2000, checkOf(func(n int) string { return beside(repeat(n/100, `<sdi:SagIndeks %s/>`, attributes(100))) })},
		{"check: unknown elements", 4000, checkOf(func(n int) string { return beside(repeat(n, "<x/>")) })},
		{"check: unknown elements, each its own", 4000, checkOf(func(n int) string { return beside(each(n, "<x%d/>")) })},
		{"check: unknown elements in a case", 2000, checkOf(func(n int) string { return inCase("</sag:RelationListe>", repeat(n, "<x/>")) })},
		{"check: nested unknown elements", 1600, checkOf(func(n int) string {
			return beside(repeat(n/100, "%s%s", strings.Repeat("<sdi:SagIndeks><y/>", 100), strings.Repeat("</sdi:SagIndeks>", 100)))
		})},
		{"check: bad values in a case", 500, checkOf(func(n int) string { return inCase(extension, repeat(n, party, "x")) })},
		{"check: elements out of order", 2000, checkOf(func(n int) string { return inCase("<sag:Egenskaber>", repeat(n, "<sag:Titel>x</sag:Titel>")) })},
		{"check: a wrong namespace", 1000, checkOf(func(n int) string {
			return inCase("</sdi:SagIndeks>", "<sag:Registrering xmlns:sag=\"urn:x\">"+repeat(n, "<sag:x/>")+"</sag:Registrering>")
		})},
		{"check: empty cases", 2000, checkOf(func(n int) string { return beside(repeat(n, "<sdi:SagIndeks/>")) })},
		{"check: parties that keep the contract", 200, checkOf(func(n int) string { return inCase(extension, repeat(n, party, aCase(1))) })},
		{"check: whole cases", 50, checkOf(func(n int) string { return importOf(n, "") })},
		{"check: header elements", 4000, checkOf(func(n int) string { return at(god(), "</soap:Header>", each(n, `<u:e%d xmlns:u="urn:x"/>`)) })},
		{"check: namespace declarations", 200, checkOf(func(n int) string { return beside(repeat(n, "<x %s/>", declarations(200))) })},
		{"check: text in pieces", 20_000, checkOf(func(n int) string { return at(god(), "Aftale om", repeat(n, "&amp;<!-- -->")) })},
		{"check: a long text", 200_000, checkOf(func(n int) string { return at(god(), "Aftale om", repeat(n, "æ ")) })},
		{"check: processing instructions", 10_000, checkOf(func(n int) string { return beside(repeat(n, "<?a b?>")) })},
		{"check: line ends", 400_000, checkOf(func(n int) string { return beside(repeat(n, "\r\n")) })},
		{"mask: digits", 100_000, masking2("0142034567 ", 11)},
		{"mask: one row of digits", 100_000, masking2("0", 1)},
		{"mask: base64", 100_000, masking2("MDE0MjAzNDU2Nyx4", 16)},
		{"mask: base64 over lines", 100_000, masking2("QUJDREVGR0hJSktMTU5P\n", 21)},
		{"mask: escapes", 100_000, masking2("&amp;amp;%2525", 14)},
		{"mask: tags", 100_000, masking2("0<b>", 4)},
		{"mask: open tags", 100_000, masking2("<a 1", 4)},
		{"mask: names", 100_000, masking2("cpr=%3D", 7)},
		{"mask: backslashes", 100_000, masking2(`\`, 1)},
		{"mask: tokens", 100_000, masking2("password=Bearer x;", 18)},
	}
	return slices.Concat(all, growthOfIndex(), growthOfFiles(), growthOfFeatures(), growthOfRegisters(), growthOfKnown())
}

// masking2 is the masking of so many bytes of a text again and again.
func masking2(text string, size int) func(testing.TB, int) func() {
	return func(_ testing.TB, n int) func() {
		s := strings.Repeat(text, n/size)
		return func() { privacy.Mask(s) }
	}
}

// growthOfIndex is what the index and its judge do with many messages, and with
// long ones.
func growthOfIndex() []grown { return append(growthOfImports(), growthOfRemovals()...) }

func growthOfImports() []grown {
	return []grown{
		{"index: imports", 250, conversing(func(n int) (before, measured []string) {
			return nil, eachMessage(n, func(i int) string { return caseMessage(i, "") })
		})},
		{"index: updates of one case", 50, conversing(func(n int) (before, measured []string) {
			return []string{caseMessage(1, "")}, eachMessage(n, func(int) string { return updated(caseMessage(1, "")) })
		})},
		{"index: one update with one relation again and again", 100, conversing(func(n int) (before, measured []string) {
			m := caseMessage(1, repeat(n, party, aCase(7)))
			return []string{m}, []string{updated(m)}
		})},
		{"index: cases with one key", 250, conversing(func(n int) (before, measured []string) {
			return nil, eachMessage(n, func(i int) string {
				return strings.ReplaceAll(caseMessage(i, ""), fmt.Sprintf("2026-%06d", i), "2026-000001")
			})
		})},
		{"index: relations to other cases", 200, conversing(func(n int) (before, measured []string) {
			return nil, []string{caseMessage(1, eachText(n, related))}
		})},
		{"index: an update that ends relations", 100, conversing(func(n int) (before, measured []string) {
			m := caseMessage(1, eachText(n, related))
			return []string{m}, []string{strings.ReplaceAll(updated(m), "<sd:GraenseIndikator>true</sd:GraenseIndikator>",
				"<sd:TidsstempelDatoTid>2026-12-24T03:01:00.783+01:00</sd:TidsstempelDatoTid>")}
		})},
		{"index: sets of properties", 50, conversing(func(n int) (before, measured []string) {
			set := god()[strings.Index(god(), "<sag:Egenskaber>") : strings.Index(god(), "</sag:Egenskaber>")+len("</sag:Egenskaber>")]
			return []string{caseMessage(1, "")}, []string{at(updated(caseMessage(1, "")), "<sag:Egenskaber>", repeat(n, set))}
		})},
		{"index: empty relations", 1000, conversing(func(n int) (before, measured []string) {
			return nil, []string{caseMessage(1, repeat(n, "<sag:Sagsrelation/>"))}
		})},
		{"index: many who refer to one", 250, conversing(func(n int) (before, measured []string) {
			return []string{caseMessage(0, "")}, append(eachMessage(n, func(i int) string { return caseMessage(i+1, related(0)) }), removing(0, 1))
		})},
	}
}

// growthOfRemovals is what removals and searches cost.
func growthOfRemovals() []grown {
	return []grown{
		{"fjern: one that refers to all that go", 200, conversing(func(n int) (before, measured []string) {
			return append(eachMessage(n, func(i int) string { return caseMessage(i, "") }), caseMessage(n, eachText(n, related))), []string{removing(0, n)}
		})},
		{"fjern: one message each", 250, conversing(func(n int) (before, measured []string) {
			return eachMessage(n, func(i int) string { return caseMessage(i, "") }), eachMessage(n, func(i int) string { return removing(i, i+1) })
		})},
		{"fjern: all in one message", 250, conversing(func(n int) (before, measured []string) {
			return eachMessage(n, func(i int) string { return caseMessage(i, "") }), []string{removing(0, n)}
		})},
		{"fjern: all by a search", 250, conversing(func(n int) (before, measured []string) {
			all := body("Fjern", "<sdi:SoegUdtryk>"+strings.Replace(criterion, ">x<", ">Aftale%<", 1)+"</sdi:SoegUdtryk>")
			return eachMessage(n, func(i int) string { return caseMessage(i, "") }), []string{all}
		})},
		{"fjern: cases with documents", 250, conversing(func(n int) (before, measured []string) {
			return append(eachMessage(n, documentMessage), eachMessage(n, func(i int) string { return caseMessage(i, filed(i)) })...), []string{removing(0, n)}
		})},
		{"fjern: what others refer to", 250, conversing(func(n int) (before, measured []string) {
			return eachMessage(n, func(i int) string { return caseMessage(i, related(i/2)) }), eachMessage(n/2, func(i int) string { return removing(i, i+1) })
		})},
		{"fjern: what is not there", 4000, conversing(func(n int) (before, measured []string) { return nil, []string{removing(0, n)} })},
		{"fremsoeg: named cases", 250, conversing(func(n int) (before, measured []string) {
			return eachMessage(n, func(i int) string { return caseMessage(i, "") }),
				[]string{searching(each(n, "<sdi:SagUuid>41ac9245-d933-5858-a0cc-%012x</sdi:SagUuid>"))}
		})},
		{"fremsoeg: criteria", 2000, conversing(func(n int) (before, measured []string) {
			return eachMessage(100, func(i int) string { return caseMessage(i, "") }),
				[]string{searching("<sdi:SoegUdtryk><sdi:operation>OR</sdi:operation>" + repeat(n, criterion) + "</sdi:SoegUdtryk>")}
		})},
		{"fremsoeg: criteria of one leaf", 2000, conversing(func(n int) (before, measured []string) {
			leaf := strings.Replace(criterion, "<sag:RelationListe/>", "<sag:RelationListe>"+repeat(n, party, aCase(7))+"</sag:RelationListe>", 1)
			return eachMessage(100, func(i int) string { return caseMessage(i, "") }), []string{searching("<sdi:SoegUdtryk>" + leaf + "</sdi:SoegUdtryk>")}
		})},
		{"fremsoeg: one search of many cases", 250, conversing(func(n int) (before, measured []string) {
			return eachMessage(n, func(i int) string { return caseMessage(i, "") }), []string{searching("<sdi:SoegUdtryk>" + criterion + "</sdi:SoegUdtryk>")}
		})},
	}
}

// growthOfFiles is what files of others cost, and what is shown of them.
func growthOfFiles() []grown {
	return []grown{
		{"samtale: HAR", 100, calledOn("t.har", harOf, "check", "--samtale")},
		{"samtale: a log with envelopes", 100,
			calledOn("t.log", func(n int) string { return eachText(n, func(i int) string { return caseMessage(i, "") + "\n" }) }, "check", "--samtale")},
		{"samtale: a log with envelopes that do not end", 2000, calledOn("t.log", func(n int) string {
			return repeat(n, "x <s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"> ")
		}, "check", "--samtale")},
		{"samtale: a log with the word alone", 20_000, calledOn("t.log", func(n int) string { return repeat(n, "<a Envelope &amp;") }, "check", "--samtale")},
		{"samtale: JSON in JSON", 4000, calledOn("t.log", func(n int) string {
			return "{\"a\":" + strings.Repeat("[", n) + `"<Envelope>"` + strings.Repeat("]", n) + "}"
		}, "check", "--samtale")},
		{"samtale: a ZIP", 250, zippedMessages},
		{"profile: aliases", 2, profiled(func(n int) string {
			return "a0: &a0 [x,x,x,x,x,x,x,x]\n" + eachText(n, func(i int) string {
				return fmt.Sprintf("a%d: &a%d [%s]\n", i+1, i+1, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*a%d,", i), 8), ","))
			})
		})},
		{"profile: a long list", 4000, profiled(func(n int) string { return "x:\n" + repeat(n, "- y\n") })},
		{"profile: nested", 500, profiled(func(n int) string { return "x: " + strings.Repeat("[", n) + strings.Repeat("]", n) + "\n" })},
		{"profile: names", 2000, profiled(func(n int) string { return each(n, "navn%d: 1\n") })},
		{"profile: a long text", 40_000, profiled(func(n int) string { return "x: \"" + repeat(n, "a\\n ") + "\"\n" })},
		{"profile: a folded text", 4000, profiled(func(n int) string { return "x: >\n" + repeat(n, "  a\n") })},
		{"profile: comments", 8000, profiled(func(n int) string { return repeat(n, "# a\n") + "x: 1\n" })},
		{"console: a long word", 50_000, consoled(func(n int) verdict.SystemResult { return reasoned(strings.Repeat("x", n)) })},
		{"console: many words", 50_000, consoled(func(n int) verdict.SystemResult { return reasoned(strings.Repeat("x ", n)) })},
		{"console: a word of marks", 50_000, consoled(func(n int) verdict.SystemResult { return reasoned(strings.Repeat("a\u0301", n)) })},
		{"forms: findings", 250, formed},
		{"replay: exchanges", 100, replaying},
		{"waiting: what comes and is not waited for", 250, waiting},
	}
}

// conversing sends messages to the services, which record them for a judge;
// what is sent before is no part of what is measured.
func conversing(of func(n int) (before, measured []string)) func(testing.TB, int) func() {
	return func(t testing.TB, n int) func() {
		ground, err := groundOf("", "")
		if err != nil {
			t.Fatal(err)
		}
		now := danishNow()
		log := recording.NewStream(now, judging{judge: judge.New(map[string]verdict.CapabilityID{}).WithoutSuggestions(), to: recording.Discard{}})
		open, _, err := services.Open(ground, recording.Run{System: "growth"}, log, now)
		if err != nil {
			t.Fatal(err)
		}
		send := func(m string) int {
			w, r := httptest.NewRecorder(), httptest.NewRequest(http.MethodPost, "/sagdokumentindeks/6", strings.NewReader(m))
			r.Header.Set("Content-Type", "application/soap+xml")
			open.ServeHTTP(w, r)
			if os.Getenv("SHOW") != "" {
				fmt.Println(w.Body.String())
			}
			return w.Code
		}
		before, after := of(n)
		for _, m := range before {
			if code := send(m); code != http.StatusOK {
				t.Fatalf("HTTP %d: %.3000s", code, m)
			}
		}
		return func() {
			for _, m := range after {
				send(m)
			}
			if err := open.Err(); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func zippedMessages(t testing.TB, n int) func() {
	file := filepath.Join(t.TempDir(), "t.zip")
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := range n {
		w, err := z.Create(fmt.Sprintf("%d.xml", i))
		if err == nil {
			_, err = w.Write([]byte(caseMessage(i, "")))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return called(t, "check", "--samtale", file)
}

func profiled(make func(n int) string) func(testing.TB, int) func() {
	return calledOn("klarmeld.yaml", make, "preflight", "--profile")
}

func consoled(of func(n int) verdict.SystemResult) func(testing.TB, int) func() {
	return func(t testing.TB, n int) func() {
		r := verdict.RunResult{Systems: []verdict.SystemResult{of(n)}}
		return func() {
			if err := reports.Console(&bytes.Buffer{}, r, 80, reports.Danish); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// formed writes every form of a report with so many findings.
func formed(t testing.TB, n int) func() { return forming(t, withFindings(n)) }

// withFindings is a result with so many findings, each of a rule of its own.
func withFindings(n int) verdict.SystemResult {
	r := reasoned("x")
	for i := range n {
		r.Capabilities[0].Scenarios[0].Findings = append(r.Capabilities[0].Scenarios[0].Findings, verdict.Finding{Rule: fmt.Sprintf("x.y%d", i),
			Capability: verdict.Sag, Outcome: verdict.Fail, Message: "m", Expected: "e", Actual: "a", Fix: "f", Exchange: i + 1, Path: fmt.Sprintf("a/b[%d]", i)})
	}
	return r
}

func forming(t testing.TB, r verdict.SystemResult) func() {
	return func() {
		for _, f := range reports.Forms() {
			if err := f.Write(&bytes.Buffer{}, reports.Report{System: r}); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// shownKnown tells on the console which findings are known.
func shownKnown(t testing.TB, r verdict.SystemResult) func() {
	return func() {
		if err := reports.KnownConsole(&bytes.Buffer{}, r, 80, reports.Danish); err != nil {
			t.Fatal(err)
		}
	}
}

// reasoned is a result with one text in it.
func reasoned(text string) verdict.SystemResult {
	return verdict.SystemResult{Name: "x", Title: text, Policy: "p", Verdict: verdict.NotApproved,
		Capabilities: []verdict.CapabilityResult{{ID: verdict.Sag, Name: "Sag", Outcome: verdict.Fail, Reason: text,
			Scenarios: []verdict.ScenarioResult{{ID: "s", Name: "S", Capability: verdict.Sag, Outcome: verdict.Fail}}}}}
}

// replaying judges a recording of so many exchanges again.
func replaying(t testing.TB, n int) func() {
	dir := filepath.Join(t.TempDir(), "o")
	folder, err := recording.NewFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	ground, err := groundOf("", "")
	if err != nil {
		t.Fatal(err)
	}
	now := danishNow()
	open, _, err := services.Open(ground, recording.Run{System: "serve", Version: version()}, recording.NewStream(now, folder), now)
	if err != nil {
		t.Fatal(err)
	}
	for i := range n {
		w, r := httptest.NewRecorder(), httptest.NewRequest(http.MethodPost, "/sagdokumentindeks/6", strings.NewReader(caseMessage(i, "")))
		r.Header.Set("Content-Type", "application/soap+xml")
		open.ServeHTTP(w, r)
	}
	if err := folder.Close(); err != nil {
		t.Fatal(err)
	}
	return called(t, "replay", dir)
}
