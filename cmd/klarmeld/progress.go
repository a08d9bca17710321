package main

import (
	"fmt"
	"io"
	"time"

	"github.com/schollz/progressbar/v3"

	"klarmeld/internal/trial"
	"klarmeld/steps"
)

// aWait is how long something is waited for before that is told: what comes at
// once needs no words.
const aWait = 2 * time.Second

// seenOf is a run that tells how far it is.
type seenOf interface {
	Progress() (trial.Progress, <-chan struct{})
}

// life shows the signs of life of a run: which scenario is played, of how many,
// and what is waited for, and how long still.
type life struct {
	out   io.Writer
	now   func() time.Time
	order map[string]int // scenario → its number, from 1
	names map[string]string
	bar   *progressbar.ProgressBar // nil: a line for each, as a pipe or a log wants it
}

// lifeOf is the life of a run of these scenarios. onTerminal shows a bar.
func lifeOf(out io.Writer, played []steps.Scenario, onTerminal bool, now func() time.Time) *life {
	l := &life{out: out, now: now, order: map[string]int{}, names: map[string]string{}}
	for i, s := range played {
		l.order[s.ID], l.names[s.ID] = i+1, s.Name
	}
	if onTerminal {
		l.bar = progressbar.NewOptions(len(played), progressbar.OptionSetWriter(bare(out)), progressbar.OptionShowCount(), progressbar.OptionSetWidth(20),
			progressbar.OptionSetPredictTime(false), progressbar.OptionSetElapsedTime(false), progressbar.OptionClearOnFinish(), progressbar.OptionUseANSICodes(true))
	}
	return l
}

// follow shows a run until it is told to stop; stop returns when nothing more is
// shown.
func (l *life) follow(run seenOf) (stop func()) {
	over, gone := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(gone)
		for told := (trial.Progress{}); ; {
			now, changed := run.Progress()
			if now.Scenario != told.Scenario {
				l.scenario(now.Scenario)
			}
			told = now
			if !l.wait(now, changed, over) {
				return
			}
		}
	}()
	return func() {
		close(over)
		<-gone
		if l.bar != nil {
			_ = l.bar.Clear()
		}
	}
}

// wait returns when the status has changed, and false when the run is over. What
// is waited for is told when it does not come at once.
func (l *life) wait(s trial.Progress, changed, over <-chan struct{}) bool {
	var tell <-chan time.Time
	if s.State == trial.WaitingForSystem && !s.Until.IsZero() {
		timer := time.NewTimer(aWait)
		defer timer.Stop()
		tell = timer.C
	}
	var tick *time.Ticker
	for {
		select {
		case <-changed:
			return true
		case <-over:
			return false
		case <-tell:
			l.waiting(s)
			if tick == nil && l.bar != nil { // a bar counts down; a line is written once
				tick = time.NewTicker(time.Second)
				defer tick.Stop()
				tell = tick.C
			}
		}
	}
}

// scenario tells which scenario is played; "" is none.
func (l *life) scenario(id string) {
	n, ok := l.order[id]
	switch {
	case !ok:
	case l.bar != nil:
		l.bar.Describe(string(harmless([]byte(id))))
		_ = l.bar.Set(n - 1)
	default:
		fmt.Fprintf(l.out, "%*d af %d  %s  %s\n", len(fmt.Sprint(len(l.order))), n, len(l.order), id, l.names[id])
	}
}

// waiting tells what is waited for, and how long still.
func (l *life) waiting(s trial.Progress) {
	left := max(0, s.Until.Sub(l.now())).Round(time.Second)
	text := fmt.Sprintf("venter på %s, højst %s endnu", s.Expected, left)
	if l.bar != nil {
		l.bar.Describe(string(harmless([]byte(s.Scenario + " " + text))))
		return
	}
	fmt.Fprintf(l.out, "   %s\n", text)
}
