package steps

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"unicode/utf8"
)

const (
	extension = ".feature"
	// deepest is how far down a folder is looked for files that would be left out:
	// a link may lead round in a ring.
	deepest = 6
	// largest is far more than anybody writes by hand, and little enough to be
	// looked through in a moment.
	largest = 1 << 20
	// longest is the length at which the library for Gherkin reads no further.
	longest = 64 * 1024
)

// Features reads the feature files of a folder, in the order in which they are
// played. It refuses a folder that has none, one with files that would be left
// out without a word, and a file that is no UTF-8 text.
func Features(files fs.FS) ([]Feature, error) {
	entries, err := fs.ReadDir(files, ".")
	if err != nil {
		return nil, err
	}
	var out []Feature
	var wrong Mistakes
	for _, e := range entries {
		name := e.Name()
		if strings.HasPrefix(name, ".") { // ._x.feature, .git: the system's own
			continue
		}
		text, found := featureAt(files, name)
		if wrong = append(wrong, found...); text != nil {
			out = append(out, Feature{name, text})
		}
	}
	if len(wrong) > 0 {
		return out, wrong.orNil()
	}
	if len(out) == 0 {
		return nil, errors.New("mappen rummer ingen .feature-filer")
	}
	return out, nil
}

// featureAt is the text of a name in the folder; nil when it is none to be
// played.
func featureAt(files fs.FS, name string) ([]byte, Mistakes) {
	info, err := fs.Stat(files, name)
	named := strings.HasSuffix(name, extension)
	switch {
	case err != nil && named:
		return nil, Mistakes{{name, 0, fmt.Sprintf("filen kan ikke læses (%v); ret eller fjern den", reasonOf(err))}}
	case err != nil:
		return nil, nil //nolint:nilerr // a file that is no feature is not asked for
	case info.IsDir():
		return nil, below(files, name, 1)
	case !named && nearlyFeature(name):
		return nil, Mistakes{{name, 0, fmt.Sprintf("filen ville ikke blive kørt, for navnet ender ikke på %s; omdøb den, eller læg den et andet sted", extension)}}
	case !named:
		return nil, nil
	case !info.Mode().IsRegular():
		return nil, Mistakes{{name, 0, "det er ingen almindelig fil; læg scenarierne i en tekstfil"}}
	case info.Size() > largest:
		return nil, Mistakes{{name, 0, fmt.Sprintf("filen er på %d KB; del den i filer på højst %d KB", info.Size()/1024, largest/1024)}}
	}
	raw, err := fs.ReadFile(files, name)
	if err != nil {
		return nil, Mistakes{{name, 0, fmt.Sprintf("filen kan ikke læses (%v); ret eller fjern den", reasonOf(err))}}
	}
	raw = bytes.TrimPrefix(raw, []byte("\uFEFF"))
	if found := encoded(name, raw); len(found) > 0 {
		return nil, found
	}
	return append([]byte{}, raw...), nil
}

// reasonOf is an error without the path, which the message has already.
func reasonOf(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}

// below tells of the feature files in a subfolder, which nobody would play.
func below(files fs.FS, folder string, depth int) Mistakes {
	entries, err := fs.ReadDir(files, folder)
	if err != nil || depth > deepest {
		return nil //nolint:nilerr // a folder that cannot be read has nothing to be played
	}
	var out Mistakes
	for _, e := range entries {
		name := e.Name()
		at := path.Join(folder, name)
		if strings.HasPrefix(name, ".") {
			continue
		}
		if info, err := fs.Stat(files, at); err == nil && info.IsDir() {
			if found := below(files, at, depth+1); len(found) > 0 {
				return append(out, found...) // of a ring of links, one is enough
			}
			continue
		}
		if strings.HasSuffix(name, extension) || nearlyFeature(name) {
			out = append(out, Mistake{at, 0, "filen ligger i en undermappe og ville ikke blive kørt; flyt den op i mappen selv, eller kør undermappen for sig"})
		}
	}
	return out
}

// nearlyFeature reports whether a name is meant as that of a feature file, and is
// none: in capitals, misspelt, or with the ending that an editor puts after it.
func nearlyFeature(name string) bool {
	low := strings.ToLower(name)
	if strings.HasSuffix(low, "~") { // an editor's copy
		return false
	}
	for _, hidden := range []string{".txt", ".md", ".text", ".doc"} {
		low = strings.TrimSuffix(low, hidden)
	}
	if end := path.Ext(low); low != strings.ToLower(name) {
		return end == extension
	}
	end := path.Ext(low)
	return len(end) > 5 && distance(end, extension) <= 2 || end == ".gherkin"
}

// encoded tells where a file is no text in UTF-8, or has lines that end in a way
// that Gherkin does not see.
func encoded(name string, raw []byte) Mistakes {
	if bytes.HasPrefix(raw, []byte{0xFF, 0xFE}) || bytes.HasPrefix(raw, []byte{0xFE, 0xFF}) {
		return Mistakes{{name, 1, "filen er gemt som UTF-16; gem den som UTF-8"}}
	}
	var out Mistakes
	for i, l := range bytes.Split(raw, []byte("\n")) {
		l = bytes.TrimSuffix(l, []byte("\r"))
		switch odd, found := oddBreak(l); {
		case !utf8.Valid(l):
			return append(out, Mistake{name, i + 1, "linjen er ikke UTF-8 (måske Latin-1 eller Windows-1252); gem filen som UTF-8"})
		case len(l) >= longest:
			out = append(out, Mistake{name, i + 1, fmt.Sprintf("linjen er på %d KB; højst %d KB kan læses", len(l)/1024, longest/1024-1)})
		case found:
			return append(out,
				Mistake{name, i + 1, fmt.Sprintf("linjen rummer tegnet U+%04X, som ligner et linjeskift og ikke er et; del linjen med et almindeligt", odd)})
		}
	}
	return out
}

// oddBreak is the first character of a line that an editor may show as the end
// of one, or not at all.
func oddBreak(line []byte) (rune, bool) {
	for _, r := range string(line) {
		if r < ' ' && r != '\t' || r >= 0x7F && r <= 0x9F || r == 0x2028 || r == 0x2029 {
			return r, true
		}
	}
	return 0, false
}
