package keys

import (
	"bytes"
	"crypto/x509"
	"slices"

	"software.sslmate.com/src/go-pkcs12"
)

// filed is a certificate with the file that it stands in.
type filed struct {
	*x509.Certificate
	file string
}

// role is a pair with its name.
type role struct {
	name string
	Pair
}

func (s Set) roles() []role {
	return []role{{stsName, s.STS}, {serviceName, s.Service}, {tlsName, s.ServerTLS}, {vendorName, s.Vendor}}
}

// from is the file that its certificate stands in.
func (r role) from() string {
	if r.file != "" {
		return r.file
	}
	return r.name + certificateEnd
}

// certificates are all of a set that are there, the CAs first.
func (s Set) certificates() []filed {
	out := []filed{{s.CA, caName + certificateEnd}}
	for _, c := range s.VendorCAs {
		out = append(out, filed{c, vendorCAFile})
	}
	for _, r := range s.roles() {
		if r.Certificate == nil {
			continue
		}
		for _, c := range append([]*x509.Certificate{r.Certificate}, r.Chain...) {
			out = append(out, filed{c, r.from()})
		}
	}
	return out
}

// check holds the certificates of a folder against each other, and against the time.
func (f *folder) check(s Set) {
	for _, c := range s.certificates() {
		f.faults.add(c.file, valid(c.Certificate, f.at))
	}
	for _, r := range s.roles() {
		if r.Certificate == nil {
			continue
		}
		f.faults.add(r.from(), strong(r.Certificate))
		if r.Key != nil && !r.Key.PublicKey.Equal(r.Certificate.PublicKey) {
			f.faults = append(f.faults, Fault{CodeKey, r.name + keyEnd, "er ikke nøglen til " + r.from(), "læg den nøgle i filen, som certifikatet er udstedt til"})
		}
		if u := r.Certificate.KeyUsage; u != 0 && u&x509.KeyUsageDigitalSignature == 0 {
			f.faults = append(f.faults, Fault{CodeUse, r.from(), "må ikke bruges til at underskrive (KeyUsage har ikke digitalSignature)", "få udstedt et, der må"})
		}
	}
	if e := s.ServerTLS.Certificate; len(s.Names()) == 0 || len(e.ExtKeyUsage) > 0 && !slices.ContainsFunc(e.ExtKeyUsage, serves) {
		f.faults = append(f.faults, Fault{CodeUse, role{tlsName, s.ServerTLS}.from(),
			"er ikke en servers (det skal have SubjectAltName, og må det have ExtKeyUsage, så serverAuth)", "få udstedt et, der er, eller lav et med klarmeld certs"})
	}
	if len(f.faults) == 0 {
		f.checkIssuers(s)
		f.checkStores(s)
	}
}

func serves(u x509.ExtKeyUsage) bool {
	return u == x509.ExtKeyUsageServerAuth || u == x509.ExtKeyUsageAny
}

func (f *folder) checkIssuers(s Set) {
	for _, r := range s.roles() {
		if r.name == vendorName {
			continue
		}
		between := x509.NewCertPool()
		for _, c := range r.Chain {
			between.AddCert(c)
		}
		if err := issued(r.Certificate, s.Roots(), between, f.at); err != nil {
			f.faults = append(f.faults, Fault{CodeCA, r.from(), "er ikke udstedt af " + caName + certificateEnd + ", men af " + r.Certificate.Issuer.String(),
				"brug certifikater fra én CA, og læg dens i " + caName + certificateEnd + "; mellemled hører til i filen efter certifikatet"})
		}
	}
	if s.Vendor.Certificate != nil {
		f.faults.add(role{vendorName, s.Vendor}.from(), s.KnowsVendor(s.Vendor.Certificate, f.at))
	}
}

// checkStores holds the PKCS #12 files, which clients are given, against the PEM files,
// which klarmeld reads: one that was left behind would be found out only by a signature
// that nobody knows.
func (f *folder) checkStores(s Set) {
	if name := vendorName + storeEnd; f.has(name) {
		if p := f.fromStore(name); p.Certificate != nil && !p.Certificate.Equal(s.Vendor.Certificate) {
			f.faults = append(f.faults, Fault{CodeStores, name, "rummer et andet certifikat end " + vendorName + certificateEnd, "slet den af dem, der ikke bruges"})
		}
	}
	if !f.has(trustFile) {
		return
	}
	raw, ok := f.raw(trustFile)
	if !ok {
		return
	}
	trusted, err := pkcs12.DecodeTrustStore(raw, f.password)
	if err != nil {
		f.faults.add(trustFile, unread(err))
		return
	}
	for _, c := range []filed{{s.CA, caName}, {s.STS.Certificate, stsName}, {s.Service.Certificate, serviceName}} {
		if !slices.ContainsFunc(trusted, func(t *x509.Certificate) bool { return bytes.Equal(t.Raw, c.Raw) }) {
			f.faults = append(f.faults, Fault{CodeStores, trustFile, "har ikke certifikatet i " + c.file + certificateEnd,
				"lav det om med det nye certifikat (keytool -importcert), eller slet filen, når I har jeres eget"})
		}
	}
}
