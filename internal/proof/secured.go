package proof

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"math/big"
	"sync"
	"time"

	"github.com/beevik/etree"

	"klarmeld/internal/organisation"
	"klarmeld/internal/security"
	"klarmeld/internal/services"
	"klarmeld/internal/xmldsig"
)

// noon is when conversations are held.
var noon = time.Date(2026, time.June, 1, 12, 0, 0, 0, time.UTC)

// What the secured messages are about.
const (
	searchPath  = "/organisation/organisation/6"
	tokenID     = "_5c1f0f5e-3b0a-4f0e-9a55-0d1f6a2b3c10"
	agreed      = "11111111"
	notAgreed   = "22222222"
	searchSpace = "http://stoettesystemerne.dk/organisation/organisation/6/"
	messageID   = "urn:uuid:5c1f0f5e-3b0a-4f0e-9a55-0d1f6a2b3c21"
)

// lock is who signs in the secured world, by keys that are made once and are
// nobody's outside this process.
type lock struct {
	sts, service    xmldsig.Pair
	system, expired xmldsig.Pair // of one key; the STS knows both
	other           xmldsig.Pair // another system, which the STS knows
	stranger        xmldsig.Pair // whom the STS does not know
	pretender       xmldsig.Pair // the stranger's key, in the STS's name
	setting         security.Setting
	token           *etree.Element // the system's, to FK Organisation
	action          string         // of the search
}

// locks are made when they are first asked for, and once: a key costs more than a hundred conversations.
var locks = sync.OnceValue(func() *lock {
	l, err := newLock()
	if err != nil {
		panic(err) // nothing here depends on what is outside but the source of chance
	}
	return l
})

func newLock() (*lock, error) {
	var keys [3]*rsa.PrivateKey
	for i := range keys {
		var err error
		if keys[i], err = rsa.GenerateKey(rand.Reader, 2048); err != nil {
			return nil, fmt.Errorf("der kan ikke dannes en nøgle: %w", err)
		}
	}
	l := &lock{}
	year := func(n int) time.Time { return noon.AddDate(n, 0, 0) }
	for i, c := range []struct {
		to          *xmldsig.Pair
		key         *rsa.PrivateKey
		name        string
		from, until time.Time
	}{
		{&l.sts, keys[0], "STS", year(-1), year(1)}, {&l.service, keys[0], "tjeneste", year(-1), year(1)},
		{&l.system, keys[1], "system", year(-1), year(1)}, {&l.expired, keys[1], "system (udløbet)", year(-2), year(-1)},
		{&l.other, keys[2], "system-2", year(-1), year(1)},
		{&l.stranger, keys[2], "fremmed", year(-1), year(1)}, {&l.pretender, keys[2], "STS", year(-1), year(1)},
	} {
		template := &x509.Certificate{SerialNumber: big.NewInt(int64(i + 1)), Subject: pkix.Name{CommonName: c.name}, NotBefore: c.from, NotAfter: c.until,
			KeyUsage: x509.KeyUsageDigitalSignature, BasicConstraintsValid: true}
		raw, err := x509.CreateCertificate(rand.Reader, template, template, &c.key.PublicKey, c.key)
		if err != nil {
			return nil, fmt.Errorf("certifikatet kan ikke udstedes: %w", err)
		}
		cert, err := x509.ParseCertificate(raw)
		if err != nil {
			return nil, err
		}
		*c.to = xmldsig.Pair{Key: c.key, Cert: cert}
	}
	return l, l.furnish()
}

// furnish gives the world its setting, and the system its token.
func (l *lock) furnish() error {
	c := func(p xmldsig.Pair) security.Certificate { return security.Certificate{Certificate: p.Cert} }
	l.setting = security.Setting{Mode: security.Observe, Issuer: security.Issuer, STS: c(l.sts), Service: c(l.service),
		Trusted: []security.Certificate{c(l.system), c(l.expired), c(l.other)}, CVR: []string{agreed}}
	for name, op := range organisation.Services(nil)[searchPath].Operations {
		if name.Local == "SoegInput" {
			l.action = op.Action
		}
	}
	var err error
	l.token, err = l.issue(security.EntityOrganisation, agreed)
	return err
}

// issue is a token that the STS gives the system.
func (l *lock) issue(audience, cvr string) (*etree.Element, error) {
	t := security.Terms{Setting: l.setting, At: noon.Add(-time.Minute)}
	return security.STS{By: l.sts}.Token(t, tokenID, security.TokenRequest{AppliesTo: audience, CVR: cvr, Caller: l.system.Cert})
}

// secured is the services' part of the world.
func (l *lock) secured(mode security.Mode) *services.Secured {
	s := l.setting
	s.Mode = mode
	return &services.Secured{Setting: s, Tokens: l.sts, Replies: l.service}
}

// securedCases are the cases of the rules of the secured wire. Their keys are made when
// one of them is looked at.
func securedCases() []Case {
	var out []Case
	for _, m := range mistakes() {
		out = append(out, Case{
			Rule: string(m.rule), Mutation: m.name, Outcome: m.rule.Entry().Severity,
			keeps:  func() []turn { return []turn{locks().letter(m.path).turn()} },
			breaks: func() []turn { return m.turns(locks()) },
		})
	}
	return out
}

// mistake is one way to break a rule of the secured wire.
type mistake struct {
	rule security.RuleID
	name string // in Danish
	path string
	// change does it to a letter that is not signed yet; it may seal it itself.
	change func(*letter)
	// again: a letter with the same MessageID has come before.
	again bool
}

// turns are the messages that break the rule.
func (m mistake) turns(l *lock) []turn {
	var out []turn
	if m.again {
		out = append(out, l.letter(m.path).turn())
	}
	broken := l.letter(m.path)
	m.change(broken)
	return append(out, broken.turn())
}
