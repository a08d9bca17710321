package recording

import (
	"encoding/json"
	"strings"
)

// Note is what a service noticed about a message.
type Note struct {
	Code string `json:"kode"`  // stable, the ID of a rule: "soap.action"
	Text string `json:"tekst"` // Danish
}

// UnmarshalJSON reads a note. In recordings of yesterday it is one text,
// "kode: tekst".
func (n *Note) UnmarshalJSON(raw []byte) error {
	var text string
	if json.Unmarshal(raw, &text) == nil {
		n.Code, n.Text, _ = strings.Cut(text, ": ")
		return nil
	}
	type plain Note
	return json.Unmarshal(raw, (*plain)(n))
}
