package judge_test

import (
	"slices"
	"strings"
	"testing"

	"klarmeld/internal/english"
	"klarmeld/internal/judge"
	"klarmeld/internal/ordliste"
	"klarmeld/internal/verdict"
)

// titles are titles, and the rules of titles that a message breaks, with the near ones beside
// them that do not.
var titles = []struct{ title, rules string }{
	// Ten digits that look like a CPR number, and such as do not. The days that there are
	// are those of people who are not born yet.
	{"Brev til 0142034567", "titel.cpr"}, {"Brev til 014203-4567", "titel.cpr"}, {"Brev til 014203 4567", "titel.cpr"}, {"Brev til 014203–4567", "titel.cpr"},
	{"Brev til 01.42.03-4567", "titel.cpr"}, {"Brev til 310136-4567", "titel.cpr"}, {"Brev til 910136-4567", "titel.cpr"}, {"Brev til 200136-4567", "titel.cpr"},
	{"cpr0142034567x", "titel.cpr"}, {"Brev til 320136-4567", ""}, {"Brev til 310436-4567", ""}, {"Brev til 300236-4567", ""}, {"Brev til 010036-4567", ""},
	{"Brev til 920136-4567", ""}, {"Brev 01420345678", ""}, {"Brev 014203456", ""}, {"Brev 2026-000114", ""}, {"Brev 2026000114", ""}, {"Brev 0142-034567", ""},
	{"Brev 014203, 4567", ""},
	{"Brev 12 34 56 78", ""},
	// Words of the list.
	{"Støtte ved skizofreni", "titel.ord"}, {"Skizofrenidiagnose stillet", "titel.ord"}, {"OBS: ring først", "titel.ord"},
	{"Hjemmebesøg, må ikke sendes", "titel.ord"}, {"Kth. fra maj", "titel.ord"}, {"HIV og depression, PTSD", "titel.ord"},
	{"Observation af skolen", ""}, {"Kthorsens have", ""}, {"Må sendes", ""}, {"Et hiv i snoren", ""}, {"Diagnose af bygningen", ""},
	// Titles that are none, and such as say something after all.
	{"-", "titel.tom"}, {"(uden titel)", "titel.tom"}, {"NULL", "titel.tom"}, {"???", "titel.tom"}, {"Intet nyt fra naboen", ""}, {"Skøde uden titelblad", ""},
	{"Sag", "titel.generisk"}, {"Ny sag 2", "titel.generisk"}, {"Dokument1", "titel.generisk"}, {"TEST", "titel.generisk"}, {"scan_001.pdf", "titel.generisk"},
	{"Scanning 2026-11-24.pdf", "titel.generisk"}, {"afgoerelse-endelig.docx", "titel.generisk"}, {"2026-000114", "titel.generisk"}, {"20261124",
		"titel.generisk"}, {"Sag om hegn", ""}, {"Test af hørelse", ""}, {"Dokumentation for indkomst", ""}, {"Brev", ""}, {"Kopi af skøde", ""}, {"Svar om pdf", ""},
	// Shouts, and abbreviations.
	{"AFSLAG PÅ ANSØGNING", "titel.raab"}, {"KONTANTHJÆLP", "titel.raab"}, {"Svar nu!!", "titel.raab"}, {"SU og EU-borger", ""}, {"Afslag på SU!", ""},
	{"BBR og LBK", ""},
	// Colleagues, by name and by key, and namesakes of theirs.
	{"Samtale med Laura Sand", "titel.kollega"}, {"laura sands besøg", "titel.kollega"}, {"Journal (kbk0002)", "titel.kollega"},
	{"Laura og sandet", ""}, {"Sandstrand", ""}, {"Besøg hos Laura Sandersen", ""}, {"Kbk 2", ""},
	{"OBS: LAURA SAND, 014203-4567", "titel.cpr titel.kollega titel.ord titel.raab"},
	{"Aftale om forebyggende hjemmebesøg", ""},
}

// TestTitles: what is wrong with a title is found, and what is near it is not; no digit of
// a CPR number gets out, all of it is in English too, and none of it is more than a remark.
func TestTitles(t *testing.T) {
	roles, reg := registers(t)
	for _, c := range titles {
		for _, m := range []string{change(t, message(t, "sag"), "Aftale om forebyggende hjemmebesøg", c.title),
			change(t, message(t, "dokument"), "Ansøgning om kontanthjælp", c.title)} {
			var rules []string
			for _, f := range judge.CheckMessage("besked.xml", []byte(m), roles, reg) {
				if !strings.HasPrefix(f.Rule, "titel.") {
					continue
				}
				rules = append(rules, f.Rule)
				if said := f.Message + f.Actual + f.Expected + f.Fragment; strings.Contains(said, "4567") || strings.Contains(said, "136") {
					t.Errorf("%q gets out: %s", c.title, said)
				}
				if err := english.Missing(f.Message, f.Expected, f.Actual, f.Fix, f.Source); err != nil {
					t.Errorf("%q: %v", c.title, err)
				}
				if f.Outcome != verdict.Remark && f.Outcome != verdict.Information {
					t.Errorf("%q: %v", c.title, f.Outcome)
				}
			}
			slices.Sort(rules)
			if got := strings.Join(rules, " "); got != c.rules {
				t.Errorf("%q breaks %q, want %q", c.title, got, c.rules)
			}
		}
	}
}

// TestTitlesThatAreShown: only what a citizen can see is looked at.
func TestTitlesThatAreShown(t *testing.T) {
	roles, reg := registers(t)
	sag, dokument := change(t, message(t, "sag"), "Aftale om forebyggende hjemmebesøg", "Ny sag"),
		change(t, message(t, "dokument"), "Ansøgning om kontanthjælp", "Dokument1")
	const end = "<sd:TilTidspunkt><sd:TidsstempelDatoTid>2026-11-25T00:00:00.000+01:00</sd:TidsstempelDatoTid></sd:TilTidspunkt>"
	for _, c := range []struct {
		name, message string
		want          bool
	}{
		{"a case of a citizen", sag, true},
		{"a letter", dokument, true},
		{"an internal note", change(t, dokument, "Brev, indgaaende", "Internt Notat"), false},
		{"a company's case", change(t, sag, "urn:oio:cpr-nr:0123456789", "urn:oio:cvr-nr:11111111"), false},
		{"nobody's case", cut(t, sag, "<sag:Sagspart>", "</sag:Sagspart>"), false},
		{"what has ended", edit{from: "<sd:TilTidspunkt>\n", to: end + "<x>"}.ended(t, sag), false},
		{"the note of a journal", change(t, message(t, "journalnotat"), "Telefonsamtale", "Notat"), false},
	} {
		found := slices.ContainsFunc(judge.CheckMessage("x", []byte(c.message), roles, reg), func(f verdict.Finding) bool { return f.Rule == "titel.generisk" })
		if found != c.want {
			t.Errorf("%s: %t", c.name, found)
		}
	}
}

// ended is the message with the first TilTidspunkt after the properties' begin as a time.
func (e edit) ended(t *testing.T, s string) string {
	t.Helper()
	i := strings.Index(s, "<sag:Egenskaber>")
	j := i + strings.Index(s[i:], "<sd:TilTidspunkt>")
	k := j + strings.Index(s[j:], "</sd:TilTidspunkt>") + len("</sd:TilTidspunkt>")
	return s[:j] + strings.TrimSuffix(e.to, "<x>") + s[k:]
}

// TestOwnWords: the municipality's list is in the place of ours.
func TestOwnWords(t *testing.T) {
	roles, _ := registers(t)
	words, err := ordliste.Parse([]byte(`{"titel": "Vores", "ord": [{"ord": "aftale", "slags": "intern-kode"}], "generiske": ["skizofreni"]}`))
	if err != nil {
		t.Fatal(err)
	}
	for title, want := range map[string]string{"Aftale om besøg": "titel.ord", "Skizofreni": "titel.generisk", "Ny sag": ""} {
		got := ""
		for _, f := range (judge.Beside{Roles: roles, Words: words}).Check("x", []byte(change(t, message(t, "sag"), "Aftale om forebyggende hjemmebesøg", title))) {
			if strings.HasPrefix(f.Rule, "titel.") {
				got += f.Rule
			}
		}
		if got != want {
			t.Errorf("%q: %q, want %q", title, got, want)
		}
	}
}
