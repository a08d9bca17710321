package proof

import (
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"encoding/json"
	"slices"

	"klarmeld/internal/anvisning"
	"klarmeld/internal/security"
	"klarmeld/internal/verdict"
)

//go:embed published.json
var published []byte

// Publication is what the last proof showed, and of which rules.
type Publication struct {
	Ruleset string        `json:"ruleset"`
	Digest  string        `json:"digest"` // of the rules as the catalogues give them
	Proof   verdict.Proof `json:"proof"`
}

// Publish is the publication of a proof that has just been made.
func Publish(r Matrix) Publication {
	return Publication{Ruleset: r.Ruleset, Digest: digest(),
		Proof: verdict.Proof{ProofSum: verdict.ProofSum{Rules: r.Rules, Cases: r.Cases, Killed: r.Killed}, Groups: grouped(r.Lines)}}
}

// grouped sums the lines by what their rules are about, in the order of the
// catalogue.
func grouped(lines []Line) []verdict.ProofGroup {
	cases := map[string][]Line{}
	for _, l := range lines {
		id := l.Row
		if id == "" {
			id = l.Rule
		}
		cases[id] = append(cases[id], l)
	}
	var out []verdict.ProofGroup
	for _, e := range entries() {
		if len(cases[e.ID]) == 0 {
			continue
		}
		i := slices.IndexFunc(out, func(g verdict.ProofGroup) bool { return g.Name == about(e) })
		if i < 0 {
			i, out = len(out), append(out, verdict.ProofGroup{Name: about(e)})
		}
		out[i].Rules++
		for _, l := range cases[e.ID] {
			if out[i].Cases++; l.Fate == Killed {
				out[i].Killed++
			}
		}
	}
	return out
}

// about is what a rule is about: a part of an object, or several at once.
func about(e anvisning.Listed) string {
	switch {
	case e.Kind == security.KindSecurity:
		return "Sikkerhed: tokener og signaturer"
	case e.Kind == anvisning.KindNamed:
		return "På tværs af elementer og meddelelser"
	case e.Part == "":
		return string(e.Objekt)
	}
	return string(e.Objekt) + " · " + e.Part
}

// Published is what the last proof showed of the rules in force; nothing when
// the rules have changed since. A report carries it, for a run is no time to
// prove the rules anew.
func Published() verdict.Proof {
	var p Publication
	if json.Unmarshal(published, &p) != nil || p.Ruleset != anvisning.Version || p.Digest != digest() {
		return verdict.Proof{}
	}
	return p.Proof
}

func digest() string {
	raw, err := json.Marshal(entries())
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:])
}
