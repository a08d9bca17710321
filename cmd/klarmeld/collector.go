package main

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"sync"
)

// roomy is what klarmeld serve may hold before it collects what messages have left
// behind, in bytes: one of 20 MB leaves a good deal. Where serve is not alone in its
// process (in tests) there is more.
var roomy int64 = 200 << 20

// limited is the process's limit while somebody collects: there is one, however
// many serve, and whoever is the last to end takes it away.
var limited struct {
	sync.Mutex
	by     int
	before int64
}

// collecting lets what messages leave behind be collected before there is much of
// it, and returns a way to end that. The limit follows what is there to stay: an
// index that fills all of a limit that is fixed would be searched for garbage
// again and again, and there is none to find.
func collecting(floor int64) (stop func()) {
	limited.Lock() // or one that is being set would stay behind
	defer limited.Unlock()
	if before := debug.SetMemoryLimit(floor); limited.by == 0 {
		limited.before = before
	}
	limited.by++
	ended := false
	afterCollections(func() bool {
		limited.Lock()
		defer limited.Unlock()
		if ended {
			return false
		}
		debug.SetMemoryLimit(max(floor, staying()*8/5))
		return true
	})
	return func() {
		limited.Lock()
		defer limited.Unlock()
		if ended {
			return
		}
		ended = true
		if limited.by--; limited.by == 0 {
			debug.SetMemoryLimit(limited.before)
		}
	}
}

// staying is how many bytes the newest collection found in use.
func staying() int64 {
	s := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(s)
	return int64(s[0].Value.Uint64())
}

// afterCollections does something after every collection, until it says no: each
// finds an object that nobody holds, whose cleanup does it and leaves another.
func afterCollections(do func() bool) {
	type left struct{ _ [16]byte }
	runtime.AddCleanup(new(left), func(do func() bool) {
		if do() {
			afterCollections(do)
		}
	}, do)
}
