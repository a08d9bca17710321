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
