package main

import (
	"encoding/json"
	"fmt"
	"html"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"klarmeld/internal/schema"
)

// kaleby is a folder of registers like Korsbæk's, of a municipality of another name.
func kaleby(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for _, name := range []string{"organisation.json", "klassifikation.json"} {
		raw, err := os.ReadFile(filepath.Join("..", "..", "fixtures", "korsbaek", name))
		if err != nil {
			t.Fatal(err)
		}
		text := strings.NewReplacer("Korsbæk Kommune", "Kaleby Kommune", `"11111111"`, `"11111112"`).Replace(string(raw))
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// runAt plays the systems of the table at a time of its own, in a process of its own.
func runAt(t *testing.T, at, out string, more ...string) {
	t.Helper()
	cmd := exec.Command(os.Args[0], append([]string{"run", "--out", out}, more...)...)
	cmd.Env = append(os.Environ(), "KLARMELD_TEST_BE=klarmeld", "KLARMELD_TEST_NOW="+at)
	if said, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
}

// nineReports are reports of the three systems: of Korsbæk in February, where only two
// areas were tried, and in June, and of Kaleby in June, where somebody has made Momentum
// approved by hand.
func nineReports(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "hemmelig-mappe")
	runAt(t, "2026-02-02T09:00:00+01:00", filepath.Join(dir, "korsbaek", "februar"), "--only", "sag,fjern")
	runAt(t, "2026-06-01T12:00:00+02:00", filepath.Join(dir, "korsbaek", "juni"))
	runAt(t, "2026-06-03T12:00:00+02:00", filepath.Join(dir, "kaleby"), "--fixtures", kaleby(t))
	altered := filepath.Join(dir, "kaleby", "momentum-2020", "rapport.json")
	raw, err := os.ReadFile(altered)
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Replace(string(raw), `"verdict": "ikke_godkendt"`, `"verdict": "godkendt"`, 1)
	if text == string(raw) {
		t.Fatal("nothing was altered")
	}
	if err := os.WriteFile(altered, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

// shownRow is a row of the table as the page has it: what stands at its head, and each
// cell by its column, in words alone.
type shownRow struct {
	head  string
	cells map[string]string
}

var (
	tags  = regexp.MustCompile(`<[^>]*>`)
	cells = regexp.MustCompile(`(?s)<td role="cell"[^>]*data-col="([^"]*)"[^>]*>(.*?)</td>`)
)

func words(markup string) string {
	return strings.Join(strings.Fields(html.UnescapeString(tags.ReplaceAllString(markup, " "))), " ")
}

// shownTable reads the table of a page.
func shownTable(t *testing.T, page string) []shownRow {
	t.Helper()
	raw, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(raw), `<table class="card matrix"`)
	_, table, _ = strings.Cut(table, "<tbody")
	table, _, _ = strings.Cut(table, "</tbody>")
	var out []shownRow
	for _, part := range strings.Split(table, `<tr role="row"`)[1:] {
		head, rest, _ := strings.Cut(part, "</th>")
		_, head, _ = strings.Cut(head, "<th")
		r := shownRow{words("<th" + head), map[string]string{}}
		for _, m := range cells.FindAllStringSubmatch(rest, -1) {
			r.cells[html.UnescapeString(m[1])] = words(m[2])
		}
		out = append(out, r)
	}
	return out
}

// published is the table of October 2020 in substance, and the system in which all is
// right, by column: what a cell begins with, and what it says.
var published = map[string]map[string][2]string{
	"Fasit": {
		"Samlet":                {"! Godkendt med bemærkninger", ""},
		"Ajourfør Sag":          {"✓ Bestået", "Alle 20 scenarier"},
		"Ajourfør Journalnotat": {"! Bemærkning", "ingen referencer til journalnotater"},
		"Ajourfør Dokument":     {"! Bemærkning", "ingen referencer til dokumenter"},
		"Læs Organisation":      {"! Bemærkning", "UUID'er skrives ind i hånden"},
		"Læs Klassifikation":    {"! Bemærkning", "kommunen mapper selv sagstyper til KLE"},
		"Fjern entiteter":       {"! Bemærkning", "ingen service, som kan fjerne"},
	},
	"Momentum": {
		"Samlet":                {"✗ Ikke godkendt", ""},
		"Ajourfør Sag":          {"✗ Fejl", "passive sager overføres ikke"},
		"Ajourfør Journalnotat": {"✗ Fejl", "to emner (KLE), der ikke er det samme"},
		"Ajourfør Dokument":     {"! Bemærkning", "præfiks på journalnotatet antyder et dokument"},
		"Læs Organisation":      {"! Bemærkning", "én fast UUID for al beskæftigelse"},
		"Læs Klassifikation":    {"! Bemærkning", "kan sættes manuelt på sagen"},
		"Fjern entiteter":       {"! Bemærkning", "ingen service, som kan fjerne"},
	},
	"Referencesystemet": {
		"Samlet": {"✓ Godkendt", ""}, "Ajourfør Sag": {"✓ Bestået", "Alle 20"}, "Ajourfør Journalnotat": {"✓ Bestået", "Alle 6"},
		"Ajourfør Dokument": {"✓ Bestået", "Alle 11"},
		"Læs Organisation":  {"✓ Bestået", "Alle 8"}, "Læs Klassifikation": {"✓ Bestået", "Alle 5"}, "Fjern entiteter": {"✓ Bestået", "Alle 8"},
	},
}

// agrees holds a row against what it should say, cell by cell.
func (r shownRow) agrees(t *testing.T, want map[string][2]string) {
	t.Helper()
	if len(r.cells) != len(want) {
		t.Errorf("%s has %d cells, want %d", r.head, len(r.cells), len(want))
	}
	for column, w := range want {
		if got := r.cells[column]; !strings.HasPrefix(got, w[0]) || !strings.Contains(got, w[1]) {
			t.Errorf("%s, %s: %q; want %q … %q", r.head, column, got, w[0], w[1])
		}
	}
}

// TestNineReports: the table of nine reports is right cell by cell, names the one that was
// altered by hand, and is in substance the one that was published in 2020; over time each
// date is a row, with what has changed.
func TestNineReports(t *testing.T) {
	t.Parallel()
	dir := nineReports(t)
	now, over := filepath.Join(t.TempDir(), "ud"), filepath.Join(t.TempDir(), "tid")
	code, said := program("matrix", dir, "--out", now)
	if code != 20 || !strings.Contains(said, "holder ikke, og vises uden udfald: ") ||
		!strings.Contains(said, "Momentum (simuleret, som i efteråret 2020), Kaleby Kommune, 2026-06-03") {
		t.Errorf("exit code %d: %s", code, said)
	}
	rows := shownTable(t, filepath.Join(now, "oversigt.html"))
	heads := []string{"Fasit Kaleby Kommune 3. juni", "Fasit Korsbæk Kommune 1. juni", "Momentum Korsbæk Kommune 1. juni",
		"Referencesystemet Kaleby Kommune 3. juni", "Referencesystemet Korsbæk Kommune 1. juni", "Momentum Kaleby Kommune 3. juni"}
	headed(t, rows, heads)
	for i, r := range rows {
		name, _, _ := strings.Cut(heads[i], " ")
		if i == 5 { // the altered one says nothing of itself
			if got := r.cells["Samlet"]; len(r.cells) != 1 || !strings.HasPrefix(got, "✗ Stemmer ikke") ||
				!strings.Contains(got, "rapport.json er ændret (SHA-256 passer ikke)") || strings.Contains(got, "odkendt") {
				t.Errorf("the altered one: %v", r.cells)
			}
			continue
		}
		r.agrees(t, published[name])
	}

	if code, said := program("matrix", filepath.Join(dir, "korsbaek"), "--out", over, "--over-tid"); code != 0 {
		t.Fatalf("exit code %d: %s", code, said)
	}
	rows = shownTable(t, filepath.Join(over, "oversigt.html"))
	headed(t, rows, []string{"Fasit Korsbæk Kommune 1. juni", "Fasit Korsbæk Kommune 2. februar", "Momentum Korsbæk Kommune 1. juni",
		"Momentum Korsbæk Kommune 2. februar",
		"Referencesystemet Korsbæk Kommune 1. juni", "Referencesystemet Korsbæk Kommune 2. februar"})
	for i, r := range rows {
		name, _, _ := strings.Cut(r.head, " ")
		if i%2 == 1 {
			r.agrees(t, partly(published[name]))
			if strings.Contains(r.cells["Samlet"], "Siden") {
				t.Errorf("the first has nothing before it: %s", r.cells["Samlet"])
			}
			continue
		}
		for _, column := range []string{"Ajourfør Journalnotat", "Ajourfør Dokument", "Læs Organisation", "Læs Klassifikation"} {
			was := published[name][column]
			if got := r.cells[column]; !strings.HasPrefix(got, was[0]+" Før: ○ Ikke afprøvet") || !strings.Contains(got, was[1]) {
				t.Errorf("%s, %s: %q does not say what it was", r.head, column, got)
			}
		}
	}
	for i, want := range map[int]string{0: "Nyt: 30. 4 områder har et andet udfald.", 2: "Nyt: 31. 4 områder har et andet udfald.",
		4: "4 områder har et andet udfald."} {
		if got := rows[i].cells["Samlet"]; !strings.Contains(got, "Siden 2. februar 2026 kl. 09.00: "+want) {
			t.Errorf("what has changed: %q, want %q", got, want)
		}
	}
	for _, out := range []string{now, over} {
		publishable(t, out, dir)
	}
}

// partly is what is said of a system when only cases and removal were tried.
func partly(whole map[string][2]string) map[string][2]string {
	out := map[string][2]string{}
	for column, w := range whole {
		switch {
		case column == "Samlet" && !strings.HasPrefix(w[0], "✗"):
			out[column] = [2]string{"○ Ufuldstændig", ""}
		case column == "Samlet", column == "Ajourfør Sag", column == "Fjern entiteter":
			out[column] = w
		default:
			out[column] = [2]string{"○ Ikke afprøvet", "udeladt af --only"}
		}
	}
	return out
}

// headed holds the heads of rows against the words that each begins with.
func headed(t *testing.T, rows []shownRow, want []string) {
	t.Helper()
	if len(rows) != len(want) {
		t.Errorf("%d rows, want %d", len(rows), len(want))
	}
	for i, r := range rows[:min(len(rows), len(want))] {
		name, rest, _ := strings.Cut(want[i], " ")
		if !strings.HasPrefix(r.head, name) || !strings.Contains(r.head, "simuleret "+rest) {
			t.Errorf("row %d is %q, want %q", i+1, r.head, want[i])
		}
	}
}

// publishable sees that an overview can be put on a web server as it is: it loads nothing,
// needs no script, and says nothing of the machine or of anybody's CPR number.
func publishable(t *testing.T, dir, from string) {
	t.Helper()
	files, err := os.ReadDir(dir)
	if err != nil || len(files) != 6 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, f := range files {
		raw, err := os.ReadFile(filepath.Join(dir, f.Name()))
		if err != nil {
			t.Fatal(err)
		}
		for _, no := range []string{from, "hemmelig-mappe", os.TempDir(), "korsbaek/", "0123456789", "1113540026", "<script", "http://", "https://", "src=",
			"url(", "<link"} {
			if strings.Contains(string(raw), no) {
				t.Errorf("%s holds %q", f.Name(), no)
			}
		}
		if f.Name() == "oversigt.json" {
			if err := schema.Validate(schema.Overview, raw); err != nil {
				t.Error(err)
			}
		}
	}
}

// wanted is what a municipality wants mended first.
const wanted = `{"titel": "Korsbæks", "raekkefoelge": [` +
	`{"scenarie": "sag-04", "frist": "2027-03-01"}, {"omraade": "fjern"}, {"regel": "scenarie.sag.kle"}]}`

// TestSharedShortcomings: what several systems lack is told by rule and scenario, counts
// systems and not reports, and is ordered by what the municipality wants first.
func TestSharedShortcomings(t *testing.T) {
	t.Parallel()
	_, dir := whole(t)
	out, wants := filepath.Join(t.TempDir(), "ud"), filepath.Join(t.TempDir(), "prioriteter.json")
	if err := os.WriteFile(wants, []byte(wanted), 0o600); err != nil {
		t.Fatal(err)
	}
	if code, said := program("matrix", dir, "--out", out, "--prioritet", wants); code != 0 {
		t.Fatalf("exit code %d: %s", code, said)
	}
	var doc struct {
		Reports []struct {
			System     string
			Priorities []string
		}
		Shortcomings []struct {
			Rule, NotOffered, Outcome string
			LeftOpen                  bool
			Systems, Reports          []string
			Priority                  int
		}
	}
	raw, err := os.ReadFile(filepath.Join(out, "oversigt.json"))
	if err == nil {
		err = json.Unmarshal(raw, &doc)
	}
	if err != nil {
		t.Fatal(err)
	}
	var order []string
	for _, r := range doc.Reports {
		order = append(order, r.System+" "+strings.Join(r.Priorities, ","))
	}
	if got := strings.Join(order, "; "); got != "reference opfyldt,opfyldt,opfyldt; fasit-2020 opfyldt,mangler,ikke_set; momentum-2020 mangler,mangler,mangler" {
		t.Errorf("the rows: %s", got)
	}
	var lines []string
	for _, s := range doc.Shortcomings {
		lines = append(lines, fmt.Sprintf("%s%s %s %v %d", s.Rule, s.NotOffered, s.Outcome, s.Systems, s.Priority))
		if len(s.Systems) != len(s.Reports) { // one municipality
			t.Errorf("%s%s: systems %v, reports %v", s.Rule, s.NotOffered, s.Systems, s.Reports)
		}
	}
	for _, want := range []string{
		"sag-04 fejl [momentum-2020] 1",
		"fjern-01 bemaerkning [fasit-2020 momentum-2020] 2",
		"scenarie.sag.kle fejl [momentum-2020] 3",
		"klassifikation-05 bemaerkning [fasit-2020 momentum-2020] 0",
		"journalnotat-01 bemaerkning [fasit-2020] 0",
		"scenarie.laest.i-haanden bemaerkning [fasit-2020 momentum-2020] 0",
	} {
		if !strings.Contains("\n"+strings.Join(lines, "\n")+"\n", "\n"+want+"\n") {
			t.Errorf("no %q in\n%s", want, strings.Join(lines, "\n"))
		}
	}
	if !strings.HasPrefix(lines[0], "sag-04 ") || !strings.HasPrefix(lines[1], "fjern-01 ") {
		t.Errorf("what is wanted most is not first: %s, %s", lines[0], lines[1])
	}
}
