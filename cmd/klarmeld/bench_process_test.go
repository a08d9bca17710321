package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/beevik/etree"

	"klarmeld/internal/road"
)

// whereabouts is how programs say where they answer: klarmeld and our peers as klarmeld
// does, WireMock in its own way.
var whereabouts = regexp.MustCompile(`(?:listening on http://127\.0\.0\.1:|^port: +)(\d+)`)

// peerProcess is a service in a process of its own.
type peerProcess struct {
	cmd    *exec.Cmd
	in     io.Closer
	base   string // where it answers
	errOut bytes.Buffer
	rest   chan string // what it says after that, when it has ended
}

// startPeer starts a program, and waits until it says where it answers.
func startPeer(cmd *exec.Cmd) (*peerProcess, error) {
	p := &peerProcess{cmd: cmd, rest: make(chan string, 1)}
	in, err := cmd.StdinPipe() // some end when it does, and so with us
	if err != nil {
		return nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	p.in, cmd.Stderr = in, &p.errOut
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	lines := bufio.NewScanner(out)
	for p.base == "" && lines.Scan() {
		if found := whereabouts.FindStringSubmatch(lines.Text()); found != nil {
			p.base = "http://127.0.0.1:" + found[1]
		}
	}
	if p.base == "" {
		return nil, fmt.Errorf("%s never says where it answers: %w\n%s", cmd, cmd.Wait(), &p.errOut)
	}
	go func() {
		var said strings.Builder
		for lines.Scan() {
			fmt.Fprintln(&said, lines.Text())
		}
		p.rest <- said.String()
	}()
	return p, nil
}

// pid is its number.
func (p *peerProcess) pid() string { return strconv.Itoa(p.cmd.Process.Pid) }

// end ends it as Ctrl-C does, and is what it has said since it began to answer.
func (p *peerProcess) end() (string, error) {
	if err := errors.Join(p.in.Close(), p.cmd.Process.Signal(os.Interrupt)); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return "", err
	}
	defer time.AfterFunc(time.Minute, func() { _ = p.cmd.Process.Kill() }).Stop()
	said := <-p.rest
	err := p.cmd.Wait()
	if code := p.cmd.ProcessState.ExitCode(); code == 130 { // of Java, which knows no other end
		err = nil
	}
	if err != nil {
		err = fmt.Errorf("%s: %w\n%s", p.cmd, err, &p.errOut)
	}
	return said, err
}

// goPeer is the command of a peer that is written in Go, and in this test program.
func goPeer(what string, args ...string) *exec.Cmd {
	cmd := exec.Command(os.Args[0], append([]string{what}, args...)...)
	cmd.Env = append(os.Environ(), "KLARMELD_TEST_BE=peer")
	return cmd
}

// bePeer is the peer: bare, parse, judged FOLDER, or etree FILE…
func bePeer() {
	collectSeldom() // as klarmeld does
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	var err error
	switch what, args := os.Args[1], os.Args[2:]; what {
	case "bare":
		err = beAnswering(ctx, readBare)
	case "parse":
		err = beAnswering(ctx, parseBody)
	case "judged":
		err = beJudging(ctx, args[0])
	case "etree":
		err = beParsing(args)
	default:
		err = fmt.Errorf("no peer is called %q", what)
	}
	if err != nil {
		log.Fatal(err)
	}
	os.Exit(0)
}

// beAnswering is net/http with a handler, and with the collector as klarmeld serve has
// it.
func beAnswering(ctx context.Context, h http.HandlerFunc) error {
	defer collecting(roomy)()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	srv := &http.Server{Handler: h}
	context.AfterFunc(ctx, func() { _ = srv.Close() })
	fmt.Printf("listening on http://%s\n", l.Addr())
	if err := srv.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// beJudging is klarmeld serve with a judge that reads each entry before it is written.
// It ends with how much the judge has found.
func beJudging(ctx context.Context, dir string) error {
	r, err := recordedTo(dir, true)
	if err != nil {
		return err
	}
	door, err := road.Reserve("127.0.0.1:0")
	if err != nil {
		return err
	}
	defer collecting(roomy)()
	srv := door.Serve(r.open, nil)
	fmt.Printf("listening on %s\n", srv.URL())
	err = errors.Join(attend(ctx, srv, r.open, &word{to: os.Stderr}), r.log.Finish(), r.close())
	fmt.Printf("found: %d\n", len(r.judge.Notes("").Findings))
	return err
}

// beParsing reads files, one after the other, and parses each.
func beParsing(files []string) error {
	for _, f := range files {
		raw, err := os.ReadFile(f)
		if err != nil {
			return err
		}
		doc := etree.NewDocument()
		if err := doc.ReadFromBytes(raw); err != nil || doc.Root() == nil {
			return fmt.Errorf("%s has no element: %w", f, err)
		}
	}
	return nil
}

// built is klarmeld as make build has it, made once.
var built = sync.OnceValues(func() (string, error) {
	dir, err := sharedDir()
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "klarmeld-bench")
	build := exec.Command("go", "build", "-o", path, ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("go build: %w\n%s", err, out)
	}
	return path, nil
})

// needed is an absent when one of the programs is not installed.
func needed(what string, programs ...string) error {
	for _, p := range programs {
		if _, err := exec.LookPath(p); err != nil {
			return absent{what, p + " is not installed"}
		}
	}
	return nil
}
