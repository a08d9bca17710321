package reports_test

import (
	"bytes"
	"encoding/json"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"klarmeld/internal/verdict"
	"klarmeld/reports"
)

// hostileNames are what may stand in a finding's file, source or any other text.
var hostileNames = []string{"javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "\tjavascript:alert(1)", "java\nscript:alert(1)",
	"\x01javascript:alert(1)", "data:text/html,<script>alert(1)</script>",
	"vbscript:x", "//ude.example/x", `\\ude.example\x`, "///x", "file:///etc/passwd", "http://ude.example/", "[x](javascript:alert(1))", "<javascript:alert(1)>",
	"![x](javascript:alert(1))", "[x]: javascript:alert(1)",
	"<a href=javascript:alert(1)>x</a>", "optagelse/../../x", "optagelse/0001-request.xml\" onclick=\"x", "&#106;avascript:alert(1)", "%6aavascript:alert(1)"}

// active is a link that does something, in HTML and in Markdown.
var active = map[string]*regexp.Regexp{
	"html":     regexp.MustCompile(`(?i)<[a-z][^>]*\s(?:href|src|action|formaction|on[a-z]+)\s*=\s*["']?\s*(?:javascript|vbscript|file|//|x")`),
	"markdown": regexp.MustCompile(`(?:^|[^\\])(?:\]\(|\]:|<)`),
}

// titles are what stands as a text between quotes, whatever it says.
var titles = regexp.MustCompile(` title="[^"]*"`)

// TestLinksLeadNowhere: what others have named is no link, in no form of the
// report; the addresses of SARIF lead into the report's folder.
func TestLinksLeadNowhere(t *testing.T) {
	for _, name := range hostileNames {
		r := verdict.SystemResult{Name: "x", Title: name, Municipality: name, Policy: "p", Verdict: verdict.NotApproved,
			Capabilities: []verdict.CapabilityResult{{ID: verdict.Sag, Name: "Sag", Outcome: verdict.Fail, Reason: name,
				Scenarios: []verdict.ScenarioResult{{ID: "s", Name: name, Capability: verdict.Sag, Outcome: verdict.Fail, Findings: []verdict.Finding{
					{Rule: "x.y", Capability: verdict.Sag, Outcome: verdict.Fail, Message: name, Expected: name, Actual: name, Fix: name, Source: name, File: name, Path: name,
						Fragment: name, Suggestion: name}}}}}}}
		for _, f := range reports.Forms() {
			var b bytes.Buffer
			if err := f.Write(&b, reports.Report{System: r}); err != nil {
				t.Errorf("%q as %s: %v", name, f.Name, err)
				continue
			}
			text := titles.ReplaceAllString(b.String(), "")
			if does := active[f.Name]; does != nil && does.MatchString(text) {
				t.Errorf("%q as %s has %q", name, f.Name, does.FindString(text))
			}
			if f.Name == "sarif" {
				addressesLeadIn(t, name, b.Bytes())
			}
		}
	}
}

// addressesLeadIn demands that every address of a SARIF report is relative.
func addressesLeadIn(t *testing.T, name string, raw []byte) {
	t.Helper()
	var v any
	if err := json.Unmarshal(raw, &v); err != nil {
		t.Fatal(err)
	}
	found := 0
	var look func(key string, v any)
	look = func(key string, v any) {
		switch in := v.(type) {
		case map[string]any:
			for k, child := range in {
				look(k, child)
			}
		case []any:
			for _, child := range in {
				look(key, child)
			}
		case string:
			if key != "uri" {
				return
			}
			found++
			if u, err := url.Parse(in); err != nil || u.Scheme != "" || u.Host != "" || strings.HasPrefix(in, "/") || strings.HasPrefix(in, `\`) {
				t.Errorf("%q becomes the address %q", name, in)
			}
		}
	}
	look("", v)
	if found == 0 {
		t.Errorf("%q: no address at all", name)
	}
}
