package keys

import (
	"crypto/rsa"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"strings"
	"time"
)

// Code is the kind of what is wrong with keys, as it is shown and decided on.
type Code string

// The codes.
const (
	CodeUnreadable Code = "noegler.ulaeselig"      // a file is not there, or cannot be read
	CodeForm       Code = "noegler.format"         // a file holds something else
	CodePassword   Code = "noegler.adgangskode"    // the password of a file is another, or is not wanted
	CodeExpired    Code = "noegler.udloebet"       // a certificate is not valid any more
	CodeEarly      Code = "noegler.endnu-ikke"     // a certificate is not valid yet
	CodeExpiring   Code = "noegler.udloeber-snart" // a remark
	CodeShared     Code = "noegler.laesbar"        // a remark: others can read a key
	CodeKey        Code = "noegler.passer-ikke"    // a key is not its certificate's
	CodeWeak       Code = "noegler.svag"           // not RSA, or fewer than 2048 bits
	CodeUse        Code = "noegler.brug"           // a certificate may not be used for what it is here for
	CodeCA         Code = "noegler.ca"             // not issued by the CA, or the CA is none
	CodeVendor     Code = "noegler.leverandoer"    // the vendor's certificate is issued by nobody who is trusted
	CodeStores     Code = "noegler.lager"          // a PKCS #12 file holds others than the folder's own
	CodeHost       Code = "noegler.vaert"          // TLS does not answer to the name of the services' address
)

// Fault is what is wrong with keys, and what to do about it, in Danish.
type Fault struct {
	Code   Code
	File   string // in the folder; "": none in particular
	Wrong  string
	Remedy string
}

func (f Fault) Error() string {
	said := f.Wrong
	if f.File != "" {
		said = f.File + " " + said
	}
	return fmt.Sprintf("%s; %s", said, f.Remedy)
}

// Faults are all that is wrong with a folder.
type Faults []Fault

func (f Faults) Error() string {
	var said []string
	for _, x := range f {
		said = append(said, x.Error())
	}
	return strings.Join(said, "\n")
}

// Unwrap are the faults one by one.
func (f Faults) Unwrap() []error {
	var out []error
	for _, x := range f {
		out = append(out, x)
	}
	return out
}

// all is an error of the faults; nil where there is none.
func (f Faults) all() error {
	if len(f) == 0 {
		return nil
	}
	return f
}

// add takes a fault, or several, of a file.
func (f *Faults) add(file string, err error) {
	var one Fault
	if errors.As(err, &one) {
		one.File = file
		*f = append(*f, one)
	}
}

// renew is the remedy for what is not valid any more.
const renew = "flyt mappen, kør klarmeld certs igen, og læg de nye lagre ind hos jer (VEJLEDNING.md), eller læg et gyldigt certifikat i filen"

// strong says why a certificate's key cannot be used here.
func strong(c *x509.Certificate) error {
	public, ok := c.PublicKey.(*rsa.PublicKey)
	if !ok {
		return Fault{Code: CodeWeak, Wrong: "har en nøgle, der ikke er RSA",
			Remedy: "OIO IDWS underskriver med RSA: få udstedt et certifikat til en RSA-nøgle på mindst 2048 bit"}
	}
	if n := public.N.BitLen(); n < bits {
		return Fault{Code: CodeWeak, Wrong: fmt.Sprintf("har en RSA-nøgle på %d bit", n), Remedy: fmt.Sprintf("få udstedt et certifikat til en på mindst %d", bits)}
	}
	return nil
}

// valid says why a certificate is not valid at a time.
func valid(c *x509.Certificate, at time.Time) error {
	switch {
	case at.After(c.NotAfter):
		return Fault{Code: CodeExpired, Wrong: "udløb " + moment(c.NotAfter, at), Remedy: renew}
	case at.Before(c.NotBefore):
		return Fault{Code: CodeEarly, Wrong: "gælder først fra " + moment(c.NotBefore, at), Remedy: "stil maskinens ur (NTP), eller vent, til certifikatet gælder"}
	}
	return nil
}

// moment is a time as people here read it, in the zone of the other.
func moment(t, zone time.Time) string { return t.In(zone.Location()).Format("2006-01-02 15:04") }

// issued says why a certificate is taken for nobody's: it is not issued by one of the
// roots, or not valid at the time.
func issued(c *x509.Certificate, roots, between *x509.CertPool, at time.Time) error {
	if err := valid(c, at); err != nil {
		return err
	}
	if _, err := c.Verify(x509.VerifyOptions{Roots: roots, Intermediates: between, CurrentTime: at,
		KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageAny}}); err != nil {
		return Fault{Code: CodeVendor, Wrong: fmt.Sprintf("er udstedt af %q, og den udsteder kender klarmeld ikke (%s)", c.Issuer.String(), err),
			Remedy: "læg udstederens certifikat (og dets udsteders) i " + vendorCAFile}
	}
	return nil
}

// Answers says why TLS does not answer to a host name or IP address; nil when it does.
// An address that is none in particular ("", 0.0.0.0) is answered to.
func (s Set) Answers(host string) error {
	if ip := net.ParseIP(host); host == "" || ip.IsUnspecified() || s.ServerTLS.Certificate.VerifyHostname(host) == nil {
		return nil
	}
	return Fault{Code: CodeHost, File: role{tlsName, s.ServerTLS}.from(),
		Wrong:  fmt.Sprintf("svarer ikke til %q, men til %s", host, strings.Join(s.Names(), ", ")),
		Remedy: "kør klarmeld certs NY-MAPPE --vaert " + host + ", eller kald klarmeld ved et af de navne"}
}

// Names are the names and addresses that TLS answers to.
func (s Set) Names() []string {
	out := append([]string{}, s.ServerTLS.Certificate.DNSNames...)
	for _, ip := range s.ServerTLS.Certificate.IPAddresses {
		out = append(out, ip.String())
	}
	return out
}

// soon is how long before a certificate's end it is told of.
const soon = 30 * 24 * time.Hour

// Remarks are what is not wrong yet: certificates that end within thirty days, and keys
// that others than their owner can read.
func (s Set) Remarks(at time.Time) Faults {
	var out Faults
	for _, c := range s.certificates() {
		if left := c.NotAfter.Sub(at); left >= 0 && left < soon {
			out = append(out, Fault{CodeExpiring, c.file, "udløber " + moment(c.NotAfter, at), renew})
		}
	}
	for _, name := range s.shared {
		out = append(out, Fault{CodeShared, name, "kan læses af andre end sin ejer", "chmod 600 " + name})
	}
	return out
}
