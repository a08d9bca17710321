package xmldsig_test

import (
	"encoding/base64"
	"encoding/pem"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/beevik/etree"

	"klarmeld/internal/official"
	"klarmeld/internal/soap"
	"klarmeld/internal/xmldsig"
)

// replied is a reply before it is signed.
const replied = `<soap:Envelope xmlns:soap="http://www.w3.org/2003/05/soap-envelope"><soap:Header>` +
	`<Action xmlns="http://www.w3.org/2005/08/addressing" xmlns:wsu="` + xmldsig.NSWSU +
	`" wsu:Id="action">http://kombit.dk/sts/sagdokumentindeks/importerResponse</Action>` +
	`<wsse:Security xmlns:wsse="` + xmldsig.NSWSSE + `" xmlns:wsu="` + xmldsig.NSWSU + `" soap:mustUnderstand="1">` +
	`<wsu:Timestamp wsu:Id="ts"><wsu:Created>2026-11-28T10:00:00.000Z</wsu:Created><wsu:Expires>2026-11-28T10:05:00.000Z</wsu:Expires></wsu:Timestamp>` +
	`<wsse:BinarySecurityToken wsu:Id="bst">%s</wsse:BinarySecurityToken></wsse:Security></soap:Header>` +
	`<soap:Body wsu:Id="body" xmlns:wsu="` + xmldsig.NSWSU +
	`"><a:Titel xmlns:a="urn:a" xmlns="urn:b" a:x="1&#10;" b=" &quot;'"><Tom xmlns=""/>Besøg &lt;æ&gt; &#13;
😀</a:Titel></soap:Body></soap:Envelope>`

// reply is a message that is signed detached, with a token beside the signature.
func reply(t *testing.T) *etree.Element {
	t.Helper()
	doc, p := soap.ReadDocument([]byte(strings.Replace(replied, "%s", base64.StdEncoding.EncodeToString(tester().Cert.Raw), 1)))
	if p != nil {
		t.Fatal(p)
	}
	ids := xmldsig.FindIDs(doc.Root)
	var parts []xmldsig.Covered
	for _, id := range []string{"body", "action", "ts", "bst"} {
		parts = append(parts, xmldsig.Covered{El: ids.Get(id), ID: id})
	}
	parts[1].Inclusive = []string{"soap", "ukendt"}
	str := etree.NewElement("wsse:SecurityTokenReference")
	str.CreateElement("wsse:Reference").CreateAttr("URI", "#bst")
	security := ids.Get("ts").Parent()
	if err := xmldsig.Sign(tester(), security, len(security.Child), parts, str); err != nil {
		t.Fatal(err)
	}
	return doc.Root
}

// tampered is a message of which one letter has been changed, in what is signed.
func tampered(t *testing.T, raw []byte) []byte {
	t.Helper()
	at := strings.LastIndex(string(raw), "Besøg") // a word in each Body, and none in base64; else in the assertion
	if at < 0 {
		at = strings.Index(string(raw), "11111111")
	}
	out := []byte(string(raw))
	out[at]++
	return out
}

// TestVerifyScript: the script that recomputes the real messages' signatures finds
// that ours hold, and that those of tampered messages do not.
func TestVerifyScript(t *testing.T) {
	script := filepath.Join(official.Folder(t), "signerede", "verify.py")
	if out, err := exec.Command(python, "-c", "import lxml.etree").CombinedOutput(); err != nil {
		official.Required(t, "lxml", "no lxml for "+python+" (Debian: python3-lxml): "+string(out))
	}
	official.Program(t, "lxml", "openssl")
	for name, root := range map[string]*etree.Element{"message": envelope(t, strings.Replace(cases, "Byggesag", "Besøg", 1)), "reply": reply(t)} {
		references, signatures := 8, 2
		if name == "reply" {
			references, signatures = 4, 1
		}
		raw := written(t, root)
		out, err := exec.Command(python, script, file(t, raw)).CombinedOutput()
		if err != nil || strings.Count(string(out), "ok  ") != references || strings.Count(string(out), "RSA subject=") != signatures {
			t.Errorf("%s: %v\n%s", name, err, out)
		}
		out, err = exec.Command(python, script, file(t, tampered(t, raw))).CombinedOutput()
		if err == nil || strings.Count(string(out), "DIFF") != 1 {
			t.Errorf("tampered %s: %v\n%s", name, err, out)
		}
	}
}

// TestXmlsec1: so does xmlsec1, which knows nothing of the STR-Transform: it is
// shown an assertion, and a reply.
func TestXmlsec1(t *testing.T) {
	official.Program(t, "xmlsec", "xmlsec1")
	assertion := find(envelope(t, cases), xmldsig.NSSAML, "Assertion")
	for _, c := range []struct {
		name string
		root *etree.Element
		by   xmldsig.Pair
	}{{"assertion", assertion.Copy(), issuer()}, {"reply", reply(t), tester()}} {
		cert := file(t, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.by.Cert.Raw}))
		raw := written(t, c.root)
		for name, raw := range map[string][]byte{c.name: raw, "tampered " + c.name: tampered(t, raw)} {
			args := []string{"--verify", "--pubkey-cert-pem", cert, "--enabled-key-data", "rsa", "--id-attr:ID", xmldsig.NSSAML + ":Assertion"}
			for _, el := range []string{"http://www.w3.org/2003/05/soap-envelope:Body", "http://www.w3.org/2005/08/addressing:Action", xmldsig.NSWSU + ":Timestamp",
				xmldsig.NSWSSE + ":BinarySecurityToken"} {
				args = append(args, "--id-attr:Id", el)
			}
			out, err := exec.Command("xmlsec1", append(args, file(t, raw))...).CombinedOutput()
			if holds := err == nil && strings.HasPrefix(string(out), "OK"); holds != (name == c.name) {
				t.Errorf("%s: %v\n%s", name, err, out)
			}
		}
	}
}

// file is a file with that in it, until the test ends.
func file(t *testing.T, raw []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "fil")
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
