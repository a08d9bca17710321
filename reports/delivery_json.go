package reports

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"

	"klarmeld/internal/verdict"
)

// FindingsInJSON writes findings as FindingsJSON does, one by one: it holds none of them.
type FindingsInJSON struct {
	w   *bufio.Writer
	any bool
}

// NewFindingsInJSON begins.
func NewFindingsInJSON(w io.Writer) *FindingsInJSON {
	return &FindingsInJSON{w: bufio.NewWriterSize(w, 64<<10)}
}

// Add writes a finding. One that is nil writes none.
func (j *FindingsInJSON) Add(f verdict.Finding) error {
	if j == nil {
		return nil
	}
	head := ",\n    "
	if !j.any {
		j.any, head = true, "{\n  \"findings\": [\n    "
	}
	return j.value(head, clean(f), "    ")
}

// Close writes the rest: what each rule found, and what became of the messages.
func (j *FindingsInJSON) Close(all *verdict.ByRule, traffic any) error {
	head := "\n  ],\n  \"rules\": "
	if !j.any {
		head = "{\n  \"findings\": [],\n  \"rules\": "
	}
	if err := j.value(head, clean(all.Rules()), "  "); err != nil {
		return err
	}
	if err := j.value(",\n  \"traffic\": ", traffic, "  "); err != nil {
		return err
	}
	if _, err := j.w.WriteString("\n}\n"); err != nil {
		return unwritten(err)
	}
	return unwritten(j.w.Flush())
}

// value writes a value that stands so far in.
func (j *FindingsInJSON) value(head string, v any, indent string) error {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetIndent(indent, "  ")
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return unwritten(err)
	}
	_, err := j.w.WriteString(head)
	if err == nil {
		_, err = j.w.Write(bytes.TrimSuffix(b.Bytes(), []byte("\n")))
	}
	return unwritten(err)
}

func unwritten(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("fundene kan ikke skrives: %w", err)
}
