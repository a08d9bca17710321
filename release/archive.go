package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// noticesFile has the licences of others' code in the binary.
const noticesFile = "THIRD-PARTY-NOTICES.txt"

// writeArchive writes the archive of a binary, in the form that people of its platform
// can unpack with what they have.
func writeArchive(dir string, b Binary, docs []file) error {
	var files []file
	for _, f := range slices.Concat([]file{{b.program(), 0o755, b.raw}, {noticesFile, 0o644, b.notices}}, docs) {
		f.name = path.Join(b.base(), f.name)
		files = append(files, f)
	}
	slices.SortFunc(files, func(a, b file) int { return strings.Compare(a.name, b.name) })
	form, name := tarGz, b.base()+".tar.gz"
	if b.OS == "windows" {
		form, name = zipped, b.base()+".zip"
	}
	raw, err := form(files, b.Time)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, name), raw, 0o644)
}

func tarGz(files []file, at time.Time) ([]byte, error) {
	var out bytes.Buffer
	z, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	raw, err := tarred(files, at)
	if err != nil {
		return nil, err
	}
	_, err = z.Write(raw)
	err = errors.Join(err, z.Close())
	return out.Bytes(), err
}

// tarred is a tar of files, all of them root's. A name that ends with a slash is a folder.
func tarred(files []file, at time.Time) ([]byte, error) {
	var out bytes.Buffer
	t := tar.NewWriter(&out)
	for _, f := range files {
		h := &tar.Header{Name: f.name, Mode: int64(f.mode), Size: int64(len(f.raw)), ModTime: at, Typeflag: tar.TypeReg, Format: tar.FormatPAX}
		if strings.HasSuffix(f.name, "/") {
			h.Typeflag = tar.TypeDir
		}
		if err := t.WriteHeader(h); err != nil {
			return nil, err
		}
		if _, err := t.Write(f.raw); err != nil {
			return nil, err
		}
	}
	err := t.Close()
	return out.Bytes(), err
}

func zipped(files []file, at time.Time) ([]byte, error) {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, f := range files {
		h := &zip.FileHeader{Name: f.name, Method: zip.Deflate, Modified: at}
		h.SetMode(f.mode)
		w, err := z.CreateHeader(h)
		if err != nil {
			return nil, err
		}
		if _, err := io.Copy(w, bytes.NewReader(f.raw)); err != nil {
			return nil, err
		}
	}
	err := z.Close()
	return out.Bytes(), err
}
