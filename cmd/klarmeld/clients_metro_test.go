package main

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"klarmeld/internal/official"
)

// metroSources is the folder of the Java client.
const metroSources = "testdata/clients/metro"

// metroWalks are the walks with the sources of each and the official contracts
// that wsimport makes classes of. The families have types of the same names.
var metroWalks = []struct {
	name    string
	sources []string
	wsdls   []string
}{
	{"Organisationer", []string{"Organisationer.java"}, []string{"stoettesystemer-6/wsdl/Virksomhed.wsdl", "stoettesystemer-6/wsdl/Organisation.wsdl", "stoettesystemer-6/wsdl/OrganisationEnhed.wsdl"}},
	{"Klasser", []string{"Klasser.java"}, []string{"klasse-7/Klasse.wsdl"}},
	{"Index", []string{"Index.java", "Parts.java"}, []string{"sagdokumentindeks-6/SagDokumentIndeksService_6.wsdl"}},
}

// TestMetro lets Java Metro (the JAX-WS reference implementation), generated
// from the official WSDLs, walk the whole road.
func TestMetro(t *testing.T) {
	t.Parallel()
	folder := official.Folder(t)
	for _, program := range []string{"wsimport", "javac", "java"} {
		if _, err := exec.LookPath(program); err != nil {
			official.Required(t, "metro", err.Error()+" (Debian: jaxws, default-jdk-headless)")
		}
	}
	jars, err := metroJars()
	if err != nil {
		official.Required(t, "metro", err.Error())
	}
	classes := metroClasses(t, folder, jars)
	road := func(base string, more ...string) *exec.Cmd {
		args := []string{"-Dfile.encoding=UTF-8", "-Dsun.stdout.encoding=UTF-8", "-Djavax.xml.accessExternalSchema=all", "-Djavax.xml.accessExternalDTD=all",
			"-cp", filepath.Join(classes, "Road") + ":" + jars, "Road", classes, folder, base, "../../fixtures/relationsklasser.json"}
		return exec.Command("java", append(args, more...)...)
	}
	t.Run("plain", func(t *testing.T) { walked(t, func(base string) *exec.Cmd { return road(base) }) })
	t.Run("addressing required", func(t *testing.T) {
		walked(t, func(base string) *exec.Cmd { return road(base, "addressing") })
	})
}

// metroJars is the class path of Metro, which Java itself has not had since 11.
func metroJars() (string, error) {
	const dir = "/usr/share/java"
	found, err := filepath.Glob(filepath.Join(dir, "*.jar"))
	if err != nil {
		return "", err
	}
	var jars []string
	has := false
	for _, j := range found {
		for _, part := range []string{"jaxws", "jaxb", "saaj", "stax-ex", "streambuffer", "policy", "gmbal", "mimepull", "fastinfoset", "FastInfoset", "txw2", "istack", "javax.activation", "activation", "jws", "ha-api", "management-api", "xml-resolver", "geronimo-annotation", "javax.annotation", "jsr181", "pfl"} {
			if strings.Contains(filepath.Base(j), part) {
				jars, has = append(jars, j), has || strings.HasPrefix(filepath.Base(j), "jaxws-rt")
				break
			}
		}
	}
	if !has {
		return "", errors.New("no jaxws-rt.jar in " + dir + " (Debian: libjaxws-java)")
	}
	return strings.Join(jars, ":"), nil
}

// metroClasses generates and compiles the client. The result is kept in the
// user's cache, under the hash of all it is made of.
func metroClasses(t *testing.T, folder, jars string) string {
	t.Helper()
	cache, err := os.UserCacheDir()
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(cache, "klarmeld-metro-"+metroHash(t, folder))
	if _, err := os.Stat(dir); err == nil {
		return dir
	}
	if err := os.MkdirAll(cache, 0o700); err != nil {
		t.Fatal(err)
	}
	work, err := os.MkdirTemp(cache, "klarmeld-metro-")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(work)
	compile := func(into, classPath string, sources ...string) {
		command(t, "javac", append([]string{"-nowarn", "-encoding", "UTF-8", "-d", filepath.Join(work, into), "-cp", classPath}, sources...)...)
	}
	compile("Road", jars, filepath.Join(metroSources, "Road.java"))
	for _, w := range metroWalks {
		src := filepath.Join(work, "src", w.name)
		if err := os.MkdirAll(src, 0o700); err != nil {
			t.Fatal(err)
		}
		for _, wsdl := range w.wsdls {
			command(t, "wsimport", "-Xnocompile", "-extension", "-quiet", "-XadditionalHeaders", "-s", src, filepath.Join(folder, "xsd", wsdl))
		}
		var sources []string
		for _, s := range w.sources {
			sources = append(sources, filepath.Join(metroSources, s))
		}
		compile(w.name, filepath.Join(work, "Road")+":"+jars, append(sources, javaIn(t, src)...)...)
	}
	if err := os.Rename(work, dir); err != nil && !errors.Is(err, os.ErrExist) {
		t.Fatal(err)
	}
	return dir
}

// metroHash is of the sources and the contracts, as far as they are named.
func metroHash(t *testing.T, folder string) string {
	t.Helper()
	h := sha256.New()
	files, err := filepath.Glob(filepath.Join(metroSources, "*.java"))
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range metroWalks {
		for _, wsdl := range w.wsdls {
			files = append(files, filepath.Join(folder, "xsd", wsdl))
		}
	}
	for _, f := range files {
		raw, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		h.Write(raw)
	}
	return fmt.Sprintf("%.8x", h.Sum(nil))
}

func javaIn(t *testing.T, dir string) []string {
	t.Helper()
	var out []string
	err := filepath.WalkDir(dir, func(path string, _ os.DirEntry, err error) error {
		if strings.HasSuffix(path, ".java") {
			out = append(out, path)
		}
		return err
	})
	if err != nil || len(out) == 0 {
		t.Fatalf("wsimport made no classes in %s: %v", dir, err)
	}
	return out
}

func command(t *testing.T, name string, args ...string) {
	t.Helper()
	if out, err := exec.Command(name, args...).CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
}
