package across

import (
	"fmt"
	"os"
	"runtime"
	"testing"
	"time"

	"klarmeld/internal/judge"
	"klarmeld/internal/oio"
	"klarmeld/internal/verdict"
)

// facts are those of a case that shares its key with another and refers to one that is not
// there.
func facts(n int) judge.Facts {
	always := oio.Virkning{Fra: oio.At(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)), Til: oio.Infinity()}
	return judge.Facts{Objects: []judge.ObjectFacts{{Type: oio.Sag, UUID: fmt.Sprintf("00000000-0000-4000-8000-%012x", n), Line: 1, Said: uint64(n),
		Parts: []judge.PartFacts{{Kind: judge.Egenskaber, Key: oio.DelEgenskaber, Virkning: always, Value: fmt.Sprint(n / 2), Line: 2},
			{Kind: judge.Ejer, Key: "Sagsaktoer|ejer|", Virkning: always, Value: "29189846"}},
		References: []judge.Reference{{Kind: "Sagsrelation", UUID: fmt.Sprintf("00000000-0000-4000-9000-%012x", n), Line: 3}}}}}
}

// heapAfter is how many bytes are in use when so many messages have been held against each
// other.
func heapAfter(t *testing.T, messages int) uint64 {
	t.Helper()
	d := newDelivery(512)
	for i := range messages {
		if err := d.Add(fmt.Sprintf("mappe/%d.xml", i), facts(i)); err != nil {
			t.Fatal(err)
		}
	}
	told := map[string]int{}
	if err := d.Judge(func(f verdict.Finding) error { told[f.Rule]++; return nil }); err != nil {
		t.Fatal(err)
	}
	if told["sag.sagsrelation.sag-findes"] != messages || told["identitet.brugervendtnoegle"] != messages/2 || len(told) != 2 {
		t.Errorf("of %d messages: %v", messages, told)
	}
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	if err := d.Close(); err != nil {
		t.Error(err)
	}
	return m.HeapAlloc
}

// TestFlatInMemory: ten times as many messages need no more memory, and nothing is left on
// the disk.
func TestFlatInMemory(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	t.Setenv("TMP", dir)
	heapAfter(t, 200)
	few, many := heapAfter(t, 2_000), heapAfter(t, 20_000)
	if many > few+2<<20 {
		t.Errorf("%d bytes after 2,000 messages, %d after 20,000", few, many)
	}
	if left, err := os.ReadDir(dir); len(left) != 0 || err != nil {
		t.Errorf("left behind: %v, %v", left, err)
	}
}
