package main

import (
	"runtime"
	"runtime/debug"
	"testing"
)

// TestPercent: who keeps little may allocate the headroom before garbage is collected, and
// who keeps much is left as Go has it.
func TestPercent(t *testing.T) {
	for _, c := range []struct {
		kept uint64
		want int
	}{{0, 3200}, {4 << 20, 3200}, {8 << 20, 1600}, {32 << 20, 400}, {64 << 20, 200}, {128 << 20, 100}, {600 << 20, 100}} {
		if got := percent(c.kept); got != c.want {
			t.Errorf("%d MB are kept: %d percent, want %d", c.kept>>20, got, c.want)
		}
	}
}

// TestCollectSeldom: whoever sets GOGC has decided; and each collection is told of, until
// nobody asks.
func TestCollectSeldom(t *testing.T) {
	was := debug.SetGCPercent(100)
	defer debug.SetGCPercent(was)
	t.Setenv("GOGC", "100")
	collectSeldom()
	if got := debug.SetGCPercent(100); got != 100 {
		t.Errorf("%d percent though GOGC is set", got)
	}
	told, n := make(chan int), 0
	whenCollected(func() (again bool) {
		n++
		told <- n
		return n < 3
	})
	for want := 1; want <= 3; {
		runtime.GC() // it may come before the next is waited for, and then tells nobody
		select {
		case got := <-told:
			if got != want {
				t.Errorf("told %d times, not %d", got, want)
			}
			want++
		default:
			runtime.Gosched()
		}
	}
}
