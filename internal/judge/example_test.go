package judge_test

import (
	"strings"
	"testing"

	"klarmeld/internal/judge"
	"klarmeld/internal/verdict"
)

// TestCopiedExamples: who has copied what a row shows, and is told that it is wrong,
// is told that it is the example that is.
func TestCopiedExamples(t *testing.T) {
	roles, registers := registers(t)
	sag, dok := message(t, "sag"), message(t, "dokument")
	const zone, dotted = "+01:00</sd:TidsstempelDatoTid>", "+01.00</sd:TidsstempelDatoTid>"
	for name, m := range map[string]string{
		"the zone of a virkning":       strings.Replace(sag, zone, dotted, 1),
		"the zone of the last":         replaceLast(sag, zone, dotted),
		"the zone of a Dokument":       strings.Replace(dok, zone, dotted, 1),
		"the zone of the registration": strings.Replace(sag, "+01:00</sd:Tidspunkt>", "+01.00</sd:Tidspunkt>", 1),
		"a borgerid":                   change(t, sag, "urn:oio:cpr-nr:0123456789", "urn:oio:us:borgerid:123456789123"),
		"a letter that came":           inTag(t, dok, "di:Type", "Brev, indgående"),
		"a letter that went":           inTag(t, dok, "di:Type", "Brev, udgående"),
		"a retention": change(t, dok, "<di:Dokumentnummer>",
			"<di:Kassationskode>1111aaaa-11aa-22bb-33cc-111111aaaaaaB</di:Kassationskode><di:Dokumentnummer>"),
	} {
		found := 0
		for _, f := range judge.CheckMessage("eksempel.xml", []byte(m), roles, registers) {
			if f.Outcome == verdict.Fail && strings.Contains(f.Message, "KOMBITs eget eksempel") {
				found++
			}
		}
		if found == 0 {
			t.Errorf("%s: nobody says that it is the example that is wrong", name)
		}
	}
	blank := change(t, sag, "<gd:ReferenceID>", "<gd:Indeks>n/a</gd:Indeks><gd:ReferenceID>")
	said := false
	for _, f := range judge.CheckMessage("eksempel.xml", []byte(blank), roles, registers) {
		said = said || f.Outcome == verdict.Fail && strings.Contains(f.Fix, "n/a")
	}
	if !said {
		t.Error("n/a: nobody says that it is no example")
	}
}

func replaceLast(s, from, to string) string {
	i := strings.LastIndex(s, from)
	return s[:i] + to + s[i+len(from):]
}

// inTag gives the first element of a name another text.
func inTag(t *testing.T, s, tag, text string) string {
	t.Helper()
	_, after, ok := strings.Cut(s, "<"+tag+">")
	was, _, closed := strings.Cut(after, "</"+tag+">")
	if !ok || !closed {
		t.Fatalf("no <%s>", tag)
	}
	return strings.Replace(s, "<"+tag+">"+was, "<"+tag+">"+text, 1)
}
