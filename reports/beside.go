package reports

import (
	"fmt"
	"io"

	"klarmeld/internal/verdict"
)

// besides are what is to be said of all findings of a result, a line each: how many
// KOMBIT's own validation tool would see too, and how many are new because of the
// ruleset.
func (l Language) besides(s verdict.SystemResult) []string {
	var out []string
	if line := l.seenByTool(s.Findings()); line != "" {
		out = append(out, line)
	}
	return append(out, l.renewed(s)...)
}

// seenByTool says how many of some findings KOMBIT's validation tool would see too; ""
// when there are none.
func (l Language) seenByTool(all []verdict.Finding) string {
	switch n, seen := verdict.SeenByTool(all); {
	case n == 0:
		return ""
	case seen == 0:
		return l.t("%d fund; KOMBITs valideringsværktøj ville ikke se noget af det.", n)
	default:
		return l.t("%d fund, heraf %d, som KOMBITs valideringsværktøj også ville se.", n, seen)
	}
}

// renewed says by which ruleset a run was judged first, when that was another, and of
// each change since how many findings are of it.
func (l Language) renewed(s verdict.SystemResult) []string {
	switch s.RunRuleset {
	case "":
		return nil
	case verdict.UnknownRuleset:
		return []string{l.t("Hverken optagelsen eller en rapport ved siden af den siger, efter hvilket regelsæt kørslen først blev dømt. "+
			"Hvilke fund der er nye med regelsæt %s, kan derfor ikke siges.", s.Ruleset)}
	}
	all := s.Renewed()
	if len(all) == 0 {
		return []string{l.t("Kørslen blev først dømt efter regelsæt %s, og nu efter %s; ingen af fundene er nye af den grund.", s.RunRuleset, s.Ruleset)}
	}
	out := []string{l.t("Kørslen blev først dømt efter regelsæt %s, og nu efter %s; %d fund er af regler, der er nye eller strengere siden:", s.RunRuleset,
		s.Ruleset, len(all))}
	type change struct {
		verdict.NewIn
		rule string
	}
	count, order := map[change]int{}, []change{}
	for _, f := range all {
		c := change{f.New, f.Rule}
		if count[c]++; count[c] == 1 {
			order = append(order, c)
		}
	}
	for _, c := range order {
		out = append(out, fmt.Sprintf("%d × %s: %s", count[c], c.rule, l.newIn(c.NewIn)))
	}
	return out
}

// newIn says of a finding that its rule is new; "" when it is not.
func (l Language) newIn(n verdict.NewIn) string {
	if n == (verdict.NewIn{}) {
		return ""
	}
	return l.t("ny i regelsæt %s:", n.Ruleset) + " " + l.text(n.What)
}

// Renewed writes what is new in a result because of the ruleset; nothing when it is the
// one by which the run was judged first.
func Renewed(w io.Writer, s verdict.SystemResult, l Language) error {
	c := console{ink: inkFor(w), width: defaultWidth, Language: l}
	for _, line := range clean(l.renewed(s)) {
		c.entry(line)
	}
	return write(w, []byte(c.out.String()))
}
