package idws_test

import (
	"strings"
	"testing"

	"klarmeld/internal/security"
)

// TestCarriageReturn: what is signed both ways may hold what plain writing of XML
// loses: the message is taken, and the reply believed.
func TestCarriageReturn(t *testing.T) {
	w := open(t, security.Enforce)
	w.sender.NewID = func() string { return "en\rto\n\"tre\"\tfire" }
	status, body, err := w.send(t, w.sender)
	if err != nil || status != 200 || !strings.Contains(body, "FremsoegSagDokumentIndeksOutput") {
		t.Errorf("%d %v %s", status, err, body)
	}
}
