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
		{"base64 of a number alone", "<Notat>MDEyMzQ1Njc4OQ==</Notat>", "<Notat>xxxxxx-xxxx</Notat>"},
		{"base64 of a text with a number", "VGlsIGJvcmdlciAwMTIzNDUtNjc4OSBpIGRhZw==", "xxxxxx-xxxx"},
		{"base64 in a path", "x/aMDEyMzQ1Njc4OQ", "xxxxxx-xxxx"},
		{"base64 of harmless text is left alone", "QWZ0YWxlIGluZGfDpWV0", "QWZ0YWxlIGluZGfDpWV0"},
		{"a long name is left alone", "OpdaterSagDokumentIndeksInput/Registrering/RelationListe", "OpdaterSagDokumentIndeksInput/Registrering/RelationListe"},
		{"case number", "2020-123456789", "2020-123456789"},
	} {
		if got := privacy.Mask(c.in); got != c.want {
			t.Errorf("%s: Mask(%q) = %q, want %q", c.name, c.in, got, c.want)
		}
	}
}
