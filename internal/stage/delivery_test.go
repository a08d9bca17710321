package stage_test

import (
	"archive/tar"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"

	"klarmeld/internal/capture"
	"klarmeld/internal/delivery"
	"klarmeld/internal/judge"
	"klarmeld/internal/municipality/municipalitytest"
	"klarmeld/internal/services"
	"klarmeld/internal/soap"
	"klarmeld/internal/stage"
)

// numbered is a message that keeps every rule, about a case of its own.
func numbered(t testing.TB, n int) []byte {
	t.Helper()
	raw, err := os.ReadFile("../../cmd/klarmeld/testdata/messages/god.xml")
	if err != nil {
		t.Fatal(err)
	}
	raw = bytes.ReplaceAll(raw, []byte("41ac9245-d933-5858-a0cc-565ce7d0bac5"), fmt.Appendf(nil, "41ac9245-0000-4000-8000-%012x", n))
	return bytes.ReplaceAll(raw, []byte("2026-000001"), fmt.Appendf(nil, "2026-%06d", n))
}

var usual = delivery.Bounds{File: soap.MaxBytes, Nested: delivery.Nested}

// examined judges what stands at a path, on so many workers.
func examined(t testing.TB, workers int, tell func(string, stage.Examination) error) *stage.DeliveryJudge {
	t.Helper()
	roles, rolesJSON := municipalitytest.Roles(t)
	ground := func() (services.Ground, error) {
		return services.Ground{Registers: municipalitytest.Korsbaek(t), Roles: roles, RolesJSON: rolesJSON}, nil
	}
	return &stage.DeliveryJudge{Workers: workers, Every: 1, Tell: tell, Examiner: &stage.Examiner{By: judge.Beside{Roles: roles}, Ground: ground, Across: true}}
}

// mixed is a folder of messages that are right, wrong in several ways, and none.
func mixed(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for i := range 120 {
		raw := numbered(t, i)
		switch i % 8 {
		case 1:
			raw = bytes.Replace(raw, []byte("<sag:Titel>"), []byte("<sag:Hest/><sag:Titel>"), 1)
		case 2:
			raw = raw[:len(raw)/2]
		case 3:
			raw = bytes.Repeat([]byte("tekst "), 50*i)
		case 4:
			raw = bytes.Replace(raw, []byte("Ejer"), []byte("Hest"), -1)
			raw = bytes.Replace(raw, []byte("27.35.04"), []byte("27.35"), -1)
		case 5:
			raw = append(append([]byte("2026-11-24 sendt\n"), raw...), raw...)
		}
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%d.xml", i)), raw, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// TestDeliveryOnAnyNumberOfWorkers: what is told, and in what order, is the same on one
// worker and on many, and the same as of each file judged for itself in memory of its own.
func TestDeliveryOnAnyNumberOfWorkers(t *testing.T) {
	dir := mixed(t)
	said := func(workers int) string {
		var all bytes.Buffer
		enc := json.NewEncoder(&all)
		d := examined(t, workers, func(name string, e stage.Examination) error { return enc.Encode([]any{name, e}) })
		if n, err := d.Read(t.Context(), delivery.Reader{Bounds: usual}, []string{dir}, nil); n != 120 || err != nil {
			t.Fatal(n, err)
		}
		return all.String()
	}
	var alone bytes.Buffer
	enc := json.NewEncoder(&alone)
	for i := range 120 {
		name := filepath.Join(dir, fmt.Sprintf("%d.xml", i))
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := enc.Encode([]any{name, examined(t, 1, nil).File(delivery.File{Name: name, Body: raw})}); err != nil {
			t.Fatal(err)
		}
	}
	for _, workers := range []int{1, 2, 7} {
		if got := said(workers); got != alone.String() {
			t.Errorf("%d workers tell something else: %d bytes, want %d", workers, len(got), alone.Len())
		}
	}
}

// TestDeliveryEnds: an error of who is told ends it, and so does the context, on one worker
// and on many.
func TestDeliveryEnds(t *testing.T) {
	dir := mixed(t)
	enough := errors.New("enough")
	for _, workers := range []int{1, 3} {
		told := 0
		d := examined(t, workers, func(string, stage.Examination) error {
			if told++; told == 5 {
				return enough
			}
			return nil
		})
		if _, err := d.Read(t.Context(), delivery.Reader{Bounds: usual}, []string{dir}, nil); !errors.Is(err, enough) || told != 5 {
			t.Errorf("%d workers: %v after %d", workers, err, told)
		}
		ctx, end := context.WithCancel(t.Context())
		told = 0
		d = examined(t, workers, func(string, stage.Examination) error {
			if told++; told == 5 {
				end()
			}
			return nil
		})
		n, err := d.Read(ctx, delivery.Reader{Bounds: usual}, slices.Repeat([]string{dir}, 20), nil)
		if !errors.Is(err, context.Canceled) || told != n || n == 20*120 {
			t.Errorf("%d workers: %v; %d read and %d told", workers, err, n, told)
		}
	}
}

// TestSampleOfADelivery: every third file is judged, from the first.
func TestSampleOfADelivery(t *testing.T) {
	var names []string
	d := examined(t, 2, func(name string, _ stage.Examination) error {
		names = append(names, filepath.Base(name))
		return nil
	})
	d.Every = 50
	if n, err := d.Read(t.Context(), delivery.Reader{Bounds: usual}, []string{mixed(t)}, nil); n != 120 || err != nil ||
		fmt.Sprint(names) != "[0.xml 50.xml 100.xml]" {
		t.Errorf("%d, %v: %q", n, err, names)
	}
}

// small is a message that costs little to judge.
const small = `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body>` +
	`<x:ImporterSagDokumentIndeksInput xmlns:x="urn:oio:sts:sagdok:sagdokumentindeks:6"/></s:Body></s:Envelope>`

// heapAfter is how many bytes are in use when all of a tar of so many messages has been
// judged, and nothing of it is let go of.
func heapAfter(t *testing.T, workers, messages int) uint64 {
	t.Helper()
	from, to := io.Pipe()
	go func() {
		w := tar.NewWriter(to)
		for i := range messages {
			if w.WriteHeader(&tar.Header{Name: fmt.Sprintf("mappe/%d.xml", i), Mode: 0o600, Size: int64(len(small)), Typeflag: tar.TypeReg}) != nil {
				break
			}
			if _, err := io.WriteString(w, small); err != nil {
				break
			}
		}
		_ = w.Close()
		_ = to.Close()
	}()
	var m runtime.MemStats
	told := 0
	d := examined(t, workers, func(string, stage.Examination) error {
		if told++; told == messages {
			runtime.GC()
			runtime.ReadMemStats(&m)
		}
		return nil
	})
	if n, err := d.Read(t.Context(), delivery.Reader{Bounds: usual}, []string{"-"}, from); n != messages || told != messages || err != nil {
		t.Fatalf("%d read, %d told: %v", n, told, err)
	}
	return m.HeapAlloc
}

// TestDeliveryIsFlatInMemory: ten times as many messages need no more.
func TestDeliveryIsFlatInMemory(t *testing.T) {
	for _, workers := range []int{1, 2} {
		heapAfter(t, workers, 200) // what is made once is there
		few, many := heapAfter(t, workers, 2_000), heapAfter(t, workers, 20_000)
		if many > few+2<<20 {
			t.Errorf("%d workers: %d bytes after 2,000 messages, %d after 20,000", workers, few, many)
		}
	}
}

// TestLooksAreRight: what a look says of a file is what reading it says.
func TestLooksAreRight(t *testing.T) {
	raw := numbered(t, 1)
	sure := 0
	for i := 0; i < len(raw); i += 7 {
		for _, broken := range [][]byte{raw[:i], append(bytes.Clone(raw[:i]), raw[min(len(raw), i+9):]...), bytes.Join([][]byte{raw[:i], raw[i:]}, []byte("<")),
			bytes.Join([][]byte{raw[:i], raw[i:]}, []byte("<!-- x -->"))} {
			look, local := capture.Look(broken)
			if look != capture.One {
				continue
			}
			sure++
			el := capture.Message{Body: broken}.Element()
			if el.Local != "" && stage.IsOurs(local) != stage.IsOurs(el.Local) || capture.Several(broken) && stage.IsOurs(local) {
				t.Fatalf("a look says %q, and %q stands there:\n%s", local, el.Local, broken)
			}
		}
	}
	if sure < 100 {
		t.Errorf("a look is sure %d times only", sure)
	}
}
