package keys

import (
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"software.sslmate.com/src/go-pkcs12"

	"klarmeld/internal/foreign"
	"klarmeld/internal/textfile"
)

// The files of a folder. A certificate's file may hold its chain after it. Where there is
// no NAME.pem, NAME.p12 is read, with the password of passwordFile.
const (
	caName, stsName, serviceName, tlsName, vendorName = "ca", "sts", "services", "tls", "leverandoer"

	certificateEnd, keyEnd, storeEnd = ".pem", ".noegle.pem", ".p12"

	vendorCAFile = "leverandoer-ca.pem"
	trustFile    = "tillid.p12"
	hostsFile    = "hosts"
	passwordFile = "adgangskode.txt"
)

// Password is that of the PKCS #12 files where passwordFile says no other. It is Java's own
// first choice, and no secret: who may read the keys is said by the modes of the files.
const Password = "changeit"

// folder reads a folder of keys, and keeps what is wrong with it.
type folder struct {
	dir      string
	at       time.Time
	password string
	shared   []string
	faults   Faults
}

// Open reads the keys and certificates of a folder: those of Write, or a user's own
// under the same names. They are checked as of a time: each key is its certificate's,
// RSA of 2048 bits or more, none has expired, and one CA has issued them all, but for the
// vendor's, which may be issued by those of leverandoer-ca.pem. An error is Faults, all of
// them, in Danish with the remedy.
func Open(dir string, at time.Time) (Set, error) {
	f := &folder{dir: dir, at: at}
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return Set{}, Faults{{CodeUnreadable, "", "mappen med nøgler, " + dir + ", kan ikke læses", "lav den med klarmeld certs " + dir + ", eller nævn den rigtige"}}
	}
	f.readPassword()
	s := Set{CA: f.authority(), STS: f.pair(stsName, true), Service: f.pair(serviceName, true), ServerTLS: f.pair(tlsName, true)}
	s.VendorCAs = f.vendorCAs()
	if f.has(vendorName+certificateEnd) || f.has(vendorName+storeEnd) || len(s.VendorCAs) == 0 {
		s.Vendor = f.pair(vendorName, false)
	}
	if len(f.faults) == 0 {
		f.check(s)
	}
	s.shared = f.shared
	return s, f.faults.all()
}

// raw reads a file. It is the user's own, so a link to it is one too.
func (f *folder) raw(name string) ([]byte, bool) {
	raw, err := foreign.ReadNamed(filepath.Join(f.dir, name), foreign.Small)
	if err == nil {
		return raw, true
	}
	why := err.Error()
	var at *fs.PathError
	if errors.As(err, &at) {
		why = at.Err.Error() // the file is named already
	}
	f.faults = append(f.faults, Fault{CodeUnreadable, name, "kan ikke læses (" + why + ")",
		"læg filen i mappen, læsbar for den, der kører klarmeld, eller lav en ny mappe med klarmeld certs"})
	return nil, false
}

// secret is raw of a file with a key in it.
func (f *folder) secret(name string) ([]byte, bool) {
	info, err := os.Stat(filepath.Join(f.dir, name))
	if err == nil && info.Mode().Perm()&0o077 != 0 && runtime.GOOS != "windows" { // which has no such modes
		f.shared = append(f.shared, name)
	}
	return f.raw(name)
}

// has reports whether something is there, a link to nothing too: that is told of when it
// is read.
func (f *folder) has(name string) bool {
	_, err := os.Lstat(filepath.Join(f.dir, name))
	return err == nil
}

func (f *folder) readPassword() {
	if f.password = Password; f.has(passwordFile) {
		if raw, ok := f.raw(passwordFile); ok {
			f.password = strings.TrimRight(string(textfile.Unmarked(raw)), "\r\n")
		}
	}
}

// authority is the one certificate of the CA's file.
func (f *folder) authority() *x509.Certificate {
	all := f.certificates(caName + certificateEnd)
	switch {
	case len(all) == 0:
		return nil
	case len(all) > 1:
		f.faults = append(f.faults, Fault{CodeCA, caName + certificateEnd, "rummer flere certifikater",
			"lad den rumme ét: den CA, der har udstedt de andre. Mellemled hører til efter det certifikat, de har udstedt"})
	case !all[0].BasicConstraintsValid || !all[0].IsCA:
		f.faults = append(f.faults, Fault{CodeCA, caName + certificateEnd, "er ikke en CA's certifikat", "læg udstederens certifikat i filen"})
	}
	return all[0]
}

func (f *folder) vendorCAs() []*x509.Certificate {
	if !f.has(vendorCAFile) {
		return nil
	}
	return f.certificates(vendorCAFile)
}

// certificates are those of a file in PEM, at least one.
func (f *folder) certificates(name string) []*x509.Certificate {
	raw, ok := f.raw(name)
	if !ok {
		return nil
	}
	var out []*x509.Certificate
	for _, b := range blocks(raw) {
		if b.Type != "CERTIFICATE" {
			continue // a key may stand in the same file
		}
		c, err := x509.ParseCertificate(b.Bytes)
		if err != nil {
			f.faults = append(f.faults, Fault{CodeForm, name, "rummer et certifikat, der ikke kan læses (" + err.Error() + ")", "hent det igen hos udstederen"})
			return nil
		}
		out = append(out, c)
	}
	if len(out) == 0 {
		f.faults = append(f.faults, Fault{CodeForm, name, "rummer intet certifikat i PEM", "skriv det om, fx med: openssl x509 -in FIL -out " + name})
	}
	return out
}

func blocks(raw []byte) []*pem.Block {
	var out []*pem.Block
	for rest := textfile.Unmarked(raw); ; {
		var b *pem.Block
		if b, rest = pem.Decode(rest); b == nil {
			return out
		}
		out = append(out, b)
	}
}

// pair reads a certificate with its key; whose key need not be there is its owner's.
func (f *folder) pair(name string, needsKey bool) Pair {
	if !f.has(name+certificateEnd) && f.has(name+storeEnd) {
		return f.fromStore(name + storeEnd)
	}
	all := f.certificates(name + certificateEnd)
	var p Pair
	if len(all) > 0 {
		p.Certificate, p.Chain = all[0], withoutRoot(all[1:])
	}
	if needsKey || f.has(name+keyEnd) {
		p.Key = f.key(name + keyEnd)
	}
	return p
}

// withoutRoot is a chain without what has issued itself: who trusts that has it.
func withoutRoot(chain []*x509.Certificate) []*x509.Certificate {
	var out []*x509.Certificate
	for _, c := range chain {
		if string(c.RawSubject) != string(c.RawIssuer) {
			out = append(out, c)
		}
	}
	return out
}

func (f *folder) key(name string) *rsa.PrivateKey {
	raw, ok := f.secret(name)
	if !ok {
		return nil
	}
	for _, b := range blocks(raw) {
		if b.Type == "ENCRYPTED PRIVATE KEY" || b.Headers["DEK-Info"] != "" {
			f.faults = append(f.faults,
				Fault{CodePassword, name, "er krypteret", "klarmeld læser den uden adgangskode: openssl pkey -in " + name + " -out NY, og læg NY i stedet"})
			return nil
		}
		k, err := x509.ParsePKCS8PrivateKey(b.Bytes)
		if err != nil {
			k, err = x509.ParsePKCS1PrivateKey(b.Bytes)
		}
		if own, ok := k.(*rsa.PrivateKey); err == nil && ok {
			return own
		}
	}
	f.faults = append(f.faults, Fault{CodeForm, name, "rummer ingen privat RSA-nøgle i PEM", "skriv den om, fx med: openssl pkey -in FIL -out " + name})
	return nil
}

// fromStore is the one key of a PKCS #12 file, with its certificates.
func (f *folder) fromStore(name string) Pair {
	raw, ok := f.secret(name)
	if !ok {
		return Pair{}
	}
	k, leaf, chain, err := pkcs12.DecodeChain(raw, f.password)
	own, isRSA := k.(*rsa.PrivateKey)
	switch {
	case err != nil:
		f.faults.add(name, unread(err))
		return Pair{}
	case !isRSA:
		f.faults.add(name, strong(leaf))
		return Pair{}
	}
	return Pair{leaf, withoutRoot(chain), own, name}
}

// unread is why a PKCS #12 file cannot be read.
func unread(err error) error {
	if errors.Is(err, pkcs12.ErrIncorrectPassword) || errors.Is(err, pkcs12.ErrDecryption) {
		return Fault{Code: CodePassword, Wrong: "har en anden adgangskode",
			Remedy: "skriv filens adgangskode i " + passwordFile + " (uden den er den " + Password + ")"}
	}
	return Fault{Code: CodeForm, Wrong: "kan ikke læses som PKCS #12 (" + err.Error() + ")",
		Remedy: "skriv den om: openssl pkcs12 -in FIL -nodes -out X.pem && openssl pkcs12 -export -in X.pem -out NY"}
}
