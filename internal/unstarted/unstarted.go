// Package unstarted keeps a library from starting a program when klarmeld begins. godog asks
// for Go's tools as it is initialized: its internal/builder runs "go env GOTOOLDIR", for a
// command of its own that builds test programs. Where Go is installed each klarmeld would
// wait for that, a check of one message too. Whoever starts such a program looks for it in
// PATH; so there is none until Over.
//
// It rests on the order that the language gives: of the packages whose imports are
// initialized, the one whose path sorts first is next (The Go Programming Language
// Specification, Program initialization). This one imports os alone, and sorts before
// os/exec, on which whoever starts programs waits.
package unstarted

import "os"

// path is PATH as the process was given it.
var path, given = take()

func take() (string, bool) {
	path, given := os.LookupEnv("PATH")
	os.Unsetenv("PATH")
	return path, given
}

// Over gives PATH back. Package steps calls it, which imports godog and so is initialized
// after it; nobody else needs to.
func Over() {
	if given {
		os.Setenv("PATH", path)
	}
}
