package keys

import (
	"bytes"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"slices"

	"software.sslmate.com/src/go-pkcs12"
)

// File is a file of a folder of keys, and what it is, in Danish.
type File struct {
	Name, What string
	Secret     bool // for its owner's eyes alone
	Raw        []byte
}

// Files are a set as files: in PEM, the vendor's key store and its trust store in
// PKCS #12, and a file of hosts as the JVM reads it (-Djdk.net.hosts.file).
func (s Set) Files() ([]File, error) {
	out := []File{{caName + certificateEnd, "den CA, jeres system skal stole på; dens nøgle er glemt", false, encoded(s.CA)}}
	for _, r := range s.roles() {
		if r.Certificate == nil {
			continue
		}
		what := map[string]string{stsName: "STS'ens certifikat", serviceName: "services' certifikat", tlsName: "TLS-certifikatet",
			vendorName: "jeres systems certifikat"}[r.name]
		out = append(out, File{r.name + certificateEnd, what, false, encoded(append([]*x509.Certificate{r.Certificate}, r.Chain...)...)})
		if r.Key == nil {
			continue
		}
		key, err := x509.MarshalPKCS8PrivateKey(r.Key)
		if err != nil {
			return nil, err
		}
		out = append(out, File{r.name + keyEnd, "nøglen til det", true, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: key})})
	}
	if s.Vendor.Key != nil {
		// Java's readers want one entry, whose password is the store's. Of 3DES and AES
		// the older is read by more of them (JDK 11 before 11.0.12, Windows before 2019);
		// what guards the key is the file's mode, for the password is no secret.
		store, err := pkcs12.LegacyDES.Encode(s.Vendor.Key, s.Vendor.Certificate, slices.Concat(s.Vendor.Chain, []*x509.Certificate{s.CA}), Password)
		if err != nil {
			return nil, err
		}
		out = append(out, File{vendorName + storeEnd, "jeres systems certifikat og nøgle (PKCS #12)", true, store})
	}
	trust, err := pkcs12.LegacyDES.EncodeTrustStoreEntries([]pkcs12.TrustStoreEntry{
		{Cert: s.CA, FriendlyName: "klarmeld-ca"}, {Cert: s.STS.Certificate, FriendlyName: "klarmeld-sts"},
		{Cert: s.Service.Certificate, FriendlyName: "klarmeld-services"},
	}, Password)
	if err != nil {
		return nil, err
	}
	return append(out,
		File{trustFile, "dem, jeres system skal stole på (PKCS #12)", false, trust},
		File{passwordFile, "adgangskoden til de to", true, []byte(Password + "\n")},
		File{hostsFile, "navnene som 127.0.0.1, til Javas -Djdk.net.hosts.file", false, s.hosts()},
	), nil
}

func encoded(all ...*x509.Certificate) []byte {
	var b bytes.Buffer
	for _, c := range all {
		b.Write(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.Raw}))
	}
	return b.Bytes()
}

// hosts maps every name to this machine. A JVM that is given such a file finds no
// name that is not in it, so localhost is always there.
func (s Set) hosts() []byte {
	text := "127.0.0.1 localhost\n"
	for _, n := range s.ServerTLS.Certificate.DNSNames {
		if n != "localhost" && net.ParseIP(n) == nil {
			text += "127.0.0.1 " + n + "\n"
		}
	}
	return []byte(text)
}

// Write writes Files, and more of the caller's, into a folder, which it makes where it
// is not there. One that has a file of these names already is refused, and nothing is
// written; when one cannot be written, none is left. Its errors are Danish.
func (s Set) Write(dir string, more ...File) ([]File, error) {
	files, err := s.Files()
	if err != nil {
		return nil, err
	}
	files = append(files, more...)
	for _, f := range files {
		if _, err := os.Lstat(filepath.Join(dir, f.Name)); err == nil {
			return nil, fmt.Errorf("%s har allerede %s, og nøgler skrives ikke over: nævn en ny mappe, eller flyt den gamle", dir, f.Name)
		}
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("mappen %s kan ikke oprettes: %w", dir, err)
	}
	for i, f := range files {
		if err := f.write(dir); err != nil {
			// Half a set is none, and would be in the way of the next try.
			for _, done := range files[:i] {
				err = errors.Join(err, os.Remove(filepath.Join(dir, done.Name)))
			}
			return nil, err
		}
	}
	return files, nil
}

func (f File) write(dir string) error {
	mode := os.FileMode(0o644)
	if f.Secret {
		mode = 0o600
	}
	path := filepath.Join(dir, f.Name)
	to, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, mode)
	if err != nil {
		return fmt.Errorf("%s kan ikke skrives: %w", path, err)
	}
	_, err = to.Write(f.Raw)
	if err = errors.Join(err, to.Close()); err != nil {
		return fmt.Errorf("%s kan ikke skrives: %w", path, errors.Join(err, os.Remove(path)))
	}
	return nil
}
