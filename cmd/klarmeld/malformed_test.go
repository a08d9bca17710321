package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var malformed = flag.Int("malformed", 30, "how many malformed recordings, and reports, are read")

// others are what may stand where something else should.
var others = []any{nil, true, -1, 1e300, 0.5, "", "x", "\x00", strings.Repeat("x", 5000), []any{}, map[string]any{}, []any{nil}, []any{map[string]any{}},
	"9999-99-99T00:00:00Z", "-5m", "../x"}

// spoil is a value in which one, chosen by chance, has become another, or is
// gone.
func spoil(r *rand.Rand, v any) any {
	if r.IntN(4) > 0 {
		switch in := v.(type) {
		case map[string]any:
			if keys := slices.Sorted(maps.Keys(in)); len(keys) > 0 {
				k := keys[r.IntN(len(keys))]
				if in[k] = spoil(r, in[k]); r.IntN(6) == 0 {
					delete(in, k)
				}
				return in
			}
		case []any:
			if len(in) > 0 {
				i := r.IntN(len(in))
				in[i] = spoil(r, in[i])
				return in
			}
		}
	}
	return others[r.IntN(len(others))]
}

// spoilt is JSON with one value spoilt, or no JSON at all.
func spoilt(t *testing.T, r *rand.Rand, raw []byte) []byte {
	t.Helper()
	if r.IntN(5) == 0 {
		at := r.IntN(len(raw))
		return slices.Concat(raw[:at], []byte{byte(r.IntN(256))}, raw[min(len(raw), at+r.IntN(3)):])
	}
	var v any
	must(t, json.Unmarshal(raw, &v))
	out, err := json.Marshal(spoil(r, v))
	must(t, err)
	return out
}

// TestMalformedRecordings: a line of a recording that is not as klarmeld writes
// it is refused by its number, or judged; it is never a panic, and never
// klarmeld's own fault.
func TestMalformedRecordings(t *testing.T) {
	t.Parallel()
	base := handedFolder(t)
	list := filepath.Join(base, "rapport", "optagelse", "optagelse.jsonl")
	text, err := os.ReadFile(list)
	must(t, err)
	lines := bytes.SplitAfter(text, []byte("\n"))
	lines = lines[:len(lines)-1]
	r := rand.New(rand.NewPCG(17, 15))
	refused := 0
	for n := range *malformed {
		at := r.IntN(len(lines))
		changed := slices.Clone(lines)
		changed[at] = append(spoilt(t, r, bytes.TrimSpace(lines[at])), '\n')
		must(t, os.WriteFile(list, bytes.Join(changed, nil), 0o600))
		for _, command := range [][]string{{"replay", "{}/rapport"}, {"verify", "{}/rapport"}} {
			code, said := ended(t, base, command)
			if code == exitHarness || strings.Contains(said, "goroutine ") {
				t.Errorf("%d: %v, line %d is %.300s: exit code %d: %s", n, command, at+1, changed[at], code, said)
			}
			if command[0] == "replay" && code == exitUsage {
				if refused++; !strings.Contains(said, "linje") &&
					!slices.ContainsFunc([]string{"optagelse", "filen "}, func(s string) bool { return strings.Contains(said, s) }) {
					t.Errorf("%d: line %d is %.300s: %s", n, at+1, changed[at], said)
				}
			}
		}
	}
	if refused < *malformed/5 {
		t.Errorf("only %d of %d were refused: the spoiling spoils nothing", refused, *malformed)
	}
}

// TestMalformedReports: the same of a rapport.json.
func TestMalformedReports(t *testing.T) {
	t.Parallel()
	base := handedFolder(t)
	file := filepath.Join(base, "rapport", "rapport.json")
	text, err := os.ReadFile(file)
	must(t, err)
	whole := filepath.Join(base, "hel.json")
	must(t, os.WriteFile(whole, text, 0o600))
	r := rand.New(rand.NewPCG(15, 17))
	for n := range *malformed {
		changed := spoilt(t, r, text)
		must(t, os.WriteFile(file, changed, 0o600))
		for _, command := range [][]string{{"compare", "{}/rapport", "{}/hel.json"}, {"compare", "{}/hel.json", "{}/rapport"},
			{"explain", "--rapport", "{}/rapport", "", "--besked"}, {"verify", "{}/rapport"}} {
			code, said := ended(t, base, command)
			if code == exitHarness || strings.Contains(said, "goroutine ") {
				t.Errorf("%d: %v: exit code %d: %s", n, command, code, said)
			}
		}
	}
}

// TestMalformedLines: what each line must have, by its kind.
func TestMalformedLines(t *testing.T) {
	for line, says := range map[string]string{
		`{"nr":1,"art":"koersel"}`: "linje 1", `{"nr":1,"art":"handling"}`: "linje 1", `{"nr":1,"art":"aendring"}`: "linje 1",
		`{"nr":1,"art":"udveksling"}`: "linje 1", `{"nr":1,"art":"afbrudt"}`: "linje 1",
		`null`: "linje 1", `[]`: "linje 1", `{"nr":2,"art":"koersel"}`: "linje 1", `{`: "linje 1", "\xff": "linje 1", `{"nr":"1"}`: "linje 1",
		`{"nr":1e99}`: "linje 1", ``: "linje 1",
		`{"nr":1,"art":"udveksling","udveksling":{"anmodningsfil":"..","anmodning_sha256":"x"}}`: "optagelse",
		`{"nr":1,"art":"udveksling","udveksling":{}}`:                                            "første linje", `{"nr":1,"art":"senere"}`: "nyere klarmeld",
	} {
		dir := t.TempDir()
		put(t, dir, "optagelse.jsonl", line+"\n")
		code, said := ended(t, dir, []string{"replay", "{}"})
		if code != exitUsage || !strings.Contains(said, says) {
			t.Errorf("%q: exit code %d: %s", line, code, said)
		}
	}
}

// TestMalformedRun: what the first line says of the run is refused by that line's
// number, whatever it says that cannot be.
func TestMalformedRun(t *testing.T) {
	t.Parallel()
	base := handedFolder(t)
	list := filepath.Join(base, "rapport", "optagelse", "optagelse.jsonl")
	text, err := os.ReadFile(list)
	must(t, err)
	first, rest, _ := bytes.Cut(text, []byte("\n"))
	for name, spoil := range map[string]func(run map[string]any){
		"a policy that is a number":             func(run map[string]any) { run["politik"] = 7 },
		"a policy that is a list":               func(run map[string]any) { run["politik"] = []any{} },
		"a policy that is a text":               func(run map[string]any) { run["politik"] = "pilot-2020" },
		"a policy without a core":               func(run map[string]any) { run["politik"] = map[string]any{"id": "x"} },
		"no policy":                             func(run map[string]any) { delete(run, "politik") },
		"an only that there is none of":         func(run map[string]any) { run["kun"] = []any{"sag-99"} },
		"an empty only":                         func(run map[string]any) { run["kun"] = []any{""} },
		"an only that is no list":               func(run map[string]any) { run["kun"] = "sag-01" },
		"an only of a requirement there is not": func(run map[string]any) { run["kun"] = []any{"krav:X"} },
		"known findings that are none":          func(run map[string]any) { run["kendteFund"] = 7 },
		"criteria that are none":                func(run map[string]any) { run["kriterier"] = 7 },
		"a criterion twice": func(run map[string]any) {
			run["kriterier"] = map[string]any{"kriterier": []any{map[string]any{"id": "a"}, map[string]any{"id": "a"}}}
		},
		"what is done meanwhile that is none": func(run map[string]any) { run["indtil"] = "intet" },
		"registers that are none":             func(run map[string]any) { run["registre"] = 7 },
		"registers with one object twice": func(run map[string]any) {
			r := run["registre"].(map[string]any)
			all := r["objekter"].([]any)
			r["objekter"] = append(all, all[0])
		},
	} {
		var entry map[string]any
		must(t, json.Unmarshal(first, &entry))
		was, err := json.Marshal(entry)
		must(t, err)
		spoil(theRun(t, entry))
		line, err := json.Marshal(entry)
		must(t, err)
		if bytes.Equal(line, was) {
			t.Errorf("%s: nothing is spoilt: %.600s", name, was)
		}
		must(t, os.WriteFile(list, slices.Concat(line, []byte("\n"), rest), 0o600))
		if code, said := ended(t, base, []string{"replay", "{}/rapport"}); code != exitUsage || !strings.Contains(said, "linje 1") {
			t.Errorf("%s: exit code %d: %s", name, code, said)
		}
	}
}

// theRun is what a recording's first entry says of the run.
func theRun(t *testing.T, entry map[string]any) map[string]any {
	t.Helper()
	for _, v := range entry {
		if run, ok := v.(map[string]any); ok && run["system"] != nil {
			return run
		}
	}
	t.Fatalf("the first line is of no run: %v", slices.Collect(maps.Keys(entry)))
	return nil
}
