package judge

import (
	"fmt"
	"time"

	"klarmeld/internal/recording"
)

// mostDrift is how far the clock on the wall may come from time spent between two
// entries before it is said to have been set. A clock that is put right bit by bit is
// not.
const mostDrift = 2 * time.Second

// wallClock is what is known of the clock on the wall by the time spent, which nobody
// can set.
type wallClock struct {
	begun    bool
	first    time.Time
	drift    time.Duration      // how far ahead of time spent it is
	set      recording.Duration // when it was last set
	resumes  []recording.Entry  // where the run went on after it was cut off
	scenario string             // the newest that has begun
	untold   []time.Duration    // how it was set since that was over
}

// timed notices a clock that was set, and that the run goes on. It decides nothing.
func (j *Judge) timed(e recording.Entry) {
	c := &j.clock
	if e.Kind == recording.KindClosed {
		return // the run was judged before
	}
	if e.Kind == recording.KindScenario {
		for _, step := range c.untold {
			j.tellClock(c.scenario, step)
		}
		c.scenario, c.untold = e.Scenario, nil
	}
	wall := e.Time.Round(0) // as a replay has it
	if !c.begun {
		c.begun, c.first = true, wall.Add(-time.Duration(e.Elapsed))
		return
	}
	if e.Elapsed == 0 {
		return
	}
	drift := wall.Sub(c.first) - time.Duration(e.Elapsed)
	step := drift - c.drift
	switch {
	case e.Kind == recording.KindResumed:
		// Time went on while klarmeld was not there.
		c.resumes = append(c.resumes, e)
		c.drift = drift
	case step.Abs() > mostDrift && e.Elapsed >= c.set:
		c.drift, c.set = drift, e.Elapsed
		if e.Scenario == "" && c.scenario != "" {
			// What comes after the last scenario is on record when the run has been
			// judged: it is told when another begins.
			c.untold = append(c.untold, step)
			return
		}
		j.tellClock(e.Scenario, step)
	case step.Abs() <= mostDrift:
		c.drift = drift
	}
}

func (j *Judge) tellClock(scenario string, step time.Duration) {
	actual := "stillet %s frem"
	if step < 0 {
		actual = "stillet %s tilbage"
	}
	j.Found(scenario, RuleClock.Finding("Uret på den maskine, klarmeld kører på, blev stillet under kørslen, eller maskinen sov. Det tæller ikke i nogen frist.",
		"et ur, der går jævnt", fmt.Sprintf(actual, step.Abs().Round(time.Second))))
}

// ResumedBefore is the time spent when the run last went on before an entry; 0 when it
// had not been cut off.
func (j *Judge) ResumedBefore(seq int) recording.Duration {
	var at recording.Duration
	for _, r := range j.clock.resumes {
		if r.Seq < seq {
			at = r.Elapsed
		}
	}
	return at
}
