package wire_test

import (
	"encoding/xml"
	"net/http"
	"net/http/httptest"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/beevik/etree"

	"klarmeld/internal/recording"
	"klarmeld/internal/soap"
	"klarmeld/internal/wire"
)

// told has one service that counts what it is told, and answers with the count and
// with when it was told.
func told(log recording.Log, clock func() time.Time) *wire.Wire {
	n := 0
	op := soap.Operation{Name: "hils", Handle: func(env *soap.Envelope) (*etree.Element, *soap.Fault) {
		out := etree.NewElement("HilsOutput")
		out.SetText(env.Received.Format(time.RFC3339Nano) + strings.Repeat("!", n))
		env.Settle(func(recorded bool) {
			if recorded {
				n++
			}
		})
		return out, nil
	}}
	return wire.New(map[string]*soap.Service{"/hilsen/1": {ID: recording.SagIndeks, Name: "Hilsen 1",
		Operations: map[xml.Name]soap.Operation{{Space: "urn:hilsen", Local: "HilsInput"}: op}}}, log, clock)
}

// running is a clock that nobody else's is like.
func running() func() time.Time {
	at := now()
	return func() time.Time { at = at.Add(1234567 * time.Nanosecond); return at }
}

// nameless asks for a reply with a name of its own, and has no transaction.
const nameless = `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Header>` +
	`<MessageID xmlns="http://www.w3.org/2005/08/addressing">urn:x</MessageID></e:Header><e:Body><HilsInput xmlns="urn:hilsen"/></e:Body></e:Envelope>`

// recordedOf are the exchanges of a wire that was sent all that can be sent, in turn.
func recordedOf(t *testing.T, nonce string, last int) []*recording.Exchange {
	t.Helper()
	tape := recording.NewTape(now)
	w := told(tape, running())
	w.Named(nonce, last)
	for _, c := range [][3]string{
		{"POST", "/hilsen/1", hils}, {"POST", "/hilsen/1/", nameless}, {"POST", "/hilsen/1?a=b", "<ikke"}, {"GET", "/hilsen/1", ""}, {"PUT", "/", "x"},
		{"POST", "/andet/%2F?token=hemmeligt", nameless}, {"POST", "/hilsen/1", nameless}, {"POST", "/hilsen/1", strings.Repeat(" ", soap.MaxBytes+1)},
		{"POST", "/hilsen/1", hils},
	} {
		r := httptest.NewRequest(c[0], c[1], strings.NewReader(c[2]))
		r.Header.Set("Content-Type", "text/xml")
		w.ServeHTTP(httptest.NewRecorder(), r)
	}
	cut := httptest.NewRequest(http.MethodPost, "/hilsen/1", iotest.TimeoutReader(iotest.OneByteReader(strings.NewReader(hils))))
	w.ServeHTTP(httptest.NewRecorder(), cut)
	var out []*recording.Exchange
	for _, e := range tape.Since(0) {
		e.Exchange.Reading = nil // as who reads a recording has it
		out = append(out, e.Exchange)
	}
	if len(out) != 10 || !out[9].Cut || !out[7].Truncated || out[0].Cut || out[0].Truncated {
		t.Fatalf("%d exchanges", len(out))
	}
	return out
}

// TestAgain: a wire that has seen nothing answers what is on record as it was
// answered, by the time that it came and as the number that it came as; what a
// message before it changed is changed.
func TestAgain(t *testing.T) {
	nonce := recording.NewNonce()
	w := told(recording.Discard{}, func() time.Time { t.Error("it looks at the clock"); return time.Time{} })
	w.Named(nonce, 0)
	for i, x := range recordedOf(t, nonce, 0) {
		if x.Number != i+1 {
			t.Errorf("message %d came as %d", i+1, x.Number)
		}
		want := *x
		bare := recording.Exchange{Number: x.Number, Peer: x.Peer, Method: x.Method, Path: x.Path, Header: x.Header, Begun: x.Begun, Cut: x.Cut, Request: x.Request}
		got, can, err := w.Again(bare)
		want.Ended, want.RequestFile, want.ReplyFile, want.RequestSHA256, want.ReplySHA256 = time.Time{}, "", "", "", ""
		if err != nil || !can || !reflect.DeepEqual(got, want) {
			got.Request, want.Request = nil, nil // it may be large, and is the same
			t.Errorf("message %d: %v, %t\ngot  %+v\nwant %+v", i+1, err, can, got, want)
		}
	}
}

// TestNames: what is new in a reply is other in each, and in each run; a run that
// goes on counts on. Without a nonce messages have no number.
func TestNames(t *testing.T) {
	uuid := regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f-]{27}`)
	names := map[string]bool{}
	n := 0
	for _, of := range []struct {
		nonce string
		last  int
	}{{recording.NonceOf("a"), 0}, {recording.NonceOf("b"), 0}, {recording.NonceOf("a"), 10}} {
		for _, x := range recordedOf(t, of.nonce, of.last) {
			for _, name := range uuid.FindAllString(string(x.Reply), -1) {
				names[name] = true
				n++
			}
		}
	}
	// Two addressed messages have two new names each, and three that cannot be read one.
	if n != 3*7 || len(names) != n {
		t.Errorf("%d names, of which %d are different", n, len(names))
	}
	for _, x := range recordedOf(t, "", 7) {
		if x.Number != 0 {
			t.Errorf("without a nonce a message came as %d", x.Number)
		}
	}
}

// TestAgainContract: a question for a contract is on record when there was none, and
// no more of it is known; a path that is none cannot be answered.
func TestAgainContract(t *testing.T) {
	w := told(recording.Discard{}, now)
	for _, x := range []recording.Exchange{
		{Method: "GET", Path: "/hilsen/1?wsdl", Operation: "hils", Notes: []recording.Note{{Code: "x"}}, Status: 200, Reply: []byte("som det var")},
		{Method: "HEAD", Path: "/hilsen/1/?xsd=a", Service: "en anden", Reply: []byte("som det var")},
	} {
		got, can, err := w.Again(x)
		if err != nil || can || got.Operation != "" || got.Notes != nil || got.Status != 404 || got.ServiceID != recording.SagIndeks || got.Service != "Hilsen 1" ||
			string(got.Reply) != "som det var" {
			t.Errorf("%s: %t, %v, %+v", x.Path, can, err, got)
		}
	}
	if got, can, err := w.Again(recording.Exchange{Method: "GET", Path: "/andet?wsdl"}); err != nil || !can || got.Status != 404 || got.Service != "" {
		t.Errorf("where nobody answers: %t, %v, %+v", can, err, got)
	}
	if _, can, err := w.Again(recording.Exchange{Method: "POST", Path: "ingen sti"}); err == nil || can {
		t.Errorf("no path: %t, %v", can, err)
	}
}
