package recording_test

import (
	"os"
	"path/filepath"
	"testing"

	"klarmeld/internal/recording"
)

// cuts are moments at which a recording can be cut off.
var cuts = []struct {
	name string
	cut  func(t *testing.T, dir string, f *recording.Folder)
	lost string // the message that was being handled
}{
	{"between two messages", func(*testing.T, string, *recording.Folder) {}, ""},
	{"while a message was handled", func(t *testing.T, _ string, f *recording.Folder) {
		if _, err := f.Arrive([]byte("<halv/>")); err != nil {
			t.Fatal(err)
		}
	}, "<halv/>"},
	{"while its reply was written", func(t *testing.T, dir string, f *recording.Folder) {
		write(t, filepath.Join(dir, "0003-request.xml"), "<halv/>")
		write(t, filepath.Join(dir, "0003-reply.xml"), "<sv")
	}, "<halv/>"},
	{"while its line was written", func(t *testing.T, dir string, f *recording.Folder) {
		write(t, filepath.Join(dir, "0003-request.xml"), "<halv/>")
		write(t, filepath.Join(dir, "0003-reply.xml"), "<svar/>")
		file, err := os.OpenFile(filepath.Join(dir, recording.IndexFile), os.O_APPEND|os.O_WRONLY, 0)
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		if _, err := file.WriteString(`{"nr":3,"tid":"2026-`); err != nil {
			t.Fatal(err)
		}
	}, "<halv/>"},
}

// TestResume: what was cut off in the middle is on record as interrupted, what
// was recorded is as it was, and the recording goes on.
func TestResume(t *testing.T) {
	for _, c := range cuts {
		t.Run(c.name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "optagelse")
			folder, err := recording.NewFolder(dir)
			if err != nil {
				t.Fatal(err)
			}
			tape := recording.NewTape(now, folder)
			for _, e := range []recording.Entry{{Kind: recording.KindRun, Run: &recording.Run{System: "x"}},
				{Kind: recording.KindExchange, Exchange: exchangeOf(t, folder, "<en/>")}} {
				if _, err := tape.Append(e); err != nil {
					t.Fatal(err)
				}
			}
			c.cut(t, dir, folder)
			if err := folder.Close(); err != nil {
				t.Fatal(err)
			}
			again, entries, err := recording.ResumeFolder(dir, now)
			if err != nil {
				t.Fatal(err)
			}
			want := 2
			if c.lost != "" {
				want = 3
				last := entries[len(entries)-1]
				if last.Kind != recording.KindInterrupted || string(last.Exchange.Request) != c.lost {
					t.Errorf("the last entry is %+v", last)
				}
			}
			tape = recording.NewTape(now, again)
			tape.Resume(entries)
			if _, err := tape.Append(recording.Entry{Kind: recording.KindExchange, Exchange: exchangeOf(t, again, "<to/>")}); err != nil {
				t.Fatal(err)
			}
			if err := again.Close(); err != nil {
				t.Fatal(err)
			}
			read, err := recording.ReadFolder(dir)
			if err != nil || len(entries) != want || len(read) != want+1 || string(read[1].Exchange.Request) != "<en/>" ||
				string(read[want].Exchange.Request) != "<to/>" {
				t.Errorf("%d entries, then %d: %v", len(entries), len(read), err)
			}
		})
	}
}

func exchangeOf(t *testing.T, f *recording.Folder, request string) *recording.Exchange {
	t.Helper()
	name, err := f.Arrive([]byte(request))
	if err != nil {
		t.Fatal(err)
	}
	return &recording.Exchange{Request: []byte(request), Reply: []byte("<svar/>"), Arrived: name}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
