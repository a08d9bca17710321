package main

import (
	"flag"
	"fmt"
	"log"
	"math/rand"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/hashicorp/go-retryablehttp"

	"klarmeld/internal/config"
	"klarmeld/internal/recording"
	"klarmeld/internal/services"
	"klarmeld/internal/simulated"
	"klarmeld/internal/stage"
	"klarmeld/internal/verdict"
	"klarmeld/reports"
)

// go test ./cmd/klarmeld -run TestKilled -kills 50
var kills = flag.Int("kills", 2, "how often klarmeld is killed in the middle of a run")

// TestKilled kills klarmeld at a random moment of a run with a system in a
// process of its own, and lets it go on: it comes to the verdict of an
// undisturbed run, and no exchange is lost or there twice.
func TestKilled(t *testing.T) {
	t.Parallel()
	town, services := smallTown(t), freeAddress(t)
	began := time.Now()
	whole := filepath.Join(t.TempDir(), "rapport")
	if out, err := klarmeldRun(startVendor(t, town, services), town, services, whole).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	took := time.Since(began)
	want, exchanges := outcomeOf(t, whole), exchanged(t, whole)
	moments := rand.New(rand.NewSource(1))
	cut := 0
	for n := range *kills {
		adapter, out := startVendor(t, town, services), filepath.Join(t.TempDir(), "rapport")
		run := klarmeldRun(adapter, town, services, out)
		if err := run.Start(); err != nil {
			t.Fatal(err)
		}
		time.AfterFunc(time.Duration(moments.Int63n(int64(took))), func() { _ = run.Process.Kill() })
		if err := run.Wait(); err == nil {
			continue // it was over before it was killed
		}
		if _, err := os.Stat(filepath.Join(out, "leverandoer", "optagelse", recording.IndexFile)); err != nil {
			continue // it had not begun
		}
		cut++
		again := klarmeldRun(adapter, town, services, out, "--continue")
		if said, err := again.CombinedOutput(); err != nil {
			t.Fatalf("kill %d: %v\n%s", n, err, said)
		}
		if got := outcomeOf(t, out); got != want {
			t.Errorf("kill %d: the outcomes are not those of an undisturbed run:\n%s", n, differing(got, want))
		}
		if got := exchanged(t, out); got != exchanges {
			t.Errorf("kill %d: the exchanges are not those of an undisturbed run:\n%s", n, differing(got, exchanges))
		}
		if code, said := program("verify", filepath.Join(out, "leverandoer")); code != 0 {
			t.Errorf("kill %d: verify: %d %s", n, code, said)
		}
	}
	if cut == 0 {
		t.Error("no run was cut off")
	}
	t.Logf("%d of %d runs were cut off; one takes %s", cut, *kills, took)
}

func klarmeldRun(adapter, town, services, out string, more ...string) *exec.Cmd {
	cmd := exec.Command(os.Args[0], append([]string{"run", "--driver", adapter + "/handling", "--addr", services, "--kommune", town, "--out", out}, more...)...)
	cmd.Env = append(os.Environ(), "KLARMELD_TEST_BE=klarmeld")
	return cmd
}

// handedOut are the ports that freeAddress has given to somebody.
var handedOut sync.Map

// freeAddress is one that nobody listens on, and that nobody gets by chance while
// klarmeld is away: it is below those that the operating system gives to whoever asks
// for any, and given once.
func freeAddress(t *testing.T) string {
	t.Helper()
	for range 1000 {
		address := fmt.Sprintf("127.0.0.1:%d", 20_000+rand.Intn(12_000))
		l, err := net.Listen("tcp", address)
		if err != nil {
			continue // it is taken
		}
		l.Close()
		if _, given := handedOut.LoadOrStore(address, true); !given {
			return address
		}
	}
	t.Fatal("there is no free address")
	return ""
}

// startVendor starts the reference system in a process of its own, and returns
// where its adapter answers.
func startVendor(t *testing.T, town, services string) string {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "KLARMELD_TEST_BE=vendor", "TOWN="+town, "SERVICES=http://"+services)
	return firstLine(t, cmd)
}

// wall is the clock on the wall: who waits by it waits.
type wall struct{}

func (wall) Now() time.Time       { return time.Now() }
func (wall) Wait(d time.Duration) { time.Sleep(d) }

// beVendor is the reference system as a program. It sends again what is not
// answered, as systems do.
func beVendor() {
	ground, err := groundOf(os.Getenv("TOWN"), "")
	if err != nil {
		log.Fatal(err)
	}
	raw, err := config.Vendor("reference")
	if err != nil {
		log.Fatal(err)
	}
	profile, err := simulated.ParseProfile(raw)
	if err != nil {
		log.Fatal(err)
	}
	answerActions(ground, profile, wall{})
}

// answerActions lets a simulated system answer actions, until it is ended.
func answerActions(ground services.Ground, profile simulated.Profile, clock simulated.Clock) {
	client := retryablehttp.NewClient()
	client.Logger, client.RetryMax, client.RetryWaitMin, client.RetryWaitMax = nil, 1000, 10*time.Millisecond, 50*time.Millisecond
	road := &diary{road: &retryablehttp.RoundTripper{Client: client}, file: os.Getenv("ANSWERED")}
	system, err := stage.Install(profile, ground, stage.Site{Base: os.Getenv("SERVICES"), Road: road, Clock: clock})
	if err != nil {
		log.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("http://%s\n", l.Addr())
	log.Fatal(http.Serve(l, system))
}

// outcomeOf is the verdict of a report, with the outcome of every scenario.
func outcomeOf(t *testing.T, out string) string {
	t.Helper()
	r, _, err := reports.ReadReport(filepath.Join(out, "leverandoer"))
	if err != nil {
		t.Fatal(err)
	}
	text := r.Verdict.Name()
	for _, c := range r.Capabilities {
		for _, s := range c.Scenarios {
			text += fmt.Sprintf("\n%s %s %d", s.ID, s.Outcome, len(s.Findings))
			if s.Outcome != verdict.Pass {
				text += " " + s.Reason
			}
		}
	}
	return text
}

// exchanged counts the exchanges of each scenario by operation.
func exchanged(t *testing.T, out string) string {
	t.Helper()
	entries, err := recording.ReadFolder(filepath.Join(out, "leverandoer", "optagelse"))
	if err != nil {
		t.Fatal(err)
	}
	text, scenario, counts := "", "", map[string]int{}
	flush := func() {
		if scenario != "" {
			text += fmt.Sprintf("%s %v\n", scenario, counts)
		}
		counts = map[string]int{}
	}
	for _, e := range entries {
		if e.Scenario != scenario && e.Scenario != "" {
			flush()
			scenario = e.Scenario
		}
		if e.Kind == recording.KindExchange && e.Exchange.Sender == recording.SenderSystem {
			counts[e.Exchange.Path+" "+e.Exchange.Operation]++
		}
	}
	flush()
	return text
}

// differing are the lines of two texts that only one of them has.
func differing(got, want string) string {
	a, b := strings.Split(got, "\n"), strings.Split(want, "\n")
	text := ""
	for _, l := range a {
		if !slices.Contains(b, l) {
			text += "+ " + l + "\n"
		}
	}
	for _, l := range b {
		if !slices.Contains(a, l) {
			text += "- " + l + "\n"
		}
	}
	return text
}
