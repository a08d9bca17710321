package proof

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/beevik/etree"

	"klarmeld/internal/index"
	"klarmeld/internal/judge"
	"klarmeld/internal/municipality"
	"klarmeld/internal/oio"
	"klarmeld/internal/recording"
	"klarmeld/internal/road"
	"klarmeld/internal/security"
	"klarmeld/internal/services"
	"klarmeld/internal/soap"
	"klarmeld/internal/verdict"
)

const (
	base     = "http://klarmeld.invalid"
	scenario = "efterproevning"
)

// turn is one thing that happens in a conversation. Exactly one is set.
type turn struct {
	Send   *etree.Element      // the system sends this message to the index
	Reads  bool                // the system reads FK Organisation
	User   string              // the system reads the user with this UUID there
	Change *municipality.Event // the registers change
	Letter *sent               // the system sends this secured message
	KLE    json.RawMessage     // the run has this edition of KLE, from its beginning
}

// sent is a secured message as it travels.
type sent struct {
	path string
	raw  []byte
}

// reading is a search that any system may make.
const reading = `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Header>` +
	`<h:RequestHeader xmlns:h="http://kombit.dk/xml/schemas/RequestHeader/1/"><h:TransactionUUID>5c1f0f5e-3b0a-4f0e-9a55-0d1f6a2b3c99</h:TransactionUUID>` +
	`</h:RequestHeader></s:Header><s:Body><o:SoegInput xmlns:o="http://stoettesystemerne.dk/organisation/organisation/6/"/></s:Body></s:Envelope>`

// readingUser is how any system may read one user.
func readingUser(id string) string {
	const search = `<o:SoegInput xmlns:o="http://stoettesystemerne.dk/organisation/organisation/6/"/>`
	return strings.Replace(reading, search, `<b:LaesInput xmlns:b="http://stoettesystemerne.dk/organisation/bruger/6/" xmlns:sd="urn:oio:sagdok:3.0.0">`+
		`<sd:UUIDIdentifikator>`+id+`</sd:UUIDIdentifikator></b:LaesInput>`, 1)
}

// play plays a conversation over the services and the judge of a real run, and
// returns what the judge found.
func (w *world) play(turns []turn) ([]verdict.Finding, error) {
	snapshot, err := w.registers.Snapshot()
	if err != nil {
		return nil, err
	}
	registers, err := municipality.Load(snapshot)
	if err != nil {
		return nil, err
	}
	now := func() time.Time { return noon }
	tape := recording.NewTape(now)
	ground := services.Ground{Registers: registers, Roles: w.roles, RolesJSON: w.rolesJSON}
	if slices.ContainsFunc(turns, func(t turn) bool { return t.Letter != nil }) {
		ground.Secured = locks().secured(security.Observe)
	}
	run := recording.Run{System: "efterproevning"}
	if len(turns) > 0 {
		run.KLE = turns[0].KLE
	}
	open, _, err := services.Open(ground, run, tape, now)
	if err != nil {
		return nil, err
	}
	tape.Scope(scenario, "")
	transport := road.NewProcess()
	if _, err := transport.Open(base, open); err != nil {
		return nil, err
	}
	for _, t := range turns {
		if err := t.happen(&http.Client{Transport: transport}, open); err != nil {
			return nil, err
		}
	}
	j := judge.New(map[string]verdict.CapabilityID{scenario: verdict.Sag}).WithoutSuggestions()
	for _, e := range tape.Since(0) {
		if err := j.Take(e); err != nil {
			return nil, err
		}
	}
	j.Settle(scenario)
	return j.Notes(scenario).Findings, nil
}

func (t turn) happen(client *http.Client, open *services.Services) error {
	switch {
	case t.KLE != nil:
		return nil
	case t.Letter != nil:
		_, _, err := t.Letter.post(client)
		return err // what is answered, the judge sees
	case t.Change != nil:
		return open.Change(*t.Change)
	case t.User != "":
		return post(client, "/organisation/bruger/6", "application/soap+xml; charset=utf-8", []byte(readingUser(t.User)))
	case t.Reads:
		return post(client, "/organisation/organisation/6", "application/soap+xml; charset=utf-8", []byte(reading))
	}
	raw, err := envelope(t.Send)
	if err != nil {
		return err
	}
	path := index.Paths[0]
	if t.Send.Tag == "KasserInput" {
		path = map[string]string{oio.NSSagIndeks: "/sagindeks/6", oio.NSDokumentIndeks: "/dokumentindeks/6"}[t.Send.NamespaceURI()]
	}
	action := open.ActionFor(path, xml.Name{Space: t.Send.NamespaceURI(), Local: t.Send.Tag})
	return post(client, path, `application/soap+xml; charset=utf-8; action="`+action+`"`, raw)
}

// post sends a secured message, whatever is answered.
func (s *sent) post(client *http.Client) (status int, reply []byte, err error) {
	resp, err := client.Post(base+s.path, soap.V12.ContentType(), bytes.NewReader(s.raw))
	if err != nil {
		return 0, nil, err
	}
	defer resp.Body.Close()
	reply, err = io.ReadAll(resp.Body)
	return resp.StatusCode, reply, err
}

func post(client *http.Client, path, contentType string, raw []byte) error {
	resp, err := client.Post(base+path, contentType, bytes.NewReader(raw))
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		reply, _ := io.ReadAll(resp.Body)
		return fmt.Errorf("%s svarede %d: %s", path, resp.StatusCode, reply)
	}
	return nil
}

// envelope is the message as it travels.
func envelope(body *etree.Element) ([]byte, error) {
	doc := etree.NewDocument()
	env := doc.CreateElement("soap:Envelope")
	env.CreateAttr("xmlns:soap", "http://schemas.xmlsoap.org/soap/envelope/")
	head := env.CreateElement("soap:Header").CreateElement("h:RequestHeader")
	head.CreateAttr("xmlns:h", "http://kombit.dk/xml/schemas/RequestHeader/1/")
	head.CreateElement("h:TransactionUUID").SetText("5c1f0f5e-3b0a-4f0e-9a55-0d1f6a2b3c99")
	env.CreateElement("soap:Body").AddChild(body.Copy())
	return doc.WriteToBytes()
}
