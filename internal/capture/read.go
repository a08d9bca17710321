package capture

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf16"

	"klarmeld/internal/foreign"
)

// Bounds are how much is read.
type Bounds struct {
	File   int // bytes of a file, unpacked
	All    int // bytes of all files together
	Files  int // of a folder or an archive
	Nested int // archives inside archives
}

// Usual lets through what a system sends in a day, and no bomb.
var Usual = Bounds{File: 256 << 20, All: 1 << 30, Files: 100_000, Nested: 3}

var utf8Mark = []byte("\xef\xbb\xbf")

// errTooMuch is what was captured being more than is read.
var errTooMuch = errors.New("det er mere, end klarmeld læser på én gang; del det op")

// reader reads files one by one, and keeps count of how much it has read.
type reader struct {
	Bounds
	bytes, files int
	alone        string // the name of the one file that is read; "" when there are several
}

// Read reads a folder, with the folders in it, or a file. What each file is, is
// told by what it holds.
func Read(path string) (Traffic, error) { return Usual.Read(path) }

// Read is Read within other bounds.
func (b Bounds) Read(path string) (Traffic, error) {
	info, err := os.Stat(path)
	if err != nil {
		return Traffic{}, fmt.Errorf("%s kan ikke læses: %w", path, err)
	}
	var t Traffic
	r := &reader{Bounds: b}
	if info.IsDir() {
		t, err = r.folder(path)
	} else {
		r.alone = filepath.Base(path)
		t, err = r.disk(path, "")
	}
	if err != nil {
		return Traffic{}, fmt.Errorf("%s: %w", path, err)
	}
	return t, nil
}

// disk reads a file. name is what it is called where several are read; "": it is
// the only one.
func (r *reader) disk(path, name string) (Traffic, error) {
	open := foreign.Open
	if name == "" {
		open = foreign.OpenNamed
	}
	f, err := open(path, math.MaxInt64-1) // stream bounds it, and goes on with the rest
	if err != nil {
		return Traffic{}, err
	}
	defer f.Close()
	return r.stream(f, name, 0)
}

// stream reads a file from wherever it is, and no more of it than is held.
func (r *reader) stream(from io.Reader, name string, nested int) (Traffic, error) {
	if r.files++; r.files > r.Files {
		return Traffic{}, errTooMuch
	}
	raw, err := io.ReadAll(io.LimitReader(from, int64(r.File)+1))
	if err != nil {
		return Traffic{}, err
	}
	if r.bytes += len(raw); r.bytes > r.All {
		return Traffic{}, errTooMuch
	}
	if len(raw) > r.File {
		return Traffic{Aside: []Aside{{r.file(name), TooLarge}}}, nil
	}
	return r.bytesOf(raw, name, nested)
}

// folder reads the files of a folder, numbers in their names as numbers.
func (r *reader) folder(dir string) (Traffic, error) {
	var t Traffic
	var names []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case path == dir:
			return nil
		case systems(d.Name()):
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		case d.Type().IsRegular():
			rel, err := filepath.Rel(dir, path)
			names = append(names, filepath.ToSlash(rel))
			return err
		case !d.IsDir():
			rel, err := filepath.Rel(dir, path)
			t.Aside = append(t.Aside, Aside{filepath.ToSlash(rel), NoFile})
			return err
		}
		return nil
	})
	if err != nil {
		return Traffic{}, err
	}
	slices.SortFunc(names, natural)
	skip := aboard{}
	for _, n := range names {
		if isList(n) {
			raw, err := foreign.Read(filepath.Join(dir, filepath.FromSlash(n)), int64(r.File))
			if err != nil {
				return Traffic{}, err
			}
			skip.list(n, raw)
		}
	}
	for _, n := range names {
		if why, ok := skip[n]; ok {
			t.Aside = append(t.Aside, Aside{n, why})
			continue
		}
		more, err := r.disk(filepath.Join(dir, filepath.FromSlash(n)), n)
		if err != nil {
			return Traffic{}, fmt.Errorf("%s: %w", n, err)
		}
		t.Add(more)
	}
	return t, nil
}

// systems reports whether a file is the operating system's or a tool's own: what
// Windows and macOS leave behind, and what is hidden.
func systems(name string) bool {
	return strings.HasPrefix(name, ".") && name != "." && name != ".." || strings.EqualFold(name, "Thumbs.db") || strings.EqualFold(name, "desktop.ini") || name == "__MACOSX"
}

// packets are how recordings of network packets begin: pcap in both byte orders,
// with micro- and nanoseconds, and pcapng.
var packets = []string{"\xd4\xc3\xb2\xa1", "\xa1\xb2\xc3\xd4", "\x4d\x3c\xb2\xa1", "\xa1\xb2\x3c\x4d", "\x0a\x0d\x0d\x0a"}

// bytesOf reads what a file holds.
func (r *reader) bytesOf(raw []byte, name string, nested int) (Traffic, error) {
	for _, p := range packets {
		if bytes.HasPrefix(raw, []byte(p)) {
			return Traffic{Aside: []Aside{{r.file(name), Packets}}}, nil
		}
	}
	switch {
	case bytes.HasPrefix(raw, []byte("PK\x03\x04")), bytes.HasPrefix(raw, []byte("PK\x05\x06")):
		if nested >= r.Nested {
			return Traffic{Aside: []Aside{{r.file(name), TooLarge}}}, nil
		}
		return r.archive(raw, name, nested+1)
	case bytes.HasPrefix(raw, []byte("\x1f\x8b")) && nested < r.Nested:
		z, err := gzip.NewReader(bytes.NewReader(raw))
		if err != nil {
			return Traffic{Aside: []Aside{{r.file(name), Binary}}}, nil
		}
		return r.stream(z, name, nested+1)
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
	return textFile(raw, unwired(text), r.file(name)), nil
}

// file is what a file is called: the one that is read needs no name within it.
func (r *reader) file(name string) string {
	if name == "" {
		return r.alone
	}
	return name
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
