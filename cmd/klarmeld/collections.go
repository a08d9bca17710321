package main

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// headroom is how much may be allocated from one collection of garbage to the next,
// however little is kept. Go itself lets a program allocate as much as it keeps, and at
// least 4 MB: who keeps a few MB, as a check or a run of the simulated systems does,
// collects all the time.
const headroom = 128 << 20

// collectSeldom lets garbage be collected only when there is something to collect. Who
// keeps more than the headroom is left as Go has it, and whoever sets GOGC has decided.
func collectSeldom() {
	if os.Getenv("GOGC") != "" {
		return
	}
	debug.SetGCPercent(percent(0))
	whenCollected(func() (again bool) {
		debug.SetGCPercent(percent(live()))
		return true
	})
}

// percent is how much may be allocated to the next collection, in percent of what the last
// one kept.
func percent(kept uint64) int {
	const leastHeap = 4 << 20 // Go's own, at 100 percent
	return max(100, int(100*headroom/max(kept, leastHeap)))
}

// live is how much the last collection kept, in bytes.
func live() uint64 {
	s := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(s)
	if s[0].Value.Kind() != metrics.KindUint64 {
		return headroom
	}
	return s[0].Value.Uint64()
}

// whenCollected calls do after the next collection, and again after those that follow as
// long as it says so: nobody holds what it is told by.
func whenCollected(do func() (again bool)) {
	runtime.AddCleanup(&collected{}, func(struct{}) {
		if do() {
			whenCollected(do)
		}
	}, struct{}{})
}

// collected is what each collection takes. It holds a pointer, so that it is not kept
// together with others.
type collected struct{ _ *byte }
