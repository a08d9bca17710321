package reports

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"klarmeld/internal/recording"
)

// The files of an overview. OverviewPDF is there when it was asked for.
const (
	OverviewFile = "oversigt.html"
	OverviewPDF  = "oversigt.pdf"
)

// overviewForms are the forms of an overview, by file.
var overviewForms = []struct {
	file  string
	write func(io.Writer, Overview) error
}{
	{OverviewFile, OverviewHTML}, {"oversigt.md", OverviewMarkdown}, {"oversigt.csv", OverviewCSV}, {"mangler.csv", LacksCSV}, {"oversigt.json", OverviewJSON},
}

// OverviewOurs refuses a folder that holds something else than an overview of klarmeld's:
// what is another's is not written over. One that is not there is no mistake.
func OverviewOurs(dir string) error {
	ours := []string{OverviewPDF}
	for _, f := range overviewForms {
		ours = append(ours, f.file)
	}
	others, err := recording.Unlisted(dir, ours)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("mappen %s kan ikke bruges til oversigten: %w", dir, err)
	}
	if _, err := os.Stat(filepath.Join(dir, OverviewFile)); err != nil {
		if _, err := os.Stat(filepath.Join(dir, recording.ManifestFile)); err == nil {
			others = append(others, recording.ManifestFile)
		}
	}
	if len(others) > 0 {
		return fmt.Errorf("mappen %s er ikke en oversigt fra klarmeld (den rummer %s); vælg en anden mappe med --out", dir, others[0])
	}
	return nil
}

// WriteOverview writes the forms of an overview in a folder, and a manifest of them that
// sha256sum checks. print prints the page as a PDF; nil: none is wanted.
func WriteOverview(dir string, o Overview, print func(page, to string) error) error {
	made := map[string][]byte{}
	var files []string
	for _, f := range overviewForms {
		var b bytes.Buffer
		if err := f.write(&b, o); err != nil {
			return fmt.Errorf("%s kan ikke skrives: %w", f.file, err)
		}
		made[f.file] = b.Bytes()
		files = append(files, f.file)
	}
	if err := recording.MakeShown(dir); err != nil {
		return fmt.Errorf("%s kan ikke skrives: %w", dir, err)
	}
	if err := recording.Replace(dir, made); err != nil {
		return err
	}
	pdf := filepath.Join(dir, OverviewPDF)
	if err := os.Remove(pdf); err != nil && !errors.Is(err, fs.ErrNotExist) { // it would be of an earlier one
		return fmt.Errorf("%s kan ikke skrives: %w", pdf, err)
	}
	if print != nil {
		if err := print(filepath.Join(dir, OverviewFile), pdf); err != nil {
			return err
		}
		recording.ShowFile(pdf)
		files = append(files, OverviewPDF)
	}
	return recording.WriteListed(dir, files)
}
