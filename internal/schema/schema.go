// Package schema holds JSON against the published JSON Schemas of everything
// that crosses the program's border (fixtures/schemas).
package schema

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"path"
	"sort"
	"strings"
	"sync"

	"github.com/xeipuuv/gojsonschema"

	"klarmeld/fixtures"
)

// Names of the schemas, all of JSON Schema draft 7: the library silently passes
// keywords of later drafts.
const (
	Municipality = "kommune"
	Roles        = "relationsklasser"
	Policy       = "politik"
	Vendor       = "simuleret-leverandoer"
	Action       = "handling"
	Answer       = "svar"
	Report       = "rapport"
	Known        = "kendte-fund"
	Profile      = "klarmeld"
	Variants     = "varianter"
	Criteria     = "kriterier"
	Meanwhile    = "indtil"
	Decision     = "afgoerelse"
	Citizens     = "borgerblik"
	Words        = "ordliste"
	Areas        = "omraader"
	KLE15        = "kle15"
	Overview     = "oversigt"
	Priorities   = "prioriteter"
)

// mostShown is how many disagreements an error lists: a file of another kind
// has thousands.
const mostShown = 20

// compiled is one schema ready for use, and its text, which says what its fields
// mean.
type compiled struct {
	*gojsonschema.Schema
	text []byte
}

// schemas are compiled when they are first asked for, and once: a run validates
// hundreds of actions and answers, and compiling costs many times what
// validating does. A compiled schema may be used by several at once.
var schemas = func() map[string]func() (compiled, error) {
	out := map[string]func() (compiled, error){}
	for _, file := range fixtures.Names("schemas") {
		name := strings.TrimSuffix(file, ".schema")
		out[name] = sync.OnceValues(func() (compiled, error) { return compile(name) })
	}
	return out
}()

func compile(name string) (compiled, error) {
	text, err := fixtures.Files.ReadFile(path.Join("schemas", name+".schema.json"))
	if err != nil {
		return compiled{}, err
	}
	s, err := gojsonschema.NewSchema(gojsonschema.NewBytesLoader(text))
	return compiled{s, text}, err
}

// Validate holds raw against the named schema. The error lists the
// disagreements in Danish, one a line.
func Validate(name string, raw []byte) error {
	return ValidateAt(name, raw, func(field string) string { return field })
}

// ValidateAt is Validate for a file in which people look for the place: place
// says where a field is. A field is its names and numbers with a "." between
// them; "(root)" is the whole file.
func ValidateAt(name string, raw []byte, place func(field string) string) error {
	get, ok := schemas[name]
	if !ok {
		return fmt.Errorf("skemaet %q findes ikke i klarmeld", name)
	}
	s, err := get()
	if err != nil {
		return fmt.Errorf("skemaet %q kan ikke bruges: %w", name, err)
	}
	res, err := s.Validate(gojsonschema.NewBytesLoader(raw))
	if err != nil {
		return fmt.Errorf("det er ikke gyldig JSON%s: %w", Line(raw, err), err)
	}
	if res.Valid() {
		return nil
	}
	// To find a place may cost as much as reading the file: it is done for those
	// alone that are shown.
	all := res.Errors()
	sort.Slice(all, func(i, j int) bool { return all[i].String() < all[j].String() })
	var lines []string
	for _, e := range all[:min(len(all), mostShown)] {
		text := inLine(e.Description()) // it names what the file's writer has named
		if meaning := meaning(s.text, e.Field()); meaning != "" {
			text += "; her skal stå: " + meaning
		}
		lines = append(lines, fmt.Sprintf("  %s: %s", inLine(place(e.Field())), text))
	}
	return disagreements(name, lines, len(all)-len(lines))
}

// SystemName holds a system's name against what the profile may say of it. The
// error says what it should be.
func SystemName(name string) error {
	raw, err := json.Marshal(map[string]any{"driver": "person", "system": map[string]string{"navn": name, "titel": name + "-"}})
	if err != nil {
		return err
	}
	if ValidateAt(Profile, raw, func(field string) string { return field }) == nil {
		return nil
	}
	get := schemas[Profile]
	s, err := get()
	if err != nil {
		return err
	}
	return errors.New(meaning(s.text, "system.navn"))
}

// meaning is what a schema says of a field below its properties, "" when it
// says nothing.
func meaning(schema []byte, field string) string {
	type node struct {
		Description string
		Properties  map[string]json.RawMessage
	}
	var n node
	if json.Unmarshal(schema, &n) != nil {
		return ""
	}
	n.Description = "" // the file's own
	for _, name := range strings.Split(field, ".") {
		raw, ok := n.Properties[name]
		n = node{}
		if !ok || json.Unmarshal(raw, &n) != nil {
			return ""
		}
	}
	return n.Description
}

// Disagreements is the error for a file that disagrees with the named schema,
// or with what the schema's words cannot say: its lines in alphabetical order,
// the first twenty of them. It sorts lines in place.
func Disagreements(name string, lines []string) error {
	sort.Strings(lines)
	shown := min(len(lines), mostShown)
	return disagreements(name, lines[:shown], len(lines)-shown)
}

// disagreements is the error of the lines that are shown, and how many there are
// more.
func disagreements(name string, lines []string, more int) error {
	sort.Strings(lines)
	if more > 0 {
		lines = append(lines, fmt.Sprintf("  … og %d til", more))
	}
	return fmt.Errorf("følger ikke skemaet %s.schema.json:\n%s", name, strings.Join(lines, "\n"))
}

// Line says for people where in raw a JSON error is, " (linje 3)", and "" when
// the error does not know.
func Line(raw []byte, err error) string {
	offset := int64(0)
	var syntax *json.SyntaxError
	var typ *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		offset = syntax.Offset
	case errors.As(err, &typ):
		offset = typ.Offset
	}
	if offset <= 0 || offset > int64(len(raw)) {
		return ""
	}
	return fmt.Sprintf(" (linje %d)", 1+bytes.Count(raw[:offset], []byte("\n")))
}

// inLine is a text in one line: a name in a file may hold the end of one.
func inLine(text string) string { return strings.ReplaceAll(text, "\n", `\u000a`) }
