package driver

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/hashicorp/go-retryablehttp"

	"klarmeld/internal/action"
	"klarmeld/internal/privacy"
	"klarmeld/internal/textfile"
)

// maxAnswer bounds what we read of an adapter's answer.
const maxAnswer = 1 << 20

// Validate holds JSON against one of the published schemas.
type Validate func(schema string, raw []byte) error

// HTTP posts actions as JSON to the vendor's adapter. Connections that fail
// and the gateway statuses 502, 503 and 504 are tried again, since an action
// is performed once only; anything else is the adapter's answer.
type HTTP struct {
	url      string
	shown    string // the same without what opens doors
	client   *retryablehttp.Client
	validate Validate
	limit    time.Duration
}

// NewHTTP returns a driver for the adapter at an address. transport is the road to
// it; validate holds what travels against the schemas "handling" and "svar";
// limit is how long the adapter may take over one action, asked again or not.
func NewHTTP(address string, transport http.RoundTripper, validate Validate, limit time.Duration) *HTTP {
	c := retryablehttp.NewClient()
	c.Logger = nil
	c.HTTPClient = &http.Client{Transport: transport, CheckRedirect: stay}
	c.RetryMax, c.RetryWaitMin, c.RetryWaitMax = 2, 100*time.Millisecond, time.Second
	c.CheckRetry = retry
	// Without the answer the library cannot obey its Retry-After, which has no
	// upper limit: an adapter could keep the run waiting for hours.
	c.Backoff = func(least, most time.Duration, attempt int, _ *http.Response) time.Duration {
		return retryablehttp.DefaultBackoff(least, most, attempt, nil)
	}
	// The library drops the body of the last failed answer; the adapter's own
	// words are worth more than "giving up after 3 attempts".
	c.ErrorHandler = retryablehttp.PassthroughErrorHandler
	return &HTTP{url: address, shown: privacy.Address(address), client: c, validate: validate, limit: limit}
}

// stay follows no redirect: an action would become a GET on the way, or end where
// nobody has said that it should.
func stay(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

func retry(ctx context.Context, resp *http.Response, err error) (bool, error) {
	if ctx.Err() != nil {
		return false, ctx.Err()
	}
	if lacking(err) {
		return false, nil // the run stops; whoever made it so must mend it
	}
	if err != nil {
		return true, nil //nolint:nilerr // it is asked again, and the last error is told
	}
	switch resp.StatusCode {
	case http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true, nil
	}
	return false, nil
}

// Perform posts the action and reads the answer.
func (h *HTTP) Perform(ctx context.Context, a action.Request) (action.Answer, error) {
	raw, err := json.Marshal(a)
	if err != nil {
		return action.Answer{}, fmt.Errorf("handlingen %s kan ikke skrives: %w", a.ID, err)
	}
	if err := h.validate("handling", raw); err != nil {
		return action.Answer{}, fmt.Errorf("handlingen %s %w", a.ID, err)
	}
	within, cancel := context.WithTimeout(ctx, h.limit)
	defer cancel()
	req, err := retryablehttp.NewRequestWithContext(within, http.MethodPost, h.url, bytes.NewReader(raw))
	if err != nil {
		return action.Answer{}, fmt.Errorf("adapterens adresse %q kan ikke bruges: %w", h.shown, bare(err))
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := h.client.Do(req)
	if err != nil {
		return action.Answer{}, h.late(within, FaultDown, fmt.Errorf("adapteren på %s svarer ikke: %w", h.shown, bare(err)))
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	if err != nil {
		return action.Answer{}, h.late(within, FaultDown, fmt.Errorf("adapterens svar på %s blev afbrudt: %w", a.ID, err))
	}
	return h.answer(a, resp, body)
}

// bare is an error of the library's without the address, which may open a door:
// who shows the error says the address as it may be shown.
func bare(err error) error {
	var at *url.Error
	if errors.As(err, &at) {
		return at.Err
	}
	return err
}

// late is a fault of a class, or of being slow when the adapter's time is over.
func (h *HTTP) late(within context.Context, class FaultClass, err error) error {
	if errors.Is(within.Err(), context.DeadlineExceeded) {
		return failed(FaultSlow, fmt.Errorf("den har haft %s: %w", h.limit, err))
	}
	return failed(class, err)
}

func (h *HTTP) answer(a action.Request, resp *http.Response, body []byte) (action.Answer, error) {
	switch {
	case resp.StatusCode/100 == 3:
		return action.Answer{}, Fault{FaultRedirect, fmt.Errorf("adapteren på %s svarede HTTP %d på handlingen %s og henviser til %q", h.shown, resp.StatusCode, a.ID,
			excerpt([]byte(resp.Header.Get("Location"))))}
	case resp.StatusCode != http.StatusOK:
		return action.Answer{}, Fault{FaultStatus, fmt.Errorf("adapteren svarede HTTP %d på handlingen %s: %s", resp.StatusCode, a.ID, excerpt(body))}
	}
	return read(body, a.ID, h.validate)
}

// read reads an adapter's answer to an action.
func read(body []byte, id string, validate Validate) (action.Answer, error) {
	body, err := textfile.Text(body) // .NET writes a byte order mark on standard output too
	if err != nil {
		return action.Answer{}, fmt.Errorf("adapterens svar på handlingen %s kan ikke læses: %w", id, err)
	}
	if err := validate("svar", body); err != nil {
		return action.Answer{}, Fault{FaultAnswer, fmt.Errorf("adapterens svar på handlingen %s %w", id, err)}
	}
	var ans action.Answer
	if err := json.Unmarshal(body, &ans); err != nil {
		return action.Answer{}, Fault{FaultAnswer, fmt.Errorf("adapterens svar på handlingen %s kan ikke læses: %w", id, err)}
	}
	if ans.ID != id {
		return action.Answer{}, Fault{FaultAnswer, fmt.Errorf("adapteren svarede på handlingen %q, men blev spurgt om %q", ans.ID, id)}
	}
	return ans, nil
}

// excerpt is the beginning of what an adapter said, as text: the error goes on
// the recording as JSON, and must read the same when it is read back. It is
// masked before it is cut, since nobody would know half a CPR number again.
func excerpt(b []byte) string {
	const most = 200 // bytes
	s := privacy.Mask(strings.ToValidUTF8(string(b), "\uFFFD"))
	if len(s) <= most {
		return s
	}
	cut := most
	for !utf8.RuneStart(s[cut]) {
		cut--
	}
	return s[:cut] + "…"
}
