package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"klarmeld/internal/official"
	"klarmeld/internal/recording"
)

// python is the system's own: Debian's zeep is installed for it.
const python = "/usr/bin/python3"

// zeep returns the folder with the official contracts, or skips.
func zeep(t *testing.T) string {
	t.Helper()
	folder := official.Folder(t)
	if out, err := exec.Command(python, "-c", "import zeep").CombinedOutput(); err != nil {
		official.Required(t, "zeep", "no zeep for "+python+" (Debian: python3-zeep): "+string(out))
	}
	return folder
}

// TestZeep lets an unmodified client on the official WSDLs walk the whole
// road, in both versions of SOAP.
func TestZeep(t *testing.T) {
	t.Parallel()
	folder := zeep(t)
	for _, version := range []string{"1.1", "1.2"} {
		t.Run("SOAP "+version, func(t *testing.T) {
			walked(t, func(base string) *exec.Cmd {
				return exec.Command(python, "testdata/clients/zeep/road.py", folder, base, version, "../../fixtures/relationsklasser.json")
			})
		})
	}
}

// TestZeepRegisters lets the same client read every service of FK Organisation
// and FK Klassifikation.
func TestZeepRegisters(t *testing.T) {
	t.Parallel()
	folder := zeep(t)
	base, stop := served(t, "")
	out, err := direct(exec.Command(python, "testdata/clients/zeep/registers.py", folder, base)).CombinedOutput()
	if err != nil || !strings.Contains(string(out), "registrene er læst") {
		t.Errorf("zeep: %v\n%s", err, out)
	}
	if err := stop(); err != nil {
		t.Errorf("serve ended with %v", err)
	}
}

// direct lets a client go past the machine's proxy, for the services are here.
func direct(c *exec.Cmd) *exec.Cmd {
	if c.Env == nil {
		c.Env = os.Environ()
	}
	c.Env = append(c.Env, "NO_PROXY=127.0.0.1", "no_proxy=127.0.0.1")
	return c
}

// roadOfIndex are the operations of the index that every client calls, in order. What
// it reads of the registers is its own affair.
const roadOfIndex = "importer fremsoeg opdater fremsoeg opdater fremsoeg importer opdater fremsoeg fremsoeg fjern fremsoeg fremsoeg"

// walked runs a client against a server of its own, and reads the recording:
// the client says that all is well, and so does what went over the wire.
func walked(t *testing.T, client func(base string) *exec.Cmd) {
	t.Helper()
	o := serveOptions{record: filepath.Join(t.TempDir(), "optagelse")}
	if folder, ok := official.Given(); ok {
		o.wsdl = filepath.Join(folder, "xsd")
	}
	walkedOn(t, o, roadOfIndex, client)
}

// walkedOn is walked against a server with options, on a road of the client's own. It
// returns what was recorded.
func walkedOn(t *testing.T, o serveOptions, road string, client func(base string) *exec.Cmd) []recording.Entry {
	t.Helper()
	base, stop := servedBy(t, o)
	out, err := direct(client(base)).CombinedOutput()
	if stopped := stop(); stopped != nil {
		t.Errorf("serve ended with %v", stopped)
	}
	if err != nil || !strings.Contains(string(out), "vejen er gået") {
		t.Fatalf("%v\n%s", err, out)
	}
	entries, err := recording.ReadFolder(o.record)
	if err != nil {
		t.Fatal(err)
	}
	var index []string
	read := map[string]bool{}
	for _, e := range entries {
		x := e.Exchange
		if x == nil {
			continue
		}
		if x.Status != 200 || strings.Contains(string(x.Reply), "Fault>") {
			t.Errorf("%s is answered with %d:\n%s", x.Operation, x.Status, x.Reply)
		}
		if len(x.Notes) > 0 {
			t.Errorf("%s: an honest client is told %v", x.Operation, x.Notes)
		}
		if strings.Contains(x.Path, "sagdokumentindeks") {
			index = append(index, x.Operation)
		} else {
			read[x.Path+" "+x.Operation] = true
		}
	}
	if got := strings.Join(index, " "); got != road {
		t.Errorf("recorded %q, want %q", got, road)
	}
	for _, want := range []string{
		"/organisation/virksomhed/6 soeg", "/organisation/organisation/6 soeg", "/organisation/organisation/6 laes",
		"/organisation/organisationenhed/6 soeg", "/organisation/organisationenhed/6 list", "/klasse/7 soeg",
	} {
		if !read[want] {
			t.Errorf("%s was not asked", want)
		}
	}
	return entries
}
