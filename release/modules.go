package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"sync"

	"github.com/google/licenseclassifier/v2/assets"
)

// Module is what others have made and the binary holds.
type Module struct {
	Path, Version string
	Sum           string // as go.sum has it; "" of Go itself
	Licences      []string
	texts         []text
}

// text is a file with a licence, or with what goes with one.
type text struct {
	name string // from the module's root
	raw  []byte
}

// goItself is the module of Go's own packages, as vulnerability databases call it.
const goItself = "std"

// allowed are the licences that others' code may have here. All may be given away in a
// binary together with their texts; of MPL-2.0 one must also say where its source is.
var allowed = []string{"Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT", "MPL-2.0", "Unlicense"}

// sure is how much of a licence's text must be there, at least, to be called by its name.
const sure = 0.9

// listed is a package as go list tells of it.
type listed struct {
	Dir      string
	Standard bool
	Module   *struct {
		Path, Version, Dir string
		Main               bool
	}
}

// modules are the modules whose packages are in a binary, with the licences of these
// packages, by path. One without a licence, or with another than is allowed, is an error.
func modules(ctx context.Context, source string, b Binary) ([]Module, error) {
	folders, err := linked(ctx, source, b.Platform)
	if err != nil {
		return nil, err
	}
	var out []Module
	for _, d := range b.info.Deps {
		if d.Replace != nil {
			return nil, fmt.Errorf("%s is replaced: whose it is nobody could tell", d.Path)
		}
		m := Module{Path: d.Path, Version: d.Version, Sum: d.Sum}
		at := folders[d.Path]
		if m.texts, err = licenceFiles(at.root, at.packages); err != nil {
			return nil, err
		}
		out = append(out, m)
	}
	standard, err := standardLibrary(ctx, source, b)
	if err != nil {
		return nil, err
	}
	out = append(out, standard)
	for i := range out {
		if out[i].Licences, err = licencesOf(out[i].texts); err != nil {
			return nil, fmt.Errorf("%s: %w", out[i].Path, err)
		}
	}
	return out, nil
}

// place is where a module's packages lie.
type place struct {
	root     string
	packages []string
}

// linked are the places of the packages that are in the program, by their module.
func linked(ctx context.Context, source string, p Platform) (map[string]place, error) {
	raw, err := gocmd(ctx, source, p, "list", "-deps", "-json=Dir,Standard,Module", mainPackage)
	if err != nil {
		return nil, err
	}
	out := map[string]place{}
	for d := json.NewDecoder(bytes.NewReader(raw)); ; {
		var l listed
		if err := d.Decode(&l); errors.Is(err, io.EOF) {
			return out, nil
		} else if err != nil {
			return nil, err
		}
		if l.Standard || l.Module == nil || l.Module.Main {
			continue
		}
		at := out[l.Module.Path]
		out[l.Module.Path] = place{l.Module.Dir, append(at.packages, l.Dir)}
	}
}

// standardLibrary is Go's own part of the binary.
func standardLibrary(ctx context.Context, source string, b Binary) (m Module, err error) {
	root, err := gocmd(ctx, source, b.Platform, "env", "GOROOT")
	if err != nil {
		return m, err
	}
	at := strings.TrimSpace(string(root))
	m = Module{Path: goItself, Version: b.info.GoVersion}
	m.texts, err = licenceFiles(at, []string{at})
	return m, err
}

// licenceFiles are the files with licences in the folders of packages, and in those above
// them, up to the module's root.
func licenceFiles(root string, packages []string) ([]text, error) {
	folders := map[string]bool{root: true}
	for _, at := range packages {
		for ; strings.HasPrefix(at, root+string(filepath.Separator)); at = filepath.Dir(at) {
			folders[at] = true
		}
	}
	var out []text
	for at := range folders {
		files, err := os.ReadDir(at)
		if err != nil {
			return nil, err
		}
		for _, f := range files {
			if !f.Type().IsRegular() || !isLicence(f.Name()) {
				continue
			}
			raw, err := os.ReadFile(filepath.Join(at, f.Name()))
			if err != nil {
				return nil, err
			}
			name, err := filepath.Rel(root, filepath.Join(at, f.Name()))
			if err != nil {
				return nil, err
			}
			out = append(out, text{filepath.ToSlash(name), raw})
		}
	}
	slices.SortFunc(out, func(a, b text) int { return strings.Compare(a.name, b.name) })
	return out, nil
}

// isLicence reports whether a file is called as those are that must go with the code.
func isLicence(name string) bool {
	name = strings.ToUpper(name)
	if filepath.Ext(name) == ".GO" {
		return false
	}
	return slices.ContainsFunc([]string{"LICENSE", "LICENCE", "COPYING", "COPYRIGHT", "NOTICE", "PATENTS", "UNLICENSE"}, func(begin string) bool {
		return strings.HasPrefix(name, begin)
	})
}

// classifier knows licences by their texts. It takes a second to make.
var classifier = sync.OnceValues(assets.DefaultClassifier)

// licencesOf are the SPDX names of the licences in texts, in the order of names.
func licencesOf(texts []text) ([]string, error) {
	c, err := classifier()
	if err != nil {
		return nil, err
	}
	found := map[string]bool{}
	for _, t := range texts {
		for _, m := range c.Match(t.raw).Matches {
			if m.MatchType == "License" && m.Confidence >= sure {
				found[m.Name] = true
			}
		}
	}
	var out []string
	for name := range found {
		if !slices.Contains(allowed, name) {
			return nil, fmt.Errorf("its licence is %s, which nobody has allowed", name)
		}
		out = append(out, name)
	}
	if len(out) == 0 {
		return nil, errors.New("it has no licence that is known")
	}
	slices.Sort(out)
	return out, nil
}

// notices is the text that goes with the binary: whose code is in it, and by which licence.
func notices(used []Module) []byte {
	var out bytes.Buffer
	out.WriteString("klarmeld holds code of others. Their licences follow, module by module, as the modules\n" +
		"have them. The source of each is what `go mod download MODULE@VERSION` fetches; that of\n" +
		"std is Go's own.\n")
	for _, m := range used {
		fmt.Fprintf(&out, "\n%s\n%s %s\n%s\n", strings.Repeat("=", 80), m.Path, m.Version, strings.Join(m.Licences, ", "))
		for _, t := range m.texts {
			fmt.Fprintf(&out, "\n--- %s\n\n%s\n", t.name, bytes.TrimSpace(bytes.ReplaceAll(t.raw, []byte("\r\n"), []byte("\n"))))
		}
	}
	return out.Bytes()
}

// own is the release's own module of a path, as it was linked here.
func own(path string) (version string, err error) {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "", errors.New("the release was built without its modules")
	}
	for _, d := range info.Deps {
		if d.Path == path {
			return d.Version, nil
		}
	}
	return "", fmt.Errorf("%s is not in the release", path)
}
