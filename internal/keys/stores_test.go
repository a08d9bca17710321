package keys_test

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"klarmeld/internal/official"
)

func said(t *testing.T, program string, args ...string) string {
	t.Helper()
	out, err := exec.Command(program, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", program, strings.Join(args, " "), err, out)
	}
	return string(out)
}

// TestJavaReadsStores: the JDK finds one key in the vendor's store, whose password is
// the store's, with its chain; and in the trust store three certificates to trust.
func TestJavaReadsStores(t *testing.T) {
	official.Program(t, "java", "keytool")
	dir := written(t)
	english := []string{"-J-Duser.language=en", "-storepass", "changeit"}
	key, trust := filepath.Join(dir, "leverandoer.p12"), filepath.Join(dir, "tillid.p12")
	if got := said(t, "keytool", append(english, "-list", "-v", "-keystore", key)...); !strings.Contains(got, "contains 1 entry") ||
		strings.Count(got, "Entry type: PrivateKeyEntry") != 1 || !strings.Contains(got, "chain length: 2") {
		t.Errorf("the vendor's store:\n%s", got)
	}
	if got := said(t, "keytool", append(english, "-certreq", "-alias", "1", "-keystore", key)...); !strings.Contains(got, "BEGIN NEW CERTIFICATE REQUEST") {
		t.Errorf("its key:\n%s", got)
	}
	got := said(t, "keytool", append(english, "-list", "-keystore", trust)...)
	if !strings.Contains(got, "contains 3 entries") || strings.Count(got, "trustedCertEntry") != 3 || !strings.Contains(got, "klarmeld-sts") {
		t.Errorf("the trust store:\n%s", got)
	}
}

// TestOpenSSLReadsStores: openssl reads both stores, and finds no fault with the
// certificates where it is strict.
func TestOpenSSLReadsStores(t *testing.T) {
	official.Program(t, "openssl", "openssl")
	dir := written(t)
	in := func(name string) string { return filepath.Join(dir, name) }
	if got := said(t, "openssl", "pkcs12", "-in", in("leverandoer.p12"), "-passin", "pass:changeit", "-nodes"); strings.Count(got, "BEGIN CERTIFICATE") != 2 ||
		strings.Count(got, "BEGIN PRIVATE KEY") != 1 {
		t.Errorf("the vendor's store has %d certificates", strings.Count(got, "BEGIN CERTIFICATE"))
	}
	if got := said(t, "openssl", "pkcs12", "-in", in("tillid.p12"), "-passin", "pass:changeit", "-nokeys"); strings.Count(got, "BEGIN CERTIFICATE") != 3 {
		t.Errorf("the trust store:\n%s", got)
	}
	strict := []string{"verify", "-x509_strict", "-attime", "1796000000", "-CAfile", in("ca.pem")} // in November 2026
	for _, args := range [][]string{{in("sts.pem")}, {in("services.pem")}, {"-purpose", "sslserver", "-verify_hostname", "localhost", in("tls.pem")},
		{"-purpose", "sslclient", in("leverandoer.pem")}} {
		if got := said(t, "openssl", append(strict, args...)...); !strings.Contains(got, "OK") {
			t.Errorf("%v: %s", args, got)
		}
	}
}
