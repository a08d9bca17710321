package driver_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
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
	beBeforeAsked(how)
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
		case "nonsense":
			fmt.Println("ja")
		case "another":
			fmt.Println(`{"id":"en anden","status":"udfoert"}`)
		case "broken":
			fmt.Printf("{\"id\":%q,\"status\":}\n", id)
		case "nameless":
			fmt.Println(`{"status":"udfoert"}`)
		case "mumbles":
			fmt.Println("ja")
			os.Exit(0)
		case "chatty": // as programs are that log to standard output
			fmt.Printf("\ufeffstarter\n{\"level\":\"info\",\"msg\":%q}\n[1]\n{\"id\":\"en anden\",\"status\":\"udfoert\"}\n  {\"id\":%q,\"status\":\"udfoert\"}\r\n"+
				"færdig\n", id, id)
		case "large":
			fmt.Println(strings.Repeat("x", 2<<20))
		default:
			beTrouble(how, id, n)
		}
	}
	os.Exit(0)
}

// other is another program of the adapter's.
func other(how string, to *os.File) *exec.Cmd {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "KLARMELD_TEST_ADAPTER="+how)
	if to != nil {
		cmd.Stdout, cmd.Stderr = to, os.Stderr
	}
	return cmd
}

// first is true for the first who asks.
func first(note string) bool {
	f, err := os.OpenFile(note, os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return false
	}
	return f.Close() == nil
}

// passedOver are the lines of adapterProgram that were no answers.
var passedOver []string

// faulty reports whether an error is a fault of the adapter of a class.
func faulty(err error, class driver.FaultClass) bool {
	var f driver.Fault
	return errors.As(err, &f) && f.Class == class
}

func adapterProgram(t *testing.T, how string, limit time.Duration) *driver.Exec {
	t.Helper()
	t.Setenv("KLARMELD_TEST_ADAPTER", how)
	t.Setenv("NOTE", t.TempDir()+"/note")
	passedOver = nil
	e := driver.NewExec([]string{os.Args[0]}, schema.Validate, limit, func(line string) { passedOver = append(passedOver, line) })
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

// TestExecStrayLines: what a program writes among its answers is passed over, and
// told of.
func TestExecStrayLines(t *testing.T) {
	e := adapterProgram(t, "chatty", time.Minute)
	for _, id := range []string{"a-1", "a-2"} {
		if got, err := e.Perform(t.Context(), closing(id)); err != nil || got.ID != id {
			t.Errorf("%+v, %v", got, err)
		}
	}
	want := []string{"starter", `{"level":"info","msg":"a-1"}`, "[1]", `{"id":"en anden","status":"udfoert"}`, "færdig", "starter", `{"level":"info","msg":"a-2"}`,
		"[1]", `{"id":"en anden","status":"udfoert"}`}
	if !slices.Equal(passedOver, want) {
		t.Errorf("passed over %q", passedOver)
	}
}

// TestCommand: a path may have blanks in it, and so may an argument.
func TestCommand(t *testing.T) {
	with := filepath.Join(t.TempDir(), "min adapter")
	if err := os.WriteFile(with, nil, 0o700); err != nil {
		t.Fatal(err)
	}
	for line, want := range map[string][]string{
		"./adapter":                      {"./adapter"},
		"  ./adapter --port  9 ":         {"./adapter", "--port", "9"},
		with:                             {with},
		`"` + with + `" a`:               {with, "a"},
		`'` + with + `' "b c" ''`:        {with, "b c", ""},
		`C:\Program\a.exe x`:             {`C:\Program\a.exe`, "x"},
		`"C:\Program Files\a.exe" "d'e"`: {`C:\Program Files\a.exe`, "d'e"},
		`python -c 'print("x y")'`:       {"python", "-c", `print("x y")`},
		"node\tadapter.js":               {"node", "adapter.js"},
		`/opt/my" "dir/run --navn="a b"`: {"/opt/my dir/run", "--navn=a b"},
	} {
		if got, err := driver.Command(line); err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: %q, %v", line, got, err)
		}
	}
	for _, line := range []string{"", "  ", `"./adapter`, `./adapter 'x`, `"" x`} {
		if got, err := driver.Command(line); err == nil {
			t.Errorf("%q is %q", line, got)
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
	for how, c := range map[string]struct {
		class driver.FaultClass
		limit time.Duration
		says  []string
	}{
		"dies":     {driver.FaultProgram, time.Minute, []string{"svarer ikke på handlingen a-1", "exit status 4", "kan ikke finde borgeren xxxxxxxxxx"}},
		"mumbles":  {driver.FaultProgram, time.Minute, []string{"svarer ikke på handlingen a-1", "uden at det er et svar: ja"}},
		"silent":   {driver.FaultSlow, 50 * time.Millisecond, []string{"ikke svaret i 50ms"}},
		"nonsense": {driver.FaultSlow, 200 * time.Millisecond, []string{"ikke svaret i 200ms", "uden at det er et svar: ja"}},
		"another":  {driver.FaultSlow, 200 * time.Millisecond, []string{"uden at det er et svar", "en anden"}},
		"broken":   {driver.FaultAnswer, time.Minute, []string{"adapterens svar på handlingen a-1", "ikke gyldig JSON"}},
		"nameless": {driver.FaultAnswer, time.Minute, []string{"adapterens svar på handlingen a-1", `"id" mangler`}},
		"large":    {driver.FaultAnswer, time.Minute, []string{"svaret kan ikke læses"}},
	} {
		t.Run(how, func(t *testing.T) {
			_, err := adapterProgram(t, how, c.limit).Perform(t.Context(), closing("a-1"))
			if !faulty(err, c.class) {
				t.Fatalf("%v is not %s", err, c.class)
			}
			for _, w := range c.says {
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
	if _, err := driver.NewExec([]string{t.TempDir() + "/findes-ikke"}, schema.Validate, time.Minute, nil).Perform(t.Context(), closing("a-1")); err == nil ||
		!faulty(err, driver.FaultProgram) || !strings.Contains(err.Error(), "kan ikke startes") {
		t.Errorf("%v", err)
	}
}
