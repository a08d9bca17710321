package main

import (
	"bytes"
	"encoding/csv"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"runtime/pprof"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

var (
	growingCases = flag.Int("growing.cases", 100_000, "how many cases BenchmarkGrowing delivers")
	growingCSV   = flag.String("growing.csv", "", "folder in which BenchmarkGrowing leaves its figures, a file for each delivery")
	growingHeap  = flag.String("growing.heap", "", "folder in which BenchmarkGrowing leaves a profile of the heap when all cases have come")
)

// growingStep is how many messages lie between two measurements.
const growingStep = 1000

// grownTo is what a delivery has come to after so many cases. Times are processor time
// of the whole process, the sender's included.
type grownTo struct {
	cases   int
	message time.Duration // of each of the newest cases
	search  time.Duration // of one by key, as its sender waits for it: the median
	live    uint64        // bytes that are in use
	held    uint64        // bytes that the process has of the machine
}

// BenchmarkGrowing delivers cases over HTTP to klarmeld serve, which records them, and then
// to one that judges them too, each in a process of its own; and removes them all. It tells
// what a message costs as the index grows.
func BenchmarkGrowing(b *testing.B) {
	for _, how := range []string{"recorded", "judged"} {
		b.Run(how, func(b *testing.B) {
			for b.Loop() {
				cmd := exec.Command(os.Args[0], "-test.run", "^TestGrowingOf$", "-test.timeout", "2h", "-growing.cases", strconv.Itoa(*growingCases), "-growing.csv",
					*growingCSV, "-growing.heap", *growingHeap)
				if *growingHeap != "" {
					cmd.Args = append(cmd.Args, "-test.memprofilerate=4096")
				}
				cmd.Env = append(os.Environ(), "KLARMELD_GROWING="+how)
				cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
				if err := cmd.Run(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// TestGrowingOf is the process that BenchmarkGrowing measures.
func TestGrowingOf(t *testing.T) {
	how := os.Getenv("KLARMELD_GROWING")
	if how == "" {
		t.Skip("BenchmarkGrowing asks for it")
	}
	defer debug.SetGCPercent(debug.SetGCPercent(100)) // tests have it otherwise
	collectSeldom()
	defer collecting(serveRoom)()
	g := growing{t: t, how: how, server: httptest.NewServer(opened(t, how == "judged"))}
	defer g.server.Close()
	g.deliver(benchmarked(t))
	if *growingHeap != "" {
		g.profile(filepath.Join(*growingHeap, how+".heap"))
	}
	g.remove()
	g.printBounds()
	g.write()
}

// growing is a delivery under measurement.
type growing struct {
	t       *testing.T
	how     string
	server  *httptest.Server
	client  http.Client
	came    []grownTo
	removed []grownTo
}

// opened are the services as klarmeld serve has them, recording to disk.
func opened(t testing.TB, judged bool) http.Handler {
	r, err := recordedTo(filepath.Join(t.TempDir(), "optagelse"), judged)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.close() })
	return r.open
}

func (g *growing) send(message []byte) []byte {
	resp, err := g.client.Post(g.server.URL+"/sagdokumentindeks/6", "application/soap+xml", bytes.NewReader(message))
	if err != nil {
		g.t.Fatal(err)
	}
	defer resp.Body.Close()
	reply, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		g.t.Fatalf("HTTP %d, %v: %.500s", resp.StatusCode, err, reply)
	}
	return reply
}

// deliver sends the cases, and searches for some of them as they come.
func (g *growing) deliver(message func(int64) []byte) {
	fmt.Printf("%s\n%10s %14s %10s %9s %9s\n", g.how, "cases", "CPU µs/case", "search ms", "live MB", "held MB")
	for n := 0; n < *growingCases; {
		before := processor("self")
		for range growingStep {
			g.send(message(int64(n)))
			n++
		}
		m := grownTo{cases: n, message: (processor("self") - before) / growingStep}
		m.search = g.searched(n)
		m.live, m.held = uint64(staying()), heldBytes()
		g.came = append(g.came, m)
		if n == growingStep || n%(5*growingStep) == 0 || n == *growingCases {
			g.write() // lest it is lost when the rest is cut off
			fmt.Printf("%10d %14d %10.2f %9.1f %9.1f\n", n, m.message.Microseconds(), float64(m.search.Microseconds())/1000, float64(m.live)/1e6, float64(m.held)/1e6)
		}
	}
	last, first := g.came[len(g.came)-1], g.came[0]
	fmt.Printf("the last thousand is %.2f times as dear as the first; at most %s of the machine\n", float64(last.message)/float64(first.message), most())
}

// searched is how long a search by key takes among n cases: the median of some.
func (g *growing) searched(n int) time.Duration {
	var took []time.Duration
	for i := range 9 {
		key := fmt.Sprintf("2026-%06d", n/10*(i+1))
		if i == 8 {
			key = fmt.Sprintf("2026-%06d", n-1)
		}
		m := searching(`<sdi:SoegUdtryk><sdi:SoegSag><sag:AttributListe><sag:Egenskaber><sag:BrugervendtNoegle>` + key +
			`</sag:BrugervendtNoegle></sag:Egenskaber></sag:AttributListe><sag:TilstandListe/><sag:RelationListe/></sdi:SoegSag></sdi:SoegUdtryk>`)
		begun := time.Now()
		reply := g.send([]byte(m))
		took = append(took, time.Since(begun))
		if !bytes.Contains(reply, []byte(">"+key+"<")) {
			g.t.Fatalf("%s is not found: %.800s", key, reply)
		}
	}
	slices.Sort(took)
	return took[len(took)/2]
}

// remove lets all cases be removed, five hundred at a time.
func (g *growing) remove() {
	const page = 500
	fmt.Printf("%10s %14s\n", "removed", "CPU µs/case")
	for n := 0; n < *growingCases; {
		before := processor("self")
		from := n
		for ; n < from+2*page*5 && n < *growingCases; n += page {
			reply := g.send([]byte(removing(n, n+page)))
			if got := bytes.Count(reply, []byte("StatusKode>20<")); got != page {
				g.t.Fatalf("%d of %d removed: %.500s", got, page, reply)
			}
		}
		m := grownTo{cases: n, message: (processor("self") - before) / time.Duration(n-from)}
		g.removed = append(g.removed, m)
		if n%(20*growingStep) == 0 || n == *growingCases || from == 0 {
			fmt.Printf("%10d %14d\n", n, m.message.Microseconds())
		}
	}
}

// heldBytes is what the process has of the machine, as the runtime counts it.
func heldBytes() uint64 {
	s := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	metrics.Read(s)
	return s[0].Value.Uint64() - s[1].Value.Uint64()
}

// most is the most memory that the process has had, where Linux tells it.
func most() string {
	raw, _ := os.ReadFile("/proc/self/status")
	for line := range strings.Lines(string(raw)) {
		if size, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			return strings.TrimSpace(size)
		}
	}
	return "?"
}

func (g *growing) profile(name string) {
	f, err := os.Create(name)
	if err != nil {
		g.t.Fatal(err)
	}
	defer f.Close()
	runtime.GC()
	if err := pprof.Lookup("heap").WriteTo(f, 0); err != nil {
		g.t.Fatal(err)
	}
}

// write leaves the figures as CSV, times in microseconds, where they are wanted.
func (g *growing) write() {
	if *growingCSV == "" {
		return
	}
	f, err := os.Create(filepath.Join(*growingCSV, g.how+".csv"))
	if err != nil {
		g.t.Fatal(err)
	}
	defer f.Close()
	w := csv.NewWriter(f)
	row := func(cells ...any) {
		var texts []string
		for _, c := range cells {
			texts = append(texts, fmt.Sprint(c))
		}
		_ = w.Write(texts) // its error is kept for Flush
	}
	row("what", "cases", "cpu_us", "search_us", "live_bytes", "held_bytes")
	for _, m := range g.came {
		row("import", m.cases, m.message.Microseconds(), m.search.Microseconds(), m.live, m.held)
	}
	for _, m := range g.removed {
		row("fjern", m.cases, m.message.Microseconds(), "", "", "")
	}
	if w.Flush(); w.Error() != nil {
		g.t.Fatal(w.Error())
	}
}
