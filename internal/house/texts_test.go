package house

import (
	"go/ast"
	"go/token"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
)

// read are the fields and methods whose values are for people to read. A
// decision on one of them is a decision on how something is worded.
var read = []string{
	"Message", "Reason", "Fix", "Expected", "Actual", "Source", "Consequence", "Hits", "Text", "Tekst", "Begrundelse", "Note", "Proves", "Untested",
	"NotOffered", "Untried", "Harness", "notOffered", "untried", "harness", "Title", "Titel", "PolicyTitle", "Service", "What", "Hvad", "Eksempel",
	"Error", "Name()", "Navn()",
}

// deciding are the functions of package strings by which a text decides.
var deciding = []string{"HasPrefix", "HasSuffix", "Contains", "ContainsAny", "ContainsFunc", "EqualFold", "Cut", "CutPrefix", "CutSuffix", "Index", "IndexAny",
	"LastIndex", "Count", "Compare"}

// excepted are the decisions that stay, each in its function, by reason.
var excepted = map[string]string{
	"internal/house.Sources":           "the names of folders that hold no code of ours",
	"cmd/klarmeld.agrees":              "what a run was begun with is held against what is said now; neither is ours",
	"internal/anvisning.Holds":         "a condition's Text is a value of the row, held against the message's",
	"internal/contract.restriction":    "the contract's own notation",
	"internal/keys.key":                "the type of a PEM block (RFC 7468)",
	"internal/driver.common":           "what a person types at the dialogue; the answer that it stands for is typed",
	"internal/klassifikation.Services": "Kind.Service is the word in a path, and no display name",
	"internal/organisation.Services":   "Kind.Service is the word in a path, and no display name",
	"internal/recording.ResumeFolder":  "a file's name is what the recording gave it",
	"internal/seal.PublicFingerprint":  "the type of a PEM block (RFC 7468)",
	"internal/simulated.correctNote":   "a caseworker finds a note by its title, as the action names it",
	"internal/simulated.makeDocument":  "a code of the standard with a blank in it: Dokument Type",
	"reports.ReasonToShow":             "says nothing twice",
	"reports.block":                    "says nothing twice",
	"reports.finding":                  "says nothing twice",
}

// decision is a place where the flow depends on a text.
type decision struct {
	where, function, what string
}

// TestNoDecisionRestsOnAText: production code asks no text that a person reads
// how it begins, what it holds or whether it is another; what is decided rests on
// codes, enumerations and IDs.
func TestNoDecisionRestsOnAText(t *testing.T) {
	constants := sentences(Sources(t, "../.."))
	used := map[string]bool{}
	looked := 0
	for _, s := range Sources(t, "../..") {
		if s.Test() || strings.HasPrefix(s.Path, "examples/") {
			continue
		}
		for _, d := range s.File.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok {
				continue
			}
			looked++
			for _, x := range decisions(s, f, constants) {
				used[x.function] = true
				if _, ok := excepted[x.function]; !ok {
					t.Errorf("%s, %s: %s", x.where, x.function, x.what)
				}
			}
		}
	}
	if looked < 1500 {
		t.Errorf("only %d functions were looked at", looked)
	}
	for _, e := range slices.Sorted(maps.Keys(excepted)) {
		if !used[e] {
			t.Errorf("%s decides on no text any more: strike it off", e)
		}
	}
}

// decisions are those of a function.
func decisions(s Source, f *ast.FuncDecl, constants map[string]bool) []decision {
	var out []decision
	name := s.Path[:strings.LastIndex(s.Path, "/")] + "." + f.Name.Name
	add := func(n ast.Node, what string) {
		out = append(out, decision{s.Set.Position(n.Pos()).String(), name, what})
	}
	text := func(e ast.Expr) (string, bool) { return readByPeople(e, constants) }
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			on, ok := n.Fun.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if p, ok := on.X.(*ast.Ident); !ok || p.Name != "strings" && p.Name != "bytes" || !slices.Contains(deciding, on.Sel.Name) {
				return true
			}
			for _, a := range n.Args {
				if what, ok := text(a); ok {
					add(n, on.Sel.Name+" of "+what)
					break
				}
			}
		case *ast.BinaryExpr:
			if n.Op == token.EQL || n.Op == token.NEQ {
				compared(n, text, func(what string) { add(n, n.Op.String()+" with "+what) })
			}
		case *ast.SwitchStmt:
			if n.Tag != nil {
				if what, ok := text(n.Tag); ok {
					add(n, "switch on "+what)
				}
			}
		case *ast.CaseClause:
			for _, e := range n.List {
				if _, ok := Constant(e); ok {
					if what, ok := text(e); ok {
						add(n, "case "+what)
					}
				}
			}
		case *ast.IndexExpr:
			if what, ok := text(n.Index); ok {
				add(n, "a map by "+what)
			}
		}
		return true
	})
	return out
}

// compared tells of a comparison with a text. Whether there is one at all is no
// question of its words.
func compared(n *ast.BinaryExpr, text func(ast.Expr) (string, bool), tell func(string)) {
	for _, e := range []ast.Expr{n.X, n.Y} {
		if lit, ok := e.(*ast.BasicLit); ok && lit.Value == `""` {
			return
		}
	}
	for _, e := range []ast.Expr{n.X, n.Y} {
		if what, ok := text(e); ok {
			tell(what)
			return
		}
	}
}

// readByPeople reports whether an expression is a text that people read: a
// sentence, or a field that holds one.
func readByPeople(e ast.Expr, constants map[string]bool) (string, bool) {
	if text, ok := Constant(e); ok {
		return strconv.Quote(text), sentence(text)
	}
	switch e := e.(type) {
	case *ast.ParenExpr:
		return readByPeople(e.X, constants)
	case *ast.BinaryExpr:
		if what, ok := readByPeople(e.X, constants); ok {
			return what, true
		}
		return readByPeople(e.Y, constants)
	case *ast.Ident:
		return e.Name, constants[e.Name] && (e.Obj == nil || e.Obj.Kind == ast.Con)
	case *ast.SelectorExpr:
		return e.Sel.Name, slices.Contains(read, e.Sel.Name) || constants[e.Sel.Name] && e.Sel.IsExported()
	case *ast.CallExpr:
		return calledForPeople(e, constants)
	}
	return "", false
}

// calledForPeople is readByPeople of a call: of a method that gives such a text,
// or of a function that hands one on.
func calledForPeople(e *ast.CallExpr, constants map[string]bool) (string, bool) {
	if m, ok := e.Fun.(*ast.SelectorExpr); ok {
		if p, ok := m.X.(*ast.Ident); ok && (p.Name == "strings" || p.Name == "bytes" || p.Name == "fmt") {
			for _, a := range e.Args {
				if what, ok := readByPeople(a, constants); ok {
					return what, true
				}
			}
			return "", false
		}
		return m.Sel.Name + "()", slices.Contains(read, m.Sel.Name+"()") || slices.Contains(read, m.Sel.Name) && m.Sel.Name == "Error"
	}
	return "", false
}

// sentence reports whether a literal is words for people, and not a code: it has
// a blank between words, or a letter that no code has.
func sentence(v string) bool {
	if strings.ContainsAny(v, "<>=\\{}") || strings.HasPrefix(v, "--") {
		return false // XML, patterns, command lines
	}
	fields := strings.Fields(v)
	return len(fields) > 1 || strings.ContainsFunc(v, func(r rune) bool { return unicode.IsLetter(r) && r > unicode.MaxASCII })
}

// sentences are the names of constants that hold one. A constant with a type of
// its own is a value of an enumeration, whatever is written for it.
func sentences(all []Source) map[string]bool {
	out := map[string]bool{}
	for _, s := range all {
		if s.Test() {
			continue
		}
		for _, d := range s.File.Decls {
			g, ok := d.(*ast.GenDecl)
			if !ok || g.Tok != token.CONST {
				continue
			}
			for _, spec := range g.Specs {
				v := spec.(*ast.ValueSpec)
				for i, name := range v.Names {
					if i < len(v.Values) && v.Type == nil && holdsSentence(v.Values[i]) {
						out[name.Name] = true
					}
				}
			}
		}
	}
	return out
}

func holdsSentence(e ast.Expr) bool {
	text, ok := Constant(e)
	return ok && sentence(text)
}
