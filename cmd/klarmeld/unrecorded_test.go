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
var trials = flag.Int("full", 18, "how often klarmeld cannot write its recording")

// TestNothingLost: whatever keeps klarmeld from recording, no message that was
// answered 20 is missing on record, none that was refused has done anything, and
// what is on record replays. A run stops, and goes on when there is room.
func TestNothingLost(t *testing.T) {
	received, refused, stopped := 0, 0, 0
	for n := range *trials {
		kind := troubles[n/2%len(troubles)]
		if n%2 == 0 {
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

// undisturbed is the outcome of a run that nothing happens to.
var undisturbed struct {
	once    sync.Once
	outcome string
}

// What is played, and the exit code of a run that cannot be whole.
const (
	someScenarios = "sag-01,sag-02,sag-03,sag-04,dokument-01"
	someOutcome   = 30
)

// ran is one trial of klarmeld run: trouble comes at some moment, the run stops,
// the trouble goes, and the run goes on to the outcome of an undisturbed one.
func ran(t *testing.T, seed int, kind string) (received, stopped int) {
	random := rand.New(rand.NewSource(int64(seed)))
	undisturbed.once.Do(func() {
		out, services := filepath.Join(t.TempDir(), "rapport"), freeAddress(t)
		run := klarmeldRun(startVendor(t, sharedTown(t), services), sharedTown(t), services, out, "--only", someScenarios)
		if said, _ := run.CombinedOutput(); run.ProcessState.ExitCode() != someOutcome {
			t.Fatalf("%s", said)
		}
		undisturbed.outcome = outcomeOf(t, out)
	})
	d, diary, services := newDisk(t, random, kind), filepath.Join(t.TempDir(), "svar"), freeAddress(t)
	t.Setenv("ANSWERED", diary)
	adapter := startVendor(t, sharedTown(t), services)
	out := filepath.Join(d.dir, "rapport")
	folder := filepath.Join(out, "leverandoer", recording.Subfolder)
	command := func(more ...string) *exec.Cmd {
		return d.klarmeld(append([]string{"run", "--driver", adapter + "/handling", "--addr", services, "--kommune", sharedTown(t), "--out", out, "--only", someScenarios}, more...)...)
	}
	first := command()
	var said bytes.Buffer
	first.Stdout, first.Stderr = &said, &said
	if err := first.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() { _ = first.Wait(); close(ended) }()
	wanted := 1 + random.Intn(60) // files that are there when the trouble comes
	for there := 0; there < wanted; {
		files, _ := os.ReadDir(folder) // none yet
		there = len(files)
		select {
		case <-ended:
			there = wanted
		default:
		}
	}
	d.begin(folder, services)
	<-ended
	d.end(folder)
	code := first.ProcessState.ExitCode()
	kept(t, folder, diary)
	if code != exitHarness {
		if got := outcomeOf(t, out); got != undisturbed.outcome {
			t.Errorf("exit code %d, and the outcome is another:\n%s\n%s", code, differing(got, undisturbed.outcome), said.String())
		}
		return len(answered(t, diary)), 0
	}
	if text := said.String(); !strings.Contains(text, "klarmeld: ") || strings.Contains(text, "context canceled") {
		t.Errorf("it says %s", text)
	}
	again := command("--continue")
	if text, _ := again.CombinedOutput(); again.ProcessState.ExitCode() != someOutcome {
		t.Errorf("--continue: exit code %d\n%s\nafter\n%s", again.ProcessState.ExitCode(), text, said.String())
		return 0, 1
	}
	if got := outcomeOf(t, out); got != undisturbed.outcome {
		t.Errorf("the outcome is not that of an undisturbed run:\n%s\nafter\n%s", differing(got, undisturbed.outcome), said.String())
	}
	kept(t, folder, diary)
	if code, text := program("verify", filepath.Dir(folder)); code != 0 {
		t.Errorf("verify: %d %s", code, text)
	}
	return len(answered(t, diary)), 1
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
