package soap_test

import (
	"bytes"
	"crypto/sha256"
	"flag"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/beevik/etree"

	"klarmeld/internal/official"
	"klarmeld/internal/soap"
)

var (
	mutations = flag.Int("mutations", 1500, "how many mutants of messages TestReaders compares")
	firstSeed = flag.Uint64("mutations.seed", 1, "which mutants they are")
)

// mutant is a message that has been spoilt, and what was said of it.
type mutant struct {
	raw          []byte
	ours         *soap.Problem // nil when it was read
	xerces       string        // why it is fatal, "" when it was read
	libxml       string
	read, theirs string // digests of what we and Xerces read
}

// TestReaders compares our reader with the JDK's Xerces, aware of namespaces, and
// with libxml2, on messages that have been spoilt character by character. What
// Xerces calls fatal must not be accepted, what both read must not be refused, and
// what is read must be the same: names, attributes and text.
func TestReaders(t *testing.T) {
	official.Program(t, "java", "java")
	official.Program(t, "xmllint", "xmllint")
	all := mutants(t, *mutations, *firstSeed)
	dir := t.TempDir()
	for i := range all {
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprint(i, ".xml")), all[i].raw, 0o600); err != nil {
			t.Fatal(err)
		}
		var doc *soap.Document
		if doc, all[i].ours = soap.ReadDocument(all[i].raw); doc != nil {
			all[i].read = digest(doc.Root)
		}
	}
	askXerces(t, dir, all)
	askLibxml(t, dir, all)
	read, codes, excepted, shown := 0, map[string]int{}, map[string]int{}, 0
	for i, m := range all {
		if m.ours == nil {
			read++
		} else {
			codes[m.ours.Code]++
		}
		why, wrong := disagreement(m)
		if why != "" {
			excepted[why]++
		}
		if wrong == "" {
			continue
		}
		if shown++; shown <= 20 {
			t.Errorf("mutant %d, %s\nours: %v\nXerces: %s\nlibxml2: %s\n%q", i, wrong, m.ours, m.xerces, m.libxml, m.raw)
		}
	}
	t.Logf("%d mutants: %d were read, refused by code: %v; %d disagreements", len(all), read, codes, shown)
	for _, why := range slices.Sorted(maps.Keys(excepted)) {
		t.Logf("%d excepted: %s", excepted[why], why)
	}
	if read < len(all)/10 || len(all)-read < len(all)/4 {
		t.Errorf("of %d mutants %d were read: too few of either to compare", len(all), read)
	}
}

// disagreement is what is wrong with our word on a mutant, or why it may differ.
func disagreement(m mutant) (excepted, wrong string) {
	switch {
	case m.ours == nil && m.xerces != "":
		return "", "read here and fatal to Xerces"
	case m.ours == nil && m.read != m.theirs:
		return "", "read otherwise by Xerces"
	case m.ours == nil || m.xerces != "" || m.libxml != "":
		return "", ""
	}
	switch m.ours.Code {
	case "xml.doctype":
		return "a DOCTYPE, which SOAP forbids", ""
	case "xml.for-mange", "xml.for-dyb", "xml.for-stor":
		return "our own bounds", ""
	case "xml.navnerum":
		// Namespaces in XML 1.0, section 7: a name has one colon at most, between two
		// names, and a processing instruction's has none. Xerces looks for no name
		// before the colon, and neither looks at the instruction's.
		if strings.Contains(m.ours.Message, "kolon") {
			return "a name that begins with a colon, or an instruction's with one", ""
		}
	}
	return "", "refused here and read by both"
}

// digest is of the elements, attributes and text below an element, as Parse.java
// makes it.
func digest(el *etree.Element) string {
	var b strings.Builder
	var walk func(*etree.Element)
	walk = func(el *etree.Element) {
		fmt.Fprintf(&b, "<{%s}%s", namespace(el, el.Space), el.Tag)
		var all []string
		for _, a := range el.Attr {
			switch {
			case a.Space == "xmlns" || a.Space == "" && a.Key == "xmlns":
			case a.Space == "":
				all = append(all, "{}"+a.Key+"="+a.Value)
			default:
				all = append(all, "{"+namespace(el, a.Space)+"}"+a.Key+"="+a.Value)
			}
		}
		slices.Sort(all)
		for _, a := range all {
			b.WriteString("\x00" + a)
		}
		b.WriteString("\x01")
		for _, c := range el.Child {
			switch c := c.(type) {
			case *etree.Element:
				walk(c)
			case *etree.CharData:
				b.WriteString(c.Data)
			}
		}
		b.WriteString("\x02")
	}
	walk(el)
	return fmt.Sprintf("%x", sha256.Sum256([]byte(b.String())))
}

// namespace is what a prefix stands for in an element.
func namespace(el *etree.Element, prefix string) string {
	if prefix == "xml" {
		return "http://www.w3.org/XML/1998/namespace"
	}
	probe := etree.NewElement("probe")
	probe.Space = prefix
	el.AddChild(probe)
	defer el.RemoveChild(probe)
	return probe.NamespaceURI()
}

// askXerces asks for all in one process.
func askXerces(t *testing.T, dir string, all []mutant) {
	t.Helper()
	program, err := filepath.Abs("testdata/Parse.java")
	if err != nil {
		t.Fatal(err)
	}
	var names, problems bytes.Buffer
	for i := range all {
		fmt.Fprintf(&names, "%d.xml\n", i)
	}
	cmd := exec.Command("java", program)
	cmd.Dir, cmd.Stdin, cmd.Stderr = dir, &names, &problems
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("java: %v\n%s", err, &problems)
	}
	lines := strings.Split(strings.TrimSuffix(string(out), "\n"), "\n")
	if len(lines) != len(all) {
		t.Fatalf("Xerces said %d of %d", len(lines), len(all))
	}
	for i, line := range lines {
		name, said, _ := strings.Cut(line, " ")
		word, rest, _ := strings.Cut(said, " ")
		switch {
		case name == fmt.Sprint(i, ".xml") && word == "fatal:":
			all[i].xerces = rest
		case name == fmt.Sprint(i, ".xml") && word == "read":
			all[i].theirs = rest
		default:
			t.Fatalf("Xerces says nothing clear: %s", line)
		}
	}
}

// libxmlError is an error of the syntax; to break namespaces is none to libxml2.
var libxmlError = regexp.MustCompile(`(?m)^(\d+)\.xml:\d+: ([a-z/A-Z ]+) error : (.*)$`)

// askLibxml asks for all in one process.
func askLibxml(t *testing.T, dir string, all []mutant) {
	t.Helper()
	args := []string{"--nonet", "--noout"}
	for i := range all {
		args = append(args, fmt.Sprint(i, ".xml"))
	}
	cmd := exec.Command("xmllint", args...)
	cmd.Dir = dir
	out, _ := cmd.CombinedOutput() // it fails when any file is ill-formed
	for _, f := range libxmlError.FindAllSubmatch(out, -1) {
		var i int
		if _, err := fmt.Sscan(string(f[1]), &i); err != nil || i >= len(all) {
			t.Fatalf("libxml2 says nothing clear: %s", f[0])
		}
		if string(f[2]) != "namespace" {
			all[i].libxml += string(f[3]) + "; "
		}
	}
}
