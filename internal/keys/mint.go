package keys

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha1"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/hex"
	"fmt"
	"net"
	"strings"
	"time"

	"github.com/google/uuid"

	"klarmeld/internal/lazyregexp"
)

// Wish is what to mint.
type Wish struct {
	Hosts []string  // DNS names and IP addresses that TLS answers to; none: Hosts()
	Now   time.Time // when it is minted; it is valid from an hour before, since clocks differ
	Years int       // how long it is valid; 0: Years
	CVR   string    // the vendor's; "": FictiveCVR
}

// Years is how long what is minted is valid. Apple's readers refuse certificates of
// TLS that are valid for more than 825 days, whoever has issued them.
const Years = 2

// FictiveCVR is the CVR number of the minted vendor: it fails the check of CVR numbers
// (modulus 11), so that it is nobody's.
const FictiveCVR = "99999999"

// bits are RSA's: signing costs a third of what 3072 bits cost, and every client takes
// them.
const bits = 2048

// KombitHosts are the names of KOMBIT's external test, which an unchanged client calls.
func KombitHosts() []string {
	var out []string
	for _, h := range []string{"adgangsstyring", "sagsogdokumentindeks", "klassifikation", "organisation", "n2adgangsstyring"} {
		out = append(out, h+".eksterntest-stoettesystemerne.dk")
	}
	return out
}

// Hosts are the names that TLS answers to where nothing else is wished for: this
// machine's, and KombitHosts.
func Hosts() []string { return append([]string{"localhost", "127.0.0.1", "::1"}, KombitHosts()...) }

// hostName is a DNS name as it stands in a certificate (RFC 5280, 4.2.1.6).
var hostName = lazyregexp.New(`^([a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?\.)*[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?$`)

// CheckHost says why a name cannot be one that TLS answers to; nil when it can.
func CheckHost(name string) error {
	if net.ParseIP(name) != nil || len(name) <= 253 && hostName.MatchString(name) {
		return nil
	}
	return fmt.Errorf("%q er intet værtsnavn; skriv et navn eller en IP-adresse uden skema, port og sti, fx test.leverandoer.dk (æ, ø og å som xn--…)", name)
}

// Authority is a CA that issues certificates while it is in memory.
type Authority struct {
	Certificate *x509.Certificate
	key         *rsa.PrivateKey
	from, to    time.Time
}

// NewAuthority makes a CA whose certificates, its own included, are valid from an hour
// before now and for so many years.
func NewAuthority(now time.Time, years int) (*Authority, error) {
	key, err := rsa.GenerateKey(rand.Reader, bits)
	if err != nil {
		return nil, fmt.Errorf("der kan ikke dannes en nøgle: %w", err)
	}
	id := identifier(&key.PublicKey)
	a := &Authority{key: key, from: now.Add(-time.Hour).UTC().Truncate(time.Second), to: now.AddDate(years, 0, 0).UTC().Truncate(time.Second)}
	// Stores may hold several of ours, and readers look up an issuer by its name.
	name := subject("klarmeld", "klarmeld test-CA "+strings.ToUpper(hex.EncodeToString(id[:4])))
	a.Certificate, err = a.sign(&x509.Certificate{IsCA: true, MaxPathLenZero: true, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageCRLSign}, name, &key.PublicKey)
	return a, err
}

// Role is what a certificate is for.
type Role int

// The roles.
const (
	Signing Role = iota // of messages and tokens
	Server              // of TLS
	Client              // of a vendor: of messages, and of TLS
)

// Issue makes a key and its certificate of a subject, as VendorSubject gives one;
// hosts are those of a Server.
func (a *Authority) Issue(role Role, subject pkix.RDNSequence, hosts ...string) (Pair, error) {
	key, err := rsa.GenerateKey(rand.Reader, bits)
	if err != nil {
		return Pair{}, fmt.Errorf("der kan ikke dannes en nøgle: %w", err)
	}
	c := &x509.Certificate{KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageKeyEncipherment}
	switch role {
	case Server:
		c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
	case Client:
		c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}
	}
	for _, h := range hosts {
		if ip := net.ParseIP(h); ip != nil {
			c.IPAddresses = append(c.IPAddresses, ip)
		} else {
			c.DNSNames = append(c.DNSNames, h)
		}
	}
	signed, err := a.sign(c, subject, &key.PublicKey)
	return Pair{Certificate: signed, Key: key}, err
}

// sign issues a certificate, the CA's own when it has none yet.
func (a *Authority) sign(c *x509.Certificate, subject pkix.RDNSequence, public *rsa.PublicKey) (*x509.Certificate, error) {
	// pkix.Name has an order of its own; a name is written here as it is given.
	name, err := asn1.Marshal(subject)
	if err != nil {
		return nil, fmt.Errorf("navnet kan ikke skrives i et certifikat: %w", err)
	}
	c.RawSubject = name
	c.NotBefore, c.NotAfter, c.SubjectKeyId = a.from, a.to, identifier(public)
	c.BasicConstraintsValid, c.SignatureAlgorithm = true, x509.SHA256WithRSA
	by := a.Certificate
	if by == nil {
		by = c
		c.AuthorityKeyId = c.SubjectKeyId
	}
	raw, err := x509.CreateCertificate(rand.Reader, c, by, public, a.key)
	if err != nil {
		return nil, fmt.Errorf("certifikatet kan ikke udstedes: %w", err)
	}
	return x509.ParseCertificate(raw)
}

// identifier is the key identifier of RFC 5280, 4.2.1.2 (1). Readers that find none in
// a certificate compute this one, and so it is the one that all agree on.
func identifier(k *rsa.PublicKey) []byte {
	sum := sha1.Sum(x509.MarshalPKCS1PublicKey(k))
	return sum[:]
}

// OIDs of names (X.520).
var (
	oidCommonName   = asn1.ObjectIdentifier{2, 5, 4, 3}
	oidSerial       = asn1.ObjectIdentifier{2, 5, 4, 5}
	oidCountry      = asn1.ObjectIdentifier{2, 5, 4, 6}
	oidOrganisation = asn1.ObjectIdentifier{2, 5, 4, 10}
	oidOrgID        = asn1.ObjectIdentifier{2, 5, 4, 97}
)

// subject is a name of ours.
func subject(organisation, name string) pkix.RDNSequence {
	return pkix.RDNSequence{{{Type: oidCountry, Value: "DK"}}, {{Type: oidOrganisation, Value: organisation}}, {{Type: oidCommonName, Value: name}}}
}

// VendorSubject is a name as OCES3 gives it to an organisation's system certificate
// (Certifikatpolitik for OCES-virksomhedscertifikater): C, organizationIdentifier
// NTRDK-CVR, O, serialNumber UI:DK-O:G:UUID, CN.
func VendorSubject(cvr, organisation, name string, id uuid.UUID) pkix.RDNSequence {
	return pkix.RDNSequence{
		{{Type: oidCountry, Value: "DK"}}, {{Type: oidOrgID, Value: "NTRDK-" + cvr}}, {{Type: oidOrganisation, Value: organisation}},
		{{Type: oidSerial, Value: "UI:DK-O:G:" + id.String()}}, {{Type: oidCommonName, Value: name}},
	}
}

// Mint makes a CA and what it issues, and forgets the CA's key.
func Mint(w Wish) (Set, error) {
	if w.Years == 0 {
		w.Years = Years
	}
	if w.CVR == "" {
		w.CVR = FictiveCVR
	}
	if len(w.Hosts) == 0 {
		w.Hosts = Hosts()
	}
	for _, h := range w.Hosts {
		if err := CheckHost(h); err != nil {
			return Set{}, err
		}
	}
	a, err := NewAuthority(w.Now, w.Years)
	if err != nil {
		return Set{}, err
	}
	s := Set{CA: a.Certificate}
	for _, x := range []struct {
		to      *Pair
		role    Role
		subject pkix.RDNSequence
		hosts   []string
	}{
		{&s.STS, Signing, subject("klarmeld", "klarmeld STS"), nil},
		{&s.Service, Signing, subject("klarmeld", "klarmeld services"), nil},
		{&s.ServerTLS, Server, subject("klarmeld", "klarmeld TLS"), w.Hosts},
		{&s.Vendor, Client, VendorSubject(w.CVR, "Fiktiv Leverandør", "klarmeld testklient", uuid.New()), nil},
	} {
		if *x.to, err = a.Issue(x.role, x.subject, x.hosts...); err != nil {
			return Set{}, err
		}
	}
	return s, nil
}
