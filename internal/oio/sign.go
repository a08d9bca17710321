package oio

import (
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Sign is what a reader sees of a character.
type Sign int

// The signs. Seen is all that can be told by looking; the others look like
// nothing, like an ordinary blank, or change how what is around them looks.
const (
	Seen      Sign = iota
	LineBreak      // ends a line, but is no CR, LF or tab
	Blank          // looks like a blank, and is another
	Invisible      // takes no room
	Direction      // turns the direction of the text around it
	Control        // C1 controls and DEL: legal in XML, and no text
	Private        // what it shows depends on the font
	NoSign         // no character: noncharacters, the replacement character, what Unicode has not assigned
)

// invisible are the characters that take no room and are not in Unicode's Cf,
// or are letters that look like nothing.
var invisible = map[rune]bool{0x034F: true, 0x115F: true, 0x1160: true, 0x17B4: true, 0x17B5: true, 0x2800: true, 0x3164: true, 0xFFA0: true}

// SignOf is what a reader sees of r. Blanks, CR, LF and tabs as every keyboard
// has them are Seen.
func SignOf(r rune) Sign {
	if ordinary(r) {
		return Seen
	}
	switch {
	case r == ' ' || r == '\n' || r == '\r' || r == '\t':
		return Seen
	case r == 0x0B || r == 0x0C || r == 0x85 || r == 0x2028 || r == 0x2029:
		return LineBreak
	case r < 0x20 || r >= 0x7F && r <= 0x9F:
		return Control
	case unicode.Is(unicode.Zs, r):
		return Blank
	case r == 0x200E || r == 0x200F || r == 0x061C || r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069:
		return Direction
	case unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Variation_Selector, r) || invisible[r]:
		return Invisible
	case unicode.Is(unicode.Co, r):
		return Private
	case r == unicode.ReplacementChar || unassigned(r):
		return NoSign
	}
	return Seen
}

// ordinary are the characters that nearly every text has no others than: those of ASCII
// and of Latin-1 that are Seen, and the letters of Latin Extended.
func ordinary(r rune) bool {
	return r >= ' ' && r < 0x7F || r > 0xA0 && r < 0x250 && r != 0xAD
}

// plain reports whether a text has nothing but characters of ASCII that are Seen.
func plain(s string) bool {
	for i := range len(s) {
		if b := s[i]; (b < ' ' || b >= 0x7F) && b != '\n' && b != '\r' && b != '\t' {
			return false
		}
	}
	return true
}

// unassigned leaves out the blocks of pictographs, of which Unicode assigns more
// every year: what a new telephone writes is no mistake.
func unassigned(r rune) bool {
	pictograph := r >= 0x1F000 && r < 0x1FC00
	return !pictograph && unicode.Is(unicode.Cn, r)
}

// unseen are the Danish names of what cannot be told by looking.
var unseen = map[Sign]string{LineBreak: "linjeskift", Blank: "særligt mellemrum", Invisible: "usynligt tegn", Direction: "retningstegn", Control: "styretegn",
	Private: "tegn til privat brug", NoSign: "ugyldigt tegn"}

// SignName is the Danish name of a character that is not Seen, with its number.
func SignName(r rune) string {
	name := unseen[SignOf(r)]
	switch r {
	case 0xA0, 0x202F:
		name = "hårdt mellemrum"
	case unicode.ReplacementChar:
		name = "erstatningstegn"
	}
	return fmt.Sprintf("%s (U+%04X)", name, r)
}

// Unseen lists the characters of s that have one of the signs, each once, in
// their order; with none given, all that are not Seen.
func Unseen(s string, signs ...Sign) []rune {
	if plain(s) {
		return nil
	}
	var out []rune
	for _, r := range s {
		sign := SignOf(r)
		if sign == Seen || strings.ContainsRune(string(out), r) {
			continue
		}
		wanted := len(signs) == 0
		for _, w := range signs {
			wanted = wanted || w == sign
		}
		if wanted {
			out = append(out, r)
		}
	}
	return out
}

// Without is s without the characters; those that part words leave a blank.
func Without(s string, gone []rune) string {
	return strings.Map(func(r rune) rune {
		if !strings.ContainsRune(string(gone), r) {
			return r
		}
		if sign := SignOf(r); sign == LineBreak || sign == Blank {
			return ' '
		}
		return -1
	}, s)
}

// Named names the first of some characters, for people, and counts the others.
func Named(signs []rune) string {
	if len(signs) == 0 {
		return ""
	}
	if len(signs) > 1 {
		return fmt.Sprintf("%s og %d andre", SignName(signs[0]), len(signs)-1)
	}
	return SignName(signs[0])
}

// Trim takes away the white space of XML around s, and no other: a hard blank is
// a character like any other, and stays.
func Trim(s string) string {
	for len(s) > 0 && isSpace(s[0]) {
		s = s[1:]
	}
	for len(s) > 0 && isSpace(s[len(s)-1]) {
		s = s[:len(s)-1]
	}
	return s
}

func isSpace(b byte) bool { return b == ' ' || b == '\t' || b == '\r' || b == '\n' }

// Shown is s with what a reader cannot see or tell written so that he can: ‹U+00A0›
// for a hard blank, ‹U+0020› for a blank at either end, ‹tab›, ‹linje› for the end
// of a line, and an accent that stands by itself as the sign it is. It is for one
// who looks for the difference between two texts that look alike; CPR numbers are
// masked before, for the signs would part their digits.
func Shown(s string) string {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	var out strings.Builder
	begin := len(s) - len(strings.TrimLeft(s, " "))
	end := len(strings.TrimRight(s, " "))
	for i, r := range s {
		switch {
		case r == '\t':
			out.WriteString("‹tab›")
		case r == '\n' || r == '\r':
			out.WriteString("‹linje›")
		case r == ' ' && (i < begin || i >= end), r != ' ' && SignOf(r) != Seen, unicode.Is(unicode.Mn, r):
			fmt.Fprintf(&out, "‹U+%04X›", r)
		default:
			out.WriteRune(r)
		}
	}
	return out.String()
}

// Composed is s with each letter as one sign where Unicode has it as one (NFC): Å
// and A with a ring are the same letter, and no reader can tell them apart.
func Composed(s string) string {
	const combining = 0xCC // what begins the first character that may change with the one before it, U+0300
	for i := range len(s) {
		if s[i] >= combining {
			return norm.NFC.String(s)
		}
	}
	return s
}
