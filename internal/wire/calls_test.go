package wire_test

import (
	"bytes"
	"compress/gzip"
	"encoding/xml"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/beevik/etree"

	"klarmeld/internal/english"
	"klarmeld/internal/recording"
	"klarmeld/internal/soap"
	"klarmeld/internal/wire"
)

// strict is a service whose WSDL demands the action, with a port type.
func strict(calls *int) *soap.Service {
	s := service()
	s.PortType = "urn:hilsen/HilsenPortType"
	op := s.Operations[xml.Name{Space: "urn:hilsen", Local: "HilsInput"}]
	handle := op.Handle
	op.ActionRequired, op.Handle = true, func(e *soap.Envelope) (*etree.Element, *soap.Fault) {
		*calls++
		return handle(e)
	}
	s.Operations[xml.Name{Space: "urn:hilsen", Local: "HilsInput"}] = op
	return s
}

// called sends a message to the strict service over real HTTP.
func called(t *testing.T, body string, header map[string]string) (a answer, calls int) {
	t.Helper()
	tape := recording.NewTape(now)
	srv := httptest.NewServer(wire.New(map[string]*soap.Service{"/hilsen/1": strict(&calls)}, tape, now))
	defer srv.Close()
	req, err := http.NewRequest(http.MethodPost, srv.URL+"/hilsen/1", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for k, v := range header {
		req.Header.Set(k, v)
	}
	resp, err := srv.Client().Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	a = answer{Response: resp, body: etree.NewDocument(), Exchange: tape.Since(0)[0].Exchange}
	if _, err := a.body.ReadFrom(resp.Body); err != nil {
		t.Fatal(err)
	}
	return a, calls
}

func codes(notes []recording.Note) string {
	var out []string
	for _, n := range notes {
		out = append(out, n.Code)
	}
	return strings.Join(out, " ")
}

func zipped(t *testing.T, text string) string {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestCarried: what does not come as XML by HTTP is refused with 415 and a Fault
// that names it, in either version, and reaches no operation.
func TestCarried(t *testing.T) {
	message := envelope(soap.V11, bare)
	packed := zipped(t, message)
	for _, c := range []struct{ contentType, encoding, body, code, says string }{
		{"text/xml", "", message, "", ""},
		{"TEXT/XML; charset=utf-8", "identity", message, "", ""},
		{"application/xml", "", message, "", ""},
		{"application/soap+xml;action=urn:x/y", "", message, "", ""},
		{"application/vnd.korsbaek+xml", "", message, "", ""},
		{"", "", message, "", ""},
		{"application/json", "", message, soap.CodeMediaType, "application/json"},
		{"text/plain; charset=utf-8", "", message, soap.CodeMediaType, "text/plain"},
		{"application/x-www-form-urlencoded", "", message, soap.CodeMediaType, "x-www-form-urlencoded"},
		{"application/octet-stream", "", message, soap.CodeMediaType, "octet-stream"},
		{"text/html", "", message, soap.CodeMediaType, "text/html"},
		{"xml", "", message, soap.CodeMediaType, "»xml«"},
		{"text/xmlx", "", message, soap.CodeMediaType, "text/xmlx"},
		{`multipart/related; type="application/xop+xml"; boundary=x`, "", "--x\r\n\r\n" + message + "\r\n--x--", soap.CodeMTOM, "MTOM"},
		{"multipart/related", "", message, soap.CodeMTOM, "MTOM"},
		{"multipart/form-data; boundary=x", "", message, soap.CodeMTOM, "multipart/form-data"},
		{`application/xop+xml; type="text/xml"`, "", message, soap.CodeMTOM, "MTOM"},
		{"text/xml", "gzip", message, soap.CodeCoding, "siger gzip"},
		{"text/xml", "x-gzip", message, soap.CodeCoding, "siger gzip"},
		{"text/xml", "", packed, soap.CodeCoding, "siger det ikke"},
		{"text/xml", "identity", packed, soap.CodeCoding, "siger det ikke"},
		{"text/xml", "gzip", packed, soap.CodeCoding, "ukomprimeret"},
		{"text/xml", "deflate", message, soap.CodeCoding, "deflate"},
		{"text/xml", "br", message, soap.CodeCoding, "»br«"},
		{"text/xml", "gzip, br", packed, soap.CodeCoding, "gzip, br"},
		{"text/xml", "vrøvl", message, soap.CodeCoding, "vrøvl"},
	} {
		name := c.contentType + " " + c.encoding
		header := map[string]string{"Content-Type": c.contentType, "SOAPAction": `"urn:hils"`}
		if c.encoding != "" {
			header["Content-Encoding"] = c.encoding
		}
		a, calls := called(t, c.body, header)
		if c.code == "" {
			if a.StatusCode != 200 || calls != 1 {
				t.Errorf("%s: %d, %v", name, a.StatusCode, a.Notes)
			}
			continue
		}
		reason := text(a, "//faultstring") + text(a, "//Reason/Text")
		if a.StatusCode != 415 || calls != 0 || codes(a.Notes) != c.code || text(a, "//kode") != c.code || !strings.Contains(reason, c.says) {
			t.Errorf("%s: %d, %s: %s", name, a.StatusCode, codes(a.Notes), reason)
		}
		for _, n := range a.Notes {
			if err := english.Missing(n.Text); err != nil {
				t.Error(err)
			}
		}
	}
}

// TestRequiredAction: where the WSDL demands a SOAPAction, one that is missing,
// empty, unquoted or another is noted, and the message is answered all the same.
func TestRequiredAction(t *testing.T) {
	for _, c := range []struct{ contentType, action, code string }{
		{"text/xml", `"urn:hils"`, ""},
		{"application/soap+xml; action=\"urn:hils\"; charset=utf-8", "", ""},
		{"application/soap+xml; Action=\"urn:hils\"", "", ""},
		{"application/soap+xml", `"urn:hils"`, ""}, // of a client that mixes the versions
		{"text/xml", "", soap.CodeNoAction},
		{"text/xml", `""`, soap.CodeNoAction},
		{"text/xml", `" "`, soap.CodeNoAction},
		{"application/soap+xml", "", soap.CodeNoAction},
		{`application/soap+xml; action=""`, "", soap.CodeNoAction},
		{"text/xml", "urn:hils", soap.CodeUnquoted},
		{"text/xml", "'urn:hils'", soap.CodeUnquoted},
		{"application/soap+xml; action=urn:hils", "", soap.CodeUnquoted},
		{"text/xml", `"urn:farvel"`, soap.CodeAction},
		{"text/xml", "urn:farvel", soap.CodeAction},
		{`application/soap+xml; action="urn:farvel"`, "", soap.CodeAction},
		{"application/soap+xml; action=urn:x/farvel", "", soap.CodeAction},
	} {
		a, calls := called(t, envelope(soap.V11, bare), map[string]string{"Content-Type": c.contentType, "SOAPAction": c.action})
		if a.StatusCode != 200 || calls != 1 || codes(a.Notes) != c.code {
			t.Errorf("%s, %s: %d, %v, want %q", c.contentType, c.action, a.StatusCode, a.Notes, c.code)
		}
		for _, n := range a.Notes {
			if err := english.Missing(n.Text); err != nil {
				t.Error(err)
			}
		}
	}
}

// addressed is a message with these headers of WS-Addressing.
func addressed(v soap.Version, headers, body string) string {
	h := `<e:Header><RequestHeader xmlns="` + soap.NSRequestHeader + `"><TransactionUUID>7d1f</TransactionUUID></RequestHeader>` + headers + `</e:Header>`
	return `<e:Envelope xmlns:e="` + v.NS() + `" xmlns:w="` + soap.NSAddressing + `">` + h + `<e:Body>` + body + `</e:Body></e:Envelope>`
}

var ownID = regexp.MustCompile(`^urn:uuid:[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$`)

// TestAddressing: a reply to a message with addressing has its own action and ID,
// and says what it is a reply to; a fault has the specification's action. A
// message without is answered without.
func TestAddressing(t *testing.T) {
	const action, id = "<w:Action>urn:hils</w:Action>", "<w:MessageID>urn:uuid:9</w:MessageID>"
	const fault = soap.NSAddressing + "/soap/fault"
	ids := map[string]bool{}
	for _, v := range []soap.Version{soap.V11, soap.V12} {
		for _, c := range []struct {
			name, message          string
			status                 int
			action, relates, notes string
		}{
			{"none", addressed(v, "", bare), 200, "", "", ""},
			{"all of it", addressed(v, action+id, bare), 200, "urn:hilsen/HilsenPortType/hilsResponse", "urn:uuid:9", ""},
			{"by the default pattern", addressed(v, "<w:Action>urn:hilsen/HilsenPortType/hilsRequest</w:Action>"+id, bare), 200,
				"urn:hilsen/HilsenPortType/hilsResponse", "urn:uuid:9", ""},
			{"no ID", addressed(v, action, bare), 200, "urn:hilsen/HilsenPortType/hilsResponse", "", ""},
			{"of another operation", addressed(v, "<w:Action>urn:farvel</w:Action>"+id, bare), 200, "urn:hilsen/HilsenPortType/hilsResponse", "urn:uuid:9",
				soap.CodeAddressedTo},
			{"must be understood", addressed(v, "<w:Action e:mustUnderstand='1'>urn:hils</w:Action>"+id, bare), 200,
				"urn:hilsen/HilsenPortType/hilsResponse", "urn:uuid:9", ""},
			{"no operation", addressed(v, action+id, `<Andet xmlns="urn:x"/>`), 500, fault, "urn:uuid:9", "soap.operation"},
			{"ours to mend", addressed(v, action+id, `<FejlInput xmlns="urn:hilsen"/>`), 500, fault, "urn:uuid:9", "hilsen.hæs"},
			{"not understood", addressed(v, action+id+"<x:y xmlns:x='urn:x' e:mustUnderstand='1'/>", bare), 500, fault, "urn:uuid:9", soap.CodeMustUnderstand},
			{"two in Body", addressed(v, action+id, bare+bare), 500, fault, "urn:uuid:9", soap.CodeBody},
		} {
			a, _ := called(t, c.message, map[string]string{"Content-Type": v.ContentType(), "SOAPAction": `"urn:hils"`})
			if a.StatusCode != c.status || text(a, "//Header/Action") != c.action || text(a, "//Header/RelatesTo") != c.relates || codes(a.Notes) != c.notes {
				t.Errorf("%s, %s: %d, action %q to %q, %v", v, c.name, a.StatusCode, text(a, "//Header/Action"), text(a, "//Header/RelatesTo"), a.Notes)
			}
			own := text(a, "//Header/MessageID")
			if (own != "") != (c.action != "") || own != "" && (!ownID.MatchString(own) || ids[own]) {
				t.Errorf("%s, %s: the reply's ID is %q", v, c.name, own)
			}
			ids[own] = true
			for _, h := range a.body.FindElements("//Header/*") {
				if h.SelectAttr("mustUnderstand") != nil || (h.Tag != "RequestHeader" && h.Tag != "NotUnderstood" && h.NamespaceURI() != soap.NSAddressing) {
					t.Errorf("%s, %s: <%s> of %s", v, c.name, h.FullTag(), h.NamespaceURI())
				}
			}
		}
	}
}

// TestFaultsOfSOAP: MustUnderstand and VersionMismatch are told by SOAP's own codes,
// with what SOAP 1.2 has in the header; an envelope of no namespace or another is
// told of both.
func TestFaultsOfSOAP(t *testing.T) {
	for _, c := range []struct {
		name, body, contentType, value, header, says string
	}{
		{"not understood, 1.1", addressed(soap.V11, "<x:y xmlns:x='urn:x' e:mustUnderstand='1'/>", bare), "text/xml", "soap:MustUnderstand", "", "<y>"},
		{"not understood, 1.2", addressed(soap.V12, "<x:y xmlns:x='urn:x' e:mustUnderstand='true'/>", bare), "application/soap+xml", "soap:MustUnderstand",
			"NotUnderstood", "urn:x"},
		{"no namespace", "<Envelope><Body>" + bare + "</Body></Envelope>", "text/xml", "soap:VersionMismatch", "", soap.NS11},
		{"no namespace, both", "<Envelope><Body>" + bare + "</Body></Envelope>", "text/xml", "soap:VersionMismatch", "", soap.NS12},
		{"another namespace", strings.ReplaceAll(addressed(soap.V11, "", bare), soap.NS11, "urn:kuvert"), "application/soap+xml", "soap:VersionMismatch",
			"Upgrade", soap.NS11},
	} {
		a, calls := called(t, c.body, map[string]string{"Content-Type": c.contentType, "SOAPAction": `"urn:hils"`})
		value, reason := text(a, "//faultcode")+text(a, "//Code/Value"), text(a, "//faultstring")+text(a, "//Reason/Text")
		if a.StatusCode != 500 || calls != 0 || value != c.value || !strings.Contains(reason, c.says) {
			t.Errorf("%s: %d, %s: %s", c.name, a.StatusCode, value, reason)
		}
		if c.header != "" && a.body.FindElement("//Header/"+c.header) == nil {
			t.Errorf("%s: no %s in the header", c.name, c.header)
		}
		if el := a.body.FindElement("//NotUnderstood"); el != nil &&
			(el.SelectAttrValue("qname", "") != "q:y" || el.SelectAttrValue("xmlns:q", "") != "urn:x" || el.NamespaceURI() != soap.NS12) {
			t.Errorf("%s: %v", c.name, el.Attr)
		}
		if n := len(a.body.FindElements("//Upgrade/SupportedEnvelope")); c.header == "Upgrade" && n != 2 {
			t.Errorf("%s: %d versions", c.name, n)
		}
	}
}

// TestNoRequestHeader: a message without one is answered, and it is noted; what
// follows the Body, too, where SOAP 1.1 allows it.
func TestNoRequestHeader(t *testing.T) {
	for message, want := range map[string]string{
		`<e:Envelope xmlns:e="` + soap.NS11 + `"><e:Body>` + bare + `</e:Body></e:Envelope>`:              soap.CodeRequestHeader,
		`<e:Envelope xmlns:e="` + soap.NS12 + `"><e:Header/><e:Body>` + bare + `</e:Body></e:Envelope>`:   soap.CodeRequestHeader,
		strings.Replace(addressed(soap.V11, "", bare), "</e:Body>", "</e:Body><x:y xmlns:x='urn:x'/>", 1): soap.CodeTrailer,
	} {
		a, calls := called(t, message, map[string]string{"Content-Type": "text/xml", "SOAPAction": `"urn:hils"`})
		if a.StatusCode != 200 || calls != 1 || codes(a.Notes) != want {
			t.Errorf("%d, %v, want %q: %s", a.StatusCode, a.Notes, want, message)
		}
	}
}
