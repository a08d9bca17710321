package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"klarmeld/internal/recording"
)

// TestVerifyFindsForgeries: whoever changes a report's recording and makes the
// manifest anew is found by the recording's chain; whoever makes the chain anew too,
// by the replies, which are computed again. What is said names the line.
func TestVerifyFindsForgeries(t *testing.T) {
	t.Parallel()
	folder := reported(t, runOptions{municipality: smallTown(t)}, profile(t, "momentum-2020"))
	if code, said := program("verify", folder); code != 0 || !strings.Contains(said, "Optagelsens kæde holder: ") ||
		!strings.Contains(said, "svar, ingen forskelle") {
		t.Fatalf("exit code %d: %s", code, said)
	}
	for _, c := range []struct {
		name string
		do   func(*testing.T, string)
		said string
	}{
		{"a status", edit("optagelse/optagelse.jsonl", `"status":200`, `"status":201`), "er ændret: linje"},
		{"a time", edit("optagelse/optagelse.jsonl", `"afsluttet":"2026`, `"afsluttet":"2025`), "er ændret: linje"},
		{"who sent it", edit("optagelse/optagelse.jsonl", `"afsender":"system"`, `"afsender":"nabo"`), "er ændret: linje"},
		{"a space", edit("optagelse/optagelse.jsonl", `"art":"scenarieslut"`, `"art": "scenarieslut"`), "er ændret: linje"},
		{"a line removed", jsonl(func(l []string) []string { return slices.Delete(l, 30, 31) }), "linje 31 har nummer 32; der mangler en linje"},
		{"a line doubled", jsonl(func(l []string) []string { return slices.Insert(l, 30, l[29]) }),
			"linje 31 har nummer 30, som linjen før har; den står der to gange"},
		{"two lines swapped", jsonl(func(l []string) []string { l[30], l[40] = l[40], l[30]; return l }), "linje 31 har nummer 41"},
		{"the tail cut", jsonl(func(l []string) []string { return l[:len(l)-9] }), "Optagelsen er ikke afsluttet"},
		{"the last line", jsonl(func(l []string) []string {
			l[len(l)-1] = strings.Replace(l[len(l)-1], "+01:00", "+02:00", 1)
			return l
		}), "den passer ikke med sin egen SHA-256"},
		{"a line after the last", jsonl(func(l []string) []string { return append(l, "{}\n") }), "har intet nummer"},
		{"two lines with one file", jsonl(func(l []string) []string {
			request, first := regexp.MustCompile(`\d{4}-request\.xml`), ""
			for i := range l {
				if file := request.FindString(l[i]); first != "" && file != "" {
					l[i] = strings.Replace(l[i], file, first, 1)
					break
				} else if first == "" {
					first = file
				}
			}
			return l
		}), "to linjer har samme fil"},
		{"a file that no line names", placed("optagelse/9999-request.xml", "<a/>"), "optagelsens mappe rummer 9999-request.xml, som ingen linje"},
		{"a file of somebody's", placed("optagelse/noter.txt", ""), "optagelsens mappe rummer noter.txt"},
		{"what the folder says of itself", placed("optagelse/LAES-MIG.txt", "Del den gerne."), "LAES-MIG.txt i optagelsens mappe er ændret"},
		{"bytes of a request", edit("optagelse/"+firstRequest(t, folder), "Opstaaet", "Opstaaeu"), "er ændret, siden den blev optaget"},
		{"a reply, with the chain made anew",
			forged(func(x *recording.Exchange) { x.Reply = bytes.Replace(x.Reply, []byte(">20<"), []byte(">49<"), 1) }), "svar: optaget"},
		{"what was noticed, with the chain made anew", forged(func(x *recording.Exchange) { x.Notes = nil; x.Operation = "fremsoeg" }),
			"operation: optaget fremsoeg; beregnet importer"},
		{"a status, with the chain made anew", forged(func(x *recording.Exchange) { x.Status = 500 }), "status: optaget 500; beregnet 200"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := copied(t, folder)
			again(c.do)(t, dir)
			if code, said := program("verify", dir); code != 20 || !strings.Contains(said, c.said) {
				t.Errorf("exit code %d, want 20:\n%s\nwant %q", code, said, c.said)
			}
		})
	}
}

func copied(t *testing.T, folder string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "rapport")
	if err := os.CopyFS(dir, os.DirFS(folder)); err != nil {
		t.Fatal(err)
	}
	return dir
}

func placed(name, text string) func(*testing.T, string) {
	return func(t *testing.T, dir string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// jsonl changes the lines of a report's recording.
func jsonl(change func([]string) []string) func(*testing.T, string) {
	return func(t *testing.T, dir string) {
		name := filepath.Join(dir, recording.Subfolder, recording.IndexFile)
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		l := strings.SplitAfter(strings.TrimSuffix(string(raw), "\n"), "\n")
		l[len(l)-1] += "\n"
		if err := os.WriteFile(name, []byte(strings.Join(change(l), "")), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// forged changes the first import, and writes the recording anew, as who has klarmeld
// can: all digests and the chain hold.
func forged(change func(*recording.Exchange)) func(*testing.T, string) {
	return rewritten(func(e *recording.Entry) { change(e.Exchange) }, false)
}

// rewritten writes a report's recording anew, changed in its first import or in all
// entries.
func rewritten(change func(*recording.Entry), all bool) func(*testing.T, string) {
	return func(t *testing.T, dir string) {
		folder := filepath.Join(dir, recording.Subfolder)
		entries, err := recording.ReadFolder(folder)
		if err == nil {
			err = os.RemoveAll(folder)
		}
		if err != nil {
			t.Fatal(err)
		}
		to, err := recording.NewFolder(folder)
		if err != nil {
			t.Fatal(err)
		}
		tape, changed := recording.NewTape(clock, to), false
		for _, e := range entries {
			if all || !changed && e.Exchange != nil && e.Exchange.Operation == "importer" {
				change(&e)
				changed = true
			}
			if _, err := tape.Append(e); err != nil {
				t.Fatal(err)
			}
		}
		if err := to.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// judgedAgain is the report of a recording that is a report's, but for what is changed
// in its entries.
func judgedAgain(t *testing.T, folder string, change func(*recording.Entry)) string {
	t.Helper()
	dir, out := copied(t, folder), t.TempDir()
	rewritten(change, true)(t, dir)
	if code, said := program("replay", dir, "--out", out); code != 10 {
		t.Fatalf("exit code %d: %s", code, said)
	}
	return filepath.Join(out, "fasit-2020")
}

// TestUnchained: a report of before there were chains holds, and it is said what
// cannot be seen; of a recording that was cut off replay says that it was.
func TestUnchained(t *testing.T) {
	t.Parallel()
	folder := reported(t, runOptions{municipality: smallTown(t)}, profile(t, "fasit-2020"))
	old := judgedAgain(t, folder, func(e *recording.Entry) {
		if e.Run != nil {
			e.Run.Nonce = ""
		}
		if e.Exchange != nil {
			e.Exchange.Number = 0
		}
	})
	code, said := program("verify", old)
	if code != 30 || !strings.Contains(said, "Optagelsen er uden kæde") || strings.Contains(said, "kæde holder") ||
		!strings.Contains(said, "stemmer med optagelsen") {
		t.Errorf("exit code %d: %s", code, said)
	}
	if code, said := program("replay", old); code != 10 || !strings.Contains(said, "Optagelsen er uden kæde") {
		t.Errorf("exit code %d: %s", code, said)
	}
	if code, said := program("replay", folder); code != 10 || strings.Contains(said, "kæde") || strings.Contains(said, "afsluttet") {
		t.Errorf("exit code %d: %s", code, said)
	}
	cut := copied(t, folder)
	jsonl(func(l []string) []string { return l[:len(l)-1] })(t, cut)
	if code, said := program("replay", cut); code != 10 || !strings.Contains(said, "Optagelsen er ikke afsluttet") {
		t.Errorf("exit code %d: %s", code, said)
	}
	half := copied(t, old)
	again(jsonl(func(l []string) []string {
		l[40] = strings.Replace(l[40], `,"tid"`, `,"forrige":"x","tid"`, 1)
		return l
	}))(t, half)
	for command, want := range map[string]int{"verify": 20, "replay": 64} {
		if code, said := program(command, half); code != want || !strings.Contains(said, "linje 41 er af en optagelse med kæde, men linje 1 er ikke") {
			t.Errorf("%s: exit code %d: %s", command, code, said)
		}
	}
}

// TestOtherVersion: what another klarmeld answered cannot be held against what this
// one does, and that is said; what it answers alike is.
func TestOtherVersion(t *testing.T) {
	t.Parallel()
	folder := reported(t, runOptions{municipality: smallTown(t)}, profile(t, "fasit-2020"))
	for name, c := range map[string]struct {
		change func(*recording.Entry)
		code   int
		said   string
	}{
		"alike": {func(e *recording.Entry) {
			if e.Run != nil {
				e.Run.Version = "af i går"
			}
		}, 0, "svar, ingen forskelle"},
		"otherwise": {func(e *recording.Entry) {
			if e.Run != nil {
				e.Run.Version = "af i går"
			}
			if e.Exchange != nil {
				e.Exchange.Reply = append(e.Exchange.Reply, '\n')
			}
		}, 30, "Svarene er givet af klarmeld af i går; "},
	} {
		if code, said := program("verify", judgedAgain(t, folder, c.change)); code != c.code || !strings.Contains(said, c.said) {
			t.Errorf("%s: exit code %d: %s", name, code, said)
		}
	}
}
