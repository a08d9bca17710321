package privacy_test

import (
	"testing"

	"klarmeld/internal/privacy"
)

func TestMask(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"urn", "urn:oio:cpr-nr:0123456789", "urn:oio:cpr-nr:xxxxxx-xxxx"},
		{"hyphen", "borger 012345-6789.", "borger xxxxxx-xxxx."},
		{"two with one space", "0123456789 0123456789", "xxxxxx-xxxx xxxxxx-xxxx"},
		{"in an element", "<a>0123456789</a>", "<a>xxxxxx-xxxx</a>"},
		{"uuid is left alone", "12345678-1234-1234-1234-123456789012", "12345678-1234-1234-1234-123456789012"},
		{"uuid tail of ten digits and letters", "4eba8818-da19-4e37-b3e1-1234567890ab", "4eba8818-da19-4e37-b3e1-1234567890ab"},
		{"cvr is left alone", "urn:oio:cvr-nr:11111111", "urn:oio:cvr-nr:11111111"},
		{"date is left alone", "2026-01-02T03:04:05.000+01:00", "2026-01-02T03:04:05.000+01:00"},
		{"case number", "2020-123456789", "2020-123456789"},
	} {
		if got := privacy.Mask(c.in); got != c.want {
			t.Errorf("%s: Mask(%q) = %q, want %q", c.name, c.in, got, c.want)
		}
	}
}
