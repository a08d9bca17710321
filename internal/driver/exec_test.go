package driver_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"klarmeld/internal/action"
	"klarmeld/internal/driver"
	"klarmeld/internal/schema"
)

// TestMain lets the test program be an adapter.
func TestMain(m *testing.M) {
	if how := os.Getenv("KLARMELD_TEST_ADAPTER"); how != "" {
		beAdapter(how)
	}
	os.Exit(m.Run())
}

// beAdapter answers the actions on standard input, in one way or another.
func beAdapter(how string) {
	if how == "child" {
		c, err := net.Dial("tcp", os.Getenv("NOTE"))
		if err == nil {
			_, _ = io.Copy(io.Discard, c) // until the test is over
		}
		os.Exit(0)
	}
	in := bufio.NewScanner(os.Stdin)
	for n := 1; in.Scan(); n++ {
		id := strings.Split(in.Text(), `"`)[3]
		switch how {
		case "well":
			fmt.Printf("\n{\"id\":%q,\"status\":\"udfoert\",\"sagsnumre\":[\"%d\"]}\n", id, n)
		case "once": // it dies, and has a note that it has
			if first(os.Getenv("NOTE")) {
				os.Exit(3)
			}
			fmt.Printf("{\"id\":%q,\"status\":\"udfoert\"}\n", id)
		case "dies":
			fmt.Fprintf(os.Stderr, "kan ikke finde borgeren 0123456789")
			os.Exit(4)
		case "silent":
			select {}
		case "parent": // a program of its own goes on, and keeps its outputs open
			child := exec.Command(os.Args[0])
			child.Env, child.Stdout, child.Stderr = append(os.Environ(), "KLARMELD_TEST_ADAPTER=child"), os.Stdout, os.Stderr
			_ = child.Run()
		case "nonsense":
			fmt.Println("ja")
		case "another":
			fmt.Println(`{"id":"en anden","status":"udfoert"}`)
		case "large":
			fmt.Println(strings.Repeat("x", 2<<20))
		}
	}
	os.Exit(0)
}

// first is true for the first who asks.
func first(note string) bool {
	f, err := os.OpenFile(note, os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return false
	}
	return f.Close() == nil
}

func adapterProgram(t *testing.T, how string, limit time.Duration) *driver.Exec {
	t.Helper()
	t.Setenv("KLARMELD_TEST_ADAPTER", how)
	t.Setenv("NOTE", t.TempDir()+"/note")
	e := driver.NewExec([]string{os.Args[0]}, schema.Validate, limit)
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Errorf("the program ended with %v", err)
		}
	})
	return e
}

func closing(id string) action.Request {
	return action.Request{ID: id, Kind: action.LukSag, Sag: "sag-1"}
}

// TestExec: one program answers one action after the other.
func TestExec(t *testing.T) {
	e := adapterProgram(t, "well", time.Minute)
	for n, id := range []string{"a-1", "a-2", "a-3"} {
		got, err := e.Perform(t.Context(), closing(id))
		if err != nil || got.ID != id || got.Status != action.Done || fmt.Sprint(got.Sagsnumre) != fmt.Sprint([]int{n + 1}) {
			t.Errorf("%s: %+v, %v", id, got, err)
		}
	}
}

// TestExecDiesOnce: a program that died is started again and asked again.
func TestExecDiesOnce(t *testing.T) {
	e := adapterProgram(t, "once", time.Minute)
	if got, err := e.Perform(t.Context(), closing("a-1")); err != nil || got.Status != action.Done {
		t.Errorf("%+v, %v", got, err)
	}
}

// TestExecFails: what is no answer is a fault of the road, told in words, and
// without CPR numbers.
func TestExecFails(t *testing.T) {
	for how, want := range map[string][]string{
		"dies":     {"svarer ikke på handlingen a-1", "exit status 4", "kan ikke finde borgeren xxxxxxxxxx"},
		"silent":   {"ikke svaret i 50ms"},
		"nonsense": {"adapterens svar på handlingen a-1"},
		"another":  {`svarede på handlingen "en anden"`},
		"large":    {"svaret kan ikke læses"},
	} {
		t.Run(how, func(t *testing.T) {
			limit := time.Minute
			if how == "silent" {
				limit = 50 * time.Millisecond
			}
			_, err := adapterProgram(t, how, limit).Perform(t.Context(), closing("a-1"))
			if err == nil {
				t.Fatal("no error")
			}
			for _, w := range want {
				if !strings.Contains(err.Error(), w) {
					t.Errorf("%q does not say %q", err, w)
				}
			}
		})
	}
}

// TestExecEnds: who stops waiting gets no answer, and what cannot be started
// says so.
func TestExecEnds(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if _, err := adapterProgram(t, "silent", time.Minute).Perform(ctx, closing("a-1")); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	if _, err := driver.NewExec([]string{t.TempDir() + "/findes-ikke"}, schema.Validate, time.Minute).Perform(t.Context(), closing("a-1")); err == nil || !strings.Contains(err.Error(), "kan ikke startes") {
		t.Errorf("%v", err)
	}
}

// TestExecChildren: a program that has started others, as a script does, is let
// go of though they live on.
func TestExecChildren(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	e := adapterProgram(t, "parent", time.Minute)
	t.Setenv("NOTE", l.Addr().String())
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	done := make(chan error, 1)
	go func() {
		_, err := e.Perform(ctx, closing("a-1"))
		done <- err
	}()
	child, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	defer child.Close()
	stop()
	select {
	case err := <-done:
		if !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	case <-time.After(20 * time.Second):
		t.Fatal("it waits for the program's children")
	}
}
