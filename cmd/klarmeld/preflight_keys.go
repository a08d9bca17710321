package main

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"
	"sync"

	"klarmeld/internal/config"
	"klarmeld/internal/keys"
	"klarmeld/internal/road"
	"klarmeld/internal/security"
)

// Codes of what preflight finds, besides those of package keys and of handshakes
// (road.HandshakeKind).
const (
	flawEntity = "profil.entity-id" // an entity ID that the STS knows nobody by
	flawClock  = "ur.adapter"       // the adapter's clock and this machine's are apart
)

// flaw is something that preflight found, by its code.
type flaw struct {
	code string
	error
}

// Unwrap is what is wrong.
func (f flaw) Unwrap() error { return f.error }

// flaws are several that one check found.
type flaws []error

func (f flaws) Error() string { return errors.Join(f...).Error() }

// flawsOf are the things that a check found, each with its code where it has one.
func flawsOf(err error) []string {
	var out []string
	if faults := (keys.Faults{}); errors.As(err, &faults) {
		for _, f := range faults {
			out = append(out, coded(string(f.Code), f))
		}
		return out
	}
	if several := (flaws{}); errors.As(err, &several) {
		for _, one := range several {
			out = append(out, flawsOf(one)...)
		}
		return out
	}
	if fault := (keys.Fault{}); errors.As(err, &fault) {
		return []string{coded(string(fault.Code), err)}
	}
	if found := (flaw{}); errors.As(err, &found) {
		return []string{coded(found.code, err)}
	}
	return []string{err.Error()}
}

func coded(code string, err error) string { return fmt.Sprintf("%s [%s]", err, code) }

// keysOf opens the folder of keys, and holds its certificates against the address and
// the time.
func keysOf(p config.Profile) (string, error) {
	now := danishNow()()
	set, err := keys.Open(p.Keys, now)
	if err != nil {
		return "", err
	}
	host, _, err := net.SplitHostPort(addressOf(p))
	if err != nil {
		return "", usage("adressen %s kan ikke læses: %w", p.Addr, err)
	}
	if err := set.Answers(host); err != nil {
		return "", err
	}
	found := fmt.Sprintf("%s; TLS svarer til %s", p.Keys, strings.Join(set.Names(), ", "))
	for _, f := range set.Remarks(now) {
		found += ". OBS: " + coded(string(f.Code), f)
	}
	return found, nil
}

// securedBy is the TLS of the folder of keys; nil where there is none, or it is wrong,
// which its own check tells of.
func securedBy(p config.Profile) *tls.Config {
	if p.Keys == "" {
		return nil
	}
	set, err := keys.Open(p.Keys, danishNow()())
	if err != nil {
		return nil
	}
	return set.TLS()
}

// strangers are the callers that TLS could not be agreed with, the first of each kind.
type strangers struct {
	// sure is told when one came that will not come in until something is changed.
	sure chan struct{}
	mu   sync.Mutex
	all  []road.Handshake
}

func (s *strangers) add(h road.Handshake) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !slices.ContainsFunc(s.all, func(o road.Handshake) bool { return o.Kind == h.Kind }) {
		s.all = append(s.all, h)
	}
	if h.Kind == road.HandshakeBroken || h.Kind == road.HandshakeOther {
		return // whoever looks which ports are open does so
	}
	select {
	case s.sure <- struct{}{}:
	default: // it has been told
	}
}

// told is what is wrong with them.
func (s *strangers) told() flaws {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all flaws
	for _, h := range s.all {
		all = append(all, flaw{string(h.Kind), fmt.Errorf("en afsender (%s) kunne ikke komme ind over TLS: %s; %s", h.From, h.Wrong(), h.Fix())})
	}
	return all
}

// entitiesOf holds the entity IDs that the system asks for tokens for against those
// that there are.
func entitiesOf(p config.Profile) (string, error) {
	known := security.Entities()
	for _, e := range p.Entities {
		if !slices.Contains(known, e) {
			return "", flaw{flawEntity, fmt.Errorf("%q er ikke EntityID på en af klarmelds services, og STS'en udsteder intet token til den; brug (tegn for tegn): %s",
				e, strings.Join(known, ", "))}
		}
	}
	return strings.Join(p.Entities, ", "), nil
}
