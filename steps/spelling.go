package steps

// spelling is a text that is held against others letter by letter.
type spelling struct {
	letters []rune
	counts  [64]int // how often each letter stands in it; letters share a place
}

func spellingOf(text string) spelling {
	s := spelling{letters: []rune(text)}
	for _, r := range s.letters {
		s.counts[r%64]++
	}
	return s
}

// within reports whether at most so many letters must be changed, put in, taken
// out or swapped to make one text of another. Each line of a feature file is held
// against each sentence, and nearly all pairs have too few letters in common for
// their order to be looked at: one change mends at most one letter too many and
// one too few.
func (s spelling) within(other spelling, most int) bool {
	many, few := 0, 0
	for i, n := range s.counts {
		if d := n - other.counts[i]; d > 0 {
			many += d
		} else {
			few -= d
		}
	}
	return max(many, few) <= most && bounded(s.letters, other.letters, most) <= most
}
