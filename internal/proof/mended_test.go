package proof_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/beevik/etree"

	"klarmeld/fixtures"
	"klarmeld/internal/judge"
	"klarmeld/internal/municipality"
	"klarmeld/internal/privacy"
	"klarmeld/internal/verdict"
)

var mendedEvery = flag.Int("mended", 16, "put in the suggestions of every so many cases; 1 for all")

// TestSuggestionsMend: what a finding shows as tried is put into the message as
// a person would, line by line, and the whole message is judged anew. The
// finding must be gone, and none may have come. The messages are those that
// break each rule, and mutations of the structure of those that keep it.
func TestSuggestionsMend(t *testing.T) {
	all, _ := cases()
	roles := relationsklasser(t)
	registers, err := municipality.LoadFS(fixtures.Files, "korsbaek")
	if err != nil {
		t.Fatal(err)
	}
	var tried, shown, applied int
	try := func(name string, body *etree.Element) {
		tried++
		raw := text(t, body)
		before := judge.CheckMessage("m", raw, roles, registers)
		for _, f := range before {
			// Where a CPR number comes it is masked, and cannot be put in as it is shown.
			if f.Suggestion == "" || strings.Contains(f.Suggestion, "xxxxxxxxxx") {
				continue
			}
			shown++
			mended, ok := put(t, raw, f)
			if !ok {
				if !strings.Contains(f.Suggestion, " base64 …") { // a note is not shown whole
					t.Errorf("%s: %s: what is suggested does not fit the message:\n%s", name, f.Rule, f.Suggestion)
				}
				continue
			}
			applied++
			if why := worse(before, judge.CheckMessage("m", mended, roles, registers), f.Rule); why != "" {
				t.Errorf("%s: %s at %s: %s after\n%s", name, f.Rule, f.Path, why, f.Suggestion)
			}
		}
	}
	every := *mendedEvery
	random := rand.New(rand.NewPCG(16, 6))
	for i := 0; i < len(all); i += every {
		keeps, broken := all[i].Messages()
		if broken != nil {
			try(all[i].Rule+", "+all[i].Mutation, broken)
		}
		if len(keeps) > 0 {
			m := keeps[len(keeps)-1].Copy()
			what := mutate(m, random)
			try(fmt.Sprintf("%s, mutation %d (%s)", all[i].Rule, i, what), m)
		}
	}
	t.Logf("%d messages, %d suggestions, %d put in", tried, shown, applied)
	if applied < 3000/every {
		t.Errorf("only %d suggestions were put in", applied)
	}
}

func relationsklasser(t *testing.T) *municipality.Relationsklasser {
	t.Helper()
	raw, err := fixtures.Files.ReadFile("relationsklasser.json")
	if err != nil {
		t.Fatal(err)
	}
	roles, err := municipality.LoadRelationsklasser(raw)
	if err != nil {
		t.Fatal(err)
	}
	return roles
}

func text(t *testing.T, body *etree.Element) []byte {
	t.Helper()
	doc := etree.NewDocument()
	doc.WriteSettings.CanonicalText = true
	doc.SetRoot(body.Copy())
	doc.Indent(2)
	raw, err := doc.WriteToBytes()
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// worse says what is wrong with the findings after a change that should mend
// one of the rule; "" when nothing is.
func worse(before, after []verdict.Finding, rule string) string {
	was, is := map[string]int{}, map[string]int{}
	for _, f := range before {
		was[f.Rule]++
	}
	for _, f := range after {
		if is[f.Rule]++; is[f.Rule] > was[f.Rule] {
			return "new: " + f.Rule + ": " + f.Message
		}
	}
	if is[rule] >= was[rule] {
		return "it is still there"
	}
	return ""
}

// put changes the message as the suggestion shows it: the element whose lines
// it has is written with the other lines.
func put(t *testing.T, raw []byte, f verdict.Finding) ([]byte, bool) {
	t.Helper()
	doc := etree.NewDocument()
	if err := doc.ReadFromBytes(raw); err != nil {
		t.Fatal(err)
	}
	shown := strings.Split(f.Suggestion, "\n")
	for _, el := range near(doc.Root(), f.Path) {
		bare, full := linesOf(el)
		made, ok := merged(bare, full, shown)
		if !ok {
			continue
		}
		part := etree.NewDocument()
		if err := part.ReadFromString(strings.Join(made, "\n")); err != nil {
			t.Errorf("%s: %v in\n%s", f.Rule, err, strings.Join(made, "\n"))
			return nil, false
		}
		at, parent := el.Index(), el.Parent()
		parent.RemoveChildAt(at)
		parent.InsertChildAt(at, part.Root())
		out, err := doc.WriteToBytes()
		return out, err == nil
	}
	return nil, false
}

// near are the elements of the message, those around the path first.
func near(root *etree.Element, path string) []*etree.Element {
	var first, rest []*etree.Element
	for _, el := range append([]*etree.Element{root}, root.FindElements(".//*")...) {
		var steps []string
		for at := el; at != nil && at.Tag != ""; at = at.Parent() {
			step := at.Tag
			if same := siblings(at); len(same) > 1 {
				step = fmt.Sprintf("%s[%d]", at.Tag, slices.Index(same, at)+1)
			}
			steps = append([]string{step}, steps...)
		}
		if own := strings.Join(steps, "/"); own == path || strings.HasPrefix(path, own+"/") {
			first = append([]*etree.Element{el}, first...) // the deepest first
		} else {
			rest = append(rest, el)
		}
	}
	return append(first, rest...)
}

func siblings(el *etree.Element) []*etree.Element {
	if el.Parent() == nil {
		return nil
	}
	var out []*etree.Element
	for _, c := range el.Parent().ChildElements() {
		if c.Tag == el.Tag {
			out = append(out, c)
		}
	}
	return out
}

// linesOf is the element line by line, as a suggestion shows it and whole.
func linesOf(el *etree.Element) (bare, full []string) {
	indented := func(c *etree.Element) []string {
		doc := etree.NewDocument()
		doc.SetRoot(c)
		doc.Indent(2)
		s, _ := doc.WriteToString()
		return strings.Split(strings.TrimRight(s, "\n"), "\n")
	}
	full = indented(el.Copy())
	c := el.Copy()
	for _, e := range append([]*etree.Element{c}, c.FindElements(".//*")...) {
		e.Attr = slices.DeleteFunc(e.Attr, func(a etree.Attr) bool { return a.Space == "xmlns" || a.Key == "xmlns" })
		if e.Tag == "Notat" {
			e.SetText(fmt.Sprintf("… %d tegn base64 …", len(e.Text())))
		}
	}
	bare = indented(c)
	for i, l := range bare {
		bare[i] = privacy.Mask(l)
	}
	return bare, full
}

// merged follows the shown lines through the element's: "- " goes, "+ " comes,
// "  " stays, and "…" stands for as many as it takes.
func merged(bare, full, shown []string) ([]string, bool) {
	if len(bare) != len(full) {
		return nil, false
	}
	var out []string
	i := 0
	for n, l := range shown {
		mark, line := l[:2], l[2:]
		switch {
		case mark == "+ ":
			out = append(out, line)
		case mark == "  " && strings.TrimSpace(line) == "…":
			rest := 0 // the lines that must still come decide how many are left out here
			next := slices.IndexFunc(shown[n+1:], func(s string) bool { return s[:2] != "+ " })
			if next < 0 {
				return nil, false
			}
			want := shown[n+1+next:]
			for ; i+rest < len(bare); rest++ {
				if fits(bare[i+rest:], want) {
					break
				}
			}
			if i+rest == len(bare) {
				return nil, false
			}
			out = append(out, full[i:i+rest]...)
			i += rest
		case i >= len(bare) || bare[i] != line:
			return nil, false
		default:
			if mark == "  " {
				out = append(out, full[i])
			}
			i++
		}
	}
	return out, i == len(bare)
}

// fits reports whether the lines go on as is shown, to the end.
func fits(bare, shown []string) bool {
	i := 0
	for n, l := range shown {
		switch {
		case l[:2] == "+ ":
		case l[:2] == "  " && strings.TrimSpace(l[2:]) == "…":
			for j := i; j < len(bare); j++ {
				if fits(bare[j:], shown[n+1:]) {
					return true
				}
			}
			return false
		case i >= len(bare) || bare[i] != l[2:]:
			return false
		default:
			i++
		}
	}
	return i == len(bare)
}
