package schema_test

import (
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"

	"klarmeld/fixtures"
	"klarmeld/internal/schema"
)

// TestNames: every published schema has its name here, can be compiled, and
// refuses what is of no kind.
func TestNames(t *testing.T) {
	names := []string{schema.Decision, schema.Citizens, schema.Action, schema.Meanwhile, schema.Known, schema.Profile, schema.KLE15, schema.Municipality,
		schema.Criteria, schema.Areas, schema.Words, schema.Overview, schema.Policy, schema.Priorities, schema.Report, schema.Roles, schema.Vendor,
		schema.Answer, schema.Variants}
	published := fixtures.Names("schemas")
	if len(published) != len(names) {
		t.Errorf("%d schemas are published: %v", len(published), published)
	}
	for i, name := range names {
		if published[i] != name+".schema" {
			t.Errorf("%s is published as %s", name, published[i])
		}
		err := schema.Validate(name, []byte(`7`))
		if err == nil || !strings.HasPrefix(err.Error(), "følger ikke skemaet "+name+".schema.json:\n  (root): skal være ") {
			t.Errorf("%s takes a number: %v", name, err)
		}
	}
}

// TestTexts: a disagreement is said in Danish with its place, and what should
// stand there when the schema knows.
func TestTexts(t *testing.T) {
	const role = `"objekt":"Sag","relation":"Sagsaktoer","art":"Rolle","navn":"Ejer","kilde":"offentlig"`
	for _, c := range []struct{ name, schema, raw, want string }{
		{"right", schema.Answer, `{"id":"a-1","status":"udfoert"}`, ""},
		{"no schema", "findesikke", `{}`, `skemaet "findesikke" findes ikke i klarmeld`},
		{"no JSON", schema.Answer, "{\n\"id\":\n}", "det er ikke gyldig JSON (linje 3): invalid character '}' looking for beginning of value"},
		{"nothing", schema.Answer, "", "det er ikke gyldig JSON: EOF"},
		{"missing", schema.Answer, `{"status":"udfoert"}`, "følger ikke skemaet svar.schema.json:\n  (root): \"id\" mangler"},
		{"several, in order", schema.Answer, `{"id":"","status":"x","mere":1}`, "følger ikke skemaet svar.schema.json:\n" +
			"  (root): \"mere\" kendes ikke her; er det en stavefejl?\n" +
			"  id: skal have mindst 1 tegn; her skal stå: handlingens id\n" +
			`  status: skal være en af: "udfoert", "ikke_tilbudt", "fejl", "sprunget_over"`},
		{"another type", schema.Answer, `{"id":1,"status":"udfoert"}`,
			"følger ikke skemaet svar.schema.json:\n  id: skal være string, men er integer; her skal stå: handlingens id"},
		{"the same twice", schema.Answer, `{"id":"a","status":"udfoert","sagsnumre":["1","1"]}`, "  sagsnumre: har det samme element to gange; her skal stå: "},
		{"too few", schema.Roles, `[]`, "  (root): skal have mindst 1 elementer"},
		{"a pattern", schema.Roles, `[{"uuid":"9e97",` + role + `}]`, "  0.uuid: har ikke formen ^["},
		{"half a name", schema.Municipality, `{"navn":"A","objekter":[]}`, `"cvr" skal også være der`},
		{"many", schema.Roles, "[" + strings.TrimSuffix(strings.Repeat("{"+role+"},", 25), ",") + "]", "  … og 5 til"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := ""
			if err := schema.Validate(c.schema, []byte(c.raw)); err != nil {
				got = err.Error()
			}
			if (c.want == "") != (got == "") || !strings.Contains(got, c.want) {
				t.Errorf("%s\ndoes not say\n%s", got, c.want)
			}
		})
	}
}

// TestPlace: who knows the file better says where a field is.
func TestPlace(t *testing.T) {
	err := schema.ValidateAt(schema.Answer, []byte(`{"id":"","status":"udfoert"}`), func(field string) string { return "linje 7, " + field })
	if err == nil || !strings.Contains(err.Error(), "\n  linje 7, id: skal") {
		t.Error(err)
	}
}

// TestCompiledOnce: a schema is not compiled again for each action of a run,
// which takes more than a thousand allocations, and may be used by several at
// once.
func TestCompiledOnce(t *testing.T) {
	raw := []byte(`{"id":"a-1","handling":"luk-sag","sag":"sagen","data":{}}`)
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			if err := schema.Validate(schema.Action, raw); err != nil {
				t.Error(err)
			}
			wrong := fmt.Appendf(nil, `{"id":"a-1","handling":"luk-sag","ukendt%d":1}`, i)
			if err := schema.Validate(schema.Action, wrong); err == nil || !strings.Contains(err.Error(), fmt.Sprintf(`"ukendt%d" kendes ikke`, i)) {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if n := testing.AllocsPerRun(20, func() { _ = schema.Validate(schema.Action, raw) }); n > 500 {
		t.Errorf("%v allocations for an action", n)
	}
}

func BenchmarkValidate(b *testing.B) {
	registers, err := os.ReadFile("../../fixtures/korsbaek/klassifikation.json")
	if err != nil {
		b.Fatal(err)
	}
	for _, c := range []struct {
		schema string
		raw    []byte
	}{
		{schema.Action, []byte(`{"id":"a-1","handling":"luk-sag","sag":"sagen","data":{}}`)},
		{schema.Answer, []byte(`{"id":"a-1","status":"udfoert"}`)},
		{schema.Municipality, registers},
	} {
		b.Run(c.schema, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := schema.Validate(c.schema, c.raw); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
