// Package proof proves that every rule bites, and that none bites what is
// right. For each rule it has cases: a conversation that keeps the rule and one
// that breaks it, made from the rule's own row where it has one. Both are
// played over the services and the judge of a real run. A case is killed when
// the rule itself finds the break, and no rule speaks besides it that has not
// been declared a consequence; and the conversation that keeps the rule must
// bring no finding at all.
//
// Rule and case may share one misreading of the anvisninger. What the official
// schemas can witness of it, a test lets them witness: that what keeps a rule
// validates, and that each break breaks the structure exactly when the case
// says so.
package proof

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"runtime"
	"slices"
	"sync"

	"github.com/beevik/etree"

	"klarmeld/internal/anvisning"
	"klarmeld/internal/contract"
	"klarmeld/internal/municipality"
	"klarmeld/internal/security"
	"klarmeld/internal/verdict"
)

// Case is one way to break a rule.
type Case struct {
	Rule     string          // that must find it
	Row      string          // the row that it stands for, when Rule tries it in the row's place
	Mutation string          // what was broken, in Danish
	Outcome  verdict.Outcome // that the finding must have
	Allowed  []string        // other rules that may speak (see anvisning.Among)

	keeps, breaks func() []turn // made anew each time they are asked for
}

// BreaksStructure reports whether the broken message disagrees with the
// contract too, or only with the anvisninger.
func (c Case) BreaksStructure() bool { return breaksStructure(c.breaks()) }

func breaksStructure(turns []turn) bool {
	sent := last(turns)
	return sent != nil && len(contract.Check(sent)) > 0
}

// Messages are the messages that keep the rule, and the one that breaks it.
func (c Case) Messages() (keeps []*etree.Element, broken *etree.Element) {
	for _, t := range c.keeps() {
		if t.Send != nil {
			keeps = append(keeps, t.Send)
		}
	}
	return keeps, last(c.breaks())
}

func last(turns []turn) *etree.Element {
	for _, t := range slices.Backward(turns) {
		if t.Send != nil {
			return t.Send
		}
	}
	return nil
}

// Fate is what became of a case.
type Fate string

// The fates. Only Killed is right.
const (
	Killed      Fate = "draebt"           // found by its rule, and by nothing else than its consequences
	Survived    Fate = "overlevet"        // nothing was found
	WrongReason Fate = "forkert_grund"    // something else was found
	Noise       Fate = "falsk_anklage"    // the conversation that keeps the rule brought findings
	Failed      Fate = "ikke_gennemfoert" // it could not be played
)

// Line is one case and its fate.
type Line struct {
	Rule      string   `json:"rule"`
	Row       string   `json:"row,omitempty"`
	Mutation  string   `json:"mutation"`
	Structure bool     `json:"breaksStructure"`
	Fate      Fate     `json:"fate"`
	Why       []string `json:"why,omitempty"` // findings that should not be there, or the error

	Said []verdict.Finding `json:"-"` // all that was found in the broken conversation
}

// Matrix is the kill matrix.
type Matrix struct {
	Ruleset  string   `json:"ruleset"`
	Rules    int      `json:"rules"` // rules that have cases
	Cases    int      `json:"cases"`
	Killed   int      `json:"killed"`
	Unproven []string `json:"unproven,omitempty"` // rules that say they are tried, and have no case
	Lines    []Line   `json:"lines"`
}

// Sound reports whether every rule has been proven.
func (r Matrix) Sound() bool { return r.Cases > 0 && r.Killed == r.Cases && len(r.Unproven) == 0 }

// Cases are the cases of every rule, in the order of the catalogue.
func Cases(registers *municipality.Register, roles *municipality.Relationsklasser, rolesJSON []byte) ([]Case, *Stage, error) {
	w, err := newWorld(registers, roles, rolesJSON)
	if err != nil {
		return nil, nil, err
	}
	var out []Case
	for _, r := range anvisning.Rules() {
		if r.Untried == "" {
			out = append(out, w.rowCases(r)...)
		}
	}
	for _, o := range anvisning.Occurrences() {
		out = append(out, w.occurrenceCases(o)...)
	}
	out = append(out, w.namedCases()...)
	out = append(out, securedCases()...)
	return out, &Stage{w: w, kept: map[[sha256.Size]byte][]verdict.Finding{}}, nil
}

// Stage is where cases are played. Many cases share the conversation that keeps
// their rule, so what came of those is remembered.
type Stage struct {
	w *world

	mu   sync.Mutex
	kept map[[sha256.Size]byte][]verdict.Finding
}

// keep plays a conversation that keeps a rule, unless that has been done.
func (s *Stage) keep(turns []turn) ([]verdict.Finding, error) {
	h := sha256.New()
	for _, t := range turns {
		raw, err := json.Marshal(t.Change)
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(h, "%t %s %s %s ", t.Reads, t.User, raw, t.KLE)
		if t.Letter != nil {
			fmt.Fprintf(h, "%s %s ", t.Letter.path, t.Letter.raw)
		}
		if t.Send != nil {
			if raw, err = envelope(t.Send); err != nil {
				return nil, err
			}
			h.Write(raw)
		}
	}
	key := [sha256.Size]byte(h.Sum(nil))
	s.mu.Lock()
	found, ok := s.kept[key]
	s.mu.Unlock()
	if ok {
		return found, nil
	}
	found, err := s.w.play(turns)
	if err == nil {
		s.mu.Lock()
		s.kept[key] = found
		s.mu.Unlock()
	}
	return found, err
}

// entries are the rules that are to have cases: those of the anvisninger, and of the
// secured wire.
func entries() []anvisning.Listed { return slices.Concat(anvisning.List(), security.Rules()) }

// Prove plays the cases, and says what became of each.
func (s *Stage) Prove(ctx context.Context, cases []Case) (Matrix, error) {
	r := Matrix{Ruleset: anvisning.Version, Cases: len(cases), Lines: make([]Line, len(cases))}
	var wg sync.WaitGroup
	next := make(chan int)
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for i := range next {
				r.Lines[i] = s.try(cases[i])
			}
		})
	}
	for i := range cases {
		if ctx.Err() != nil {
			break
		}
		next <- i
	}
	close(next)
	wg.Wait()
	if err := ctx.Err(); err != nil {
		return Matrix{}, err
	}
	rules := map[string]bool{}
	for _, l := range r.Lines {
		if rules[l.Rule], rules[l.Row] = true, true; l.Fate == Killed {
			r.Killed++
		}
	}
	for _, e := range entries() {
		if rules[e.ID] {
			r.Rules++
		}
	}
	return r, nil
}

// Unproven are the rules that say they are tried, and have no case in the
// report of a whole proof.
func Unproven(r Matrix) []string {
	has := map[string]bool{}
	for _, l := range r.Lines {
		has[l.Rule], has[l.Row] = true, true
	}
	var out []string
	for _, e := range entries() {
		if !has[e.ID] && e.State != anvisning.NotCheckable {
			out = append(out, e.ID)
		}
	}
	return out
}

func (s *Stage) try(c Case) Line {
	breaks := c.breaks()
	l := Line{Rule: c.Rule, Row: c.Row, Mutation: c.Mutation, Structure: breaksStructure(breaks), Fate: Killed}
	kept, err := s.keep(c.keeps())
	if err == nil && len(kept) > 0 {
		l.Fate, l.Why = Noise, tell(kept)
		return l
	}
	found, err2 := s.w.play(breaks)
	if err != nil || err2 != nil {
		l.Fate, l.Why = Failed, []string{fmt.Sprint(err, err2)}
		return l
	}
	l.Said = found
	own := false
	var others []verdict.Finding
	for _, f := range found {
		switch {
		case f.Rule == c.Rule && f.Outcome == c.Outcome:
			own = true
		case f.Rule == c.Rule, l.Structure && anvisning.Among(f.Rule, []string{"kontrakt.*", "indeks.afvist"}), anvisning.Among(f.Rule, c.Allowed):
		default:
			others = append(others, f)
		}
	}
	switch {
	case len(found) == 0:
		l.Fate = Survived
	case !own:
		l.Fate, l.Why = WrongReason, tell(found)
	case len(others) > 0:
		l.Fate, l.Why = WrongReason, tell(others)
	}
	return l
}

func tell(findings []verdict.Finding) []string {
	var out []string
	for _, f := range findings {
		out = append(out, fmt.Sprintf("%s (%s): %s", f.Rule, f.Outcome, f.Message))
	}
	return out
}
