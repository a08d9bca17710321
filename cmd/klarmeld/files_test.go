package main

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"klarmeld/fixtures"
	"klarmeld/internal/action"
)

// put writes a file below a folder, and returns its path.
func put(t *testing.T, dir, name, text string) string {
	t.Helper()
	file := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}

// own is a copy of what klarmeld brings along itself.
func own(t *testing.T, name string) string {
	t.Helper()
	raw, err := fs.ReadFile(fixtures.Files, name)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// town is a municipality as small as one may be.
const town = `{"navn": "Sønderå Kommune", "cvr": "11111112", "borgere": [{"navn": "Ane Dam", "cpr": "0113540001"}],
  "objekter": [{"art": "Facet", "uuid": "aaaaaaaa-0000-4000-8000-000000000002",
    "versioner": [{"fra": "2007-01-01T00:00:00+01:00", "noegle": "F", "navn": "Facet"}]}]}`

// givenFile is one of the files that people give klarmeld, with a command that reads
// it and the command's exit code when the file is good.
type givenFile struct {
	name, text string
	command    func(file string) []string
	code       int
}

func givenFiles(t *testing.T) []givenFile {
	t.Helper()
	const message = "testdata/messages/god.xml"
	out := func() []string { return []string{"--out", t.TempDir(), "--only", "sag-01", "--system", "reference"} }
	profile := "system: {navn: x, titel: Sønderå}\ndriver: person\nadresse: 127.0.0.1:0\n"
	return []givenFile{
		{"relationsklasser.json", own(t, "relationsklasser.json"), func(f string) []string { return []string{"check", "--relationsklasser", f, message} }, 0},
		{"politik.json", own(t, "policies/pilot-2020.json"), func(f string) []string { return append([]string{"run", "--policy", f}, out()...) }, 30},
		{"kendte.json", "[]", func(f string) []string { return append([]string{"run", "--kendte", f}, out()...) }, 30},
		{"kriterier.json", `{"titel": "x", "kriterier": [{"id": "a", "tekst": "b", "tilbydes": "ja", "bevis": {"scenarier": ["sag-01"]}}]}`,
			func(f string) []string { return append([]string{"run", "--klarmelding", f}, out()...) }, 30},
		{"indtil.json", `[{"scenarie": "sag-01", "tekst": "b"}]`, func(f string) []string { return append([]string{"run", "--indtil", f}, out()...) }, 30},
		{"kommune.json", town,
			func(f string) []string { return []string{"check", "--registre", "--kommune", f, message} }, 20},
		{"registre/kommune.json", town,
			func(f string) []string {
				return []string{"check", "--registre", "--fixtures", filepath.Dir(f), message}
			}, 20},
		{"klarmeld.yaml", profile, func(f string) []string { return []string{"preflight", "--profile", f} }, 0},
		{"klarmeld.json", `{"system": {"navn": "x", "titel": "Sønderå"}, "driver": "person", "adresse": "127.0.0.1:0"}`,
			func(f string) []string { return []string{"preflight", "--profile", f} }, 0},
	}
}

// TestGivenFiles: every kind of file that people give is read with a byte order
// mark as without; one in Latin-1 is refused with its line, one in UTF-16 by that
// name, and nothing is read of it that is not there.
func TestGivenFiles(t *testing.T) {
	t.Parallel()
	tried := 0
	for _, c := range givenFiles(t) {
		latin, utf16 := "", "\xff\xfe"
		for _, r := range c.text + "\n# æ" {
			if r < 256 {
				latin += string([]byte{byte(r)})
			}
			utf16 += string([]byte{byte(r), byte(r >> 8)})
		}
		for _, w := range []struct {
			name, text, says string
			code             int
		}{
			{"plain", c.text, "", c.code}, {"marked", "\ufeff" + c.text, "", c.code}, {"marked, CRLF", "\ufeff" + strings.ReplaceAll(c.text, "\n", "\r\n"), "", c.code},
			{"Latin-1", latin, "er ikke UTF-8", exitUsage}, {"UTF-16", utf16, "UTF-16", exitUsage},
		} {
			t.Run(c.name+", "+w.name, func(t *testing.T) {
				tried++
				code, said := program(c.command(put(t, t.TempDir(), c.name, w.text))...)
				if code != w.code || !strings.Contains(said, w.says) || strings.Contains(said, "\ufeff") {
					t.Errorf("exit code %d, want %d: %s", code, w.code, said)
				}
				if w.name == "Latin-1" && !strings.Contains(said, "linje ") {
					t.Errorf("no line: %s", said)
				}
			})
		}
	}
	t.Logf("%d files", tried)
}

// TestFixturesFolder: what the operating system leaves among the registers is
// passed over, and a folder's name is no pattern.
func TestFixturesFolder(t *testing.T) {
	for _, name := range []string{"registre", "min [kommune]", `a\b`, "*?", "[", "æøå ü", strings.Repeat("l", 200)} {
		dir := filepath.Join(t.TempDir(), name)
		put(t, dir, "kommune.json", town)
		for _, own := range []string{"._kommune.json", "._.json", ".DS_Store", "Thumbs.db"} {
			put(t, dir, own, "\x00\x05\x16\x07")
		}
		if code, said := program("check", "--registre", "--fixtures", dir, "testdata/messages/god.xml"); code != 20 {
			t.Errorf("%q: exit code %d: %s", name, code, said)
		}
		put(t, dir, "anden.json", "\x00")
		if code, said := program("check", "--registre", "--fixtures", dir, "testdata/messages/god.xml"); code != exitUsage || !strings.Contains(said, "anden.json") {
			t.Errorf("%q: exit code %d: %s", name, code, said)
		}
	}
}

// TestOutFolders: wherever the report is written, its ways back are found: the
// earlier report, a finding, a signature, the verdict. And it can be handed on
// whatever the umask, while the recording stays its owner's.
func TestOutFolders(t *testing.T) {
	t.Parallel()
	names := []string{"med mellemrum", "æøå Ü ß", "a[b]c", "[", "%20#1", `a'b&$HOME`, "-x", strings.Repeat("l", 200), "a/b/c/d", "./x/../y"}
	if runtime.GOOS != "windows" {
		names = append(names, "*?", `a"b`, `a\[b`, `[a-\]`) // which Windows has no names like
	}
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			out := t.TempDir() + "/" + name
			args := []string{"run", "--system", "momentum-2020", "--only", "journalnotat-01", "--out", out}
			for range 2 {
				if code, said := program(args...); code != 20 || !strings.Contains(said, "matrix.html") {
					t.Fatalf("exit code %d: %s", code, said)
				}
			}
			report := filepath.Join(out, "momentum-2020")
			page, err := os.ReadFile(filepath.Join(report, "rapport.html"))
			if err != nil || !strings.Contains(string(page), "Siden sidst") {
				t.Errorf("the earlier report was not found: %v", err)
			}
			if code, said := program("explain", "--rapport", out, "ingen-saadan"); code != exitUsage || !strings.Contains(said, "Rapporten har:") {
				t.Errorf("explain: %d %s", code, said)
			}
			key := filepath.Join(t.TempDir(), "noegle")
			for _, c := range [][]string{{"sign", "--ny-noegle", key}, {"sign", report, "--navn", "Ane", "--noegle", key},
				{"verify", report, "--noegle", key + ".pub"}} {
				if code, said := program(c...); code != 0 {
					t.Errorf("%q: %d %s", c, code, said)
				}
			}
			modes(t, filepath.Clean(out))
		})
	}
}

// modes holds the modes of a report's files against who may read them.
func modes(t *testing.T, out string) {
	t.Helper()
	err := filepath.WalkDir(out, func(path string, d fs.DirEntry, err error) error {
		if err != nil || path == out && d == nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		want := map[bool]fs.FileMode{true: 0o755, false: 0o644}[d.IsDir()]
		if strings.Contains(path, "/optagelse") {
			want = map[bool]fs.FileMode{true: 0o700, false: 0o600}[d.IsDir()]
		}
		if info.Mode().Perm() != want {
			t.Errorf("%s has mode %s, want %s", path, info.Mode().Perm(), want)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

// TestVerifySystemFiles: what the operating system left in a report is named and
// changes nothing; any other file does.
func TestVerifySystemFiles(t *testing.T) {
	t.Parallel()
	out := filepath.Join(t.TempDir(), "rapport")
	if code, said := program("run", "--system", "reference", "--only", "sag-01", "--out", out); code != 30 {
		t.Fatalf("%d %s", code, said)
	}
	report := filepath.Join(out, "reference")
	for _, name := range []string{".DS_Store", "Thumbs.db", "desktop.ini", "._rapport.html", "optagelse/.DS_Store", "optagelse/._0003-request.xml"} {
		put(t, report, name, "x")
		if code, said := program("verify", report); code != 0 || !strings.Contains(said, name+" er styresystemets egen") ||
			!strings.Contains(said, "✓ Rapporten stemmer med optagelsen") {
			t.Errorf("%s: %d %s", name, code, said)
		}
	}
	// They are not copied on.
	if code, said := program("replay", report, "--out", filepath.Join(out, "ny")); code != 30 {
		t.Errorf("%d %s", code, said)
	}
	if code, said := program("verify", filepath.Join(out, "ny", "reference")); code != 0 || strings.Contains(said, "styresystem") {
		t.Errorf("%d %s", code, said)
	}
	put(t, report, "noter.txt", "x")
	if code, said := program("verify", report); code != 20 || !strings.Contains(said, "noter.txt er kommet til") {
		t.Errorf("%d %s", code, said)
	}
}

// TestMarkedAnswers: an adapter that writes a byte order mark is understood; one
// that answers in another encoding is not, and is told so.
func TestMarkedAnswers(t *testing.T) {
	for _, c := range []struct {
		name, before, reason, says string
	}{
		{"plain", "", "ingen sager på Færøerne", "ingen sager på Færøerne"},
		{"marked", "\ufeff", "ingen sager på Færøerne", "ingen sager på Færøerne"},
		{"Latin-1", "", "ingen sager p\xe5 F\xe6r\xf8erne", "linje 1 er ikke UTF-8"},
		{"UTF-16", "\xff\xfe", "x", "UTF-16"},
	} {
		t.Run(c.name, func(t *testing.T) {
			srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				var a action.Request
				if err := json.NewDecoder(r.Body).Decode(&a); err != nil {
					return // it only asks whether we are there
				}
				fmt.Fprintf(w, `%s{"id": %q, "status": "ikke_tilbudt", "begrundelse": "%s"}`, c.before, a.ID, c.reason)
			}))
			defer srv.Close()
			out := filepath.Join(t.TempDir(), "rapport")
			code, said := program("run", "--driver", srv.URL, "--addr", "127.0.0.1:0", "--only", "sag-01", "--out", out)
			raw, err := os.ReadFile(filepath.Join(out, "leverandoer", "optagelse", "optagelse.jsonl"))
			if err != nil || !strings.Contains(string(raw), c.says) {
				t.Errorf("exit code %d, %v: %s", code, err, said)
			}
		})
	}
}
