package main

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"
)

// browserVariable names the browser that prints, where it is in no usual place.
const browserVariable = "KLARMELD_CHROMIUM"

// printing is how long a browser may take over one report.
const printing = 2 * time.Minute

func pdfFlag(cmd *cobra.Command, on *bool) {
	cmd.Flags().BoolVar(on, "pdf", false, "skriv også rapporten som rapport.pdf (kræver Chromium eller Chrome)")
}

// browser finds a browser that prints.
func browser() (string, error) {
	if path := os.Getenv(browserVariable); path != "" {
		if _, err := exec.LookPath(path); err != nil {
			return "", usage("%s er %s, som ikke kan køres: %w", browserVariable, path, err)
		}
		return path, nil
	}
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", usage("--pdf kræver Chromium eller Chrome, og der er ingen på PATH. Sæt %s til programmet, eller åbn rapport.html og udskriv den selv", browserVariable)
}

// printPDF lets the browser print a page as people would.
func printPDF(ctx context.Context, page, to string) error {
	program, err := browser()
	if err != nil {
		return err
	}
	if page, err = filepath.Abs(page); err != nil {
		return err
	}
	profile, err := os.MkdirTemp("", "klarmeld-pdf-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(profile)
	ctx, cancel := context.WithTimeout(ctx, printing)
	defer cancel()
	args := []string{"--headless", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
		"--no-pdf-header-footer", "--user-data-dir=" + profile, "--print-to-pdf=" + to}
	if os.Geteuid() == 0 { // Chromium's own sandbox refuses root, and the page has no scripts
		args = append(args, "--no-sandbox")
	}
	said, err := exec.CommandContext(ctx, program, append(args, (&url.URL{Scheme: "file", Path: filepath.ToSlash(page)}).String())...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s kunne ikke udskrive rapporten: %w\n%s", program, err, said)
	}
	if info, err := os.Stat(to); err != nil || info.Size() == 0 {
		return fmt.Errorf("%s skrev ingen PDF\n%s", program, said)
	}
	return nil
}
