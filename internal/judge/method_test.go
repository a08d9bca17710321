package judge_test

import (
	"net/http"
	"testing"
)

// TestLookingIn: a call that is no message, such as one for the WSDL, is on
// record and is held against nobody.
func TestLookingIn(t *testing.T) {
	looks := func(s *stage) {
		resp, err := (&http.Client{Transport: s.system}).Get(baseURL + "/sagdokumentindeks/6?wsdl")
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
	}
	for _, f := range converse(t, looks, send(message(t, "sag"))) {
		t.Errorf("%s: %s", f.Rule, f.Message)
	}
}

// TestNewestMessage: what the scenario's sentences find in the index is told by
// the system's newest message that could change it, not by a search, a reading
// or the other system's message after it.
func TestNewestMessage(t *testing.T) {
	search := send(envelope(`<sdi:FremsoegSagDokumentIndeksInput ` + namespaces + `/>`))
	before := noted(t, send(message(t, "sag"))).Message
	if before == 0 {
		t.Fatal("an import is no message")
	}
	other := change(t, message(t, "sag"), sagA, sagB, "2026-000001", "2026-000002")
	if after := noted(t, send(message(t, "sag")), search, reads, nabo(other)).Message; after != before {
		t.Errorf("the newest message is %d, and was %d before the index was only looked at", after, before)
	}
	if none := noted(t, reads).Message; none != 0 {
		t.Errorf("a reading is message %d", none)
	}
	if next := noted(t, send(message(t, "sag")), search, send(fjern(sagA))).Message; next <= before {
		t.Errorf("the newest message is %d, which is not the removal", next)
	}
}
