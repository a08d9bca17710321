package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
)

// injected is what a name with the end of a line in it would say as klarmeld, by
// each of the ends that there are.
var injected = regexp.MustCompile(`(?m:^|[\r\v\f\x{85}\x{2028}\x{2029}])\s*✓ INJICERET`)

// lineEnds are the ends of lines that a terminal, an editor or a CI may know.
var lineEnds = []string{"\n", "\r\n", "\r", "\v", "\f", "\u0085", "\u2028", "\u2029"}

// TestNamesMakeNoLines: what others have named, on the command line, in a file or in
// a report, says nothing on a line of its own, in any command.
func TestNamesMakeNoLines(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("skipped: Windows has no such names of files")
	}
	god, err := os.ReadFile("testdata/messages/god.xml")
	must(t, err)
	for _, end := range lineEnds[:1] {
		n := "a" + end + "✓ INJICERET"
		dir := t.TempDir()
		at := func(parts ...string) string { return filepath.Join(append([]string{dir}, parts...)...) }
		must(t, os.MkdirAll(at("d"+n), 0o700))
		for name, text := range map[string]string{
			at(n + ".xml"):          string(god),
			at("ond" + n + ".xml"):  strings.ReplaceAll(string(god), "2026-000001", ""),
			at("d"+n, n+".feature"): "hej",
			at("d"+n, n+".xml"):     string(god),
			at("navn.yaml"):         "driver: x\n" + quotedYAML(t, n) + ": 1\n",
			at("titel.yaml"):        "system: {navn: x, titel: " + quotedYAML(t, n) + "}\ndriver: " + quotedYAML(t, "exec:"+n) + "\nkommune: " + quotedYAML(t, n) + "\n",
			at("lovet.json"): `{"titel": ` + quotedYAML(t, n) + `, "kriterier": [{"id": ` + quotedYAML(t, n) + `, "tekst": ` + quotedYAML(t, n) +
				`, "tilbydes": "ja", "bevis": {"scenarier": ["sag-01"]}}]}`,
			at("uenig.json"): `{"titel": "x", "kriterier": [{"id": ` + quotedYAML(t, n) + `, "tekst": "x", "tilbydes": "ja", "bevis": {"scenarier": [` +
				quotedYAML(t, n) + `]}}]}`,
			at("indtil.json"): `[{"scenarie": ` + quotedYAML(t, n) + `, "tekst": ` + quotedYAML(t, n) + `, "navn": ` + quotedYAML(t, n) + `}]`,
			at("kendte.json"): `[{"regel": ` + quotedYAML(t, n) + `, "begrundelse": ` + quotedYAML(t, n) + `, "til": "2999-12-31"}]`,
		} {
			must(t, os.WriteFile(name, []byte(text), 0o700))
		}
		ended := 0
		for _, args := range [][]string{
			{"run", "--system", n}, {"run", "--policy", n}, {"run", "--only", n, "--system", "reference"}, {"run", "--frist", n}, {n}, {"check", n},
			{"check", "--samtale", n}, {"check", "--fixtures", n}, {"check", "--fixtures=" + n, at(n + ".xml")}, {"replay", n}, {"verify", n}, {"explain", n},
			{"rules", n}, {"preflight", "--profile", n}, {"run", "--features", n}, {"run", "--kendte", n}, {"run", "--relationsklasser", n}, {"run", "--wsdl", n},
			{"run", "--wsdl=" + n}, {"steps", n}, {"selfcheck", n}, {"run", "--kommune", n}, {"run", "--siden", n}, {"compare", n, n}, {"check", at(n + ".xml")},
			{"check", at("ond" + n + ".xml")}, {"check", "--samtale", at("d" + n)}, {"run", "--system", "reference", "--features", at("d" + n)},
			{"init", at(n + ".yaml")}, {"sign", "--ny-noegle", at("noegle" + n)}, {"sign", "--ny-noegle", at("noegle")},
			{"preflight", "--profile", at("navn.yaml")}, {"preflight", "--profile", at("titel.yaml")},
			{"run", "--system", "reference", "--only", "journalnotat-01", "--kendte", at("kendte.json"), "--klarmelding", at("lovet.json"), "--indtil",
				at("indtil.json"), "--loefte", "--form", "loefter,markdown", "--out", at("ud" + n)},
			{"run", "--system", "reference", "--klarmelding", n}, {"run", "--indtil", n}, {"run", "--system", "reference", "--klarmelding", at("uenig.json")},
			{"verify", at("ud"+n, "reference")}, {"replay", at("ud"+n, "reference")}, {"explain", "--rapport", at("ud" + n), "x"},
			{"sign", at("ud"+n, "reference"), "--navn", n, "--noegle", at("noegle"), "--kommentar", n},
			{"verify", at("ud"+n, "reference"), "--noegle", at("noegle.pub")},
		} {
			code, said := program(args...)
			if injected.MatchString(said) {
				t.Errorf("%q: %q says as klarmeld:\n%s", end, args, said)
			}
			if said != "" || code != 0 {
				ended++
			}
		}
		if ended < 35 {
			t.Errorf("%q: only %d commands said anything", end, ended)
		}
	}
}

// quotedYAML is a text as JSON, and so YAML, writes it.
func quotedYAML(t *testing.T, text string) string {
	t.Helper()
	raw, err := json.Marshal(text)
	must(t, err)
	return string(raw)
}

// TestSpelling: a word of the command line is shown in one line, in whatever is
// written, and the rest as it is.
func TestSpelling(t *testing.T) {
	for _, c := range []struct {
		args       []string
		said, want string
	}{
		{nil, "a\nb", "a\nb"},
		{[]string{"check", "a\nb"}, "a\nb: x\nc\n", `a\u000ab: x` + "\nc\n"},
		{[]string{"--out=a\nb"}, "mappen a\nb/c\n", `mappen a\u000ab/c` + "\n"},
		{[]string{"a\nb", "\n"}, "a\nb", `a\u000ab`},
		{[]string{"a=\nb"}, "a=\nb", `a=\u000ab`},
	} {
		var b bytes.Buffer
		o := &output{to: &b, names: spelling(c.args)}
		if n, err := o.Write([]byte(c.said)); n != len(c.said) || err != nil || b.String() != c.want {
			t.Errorf("%q: %q is written as %q: %d, %v", c.args, c.said, b.String(), n, err)
		}
	}
}
