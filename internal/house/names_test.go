package house

import (
	"go/ast"
	"maps"
	"slices"
	"strings"
	"testing"
	"unicode"
)

// shared are the names of types that several packages may have, with the reason. Any other
// name stands for one thing only, so that two packages in one sentence are not confused.
var shared = map[string]string{
	"Borger": "a citizen: as the adapter is told of one, and as the registers have one",
	"Bounds": "capture's are delivery's", "Reason": "capture's are delivery's",
	"Cause":       "why a status, and why an outcome: neither meets the other",
	"Clock":       "the time of a played world, and what a played system asks of it",
	"Document":    "a document of SOAP, of XML as it is written, and the report's own",
	"Fault":       "what went wrong, in the package's own words",
	"FaultKind":   "how a Fault of that package went wrong",
	"File":        "a file of what the package is about",
	"Folder":      "a folder of what the package is about",
	"Form":        "a form of a message, for tests, and a form of a report",
	"Format":      "the format of an element, and that of a note: both are the standard's word",
	"Ground":      "what something stands on: services, and in tests the messages",
	"Group":       "areas with one deadline, and objects of one kind in a reply",
	"Message":     "a message that was captured, and one that a test makes",
	"Mistake":     "what the user did wrong: of a run, and of a feature file",
	"Objekt":      "the standard's word: of the index, and of a register",
	"Operation":   "the standard's word: of a service, and of a message that a test makes",
	"Overview":    "the table, and the table with what its forms need besides",
	"Pair":        "a key and its certificate: as it is kept, and as it signs",
	"Profile":     "the vendor's words of its system, and those of a played one",
	"Reader":      "of a delivery, and of a recording",
	"Ref":         "the standard's word: as it is read, and as a test writes it",
	"Reference":   "to an object of the index, and of a signature to what it covers",
	"Requirement": "a requirement, and which scenarios stood for it",
	"Script":      "what is played, and the one of the feature files",
	"Setting":     "what something is made on",
	"Signatory":   "who has signed: as the overview has it, and as a report shows it",
	"Signature":   "a signature, and a signature in a report's folder",
	"Since":       "an earlier report and what is other now: of a row, and of a report",
	"Source":      "where objects are, and what files say of them",
	"Version":     "of SOAP, and of a registered object",
	"Virkning":    "the standard's word: as it is read, and as a test writes it",
	"World":       "what a citizen sees, and in tests what a sender knows",
}

// TestNamesOfTypes: two packages share the name of a type only where that is meant.
func TestNamesOfTypes(t *testing.T) {
	in := map[string][]string{}
	for _, s := range Sources(t, "../..") {
		if s.Test() || strings.HasPrefix(s.Path, "internal/house/") {
			continue
		}
		room := s.Path[:strings.LastIndex(s.Path, "/")]
		for name := range named(s.File) {
			if owner, member, _ := strings.Cut(name, "."); member == "" && isType(s.File, owner) && !slices.Contains(in[owner], room) {
				in[owner] = append(in[owner], room)
			}
		}
	}
	for name, rooms := range in {
		if len(rooms) > 1 && shared[name] == "" {
			t.Errorf("%s is a type of %s: give it a name that says of what, or say in shared why both may have it", name, strings.Join(rooms, " and of "))
		}
	}
	for name := range shared {
		if len(in[name]) < 2 {
			t.Errorf("%s is no longer shared", name)
		}
	}
}

// danish are words that are no nouns of the standard: what they name is named in English.
var danish = strings.Fields(`afslut afsnit afsluttet anmodning antal begrundelse begyndelse beskrevet besvaret bilag efterlad eksempel enhed faerdig foelger
	frist funktion haand hvad hvem hvis hvor hvornaar kilde koersel koersler krav luk ny nyt ophoert opret oprettet ord overfoer overtag paa
	proevet uproevet regel regler registre ret retter samlet skift skjul skriv skrevet slags slet sti svar tekst tilbage tilfoej tilladte udeladt undtag`)

// spoken are the packages whose names are those of something that is written in Danish,
// with the reason.
var spoken = map[string]string{
	"internal/action":       "the words of the adapter's protocol (handling.schema.json), which vendors read beside the code",
	"internal/index":        "Efterlad is the XSD's EfterladSagsloeseDokumenter, Tekst its FejlbeskedTekst",
	"internal/municipality": "OrganisationEnhed and OrganisationFunktion are the standard's",
	"internal/recording":    "OrganisationEnhed and OrganisationFunktion are the standard's",
}

// TestNamesAreEnglish: what is no noun of the standard has an English name. JSON, files and
// what is shown may say it in Danish all the same.
func TestNamesAreEnglish(t *testing.T) {
	needed := map[string]bool{}
	for _, s := range Sources(t, "../..") {
		if s.Test() {
			continue
		}
		room := s.Path[:strings.LastIndex(s.Path, "/")]
		for name := range named(s.File) {
			for _, word := range words(name) {
				if !slices.Contains(danish, word) {
					continue
				}
				if needed[room] = true; spoken[room] == "" {
					t.Errorf("%s: %s has the word %q, which is no noun of the standard", s.Path, name, word)
				}
			}
		}
	}
	for room := range spoken {
		if !needed[room] {
			t.Errorf("%s has no Danish names any more", room)
		}
	}
}

// TestWords: a name is parted where its words begin.
func TestWords(t *testing.T) {
	for name, want := range map[string]string{
		"Rule.Hvad": "rule hvad", "MayFollow": "may follow", "SKATNummer": "skat nummer", "UUID": "uuid", "Felt2Sti": "felt sti", "kilde": "kilde",
	} {
		if got := strings.Join(words(name), " "); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
}

// named are the exported names that a file declares: "Name", and "Name.Member" for the
// fields and methods of what is exported.
func named(f *ast.File) map[string]bool {
	out := map[string]bool{}
	add := func(of string, names ...*ast.Ident) {
		for _, n := range names {
			if n.IsExported() {
				out[strings.TrimPrefix(of+"."+n.Name, ".")] = true
			}
		}
	}
	for _, d := range f.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if d.Recv == nil {
				add("", d.Name)
			} else if of := receiver(d); ast.IsExported(of) {
				add(of, d.Name)
			}
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				switch spec := spec.(type) {
				case *ast.ValueSpec:
					add("", spec.Names...)
				case *ast.TypeSpec:
					add("", spec.Name)
					if spec.Name.IsExported() {
						maps.Copy(out, members(spec))
					}
				}
			}
		}
	}
	return out
}

// members are the exported fields or methods that a type declares.
func members(spec *ast.TypeSpec) map[string]bool {
	out := map[string]bool{}
	var fields *ast.FieldList
	switch x := spec.Type.(type) {
	case *ast.StructType:
		fields = x.Fields
	case *ast.InterfaceType:
		fields = x.Methods
	default:
		return out
	}
	for _, field := range fields.List {
		for _, n := range field.Names {
			if n.IsExported() {
				out[spec.Name.Name+"."+n.Name] = true
			}
		}
	}
	return out
}

// receiver is the name of the type that a method is of.
func receiver(d *ast.FuncDecl) string {
	e := d.Recv.List[0].Type
	for {
		switch x := e.(type) {
		case *ast.StarExpr:
			e = x.X
		case *ast.IndexExpr:
			e = x.X
		case *ast.Ident:
			return x.Name
		default:
			return ""
		}
	}
}

func isType(f *ast.File, name string) bool {
	for _, d := range f.Decls {
		if g, ok := d.(*ast.GenDecl); ok {
			for _, spec := range g.Specs {
				if x, ok := spec.(*ast.TypeSpec); ok && x.Name.Name == name {
					return true
				}
			}
		}
	}
	return false
}

// words are those of a name, in small letters: each begins with a capital letter, and
// capitals in a row are one word but for the last, which begins the next.
func words(name string) []string {
	var out []string
	letters := []rune(name)
	for i, r := range letters {
		begins := i == 0 || !unicode.IsLetter(letters[i-1]) ||
			unicode.IsUpper(r) && (unicode.IsLower(letters[i-1]) || i+1 < len(letters) && unicode.IsLower(letters[i+1]))
		switch {
		case !unicode.IsLetter(r):
		case begins:
			out = append(out, string(unicode.ToLower(r)))
		default:
			out[len(out)-1] += string(unicode.ToLower(r))
		}
	}
	return out
}
