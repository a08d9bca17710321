package stage

import (
	"bytes"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/beevik/etree"

	"klarmeld/internal/anvisning"
	"klarmeld/internal/capture"
	"klarmeld/internal/judge"
	"klarmeld/internal/recording"
	"klarmeld/internal/road"
	"klarmeld/internal/services"
	"klarmeld/internal/soap"
	"klarmeld/internal/trial"
	"klarmeld/internal/verdict"
)

// JudgedConversation is captured traffic that has been judged as one whole.
type JudgedConversation struct {
	Findings []verdict.Finding
	Traffic  capture.Traffic // what was judged, and what was left aside
	Objects  bool            // some message had something that registers could tell of
	// Coverage is in which of the mandatory areas cases were seen.
	Coverage *verdict.Coverage
}

// Captured judges traffic that was captured elsewhere as one whole: it is sent
// again, message by message, to services and a judge as a run has them, so that
// what a message does to those before it is judged too. A finding's File is the
// name that its message had where it was captured.
//
// References are held against the registers when held says in Danish which they
// are; "": they are not the sender's, and nothing is held against them. What lists has is
// in the place of klarmeld's own.
func Captured(g services.Ground, t capture.Traffic, program, held string, lists trial.Lists) (JudgedConversation, error) {
	var none JudgedConversation
	tape := recording.NewTape(time.Now)
	open, _, err := services.Open(g, lists.Run(recording.Run{System: "optaget trafik", Version: program}), tape, time.Now)
	if err != nil {
		return none, err
	}
	way := road.NewProcess()
	if _, err := way.Open(servicesBase, open); err != nil {
		return none, err
	}
	c := JudgedConversation{Traffic: t.Select(open)}
	names := []string{}
	before := -1 // how many were sent before the first that is lost
	for _, m := range c.Traffic.Messages {
		if m.Loss != capture.NoLoss {
			c.Findings = append(c.Findings, lost(m))
			if before < 0 {
				before = len(names)
			}
			continue
		}
		if err := sendAgain(way, open, m); err != nil {
			return none, fmt.Errorf("%s kan ikke sendes: %w", m.Name, err)
		}
		names = append(names, m.Name)
	}
	if err := open.Err(); err != nil {
		return none, err // a hole in the evidence is ours, and no finding
	}
	j := judge.New(nil).Undated() // sent again now, whenever they were sent
	if held == "" {
		j.WithoutRegisters()
	}
	found, err := heard(j, tape, names)
	if err != nil {
		return none, err
	}
	c.Objects = imported(j)
	if c.Coverage, err = lists.Cover(j); err != nil {
		return none, err
	}
	if before >= 0 {
		found = inDoubt(found, j.Seen()[before:])
	}
	c.Findings = append(c.Findings, NameRegisters(found, held)...)
	return c, nil
}

// imported reports whether any message had an object in it.
func imported(j *judge.Judge) bool {
	for _, s := range j.Seen() {
		if len(s.Brought()) > 0 {
			return true
		}
	}
	return false
}

// sendAgain sends a captured message to the service that it was meant for. What
// was not captured of the way it travelled is as it should have been: nothing is
// held against what nobody has seen.
func sendAgain(way http.RoundTripper, open *services.Services, m capture.Message) error {
	el, body := m.Element(), m.Body
	if m.Bare() && open.Understands(el) {
		header, err := bareHeader()
		if err != nil {
			return err
		}
		body = m.Enveloped(header)
	}
	path := open.PathFor(m.Path, el)
	req, err := http.NewRequest(http.MethodPost, servicesBase+path, bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "text/xml; charset=utf-8") // the envelope's namespace decides
	if m.Action != "" {
		req.Header.Set("SOAPAction", m.Action)
	} else if action := open.ActionFor(path, el); action != "" {
		req.Header.Set("SOAPAction", `"`+action+`"`)
	}
	resp, err := way.RoundTrip(req)
	if err != nil {
		return err
	}
	return resp.Body.Close()
}

// bareHeader is the header that a message without an envelope is given.
func bareHeader() ([]byte, error) {
	doc := etree.NewDocument()
	doc.SetRoot(soap.RequestHeader("00000000-0000-4000-8000-000000000016"))
	return doc.WriteToBytes()
}

// heard is what a judge finds in a recording, whose exchanges have the names.
func heard(j *judge.Judge, from recording.Reader, names []string) ([]verdict.Finding, error) {
	files := map[int]string{}
	for e, err := range recording.Ahead(from, judge.Ready) {
		if err != nil {
			return nil, err
		}
		if e.Kind == recording.KindExchange && len(files) < len(names) {
			files[e.Seq] = names[len(files)]
		}
		e.Scenario = "" // it is one conversation
		if err := j.Take(e); err != nil {
			return nil, err
		}
	}
	j.Settle("")
	findings := append([]verdict.Finding{}, j.Notes("").Findings...)
	for i, f := range findings {
		if name, ok := files[f.Exchange]; ok {
			findings[i].File = name
		}
	}
	return findings, nil
}

// NameRegisters lets findings of rules that need registers say which they were
// held against.
func NameRegisters(findings []verdict.Finding, held string) []verdict.Finding {
	for i, f := range findings {
		if held != "" && needRegisters()[f.Rule] {
			findings[i].Expected += " (holdt op mod " + held + ")"
		}
	}
	return findings
}

// needRegisters are the rules that are held against registers, by their IDs.
var needRegisters = sync.OnceValue(func() map[string]bool {
	need := map[string]bool{}
	for _, e := range anvisning.List() {
		need[e.ID] = e.NeedsRegisters
	}
	return need
})
