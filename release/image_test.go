package main

import (
	"bytes"
	"crypto/x509"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/layout"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/validate"
)

// imageHolds: the layout is one that the library reads and finds whole; it says whose it
// is; and klarmeld runs in what it unpacks to.
func imageHolds(t *testing.T, raw, program []byte) {
	index := layoutIn(t, raw)
	if err := validate.Index(index); err != nil {
		t.Error(err)
	}
	top, err := index.IndexManifest()
	if err != nil || len(top.Manifests) != 1 || top.Manifests[0].Annotations["org.opencontainers.image.ref.name"] != "klarmeld:1.2.3" {
		t.Fatalf("%+v, %v", top, err)
	}
	inner, err := index.ImageIndex(top.Manifests[0].Digest)
	if err != nil {
		t.Fatal(err)
	}
	images, err := inner.IndexManifest()
	if err != nil || len(images.Manifests) != 1 || images.Annotations["org.opencontainers.image.version"] != "1.2.3" {
		t.Fatalf("%+v, %v", images, err)
	}
	if p := images.Manifests[0].Platform; p == nil || p.OS != here.OS || p.Architecture != here.Arch {
		t.Errorf("the platform is %+v", p)
	}
	img, err := inner.Image(images.Manifests[0].Digest)
	if err != nil {
		t.Fatal(err)
	}
	configHolds(t, img)
	files := mutate.Extract(img)
	defer files.Close()
	all := untar(t, files)
	if f := all["usr/local/bin/klarmeld"]; !bytes.Equal(f.raw, program) || f.mode != 0o755 {
		t.Errorf("another program, or mode %o", f.mode)
	}
	if !x509.NewCertPool().AppendCertsFromPEM(all["etc/ssl/certs/ca-certificates.crt"].raw) {
		t.Error("TLS would trust nobody")
	}
	const list = "Mozilla's list of certificate authorities, as golang.org/x/crypto/x509roots/fallback v0.0.0-"
	if !strings.Contains(string(all["licenses/"+noticesFile].raw), list) {
		t.Error("the notices do not name the list of certificate authorities")
	}
	imageRuns(t, unpacked(t, all))
}

// layoutIn is the index of an image's file.
func layoutIn(t *testing.T, raw []byte) v1.ImageIndex {
	t.Helper()
	index, err := layout.ImageIndexFromPath(unpacked(t, untar(t, bytes.NewReader(raw))))
	if err != nil {
		t.Fatal(err)
	}
	return index
}

func configHolds(t *testing.T, img v1.Image) {
	t.Helper()
	c, err := img.ConfigFile()
	if err != nil {
		t.Fatal(err)
	}
	got := fmt.Sprintln(c.OS, c.Architecture, c.Config.Entrypoint, c.Config.User, c.Config.WorkingDir, c.Created.UTC().Equal(committedAt))
	if want := fmt.Sprintln("linux", here.Arch, "[/usr/local/bin/klarmeld] 65532:65532 /work true"); got != want {
		t.Errorf("the image is %s, want %s", got, want)
	}
	for _, l := range []string{"version=1.2.3", "licenses=MIT", "created=2026-01-12T08:00:00Z"} {
		name, want, _ := strings.Cut(l, "=")
		if got := c.Config.Labels["org.opencontainers.image."+name]; got != want {
			t.Errorf("the label %s is %q", name, got)
		}
	}
	if len(c.Config.Labels["org.opencontainers.image.revision"]) != 40 {
		t.Errorf("the labels are %v", c.Config.Labels)
	}
}

// unpacked writes files into a folder of their own, and returns it.
func unpacked(t *testing.T, all map[string]file) string {
	t.Helper()
	root := t.TempDir()
	if err := os.Chmod(root, 0o755); err != nil { // as that of an image is
		t.Fatal(err)
	}
	for _, f := range all {
		at := filepath.Join(root, filepath.FromSlash(f.name))
		dir := filepath.Dir(at)
		if f.mode.IsDir() {
			dir = at
		}
		err := os.MkdirAll(dir, 0o755)
		if err == nil && !f.mode.IsDir() {
			err = os.WriteFile(at, f.raw, f.mode.Perm())
		}
		if err = errors.Join(err, os.Chmod(at, f.mode)); err != nil {
			t.Fatal(err)
		}
	}
	return root
}
