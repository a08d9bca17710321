package stage

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"net/http"
	"time"

	"klarmeld/internal/capture"
	"klarmeld/internal/judge"
	"klarmeld/internal/recording"
	"klarmeld/internal/road"
	"klarmeld/internal/services"
	"klarmeld/internal/verdict"
)

// Captured judges traffic that was captured elsewhere as one whole: it is sent
// again, message by message, to services and a judge as a run has them, so that
// what a message does to those before it is judged too. A finding's File is the
// name that its message had where it was captured.
func Captured(g services.Ground, all []capture.Message, program string) ([]verdict.Finding, error) {
	tape := recording.NewTape(time.Now)
	open, _, err := services.Open(g, recording.Run{System: "optaget trafik", Version: program}, tape, time.Now)
	if err != nil {
		return nil, err
	}
	way := road.NewProcess()
	if _, err := way.Open(servicesBase, open); err != nil {
		return nil, err
	}
	for _, m := range all {
		if err := sendAgain(way, open, m); err != nil {
			return nil, fmt.Errorf("%s kan ikke sendes: %w", m.Name, err)
		}
	}
	if err := open.Err(); err != nil {
		return nil, err // a hole in the evidence is ours, and no finding
	}
	return heard(tape, all)
}

// sendAgain sends a captured message to the service that it was meant for.
func sendAgain(way http.RoundTripper, open *services.Services, m capture.Message) error {
	element := called(m.Body)
	path := open.PathFor(m.Path, element)
	req, err := http.NewRequest(http.MethodPost, servicesBase+path, bytes.NewReader(m.Body))
	if err != nil {
		return err
	}
	// What HTTP's headers said was not captured, and is not held against anybody.
	// The envelope's namespace decides the version.
	req.Header.Set("Content-Type", "text/xml; charset=utf-8")
	req.Header.Set("SOAPAction", `"`+open.ActionFor(path, element)+`"`)
	resp, err := way.RoundTrip(req)
	if err != nil {
		return err
	}
	return resp.Body.Close()
}

// called is the first element in the envelope's body.
func called(message []byte) xml.Name {
	inBody := false
	for d := xml.NewDecoder(bytes.NewReader(message)); ; {
		token, err := d.Token()
		if err != nil {
			return xml.Name{}
		}
		if el, ok := token.(xml.StartElement); ok {
			if inBody {
				return el.Name
			}
			inBody = el.Name.Local == "Body"
		}
	}
}

// heard is what the judge finds in the recording.
func heard(tape *recording.Tape, all []capture.Message) ([]verdict.Finding, error) {
	j := judge.New(nil)
	names := map[int]string{}
	for _, e := range tape.Since(0) {
		if e.Kind == recording.KindExchange {
			names[e.Seq] = all[len(names)].Name
		}
		if err := j.Take(e); err != nil {
			return nil, err
		}
	}
	j.Settle("")
	findings := append([]verdict.Finding{}, j.Notes("").Findings...)
	for i, f := range findings {
		if name, ok := names[f.Exchange]; ok {
			findings[i].File = name
		}
	}
	return findings, nil
}
