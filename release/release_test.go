package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"debug/buildinfo"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	cdx "github.com/CycloneDX/cyclonedx-go"
	"github.com/google/licenseclassifier/v2/assets"
)

// tag is the version of the clones that the tests release.
const tag = "v1.2.3"

// committedAt is when.
var committedAt = time.Date(2026, time.January, 12, 8, 0, 0, 0, time.UTC)

// clone is a clone of the tree as it is here, changes that are not committed too, with one
// commit, the same in whichever folder.
func clone(t *testing.T, to string) string {
	t.Helper()
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range strings.Split(strings.TrimRight(string(git(t, root, "ls-files", "-coz", "--exclude-standard")), "\x00"), "\x00") {
		raw, err := os.ReadFile(filepath.Join(root, name))
		if errors.Is(err, os.ErrNotExist) { // it is removed, and that is not committed
			continue
		}
		info, statErr := os.Stat(filepath.Join(root, name))
		if err = errors.Join(err, statErr); err == nil {
			err = os.MkdirAll(filepath.Dir(filepath.Join(to, name)), 0o755)
		}
		if err == nil {
			err = os.WriteFile(filepath.Join(to, name), raw, info.Mode().Perm())
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	git(t, to, "init", "-q")
	git(t, to, "add", "-A")
	git(t, to, "commit", "-q", "-m", "all")
	git(t, to, "tag", tag)
	return to
}

// git runs git as the same person at the same time, without anybody's settings.
func git(t *testing.T, dir string, args ...string) []byte {
	t.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir = dir
	at := committedAt.Format(time.RFC3339)
	cmd.Env = append(os.Environ(), "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_AUTHOR_NAME=x", "GIT_AUTHOR_EMAIL=x@example.org",
		"GIT_COMMITTER_NAME=x", "GIT_COMMITTER_EMAIL=x@example.org", "GIT_AUTHOR_DATE="+at, "GIT_COMMITTER_DATE="+at)
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("git %v: %v", args, err)
	}
	return out
}

// here is Linux on this machine's processor: one that is built soon, and whose image runs
// where the tests do.
var here = Platform{"linux", runtime.GOARCH}

// TestRelease: a commit gives the same bytes in two folders, at two times, whatever the
// settings of whoever builds; and they are what they should be.
func TestRelease(t *testing.T) {
	one, two := filepath.Join(t.TempDir(), "én"), filepath.Join(t.TempDir(), "to og dybere")
	stamp, err := Make(t.Context(), Options{clone(t, one), filepath.Join(one, "dist"), []Platform{here}})
	if err != nil {
		t.Fatal(err)
	}
	if stamp.Version != tag || !stamp.Time.Equal(committedAt) || strings.TrimSpace(string(git(t, one, "rev-parse", "HEAD"))) != stamp.Revision {
		t.Errorf("the stamp is %+v", stamp)
	}
	git(t, filepath.Dir(one), "clone", "-q", one, two)
	t.Setenv("GOFLAGS", "-tags=other -buildvcs=false")
	t.Setenv("TZ", "Pacific/Apia")
	if _, err := Make(t.Context(), Options{two, filepath.Join(two, "ud"), []Platform{here}}); err != nil {
		t.Fatal(err)
	}
	t.Setenv("GOFLAGS", "")
	made := filesOf(t, filepath.Join(one, "dist"))
	base := "klarmeld_1.2.3_linux_" + here.Arch
	if got := slices.Sorted(maps.Keys(made)); !slices.Equal(got, []string{"SHA256SUMS", base + ".cdx.json", base + ".tar.gz", "klarmeld_1.2.3_oci.tar"}) {
		t.Fatalf("it has made %q", got)
	}
	again := filesOf(t, filepath.Join(two, "ud"))
	for name, raw := range made {
		if !bytes.Equal(raw, again[name]) {
			t.Errorf("%s is another in another folder", name)
		}
	}
	t.Run("sums", func(t *testing.T) { sumsHold(t, made) })
	unpacked := untar(t, gunzip(t, made[base+".tar.gz"]))
	t.Run("archive", func(t *testing.T) { archiveHolds(t, unpacked, base) })
	t.Run("bill of materials", func(t *testing.T) { billHolds(t, made[base+".cdx.json"], unpacked[base+"/klarmeld"].raw) })
	t.Run("image", func(t *testing.T) { imageHolds(t, made["klarmeld_1.2.3_oci.tar"], unpacked[base+"/klarmeld"].raw) })
}

// TestRefused: what is no clone, or not all committed, or would be written among other
// things, is not released.
func TestRefused(t *testing.T) {
	plain, full := t.TempDir(), t.TempDir()
	dirty := clone(t, t.TempDir())
	tree := filepath.Join(t.TempDir(), "tree")
	git(t, dirty, "worktree", "add", "-q", tree)
	for _, dir := range []string{plain, full, dirty} {
		for _, name := range []string{"LICENSE", "README.md", "docs/x.md"} {
			err := os.MkdirAll(filepath.Join(dir, "docs"), 0o755)
			if err = errors.Join(err, os.WriteFile(filepath.Join(dir, name), []byte("changed"), 0o644)); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, c := range []struct{ source, out, says string }{
		{plain, t.TempDir(), "no clone"}, {tree, t.TempDir(), "worktree"}, {dirty, t.TempDir(), "not committed"}, {dirty, full, "not empty"},
	} {
		if _, err := Make(t.Context(), Options{c.source, c.out, []Platform{here}}); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s into %s: %v", c.source, c.out, err)
		}
	}
}

// TestLicences: a licence that nobody has allowed, and none, stop the release.
func TestLicences(t *testing.T) {
	mit, err := os.ReadFile("../LICENSE")
	if err != nil {
		t.Fatal(err)
	}
	gpl, err := assets.ReadLicenseFile("License/GPL-3.0/license.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		texts []text
		want  string // "": it is refused
	}{
		{[]text{{"LICENSE", mit}}, "MIT"}, {[]text{{"LICENSE", gpl}}, ""}, {[]text{{"LICENSE", mit}, {"part/COPYING", gpl}}, ""},
		{[]text{{"LICENSE", []byte("All rights reserved.")}}, ""}, {nil, ""},
	} {
		got, err := licencesOf(c.texts)
		if strings.Join(got, " ") != c.want || (err == nil) != (c.want != "") {
			t.Errorf("%.40q: %q, %v", c.texts, got, err)
		}
	}
}

// TestZip: what goes to Windows is a ZIP whose files have the commit's time.
func TestZip(t *testing.T) {
	dir := t.TempDir()
	b := Binary{Stamp: Stamp{Version: tag, Time: committedAt}, Platform: Platform{"windows", "amd64"}, raw: []byte("MZ"), notices: []byte("others'")}
	if err := writeArchive(dir, b, []file{{"LICENSE", 0o644, []byte("ours")}}); err != nil {
		t.Fatal(err)
	}
	z, err := zip.OpenReader(filepath.Join(dir, "klarmeld_1.2.3_windows_amd64.zip"))
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	got := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		raw, err := io.ReadAll(r)
		if err != nil || !f.Modified.Equal(committedAt) {
			t.Errorf("%s: %v, %v", f.Name, err, f.Modified)
		}
		got[f.Name] = string(raw)
	}
	want := map[string]string{"LICENSE": "ours", "THIRD-PARTY-NOTICES.txt": "others'", "klarmeld.exe": "MZ"}
	for name, text := range want {
		if got["klarmeld_1.2.3_windows_amd64/"+name] != text {
			t.Errorf("%s is %q", name, got["klarmeld_1.2.3_windows_amd64/"+name])
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d files", len(got))
	}
}

func sumsHold(t *testing.T, made map[string][]byte) {
	lines := strings.Split(strings.TrimRight(string(made["SHA256SUMS"]), "\n"), "\n")
	if len(lines) != len(made)-1 {
		t.Errorf("%d sums of %d files", len(lines), len(made)-1)
	}
	for _, line := range lines {
		sum, name, _ := strings.Cut(line, "  ")
		if raw, ok := made[name]; !ok || fmt.Sprintf("%x", sha256.Sum256(raw)) != sum {
			t.Errorf("the sum of %q does not hold", name)
		}
	}
}

func archiveHolds(t *testing.T, files map[string]file, base string) {
	for _, name := range []string{"README.md", "LICENSE", "docs/adapter.md", "THIRD-PARTY-NOTICES.txt"} {
		if len(files[base+"/"+name].raw) == 0 {
			t.Errorf("%s is not there", name)
		}
	}
	for name := range files {
		if !strings.HasPrefix(name, base+"/") {
			t.Errorf("%s is outside", name)
		}
	}
	program := files[base+"/klarmeld"]
	if program.mode != 0o755 {
		t.Errorf("the program has mode %o", program.mode)
	}
	notices := string(files[base+"/THIRD-PARTY-NOTICES.txt"].raw)
	for _, of := range []string{
		"\ngithub.com/beevik/etree v", "\nstd go1.", "\nMozilla Public License, version 2.0", "\n--- zstd/internal/xxhash/LICENSE.txt",
	} {
		if !strings.Contains(notices, of) {
			t.Errorf("the notices have no %q", of)
		}
	}
	if home, err := os.UserHomeDir(); err == nil && len(home) > 1 && bytes.Contains(program.raw, []byte(home+"/go/")) {
		t.Error("the program names this machine's folders")
	}
	if runtime.GOOS != "linux" {
		t.Skip("skipped: the program is for Linux")
	}
	at := filepath.Join(t.TempDir(), "klarmeld")
	if err := os.WriteFile(at, program.raw, 0o755); err != nil {
		t.Fatal(err)
	}
	if said, err := exec.Command(at, "--version").CombinedOutput(); err != nil || string(said) != "klarmeld "+tag+"\n" {
		t.Errorf("it says %q, %v", said, err)
	}
}

// billHolds: what the program itself says of its modules is what the bill has.
func billHolds(t *testing.T, raw, program []byte) {
	var bom cdx.BOM
	if err := cdx.NewBOMDecoder(bytes.NewReader(raw), cdx.BOMFileFormatJSON).Decode(&bom); err != nil {
		t.Fatal(err)
	}
	info, err := buildinfo.Read(bytes.NewReader(program))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"std " + strings.TrimPrefix(info.GoVersion, "go")}
	for _, d := range info.Deps {
		want = append(want, d.Path+" "+d.Version)
	}
	var got []string
	for _, c := range *bom.Components {
		got = append(got, c.Name+" "+c.Version)
		if c.Licenses == nil || len(*c.Licenses) == 0 || c.Name != "std" && c.Hashes == nil {
			t.Errorf("%s has no licence, or no sum", c.Name)
		}
	}
	slices.Sort(want)
	slices.Sort(got)
	if !slices.Equal(got, want) || len(got) < 20 {
		t.Errorf("the bill has %q, the program %q", got, want)
	}
	sum := fmt.Sprintf("%x", sha256.Sum256(program))
	got = []string{bom.Metadata.Timestamp, bom.Metadata.Component.Version, (*bom.Metadata.Component.Hashes)[0].Value, bom.SerialNumber}
	if !slices.Equal(got, []string{"2026-01-12T08:00:00Z", tag, sum, ""}) {
		t.Errorf("the bill is of %q", got)
	}
}

func filesOf(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	all, err := folder(dir)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]byte{}
	for _, f := range all {
		out[f.name] = f.raw
	}
	return out
}

func gunzip(t *testing.T, raw []byte) io.Reader {
	t.Helper()
	z, err := gzip.NewReader(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// untar is what a tar holds, all of the commit's time and of nobody's name.
func untar(t *testing.T, from io.Reader) map[string]file {
	t.Helper()
	out := map[string]file{}
	for r := tar.NewReader(from); ; {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		raw, err := io.ReadAll(r)
		if err != nil || !h.ModTime.Equal(committedAt) || h.Uname != "" || h.Uid != 0 {
			t.Errorf("%s: %v, %+v", h.Name, err, h)
		}
		out[h.Name] = file{h.Name, h.FileInfo().Mode(), raw}
	}
}
