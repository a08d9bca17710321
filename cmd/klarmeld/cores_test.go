package main

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"klarmeld/internal/recording"
)

// onCores lets Go use so many cores while it plays.
func onCores(cores int, play func()) {
	was := runtime.GOMAXPROCS(cores)
	defer runtime.GOMAXPROCS(was)
	play()
}

// TestCoresServed: what klarmeld serve has recorded, in files and in archives, is judged
// to the same findings on one core and on several.
func TestCoresServed(t *testing.T) {
	record := filepath.Join(t.TempDir(), "optaget")
	base, stop := served(t, record)
	for n := range 560 {
		resp, err := http.Post(base+"/sagdokumentindeks/6", "application/soap+xml", bytes.NewReader(deliveredAs(t, n)))
		must(t, err)
		must(t, resp.Body.Close())
	}
	must(t, stop())
	if _, err := os.Stat(filepath.Join(record, "beskeder-001.tar")); err != nil {
		t.Fatal(err)
	}
	for _, command := range [][]string{{"replay", record}, {"replay", "--json", record}, {"check", "--samtale", "--json", record}} {
		want := ""
		for _, cores := range []int{1, 2, 8} {
			onCores(cores, func() {
				code, said := program(command...)
				if said = fmt.Sprint(code, said); cores == 1 {
					want = said
				}
				if said != want || !strings.Contains(said, "optagelse/05") && command[0] != "replay" {
					t.Errorf("%v on %d cores says %d bytes, on one %d", command, cores, len(said), len(want))
				}
			})
		}
	}
	replies, err := recording.ReadFolder(record)
	if err != nil || len(replies) != 562 {
		t.Errorf("%d entries, %v", len(replies), err)
	}
}

// deliveredAs is the n'th message of a delivery: many that are none, and cases at the
// end, some of them wrong, and some sent twice.
func deliveredAs(t *testing.T, n int) []byte {
	t.Helper()
	if n < 500 {
		return fmt.Appendf(nil, "<x n='%d'/>", n)
	}
	n /= 2
	name := "god.xml"
	if n%3 == 0 {
		name = "ukendt-ejer.xml"
	}
	raw, err := os.ReadFile(filepath.Join("testdata", "messages", name))
	must(t, err)
	raw = bytes.ReplaceAll(raw, []byte("41ac9245-d933-5858-a0cc-565ce7d0bac5"), fmt.Appendf(nil, "41ac9245-d933-5858-a0cc-%012x", n))
	if n%5 == 0 {
		raw = bytes.ReplaceAll(raw, []byte("sag:Titel>"), []byte("sag:Overskrift>"))
	}
	return bytes.ReplaceAll(raw, []byte("2026-000001"), fmt.Appendf(nil, "2026-%06d", n))
}
