package house

import (
	"os"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
)

// places are the packages that use a library, by what its import path begins with.
type places map[string][]string

// libraries are those with a place of their own. They stand in .golangci.yml, where
// depguard reads them: a rule denies them to all files of production code but those of
// their places.
func libraries(t *testing.T) places {
	t.Helper()
	raw, err := os.ReadFile("../../.golangci.yml")
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Linters struct {
			Settings struct {
				Depguard struct {
					Rules map[string]struct {
						Files []string
						Deny  []struct{ Pkg string }
					}
				}
			}
		}
	}
	if err := yaml.Unmarshal(raw, &doc); err != nil {
		t.Fatal(err)
	}
	out := places{}
	for name, rule := range doc.Linters.Settings.Depguard.Rules {
		var in []string
		for _, file := range rule.Files {
			if place, allowed := strings.CutPrefix(file, "!**/"); allowed {
				in = append(in, strings.TrimSuffix(place, "/*.go"))
			}
		}
		if len(in) == 0 || len(rule.Deny) == 0 {
			t.Fatalf("the rule %s gives no place, or no library", name)
		}
		for _, d := range rule.Deny {
			out[d.Pkg] = in
		}
	}
	if len(out) < 10 {
		t.Fatalf("only %d libraries have a place", len(out))
	}
	return out
}

// named is the library that an import path is of, "" when it has no place of its own.
func (p places) named(path string) string {
	for library := range p {
		if path == library || strings.HasPrefix(path, library+"/") {
			return library
		}
	}
	return ""
}

// placesOf are the packages that may import a path; nil: all.
func (p places) placesOf(path string) []string { return p[p.named(path)] }
