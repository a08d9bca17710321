package main

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"text/tabwriter"
	"time"
)

// What a kind of input costs at n, 2n, 4n and 8n. Time is measured here and
// asserted nowhere but here, where somebody has asked for it: make growth.
var (
	growth     = flag.Bool("growth", false, "measure what each kind of input costs when it doubles (make growth)")
	growthKind = flag.String("growth.kind", "", "of make growth: only the kinds that match this pattern")
)

// Bounds of one measurement, so that a bad kind cannot hold the rest up.
const (
	longestGrowth = 60 * time.Second
	mostGrowth    = 3 << 30 // bytes that are held at one time
	worstGrowth   = 2.3     // for twice the size
	leastGrowth   = 0.15    // seconds; what is quicker says nothing of how it grows
)

// cost is what one measurement came to.
type cost struct {
	Seconds float64
	Bytes   uint64 // allocated
	Failed  string
}

// grown is a kind of input: of is what is measured, at a size that is made ready
// before the clock starts.
type grown struct {
	name string
	n    int // the smallest of the four sizes
	of   func(t testing.TB, n int) func()
}

// TestGrowth measures every kind, each size in a process of its own, and fails
// on one that costs more than worstGrowth times as much when it doubles: by the
// time and by the bytes, from the smallest size to the largest.
func TestGrowth(t *testing.T) {
	if !*growth {
		t.Skip("make growth measures it: it takes minutes")
	}
	only := regexp.MustCompile(*growthKind)
	table := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "kind\tn\ts n\ts 2n\ts 4n\ts 8n\tMB n\tMB 8n\ttime ×\tbytes ×\t")
	for _, k := range kindsOfGrowth() {
		if !only.MatchString(k.name) {
			continue
		}
		var costs [4]cost
		for i := range costs {
			if costs[i] = measure(t, k.name, k.n<<i); costs[i].Failed != "" {
				break
			}
		}
		fmt.Fprintln(table, rowOf(t, k, costs))
		_ = table.Flush()
	}
}

// rowOf is a line of the table, and the judgement of it.
func rowOf(t *testing.T, k grown, costs [4]cost) string {
	line := fmt.Sprintf("%s\t%d\t", k.name, k.n)
	for _, c := range costs {
		if c.Failed != "" {
			t.Errorf("%s: %s", k.name, c.Failed)
			return line + c.Failed + "\t"
		}
		line += fmt.Sprintf("%.3f\t", c.Seconds)
	}
	longest, most := 0.0, 0.0
	for i := range 3 {
		if costs[i+1].Seconds > leastGrowth {
			longest = max(longest, costs[i+1].Seconds/max(costs[i].Seconds, 1e-9))
		}
		if costs[i+1].Bytes > 32<<20 {
			most = max(most, float64(costs[i+1].Bytes)/float64(max(1, costs[i].Bytes)))
		}
	}
	// One disturbed measurement is no growth: over all three doublings it would
	// show too.
	overall := costs[3].Seconds / max(costs[0].Seconds, 1e-9)
	if longest > worstGrowth && overall > worstGrowth*worstGrowth*worstGrowth && costs[3].Seconds > leastGrowth || most > worstGrowth {
		t.Errorf("%s costs %.1f times the time and %.1f times the bytes for twice the size", k.name, longest, most)
	}
	return line + fmt.Sprintf("%.1f\t%.1f\t%.1f\t%.1f\t", float64(costs[0].Bytes)/1e6, float64(costs[3].Bytes)/1e6, longest, most)
}

// measure measures one size in a process of its own.
func measure(t *testing.T, name string, n int) cost {
	ctx, cancel := context.WithTimeout(context.Background(), longestGrowth)
	defer cancel()
	best := cost{Failed: "never measured"}
	for range 2 { // the better of two: the machine is others' too
		cmd := exec.CommandContext(ctx, os.Args[0], "-test.run", "^TestGrowthOfOne$")
		cmd.Env = append(os.Environ(), "KLARMELD_GROWTH="+fmt.Sprintf("%d %s", n, name))
		var out, errOut bytes.Buffer
		cmd.Stdout, cmd.Stderr = &out, &errOut
		err := cmd.Run()
		if ctx.Err() != nil {
			if best.Failed == "" {
				return best
			}
			return cost{Failed: fmt.Sprintf("more than %s at n = %d", longestGrowth, n)}
		}
		var c cost
		line, _, _ := strings.Cut(out.String(), "\n")
		if err != nil || json.Unmarshal([]byte(line), &c) != nil {
			return cost{Failed: fmt.Sprintf("n = %d: %v: %.300s%.300s", n, err, out.String(), errOut.String())}
		}
		if best.Failed != "" || c.Seconds < best.Seconds {
			best = c
		}
	}
	return best
}

// TestGrowthOfOne is the process that measures.
func TestGrowthOfOne(t *testing.T) {
	var n int
	var name string
	asked := os.Getenv("KLARMELD_GROWTH")
	if asked == "" {
		t.Skip("TestGrowth asks for it")
	}
	if _, err := fmt.Sscan(asked, &n); err != nil {
		t.Fatal(err)
	}
	_, name, _ = strings.Cut(asked, " ")
	for _, k := range kindsOfGrowth() {
		if k.name == name {
			do := k.of(t, n)
			go watchMemory()
			var before, after runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&before)
			begun := time.Now()
			do()
			c := cost{Seconds: time.Since(begun).Seconds()}
			runtime.ReadMemStats(&after)
			c.Bytes = after.TotalAlloc - before.TotalAlloc
			if err := json.NewEncoder(os.Stdout).Encode(c); err != nil {
				t.Fatal(err)
			}
			return
		}
	}
	t.Fatalf("no kind is called %q", name)
}

// watchMemory ends the process before it takes the machine's memory.
func watchMemory() {
	for range time.Tick(50 * time.Millisecond) {
		var m runtime.MemStats
		if runtime.ReadMemStats(&m); m.HeapAlloc > mostGrowth {
			fmt.Printf("more than %d MB\n", mostGrowth>>20)
			os.Exit(3)
		}
	}
}

// called is the program called with these arguments, as a user calls it.
func called(t testing.TB, args ...string) func() {
	return func() {
		var errOut bytes.Buffer
		if code := run(context.Background(), args, strings.NewReader(""), io.Discard, &errOut); code == exitHarness {
			t.Fatalf("%v: %s", args, errOut.String())
		}
	}
}

// exitsWith is called, of which the exit code is known: input that is refused
// before it is read would cost nothing however large it is.
func exitsWith(t testing.TB, want int, args ...string) func() {
	return func() {
		if code, said := program(args...); code != want {
			t.Fatalf("%v: exit code %d, want %d: %.1000s", args, code, want, said)
		}
	}
}

// checkOf is check of one file with this in it.
func checkOf(make func(n int) string) func(testing.TB, int) func() {
	return calledOn("m.xml", make, "check")
}

// calledOn is a command on one file with this in it, by its name behind the
// arguments.
func calledOn(name string, make func(n int) string, args ...string) func(testing.TB, int) func() {
	return func(t testing.TB, n int) func() {
		file := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(file, []byte(make(n)), 0o600); err != nil {
			t.Fatal(err)
		}
		return called(t, append(args, file)...)
	}
}

// TestWork counts what each kind of input allocates, which is the same whoever
// else uses the machine: four times the size costs four times as much, and not
// sixteen. What only takes time is measured by TestGrowth.
func TestWork(t *testing.T) {
	const most = 4 * 1.45
	for _, k := range kindsOfGrowth() {
		small, large := allocated(t, k, k.n/16), allocated(t, k, k.n/4)
		if least := uint64(2 << 20); large > least && float64(large) > most*float64(max(small, least/8)) {
			t.Errorf("%s: %d bytes for %d, %d for %d: %.1f times as much for four times the size", k.name, small, k.n/16, large, k.n/4, float64(large)/float64(small))
		}
	}
}

// allocated is how many bytes one input allocates.
func allocated(t *testing.T, k grown, n int) uint64 {
	do := k.of(t, max(n, 1))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	do()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}
