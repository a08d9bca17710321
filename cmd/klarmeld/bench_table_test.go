package main

import (
	"fmt"
	"io"
	"math"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
)

// printCompared prints what was measured, and which bounds hold.
func printCompared(w io.Writer, sections []section, asked []bound) {
	fmt.Fprintf(w, "\nMedians of the rounds, of which there are %d, and the lowest and the highest. %s, %s/%s, %d processors.\n",
		*comparedRounds, runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU())
	for _, s := range sections {
		s.print(w)
	}
	fmt.Fprintf(w, "\n%-62s %9s %19s  %9s  %-14s\n", "Bounds", "median", "lowest-highest", "by cpu", "asked")
	for _, a := range asked {
		fmt.Fprintln(w, a.line(sections))
	}
	fmt.Fprintln(w)
}

// print prints the section's lines.
func (s section) print(w io.Writer) {
	unit, each := "a second", "cpu µs each"
	if s.alone {
		unit, each = "ms each", "cpu ms each"
	}
	fmt.Fprintf(w, "\n%-62s %9s %19s %12s\n", s.title, unit, "lowest-highest", each)
	for _, r := range s.rows {
		if r.missing != nil {
			fmt.Fprintf(w, "  %-60s skipped: %v\n", r.does, r.missing)
			continue
		}
		var figures, cpu []float64
		for _, t := range r.turns {
			if s.alone {
				figures, cpu = append(figures, t.each().Seconds()*1e3), append(cpu, t.cpuEach()*1e3)
			} else {
				figures, cpu = append(figures, t.rate()), append(cpu, t.cpuEach()*1e6)
			}
		}
		fmt.Fprintf(w, "  %-60s %9s %19s %12s\n", r.does, figure(median(figures)), span(figures), figure(median(cpu)))
	}
}

// rate is messages a second.
func (t took) rate() float64 { return float64(t.messages) / t.wall.Seconds() }

// each is what a message takes.
func (t took) each() time.Duration { return t.wall / time.Duration(t.messages) }

// cpuEach is the processor time of a message, in seconds.
func (t took) cpuEach() float64 { return t.cpu.Seconds() / float64(t.messages) }

// line says what a bound came to, and whether it holds. What is held against another's
// is so in each round: whatever disturbed the one is likely to have disturbed both.
func (a bound) line(sections []section) string {
	of, against := rowNamed(sections, a.of), rowNamed(sections, a.against)
	for _, r := range []*row{of, against} {
		if r != nil && r.missing != nil {
			return fmt.Sprintf("  %-60s not measured: %v", a.says, r.missing)
		}
	}
	var came, cpu []float64
	for i, t := range of.turns {
		if against == nil {
			came, cpu = append(came, t.each().Seconds()*1e3), append(cpu, t.cpuEach()*1e3)
		} else {
			came, cpu = append(came, t.rate()/against.turns[i].rate()), append(cpu, against.turns[i].cpuEach()/t.cpuEach())
		}
	}
	asked, holds := fmt.Sprintf("%.1f or more", a.least), median(came) >= a.least
	if against == nil {
		asked, holds = fmt.Sprintf("below %d ms", a.below.Milliseconds()), median(came) < a.below.Seconds()*1e3
	}
	return boundLine(a.says, figure(median(came)), span(came), figure(median(cpu)), asked, holds)
}

// boundLine is the line of a bound: what it is of, what that came to (between which
// figures, and by processor time, where that is known), what is asked, and whether it
// holds.
func boundLine(of, came, between, cpu, asked string, holds bool) string {
	says := "does not hold"
	if holds {
		says = "holds"
	}
	return fmt.Sprintf("  %-60s %9s %19s %9s  %-14s %s", of, came, between, cpu, asked, says)
}

// rowNamed is the row of a name; nil for none.
func rowNamed(sections []section, name string) *row {
	for _, s := range sections {
		if i := slices.IndexFunc(s.rows, func(r *row) bool { return r.name == name }); i >= 0 {
			return s.rows[i]
		}
	}
	return nil
}

// median is the middle one of figures, or between the two that are; NaN of none.
func median(figures []float64) float64 {
	sorted := slices.Sorted(slices.Values(figures))
	if len(sorted) == 0 {
		return math.NaN()
	}
	return (sorted[(len(sorted)-1)/2] + sorted[len(sorted)/2]) / 2
}

// span is the lowest and the highest figure.
func span(figures []float64) string {
	return figure(slices.Min(figures)) + "-" + figure(slices.Max(figures))
}

// figure has as many decimals as say something.
func figure(f float64) string {
	switch {
	case f >= 100:
		return fmt.Sprintf("%.0f", f)
	case f >= 10:
		return fmt.Sprintf("%.1f", f)
	}
	return fmt.Sprintf("%.2f", f)
}

// TestBounds: a bound holds by the median of the rounds, each held against its own, and
// says so; what was not measured is not said to hold.
func TestBounds(t *testing.T) {
	turns := func(cpu time.Duration, of ...int) (out []took) {
		for _, n := range of {
			out = append(out, took{messages: n, wall: time.Second, cpu: cpu})
		}
		return out
	}
	sections := []section{{rows: []*row{
		{name: "a", turns: turns(time.Second, 30, 400, 8)}, {name: "b", turns: turns(2*time.Second, 100, 1000, 10)},
		{name: "quick", turns: turns(time.Second/2, 100, 200, 50)}, {name: "gone", missing: absent{"gone", "no such program"}},
	}}}
	for _, c := range []struct {
		bound bound
		want  string
	}{
		{bound{of: "a", against: "b", least: 0.4}, "0.40 0.30-0.80 0.80 0.4 or more holds"},
		{bound{of: "a", against: "b", least: 0.5}, "0.40 0.30-0.80 0.80 0.5 or more does not hold"},
		{bound{of: "quick", below: 15 * time.Millisecond}, "10.0 5.00-20.0 5.00 below 15 ms holds"},
		{bound{of: "quick", below: 10 * time.Millisecond}, "10.0 5.00-20.0 5.00 below 10 ms does not hold"},
		{bound{of: "gone", against: "b", least: 0.1}, "not measured: no such program"},
		{bound{of: "a", against: "gone", least: 0.1}, "not measured: no such program"},
	} {
		if got := strings.Join(strings.Fields(c.bound.line(sections)), " "); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

// TestBoundsAreOfSomebody: each bound is of somebody who is compared, and says what it
// asks.
func TestBoundsAreOfSomebody(t *testing.T) {
	everybody := compared()
	for _, a := range bounds() {
		if rowNamed(everybody, a.of) == nil || a.against != "" && rowNamed(everybody, a.against) == nil {
			t.Errorf("%q is of %q, against %q", a.says, a.of, a.against)
		}
		if (a.against != "") != (a.least > 0) || (a.against == "") != (a.below > 0) {
			t.Errorf("%q asks for %g and %s", a.says, a.least, a.below)
		}
	}
}
