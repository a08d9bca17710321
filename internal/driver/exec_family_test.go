package driver_test

import (
	"context"
	"errors"
	"io"
	"net"
	"os"
	"strings"
	"testing"
	"time"

	"klarmeld/internal/action"
	"klarmeld/internal/driver"
	"klarmeld/internal/schema"
)

// asked is an action that has been asked for, and what came of it.
func asked(ctx context.Context, e *driver.Exec, a action.Request) <-chan error {
	done := make(chan error, 1)
	go func() {
		_, err := e.Perform(ctx, a)
		done <- err
	}()
	return done
}

// within waits for something that comes.
func within[T any](t *testing.T, what string, c <-chan T) (got T) {
	t.Helper()
	select {
	case got = <-c:
	case <-time.After(time.Minute):
		t.Fatalf("%s does not come", what)
	}
	return got
}

// TestExecFamily: whatever an adapter has started ends with it, however it ends.
func TestExecFamily(t *testing.T) {
	for _, c := range []struct {
		how   string
		limit time.Duration
		end   func(e *driver.Exec, stop func()) // how it is ended; nil: it ends itself
		class driver.FaultClass                 // "": it answers
	}{
		{"parent", time.Minute, func(_ *driver.Exec, stop func()) { stop() }, driver.FaultSlow},
		{"parent", 2 * time.Second, nil, driver.FaultSlow},
		{"grandparent", time.Minute, func(_ *driver.Exec, stop func()) { stop() }, driver.FaultSlow},
		{"orphans", time.Minute, nil, driver.FaultProgram},
		{"leaves", time.Second, nil, driver.FaultSlow}, // its output is open, and so it may answer yet
		{"keeps", time.Minute, func(e *driver.Exec, _ func()) { _ = e.Close() }, ""},
		{"stubborn", time.Minute, func(e *driver.Exec, _ func()) { _ = e.Close() }, ""},
	} {
		t.Run(c.how, func(t *testing.T) {
			l, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			defer l.Close()
			t.Setenv("KLARMELD_TEST_ADAPTER", c.how)
			t.Setenv("NOTE", l.Addr().String())
			e := driver.NewExec([]string{os.Args[0]}, schema.Validate, c.limit, func(string) {})
			defer e.Close() // some have been
			ctx, stop := context.WithCancel(t.Context())
			defer stop()
			done := asked(ctx, e, closing("a-1"))
			children := make(chan net.Conn, 2)
			go func() {
				for {
					child, err := l.Accept()
					if err != nil {
						return
					}
					children <- child
				}
			}()
			child := within(t, "the child", children)
			defer child.Close()
			if c.class == "" {
				if err := within(t, "the answer", done); err != nil {
					t.Fatal(err)
				}
			}
			if c.end != nil {
				c.end(e, stop)
			}
			gone := make(chan struct{})
			go func() { _, _ = io.Copy(io.Discard, child); close(gone) }()
			within(t, "the child's end", gone)
			if c.class != "" {
				if err := within(t, "the end of the wait", done); !faulty(err, c.class) {
					t.Errorf("%v", err)
				}
			}
		})
	}
}

// TestExecWithoutEnd: a program that writes without end, or does not read, or does
// not end, keeps nobody waiting, and no more of what it wrote is kept than can be
// read.
func TestExecWithoutEnd(t *testing.T) {
	long := closing("a-1")
	long.Data.Tekst = strings.Repeat("x", 1<<20) // more than a pipe holds
	for _, c := range []struct {
		how   string
		limit time.Duration
		ask   action.Request
		class driver.FaultClass
		says  string
	}{
		{"rattles", time.Minute, closing("a-1"), driver.FaultAnswer, "mere end 16 MB på standard output"},
		{"endless", time.Minute, closing("a-1"), driver.FaultAnswer, "svaret kan ikke læses"},
		{"moans", time.Minute, closing("a-1"), driver.FaultAnswer, "mere end 16 MB på standard error"},
		{"deaf", 100 * time.Millisecond, long, driver.FaultSlow, "ikke svaret i 100ms"},
		{"closes", time.Minute, closing("a-1"), driver.FaultProgram, "programmet er slut"},
	} {
		t.Run(c.how, func(t *testing.T) {
			err := within(t, "the end of the wait", asked(t.Context(), adapterProgram(t, c.how, c.limit), c.ask))
			if !faulty(err, c.class) || !strings.Contains(err.Error(), c.says) || len(err.Error()) > 16<<10 {
				t.Errorf("%.2000v", err)
			}
		})
	}
	e := adapterProgram(t, "grumbles", time.Minute)
	for _, id := range []string{"a-1", "a-2", "a-3"} {
		if err := within(t, "the answer", asked(t.Context(), e, closing(id))); err != nil {
			t.Errorf("%s: %.2000v", id, err)
		}
	}
}

// TestExecInterrupted: who stops waiting is told so, whatever the program does.
func TestExecInterrupted(t *testing.T) {
	for _, how := range []string{"silent", "deaf", "parent"} {
		ctx, stop := context.WithCancel(t.Context())
		done := asked(ctx, adapterProgram(t, how, time.Minute), closing("a-1"))
		stop()
		if err := within(t, "the end of the wait", done); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", how, err)
		}
	}
}
