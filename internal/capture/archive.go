package capture

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"path"
	"strings"
	"time"

	"klarmeld/internal/delivery"
	"klarmeld/internal/lazyregexp"
)

// session is the name of a request in an archive of Fiddler's.
var session = lazyregexp.New(`(?i)^raw/0*([0-9]+)_c\.txt$`)

// slashed is a name with slashes, whichever system wrote it.
func slashed(name string) string { return strings.ReplaceAll(name, `\`, "/") }

// Archive reads an archive of Fiddler's: raw/N_c.txt is a request, raw/N_s.txt its reply,
// raw/N_m.xml when it was sent. The requests are in the order of their numbers.
func (r *reader) Archive(files []string, read func(int) ([]byte, error), name string) (bool, error) {
	byName := map[string]int{}
	var sessions []string
	for i, f := range files {
		byName[strings.ToLower(slashed(f))] = i
		if session.MatchString(slashed(f)) {
			sessions = append(sessions, strings.TrimSuffix(strings.ToLower(path.Base(slashed(f))), "_c.txt"))
		}
	}
	var t Traffic
	for _, n := range sessions {
		said := within(name, "nr. "+n)
		var parts [3][]byte
		locked := false
		for i, part := range []string{"_c.txt", "_s.txt", "_m.xml"} {
			at, there := byName["raw/"+n+part]
			if !there {
				continue
			}
			var err error
			if parts[i], err = read(at); errors.Is(err, delivery.ErrLocked) {
				locked = true
			} else if err != nil {
				return true, fmt.Errorf("%s: %w", said, err)
			}
		}
		m, ok := requestOf(parts[0])
		switch {
		case locked:
			t.Aside = append(t.Aside, Aside{said, Locked})
		case !ok:
			t.Aside = append(t.Aside, Aside{said, Binary})
		default:
			m.Name, m.failed, m.at = said, notThrough(statusOf(parts[1])), begunAt(parts[2])
			t.Messages = append(t.Messages, m)
		}
	}
	t.Untimed = byTime(t.Messages)
	r.Add(t)
	return len(sessions) > 0, nil
}

// requestOf reads a request as it travelled. What is missing of its body is a
// loss.
func requestOf(raw []byte) (Message, bool) {
	q, err := http.ReadRequest(bufio.NewReader(bytes.NewReader(raw)))
	if err != nil {
		return Message{}, false
	}
	m := Message{unposted: q.Method != http.MethodPost, Size: int(max(0, q.ContentLength))}
	m.setURL(q.RequestURI)
	if m.Host == "" {
		m.Host = strings.ToLower(q.Host)
	}
	m.Action = q.Header.Get("SOAPAction")
	contentType := q.Header.Get("Content-Type")
	m.foreign = contentType != "" && !strings.Contains(strings.ToLower(contentType), "xml")
	m.Body, err = io.ReadAll(q.Body)
	switch {
	case len(m.Body) == 0 && (err != nil || m.Size > 0):
		m.Loss = LeftOut
	case err != nil && !whole(m.Body):
		m.Loss = CutShort
	}
	return m, true
}

// statusOf is the status of a reply as it travelled; 0 when there was none.
func statusOf(raw []byte) int {
	reply, err := http.ReadResponse(bufio.NewReader(bytes.NewReader(raw)), nil)
	if err != nil {
		return 0
	}
	defer reply.Body.Close()
	return reply.StatusCode
}

// begun is where Fiddler says when a request was sent.
var begun = lazyregexp.New(`ClientBeginRequest="([^"]+)"`)

func begunAt(raw []byte) time.Time {
	at := begun.Compiled().FindSubmatch(raw)
	if at == nil {
		return time.Time{}
	}
	return timeOf(string(at[1]))
}
