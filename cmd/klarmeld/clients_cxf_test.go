package main

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"klarmeld/internal/keys"
	"klarmeld/internal/official"
	"klarmeld/internal/recording"
)

// cxfSources is the folder of the CXF client.
const cxfSources = "testdata/clients/cxf"

// cxfContracts are the official folders that its classes are made of.
var cxfContracts = []string{"sagdokumentindeks-6", "stoettesystemer-6", "klasse-7"}

// TestCXF lets a client on the stack of KOMBIT's Java sample (CXF 3.3.6, WSS4J
// 2.2.5), generated from the official WSDLs with their policy, walk the secured
// road. A reply that was changed after it was signed it rejects, over both versions
// of SOAP.
func TestCXF(t *testing.T) {
	t.Parallel()
	folder := official.Folder(t)
	official.Program(t, "cxf", "mvn", "javac", "java")
	classes := cxfClasses(t, folder)
	client := func(base, dir string) *exec.Cmd {
		file := func(name string) string { return filepath.Join(dir, name) }
		return exec.Command("java", "-Dfile.encoding=UTF-8", "-Dsun.stdout.encoding=UTF-8",
			"-Djavax.net.ssl.trustStore="+file("tillid.p12"), "-Djavax.net.ssl.trustStorePassword="+keys.Password,
			"-Djavax.net.ssl.keyStore="+file("leverandoer.p12"), "-Djavax.net.ssl.keyStorePassword="+keys.Password,
			"-cp", filepath.Join(classes, "classes")+":"+filepath.Join(classes, "lib", "*"),
			"Road", filepath.Join(folder, "xsd"), base, dir, "../../fixtures/relationsklasser.json")
	}
	t.Run("enforced", func(t *testing.T) { walkedSecured(t, "importer fremsoeg fjern fremsoeg", client) })
	for _, s := range []recording.ServiceID{recording.Virksomhed, recording.SagDokumentIndeks} {
		t.Run("tampered "+string(s), func(t *testing.T) { tampered(t, s, `{"afvist":"FAILED_CHECK"`, client) })
	}
}

// cxfClasses lets Maven generate and compile the client. The result is kept in the
// user's cache, with the libraries, under the hash of all it is made of.
func cxfClasses(t *testing.T, folder string) string {
	t.Helper()
	cache, err := os.UserCacheDir()
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(cache, "klarmeld-cxf-"+cxfHash(t, folder))
	if _, err := os.Stat(dir); err == nil {
		return dir
	}
	if err := os.MkdirAll(cache, 0o700); err != nil {
		t.Fatal(err)
	}
	work, err := os.MkdirTemp(cache, "klarmeld-cxf-")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(work)
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	mvn := exec.CommandContext(ctx, "mvn", "-q", "-B", "-f", filepath.Join(cxfSources, "pom.xml"),
		"-Dofficial="+filepath.Join(folder, "xsd"), "-DbuildDirectory="+work, "compile")
	mvn.WaitDelay = time.Second
	if out, err := mvn.CombinedOutput(); err != nil {
		official.Required(t, "cxf", fmt.Sprintf("Maven could not build the client: %v\n%s", err, out))
	}
	if err := os.Rename(work, dir); err != nil && !errors.Is(err, os.ErrExist) {
		t.Fatal(err)
	}
	return dir
}

// cxfHash is of the sources and the contracts.
func cxfHash(t *testing.T, folder string) string {
	t.Helper()
	h := sha256.New()
	roots := []string{cxfSources}
	for _, c := range cxfContracts {
		roots = append(roots, filepath.Join(folder, "xsd", c))
	}
	for _, root := range roots {
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			raw, err := os.ReadFile(path)
			fmt.Fprintln(h, strings.TrimPrefix(path, root), len(raw))
			h.Write(raw)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return fmt.Sprintf("%.8x", h.Sum(nil))
}
