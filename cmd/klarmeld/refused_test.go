package main

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"klarmeld/internal/recording"
)

// tree is all that is in a folder: names, modes and contents.
func tree(t *testing.T, dir string) string {
	t.Helper()
	var b strings.Builder
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		fmt.Fprintf(&b, "%s %s", path, info.Mode())
		if info.Mode().IsRegular() {
			raw, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			fmt.Fprintf(&b, " %x", sha256.Sum256(raw))
		}
		b.WriteByte('\n')
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// takenAddress is an address that somebody else answers on.
func takenAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	return l.Addr().String()
}

// wrongCommands are commands that are wrong, each in one way: dir has the user's
// files, out a report of the system reference, own a folder of the user's own.
func wrongCommands(t *testing.T, dir, out, own string) [][]string {
	report := filepath.Join(out, "reference")
	to := []string{"--out", out}
	real := append([]string{"run", "--driver", "person", "--system", "reference", "--addr", "127.0.0.1:0"}, to...)
	simulated := append([]string{"run", "--system", "reference"}, to...)
	var all [][]string
	// Every flag of run's, wrong in itself or in what it names.
	for _, wrong := range [][]string{
		{"--system", "../mine"}, {"--system", "../mine/billeder"}, {"--system", ".."}, {"--system", "."}, {"--system", "tidligere"}, {"--system", "a/b"},
		{"--system", `a\b`}, {"--system", "Stort"}, {"--system", "æøå"}, {"--system", "to ord"}, {"--system", "x\n"}, {"--system", "/tmp"}, {"--system", "~"},
		{"--system", "con"}, {"--system", "com1"}, {"--system", "andet"}, {"--system", "fil"}, {"--system", strings.Repeat("a", 300)}, {"--system", "matrix.html"},
		{"--addr", takenAddress(t)}, {"--addr", "ingen"}, {"--addr", "127.0.0.1:99999"}, {"--addr", "192.0.2.1:80"}, {"--addr", "127.0.0.1"},
		{"--itsystem", "it-ingen"}, {"--driver", "gopher://x"}, {"--driver", "exec:"}, {"--frist", "0s"}, {"--frist", "-5m"}, {"--frist", "fem"}, {"--frist", "5"},
		{"--profile", filepath.Join(dir, "forkert.yaml"), "--addr", takenAddress(t)}, {"--profile", filepath.Join(dir, "tom.json")},
		{"--profile", "findes-ikke.yaml"},
	} {
		all = append(all, append(real[:len(real):len(real)], wrong...))
	}
	for _, wrong := range [][]string{
		{"--systm", "x"}, {"--form", "word"}, {"--lang", "fr"}, {"--policy", "ingen"}, {"--only", "sag-99"}, {"--only", "krav:findes-ikke"},
		{"--kommune", filepath.Join(dir, "tom.json")}, {"--kommune", "findes-ikke.json"}, {"--fixtures", "findes-ikke"}, {"--fixtures", own},
		{"--relationsklasser", filepath.Join(dir, "latin.json")}, {"--relationsklasser", "findes-ikke.json"}, {"--kendte", filepath.Join(dir, "tom.json")},
		{"--klarmelding", filepath.Join(dir, "tom.json")}, {"--klarmelding", "findes-ikke"}, {"--indtil", "findes-ikke"},
		{"--siden", own}, {"--siden", "findes-ikke"}, {"--features", filepath.Join(dir, "findes-ikke")}, {"ekstra"}, {"--frist", "-1ns"}, {"--json=måske"},
		{"--out", filepath.Join(dir, "tom.json")}, {"--out", filepath.Join(dir, "tom.json", "under")}, {"--fixtures", own, "--kommune", "x"},
		{"--continue", "--frist", "7m"}, {"--continue", "--policy", "klarmelding"}, {"--continue", "--only", "sag-02"},
		{"--continue", "--out", filepath.Join(dir, "nyt")},
	} {
		all = append(all, append(simulated[:len(simulated):len(simulated)], wrong...))
	}
	record := filepath.Join(dir, "optagelse")
	return append(all,
		[]string{"serve", "--addr", takenAddress(t), "--record", record}, []string{"serve", "--addr", "ingen", "--record", record},
		[]string{"serve", "--addr", "127.0.0.1:0", "--record", record, "--kommune", "findes-ikke"},
		[]string{"serve", "--addr", "127.0.0.1:0", "--record", filepath.Join(dir, "optaget")},
		[]string{"serve", "--addr", "127.0.0.1:0", "--record", filepath.Join(report, "optagelse")},
		[]string{"serve", "--addr", takenAddress(t), "--record", filepath.Join(dir, "a", "b", "c")},
		[]string{"serve", "--addr", "127.0.0.1:0", "--record", filepath.Join(dir, "tom.json")}, []string{"replay", report, "--out", out},
		[]string{"replay", report, "--out", filepath.Join(dir, "tom.json")}, []string{"replay", report, "--out", filepath.Join(dir, "nyt"), "--siden", own},
		[]string{"replay", report, "--out", filepath.Join(dir, "nyt"), "--policy", "ingen"}, []string{"replay", own, "--out", filepath.Join(dir, "nyt")},
		[]string{"replay", report, "--pdf"}, []string{"init", filepath.Join(dir, "forkert.yaml")}, []string{"init", filepath.Join(dir, "ingen", "klarmeld.yaml")},
		[]string{"preflight", "--profile", filepath.Join(dir, "forkert.yaml")},
		[]string{"sign", report, "--navn", "X", "--noegle", filepath.Join(dir, "tom.json")}, []string{"sign", "--ny-noegle", filepath.Join(dir, "tom.json")},
		[]string{"ran"}, []string{"help", "ran"}, []string{"compare", report}, []string{"verify"}, []string{"explain", "ingen", "--rapport", own},
	)
}

// TestRefusedChangesNothing: whatever is wrong with a command, it is refused as
// the user's own mistake, and every file is as it was: the last report, the
// user's own folders, and where nothing was before.
func TestRefusedChangesNothing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	out, own := filepath.Join(dir, "rapporter"), filepath.Join(dir, "mine")
	if code, said := program("run", "--system", "reference", "--only", "sag-01", "--out", out); code != 30 {
		t.Fatalf("%d %s", code, said)
	}
	write := func(name, text string) {
		t.Helper()
		file := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("mine/billeder/ferie.txt", "mit")
	write("rapporter/fil", "mit")
	write("rapporter/andet/noter.txt", "mit")
	write("forkert.yaml", "system: {navn: reference, titel: X}\ndriver: person\nadresse: "+takenAddress(t)+"\n")
	write("tom.json", "{}")
	write("latin.json", "[{\"objekt\": \"\xe6\"}]")
	write("scenarier/tom.feature", "")
	write("optaget/LAES-MIG.txt", "mit")
	all := wrongCommands(t, dir, out, own)
	before := tree(t, dir)
	for _, args := range all {
		code, said := program(args...)
		if code != exitUsage || !strings.HasPrefix(said[max(0, strings.LastIndex(said, "klarmeld: ")):], "klarmeld: ") {
			t.Errorf("%q: exit code %d\n%s", args, code, said)
		}
		if after := tree(t, dir); after != before {
			t.Fatalf("%q changed something; it said %s\nbefore\n%s\nafter\n%s", args, said, before, after)
		}
	}
	t.Logf("%d commands were refused", len(all))
}

// TestFolderInUse: a folder that a run writes in is refused to every other
// command that would write there, and the run goes on undisturbed; when it has
// been killed the folder is free.
func TestFolderInUse(t *testing.T) {
	t.Parallel()
	url, asked, answer := silent(t)
	out := filepath.Join(t.TempDir(), "rapport")
	args := []string{"run", "--driver", url, "--only", "sag-01", "--out", out}
	p := startedAs(t, "klarmeld", append(args, "--addr", "127.0.0.1:0")...)
	<-asked
	before := tree(t, out)
	for _, other := range [][]string{
		append(args, "--addr", freeAddress(t)), append(args, "--addr", freeAddress(t), "--continue"),
		{"run", "--system", "reference", "--only", "sag-01", "--out", out},
		{"run", "--system", "reference", "--only", "sag-01", "--out", filepath.Join(out, "..", "rapport", ".")},
	} {
		if code, said := program(other...); code != exitUsage || !strings.Contains(said, "er i brug") || !strings.Contains(said, "--out") {
			t.Errorf("%q: exit code %d: %s", other, code, said)
		}
		if after := tree(t, out); after != before {
			t.Fatalf("%q changed something:\n%s\nwas\n%s", other, after, before)
		}
	}
	writers := othersIn(t, out)
	for _, other := range writers {
		if code, said := program(other...); code != exitUsage || !strings.Contains(said, "er i brug") {
			t.Errorf("%q: exit code %d: %s", other, code, said)
		}
		if after := tree(t, out); after != before {
			t.Fatalf("%q changed something:\n%s\nwas\n%s", other, after, before)
		}
	}
	t.Logf("%d others were refused", len(writers))
	if err := p.cmd.Process.Signal(syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	_ = p.cmd.Wait()
	answer()
	if code, said := program(append(args, "--addr", "127.0.0.1:0", "--continue")...); code != 20 {
		t.Errorf("after the kill: exit code %d: %s", code, said)
	}
	files, err := filepath.Glob(filepath.Join(out, "*.lock"))
	if err != nil || len(files) != 0 {
		t.Errorf("it left %v, %v", files, err)
	}
}

// othersIn are commands that would write in a run's folder, in one of its reports or
// in a recording, by whatever name they call it.
func othersIn(t *testing.T, out string) [][]string {
	t.Helper()
	link, key := filepath.Join(t.TempDir(), "genvej"), filepath.Join(t.TempDir(), "noegle")
	if err := os.Symlink(out, link); err != nil {
		t.Fatal(err)
	}
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	near, err := filepath.Rel(here, out)
	if err != nil {
		t.Fatal(err)
	}
	if code, said := program("sign", "--ny-noegle", key); code != 0 {
		t.Fatal(said)
	}
	_, reports := whole(t)
	var all [][]string
	for _, name := range []string{out, link, near, filepath.Join(out, "leverandoer", "..")} {
		report := filepath.Join(name, "leverandoer")
		for _, folder := range []string{name, report, filepath.Join(report, "optagelse"), filepath.Join(name, "ny")} {
			all = append(all, []string{"serve", "--addr", "127.0.0.1:0", "--record", folder})
		}
		all = append(all, []string{"sign", report, "--navn", "A", "--noegle", key}, []string{"replay", filepath.Join(reports, "reference"), "--out", name},
			[]string{"run", "--system", "reference", "--only", "sag-01", "--out", name}, []string{"run", "--system", "reference", "--only", "sag-01", "--out", report})
	}
	return all
}

// TestRecordingInUse: a folder that klarmeld serve records in, and a report that is
// being signed, are refused to others; a run does not move them out of the way.
func TestRecordingInUse(t *testing.T) {
	t.Parallel()
	out, key := filepath.Join(t.TempDir(), "rapport"), filepath.Join(t.TempDir(), "noegle")
	if code, said := program("run", "--system", "reference", "--only", "sag-01", "--out", out); code != 30 {
		t.Fatal(said)
	}
	if code, said := program("sign", "--ny-noegle", key); code != 0 {
		t.Fatal(said)
	}
	report := filepath.Join(out, "reference")
	play := []string{"run", "--system", "reference", "--only", "sag-01", "--out", out}
	sign := []string{"sign", report, "--navn", "A", "--noegle", key}
	for _, c := range []struct {
		held   string
		others [][]string
	}{
		{report, [][]string{play, append(play, "--continue"), sign, {"replay", report, "--out", out},
			{"serve", "--addr", "127.0.0.1:0", "--record", filepath.Join(report, "optagelse")}}},
		{filepath.Join(report, "optagelse"), [][]string{play, append(play, "--continue"), sign,
			{"serve", "--addr", "127.0.0.1:0", "--record", filepath.Join(report, "optagelse")}, {"serve", "--addr", "127.0.0.1:0", "--record", report}}},
		{out, [][]string{play, sign}},
	} {
		held, err := recording.HoldOwn(c.held)
		if err != nil {
			t.Fatal(err)
		}
		before := tree(t, out)
		for _, other := range c.others {
			if code, said := program(other...); code != exitUsage || !strings.Contains(said, "er i brug") {
				t.Errorf("%s is taken: %q: exit code %d: %s", c.held, other, code, said)
			}
			if after := tree(t, out); after != before {
				t.Fatalf("%q changed something:\n%s\nwas\n%s", other, after, before)
			}
		}
		if code, said := program("verify", report); code != 0 {
			t.Errorf("verify, while %s is taken: %d %s", c.held, code, said)
		}
		held.Release()
	}
	// A lock that a kill left is nobody's, and no part of a report; one that says
	// something is.
	lock := filepath.Join(report, "i-brug.lock")
	if err := os.WriteFile(lock, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if code, said := program("verify", report); code != 0 {
		t.Errorf("verify, with a lock that was left: %d %s", code, said)
	}
	if code, said := program(sign...); code != 0 {
		t.Errorf("sign: %d %s", code, said)
	}
	if err := os.WriteFile(lock, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	if code, said := program("verify", report); code != 20 || !strings.Contains(said, "i-brug.lock er kommet til") {
		t.Errorf("verify, with a file that is called as a lock is: %d %s", code, said)
	}
}

// TestRecordingOfAnother: a recording that says that it is of another system, or
// of one whose name leads out of the folder, is neither gone on with nor copied.
func TestRecordingOfAnother(t *testing.T) {
	dir := t.TempDir()
	out := filepath.Join(dir, "a", "b")
	if code, said := program("run", "--system", "reference", "--only", "sag-01", "--out", out); code != 30 {
		t.Fatalf("%d %s", code, said)
	}
	index := filepath.Join(out, "reference", "optagelse", recording.IndexFile)
	raw, err := os.ReadFile(index)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"../ude", "..", "tidligere", "Andet", "/ude", ""} {
		changed := strings.Replace(string(raw), `"system":"reference"`, fmt.Sprintf(`"system":%q`, name), 1)
		if err := os.WriteFile(index, []byte(changed), 0o600); err != nil {
			t.Fatal(err)
		}
		before := tree(t, dir)
		for _, args := range [][]string{{"replay", filepath.Join(out, "reference"), "--out", filepath.Join(dir, "ny", "ny")},
			{"run", "--system", "reference", "--only", "sag-01", "--out", out, "--continue"}} {
			if code, said := program(args...); code != exitUsage {
				t.Errorf("%q of %q: exit code %d: %s", args, name, code, said)
			}
			if after := tree(t, dir); after != before {
				t.Errorf("%q of %q changed something:\n%s\nwas\n%s", args, name, after, before)
			}
		}
	}
}
