package main

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"time"

	"klarmeld/internal/capture"
	"klarmeld/internal/config"
	"klarmeld/internal/index"
	"klarmeld/internal/judge"
	"klarmeld/internal/recording"
	"klarmeld/internal/soap"
	"klarmeld/internal/trial"
	"klarmeld/internal/verdict"
	"klarmeld/internal/wire"
)

// conversation judges traffic that was captured elsewhere as one whole: it is
// sent again, message by message, to services and a judge as a run has them, so
// that what a message does to those before it is judged too.
func conversation(o checkOptions, path string) (findings []verdict.Finding, messages int, err error) {
	all, err := capture.Read(path)
	if err != nil {
		return nil, 0, usage("%w", err)
	}
	registers, err := config.Municipality(o.municipality)
	if err != nil {
		return nil, 0, usage("%w", err)
	}
	roles, rolesJSON, err := config.Roles(o.roles)
	if err != nil {
		return nil, 0, usage("%w", err)
	}
	tape := recording.NewTape(time.Now)
	first, err := trial.Opening(trial.Setting{System: "optaget trafik", Program: version(), Registers: registers, RolesJSON: rolesJSON})
	if err != nil {
		return nil, 0, harness(err)
	}
	if _, err := tape.Append(first); err != nil {
		return nil, 0, harness(err)
	}
	services := trial.Services(index.NewStore(), registers, roles, time.Now)
	w := wire.New(services, tape, time.Now)
	for _, m := range all {
		if err := sendAgain(w, services, m); err != nil {
			return nil, 0, usage("%s: %w", path, err)
		}
	}
	findings, err = heard(tape, all)
	return findings, len(all), err
}

// sendAgain sends a captured message to the service that it was meant for.
func sendAgain(w http.Handler, services map[string]*soap.Service, m capture.Message) error {
	path := m.Path
	if services[path] == nil {
		path = meantFor(services, m.Body)
	}
	req, err := http.NewRequest(http.MethodPost, "http://klarmeld.invalid"+path, bytes.NewReader(m.Body))
	if err != nil {
		return fmt.Errorf("%s kan ikke sendes: %w", m.Name, err)
	}
	req.Header.Set("Content-Type", "text/xml; charset=utf-8") // the envelope's namespace decides
	transport := wire.NewTransport()
	transport.Open("http://klarmeld.invalid", w)
	resp, err := transport.RoundTrip(req)
	if err != nil {
		return fmt.Errorf("%s kan ikke sendes: %w", m.Name, err)
	}
	return resp.Body.Close()
}

// meantFor is the first path that has an operation for the message; the index's
// when none has, which then says what is wrong.
func meantFor(services map[string]*soap.Service, message []byte) string {
	name := called(message)
	for _, path := range slices.Sorted(maps.Keys(services)) {
		if _, ok := services[path].Operations[name]; ok {
			return path
		}
	}
	return index.Paths[0]
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

// heard is what the judge finds in the recording, with the names that the
// messages had where they were captured.
func heard(tape *recording.Tape, all []capture.Message) ([]verdict.Finding, error) {
	j := judge.New(nil)
	names := map[int]string{}
	for _, e := range tape.Since(0) {
		if e.Kind == recording.KindExchange {
			names[e.Seq] = all[len(names)].Name
		}
		if err := j.Take(e); err != nil {
			return nil, harness(err)
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
