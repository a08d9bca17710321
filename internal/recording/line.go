package recording

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"
)

// marshal is an entry's line: what json.Marshal makes of it, to the byte. Of an
// exchange, of which there are as many as there are messages, it is written here for a
// quarter of the price.
func marshal(e Entry) ([]byte, error) {
	x := e.Exchange
	if x == nil || e.Run != nil || e.Act != nil || e.Change != nil || e.Closing != nil {
		return json.Marshal(e)
	}
	l := line{b: make([]byte, 0, 2048)}
	l.number(`{"nr":`, e.Seq)
	l.optional(`,"forrige":`, e.Before)
	l.time(`,"tid":`, e.Time)
	if e.Elapsed != 0 {
		l.text(`,"forloebet":`, time.Duration(e.Elapsed).String())
	}
	l.text(`,"art":`, string(e.Kind))
	l.optional(`,"scenarie":`, e.Scenario)
	l.optional(`,"handling":`, e.Action)
	l.optional(`,"aarsag":`, string(e.Stop))
	l.exchange(x)
	if l.err != nil {
		return json.Marshal(e) // which says why
	}
	return append(l.b, '}'), nil
}

// line is a line that is being written.
type line struct {
	b   []byte
	err error
}

func (l *line) exchange(x *Exchange) {
	l.b = append(l.b, `,"udveksling":{`...)
	if x.Number != 0 {
		l.number(`"ankomst":`, x.Number)
		l.b = append(l.b, ',')
	}
	if x.ServiceID != "" {
		l.text(`"service_id":`, string(x.ServiceID))
		l.b = append(l.b, ',')
	}
	l.text(`"service":`, x.Service)
	l.text(`,"operation":`, x.Operation)
	l.text(`,"afsender":`, string(x.Sender))
	l.optional(`,"peer":`, x.Peer)
	l.text(`,"metode":`, x.Method)
	l.text(`,"sti":`, x.Path)
	l.headers(`,"hoved":`, x.Header)
	l.number(`,"status":`, x.Status)
	l.headers(`,"svarhoved":`, x.ReplyHeader)
	l.notes(x.Notes)
	l.time(`,"begyndt":`, x.Begun)
	l.time(`,"afsluttet":`, x.Ended)
	if x.Truncated {
		l.b = append(l.b, `,"afkortet":true`...)
	}
	if x.Cut {
		l.b = append(l.b, `,"afskaaret":true`...)
	}
	l.optional(`,"anmodningsfil":`, x.RequestFile)
	l.optional(`,"svarfil":`, x.ReplyFile)
	l.text(`,"anmodning_sha256":`, x.RequestSHA256)
	l.text(`,"svar_sha256":`, x.ReplySHA256)
	l.b = append(l.b, '}')
}

func (l *line) number(name string, n int) {
	l.b = strconv.AppendInt(append(l.b, name...), int64(n), 10)
}

func (l *line) text(name, value string) { l.b = quoted(append(l.b, name...), value) }

// optional is text, and nothing when there is none.
func (l *line) optional(name, value string) {
	if value != "" {
		l.text(name, value)
	}
}

func (l *line) time(name string, t time.Time) {
	l.b = append(append(l.b, name...), '"')
	b, err := t.AppendText(l.b)
	if err != nil {
		l.err = err
		return
	}
	l.b = append(b, '"')
}

func (l *line) headers(name string, h map[string][]string) {
	l.b = append(l.b, name...)
	if h == nil {
		l.b = append(l.b, "null"...)
		return
	}
	l.b = append(l.b, '{')
	for i, key := range slices.Sorted(maps.Keys(h)) {
		if i > 0 {
			l.b = append(l.b, ',')
		}
		l.b = append(quoted(l.b, key), ':')
		l.values(h[key])
	}
	l.b = append(l.b, '}')
}

func (l *line) values(values []string) {
	if values == nil {
		l.b = append(l.b, "null"...)
		return
	}
	l.b = append(l.b, '[')
	for i, v := range values {
		if i > 0 {
			l.b = append(l.b, ',')
		}
		l.b = quoted(l.b, v)
	}
	l.b = append(l.b, ']')
}

func (l *line) notes(notes []Note) {
	if len(notes) == 0 {
		return
	}
	raw, err := json.Marshal(notes)
	if err != nil {
		l.err = err
	}
	l.b = append(append(l.b, `,"noter":`...), raw...)
}

// quoted appends a text as JSON has it. What is not plain ASCII is left to who knows how.
func quoted(b []byte, text string) []byte {
	start := len(b)
	b = append(b, '"')
	for i := range len(text) {
		switch c := text[i]; {
		case c < ' ' || c >= utf8.RuneSelf || c == '<' || c == '>' || c == '&':
			raw, _ := json.Marshal(text) // a text can always be written
			return append(b[:start], raw...)
		case c == '"' || c == '\\': // as in the action of a Content-Type
			b = append(b, '\\', c)
		default:
			b = append(b, c)
		}
	}
	return append(b, '"')
}
