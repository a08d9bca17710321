package main

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"klarmeld/internal/official"
)

// The clients that send the letters of a file: each makes the envelope, the
// headers and the call its own way, of what stands in the Body.
const (
	letters      = "testdata/clients/letters"
	gsoapSources = "testdata/clients/gsoap"
	gsoapPlugins = "/usr/share/gsoap"
)

// TestPHP lets PHP's SoapClient, made from the WSDL that klarmeld serves, walk the
// whole road.
func TestPHP(t *testing.T) {
	t.Parallel()
	official.Folder(t)
	php(t)
	walked(t, func(base string) *exec.Cmd {
		return exec.Command("php", filepath.Join(letters, "road.php"), base, filepath.Join(letters, "road.tsv"))
	})
}

// php demands PHP with its SOAP extension.
func php(t *testing.T) {
	t.Helper()
	official.Program(t, "php", "php")
	if out, err := exec.Command("php", "-r", "exit(class_exists('SoapClient') ? 0 : 1);").CombinedOutput(); err != nil {
		official.Required(t, "php", "PHP has no SoapClient (Debian: php-cli, php-soap) "+string(out))
	}
}

// TestSOAPLite lets Perl's SOAP::Lite walk the whole road.
func TestSOAPLite(t *testing.T) {
	t.Parallel()
	official.Program(t, "soaplite", "perl")
	if out, err := exec.Command("perl", "-MSOAP::Lite", "-e", "1").CombinedOutput(); err != nil {
		official.Required(t, "soaplite", "no SOAP::Lite (Debian: libsoap-lite-perl): "+string(out))
	}
	walked(t, func(base string) *exec.Cmd {
		return exec.Command("perl", filepath.Join(letters, "road.pl"), base, filepath.Join(letters, "road.tsv"))
	})
}

// TestGSOAP lets gSOAP with its plugin for WS-Addressing walk the whole road: it
// takes no reply that is not addressed and related to what it asked.
func TestGSOAP(t *testing.T) {
	t.Parallel()
	official.Program(t, "gsoap", "soapcpp2", "g++")
	dir := t.TempDir()
	command(t, "soapcpp2", "-C", "-L", "-c++", "-w", "-x", "-d", dir, "-I"+gsoapPlugins+"/import:"+gsoapPlugins, filepath.Join(gsoapSources, "road.h"))
	road := filepath.Join(dir, "road")
	command(t, "g++", "-w", "-I", dir, "-I", gsoapPlugins+"/plugin", "-o", road, filepath.Join(gsoapSources, "road.cpp"),
		filepath.Join(dir, "soapC.cpp"), filepath.Join(dir, "soapClient.cpp"), gsoapPlugins+"/plugin/wsaapi.c", "-lgsoap++")
	walked(t, func(base string) *exec.Cmd {
		return exec.Command(road, base, filepath.Join(letters, "road.tsv"))
	})
}

// TestServedContracts lets the tools that make clients read the contracts that
// klarmeld serves, with the schemas apart and in one file.
func TestServedContracts(t *testing.T) {
	t.Parallel()
	folder := official.Folder(t)
	base, stop := servedContracts(t, "", filepath.Join(folder, "xsd"))
	for name, tool := range map[string]func(t *testing.T, url string) (cmd *exec.Cmd, want string){
		"wsimport": func(t *testing.T, url string) (*exec.Cmd, string) {
			official.Program(t, "metro", "wsimport")
			return exec.Command("wsimport", "-Xnocompile", "-extension", "-verbose", "-XadditionalHeaders", "-d", t.TempDir(), url), "RequestHeaderType.java"
		},
		"wsdl2h": func(t *testing.T, url string) (*exec.Cmd, string) {
			official.Program(t, "gsoap", "wsdl2h")
			return exec.Command("wsdl2h", "-o", filepath.Join(t.TempDir(), "a.h"), url), "To finalize code generation"
		},
		"PHP": func(t *testing.T, url string) (*exec.Cmd, string) {
			php(t)
			return exec.Command("php", "-r",
				`ini_set('soap.wsdl_cache_enabled', '0'); foreach ((new SoapClient($argv[1]))->__getFunctions() as $f) { echo "$f\n"; }`, url), "$"
		},
		"zeep": func(t *testing.T, url string) (*exec.Cmd, string) {
			zeep(t)
			return exec.Command(python, "-c",
				"import sys, zeep; print([p.binding_options for s in zeep.Client(sys.argv[1]).wsdl.services.values() for p in s.ports.values()])", url), base
		},
	} {
		t.Run(name, func(t *testing.T) {
			for _, path := range []string{"/sts-soap-sagdok/sagdokumentindeks/6", "/organisation/virksomhed/6"} {
				for _, query := range []string{"?wsdl", "?singleWsdl"} {
					cmd, want := tool(t, base+path+query)
					if out, err := direct(cmd).CombinedOutput(); err != nil || !strings.Contains(string(out), want) {
						t.Errorf("%s: %v\n%s", path+query, err, out)
					}
				}
			}
		})
	}
	if err := stop(); err != nil {
		t.Errorf("serve ended with %v", err)
	}
}
