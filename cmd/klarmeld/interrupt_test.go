package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"klarmeld/internal/action"
	"klarmeld/internal/recording"
)

// stopping are the ways to ask a program to end.
var stopping = []struct {
	signal syscall.Signal
	name   string
	code   int
}{{syscall.SIGINT, "SIGINT", 130}, {syscall.SIGTERM, "SIGTERM", 143}, {syscall.SIGHUP, "SIGHUP", 129}}

// running is klarmeld in a process of its own.
type running struct {
	t     *testing.T
	cmd   *exec.Cmd
	in    io.WriteCloser // nobody types anything
	lines *bufio.Reader
	errs  bytes.Buffer
}

// startedAs begins the program, in a folder of its own.
func startedAs(t *testing.T, be string, args ...string) *running {
	t.Helper()
	return startedBy(t, "", be, args...)
}

// startedBy lets another program begin it.
func startedBy(t *testing.T, by, be string, args ...string) *running {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("skipped: Windows has no signals to send")
	}
	command := append([]string{os.Args[0]}, args...)
	if by != "" {
		command = append([]string{by}, command...)
	}
	p := &running{t: t, cmd: exec.Command(command[0], command[1:]...)}
	p.cmd.Env, p.cmd.Dir, p.cmd.Stderr = append(os.Environ(), "KLARMELD_TEST_BE="+be, "NO_COLOR=1"), t.TempDir(), &p.errs
	out, err := p.cmd.StdoutPipe()
	if err == nil {
		p.in, err = p.cmd.StdinPipe()
	}
	if err == nil {
		err = p.cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.cmd.Process.Kill(); _ = p.cmd.Wait() })
	p.lines = bufio.NewReader(out)
	return p
}

// until reads what the program says until it has said something.
func (p *running) until(said string) {
	p.t.Helper()
	var all []byte
	for !strings.Contains(string(all), said) {
		b, err := p.lines.ReadByte()
		if err != nil {
			p.t.Fatalf("it ended with %q: %s", all, p.errs.String())
		}
		all = append(all, b)
	}
}

// stop asks the program to end, and returns its exit code and the rest of what
// it says.
func (p *running) stop(s syscall.Signal) (code int, out, errs string) {
	p.t.Helper()
	if err := p.cmd.Process.Signal(s); err != nil {
		p.t.Fatal(err)
	}
	rest, err := io.ReadAll(p.lines)
	if err != nil {
		p.t.Error(err)
	}
	err = p.cmd.Wait()
	if e := (&exec.ExitError{}); err != nil && !errors.As(err, &e) {
		p.t.Fatal(err)
	}
	return p.cmd.ProcessState.ExitCode(), string(rest), p.errs.String()
}

// kept demands a recording of a scenario that has begun.
func (p *running) kept() {
	p.t.Helper()
	if entries, err := recording.ReadFolder(filepath.Join(p.cmd.Dir, "klarmeld-rapport", "leverandoer", "optagelse")); err != nil || len(entries) != 2 {
		p.t.Errorf("%d entries, %v", len(entries), err)
	}
}

// silent is an adapter that takes the first action and never answers it, until
// it is told to answer all. What it is asked for first comes on asked.
func silent(t *testing.T) (url string, asked <-chan string, answer func()) {
	came, speaks := make(chan string, 100), make(chan struct{})
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var a action.Request
		if err := json.NewDecoder(r.Body).Decode(&a); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		came <- a.ID
		select {
		case <-speaks:
			_ = json.NewEncoder(w).Encode(action.Answer{ID: a.ID, Status: action.NotOffered, Reason: "systemet har ingen sager"})
		case <-r.Context().Done():
		}
	}))
	t.Cleanup(srv.Close)
	return srv.URL + "/handling", came, func() { close(speaks) }
}

// TestRunInterrupted: a run that is ended while it waits says so, leaves a
// recording that can be read, and goes on from there to a verdict.
func TestRunInterrupted(t *testing.T) {
	t.Parallel()
	for _, s := range stopping {
		t.Run(s.name, func(t *testing.T) {
			url, asked, answer := silent(t)
			out, services := filepath.Join(t.TempDir(), "rapport"), freeAddress(t)
			args := []string{"run", "--driver", url, "--addr", services, "--only", "sag-01", "--out", out}
			p := startedAs(t, "klarmeld", args...)
			if id := <-asked; !strings.HasSuffix(id, "/sag-01/1") {
				t.Fatalf("it asked for %s first", id)
			}
			code, _, said := p.stop(s.signal)
			if code != s.code || !strings.Contains(said, "klarmeld: afbrudt ("+s.name+"): kørslen blev afbrudt") || !strings.Contains(said, "--continue fortsætter derfra") {
				t.Errorf("exit code %d: %s", code, said)
			}
			entries, err := recording.ReadFolder(filepath.Join(out, "leverandoer", "optagelse"))
			if err != nil || len(entries) != 2 || entries[1].Kind != recording.KindScenario {
				t.Errorf("%d entries, %v", len(entries), err)
			}
			if _, err := os.Stat(filepath.Join(out, "leverandoer", "rapport.json")); !errors.Is(err, os.ErrNotExist) {
				t.Errorf("there is a report of it: %v", err)
			}
			answer()
			if code, said := program(append(args, "--continue")...); code != 20 {
				t.Errorf("exit code %d: %s", code, said)
			}
			if code, said := program("verify", filepath.Join(out, "leverandoer")); code != 0 {
				t.Errorf("verify: %d %s", code, said)
			}
		})
	}
}

// TestWaitingInterrupted: whatever a command waits for, it ends in order when it
// is asked to, and says why; what it had half made is gone.
func TestWaitingInterrupted(t *testing.T) {
	none := func(t *testing.T, p *running) {
		files, err := os.ReadDir(p.cmd.Dir)
		if err != nil || len(files) != 0 {
			t.Errorf("it left %v, %v", files, err)
		}
	}
	kept := func(_ *testing.T, p *running) { p.kept() }
	free := freeAddress(t)
	for _, c := range []struct {
		name  string
		be    string
		args  []string
		until string
		said  string // besides the signal
		left  func(*testing.T, *running)
	}{
		{"init asks", "klarmeld", []string{"init"}, "Systemets korte navn", "", none},
		{"check reads standard input", "announced", []string{"check", "-"}, "begyndt\n", "", none},
		{"preflight waits for a message", "klarmeld", []string{"preflight", "--besked", "--profile", profileFile(t, "person", free, "10m")}, "✓ Klarmeldingen", "", none},
		{"selfcheck", "announced", []string{"selfcheck"}, "begyndt\n", "", none},
		{"a person is asked", "klarmeld", []string{"run", "--driver", "person", "--addr", "127.0.0.1:0", "--only", "sag-01", "--koersel", "proeve"}, "Din tur (proeve/sag-01/1)", ": kørslen blev afbrudt.", kept},
	} {
		for _, s := range stopping {
			t.Run(c.name+" "+s.name, func(t *testing.T) {
				p := startedAs(t, c.be, c.args...)
				p.until(c.until)
				code, out, errs := p.stop(s.signal)
				if want := "klarmeld: afbrudt (" + s.name + ")" + c.said; code != s.code || !strings.HasPrefix(errs, want) || strings.Count(errs, "\n") != 1 || strings.Contains(out+errs, "context canceled") {
					t.Errorf("exit code %d: %s\n%s", code, errs, out)
				}
				c.left(t, p)
			})
		}
	}
}

// TestProgramInterrupted: an adapter that is a program is ended too.
func TestProgramInterrupted(t *testing.T) {
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("skipped: " + err.Error())
	}
	for _, s := range stopping {
		t.Run(s.name, func(t *testing.T) {
			folder := t.TempDir()
			script, asked := filepath.Join(folder, "adapter.sh"), filepath.Join(folder, "spurgt")
			if err := os.WriteFile(script, []byte("read action\n: > "+asked+"\nread action\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			p := startedAs(t, "klarmeld", "run", "--driver", "exec:"+sh+" "+script, "--addr", "127.0.0.1:0", "--only", "sag-01")
			p.until("klarmelds services svarer på")
			for { // until the program has been asked
				if _, err := os.Stat(asked); err == nil {
					break
				}
			}
			code, _, errs := p.stop(s.signal)
			if code != s.code || !strings.HasPrefix(errs, "klarmeld: afbrudt ("+s.name+"): kørslen blev afbrudt.") {
				t.Errorf("exit code %d: %s", code, errs)
			}
			p.kept()
		})
	}
}

// TestSimulatedInterrupted: a run of a system that klarmeld plays is ended too, and
// goes on from there.
func TestSimulatedInterrupted(t *testing.T) {
	t.Parallel()
	for _, s := range stopping {
		t.Run(s.name, func(t *testing.T) {
			p := startedAs(t, "klarmeld", "run", "--system", "reference")
			folder := filepath.Join(p.cmd.Dir, "klarmeld-rapport", "reference", "optagelse")
			for { // until it is well under way
				if messages, err := filepath.Glob(filepath.Join(folder, "*-reply.xml")); err != nil || len(messages) > 20 {
					break
				}
			}
			code, out, errs := p.stop(s.signal)
			if want := "klarmeld: afbrudt (" + s.name + "): kørslen blev afbrudt. "; code != s.code || !strings.HasPrefix(errs, want) || !strings.Contains(errs, "--continue fortsætter derfra") || out != "" {
				t.Errorf("exit code %d: %s%s", code, errs, out)
			}
			if entries, err := recording.ReadFolder(folder); err != nil || len(entries) < 20 {
				t.Errorf("%d entries, %v", len(entries), err)
			}
			if code, said := program("run", "--system", "reference", "--continue", "--out", filepath.Join(p.cmd.Dir, "klarmeld-rapport")); code != 0 {
				t.Errorf("going on: %d %s", code, said)
			}
		})
	}
}

// TestServeInterrupted: serve is ended by being asked to, and that is no
// failure; what was sent is on record.
func TestServeInterrupted(t *testing.T) {
	for _, s := range stopping {
		t.Run(s.name, func(t *testing.T) {
			p, record := startedAs(t, "klarmeld", "serve", "--addr", "127.0.0.1:0", "--record", "optagelse"), "optagelse"
			addr := p.listening()
			resp, err := http.Post("http://"+addr+indexPath, "text/xml", strings.NewReader("hej"))
			if err != nil {
				t.Fatal(err)
			}
			resp.Body.Close()
			code, out, errs := p.stop(s.signal)
			if code != 0 || errs != "" || !strings.HasSuffix(out, "afsluttet ("+s.name+")\n") {
				t.Errorf("exit code %d: %s%s", code, out, errs)
			}
			entries, err := recording.ReadFolder(filepath.Join(p.cmd.Dir, record))
			if err != nil || len(entries) != 3 || string(entries[1].Exchange.Request) != "hej" || entries[2].Kind != recording.KindClosed {
				t.Errorf("%d entries, %v", len(entries), err)
			}
		})
	}
}

// listening is the address that serve says it answers on.
func (p *running) listening() string {
	p.t.Helper()
	line, err := p.lines.ReadString('\n')
	if err != nil {
		p.t.Fatalf("%q: %s", line, p.errs.String())
	}
	return strings.TrimSpace(strings.TrimPrefix(line, "listening on http://"))
}

// TestSecondSignal: who asks twice does not wait for what is under way.
func TestSecondSignal(t *testing.T) {
	for _, s := range stopping {
		t.Run(s.name, func(t *testing.T) {
			p := startedAs(t, "klarmeld", "serve", "--addr", "127.0.0.1:0", "--record", "optagelse")
			addr := p.listening()
			c, err := net.Dial("tcp", addr)
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close()
			// 100 Continue says that the message is being read; the rest never comes.
			if _, err := fmt.Fprintf(c, "POST %s HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 9\r\n\r\n", indexPath); err != nil {
				t.Fatal(err)
			}
			if line, err := bufio.NewReader(c).ReadString('\n'); err != nil || !strings.HasPrefix(line, "HTTP/1.1 100 ") {
				t.Fatalf("%q, %v", line, err)
			}
			if err := p.cmd.Process.Signal(s.signal); err != nil {
				t.Fatal(err)
			}
			for { // until nobody is let in any more: the first signal has been heard
				other, err := net.Dial("tcp", addr)
				if errors.Is(err, syscall.ECONNREFUSED) { // and not that there is no port left to dial from
					break
				}
				if err == nil {
					other.Close()
				}
			}
			p.stop(s.signal)
			if w, ok := p.cmd.ProcessState.Sys().(syscall.WaitStatus); !ok || !w.Signaled() || w.Signal() != s.signal {
				t.Errorf("it ended with %s", p.cmd.ProcessState)
			}
			if entries, err := recording.ReadFolder(filepath.Join(p.cmd.Dir, "optagelse")); err != nil || len(entries) != 1 {
				t.Errorf("%d entries, %v", len(entries), err)
			}
		})
	}
}

// TestHangUp: a program that was begun to live on when its terminal goes away,
// by nohup, does.
func TestHangUp(t *testing.T) {
	nohup, err := exec.LookPath("nohup")
	if err != nil {
		t.Skip("skipped: " + err.Error())
	}
	p := startedBy(t, nohup, "klarmeld", "serve", "--addr", "127.0.0.1:0")
	addr := p.listening()
	for range 3 {
		if err := p.cmd.Process.Signal(syscall.SIGHUP); err != nil {
			t.Fatal(err)
		}
		resp, err := http.Get("http://" + addr)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
	}
	if code, out, errs := p.stop(syscall.SIGTERM); code != 0 || !strings.HasSuffix(out, "afsluttet (SIGTERM)\n") {
		t.Errorf("exit code %d: %s%s", code, out, errs)
	}
}

// beAnnounced is the program, but says when it can be interrupted: some commands
// say nothing before they are done.
func beAnnounced() {
	ctx, stop := interruptible(context.Background())
	fmt.Println("begyndt")
	code := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}
