package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"klarmeld/internal/official"
)

// mistakeEvery is how many files of a delivery there are for each that has a mistake in
// it.
const mistakeEvery = 500

// mistakeExit is how klarmeld check ends when it has found that mistake: it is worth a
// remark.
const mistakeExit = 10

// filesCompared read a delivery, from its first file to its last.
func filesCompared() section {
	return section{name: "files", title: fmt.Sprintf("%d files of 13 kB, one in %d with a mistake", *comparedFiles, mistakeEvery), rows: []*row{
		line("etree-1", "read and parsed with etree, one core", &commandLine{cores: 1, command: parsesFiles}),
		line("check-1", "klarmeld check, one core", &commandLine{cores: 1, command: checksFiles, exit: mistakeExit, proved: findsEveryMistake}),
		line("check-2", "klarmeld check, two cores", &commandLine{cores: 2, command: checksFiles, exit: mistakeExit}),
		line("xmllint", "xmllint --schema, which only validates, one core", &commandLine{cores: 1, command: validatesFiles, proved: refusesTheInvalid}),
	}}
}

// processesCompared are run as users run them, on all processors.
func processesCompared() section {
	return section{name: "processes", title: "A process, from its start to its end", alone: true, rows: []*row{
		line("run", "klarmeld run: three systems, all reports", &commandLine{messages: 1, command: runsAll}),
		line("check-one", "klarmeld check of one message of 13 kB", &commandLine{messages: 1, times: 20, command: checksOne}),
	}}
}

// commandLine is run from its start to its end.
type commandLine struct {
	command  func(b *testing.B) (*exec.Cmd, error)
	cores    int                                // that it may use; 0: all
	exit     int                                // the code that it ends with
	messages int                                // that it reads; 0: a whole delivery
	times    int                                // that it is run in a turn; 0: once
	proved   func(b *testing.B, p *commandLine) // once, that it does what it is compared for
}

func (p *commandLine) start(b *testing.B) error {
	if runtime.NumCPU() < p.cores {
		return absent{"cores", fmt.Sprintf("this machine has %d processors", runtime.NumCPU())}
	}
	cmd, err := p.command(b)
	if err != nil {
		return err
	}
	// Once for the files and what it is made of to be in memory, and to be told why
	// when it cannot.
	said, err := cmd.CombinedOutput()
	if code := cmd.ProcessState.ExitCode(); code != p.exit {
		return fmt.Errorf("%s ends with %d: %w\n%.2000s", cmd.Path, code, err, said)
	}
	if p.proved != nil {
		p.proved(b, p)
	}
	return nil
}

func (p *commandLine) turn(b *testing.B) took {
	var t took
	for range max(1, p.times) {
		cmd, err := p.command(b)
		if err != nil {
			b.Fatal(err)
		}
		cmd = keptToCores(cmd, p.cores)
		begun := time.Now()
		err = cmd.Run()
		t.wall += time.Since(begun)
		if cmd.ProcessState == nil || cmd.ProcessState.ExitCode() != p.exit {
			b.Fatalf("%s ended with %d once, and now: %v", cmd.Path, p.exit, err)
		}
		t.cpu += cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
		if p.messages > 0 {
			t.messages += p.messages
		} else {
			t.messages += *comparedFiles
		}
	}
	return t
}

// keptToCores lets a command use so many processors and no more: the first that we may use
// ourselves, where taskset tells the system so, and Go's runtime is told in any case.
func keptToCores(cmd *exec.Cmd, n int) *exec.Cmd {
	if n == 0 {
		return cmd
	}
	pinned := cmd
	if list := processors(); len(list) >= n && needed("taskset", "taskset") == nil {
		pinned = exec.Command("taskset", append([]string{"-c", strings.Join(list[:n], ",")}, cmd.Args...)...)
		pinned.Dir = cmd.Dir
	}
	pinned.Env = append(cmd.Environ(), fmt.Sprintf("GOMAXPROCS=%d", n))
	return pinned
}

var allowed = regexp.MustCompile(`(?m)^Cpus_allowed_list:\s*(\S+)$`)

// processors are the numbers of those that we may use, as Linux tells them; none where
// it is not told.
func processors() (list []string) {
	raw, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return nil
	}
	found := allowed.FindSubmatch(raw)
	if found == nil {
		return nil
	}
	for part := range strings.SplitSeq(string(found[1]), ",") {
		from, to, several := strings.Cut(part, "-")
		if !several {
			to = from
		}
		first, err := strconv.Atoi(from)
		last, alsoErr := strconv.Atoi(to)
		if err != nil || alsoErr != nil {
			return nil
		}
		for n := first; n <= last; n++ {
			list = append(list, strconv.Itoa(n))
		}
	}
	return list
}

// delivery is a folder, and the names of its files.
type delivery struct {
	dir   string
	names []string
}

// delivered is the delivery that all read, made once.
var delivered = sync.OnceValues(func() (d delivery, err error) {
	shared, err := sharedDir()
	if err != nil {
		return d, err
	}
	d.dir = filepath.Join(shared, "levering")
	if err := os.Mkdir(d.dir, 0o700); err != nil {
		return d, err
	}
	message, err := longImport()
	if err != nil {
		return d, err
	}
	for n := range *comparedFiles {
		d.names = append(d.names, fmt.Sprintf("%06d.xml", n))
		if err := os.WriteFile(filepath.Join(d.dir, d.names[n]), message(int64(n)), 0o600); err != nil {
			return d, err
		}
	}
	return d, nil
})

// longImport is an import of 13 kB that keeps every rule, of another case and in another
// message for each number; one in mistakeEvery has a mistake.
func longImport() (func(n int64) []byte, error) {
	raw, err := os.ReadFile(goodMessage)
	if err != nil {
		return nil, err
	}
	return func(n int64) []byte {
		numbered := bytes.Replace(raw, []byte("41ac9245-d933-5858-a0cc-565ce7d0bac5"), fmt.Appendf(nil, "41ac9245-d933-5858-a0cc-%012x", n), 1)
		numbered = bytes.Replace(numbered, []byte("ffa07ae0-f70a-5bd1-b934-62c55d1dbc5a"), fmt.Appendf(nil, "ffa07ae0-f70a-5bd1-b934-%012x", n), 1)
		numbered = bytes.ReplaceAll(numbered, []byte("2026-000001"), fmt.Appendf(nil, "2026-%06d", n))
		if n%mistakeEvery == 0 { // one that a rule tells of, and no schema: as if there were a CPR number in the title
			numbered = bytes.Replace(numbered, []byte("Aftale om forebyggende hjemmebesøg</"), []byte("Aftale 014203-4567</"), 1)
		}
		return numbered
	}, nil
}

// overDelivery gives a command the names of the delivery's files.
func overDelivery(cmd *exec.Cmd) (*exec.Cmd, error) {
	d, err := delivered()
	cmd.Args, cmd.Dir = append(cmd.Args, d.names...), d.dir
	return cmd, err
}

// ofDelivery lets a command begin in the delivery's folder.
func ofDelivery(cmd *exec.Cmd) (*exec.Cmd, error) {
	d, err := delivered()
	cmd.Dir = d.dir
	return cmd, err
}

func parsesFiles(*testing.B) (*exec.Cmd, error) { return overDelivery(goPeer("etree")) }

func checksFiles(*testing.B) (*exec.Cmd, error) {
	klarmeld, err := built()
	if err != nil {
		return nil, err
	}
	return ofDelivery(exec.Command(klarmeld, "check", "."))
}

// findsEveryMistake ends the benchmark unless the mistakes are found, each in its file,
// and nothing else.
func findsEveryMistake(b *testing.B, _ *commandLine) {
	klarmeld, err := built()
	if err != nil {
		b.Fatal(err)
	}
	cmd, err := ofDelivery(exec.Command(klarmeld, "check", "--json", "."))
	if err != nil {
		b.Fatal(err)
	}
	said, _ := cmd.Output() // it ends with a code of its own
	var came struct {
		Findings []struct{ Rule, File string }
	}
	if err := json.Unmarshal(said, &came); err != nil {
		b.Fatalf("%v: %.500s", err, said)
	}
	files := map[string]bool{}
	for _, f := range came.Findings {
		if files[f.File] = true; f.Rule != "titel.cpr" {
			b.Fatalf("%s is found in %s", f.Rule, f.File)
		}
	}
	if wrong := (*comparedFiles + mistakeEvery - 1) / mistakeEvery; len(came.Findings) != wrong || len(files) != wrong {
		b.Fatalf("%d findings in %d files, %d have a mistake", len(came.Findings), len(files), wrong)
	}
}

// validatesFiles lets libxml2 validate whole envelopes against the official schemas.
func validatesFiles(b *testing.B) (*exec.Cmd, error) {
	if err := needed("xmllint", "xmllint"); err != nil {
		return nil, err
	}
	folder, given := official.Given()
	if !given {
		return nil, absent{"xmllint", "official schemas not given"}
	}
	dir := b.TempDir()
	if err := errors.Join(os.CopyFS(dir, os.DirFS("testdata/peers/xmllint")), os.Symlink(folder, filepath.Join(dir, "official"))); err != nil {
		return nil, err
	}
	return overDelivery(exec.Command("xmllint", "--noout", "--nonet", "--schema", filepath.Join(dir, "envelope.xsd")))
}

// refusesTheInvalid ends the benchmark unless a value that the schemas do not have is
// told of.
func refusesTheInvalid(b *testing.B, p *commandLine) {
	cmd, err := p.command(b)
	if err != nil {
		b.Fatal(err)
	}
	cmd.Args[len(cmd.Args)-1] = "-" // in the place of the last file
	message, err := longImport()
	if err != nil {
		b.Fatal(err)
	}
	cmd.Stdin = bytes.NewReader(bytes.Replace(message(0), []byte(">Importeret<"), []byte(">Rettede<"), 1))
	if said, err := cmd.CombinedOutput(); err == nil || bytes.Count(said, []byte("fails to validate")) != 1 {
		b.Fatalf("xmllint takes anything: %v", err)
	}
}

func runsAll(b *testing.B) (*exec.Cmd, error) {
	klarmeld, err := built()
	cmd := exec.Command(klarmeld, "run")
	cmd.Dir = b.TempDir() // where no reports are yet
	return cmd, err
}

func checksOne(*testing.B) (*exec.Cmd, error) {
	klarmeld, err := built()
	return exec.Command(klarmeld, "check", goodMessage), err
}
