package main

import (
	"bufio"
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"klarmeld/internal/official"
	"klarmeld/internal/verdict"
)

const examples = "../../examples/adapters"

// TestExampleAdapters runs klarmeld against each of the example adapters: what
// they can do is approved, the rest is not offered, and none is longer than a
// hundred lines.
func TestExampleAdapters(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, source string
		command      func(t *testing.T) *exec.Cmd
	}{
		{"Go", "go/main.go", goAdapter},
		{"Python", "python/adapter.py", pythonAdapter},
		{"TypeScript", "typescript/adapter.ts", typescriptAdapter},
	} {
		t.Run(c.name, func(t *testing.T) {
			source, err := os.ReadFile(filepath.Join(examples, c.source))
			if err != nil || bytes.Count(source, []byte("\n")) > 100 {
				t.Errorf("%s has %d lines: %v", c.source, bytes.Count(source, []byte("\n")), err)
			}
			services := freeAddress(t)
			url := startAdapter(t, c.command(t), services)
			a := &adapter{t: t, services: services, url: url}
			var verdicts []verdict.Verdict
			for _, when := range []string{"the first time", "the second time"} { // it goes on running between them
				r := a.judgedBy(time.Minute, "sag-01", "sag-02", "sag-03", "sag-05")
				verdicts = append(verdicts, r.Verdict)
				for id, want := range map[string]verdict.Outcome{"sag-01": verdict.Pass, "sag-02": verdict.Pass, "sag-03": verdict.Pass, "sag-05": verdict.Remark} {
					s := scenario(r, id)
					if s.Outcome != want || (s.NotOffered != "") != (id == "sag-05") {
						t.Errorf("%s %s is %s: %s", when, id, s.Outcome, s.Reason)
					}
				}
			}
			if verdicts[0] != verdicts[1] {
				t.Errorf("the same run twice: %v", verdicts)
			}
		})
	}
}

// startAdapter starts an adapter as a program of its own, and returns the
// address that it prints first.
func startAdapter(t *testing.T, cmd *exec.Cmd, services string) string {
	t.Helper()
	folder, err := filepath.Abs(examples)
	if err != nil {
		t.Fatal(err)
	}
	cmd.Env = append(os.Environ(), "KLARMELD_URL=http://"+services, "KLARMELD_CONFIG="+filepath.Join(folder, "korsbaek.json"),
		"KLARMELD_MESSAGES="+filepath.Join(folder, "messages"), "NO_PROXY=127.0.0.1", "no_proxy=127.0.0.1")
	return firstLine(t, cmd)
}

func goAdapter(t *testing.T) *exec.Cmd {
	binary := filepath.Join(t.TempDir(), "adapter")
	command(t, "go", "build", "-o", binary, examples+"/go")
	return exec.Command(binary, "127.0.0.1:0")
}

func pythonAdapter(t *testing.T) *exec.Cmd {
	if _, err := exec.LookPath(python); err != nil {
		official.Required(t, "zeep", err.Error())
	}
	return exec.Command(python, examples+"/python/adapter.py", "0")
}

func typescriptAdapter(t *testing.T) *exec.Cmd {
	for _, program := range []string{"node", "npm"} {
		if _, err := exec.LookPath(program); err != nil {
			official.Required(t, "node", err.Error())
		}
	}
	modules, err := nodeModules(filepath.Join(examples, "typescript"))
	if err != nil {
		official.Required(t, "node", err.Error())
	}
	out := t.TempDir()
	command(t, "node", filepath.Join(modules, "typescript", "bin", "tsc"), "--project", filepath.Join(examples, "typescript"), "--outDir", out, "--typeRoots",
		filepath.Join(modules, "@types"))
	if err := os.WriteFile(filepath.Join(out, "package.json"), []byte(`{"type": "module"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	return exec.Command("node", filepath.Join(out, "adapter.js"), "0")
}

// firstLine starts a program that ends with the test, and waits for the first
// line it says.
func firstLine(t *testing.T, cmd *exec.Cmd) string {
	t.Helper()
	var complaints bytes.Buffer
	cmd.Stderr = &complaints
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		_ = cmd.Process.Kill()
		_ = cmd.Wait() // complaints is written until then
		t.Fatalf("%s says %q: %v\n%s", cmd, line, err, complaints.String())
	}
	return strings.TrimSpace(line)
}
