package capture

import (
	"archive/zip"
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net/http"
	"path"
	"slices"
	"strings"
	"time"
	"unicode"

	"klarmeld/internal/lazyregexp"
)

// archive reads a ZIP: Fiddler's own (.saz), or files of any kind. Nothing of it
// is written anywhere, so that a path in it leads nowhere.
func (r *reader) archive(raw []byte, name string, nested int) (Traffic, error) {
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return Traffic{}, fmt.Errorf("ZIP-arkivet er beskadiget: %w", err)
	}
	if len(z.File) > r.Files {
		return Traffic{}, errTooMuch
	}
	files := slices.DeleteFunc(slices.Clone(z.File), func(f *zip.File) bool {
		return f.FileInfo().IsDir() || slices.ContainsFunc(strings.Split(f.Name, "/"), systems)
	})
	slices.SortFunc(files, func(a, b *zip.File) int { return natural(a.Name, b.Name) })
	if sessions := sessionsIn(files); len(sessions) > 0 {
		return r.fiddler(files, sessions, name)
	}
	var t Traffic
	skip := aboard{}
	for _, f := range files {
		if !isList(f.Name) || f.Flags&1 != 0 {
			continue
		}
		list, err := r.unpacked(f)
		if err != nil {
			return Traffic{}, fmt.Errorf("%s: %w", f.Name, err)
		}
		skip.list(f.Name, list)
	}
	for _, f := range files {
		if why, ok := skip[f.Name]; ok {
			t.Aside = append(t.Aside, Aside{within(name, printable(f.Name)), why})
			continue
		}
		more, err := r.entry(f, within(name, printable(f.Name)), nested)
		if err != nil {
			return Traffic{}, err
		}
		t.Add(more)
	}
	return t, nil
}

// entry reads a file of an archive.
func (r *reader) entry(f *zip.File, name string, nested int) (Traffic, error) {
	if f.Flags&1 != 0 {
		return Traffic{Aside: []Aside{{name, Locked}}}, nil
	}
	from, err := f.Open()
	if err != nil {
		return Traffic{}, fmt.Errorf("%s: %w", name, err)
	}
	defer from.Close()
	t, err := r.stream(from, name, nested)
	if err != nil {
		return Traffic{}, fmt.Errorf("%s: %w", name, err)
	}
	return t, nil
}

// printable is a name that another has chosen, without what is no letter.
func printable(name string) string {
	return strings.Map(func(c rune) rune {
		if unicode.IsPrint(c) {
			return c
		}
		return '?'
	}, name)
}

// session is the name of a request in an archive of Fiddler's.
var session = lazyregexp.New(`(?i)^raw/0*([0-9]+)_c\.txt$`)

// sessionsIn are the files with requests, in the order of their numbers.
func sessionsIn(files []*zip.File) []*zip.File {
	var out []*zip.File
	for _, f := range files {
		if session.MatchString(strings.ReplaceAll(f.Name, `\`, "/")) {
			out = append(out, f)
		}
	}
	return out
}

// fiddler reads the sessions of an archive: raw/N_c.txt is a request, raw/N_s.txt
// its reply, raw/N_m.xml when it was sent.
func (r *reader) fiddler(files, sessions []*zip.File, name string) (Traffic, error) {
	byName := map[string]*zip.File{}
	for _, f := range files {
		byName[strings.ToLower(strings.ReplaceAll(f.Name, `\`, "/"))] = f
	}
	var t Traffic
	for _, f := range sessions {
		n := strings.TrimSuffix(strings.ToLower(path.Base(strings.ReplaceAll(f.Name, `\`, "/"))), "_c.txt")
		said := within(name, "nr. "+n)
		if f.Flags&1 != 0 {
			t.Aside = append(t.Aside, Aside{said, Locked})
			continue
		}
		var parts [3][]byte
		for i, part := range []*zip.File{f, byName["raw/"+n+"_s.txt"], byName["raw/"+n+"_m.xml"]} {
			var err error
			if parts[i], err = r.unpacked(part); err != nil {
				return Traffic{}, fmt.Errorf("%s: %w", said, err)
			}
		}
		m, ok := requestOf(parts[0])
		if !ok {
			t.Aside = append(t.Aside, Aside{said, Binary})
			continue
		}
		m.Name, m.failed, m.at = said, notThrough(statusOf(parts[1])), begunAt(parts[2])
		t.Messages = append(t.Messages, m)
	}
	t.Untimed = byTime(t.Messages)
	return t, nil
}

// unpacked are the bytes of a file in an archive; none of one that is not there.
func (r *reader) unpacked(f *zip.File) ([]byte, error) {
	if f == nil {
		return nil, nil
	}
	from, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer from.Close()
	raw, err := io.ReadAll(io.LimitReader(from, int64(r.File)+1))
	r.bytes += len(raw)
	if len(raw) > r.File || r.bytes > r.All {
		return nil, errTooMuch
	}
	return raw, err
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
