package main

import (
	"io"
	"os"
	"strconv"

	"golang.org/x/term"
)

// width is how many characters a line of out may have: the terminal's, what
// COLUMNS says, or 120.
func width(out io.Writer) int {
	if n, err := strconv.Atoi(os.Getenv("COLUMNS")); err == nil && n > 0 {
		return n
	}
	if f, ok := fileOf(out); ok {
		if n, _, err := term.GetSize(int(f.Fd())); err == nil && n > 0 {
			return n
		}
	}
	return 120
}

// onScreen reports whether what is written is seen by a person, now, and kept
// by nobody.
func onScreen(w io.Writer) bool {
	f, ok := fileOf(w)
	return ok && term.IsTerminal(int(f.Fd()))
}
