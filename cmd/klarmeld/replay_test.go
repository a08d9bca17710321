package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"klarmeld/internal/recording"
	"klarmeld/internal/simulated"
	"klarmeld/internal/verdict"
	"klarmeld/reports"
)

// reported plays the scenarios on a system, writes its report, and returns the
// report's folder.
func reported(t *testing.T, o runOptions, p simulated.Profile) string {
	t.Helper()
	o.out = t.TempDir()
	written(t, o, verdict.RunResult{Systems: []verdict.SystemResult{played(t, o, p)}})
	return filepath.Join(o.out, p.Name)
}

// program runs klarmeld and returns its exit code and what it said.
func program(args ...string) (code int, said string) {
	var out bytes.Buffer
	code = run(context.Background(), args, strings.NewReader(""), &out, &out)
	return code, out.String()
}

// TestReplayIsTheSame: a recording comes to the same report, to the byte,
// whatever the verdict was, from another folder and on another day.
func TestReplayIsTheSame(t *testing.T) {
	t.Parallel()
	town := smallTown(t)
	for _, c := range []struct {
		name      string
		deviation []simulated.Flaw
		only      []string
	}{
		{"reference", nil, nil}, {"fasit-2020", nil, nil}, {"momentum-2020", nil, nil},
		{"reference", []simulated.Flaw{simulated.LeavesReference}, nil},
		{"reference", []simulated.Flaw{simulated.SendsLate}, nil},
		{"reference", []simulated.Flaw{simulated.NeverRereadsOrganisation}, nil},
		{"reference", []simulated.Flaw{simulated.ForgetsCase}, nil},
		{"reference", nil, []string{"sag", "fjern-08"}},
	} {
		p := profile(t, c.name)
		if c.deviation != nil {
			p.Deviations = c.deviation
		}
		t.Run(p.Name+" "+strings.Join(c.only, " "), func(t *testing.T) {
			folder := reported(t, runOptions{municipality: town, only: c.only}, p)
			want, err := os.ReadFile(filepath.Join(folder, "rapport.json"))
			if err != nil {
				t.Fatal(err)
			}
			moved := filepath.Join(t.TempDir(), "et andet sted")
			if err := os.Rename(filepath.Join(folder, "optagelse"), moved); err != nil {
				t.Fatal(err)
			}
			old, _, err := reports.ReadReport(folder)
			if err != nil {
				t.Fatal(err)
			}
			code, got := program("replay", "--json", moved)
			if got != string(want) || code != old.Verdict.ExitCode() {
				t.Errorf("exit code %d, want %d; the reports differ: %d and %d bytes", code, old.Verdict.ExitCode(), len(got), len(want))
			}
		})
	}
}

// TestReplayByAnotherPolicy: the same recording, judged more strictly.
func TestReplayByAnotherPolicy(t *testing.T) {
	t.Parallel()
	folder := reported(t, runOptions{municipality: smallTown(t)}, profile(t, "fasit-2020"))
	code, said := program("replay", folder, "--policy", "klarmelding")
	if code != verdict.NotApproved.ExitCode() || !strings.Contains(said, "Dommen: Ikke godkendt, før Godkendt med bemærkninger") {
		t.Errorf("exit code %d:\n%s", code, said)
	}
}

// edit changes a file of a report.
func edit(name string, from, to string) func(*testing.T, string) {
	return func(t *testing.T, dir string) {
		path := filepath.Join(dir, name)
		raw, err := os.ReadFile(path)
		if err != nil || !bytes.Contains(raw, []byte(from)) {
			t.Fatalf("%s has no %q: %v", name, from, err)
		}
		if err := os.WriteFile(path, bytes.Replace(raw, []byte(from), []byte(to), 1), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// anothers lets a report be another klarmeld's, which says something else where ours
// says that; "" for nothing else.
func anothers(says string) func(*testing.T, string) {
	other := map[string]string{"": "", `"municipality": "Korsbæk`: `"municipality": "Aarhus`, `"outcome": "fejl"`: `"outcome": "bemaerkning"`,
		`"verdict": "ikke_godkendt"`: `"verdict": "harnessfejl"`,
		`"message": "KLE`:            `"message": "Intet om KLE`, `"fictive": false`: `"fictive": true`}
	return func(t *testing.T, dir string) {
		edit("rapport.json", `"program": "`, `"program": "9.9`)(t, dir)
		edit("rapport.json", says, other[says])(t, dir)
	}
}

// again does something to a report, and makes its manifest anew.
func again(do func(*testing.T, string)) func(*testing.T, string) {
	return func(t *testing.T, dir string) {
		do(t, dir)
		if err := recording.WriteManifest(dir); err != nil {
			t.Fatal(err)
		}
	}
}

// TestVerify: a report is what its recording comes to, and nobody has touched
// it; whatever has been changed is named.
func TestVerify(t *testing.T) {
	t.Parallel()
	town := smallTown(t)
	folder := reported(t, runOptions{municipality: town}, profile(t, "momentum-2020"))
	if code, said := program("verify", folder); code != 0 || !strings.Contains(said, "stemmer med optagelsen") || !strings.Contains(said, "Ikke godkendt") {
		t.Fatalf("exit code %d: %s", code, said)
	}
	request := "optagelse/" + firstRequest(t, folder)
	for _, c := range []struct {
		name string
		do   func(*testing.T, string)
		code int
		said string
	}{
		{"one byte of a request", edit(request, "Opstaaet", "Opstaaeu"), 20, request + " er ændret"},
		{"the list of the recording", edit("optagelse/optagelse.jsonl", `"status":200`, `"status":201`), 20, "optagelse/optagelse.jsonl er ændret"},
		{"the report", edit("rapport.json", "ikke_godkendt", "godkendt"), 20, "rapport.json er ændret"},
		{"the report and the manifest", again(edit("rapport.json", "momentum-2020", "momentum-2021")), 20, "rapport.json er ikke, hvad optagelsen giver"},
		{"the page and the manifest", again(edit("rapport.html", "Ikke godkendt", "Godkendt")), 20, "rapport.html er ikke, hvad optagelsen giver"},
		{"another klarmeld's", again(anothers("")), 30, "Siderne kan kun sammenlignes"},
		{"another klarmeld's, of another municipality", again(anothers(`"municipality": "Korsbæk`)), 20, "Kommunen:"},
		{"another klarmeld's, with another outcome", again(anothers(`"outcome": "fejl"`)), 30, "Anderledes end i rapporten"},
		{"another klarmeld's, with another verdict", again(anothers(`"verdict": "ikke_godkendt"`)), 20, "Dommen:"},
		{"another klarmeld's, with another text", again(anothers(`"message": "KLE`)), 30, "Anderledes end i rapporten"},
		{"another klarmeld's, of no real municipality", again(anothers(`"fictive": false`)), 20, "Opdigtet:"},
		{"a file is gone", func(t *testing.T, dir string) {
			if err := os.Remove(filepath.Join(dir, request)); err != nil {
				t.Fatal(err)
			}
		}, 20, request + " mangler"},
		{"a file has come", func(t *testing.T, dir string) {
			if err := os.WriteFile(filepath.Join(dir, "optagelse", "ny.xml"), nil, 0o600); err != nil {
				t.Fatal(err)
			}
		}, 20, "optagelse/ny.xml er kommet til"},
		{"no manifest", func(t *testing.T, dir string) {
			if err := os.Remove(filepath.Join(dir, recording.ManifestFile)); err != nil {
				t.Fatal(err)
			}
		}, 64, "ingen rapports mappe"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "rapport")
			if err := os.CopyFS(dir, os.DirFS(folder)); err != nil {
				t.Fatal(err)
			}
			c.do(t, dir)
			if code, said := program("verify", dir); code != c.code || !strings.Contains(said, c.said) {
				t.Errorf("exit code %d, want %d:\n%s\nwant %q", code, c.code, said, c.said)
			}
		})
	}
}

func firstRequest(t *testing.T, folder string) string {
	t.Helper()
	entries, err := recording.ReadFolder(filepath.Join(folder, "optagelse"))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if x := e.Exchange; x != nil && x.Operation == "importer" {
			return x.RequestFile
		}
	}
	t.Fatal("nothing was imported")
	return ""
}

// TestOnly: what is left out is not tried, and an incomplete run never
// approves.
func TestOnly(t *testing.T) {
	r := played(t, runOptions{municipality: smallTown(t), only: []string{"sag", "krav:AM-01"}}, profile(t, "reference"))
	if r.Verdict != verdict.Incomplete {
		t.Errorf("the verdict is %s", r.Verdict)
	}
	for _, c := range r.Capabilities {
		want := verdict.NotTried
		if c.ID == verdict.Sag {
			want = verdict.Pass
		}
		if c.Outcome != want || want == verdict.NotTried && !strings.Contains(c.Reason, "udeladt af --only") {
			t.Errorf("%s is %s: %s", c.ID, c.Outcome, c.Reason)
		}
	}
	if code, said := program("run", "--only", "ydelse", "--out", t.TempDir()); code != 64 || !strings.Contains(said, `"ydelse"`) {
		t.Errorf("exit code %d: %s", code, said)
	}
}

// TestOwnScenarios: a tester's own scenarios run with our sentences.
func TestOwnScenarios(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	const head = "# language: da\n@sag\nEgenskab: Vores egne\n\n  @id:egen-01 @krav:sag-3.3\n  Scenarie: Titlen rettes to gange\n" +
		"    Beviser, at den sidste gælder.\n\n    Givet at sagsbehandleren \"Jens Hagen\" har oprettet sagen \"En\" for borgeren \"Karen Bech\" i enheden " +
		"\"Ydelseskontoret\" med KLE-nummeret \"32.24.04\"\n    Og at sagsbehandleren retter sagens titel til \"To\"\n"
	write("egne.feature", head+"    Når sagsbehandleren retter sagens titel til \"Tre\"\n    Så er sagens titel \"Tre\"\n")
	r := played(t, runOptions{features: dir}, profile(t, "reference"))
	if c := r.Capabilities[0]; c.Outcome != verdict.Pass || len(c.Scenarios) != 1 || c.Scenarios[0].ID != "egen-01" {
		t.Errorf("%s: %s, %d scenarios", c.ID, c.Outcome, len(c.Scenarios))
	}
	if r.Verdict == verdict.Approved {
		t.Error("columns without scenarios were approved")
	}
	write("egne.feature", head+"    Når sagsbehandleren laver titlen om til \"Tre\"\n")
	if code, said := program("run", "--features", dir, "--out", t.TempDir()); code != 64 || !strings.Contains(said, "kender klarmeld ikke") ||
		!strings.Contains(said, "retter sagens titel") {
		t.Errorf("exit code %d: %s", code, said)
	}
	if code, said := program("run", "--features", t.TempDir(), "--out", t.TempDir()); code != 64 || !strings.Contains(said, "ingen .feature-filer") {
		t.Errorf("exit code %d: %s", code, said)
	}
}
