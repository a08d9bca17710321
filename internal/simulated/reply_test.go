package simulated_test

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/iotest"

	"klarmeld/internal/action"
)

// TestReplies: 20 for every object is the only answer from the index that makes
// an action done. What else it says is why it was not.
func TestReplies(t *testing.T) {
	const fault11 = `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><e:Fault><faultcode>e:Client</faultcode><faultstring> for stor
</faultstring></e:Fault></e:Body></e:Envelope>`
	answer := func(status int, body string) func(*http.Request) (*http.Response, error) {
		return func(*http.Request) (*http.Response, error) { return reply(status, body), nil }
	}
	for _, c := range []struct {
		name  string
		index func(*http.Request) (*http.Response, error)
		why   []string // none: it is done
	}{
		{"20", answer(200, envelope(status("20", "OK"))), nil},
		{"20 twice", answer(200, envelope(`<Ud><UnikRetur><StatusKode>20</StatusKode></UnikRetur><UnikRetur><StatusKode>20</StatusKode></UnikRetur></Ud>`)), nil},
		{"no status at all", answer(200, envelope(`<ImporterSagDokumentIndeksOutput/>`)), nil},
		{"40", answer(200, envelope(status("40", "Rolle er ukendt"))), []string{"40", "importer", "Rolle er ukendt"}},
		{"44", answer(200, envelope(status("44", "findes ikke"))), []string{"44", "findes ikke"}},
		{"49", answer(200, envelope(status("49", "findes allerede"))), []string{"49", "findes allerede"}},
		{"20 for one and 40 for another", answer(200, envelope(`<Ud><UnikRetur><StatusKode>20</StatusKode></UnikRetur><UnikRetur><StatusKode>40</StatusKode>`+
			`<FejlbeskedTekst>den anden</FejlbeskedTekst></UnikRetur></Ud>`)), []string{"40", "den anden"}},
		{"a status without a text", answer(200, envelope(`<Ud><StandardRetur><StatusKode>40</StatusKode></StandardRetur></Ud>`)), []string{"40"}},
		{"a status of nothing", answer(200, envelope(`<Ud><StandardRetur><StatusKode/></StandardRetur></Ud>`)), []string{"importer"}},
		{"a Fault of SOAP 1.1", answer(500, fault11), []string{"for stor"}},
		{"a Fault of SOAP 1.2", answer(500, envelope(`<e:Fault><e:Code/><e:Reason><e:Text xml:lang="da">må ikke</e:Text></e:Reason></e:Fault>`)),
			[]string{"må ikke"}},
		{"a Fault that says OK in HTTP", answer(200, fault11), []string{"for stor"}},
		{"a Fault of no words", answer(500, envelope(`<e:Fault/>`)), []string{"uden begrundelse"}},
		{"no XML", answer(502, `Bad gateway`), []string{"502", "XML"}},
		{"half of it", answer(200, `<e:Envelope xmlns:e="x"><e:Body>`), []string{"200", "XML"}},
		{"nothing", answer(204, ``), []string{"204", "XML"}},
		{"no body", answer(200, `<e:Envelope xmlns:e="x"><e:Header/></e:Envelope>`), []string{"200", "intet indhold"}},
		{"an empty body", answer(200, envelope(``)), []string{"intet indhold"}},
		{"no answer", func(*http.Request) (*http.Response, error) { return nil, errors.New("linjen er død") }, []string{"sagdokumentindeks", "linjen er død"}},
		{"an answer that breaks off", func(*http.Request) (*http.Response, error) {
			return &http.Response{StatusCode: 200, Body: io.NopCloser(iotest.ErrReader(errors.New("afbrudt af en graver")))}, nil
		}, []string{"afbrudt af en graver"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			w.index = c.index
			s := w.install(reference())
			ans := s.Do(newCase("besøg"))
			if want := map[bool]action.Status{true: action.Done, false: action.Failed}[c.why == nil]; ans.Status != want {
				t.Fatalf("%+v, want %s", ans, want)
			}
			for _, word := range c.why {
				if !strings.Contains(ans.Reason, word) {
					t.Errorf("%q does not say %q", ans.Reason, word)
				}
			}
			// What the index has not taken is no case of the system's.
			w.index = nil
			from := len(w.sent)
			if ans := s.Do(action.Request{ID: "luk", Kind: action.LukSag, Sag: "besøg"}); (ans.Status == action.Done) != (c.why == nil) {
				t.Errorf("closed afterwards: %+v, %s", ans, w.operations(from))
			}
		})
	}
}

// TestRefusedAtEveryStep: whatever the index refuses, the action that sent it
// says so, and no action that sends to it says that it is done.
func TestRefusedAtEveryStep(t *testing.T) {
	for _, step := range script {
		w := newWorld(t)
		s := w.install(reference())
		for _, other := range script {
			if other.before != nil {
				other.before(w)
			}
			other.ID = other.name
			if other.name != step.name {
				s.Do(other.Request)
				continue
			}
			reached := 0
			w.index = func(*http.Request) (*http.Response, error) {
				reached++
				return reply(http.StatusOK, envelope(status("40", "nej tak"))), nil
			}
			ans := s.Do(other.Request)
			if refused := ans.Status == action.Failed && strings.Contains(ans.Reason, "nej tak"); refused != (reached > 0) || reached > 1 {
				t.Errorf("%s sent %d messages that were refused, and says %+v", step.name, reached, ans)
			}
			break
		}
	}
}

// TestAddress: an address that is none is why nothing was sent.
func TestAddress(t *testing.T) {
	w := newWorld(t)
	p := reference()
	p.Units, p.KLE = "indtastet", "indtastet"
	s := w.installAt(p, "http://klar meld")
	if ans := s.Do(newCase("besøg")); ans.Status != action.Failed || !strings.Contains(ans.Reason, "klar meld") || len(w.sent) != 0 {
		t.Errorf("%+v, sent %s", ans, w.operations(0))
	}
}
