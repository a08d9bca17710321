package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"

	"klarmeld/internal/recording"
)

const indexPath = "/sagdokumentindeks/6"

// process is klarmeld serve in a process of its own, as users run it.
type process struct {
	t      *testing.T
	cmd    *exec.Cmd
	addr   string
	record string
}

// started builds the program, without what the tests are built with, and
// starts it.
func started(t *testing.T) *process {
	t.Helper()
	dir := t.TempDir()
	binary := filepath.Join(dir, "klarmeld")
	if out, err := exec.Command("go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	p := &process{t: t, record: filepath.Join(dir, "optagelse")}
	p.cmd = exec.Command(binary, "serve", "--addr", "127.0.0.1:0", "--record", p.record)
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.cmd.Process.Kill() })
	lines := bufio.NewScanner(out)
	if !lines.Scan() {
		t.Fatal("serve printed nothing")
	}
	p.addr = strings.TrimPrefix(lines.Text(), "listening on http://")
	go func() { _, _ = io.Copy(io.Discard, out) }()
	return p
}

// end stops the process with SIGINT and returns what it recorded.
func (p *process) end() []recording.Entry {
	p.t.Helper()
	if err := p.cmd.Process.Signal(syscall.SIGINT); err != nil {
		p.t.Fatal(err)
	}
	if err := p.cmd.Wait(); err != nil {
		p.t.Errorf("serve ended with %v", err)
	}
	entries, err := recording.ReadFolder(p.record)
	if err != nil {
		p.t.Fatal(err)
	}
	return entries
}

// post sends a body; an error is what a closed connection gives.
func (p *process) post(contentType string, body io.Reader) (int, string, error) {
	resp, err := http.Post("http://"+p.addr+indexPath, contentType, body)
	if err != nil {
		return 0, "", err
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	return resp.StatusCode, string(raw), err
}

// raw opens a connection and sends the head of a message and the beginning of
// its body.
func (p *process) raw(length int, begun string) *net.TCPConn {
	p.t.Helper()
	c, err := net.Dial("tcp", p.addr)
	if err != nil {
		p.t.Fatal(err)
	}
	if _, err := fmt.Fprintf(c, "POST %s HTTP/1.1\r\nHost: x\r\nContent-Type: text/xml\r\nContent-Length: %d\r\n\r\n%s", indexPath, length, begun); err != nil {
		p.t.Fatal(err)
	}
	return c.(*net.TCPConn)
}

// peak is the most memory the process has held, in MB; 0 where no /proc says.
func (p *process) peak() int {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		return 0
	}
	m := regexp.MustCompile(`VmHWM:\s+(\d+) kB`).FindSubmatch(raw)
	if m == nil {
		return 0
	}
	kb, err := strconv.Atoi(string(m[1]))
	if err != nil {
		p.t.Fatal(err)
	}
	return kb / 1024
}

// endless is a body that goes on for n bytes.
type endless struct{ unit string }

func (e endless) Read(b []byte) (int, error) {
	n := 0
	for n+len(e.unit) <= len(b) {
		n += copy(b[n:], e.unit)
	}
	return n, nil
}

const open, shut = `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body>`, `</e:Body></e:Envelope>`

// hostileMessage is what nobody means well by, and the code of the fault that
// answers it.
type hostileMessage struct {
	name, contentType string
	body              io.Reader
	code              string
}

func hostile() []hostileMessage {
	return []hostileMessage{
		{"1 GB", "text/xml", io.LimitReader(endless{"<a>"}, 1<<30), "xml.for-stor"},
		{"20 MB of elements", "text/xml", strings.NewReader(open + strings.Repeat("<a/>", 4_900_000) + shut), "xml.for-mange"},
		{"64 kB of elements", "text/xml", strings.NewReader(open + "<b>" + strings.Repeat("<a/>", 16_000) + "</b>" + shut), "soap.operation"},
		{"20 MB of text", "text/xml", strings.NewReader(open + "<b>" + strings.Repeat("æ", 10_000_000) + "</b>" + shut), "soap.operation"},
		{"10,000 levels", "text/xml", strings.NewReader(open + strings.Repeat("<a>", 10_000) + strings.Repeat("</a>", 10_000) + shut), "xml.for-dyb"},
		{"an entity bomb", "text/xml", strings.NewReader(`<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>`), "xml.doctype"},
		{"UTF-16 that is no envelope", "text/xml; charset=utf-16", strings.NewReader("\xff\xfe<\x00a\x00/\x00>\x00"), "soap.konvolut"},
		{"UTF-32", "text/xml; charset=utf-32", strings.NewReader("\xff\xfe\x00\x00<\x00\x00\x00"), "xml.tegnsaet"},
		{"20 MB of attributes", "text/xml", strings.NewReader("<a" + strings.Repeat(" a:a='1'", 2_500_000) + "/>"), "xml.velformet"},
		{"half a character", "text/xml", strings.NewReader("<a>&#xD800;</a>"), "xml.velformet"},
		{"an unknown encoding", "text/xml", strings.NewReader(`<?xml version="1.0" encoding="KLINGON"?><a/>`), "xml.tegnsaet"},
		{"gzip", "text/xml", strings.NewReader("\x1f\x8b\x08\x00"), "http.indholdskodning"},
		{"nothing", "", strings.NewReader(""), "xml.tom"},
	}
}

// TestServeSurvives: whatever is sent, each sender gets a fault that says what
// is wrong or a closed connection, the recording has a line for it, honest
// senders are answered beside it, and memory stays under 300 MB.
func TestServeSurvives(t *testing.T) {
	p := started(t)
	honest, err := os.ReadFile("testdata/messages/god.xml")
	if err != nil {
		t.Fatal(err)
	}
	lines := 0
	fine := func(after string) {
		t.Helper()
		lines++
		if status, body, err := p.post("text/xml", bytes.NewReader(honest)); err != nil || status != 200 || !strings.Contains(body, "StatusKode") {
			t.Errorf("after %s an honest message got %d %v: %.300s", after, status, err, body)
		}
	}
	fine("nothing")
	for _, c := range hostile() {
		lines++
		// A sender that is cut off while it still sends may see the connection
		// close before it reads the fault.
		if status, body, err := p.post(c.contentType, c.body); err == nil && (status < 400 || !strings.Contains(body, c.code)) {
			t.Errorf("%s: %d %.300s", c.name, status, body)
		}
		fine(c.name)
	}

	slow := halfMessage(t, p)
	lines++
	fine("half a message, beside a slow sender")
	if err := slow.Close(); err != nil {
		t.Fatal(err)
	}

	var all sync.WaitGroup
	for range 64 {
		lines++
		all.Go(func() {
			if status, _, err := p.post("text/xml", strings.NewReader(open+"<b>"+strings.Repeat("<a/>", 15_000)+"</b>"+shut)); err != nil || status != 500 {
				t.Errorf("one of 64: %d %v", status, err)
			}
		})
	}
	all.Wait()
	fine("64 at once")
	if mb := p.peak(); mb > 300 {
		t.Errorf("it held %d MB", mb)
	} else {
		t.Logf("it held %d MB at most", mb)
	}
	exchanges := 0
	for _, e := range p.end() {
		if e.Kind == recording.KindExchange {
			exchanges++
		}
	}
	// The slow sender's line comes when the server sees that it has gone.
	if exchanges != lines && exchanges != lines+1 {
		t.Errorf("%d exchanges on record, %d were sent", exchanges, lines)
	}
}

// halfMessage lets a sender hang up half-way, and is told so. It returns the
// connection of another, which never sends the rest of its message.
func halfMessage(t *testing.T, p *process) *net.TCPConn {
	t.Helper()
	slow, half := p.raw(1000, "<a>"), p.raw(1000, "<a>")
	if err := half.CloseWrite(); err != nil {
		t.Fatal(err)
	}
	if answer, err := io.ReadAll(half); err != nil || !bytes.Contains(answer, []byte("http.afbrudt")) {
		t.Errorf("half a message: %v %.300s", err, answer)
	}
	return slow
}
