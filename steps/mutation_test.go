package steps

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

var mutations = flag.Int("gherkin", 5000, "how many mutations of the feature files are tried")

// TestNothingIsLeftOut: whatever one letter or one line does to a feature file,
// either the file is refused, or just as many steps are played as are written.
func TestNothingIsLeftOut(t *testing.T) {
	files := ours(t)
	random := rand.New(rand.NewPCG(16, 4))
	refused, played := 0, 0
	for n := range *mutations {
		f := files[random.IntN(len(files))]
		m := mutate(random, string(f.Text))
		all, err := Scenarios([]Feature{{f.Name, []byte(m.text)}})
		if err != nil {
			if refused++; len(err.Error()) < 40 {
				t.Fatalf("%d: refused without a word: %v", n, err)
			}
			continue
		}
		played++
		got := 0
		for _, s := range all {
			got += s.steps
		}
		if got != m.steps {
			t.Fatalf("%d, %s, %s: %d steps are played of %d", n, f.Name, m.what, got, m.steps)
		}
	}
	t.Logf("%d refused, %d played", refused, played)
	if *mutations >= 1000 && (refused < *mutations/10 || played < *mutations/10) {
		t.Errorf("%d refused and %d played: the mutations try nothing", refused, played)
	}
}

// mutation is a feature file after one change, and how many steps its writer
// means to be played.
type mutation struct {
	text, what string
	steps      int
}

// odd are the characters that a change puts in.
var odd = []rune("aeåÅnsNSGOM :.;,\t\u00a0\u200b\ufeff\u00ad\u030a\u2007|@#*\"<>-éЅο1\n")

func mutate(random *rand.Rand, text string) mutation {
	lines := strings.Split(text, "\n")
	i := random.IntN(len(lines))
	if random.IntN(3) > 0 { // most often where something is played
		for range 20 {
			if i = random.IntN(len(lines)); isStepLine(lines[i]) {
				break
			}
		}
	}
	was := 0
	for _, l := range lines {
		if isStepLine(l) {
			was++
		}
	}
	one := 0
	if isStepLine(lines[i]) {
		one = 1
	}
	old := lines[i]
	m := mutation{steps: was}
	switch random.IntN(10) {
	case 0: // the line goes
		lines, m.steps = append(lines[:i:i], lines[i+1:]...), was-one
	case 1: // it comes twice
		lines, m.steps = append(lines[:i+1:i+1], lines[i:]...), was+one
	case 2: // it changes places with another
		j := random.IntN(len(lines))
		lines[i], lines[j] = lines[j], lines[i]
	case 3: // it comes in small letters, or in capitals
		lines[i] = []func(string) string{strings.ToLower, strings.ToUpper}[random.IntN(2)](old)
	case 4: // its first word goes, or has another blank after it
		indent := old[:len(old)-len(strings.TrimLeft(old, " "))]
		_, after, _ := strings.Cut(strings.TrimLeft(old, " "), " ")
		lines[i] = indent + after
		if random.IntN(2) == 0 {
			lines[i] = strings.Replace(old, strings.TrimLeft(old, " "), strings.Replace(strings.TrimLeft(old, " "), " ", string(odd[random.IntN(len(odd)-1)]), 1), 1)
		}
	default:
		lines[i] = letter(random, old)
	}
	m.text = strings.Join(lines, "\n")
	m.what = fmt.Sprintf("line %d %q", i+1, old)
	if i < len(lines) {
		m.what += fmt.Sprintf(" is %q", lines[i])
		if strings.HasPrefix(strings.TrimSpace(lines[i]), "#") && m.steps == was {
			m.steps -= one // taken out with intent
		}
	}
	return m
}

// letter changes, puts in, takes out or swaps one letter, most often in the
// first word.
func letter(random *rand.Rand, old string) string {
	r := []rune(old)
	at := random.IntN(len(r) + 1)
	if random.IntN(2) == 0 {
		start := len(r) - len([]rune(strings.TrimLeft(old, " ")))
		at = min(start+random.IntN(7), len(r))
	}
	with := odd[random.IntN(len(odd))]
	switch k := random.IntN(4); {
	case k == 0 || at == len(r):
		return string(r[:at]) + string(with) + string(r[at:])
	case k == 1:
		return string(r[:at]) + string(with) + string(r[at+1:])
	case k == 2 && at+1 < len(r):
		r[at], r[at+1] = r[at+1], r[at]
		return string(r)
	}
	return string(r[:at]) + string(r[at+1:])
}

// isStepLine knows a step of our own files without asking the reader that is
// tried.
func isStepLine(l string) bool {
	if !strings.HasPrefix(l, "    ") {
		return false
	}
	for _, k := range []string{"Givet ", "Når ", "Så ", "Og ", "Men "} {
		if strings.HasPrefix(strings.TrimSpace(l), k) {
			return true
		}
	}
	return false
}
