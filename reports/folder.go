package reports

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

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
	Since *verdict.SystemResult
	// Print prints a page as a PDF; nil: none is wanted.
	Print func(page, to string) error
}

// Write writes the reports of a run.
func (f Folder) Write(all verdict.Run) error {
	for _, s := range all.Systems {
		if err := stage.Named(s.Name); err != nil {
			return err
		}
	}
	for _, s := range all.Systems {
		if err := f.system(s); err != nil {
			return err
		}
	}
	for _, s := range all.Systems {
		if err := recording.WriteManifest(filepath.Join(f.Dir, s.Name)); err != nil {
			return err
		}
	}
	return writeFile(filepath.Join(f.Dir, "matrix.html"), func(to io.Writer) error { return MatrixHTML(to, all, f.Language) })
}

// system writes a system's report in every form.
func (f Folder) system(s verdict.SystemResult) error {
	dir := filepath.Join(f.Dir, s.Name)
	r, err := f.report(s, dir)
	if err != nil {
		return err
	}
	for _, form := range f.Forms {
		if err := writeFile(filepath.Join(dir, form.File), func(to io.Writer) error { return form.Write(to, r) }); err != nil {
			return err
		}
	}
	if f.Print == nil {
		return nil
	}
	pdf := filepath.Join(dir, "rapport.pdf")
	if err := f.Print(filepath.Join(dir, "rapport.html"), pdf); err != nil {
		return err
	}
	recording.ShowFile(pdf)
	return nil
}

// report gathers what the forms of a system's report are written from.
func (f Folder) report(s verdict.SystemResult, dir string) (Report, error) {
	r := Report{System: s, Language: f.Language, Since: f.since(s)}
	var err error
	if r.Recording.Files, r.Recording.Digest, err = recording.Digest(dir); err != nil {
		return r, err
	}
	for _, n := range Needed(s) {
		m, err := ReadMessage(filepath.Join(dir, recording.Subfolder), n)
		if err != nil {
			return r, err
		}
		r.Messages = append(r.Messages, m)
	}
	return r, nil
}

// since is what has changed since the earlier report, when there is one.
func (f Folder) since(s verdict.SystemResult) Since {
	if f.Since != nil {
		return SinceThen(*f.Since, s)
	}
	was, _, err := ReadReport(stage.Newest(f.Dir, s.Name, ReportFile))
	if err != nil || was.Name == "" { // none, or one that cannot be read: nobody has asked for it
		return Since{}
	}
	return SinceThen(was, s)
}

// ReadReport reads a rapport.json, or the one that a folder holds, and returns
// its bytes too.
func ReadReport(path string) (verdict.SystemResult, []byte, error) {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		path = filepath.Join(path, ReportFile)
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		return verdict.SystemResult{}, nil, err
	}
	var doc struct{ System verdict.SystemResult }
	text, err := textfile.Text(raw)
	if err == nil {
		err = json.Unmarshal(text, &doc)
	}
	if err != nil {
		return verdict.SystemResult{}, nil, fmt.Errorf("%s kan ikke læses: %w", path, err)
	}
	return doc.System, raw, nil
}

// ReadMessage reads an exchange of a recording. One that was cut off has no
// reply.
func ReadMessage(folder string, n int) (Message, error) {
	var both [2][]byte
	for i, part := range []string{"request", "reply"} {
		raw, err := os.ReadFile(filepath.Join(folder, fmt.Sprintf("%04d-%s.xml", n, part)))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return Message{}, fmt.Errorf("optagelsen kan ikke læses: %w", err)
		}
		both[i] = raw
	}
	return NewMessage(n, both[0], both[1]), nil
}

// writeFile writes a file whole or not at all.
func writeFile(path string, write func(io.Writer) error) error {
	var b bytes.Buffer
	if err := write(&b); err != nil {
		return fmt.Errorf("%s kan ikke skrives: %w", path, err)
	}
	if err := recording.MakeShown(filepath.Dir(path)); err != nil {
		return fmt.Errorf("%s kan ikke skrives: %w", path, err)
	}
	if err := recording.WriteShown(path, b.Bytes()); err != nil {
		return fmt.Errorf("%s kan ikke skrives: %w", path, err)
	}
	return nil
}
