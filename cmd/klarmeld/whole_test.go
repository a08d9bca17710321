package main

import (
	"math"
	"os"
	"os/signal"
	"path/filepath"
	"runtime/debug"
	"sync"
	"syscall"
	"testing"

	"klarmeld/internal/verdict"
)

// table are the systems of the published table.
var table = []string{"fasit-2020", "momentum-2020", "reference"}

// sharedDir holds what several tests look at; TestMain removes it.
var sharedDir = sync.OnceValues(func() (string, error) { return os.MkdirTemp("", "klarmeld-test-") })

// wholeRun is one run of the whole test on the systems of the table, on disk as
// users have it: a run takes seconds, and many tests want to look at one.
var wholeRun struct {
	once sync.Once
	run  verdict.RunResult
	dir  string
	pdf  bool
}

// whole returns that run, and the folder with its reports in every form: with
// PDFs where there is a browser.
func whole(t *testing.T) (verdict.RunResult, string) {
	t.Helper()
	wholeRun.once.Do(func() {
		dir, err := sharedDir()
		if err != nil {
			t.Fatal(err)
		}
		_, noBrowser := browser()
		o := runOptions{out: filepath.Join(dir, "rapport"), pdf: noBrowser == nil}
		for _, name := range table {
			wholeRun.run.Systems = append(wholeRun.run.Systems, played(t, o, profile(t, name)))
		}
		written(t, o, wholeRun.run)
		wholeRun.dir, wholeRun.pdf = o.out, o.pdf
	})
	if wholeRun.dir == "" {
		t.Fatal("the run that several tests look at has failed")
	}
	return wholeRun.run, wholeRun.dir
}

// wholeOf is what that run found of one system.
func wholeOf(t *testing.T, name string) verdict.SystemResult {
	t.Helper()
	all, _ := whole(t)
	for _, s := range all.Systems {
		if s.Name == name {
			return s
		}
	}
	t.Fatalf("%s is not in the table", name)
	return verdict.SystemResult{}
}

// shared removes what tests have shared when all are done.
type shared struct{ *testing.M }

// Run runs the tests.
func (m shared) Run() int {
	// Under nohup (as a CI may run us) SIGHUP is ignored, and programs that we start
	// would ignore it too. Caught here, they begin as they do from a terminal.
	signal.Notify(make(chan os.Signal, 1), syscall.SIGHUP)
	// Each run makes and drops whole indexes; the tests are twice as long when the
	// collector goes after every one.
	debug.SetGCPercent(400)
	roomy = math.MaxInt64 // nor for the sake of one that serves among them
	defer func() {
		if dir, err := sharedDir(); err == nil {
			_ = os.RemoveAll(dir)
		}
	}()
	return m.M.Run()
}
