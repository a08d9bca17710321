package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Options are what a release is made of, and where.
type Options struct {
	Source    string // the clone of klarmeld
	Out       string // the folder for what is made
	Platforms []Platform
}

// All are the platforms that a release is for.
var All = []Platform{{"darwin", "amd64"}, {"darwin", "arm64"}, {"linux", "amd64"}, {"linux", "arm64"}, {"windows", "amd64"}, {"windows", "arm64"}}

// sumsFile has the checksums, as sha256sum writes and reads them.
const sumsFile = "SHA256SUMS"

// Make builds klarmeld for each platform and writes Out: an archive and an SBOM of each,
// an image of those for Linux, and the checksums. The same commit gives the same bytes, in
// whichever folder and whenever, as long as the Go is the same: all times are the commit's.
func Make(ctx context.Context, o Options) (Stamp, error) {
	if there, err := os.ReadDir(o.Out); err == nil && len(there) > 0 {
		return Stamp{}, fmt.Errorf("%s is not empty", o.Out)
	} else if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return Stamp{}, err
	}
	docs, err := papers(o.Source)
	if err == nil {
		err = committed(ctx, o.Source) // before minutes of building
	}
	if err == nil {
		err = os.MkdirAll(o.Out, 0o755)
	}
	if err != nil {
		return Stamp{}, err
	}
	var all []Binary
	for _, p := range o.Platforms {
		b, err := build(ctx, o.Source, p)
		if err != nil {
			return Stamp{}, fmt.Errorf("%s: %w", p, err)
		}
		if err := b.write(ctx, o, docs); err != nil {
			return Stamp{}, fmt.Errorf("%s: %w", p, err)
		}
		all = append(all, b)
	}
	if len(all) == 0 {
		return Stamp{}, errors.New("no platform is named")
	}
	if err := writeImage(o.Out, all, docs); err != nil {
		return Stamp{}, fmt.Errorf("the image: %w", err)
	}
	return all[0].Stamp, writeSums(o.Out)
}

// write writes what is made of one binary, and keeps its notices for the image.
func (b *Binary) write(ctx context.Context, o Options, docs []file) error {
	used, err := modules(ctx, o.Source, *b)
	if err != nil {
		return err
	}
	b.notices = notices(used)
	if err := writeArchive(o.Out, *b, docs); err != nil {
		return err
	}
	return writeBOM(o.Out, *b, used)
}

// file is a file of an archive or an image.
type file struct {
	name string // with slashes, from the archive's root
	mode fs.FileMode
	raw  []byte
}

// papers are what stands beside the program: what it is, what one may do with it, and what
// has changed. A licence there must be.
func papers(source string) ([]file, error) {
	var out []file
	add := func(name string) error {
		raw, err := os.ReadFile(filepath.Join(source, filepath.FromSlash(name)))
		if err == nil {
			out = append(out, file{name, 0o644, raw})
		}
		return err
	}
	if err := errors.Join(add("LICENSE"), add("README.md")); err != nil {
		return nil, err
	}
	if err := add("CHANGELOG.md"); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	docs, err := os.ReadDir(filepath.Join(source, "docs")) // the README leads there
	if err != nil {
		return nil, err
	}
	for _, d := range docs {
		if !d.Type().IsRegular() || !slices.Contains([]string{".md", ".png", ".svg"}, filepath.Ext(d.Name())) {
			continue
		}
		if err := add("docs/" + d.Name()); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// writeSums writes the checksums of all that is there.
func writeSums(dir string) error {
	made, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	var sums bytes.Buffer
	for _, f := range made {
		raw, err := os.ReadFile(filepath.Join(dir, f.Name()))
		if err != nil {
			return err
		}
		fmt.Fprintf(&sums, "%x  %s\n", sha256.Sum256(raw), f.Name())
	}
	return os.WriteFile(filepath.Join(dir, sumsFile), sums.Bytes(), 0o644)
}

// bare is a version as names of files have it.
func bare(version string) string { return strings.TrimPrefix(version, "v") }
