//go:build unix

package main

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/creack/pty"
)

// colour is a code of a colour, as terminals know it.
var colour = regexp.MustCompile(`\x1b\[[0-9;]*m`)

// TestColours: in a terminal what was found is coloured, by us alone; it is the same text
// as elsewhere, and NO_COLOR is heeded.
func TestColours(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "\x1b[31mrød.xml")
	if err := os.WriteFile(file, []byte("<intet/>"), 0o600); err != nil {
		t.Fatal(err)
	}
	plain := inTerminal(t, dir, "NO_COLOR=1", "check", file)
	coloured := inTerminal(t, dir, "NO_COLOR=", "check", file)
	if strings.Contains(plain, "\x1b") || !strings.Contains(plain, "[31mrød.xml") {
		t.Errorf("without colours: %q", plain)
	}
	if n := len(colour.FindAllString(coloured, -1)); n < 2 || strings.Contains(coloured, "\x1b[31mrød") {
		t.Errorf("%d codes of colours in %q", n, coloured)
	}
	if stripped := colour.ReplaceAllString(coloured, ""); stripped != plain {
		t.Errorf("with colours it says %q, without %q", stripped, plain)
	}
}

// TestOursAlone: in whichever two pieces a text is written, what begins with our mark is a
// code, and nothing else is.
func TestOursAlone(t *testing.T) {
	var b bytes.Buffer
	o := &output{to: &b, mark: []byte("\x1bHEMMELIG")}
	text := "\x1b[31mø" + o.Escape() + "[1mæ" + o.Escape() + "[0m\x1bHEMMELI\x1b"
	want := `\u001b[31mø` + "\x1b[1mæ\x1b[0m" + `\u001bHEMMELI\u001b`
	for at := range len(text) {
		b.Reset()
		for _, piece := range []string{text[:at], text[at:]} {
			if n, err := io.WriteString(o, piece); n != len(piece) || err != nil {
				t.Fatal(n, err)
			}
		}
		if err := o.failed(); err != nil || b.String() != want {
			t.Errorf("in two at %d: %q, %v, want %q", at, b.String(), err, want)
		}
	}
	if none := (&output{to: &b}).Escape(); none != "" {
		t.Errorf("an output that is no terminal's has the mark %q", none)
	}
}

// inTerminal is what a terminal gets of a command, with a setting of the environment.
func inTerminal(t *testing.T, dir, setting string, args ...string) string {
	t.Helper()
	cmd := exec.Command(os.Args[0], args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "KLARMELD_TEST_BE=klarmeld", "TERM=xterm", setting)
	terminal, err := pty.Start(cmd)
	if err != nil {
		t.Skipf("skipped: no terminal can be had here: %v", err)
	}
	defer terminal.Close()
	said, _ := io.ReadAll(terminal) // ends with an error when nobody writes any more
	_ = cmd.Wait()                  // it has found something, and says so by its code
	return string(said)
}
