package reports

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"klarmeld/internal/foreign"
	"klarmeld/internal/recording"
	"klarmeld/internal/stage"
	"klarmeld/internal/textfile"
	"klarmeld/internal/verdict"
)

// ReportFile is the form that verify, replay and compare read.
const ReportFile = "rapport.json"

// Folder is where the reports of a run are written: for each system a folder
// with its recording, the forms, and a manifest of them all; and the matrix.
type Folder struct {
	Dir      string
	Forms    []Form
	Language Language
	// Since is the report that a system's is compared with. nil: the newest of the
	// folder's own that was set aside, when there is one.
	Since *Document
	// Print prints a page as a PDF; nil: none is wanted.
	Print func(page, to string) error
}

// Write writes the reports of a run.
func (f Folder) Write(all verdict.RunResult) error {
	var names []string
	for _, s := range all.Systems {
		if err := stage.Named(s.Name); err != nil {
			return err
		}
		names = append(names, s.Name)
	}
	if err := sideBySide(all.Systems, func(_ int, s verdict.SystemResult) error { return f.system(s) }); err != nil {
		return err
	}
	for _, name := range names {
		if err := f.print(name); err != nil {
			return err
		}
	}
	if err := sideBySide(names, func(_ int, name string) error { return recording.WriteManifest(filepath.Join(f.Dir, name)) }); err != nil {
		return err
	}
	return WriteMatrix(f.Dir, names)
}

// sideBySide does something with each, and tells the first error in their order.
func sideBySide[T any](each []T, do func(i int, one T) error) error {
	errs := make([]error, len(each))
	var all sync.WaitGroup
	for i, one := range each {
		all.Go(func() { errs[i] = do(i, one) })
	}
	all.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// system writes a system's report in every form but the printed one.
func (f Folder) system(s verdict.SystemResult) error {
	dir := filepath.Join(f.Dir, s.Name)
	since, granted := f.since(s)
	r, err := Gather(dir, Report{System: s, Language: f.Language, Since: since, Granted: granted})
	if err != nil {
		return err
	}
	made, err := Made(r, f.Forms)
	if err != nil {
		return err
	}
	for _, form := range f.Forms {
		if err := writeFile(filepath.Join(dir, form.File), made[form.File]); err != nil {
			return err
		}
	}
	return nil
}

// print prints a system's report, when that is wanted.
func (f Folder) print(name string) error {
	if f.Print == nil {
		return nil
	}
	dir := filepath.Join(f.Dir, name)
	pdf := filepath.Join(dir, PDFFile)
	if err := f.Print(filepath.Join(dir, "rapport.html"), pdf); err != nil {
		return err
	}
	recording.ShowFile(pdf)
	return nil
}

// Gather gives a report what its forms show of the recording in its folder.
func Gather(dir string, r Report) (Report, error) {
	var err error
	if r.Recording.Files, r.Recording.Digest, err = recording.Digest(dir); err != nil {
		return r, err
	}
	r.Messages = nil
	for _, n := range Needed(r.System) {
		m, err := ReadMessage(filepath.Join(dir, recording.Subfolder), n)
		if err != nil {
			return r, err
		}
		r.Messages = append(r.Messages, m)
	}
	return r, nil
}

// Made makes the forms of a report: the bytes of each by its file. The same report
// gives the same bytes anywhere.
func Made(r Report, forms []Form) (map[string][]byte, error) {
	out := map[string][]byte{}
	for _, form := range forms {
		var b bytes.Buffer
		if err := form.Write(&b, r); err != nil {
			return nil, fmt.Errorf("%s kan ikke skrives: %w", form.File, err)
		}
		out[form.File] = b.Bytes()
	}
	return out, nil
}

// MatrixFile is the table of a run, in the folder that its reports stand in.
const MatrixFile = "matrix.html"

// PDFFile is the printed report. No two programs print it alike.
const PDFFile = "rapport.pdf"

// WriteMatrix writes the table of the reports in a folder that have those names,
// and the folder's manifest, which names the table and the reports' own manifests.
func WriteMatrix(dir string, names []string) error {
	page, err := Matrix(dir, names)
	if err != nil {
		return err
	}
	if err := writeFile(filepath.Join(dir, MatrixFile), page); err != nil {
		return err
	}
	listed := []string{MatrixFile}
	for _, name := range names {
		listed = append(listed, name+"/"+recording.ManifestFile)
	}
	return recording.WriteListed(dir, listed)
}

// SameMatrix reports whether the table in a folder is what the reports beside it
// give.
func SameMatrix(dir string, names []string) (bool, error) {
	want, err := Matrix(dir, names)
	if err != nil {
		return false, err
	}
	have, err := foreign.ReadIn(dir, MatrixFile, foreign.Large)
	return bytes.Equal(have, want), err
}

// Matrix makes the table of the reports in a folder from what stands in each.
func Matrix(dir string, names []string) ([]byte, error) {
	docs := make([]Document, len(names))
	err := sideBySide(names, func(i int, name string) (err error) {
		docs[i], _, err = ReadDocument(filepath.Join(dir, name))
		return err
	})
	if err != nil {
		return nil, err
	}
	var all []Report
	var in Language
	for _, d := range docs {
		all, in = append(all, d.Report()), d.Language
	}
	var b bytes.Buffer
	err = MatrixHTML(&b, all, in)
	return b.Bytes(), err
}

// since is what has changed since the earlier report, when there is one, and the
// conditions that it sets or carries on.
func (f Folder) since(s verdict.SystemResult) (Since, []verdict.Granted) {
	if f.Since != nil {
		return SinceThen(f.Since.System, s), f.Since.Granted()
	}
	was, _, err := ReadDocument(stage.Newest(f.Dir, s.Name, ReportFile))
	if err != nil || was.System.Name == "" { // none, or one that cannot be read: nobody has asked for it
		return Since{}, nil
	}
	return SinceThen(was.System, s), was.Granted()
}

// ReadReport reads the result in a rapport.json, or in the one that a folder
// holds, and returns its bytes too.
func ReadReport(path string) (verdict.SystemResult, []byte, error) {
	d, raw, err := ReadDocument(path)
	return d.System, raw, err
}

// ReadDocument reads a rapport.json, or the one that a folder holds, and returns
// its bytes too.
func ReadDocument(path string) (Document, []byte, error) {
	var none Document
	read := foreign.ReadNamed
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		path, read = filepath.Join(path, ReportFile), foreign.Read
	}
	raw, err := read(path, foreign.Large)
	if err != nil {
		return none, nil, err
	}
	var doc Document
	text, err := textfile.Text(raw)
	if err == nil {
		err = json.Unmarshal(text, &doc)
	}
	if err != nil {
		return none, nil, fmt.Errorf("%s kan ikke læses: %w", path, err)
	}
	return doc, raw, nil
}

// ReadMessage reads an exchange of a recording. One that was cut off has no
// reply.
func ReadMessage(folder string, n int) (ShownExchange, error) {
	var both [2][]byte
	for i, part := range []string{"request", "reply"} {
		raw, err := foreign.ReadIn(folder, fmt.Sprintf("%04d-%s.xml", n, part), foreign.Large)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return ShownExchange{}, fmt.Errorf("optagelsen kan ikke læses: %w", err)
		}
		both[i] = raw
	}
	return NewMessage(n, both[0], both[1]), nil
}

// writeFile writes a file whole or not at all.
func writeFile(path string, b []byte) error {
	if err := recording.MakeShown(filepath.Dir(path)); err != nil {
		return fmt.Errorf("%s kan ikke skrives: %w", path, err)
	}
	if err := recording.WriteShown(path, b); err != nil {
		return fmt.Errorf("%s kan ikke skrives: %w", path, err)
	}
	return nil
}
