// Package capture reads traffic that was captured elsewhere: a folder of XML
// files, or a HAR file such as browsers and proxies write. It judges nothing.
package capture

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"klarmeld/internal/privacy"
)

// Message is one request that a system has sent.
type Message struct {
	Name string // where it stood, for people: a file's name, or the number in a HAR
	Path string // of the URL; "" when it is not known
	Body []byte
}

// Read reads a folder of XML files, in the order of their names, or a HAR file.
// Replies are left out. It refuses what holds no message.
func Read(path string) ([]Message, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("%s kan ikke læses: %w", path, err)
	}
	var out []Message
	if info.IsDir() {
		out, err = folder(path)
	} else {
		var raw []byte
		if raw, err = os.ReadFile(path); err == nil {
			out, err = HAR(raw)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("%s rummer ingen meddelelser fra et system", path)
	}
	return out, nil
}

// replies end the names of files that hold a reply.
var replies = []string{"-reply.xml", "-response.xml", "-svar.xml"}

func folder(dir string) ([]Message, error) {
	files, err := os.ReadDir(dir) // in the order of their names
	if err != nil {
		return nil, err
	}
	var out []Message
	for _, f := range files {
		if f.IsDir() || !strings.EqualFold(filepath.Ext(f.Name()), ".xml") || reply(f.Name()) {
			continue
		}
		raw, err := os.ReadFile(filepath.Join(dir, f.Name()))
		if err != nil {
			return nil, err
		}
		out = append(out, Message{Name: f.Name(), Body: raw})
	}
	return out, nil
}

func reply(name string) bool {
	for _, end := range replies {
		if strings.HasSuffix(strings.ToLower(name), end) {
			return true
		}
	}
	return false
}

// HAR reads the requests of an HTTP archive, version 1.2
// (w3c.github.io/web-performance/specs/HAR). What was not posted is no message.
func HAR(raw []byte) ([]Message, error) {
	var archive struct {
		Log *struct {
			Entries []struct {
				Request struct {
					Method   string
					URL      string
					PostData *struct{ Text, Encoding string }
				}
			}
		}
	}
	if err := json.Unmarshal(bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf")), &archive); err != nil {
		return nil, fmt.Errorf("det er ikke gyldig JSON: %s", privacy.Mask(err.Error()))
	}
	if archive.Log == nil {
		return nil, fmt.Errorf("det er ingen HAR-fil: den har ikke »log«")
	}
	var out []Message
	for i, e := range archive.Log.Entries {
		q := e.Request
		if !strings.EqualFold(q.Method, "POST") || q.PostData == nil {
			continue
		}
		m := Message{Name: fmt.Sprintf("nr. %d", i+1), Body: []byte(q.PostData.Text)}
		if u, err := url.Parse(q.URL); err == nil {
			m.Path = u.Path
		}
		if q.PostData.Encoding == "base64" {
			var err error
			if m.Body, err = base64.StdEncoding.DecodeString(q.PostData.Text); err != nil {
				return nil, fmt.Errorf("%s er ikke gyldig base64", m.Name)
			}
		} else if !utf8.Valid(m.Body) {
			return nil, fmt.Errorf("%s er ikke tekst i UTF-8", m.Name)
		}
		out = append(out, m)
	}
	return out, nil
}
