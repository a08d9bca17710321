package security_test

import (
	"crypto/x509"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"klarmeld/internal/security"
	"klarmeld/internal/soap"
	"klarmeld/internal/xmldsig"
)

// official is a real message.
func official(t testing.TB, name string) *soap.Envelope {
	t.Helper()
	dir := os.Getenv("KLARMELD_OFFICIAL")
	if dir == "" {
		t.Skip("skipped: official schemas not given")
	}
	raw, err := os.ReadFile(filepath.Join(dir, "signerede", name))
	if err != nil {
		t.Fatal(err)
	}
	env, p := soap.Read(raw)
	if p != nil {
		t.Fatal(p)
	}
	return env
}

// made is when a message was made.
func made(t testing.TB, env *soap.Envelope) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339Nano, env.Root.FindElement("//Security/Timestamp/Created").Text())
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// certificate is the one that stands at a path.
func certificate(t testing.TB, env *soap.Envelope, path string) security.Certificate {
	t.Helper()
	raw, ok := xmldsig.Decode(env.Root.FindElement(path))
	if !ok {
		t.Fatalf("%s is no certificate", path)
	}
	c, err := x509.ParseCertificate(raw)
	if err != nil {
		t.Fatal(err)
	}
	return security.Certificate{Certificate: c}
}

func broken(all []security.Breach) (out []security.RuleID) {
	for _, b := range all {
		out = append(out, b.Rule)
	}
	return out
}

// terms of a real message are made of what it brings itself: who signed its token, for
// which service and which municipality.
func terms(t testing.TB, env *soap.Envelope) security.Terms {
	t.Helper()
	return security.Terms{At: made(t, env), Audience: env.Root.FindElement("//Assertion//Audience").Text(), Setting: security.Setting{
		STS: certificate(t, env, "//Assertion/Signature//X509Certificate"), Issuer: env.Root.FindElement("//Assertion/Issuer").Text(),
		CVR: []string{env.Root.FindElement("//Attribute[@Name='dk:gov:saml:attribute:CvrNumberIdentifier']/AttributeValue").Text()}}}
}

// TestOfficialRequests: the platform's real requests keep every rule at the time they
// were made, and an hour later their Timestamp is over, and nothing else.
func TestOfficialRequests(t *testing.T) {
	for _, name := range []string{"wsp-request-dotnet-soap.xml", "wsp-request-dotnet-to-java.xml"} {
		env := official(t, name)
		terms := terms(t, env)
		if got := terms.Check(env); len(got.Breaches) > 0 || got.Checks < 20 || got.Token == nil || got.Token.Holder == nil {
			t.Errorf("%s breaks %v after %d checks", name, broken(got.Breaches), got.Checks)
		}
		terms.At = terms.At.Add(time.Hour)
		if got := broken(terms.Check(env).Breaches); !slices.Equal(got, []security.RuleID{security.TimestampOver}) {
			t.Errorf("%s breaks %v an hour later", name, got)
		}
		env.Body.CreateAttr("x", "y")
		terms.At = terms.At.Add(-time.Hour)
		if got := broken(terms.Check(env).Breaches); !slices.Equal(got, []security.RuleID{security.BadDigest}) {
			t.Errorf("%s breaks %v when its Body has been changed", name, got)
		}
	}
}

// TestOfficialTokenRequest: the real request is for a service of the sample's own, which
// klarmeld's STS does not have. That is all.
func TestOfficialTokenRequest(t *testing.T) {
	env := official(t, "sts-rst-dotnet-2023.xml")
	at := made(t, env)
	known := security.Setting{Trusted: []security.Certificate{certificate(t, env, "//Security/BinarySecurityToken")},
		CVR: []string{env.Root.FindElement("//ClaimType/Value").Text()}}
	for _, c := range []struct {
		terms security.Terms
		want  []security.RuleID
	}{
		{security.Terms{At: at, Setting: known}, []security.RuleID{security.RequestService}},
		{security.Terms{At: at, Setting: security.Setting{CVR: known.CVR}}, []security.RuleID{security.RequestStranger, security.RequestService}},
		{security.Terms{At: at, Setting: security.Setting{Trusted: known.Trusted}}, []security.RuleID{security.RequestService, security.RequestAgreement}},
		{security.Terms{At: at.Add(-time.Hour), Setting: known}, []security.RuleID{security.TimestampAhead, security.RequestService}},
	} {
		if got := broken(c.terms.CheckRequest(env).Breaches); !slices.Equal(got, c.want) {
			t.Errorf("%v breaks %v, want %v", c.terms.At, got, c.want)
		}
	}
}

// TestOfficialReplies: a sender that trusts the certificate of who replied believes the
// real replies. One of .NET's was sent without a signature, as it was when the platform
// did not demand any; nobody would believe it now.
func TestOfficialReplies(t *testing.T) {
	for _, c := range []struct {
		name, by string
		want     []security.RuleID
	}{
		{"sts-rstr-kombit-2023.xml", "//Assertion/Signature//X509Certificate", nil},
		{"wsp-reply-java-bst.xml", "//BinarySecurityToken", nil},
		{"wsp-reply-dotnet.xml", "", []security.RuleID{security.NoSignature}},
	} {
		env := official(t, c.name)
		by := security.Certificate{Certificate: &x509.Certificate{}}
		if c.by != "" {
			by = certificate(t, env, c.by)
		}
		related, at := env.Root.FindElement("//RelatesTo").Text(), made(t, env)
		if got := broken(security.Answered(env, by.Certificate, related, at)); !slices.Equal(got, c.want) {
			t.Errorf("%s breaks %v, want %v", c.name, got, c.want)
		}
		if len(c.want) > 0 {
			continue
		}
		for what, got := range map[string][]security.Breach{
			"to another message":   security.Answered(env, by.Certificate, "urn:uuid:andet", at),
			"of an hour ago":       security.Answered(env, by.Certificate, related, at.Add(time.Hour)),
			"of nobody's":          security.Answered(env, &x509.Certificate{}, related, at),
			"by another service's": security.Answered(env, another(t), related, at),
		} {
			if len(got) == 0 {
				t.Errorf("%s: a reply %s is believed", c.name, what)
			}
		}
	}
}

// another is the certificate of one who has nothing to do with a reply.
func another(t *testing.T) *x509.Certificate {
	return certificate(t, official(t, "wsp-request-dotnet-soap.xml"), "//SubjectConfirmationData//X509Certificate").Certificate
}
