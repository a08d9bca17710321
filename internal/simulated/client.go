package simulated

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/beevik/etree"
	"github.com/google/uuid"
)

const (
	ns11     = "http://schemas.xmlsoap.org/soap/envelope/"
	ns12     = "http://www.w3.org/2003/05/soap-envelope"
	nsHeader = "http://kombit.dk/xml/schemas/RequestHeader/1/"
)

// place is where a service of the index answers.
type place struct{ path, action string }

var (
	sagDokumentIndeks = place{"/sts-soap-sagdok/sagdokumentindeks/6", "http://kombit.dk/sts/sagdokumentindeks/"}
	sagIndeks         = place{"/sts-soap-sagdok/sagindeks/6", "http://kombit.dk/sts/sagindeks/"}
	dokumentIndeks    = place{"/sts-soap-sagdok/dokumentindeks/6", "http://kombit.dk/sts/dokumentindeks/"}
)

// send sends a message to SagDokumentIndeks.
func (s *System) send(operation string, body *etree.Element) error {
	return s.sendTo(sagDokumentIndeks, operation, body)
}

// sendTo sends a message to a service of the index and reads the status of each
// object: 20 is the only good one.
func (s *System) sendTo(to place, operation string, body *etree.Element) error {
	reply, err := s.call(to.path, to.action+operation, s.profile.SOAP, body)
	if err != nil {
		return err
	}
	for _, code := range reply.FindElements("//StatusKode") {
		if code.Text() != "20" {
			text := ""
			if t := code.Parent().SelectElement("FejlbeskedTekst"); t != nil {
				text = t.Text()
			}
			return fmt.Errorf("indekset svarede %s på %s: %s", code.Text(), operation, text)
		}
	}
	return nil
}

// call exchanges one SOAP message and returns the body element of the reply.
func (s *System) call(path, action, version string, body *etree.Element) (*etree.Element, error) {
	doc := etree.NewDocument()
	doc.CreateProcInst("xml", `version="1.0" encoding="UTF-8"`)
	env := doc.CreateElement("soap:Envelope")
	contentType := "text/xml; charset=utf-8"
	env.CreateAttr("xmlns:soap", ns11)
	if version == "1.2" {
		env.CreateAttr("xmlns:soap", ns12)
		contentType = `application/soap+xml; charset=utf-8; action="` + action + `"`
	}
	header := env.CreateElement("soap:Header").CreateElement("h:RequestHeader")
	header.CreateAttr("xmlns:h", nsHeader)
	header.CreateElement("h:TransactionUUID").SetText(s.newTransaction())
	env.CreateElement("soap:Body").AddChild(body)
	doc.Indent(2)
	raw, err := doc.WriteToBytes()
	if err != nil {
		return nil, fmt.Errorf("meddelelsen kan ikke skrives: %w", err)
	}
	req, err := http.NewRequest(http.MethodPost, s.config.Base+path, bytes.NewReader(raw))
	if err != nil {
		return nil, fmt.Errorf("adressen %s kan ikke bruges: %w", s.config.Base+path, err)
	}
	req.Header.Set("Content-Type", contentType)
	if version != "1.2" {
		req.Header.Set("SOAPAction", `"`+action+`"`)
	}
	resp, err := s.client.Do(req)
	if err != nil {
		return nil, fmt.Errorf("%s svarer ikke: %w", path, err)
	}
	defer resp.Body.Close()
	return readReply(resp)
}

func readReply(resp *http.Response) (*etree.Element, error) {
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, fmt.Errorf("svaret blev afbrudt: %w", err)
	}
	reply := etree.NewDocument()
	if err := reply.ReadFromBytes(raw); err != nil || reply.Root() == nil {
		return nil, fmt.Errorf("svaret (HTTP %d) er ikke XML", resp.StatusCode)
	}
	body := reply.Root().SelectElement("Body")
	if body == nil || len(body.ChildElements()) == 0 {
		return nil, fmt.Errorf("svaret (HTTP %d) har intet indhold", resp.StatusCode)
	}
	first := body.ChildElements()[0]
	if first.Tag == "Fault" {
		return nil, fmt.Errorf("tjenesten afviste kaldet: %s", strings.TrimSpace(faultText(first)))
	}
	return first, nil
}

func faultText(fault *etree.Element) string {
	for _, path := range []string{"faultstring", "Reason/Text"} {
		if el := fault.FindElement(path); el != nil {
			return el.Text()
		}
	}
	return "uden begrundelse"
}

func (s *System) newTransaction() string {
	return uuid.NewSHA1(idSpace, []byte(s.profile.Name+"/transaktion/"+s.tick().String())).String()
}
