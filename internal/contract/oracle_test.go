package contract_test

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"klarmeld/internal/contract"
	"klarmeld/internal/official"
)

// message is a message that we and the oracles judge.
type message struct {
	title, kind, xml string
	file             string
	ours             []contract.Violation
}

// TestOracle compares accepting and rejecting with libxml2 and with the JDK's
// Xerces on the official schemas: the messages of testdata, mutants of them,
// and single elements with odd values.
func TestOracle(t *testing.T) {
	schemas := official.Index(official.Folder(t))
	dir := t.TempDir()
	driver := driverSchema(schemas)
	if err := os.WriteFile(filepath.Join(dir, "driver.xsd"), []byte(driver), 0o600); err != nil {
		t.Fatal(err)
	}
	messages := allMessages(t)
	for i := range messages {
		messages[i].file = fmt.Sprintf("%d.xml", i) // short: all of them are arguments of one command
	}
	t.Run("ours", func(t *testing.T) { judge(t, dir, messages) })
	count(t, messages)
	for _, o := range oracles {
		t.Run(o.name, func(t *testing.T) {
			t.Parallel()
			official.Program(t, o.tools[0], o.tools...)
			o.compare(t, messages, o.judge(t, dir, messages))
		})
	}
}

// driverSchema brings the namespaces of the service's WSDL together.
func driverSchema(dir string) string {
	var b strings.Builder
	b.WriteString(`<schema xmlns="http://www.w3.org/2001/XMLSchema">`)
	for _, i := range [][2]string{{"urn:oio:sts:sagdok:sagdokumentindeks:6", "6.0.STS-0/SagDokumentIndeksOperationer.xsd"},
		{"urn:oio:sts:sagdok:sagindeks:6", "6.0.STS-0/SagIndeksOperationer.xsd"}, {"urn:oio:sts:sagdok:dokumentindeks:6", "6.0.STS-0/DokumentIndeksOperationer.xsd"},
		{"http://kombit.dk/xml/schemas/RequestHeader/1/", "common/RequestHeader.xsd"}} {
		fmt.Fprintf(&b, `<import namespace="%s" schemaLocation="%s"/>`, i[0], filepath.Join(dir, i[1]))
	}
	return "<!-- written by a test -->" + b.String() + "</schema>"
}

// judge writes the messages to files and has the contract judge them, in as
// many shares as there are processors.
func judge(t *testing.T, dir string, messages []message) {
	shares := runtime.GOMAXPROCS(0)
	for share := range shares {
		t.Run(fmt.Sprint(share), func(t *testing.T) {
			t.Parallel()
			for i := share; i < len(messages); i += shares {
				m := &messages[i]
				if err := os.WriteFile(filepath.Join(dir, m.file), []byte(m.xml), 0o600); err != nil {
					t.Fatal(err)
				}
				m.ours = contract.Check(parse(t, m.xml))
			}
		})
	}
}

// What TestOracle must at least have compared.
const (
	leastMutants  = 10_000 // of the main kinds, of the messages in many, no two alike
	leastOfMain   = 1000   // of each main kind
	leastOfOther  = 200    // of each other kind
	leastAccepted = 2000   // of the mutants
	leastRejected = 5000
)

// count fails the test when so many kinds of messages, accepted and rejected,
// are not there that agreeing would mean nothing.
func count(t *testing.T, messages []message) {
	accepted, rejected, inputs := map[string]int{}, map[string]int{}, map[string]int{}
	for _, m := range messages {
		if slices.Contains(many, m.title) {
			inputs[m.kind]++
		}
		if m.ours == nil {
			accepted[m.kind]++
		} else {
			rejected[m.kind]++
		}
	}
	var main, yes, no int
	for _, k := range kinds {
		a, r, least := accepted[k.name], rejected[k.name], leastOfOther
		if k.main {
			least = leastOfMain
			main += inputs[k.name]
		}
		if a+r < least || a == 0 || r == 0 && k.name != "comment" {
			t.Errorf("only %d mutants of kind %s, %d accepted and %d rejected", a+r, k.name, a, r)
		}
		yes += a
		no += r
		t.Logf("%-9s %5d, we accept %4d and reject %4d", k.name, a+r, a, r)
	}
	t.Logf("%d mutants, we accept %d and reject %d; %d are of %v and of the main kinds; %d messages in all", yes+no, yes, no, main, many, len(messages))
	if main < leastMutants || yes < leastAccepted || no < leastRejected {
		t.Error("too few mutants")
	}
}

// compare wants the oracle to agree with us on every message, save where a
// listed deviation explains what it says.
func (o oracle) compare(t *testing.T, messages []message, said map[string]verdict) {
	agreed, explained := 0, make([]int, len(o.deviations))
	for _, m := range messages {
		v, ok := said[m.file]
		if !ok {
			t.Fatalf("it says nothing clear of %s %s\n%s", m.title, m.kind, m.xml)
		}
		if v.valid == (m.ours == nil) {
			agreed++
			continue
		}
		if i := o.explains(t, m, v.valid); i >= 0 {
			explained[i]++
			continue
		}
		t.Errorf("%s %s: it accepts: %v; we find %+v\n%s\n%s", m.title, m.kind, v.valid, m.ours, v.reason, m.xml)
	}
	t.Logf("%d of %d messages are judged alike", agreed, len(messages))
	for i, d := range o.deviations {
		t.Logf("%d not: %s", explained[i], d.why)
	}
}

// explains finds the deviation by which the oracle says that: it says what the
// contract says of the message as the oracle reads it.
func (o oracle) explains(t *testing.T, m message, valid bool) int {
	for i, d := range o.deviations {
		root := parse(t, m.xml)
		for _, el := range everyElement(root) {
			d.reads(el)
		}
		if valid == (contract.Check(root) == nil) {
			return i
		}
	}
	return -1
}

// verdict is what an oracle says of a message.
type verdict struct {
	valid  bool
	reason string
}

var xmllintLine = regexp.MustCompile(`\A(\d+\.xml) (validates|fails to validate)\z`)

// xmllint asks libxml2, in one process.
func xmllint(_ *testing.T, dir string, messages []message) map[string]verdict {
	args := []string{"--nonet", "--noout", "--schema", "driver.xsd"}
	for _, m := range messages {
		args = append(args, m.file)
	}
	cmd := exec.Command("xmllint", args...)
	cmd.Dir = dir
	out, _ := cmd.CombinedOutput() // it fails when any file is invalid
	said := map[string]verdict{}
	var reason strings.Builder
	for line := range strings.Lines(string(out)) {
		f := xmllintLine.FindStringSubmatch(strings.TrimSuffix(line, "\n"))
		if f == nil {
			reason.WriteString(line)
			continue
		}
		said[f[1]] = verdict{f[2] == "validates", reason.String()}
		reason.Reset()
	}
	return said
}

// validateJava asks the JDK's Xerces, in one process.
func validateJava(t *testing.T, dir string, messages []message) map[string]verdict {
	program, err := filepath.Abs("testdata/Validate.java")
	if err != nil {
		t.Fatal(err)
	}
	var names, problems bytes.Buffer
	for _, m := range messages {
		fmt.Fprintln(&names, m.file)
	}
	cmd := exec.Command("java", program, "driver.xsd")
	cmd.Dir, cmd.Stdin, cmd.Stderr = dir, &names, &problems
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("java: %v\n%s", err, &problems)
	}
	said := map[string]verdict{}
	lines := bufio.NewScanner(bytes.NewReader(out))
	for lines.Scan() {
		file, rest, _ := strings.Cut(lines.Text(), " ")
		reason, invalid := strings.CutPrefix(rest, "invalid: ")
		if rest == "valid" || invalid {
			said[file] = verdict{!invalid, reason}
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return said
}
