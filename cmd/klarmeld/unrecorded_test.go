package main

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"klarmeld/internal/recording"
)

// go test ./cmd/klarmeld -run TestNothingLost -full 500
var trials = flag.Int("full", 5, "how often klarmeld cannot write its recording")

// TestNothingLost: whatever keeps klarmeld from recording, no message that was
// answered 20 is missing on record, none that was refused has done anything, and
// what is on record replays. A run stops, and goes on when there is room.
func TestNothingLost(t *testing.T) {
	received, refused, stopped := 0, 0, 0
	for n := range *trials {
		kind := troubles[n%len(troubles)]
		if (n/len(troubles)+n)%2 == 0 { // each kind with both, by turns
			t.Run(fmt.Sprintf("serve/%s/%d", kind, n), func(t *testing.T) {
				a, b := served20(t, n, kind)
				received, refused = received+a, refused+b
			})
			continue
		}
		t.Run(fmt.Sprintf("run/%s/%d", kind, n), func(t *testing.T) {
			a, s := ran(t, n, kind)
			received, stopped = received+a, stopped+s
		})
	}
	t.Logf("of %d messages answered 20 all are on record; %d were refused, %d runs were stopped", received, refused, stopped)
}

// diary is a road that writes down which messages were answered 20.
type diary struct {
	road http.RoundTripper
	file string // "": nothing is written down
	mu   sync.Mutex
}

// RoundTrip carries one request.
func (d *diary) RoundTrip(r *http.Request) (*http.Response, error) {
	if d.file == "" || r.Body == nil {
		return d.road.RoundTrip(r)
	}
	sent, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	r.Body = io.NopCloser(bytes.NewReader(sent))
	resp, err := d.road.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	got, err := io.ReadAll(resp.Body)
	resp.Body.Close()
	resp.Body = io.NopCloser(bytes.NewReader(got))
	if err != nil || !bytes.Contains(got, []byte("StatusKode>20<")) {
		return resp, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	f, err := os.OpenFile(d.file, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	_, err = fmt.Fprintf(f, "%x\n", sha256.Sum256(sent))
	return resp, errors.Join(err, f.Close())
}

// undisturbed is found once.
var undisturbed struct {
	once    sync.Once
	outcome string
}

// What is played, and the exit code of a run that cannot be whole.
const (
	someScenarios = "sag-01,sag-02,sag-03,sag-04,dokument-01"
	someOutcome   = 30
)

// troubled is a run that gets into trouble: as a command, where it records, and
// where the system writes what it was answered.
type troubled struct {
	*disk
	args          []string
	folder, diary string
	services      string
}

// troubled sets up a run, and the system.
func (d *disk) troubled() *troubled {
	r := &troubled{disk: d, diary: filepath.Join(d.t.TempDir(), "svar"), services: freeAddress(d.t)}
	d.t.Setenv("ANSWERED", r.diary)
	adapter, out := startVendor(d.t, sharedTown(d.t), r.services), filepath.Join(d.dir, "rapport")
	r.folder = filepath.Join(out, "leverandoer", recording.Subfolder)
	r.args = []string{"run", "--driver", adapter + "/handling", "--addr", r.services, "--kommune", sharedTown(d.t), "--out", out, "--only", someScenarios}
	return r
}

// play begins the run, lets the trouble come when there are some files, and go when
// the run has ended. It returns its exit code and what it said.
func (r *troubled) play(files int) (code int, said string) {
	r.t.Helper()
	first := r.klarmeld(r.args...)
	var text bytes.Buffer
	first.Stdout, first.Stderr = &text, &text
	if err := first.Start(); err != nil {
		r.t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() { _ = first.Wait(); close(ended) }()
	for there := 0; there < files; {
		all, _ := os.ReadDir(r.folder) // none yet
		there = len(all)
		select {
		case <-ended:
			there = files
		default:
		}
	}
	r.begin(r.folder, r.services)
	<-ended
	r.end(r.folder)
	return first.ProcessState.ExitCode(), text.String()
}

// ran is one trial of klarmeld run: trouble comes at some moment, the run stops,
// the trouble goes, and the run goes on to the outcome of an undisturbed one.
func ran(t *testing.T, seed int, kind string) (received, stopped int) {
	want := undisturbedOutcome(t)
	random := rand.New(rand.NewSource(int64(seed)))
	r := newDisk(t, random, kind).troubled()
	code, said := r.play(1 + random.Intn(60))
	if neverBegun(t, r, code, said) {
		return 0, 1
	}
	kept(t, r.folder, r.diary)
	report := filepath.Dir(r.folder)
	if code == exitHarness {
		stopped = 1
		if !strings.Contains(said, "klarmeld: ") || strings.Contains(said, "context canceled") {
			t.Errorf("it says %s", said)
		}
		again := r.klarmeld(append(r.args, "--continue")...)
		if text, _ := again.CombinedOutput(); again.ProcessState.ExitCode() != someOutcome {
			t.Fatalf("--continue: exit code %d\n%s\nafter\n%s", again.ProcessState.ExitCode(), text, said)
		}
		kept(t, r.folder, r.diary)
		// Of a run that was over, the trouble itself may be in the report.
		if code, text := program("verify", report); code != 0 {
			_, json := program("replay", report, "--json")
			for _, line := range strings.Split(json, "\n") {
				if strings.Contains(line, `"rule"`) || strings.Contains(line, `"actual"`) || strings.Contains(line, `"message"`) {
					text += line + "\n"
				}
			}
			t.Errorf("verify: %d %s", code, text)
		}
	}
	if got := outcomeOf(t, filepath.Dir(report)); got != want {
		t.Errorf("exit code %d, and the outcome is another:\n%s\n%s", code, differing(got, want), said)
	}
	return len(answered(t, r.diary)), stopped
}

// neverBegun reports whether trouble came before the first line was on record. Then
// nobody was answered, and the run says that it could not begin.
func neverBegun(t *testing.T, r *troubled, code int, said string) bool {
	t.Helper()
	if _, err := os.Stat(filepath.Join(r.folder, recording.IndexFile)); !errors.Is(err, os.ErrNotExist) {
		return false
	}
	if n := len(answered(t, r.diary)); n > 0 || code != exitHarness && code != exitUsage || !strings.Contains(said, "klarmeld: ") {
		t.Errorf("no recording, and %d messages were answered 20; exit code %d, it says %s", n, code, said)
	}
	return true
}

// undisturbedOutcome is the outcome of a run that nothing happens to.
func undisturbedOutcome(t *testing.T) string {
	t.Helper()
	undisturbed.once.Do(func() {
		out, services := filepath.Join(t.TempDir(), "rapport"), freeAddress(t)
		run := klarmeldRun(startVendor(t, sharedTown(t), services), sharedTown(t), services, out, "--only", someScenarios)
		if said, _ := run.CombinedOutput(); run.ProcessState.ExitCode() != someOutcome {
			t.Fatalf("%s", said)
		}
		undisturbed.outcome = outcomeOf(t, out)
	})
	return undisturbed.outcome
}

// answered are the digests of the messages that were answered 20.
func answered(t *testing.T, diary string) []string {
	raw, err := os.ReadFile(diary)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
	return strings.Fields(string(raw))
}

// kept demands that what was answered 20 is on record, and that this replays.
func kept(t *testing.T, folder, diary string) {
	t.Helper()
	entries, err := recording.ReadFolder(folder)
	if err != nil {
		t.Fatal(err)
	}
	onRecord := map[string]bool{}
	for _, e := range entries {
		if e.Kind == recording.KindExchange {
			onRecord[e.Exchange.RequestSHA256] = true
		}
	}
	for _, sum := range answered(t, diary) {
		if !onRecord[sum] {
			t.Errorf("a message that was answered 20 is not on record: %s", sum)
		}
	}
	if code, text := program("replay", folder); code == exitUsage {
		t.Errorf("replay: %d %s", code, text)
	}
}

// TestSignFullDisk: on a disk that is full a signature is not half made, nor a key;
// when there is room it is made as if nothing had been.
func TestSignFullDisk(t *testing.T) {
	out, key := filepath.Join(t.TempDir(), "rapport"), filepath.Join(t.TempDir(), "noegle")
	if code, said := program("run", "--system", "reference", "--only", "sag-01", "--out", out); code != someOutcome {
		t.Fatal(said)
	}
	if code, said := program("sign", "--ny-noegle", key); code != 0 {
		t.Fatal(said)
	}
	d := newDisk(t, rand.New(rand.NewSource(1)), "full")
	if text, err := exec.Command("mount", "-o", "remount,size=64m", d.dir).CombinedOutput(); err != nil {
		t.Fatalf("%v %s", err, text)
	}
	report, second := filepath.Join(d.dir, "reference"), filepath.Join(d.dir, "noegle")
	if err := os.CopyFS(report, os.DirFS(filepath.Join(out, "reference"))); err != nil {
		t.Fatal(err)
	}
	commands := [][]string{{"sign", report, "--navn", "A", "--noegle", key}, {"sign", "--ny-noegle", second}}
	if err := d.fill(0); err != nil {
		t.Fatal(err)
	}
	before := tree(t, d.dir)
	for _, args := range commands {
		if code, said := program(args...); code != exitUsage && code != exitHarness || !strings.Contains(said, "no space left") {
			t.Errorf("%q: %d %s", args, code, said)
		}
		if after := tree(t, d.dir); after != before {
			t.Errorf("%q left something:\n%s\nwas\n%s", args, after, before)
		}
	}
	if err := os.Remove(d.filler()); err != nil {
		t.Fatal(err)
	}
	for _, args := range commands {
		if code, said := program(args...); code != 0 {
			t.Errorf("%q: %d %s", args, code, said)
		}
	}
	if _, err := os.Stat(filepath.Join(report, "underskrift-1.json")); err != nil {
		t.Error(err)
	}
}
