//go:build !windows

package driver

import (
	"os/exec"
	"syscall"
)

// family is a program and all that it has started: a group of processes of its
// own. Only one that begins a group itself, as a daemon does, leaves it.
type family struct{ group int }

// alone lets the program begin a family when it is started.
func alone(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }

func familyOf(cmd *exec.Cmd) *family { return &family{cmd.Process.Pid} }

// end ends those who are left. The system gives the group's number to nobody else
// while somebody is.
func (f *family) end() { _ = syscall.Kill(-f.group, syscall.SIGKILL) }

// forget is end, and nothing is asked of the family any more.
func (f *family) forget() { f.end() }
