package wire_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"

	"klarmeld/internal/recording"
	"klarmeld/internal/soap"
	"klarmeld/internal/wire"
)

// shelf is a log that keeps a message while it is handled, or cannot.
type shelf struct {
	*recording.Tape
	arrived [][]byte
	err     error
}

func (s *shelf) Arrive(request []byte) (string, error) {
	s.arrived = append(s.arrived, request)
	return "ankommet-1", s.err
}

// TestArrival: where the log can keep a message while it is handled, it does so
// before it is answered; one that it could not keep is not answered as received,
// and nothing of it is done.
func TestArrival(t *testing.T) {
	for _, err := range []error{nil, errors.New("disken er fuld")} {
		log := &shelf{Tape: recording.NewTape(now), err: err}
		w := newWire(log)
		rec := httptest.NewRecorder()
		w.ServeHTTP(rec, httptest.NewRequest(http.MethodPost, "/hilsen/1", strings.NewReader(hils)))
		if err != nil {
			if !errors.Is(w.Err(), err) || rec.Code != 500 || !strings.Contains(rec.Body.String(), "<kode>"+soap.CodeUnrecorded) || len(log.Since(0)) != 0 {
				t.Errorf("%v: %v, %d %s", err, w.Err(), rec.Code, rec.Body)
			}
			continue
		}
		if w.Err() != nil || rec.Code != 200 {
			t.Errorf("%v, %d", w.Err(), rec.Code)
		}
		if x := log.Since(0)[0].Exchange; len(log.arrived) != 1 || string(log.arrived[0]) != hils || x.Arrived != "ankommet-1" {
			t.Errorf("%d messages arrived; on record as %q", len(log.arrived), x.Arrived)
		}
	}
}

// TestFirstFailure: the first hole in the evidence is the one that is told.
func TestFirstFailure(t *testing.T) {
	log := &shelf{Tape: recording.NewTape(now), err: errors.New("den første")}
	w := newWire(log)
	first := log.err
	for range 2 {
		w.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodPost, "/hilsen/1", strings.NewReader(hils)))
		log.err = errors.New("den anden")
	}
	if !errors.Is(w.Err(), first) {
		t.Errorf("%v", w.Err())
	}
}

// TestJustNotTooLarge: a message of the most bytes that we read is read whole.
func TestJustNotTooLarge(t *testing.T) {
	for _, c := range []struct {
		bytes     int
		truncated bool
	}{{soap.MaxBytes, false}, {soap.MaxBytes + 1, true}} {
		tape := recording.NewTape(now)
		newWire(tape).ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodPost, "/hilsen/1", strings.NewReader(strings.Repeat(" ", c.bytes))))
		if x := tape.Since(0)[0].Exchange; x.Truncated != c.truncated || len(x.Request) != c.bytes {
			t.Errorf("%d bytes: cut: %t, %d bytes on record", c.bytes, x.Truncated, len(x.Request))
		}
	}
}

// TestPaths: what is answered is listed by its path, in alphabetical order.
func TestPaths(t *testing.T) {
	services := map[string]*soap.Service{}
	for _, p := range []string{"/c", "/a", "/e", "/b", "/d"} {
		services[p] = &soap.Service{Name: "Service " + p}
	}
	want := [][2]string{{"/a", "Service /a"}, {"/b", "Service /b"}, {"/c", "Service /c"}, {"/d", "Service /d"}, {"/e", "Service /e"}}
	if got := wire.New(services, recording.Discard{}, now).Paths(); !reflect.DeepEqual(got, want) {
		t.Errorf("%v", got)
	}
}
