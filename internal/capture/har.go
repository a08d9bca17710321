package capture

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"klarmeld/internal/privacy"
)

// number is a number as tools write it: also as a string, or as something else,
// which then says nothing.
type number struct {
	value int
	known bool
}

// UnmarshalJSON reads it.
func (n *number) UnmarshalJSON(raw []byte) error {
	var f float64
	if json.Unmarshal(bytes.Trim(raw, `"`), &f) == nil && f > -1<<31 && f < 1<<31 && !bytes.Equal(raw, []byte("null")) {
		*n = number{int(f), true}
	}
	return nil
}

type harPair struct{ Name, Value string }

type harEntry struct {
	StartedDateTime string
	Request         struct {
		Method, URL string
		Headers     []harPair
		BodySize    number
		PostData    *struct {
			MimeType, Text, Encoding string
			Params                   []harPair
		}
	}
	Response *struct{ Status number }
}

// HAR reads the requests of an HTTP archive, version 1.2
// (w3c.github.io/web-performance/specs/HAR), in the order of their times.
func HAR(raw []byte) (Traffic, error) {
	var archive struct {
		Log *struct{ Entries []harEntry }
	}
	if err := json.Unmarshal(bytes.TrimPrefix(raw, utf8Mark), &archive); err != nil {
		return Traffic{}, fmt.Errorf("det er ikke gyldig JSON: %s", privacy.Mask(err.Error()))
	}
	if archive.Log == nil {
		return Traffic{}, fmt.Errorf("det er ingen HAR-fil: den har ikke »log«")
	}
	var t Traffic
	for i, e := range archive.Log.Entries {
		m := e.message()
		m.Name = fmt.Sprintf("nr. %d", i+1)
		t.Messages = append(t.Messages, m)
	}
	t.Untimed = byTime(t.Messages)
	return t, nil
}

// message is what an entry holds.
func (e harEntry) message() Message {
	q := e.Request
	m := Message{unposted: !strings.EqualFold(q.Method, "POST"), Size: max(0, q.BodySize.value)}
	m.at = timeOf(e.StartedDateTime)
	m.setURL(q.URL)
	if e.Response != nil && e.Response.Status.known {
		m.failed = notThrough(e.Response.Status.value)
	}
	contentType := ""
	for _, h := range q.Headers {
		if strings.EqualFold(h.Name, "Content-Type") {
			contentType = h.Value
		}
		if strings.EqualFold(h.Name, "SOAPAction") {
			m.Action = h.Value
		}
	}
	if q.PostData != nil {
		if q.PostData.MimeType != "" {
			contentType = q.PostData.MimeType
		}
		m.Body = []byte(q.PostData.Text)
		switch {
		case q.PostData.Encoding == "base64":
			var err error
			if m.Body, err = base64.StdEncoding.DecodeString(strings.TrimSpace(q.PostData.Text)); err != nil {
				m.Body, m.Loss = nil, Undecoded
			}
		case len(m.Body) == 0:
			m.Body = fromParams(q.PostData.Params)
		}
	}
	m.foreign = contentType != "" && !strings.Contains(strings.ToLower(contentType), "xml")
	m.notice(q.BodySize)
	return m
}

// notice sees whether the body is all that was sent.
func (m *Message) notice(size number) {
	said := size.known && size.value >= 0
	switch {
	case m.Loss != NoLoss:
	case len(bytes.TrimSpace(m.Body)) == 0 && !(said && size.value == 0):
		m.Loss = LeftOut
	case said && len(m.Body) < size.value && !whole(m.Body):
		// A whole document that is shorter was written with other line ends, or in
		// another encoding.
		m.Loss = CutShort
	}
}

// fromParams puts a body together again that a tool took for a form. A message
// has = and & in it.
func fromParams(params []harPair) []byte {
	var b bytes.Buffer
	for i, p := range params {
		if i > 0 {
			b.WriteByte('&')
		}
		b.WriteString(p.Name)
		if p.Value != "" {
			b.WriteString("=" + p.Value)
		}
	}
	if in := envelopes(b.Bytes()); len(in) == 1 && in[0].whole {
		return in[0].body
	}
	return b.Bytes()
}

func (m *Message) setURL(raw string) {
	if u, err := url.Parse(raw); err == nil {
		m.Host, m.Path = strings.ToLower(u.Host), u.Path
	}
}

// timeOf reads a time of ISO 8601; zero when it is none.
func timeOf(s string) time.Time {
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999Z0700", "2006-01-02T15:04:05.999999999"} {
		if t, err := time.Parse(layout, strings.TrimSpace(s)); err == nil {
			return t
		}
	}
	return time.Time{}
}

// byTime sorts messages by when they were sent, and returns how many of them do
// not say. One that does not stays behind the one that it stood behind.
func byTime(all []Message) (untimed int) {
	order := make([]struct {
		at time.Time
		m  Message
	}, len(all))
	var last time.Time
	for i, m := range all {
		if m.at.IsZero() {
			untimed++
		} else {
			last = m.at
		}
		order[i].at, order[i].m = last, m
	}
	slices.SortStableFunc(order, func(a, b struct {
		at time.Time
		m  Message
	}) int {
		return a.at.Compare(b.at)
	})
	for i, o := range order {
		all[i] = o.m
	}
	return untimed
}

// notThrough reports whether a status says that the message had no effect; 0 is a
// reply that never came.
func notThrough(status int) bool { return status == 0 || status >= 500 }

// isText reports whether bytes are one, in UTF-8.
func isText(b []byte) bool { return utf8.Valid(b) && !bytes.ContainsRune(b, 0) }
