package privacy

import (
	"io"
	"strings"
)

// longestWritten is how many characters a number takes at most, as far as Cut
// looks back.
const longestWritten = 200

// Cut is the beginning of s, of at most n characters, and never half a number:
// nobody would know half of one again.
func Cut(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	whole := Mask(s)
	for k := n; k > max(0, n-longestWritten); k-- {
		if head := string(r[:k]); strings.HasPrefix(whole, Mask(head)) {
			return head
		}
	}
	return ""
}

// Writer masks what is written to w, each piece by itself: for what is written a
// whole text at a time.
func Writer(w io.Writer) io.Writer { return masking{w} }

type masking struct{ to io.Writer }

func (m masking) Write(b []byte) (int, error) {
	if _, err := io.WriteString(m.to, Mask(string(b))); err != nil {
		return 0, err
	}
	return len(b), nil
}
