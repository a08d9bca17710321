package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"strings"

	"github.com/klauspost/compress/zstd"
	"github.com/rogpeppe/go-internal/testscript"
)

// pack packs a folder, or a file, in some way: pack KIND NAME FOLDER. A kind may stand on
// another: tar.gz.
func pack(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: pack KIND NAME FOLDER")
	}
	raw, err := packed(args[0], ts.MkAbs(args[2]))
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), raw, 0o600))
}

// packed is a folder, packed.
func packed(kind, from string) ([]byte, error) {
	first, rest, _ := strings.Cut(kind, ".")
	var b bytes.Buffer
	var err error
	switch first {
	case "zip":
		err = zippedFolder(&b, from)
	case "tar":
		err = tarredFolder(&b, from)
	case "locked": // the flag stands in each file's own header, and in the list of them
		if err = zippedFolder(&b, from); err == nil {
			for i := range b.Bytes() {
				if bytes.HasPrefix(b.Bytes()[i:], []byte("PK\x03\x04")) {
					b.Bytes()[i+6] |= 1
				}
				if bytes.HasPrefix(b.Bytes()[i:], []byte("PK\x01\x02")) {
					b.Bytes()[i+8] |= 1
				}
			}
		}
	case "bomb":
		z := zip.NewWriter(&b)
		var w io.Writer
		if w, err = z.Create("bombe.txt"); err == nil {
			_, err = io.Copy(w, io.LimitReader(zeros{}, 200<<20))
		}
		if err == nil {
			err = z.Close()
		}
	default:
		raw, failed := os.ReadFile(from)
		b.Write(raw)
		err, rest = failed, kind
	}
	for _, how := range strings.FieldsFunc(rest, func(r rune) bool { return r == '.' }) {
		if err == nil {
			err = wrapped(&b, how)
		}
	}
	return b.Bytes(), err
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

func zippedFolder(w io.Writer, from string) error {
	z := zip.NewWriter(w)
	if err := z.AddFS(os.DirFS(from)); err != nil {
		return err
	}
	return z.Close()
}

func tarredFolder(w io.Writer, from string) error {
	t := tar.NewWriter(w)
	if err := t.AddFS(os.DirFS(from)); err != nil {
		return err
	}
	return t.Close()
}

// wrapped packs what is there once more, or breaks it.
func wrapped(b *bytes.Buffer, how string) error {
	raw := bytes.Clone(b.Bytes())
	b.Reset()
	var w io.WriteCloser
	switch how {
	case "gz":
		w = gzip.NewWriter(b)
	case "zst":
		z, err := zstd.NewWriter(b)
		if err != nil {
			return err
		}
		w = z
	case "broken":
		_, err := b.Write(raw[:len(raw)*2/3])
		return err
	}
	if _, err := w.Write(raw); err != nil {
		return err
	}
	return w.Close()
}
