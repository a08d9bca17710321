package judge_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"reflect"
	"testing"

	"klarmeld/internal/judge"
	"klarmeld/internal/recording"
	"klarmeld/internal/verdict"
)

// TestYesterdaysRecording: a recording from before services had IDs, and notes a
// code of their own, is judged as today's is.
func TestYesterdaysRecording(t *testing.T) {
	var tape *recording.Tape
	keep := func(s *stage) { tape = s.tape }
	wrongAction := func(path, action, body string) turn {
		return func(s *stage) {
			req, err := http.NewRequest(http.MethodPost, baseURL+path, bytes.NewReader([]byte(envelope(body))))
			if err != nil {
				t.Fatal(err)
			}
			req.Header.Set("Content-Type", `application/soap+xml; charset=utf-8; action="`+action+`"`)
			resp, err := (&http.Client{Transport: s.system}).Do(req)
			if err != nil {
				t.Fatal(err)
			}
			resp.Body.Close()
		}
	}
	const klasse7 = `<k:SoegInput xmlns:k="http://stoettesystemerne.dk/klassifikation/klasse/7/"/>`
	byURN := change(t, message(t, "sag"), uid(laura), urn("urn:oio:korsbaek:brugerid:kbk0001"))
	today := converse(t, keep,
		send(byURN), reads, send(change(t, byURN, sagA, sagB, "2026-000001", "2026-000002")),
		wrongAction("/klasse/7", "urn:x", klasse7), wrongAction("/sagindeks/6", "urn:y", "<si:LaesInput "+namespaces+">"+uid(sagA)+"</si:LaesInput>"),
		wrongAction("/findes-ikke", "urn:z", klasse7), call("sagindeks", "sag:PassiverInput", uid(sagA)), send(fjernFound(emptySag(""))), send(fjern(sagB, sagB)))
	j := judge.New(map[string]verdict.CapabilityID{scenario: verdict.Sag})
	for _, e := range tape.Since(0) {
		if err := j.Take(yesterdays(t, e)); err != nil {
			t.Fatal(err)
		}
	}
	j.Settle(scenario)
	rules := map[string]bool{}
	for _, f := range today {
		rules[f.Rule] = true
	}
	for _, rule := range []string{"reference.uuid-foretraekkes", "soap.action", "http.sti", "vilkaar.fysisk-fjernelse", "indeks.afvist"} {
		if !rules[rule] {
			t.Errorf("nothing was found by %s, so that nothing is shown of it", rule)
		}
	}
	if got := j.Notes(scenario).Findings; !reflect.DeepEqual(got, today) {
		t.Errorf("yesterday's recording:\n%+v\ntoday's:\n%+v", got, today)
	}
}

// yesterdays is an entry as it was written before, and is read now.
func yesterdays(t *testing.T, e recording.Entry) recording.Entry {
	t.Helper()
	x := e.Exchange
	if x == nil {
		return e
	}
	raw, err := json.Marshal(x)
	if err != nil {
		t.Fatal(err)
	}
	var written map[string]any
	if err := json.Unmarshal(raw, &written); err != nil {
		t.Fatal(err)
	}
	delete(written, "service_id")
	if x.Notes != nil {
		var notes []string
		for _, n := range x.Notes {
			notes = append(notes, n.Code+": "+n.Text)
		}
		written["noter"] = notes
	}
	if raw, err = json.Marshal(written); err != nil {
		t.Fatal(err)
	}
	e.Exchange = &recording.Exchange{}
	if err := json.Unmarshal(raw, e.Exchange); err != nil {
		t.Fatal(err)
	}
	e.Exchange.Request, e.Exchange.Reply = x.Request, x.Reply
	return e
}
