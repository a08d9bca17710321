// Package reports writes the forms that a result leaves the program in: JSON
// for tools, HTML for people, and the tables of the terminal. All are made
// from the same verdict value, and each form cleans that value as it comes in
// (clean.go), so that no CPR number and no control character gets out.
package reports

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"

	"klarmeld/internal/schema"
	"klarmeld/internal/verdict"
)

// schemaVersion stands in every rapport.json; tools rely on it.
const schemaVersion = "klarmeld-rapport/2"

var _ = register(Form{Name: "json", File: "rapport.json", Write: JSON})

// JSON writes rapport.json for one system. The bytes are held against the
// published schema first: on a disagreement nothing is written.
func JSON(w io.Writer, r Report) error {
	raw, err := document(clean(r))
	if err != nil {
		return err
	}
	return write(w, raw)
}

// RunJSON writes all systems of a run. Each must be one that JSON would write.
func RunJSON(w io.Writer, r verdict.RunResult) error {
	r = clean(r)
	for _, s := range r.Systems {
		if _, err := document(Report{System: s}); err != nil {
			return err
		}
	}
	raw, err := indented(r)
	if err != nil {
		return err
	}
	return write(w, raw)
}

// Document is a rapport.json: the result, and what else the other forms are made
// of that does not stand in the recording.
type Document struct {
	Schema     string               `json:"schema"`
	Language   Language             `json:"language,omitempty"` // of the pages; "": Danish
	System     verdict.SystemResult `json:"system"`
	Since      *Since               `json:"since,omitempty"` // nil: there was no earlier report
	Signatures []Signatory          `json:"signatures,omitempty"`
	// Conditions are those that earlier reports set, and how they stand now.
	Conditions []verdict.Stand `json:"conditions,omitempty"`
}

// Report is what the other forms are made of, but for what they show of the
// recording.
func (d Document) Report() Report {
	r := Report{System: d.System, Language: d.Language, Signatures: d.Signatures}
	for _, c := range d.Conditions {
		r.Granted = append(r.Granted, c.Granted)
	}
	if d.Since != nil {
		r.Since = *d.Since
		r.Since.Known = true
	}
	return r
}

// document is the validated rapport.json of a cleaned report.
func document(r Report) ([]byte, error) {
	d := Document{Schema: schemaVersion, System: r.System, Signatures: r.Signatures, Conditions: r.System.Stands(r.Granted)}
	if r.Language != Danish {
		d.Language = r.Language
	}
	if r.Since.Known {
		r.Since.Begun = toTheMinute(r.Since.Begun)
		d.Since = &r.Since
	}
	raw, err := indented(d)
	if err != nil {
		return nil, err
	}
	if err := schema.Validate(schema.Report, raw); err != nil {
		return nil, fmt.Errorf("rapporten for %s %w", r.System.Name, err)
	}
	return raw, nil
}

func indented(v any) ([]byte, error) {
	raw, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("rapporten kan ikke skrives som JSON: %w", err)
	}
	return append(raw, '\n'), nil
}

// write hands over a finished form in one piece.
func write(w io.Writer, b []byte) error {
	if _, err := io.Copy(w, bytes.NewReader(b)); err != nil {
		return fmt.Errorf("rapporten kan ikke skrives: %w", err)
	}
	return nil
}
