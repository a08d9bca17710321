package proof

import (
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"encoding/json"

	"klarmeld/internal/anvisning"
	"klarmeld/internal/verdict"
)

//go:embed published.json
var published []byte

// Publication is what the last proof showed, and of which rules.
type Publication struct {
	Ruleset string        `json:"ruleset"`
	Digest  string        `json:"digest"` // of the rules as anvisning.List gives them
	Proof   verdict.Proof `json:"proof"`
}

// Publish is the publication of a proof that has just been made.
func Publish(r Report) Publication {
	return Publication{Ruleset: r.Ruleset, Digest: digest(), Proof: verdict.Proof{Rules: r.Rules, Cases: r.Cases, Killed: r.Killed}}
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
	raw, err := json.Marshal(anvisning.List())
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:])
}
