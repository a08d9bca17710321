package capture

import (
	"archive/zip"
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"unicode/utf16"

	"klarmeld/internal/delivery"
)

// Bounds are how much is read.
type Bounds = delivery.Bounds

// Usual lets through what a system sends in a day, and no bomb.
var Usual = Bounds{File: 256 << 20, All: 1 << 30, Files: 100_000, Nested: delivery.Nested}

var utf8Mark = []byte("\xef\xbb\xbf")

// reader makes traffic of files.
type reader struct {
	Traffic
	most  int    // bytes of a file
	alone string // the name of the one file that is read; "" when there are several
}

// Read reads a folder, with the folders in it, or a file, or what in gives when path is
// "-". What each file is, is told by what it holds.
func Read(ctx context.Context, path string, in io.Reader) (Traffic, error) {
	return ReadWithin(ctx, Usual, path, in)
}

// ReadWithin is Read within other bounds.
func ReadWithin(ctx context.Context, b Bounds, path string, in io.Reader) (Traffic, error) {
	if path != "-" {
		if _, err := os.Stat(path); err != nil {
			return Traffic{}, fmt.Errorf("%s kan ikke læses: %w", path, err)
		}
	}
	r := &reader{most: b.File, alone: filepath.Base(path)}
	if path == "-" {
		r.alone = "standard input"
	}
	if err := (&delivery.Reader{Bounds: b, To: r}).Read(ctx, path, "", in); err != nil {
		return Traffic{}, fmt.Errorf("%s: %w", path, err)
	}
	return r.Traffic, nil
}

// Buffer is none: what is read is kept.
func (r *reader) Buffer() []byte { return nil }

// Take reads what a file holds.
func (r *reader) Take(f delivery.File) error {
	if len(f.Body) > r.most {
		r.Aside(f.Name, TooLarge)
		return nil
	}
	t, err := Of(f.Body, f.Name, r.alone)
	if err != nil {
		if f.Name != "" {
			err = fmt.Errorf("%s: %w", f.Name, err)
		}
		return err
	}
	r.Add(t)
	return nil
}

// Aside is told of what is not read.
func (r *reader) Aside(name string, why Reason) {
	r.Traffic.Aside = append(r.Traffic.Aside, Aside{cmp.Or(name, r.alone), why})
}

// Unread ends it all: what is missing may be what the rest rests on.
func (r *reader) Unread(name string, err error) error {
	if name == "" {
		return err
	}
	return fmt.Errorf("%s: %w", name, err)
}

// packets are how recordings of network packets begin: pcap in both byte orders,
// with micro- and nanoseconds, and pcapng.
var packets = []string{"\xd4\xc3\xb2\xa1", "\xa1\xb2\xc3\xd4", "\x4d\x3c\xb2\xa1", "\xa1\xb2\x3c\x4d", "\x0a\x0d\x0d\x0a"}

// Of is what the bytes of a file hold. alone is what the file is called when name is "":
// the one that is read needs no name within it.
func Of(raw []byte, name, alone string) (Traffic, error) {
	called := cmp.Or(name, alone)
	for _, p := range packets {
		if bytes.HasPrefix(raw, []byte(p)) {
			return Traffic{Aside: []Aside{{called, Packets}}}, nil
		}
	}
	text := utf8Of(raw)
	if isHAR(text) {
		t, err := HAR(text)
		if err != nil {
			return Traffic{}, err
		}
		for i, m := range t.Messages {
			t.Messages[i].Name = within(name, m.Name)
		}
		return t, nil
	}
	return textFile(raw, unwired(text), called), nil
}

// within is the name of something in a file.
func within(file, part string) string {
	if file == "" {
		return part
	}
	return file + ", " + part
}

// utf8Of is a text in UTF-8, which a trace from Windows may not be.
func utf8Of(raw []byte) []byte {
	var unit func([]byte) uint16
	switch {
	case bytes.HasPrefix(raw, []byte("\xff\xfe")):
		unit = func(b []byte) uint16 { return uint16(b[0]) | uint16(b[1])<<8 }
	case bytes.HasPrefix(raw, []byte("\xfe\xff")):
		unit = func(b []byte) uint16 { return uint16(b[1]) | uint16(b[0])<<8 }
	default:
		return raw
	}
	var units []uint16
	for b := raw[2:]; len(b) > 1; b = b[2:] {
		units = append(units, unit(b))
	}
	return []byte(string(utf16.Decode(units)))
}

// Several reports whether a file is captured traffic, and not one message: an
// HTTP archive, a readable ZIP, network packets, a trace, a project, or a log with
// envelopes in it. Two messages in one document are a fault of that document.
func Several(raw []byte) bool {
	for _, p := range packets {
		if bytes.HasPrefix(raw, []byte(p)) {
			return true
		}
	}
	if bytes.HasPrefix(raw, []byte("PK\x03\x04")) {
		z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
		return err == nil && len(z.File) > 0
	}
	text := utf8Of(raw)
	if isHAR(text) {
		return true
	}
	if first := bytes.TrimLeft(bytes.TrimPrefix(text, utf8Mark), " \t\r\n"); len(first) == 0 || first[0] != '<' {
		return len(envelopes(text)) > 1
	}
	root, _ := rootOf(text)
	return root.Local == "E2ETraceEvent" || root.Local == "soapui-project"
}

// isHAR reports whether a text is an HTTP archive: an object that has a log. One
// that is broken is an archive too, and says so.
func isHAR(text []byte) bool {
	d := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(text, utf8Mark)))
	if first, err := d.Token(); err != nil || first != json.Delim('{') {
		return false
	}
	key, err := d.Token()
	if err != nil {
		return false
	}
	if key == "log" {
		return true
	}
	var archive struct {
		Log *struct{ Entries *json.RawMessage }
	}
	return json.Unmarshal(bytes.TrimPrefix(text, utf8Mark), &archive) == nil && archive.Log != nil
}
