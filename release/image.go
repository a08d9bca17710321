package main

import (
	"bytes"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/layout"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/tarball"
	"github.com/google/go-containerregistry/pkg/v1/types"
	"golang.org/x/crypto/x509roots/fallback/bundle"
)

// Where things stand in the image.
const (
	imageProgram = "/usr/local/bin/klarmeld"
	imageWork    = "/work" // where a folder is mounted, and commands begin
	imagePort    = "8470/tcp"
	nobody       = 65532 // who klarmeld is in the image: nobody of the machine's
)

// rootsModule packs the certificates that the world's TLS rests on.
const rootsModule = "golang.org/x/crypto/x509roots/fallback"

// imageName is the image's file: an OCI image layout in a tar.
func imageName(s Stamp) string { return fmt.Sprintf("klarmeld_%s_oci.tar", bare(s.Version)) }

// writeImage writes the image of the binaries for Linux, one for each processor under one
// index. There is nothing else in it than klarmeld and what it cannot be without: no shell,
// no C library, no other program.
func writeImage(dir string, all []Binary, docs []file) (err error) {
	index := mutate.IndexMediaType(empty.Index, types.OCIImageIndex)
	var of *Stamp
	for _, b := range all {
		if b.OS != "linux" {
			continue
		}
		img, err := image(b, docs)
		if err != nil {
			return err
		}
		of = &b.Stamp
		index = mutate.AppendManifests(index, mutate.IndexAddendum{Add: img, Descriptor: v1.Descriptor{Platform: &v1.Platform{OS: b.OS, Architecture: b.Arch}}})
	}
	if of == nil {
		return nil
	}
	index = mutate.Annotations(index, labels(*of)).(v1.ImageIndex)
	at, err := os.MkdirTemp("", "klarmeld-image-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(at)) }()
	where, err := layout.Write(at, empty.Index)
	if err != nil {
		return err
	}
	name := map[string]string{"org.opencontainers.image.ref.name": "klarmeld:" + bare(of.Version)}
	if err := where.AppendIndex(index, layout.WithAnnotations(name)); err != nil {
		return err
	}
	files, err := folder(at)
	if err != nil {
		return err
	}
	raw, err := tarred(files, of.Time)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, imageName(*of)), raw, 0o644)
}

// labels say of an image what it is, in the words of the OCI specification.
func labels(s Stamp) map[string]string {
	const own = "org.opencontainers.image."
	return map[string]string{
		own + "title": "klarmeld", own + "description": "Compliance harness for systems that send cases to KOMBIT's Sags- og Dokumentindeks (SF1470)",
		own + "version": bare(s.Version), own + "revision": s.Revision, own + "created": s.Time.Format("2006-01-02T15:04:05Z"), own + "licenses": "MIT",
	}
}

// image is the image for one processor.
func image(b Binary, docs []file) (v1.Image, error) {
	ground, err := groundFiles(b, docs)
	if err != nil {
		return nil, err
	}
	img := mutate.ConfigMediaType(mutate.MediaType(empty.Image, types.OCIManifestSchema1), types.OCIConfigJSON)
	for _, l := range []struct {
		says  string
		files []file
	}{{"what klarmeld needs", ground}, {"klarmeld", []file{{strings.TrimPrefix(imageProgram, "/"), 0o755, b.raw}}}} {
		raw, err := tarred(l.files, b.Time)
		if err != nil {
			return nil, err
		}
		open := func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(raw)), nil }
		layer, err := tarball.LayerFromOpener(open, tarball.WithMediaType(types.OCILayer))
		if err != nil {
			return nil, err
		}
		history := v1.History{Created: v1.Time{Time: b.Time}, CreatedBy: l.says}
		img, err = mutate.Append(img, mutate.Addendum{Layer: layer, MediaType: types.OCILayer, History: history})
		if err != nil {
			return nil, err
		}
	}
	c, err := img.ConfigFile()
	if err != nil {
		return nil, err
	}
	c = c.DeepCopy()
	c.OS, c.Architecture, c.Created = b.OS, b.Arch, v1.Time{Time: b.Time}
	c.Config = v1.Config{
		Entrypoint: []string{imageProgram}, WorkingDir: imageWork, User: fmt.Sprintf("%d:%d", nobody, nobody),
		Env: []string{"PATH=" + filepath.Dir(imageProgram)}, ExposedPorts: map[string]struct{}{imagePort: {}}, Labels: labels(b.Stamp),
	}
	if img, err = mutate.ConfigFile(img, c); err != nil {
		return nil, err
	}
	return mutate.Annotations(img, labels(b.Stamp)).(v1.Image), nil
}

// groundFiles are what klarmeld needs that other images have of their distribution: a
// folder for temporary files and one for work, in which whoever it runs as may write; whom
// TLS trusts, for an adapter that answers on https; a name for its user. The list of time
// zones is in the program.
func groundFiles(b Binary, docs []file) ([]file, error) {
	const everybody = 0o1777 // and nobody removes others' files: tar's own bits
	roots, err := trusted()
	if err != nil {
		return nil, err
	}
	packed, err := own(rootsModule)
	if err != nil {
		return nil, err
	}
	said := fmt.Sprintf("%s\n%s\netc/ssl/certs/ca-certificates.crt\nMPL-2.0\n\nMozilla's list of certificate authorities, as %s %s packs it.\n",
		b.notices, strings.Repeat("=", 80), rootsModule, packed)
	out := []file{
		{"etc/group", 0o644, fmt.Appendf(nil, "root:x:0:\nklarmeld:x:%d:\n", nobody)},
		{"etc/passwd", 0o644, fmt.Appendf(nil, "root:x:0:0:root:/:/none\nklarmeld:x:%d:%d:klarmeld:%s:/none\n", nobody, nobody, imageWork)},
		{"etc/ssl/certs/ca-certificates.crt", 0o644, roots},
		{"licenses/" + noticesFile, 0o644, []byte(said)},
	}
	for _, d := range docs {
		if d.name == "LICENSE" {
			out = append(out, file{"licenses/LICENSE", 0o644, d.raw})
		}
	}
	return append(out, file{"tmp/", everybody, nil}, file{strings.TrimPrefix(imageWork, "/") + "/", everybody, nil}), nil
}

// trusted are the certificates of the authorities that Mozilla's browser trusts in full.
// Those that it trusts only in part, a file cannot tell of.
func trusted() ([]byte, error) {
	var out bytes.Buffer
	for root := range bundle.Roots() {
		if root.Constraint != nil {
			continue
		}
		if err := pem.Encode(&out, &pem.Block{Type: "CERTIFICATE", Bytes: root.Certificate}); err != nil {
			return nil, err
		}
	}
	if out.Len() == 0 {
		return nil, errors.New("there is no certificate to trust")
	}
	return out.Bytes(), nil
}

// folder are the files below a folder, in the order of their names.
func folder(at string) (out []file, err error) {
	err = fs.WalkDir(os.DirFS(at), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := os.ReadFile(filepath.Join(at, filepath.FromSlash(name)))
		out = append(out, file{name, 0o644, raw})
		return err
	})
	return out, err
}
