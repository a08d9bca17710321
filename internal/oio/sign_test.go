package oio_test

import (
	"testing"

	"klarmeld/internal/oio"
)

func TestSignOf(t *testing.T) {
	for r, want := range map[rune]oio.Sign{
		'a': oio.Seen, 'å': oio.Seen, ' ': oio.Seen, '\n': oio.Seen, '\t': oio.Seen, '👩': oio.Seen, 0x1FAE9: oio.Seen, 0x1FAFF: oio.Seen,
		0x85: oio.LineBreak, 0x0B: oio.LineBreak, 0x2028: oio.LineBreak, 0x2029: oio.LineBreak,
		0xA0: oio.Blank, 0x2009: oio.Blank, 0x3000: oio.Blank,
		0xAD: oio.Invisible, 0x200B: oio.Invisible, 0x200D: oio.Invisible, 0xFEFF: oio.Invisible, 0xFE0F: oio.Invisible, 0x3164: oio.Invisible,
		0x202E: oio.Direction, 0x200F: oio.Direction, 0x2069: oio.Direction, 0x061C: oio.Direction,
		0x7F: oio.Control, 0x92: oio.Control, 0xE000: oio.Private, 0x10FFFD: oio.Private, 0xFFFD: oio.NoSign, 0xFDD0: oio.NoSign, 0x0378: oio.NoSign,
	} {
		if got := oio.SignOf(r); got != want {
			t.Errorf("U+%04X is %d, want %d", r, got, want)
		}
	}
}

func TestNamed(t *testing.T) {
	for s, want := range map[string]string{
		"tekst": "", "a\u00a0b": "hårdt mellemrum (U+00A0)", "a\u00a0b\u00a0\u200b": "hårdt mellemrum (U+00A0) og 1 andre", "\ufffd": "erstatningstegn (U+FFFD)",
	} {
		if got := oio.Named(oio.Unseen(s)); got != want {
			t.Errorf("%q has %q, want %q", s, got, want)
		}
	}
	if got := oio.Without("a\u00a0b\u200bc\u2028d", oio.Unseen("\u00a0\u200b\u2028")); got != "a bc d" {
		t.Errorf("without what is not seen it is %q", got)
	}
	if got := oio.Trim("\t 27\u00a0\r\n"); got != "27\u00a0" {
		t.Errorf("trimmed it is %q", got)
	}
}

func TestShown(t *testing.T) {
	for s, want := range map[string]string{
		"": "", "Borgeren ringede.": "Borgeren ringede.", "på æ, ø og å 👩": "på æ, ø og å 👩",
		"a\u00a0b": "a‹U+00A0›b", "a\u200bb": "a‹U+200B›b", "a\u00adb": "a‹U+00AD›b", "a\tb": "a‹tab›b", "a\r\nb\rc\nd": "a‹linje›b‹linje›c‹linje›d",
		"a\u2028b": "a‹U+2028›b",
		" a b  ":   "‹U+0020›a b‹U+0020›‹U+0020›", "  ": "‹U+0020›‹U+0020›", "paa\u030a": "paa‹U+030A›", "\ufeffa": "‹U+FEFF›a", "a\u202eb": "a‹U+202E›b",
		"\r\na ": "‹linje›a‹U+0020›",
	} {
		if got := oio.Shown(s); got != want {
			t.Errorf("%q is shown as %q, want %q", s, got, want)
		}
	}
}
