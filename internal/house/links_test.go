package house

import (
	"io/fs"
	"os"
	"path"
	"regexp"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"
)

// TestLinksLeadSomewhere: what a page of the docs links to in the house is there, and has
// the heading that is named.
func TestLinksLeadSomewhere(t *testing.T) {
	house := os.DirFS("../..")
	links := 0
	err := fs.WalkDir(house, ".", func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "node_modules" || d.Name() == "testdata" || d.Name() == ".git") {
			return fs.SkipDir
		}
		if path.Ext(file) != ".md" {
			return nil
		}
		for _, link := range linksOf(t, house, file) {
			links++
			to, heading, _ := strings.Cut(link, "#")
			if to = path.Join(path.Dir(file), to); link[0] == '#' {
				to = file
			}
			if _, err := fs.Stat(house, to); err != nil {
				t.Errorf("%s: %s leads nowhere", file, link)
			} else if heading != "" && path.Ext(to) == ".md" && !headings(t, house, to)[heading] {
				t.Errorf("%s: %s has no such heading", file, link)
			}
		}
		return nil
	})
	if err != nil || links < 50 {
		t.Errorf("%d links were looked at: %v", links, err)
	}
}

// linksOf are the addresses in a page, of links and pictures, that lead to the house.
func linksOf(t *testing.T, house fs.FS, file string) (out []string) {
	t.Helper()
	walk(t, house, file, func(n ast.Node, _ []byte) {
		var to string
		switch n := n.(type) {
		case *ast.Link:
			to = string(n.Destination)
		case *ast.Image:
			to = string(n.Destination)
		}
		if to != "" && !strings.Contains(to, "://") {
			out = append(out, to)
		}
	})
	return out
}

// notInAnchors is what code hosts leave out of a heading's anchor.
var notInAnchors = regexp.MustCompile(`[^\pL\pN\- _]`)

// headings are the anchors of a page's headings, as code hosts make them.
func headings(t *testing.T, house fs.FS, file string) map[string]bool {
	t.Helper()
	out := map[string]bool{}
	walk(t, house, file, func(n ast.Node, raw []byte) {
		if h, ok := n.(*ast.Heading); ok {
			var title strings.Builder
			for i := range h.Lines().Len() {
				line := h.Lines().At(i)
				title.Write(line.Value(raw))
			}
			out[strings.ReplaceAll(notInAnchors.ReplaceAllString(strings.ToLower(title.String()), ""), " ", "-")] = true
		}
	})
	return out
}

// walk visits what a page is made of.
func walk(t *testing.T, house fs.FS, file string, visit func(n ast.Node, raw []byte)) {
	t.Helper()
	raw, err := fs.ReadFile(house, file)
	if err != nil {
		t.Fatal(err)
	}
	page := goldmark.New(goldmark.WithExtensions(extension.GFM)).Parser().Parse(text.NewReader(raw))
	err = ast.Walk(page, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			visit(n, raw)
		}
		return ast.WalkContinue, nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
