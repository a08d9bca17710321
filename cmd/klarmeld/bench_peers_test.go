package main

import (
	"bufio"
	"bytes"
	"crypto/x509"
	"encoding/binary"
	"encoding/pem"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"klarmeld/internal/keys"
	"klarmeld/internal/official"
	"klarmeld/internal/soap"
	"klarmeld/internal/xmldsig"
)

// benchXmlsec lets xmlsec1's library verify, by one process for each processor.
func benchXmlsec(b *testing.B, w *signedWorld) {
	if out, err := exec.Command(python, "-c", "import xmlsec").CombinedOutput(); err != nil {
		official.Required(b, "xmlsec", "no xmlsec for "+python+" (Debian: python3-xmlsec): "+string(out))
	}
	holder, issuer := certificateFile(b, w.set.Vendor.Certificate), certificateFile(b, w.set.STS.Certificate)
	inputs := make([]bytes.Buffer, runtime.GOMAXPROCS(0))
	for i, m := range w.besides(b, b.N) {
		in := &inputs[i%len(inputs)]
		in.Write(binary.BigEndian.AppendUint32(nil, uint32(len(m))))
		in.Write(m)
	}
	var all sync.WaitGroup
	seconds, used := make([]float64, len(inputs)), make([]float64, len(inputs))
	for i := range inputs {
		all.Go(func() {
			cmd := exec.Command(python, "testdata/peers/verify_xmlsec.py", holder, issuer)
			cmd.Stdin, cmd.Stderr = &inputs[i], os.Stderr
			out, err := cmd.Output()
			verified := 0
			if _, scanned := fmt.Sscan(string(out), &verified, &seconds[i], &used[i]); err != nil || scanned != nil {
				b.Errorf("%v %v %s", err, scanned, out)
			}
		})
	}
	all.Wait()
	longest, together := 0.0, 0.0
	for i, s := range seconds {
		longest, together = max(longest, s), together+used[i]
	}
	b.ReportMetric(longest*1e9/float64(b.N), "ns/op")
	reportMessages(b, time.Duration(longest*1e9), time.Duration(together*1e9))
}

// benchXmlsecProcess starts xmlsec1 for each signature: of a process it asks one.
func benchXmlsecProcess(b *testing.B, w *signedWorld) {
	official.Program(b, "xmlsec", "xmlsec1")
	holder, issuer := certificateFile(b, w.set.Vendor.Certificate), certificateFile(b, w.set.STS.Certificate)
	dir := b.TempDir()
	for i, m := range w.besides(b, b.N) {
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprint(i)), m, 0o600); err != nil {
			b.Fatal(err)
		}
	}
	ids := []string{"--id-attr:ID", xmldsig.NSSAML + ":Assertion"}
	for _, n := range []string{soap.NS11 + ":Body", xmldsig.NSWSU + ":Timestamp", xmldsig.NSWSSE + ":BinarySecurityToken", soap.NSAddressing + ":Action",
		soap.NSAddressing + ":MessageID", soap.NSAddressing + ":To", soap.NSAddressing + ":ReplyTo"} {
		ids = append(ids, "--id-attr:Id", n)
	}
	var n atomic.Int64
	before := processor("self")
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			file := filepath.Join(dir, fmt.Sprint(n.Add(1)-1))
			for _, s := range [][2]string{{issuer, "//*[local-name()='Assertion']/*[local-name()='Signature']"},
				{holder, "//*[local-name()='Security']/*[local-name()='Signature']"}} {
				args := append([]string{"--verify", "--pubkey-cert-pem", s[0], "--enabled-key-data", "rsa", "--node-xpath", s[1]}, ids...)
				if out, err := exec.Command("xmlsec1", append(args, file)...).CombinedOutput(); err != nil {
					b.Errorf("%v %s", err, out)
					return
				}
			}
		}
	})
	b.StopTimer()
	reportMessages(b, b.Elapsed(), processor("self")-before)
}

// processor is how much processor time a process has had, and those that it has
// waited for; 0 where that is not told as Linux tells it.
func processor(pid string) time.Duration {
	raw, err := os.ReadFile("/proc/" + pid + "/stat")
	if err != nil {
		return 0
	}
	_, after, _ := strings.Cut(string(raw), ") ") // the name may hold anything
	ticks := 0
	for _, f := range strings.Fields(after)[11:15] {
		n, err := strconv.Atoi(f)
		if err != nil {
			return 0
		}
		ticks += n
	}
	return time.Duration(ticks) * 10 * time.Millisecond // Linux counts a hundred a second
}

// reportMessages reports messages a second, and the processor time that each has had.
func reportMessages(b *testing.B, took, used time.Duration) {
	b.ReportMetric(float64(b.N)/took.Seconds(), "msg/s")
	b.ReportMetric(used.Seconds()*1e6/float64(b.N), "cpu-µs/msg")
}

func certificateFile(b *testing.B, c *x509.Certificate) string {
	b.Helper()
	path := filepath.Join(b.TempDir(), "certifikat.pem")
	if err := os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.Raw}), 0o600); err != nil {
		b.Fatal(err)
	}
	return path
}

// warm is how many messages CXF has verified before it is measured: Java compiles what
// runs often.
const warm = 4000

// BenchmarkCXF lets a service on Apache CXF verify the same messages over HTTP,
// and do nothing else either.
func BenchmarkCXF(b *testing.B) {
	w := newSignedWorld(b)
	address, pid := startCXF(b, w)
	for _, m := range w.messages(b, warm) {
		if said := saidTo(b, address, m); !strings.Contains(said, "verificeret") {
			b.Fatalf("CXF says %s", said)
		}
	}
	changed := bytes.Replace(w.messages(b, 1)[0], []byte("fremsoeg<"), []byte("fremsoegt<"), 1)
	if said := saidTo(b, address, changed); strings.Contains(said, "verificeret") {
		b.Fatalf("CXF does not verify: of what was changed it says %s", said)
	}
	b.Run("Verified", func(b *testing.B) { sendAll(b, address, pid, w.messages(b, b.N)) })
}

// saidTo is what a service says to one message.
func saidTo(b testing.TB, url string, message []byte) string {
	b.Helper()
	resp, err := http.Post(url, soap.V11.ContentType(), bytes.NewReader(message))
	if err != nil {
		b.Fatal(err)
	}
	defer resp.Body.Close()
	said, err := io.ReadAll(resp.Body)
	if err != nil {
		b.Fatal(err)
	}
	return string(said)
}

// startCXF fetches CXF from Maven Central and starts the service until the benchmark
// ends: its address, and its process.
func startCXF(b testing.TB, w *signedWorld) (address, pid string) {
	b.Helper()
	official.Program(b, "cxf", "mvn", "java")
	dir := b.TempDir()
	mvn := exec.Command("mvn", "-q", "-B", "-f", "testdata/peers/cxf/pom.xml", "-DoutputDirectory="+dir, "dependency:copy-dependencies")
	if out, err := mvn.CombinedOutput(); err != nil {
		official.Required(b, "cxf", fmt.Sprintf("Maven has no CXF: %v\n%s", err, out))
	}
	files, err := w.set.Files()
	if err != nil {
		b.Fatal(err)
	}
	trust := filepath.Join(dir, "tillid.p12")
	for _, f := range files {
		if f.Name == filepath.Base(trust) {
			err = os.WriteFile(trust, f.Raw, 0o600)
		}
	}
	if err != nil {
		b.Fatal(err)
	}
	cmd := exec.Command("java", "-cp", filepath.Join(dir, "*"), "testdata/peers/cxf/Verifying.java", trust, keys.Password)
	in, err := cmd.StdinPipe()
	if err != nil {
		b.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		in.Close()
		if err := cmd.Wait(); err != nil {
			b.Error(err)
		}
	})
	address, err = bufio.NewReader(out).ReadString('\n')
	if err != nil {
		b.Fatal(err)
	}
	return strings.TrimSpace(address), strconv.Itoa(cmd.Process.Pid)
}
