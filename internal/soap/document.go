package soap

import (
	"bytes"
	"fmt"
	"unicode/utf8"

	"github.com/beevik/etree"

	"klarmeld/internal/oio"
	"klarmeld/internal/privacy"
	"klarmeld/internal/strictxml"
)

// Limits of what we read. The real services' limits are not public; these let
// through a message with some hundred objects, and keep a hostile one from
// costing memory.
const (
	MaxBytes    = 20 << 20 // 20 MiB
	MaxDepth    = 200      // levels; SF1470's deepest message has about 20
	MaxElements = 100_000  // a case with all that belongs to it has some 200

	MaxAttributes = 256  // of one element; SF1470's have namespace declarations only
	MaxNamespaces = 1000 // declarations in force at one place

	MaxName = 256  // bytes of a name; SF1470's longest has 33
	MaxURI  = 1000 // bytes of a namespace's URI; SF1470's longest has 45
)

// Problem says why bytes could not be read as a message, or what is to be said of
// them all the same. It is an error whose text is Danish, for the person who sent
// the bytes.
type Problem struct {
	Code     string // stable: "xml.tom", "xml.praefiks", "soap.konvolut", …
	Layer    Layer  // whose rule it breaks
	Remark   bool   // it is worth a remark, and no error
	Line     int    // 1-based; 0 when no line can be named
	Message  string
	Expected string
	Actual   string
	Fix      string
}

// Layer is what a message is read as.
type Layer int

// The layers: the envelope is read when the XML is in order.
const (
	LayerXML        Layer = iota
	LayerSOAP             // SOAP's own rules
	LayerNamespaces       // prefixes and what they stand for
	LayerText             // the character set, of which XML would allow more
	LayerLimit            // our own bounds, which no standard gives
)

// Source is where the rule stands that the bytes break.
func (p *Problem) Source() string {
	switch p.Layer {
	case LayerSOAP:
		return "SOAP 1.1 afsnit 4, SOAP 1.2 del 1 afsnit 5"
	case LayerNamespaces:
		return "Namespaces in XML 1.0"
	case LayerText:
		return "Anvisningerne: »Tekstformatet er UTF8«"
	case LayerLimit:
		return oio.FromLimit
	}
	return "XML 1.0; Namespaces in XML 1.0"
}

func (p *Problem) Error() string {
	if p.Line > 0 {
		return fmt.Sprintf("linje %d: %s", p.Line, p.Message)
	}
	return p.Message
}

// Document is a well-formed XML document with declared prefixes.
type Document struct {
	Root *etree.Element
	// Notice is what is to be said of bytes that were read all the same: the
	// character set that they are in. nil when there is nothing.
	Notice *Problem

	read *strictxml.Document
	kept kept
}

// Line returns the 1-based line on which el begins, 0 when el is not of this
// document.
func (d *Document) Line(el *etree.Element) int { return d.read.Line(el) }

// limits are those of a document.
var limits = strictxml.Limits{Depth: MaxDepth, Elements: MaxElements, Attributes: MaxAttributes, Namespaces: MaxNamespaces, Name: MaxName, URI: MaxURI}

// ReadDocument reads raw as XML 1.0 without a DTD, in the character set that the
// bytes themselves say: ReadDocumentAs without a Content-Type.
func ReadDocument(raw []byte) (*Document, *Problem) { return ReadDocumentAs(raw, "") }

// ReadDocumentAs reads raw as XML 1.0 without a DTD, as it came with a
// Content-Type. It refuses, each with a Problem of its own code: nothing at all,
// too many bytes or levels, what is not XML, a character set that the services do
// not take, a DOCTYPE, ill-formed markup, undeclared prefixes. A byte order mark
// is skipped, as XML allows.
func ReadDocumentAs(raw []byte, contentType string) (*Document, *Problem) {
	if len(raw) > MaxBytes {
		return nil, TooLarge()
	}
	return readWithin(raw, contentType, limits)
}

// ReadFile reads raw as ReadDocument does, though it is no message but a file of
// somebody's, with bounds of its own. The words of a Problem speak of a message.
func ReadFile(raw []byte, within strictxml.Limits) (*Document, *Problem) {
	return readWithin(raw, "", within)
}

func readWithin(raw []byte, contentType string, within strictxml.Limits) (*Document, *Problem) {
	text, notice, p := raw, (*Problem)(nil), (*Problem)(nil)
	if len(bytes.TrimSpace(raw)) > 0 {
		text, notice, p = decode(raw, contentType)
	}
	if p == nil {
		p = sniff(text)
	}
	if p != nil {
		return nil, p
	}
	read, fault := strictxml.Read(text, within)
	if fault != nil {
		return nil, refusal(text, fault)
	}
	return &Document{Root: read.Root, Notice: notice, read: read}, nil
}

// sniff finds what can be told before parsing.
func sniff(text []byte) *Problem {
	first := bytes.TrimLeft(text, " \t\r\n")
	switch {
	case len(first) == 0:
		return &Problem{Code: "xml.tom", Message: "Der er intet indhold: meddelelsen er tom.",
			Expected: "en SOAP-konvolut (XML)", Actual: fmt.Sprintf("%d byte uden tegn", len(text)),
			Fix: "Send selve konvolutten som HTTP-forespørgslens krop, eller angiv en fil, der indeholder den."}
	case bytes.HasPrefix(text, []byte("PK\x03\x04")):
		return notXML("et ZIP-arkiv", "Pak arkivet ud, og brug XML-filen, der ligger i det.")
	case bytes.HasPrefix(text, []byte("\x1f\x8b")):
		return notXML("gzip-komprimerede data", "Send meddelelsen ukomprimeret (uden Content-Encoding: gzip).")
	case bytes.HasPrefix(text, []byte("%PDF")):
		return notXML("en PDF-fil", "Brug den XML-meddelelse, systemet sender.")
	case first[0] == '{' || first[0] == '[':
		return notXML("JSON", "Send en SOAP-konvolut i XML; snitfladen findes ikke som JSON.")
	case first[0] != '<':
		return notXML(fmt.Sprintf("data, der begynder med %q", printable(first)), "Send en SOAP-konvolut i XML.")
	}
	return nil
}

// TooLarge is the Problem of a message above MaxBytes.
func TooLarge() *Problem {
	limit := fmt.Sprintf("%d MB", MaxBytes>>20)
	return &Problem{Code: "xml.for-stor", Layer: LayerLimit, Message: "Meddelelsen er for stor: den fylder mere end grænsen på " + limit + ".",
		Expected: "højst " + limit, Actual: "mere end " + limit, Fix: "Del leverancen op i flere meddelelser."}
}

func notXML(what, fix string) *Problem {
	return &Problem{Code: "xml.ikke-xml", Message: "Det modtagne er ikke XML, men " + what + ".",
		Expected: "en SOAP-konvolut (XML)", Actual: what, Fix: fix}
}

// printable is the beginning of b, masked before it is cut: nobody would know
// half a CPR number again.
func printable(b []byte) string {
	b = []byte(privacy.Mask(string(b[:min(len(b), 256)])))
	if len(b) > 12 {
		b = b[:12]
	}
	// The cut may have split the last character; what was never UTF-8 stays, for
	// %q to spell out.
	for i := 1; i < utf8.UTFMax && i <= len(b); i++ {
		if tail := b[len(b)-i:]; utf8.RuneStart(tail[0]) {
			if !utf8.FullRune(tail) {
				b = b[:len(b)-i]
			}
			break
		}
	}
	return string(b)
}
