// Package security is the secured wire, OIO IDWS as KOMBIT has it: what a message
// brings that is signed by the owner of a token, what the STS issues it for, and
// how klarmeld signs what it answers. Each rule is a row with an ID.
//
// A message is held against the rules by what it says, by the setting of the run
// and by the time when it came, and by nothing else: a recording is judged the
// same way on another day.
package security

import (
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"klarmeld/internal/recording"
)

// Mode is how much the services ask of their callers.
type Mode string

// The modes.
const (
	None    Mode = "none"    // nothing: messages come in the clear, and no STS answers
	Observe Mode = "observe" // what is wrong is found, and answered all the same
	Enforce Mode = "enforce" // what is wrong is refused
)

// ParseMode reads a mode. An error says which there are.
func ParseMode(s string) (Mode, error) {
	if m := Mode(s); slices.Contains([]Mode{None, Observe, Enforce}, m) {
		return m, nil
	}
	return None, fmt.Errorf("sikkerhed kan være none, observe eller enforce, og ikke %q", s)
}

// Secured reports whether there is an STS, and tokens are looked at.
func (m Mode) Secured() bool { return m == Observe || m == Enforce }

// Issuer is what the STS calls itself, as KOMBIT's of the external test does.
const Issuer = "https://saml.adgangsstyring.eksterntest-stoettesystemerne.dk"

// The entity IDs of the services: what a token is issued for.
const (
	EntityIndex          = "http://entityid.kombit.dk/service/sdi/sagdokumentindeks/6"
	EntityKlassifikation = "http://entityid.kombit.dk/service/klassifikation/7"
	EntityOrganisation   = "http://stoettesystemerne.dk/service/organisation/3"
)

// Entities are the entity IDs that the STS knows.
func Entities() []string { return []string{EntityIndex, EntityKlassifikation, EntityOrganisation} }

// EntityOf is the entity ID of a service; "" for the STS, which takes no token.
func EntityOf(id recording.ServiceID) string {
	switch id.Register() {
	case recording.RegisterOrganisation:
		return EntityOrganisation
	case recording.RegisterKlassifikation:
		return EntityKlassifikation
	}
	if id == recording.STS || id == "" {
		return ""
	}
	return EntityIndex
}

// TokenLife is how long a token is good for, as KOMBIT's are.
const TokenLife = 8 * time.Hour

// Setting is what a run's security is made on. It has no private keys, and stands
// in the recording.
type Setting struct {
	Mode   Mode   `json:"tilstand"`
	Issuer string `json:"udsteder"`
	// STS and Service are the certificates by which tokens and replies are signed.
	STS     Certificate `json:"sts"`
	Service Certificate `json:"tjeneste"`
	// Trusted are whom the STS knows: a caller's certificate is one of them, or was
	// issued by one of them.
	Trusted []Certificate `json:"kendte"`
	// CVR are the municipalities that have a service agreement with the system.
	CVR []string `json:"aftaler"`
	// TokenLife is how long a token is good for where the state says nothing; 0 is the
	// constant of that name.
	TokenLife recording.Duration `json:"tokenlevetid,omitempty"`
}

// Circumstances are what happens to the STS and the services while a run goes on. It is
// on record when it changes.
type Circumstances struct {
	// Life is how long the tokens that are issued from now on are good for; 0 is as the
	// setting has it.
	Life recording.Duration `json:"levetid,omitempty"`
	// Without are municipalities whose service agreement has ended.
	Without []string `json:"udenAftale,omitempty"`
	// Tampered are the services (by ID) whose replies are changed after they have been
	// signed.
	Tampered []recording.ServiceID `json:"forvanskede,omitempty"`
}

// Agreed reports whether a municipality has a service agreement.
func (s Setting) Agreed(state Circumstances, cvr string) bool {
	return slices.Contains(s.CVR, cvr) && !slices.Contains(state.Without, cvr)
}

// Knows reports whether the STS knows a caller by its certificate.
func (s Setting) Knows(c *x509.Certificate) bool {
	for _, t := range s.Trusted {
		if t.Equal(c) {
			return true
		}
		if t.IsCA && c.CheckSignatureFrom(t.Certificate) == nil {
			return true
		}
	}
	return false
}

// ReadSetting reads the setting of a recording; nil when it has none.
func ReadSetting(raw json.RawMessage) (*Setting, error) {
	if len(raw) == 0 {
		return nil, nil
	}
	var s Setting
	if err := json.Unmarshal(raw, &s); err != nil {
		return nil, fmt.Errorf("optagelsens sikkerhed kan ikke læses: %w", err)
	}
	if _, err := ParseMode(string(s.Mode)); err != nil {
		return nil, fmt.Errorf("optagelsens sikkerhed: %w", err)
	}
	if s.Mode.Secured() && (s.STS.Certificate == nil || s.Service.Certificate == nil) {
		return nil, errors.New("optagelsens sikkerhed mangler sine certifikater")
	}
	return &s, nil
}

// Certificate is a certificate that is written as PEM.
type Certificate struct{ *x509.Certificate }

// MarshalText writes PEM.
func (c Certificate) MarshalText() ([]byte, error) {
	if c.Certificate == nil {
		return nil, nil
	}
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.Raw}), nil
}

// UnmarshalText reads it.
func (c *Certificate) UnmarshalText(text []byte) error {
	if strings.TrimSpace(string(text)) == "" {
		return nil
	}
	block, _ := pem.Decode(text)
	if block == nil || block.Type != "CERTIFICATE" {
		return errors.New("certifikatet er ikke PEM")
	}
	var err error
	c.Certificate, err = x509.ParseCertificate(block.Bytes)
	return err
}
