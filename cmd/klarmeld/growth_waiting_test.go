package main

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"klarmeld/internal/action"
	"klarmeld/internal/config"
	"klarmeld/internal/recording"
	"klarmeld/internal/trial"
	"klarmeld/internal/verdict"
)

// sending is a system that sends so many cases before it says that it has done
// what it was asked for.
type sending struct {
	to http.Handler
	n  int
}

func (s sending) Perform(_ context.Context, a action.Request) (action.Answer, error) {
	for i := range s.n {
		w, r := httptest.NewRecorder(), httptest.NewRequest(http.MethodPost, "/sagdokumentindeks/6", strings.NewReader(caseMessage(i, "")))
		r.Header.Set("Content-Type", "application/soap+xml")
		s.to.ServeHTTP(w, r)
	}
	return action.Answer{ID: a.ID, Status: action.Done}, nil
}

// nobodyWaits is patience that is over at once.
type nobodyWaits struct{}

func (nobodyWaits) Await(context.Context, <-chan struct{}, time.Duration) {}

// waiting is a run that waits for something, while the system sends so much else.
func waiting(t testing.TB, n int) func() {
	ground, err := groundOf("", "")
	if err != nil {
		t.Fatal(err)
	}
	policy, err := config.Policy("klarmelding")
	if err != nil {
		t.Fatal(err)
	}
	of, err := trial.New(trial.Setting{System: "growth", Title: "Growth", Program: "v1", Ground: ground, Now: danishNow(), Deadline: time.Minute,
		Patience: nobodyWaits{},
		Policy:   policy, Logs: []recording.Log{recording.Discard{}}, Columns: map[string]verdict.CapabilityID{"sag-1": verdict.Sag}})
	if err != nil {
		t.Fatal(err)
	}
	of.Cast(trial.Cast{System: sending{of.Handler(), n}})
	return func() {
		s, err := of.Scene(context.Background(), "sag-1", verdict.Sag)
		if err != nil {
			t.Fatal(err)
		}
		// That nothing came of what was waited for ends the scene.
		_ = s.AskTraffic(context.Background(), action.LaesOrganisation, action.Data{}, "et opslag", func(recording.Exchange) bool { return false })
		s.End(context.Background())
	}
}
