package reports_test

import (
	"encoding/binary"
	"strings"
	"testing"

	"klarmeld/internal/privacy"
	"klarmeld/reports"
)

// TestOtherCharsets: a message in UTF-16 is shown as its text, whether it can be
// read or not, so that what must be masked can be seen.
func TestOtherCharsets(t *testing.T) {
	for _, text := range []string{"\ufeff<a>Titel " + cprNumber + "</a>", "\ufeff<a>Titel " + cprNumber + "</b>", "<a>Titel " + cprNumber + "</a>",
		"\ufeff<a>Titel " + cprNumber + "\ud7ff</a>"} {
		for _, end := range []string{"", "x", "\x00\xdc"} {
			var raw []byte
			for _, r := range text {
				raw = binary.LittleEndian.AppendUint16(raw, uint16(r))
			}
			shown := reports.NewMessage(1, append(raw, end...), nil).Request
			if !strings.Contains(shown, "Titel") || strings.Contains(privacy.Mask(shown), cprNumber) {
				t.Errorf("%q is shown as %q", text+end, shown)
			}
		}
	}
}
