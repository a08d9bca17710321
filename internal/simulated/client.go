package simulated

import (
	"bytes"
	"fmt"
	"net/http"
	"path"
	"strings"

	"github.com/beevik/etree"
	"github.com/google/uuid"

	"klarmeld/internal/soap"
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

// sendTo sends a message to a service of the index, in the way that the system has.
func (s *System) sendTo(to place, operation string, body *etree.Element) error {
	for _, m := range s.messages(outgoing{to: to, operation: operation, body: body}) {
		for _, h := range s.habits {
			if h.writes != nil {
				h.writes(s, m)
			}
		}
		l, err := s.compose(m.to.path, m.to.action+m.operation, s.profile.SOAP, m.body)
		if err != nil {
			return err
		}
		l.aside = m.aside
		if err := s.post(l); err != nil {
			return err
		}
	}
	return nil
}

// post sends a letter to the index, now or when its time has come.
func (s *System) post(l letter) error {
	if s.outbox.delays() {
		s.outbox.put(func() error { return s.mail(l) })
		return nil
	}
	return s.mail(l)
}

// mail sends a letter, and again what the system sends again.
func (s *System) mail(l letter) error {
	reply, err := s.exchange(l)
	if err == nil {
		err = refusal(reply, l.action)
	}
	for _, h := range s.habits {
		if h.again == nil {
			continue
		}
		for _, again := range h.again(s, l) {
			_, _ = s.exchange(again) // it has its answer
		}
	}
	if l.aside {
		return nil
	}
	return err
}

// refusal reads the status of each object in a reply: 20 is the only good one.
func refusal(reply *etree.Element, action string) error {
	for _, code := range reply.FindElements("//StatusKode") {
		if code.Text() != "20" {
			text := ""
			if t := code.Parent().SelectElement("FejlbeskedTekst"); t != nil {
				text = t.Text()
			}
			return fmt.Errorf("indekset svarede %s på %s: %s", code.Text(), path.Base(action), text)
		}
	}
	return nil
}

// call exchanges one SOAP message and returns the body element of the reply.
func (s *System) call(path, action, version string, body *etree.Element) (*etree.Element, error) {
	l, err := s.compose(path, action, version, body)
	if err != nil {
		return nil, err
	}
	return s.exchange(l)
}

// compose writes a message as a letter.
func (s *System) compose(path, action, version string, body *etree.Element) (letter, error) {
	doc := etree.NewDocument()
	doc.CreateProcInst("xml", `version="1.0" encoding="UTF-8"`)
	env := doc.CreateElement("soap:Envelope")
	l := letter{path: path, action: action, contentType: "text/xml; charset=utf-8", soapAction: version != "1.2"}
	env.CreateAttr("xmlns:soap", ns11)
	if version == "1.2" {
		env.CreateAttr("xmlns:soap", ns12)
		l.contentType = `application/soap+xml; charset=utf-8; action="` + action + `"`
	}
	header := env.CreateElement("soap:Header").CreateElement("h:RequestHeader")
	header.CreateAttr("xmlns:h", nsHeader)
	header.CreateElement("h:TransactionUUID").SetText(s.newTransaction())
	env.CreateElement("soap:Body").AddChild(body)
	for _, h := range s.habits {
		if h.wraps != nil {
			h.wraps(s, env, &l)
		}
	}
	doc.Indent(2)
	raw, err := doc.WriteToBytes()
	if err != nil {
		return l, fmt.Errorf("meddelelsen kan ikke skrives: %w", err)
	}
	for _, h := range s.habits {
		if h.spells != nil {
			raw = h.spells(raw)
		}
	}
	l.raw = raw
	return l, nil
}

// exchange sends a letter and returns the body element of the reply.
func (s *System) exchange(l letter) (*etree.Element, error) {
	req, err := l.request(s.config.Base)
	if err != nil {
		return nil, err
	}
	resp, err := s.client.Do(req)
	if err != nil {
		return nil, fmt.Errorf("%s svarer ikke: %w", l.path, err)
	}
	defer resp.Body.Close()
	return readReply(resp)
}

func readReply(resp *http.Response) (*etree.Element, error) {
	var raw bytes.Buffer
	raw.Grow(int(max(0, resp.ContentLength)) + bytes.MinRead) // it looks for more
	if _, err := raw.ReadFrom(resp.Body); err != nil {
		return nil, fmt.Errorf("svaret blev afbrudt: %w", err)
	}
	reply, problem := soap.ReadDocument(raw.Bytes())
	if problem != nil {
		return nil, fmt.Errorf("svaret (HTTP %d) er ikke XML", resp.StatusCode)
	}
	body := reply.Root.SelectElement("Body")
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
