// Package notat reads what a journal note says out of the format that it is in,
// and holds what two notes say against each other.
//
// A note comes as the bytes that its base64 gives, and a Format. The anvisninger
// for sagsobjektet 1.7 (3.11 Journalpost, Notat and Format) name three: text, RTF
// and OOXML. What the bytes look like is of no matter here: a system may choose
// fonts, paragraphs, line ends and packing as it likes, as long as a colleague
// reads the same words.
//
// What is read was made by somebody else. Time and memory grow with the bytes, and
// never with what they say of themselves: a ZIP is not unpacked beyond MaxUnpacked,
// and nothing nests deeper than maxDepth.
package notat

import (
	"bytes"
	"errors"
	"unicode/utf8"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// Format is the format of a note, by the name that FK Klassifikation has for it.
type Format string

// The formats that can be read. Unknown is for a format whose UUID is on no list:
// then the bytes themselves must tell.
const (
	Plain   Format = "Text"
	RTF     Format = "RTF"
	OOXML   Format = "OOXML"
	Unknown Format = ""
)

// Why a note cannot be read, for errors.Is. The texts are Danish, and stand in
// what a vendor reads.
var (
	ErrFormat = errors.New("klarmeld kan ikke læse notater i det format") // neither of the three
	ErrOther  = errors.New("notatet er ikke i det format, som Format siger")
	ErrBroken = errors.New("notatet er i stykker")
	ErrBounds = errors.New("notatet er større eller dybere, end nogen læser")
)

// MaxUnpacked is how many bytes of a packed note are unpacked at most, and maxDepth
// how deep groups and elements may lie in each other. A note has at most 102,400
// bytes; Word's own documents of that size unpack to about one million, and lie
// about thirty deep.
const (
	MaxUnpacked = 16 << 20
	maxDepth    = 1000
)

// Read is what a note says, with "\n" between lines. The error says why it cannot
// be read: of what kind, and where.
func Read(raw []byte, format Format) (string, error) {
	switch format {
	case Plain:
		return readText(raw)
	case RTF:
		return readRTF(raw)
	case OOXML:
		return readOOXML(raw)
	case Unknown:
		return readLooking(raw)
	}
	return "", ErrFormat
}

// readLooking reads what the bytes show themselves to be.
func readLooking(raw []byte) (string, error) {
	if looks := Looks(raw); looks != Unknown {
		return Read(raw, looks)
	}
	return "", ErrFormat
}

// Looks is the format that the bytes look like, whatever anybody says of them;
// Unknown when they look like none of the three: mark-up that nobody here reads is no
// text.
func Looks(raw []byte) Format {
	switch trimmed := trimStart(raw); {
	case bytes.HasPrefix(trimmed, []byte(`{\rtf`)):
		return RTF
	case bytes.HasPrefix(raw, []byte("PK\x03\x04")), isFlat(trimmed):
		return OOXML
	case bytes.HasPrefix(raw, []byte("%PDF-")), bytes.HasPrefix(trimmed, []byte("<")):
		return Unknown
	}
	if _, err := readText(raw); err != nil {
		return Unknown
	}
	return Plain
}

// trimStart is raw without a byte order mark and blanks before it.
func trimStart(raw []byte) []byte {
	return bytes.TrimLeft(bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf")), " \t\r\n")
}

// readText reads UTF-8, as every text of the anvisninger is, and UTF-16 that says
// so by its byte order mark. Any other encoding would have to be guessed.
func readText(raw []byte) (string, error) {
	raw, err := utf16ToUTF8(raw)
	if err != nil {
		return "", err
	}
	if !utf8.Valid(raw) {
		return "", because(ErrOther, "teksten er ikke UTF-8")
	}
	if bytes.IndexByte(raw, 0) >= 0 {
		return "", because(ErrOther, "teksten har NUL-tegn; den er binær, eller UTF-16 uden byte order mark")
	}
	return string(raw), nil
}

// utf16ToUTF8 is raw as UTF-8 without a byte order mark, when it has one; else it is
// raw.
func utf16ToUTF8(raw []byte) ([]byte, error) {
	for _, mark := range []string{"\xef\xbb\xbf", "\xff\xfe", "\xfe\xff"} {
		if bytes.HasPrefix(raw, []byte(mark)) {
			out, _, err := transform.Bytes(unicode.BOMOverride(transform.Nop), raw)
			if err != nil {
				return nil, because(ErrBroken, err.Error())
			}
			return out, nil
		}
	}
	return raw, nil
}

// unreadable is an error with its kind and what was found.
type unreadable struct {
	kind   error
	detail string
}

func (u unreadable) Error() string { return u.kind.Error() + ": " + u.detail }
func (u unreadable) Unwrap() error { return u.kind }

func because(kind error, detail string) error { return unreadable{kind, detail} }
