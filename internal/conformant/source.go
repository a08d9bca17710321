package conformant

import (
	"fmt"
	"time"

	"pgregory.net/rapid"
)

// source is where the choices come from. What is drawn when nothing remains to be
// chosen, as when a failure is made smaller, is the plainest: no, the first, the
// least.
type source struct {
	t *rapid.T
	n *uint64 // of the UUIDs so far: no two are the same, however plain a draw is
}

func newSource(t *rapid.T) source { return source{t, new(uint64)} }

func (s source) often() bool     { return s.in(1) }
func (s source) sometimes() bool { return s.in(2) }
func (s source) seldom() bool    { return s.in(3) }
func (s source) rarely() bool    { return s.in(4) }

// in is true once in 2 to the power of n.
func (s source) in(n int) bool {
	for range n {
		if !rapid.Bool().Draw(s.t, "often") {
			return false
		}
	}
	return true
}

// under is a number from 0 to n-1.
func (s source) under(n int) int { return rapid.IntRange(0, n-1).Draw(s.t, "under") }

func pick[T any](s source, all []T) T { return rapid.SampledFrom(all).Draw(s.t, "pick") }

// uuid is a new UUID of version 4.
func (s source) uuid() string {
	a, b := rapid.Uint64().Draw(s.t, "uuid"), rapid.Uint64().Draw(s.t, "uuid")
	*s.n++
	a, b = a^b*0x9e3779b97f4a7c15, b^*s.n*0x9e3779b97f4a7c15
	return fmt.Sprintf("%08x-%04x-4%03x-%x%03x-%012x", a>>32, a>>16&0xffff, a&0xfff, 8|b>>62, b>>48&0xfff, b&0xffffffffffff)
}

// between is an instant in [from, til), of the grain.
func (s source) between(from, til time.Time, grain time.Duration) time.Time {
	n := int64(til.Sub(from) / grain)
	if n <= 1 {
		return from
	}
	return from.Add(time.Duration(rapid.Int64Range(0, n-1).Draw(s.t, "instant")) * grain)
}
