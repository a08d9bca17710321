package driver

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"sync"
	"time"

	"klarmeld/internal/action"
	"klarmeld/internal/privacy"
)

// Exec speaks to an adapter that is a program: one action a line on its
// standard input, one answer a line on its standard output, both as the HTTP
// driver has them. The program is started when it is first needed and goes on
// from action to action; one that has died is started again.
type Exec struct {
	command  []string
	validate Validate
	limit    time.Duration
	program  *program // nil: none is running
}

// NewExec returns a driver for a program and its arguments. limit is how long
// it may take over one action.
func NewExec(command []string, validate Validate, limit time.Duration) *Exec {
	return &Exec{command: command, validate: validate, limit: limit}
}

// program is a running adapter.
type program struct {
	cmd    *exec.Cmd
	in     io.WriteCloser
	out    io.Closer
	lines  chan line // its answers, closed when it has no more
	stderr *tail
}

type line struct {
	text []byte
	err  error
}

// errDied says that the program went away without an answer.
var errDied = errors.New("programmet er slut")

// Perform asks the program. An action is performed once only, so that one whose
// answer got lost with the program may be asked again.
func (e *Exec) Perform(ctx context.Context, a action.Request) (action.Answer, error) {
	raw, err := json.Marshal(a)
	if err != nil {
		return action.Answer{}, fmt.Errorf("handlingen %s kan ikke skrives: %w", a.ID, err)
	}
	if err := e.validate("handling", raw); err != nil {
		return action.Answer{}, fmt.Errorf("handlingen %s %w", a.ID, err)
	}
	body, err := e.ask(ctx, raw)
	if errors.Is(err, errDied) {
		body, err = e.ask(ctx, raw)
	}
	if err != nil {
		return action.Answer{}, fmt.Errorf("adapteren %s svarer ikke på handlingen %s: %w", e.command[0], a.ID, err)
	}
	return read(body, a.ID, e.validate)
}

// ask sends a line and waits for one.
func (e *Exec) ask(ctx context.Context, raw []byte) ([]byte, error) {
	if e.program == nil {
		p, err := start(e.command)
		if err != nil {
			return nil, err
		}
		e.program = p
	}
	p := e.program
	if _, err := p.in.Write(append(raw, '\n')); err != nil {
		return nil, e.drop(errDied)
	}
	timer := time.NewTimer(e.limit)
	defer timer.Stop()
	select {
	case l, ok := <-p.lines:
		if !ok {
			return nil, e.drop(errDied)
		}
		if l.err != nil {
			return nil, e.drop(l.err)
		}
		return l.text, nil
	case <-timer.C:
		return nil, e.drop(fmt.Errorf("det har ikke svaret i %s", e.limit))
	case <-ctx.Done():
		return nil, e.drop(ctx.Err())
	}
}

// drop ends a program that cannot be used any more, and says what it said
// itself.
func (e *Exec) drop(why error) error {
	p := e.program
	e.program = nil
	_ = p.in.Close()
	p.kill()
	for range p.lines { // nobody reads what it still says
	}
	if err := p.wait(); err != nil {
		why = fmt.Errorf("%w (%v)", why, err)
	}
	if said := strings.TrimSpace(p.stderr.String()); said != "" {
		why = fmt.Errorf("%w; det skrev: %s", why, said)
	}
	return why
}

// Close ends the program: it is told that there is no more, and ended when it
// does not listen.
func (e *Exec) Close() error {
	p := e.program
	if p == nil {
		return nil
	}
	e.program = nil
	_ = p.in.Close()
	kill := time.AfterFunc(2*time.Second, p.kill)
	defer kill.Stop()
	for range p.lines { // nobody reads what it still says
	}
	return p.wait()
}

// kill ends the program. Others that it has started may live on and hold its
// output open: nobody listens any more.
func (p *program) kill() {
	_ = p.cmd.Process.Kill()
	_ = p.out.Close()
}

// wait waits for the program, and not for others that it has started.
func (p *program) wait() error {
	if err := p.cmd.Wait(); !errors.Is(err, exec.ErrWaitDelay) {
		return err
	}
	return nil
}

func start(command []string) (*program, error) {
	p := &program{cmd: exec.Command(command[0], command[1:]...), lines: make(chan line), stderr: &tail{most: 4 << 10}}
	p.cmd.Stderr, p.cmd.WaitDelay = p.stderr, time.Second
	out, err := p.cmd.StdoutPipe()
	if err == nil {
		p.in, err = p.cmd.StdinPipe()
	}
	if err == nil {
		err = p.cmd.Start()
	}
	if err != nil {
		return nil, fmt.Errorf("programmet kan ikke startes: %w", err)
	}
	p.out = out
	go p.listen(out)
	return p, nil
}

// listen hands the program's lines on. A line that is too long is no answer.
func (p *program) listen(out io.Reader) {
	defer close(p.lines)
	s := bufio.NewScanner(out)
	s.Buffer(nil, maxAnswer)
	for s.Scan() {
		if len(bytes.TrimSpace(s.Bytes())) > 0 {
			p.lines <- line{text: bytes.Clone(s.Bytes())}
		}
	}
	if err := s.Err(); err != nil {
		p.lines <- line{err: fmt.Errorf("svaret kan ikke læses: %w", err)}
	}
}

// tailEdge is how much is left out where a tail begins: half a CPR number may
// stand there, which no mask would know.
const tailEdge = 256

// tail keeps the last of what is written to it.
type tail struct {
	most int
	mu   sync.Mutex
	kept []byte
}

func (t *tail) Write(b []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.kept = append(t.kept, b...)
	if n := len(t.kept) - t.most; n > 0 {
		t.kept = t.kept[n:]
	}
	return len(b), nil
}

func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	said := privacy.Mask(strings.ToValidUTF8(string(t.kept), "\uFFFD"))
	if len(t.kept) < t.most { // nothing has been dropped
		return said
	}
	return strings.ToValidUTF8(said[min(len(said), tailEdge):], "")
}
