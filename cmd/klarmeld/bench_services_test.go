package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"klarmeld/internal/official"
	"klarmeld/internal/recording"
	"klarmeld/internal/soap"
)

// Messages that a service has had before it is measured: everything reads in what it needs
// at its first, and Java compiles what runs often.
const (
	warmService = 500
	warmJava    = 10000
)

// takenReply is in the reply of whoever has read an import.
const takenReply = "StatusKode>20<"

// servicesCompared answer imports over HTTP. These have no relation but the owner, which
// is five findings for a judge.
func servicesCompared() section {
	title := fmt.Sprintf("An import of 3.5 kB, each of another case, over HTTP, %d senders", senders())
	return section{name: "services", title: title, rows: []*row{
		line("bare", "net/http alone, reading the body", &service{command: readingBare}),
		line("parse", "net/http, parsed with etree", &service{command: parsingBodies, proved: refusesWhatIsNoXML}),
		line("serve", "klarmeld serve --record: answered, on disk", &service{command: servingRecorded, says: takenReply, records: true}),
		line("judged", "the same, and judged", &service{command: servingJudged, says: takenReply, records: true, ended: foundInEach}),
		line("wiremock", "WireMock 3.13.2 (npm), which asks one XPath", &service{command: wiremock(), java: true, says: "<taget/>", proved: matchesOnlyCases}),
		line("wiremock-unkept", "the same, without its journal of requests",
			&service{command: wiremock("--no-request-journal"), java: true, says: "<taget/>", proved: matchesOnlyCases}),
		line("metro", "Java Metro (Debian), which unmarshals by JAXB", &service{command: metroService, java: true, says: takenReply}),
	}}
}

// longServicesCompared answer the imports that a delivery has.
func longServicesCompared() section {
	title := fmt.Sprintf("An import of 13 kB that keeps every rule, but one in %d", mistakeEvery)
	return section{name: "services-13", title: title, rows: []*row{
		line("parse-13", "net/http, parsed with etree", &service{long: true, command: parsingBodies}),
		line("serve-13", "klarmeld serve --record: answered, on disk", &service{long: true, command: servingRecorded, says: takenReply, records: true}),
		line("judged-13", "the same, and judged", &service{long: true, command: servingJudged, says: takenReply, records: true, ended: foundMistakes}),
	}}
}

// service is a process that is sent imports as fast as it answers them.
type service struct {
	command func(b *testing.B) (*exec.Cmd, error)
	java    bool
	long    bool                                   // it is sent a delivery's imports
	says    string                                 // is in every reply
	records bool                                   // to recordFolder; it keeps all, and so begins anew in each turn
	proved  func(b *testing.B, s *service)         // once, that it does what it is compared for
	ended   func(s *service, printed string) error // that it has done so

	message func(n int64) []byte // of another case for each number
	sent    atomic.Int64         // imports
	now     *peerProcess
	dir     string // it runs there
}

// recordFolder is where a service records to.
const recordFolder = "optagelse"

func (s *service) start(b *testing.B) error {
	var err error
	if s.message = benchmarked(b); s.long {
		s.message, err = longImport()
	}
	if err != nil {
		return err
	}
	s.dir = b.TempDir()
	b.Cleanup(func() { s.end(b) })
	if err := s.begin(b); err != nil {
		return err
	}
	if s.proved != nil {
		s.proved(b, s)
	}
	return nil
}

// begin starts the process and warms it.
func (s *service) begin(b *testing.B) error {
	cmd, err := s.command(b)
	if err != nil {
		return err
	}
	cmd.Dir = s.dir
	if s.now, err = startPeer(cmd); err != nil {
		return err
	}
	warm := int64(warmService)
	if s.java {
		warm = warmJava
	}
	s.sent.Store(0)
	s.send(b, func() bool { return s.sent.Load() < warm })
	return nil
}

// end ends the process, if there is one, and holds its recording against what it was
// sent.
func (s *service) end(b *testing.B) {
	if s.now == nil {
		return
	}
	printed, err := s.now.end()
	s.now = nil
	if err == nil && s.ended != nil {
		err = s.ended(s, printed)
	}
	if err == nil && s.records {
		err = s.recorded()
	}
	if err != nil {
		b.Error(err)
	}
}

// recorded says what is wrong with the recording, and removes it: one has tens of
// thousands of files.
func (s *service) recorded() error {
	dir := filepath.Join(s.dir, recordFolder)
	c, err := recording.ChainOf(dir)
	if err != nil {
		return err
	}
	if !c.Closed || int64(c.Entries) < s.sent.Load() {
		return fmt.Errorf("%d messages were sent, and the recording is %+v", s.sent.Load(), c)
	}
	return os.RemoveAll(dir)
}

func (s *service) turn(b *testing.B) took {
	if s.records {
		s.end(b)
		if err := s.begin(b); err != nil {
			b.Fatal(err)
		}
	}
	had, used, begun := s.sent.Load(), processor(s.now.pid()), time.Now()
	until := begun.Add(*comparedTime)
	s.send(b, func() bool { return time.Now().Before(until) })
	wall := time.Since(begun)
	return took{messages: int(s.sent.Load() - had), wall: wall, cpu: processor(s.now.pid()) - used}
}

// oneConnection sends one request at a time over one connection, by whoever asks it to and by
// nobody else: what a sender costs is had of the same processors as what it measures, and an
// http.Transport has two goroutines that hand each request to each other.
type oneConnection struct {
	conn net.Conn
	in   *bufio.Reader
	out  *bufio.Writer
}

// RoundTrip sends a request. The body of the reply before must have been read.
func (o *oneConnection) RoundTrip(r *http.Request) (*http.Response, error) {
	if o.conn == nil {
		conn, err := net.Dial("tcp", r.URL.Host)
		if err != nil {
			return nil, err
		}
		o.conn, o.in, o.out = conn, bufio.NewReader(conn), bufio.NewWriterSize(conn, 1<<15)
	}
	if err := errors.Join(r.Write(o.out), o.out.Flush()); err != nil {
		return nil, err
	}
	return http.ReadResponse(o.in, r)
}

func (o *oneConnection) close() {
	if o.conn != nil {
		_ = o.conn.Close()
	}
}

// senders is how many send at once: more than there are processors, or these would
// stand still whenever a reply is on its way.
func senders() int { return *comparedSenders * runtime.GOMAXPROCS(0) }

// send sends imports, while there are to be more.
func (s *service) send(b *testing.B, more func() bool) {
	b.Helper()
	var all sync.WaitGroup
	failed := make(chan error, senders())
	for range cap(failed) {
		all.Go(func() {
			one := &oneConnection{}
			defer one.close()
			client := &http.Client{Transport: one}
			for more() {
				if err := s.post(client, s.message(s.sent.Add(1))); err != nil {
					failed <- err
					return
				}
			}
		})
	}
	all.Wait()
	close(failed)
	if err := <-failed; err != nil {
		b.Fatal(err)
	}
}

// post sends a message and reads the reply, which must be that it was taken.
func (s *service) post(client *http.Client, message []byte) error {
	kind := soap.V12.ContentType() + `; action="http://kombit.dk/sts/sagdokumentindeks/importer"`
	resp, err := client.Post(s.now.base+indexPath, kind, bytes.NewReader(message))
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	reply, err := io.ReadAll(resp.Body)
	if err != nil {
		return err
	}
	if resp.StatusCode != http.StatusOK || !strings.Contains(string(reply), s.says) {
		return fmt.Errorf("%s: HTTP %d %.500s", s.now.cmd, resp.StatusCode, reply)
	}
	return nil
}

// refuses ends the benchmark when a message is taken that must not be.
func (s *service) refuses(b *testing.B, message []byte) {
	b.Helper()
	if err := s.post(http.DefaultClient, message); err == nil {
		b.Fatalf("%s takes anything: %.200s", s.now.cmd, message)
	}
}

func refusesWhatIsNoXML(b *testing.B, s *service) { s.refuses(b, []byte("<a><b></a>")) }

func matchesOnlyCases(b *testing.B, s *service) {
	s.refuses(b, bytes.ReplaceAll(s.message(0), []byte("sdi:SagIndeks>"), []byte("sdi:DokumentIndeks>")))
}

// found is how much the judge says that it has found.
func found(printed string) (n int64, err error) {
	if _, err = fmt.Sscanf(printed, "found: %d", &n); err != nil {
		err = fmt.Errorf("the judge does not say what it has found: %w: %q", err, printed)
	}
	return n, err
}

// foundInEach says what is wrong when the judge has not found something in each message.
func foundInEach(s *service, printed string) error {
	n, err := found(printed)
	if err == nil && n < s.sent.Load() {
		err = fmt.Errorf("%d findings in %d messages, each of which breaks rules", n, s.sent.Load())
	}
	return err
}

// foundMistakes says what is wrong when the judge has found anything but the mistakes.
func foundMistakes(s *service, printed string) error {
	n, err := found(printed)
	if mistakes := s.sent.Load() / mistakeEvery; err == nil && n != mistakes {
		err = fmt.Errorf("%d findings, %d of %d messages have a mistake", n, mistakes, s.sent.Load())
	}
	return err
}

func readingBare(*testing.B) (*exec.Cmd, error)   { return goPeer("bare"), nil }
func parsingBodies(*testing.B) (*exec.Cmd, error) { return goPeer("parse"), nil }
func servingJudged(*testing.B) (*exec.Cmd, error) { return goPeer("judged", recordFolder), nil }

func servingRecorded(*testing.B) (*exec.Cmd, error) {
	klarmeld, err := built()
	return exec.Command(klarmeld, "serve", "--addr", "127.0.0.1:0", "--record", recordFolder), err
}

// wiremock is WireMock as npm gives it, which keeps what it is sent in a journal, as
// klarmeld records it; or with other flags.
func wiremock(flags ...string) func(*testing.B) (*exec.Cmd, error) {
	return func(b *testing.B) (*exec.Cmd, error) { return startingWiremock(b, flags) }
}

func startingWiremock(b *testing.B, flags []string) (*exec.Cmd, error) {
	if err := needed("wiremock", "npm", "java"); err != nil {
		return nil, err
	}
	const peer = "testdata/peers/wiremock"
	modules, err := nodeModules(peer)
	if err != nil {
		return nil, absent{"wiremock", "npm has no WireMock: " + err.Error()}
	}
	jars, err := filepath.Glob(filepath.Join(modules, "wiremock/build/wiremock-standalone-*.jar"))
	if err != nil || len(jars) != 1 {
		return nil, errors.Join(fmt.Errorf("WireMock's package has %d jars", len(jars)), err)
	}
	root := b.TempDir() // it makes folders there
	cmd := exec.Command("java", append([]string{"-jar", jars[0], "--port", "0", "--bind-address", "127.0.0.1", "--root-dir", root}, flags...)...)
	return cmd, os.CopyFS(root, os.DirFS(peer))
}

// metroService is the service of testdata/peers/metro.
func metroService(b *testing.B) (*exec.Cmd, error) {
	if err := needed("metro", "wsimport", "javac", "java"); err != nil {
		return nil, err
	}
	jars, err := metroJars()
	if err != nil {
		return nil, absent{"metro", err.Error()}
	}
	folder, given := official.Given()
	if !given {
		return nil, absent{"metro", "official schemas not given"}
	}
	const source = "testdata/peers/metro/Unmarshalling.java"
	wsdl := filepath.Join(folder, "xsd/sagdokumentindeks-6/SagDokumentIndeksService_6.wsdl")
	made := keptInCache(b, "klarmeld-metro-service", []string{source, wsdl}, func(work string) {
		importWSDL(b, filepath.Join(work, "src"), wsdl)
		compileJava(b, filepath.Join(work, "classes"), jars, append(javaIn(b, filepath.Join(work, "src")), source)...)
	})
	return exec.Command("java", "-cp", filepath.Join(made, "classes")+":"+jars, "Unmarshalling"), nil
}
