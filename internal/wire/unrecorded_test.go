package wire_test

import (
	"encoding/xml"
	"errors"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/beevik/etree"

	"klarmeld/internal/recording"
	"klarmeld/internal/soap"
	"klarmeld/internal/wire"
)

// full is a log that takes nothing while it is full.
type full struct {
	*recording.Tape
	err error
}

func (f *full) Append(e recording.Entry) (recording.Entry, error) {
	if f.err != nil {
		return e, f.err
	}
	return f.Tape.Append(e)
}

// TestUnrecorded: who sends what cannot be recorded is told that it was not
// received, by a fault of ours that says why; the operation is told to undo what
// it did; and what comes when it can be recorded again is taken as ever.
func TestUnrecorded(t *testing.T) {
	log := &full{Tape: recording.NewTape(now)}
	var settled []bool
	op := soap.Operation{Name: "hils", Handle: func(env *soap.Envelope) (*etree.Element, *soap.Fault) {
		env.Settle(func(recorded bool) { settled = append(settled, recorded) })
		if strings.Contains(env.Transaction, "panik") {
			panic("tomt kort")
		}
		return etree.NewElement("HilsOutput"), nil
	}}
	w := wire.New(
		map[string]*soap.Service{"/hilsen/1": {Name: "Hilsen 1", Operations: map[xml.Name]soap.Operation{{Space: "urn:hilsen", Local: "HilsInput"}: op}}}, log, now)
	ask := func(method, path, contentType, body string) *httptest.ResponseRecorder {
		rec, r := httptest.NewRecorder(), httptest.NewRequest(method, path, strings.NewReader(body))
		r.Header.Set("Content-Type", contentType)
		w.ServeHTTP(rec, r)
		return rec
	}
	v12 := strings.Replace(hils, soap.NS11, soap.NS12, 1)
	why := recording.Unwritten{Trouble: recording.TroubleFull, Err: errors.New("write /home/0123456789: no space left on device")}
	for _, c := range []struct{ name, method, path, contentType, body, fault, media string }{
		{"a message", "POST", "/hilsen/1", "text/xml", hils, "<faultcode>soap:Server</faultcode>", "text/xml"},
		{"SOAP 1.2", "POST", "/hilsen/1", "application/soap+xml", v12, "<soap:Value>soap:Receiver</soap:Value>", "application/soap+xml"},
		{"SOAP 1.2 as text", "POST", "/hilsen/1", "text/xml", v12, "<soap:Value>soap:Receiver</soap:Value>", "application/soap+xml"},
		{"no XML", "POST", "/hilsen/1", "application/soap+xml", "x", "<soap:Value>soap:Receiver</soap:Value>", "application/soap+xml"},
		{"nothing", "POST", "/hilsen/1", "", "", "<faultcode>soap:Server</faultcode>", "text/xml"},
		{"a browser", "GET", "/hilsen/1", "", "", "<faultcode>soap:Server</faultcode>", "text/xml"},
		{"the wrong path", "POST", "/farvel/1", "text/xml", hils, "<faultcode>soap:Server</faultcode>", "text/xml"},
		{"one that we fall over", "POST", "/hilsen/1", "text/xml", strings.Replace(hils, "7d1f", "panik", 1), "<faultcode>soap:Server</faultcode>", "text/xml"},
	} {
		log.err = why
		for range 2 {
			rec := ask(c.method, c.path, c.contentType, c.body)
			text := rec.Body.String()
			if rec.Code != 500 || !strings.Contains(text, c.fault) || !strings.HasPrefix(rec.Header().Get("Content-Type"), c.media) ||
				!strings.Contains(text, "<kode>klarmeld.ikke-optaget</kode>") || !strings.Contains(text, "har ikke modtaget meddelelsen") ||
				!strings.Contains(text, "der er ikke plads på disken") || strings.Contains(text, "0123456789") {
				t.Errorf("%s: %d %v %s", c.name, rec.Code, rec.Header(), text)
			}
		}
		log.err = nil
		if rec := ask(c.method, c.path, c.contentType, c.body); strings.Contains(rec.Body.String(), "ikke-optaget") {
			t.Errorf("%s, when there is room: %s", c.name, rec.Body)
		}
	}
	if n := len(log.Since(0)); n != 8 {
		t.Errorf("%d on record", n)
	}
	// The messages twice in vain and once not; the one that panicked never.
	f, y := false, true
	if want := []bool{f, f, y, f, f, y, f, f, y, f, f, f}; !slices.Equal(settled, want) {
		t.Errorf("settled %v, want %v", settled, want)
	}
	if !errors.Is(w.Err(), why.Err) {
		t.Errorf("%v", w.Err())
	}
}

// forgetful is a guard that hands on a reply of its own, and may fall over it.
type forgetful struct{ falls bool }

func (forgetful) Admit(*http.Request, soap.Call) wire.Admission { return wire.Admission{} }
func (f forgetful) Release(_ *http.Request, _ soap.Call, r soap.Reply) soap.Reply {
	if f.falls {
		panic("tom kø")
	}
	return soap.Reply{Status: r.Status, Header: r.Header, Body: append(r.Body, "<!-- set -->"...)}
}

// TestSettledBehindGuards: an operation is told whatever guards make of its reply;
// and they see the fault too, for it is sent as any other reply.
func TestSettledBehindGuards(t *testing.T) {
	for _, c := range []struct {
		name        string
		falls, full bool
		want        bool
	}{{"sent", false, false, true}, {"a guard falls", true, false, false}, {"full", false, true, false}, {"both", true, true, false}} {
		log := &full{Tape: recording.NewTape(now)}
		if c.full {
			log.err = errors.New("disken er fuld")
		}
		var settled []bool
		op := soap.Operation{Name: "hils", Handle: func(env *soap.Envelope) (*etree.Element, *soap.Fault) {
			env.Settle(func(recorded bool) { settled = append(settled, recorded) })
			return etree.NewElement("HilsOutput"), nil
		}}
		w := wire.New(map[string]*soap.Service{"/hilsen/1": {Name: "Hilsen 1",
			Operations: map[xml.Name]soap.Operation{{Space: "urn:hilsen", Local: "HilsInput"}: op}}}, log, now, forgetful{c.falls})
		rec := httptest.NewRecorder()
		w.ServeHTTP(rec, httptest.NewRequest(http.MethodPost, "/hilsen/1", strings.NewReader(hils)))
		if !slices.Equal(settled, []bool{c.want}) {
			t.Errorf("%s: settled %v", c.name, settled)
		}
		if !c.falls && !strings.HasSuffix(rec.Body.String(), "<!-- set -->") {
			t.Errorf("%s: %s", c.name, rec.Body)
		}
	}
}
