package reports

import (
	"bytes"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"klarmeld/internal/foreign"
	"klarmeld/internal/recording"
	"klarmeld/internal/seal"
	"klarmeld/internal/verdict"
)

// Remake makes the forms that a report's folder holds once more: from what its
// recording comes to, from what else stands in its rapport.json, and from who has
// signed. It returns the bytes of each form by its file, and the report that they
// were made from.
func Remake(dir string, d Document, now verdict.SystemResult, signed []Signatory) (Report, map[string][]byte, error) {
	r := d.Report()
	r.System, r.Signatures = now, signed
	r, err := Gather(dir, r)
	if err != nil {
		return r, nil, err
	}
	made, err := Made(r, formsIn(dir))
	return r, made, err
}

// formsIn are the forms that a report's folder holds.
func formsIn(dir string) []Form {
	return slices.DeleteFunc(Forms(), func(f Form) bool {
		_, err := os.Stat(filepath.Join(dir, f.File))
		return err != nil
	})
}

// Unlike names the files of a report's folder that are not as they were made once
// more, in the order of their names; and those that no report has.
func Unlike(dir string, made map[string][]byte) (unlike, strange []string, err error) {
	for _, f := range Forms() {
		want, ok := made[f.File]
		if !ok {
			continue
		}
		raw, err := foreign.ReadIn(dir, f.File, foreign.Large)
		if err != nil {
			return nil, nil, err
		}
		if !bytes.Equal(raw, want) {
			unlike = append(unlike, f.File)
		}
	}
	slices.Sort(unlike)
	files, err := recording.Files(dir)
	if err != nil {
		return nil, nil, err
	}
	for _, name := range files {
		_, form := made[name]
		signs, _ := path.Match(recording.SignatureFiles, name)
		if !form && !signs && name != PDFFile && name != recording.ManifestFile && !strings.HasPrefix(name, recording.Subfolder+"/") {
			strange = append(strange, name)
		}
	}
	return unlike, strange, nil
}

// Signatories are those whose signatures in a report's folder hold.
func Signatories(all []seal.Signature) []Signatory {
	var out []Signatory
	for _, x := range all {
		if x.Problem == "" {
			out = append(out, Signatory{Name: x.Name, Comment: x.Comment, Signed: x.Signed, Key: x.Fingerprint(), Decision: x.Decision})
		}
	}
	return out
}

// Sign signs a report that has been verified: its forms are made anew with the
// signer's name and remarks in them, and the signature is over those. What else the
// statement says of the report is filled in. It returns the signature's file.
func Sign(dir string, r Report, s seal.Statement, key seal.Key) (string, error) {
	r.Signatures = append(slices.Clone(r.Signatures), Signatory{Name: s.Name, Comment: s.Comment, Signed: s.Signed, Key: key.Fingerprint(), Decision: s.Decision})
	files, err := Made(r, formsIn(dir))
	if err != nil {
		return "", err
	}
	manifest, err := recording.ManifestWith(dir, files)
	if err != nil {
		return "", err
	}
	s.System, s.Title, s.Verdict, s.Ruleset, s.Program = r.System.Name, r.System.Title, string(r.System.Verdict), r.System.Ruleset, r.System.Program
	if s.Evidence, err = seal.EvidenceOf(dir, files[ReportFile], manifest); err != nil {
		return "", err
	}
	signature, err := key.Seal(s)
	if err != nil {
		return "", err
	}
	name, err := seal.NextFile(dir)
	if err != nil {
		return "", err
	}
	files[recording.ManifestFile], files[name] = manifest, signature
	return name, recording.Replace(dir, files)
}
