package judge

import "strings"

// maxCompared bounds how many lines that go are compared with how many that come:
// the lines of the one times those of the other. What changes more is no
// suggestion that anybody reads.
const maxCompared = 250_000

// difference shows what a change does to a fragment: the lines that go after
// "- ", those that come after "+ ", and after two blanks a line around them.
// The lines are compared without namespace declarations; those that come are
// shown with them, from full, which is b line by line. "": they are too many.
func difference(a, b, full []string) string {
	same := 0
	for same < min(len(a), len(b)) && a[same] == b[same] {
		same++
	}
	end := 0
	for end < min(len(a), len(b))-same && a[len(a)-1-end] == b[len(b)-1-end] {
		end++
	}
	var out []string
	keep := func(lines []string) {
		for _, l := range lines {
			out = append(out, "  "+l)
		}
	}
	keep(a[:same])
	from, to, made := a[same:len(a)-end], b[same:len(b)-end], full[same:len(b)-end]
	if len(from)*len(to) > maxCompared {
		return ""
	}
	common := longest(from, to)
	for i, j := 0, 0; i < len(from) || j < len(to); {
		switch {
		case i < len(from) && j < len(to) && from[i] == to[j]:
			keep(from[i : i+1])
			i, j = i+1, j+1
		case j == len(to) || i < len(from) && common[i+1][j] >= common[i][j+1]:
			out = append(out, "- "+from[i])
			i++
		default:
			out = append(out, "+ "+made[j])
			j++
		}
	}
	keep(a[len(a)-end:])
	return strings.Join(near(out), "\n")
}

// longest tells how many lines a[i:] and b[j:] have in common in their order.
func longest(a, b []string) [][]int {
	out := make([][]int, len(a)+1)
	for i := range out {
		out[i] = make([]int, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				out[i][j] = out[i+1][j+1] + 1
			} else {
				out[i][j] = max(out[i+1][j], out[i][j+1])
			}
		}
	}
	return out
}

// near keeps the lines that change, the first, the last, and the one on either
// side.
func near(lines []string) []string {
	changes := func(i int) bool { return i >= 0 && i < len(lines) && lines[i][0] != ' ' }
	var out []string
	skipped := false
	for i, l := range lines {
		if i == 0 || i == len(lines)-1 || changes(i-1) || changes(i) || changes(i+1) {
			out = append(out, l)
			skipped = false
		} else if !skipped {
			out = append(out, "  "+indent(l[2:])+"…")
			skipped = true
		}
	}
	return out
}

func indent(l string) string { return l[:len(l)-len(strings.TrimLeft(l, " "))] }
