package recording_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"klarmeld/internal/recording"
)

// TestStructural: what a scenario is made of, and what the system made of it.
func TestStructural(t *testing.T) {
	for kind, want := range map[recording.EntryKind]bool{
		recording.KindScenario: true, recording.KindAction: true, recording.KindWaited: true, recording.KindChange: true, recording.KindEnd: true,
		recording.KindRun: false, recording.KindExchange: false, recording.KindInterrupted: false, recording.KindResumed: false, "": false,
	} {
		if kind.Structural() != want {
			t.Errorf("%q: %t", kind, !want)
		}
	}
}

// TestDeadline: a run's deadline is written as people write it; one that nobody
// can read is an error.
func TestDeadline(t *testing.T) {
	raw, err := json.Marshal(recording.Run{Deadline: recording.Duration(5 * time.Minute)})
	if err != nil || !strings.Contains(string(raw), `"frist":"5m0s"`) {
		t.Errorf("written %s, %v", raw, err)
	}
	var run recording.Run
	if err := json.Unmarshal([]byte(`{"frist":"1h30m"}`), &run); err != nil || time.Duration(run.Deadline) != 90*time.Minute {
		t.Errorf("read %v, %v", run.Deadline, err)
	}
	if err := json.Unmarshal([]byte(`{"frist":"straks"}`), &run); err == nil {
		t.Error("a deadline of »straks« was read")
	}
}

// arrivals is a log that names what arrives.
type arrivals struct {
	recording.Discard
	name string
}

func (a arrivals) Arrive(request []byte) (string, error) { return a.name + string(request), nil }

// TestArrive: a message that is being handled is kept by the first log that can
// keep it; where none can, it has no name.
func TestArrive(t *testing.T) {
	for _, c := range []struct {
		name string
		logs []recording.Log
		want string
	}{
		{"nobody", nil, ""},
		{"nobody who can", []recording.Log{recording.Discard{}}, ""},
		{"the first who can", []recording.Log{recording.Discard{}, arrivals{name: "a:"}, arrivals{name: "b:"}}, "a:x"},
	} {
		if got, err := recording.NewTape(now, c.logs...).Arrive([]byte("x")); err != nil || got != c.want {
			t.Errorf("%s: %q, %v; want %q", c.name, got, err, c.want)
		}
	}
}

// TestScope: what an entry says of itself stands; the scope is for the others.
// No tape needs no scope.
func TestScope(t *testing.T) {
	(*recording.Tape)(nil).Scope("s", "a")
	tape := recording.NewTape(now)
	tape.Scope("s", "a")
	at := now().Add(time.Hour)
	e, err := tape.Append(recording.Entry{Kind: recording.KindWaited, Scenario: "eget", Action: "egen", Time: at})
	if err != nil || e.Scenario != "eget" || e.Action != "egen" || !e.Time.Equal(at) || e.Seq != 1 {
		t.Errorf("it became %+v, %v", e, err)
	}
	tape.Scope("", "")
	if e, err := tape.Append(recording.Entry{Kind: recording.KindWaited}); err != nil || e.Scenario != "" || e.Action != "" || !e.Time.Equal(now()) || e.Seq != 2 {
		t.Errorf("it became %+v, %v", e, err)
	}
}

// TestStreamToTape: a log that cannot take bytes ahead of their turn gets the
// entries whole, one after another.
func TestStreamToTape(t *testing.T) {
	tape := recording.NewTape(now)
	stream := recording.NewStream(now, tape)
	inTime(t, func() {
		for want := 1; want <= 3; want++ {
			e, err := stream.Append(exchange())
			if err != nil || e.Seq != want || len(tape.Since(0)) != want || e.Exchange.RequestSHA256 == "" {
				t.Errorf("entry %d: %+v, %v", want, e, err)
			}
		}
	})
}

// begun is a recording that has begun in a folder.
func begun(t *testing.T, dir string) *recording.Folder {
	t.Helper()
	f, err := recording.NewFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() }) // some have closed it
	return f
}

// failure is something that cannot be done with a folder, and what is said.
type failure struct {
	name string
	do   func(t *testing.T, dir string) error
	says string
}

func fails(t *testing.T, all []failure) {
	for _, c := range all {
		t.Run(c.name, func(t *testing.T) {
			if err := c.do(t, filepath.Join(t.TempDir(), "o")); err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("the error is %v, want one that says %q", err, c.says)
			}
		})
	}
}

// TestWritingFails: what keeps a recording from being begun or written is told,
// and in which line.
func TestWritingFails(t *testing.T) {
	fails(t, []failure{
		{"begun below a file", func(t *testing.T, dir string) error {
			write(t, dir, "")
			_, err := recording.NewFolder(filepath.Join(dir, "o"))
			return err
		}, "optagelsens mappe kan ikke oprettes"},
		{"begun where the warning stands", func(t *testing.T, dir string) error {
			mkdir(t, dir)
			write(t, filepath.Join(dir, "LAES-MIG.txt"), "andet")
			_, err := recording.NewFolder(dir)
			return err
		}, "filen LAES-MIG.txt findes allerede"},
		{"closed", func(t *testing.T, dir string) error {
			f := begun(t, dir)
			if err := f.Close(); err != nil {
				t.Fatal(err)
			}
			_, err := f.Append(recording.Entry{Seq: 7, Kind: recording.KindWaited})
			return err
		}, "optagelsens linje 7 kan ikke skrives"},
		{"a line that is no JSON", func(t *testing.T, dir string) error {
			return begun(t, dir).List(recording.Entry{Seq: 8, Change: &recording.Change{Data: []byte("{")}})
		}, "optagelsens linje 8 kan ikke skrives"},
		{"gone", func(t *testing.T, dir string) error {
			f := begun(t, dir)
			if err := os.RemoveAll(dir); err != nil {
				t.Fatal(err)
			}
			_, err := f.Arrive([]byte("x"))
			return err
		}, "optagelsen kan ikke skrives"},
		{"what arrived is gone", func(t *testing.T, dir string) error {
			_, err := begun(t, dir).Append(recording.Entry{Exchange: &recording.Exchange{Arrived: "ankommet-000001.xml", RequestFile: "0001-request.xml"}})
			return err
		}, "optagelsen kan ikke skrives"},
		{"closed twice", func(t *testing.T, dir string) error {
			f := begun(t, dir)
			if err := f.Close(); err != nil {
				t.Fatal(err)
			}
			return f.Close()
		}, "already closed"},
	})
}

// TestReadingFails: what keeps a recording from being read or gone on with.
func TestReadingFails(t *testing.T) {
	resume := func(dir string) error { _, _, err := recording.ResumeFolder(dir, now); return err }
	fails(t, []failure{
		{"there is none", func(_ *testing.T, dir string) error { return resume(dir) }, "optagelsen kan ikke læses"},
		{"a folder stands as the cut reply", func(t *testing.T, dir string) error {
			begun(t, dir)
			mkdir(t, filepath.Join(dir, "0001-reply.xml", "x"))
			return resume(dir)
		}, "optagelsen kan ikke fortsættes"},
		{"a folder has arrived", func(t *testing.T, dir string) error {
			begun(t, dir)
			mkdir(t, filepath.Join(dir, "ankommet-000001.xml"))
			return resume(dir)
		}, "optagelsen kan ikke fortsættes"},
		{"the lines are a folder", func(t *testing.T, dir string) error {
			mkdir(t, filepath.Join(dir, recording.IndexFile))
			_, err := recording.ReadFolder(dir)
			return err
		}, "optagelsen kan ikke læses"},
	})
}

func mkdir(t *testing.T, path string) {
	t.Helper()
	if err := os.MkdirAll(path, 0o700); err != nil {
		t.Fatal(err)
	}
}

// TestChangeOfSecurity: a change is of the registers or of how the STS and the services
// are; an entry that says neither is no change.
func TestChangeOfSecurity(t *testing.T) {
	for raw, whole := range map[string]bool{`{"sikkerhed":{"udenAftale":["11111111"]}}`: true, `{"data":{}}`: true, `{}`: false} {
		dir := filepath.Join(t.TempDir(), "optagelse")
		folder, err := recording.NewFolder(dir)
		if err != nil {
			t.Fatal(err)
		}
		var change recording.Change
		if err := json.Unmarshal([]byte(raw), &change); err != nil {
			t.Fatal(err)
		}
		tape := recording.NewTape(time.Now, folder)
		for _, e := range []recording.Entry{{Kind: recording.KindRun, Run: &recording.Run{}}, {Kind: recording.KindChange, Change: &change}} {
			if _, err := tape.Append(e); err != nil {
				t.Fatal(err)
			}
		}
		if err := folder.Close(); err != nil {
			t.Fatal(err)
		}
		entries, err := recording.ReadFolder(dir)
		if (err == nil) != whole || whole && string(entries[1].Change.Security) != string(change.Security) {
			t.Errorf("%s: %v", raw, err)
		}
	}
}
