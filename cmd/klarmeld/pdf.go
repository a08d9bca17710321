package main

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/spf13/cobra"
)

// browserVariable names the browser that prints, where it is in no usual place.
const browserVariable = "KLARMELD_CHROMIUM"

// printing is how long a browser may take over one report.
const printing = 2 * time.Minute

func pdfFlag(cmd *cobra.Command, on *bool) {
	cmd.Flags().BoolVar(on, "pdf", false, "skriv også rapporten som rapport.pdf (kræver Chromium, Chrome eller Edge)")
}

// browser finds a browser that prints.
func browser() (string, error) {
	if path := os.Getenv(browserVariable); path != "" {
		if _, err := exec.LookPath(path); err != nil {
			return "", usage("%s er %s, som ikke kan køres: %w", browserVariable, path, err)
		}
		return path, nil
	}
	for _, name := range browserPlaces(runtime.GOOS, os.Getenv) {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", usage("--pdf kræver Chromium, Chrome eller Edge, og der er ingen på PATH eller på de sædvanlige steder. "+
		"Sæt %s til programmet, eller åbn rapport.html og udskriv den selv", browserVariable)
}

// fileURL is the address of a file: a path that begins with a drive has a slash
// before it.
func fileURL(path string) string {
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path
	}
	return (&url.URL{Scheme: "file", Path: path}).String()
}

// browserPlaces are where browsers that print are: by their names on PATH, and
// where the operating system puts programs that are not on it.
func browserPlaces(system string, env func(string) string) []string {
	places := []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge", "microsoft-edge-stable", "msedge",
		"google-chrome-beta", "google-chrome-unstable", "microsoft-edge-beta", "microsoft-edge-dev"}
	switch system {
	case "darwin":
		for _, home := range []string{"", env("HOME")} {
			for _, app := range []string{"Google Chrome", "Chromium", "Microsoft Edge", "Google Chrome Beta", "Google Chrome Canary", "Microsoft Edge Beta"} {
				places = append(places, home+"/Applications/"+app+".app/Contents/MacOS/"+app)
			}
		}
	case "windows":
		for _, root := range []string{"ProgramFiles", "ProgramFiles(x86)", "ProgramW6432", "LOCALAPPDATA"} {
			if at := env(root); at != "" {
				places = append(places, at+`\Google\Chrome\Application\chrome.exe`, at+`\Microsoft\Edge\Application\msedge.exe`, at+`\Chromium\Application\chrome.exe`)
			}
		}
	default:
		places = append(places, "/usr/lib/chromium/chromium", "/snap/bin/chromium", "/opt/google/chrome/chrome", "/opt/microsoft/msedge/msedge",
			"/opt/chromium/chrome")
	}
	return places
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
	said, err := exec.CommandContext(ctx, program, append(args, fileURL(page))...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s kunne ikke udskrive rapporten: %w\n%s", program, err, said)
	}
	if info, err := os.Stat(to); err != nil || info.Size() == 0 {
		return fmt.Errorf("%s skrev ingen PDF\n%s", program, said)
	}
	return nil
}
