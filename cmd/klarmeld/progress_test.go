package main

import (
	"bytes"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"klarmeld/internal/action"
	"klarmeld/internal/trial"
	"klarmeld/steps"
)

// course is a run whose status a test sets.
type course struct {
	mu      sync.Mutex
	now     trial.Progress
	changed chan struct{}
}

func (c *course) Progress() (trial.Progress, <-chan struct{}) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now, c.changed
}

func (c *course) is(s trial.Progress) {
	c.mu.Lock()
	c.now = s
	close(c.changed)
	c.changed = make(chan struct{})
	c.mu.Unlock()
	synctest.Wait() // it has been seen
}

// lived is what is shown of a run of two scenarios, in the first of which
// something is waited for, first a second and then a minute.
func lived(t *testing.T, onTerminal bool) string {
	var out bytes.Buffer
	l := lifeOf(&out, []steps.Scenario{{ID: "sag-01", Name: "En ny sag"}, {ID: "sag-02", Name: "En titel"}}, onTerminal, time.Now)
	c := &course{changed: make(chan struct{}), now: trial.Progress{State: trial.NotStarted}}
	stop := l.follow(c)
	c.is(trial.Progress{State: trial.Running, Scenario: "sag-01"})
	wait := trial.Progress{State: trial.WaitingForSystem, Scenario: "sag-01", Action: "sag-01/1", Kind: action.OpretSag, Expected: "en import af sagen",
		Until: time.Now().Add(5 * time.Minute)}
	c.is(wait)
	time.Sleep(time.Second)
	c.is(trial.Progress{State: trial.Running, Scenario: "sag-01"})
	wait.Action, wait.Until = "sag-01/2", time.Now().Add(5*time.Minute)
	c.is(wait)
	time.Sleep(time.Minute)
	synctest.Wait()
	c.is(trial.Progress{State: trial.Running})
	c.is(trial.Progress{State: trial.Running, Scenario: "sag-02"})
	// A person has the word: the dialogue says what is waited for.
	c.is(trial.Progress{State: trial.YourTurn, Scenario: "sag-02", Expected: "et opslag", Until: time.Now().Add(time.Minute)})
	time.Sleep(time.Minute)
	c.is(trial.Progress{State: trial.Finished})
	stop()
	return out.String()
}

// TestSignsOfLife: in a pipe there is a line for each scenario, and one for each
// wait that lasts; a terminal has a bar that counts down.
func TestSignsOfLife(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const want = "1 af 2  sag-01  En ny sag\n   venter på en import af sagen, højst 4m58s endnu\n2 af 2  sag-02  En titel\n"
		if got := lived(t, false); got != want {
			t.Errorf("shown:\n%s", got)
		}
	})
	synctest.Test(t, func(t *testing.T) {
		got := lived(t, true)
		for _, want := range []string{"(0/2)", "(1/2)", "sag-01 venter på en import af sagen, højst 4m58s endnu", "højst 4m30s endnu", "sag-02"} {
			if !strings.Contains(got, want) {
				t.Errorf("the bar does not show %q:\n%q", want, got)
			}
		}
		if strings.Contains(got, "et opslag") || strings.Contains(got, "\n") {
			t.Errorf("the bar shows %q", got)
		}
	})
}
