package main

import (
	"bytes"
	"context"
	"debug/buildinfo"
	"errors"
	"fmt"
	"os"
	"os/exec" //nolint:depguard // it is the compiler that makes a binary
	"path/filepath"
	"runtime/debug"
	"time"
)

// Platform is where a binary runs, in Go's words.
type Platform struct{ OS, Arch string }

func (p Platform) String() string { return p.OS + "/" + p.Arch }

// program is the name of klarmeld's file.
func (p Platform) program() string {
	if p.OS == "windows" {
		return "klarmeld.exe"
	}
	return "klarmeld"
}

// Stamp is what a binary itself says of what it was built from.
type Stamp struct {
	Version  string    // the tag, or, of a commit without one, Go's pseudo-version
	Revision string    // the commit
	Time     time.Time // the commit's
}

// Binary is klarmeld, built for a platform.
type Binary struct {
	Stamp
	Platform
	raw     []byte
	info    *debug.BuildInfo
	notices []byte
}

// base is the beginning of the names of the files that are made of it.
func (b Binary) base() string {
	return fmt.Sprintf("klarmeld_%s_%s_%s", bare(b.Version), b.OS, b.Arch)
}

// mainPackage is the program, from the root of the clone.
const mainPackage = "./cmd/klarmeld"

// build builds klarmeld. Nothing of this machine gets into it: no path, no C library, no
// setting of whoever builds. The version is the one that Go reads of git.
func build(ctx context.Context, source string, p Platform) (b Binary, err error) {
	dir, err := os.MkdirTemp("", "klarmeld-release-")
	if err != nil {
		return b, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	to := filepath.Join(dir, p.program())
	if _, err := gocmd(ctx, source, p, "build", "-trimpath", "-buildvcs=true", "-ldflags=-s -w", "-o", to, mainPackage); err != nil {
		return b, err
	}
	b.Platform = p
	if b.raw, err = os.ReadFile(to); err != nil {
		return b, err
	}
	if b.info, err = buildinfo.Read(bytes.NewReader(b.raw)); err != nil {
		return b, err
	}
	b.Stamp, err = stampOf(b.info)
	return b, err
}

// committed refuses what is no clone, or a clone with changes: nobody could build it again.
func committed(ctx context.Context, source string) error {
	if at, err := os.Stat(filepath.Join(source, ".git")); err != nil || !at.IsDir() {
		return fmt.Errorf("%s is no clone by git; Go reads the version in a clone alone, and not in a worktree", source)
	}
	cmd := exec.CommandContext(ctx, "git", "status", "--porcelain")
	cmd.Dir = source
	changed, err := cmd.Output()
	if err == nil && len(changed) > 0 {
		err = fmt.Errorf("there is something that is not committed:\n%s", changed)
	}
	return err
}

// stampOf reads the stamp of a binary, and refuses one that Go has not stamped so.
func stampOf(info *debug.BuildInfo) (s Stamp, err error) {
	s.Version = info.Main.Version
	modified := ""
	for _, set := range info.Settings {
		switch set.Key {
		case "vcs.revision":
			s.Revision = set.Value
		case "vcs.modified":
			modified = set.Value
		case "vcs.time":
			if s.Time, err = time.Parse(time.RFC3339, set.Value); err != nil {
				return s, err
			}
		}
	}
	s.Time = s.Time.UTC()
	switch {
	case s.Revision == "" || s.Time.IsZero():
		return s, errors.New("the go command has stamped no commit into it")
	case modified != "false":
		return s, errors.New("the go command has seen changes that are not committed")
	}
	return s, nil
}

// gocmd runs the go command in the clone, for a platform, and gives what it prints.
func gocmd(ctx context.Context, source string, p Platform, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir = source
	// The flags of whoever builds would be in the binary; the oldest processor is meant.
	cmd.Env = append(os.Environ(), "GOOS="+p.OS, "GOARCH="+p.Arch, "CGO_ENABLED=0", "GOFLAGS=-mod=readonly", "GOWORK=off", "GOAMD64=v1", "GOARM64=v8.0")
	var out, said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &said
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("go %s: %w\n%s", args[0], err, said.Bytes())
	}
	return out.Bytes(), nil
}
