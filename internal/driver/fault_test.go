package driver_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"syscall"
	"testing"
	"time"

	"klarmeld/internal/driver"
	"klarmeld/internal/schema"
)

// TestLacking: that the machine lets no more files be open is no fault of the
// adapter's; any other failure to reach it is.
func TestLacking(t *testing.T) {
	for _, c := range []struct {
		err     error
		lacking bool
	}{{syscall.EMFILE, true}, {syscall.ENFILE, true}, {syscall.ECONNREFUSED, false}, {errors.New("too many open files"), false}} {
		h := driver.NewHTTP("http://127.0.0.1:1/handling", failingRoad{fmt.Errorf("dial: %w", c.err)}, schema.Validate, 50*time.Millisecond)
		_, err := h.Perform(t.Context(), closing("a-1"))
		if errors.As(err, &driver.Exhausted{}) != c.lacking || errors.As(err, &driver.Fault{}) == c.lacking || c.lacking && !errors.Is(err, c.err) {
			t.Errorf("%v: %#v", c.err, err)
		}
	}
	srv := httptest.NewServer(http.NotFoundHandler())
	defer srv.Close()
	if _, err := driver.NewHTTP(srv.URL, http.DefaultTransport, schema.Validate, time.Minute).Perform(t.Context(), closing("a-1")); !faulty(err,
		driver.FaultStatus) {
		t.Errorf("%v", err)
	}
}

// failingRoad leads nowhere.
type failingRoad struct{ error }

func (f failingRoad) RoundTrip(*http.Request) (*http.Response, error) { return nil, f.error }
