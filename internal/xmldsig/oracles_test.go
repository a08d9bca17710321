package xmldsig_test

import (
	"bufio"
	"encoding/binary"
	"errors"
	"flag"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/beevik/etree"

	"klarmeld/internal/official"
	"klarmeld/internal/soap"
	"klarmeld/internal/xmldsig"
)

var (
	c14nTrials = flag.Int("c14n.trials", 300, "how many documents TestLibxml2 and TestSantuario compare")
	c14nSeed   = flag.Uint64("c14n.seed", 1, "which document is the first")
)

// python is the system's own: Debian's packages are installed for it.
const python = "/usr/bin/python3"

// TestLibxml2 compares the exclusive canonical form of elements in made documents
// with libxml2's. Of namespaces these have such only as it takes: it writes & in a
// URI as it is, though Canonical XML has a declaration escaped as an attribute is,
// and gives no form of a document with a URI that RFC 3986 does not know.
func TestLibxml2(t *testing.T) {
	if out, err := exec.Command(python, "-c", "import ctypes; ctypes.CDLL('libxml2.so.2')").CombinedOutput(); err != nil {
		official.Required(t, "libxml2", "no libxml2 for "+python+" (Debian: libxml2): "+string(out))
	}
	compare(t, ask(t, python, "testdata/c14n.py"), plainURIs)
}

// TestSantuario compares them with the Santuario that the JDK has, which is what
// signs and verifies in CXF.
func TestSantuario(t *testing.T) {
	official.Program(t, "java", "java")
	const exports = "java.xml.crypto/com.sun.org.apache.xml.internal.security"
	compare(t, ask(t, "java", "--add-exports", exports+"=ALL-UNNAMED", "--add-exports", exports+".c14n=ALL-UNNAMED", "testdata/Canonical.java"),
		slices.Concat(plainURIs, oddURIs))
}

// compare tries made documents, as the services read them: elements as they stand,
// with another left out, and with PrefixLists.
func compare(t *testing.T, o *oracle, uris []string) {
	t.Helper()
	var left, listed, inner, shown int
	for i := range *c14nTrials {
		d := makeDocument(*c14nSeed+uint64(i), uris)
		got := d.canonical(t)
		want, err := o.canonical(d)
		if err != nil {
			t.Fatalf("seed %d: %s: %v\n%s", d.seed, o.name, err, d.raw)
		}
		left, listed, inner = left+one(d.without >= 0), listed+one(len(d.inclusive) > 0), inner+one(d.index > 0)
		if got == want {
			continue
		}
		if shown++; shown <= 10 {
			t.Errorf("seed %d, element %d without %d, PrefixList %q, of\n%s\nis    %q\nwants %q", d.seed, d.index, d.without, d.inclusive, d.raw, got, want)
		}
	}
	t.Logf("%d documents against %s: %d with an element left out, %d with a PrefixList, %d below the root; %d disagree", *c14nTrials, o.name, left,
		listed, inner, shown)
	if n := *c14nTrials; left < n/6 || listed < n/4 || inner < n*2/3 {
		t.Errorf("too few of one kind to compare")
	}
}

// canonical is our form of what the document asks for.
func (d madeDocument) canonical(t *testing.T) string {
	t.Helper()
	doc, p := soap.ReadDocument([]byte(d.raw))
	if p != nil {
		t.Fatalf("seed %d: what was made is refused: %v\n%s", d.seed, p, d.raw)
	}
	all := inOrder(nil, doc.Root)
	form := xmldsig.Canonical{Inclusive: d.inclusive}
	if d.without >= 0 {
		form.Without = all[d.without]
	}
	return string(form.Append(nil, all[d.index]))
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}

// inOrder appends el and the elements in it, in document order.
func inOrder(all []*etree.Element, el *etree.Element) []*etree.Element {
	all = append(all, el)
	for _, c := range el.ChildElements() {
		all = inOrder(all, c)
	}
	return all
}

// oracle is a process that writes canonical forms; testdata/c14n.py says how it is
// asked.
type oracle struct {
	in   io.Writer
	out  *bufio.Reader
	name string
}

func ask(t *testing.T, program string, args ...string) *oracle {
	t.Helper()
	cmd := exec.Command(program, args...)
	in, errIn := cmd.StdinPipe()
	out, errOut := cmd.StdoutPipe()
	said, errSaid := cmd.StderrPipe()
	if err := errors.Join(errIn, errOut, errSaid, cmd.Start()); err != nil {
		t.Fatal(err)
	}
	errs := bufio.NewReader(said)
	name, err := errs.ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		in.Close()
		rest, _ := io.ReadAll(errs)
		if err := cmd.Wait(); err != nil || len(rest) > 0 {
			t.Errorf("%s: %v: %s", cmd, err, rest)
		}
	})
	return &oracle{in, bufio.NewReader(out), strings.TrimSpace(name)}
}

func (o *oracle) canonical(d madeDocument) (string, error) {
	list := strings.Join(d.inclusive, " ")
	var question []byte
	for _, n := range []int{d.index, d.without, len(list), len(d.raw)} {
		question = binary.BigEndian.AppendUint32(question, uint32(int32(n)))
	}
	if _, err := o.in.Write(append(append(question, list...), d.raw...)); err != nil {
		return "", err
	}
	head := make([]byte, 5)
	if _, err := io.ReadFull(o.out, head); err != nil {
		return "", err
	}
	answer := make([]byte, binary.BigEndian.Uint32(head[1:]))
	if _, err := io.ReadFull(o.out, answer); err != nil {
		return "", err
	}
	if head[0] != 0 {
		return "", errors.New(string(answer))
	}
	return string(answer), nil
}
