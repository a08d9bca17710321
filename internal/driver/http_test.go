package driver_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/jarcoal/httpmock"

	"klarmeld/fixtures"
	"klarmeld/internal/driver"
)

const adapter = "http://fagsystem.invalid/handling"

var open = driver.Action{ID: "a-1", Kind: driver.OpretSag, Sag: "sagen", Data: driver.Data{Titel: "Aftale", KLE: "27.35.04"}}

// ask lets an adapter with the given answers, one a call, perform an action. It
// returns how often the adapter was called.
func ask(ctx context.Context, a driver.Action, answers ...httpmock.Responder) (driver.Answer, int, error) {
	mock := httpmock.NewMockTransport()
	calls := 0
	mock.RegisterResponder(http.MethodPost, adapter, func(r *http.Request) (*http.Response, error) {
		calls++
		return answers[min(calls, len(answers))-1](r)
	})
	ans, err := driver.NewHTTP(adapter, mock, fixtures.Validate).Perform(ctx, a)
	return ans, calls, err
}

func says(status int, body string) httpmock.Responder {
	return httpmock.NewStringResponder(status, body)
}

// TestAnswers: the three answers are read as they are.
func TestAnswers(t *testing.T) {
	for body, want := range map[string]driver.Answer{
		`{"id":"a-1","status":"udfoert"}`:                                         {ID: "a-1", Status: driver.Done},
		`{"id":"a-1","status":"ikke_tilbudt","begrundelse":"ingen snitflade"}`:    {ID: "a-1", Status: driver.NotOffered, Reason: "ingen snitflade"},
		`{"id":"a-1","status":"fejl","begrundelse":"sagen kan ikke oprettes nu"}`: {ID: "a-1", Status: driver.Failed, Reason: "sagen kan ikke oprettes nu"},
	} {
		if got, calls, err := ask(t.Context(), open, says(200, body)); err != nil || got != want || calls != 1 {
			t.Errorf("%s: %+v, %v, %d calls", body, got, err, calls)
		}
	}
}

// TestNoAnswer: what is no answer is an error that says what came, and only
// what may pass is asked again.
func TestNoAnswer(t *testing.T) {
	down := func(*http.Request) (*http.Response, error) { return nil, errors.New("forbindelsen blev afvist") }
	for _, c := range []struct {
		name    string
		action  driver.Action
		answers []httpmock.Responder
		calls   int
		says    []string
	}{
		{"an error of the adapter's", open, []httpmock.Responder{says(500, "NullPointerException")}, 1, []string{"HTTP 500", "a-1", "NullPointerException"}},
		{"not found", open, []httpmock.Responder{says(404, "")}, 1, []string{"HTTP 404"}},
		{"a gateway that stays down", open, []httpmock.Responder{says(503, "kommer snart")}, 3, []string{"HTTP 503", "kommer snart"}},
		{"no connection", open, []httpmock.Responder{down}, 3, []string{"svarer ikke", adapter}},
		{"another's answer", open, []httpmock.Responder{says(200, `{"id":"a-2","status":"udfoert"}`)}, 1, []string{`"a-2"`, `"a-1"`}},
		{"no JSON", open, []httpmock.Responder{says(200, "<html>")}, 1, []string{"ikke gyldig JSON"}},
		{"a status of no schema", open, []httpmock.Responder{says(200, `{"id":"a-1","status":"ok"}`)}, 1, []string{"svar.schema.json", "status"}},
		{"no reason", open, []httpmock.Responder{says(200, `{"id":"a-1","status":"fejl"}`)}, 1, []string{"svar.schema.json", "begrundelse"}},
		{"an action of no schema", driver.Action{ID: "a-1", Kind: "dans"}, []httpmock.Responder{says(200, "")}, 0, []string{"handling.schema.json"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			ans, calls, err := ask(t.Context(), c.action, c.answers...)
			if err == nil || calls != c.calls {
				t.Fatalf("%+v, %v, %d calls", ans, err, calls)
			}
			for _, s := range c.says {
				if !strings.Contains(err.Error(), s) {
					t.Errorf("the error does not say %q: %v", s, err)
				}
			}
		})
	}
}

// TestComesBack: an adapter that was away for a moment is asked again.
func TestComesBack(t *testing.T) {
	got, calls, err := ask(t.Context(), open, says(503, ""), says(502, ""), says(200, `{"id":"a-1","status":"udfoert"}`))
	if err != nil || got.Status != driver.Done || calls != 3 {
		t.Errorf("%+v, %v, %d calls", got, err, calls)
	}
}

// TestCancelled: when the run is stopped nobody is asked.
func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := ask(ctx, open, says(200, `{"id":"a-1","status":"udfoert"}`)); !errors.Is(err, context.Canceled) {
		t.Errorf("the error: %v", err)
	}
}

// TestNames: every action has a name that can stand in a sentence.
func TestNames(t *testing.T) {
	if n := driver.LukSag.Name(); n != "at afslutte sagen" {
		t.Errorf("the name is %q", n)
	}
	if n := driver.Kind("dans").Name(); n != "dans" {
		t.Errorf("an unknown action is called %q", n)
	}
}
