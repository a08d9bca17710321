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
	{"Organisationer", []string{"Organisationer.java"},
		[]string{"stoettesystemer-6/wsdl/Virksomhed.wsdl", "stoettesystemer-6/wsdl/Organisation.wsdl", "stoettesystemer-6/wsdl/OrganisationEnhed.wsdl"}},
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
		for _, part := range []string{"jaxws", "jaxb", "saaj", "stax-ex", "streambuffer", "policy", "gmbal", "mimepull", "fastinfoset", "FastInfoset", "txw2",
			"istack", "javax.activation", "activation", "jws", "ha-api", "management-api", "xml-resolver", "geronimo-annotation", "javax.annotation", "jsr181", "pfl"} {
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

// metroClasses generates and compiles the client.
func metroClasses(t *testing.T, folder, jars string) string {
	t.Helper()
	made, err := filepath.Glob(filepath.Join(metroSources, "*.java"))
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range metroWalks {
		for _, wsdl := range w.wsdls {
			made = append(made, filepath.Join(folder, "xsd", wsdl))
		}
	}
	return keptInCache(t, "klarmeld-metro", made, func(work string) {
		compileJava(t, filepath.Join(work, "Road"), jars, filepath.Join(metroSources, "Road.java"))
		for _, w := range metroWalks {
			var sources []string
			for _, s := range w.sources {
				sources = append(sources, filepath.Join(metroSources, s))
			}
			for _, wsdl := range w.wsdls {
				importWSDL(t, filepath.Join(work, "src", w.name), filepath.Join(folder, "xsd", wsdl))
			}
			compileJava(t, filepath.Join(work, w.name), filepath.Join(work, "Road")+":"+jars, append(sources, javaIn(t, filepath.Join(work, "src", w.name))...)...)
		}
	})
}

// importWSDL lets wsimport make classes of a contract.
func importWSDL(t testing.TB, into, wsdl string) {
	t.Helper()
	if err := os.MkdirAll(into, 0o700); err != nil {
		t.Fatal(err)
	}
	command(t, "wsimport", "-Xnocompile", "-extension", "-quiet", "-XadditionalHeaders", "-s", into, wsdl)
}

func compileJava(t testing.TB, into, classPath string, sources ...string) {
	t.Helper()
	command(t, "javac", append([]string{"-nowarn", "-encoding", "UTF-8", "-d", into, "-cp", classPath}, sources...)...)
}

// keptInCache is a folder of the user's cache, under a name and the hash of the files that
// its content is made of. It is made when there is none: beside it, and renamed, so that
// a half one never counts.
func keptInCache(t testing.TB, name string, of []string, build func(work string)) string {
	t.Helper()
	h := sha256.New()
	for _, f := range of {
		raw, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		h.Write(raw)
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(cache, fmt.Sprintf("%s-%.8x", name, h.Sum(nil)))
	if _, err := os.Stat(dir); err == nil {
		return dir
	}
	if err := os.MkdirAll(cache, 0o700); err != nil {
		t.Fatal(err)
	}
	work, err := os.MkdirTemp(cache, name+"-")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(work)
	build(work)
	if err := os.Rename(work, dir); err != nil && !errors.Is(err, os.ErrExist) {
		t.Fatal(err)
	}
	return dir
}

func javaIn(t testing.TB, dir string) []string {
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

func command(t testing.TB, name string, args ...string) {
	t.Helper()
	if out, err := exec.Command(name, args...).CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
}
