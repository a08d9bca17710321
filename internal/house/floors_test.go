package house

import (
	"encoding/json"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// floors are the packages, from the ground up. A package leans on its own floor
// and on those below.
var floors = [][]string{
	{"fixtures", "features", "internal/official", "internal/house"}, // data, and what tests are given
	{"internal/oio", "internal/contract", "internal/verdict", "internal/privacy", "internal/privacy/privacytest", "internal/recording", "internal/action",
		"internal/english", "internal/schema", "internal/lazyregexp", "internal/unstarted", "internal/textfile", "internal/strictxml", "internal/foreign",
		"internal/notat", "internal/packed", "internal/spool"},
	{"internal/municipality", "internal/municipality/municipalitytest", "internal/conformant", "internal/omraader", "internal/ordliste", "internal/kle",
		"internal/soap", "internal/seal", "internal/keys", "internal/xmldsig", "internal/xmldsig/changetest", "internal/overview"},
	{"internal/index", "internal/index/statetest", "internal/lookup", "internal/organisation", "internal/klassifikation", "internal/anvisning",
		"internal/security"},
	{"internal/judge", "internal/across", "internal/impact", "internal/clause", "internal/borgerblik"},
	{"internal/wire", "internal/road", "internal/delivery", "internal/capture", "internal/services", "internal/contractfiles"},
	{"internal/proof", "internal/idws", "internal/driver", "internal/simulated", "internal/trial"},
	{"internal/stage", "internal/config"},
	{"steps", "reports"},
	{"cmd/klarmeld"},
	{"examples/adapters/go"},
}

// ground is the floor whose tests, too, lean on nothing above.
const ground = 1

// forTests are packages that no production code imports.
var forTests = []string{"internal/official", "internal/house", "internal/conformant", "internal/municipality/municipalitytest", "internal/index/statetest",
	"internal/privacy/privacytest", "internal/xmldsig/changetest"}

type pkg struct {
	ImportPath                         string
	Imports, TestImports, XTestImports []string
	Deps                               []string
}

func (p pkg) name() string { return short(p.ImportPath) }

// short is a package's path in the module, "" for one of others.
func short(path string) string {
	s, ours := strings.CutPrefix(path, "klarmeld/")
	if !ours {
		return ""
	}
	return s
}

func packages(t *testing.T) []pkg {
	t.Helper()
	raw, err := exec.Command("go", "list", "-json=ImportPath,Imports,TestImports,XTestImports,Deps", "klarmeld/...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var out []pkg
	for d := json.NewDecoder(strings.NewReader(string(raw))); d.More(); {
		var p pkg
		if err := d.Decode(&p); err != nil {
			t.Fatal(err)
		}
		out = append(out, p)
	}
	if len(out) < 30 {
		t.Fatalf("only %d packages were looked at", len(out))
	}
	return out
}

func floorOf(name string) int {
	return slices.IndexFunc(floors, func(f []string) bool { return slices.Contains(f, name) })
}

// TestFloors: every package has its floor, and leans on none above.
func TestFloors(t *testing.T) {
	for _, p := range packages(t) {
		own := floorOf(p.name())
		if own < 0 {
			t.Errorf("%s stands on no floor: put it on one", p.name())
			continue
		}
		leans := slices.Clone(p.Imports)
		if own <= ground {
			leans = slices.Concat(leans, p.TestImports, p.XTestImports)
		}
		for _, i := range leans {
			if on := short(i); on != "" && floorOf(on) > own {
				t.Errorf("%s leans on %s, which is above it", p.name(), on)
			}
		}
	}
}

// TestNothingInsideLooksOut: nothing in internal imports the edges, its tests
// included.
func TestNothingInsideLooksOut(t *testing.T) {
	for _, p := range packages(t) {
		if !strings.HasPrefix(p.name(), "internal/") {
			continue
		}
		for _, i := range slices.Concat(p.Imports, p.TestImports, p.XTestImports) {
			if on := short(i); on == "steps" || on == "reports" || strings.HasPrefix(on, "reports/") || strings.HasPrefix(on, "cmd/") {
				t.Errorf("%s imports %s", p.name(), on)
			}
		}
	}
}

// TestTheJudgeLooksAtNothing: what decides reaches no network and starts no
// program.
func TestTheJudgeLooksAtNothing(t *testing.T) {
	looked := 0
	for _, p := range packages(t) {
		if !slices.Contains([]string{"internal/verdict", "internal/anvisning", "internal/judge", "internal/impact"}, p.name()) {
			continue
		}
		looked++
		for _, no := range []string{"net/http", "os/exec", "os/signal", "github.com/hashicorp/go-retryablehttp", "klarmeld/internal/driver",
			"klarmeld/internal/wire"} {
			if slices.Contains(p.Deps, no) {
				t.Errorf("%s depends on %s", p.name(), no)
			}
		}
	}
	if looked != 4 {
		t.Errorf("%d packages were looked at", looked)
	}
}

// TestEachLibraryHasItsPlace: a library is used in its place of production code alone,
// and what is made for tests nowhere.
func TestEachLibraryHasItsPlace(t *testing.T) {
	all := libraries(t)
	for _, p := range packages(t) {
		if p.name() == "internal/house" {
			continue
		}
		for _, i := range p.Imports {
			if places := all.placesOf(i); places != nil && !slices.Contains(places, p.name()) {
				t.Errorf("%s imports %s, whose place is %s", p.name(), i, strings.Join(places, ", "))
			}
			if slices.Contains(forTests, short(i)) && !slices.Contains(forTests, p.name()) {
				t.Errorf("%s imports %s, which is for tests", p.name(), short(i))
			}
		}
	}
}

// TestEachPlaceIsUsed: a library that has a place is used there; else the rule is of
// nothing, or written so that it finds nothing.
func TestEachPlaceIsUsed(t *testing.T) {
	all := libraries(t)
	used := map[string]bool{}
	for _, p := range packages(t) {
		for _, i := range slices.Concat(p.Imports, p.TestImports, p.XTestImports) {
			used[all.named(i)+" in "+p.name()] = true
		}
	}
	for library, places := range all {
		for _, place := range places {
			if !used[library+" in "+place] {
				t.Errorf("%s is not used in %s: take it out of .golangci.yml", library, place)
			}
		}
	}
}
