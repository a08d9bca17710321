package main

import (
	"encoding/json"
	"flag"
	"math/rand"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"klarmeld/internal/recording"
	"klarmeld/internal/verdict"
	"klarmeld/reports"
)

// go test ./cmd/klarmeld -run TestKilledSimulated -simulated.kills 50
var simulatedKills = flag.Int("simulated.kills", 1, "how often klarmeld is killed in the middle of a run of each simulated system")

// TestKilledSimulated kills klarmeld, once or twice, at a random place of a run of
// each system that it plays itself, and lets it go on: whatever the report says, it
// is byte for byte what an undisturbed run says. The number of an exchange is
// another, since what was cut off is on record too; so a number stands for the bytes
// of its message, and these are the same.
func TestKilledSimulated(t *testing.T) {
	for seed, name := range table {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			places := rand.New(rand.NewSource(int64(seed)))
			whole := filepath.Join(t.TempDir(), "rapport")
			wholeRunOf(t, name, whole)
			want, requests := proved(t, whole, name), sentBy(t, whole, name)
			size := indexSize(whole, name)
			cut := 0
			for n := range *simulatedKills {
				out := filepath.Join(t.TempDir(), "rapport")
				if !killed(t, places.Int63n(size), name, out) {
					continue // it was over before it was killed
				}
				cut++
				if n%3 == 0 { // and again, when it has gone on
					killed(t, places.Int63n(size), name, out, "--continue")
				}
				wholeRunOf(t, name, out, "--continue")
				if got := proved(t, out, name); got != want {
					t.Errorf("kill %d: the result is not that of an undisturbed run:\n%s", n, differing(got, want))
				}
				if got := sentBy(t, out, name); got != requests {
					t.Errorf("kill %d: what was sent is not what an undisturbed run sends", n)
				}
				if code, said := program("verify", filepath.Join(out, name)); code != 0 {
					t.Errorf("kill %d: verify: %d %s", n, code, said)
				}
			}
			if cut == 0 {
				t.Error("no run was cut off")
			}
			t.Logf("%d of %d runs were cut off", cut, *simulatedKills)
		})
	}
}

// TestKilledTable kills a run of all the systems while one of them is played: those
// before it stay as they are, and those after it are begun.
func TestKilledTable(t *testing.T) {
	if *simulatedKills < 3 {
		t.Skip("skipped: it is one of the trials (-simulated.kills 3 and more)")
	}
	t.Parallel()
	wanted, out := t.TempDir(), t.TempDir()
	wholeRunOf(t, "", wanted)
	wholeRunOf(t, "", out) // an earlier one is not taken for this one
	middle := filepath.Join(out, table[1], recording.Subfolder, recording.IndexFile)
	earlier, err := os.Stat(middle)
	if err != nil {
		t.Fatal(err)
	}
	if !killedWhen(t, func() bool {
		now, err := os.Stat(middle)
		return err == nil && !os.SameFile(now, earlier) && now.Size() > earlier.Size()/2
	}, "", out) {
		t.Fatalf("the run was over before %s was played", table[1])
	}
	wholeRunOf(t, "", out, "--continue")
	for _, name := range table {
		if got, want := proved(t, out, name), proved(t, wanted, name); got != want {
			t.Errorf("%s is not what it was:\n%s", name, differing(got, want))
		}
	}
}

// simulatedRun is a run that begins at one and the same moment, in a process of its
// own.
func simulatedRun(name, out string, more ...string) *exec.Cmd {
	cmd := exec.Command(os.Args[0], append([]string{"run", "--system", name, "--out", out}, more...)...) // "": all of them
	cmd.Env = append(os.Environ(), "KLARMELD_TEST_BE=klarmeld", "KLARMELD_TEST_NOW=2026-06-01T12:00:00+02:00")
	return cmd
}

// wholeRunOf lets a run come to its end. That its system is not approved is none of
// its faults.
func wholeRunOf(t *testing.T, name, out string, more ...string) {
	t.Helper()
	cmd := simulatedRun(name, out, more...)
	if said, err := cmd.CombinedOutput(); err != nil && cmd.ProcessState.ExitCode() != verdict.NotApproved.ExitCode() &&
		cmd.ProcessState.ExitCode() != verdict.ApprovedWithRemarks.ExitCode() {
		t.Fatalf("%v\n%s", err, said)
	}
}

// killed begins a run, or lets it go on, and kills it when the list of its recording
// has so many bytes. It reports whether it was not over before.
func killed(t *testing.T, at int64, name, out string, more ...string) bool {
	t.Helper()
	return killedWhen(t, func() bool { return indexSize(out, name) > at }, name, out, more...)
}

func killedWhen(t *testing.T, time func() bool, name, out string, more ...string) bool {
	t.Helper()
	cmd := simulatedRun(name, out, more...)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	over := make(chan struct{})
	go func() {
		_ = cmd.Wait()
		close(over)
	}()
	for !time() {
		select {
		case <-over:
			return false
		default:
		}
	}
	_ = cmd.Process.Kill()
	<-over
	return !cmd.ProcessState.Exited()
}

// indexSize is how many bytes the list of a recording has; 0 when there is none.
func indexSize(out, name string) int64 {
	info, err := os.Stat(filepath.Join(out, name, recording.Subfolder, recording.IndexFile))
	if err != nil {
		return 0
	}
	return info.Size()
}

// proved is the whole result of a report, with each message by its bytes and not by
// its number.
func proved(t *testing.T, out, name string) string {
	t.Helper()
	r, _, err := reports.ReadReport(filepath.Join(out, name))
	if err != nil {
		t.Fatal(err)
	}
	bytesOf := map[int]string{}
	for _, e := range recordedBy(t, out, name) {
		if e.Exchange != nil {
			bytesOf[e.Seq] = e.Exchange.RequestSHA256
		}
	}
	messages := map[string][]string{}
	named := func(of []verdict.Finding) {
		for i, f := range of {
			if f.Exchange > 0 {
				of[i].File, of[i].Exchange = bytesOf[f.Exchange], 0
			}
		}
	}
	for _, c := range r.Capabilities {
		named(c.Moved)
		for i, s := range c.Scenarios {
			named(s.Findings)
			for _, x := range s.Exchanges {
				messages[s.ID] = append(messages[s.ID], bytesOf[x])
			}
			c.Scenarios[i].Exchanges = nil
		}
	}
	raw, err := json.MarshalIndent(map[string]any{"result": r, "messages": messages}, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// sentBy are the messages of everybody, in their order.
func sentBy(t *testing.T, out, name string) string {
	t.Helper()
	text := ""
	for _, e := range recordedBy(t, out, name) {
		if e.Kind == recording.KindExchange {
			text += string(e.Exchange.Sender) + " " + e.Exchange.RequestSHA256 + "\n"
		}
	}
	return text
}

func recordedBy(t *testing.T, out, name string) []recording.Entry {
	t.Helper()
	entries, err := recording.ReadFolder(filepath.Join(out, name, recording.Subfolder))
	if err != nil {
		t.Fatal(err)
	}
	return entries
}
