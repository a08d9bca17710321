package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"klarmeld/internal/config"
)

// initWith answers init's questions.
func initWith(t *testing.T, answers string) (file string, code int, said string) {
	t.Helper()
	file = filepath.Join(t.TempDir(), "klarmeld.yaml")
	var out bytes.Buffer
	code = run(context.Background(), []string{"init", file}, strings.NewReader(answers), &out, &out)
	return file, code, out.String()
}

// TestInitAsksAgain: an answer that a profile cannot have is asked for again; at
// the end of the input it is refused by name, and nothing is written.
func TestInitAsksAgain(t *testing.T) {
	for i, q := range questions {
		for _, wrong := range map[string][]string{
			"navn":        {"Stort", "æ", "to ord", "../x", ".", "..", "tidligere", "a/b", `a\b`, "con", strings.Repeat("x", 101), "x\x00", "-\xe6", "a_b", "{{.}}"},
			"titel":       {"S\xf8nder\xe5", "\xff"},
			"version":     {"1\xb2"},
			"leverandoer": {"K\xe6r"},
			"driver":      {"gopher://x", "exec:", "127.0.0.1:9000", "Person", "http:/x", "curl http://x", "\xe6"},
			"adresse":     {"8470", "127.0.0.1", "http://x", "a b:80", ":", "x:port"},
			"frist":       {"0s", "-5m", "5", "fem minutter", "5 m", "0h0m", "1d", "99999999999h", ":"},
		}[q.key] {
			t.Run(fmt.Sprintf("%s: %.20q", q.key, wrong), func(t *testing.T) {
				before := strings.Repeat("\n", i)
				file, code, said := initWith(t, before+wrong+"\n")
				if _, err := os.Lstat(file); code != exitUsage || !errors.Is(err, fs.ErrNotExist) || !strings.Contains(said, q.key) ||
					!strings.Contains(said, "intet er skrevet") {
					t.Errorf("exit code %d, %v: %s", code, err, said)
				}
				file, code, said = initWith(t, before+wrong+"\n"+wrong+"\n\n")
				if _, err := config.ReadProfile(file); code != 0 || err != nil || strings.Count(said, q.text) != 3 {
					t.Errorf("asked again: exit code %d, %v: %s", code, err, said)
				}
			})
		}
	}
}

// TestInitWritesWhatIsRead: 400 sets of answers of any characters: what is
// written can be read, and says what was answered.
func TestInitWritesWhatIsRead(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(21, 16))
	letters := []rune("abc æøå:#{}[]&*!|>'\"%@`,?-~\\\t/=$()…—\u00a0\u2028\U0001F600é0123")
	any := func() string {
		var b strings.Builder
		for range 1 + r.IntN(12) {
			b.WriteRune(letters[r.IntN(len(letters))])
		}
		return strings.TrimSpace(b.String())
	}
	for range 400 {
		title, version, vendor, program := any(), any(), any(), any()
		file, code, said := initWith(t, strings.Join([]string{"vores", title, version, vendor, "exec:x" + program, "", ""}, "\r\n"))
		p, err := config.ReadProfile(file)
		if code != 0 || err != nil {
			t.Fatalf("%q, %q: exit code %d, %v: %s", title, program, code, err, said)
		}
		or := func(s, otherwise string) string {
			if s = strings.TrimSpace(s); s == "" {
				return otherwise
			}
			return s
		}
		if p.System.Title != or(title, "Vores system") || p.System.Version != or(version, "1.0") || p.System.Vendor != or(vendor, "Vores firma") ||
			p.Driver != strings.TrimSpace("exec:x"+program) {
			t.Fatalf("answered %q, %q, %q, %q; read %+v", title, version, vendor, program, p)
		}
	}
}
