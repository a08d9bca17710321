// Package keys has the keys and certificates of a test of the secured wire: the
// test CA, and, issued by it, those of the STS, of the services, of TLS, and of the
// vendor's client. It mints them, writes them into a folder as PEM and PKCS #12
// (RFC 7292), and opens such a folder, whose certificates may be a user's own.
//
// The CA's private key is nowhere: it is forgotten when the certificates are issued,
// so whoever trusts the CA trusts these certificates and no later ones.
package keys

import (
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"time"
)

// Pair is a certificate and, where it is ours to use, its key.
type Pair struct {
	Certificate *x509.Certificate   // nil: there is none
	Chain       []*x509.Certificate // what stands between it and the CA, nearest first
	Key         *rsa.PrivateKey     // nil: its owner keeps it

	file string // it was read from; "": its own name's
}

// Set are the certificates of a test.
type Set struct {
	CA        *x509.Certificate
	STS       Pair                // signs tokens and the STS's replies
	Service   Pair                // signs the replies of all services
	ServerTLS Pair                // answers over TLS
	Vendor    Pair                // the vendor's client; its Key is nil where the vendor keeps it
	VendorCAs []*x509.Certificate // who issue vendors' certificates besides CA

	shared []string // files with keys that others than their owner can read
}

// TLS answers over TLS 1.2 and later as KOMBIT's services do: a client's certificate
// is asked for and not demanded. Who it is, the message's signature says.
func (s Set) TLS() *tls.Config {
	shown := [][]byte{s.ServerTLS.Certificate.Raw}
	for _, c := range s.ServerTLS.Chain {
		shown = append(shown, c.Raw)
	}
	return &tls.Config{
		Certificates: []tls.Certificate{{Certificate: shown, PrivateKey: s.ServerTLS.Key, Leaf: s.ServerTLS.Certificate}},
		ClientAuth:   tls.RequestClientCert,
		MinVersion:   tls.VersionTLS12,
		NextProtos:   []string{"http/1.1"}, // what the vendors' clients of SOAP speak
	}
}

// Roots are the certificates that a client of ours trusts.
func (s Set) Roots() *x509.CertPool {
	p := x509.NewCertPool()
	p.AddCert(s.CA)
	return p
}

// KnowsVendor says why a client's certificate is not taken for a vendor's at a time;
// nil when it is: it is issued by the CA, or by one of VendorCAs, and valid then. Its
// error is a Fault.
func (s Set) KnowsVendor(client *x509.Certificate, at time.Time) error {
	roots, between := s.Roots(), x509.NewCertPool()
	for _, c := range s.VendorCAs {
		roots.AddCert(c)
	}
	for _, c := range s.Vendor.Chain {
		between.AddCert(c)
	}
	return issued(client, roots, between, at)
}
