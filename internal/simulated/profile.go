// Package simulated plays the case systems of simulated vendors: one that does
// everything right, and those of the published compliance test with exactly
// the shortcomings that the table gives them. A simulated system knows no more
// of klarmeld than any system does: the addresses of the services, its own
// configuration, and the actions that its adapter receives.
package simulated

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"klarmeld/internal/action"
)

// Profile is a simulated system as data (schema:
// fixtures/schemas/simuleret-leverandoer.schema.json).
type Profile struct {
	Name       string                 `json:"navn"`
	Title      string                 `json:"titel"`
	ItSystem   string                 `json:"itsystem"` // BrugervendtNoegle of its own IT system
	SOAP       string                 `json:"soap"`     // "1.1" or "1.2" towards SagDokumentIndeks
	Units      string                 `json:"enheder"`  // laest, indtastet or fast
	FixedUnit  string                 `json:"fastEnhed"`
	KLE        string                 `json:"kle"`             // laest or indtastet
	Numbers    string                 `json:"nummerserie"`     // begins its cases' numbers, so that they are no other system's
	OnDemand   bool                   `json:"slaarOpVedBehov"` // it reads the registers when it needs them, and not when it is asked to
	NotOffered map[action.Kind]string `json:"tilbyderIkke"`
	Declared   json.RawMessage        `json:"klarmelding"` // as in klarmeld.yaml
	Deviations []Flaw                 `json:"afvigelser"`
	Traits     []Trait                `json:"traek"`
	Minutes    int                    `json:"fristMinutter"` // 0: as the terms are usually read
	Lapses     []Lapse                `json:"sikkerhed"`     // what it does wrong of OIO IDWS; it matters only where messages are secured
}

// Deadline is how long a change may be on its way to the index: "within a few
// minutes" in the terms for senders, and so five where nothing else is agreed.
func (p Profile) Deadline() time.Duration {
	if p.Minutes == 0 {
		return 5 * time.Minute
	}
	return time.Duration(p.Minutes) * time.Minute
}

// ParseProfile reads a profile that its schema has found right.
func ParseProfile(raw []byte) (Profile, error) {
	var p Profile
	if err := json.Unmarshal(raw, &p); err != nil {
		return Profile{}, fmt.Errorf("leverandørprofilen kan ikke læses: %w", err)
	}
	return p, nil
}

// Lapse is something that a system does wrong of the secured wire.
type Lapse string

// The lapses.
const (
	KeepsTokens  Lapse = "beholder-token"   // a token is used after it is over
	OneToken     Lapse = "et-token"         // one token is used at all services
	BelievesAll  Lapse = "tror-alt"         // replies are not held against their signature
	SendsAnyway  Lapse = "sender-alligevel" // what the STS gives no token for is sent without
	ClaimsDone   Lapse = "svarer-udfoert"   // what could not be sent is answered as done
	NoTimestamps Lapse = "uden-timestamp"   // messages have no Timestamp
)

// Lapsed reports whether the system does it.
func (p Profile) Lapsed(l Lapse) bool { return slices.Contains(p.Lapses, l) }

func (p Profile) deviates(d Flaw) bool { return slices.Contains(p.Deviations, d) }

// Config is what an installation of the system is told by the people who set
// it up.
type Config struct {
	Base         string // base URL of the services
	Municipality string // name
	CVR          string
	// ItSystem is the UUID of the system itself, from the administration module.
	ItSystem string
	// Classes gives roles, types and formats their UUIDs: "Sag/Sagsaktoer/Rolle/Ejer".
	Classes map[string]string
	// Typed are UUIDs that somebody typed in, by the name of a unit or user or
	// by KLE number. Systems that read the registers do not use them.
	Typed map[string]string
	// Seed makes the UUIDs of what it makes its own; "": they are the same in every run
	// of the same actions.
	Seed string
}
