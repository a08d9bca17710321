package main

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"klarmeld/internal/official"
	"klarmeld/internal/recording"
)

// nodeScripts is the folder of the Node clients and of what they depend on.
const nodeScripts = "testdata/clients/node"

// node installs the pinned client libraries, or skips. It returns a function
// that makes the command of a script with its arguments.
func node(t *testing.T) func(script string, args ...string) *exec.Cmd {
	t.Helper()
	folder := official.Folder(t)
	for _, program := range []string{"node", "npm"} {
		if _, err := exec.LookPath(program); err != nil {
			official.Required(t, "node", err.Error())
		}
	}
	modules, err := nodeModules(nodeScripts)
	if err != nil {
		official.Required(t, "node", err.Error())
	}
	return func(script string, args ...string) *exec.Cmd {
		base, more := args[0], args[1:]
		cmd := exec.Command("node", append([]string{filepath.Join(nodeScripts, script), folder, base, "../../fixtures/relationsklasser.json"}, more...)...)
		// The scripts stay where they are and find the libraries by NODE_PATH.
		// The machine's options for node are none of theirs, and both libraries
		// would ask a proxy for klarmeld.
		cmd.Env = append(os.Environ(), "NODE_PATH="+modules, "NODE_OPTIONS=", "NO_PROXY=127.0.0.1", "no_proxy=127.0.0.1")
		return cmd
	}
}

// installing is held by the test that installs.
var installing sync.Mutex

// nodeModules returns a node_modules folder with what a folder's lock file pins.
// It is kept in the user's cache under the lock's hash, so that only the first
// run of a lock needs the registry.
func nodeModules(of string) (string, error) {
	installing.Lock()
	defer installing.Unlock()
	lock, err := os.ReadFile(filepath.Join(of, "package-lock.json"))
	if err != nil {
		return "", err
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	dir := filepath.Join(cache, fmt.Sprintf("klarmeld-node-%.8x", sha256.Sum256(lock)))
	if _, err := os.Stat(dir); errors.Is(err, os.ErrNotExist) {
		err = installNode(of, dir, lock)
		if err != nil {
			return "", err
		}
	}
	return filepath.Join(dir, "node_modules"), nil
}

// installNode builds beside dir and renames, so that a half install never
// counts. Nothing of the packages is run at install.
func installNode(of, dir string, lock []byte) error {
	manifest, err := os.ReadFile(filepath.Join(of, "package.json"))
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(dir), 0o700); err != nil {
		return err
	}
	work, err := os.MkdirTemp(filepath.Dir(dir), filepath.Base(dir)+"-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	for name, content := range map[string][]byte{"package.json": manifest, "package-lock.json": lock} {
		if err := os.WriteFile(filepath.Join(work, name), content, 0o600); err != nil {
			return err
		}
	}
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Minute)
	defer cancel()
	npm := exec.CommandContext(ctx, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
	npm.Dir, npm.WaitDelay = work, time.Second
	if out, err := npm.CombinedOutput(); err != nil {
		return fmt.Errorf("npm ci: %w\n%s", err, out)
	}
	// Another run may have been faster; its install is as good as this one.
	if err := os.Rename(work, dir); err != nil && !errors.Is(err, os.ErrExist) {
		return err
	}
	return nil
}

// TestStrongSoap lets an unmodified strong-soap on the official WSDLs walk the
// whole road, in both versions of SOAP.
func TestStrongSoap(t *testing.T) {
	t.Parallel()
	script := node(t)
	for _, version := range []string{"1.1", "1.2"} {
		t.Run("SOAP "+version, func(t *testing.T) {
			walked(t, func(base string) *exec.Cmd { return script("strong_soap.js", base, version) })
		})
	}
}

// TestNodeSoap: soap cannot speak to these WSDLs as it comes, and is told why;
// with what node_soap.js says, it walks the whole road too.
func TestNodeSoap(t *testing.T) {
	t.Parallel()
	script := node(t)
	t.Run("unmended", func(t *testing.T) {
		for _, c := range []struct{ mode, step, code, fault string }{
			{"published", "virksomheden søges", "soap.operation", "ingen operation for <RequestHeader>"},
			{"undeclared", "sagen er importeret", "xml.praefiks", `Præfikset "sd" er ikke erklæret`},
		} {
			t.Run(c.mode, func(t *testing.T) {
				out, last := stopped(t, func(base string) *exec.Cmd { return script("node_soap.js", base, "1.1", c.mode) })
				if !strings.Contains(out, c.step+": fik ") || !strings.Contains(out, c.fault) {
					t.Errorf("the client printed:\n%s\nwant that %q met %q", out, c.step, c.fault)
				}
				if last.Status != 500 || !strings.Contains(string(last.Reply), "<kode>"+c.code+"</kode>") {
					t.Errorf("answered with %d:\n%s", last.Status, last.Reply)
				}
			})
		}
	})
	t.Run("mended", func(t *testing.T) {
		for _, version := range []string{"1.1", "1.2"} {
			t.Run("SOAP "+version, func(t *testing.T) {
				walked(t, func(base string) *exec.Cmd { return script("node_soap.js", base, version, "mended") })
			})
		}
	})
}

// stopped runs a client that must not come to the end of the road. It returns
// what the client printed and the last exchange.
func stopped(t *testing.T, client func(base string) *exec.Cmd) (out string, last *recording.Exchange) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "optagelse")
	base, stop := served(t, dir)
	printed, err := client(base).CombinedOutput()
	if ended := stop(); ended != nil {
		t.Errorf("serve ended with %v", ended)
	}
	var exit *exec.ExitError
	if !errors.As(err, &exit) || strings.Contains(string(printed), "vejen er gået") {
		t.Fatalf("%v, want an exit code\n%s", err, printed)
	}
	entries, err := recording.ReadFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries { // the last of all says that the recording is closed
		if e.Exchange != nil {
			last = e.Exchange
		}
	}
	if last == nil {
		t.Fatalf("nothing was sent:\n%s", printed)
	}
	return string(printed), last
}
