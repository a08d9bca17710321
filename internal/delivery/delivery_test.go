package delivery_test

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"klarmeld/internal/delivery"
)

// taker writes down what it is told.
type taker struct {
	files []string
	aside []string
	errs  []string
	stop  func() error // what Take answers; nil: nothing
}

func (*taker) Buffer() []byte { return nil }
func (t *taker) Take(f delivery.File) error {
	t.files = append(t.files, f.Name+"="+string(f.Body))
	if t.stop != nil {
		return t.stop()
	}
	return nil
}
func (t *taker) Aside(name string, why delivery.Reason) {
	t.aside = append(t.aside, name+": "+string(why))
}
func (t *taker) Unread(name string, err error) error {
	t.errs = append(t.errs, name+": "+err.Error())
	return nil
}

var small = delivery.Bounds{File: 1000, Nested: delivery.Nested}

func read(t *testing.T, b delivery.Bounds, path, as string, in io.Reader) *taker {
	t.Helper()
	got := &taker{}
	if err := (&delivery.Reader{Bounds: b, To: got}).Read(t.Context(), path, as, in); err != nil {
		t.Fatal(err)
	}
	return got
}

// file is one of a folder or an archive.
type file struct{ name, text string }

var sager = []file{{"10.xml", "ti"}, {"2.xml", "to"}, {"under/1.xml", "en"}, {"under-1.xml", "ved"}, {"Thumbs.db", "x"}, {"under/._1.xml", "x"}}

func stored(t *testing.T, raw []byte) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "fil")
	if err := os.WriteFile(name, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

func zipOf(t *testing.T, files ...file) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, f := range files {
		w, err := z.Create(f.name)
		if err == nil {
			_, err = io.WriteString(w, f.text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func tarOf(t *testing.T, files ...file) []byte {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, f := range files {
		err := w.WriteHeader(&tar.Header{Name: f.name, Mode: 0o600, Size: int64(len(f.text)), Typeflag: tar.TypeReg})
		if err == nil {
			_, err = io.WriteString(w, f.text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func packedBy(t *testing.T, raw []byte, by func(io.Writer) (io.WriteCloser, error)) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := by(&b)
	if err == nil {
		_, err = w.Write(raw)
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func gz(w io.Writer) (io.WriteCloser, error)  { return gzip.NewWriter(w), nil }
func zst(w io.Writer) (io.WriteCloser, error) { return zstd.NewWriter(w) }

// TestOrder: a folder and a ZIP are read in the order of the names, as people count, and a
// tar in its own; the system's own files are passed over.
func TestOrder(t *testing.T) {
	dir := t.TempDir()
	for _, f := range sager {
		name := filepath.Join(dir, f.name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o700), os.WriteFile(name, []byte(f.text), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	ordered := []string{"2.xml=to", "10.xml=ti", "under-1.xml=ved", "under/1.xml=en"}
	own := []string{"10.xml=ti", "2.xml=to", "under/1.xml=en", "under-1.xml=ved"}
	for name, c := range map[string]struct {
		path string
		in   []byte
		want []string
	}{
		"folder": {dir, nil, ordered}, "ZIP": {stored(t, zipOf(t, sager...)), nil, ordered}, "ZIP as a stream": {"-", zipOf(t, sager...), ordered},
		"tar": {stored(t, tarOf(t, sager...)), nil, own}, "tar as a stream": {"-", tarOf(t, sager...), own},
		"tar.gz": {stored(t, packedBy(t, tarOf(t, sager...), gz)), nil, own}, "tar.zst as a stream": {"-", packedBy(t, tarOf(t, sager...), zst), own},
	} {
		if got := read(t, small, c.path, "", bytes.NewReader(c.in)); !slices.Equal(got.files, c.want) || got.aside != nil || got.errs != nil {
			t.Errorf("%s: %q, want %q; %q %q", name, got.files, c.want, got.aside, got.errs)
		}
	}
}

// TestNames: each file is called by where it stands.
func TestNames(t *testing.T) {
	inner := packedBy(t, tarOf(t, file{"./a/1.xml", "x"}), gz)
	for want, c := range map[string]struct {
		as  string
		raw []byte
	}{
		"l.zip, ind\x00re.tgz, a/1.xml=x": {"l.zip", zipOf(t, file{"ind\x00re.tgz", string(inner)})},
		"1.xml.gz=x":                      {"1.xml.gz", packedBy(t, []byte("x"), gz)},
		"=x":                              {"", packedBy(t, []byte("x"), zst)},
	} {
		want = strings.ReplaceAll(want, "\x00", "?")
		if got := read(t, small, stored(t, c.raw), c.as, nil); !slices.Equal(got.files, []string{want}) {
			t.Errorf("%q, want %q: %q", got.files, want, got.errs)
		}
	}
}

// TestBounds: of a long file a byte more than the bound is read, on the disk, packed and
// in archives; deep archives are not opened; all together is bounded where that is said.
func TestBounds(t *testing.T) {
	long := strings.Repeat("x", 100_000)
	for name, raw := range map[string][]byte{"plain": []byte(long), "gz": packedBy(t, []byte(long), gz), "zst": packedBy(t, []byte(long), zst),
		"zip": zipOf(t, file{"1", long}), "tar": tarOf(t, file{"1", long}, file{"2", "kort"})} {
		got := read(t, small, stored(t, raw), "f", nil)
		if len(got.files) == 0 || len(got.files[0][strings.Index(got.files[0], "=")+1:]) != small.File+1 {
			t.Errorf("%s: %d files, %q", name, len(got.files), got.errs)
		}
		if name == "tar" && (len(got.files) != 2 || got.files[1] != "f, 2=kort") {
			t.Errorf("behind a long one: %d files", len(got.files))
		}
	}
	deep := zipOf(t, file{"1.xml", "x"})
	for range delivery.Nested {
		deep = tarOf(t, file{"d", string(deep)})
	}
	if got := read(t, small, stored(t, deep), "", nil); len(got.files) != 0 || fmt.Sprint(got.aside) != "[d, d, d: for_stor]" {
		t.Errorf("deep: %q %q", got.files, got.aside)
	}
	for _, b := range []delivery.Bounds{{File: 10, All: 25, Nested: 1}, {File: 10, Files: 2, Nested: 1}} {
		err := (&delivery.Reader{Bounds: b, To: &taker{}}).Read(t.Context(),
			stored(t, tarOf(t, file{"1", "0123456789"}, file{"2", "0123456789"}, file{"3", "0123456789"})), "", nil)
		if !errors.Is(err, delivery.ErrTooMuch) {
			t.Errorf("%+v: %v", b, err)
		}
	}
}

// TestBroken: what is broken is told, once, and what was read of it stands.
func TestBroken(t *testing.T) {
	whole := tarOf(t, file{"1.xml", strings.Repeat("a", 600)}, file{"2.xml", strings.Repeat("b", 600)})
	for name, c := range map[string]struct {
		raw   []byte
		files int
		want  string
	}{
		"ZIP":         {zipOf(t, sager...)[:100], 0, "ZIP-arkivet er beskadiget"},
		"tar":         {whole[:2048], 1, "tar-arkivet er beskadiget ved 2.xml"},
		"gz":          {packedBy(t, bytes.Repeat([]byte("abc"), 10_000), gz)[:20], 0, "beskadiget"},
		"zst":         {packedBy(t, whole, zst)[:60], 0, "beskadiget"},
		"a long file": {longEntry(t), 1, "er ikke læst"},
	} {
		got := read(t, small, stored(t, c.raw), "f", nil)
		if len(got.files) != c.files || len(got.errs) != 1 || !strings.Contains(got.errs[0], c.want) {
			t.Errorf("%s: %d files, %q", name, len(got.files), got.errs)
		}
	}
	if got := read(t, small, filepath.Join(t.TempDir(), "findes-ikke"), "f", nil); len(got.errs) != 1 || !strings.Contains(got.errs[0], "kan ikke åbnes") {
		t.Errorf("%q", got.errs)
	}
	if got := read(t, small, stored(t, []byte("\x1f\x8bx")), "f", nil); fmt.Sprint(got.aside) != "[f: binaer]" {
		t.Errorf("no gzip: %q %q", got.aside, got.errs)
	}
}

// longEntry is a tar in which a file says that it is far too long.
func longEntry(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	if err := w.WriteHeader(&tar.Header{Name: "lang", Mode: 0o600, Size: 2 << 30, Typeflag: tar.TypeReg}); err != nil {
		t.Fatal(err)
	}
	return append(tarOf(t, file{"1.xml", "x"})[:1024], b.Bytes()...)
}

// TestEnds: whoever takes can end it, and so can who waits.
func TestEnds(t *testing.T) {
	path := stored(t, tarOf(t, file{"1", "a"}, file{"2", "b"}, file{"3", "c"}))
	enough := errors.New("enough")
	got := &taker{stop: func() error { return enough }}
	if err := (&delivery.Reader{Bounds: small, To: got}).Read(t.Context(), path, "", nil); !errors.Is(err, enough) || len(got.files) != 1 {
		t.Errorf("%v after %d", err, len(got.files))
	}
	ctx, end := context.WithCancel(t.Context())
	got = &taker{stop: func() error { end(); return nil }}
	if err := (&delivery.Reader{Bounds: small, To: got}).Read(ctx, path, "", nil); !errors.Is(err, context.Canceled) || len(got.files) != 1 || got.errs != nil {
		t.Errorf("%v after %d: %q", err, len(got.files), got.errs)
	}
}

// TestPacked: a folder and what is packed are told from messages; a ZIP that cannot be read
// is none.
func TestPacked(t *testing.T) {
	for want, all := range map[bool][]string{
		true: {t.TempDir(), stored(t, zipOf(t, sager...)), stored(t, tarOf(t, sager...)), stored(t, packedBy(t, []byte("x"), gz)),
			stored(t, packedBy(t, []byte("x"), zst))},
		false: {stored(t, nil), stored(t, []byte("<a/>")), stored(t, []byte("PK\x03\x04 and what follows")), stored(t, []byte(strings.Repeat("0", 1000))),
			filepath.Join(t.TempDir(), "findes-ikke")},
	} {
		for i, path := range all {
			if got := delivery.Packed(path); got != want {
				t.Errorf("the %dth is packed: %v", i, got)
			}
		}
	}
}
