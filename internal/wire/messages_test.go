package wire_test

import (
	"encoding/xml"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/beevik/etree"

	"klarmeld/internal/recording"
	"klarmeld/internal/soap"
	"klarmeld/internal/wire"
)

// answer is what came back, and what is on record of it.
type answer struct {
	*http.Response
	body *etree.Document // when it is XML
	raw  string
	*recording.Exchange
}

// service has one operation that greets, and one that cannot.
func service() *soap.Service {
	name := func(local string) xml.Name { return xml.Name{Space: "urn:hilsen", Local: local} }
	return &soap.Service{Name: "Hilsen 1", Operations: map[xml.Name]soap.Operation{
		name("HilsInput"): {Name: "hils", Action: "urn:hils", Handle: func(*soap.Envelope) (*etree.Element, *soap.Fault) {
			el := etree.NewElement("HilsOutput")
			el.CreateAttr("xmlns", "urn:hilsen")
			el.SetText("goddag")
			return el, nil
		}},
		name("FejlInput"): {Name: "fejl", Handle: func(*soap.Envelope) (*etree.Element, *soap.Fault) {
			return nil, &soap.Fault{Code: "hilsen.hæs", Reason: "Stemmen er væk."}
		}},
	}}
}

// call sends body over real HTTP.
func call(t *testing.T, method, body string, header map[string]string) answer {
	t.Helper()
	return callAt(t, method, "/hilsen/1", body, header)
}

func callAt(t *testing.T, method, path, body string, header map[string]string) answer {
	t.Helper()
	var a answer
	tape := recording.NewTape(now)
	srv := httptest.NewServer(wire.New(map[string]*soap.Service{"/hilsen/1": service()}, tape, now))
	defer srv.Close()
	req, err := http.NewRequest(method, srv.URL+path, strings.NewReader(body))
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
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	a.Response, a.raw, a.body, a.Exchange = resp, string(raw), etree.NewDocument(), tape.Since(0)[0].Exchange
	if strings.Contains(resp.Header.Get("Content-Type"), "xml") {
		if err := a.body.ReadFromBytes(raw); err != nil {
			t.Fatal(err)
		}
	}
	return a
}

func envelope(v soap.Version, body string) string {
	return `<e:Envelope xmlns:e="` + v.NS() + `"><e:Header><RequestHeader xmlns="` + soap.NSRequestHeader +
		`"><TransactionUUID>7d1f</TransactionUUID></RequestHeader>` +
		`<MessageID xmlns="` + soap.NSAddressing + `">urn:uuid:9</MessageID></e:Header><e:Body>` + body + `</e:Body></e:Envelope>`
}

const bare = `<HilsInput xmlns="urn:hilsen"/>`

func text(a answer, path string) string {
	if el := a.body.FindElement(path); el != nil {
		return el.Text()
	}
	return ""
}

// TestAnswers: the envelope's namespace decides the version of the answer,
// whatever the Content-Type says.
func TestAnswers(t *testing.T) {
	for _, c := range []struct {
		version     soap.Version
		contentType string
	}{{soap.V11, "text/xml"}, {soap.V12, "application/soap+xml"}, {soap.V11, "application/soap+xml; charset=utf-8"}, {soap.V12, "text/xml"}, {soap.V11, ""}} {
		a := call(t, http.MethodPost, envelope(c.version, bare), map[string]string{"Content-Type": c.contentType})
		if a.StatusCode != 200 || a.Response.Header.Get("Content-Type") != c.version.ContentType() || a.body.Root().NamespaceURI() != c.version.NS() {
			t.Errorf("%s as %q: %d, %s, %s", c.version, c.contentType, a.StatusCode, a.Response.Header.Get("Content-Type"), a.body.Root().NamespaceURI())
		}
		if text(a, "//HilsOutput") != "goddag" || text(a, "//TransactionUUID") != "7d1f" || text(a, "//RelatesTo") != "urn:uuid:9" || a.Operation != "hils" {
			t.Errorf("%s as %q: the answer is wrong", c.version, c.contentType)
		}
	}
}

// TestFaults: what cannot be carried out is answered with a fault of the
// message's version, a Danish reason and a stable code, which is observed.
func TestFaults(t *testing.T) {
	for _, c := range []struct {
		name, body, contentType string
		version                 soap.Version
		status                  int
		fault, code             string
		says                    string
	}{
		{"ours, 1.1", envelope(soap.V11, `<FejlInput xmlns="urn:hilsen"/>`), "text/xml", soap.V11, 500, "soap:Server", "hilsen.hæs", "Stemmen er væk."},
		{"ours, 1.2", envelope(soap.V12, `<FejlInput xmlns="urn:hilsen"/>`), "text/xml", soap.V12, 500, "soap:Receiver", "hilsen.hæs", "Stemmen er væk."},
		{"unknown, 1.1", envelope(soap.V11, `<Andet xmlns="urn:x"/>`), "", soap.V11, 500, "soap:Client", "soap.operation", "<Andet>"},
		{"unknown, 1.2", envelope(soap.V12, `<Andet xmlns="urn:x"/>`), "", soap.V12, 500, "soap:Sender", "soap.operation", "FejlInput, HilsInput"},
		{"another namespace", envelope(soap.V11, `<HilsInput xmlns="urn:x"/>`), "", soap.V11, 500, "soap:Client", "soap.operation", "urn:x"},
		{"ill-formed, of a 1.1 client", "<a>", "text/xml", soap.V11, 500, "soap:Client", "xml.velformet", "linje 1"},
		{"ill-formed, of a 1.2 client", "<a>", "application/soap+xml", soap.V12, 500, "soap:Sender", "xml.velformet", "linje 1"},
		{"nothing", "", "text/xml", soap.V11, 500, "soap:Client", "xml.tom", "tom"},
		{"too large", strings.Repeat(" ", soap.MaxBytes+1), "text/xml", soap.V11, 500, "soap:Client", "xml.for-stor", "20 MB"},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := call(t, http.MethodPost, c.body, map[string]string{"Content-Type": c.contentType})
			if a.StatusCode != c.status || a.body.Root().NamespaceURI() != c.version.NS() || a.Response.Header.Get("Content-Type") != c.version.ContentType() {
				t.Errorf("%d in %s as %s", a.StatusCode, a.body.Root().NamespaceURI(), a.Response.Header.Get("Content-Type"))
			}
			fault, reason := text(a, "//faultcode"), text(a, "//faultstring")
			if c.version == soap.V12 {
				fault, reason = text(a, "//Code/Value"), text(a, "//Reason/Text")
			}
			if fault != c.fault || !strings.Contains(reason, c.says) || text(a, "//kode") != c.code {
				t.Errorf("%s %s: %s", fault, text(a, "//kode"), reason)
			}
			if el := a.body.FindElement("//Body/*"); el.Tag != "Fault" || el.NamespaceURI() != c.version.NS() {
				t.Errorf("the body holds <%s> of %q", el.Tag, el.NamespaceURI())
			}
			// SOAP 1.1 has its parts in no namespace, SOAP 1.2 in the envelope's.
			if el := a.body.FindElement("//faultcode"); c.version == soap.V11 && el.NamespaceURI() != "" {
				t.Errorf("faultcode is of %q", el.NamespaceURI())
			}
			if el := a.body.FindElement("//Reason/Text"); c.version == soap.V12 && (el.NamespaceURI() != soap.NS12 || el.SelectAttrValue("xml:lang", "") != "da") {
				t.Errorf("the reason is of %q: %v", el.NamespaceURI(), el.Attr)
			}
			if len(a.Notes) != 1 || a.Notes[0].Code != c.code {
				t.Errorf("observed: %q", a.Notes)
			}
		})
	}
}

// TestAction: a SOAPAction that says otherwise is noted, and not obeyed.
func TestAction(t *testing.T) {
	for _, c := range []struct {
		name   string
		header map[string]string
		notes  int
	}{
		{"none", nil, 0},
		{"right", map[string]string{"SOAPAction": `"urn:hils"`}, 0},
		{"wrong", map[string]string{"SOAPAction": `"urn:farvel"`}, 1},
		{"right, of 1.2", map[string]string{"Content-Type": `application/soap+xml; action="urn:hils"`}, 0},
		{"wrong, of 1.2", map[string]string{"Content-Type": `application/soap+xml; action="urn:farvel"`}, 1},
	} {
		a := call(t, http.MethodPost, envelope(soap.V11, bare), c.header)
		if a.StatusCode != 200 || text(a, "//HilsOutput") != "goddag" || len(a.Notes) != c.notes {
			t.Errorf("%s: %d, %q", c.name, a.StatusCode, a.Notes)
		}
		if c.notes == 1 && (a.Notes[0].Code != "soap.action" || !strings.HasPrefix(a.Notes[0].Text, `SOAPAction er "urn:farvel"`)) {
			t.Errorf("%s: %q", c.name, a.Notes)
		}
	}
}

// TestOtherMethods: a browser is told how to call.
func TestOtherMethods(t *testing.T) {
	for _, c := range [][2]string{{http.MethodGet, "/hilsen/1"}, {http.MethodPut, "/hilsen/1?wsdl"}, {http.MethodPut, "/hilsen/1"},
		{http.MethodDelete, "/hilsen/1/"}} {
		a := callAt(t, c[0], c[1], "", nil)
		if a.StatusCode != 405 || a.Response.Header.Get("Allow") != "POST" || !strings.Contains(a.raw, "Hilsen 1 besvarer SOAP-meddelelser: brug POST.") ||
			a.Operation != "" {
			t.Errorf("%s %s: %d, Allow %q, %s", c[0], c[1], a.StatusCode, a.Response.Header.Get("Allow"), a.raw)
		}
	}
}

// TestAnswersAreXML: whatever was sent, and whatever of it the fault repeats,
// the answer can be read.
func TestAnswersAreXML(t *testing.T) {
	for _, body := range []string{
		"\x00\x01\x02", "]]><&", "<?xml version=\"1.0\" encoding=\"\x01\xff<&\"?><a/>", `<a x="<"/>`, "<a:b/>",
		envelope(soap.V11, `<b xmlns="urn:&lt;&amp;&quot;]]&gt;"/>`),
		strings.Replace(envelope(soap.V11, bare), "7d1f", "&lt;x&gt;&amp;", 1),
	} {
		a := call(t, http.MethodPost, body, nil)
		if env, p := soap.Read([]byte(a.raw)); p != nil || env.Version != soap.V11 {
			t.Errorf("the answer to %q cannot be read: %v\n%s", body, p, a.raw)
		}
	}
}
