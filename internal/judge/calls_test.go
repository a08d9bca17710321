package judge_test

import (
	"net/http"
	"strings"
	"testing"

	"klarmeld/internal/english"
	"klarmeld/internal/index"
	"klarmeld/internal/judge"
	"klarmeld/internal/municipality/municipalitytest"
	"klarmeld/internal/verdict"
)

// sent is a turn: a message with these headers of HTTP, whatever it is answered.
func calledAt(path, message string, header map[string]string) turn {
	return func(s *stage) {
		s.t.Helper()
		req, err := http.NewRequest(http.MethodPost, baseURL+path, strings.NewReader(message))
		if err != nil {
			s.t.Fatal(err)
		}
		for k, v := range header {
			req.Header.Set(k, v)
		}
		resp, err := s.system.RoundTrip(req)
		if err != nil {
			s.t.Fatal(err)
		}
		resp.Body.Close()
	}
}

// TestCalls: how a message was called is judged with the severity of its rule, and
// the message all the same; one that did not come as XML is told of once.
func TestCalls(t *testing.T) {
	const action = "http://kombit.dk/sts/sagdokumentindeks/importer"
	sag := message(t, "sag")
	bare := sag[:strings.Index(sag, "<soap:Header>")] + sag[strings.Index(sag, "<soap:Body>"):]
	wrong := strings.Replace(sag, "<soap:Header>", `<soap:Header><w:Action xmlns:w="http://www.w3.org/2005/08/addressing">urn:x</w:Action>`, 1)
	for _, c := range []struct {
		name, path, message string
		header              map[string]string
		want                []string
	}{
		{"as it should be", index.Paths[0], sag, map[string]string{"Content-Type": `application/soap+xml; action="` + action + `"`}, nil},
		{"no action", index.Paths[0], sag, map[string]string{"Content-Type": "application/soap+xml"}, []string{"bemaerkning soap.action-mangler"}},
		{"unquoted", index.Paths[0], sag, map[string]string{"Content-Type": "text/xml", "SOAPAction": action}, []string{"bemaerkning soap.action-citat"}},
		{"another", index.Paths[0], sag, map[string]string{"Content-Type": "text/xml", "SOAPAction": `"urn:x"`}, []string{"bemaerkning soap.action"}},
		{"no RequestHeader", index.Paths[0], bare, map[string]string{"Content-Type": "text/xml", "SOAPAction": `"` + action + `"`},
			[]string{"bemaerkning soap.requestheader"}},
		{"another wsa:Action", index.Paths[0], wrong, map[string]string{"Content-Type": "text/xml", "SOAPAction": `"` + action + `"`},
			[]string{"bemaerkning soap.wsa-action"}},
		{"JSON, it says", index.Paths[0], sag, map[string]string{"Content-Type": "application/json"}, []string{"fejl http.indholdstype"}},
		{"gzip, it is", index.Paths[0], "\x1f\x8b\x08rest", map[string]string{"Content-Type": "text/xml"}, []string{"fejl http.indholdskodning"}},
		{"gzip, it says", index.Paths[0], sag, map[string]string{"Content-Type": "text/xml", "Content-Encoding": "gzip"}, []string{"fejl http.indholdskodning"}},
		{"MTOM", index.Paths[0], "--x\r\n", map[string]string{"Content-Type": `multipart/related; type="application/xop+xml"`}, []string{"fejl http.mtom"}},
		{"a register, no action", "/klasse/7", envelope(`<k:SoegInput xmlns:k="http://stoettesystemerne.dk/klassifikation/klasse/7/"/>`),
			map[string]string{"Content-Type": "text/xml"}, nil},
		{"a register, unquoted", "/klasse/7", envelope(`<k:SoegInput xmlns:k="http://stoettesystemerne.dk/klassifikation/klasse/7/"/>`),
			map[string]string{"Content-Type": "text/xml", "SOAPAction": "http://kombit.dk/sts/klassifikation/klasse/soeg"}, nil},
	} {
		var got []string
		for _, f := range converse(t, calledAt(c.path, c.message, c.header)) {
			got = append(got, f.Outcome.String()+" "+f.Rule)
			if f.Message == "" || f.Expected == "" || f.Actual == "" || f.Fix == "" || f.Source == "" || f.File == "" {
				t.Errorf("%s: does not say enough: %+v", c.name, f)
			}
			if err := english.Missing(f.Message, f.Expected, f.Actual, f.Fix, f.Source); err != nil {
				t.Error(err)
			}
		}
		if strings.Join(got, ", ") != strings.Join(c.want, ", ") {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

// TestCallsAlone: a single message shows what it lacks itself, and is not blamed
// for what only HTTP tells; one without an envelope lacks nothing.
func TestCallsAlone(t *testing.T) {
	roles, _ := municipalitytest.Roles(t)
	sag := message(t, "sag")
	bare := sag[:strings.Index(sag, "<soap:Header>")] + sag[strings.Index(sag, "<soap:Body>"):]
	action := func(text string) string {
		return strings.Replace(sag, "<soap:Header>", `<soap:Header><w:Action xmlns:w="http://www.w3.org/2005/08/addressing">`+text+`</w:Action>`, 1)
	}
	for _, c := range []struct{ name, message, want string }{
		{"as it should be", sag, ""},
		{"addressed", action("http://kombit.dk/sts/sagdokumentindeks/importer"), ""},
		{"addressed by the default pattern", action("http://stoettesystemerne.dk/sagsogdokumentindeks/SagDokumentIndeksPortType/importerRequest"), ""},
		{"another wsa:Action", action("http://kombit.dk/sts/sagdokumentindeks/opdater"), "bemaerkning soap.wsa-action"},
		{"no RequestHeader", bare, "bemaerkning soap.requestheader"},
		{"must be understood", strings.Replace(sag, "<soap:Header>", "<soap:Header><x:y xmlns:x='urn:x' soap:mustUnderstand='1'/>", 1), "fejl soap.mustunderstand"},
		{"SagIndeks, whose WSDL nobody has", strings.Replace(envelope("<si:LaesInput "+namespaces+">"+uid(sagA)+"</si:LaesInput>"), "h:RequestHeader", "h:Andet", 2),
			"information soap.requestheader"},
	} {
		var got []string
		for _, f := range judge.CheckMessage("a.xml", []byte(c.message), roles, nil) {
			got = append(got, f.Outcome.String()+" "+f.Rule)
			if f.File != "a.xml" || f.Line == 0 || f.Capability == "" || f.Outcome == verdict.Pass {
				t.Errorf("%s: %+v", c.name, f)
			}
		}
		if strings.Join(got, ", ") != c.want {
			t.Errorf("%s: %v, want %s", c.name, got, c.want)
		}
	}
}
