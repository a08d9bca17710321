package main

import (
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// TestBrowserPlaces: where each operating system has its browsers.
func TestBrowserPlaces(t *testing.T) {
	env := map[string]string{"HOME": "/Users/ane", "ProgramFiles": `C:\Program Files`, "ProgramFiles(x86)": `C:\Program Files (x86)`,
		"LOCALAPPDATA": `C:\Users\ane\AppData\Local`}
	for system, want := range map[string][]string{
		"linux": {"chromium", "google-chrome-stable", "microsoft-edge", "microsoft-edge-stable", "/snap/bin/chromium", "/opt/google/chrome/chrome",
			"/opt/microsoft/msedge/msedge", "/usr/lib/chromium/chromium"},
		"darwin": {"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
			"/Applications/Chromium.app/Contents/MacOS/Chromium", "/Users/ane/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"},
		"windows": {`C:\Program Files\Google\Chrome\Application\chrome.exe`, `C:\Program Files (x86)\Google\Chrome\Application\chrome.exe`,
			`C:\Users\ane\AppData\Local\Google\Chrome\Application\chrome.exe`, `C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe`,
			`C:\Program Files\Microsoft\Edge\Application\msedge.exe`},
	} {
		got := browserPlaces(system, func(name string) string { return env[name] })
		for _, place := range want {
			if !slices.Contains(got, place) {
				t.Errorf("%s: %s is not looked at: %q", system, place, got)
			}
		}
		if system == "windows" != slices.ContainsFunc(got, func(s string) bool { return strings.Contains(s, `\`) }) {
			t.Errorf("%s: %q", system, got)
		}
	}
}

// TestPDFByAnyBrowser: whichever of the browsers is there prints the report, and
// without one nothing is run.
func TestPDFByAnyBrowser(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("skipped: the browser of this test is a shell script")
	}
	for _, name := range []string{"chromium", "google-chrome", "google-chrome-stable", "microsoft-edge", "microsoft-edge-stable", "microsoft-edge-dev", ""} {
		t.Run(name, func(t *testing.T) {
			bin, out := t.TempDir(), filepath.Join(t.TempDir(), "rap#port? [1]")
			t.Setenv("PATH", bin)
			t.Setenv(browserVariable, "")
			if name != "" {
				script := "#!/bin/sh\nfor a; do case $a in --print-to-pdf=*) to=${a#*=};; file:///*) page=$a;; esac; done\necho \"$page\" > \"$to\"\n"
				if err := os.WriteFile(filepath.Join(bin, name), []byte(script), 0o700); err != nil {
					t.Fatal(err)
				}
			}
			code, said := program("run", "--system", "reference", "--only", "sag-01", "--out", out, "--pdf")
			raw, err := os.ReadFile(filepath.Join(out, "reference", "rapport.pdf"))
			if name == "" {
				if os.IsNotExist(err) && code == exitUsage && strings.Contains(said, "Edge") {
					return
				}
				if path, err := browser(); err == nil { // one in its usual place
					t.Skipf("skipped: there is a browser at %s", path)
				}
			}
			if err != nil || code != 30 || !strings.Contains(string(raw), "rap%23port%3F%20%5B1%5D/reference/rapport.html") &&
				!strings.Contains(string(raw), "rap%23port%3F%20[1]/reference/rapport.html") {
				t.Errorf("exit code %d, %v, %q: %s", code, err, raw, said)
			}
		})
	}
}
