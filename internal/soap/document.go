package soap

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/beevik/etree"

	"klarmeld/internal/privacy"
)

// Limits of what we read. The real services' limits are not public; these let
// through a message with some hundred objects, and keep a hostile one from
// costing memory.
const (
	MaxBytes    = 20 << 20 // 20 MiB
	MaxDepth    = 200      // levels; SF1470's deepest message has about 20
	MaxElements = 100_000  // a case with all that belongs to it has some 200
)

// Problem says why bytes could not be read as a message. It is an error whose
// text is Danish, for the person who sent the bytes.
type Problem struct {
	Code     string // stable: "xml.tom", "xml.praefiks", "soap.konvolut", …
	Layer    Layer  // whose rule it breaks
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
	LayerXML Layer = iota
	LayerSOAP
)

// Source is where the rule stands that the bytes break.
func (p *Problem) Source() string {
	if p.Layer == LayerSOAP {
		return "SOAP 1.1 afsnit 4, SOAP 1.2 del 1 afsnit 5"
	}
	return "XML 1.0; Namespaces in XML 1.0"
}

func (p *Problem) Error() string {
	if p.Line > 0 {
		return fmt.Sprintf("linje %d: %s", p.Line, p.Message)
	}
	return p.Message
}

// Document is a well-formed XML document with declared prefixes, and the line
// on which each element begins.
type Document struct {
	Root  *etree.Element
	lines map[*etree.Element]int
}

// Line returns the 1-based line on which el begins, 0 when el is not of this
// document.
func (d *Document) Line(el *etree.Element) int { return d.lines[el] }

// ReadDocument reads raw as XML 1.0 in UTF-8 without a DTD. It refuses, each
// with a Problem of its own code: nothing at all, too many bytes or levels,
// what is not XML, another encoding, a DOCTYPE, ill-formed markup, undeclared
// prefixes. A UTF-8 byte order mark is skipped, as XML allows.
func ReadDocument(raw []byte) (*Document, *Problem) {
	if p := sniff(raw); p != nil {
		return nil, p
	}
	raw = bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf"))
	lines, p := scan(raw)
	if p != nil {
		return nil, p
	}
	doc := etree.NewDocument()
	if err := doc.ReadFromBytes(raw); err != nil || doc.Root() == nil {
		return nil, illFormed(0, fmt.Sprint(err))
	}
	d := &Document{Root: doc.Root(), lines: make(map[*etree.Element]int, len(lines))}
	number(d.Root, &lines, d.lines)
	return d, nil
}

// number hands out the lines, which scan found in document order.
func number(el *etree.Element, lines *[]int, to map[*etree.Element]int) {
	if len(*lines) == 0 {
		return
	}
	to[el], *lines = (*lines)[0], (*lines)[1:]
	for _, c := range el.ChildElements() {
		number(c, lines, to)
	}
}

// sniff finds what can be told before parsing.
func sniff(raw []byte) *Problem {
	switch {
	case len(bytes.TrimSpace(bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf")))) == 0:
		return &Problem{Code: "xml.tom", Message: "Der er intet indhold: meddelelsen er tom.",
			Expected: "en SOAP-konvolut (XML)", Actual: fmt.Sprintf("%d byte uden tegn", len(raw)),
			Fix: "Send selve konvolutten som HTTP-forespørgslens krop, eller angiv en fil, der indeholder den."}
	case len(raw) > MaxBytes:
		return TooLarge()
	case bytes.HasPrefix(raw, []byte("PK\x03\x04")):
		return notXML("et ZIP-arkiv", "Pak arkivet ud, og brug XML-filen, der ligger i det.")
	case bytes.HasPrefix(raw, []byte("\x1f\x8b")):
		return notXML("gzip-komprimerede data", "Send meddelelsen ukomprimeret (uden Content-Encoding: gzip).")
	case bytes.HasPrefix(raw, []byte("%PDF")):
		return notXML("en PDF-fil", "Brug den XML-meddelelse, systemet sender.")
	case bytes.HasPrefix(raw, []byte("\xff\xfe")), bytes.HasPrefix(raw, []byte("\xfe\xff")):
		return encodingProblem("UTF-16 (byte order mark)")
	}
	switch first := bytes.TrimLeft(bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf")), " \t\r\n"); {
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
	return &Problem{Code: "xml.for-stor", Message: "Meddelelsen er for stor: den fylder mere end grænsen på " + limit + ".",
		Expected: "højst " + limit, Actual: "mere end " + limit, Fix: "Del leverancen op i flere meddelelser."}
}

func notXML(what, fix string) *Problem {
	return &Problem{Code: "xml.ikke-xml", Message: "Det modtagne er ikke XML, men " + what + ".",
		Expected: "en SOAP-konvolut (XML)", Actual: what, Fix: fix}
}

func encodingProblem(found string) *Problem {
	return &Problem{Code: "xml.tegnsaet", Line: 1, Message: "Meddelelsen er ikke i UTF-8, men i " + found + ".",
		Expected: "tegnsættet UTF-8", Actual: found,
		Fix: `Skriv XML'en i UTF-8, og lad erklæringen sige det: <?xml version="1.0" encoding="UTF-8"?>`}
}

func illFormed(line int, detail string) *Problem {
	return &Problem{Code: "xml.velformet", Line: line, Message: "XML'en er ikke velformet: " + danish(detail) + ".",
		Expected: "velformet XML", Actual: danish(detail),
		Fix: "Lad et XML-bibliotek skrive meddelelsen i stedet for at sætte tekst sammen, og prøv den med en XML-læser."}
}

// danish puts the decoder's commonest complaints into the reader's language.
func danish(s string) string {
	s = strings.TrimPrefix(s, "XML syntax error on line ")
	if i := strings.Index(s, ": "); i >= 0 && i < 8 {
		s = s[i+2:]
	}
	for _, r := range [][2]string{
		{"unexpected EOF", "den slutter midt i et element"},
		{"unsupported version", "XML-erklæringen siger en anden version end 1.0"},
		{"invalid characters between </", "der står mere end navnet i et sluttag"},
		{"expected target name after <?", "et navn mangler efter <?"},
		{"invalid sequence <!- not part of <!--", "<!- begynder ikke en kommentar; det gør <!--"},
		{`invalid sequence "--" not allowed in comments`, "en kommentar rummer --"},
		{"invalid <![ sequence", "<![ begynder ikke et CDATA-afsnit; det gør <![CDATA["},
		{"unescaped ]]> not in CDATA section", "]]> står uden for et CDATA-afsnit"},
		{"expected /> in element", "der mangler > efter / i et tag"},
		{"invalid XML name", "et navn har tegn, som navne ikke må have"},
		{"unescaped < inside quoted string", "tegnet < står uden escape i en attributværdi"},
		{"invalid character entity", "en ukendt entitet eller et løst &-tegn"},
		{"illegal character code", "et tegn, som XML ikke tillader"},
		{"invalid UTF-8", "bytes, der ikke er gyldig UTF-8"},
		{"expected attribute name in element", "et attributnavn mangler"},
		{"attribute name without = in element", "en attribut mangler sit lighedstegn"},
		{"expected element name after <", "et elementnavn mangler efter <"},
		{"unquoted or missing attribute value in element", "en attributværdi mangler anførselstegn"},
	} {
		if strings.Contains(s, r[0]) {
			return r[1]
		}
	}
	return s
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

// open is one element that has begun and not yet ended.
type open struct {
	name     xml.Name
	line     int
	declared []string // prefixes that this element declares
}

// scan walks raw once, checks what etree leaves unchecked, and returns the
// line of every element in document order.
func scan(raw []byte) ([]int, *Problem) {
	dec := xml.NewDecoder(bytes.NewReader(raw))
	dec.CharsetReader = func(label string, _ io.Reader) (io.Reader, error) {
		return nil, charsetError(label)
	}
	s := scanner{scope: map[string]int{"xml": 1, "xmlns": 1}}
	for {
		// A token is where it begins; its start tag may go on for many lines.
		begun, _ := dec.InputPos()
		offset := dec.InputOffset()
		tok, err := dec.RawToken()
		line, _ := dec.InputPos()
		if err == io.EOF {
			return s.lines, s.end(line)
		}
		if err != nil {
			var other charsetError
			if errors.As(err, &other) {
				return nil, encodingProblem(string(other))
			}
			return nil, illFormed(line, err.Error())
		}
		if pi, ok := tok.(xml.ProcInst); ok && pi.Target == "xml" && offset > 0 {
			return nil, illFormed(begun, "XML-erklæringen <?xml …?> står ikke allerførst; intet må stå før den, heller ikke et mellemrum")
		}
		if p := s.token(tok, begun); p != nil {
			return nil, p
		}
	}
}

type charsetError string

func (c charsetError) Error() string { return "charset " + string(c) }

type scanner struct {
	lines []int
	stack []open
	scope map[string]int // prefix → how many open elements declare it
	roots int
}

func (s *scanner) token(tok xml.Token, line int) *Problem {
	switch t := tok.(type) {
	case xml.StartElement:
		return s.start(t, line)
	case xml.EndElement:
		return s.close(t, line)
	case xml.CharData:
		if text := bytes.TrimLeft(t, " \t\r\n"); len(s.stack) == 0 && len(text) > 0 {
			line += bytes.Count(t[:len(t)-len(text)], []byte("\n"))
			return illFormed(line, "der står tekst uden for rodelementet")
		}
	case xml.Directive:
		return &Problem{Code: "xml.doctype", Line: line, Message: "Meddelelsen har en DOCTYPE; det tillader SOAP ikke.",
			Expected: "ingen DOCTYPE", Actual: "<!DOCTYPE …>", Fix: "Fjern DOCTYPE-erklæringen og de entiteter, den definerer."}
	}
	return nil
}

func (s *scanner) start(t xml.StartElement, line int) *Problem {
	if len(s.stack) == 0 {
		if s.roots++; s.roots > 1 {
			return illFormed(line, "der er mere end ét rodelement")
		}
	}
	o := open{name: t.Name, line: line}
	seen := make(map[xml.Name]bool, len(t.Attr))
	for _, a := range t.Attr {
		if seen[a.Name] {
			return illFormed(line, fmt.Sprintf("attributten %q står to gange i <%s>", qname(a.Name), qname(t.Name)))
		}
		seen[a.Name] = true
		if a.Name.Space == "xmlns" {
			o.declared = append(o.declared, a.Name.Local)
			s.scope[a.Name.Local]++
		}
	}
	s.stack = append(s.stack, o)
	if len(s.stack) > MaxDepth {
		return &Problem{Code: "xml.for-dyb", Line: line, Message: fmt.Sprintf("Meddelelsen har mere end %d niveauer af elementer.", MaxDepth),
			Expected: fmt.Sprintf("højst %d niveauer", MaxDepth), Actual: "flere niveauer", Fix: "Send en meddelelse efter snitfladens XSD; den dybeste har omkring 20 niveauer."}
	}
	s.lines = append(s.lines, line)
	if len(s.lines) > MaxElements {
		return &Problem{Code: "xml.for-mange", Line: line, Message: fmt.Sprintf("Meddelelsen har mere end %d elementer.", MaxElements),
			Expected: fmt.Sprintf("højst %d elementer", MaxElements), Actual: "flere elementer", Fix: "Del leverancen op i flere meddelelser."}
	}
	if p := s.prefix(t.Name, "elementet <"+qname(t.Name)+">", line); p != nil {
		return p
	}
	for _, a := range t.Attr {
		if p := s.prefix(a.Name, fmt.Sprintf("attributten %s i <%s>", qname(a.Name), qname(t.Name)), line); p != nil {
			return p
		}
	}
	return nil
}

func (s *scanner) prefix(n xml.Name, where string, line int) *Problem {
	if n.Space == "" || s.scope[n.Space] > 0 {
		return nil
	}
	return &Problem{Code: "xml.praefiks", Line: line,
		Message:  fmt.Sprintf("Præfikset %q er ikke erklæret, hvor %s bruger det: intet omsluttende element har xmlns:%s.", n.Space, where, n.Space),
		Expected: fmt.Sprintf("en erklæring xmlns:%s=\"…\" på elementet selv eller et omsluttende element", n.Space),
		Actual:   fmt.Sprintf("%s uden erklæring af %q", where, n.Space),
		Fix:      fmt.Sprintf("Erklær præfikset på konvoluttens rod%s; en erklæring på et søskendeelement gælder ikke.", suggestion(n.Space))}
}

// suggestion names the namespace when the prefix is one of the usual ones.
func suggestion(prefix string) string {
	if ns, ok := map[string]string{
		"sd": "urn:oio:sagdok:3.0.0", "sag": "urn:oio:sts:sagdok:sag:6", "gd": "urn:oio:sts:generelledefinitioner:6",
		"si": "urn:oio:sts:sagdok:sagindeks:6", "di": "urn:oio:sts:sagdok:dokumentindeks:6", "sdi": "urn:oio:sts:sagdok:sagdokumentindeks:6",
	}[prefix]; ok {
		return fmt.Sprintf(`, fx xmlns:%s="%s"`, prefix, ns)
	}
	return ""
}

func (s *scanner) close(t xml.EndElement, line int) *Problem {
	if len(s.stack) == 0 {
		return illFormed(line, fmt.Sprintf("</%s> lukker et element, der ikke er åbnet", qname(t.Name)))
	}
	top := s.stack[len(s.stack)-1]
	if top.name != t.Name {
		return illFormed(line, fmt.Sprintf("<%s> fra linje %d lukkes med </%s>", qname(top.name), top.line, qname(t.Name)))
	}
	for _, p := range top.declared {
		s.scope[p]--
	}
	s.stack = s.stack[:len(s.stack)-1]
	return nil
}

func (s *scanner) end(line int) *Problem {
	if len(s.stack) > 0 {
		top := s.stack[len(s.stack)-1]
		return illFormed(line, fmt.Sprintf("den slutter, før <%s> fra linje %d er lukket", qname(top.name), top.line))
	}
	if s.roots == 0 {
		return illFormed(line, "der er intet rodelement")
	}
	return nil
}

func qname(n xml.Name) string {
	if n.Space == "" {
		return n.Local
	}
	return n.Space + ":" + n.Local
}
