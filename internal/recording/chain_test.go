package recording_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"klarmeld/internal/recording"
)

const nonce = "00112233445566778899aabbccddeeff"

// opened is the first entry of a recording that is chained.
func opened() recording.Entry {
	return recording.Entry{Kind: recording.KindRun, Run: &recording.Run{System: "prøve", Nonce: nonce, Initial: []byte(`{}`), Roles: []byte(`[]`)}}
}

// chained is a recording of six lines that has been closed: the run, an action, an
// exchange, a wait, an exchange, and the end.
func chained(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "optagelse")
	folder, err := recording.NewFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	tape := recording.NewTape(now, folder)
	for _, e := range []recording.Entry{
		opened(), {Kind: recording.KindAction, Act: &recording.Action{Request: []byte(`{"id":"a1","anmodningsfil":"0003-request.xml"}`)}},
		exchange(), {Kind: recording.KindWaited}, exchange(),
	} {
		if _, err := tape.Append(e); err != nil {
			t.Fatal(err)
		}
	}
	if err := tape.Finish(); err != nil {
		t.Fatal(err)
	}
	if err := folder.Close(); err != nil {
		t.Fatal(err)
	}
	return dir
}

// TestChain: a recording that nobody has touched holds together, from the nonce to
// the entry that says how many there are; the same entries have the same chain
// wherever their bytes are kept.
func TestChain(t *testing.T) {
	dir := chained(t)
	c, err := recording.ChainOf(dir)
	if err != nil || !c.Chained || c.Nonce != nonce || c.Entries != 6 || !c.Closed || !regexp.MustCompile(`^[0-9a-f]{64}$`).MatchString(c.Head) {
		t.Fatalf("%+v, %v", c, err)
	}
	if again, err := recording.ChainOf(chained(t)); err != nil || again != c {
		t.Errorf("the same entries have the chain %+v, %v", again, err)
	}
	entries, err := recording.ReadFolder(dir)
	if err != nil || len(entries) != 6 || entries[5].Closing == nil || entries[5].Closing.Entries != 6 || entries[5].Kind != recording.KindClosed {
		t.Fatalf("%d entries, %v", len(entries), err)
	}
	seen := map[string]bool{}
	for _, e := range entries {
		seen[e.Before] = true
	}
	if len(seen) != 6 {
		t.Errorf("%d different digests", len(seen))
	}
}

// TestChainOverStores: a stream in which many write at once holds together as a
// tape does.
func TestChainOverStores(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "o")
	folder, err := recording.NewFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	stream := recording.NewStream(now, folder)
	if _, err := stream.Append(opened()); err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for range 40 {
		wg.Go(func() {
			if _, err := stream.Append(exchange()); err != nil {
				t.Error(err)
			}
		})
	}
	inTime(t, wg.Wait)
	if err := stream.Finish(); err != nil {
		t.Fatal(err)
	}
	if _, err := stream.Append(exchange()); err == nil || !strings.Contains(err.Error(), "optagelsen er afsluttet") {
		t.Errorf("after the end: %v", err)
	}
	if err := folder.Close(); err != nil {
		t.Fatal(err)
	}
	if c, err := recording.ChainOf(dir); err != nil || c.Entries != 42 || !c.Closed {
		t.Errorf("%+v, %v", c, err)
	}
}

// TestTailCut: a recording whose tail is gone is not closed, wherever it was cut;
// cut in the middle of a line it is a shorter one.
func TestTailCut(t *testing.T) {
	for keep := 1; keep < 6; keep++ {
		for _, half := range []string{"", `{"nr":`} {
			dir := chained(t)
			tamper(t, dir, func(l []string) []string { return append(l[:keep], half) })
			c, err := recording.ChainOf(dir)
			if err != nil || c.Closed || !c.Chained || c.Entries != keep {
				t.Errorf("%d lines kept: %+v, %v", keep, c, err)
			}
		}
	}
}

// TestEveryByte: whatever byte of the lines is another, it is found.
func TestEveryByte(t *testing.T) {
	dir := chained(t)
	index := filepath.Join(dir, recording.IndexFile)
	raw, err := os.ReadFile(index)
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(17, 2))
	for i := range raw {
		other := slices.Clone(raw)
		other[i] ^= byte(1 + r.IntN(255))
		write(t, index, string(other))
		if c, err := recording.ChainOf(dir); err == nil && c.Closed {
			t.Fatalf("byte %d of %d can be another: %q for %q", i, len(raw), other[i], raw[i])
		}
	}
}

// TestFilesTamperedWith: a file of the folder that no line names is found, and one
// that is gone or changed; the operating system's own are nobody's.
func TestFilesTamperedWith(t *testing.T) {
	in := func(name, text string) func(*testing.T, string) {
		return func(t *testing.T, dir string) { write(t, filepath.Join(dir, name), text) }
	}
	gone := func(name string) func(*testing.T, string) {
		return func(t *testing.T, dir string) {
			if err := os.Remove(filepath.Join(dir, name)); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, c := range []struct {
		name string
		do   func(*testing.T, string)
		says string
	}{
		{"nothing", func(*testing.T, string) {}, ""},
		{"Finder was here", in(".DS_Store", "x"), ""},
		{"Windows was here", in("Thumbs.db", "x"), ""},
		{"a copy from a Mac", in("._0003-request.xml", "x"), ""},
		{"a lock", in("i-brug.lock", ""), ""},
		{"a lock that holds something", in("i-brug.lock", "x"), "rummer i-brug.lock, som ingen linje"},
		{"a note", in("noter.txt", "x"), "rummer noter.txt, som ingen linje"},
		{"another exchange", in("0007-request.xml", "x"), "rummer 0007-request.xml"},
		{"an exchange of a line that has none", in("0004-reply.xml", "x"), "rummer 0004-reply.xml"},
		{"a message on its way", in("ankommet-000001.xml", "x"), "rummer ankommet-000001.xml"},
		{"a name nearly as an exchange's", in("3-request.xml", "x"), "rummer 3-request.xml"},
		{"a folder", func(t *testing.T, dir string) { mkdir(t, filepath.Join(dir, ".DS_Store")) }, "rummer .DS_Store"},
		{"two files", func(t *testing.T, dir string) { in("b", "")(t, dir); in("a", "")(t, dir) }, "rummer a (og 1 til)"},
		{"the warning changed", in("LAES-MIG.txt", "Del den gerne."), "LAES-MIG.txt i optagelsens mappe er ændret"},
		{"the warning gone", gone("LAES-MIG.txt"), "har ingen LAES-MIG.txt"},
		{"a reply changed", in("0003-reply.xml", "x"), "filen 0003-reply.xml er ændret"},
		{"a request gone", gone("0005-request.xml"), "mangler en fil"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := chained(t)
			c.do(t, dir)
			_, err := recording.ReadFolder(dir)
			if c.says == "" && err != nil || c.says != "" && (err == nil || !strings.Contains(err.Error(), c.says)) {
				t.Errorf("%v; want %q", err, c.says)
			}
		})
	}
}

// TestUnchained: a recording of before there were chains reads as it did, and says
// that it has none. One to which a line of a chained one was added does not.
func TestUnchained(t *testing.T) {
	dir := record(t)
	write(t, filepath.Join(dir, "noter.txt"), "som det var")
	if c, err := recording.ChainOf(dir); err != nil || c != (recording.Chain{Entries: 3}) {
		t.Errorf("%+v, %v", c, err)
	}
	for name, change := range map[string]func([]string) []string{
		"a line that has a chain":  at(2, `"nr":3,`, `"nr":3,"forrige":"`+strings.Repeat("0", 64)+`",`),
		"a message with a number":  at(2, `"udveksling":{`, `"udveksling":{"ankomst":1,`),
		"one line without a chain": func(l []string) []string { return append(l, `{"nr":4,"forrige":"x","art":"ventet"}`+"\n") },
	} {
		other := record(t)
		tamper(t, other, change)
		if c, err := recording.ChainOf(other); err == nil || !strings.Contains(err.Error(), "er af en optagelse med kæde, men linje 1 er ikke") {
			t.Errorf("%s: %+v, %v", name, c, err)
		}
	}
	both := record(t)
	tamper(t, both, func(l []string) []string {
		return append(l, `{"nr":4,"art":"udveksling","udveksling":{"anmodningsfil":"0003-request.xml"}}`+"\n")
	})
	if _, err := recording.ChainOf(both); err == nil || !strings.Contains(err.Error(), "to linjer har samme fil") {
		t.Errorf("two lines with one file: %v", err)
	}
}

// TestChainGoesOn: a recording that was cut off, wherever it was, goes on with one
// chain, and so does one that was closed.
func TestChainGoesOn(t *testing.T) {
	for _, c := range cuts {
		for _, closed := range []bool{false, true} {
			if closed && c.lost != "" {
				continue // nothing is on its way when a recording is closed
			}
			t.Run(fmt.Sprintf("%s, closed %t", c.name, closed), func(t *testing.T) {
				dir := filepath.Join(t.TempDir(), "optagelse")
				folder, err := recording.NewFolder(dir)
				if err != nil {
					t.Fatal(err)
				}
				tape := recording.NewTape(now, folder)
				for _, e := range []recording.Entry{opened(), {Kind: recording.KindExchange, Exchange: exchangeOf(t, folder, "<en/>")}} {
					if _, err := tape.Append(e); err != nil {
						t.Fatal(err)
					}
				}
				if c.cut(t, dir, folder); closed {
					if err := tape.Finish(); err != nil {
						t.Fatal(err)
					}
				}
				if err := folder.Close(); err != nil {
					t.Fatal(err)
				}
				was, err := recording.ChainOf(dir)
				if err != nil || was.Closed != closed {
					t.Fatalf("cut off: %+v, %v", was, err)
				}
				goOn(t, dir, closed)
				if now, err := recording.ChainOf(dir); err != nil || !now.Closed || now.Entries <= was.Entries || now.Nonce != nonce {
					t.Errorf("gone on: %+v, %v", now, err)
				}
			})
		}
	}
}

// goOn goes on with a recording, and closes it. After one that was closed nothing
// comes before somebody says that it goes on.
func goOn(t *testing.T, dir string, closed bool) {
	t.Helper()
	folder, entries, err := recording.ResumeFolder(dir, now)
	if err != nil {
		t.Fatal(err)
	}
	tape := recording.NewTape(now, folder)
	tape.Resume(entries)
	if closed {
		if err := tape.Finish(); err != nil || len(tape.Since(0)) != len(entries) {
			t.Errorf("closed again: %v", err)
		}
		if err := folder.List(recording.Entry{Seq: len(entries) + 1, Kind: recording.KindWaited}); err == nil {
			t.Error("it goes on without a word")
		}
	}
	for _, e := range []recording.Entry{{Kind: recording.KindResumed}, {Kind: recording.KindExchange, Exchange: exchangeOf(t, folder, "<to/>")}} {
		if _, err := tape.Append(e); err != nil {
			t.Fatal(err)
		}
	}
	for range 2 { // the second time there is nothing to say
		if err := tape.Finish(); err != nil {
			t.Fatal(err)
		}
	}
	if err := folder.Close(); err != nil {
		t.Fatal(err)
	}
}

// TestResumeUnchained: a recording of before there were chains goes on without one.
func TestResumeUnchained(t *testing.T) {
	dir := record(t)
	goOn(t, dir, false)
	if c, err := recording.ChainOf(dir); err != nil || c.Chained || c.Entries != 6 {
		t.Errorf("%+v, %v", c, err)
	}
}

// TestNonce: a nonce is new each time, or a name's own; what else somebody may give
// is refused.
func TestNonce(t *testing.T) {
	seen := map[string]bool{}
	for range 100 {
		n := recording.NewNonce()
		if err := recording.CheckNonce(n); err != nil || seen[n] {
			t.Errorf("%q: %v, seen %t", n, err, seen[n])
		}
		seen[n] = true
	}
	if a, b := recording.NonceOf("reference"), recording.NonceOf("fasit"); a == b || a != recording.NonceOf("reference") || recording.CheckNonce(a) != nil {
		t.Errorf("%q and %q", a, b)
	}
	for text, good := range map[string]bool{
		nonce: true, strings.Repeat("a", 64): true, strings.Repeat("0", 33): true,
		"": false, strings.Repeat("a", 31): false, strings.Repeat("a", 65): false, strings.ToUpper(nonce): false, nonce + "\n": false, strings.Repeat("g", 32): false,
		" " + nonce: false, strings.Repeat("٠", 32): false,
	} {
		if err := recording.CheckNonce(text); (err == nil) != good {
			t.Errorf("%q: %v", text, err)
		}
	}
	ids := map[string]bool{}
	for _, n := range []string{nonce, recording.NonceOf("x")} {
		for number := range 3 {
			for _, what := range []string{"svar", "transaktion"} {
				ids[recording.NewID(n, number, what)] = true
			}
		}
	}
	if len(ids) != 12 || !reflect.DeepEqual(recording.NewID(nonce, 1, "svar"), recording.NewID(nonce, 1, "svar")) {
		t.Errorf("%d different IDs", len(ids))
	}
}
