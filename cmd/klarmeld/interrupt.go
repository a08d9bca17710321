package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"klarmeld/internal/privacy"
)

// interrupt is why a command was ended before its end: somebody asked for it.
type interrupt struct{ signal syscall.Signal }

func (i interrupt) Error() string {
	return map[syscall.Signal]string{syscall.SIGINT: "SIGINT", syscall.SIGTERM: "SIGTERM", syscall.SIGHUP: "SIGHUP"}[i.signal]
}

// exitCode is what a shell says of a program that the signal ended.
func (i interrupt) exitCode() int { return 128 + int(i.signal) }

// interruptible is a context that ends when somebody asks the program to: by
// Ctrl-C, by ending it, or by closing its window. The first time every command
// ends in order; the second time the program just ends.
func interruptible(parent context.Context) (context.Context, func()) {
	ctx, cancel := context.WithCancelCause(parent)
	asked := make(chan os.Signal, 1)
	signal.Notify(asked, syscall.SIGINT, syscall.SIGTERM)
	if !signal.Ignored(syscall.SIGHUP) { // nohup: it is to live on
		signal.Notify(asked, syscall.SIGHUP)
	}
	go func() {
		select {
		case s := <-asked:
			signal.Stop(asked)
			if s, ok := s.(syscall.Signal); ok {
				cancel(interrupt{s})
			}
		case <-ctx.Done():
		}
	}()
	return ctx, func() { signal.Stop(asked); cancel(nil) }
}

// interruptedBy is the signal that ended a context.
func interruptedBy(ctx context.Context) (interrupt, bool) {
	var i interrupt
	return i, errors.As(context.Cause(ctx), &i)
}

// afterInterrupt says what a command that was interrupted says at the end, and
// its exit code.
func afterInterrupt(i interrupt, err error, errOut io.Writer) int {
	text := "afbrudt (" + i.Error() + ")"
	if err != nil && !errors.Is(err, context.Canceled) && err.Error() != "" {
		text += ": " + err.Error()
	}
	fmt.Fprintln(errOut, "klarmeld: "+privacy.Mask(text))
	return i.exitCode()
}

// untilInterrupted is a reader that ends when somebody interrupts: who waits for
// a line from the terminal ends too.
type untilInterrupted struct {
	ctx  context.Context
	from io.Reader
}

// Read reads once. What comes after the interrupt is nobody's.
func (u untilInterrupted) Read(p []byte) (int, error) {
	type read struct {
		bytes []byte
		err   error
	}
	done := make(chan read, 1)
	go func() {
		b := make([]byte, len(p))
		n, err := u.from.Read(b)
		done <- read{b[:n], err}
	}()
	select {
	case r := <-done:
		return copy(p, r.bytes), r.err
	case <-u.ctx.Done():
		return 0, u.ctx.Err()
	}
}
