package soap

import (
	"bytes"
	"fmt"
	"mime"
	"strings"

	"klarmeld/internal/recording"
)

// The codes of what breaks the binding of SOAP to HTTP.
const (
	CodeMediaType = "http.indholdstype"
	CodeCoding    = "http.indholdskodning"
	CodeMTOM      = "http.mtom"
	CodeAction    = "soap.action"
	CodeNoAction  = "soap.action-mangler"
	CodeUnquoted  = "soap.action-citat"
)

// media is the type of the content, without its parameters, however badly they
// are written; "" when the header is missing.
func (c Call) media() string {
	media, _, _ := strings.Cut(c.ContentType, ";")
	return strings.ToLower(strings.TrimSpace(media))
}

// carried says why the message cannot be read as it came by HTTP: nil when it can.
func (c Call) carried() *Problem {
	if p := c.coded(); p != nil {
		return p
	}
	media := c.media()
	switch {
	case strings.HasPrefix(media, "multipart/"), media == "application/xop+xml":
		return &Problem{Code: CodeMTOM,
			Message: fmt.Sprintf("Meddelelsen er sendt med MTOM eller vedhæftninger (Content-Type »%s«); det har snitfladen ikke.", media),
			Fix:     "Slå MTOM fra i klienten, og send konvolutten alene, som text/xml (SOAP 1.1) eller application/soap+xml (SOAP 1.2)."}
	case media == "", media == "text/xml", media == "application/xml", strings.HasSuffix(media, "+xml"):
		return nil
	}
	return &Problem{Code: CodeMediaType, Message: fmt.Sprintf("Content-Type er »%s«, som ikke er XML.", media),
		Fix: "Send text/xml (SOAP 1.1) eller application/soap+xml (SOAP 1.2)."}
}

// coded says what is wrong with the coding of the content. klarmeld reads none,
// since no WSDL or document of the services tells of one.
func (c Call) coded() *Problem {
	said := strings.ToLower(strings.TrimSpace(c.ContentEncoding))
	packed := bytes.HasPrefix(c.Body, []byte("\x1f\x8b"))
	p := &Problem{Code: CodeCoding, Fix: "Send meddelelsen ukomprimeret, uden Content-Encoding."}
	switch {
	case (said == "" || said == "identity") && packed:
		p.Message = "Meddelelsen er gzip-komprimeret, men Content-Encoding siger det ikke."
	case said == "" || said == "identity":
		return nil
	case (said == "gzip" || said == "x-gzip") && packed:
		p.Message = "Meddelelsen er gzip-komprimeret; klarmelds services tager kun imod den ukomprimeret."
	case said == "gzip" || said == "x-gzip":
		p.Message = "Content-Encoding siger gzip, men meddelelsen er ikke gzip-komprimeret."
	default:
		p.Message = fmt.Sprintf("Content-Encoding er »%s«, som klarmelds services ikke kender.", said)
	}
	return p
}

// status is HTTP's for a message that cannot be read: 415 when it is of a kind
// that no service takes (RFC 9110 section 15.5.16), else 0.
func (p *Problem) status() int {
	switch p.Code {
	case CodeMediaType, CodeCoding, CodeMTOM:
		return statusUnsupportedType
	}
	return 0
}

// said is what the headers say that the action is: the SOAPAction of SOAP 1.1, or
// the action parameter of the Content-Type of SOAP 1.2. quoted is how it must be
// written in the one (SOAP 1.1 section 6.1.1), and in the other when it is a URI
// (RFC 9110 section 5.6.6).
func (c Call) said() (action string, quoted bool) {
	if _, params, err := mime.ParseMediaType(c.ContentType); err == nil && params["action"] != "" {
		return params["action"], true
	}
	// A client that does not quote the URI has written no media type that can be
	// parsed.
	for _, param := range strings.Split(c.ContentType, ";")[1:] {
		if name, value, ok := strings.Cut(param, "="); ok && strings.EqualFold(strings.TrimSpace(name), "action") && strings.Trim(value, `" `) != "" {
			value = strings.TrimSpace(value)
			return strings.Trim(value, `"`), inQuotes(value)
		}
	}
	value := strings.TrimSpace(c.SOAPAction)
	return strings.Trim(value, `"' `), inQuotes(value)
}

func inQuotes(value string) bool {
	return len(value) >= 2 && strings.HasPrefix(value, `"`) && strings.HasSuffix(value, `"`)
}

// actionNotes say what is wrong with the action that the headers give. Where the
// WSDL does not ask for one, its absence is nothing; another one always is.
func (c Call) actionNotes(op Operation) []recording.Note {
	said, quoted := c.said()
	switch {
	case op.Action == "":
		return nil
	case said == "" && op.ActionRequired:
		return []recording.Note{{Code: CodeNoAction, Text: fmt.Sprintf("SOAPAction mangler eller er tom; WSDL'en kræver %q", op.Action)}}
	case said == "":
		return nil
	case said != op.Action:
		return []recording.Note{{Code: CodeAction, Text: fmt.Sprintf("SOAPAction er %q, men meddelelsen er %s (%q)", said, op.Name, op.Action)}}
	case !quoted && op.ActionRequired:
		return []recording.Note{{Code: CodeUnquoted, Text: fmt.Sprintf("SOAPAction %q står uden anførselstegn", said)}}
	}
	return nil
}
