package driver_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"reflect"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
	"unicode/utf8"

	"github.com/jarcoal/httpmock"

	"klarmeld/internal/action"
	"klarmeld/internal/driver"
	"klarmeld/internal/schema"
)

const adapter = "http://fagsystem.invalid/handling"

var open = action.Request{ID: "a-1", Kind: action.OpretSag, Sag: "sagen", Data: action.Data{Titel: "Aftale", KLE: "27.35.04"}}

// ask lets an adapter with the given answers, one a call, perform an action. It
// returns how often the adapter was called.
func ask(ctx context.Context, a action.Request, answers ...httpmock.Responder) (action.Answer, int, error) {
	mock := httpmock.NewMockTransport()
	var calls atomic.Int32 // a call that is given up may still be under way
	mock.RegisterResponder(http.MethodPost, adapter, func(r *http.Request) (*http.Response, error) {
		return answers[min(int(calls.Add(1)), len(answers))-1](r)
	})
	ans, err := driver.NewHTTP(adapter, mock, schema.Validate, time.Minute).Perform(ctx, a)
	return ans, int(calls.Load()), err
}

func says(status int, body string) httpmock.Responder {
	return httpmock.NewStringResponder(status, body)
}

// TestAnswers: the three answers are read as they are.
func TestAnswers(t *testing.T) {
	for body, want := range map[string]action.Answer{
		`{"id":"a-1","status":"udfoert"}`:                                         {ID: "a-1", Status: action.Done},
		`{"id":"a-1","status":"ikke_tilbudt","begrundelse":"ingen snitflade"}`:    {ID: "a-1", Status: action.NotOffered, Reason: "ingen snitflade"},
		`{"id":"a-1","status":"udfoert","sagsnumre":["2026-1","2026-2"]}`:         {ID: "a-1", Status: action.Done, Sagsnumre: []string{"2026-1", "2026-2"}},
		`{"id":"a-1","status":"fejl","begrundelse":"sagen kan ikke oprettes nu"}`: {ID: "a-1", Status: action.Failed, Reason: "sagen kan ikke oprettes nu"},
	} {
		if got, calls, err := ask(t.Context(), open, says(200, body)); err != nil || !reflect.DeepEqual(got, want) || calls != 1 {
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
		action  action.Request
		answers []httpmock.Responder
		calls   int
		says    []string
	}{
		{"an error of the adapter's", open, []httpmock.Responder{says(500, "NullPointerException")}, 1, []string{"HTTP 500", "a-1", "NullPointerException"}},
		{"not found", open, []httpmock.Responder{says(404, "")}, 1, []string{"HTTP 404"}},
		{"an adapter that stays away", open, []httpmock.Responder{says(503, "kommer snart")}, 3, []string{"HTTP 503", "kommer snart"}},
		{"no connection", open, []httpmock.Responder{down}, 3, []string{"svarer ikke", adapter}},
		{"another's answer", open, []httpmock.Responder{says(200, `{"id":"a-2","status":"udfoert"}`)}, 1, []string{`"a-2"`, `"a-1"`}},
		{"no JSON", open, []httpmock.Responder{says(200, "<html>")}, 1, []string{"ikke gyldig JSON"}},
		{"a status of no schema", open, []httpmock.Responder{says(200, `{"id":"a-1","status":"ok"}`)}, 1, []string{"svar.schema.json", "status"}},
		{"no reason", open, []httpmock.Responder{says(200, `{"id":"a-1","status":"fejl"}`)}, 1, []string{"svar.schema.json", "begrundelse"}},
		{"an unknown field", open, []httpmock.Responder{says(200, `{"id":"a-1","status":"udfoert","sag":"x"}`)}, 1,
			[]string{"handlingen a-1", "svar.schema.json", `"sag" kendes ikke her`}},
		{"a status that is wrong", open, []httpmock.Responder{says(200, `{"id":"a-1","status":"ok"}`)}, 1, []string{"skal være en af", "udfoert"}},
		{"nothing", open, []httpmock.Responder{says(200, "")}, 1, []string{"ikke gyldig JSON"}},
		{"more than one answer", open, []httpmock.Responder{says(200, `{"id":"a-1","status":"udfoert"} {}`)}, 1, []string{"kan ikke læses"}},
		{"another status of success", open, []httpmock.Responder{says(202, `{"id":"a-1","status":"udfoert"}`)}, 1, []string{"HTTP 202"}},
		{"a gateway that stays down", open, []httpmock.Responder{says(502, "x")}, 3, []string{"HTTP 502"}},
		{"a long story", open, []httpmock.Responder{says(500, strings.Repeat("æ", 150)+"SLUT")}, 1, []string{strings.Repeat("æ", 100) + "…"}},
		{"a long story cut in a letter", open, []httpmock.Responder{says(500, "x"+strings.Repeat("æ", 150))}, 1, []string{"x" + strings.Repeat("æ", 99) + "…"}},
		{"a story in another encoding", open, []httpmock.Responder{says(500, "Sagen l\xe5st")}, 1, []string{"Sagen l\uFFFDst"}},
		{"a CPR number", open, []httpmock.Responder{says(500, "borger 0123456789 findes ikke")}, 1, []string{"borger xxxxxxxxxx findes ikke"}},
		{"a CPR number at the cut", open, []httpmock.Responder{says(500, strings.Repeat("x", 192)+" 0123456789 y")}, 1, []string{" xxxxxxx…"}},
		{"an action of no schema", action.Request{ID: "a-1", Kind: "dans"}, []httpmock.Responder{says(200, "")}, 0, []string{"handling.schema.json"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			ans, calls, err := ask(t.Context(), c.action, c.answers...)
			if err == nil || calls != c.calls {
				t.Fatalf("%+v, %v, %d calls", ans, err, calls)
			}
			if !reflect.DeepEqual(ans, action.Answer{}) || !utf8.ValidString(err.Error()) {
				t.Errorf("%+v, %q", ans, err)
			}
			for _, s := range c.says {
				if !strings.Contains(err.Error(), s) {
					t.Errorf("the error does not say %q: %v", s, err)
				}
			}
		})
	}
}

// TestFaults: each way in which an adapter fails has its class, and no action
// goes to where an adapter says that it is instead.
func TestFaults(t *testing.T) {
	over := func(status int) httpmock.Responder {
		return func(r *http.Request) (*http.Response, error) {
			resp, err := says(status, "")(r)
			resp.Header.Set("Location", adapter+"/ny")
			return resp, err
		}
	}
	for name, c := range map[string]struct {
		answer httpmock.Responder
		class  driver.FaultClass
		says   string
	}{
		"no connection": {func(*http.Request) (*http.Response, error) { return nil, errors.New("afvist") }, driver.FaultDown, "afvist"},
		"500":           {says(500, "x"), driver.FaultStatus, "HTTP 500"},
		"404":           {says(404, "x"), driver.FaultStatus, "HTTP 404"},
		"204":           {says(204, ""), driver.FaultStatus, "HTTP 204"},
		"503 for good":  {says(503, "x"), driver.FaultStatus, "HTTP 503"},
		"301":           {over(301), driver.FaultRedirect, adapter + "/ny"},
		"302":           {over(302), driver.FaultRedirect, adapter + "/ny"},
		"307":           {over(307), driver.FaultRedirect, adapter + "/ny"},
		"308":           {over(308), driver.FaultRedirect, adapter + "/ny"},
		"no JSON":       {says(200, "<html>"), driver.FaultAnswer, "ikke gyldig JSON"},
		"no schema's":   {says(200, `{"id":"a-1","status":"ok"}`), driver.FaultAnswer, "svar.schema.json"},
		"another's":     {says(200, `{"id":"b","status":"udfoert"}`), driver.FaultAnswer, `"b"`},
	} {
		if _, _, err := ask(t.Context(), open, c.answer); !faulty(err, c.class) || !strings.Contains(err.Error(), c.says) || c.class.Name() == "" ||
			c.class.Fix() == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestSlow: an adapter that is too slow is not asked again and again: its time is
// that of the action.
func TestSlow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		mock := httpmock.NewMockTransport()
		var calls atomic.Int32 // the responder may still run when nobody waits for it
		mock.RegisterResponder(http.MethodPost, adapter, func(r *http.Request) (*http.Response, error) {
			calls.Add(1)
			<-r.Context().Done()
			return nil, r.Context().Err()
		})
		begun := time.Now()
		_, err := driver.NewHTTP(adapter, mock, schema.Validate, 20*time.Second).Perform(t.Context(), open)
		if took := time.Since(begun); !faulty(err, driver.FaultSlow) || took != 20*time.Second || calls.Load() != 1 || !strings.Contains(err.Error(), "20s") {
			t.Errorf("%v after %s and %d calls", err, took, calls.Load())
		}
	})
}

// TestComesBack: an adapter that was away for a moment is asked again.
func TestComesBack(t *testing.T) {
	got, calls, err := ask(t.Context(), open, says(503, ""), says(502, ""), says(200, `{"id":"a-1","status":"udfoert"}`))
	if err != nil || got.Status != action.Done || calls != 3 {
		t.Errorf("%+v, %v, %d calls", got, err, calls)
	}
}

// TestRetryAfter: an adapter cannot keep the run waiting for as long as it
// likes. The deadline only keeps the test from hanging when it can.
func TestRetryAfter(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	later := says(503, "senere").Then(says(200, `{"id":"a-1","status":"udfoert"}`))
	got, calls, err := ask(ctx, open, func(r *http.Request) (*http.Response, error) {
		resp, err := later(r)
		if err == nil {
			resp.Header.Set("Retry-After", "86400")
		}
		return resp, err
	})
	if err != nil || got.Status != action.Done || calls != 2 {
		t.Errorf("%+v, %v, %d calls", got, err, calls)
	}
}

// TestWhatTravels: the adapter gets the action as the schema has it, and the
// same again when it is asked again.
func TestWhatTravels(t *testing.T) {
	var bodies []string
	keep := func(answer httpmock.Responder) httpmock.Responder {
		return func(r *http.Request) (*http.Response, error) {
			raw, err := io.ReadAll(r.Body)
			if err != nil || r.Header.Get("Content-Type") != "application/json" {
				t.Errorf("%v, %v", r.Header, err)
			}
			bodies = append(bodies, string(raw))
			return answer(r)
		}
	}
	if _, _, err := ask(t.Context(), open, keep(says(504, "")), keep(says(200, `{"id":"a-1","status":"udfoert"}`))); err != nil {
		t.Fatal(err)
	}
	const want = `{"id":"a-1","handling":"opret-sag","sag":"sagen","data":{"titel":"Aftale","kle":"27.35.04"}}`
	if len(bodies) != 2 || bodies[0] != want || bodies[1] != want {
		t.Errorf("sent: %q", bodies)
	}
}

// TestStopped: when the run is stopped, or its time is up, nobody is asked
// again, wherever the driver is.
func TestStopped(t *testing.T) {
	for _, c := range []struct {
		name string
		when func(context.CancelFunc) httpmock.Responder
	}{
		{"before", func(stop context.CancelFunc) httpmock.Responder { stop(); return says(200, "") }},
		{"while the adapter thinks", func(stop context.CancelFunc) httpmock.Responder {
			return func(r *http.Request) (*http.Response, error) {
				stop()
				<-r.Context().Done()
				return nil, r.Context().Err()
			}
		}},
		{"between two attempts", func(stop context.CancelFunc) httpmock.Responder {
			return func(*http.Request) (*http.Response, error) { stop(); return says(503, "")(nil) }
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			ctx, stop := context.WithCancel(t.Context())
			defer stop()
			ans, calls, err := ask(ctx, open, c.when(stop))
			if !errors.Is(err, context.Canceled) || !strings.Contains(err.Error(), "svarer ikke") || calls > 1 || !reflect.DeepEqual(ans, action.Answer{}) {
				t.Errorf("%+v, %v, %d calls", ans, err, calls)
			}
		})
	}
	ctx, stop := context.WithDeadline(t.Context(), time.Unix(0, 0))
	defer stop()
	if _, _, err := ask(ctx, open, says(200, "")); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("the time was up: %v", err)
	}
}

// TestNames: every action has a name that can stand in a sentence.
func TestNames(t *testing.T) {
	if n := action.LukSag.Name(); n != "at afslutte sagen" {
		t.Errorf("the name is %q", n)
	}
	if n := action.Kind("dans").Name(); n != "dans" {
		t.Errorf("an unknown action is called %q", n)
	}
}
