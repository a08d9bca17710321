//go:build !windows

package main

import (
	"os/exec"
	"syscall"
)

// as lets a program be somebody else's.
func as(cmd *exec.Cmd, user uint32) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: user, Gid: user}}
}
