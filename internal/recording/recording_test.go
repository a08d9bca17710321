package recording_test

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"klarmeld/internal/recording"
)

func now() time.Time { return time.Date(2026, time.June, 1, 12, 0, 0, 0, time.UTC) }

// exchange is one whose bytes no text encoding could carry.
func exchange() recording.Entry {
	return recording.Entry{Kind: recording.KindExchange, Exchange: &recording.Exchange{ServiceID: recording.SagDokumentIndeks, Service: "SagDokumentIndeks 6",
		Operation: "importer", Sender: recording.SenderSystem, Method: "POST", Path: "/x?y=æ",
		Header: map[string][]string{"Content-Type": {"text/xml"}}, Status: 200, Notes: []recording.Note{{Code: "soap.action", Text: "x"}}, Begun: now(), Ended: now(),
		Request: []byte("<a>\xff\x00\r\n</a>"), Reply: []byte("\xef\xbb\xbf<b/>")}}
}

// record writes three entries to a new folder: the run, an action, an exchange.
func record(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "optagelse")
	folder, err := recording.NewFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	tape := recording.NewTape(now, folder)
	tape.Scope("sag-01", "a1")
	for _, e := range []recording.Entry{
		{Kind: recording.KindRun, Run: &recording.Run{System: "prøve", Initial: []byte(`{}`), Roles: []byte(`[]`)}},
		{Kind: recording.KindAction, Act: &recording.Action{Request: []byte(`{"id":"a1"}`), Answer: []byte(`{"status":"udfoert"}`)}},
		exchange(),
	} {
		if _, err := tape.Append(e); err != nil {
			t.Fatal(err)
		}
	}
	if err := folder.Close(); err != nil {
		t.Fatal(err)
	}
	return dir
}

// TestRoundTrip: what was recorded is read back byte for byte, with its number,
// scenario and action; nobody else may read the files.
func TestRoundTrip(t *testing.T) {
	dir := record(t)
	got, err := recording.ReadFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != 3 || got[0].Run.System != "prøve" || string(got[1].Act.Answer) != `{"status":"udfoert"}` {
		t.Fatalf("read back: %+v", got)
	}
	want, x := exchange().Exchange, got[2].Exchange
	if string(x.Request) != string(want.Request) || string(x.Reply) != string(want.Reply) || x.Path != want.Path || x.Status != 200 ||
		x.Header["Content-Type"][0] != "text/xml" || !x.Begun.Equal(now()) || x.Notes[0] != want.Notes[0] {
		t.Errorf("the exchange: %+v", x)
	}
	for i, e := range got {
		if e.Seq != i+1 || e.Scenario != "sag-01" || e.Action != "a1" || !e.Time.Equal(now()) {
			t.Errorf("entry %d: %+v", i+1, e)
		}
	}
	if info, err := os.Stat(dir); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("the folder: %v, %v", info.Mode(), err)
	}
	files, err := os.ReadDir(dir)
	if err != nil || len(files) != 4 || files[2].Name() != "LAES-MIG.txt" {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, f := range files {
		if info, err := f.Info(); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v", f.Name(), info.Mode())
		}
	}
}

// TestNeverWrittenOver: a folder that holds a recording takes no other.
func TestNeverWrittenOver(t *testing.T) {
	dir := record(t)
	if _, err := recording.NewFolder(dir); err == nil || !strings.Contains(err.Error(), "rummer allerede en optagelse") {
		t.Errorf("a second recording: %v", err)
	}
	if got, err := recording.ReadFolder(dir); err != nil || len(got) != 3 {
		t.Errorf("the first is no longer whole: %d, %v", len(got), err)
	}
}

// TestOthersFiles: no recording begins in a folder with other files than the
// operating system's own. One that comes later is not written over: it could be
// evidence, or have a mode that lets others read.
func TestOthersFiles(t *testing.T) {
	dir := t.TempDir()
	put := func(name string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("gammelt"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	put(".DS_Store")
	put("noter.txt")
	if _, err := recording.NewFolder(dir); err == nil || !strings.Contains(err.Error(), "rummer allerede andre filer (noter.txt)") {
		t.Errorf("begun beside other files: %v", err)
	}
	if files, err := os.ReadDir(dir); err != nil || len(files) != 2 {
		t.Errorf("%d files are left, %v", len(files), err)
	}
	if err := os.Remove(filepath.Join(dir, "noter.txt")); err != nil {
		t.Fatal(err)
	}
	folder, err := recording.NewFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	put("0002-reply.xml")
	put("noter.txt")
	tape := recording.NewTape(now, folder)
	if _, err := tape.Append(exchange()); err != nil {
		t.Errorf("the first exchange: %v", err)
	}
	if _, err := tape.Append(exchange()); err == nil || !strings.Contains(err.Error(), "filen 0002-reply.xml findes allerede") {
		t.Errorf("the second exchange: %v", err)
	}
	if err := folder.Close(); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"0002-reply.xml", "noter.txt"} {
		if raw, err := os.ReadFile(filepath.Join(dir, name)); err != nil || string(raw) != "gammelt" {
			t.Errorf("%s is now %q, %v", name, raw, err)
		}
	}
	if got, err := recording.ReadFolder(dir); err != nil || len(got) != 1 {
		t.Errorf("read back: %d entries, %v", len(got), err)
	}
}

// TestActionsRoundTrip: what was asked and answered means the same when it is
// read back, also where JSON may write it in another way.
func TestActionsRoundTrip(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "o")
	folder, err := recording.NewFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	tape := recording.NewTape(now, folder)
	for _, a := range []recording.Action{
		{Request: []byte(`{"id":"a1","data":{"titel":"<Møller & søn>"}}`), Answer: []byte(`{ "status" : "udfoert" }`)},
		{Request: []byte(`{"id":"a2"}`), Error: "adapteren svarer ikke: \"<æøå>\"\n"},
	} {
		if _, err := tape.Append(recording.Entry{Kind: recording.KindAction, Act: &a}); err != nil {
			t.Fatal(err)
		}
	}
	if err := folder.Close(); err != nil {
		t.Fatal(err)
	}
	got, err := recording.ReadFolder(dir)
	if err != nil || len(got) != 2 {
		t.Fatalf("%d entries, %v", len(got), err)
	}
	value := func(raw []byte) (v any) {
		if len(raw) > 0 {
			if err := json.Unmarshal(raw, &v); err != nil {
				t.Errorf("%s: %v", raw, err)
			}
		}
		return v
	}
	for i, e := range tape.Since(0) {
		kept, read := e.Act, got[i].Act
		if !reflect.DeepEqual(value(kept.Request), value(read.Request)) || !reflect.DeepEqual(value(kept.Answer), value(read.Answer)) || kept.Error != read.Error {
			t.Errorf("entry %d was %+v, is %+v", i+1, kept, read)
		}
	}
}

// TestDamage: a recording that a kill cut short is a shorter one; any other
// damage is an error that names the place.
func TestDamage(t *testing.T) {
	edit := func(name string, change func(string) string) func(*testing.T, string) {
		return func(t *testing.T, dir string) {
			file := filepath.Join(dir, name)
			raw, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, []byte(change(string(raw))), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	lines := func(change func([]string) []string) func(*testing.T, string) {
		return edit(recording.IndexFile, func(s string) string { return strings.Join(change(strings.SplitAfter(s, "\n")), "") })
	}
	for _, c := range []struct {
		name   string
		damage func(*testing.T, string)
		n      int
		says   string
	}{
		{"the last line cut short", edit(recording.IndexFile, func(s string) string { return s[:len(s)-9] }), 2, ""},
		{"the last newline gone", edit(recording.IndexFile, func(s string) string { return s[:len(s)-1] }), 2, ""},
		{"cut in the first line", edit(recording.IndexFile, func(s string) string { return s[:5] }), 0, ""},
		{"a byte of a digest", edit(recording.IndexFile, func(s string) string {
			return strings.Replace(s, `"anmodning_sha256":"`, `"anmodning_sha256":"0`, 1)
		}), 0, "0003-request.xml er ændret"},
		{"a file name that leads out", edit(recording.IndexFile, func(s string) string { return strings.Replace(s, "0003-reply.xml", "../../0004-reply.xml", 1) }),
			0, "mangler en fil"},
		{"all but the first lines gone", lines(func(l []string) []string { return l[:1] }), 1, ""},
		{"a line in the middle", lines(func(l []string) []string { return append([]string{l[0], "{\n"}, l[2:]...) }), 0, "linje 2 kan ikke læses"},
		{"a line gone", lines(func(l []string) []string { return append(l[:1:1], l[2:]...) }), 0, "linje 2 har nummer 3"},
		{"a byte of a request", edit("0003-request.xml", func(s string) string { return strings.Replace(s, "<a>", "<b>", 1) }), 0, "0003-request.xml er ændret"},
		{"a byte of a reply", edit("0003-reply.xml", func(s string) string { return s + " " }), 0, "0003-reply.xml er ændret"},
		{"a reply gone", func(t *testing.T, dir string) {
			if err := os.Remove(filepath.Join(dir, "0003-reply.xml")); err != nil {
				t.Fatal(err)
			}
		}, 0, "mangler en fil"},
		{"no recording", func(t *testing.T, dir string) {
			if err := os.Remove(filepath.Join(dir, recording.IndexFile)); err != nil {
				t.Fatal(err)
			}
		}, 0, "kan ikke læses"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := record(t)
			c.damage(t, dir)
			got, err := recording.ReadFolder(dir)
			if c.says == "" && (err != nil || len(got) != c.n) {
				t.Errorf("%d entries, %v; want %d", len(got), err, c.n)
			}
			if c.says != "" && (err == nil || !strings.Contains(err.Error(), c.says)) {
				t.Errorf("the error is %v, want one that says %q", err, c.says)
			}
		})
	}
}

// inTime fails when do has not ended long after it should have: entries that
// wait for one another wait for ever.
func inTime(t *testing.T, do func()) {
	t.Helper()
	done := make(chan struct{})
	go func() {
		do()
		close(done)
	}()
	select {
	case <-done:
	case <-time.After(10 * time.Second):
		t.Fatal("an entry waits for its turn, and it does not come")
	}
}

// TestManyAtOnce: entries that come at the same time get a number each, without
// gaps, on the tape and in the folder alike.
func TestManyAtOnce(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "o")
	folder, err := recording.NewFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	stream := recording.NewStream(now, folder)
	tape := recording.NewTape(now)
	var wg sync.WaitGroup
	for range 40 {
		wg.Go(func() {
			for _, l := range []recording.Log{tape, stream} {
				if _, err := l.Append(exchange()); err != nil {
					t.Error(err)
				}
			}
		})
	}
	inTime(t, wg.Wait)
	if err := folder.Close(); err != nil {
		t.Fatal(err)
	}
	got, err := recording.ReadFolder(dir)
	if err != nil || len(got) != 40 {
		t.Fatalf("%d entries, %v", len(got), err)
	}
	for i, e := range tape.Since(0) {
		if e.Seq != i+1 {
			t.Fatalf("entry %d has number %d", i+1, e.Seq)
		}
	}
	if len(tape.Since(39)) != 1 || tape.Since(40) != nil {
		t.Error("Since counts wrong")
	}
}

// TestOneInTheWay: what cannot be recorded takes no number, and leaves nothing;
// when the way is clear again the recording goes on as if nothing had been.
func TestOneInTheWay(t *testing.T) {
	for _, name := range []string{"0007-request.xml", "0007-reply.xml"} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "o")
			folder := begun(t, dir)
			write(t, filepath.Join(dir, name), "andres")
			stream := recording.NewStream(now, folder)
			var refused atomic.Int64
			var wg sync.WaitGroup
			for range 20 {
				wg.Go(func() {
					e, err := stream.Append(exchange())
					if err == nil {
						return
					}
					refused.Add(1)
					var why recording.Unwritten
					if e.Seq != 7 || !errors.As(err, &why) || why.Trouble != recording.TroubleInTheWay || !strings.Contains(err.Error(), name+" findes allerede") {
						t.Errorf("entry %d: %v", e.Seq, err)
					}
				})
			}
			inTime(t, wg.Wait)
			if raw, err := os.ReadFile(filepath.Join(dir, name)); err != nil || string(raw) != "andres" || refused.Load() != 14 {
				t.Errorf("%d refused; what was in the way is %q, %v", refused.Load(), raw, err)
			}
			if files, err := os.ReadDir(dir); err != nil || len(files) != 2*6+2+1 {
				t.Errorf("there are %d files, %v", len(files), err)
			}
			if err := os.Remove(filepath.Join(dir, name)); err != nil {
				t.Fatal(err)
			}
			if e, err := stream.Append(exchange()); err != nil || e.Seq != 7 {
				t.Errorf("afterwards entry %d: %v", e.Seq, err)
			}
			if got, err := recording.ReadFolder(dir); err != nil || len(got) != 7 {
				t.Errorf("read back %d, %v", len(got), err)
			}
		})
	}
}

type failing struct{}

func (failing) Append(e recording.Entry) (recording.Entry, error) {
	return e, errors.New("disken er fuld")
}

// TestFailingLog: an entry that a further log could not take is not in memory
// either, and takes no number; the error is told.
func TestFailingLog(t *testing.T) {
	tape := recording.NewTape(now, failing{})
	grown := tape.Grown()
	for range 2 {
		if e, err := tape.Append(exchange()); err == nil || !strings.Contains(err.Error(), "disken er fuld") || e.Seq != 1 {
			t.Errorf("entry %d: %v", e.Seq, err)
		}
	}
	select {
	case <-grown:
		t.Error("it says that it has grown")
	default:
	}
	if len(tape.Since(0)) != 0 {
		t.Error("it is on the tape, and not on record")
	}
	if _, err := (recording.Discard{}).Append(exchange()); err != nil {
		t.Error(err)
	}
}

// TestIsSimulated: a recording says so; an older one tells it by having a nonce and no ID,
// which every real run has had since there were nonces.
func TestIsSimulated(t *testing.T) {
	yes, no := true, false
	for _, c := range []struct {
		name string
		run  recording.Run
		want bool
	}{
		{"it says so", recording.Run{Simulated: &yes, ID: "k1"}, true},
		{"it says that it is not", recording.Run{Simulated: &no, Nonce: recording.NewNonce()}, false},
		{"an older one of a system that klarmeld played", recording.Run{Nonce: recording.NonceOf("x")}, true},
		{"an older one of a real system", recording.Run{Nonce: recording.NewNonce(), ID: "k1"}, false},
		{"one of before there were nonces", recording.Run{System: "x"}, false},
	} {
		if got := c.run.IsSimulated(); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}
