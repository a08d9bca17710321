package reports_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"klarmeld/internal/english"
	"klarmeld/internal/house"
)

// speaking are the packages whose texts reach a report.
var speaking = []string{"internal/anvisning", "internal/contract", "internal/driver", "internal/action", "internal/impact", "internal/index", "internal/judge",
	"internal/services", "internal/stage", "internal/wire",
	"internal/soap", "internal/trial", "internal/verdict", "features", "steps", "reports"}

// Whatever a source can say in a report, its English is in the catalogue, also
// when no test makes it say it: each text that stands in the sources, by itself
// or as part of a larger one.
func TestEveryTextOfTheSourcesHasEnglish(t *testing.T) {
	var all strings.Builder
	for danish := range catalogue(t) {
		all.WriteString(verb.ReplaceAllString(strings.ToLower(danish), "\x00") + "\n")
	}
	texts := 0
	for _, dir := range speaking {
		files, err := filepath.Glob(filepath.Join("..", filepath.FromSlash(dir), "*.go"))
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: no files: %v", dir, err)
		}
		for _, f := range files {
			if strings.HasSuffix(f, "_test.go") || slices.Contains(danishOnly, dir+"/"+filepath.Base(f)) {
				continue
			}
			for place, text := range literals(t, f) {
				texts++
				if name.MatchString(text) || strings.Contains(text, "([^") { // a rule's ID; a sentence's pattern
					continue
				}
				if _, left := english.Left(verb.ReplaceAllString(text, "X")); left == "" {
					continue
				}
				for _, part := range verb.Split(text, -1) {
					part = strings.Trim(part, " .,;:()»«<>\"'!?–")
					if len(part) > 3 && !slices.Contains(notSaid, part) && !strings.Contains(all.String(), strings.ToLower(part)) {
						t.Errorf("%s: no English for %q", place, part)
					}
				}
			}
		}
	}
	if texts < 3000 {
		t.Errorf("only %d texts were looked at", texts)
	}
}

var verb = regexp.MustCompile(`%[-+#0-9.]*[a-z]|\n`)

// danishOnly are files whose texts are for somebody at the keyboard: the dialogue
// with a person, what check, rules and verify write, and what is wrong with the
// scenarios that somebody has written.
var danishOnly = []string{"internal/driver/instruction.go", "internal/driver/person.go", "reports/delivery.go", "reports/findings.go", "reports/rules.go",
	"reports/signatures.go",
	"steps/demands.go", "steps/folder.go", "steps/keyword.go", "steps/lines.go", "steps/mistake.go", "steps/names.go", "steps/optional.go"}

// notSaid are texts that no report shows, or that are a caseworker's or a
// message's own: what a system is asked to write, examples, keys.
var notSaid = []string{
	"Byggetilladelse til carport", "Sag fra bestanden", "Borgeren har fortalt om sin dag, og det er skrevet ned her",
	"Dette Journalnotat er for stort til at blive sendt til Sags- og Dokumentindekset",
	"Dette Journalnotat er for stort til at blive sendt til Sags- og Dokumentindekset, se dette Journalnotat i", "Hvorfor dokumentet er lagt på sagen",
	"Telefonsamtale med borgeren", "Ikke base64", "I-01", "EFTER-", "ikke tilbudt",
	"kontrolleres i en kørsel", "kan ikke kontrolleres", // the states of a rule: klarmeld rules
	"klarmeld har ingen service på", "Services", "klarmeld brød sammen; fejlen er klarmelds, ikke jeres", // what is answered on the wire
	"er obligatorisk her", // each rule that demands it says when
}

// name is an identifier.
var name = regexp.MustCompile(`^[a-zæøå0-9./*_-]+$`)

// elsewhere are calls whose texts are no part of a report: errors of the
// terminal, patterns, and the vocabulary of the scenarios.
var elsewhere = []string{"fmt.Errorf", "errors.New", "regexp.MustCompile", "lazyregexp.New", "panic", "says", "claims"}

// literals are the texts of a source by their place.
func literals(t *testing.T, file string) map[string]string {
	t.Helper()
	set, out := token.NewFileSet(), map[string]string{}
	f, err := parser.ParseFile(set, file, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var look func(ast.Node) bool
	look = func(n ast.Node) bool {
		switch x := n.(type) {
		case *ast.ImportSpec, *ast.Field:
			return false
		case *ast.CallExpr:
			if !slices.Contains(elsewhere, called(x)) {
				return true
			}
			for _, arg := range x.Args { // what a sentence does may say something
				if does, ok := arg.(*ast.FuncLit); ok {
					ast.Inspect(does, look)
				}
			}
			return false
		case *ast.BinaryExpr, *ast.BasicLit:
			if text, ok := house.Constant(x.(ast.Expr)); ok {
				out[set.Position(x.Pos()).String()] = text
				return false
			}
		}
		return true
	}
	ast.Inspect(f, look)
	return out
}

// called is the name of what a call calls, with its package.
func called(x *ast.CallExpr) string {
	switch f := x.Fun.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		if of, ok := f.X.(*ast.Ident); ok {
			return of.Name + "." + f.Sel.Name
		}
	}
	return ""
}
