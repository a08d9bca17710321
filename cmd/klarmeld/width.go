package main

import (
	"io"
	"os"
	"strconv"
	"sync"

	"golang.org/x/term"

	"klarmeld/reports"
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

// screen is where a run speaks to people, while several of its parts do.
type screen struct {
	mu sync.Mutex
	to io.Writer
}

// Write writes at one's turn.
func (s *screen) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.to.Write(b)
}

// Escape is that of where it writes (reports.Painter).
func (s *screen) Escape() string {
	if p, ok := s.to.(reports.Painter); ok {
		return p.Escape()
	}
	return ""
}

// onScreen reports whether what is written is seen by a person, now, and kept
// by nobody, on a terminal that moves its cursor and colours when it is told to.
func onScreen(w io.Writer) bool {
	if s, ok := w.(*screen); ok {
		w = s.to
	}
	f, ok := fileOf(w)
	return ok && term.IsTerminal(int(f.Fd())) && obeys(f)
}
