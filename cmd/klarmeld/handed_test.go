package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"klarmeld/internal/recording"
)

// secret stands in a file that nobody has handed over.
const secret = "HEMMELIG-UDENFOR"

// oddities are what somebody may have put in the place of a file. Each is made at
// a path; outside is a folder that nobody has handed over.
var oddities = map[string]func(t *testing.T, at, outside string){
	"a link to a file": func(t *testing.T, at, outside string) {
		must(t, os.Symlink(filepath.Join(outside, "hemmelig.txt"), at))
	},
	"a link in the folder": func(t *testing.T, at, outside string) {
		must(t, os.WriteFile(at+".egentlig", []byte(secret), 0o600))
		must(t, os.Symlink(filepath.Base(at)+".egentlig", at))
	},
	"a link to nothing":    func(t *testing.T, at, outside string) { must(t, os.Symlink(filepath.Join(outside, "findes-ikke"), at)) },
	"a link to itself":     func(t *testing.T, at, outside string) { must(t, os.Symlink(filepath.Base(at), at)) },
	"a link to a folder":   func(t *testing.T, at, outside string) { must(t, os.Symlink(outside, at)) },
	"a link to /dev/zero":  func(t *testing.T, at, _ string) { must(t, os.Symlink("/dev/zero", at)) },
	"a link to /dev/stdin": func(t *testing.T, at, _ string) { must(t, os.Symlink("/dev/stdin", at)) },
	"a folder":             func(t *testing.T, at, _ string) { must(t, os.Mkdir(at, 0o755)) },
	"a FIFO":               func(t *testing.T, at, _ string) { must(t, mkfifo(at)) },
	"a socket": func(t *testing.T, at, _ string) {
		dir := t.TempDir() // a socket's own name must be short
		l, err := net.ListenUnix("unix", &net.UnixAddr{Name: filepath.Join(dir, "s"), Net: "unix"})
		must(t, err)
		t.Cleanup(func() { l.Close() })
		must(t, os.Rename(filepath.Join(dir, "s"), at))
	},
	"a file of 50 GB": func(t *testing.T, at, _ string) {
		f, err := os.Create(at)
		must(t, err)
		must(t, errors.Join(f.Truncate(50<<30), f.Close()))
	},
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// handed is a file in a folder of somebody else's, and a command that reads it.
type handed struct {
	file    string
	command []string // {} is the folder
}

// handedOver are the commands that are given folders. A report's folder is at
// {}/rapport, and what else they are given beside it.
var handedOver = []handed{
	{"rapport/rapport.json", []string{"verify", "{}/rapport"}},
	{"rapport/manifest.sha256", []string{"verify", "{}/rapport"}},
	{"rapport/rapport.html", []string{"verify", "{}/rapport"}},
	{"rapport/kommet-til.txt", []string{"verify", "{}/rapport"}},
	{"rapport/optagelse/0003-request.xml", []string{"verify", "{}/rapport"}},
	{"rapport/underskrift-1.json", []string{"verify", "{}/rapport"}},
	{"rapport/optagelse", []string{"replay", "{}/rapport"}},
	{"rapport/optagelse/optagelse.jsonl", []string{"replay", "{}/rapport"}},
	{"rapport/optagelse/0003-request.xml", []string{"replay", "{}/rapport"}},
	{"rapport/optagelse/0003-reply.xml", []string{"replay", "{}/rapport/optagelse", "--out", "{}/ud"}},
	{"rapport/optagelse/mere.txt", []string{"replay", "{}/rapport", "--out", "{}/ud"}},
	{"rapport/optagelse/optagelse.jsonl", []string{"check", "--samtale", "{}/rapport"}},
	{"rapport/rapport.json", []string{"compare", "{}/rapport", "{}/rapport"}},
	{"rapport/rapport.json", []string{"explain", "--rapport", "{}/rapport", "x"}},
	{"rapport/rapport.json", []string{"sign", "{}/rapport", "--navn", "x", "--noegle", "{}/noegle"}},
	{"rapport/manifest.sha256", []string{"sign", "{}/rapport", "--navn", "x", "--noegle", "{}/noegle"}},
	{"trafik/1.xml", []string{"check", "--samtale", "{}/trafik"}},
	{"trafik/optagelse.jsonl", []string{"check", "--samtale", "{}/trafik"}},
	{"registre/k.json", []string{"check", "--registre", "--fixtures", "{}/registre", "{}/god.xml"}},
	{"scenarier/a.feature", []string{"run", "--system", "reference", "--features", "{}/scenarier", "--out", "{}/ud"}},
	{"kontrakter/a.wsdl", []string{"run", "--system", "reference", "--only", "sag-01", "--wsdl", "{}/kontrakter", "--out", "{}/ud"}},
	{"noegler/sts.pem", []string{"serve", "--addr", "127.0.0.1:0", "--noegler", "{}/noegler"}},
	{"noegler/sts.noegle.pem", []string{"serve", "--addr", "127.0.0.1:0", "--noegler", "{}/noegler"}},
	{"noegler/leverandoer.p12", []string{"serve", "--addr", "127.0.0.1:0", "--noegler", "{}/noegler"}},
}

// TestHandedOver: of all that may stand in the place of a file in somebody's
// folder, nothing is followed or waited for, nothing of it is shown, and the
// command says that it cannot, and is not at fault itself.
func TestHandedOver(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("other systems have other oddities")
	}
	base := handedFolder(t)
	for _, h := range handedOver {
		for name, put := range oddities {
			if name == "a folder" && (strings.HasSuffix(h.file, ".txt") || h.command[1] == "--samtale") {
				continue // an empty folder beside other files is nothing
			}
			t.Run(strings.Join(h.command[:1], " ")+" "+h.file+": "+name, func(t *testing.T) {
				t.Parallel()
				dir, outside := t.TempDir(), t.TempDir()
				must(t, os.CopyFS(dir, os.DirFS(base)))
				must(t, os.WriteFile(filepath.Join(outside, "hemmelig.txt"), []byte(secret), 0o600))
				at := filepath.Join(dir, filepath.FromSlash(h.file))
				must(t, os.RemoveAll(at))
				must(t, os.MkdirAll(filepath.Dir(at), 0o755))
				put(t, at, outside)
				code, said := ended(t, dir, h.command)
				// What was captured may hold anything: what is no file is told of.
				told := strings.Contains(said, "genveje og andet, der ingen fil er")
				if code == 0 && !told || code == exitHarness || strings.Contains(said, secret) || strings.TrimSpace(said) == "" {
					t.Errorf("exit code %d: %s", code, said)
				}
				if strings.Contains(said, "panic") || strings.Contains(said, "goroutine ") {
					t.Errorf("a panic: %s", said)
				}
			})
		}
	}
}

// handedFolder is a folder with a report and all else that commands are given.
func handedFolder(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	god, err := os.ReadFile("testdata/messages/god.xml")
	must(t, err)
	put(t, dir, "god.xml", string(god))
	put(t, dir, "trafik/2.xml", "<x/>")
	for _, args := range [][]string{{"run", "--system", "momentum-2020", "--only", "sag-01,sag-02", "--out", dir + "/r"}, {"sign", "--ny-noegle", dir + "/noegle"},
		{"certs", dir + "/noegler"}} {
		var errOut bytes.Buffer
		if code := run(context.Background(), args, strings.NewReader(""), &errOut, &errOut); code == exitUsage || code == exitHarness {
			t.Fatalf("%v: %s", args, errOut.String())
		}
	}
	must(t, os.Rename(filepath.Join(dir, "r", "momentum-2020"), filepath.Join(dir, "rapport")))
	must(t, os.RemoveAll(filepath.Join(dir, "r")))
	return dir
}

// ended runs a command in a folder, and returns its exit code and what it said. A
// command that waits for something fails the test.
func ended(t *testing.T, dir string, command []string) (int, string) {
	t.Helper()
	var args []string
	for _, a := range command {
		args = append(args, strings.ReplaceAll(a, "{}", dir))
	}
	type end struct {
		code int
		said string
	}
	over := make(chan end, 1)
	go func() {
		var b bytes.Buffer
		code := run(context.Background(), args, strings.NewReader(""), &b, &b)
		over <- end{code, b.String()}
	}()
	select {
	case e := <-over:
		return e.code, e.said
	case <-time.After(2 * time.Minute):
		t.Fatalf("%v waits for something", args)
		return 0, ""
	}
}

// TestNamed: what a person names on the command line may be a link, and what
// another program writes; /dev/zero and a FIFO that nobody writes end.
func TestNamed(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("other systems have no FIFOs")
	}
	dir := t.TempDir()
	god, err := os.ReadFile("testdata/messages/god.xml")
	must(t, err)
	put(t, dir, "god.xml", string(god))
	must(t, os.Symlink(filepath.Join(dir, "god.xml"), filepath.Join(dir, "genvej.xml")))
	must(t, mkfifo(filepath.Join(dir, "fifo")))
	big, err := os.Create(filepath.Join(dir, "stor"))
	must(t, err)
	must(t, errors.Join(big.Truncate(50<<30), big.Close()))
	for _, c := range []struct {
		code    int
		command []string
	}{
		{0, []string{"check", "{}/genvej.xml"}}, {20, []string{"check", "/dev/zero"}}, {20, []string{"check", "{}/fifo"}}, {20, []string{"check", "{}/stor"}},
		{0, []string{"check", "--samtale", "{}/genvej.xml"}}, {64, []string{"check", "--samtale", "/dev/zero"}}, {30, []string{"check", "--samtale", "{}/fifo"}},
		{64, []string{"check", "--samtale", "{}/stor"}}, {64, []string{"preflight", "--profile", "/dev/zero"}}, {64, []string{"preflight", "--profile", "{}/fifo"}},
		{64, []string{"preflight", "--profile", "{}/stor"}}, {64, []string{"check", "--registre", "--kommune", "/dev/zero", "{}/god.xml"}},
		{64, []string{"check", "--registre", "--kommune", "{}/fifo", "{}/god.xml"}}, {64, []string{"check", "--registre", "--kommune", "{}/stor", "{}/god.xml"}},
		{64, []string{"check", "--relationsklasser", "/dev/zero", "{}/god.xml"}}, {64, []string{"run", "--policy", "/dev/zero", "--out", "{}/ud"}},
		{64, []string{"run", "--policy", "{}/stor", "--out", "{}/ud"}}, {64, []string{"run", "--kendte", "/dev/zero", "--out", "{}/ud"}},
		{64, []string{"run", "--kendte", "{}/fifo", "--out", "{}/ud"}},
		{64, []string{"run", "--system", "reference", "--klarmelding", "/dev/zero", "--out", "{}/ud"}},
		{64, []string{"run", "--system", "reference", "--klarmelding", "{}/stor", "--out", "{}/ud"}}, {64, []string{"run", "--indtil", "{}/fifo", "--out", "{}/ud"}},
		{64, []string{"compare", "/dev/zero", "{}/stor"}}, {64, []string{"compare", "{}/fifo", "{}/fifo"}}, {64, []string{"replay", "/dev"}},
		{64, []string{"verify", "/dev"}},
		{64, []string{"sign", "/dev", "--navn", "x", "--noegle", "/dev/zero"}},
	} {
		t.Run(strings.Join(c.command, " "), func(t *testing.T) {
			t.Parallel()
			if code, said := ended(t, dir, c.command); code != c.code || strings.TrimSpace(said) == "" {
				t.Errorf("exit code %d, want %d: %s", code, c.code, said)
			}
		})
	}
}

// TestNothingOutside: the name of a system in a recording is no path. Nothing is
// written but below --out, whatever it says.
func TestNothingOutside(t *testing.T) {
	t.Parallel()
	base := handedFolder(t)
	from := filepath.Join(base, "rapport", "optagelse")
	for n, name := range []string{"../ude", "../../ude", "/tmp/klarmeld-ude", `..\ude`, "a/../../ude", "..", ".", "", "tidligere", "a/b", "CON", "x\x00y",
		strings.Repeat("x", 300), "c:ude", "\x1b[31m"} {
		root := t.TempDir()
		entries, err := recording.ReadFolder(from)
		must(t, err)
		to := filepath.Join(base, fmt.Sprintf("bøjet-%d", n))
		folder, err := recording.NewFolder(to)
		must(t, err)
		tape := recording.NewTape(time.Now, folder)
		for _, e := range entries {
			if e.Run != nil {
				e.Run.System = name
			}
			_, err := tape.Append(e)
			must(t, err)
		}
		must(t, folder.Close())
		out := filepath.Join(root, "a", "b", "ud")
		must(t, os.MkdirAll(filepath.Dir(out), 0o755))
		code, said := ended(t, base, []string{"replay", to, "--out", out})
		if code != exitUsage {
			t.Errorf("%q: exit code %d: %s", name, code, said)
		}
		_ = filepath.WalkDir(root, func(path string, d fs.DirEntry, _ error) error {
			if !d.IsDir() && !strings.HasPrefix(path, out+string(filepath.Separator)) {
				t.Errorf("%q: %s is written", name, path)
			}
			return nil
		})
	}
}
