package capture

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"
)

// The namespaces of the envelopes.
const (
	soap11 = "http://schemas.xmlsoap.org/soap/envelope/"
	soap12 = "http://www.w3.org/2003/05/soap-envelope"
)

// encryption is the namespace of XML Encryption.
const encryption = "http://www.w3.org/2001/04/xmlenc#"

// Element is the first element in the envelope's body, or the message's own
// when it travels without an envelope. It is empty when there is none that can
// be read: what is broken is read as far as it goes.
func (m Message) Element() xml.Name {
	d := xml.NewDecoder(bytes.NewReader(m.Body))
	d.CharsetReader = asIs
	d.Strict = false
	inBody, envelope := false, false
	for {
		token, err := d.Token()
		if err != nil {
			return xml.Name{}
		}
		el, ok := token.(xml.StartElement)
		switch {
		case !ok:
			if e, ended := token.(xml.EndElement); ended && inBody && e.Name.Local == "Body" {
				return xml.Name{}
			}
		case inBody:
			return el.Name
		case el.Name.Local == "Envelope":
			envelope = true
		case el.Name.Local == "Body":
			inBody = true
		case !envelope:
			return el.Name
		case el.Name.Local == "Header":
			if d.Skip() != nil {
				return xml.Name{}
			}
		}
	}
}

// reply reports whether an element is what a service answers with.
func reply(el xml.Name) bool {
	if el.Local == "Fault" && slices.Contains([]string{soap11, soap12, ""}, el.Space) {
		return true
	}
	for _, end := range []string{"Output", "Response", "ResponseCollection"} {
		if strings.HasSuffix(el.Local, end) {
			return true
		}
	}
	return false
}

func encrypted(el xml.Name) bool { return el.Space == encryption && el.Local == "EncryptedData" }

// whole reports whether bytes are a document that ends: the beginning of one is
// none, wherever it was cut.
func whole(b []byte) bool {
	d := xml.NewDecoder(bytes.NewReader(b))
	d.CharsetReader = asIs
	elements, depth := 0, 0
	for {
		token, err := d.RawToken()
		if err != nil {
			return errors.Is(err, io.EOF) && elements > 0 && depth == 0
		}
		switch token.(type) {
		case xml.StartElement:
			elements, depth = elements+1, depth+1
		case xml.EndElement:
			depth--
		}
	}
}

// asIs reads a document in whatever encoding it says: the names in it are ASCII.
func asIs(_ string, r io.Reader) (io.Reader, error) { return r, nil }
