package notat_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"klarmeld/internal/notat"
	"klarmeld/internal/official"
)

// writes is a way to write a sign of a text in RTF. Each says the same.
func writes(t *rapid.T, s rune) string {
	ways := []string{}
	switch {
	case s == '\n':
		return rapid.SampledFrom([]string{`\par `, "\\par\r\n", `\line `, `\par{}`}).Draw(t, "end")
	case s == '\t':
		return `\tab `
	case strings.ContainsRune(`\{}`, s):
		return `\` + string(s)
	case s < 0x80:
		ways = append(ways, string(s), string(s), fmt.Sprintf(`\'%02x`, s), fmt.Sprintf(`{\b %c}`, s), fmt.Sprintf(`\i\fs20 %c\i0 `, s), fmt.Sprintf("\r\n%c", s))
	case s <= 0xff && s >= 0xa1:
		ways = append(ways, fmt.Sprintf(`\'%02x`, s))
		fallthrough
	default:
		ways = append(ways, fmt.Sprintf(`\u%d?`, int16(s)), fmt.Sprintf(`{\uc0\u%d }`, int16(s)), fmt.Sprintf(`{\uc2\u%d\'5fx}`, int16(s)))
	}
	return rapid.SampledFrom(ways).Draw(t, "way")
}

// aText is a text as people write them, and its RTF.
func aText(t *rapid.T) (text, rtf string) {
	var said, code strings.Builder
	code.WriteString(`{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fswiss\fcharset0 Arial;}}{\*\generator x;}{\info{\title Nej}}\uc1\pard\f0 `)
	for _, s := range rapid.SliceOfN(rapid.SampledFrom([]rune("aeå æøÅÆØé§ü.,:-–€{}\\0179\n\t Borgen")), 1, 60).Draw(t, "text") {
		said.WriteRune(s)
		code.WriteString(writes(t, s))
	}
	return said.String(), code.String() + "}"
}

// TestEveryWayToWrite: however a text is written in RTF, it says the same.
func TestEveryWayToWrite(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text, rtf := aText(t)
		if got, err := notat.Read([]byte(rtf), notat.RTF); err != nil || got != text {
			t.Fatalf("%s says %q, want %q (%v)", rtf, got, text, err)
		}
	})
}

// pythonKey names a Python that has striprtf and python-docx (pip), the programs that
// the reading is held against: KLARMELD_PYTHON=/path/to/venv/bin/python.
const pythonKey = "KLARMELD_PYTHON"

// others runs a Python program on a list, and reads a list of texts from it.
func others(t *testing.T, program string, in any) []string {
	t.Helper()
	python := os.Getenv(pythonKey)
	if python == "" {
		official.Required(t, "striprtf", pythonKey+" names no Python with striprtf and python-docx")
	}
	raw, err := json.Marshal(in)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(python, "-c", program)
	cmd.Stdin, cmd.Stderr = bytes.NewReader(raw), os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v", python, err)
	}
	var said []string
	if err := json.Unmarshal(out, &said); err != nil {
		t.Fatalf("%q: %v", out, err)
	}
	return said
}

const trials = 500

// TestAgainstStriprtf: another's reader of RTF reads the same.
func TestAgainstStriprtf(t *testing.T) {
	var codes []string
	for i := range trials {
		codes = append(codes, rapid.Custom(func(t *rapid.T) string {
			_, rtf := aText(t)
			return rtf
		}).Example(i))
	}
	theirs := others(t, `
import json, sys
from striprtf.striprtf import rtf_to_text
json.dump([rtf_to_text(s) for s in json.load(sys.stdin)], sys.stdout)`, codes)
	for i, code := range codes {
		if ours, err := notat.Read([]byte(code), notat.RTF); err != nil || notat.Compare(ours, theirs[i]) != notat.Alike {
			t.Errorf("%s says %q, and to striprtf %q (%v)", code, ours, theirs[i], err)
		}
	}
}

// TestAgainstPythonDocx: what another's program writes is read as what it wrote.
func TestAgainstPythonDocx(t *testing.T) {
	var texts []string
	for i := range trials {
		texts = append(texts, rapid.Custom(func(t *rapid.T) string {
			text, _ := aText(t)
			return text
		}).Example(i))
	}
	files := others(t, `
import base64, io, json, sys
from docx import Document
out = []
for n, s in enumerate(json.load(sys.stdin)):
    d = Document()
    for i, line in enumerate(s.split("\n")):
        if n % 2 and i:
            d.paragraphs[-1].add_run("\n" + line)
            continue
        p = d.add_paragraph()
        half = len(line) // 2
        p.add_run(line[:half]).bold = True
        p.add_run(line[half:])
    f = io.BytesIO()
    d.save(f)
    out.append(base64.b64encode(f.getvalue()).decode())
json.dump(out, sys.stdout)`, texts)
	for i, file := range files {
		raw, err := base64.StdEncoding.DecodeString(file)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := notat.Read(raw, notat.OOXML); err != nil || notat.Compare(got, texts[i]) != notat.Alike {
			t.Errorf("python-docx wrote %q, and it says %q (%v)", texts[i], got, err)
		}
	}
}
