package main

import (
	"encoding/binary"
	"errors"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"klarmeld/internal/official"
)

// TestMain lets the scripts run the program itself as the command klarmeld, and
// other tests run it, or a simulated system, in a process of its own.
func TestMain(m *testing.M) {
	if at, err := time.Parse(time.RFC3339, os.Getenv("KLARMELD_TEST_NOW")); err == nil {
		wallClock = func() time.Time { return at }
	}
	switch os.Getenv("KLARMELD_TEST_BE") {
	case "klarmeld":
		main()
	case "announced":
		beAnnounced()
	case "vendor":
		beVendor()
	case "variant":
		beVariant()
	case "peer":
		bePeer()
	}
	testscript.Main(shared{m}, map[string]func(){"klarmeld": main})
}

var update = flag.Bool("update", false, "write what the scripts compare with (cmp) anew")

// TestScripts runs the program as its users do; each archive in
// testdata/script is a story that can be read.
func TestScripts(t *testing.T) {
	t.Parallel()
	folder, given := official.Given()
	testscript.Run(t, testscript.Params{
		Dir:           "testdata/script",
		UpdateScripts: *update,
		Setup: func(e *testscript.Env) error {
			e.Setenv("KLARMELD_OFFICIAL", folder)
			e.Setenv("NO_COLOR", "1")
			e.Setenv("EVIL", evil)
			if err := os.WriteFile(filepath.Join(e.WorkDir, "arkiv.zip"), []byte("PK\x03\x04 and what follows"), 0o644); err != nil {
				return err
			}
			if err := os.WriteFile(filepath.Join(e.WorkDir, "net.pcap"), []byte("\xd4\xc3\xb2\xa1\x02\x00\x04\x00"), 0o644); err != nil {
				return err
			}
			if err := otherCharsets(e.WorkDir); err != nil {
				return err
			}
			return os.CopyFS(e.WorkDir, os.DirFS("testdata/messages"))
		},
		Cmds:      map[string]func(*testscript.TestScript, bool, []string){"exits": exits, "plant": plant, "harmless": harmlessly, "pack": pack},
		Condition: func(cond string) (bool, error) { return cond == "official" && given, nil },
	})
}

// otherCharsets writes a message that keeps every rule in other character sets
// than UTF-8, which an archive cannot hold.
func otherCharsets(dir string) error {
	raw, err := os.ReadFile("testdata/messages/god.xml")
	if err != nil {
		return err
	}
	var wide, narrow []byte
	for _, r := range "\ufeff" + strings.Replace(string(raw), "UTF-8", "UTF-16", 1) {
		wide = binary.LittleEndian.AppendUint16(wide, uint16(r)) // it has none above U+FFFF
	}
	for _, r := range strings.Replace(string(raw), "UTF-8", "ISO-8859-1", 1) {
		narrow = append(narrow, byte(r)) // nor above U+00FF
	}
	for name, raw := range map[string][]byte{"utf16.xml": wide, "latin1.xml": narrow,
		"kaldt-latin1.xml": []byte(strings.Replace(string(raw), "UTF-8", "ISO-8859-1", 1)),
		"ascii.xml":        []byte(strings.NewReplacer("UTF-8", "US-ASCII", "ø", "oe", "å", "aa", "æ", "ae").Replace(string(raw)))} {
		if err := os.WriteFile(filepath.Join(dir, name), raw, 0o600); err != nil {
			return err
		}
	}
	return nil
}

// exits runs a command and demands its exit code: exits 20 klarmeld check …
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND…")
	}
	code := "0"
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var e *exec.ExitError
		if !errors.As(err, &e) {
			ts.Fatalf("%v", err)
		}
		code = strconv.Itoa(e.ExitCode())
	}
	if code != args[0] {
		ts.Fatalf("exit code %s, want %s", code, args[0])
	}
}
