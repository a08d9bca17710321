package wire_test

import (
	"encoding/xml"
	"io"
	"net/http"
	"net/http/httptest"
	"reflect"
	"regexp"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"time"

	"github.com/beevik/etree"

	"klarmeld/internal/recording"
	"klarmeld/internal/road"
	"klarmeld/internal/soap"
	"klarmeld/internal/wire"
)

func now() time.Time { return time.Date(2026, time.June, 1, 12, 0, 0, 0, time.UTC) }

const hils = `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Header><RequestHeader xmlns="http://kombit.dk/xml/schemas/RequestHeader/1/">` +
	`<TransactionUUID>7d1f</TransactionUUID></RequestHeader></e:Header><e:Body>` +
	"\r\n" + `<HilsInput xmlns="urn:hilsen"/></e:Body></e:Envelope>`

// newWire has one service that greets.
func newWire(log recording.Log) *wire.Wire {
	op := soap.Operation{Name: "hils", Handle: func(*soap.Envelope) (*etree.Element, *soap.Fault) { return etree.NewElement("HilsOutput"), nil }}
	return wire.New(
		map[string]*soap.Service{"/hilsen/1": {Name: "Hilsen 1", Operations: map[xml.Name]soap.Operation{{Space: "urn:hilsen", Local: "HilsInput"}: op}}}, log, now)
}

func post(t *testing.T, client *http.Client, url, body string) (int, string) {
	t.Helper()
	resp, err := client.Post(url, "text/xml", strings.NewReader(body))
	if err != nil {
		t.Error(err)
		return 0, ""
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Error(err)
	}
	return resp.StatusCode, string(raw)
}

// TestOnRecord: what was sent and answered is on record byte for byte.
func TestOnRecord(t *testing.T) {
	tape := recording.NewTape(now)
	srv := httptest.NewServer(newWire(tape))
	defer srv.Close()
	for _, body := range []string{hils, "\xef\xbb\xbf" + hils, strings.ToUpper(hils), "\xff\x00\r\n", "\x1f\x8b\x08", ""} {
		from := len(tape.Since(0))
		status, reply := post(t, srv.Client(), srv.URL+"/hilsen/1", body)
		entries := tape.Since(from)
		if len(entries) != 1 {
			t.Fatalf("%q: %d entries", body, len(entries))
		}
		x := entries[0].Exchange
		if string(x.Request) != body || string(x.Reply) != reply || reply == "" || x.Status != status || x.Truncated {
			t.Errorf("%q: %+v", body, x)
		}
	}
}

// seen is what the caller got, and what is on record of it.
type seen struct {
	status, body string
	header       http.Header
	exchange     recording.Exchange
}

// travel sends one request, and returns what was seen of it.
func travel(t *testing.T, client *http.Client, base string, tape *recording.Tape, method, path, body string) seen {
	req, err := http.NewRequest(method, base+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "text/xml")
	req.Header.Set("SOAPAction", `"urn:hils"`)
	resp, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	entries := tape.Since(0)
	if len(entries) != 1 {
		t.Fatalf("%d entries", len(entries))
	}
	s := seen{resp.Status, string(raw), resp.Header, *entries[0].Exchange}
	// What net/http itself adds on a socket, in either direction.
	for _, k := range []string{"User-Agent", "Accept-Encoding", "Content-Length"} {
		http.Header(s.exchange.Header).Del(k)
	}
	for _, k := range []string{"Date", "Content-Length"} {
		s.header.Del(k)
	}
	return s
}

// TestBothRoads: over TCP and in-process the caller gets the same answer, and
// the recordings are the same.
func TestBothRoads(t *testing.T) {
	for _, c := range []struct{ name, method, path, body, operation, status string }{
		{"a message", "POST", "/hilsen/1", hils, "hils", "200 OK"},
		{"a query and a slash", "POST", "/hilsen/1/?x=1&y=%E6", hils, "hils", "200 OK"},
		{"a fault", "POST", "/hilsen/1", "\xff", "", "500 Internal Server Error"},
		{"the WSDL", "GET", "/hilsen/1?wsdl", "", "", "404 Not Found"},
		{"the wrong method", "PUT", "/hilsen/1", hils, "", "405 Method Not Allowed"},
		{"another wrong method", "DELETE", "/hilsen/1", "", "", "405 Method Not Allowed"},
		{"the wrong path", "POST", "/hilsen/%E6%0A", hils, "", "404 Not Found"},
		{"no path", "GET", "", "", "", "404 Not Found"},
	} {
		t.Run(c.name, func(t *testing.T) {
			tape := recording.NewTape(now)
			srv := httptest.NewServer(newWire(tape))
			defer srv.Close()
			socket := travel(t, srv.Client(), srv.URL, tape, c.method, c.path, c.body)
			tape = recording.NewTape(now)
			tr := road.NewProcess()
			tr.Open("http://klarmeld.invalid", newWire(tape))
			process := travel(t, &http.Client{Transport: tr}, "http://klarmeld.invalid", tape, c.method, c.path, c.body)
			if http.Header(socket.exchange.Header).Get("SOAPAction") != `"urn:hils"` || socket.status != c.status || socket.exchange.Operation != c.operation ||
				!socket.exchange.Begun.Equal(now()) {
				t.Errorf("over the socket: %+v", socket)
			}
			for _, s := range []*seen{&socket, &process} {
				if s.body != string(s.exchange.Reply) {
					t.Errorf("answered %q, on record is %q", s.body, s.exchange.Reply)
				}
				// A reply to what has no transaction of its own is given a new one.
				s.body = transaction.ReplaceAllString(s.body, "")
				s.exchange.Reply, s.exchange.ReplySHA256, s.exchange.Peer, s.exchange.Reading = nil, "", "", nil
			}
			if !reflect.DeepEqual(socket, process) {
				t.Errorf("over the socket:\n%+v\nin-process:\n%+v", socket, process)
			}
		})
	}
}

var transaction = regexp.MustCompile(`<TransactionUUID>[-0-9a-f]{36}</TransactionUUID>`)

// TestUnknownPath: a call that misses is told where the services are, and is on
// record.
func TestUnknownPath(t *testing.T) {
	tape := recording.NewTape(now)
	tr := road.NewProcess()
	tr.Open("http://klarmeld.invalid", newWire(tape))
	status, body := post(t, &http.Client{Transport: tr}, "http://klarmeld.invalid/hilsen/2%E6", hils)
	if status != 404 || !strings.Contains(body, "klarmeld har ingen service på /hilsen/2%E6.") || !strings.Contains(body, "/hilsen/1  Hilsen 1") {
		t.Errorf("%d: %s", status, body)
	}
	x := tape.Since(0)[0].Exchange
	if x.Status != 404 || x.Service != "" || x.Operation != "" || string(x.Request) != hils || string(x.Reply) != body || len(x.Notes) != 1 ||
		x.Notes[0] != (recording.Note{Code: "http.sti", Text: "/hilsen/2%E6 er ingen af klarmelds services"}) {
		t.Errorf("on record: %+v", x)
	}
	if resp, err := (&http.Client{Transport: tr}).Get("http://andet.invalid/"); err == nil {
		resp.Body.Close()
		t.Error("a road that leads nowhere was answered")
	}
}

// TestTooLarge: what is larger than we read is answered with a fault, and the
// recording says that it was cut.
func TestTooLarge(t *testing.T) {
	tape := recording.NewTape(now)
	srv := httptest.NewServer(newWire(tape))
	defer srv.Close()
	status, body := post(t, srv.Client(), srv.URL+"/hilsen/1", strings.Repeat(" ", soap.MaxBytes+10))
	if status != 500 || !strings.Contains(body, "xml.for-stor") {
		t.Errorf("%d: %s", status, body)
	}
	if x := tape.Since(0)[0].Exchange; !x.Truncated || len(x.Request) != soap.MaxBytes+1 {
		t.Errorf("cut: %t, %d bytes", x.Truncated, len(x.Request))
	}
}

// TestNeighbour: what another sender sends is on record as that sender's.
func TestNeighbour(t *testing.T) {
	tape := recording.NewTape(now)
	w := newWire(tape)
	r := httptest.NewRequest(http.MethodPost, "/hilsen/1", strings.NewReader(hils))
	w.From(recording.SenderNeighbour).ServeHTTP(httptest.NewRecorder(), r)
	if got := tape.Since(0)[0].Exchange.Sender; got != recording.SenderNeighbour {
		t.Errorf("the sender is %s", got)
	}
}

// TestCutUpload: what came of a message before the connection broke is on
// record.
func TestCutUpload(t *testing.T) {
	tape := recording.NewTape(now)
	body := io.MultiReader(strings.NewReader("<a>"), iotest.ErrReader(io.ErrUnexpectedEOF))
	rec := httptest.NewRecorder()
	newWire(tape).ServeHTTP(rec, httptest.NewRequest(http.MethodPost, "/hilsen/1", body))
	x := tape.Since(0)[0].Exchange
	if rec.Code != 500 || !strings.Contains(rec.Body.String(), "Forbindelsen blev afbrudt") || string(x.Request) != "<a>" || x.Reply == nil || len(x.Notes) != 1 ||
		x.Notes[0].Code != "http.afbrudt" {
		t.Errorf("%d: %+v", rec.Code, x)
	}
}

// TestPanic: a service that panics is klarmeld's own fault; the exchange is on
// record, the run goes no further, and the caller is told whose fault it is.
func TestPanic(t *testing.T) {
	tape := recording.NewTape(now)
	op := soap.Operation{Name: "hils", Handle: func(*soap.Envelope) (*etree.Element, *soap.Fault) { panic("tomt kort") }}
	w := wire.New(
		map[string]*soap.Service{"/hilsen/1": {Name: "Hilsen 1", Operations: map[xml.Name]soap.Operation{{Space: "urn:hilsen", Local: "HilsInput"}: op}}}, tape, now)
	tr := road.NewProcess()
	tr.Open("http://klarmeld.invalid", w)
	status, body := post(t, &http.Client{Transport: tr}, "http://klarmeld.invalid/hilsen/1", hils)
	if status != 500 || !strings.Contains(body, "fejlen er klarmelds") {
		t.Errorf("%d: %s", status, body)
	}
	if err := w.Err(); err == nil || !strings.Contains(err.Error(), "Hilsen 1 brød sammen: tomt kort") {
		t.Errorf("the wire's error: %v", err)
	}
	if x := tape.Since(0)[0].Exchange; x.Operation != "hils" || x.Status != 500 || string(x.Request) != hils || string(x.Reply) != body {
		t.Errorf("on record: %+v", x)
	}
}

// TestManyAtOnce: each exchange is on record once, with its own bytes.
func TestManyAtOnce(t *testing.T) {
	tape := recording.NewTape(now)
	srv := httptest.NewServer(newWire(tape))
	defer srv.Close()
	var wg sync.WaitGroup
	for i := range 32 {
		wg.Go(func() {
			body := strings.Replace(hils, "7d1f", "7d"+string(rune('a'+i)), 1)
			if _, reply := post(t, srv.Client(), srv.URL+"/hilsen/1", body); !strings.Contains(reply, "7d"+string(rune('a'+i))) {
				t.Errorf("%d got another's reply", i)
			}
		})
	}
	wg.Wait()
	seen := map[string]bool{}
	for _, e := range tape.Since(0) {
		seen[e.Exchange.RequestSHA256] = true
	}
	if len(seen) != 32 {
		t.Errorf("%d different requests on record", len(seen))
	}
}
