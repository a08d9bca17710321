package main

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"klarmeld/internal/config"
	"klarmeld/internal/recording"
	"klarmeld/internal/simulated"
	"klarmeld/internal/verdict"
	"klarmeld/reports"
)

// TestNoCPRLeaves: whatever command is given, nothing it writes holds a fictive
// citizen's number: no report of any form, no line on the screen, no error. The
// recording alone does.
func TestNoCPRLeaves(t *testing.T) {
	t.Parallel()
	p := profile(t, "reference")
	p.Deviations = []simulated.Flaw{simulated.NoteReplacesKLE, simulated.PassiveWithoutHistory, simulated.LetterWithoutDate, simulated.LeavesDocuments}
	o := runOptions{out: t.TempDir()}
	all := verdict.RunResult{Systems: []verdict.SystemResult{played(t, o, p)}}
	for _, l := range reports.Languages() {
		o.language = l
		written(t, o, all)
		scan(t, "the reports in "+string(l), folder(t, o.out))
	}
	dir := filepath.Join(o.out, "reference")
	if recorded := recordedBytes(t, filepath.Join(dir, recording.Subfolder)); !slices.ContainsFunc(numbers(t),
		func(n string) bool { return strings.Contains(recorded, n) }) {
		t.Error("the recording holds no CPR number: the test looks at nothing")
	}
	for _, args := range commands(t, dir, all.Systems[0]) {
		var said bytes.Buffer
		run(t.Context(), args, strings.NewReader(""), &said, &said)
		if said.Len() == 0 {
			t.Errorf("%v says nothing", args)
		}
		scan(t, strings.Join(args, " "), said.String())
	}
}

// commands are ways to look at a report and at its recording, and mistakes with
// a number in them.
func commands(t *testing.T, dir string, r verdict.SystemResult) [][]string {
	t.Helper()
	number := numbers(t)[0]
	out := [][]string{
		{"replay", dir}, {"replay", dir, "--json"}, {"replay", dir, "--out", t.TempDir(), "--lang", "en"}, {"verify", dir}, {"compare", dir, dir},
		{"explain", "no-such-finding", "--rapport", dir}, {"explain", number, "--rapport", dir}, {"rules", number}, {"verify", number},
		{"sign", number, "--navn", number}, {"run", "--system", number}, {"run", "--policy", number}, {"run", "--only", number}, {"check", number},
	}
	for _, f := range r.Findings() {
		out = append(out, []string{"explain", f.ID, "--rapport", dir, "--besked"})
	}
	requests, err := filepath.Glob(filepath.Join(dir, recording.Subfolder, "*-request.xml"))
	if err != nil || len(requests) == 0 {
		t.Fatal("nothing is recorded", err)
	}
	for i := 0; i < len(requests); i += 10 {
		out = append(out, []string{"check", requests[i]})
	}
	return out
}

// numbers are the CPR numbers of Korsbæk's fictive citizens.
func numbers(t *testing.T) []string {
	t.Helper()
	registers, err := config.Municipality("")
	if err != nil {
		t.Fatal(err)
	}
	snapshot, err := registers.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Borgere []struct{ CPR string } }
	if err := json.Unmarshal(snapshot, &file); err != nil || len(file.Borgere) == 0 {
		t.Fatalf("no citizens: %v", err)
	}
	var out []string
	for _, b := range file.Borgere {
		out = append(out, b.CPR)
	}
	return out
}

var encoded = regexp.MustCompile(`[A-Za-z0-9+/]{14,}`)

// scan looks for the numbers in a text: with or without a hyphen, and in what it
// has of base64.
func scan(t *testing.T, what, text string) {
	t.Helper()
	var hidden strings.Builder
	for _, e := range encoded.FindAllString(text, -1) {
		b, _ := base64.RawStdEncoding.DecodeString(e)
		hidden.Write(b)
		hidden.WriteByte(' ')
	}
	for _, n := range numbers(t) {
		for _, shape := range []string{n, n[:6] + "-" + n[6:], n[:6] + " " + n[6:]} {
			if strings.Contains(text, shape) || strings.Contains(hidden.String(), shape) {
				t.Errorf("%s: the CPR number %s left the program", what, n)
			}
		}
	}
}

// folder is all that stands in a run's folder, but for the recordings.
func folder(t *testing.T, dir string) string {
	t.Helper()
	var all strings.Builder
	files := 0
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && d.Name() == recording.Subfolder:
			return filepath.SkipDir
		case d.IsDir():
			return nil
		}
		raw, err := os.ReadFile(path)
		all.Write(raw)
		files++
		return err
	})
	if err != nil || files < len(reports.Forms()) {
		t.Fatalf("%d files: %v", files, err)
	}
	return all.String()
}
