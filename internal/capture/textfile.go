package capture

import (
	"bytes"
	"encoding/xml"
	"fmt"

	"klarmeld/internal/lazyregexp"
)

// textFile is what a text holds: one message, which is all of it, or those that
// stand in it. text is raw in UTF-8.
func textFile(raw, text []byte, name string) Traffic {
	sent := Message{Name: name, Body: raw}
	if len(bytes.TrimSpace(bytes.TrimPrefix(text, utf8Mark))) == 0 {
		sent.Loss = LeftOut
		return Traffic{Messages: []Message{sent}}
	}
	in := envelopes(text)
	root, isXML := rootOf(text)
	alone := len(in) < 2 && isXML && (root.Local == "Envelope" || len(in) == 0)
	switch {
	case alone:
		return Traffic{Messages: []Message{sent}}
	case len(in) == 0 && !isText(text):
		return Traffic{Aside: []Aside{{name, Binary}}}
	case len(in) == 0:
		return Traffic{Aside: []Aside{{name, NoEnvelope}}}
	}
	var t Traffic
	doubled := serviceLevel(text, in)
	for i, e := range in {
		m := Message{Name: within(name, fmt.Sprintf("linje %d", e.line)), Body: e.body}
		switch {
		case doubled[i]:
			t.Aside = append(t.Aside, Aside{m.Name, Doubled})
			continue
		case !e.whole:
			m.Loss = CutShort
		}
		m.failed = refused(text, in, i)
		t.Messages = append(t.Messages, m)
	}
	return t
}

// answered is how logs write that a message did not come through: CXF's and
// HTTP's own way, and WCF's.
var answered = lazyregexp.New(
	`Response-Code:\s*5[0-9][0-9]|HTTP/[0-9.]+ 5[0-9][0-9]|StatusCode>(?:ServiceUnavailable|InternalServerError|BadGateway|GatewayTimeout)<`)

// refused reports whether a log says between a message and the next envelope that
// it did not come through.
func refused(text []byte, in []found, i int) bool {
	next := len(text)
	if i+1 < len(in) {
		next = in[i+1].offset
	}
	return in[i].offset < next && answered.Match(text[in[i].offset:next])
}

// Bare reports whether a message has no envelope around it, as people keep them.
func (m Message) Bare() bool {
	root, ok := rootOf(m.Body)
	return ok && root.Local != "Envelope"
}

// Enveloped is a bare message in an envelope, each of its lines where it was.
// header is what stands in the envelope's Header.
func (m Message) Enveloped(header []byte) []byte {
	declaration, rest := []byte(nil), bytes.TrimPrefix(m.Body, utf8Mark)
	if bytes.HasPrefix(rest, []byte("<?xml")) {
		if end := bytes.Index(rest, []byte("?>")); end >= 0 {
			declaration, rest = rest[:end+2], rest[end+2:]
		}
	}
	return bytes.Join([][]byte{declaration, []byte(`<soap:Envelope xmlns:soap="` + soap12 + `"><soap:Header>`), header, []byte("</soap:Header><soap:Body>"), rest,
		[]byte("</soap:Body></soap:Envelope>")}, nil)
}

// rootOf is the first element of a text that begins as XML does; false when it
// does not.
func rootOf(text []byte) (xml.Name, bool) {
	d := xml.NewDecoder(bytes.NewReader(bytes.TrimPrefix(text, utf8Mark)))
	d.CharsetReader = asIs
	for {
		token, err := d.RawToken()
		if err != nil {
			return xml.Name{}, false
		}
		switch t := token.(type) {
		case xml.StartElement:
			return t.Name, true
		case xml.CharData:
			if len(bytes.TrimSpace(t)) > 0 {
				return xml.Name{}, false
			}
		}
	}
}

// record is the element of a WCF trace around a message, which says at which
// level it was logged.
var record = lazyregexp.New(`(?:<|&lt;)MessageLogTraceRecord\b[^>]*?\bSource=(?:"|&quot;)(Transport|ServiceLevel)`)

// serviceLevel says which envelopes of a WCF trace stand there once more. With
// both of WCF's switches on, each message is logged as the service sees it and as
// it travels; the latter is what was sent.
func serviceLevel(text []byte, in []found) []bool {
	out := make([]bool, len(in))
	levels := record.Compiled().FindAllSubmatchIndex(text, -1)
	travelled := false
	for _, l := range levels {
		travelled = travelled || string(text[l[2]:l[3]]) == "Transport"
	}
	if !travelled {
		return out
	}
	at := 0
	for i, e := range in {
		for at < len(levels) && levels[at][0] < e.offset {
			at++
		}
		if at > 0 {
			l := levels[at-1]
			out[i] = string(text[l[2]:l[3]]) == "ServiceLevel"
		}
	}
	return out
}
