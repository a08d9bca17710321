package capture

import (
	"bytes"
	"crypto/sha256"
	"encoding/xml"
)

// Answerable says what klarmeld's services answer.
type Answerable interface {
	Answers(path string) bool     // a service is at the path
	Understands(el xml.Name) bool // a service has an operation for the element
}

// Select leaves aside what was not sent to the services, counts a message that
// was sent once more as one, and says of which messages too little was kept.
//
// A message is for a service when it holds one of its operations, or went to its
// path, or to where another went that holds one. One without an address, of which
// nothing tells whom it is for, is kept: it is nobody else's.
func (t Traffic) Select(known Answerable) Traffic {
	out := Traffic{Aside: t.Aside, Untimed: t.Untimed}
	places := map[string]bool{} // hosts, and hosts with a path
	elements := make([]xml.Name, len(t.Messages))
	for i, m := range t.Messages {
		elements[i] = m.Element()
		if !m.unposted && known.Understands(elements[i]) && m.Host != "" {
			places[m.Host], places[m.Host+m.Path] = true, true
		}
	}
	for i, m := range t.Messages {
		why := asideOf(m, elements[i], known, places)
		if why != "" {
			out.Aside = append(out.Aside, Aside{m.Name, why})
			continue
		}
		if m.Loss == NoLoss && encrypted(elements[i]) {
			m.Loss, m.Body = Encrypted, nil
		}
		out.Messages = append(out.Messages, m)
	}
	out.once()
	return out
}

// asideOf is why a message is left aside; "" when it is not.
func asideOf(m Message, el xml.Name, known Answerable, places map[string]bool) Reason {
	addressed := m.Host != "" || m.Path != ""
	here := known.Answers(m.Path) || m.Path != "" && places[m.Host+m.Path]
	switch {
	case m.unposted:
		return NotPosted
	case reply(el) && !addressed: // with an address it is a request, by its place
		return IsReply
	case known.Understands(el), here && addressed, encrypted(el):
		return ""
	case el.Local != "":
		return Elsewhere
	case addressed &&
		(m.foreign || len(places) > 0 && !places[m.Host] || len(m.Body) > 0 && !bytes.HasPrefix(bytes.TrimSpace(bytes.TrimPrefix(m.Body, utf8Mark)), []byte("<"))):
		return Elsewhere
	}
	return ""
}

// once counts a message that did not come through, and was sent again to the
// same place byte for byte, as the last of them.
func (t *Traffic) once() {
	type sent struct {
		to   string
		body [sha256.Size]byte
	}
	again := map[sent]bool{} // sent later
	keep := make([]bool, len(t.Messages))
	for i := len(t.Messages) - 1; i >= 0; i-- {
		m := t.Messages[i]
		s := sent{m.Host + m.Path, sha256.Sum256(m.Body)}
		keep[i] = m.Loss != NoLoss || !again[s] || !m.failed
		if m.Loss == NoLoss {
			again[s] = true
		}
	}
	var rest []Message
	for i, m := range t.Messages {
		if keep[i] {
			rest = append(rest, m)
		} else {
			t.Retries++
		}
	}
	t.Messages = rest
}
