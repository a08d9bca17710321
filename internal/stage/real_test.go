package stage_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"klarmeld/internal/action"
	"klarmeld/internal/recording"
	"klarmeld/internal/simulated"
	"klarmeld/internal/stage"
	"klarmeld/internal/trial"
	"klarmeld/internal/verdict"
)

// freeAddress is one that nobody listens on now: a real system must know it
// before klarmeld answers there.
func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// moved is a real system and the driver that moves it: it speaks to klarmeld
// over sockets, and lives on when a run is cut off.
type moved struct {
	system *simulated.System
	// before is called before the system acts; an error is the driver's.
	before func(context.Context, action.Request) error
	// closed is called when klarmeld lets go of the system, whose connections end
	// then: klarmeld's end of them is gone in the next run.
	closed func() error
}

func (m *moved) Perform(ctx context.Context, a action.Request) (action.Answer, error) {
	if m.before != nil {
		if err := m.before(ctx, a); err != nil {
			return action.Answer{}, err
		}
	}
	return m.system.Do(a), nil
}

func (m *moved) Close() error {
	return m.closed()
}

// realSystem is a real one with its driver.
func realSystem(t *testing.T) (stage.Subject, *moved) {
	t.Helper()
	sub := reference(t)
	sub.Addr, sub.Deadline = freeAddress(t), 20*time.Second // nobody waits so long, unless something is lost
	way := &http.Transport{}
	t.Cleanup(way.CloseIdleConnections)
	system, err := stage.Install(*sub.Simulated, ground(t), stage.Site{Base: "http://" + sub.Addr, Road: way, Clock: trial.NewClock(noon)})
	if err != nil {
		t.Fatal(err)
	}
	m := &moved{system: system, closed: func() error { way.CloseIdleConnections(); return nil }}
	sub.Simulated, sub.Driver = nil, m
	return sub, m
}

// TestRealSystem: a system behind a driver, which speaks to klarmeld over
// sockets, comes to what it comes to when klarmeld plays it.
func TestRealSystem(t *testing.T) {
	sub, m := realSystem(t)
	closed := 0
	m.closed = func() error {
		closed++
		if c, err := net.Dial("tcp", sub.Addr); err == nil {
			c.Close()
			t.Error("the services still answer when the system is let go of")
		}
		return nil
	}
	got, want := play(t, setting(t), sub, script{}), play(t, setting(t), reference(t), script{})
	if len(got.Peers) != 1 || got.Peers[0].Address != "127.0.0.1" || got.Peers[0].Exchanges == 0 {
		t.Errorf("the peers are %+v", got.Peers)
	}
	if got.Simulated || !want.Simulated {
		t.Errorf("the real one is simulated: %v; the simulated one: %v", got.Simulated, want.Simulated)
	}
	got.Simulated = true
	if got.Peers = want.Peers; !reflect.DeepEqual(got, want) || sound(got) != "" {
		t.Errorf("%s: got %+v\nwant %+v", sound(got), got, want)
	}
	if closed != 1 {
		t.Errorf("the driver was closed %d times", closed)
	}
	sub, m = realSystem(t)
	m.closed = func() error { return errors.New("adapteren vil ikke slippe") }
	r, err := stage.Play(t.Context(), setting(t), sub, script{})
	if err == nil || !strings.Contains(err.Error(), "adapteren vil ikke slippe") || r.Name != "" {
		t.Errorf("a driver that cannot be closed: %v, %+v", err, r)
	}
}

// TestAddressTaken: when the services cannot answer a real system, nothing is
// played and nothing is left open.
func TestAddressTaken(t *testing.T) {
	sub, m := realSystem(t)
	l, err := net.Listen("tcp", sub.Addr)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	closed := false
	m.closed = func() error { closed = true; return nil }
	_, err = stage.Play(t.Context(), setting(t), sub, script{before: func(*trial.Trial) error {
		t.Error("it was played")
		return nil
	}})
	if err == nil || !strings.Contains(err.Error(), "klarmeld kan ikke lytte på "+sub.Addr) || !closed {
		t.Errorf("closed %t: %v", closed, err)
	}
}

// TestContinue: a run that was cut off leaves a recording that ends where it was
// cut off, and goes on from there to the result of an undisturbed run.
func TestContinue(t *testing.T) {
	s := setting(t)
	s.Dir = t.TempDir()
	undisturbed, _ := realSystem(t)
	want := play(t, s, undisturbed, script{})
	for _, c := range []struct{ name, at string }{
		{"before anything was done", first + "/1"}, {"between two scenes", second + "/1"}, {"in the middle of a scene", second + "/4"},
	} {
		t.Run(c.name, func(t *testing.T) {
			sub, m := realSystem(t)
			s, w := setting(t), &writer{}
			s.Dir = t.TempDir()
			ctx, cancel := context.WithCancel(t.Context())
			var had []recording.Entry
			m.before = func(ctx context.Context, a action.Request) error {
				if a.ID != c.at {
					return nil
				}
				had = recorded(t, s.Dir, sub.Name)
				cancel()
				return ctx.Err()
			}
			if _, err := stage.Run(ctx, s, []stage.Subject{sub}, script{}, w); !errors.Is(err, stage.ErrInterrupted) || len(w.all) != 0 {
				t.Fatalf("%v, written %d times", err, len(w.all))
			}
			if left := recorded(t, s.Dir, sub.Name); len(had) == 0 || !reflect.DeepEqual(left, had) {
				t.Errorf("the recording had %d entries when it was cut off, and has %d", len(had), len(left))
			}
			m.before, s.Resume = nil, true
			all, err := stage.Run(t.Context(), s, []stage.Subject{sub}, script{}, w)
			if err != nil || len(w.all) != 1 {
				t.Fatalf("%v, written %d times", err, len(w.all))
			}
			if got := counted(all.Systems[0]); got != counted(want) {
				t.Errorf("got  %s\nwant %s", got, counted(want))
			}
			after := recorded(t, s.Dir, sub.Name)
			if len(after) <= len(had) || !reflect.DeepEqual(after[:len(had)], had) || after[len(had)].Kind != recording.KindResumed {
				t.Errorf("what had been recorded is not as it was: %d entries, then %d", len(had), len(after))
			}
			if _, err := os.Stat(filepath.Join(s.Dir, "tidligere")); !errors.Is(err, os.ErrNotExist) {
				t.Errorf("what was to go on was set aside: %v", err)
			}
		})
	}
}

// counted is all of a result but the numbers of its exchanges, which the
// entries of an interruption move.
func counted(r verdict.SystemResult) string {
	text := fmt.Sprintf("%s %s %d checks %d exchanges %s %v", r.Name, r.Verdict, r.Checks, r.Exchanges, r.Begun, r.Requirements)
	for _, c := range r.Capabilities {
		text += fmt.Sprintf("\n%s %s", c.ID, c.Outcome)
		for _, s := range c.Scenarios {
			text += fmt.Sprintf("\n%s %s %d %d %d %s", s.ID, s.Outcome, s.Checks, len(s.Exchanges), len(s.Findings), s.Reason)
		}
	}
	return text
}

// TestLastWord: the recording is closed last. A message that is under way when
// the run is over is answered and on record, and changes nothing of the result.
func TestLastWord(t *testing.T) {
	sub, _ := realSystem(t)
	s := setting(t)
	s.Dir = t.TempDir()
	const half = "<a>"
	answered := make(chan string, 1)
	x := script{after: func(*trial.Trial) error {
		c, err := net.Dial("tcp", sub.Addr)
		if err != nil {
			return err
		}
		// 100 Continue says that the message is being read.
		if _, err := fmt.Fprintf(c, "POST /sagdokumentindeks/6 HTTP/1.1\r\nHost: x\r\nConnection: close\r\nExpect: 100-continue\r\nContent-Length: %d\r\n\r\n",
			len(half)+4); err != nil {
			return err
		}
		b := make([]byte, 1024)
		n, err := c.Read(b)
		if err != nil || !strings.HasPrefix(string(b[:n]), "HTTP/1.1 100 ") {
			return fmt.Errorf("%q, %w", b[:n], err)
		}
		go func() {
			defer c.Close()
			for { // until nobody is let in any more
				other, err := net.Dial("tcp", sub.Addr)
				if err != nil {
					break
				}
				other.Close()
			}
			_, _ = c.Write([]byte(half + "</a>"))
			n, _ := c.Read(b)
			answered <- string(b[:n])
		}()
		return nil
	}}
	r := play(t, s, sub, x)
	if got := <-answered; !strings.HasPrefix(got, "HTTP/1.1 500 ") {
		t.Errorf("answered %q", got)
	}
	entries := recorded(t, s.Dir, sub.Name)
	if closing := entries[len(entries)-1]; closing.Kind != recording.KindClosed {
		t.Fatalf("the last entry is %+v", closing)
	}
	last := entries[len(entries)-2]
	if last.Kind != recording.KindExchange || string(last.Exchange.Request) != half+"</a>" {
		t.Fatalf("the last entry is %+v", last)
	}
	again, err := stage.Replay(t.Context(),
		stage.Again{From: recording.Slice(entries), Program: "1", Script: func([]string, map[string]string, bool) (stage.Script, error) { return script{}, nil }})
	if err != nil || !reflect.DeepEqual(again, r) {
		t.Errorf("%v: judged again it is %+v\nand was %+v", err, again, r)
	}
}
