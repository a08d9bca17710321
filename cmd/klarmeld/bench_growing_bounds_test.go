package main

import (
	"fmt"
	"math"
	"time"
)

// What is asked of a delivery of many cases: bytes of the machine, what the last thousand
// may cost of what the first did, how long a search by key may take, and what a case may
// cost to remove of the second half of them, of one of the first.
const (
	mostHeld     = 600 << 20
	mostDearer   = 1.2
	mostSearched = 10 * time.Millisecond
)

// printBounds prints what the delivery came to, and which bounds hold.
func (g *growing) printBounds() {
	first, last := g.came[0], g.came[len(g.came)-1]
	held := uint64(0)
	for _, m := range g.came {
		held = max(held, m.held)
	}
	dearer := float64(last.message) / float64(first.message)
	half := len(g.removed) / 2
	removing := meanOf(g.removed[half:]) / meanOf(g.removed[:half])
	atMost := func(of string, came float64, most float64) {
		fmt.Println(boundLine(of, figure(came), "", "", fmt.Sprintf("at most %.1f", most), came <= most))
	}
	fmt.Println(boundLine(fmt.Sprintf("MB held with %d cases, %s", last.cases, g.how), figure(float64(held)/(1<<20)), "", "",
		fmt.Sprintf("below %d", mostHeld>>20), held < mostHeld))
	atMost("the last thousand, of the first", dearer, mostDearer)
	fmt.Println(boundLine("ms, a search by key", figure(last.search.Seconds()*1e3), "", "", fmt.Sprintf("below %d", mostSearched.Milliseconds()),
		last.search < mostSearched))
	atMost("a case removed of the second half, of the first", removing, mostDearer)
}

// meanOf is what a case has cost; NaN of none.
func meanOf(of []grownTo) float64 {
	sum := 0.0
	for _, m := range of {
		sum += m.message.Seconds()
	}
	if len(of) == 0 {
		return math.NaN()
	}
	return sum / float64(len(of))
}
