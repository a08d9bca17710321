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
	"time"

	"klarmeld/internal/action"
)

// Exec speaks to an adapter that is a program: one action a line on its
// standard input, one answer a line on its standard output, both as the HTTP
// driver has them. The program is started when it is first needed and goes on
// from action to action; one that has died is started again.
type Exec struct {
	command  []string
	validate Validate
	limit    time.Duration
	said     func(string) // told of a line that is no answer
	program  *program     // nil: none is running
}

// NewExec returns a driver for a program and its arguments. limit is how long
// it may take over one action; said is told of each line that it writes among its
// answers and that is none.
func NewExec(command []string, validate Validate, limit time.Duration, said func(string)) *Exec {
	return &Exec{command: command, validate: validate, limit: limit, said: said}
}

// mostSaid bounds what a program may write in one action besides its answer, on
// standard output and on standard error each: who writes without end answers
// nothing.
const mostSaid = 16 << 20

// program is a running adapter.
type program struct {
	cmd    *exec.Cmd
	family *family
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
	body, class, err := e.ask(ctx, a.ID, raw)
	if errors.Is(err, errDied) {
		body, class, err = e.ask(ctx, a.ID, raw)
	}
	if err != nil {
		return action.Answer{}, failed(class, fmt.Errorf("adapteren %s svarer ikke på handlingen %s: %w", e.command[0], a.ID, err))
	}
	return read(body, a.ID, e.validate)
}

// ask sends a line and waits for the answer to it. With an error comes its class.
func (e *Exec) ask(ctx context.Context, id string, raw []byte) ([]byte, FaultClass, error) {
	if e.program == nil {
		p, err := start(e.command)
		if err != nil {
			return nil, FaultProgram, err
		}
		e.program = p
	}
	p := e.program
	p.stderr.anew()
	written := make(chan error, 1)
	go func() { // who does not read would keep us waiting; ends when the program does
		_, err := p.in.Write(append(raw, '\n'))
		written <- err
	}()
	timer := time.NewTimer(e.limit)
	defer timer.Stop()
	said := 0
	for last := ""; ; {
		select {
		case err := <-written:
			if err != nil {
				return nil, FaultProgram, strayed(e.drop(errDied), last)
			}
			written = nil
		case l, ok := <-p.lines:
			switch {
			case !ok:
				return nil, FaultProgram, strayed(e.drop(errDied), last)
			case l.err != nil:
				return nil, FaultAnswer, e.drop(l.err)
			case answers(l.text, id):
				return l.text, "", nil
			}
			last = excerpt(l.text)
			e.said(last)
			if said += len(l.text) + 1; said > mostSaid {
				return nil, FaultAnswer, strayed(e.drop(fmt.Errorf("det har skrevet mere end %d MB på standard output uden at svare", mostSaid>>20)), last)
			}
		case <-p.stderr.over:
			return nil, FaultAnswer, strayed(e.drop(fmt.Errorf("det har skrevet mere end %d MB på standard error under én handling", mostSaid>>20)), last)
		case <-timer.C:
			return nil, FaultSlow, strayed(e.drop(fmt.Errorf("det har ikke svaret i %s", e.limit)), last)
		case <-ctx.Done():
			return nil, FaultSlow, e.drop(ctx.Err())
		}
	}
}

// answers reports whether a line is meant as the answer to an action: it has its
// ID, well formed or not, or it has a status and no ID at all. Programs, and what
// they are made of, write other lines too.
func answers(line []byte, id string) bool {
	var a struct {
		ID     *string `json:"id"`
		Status *string `json:"status"`
	}
	if json.Unmarshal(line, &a) != nil {
		return bytes.HasPrefix(line, []byte("{")) && bytes.Contains(line, []byte(`"`+id+`"`))
	}
	return a.ID != nil && *a.ID == id || a.ID == nil && a.Status != nil
}

// strayed adds the last line that was no answer: it may have been meant as one.
func strayed(err error, last string) error {
	if last == "" {
		return err
	}
	return fmt.Errorf("%w; på standard output skrev det, uden at det er et svar: %s", err, last)
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
		why = fmt.Errorf("%w (%w)", why, err)
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

// kill ends the program, and all that it has started. One that has got away may
// hold its output open: nobody listens any more.
func (p *program) kill() {
	p.family.end()
	_ = p.cmd.Process.Kill()
	_ = p.out.Close()
}

// wait waits for the program. What it has started goes with it.
func (p *program) wait() error {
	defer p.family.forget()
	if err := p.cmd.Wait(); !errors.Is(err, exec.ErrWaitDelay) {
		return err
	}
	return nil
}

func start(command []string) (*program, error) {
	p := &program{cmd: exec.Command(command[0], command[1:]...), lines: make(chan line), stderr: newTail(4<<10, mostSaid)}
	p.cmd.Stderr, p.cmd.WaitDelay = p.stderr, time.Second
	alone(p.cmd)
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
	p.out, p.family = out, familyOf(p.cmd)
	go p.listen(out)
	return p, nil
}

// byteOrderMark is what programs on Windows may begin their output with.
var byteOrderMark = []byte("\ufeff")

// listen hands the program's lines on. A line that is too long is no answer.
func (p *program) listen(out io.Reader) {
	defer close(p.lines)
	s := bufio.NewScanner(out)
	s.Buffer(nil, maxAnswer)
	for s.Scan() {
		if text := bytes.TrimSpace(bytes.TrimPrefix(s.Bytes(), byteOrderMark)); len(text) > 0 {
			p.lines <- line{text: bytes.Clone(text)}
		}
	}
	if err := s.Err(); err != nil {
		p.lines <- line{err: fmt.Errorf("svaret kan ikke læses: %w", err)}
	}
}
