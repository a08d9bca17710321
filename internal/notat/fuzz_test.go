package notat_test

import (
	"testing"
	"unicode/utf8"

	"klarmeld/internal/notat"
)

// FuzzRead: whatever the bytes, a note is read or it is said why not; what is read
// is text, no longer than what there was to read.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{"hej", `{\rtf1\ansi\uc1{\fonttbl{\f0\fcharset238 A;}}\f0 Tr\'e6k\u230?\par{\*\x y}\bin2 ab}`, doc(p(r("Træk"))),
		"%PDF-", "\xff\xfeh\x00"} {
		f.Add([]byte(seed))
	}
	f.Add(packed(f, "word/document.xml", doc(p(r("Træk")+"<w:del>"+r("x")+"</w:del>"))))
	f.Fuzz(func(t *testing.T, raw []byte) {
		for _, format := range []notat.Format{notat.Plain, notat.RTF, notat.OOXML, notat.Unknown} {
			got, err := notat.Read(raw, format)
			switch {
			case err != nil && got != "":
				t.Errorf("%q: %q, and an error as well: %v", format, got, err)
			case !utf8.ValidString(got):
				t.Errorf("%q: %q is no text", format, got)
			case format == notat.RTF && len(got) > 3*len(raw)+8:
				t.Errorf("%d bytes say %d", len(raw), len(got))
			case notat.Compare(got, got) != notat.Alike:
				t.Errorf("%q is not alike itself", got)
			}
		}
	})
}
