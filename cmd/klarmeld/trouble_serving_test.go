package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"klarmeld/internal/recording"
	"math/rand"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
)

// serving is klarmeld serve that records on a disk.
type serving struct {
	*disk
	cmd    *exec.Cmd
	addr   string
	record string
	errs   bytes.Buffer
	out    *bufio.Reader

	mu       sync.Mutex
	answered map[string]string // case → what was answered: "20", "refused", or "" when nobody knows
}

func (d *disk) serve() *serving {
	d.t.Helper()
	s := &serving{disk: d, record: filepath.Join(d.dir, "optagelse"), answered: map[string]string{}}
	s.cmd = d.klarmeld("serve", "--addr", "127.0.0.1:0", "--record", s.record, "--kommune", sharedTown(d.t))
	s.cmd.Stderr = &s.errs
	out, err := s.cmd.StdoutPipe()
	if err == nil {
		err = s.cmd.Start()
	}
	if err != nil {
		d.t.Fatal(err)
	}
	d.t.Cleanup(func() { _ = s.cmd.Process.Kill(); _ = s.cmd.Wait() })
	s.out = bufio.NewReader(out)
	line, err := s.out.ReadString('\n')
	if err != nil {
		_ = s.cmd.Wait()
		d.t.Fatalf("serve says %q: %v %s", line, err, s.errs.String())
	}
	s.addr = strings.TrimPrefix(strings.TrimSpace(line), "listening on http://")
	return s
}

// sharedTown is a small municipality's file that anybody can read.
func sharedTown(t *testing.T) string {
	t.Helper()
	dir, err := sharedDir()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "kommune.json")
	townOnce.Do(func() {
		raw, err := os.ReadFile(smallTown(t))
		if err == nil {
			err = os.WriteFile(file, raw, 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	})
	return file
}

var townOnce sync.Once

// send sends a case of some size, and notes what is answered.
func (s *serving) send(id string, size int, client *http.Client) (received bool) {
	const period = `<sag:Virkning><sd:FraTidspunkt><sd:TidsstempelDatoTid>2026-01-01T00:00:00Z</sd:TidsstempelDatoTid></sd:FraTidspunkt><sd:TilTidspunkt>` +
		`<sd:GraenseIndikator>true</sd:GraenseIndikator></sd:TilTidspunkt></sag:Virkning>`
	content := "<sdi:SagIndeks><sd:UUIDIdentifikator>" + id + "</sd:UUIDIdentifikator><sag:Registrering><sag:AttributListe><sag:Egenskaber>" + period +
		"<sag:Titel>borger 0123456789</sag:Titel></sag:Egenskaber></sag:AttributListe><sag:TilstandListe/><sag:RelationListe/></sag:Registrering></sdi:SagIndeks>" +
		"<!-- " + strings.Repeat("x", size) + " -->"
	text, err := s.post("Importer", content, client)
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case err != nil:
		s.answered[id] = ""
	case strings.Contains(text, "StatusKode>20<"):
		s.answered[id] = "20"
	case strings.Contains(text, "klarmeld.ikke-optaget") && strings.Contains(text, "Server") && !strings.Contains(text, "0123456789"):
		s.answered[id] = "refused"
	default:
		s.t.Fatalf("it was answered %s", text)
	}
	return s.answered[id] == "20"
}

func (s *serving) post(operation, content string, client *http.Client) (string, error) {
	body := fmt.Sprintf(
		`<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><sdi:%sSagDokumentIndeksInput xmlns:sdi="urn:oio:sts:sagdok:sagdokumentindeks:6" `+
			`xmlns:sag="urn:oio:sts:sagdok:sag:6" xmlns:sd="urn:oio:sagdok:3.0.0">%s</sdi:%[1]sSagDokumentIndeksInput></e:Body></e:Envelope>`, operation, content)
	resp, err := client.Post("http://"+s.addr+indexPath, "text/xml", strings.NewReader(body))
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	if err == nil && resp.StatusCode != 200 && resp.StatusCode != 500 {
		s.t.Errorf("HTTP %d", resp.StatusCode)
	}
	return string(raw), err
}

// served20 is one trial of klarmeld serve: trouble comes while four send, and goes.
// It returns how many were answered 20, and how many were refused.
func served20(t *testing.T, seed int, kind string) (received, refused int) {
	random := rand.New(rand.NewSource(int64(seed)))
	s := newDisk(t, random, kind).serve()
	clients := make([]*http.Client, 4)
	for i := range clients {
		clients[i] = &http.Client{Transport: &http.Transport{}}
		s.send(caseID(i, 0), random.Intn(2000), clients[i]) // each has its connection before there is trouble
	}
	sizes := random.Perm(200)
	s.begin(s.record, s.addr)
	var all sync.WaitGroup
	for c, client := range clients {
		all.Go(func() {
			for n := range 12 {
				s.send(caseID(c, n+1), 40*sizes[c*12+n], client)
			}
		})
	}
	all.Wait()
	s.disk.end(s.record)
	for n := 20; !s.send(caseID(0, n), 1000, clients[0]); n++ { // it has to see that there is room
	}
	s.check(clients[0])
	for _, answer := range s.answered {
		switch answer {
		case "20":
			received++
		case "refused":
			refused++
		}
	}
	s.over(refused)
	return received, refused
}

func caseID(client, n int) string {
	return fmt.Sprintf("41ac9245-d933-5858-%04x-%012x", client+1, n+1)
}

// check holds what the index has against what was answered.
func (s *serving) check(client *http.Client) {
	s.t.Helper()
	for id, answer := range s.answered {
		text, err := s.post("Fremsoeg", "<sdi:SagUuid>"+id+"</sdi:SagUuid>", client)
		if err != nil {
			s.t.Fatal(err)
		}
		if there := strings.Contains(text, "SagFiltreretOejebliksbillede"); answer != "" && there != (answer == "20") {
			s.t.Errorf("%s: answered %q, in the index: %t", id, answer, there)
		}
	}
}

// over ends the program, and holds the recording against what was answered.
func (s *serving) over(refused int) {
	s.t.Helper()
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		s.t.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, s.out)
	_ = s.cmd.Wait()
	said := s.errs.String()
	want, lines := 0, 0
	if refused > 0 {
		want, lines = 128+int(syscall.SIGTERM), 1 // it has something to say at its end
	}
	if code := s.cmd.ProcessState.ExitCode(); code != want || strings.Count(said, "OBS: en meddelelse kunne ikke optages") != lines ||
		strings.Contains(said, "0123456789") ||
		strings.Count(said, "flere forbindelser") > 1 || strings.Contains(said, "http: ") {
		s.t.Errorf("exit code %d with %d refused: %s", code, refused, said)
	}
	onRecord := recorded20(s.t, s.record)
	for id, answer := range s.answered {
		if answer != "" && onRecord[id] != (answer == "20") {
			s.t.Errorf("%s: answered %q, on record: %t", id, answer, onRecord[id])
		}
	}
	if code, text := program("replay", s.record); code == exitUsage || code == exitHarness {
		s.t.Errorf("replay: %d %s", code, text)
	}
}

// recorded20 are the cases whose import was answered 20, by the recording.
func recorded20(t *testing.T, folder string) map[string]bool {
	t.Helper()
	entries, err := recording.ReadFolder(folder)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]bool{}
	for _, e := range entries {
		if e.Kind == recording.KindExchange && e.Exchange.Operation == "importer" && bytes.Contains(e.Exchange.Reply, []byte("StatusKode>20<")) {
			_, rest, _ := strings.Cut(string(e.Exchange.Request), "<sd:UUIDIdentifikator>")
			id, _, _ := strings.Cut(rest, "<")
			out[id] = true
		}
	}
	return out
}
