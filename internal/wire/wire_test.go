package wire_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/beevik/etree"

	"klarmeld/internal/recording"
	"klarmeld/internal/soap"
	"klarmeld/internal/wire"
)

func now() time.Time { return time.Date(2026, time.June, 1, 12, 0, 0, 0, time.UTC) }

const hils = `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Header><RequestHeader xmlns="http://kombit.dk/xml/schemas/RequestHeader/1/"><TransactionUUID>7d1f</TransactionUUID></RequestHeader></e:Header><e:Body>` +
	"\r\n" + `<HilsInput xmlns="urn:hilsen"/></e:Body></e:Envelope>`

// newWire has one service that greets.
func newWire(log recording.Log) *wire.Wire {
	op := soap.Operation{Name: "hils", Handle: func(*soap.Envelope) (*etree.Element, *soap.Fault) { return etree.NewElement("HilsOutput"), nil }}
	return wire.New(map[string]*soap.Service{"/hilsen/1": {Name: "Hilsen 1", Operations: map[xml.Name]soap.Operation{{Space: "urn:hilsen", Local: "HilsInput"}: op}}}, log, now)
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

// TestBothRoads: over TCP and in-process, what was sent and answered is on
// record byte for byte, and the two recordings are the same.
func TestBothRoads(t *testing.T) {
	var recorded []recording.Exchange
	for _, road := range []string{"tcp", "process"} {
		tape := recording.NewTape(now)
		w := newWire(tape)
		base, client := "http://klarmeld.invalid", &http.Client{}
		if road == "tcp" {
			srv := httptest.NewServer(w)
			defer srv.Close()
			base = srv.URL
		} else {
			tr := wire.NewTransport()
			tr.Open(base, w)
			client.Transport = tr
		}
		status, body := post(t, client, base+"/hilsen/1/?x=1", hils)
		entries := tape.Since(0)
		if status != 200 || len(entries) != 1 {
			t.Fatalf("%s: %d, %d entries", road, status, len(entries))
		}
		x := *entries[0].Exchange
		if string(x.Request) != hils || string(x.Reply) != body || x.Service != "Hilsen 1" || x.Operation != "hils" || x.Sender != recording.SenderSystem ||
			x.Path != "/hilsen/1/?x=1" || x.Status != 200 || x.Header.Get("Content-Type") != "text/xml" || !strings.HasPrefix(x.ReplyHeader.Get("Content-Type"), "text/xml") || !x.Begun.Equal(now()) {
			t.Errorf("%s: %+v", road, x)
		}
		recorded = append(recorded, x)
	}
	if !bytes.Equal(recorded[0].Reply, recorded[1].Reply) || recorded[0].Path != recorded[1].Path || recorded[0].RequestSHA256 != recorded[1].RequestSHA256 {
		t.Error("the two roads are not recorded alike")
	}
}

// TestUnknownPath: a call that misses is told where the services are, and is on
// record.
func TestUnknownPath(t *testing.T) {
	tape := recording.NewTape(now)
	tr := wire.NewTransport()
	tr.Open("http://klarmeld.invalid", newWire(tape))
	status, body := post(t, &http.Client{Transport: tr}, "http://klarmeld.invalid/hilsen/2", hils)
	if status != 404 || !strings.Contains(body, "/hilsen/2") || !strings.Contains(body, "/hilsen/1  Hilsen 1") {
		t.Errorf("%d: %s", status, body)
	}
	x := tape.Since(0)[0].Exchange
	if x.Status != 404 || x.Operation != "" || len(x.Notes) != 1 || !strings.HasPrefix(x.Notes[0], "http.sti: ") {
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
	w.ServeHTTP(httptest.NewRecorder(), r.WithContext(wire.As(r.Context(), recording.SenderNeighbour)))
	if got := tape.Since(0)[0].Exchange.Sender; got != recording.SenderNeighbour {
		t.Errorf("the sender is %s", got)
	}
}

type failing struct{}

func (failing) Append(e recording.Entry) (recording.Entry, error) {
	return e, errors.New("disken er fuld")
}

// TestHoleInTheEvidence: an exchange that cannot be recorded is answered, and
// the wire remembers that its evidence has a hole.
func TestHoleInTheEvidence(t *testing.T) {
	w := newWire(failing{})
	if w.Err() != nil {
		t.Fatal("a hole before anything was sent")
	}
	rec := httptest.NewRecorder()
	w.ServeHTTP(rec, httptest.NewRequest(http.MethodPost, "/hilsen/1", strings.NewReader(hils)))
	if rec.Code != 200 || w.Err() == nil || !strings.Contains(w.Err().Error(), "disken er fuld") {
		t.Errorf("%d, %v", rec.Code, w.Err())
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
