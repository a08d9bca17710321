package main

import (
	"cmp"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// expanded are the files that arguments name. On Windows the shells leave it to programs to
// read *.xml, and no file can have a * or a ? in its name; elsewhere the shell has done so,
// and what stands there is a name.
func expanded(system string, args []string) ([]string, error) {
	if system != "windows" {
		return args, nil
	}
	var out []string
	for _, a := range args {
		if !wild(a) {
			out = append(out, a)
			continue
		}
		found, err := matching(a)
		if err != nil {
			return nil, usage("%s kan ikke slås op: %w", a, err)
		}
		if len(found) == 0 {
			return nil, usage("der er ingen filer, der passer til %s; * står for vilkårlige tegn og ? for ét, "+
				"i den mappe, I står i, eller den, I skriver foran", a)
		}
		out = append(out, found...)
	}
	return out, nil
}

// wild reports whether a name has wildcards. A question mark is also how the longest names
// of Windows begin.
func wild(name string) bool { return strings.ContainsAny(strings.TrimPrefix(name, `\\?\`), "*?") }

// matching are the files, and folders, that a pattern names, in the order of their names.
func matching(pattern string) ([]string, error) {
	dir, last := filepath.Split(pattern)
	folders := []string{dir}
	if wild(dir) {
		var err error
		if folders, err = matching(filepath.Clean(dir)); err != nil {
			return nil, err
		}
	}
	var out []string
	for _, folder := range folders {
		if info, err := os.Stat(cmp.Or(folder, ".")); err != nil || !info.IsDir() {
			continue
		}
		files, err := os.ReadDir(cmp.Or(folder, "."))
		if err != nil {
			return nil, err
		}
		for _, f := range files {
			if fits, err := fits(last, f.Name()); err != nil {
				return nil, err
			} else if fits {
				out = append(out, filepath.Join(folder, f.Name()))
			}
		}
	}
	return out, nil
}

// fits reports whether a name is one that a pattern stands for, as Windows has it: large
// and small letters are the same, *.* is everything, and a bracket is a bracket.
func fits(pattern, name string) (bool, error) {
	if pattern == "*.*" {
		return true, nil
	}
	literal := strings.NewReplacer("[", "[[]", `\`, `\\`).Replace(pattern)
	ok, err := path.Match(strings.ToLower(literal), strings.ToLower(name))
	if err != nil {
		return false, fmt.Errorf("%s: %w", pattern, err)
	}
	return ok, nil
}
