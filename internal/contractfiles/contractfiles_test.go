package contractfiles_test

import (
	"encoding/xml"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"klarmeld/internal/contractfiles"
	"klarmeld/internal/soap"
)

// hilsen is a contract of our own, in two versions of SOAP; its schemas refer to
// each other, and to one outside the folder.
var hilsen = map[string]string{
	"a/hilsen12.wsdl": strings.ReplaceAll(wsdl, "SOAPNS", "http://schemas.xmlsoap.org/wsdl/soap12/"),
	"a/hilsen.wsdl":   strings.ReplaceAll(wsdl, "SOAPNS", "http://schemas.xmlsoap.org/wsdl/soap/"),
	"a/policy.wsdl":   `<w:definitions xmlns:w="http://schemas.xmlsoap.org/wsdl/"><p:Policy xmlns:p="http://www.w3.org/ns/ws-policy"/></w:definitions>`,
	"x/hils.xsd": `<s:schema xmlns:s="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:hilsen" xmlns:o="urn:ord">` +
		`<s:import namespace="urn:ord" schemaLocation="dyb/ord.xsd"/>
<s:include schemaLocation="mere.xsd"/><s:element name="HilsInput" type="o:ord"/></s:schema>`,
	"x/mere.xsd": `<s:schema xmlns:s="http://www.w3.org/2001/XMLSchema"><s:element name="HilsOutput" type="s:string"/></s:schema>`,
	"x/dyb/ord.xsd": "\xef\xbb\xbf" + `<s:schema xmlns:s="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:ord">` +
		`<s:import namespace="urn:hilsen" schemaLocation="../hils.xsd"/><s:simpleType name="ord"><s:restriction base="s:string"/></s:simpleType></s:schema>`,
	"x/hemmelig.txt": "det må ingen se",
}

const wsdl = `<?xml version="1.0" encoding="UTF-8"?>
<w:definitions xmlns:w="http://schemas.xmlsoap.org/wsdl/" xmlns:b="SOAPNS" xmlns:t="urn:wsdl" xmlns:h="urn:hilsen" ` +
	`xmlns:p="http://www.w3.org/ns/ws-policy" targetNamespace="urn:wsdl">
<w:import namespace="urn:p" location="policy.wsdl"/>
<w:types><s:schema xmlns:s="http://www.w3.org/2001/XMLSchema"><s:import namespace="urn:hilsen" schemaLocation="../x/hils.xsd"/>` +
	`<s:import namespace="urn:ude" schemaLocation="../../ude.xsd"/></s:schema></w:types>
<w:message name="ind"><w:part name="p" element="h:HilsInput"/></w:message>
<w:binding name="B" type="t:T"><b:binding style="document"/><p:PolicyReference URI="#x"/></w:binding>
<w:service name="S"><w:port name="P" binding="t:B"><b:address location="https://kombit.invalid/hilsen"/></w:port></w:service>
</w:definitions>`

// laid is a folder with files, beside one that is outside it.
func laid(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "kontrakter")
	for name, content := range files {
		p := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(p), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "..", "ude.xsd"), []byte("<ude/>"), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

func service(local string) *soap.Service {
	return &soap.Service{Name: "Hilsen 1", Operations: map[xml.Name]soap.Operation{{Space: "urn:hilsen", Local: local}: {Name: "hils"}}}
}

// asked is what a folder answers at an address.
func asked(f *contractfiles.Folder, url string) (soap.Reply, bool) {
	return f.Answer(httptest.NewRequest(http.MethodGet, url, nil), service("HilsInput"))
}

// TestSecured: where the services ask for a token, their WSDL says so.
func TestSecured(t *testing.T) {
	f, err := contractfiles.Open(laid(t, hilsen))
	if err != nil {
		t.Fatal(err)
	}
	f.Secured = true
	reply, found := asked(f, "https://korsbaek:81/hilsen/1?wsdl")
	if body := string(reply.Body); !found || !strings.Contains(body, "<p:PolicyReference") ||
		!strings.Contains(body, "?xsd=a%2Fpolicy.wsdl") && !strings.Contains(body, "policy.wsdl") || strings.Contains(body, "udeladt") {
		t.Errorf("%t %s", found, body)
	}
}

// TestServed: a WSDL is served with klarmeld's own addresses, without its policy,
// and what it refers to in the folder is had at the addresses that it says.
func TestServed(t *testing.T) {
	f, err := contractfiles.Open(laid(t, hilsen))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		query    string
		has, not []string
	}{
		{"?wsdl", []string{`location="http://korsbaek:81/hilsen/1"`, `schemaLocation="http://korsbaek:81/hilsen/1?xsd=x%2Fhils.xsd"`, "wsdl/soap/",
			"PolicyReference og import", `schemaLocation="../../ude.xsd"`}, []string{"kombit.invalid", "<p:PolicyReference", "policy.wsdl", "soap12/"}},
		{"?WSDL", []string{`location="http://korsbaek:81/hilsen/1"`}, []string{"soap12/"}},
		{"?wsdl=soap12", []string{"wsdl/soap12/"}, []string{"wsdl/soap/"}},
		{"?xsd=x/hils.xsd", []string{"?xsd=x%2Fdyb%2Ford.xsd", "?xsd=x%2Fmere.xsd"}, nil},
		{"?xsd=x%2Fdyb%2Ford.xsd", []string{"?xsd=x%2Fhils.xsd", `name="ord"`}, nil},
		{"?singleWsdl", []string{`name="HilsInput"`, `name="HilsOutput"`, `name="ord"`, `targetNamespace="urn:ord"`, `location="http://korsbaek:81/hilsen/1"`},
			[]string{"schemaLocation", "include", "<p:PolicyReference"}},
	} {
		reply, found := asked(f, "http://korsbaek:81/hilsen/1"+c.query)
		if !found || reply.Status != 200 || reply.Header["Content-Type"][0] != "text/xml; charset=utf-8" {
			t.Errorf("%s: %d %v %s", c.query, reply.Status, reply.Header, reply.Body)
		}
		for _, s := range c.has {
			if !strings.Contains(string(reply.Body), s) {
				t.Errorf("%s has no %s:\n%s", c.query, s, reply.Body)
			}
		}
		for _, s := range c.not {
			if strings.Contains(string(reply.Body), s) {
				t.Errorf("%s has %s:\n%s", c.query, s, reply.Body)
			}
		}
	}
}

// TestNothingOutside: what is no contract in the folder cannot be had, however it is
// asked for.
func TestNothingOutside(t *testing.T) {
	dir := laid(t, hilsen)
	if err := os.Symlink(filepath.Join(dir, "..", "ude.xsd"), filepath.Join(dir, "x", "genvej.xsd")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join(dir, ".."), filepath.Join(dir, "op")); err != nil {
		t.Fatal(err)
	}
	f, err := contractfiles.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range []string{"", ".", "..", "../ude.xsd", "x/../../ude.xsd", "a/../x/hils.xsd", "/etc/passwd", "x/hemmelig.txt", "x", "x/genvej.xsd",
		"op/ude.xsd", `..\ude.xsd`, "%2e%2e/ude.xsd", dir + "/x/hils.xsd", "x/hils.xsd%00"} {
		if reply, found := asked(f, "http://korsbaek/hilsen/1?xsd="+strings.ReplaceAll(p, "%", "%25")); found || reply.Status != 404 ||
			strings.Contains(string(reply.Body), "<") {
			t.Errorf("%s: %d %s", p, reply.Status, reply.Body)
		}
	}
}

// TestNotHere: without a folder, or without this service's WSDL in it, the answer is
// plain text that says how to give one.
func TestNotHere(t *testing.T) {
	for _, query := range []string{"?wsdl", "?singleWsdl", "?xsd=a.xsd"} {
		reply, found := asked(nil, "http://korsbaek/hilsen/1"+query)
		if found || reply.Status != 404 || !strings.HasPrefix(reply.Header["Content-Type"][0], "text/plain") ||
			!strings.Contains(string(reply.Body), "--wsdl MAPPE") || !strings.Contains(string(reply.Body), "Hilsen 1") {
			t.Errorf("%s: %d %s", query, reply.Status, reply.Body)
		}
	}
	f, err := contractfiles.Open(laid(t, hilsen))
	if err != nil {
		t.Fatal(err)
	}
	if reply, found := f.Answer(httptest.NewRequest(http.MethodGet, "/farvel/1?wsdl", nil), service("FarvelInput")); found || reply.Status != 404 ||
		!strings.Contains(string(reply.Body), "ingen WSDL for Hilsen 1") {
		t.Errorf("%d %s", reply.Status, reply.Body)
	}
}

// TestAsked: a request for a contract is one, and a message never is.
func TestAsked(t *testing.T) {
	for request, want := range map[string]bool{"GET /a?wsdl": true, "GET /a?singleWsdl": true, "HEAD /a?WSDL": true, "GET /a?xsd=b": true, "GET /a": false,
		"GET /a?x=wsdl": false, "POST /a?wsdl": false, "PUT /a?xsd=b": false} {
		method, url, _ := strings.Cut(request, " ")
		if got := contractfiles.Asked(httptest.NewRequest(method, url, nil)); got != want {
			t.Errorf("%s: %t", request, got)
		}
	}
}

// TestUnusable: a folder that cannot be served from is refused when it is named.
func TestUnusable(t *testing.T) {
	for says, files := range map[string]map[string]string{
		"rummer ingen WSDL": {"a.xsd": "<a/>"},
		"ikke XML":          {"a.wsdl": "<a"},
	} {
		if _, err := contractfiles.Open(laid(t, files)); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%v, want %q", err, says)
		}
	}
	if _, err := contractfiles.Open(filepath.Join(t.TempDir(), "findes-ikke")); err == nil || !strings.Contains(err.Error(), "findes-ikke") {
		t.Errorf("%v", err)
	}
}
