package main

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"runtime"
	"runtime/debug"
	"testing"

	"klarmeld/internal/recording"
	"klarmeld/internal/services"
)

// serveRoom is what serve has in a process of its own; where all tests share one,
// TestMain gives it more.
var serveRoom = roomy

// BenchmarkCases imports cases into an index that has some thousands already, with
// the collector as klarmeld serve has it.
func BenchmarkCases(b *testing.B) {
	for _, cases := range []int64{1000, 5000, 10000, 20000, 40000} {
		b.Run(fmt.Sprint(cases), func(b *testing.B) {
			defer debug.SetMemoryLimit(debug.SetMemoryLimit(-1)) // whatever fails here, the other tests have room
			defer debug.SetGCPercent(debug.SetGCPercent(100))    // tests have it otherwise
			defer collecting(serveRoom)()
			ground, err := groundOf("", "")
			if err != nil {
				b.Fatal(err)
			}
			now := danishNow()
			log := recording.NewStream(now, recording.Discard{})
			open, _, err := services.Open(ground, recording.Run{System: "bench"}, log, now)
			if err != nil {
				b.Fatal(err)
			}
			message := benchmarked(b)
			for n := range cases {
				post(b, open, message(n))
			}
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			b.ResetTimer()
			for n := range b.N {
				post(b, open, message(cases+int64(n)))
			}
			b.StopTimer()
			runtime.ReadMemStats(&after)
			b.ReportMetric(float64(after.NumGC-before.NumGC)*1000/float64(b.N), "collections/1000")
			b.ReportMetric(float64(staying())/(1<<20), "MB-live")
			runtime.KeepAlive(open)
		})
	}
}

// post lets the services answer an import.
func post(b *testing.B, open http.Handler, body []byte) {
	b.Helper()
	rec, r := httptest.NewRecorder(), httptest.NewRequest(http.MethodPost, indexPath, bytes.NewReader(body))
	r.Header.Set("Content-Type", "text/xml")
	if open.ServeHTTP(rec, r); rec.Code != http.StatusOK {
		b.Fatalf("%d %s", rec.Code, rec.Body)
	}
}

// TestCollecting: what is there to stay is not looked through again and again for
// what is not; and the limit grows with it, and no more.
func TestCollecting(t *testing.T) {
	defer debug.SetGCPercent(debug.SetGCPercent(100)) // tests have it otherwise
	runtime.GC()
	floor := staying() + 8<<20
	index := make([][]byte, 0, 64) // as much again, and more
	for range 64 {
		index = append(index, make([]byte, max(1<<20, staying()/32)))
	}
	collections := func() int {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		for range 3000 {
			garbage = make([]byte, 100<<10)
		}
		runtime.ReadMemStats(&after)
		return int(after.NumGC - before.NumGC)
	}
	fixed := debug.SetMemoryLimit(floor)
	starved := collections()
	debug.SetMemoryLimit(fixed)
	stop := collecting(floor)
	settled := func() bool { // the cleanup that sets the limit runs beside, and is let run
		for range 100 {
			runtime.GC()
			for range 100_000 {
				if debug.SetMemoryLimit(-1) == max(floor, staying()*8/5) {
					return true
				}
				runtime.Gosched()
			}
		}
		return false
	}
	if !settled() {
		t.Error("the limit never follows")
	}
	fed := collections()
	if !settled() {
		t.Error("the limit no longer follows")
	}
	limit := debug.SetMemoryLimit(-1)
	stop()
	if limit <= staying() || limit > 2*staying()+floor {
		t.Errorf("the limit is %d MB, %d MB stay", limit>>20, staying()>>20)
	}
	// Alone it is a fifth; what other tests have left behind counts in the limit too.
	if fed*3 > starved*2 {
		t.Errorf("%d collections with a limit that follows, %d with one that is fixed", fed, starved)
	}
	t.Logf("%d collections, %d with a fixed limit", fed, starved)
	if debug.SetMemoryLimit(-1) != fixed {
		t.Error("the limit stays behind")
	}
	runtime.KeepAlive(index)
}

var garbage []byte

// TestCollectingTogether: two that serve in one process, of which the first to begin
// ends first, leave no limit behind; and none is lifted while one still serves.
func TestCollectingTogether(t *testing.T) {
	before := debug.SetMemoryLimit(-1)
	const floor = 100 << 30 // of which nothing here comes near
	for _, order := range [][3]int{{0, 1, 2}, {2, 1, 0}, {1, 0, 2}, {1, 2, 0}} {
		var stops [3]func()
		for i := range stops {
			stops[i] = collecting(floor)
		}
		for n, i := range order {
			if got := debug.SetMemoryLimit(-1); got != floor {
				t.Errorf("order %v: before end %d the limit is %d", order, n, got)
			}
			stops[i]()
			stops[i]() // twice is once
		}
		if got := debug.SetMemoryLimit(-1); got != before {
			t.Fatalf("order %v leaves a limit of %d behind", order, got)
		}
	}
}
