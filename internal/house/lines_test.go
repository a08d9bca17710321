package house

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

// mostOfLine is how many characters a line has at most, a tab counted as one: lll of
// .golangci.yml asks for the same. More does not fit beside a diff on a wide screen.
const mostOfLine = 160

// TestLines: no line of code is longer than can be read without scrolling. Texts are
// parted at a sentence or a word, and XML between elements, by +.
func TestLines(t *testing.T) {
	for _, s := range Sources(t, "../..") {
		raw, err := os.ReadFile(filepath.Join("../..", filepath.FromSlash(s.Path)))
		if err != nil {
			t.Fatal(err)
		}
		for i, line := range strings.Split(string(raw), "\n") {
			if n := utf8.RuneCountInString(line); n > mostOfLine {
				t.Errorf("%s:%d has %d characters, more than %d", s.Path, i+1, n, mostOfLine)
			}
		}
	}
}
