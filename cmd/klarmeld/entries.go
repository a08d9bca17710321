package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"klarmeld/internal/foreign"
	"klarmeld/internal/overview"
	"klarmeld/internal/privacy"
	"klarmeld/internal/recording"
	"klarmeld/internal/seal"
	"klarmeld/internal/verdict"
	"klarmeld/reports"
)

// reportFolders are the folders of the reports in a folder, however deep: that of a run,
// of one system, or one that many have been gathered in.
func reportFolders(dir string) ([]string, error) {
	whole, err := filepath.EvalSymlinks(dir)
	if err != nil {
		return nil, usage("mappen %s kan ikke læses: %w", dir, err)
	}
	if info, err := os.Stat(whole); err != nil || !info.IsDir() {
		return nil, usage("%s er ingen mappe; nævn den mappe, rapporterne ligger i", dir)
	}
	var out []string
	err = filepath.WalkDir(whole, func(at string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return err
		}
		if _, err := os.Lstat(filepath.Join(at, reports.ReportFile)); err == nil {
			out = append(out, at)
			return fs.SkipDir
		}
		if _, err := os.Lstat(filepath.Join(at, recording.IndexFile)); err == nil {
			return fs.SkipDir // a recording, of thousands of files, and no report
		}
		return nil
	})
	if err != nil {
		return nil, usage("mappen %s kan ikke læses: %w", dir, err)
	}
	if len(out) == 0 {
		return nil, usage("der er ingen rapport (%s) i %s eller nogen mappe i den", reports.ReportFile, dir)
	}
	return out, nil
}

// trusted are the fingerprints of the public keys in some files.
func trusted(files []string) ([]string, error) {
	var out []string
	for _, f := range files {
		raw, err := textOf(f)
		if err != nil {
			return nil, usage("nøglen kan ikke læses: %w", err)
		}
		print, err := seal.PublicFingerprint(raw)
		if err != nil {
			return nil, usage("%s: %w", f, err)
		}
		out = append(out, print)
	}
	return out, nil
}

// entryOf verifies the report in a folder as klarmeld verify does, and says what came of
// it. An error is a failure of ours, or an interruption; what is wrong with the report is
// in the entry.
func entryOf(ctx context.Context, dir, features string, keys []string) (overview.Reported, error) {
	var said bytes.Buffer
	r, err := verification{features: features, out: &said, unsaid: true}.report(ctx, dir)
	e := overview.Reported{ID: reportID(dir), System: r.System}
	switch code := codeOf(err); {
	case ctx.Err() != nil, err != nil && code != verdict.NotApproved.ExitCode() && code != verdict.Incomplete.ExitCode() && code != exitUsage:
		return e, err
	case err == nil:
		e.Standing = overview.Verified
	case code == verdict.Incomplete.ExitCode():
		e.Standing, e.Problems = overview.Partly, problems(said.String())
	default:
		e.Standing, e.Problems = overview.Altered, problems(said.String())
		if code == exitUsage {
			e.Standing, e.Problems = overview.Unverifiable, []string{withoutPaths(err.Error(), dir)}
		}
		// What it says of itself names it, and nothing else of it is shown.
		if doc, _, err := reports.ReadDocument(dir); err == nil {
			e.System = doc.System
		}
		return e, nil
	}
	if _, e.Recording, err = recording.Digest(dir); err != nil {
		return e, usage("%w", err)
	}
	e.Granted = r.Granted
	for _, x := range r.Signatures {
		e.Signed = append(e.Signed, overview.Signatory{Name: x.Name, Comment: x.Comment, Signed: x.Signed, Key: x.Key, Decision: x.Decision,
			Trusted: slices.Contains(keys, x.Key)})
	}
	// Whose key is known has said that the pages are as they were; the last stands for them.
	if n := len(e.Signed); n > 0 && e.Signed[n-1].Trusted {
		e.Standing = overview.Verified
	}
	return e, nil
}

// codeOf is the exit code of an error; 0 of none that knows it.
func codeOf(err error) int {
	var e exit
	if errors.As(err, &e) {
		return e.code
	}
	return 0
}

// reportID names a report by its manifest.
func reportID(dir string) string {
	raw, err := foreign.ReadIn(dir, recording.ManifestFile, foreign.Medium)
	if err != nil {
		raw, _ = foreign.ReadIn(dir, reports.ReportFile, foreign.Large) // that it cannot be read is told of it
	}
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:4])
}

// mostProblems is how many lines are told of what is wrong with a report.
const mostProblems = 8

// problems are the lines of what verify has said, but for what agrees.
func problems(said string) []string {
	var out []string
	for line := range strings.Lines(said) {
		text, agrees := strings.CutPrefix(strings.TrimSpace(line), "✓")
		if agrees || text == "" {
			continue
		}
		out = append(out, strings.TrimSpace(strings.TrimLeft(text, "✗○")))
	}
	if n := len(out); n > mostProblems {
		out = append(out[:mostProblems], fmt.Sprintf("… og %d linjer til", n-mostProblems))
	}
	return out
}

// withoutPaths is a text in which a report's folder is not named: the overview is for
// others than whoever has it.
func withoutPaths(text, dir string) string {
	text = strings.ReplaceAll(text, dir+string(filepath.Separator), "")
	return privacy.Mask(strings.ReplaceAll(text, dir, "mappen"))
}
