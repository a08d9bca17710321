package main

import (
	"bufio"
	"errors"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// imageRuns: with nothing but the image's files around it, and as the user that it names,
// klarmeld plays a whole run and serves, and what it writes in /work stays.
func imageRuns(t *testing.T, root string) {
	t.Helper()
	if os.Getuid() != 0 {
		t.Skip("skipped: only root can shut a program in a folder")
	}
	inside := func(args ...string) *exec.Cmd {
		cmd := exec.Command(imageProgram, args...)
		cmd.Dir, cmd.Env = imageWork, []string{"PATH=" + filepath.Dir(imageProgram)}
		cmd.SysProcAttr = &syscall.SysProcAttr{Chroot: root, Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
		return cmd
	}
	if said, err := inside("--version").CombinedOutput(); err != nil || string(said) != "klarmeld "+tag+"\n" {
		t.Fatalf("it says %q, %v", said, err)
	}
	if said, err := inside("run").CombinedOutput(); err != nil {
		t.Errorf("run: %v\n%s", err, said)
	}
	if said, err := inside("verify", "klarmeld-rapport/reference").CombinedOutput(); err != nil {
		t.Errorf("verify: %v\n%s", err, said)
	}
	imageServes(t, inside("serve", "--addr", "127.0.0.1:0", "--record", "optagelse"))
	if info, err := os.Stat(filepath.Join(root, imageWork, "optagelse", "0002-request.xml")); err != nil || info.Sys().(*syscall.Stat_t).Uid != nobody {
		t.Errorf("the recording: %v, %v", info, err)
	}
}

// imageServes starts serve, asks it something, and ends it as whoever runs images does.
func imageServes(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill() })
	lines := bufio.NewReader(out)
	first, err := lines.ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	url := strings.TrimSpace(strings.TrimPrefix(first, "listening on "))
	reply, err := http.Post(url+"/sagdokumentindeks/6", "text/xml", strings.NewReader("<intet/>"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(io.Discard, reply.Body); err != nil || reply.StatusCode != http.StatusInternalServerError {
		t.Errorf("it answers %s, %v", reply.Status, err)
	}
	if err := errors.Join(reply.Body.Close(), cmd.Process.Signal(syscall.SIGTERM)); err != nil {
		t.Fatal(err)
	}
	rest, err := io.ReadAll(lines)
	if err = errors.Join(err, cmd.Wait()); err != nil || !strings.HasSuffix(string(rest), "afsluttet (SIGTERM)\n") {
		t.Errorf("it ends with %v, %q, %v", cmd.ProcessState, rest, err)
	}
}
