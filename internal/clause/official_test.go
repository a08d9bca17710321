package clause_test

import (
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"slices"
	"strings"
	"testing"

	"klarmeld/internal/anvisning"
	"klarmeld/internal/clause"
	"klarmeld/internal/official"
)

// fold makes one blank of every run of white space.
func fold(s string) string { return strings.Join(strings.Fields(s), " ") }

// digest names a text or a clause.
func digest(s string) string {
	sum := sha256.Sum256([]byte(fold(s)))
	return hex.EncodeToString(sum[:])[:12]
}

var (
	// stop is where a sentence may end: at a full stop, or a question, before a
	// capital.
	stop = regexp.MustCompile(`[.?][”’)]? ?[A-ZÆØÅ[]`)
	// glued is a word that begins right behind a full stop.
	glued = regexp.MustCompile(`^[A-ZÆØÅ][a-zæøå]{3}`)
	// short ends an abbreviation.
	short = regexp.MustCompile(`(^| )(fx|pt|jf|bl\.a|evt|ifm|f\.eks)\.$`)
)

// sentences are the clauses of a text: its sentences, and a list with the sentence
// that begins it.
func sentences(text string) []string {
	var out []string
	list := false
	for _, segment := range strings.Split(text, "¶") {
		segment = fold(segment)
		if segment == "" {
			continue
		}
		parts := split(segment)
		if list && len(parts) == 1 && !strings.HasSuffix(parts[0], ".") && !strings.HasSuffix(parts[0], "?") && !strings.HasSuffix(parts[0], ":") {
			out[len(out)-1] += " " + parts[0]
			continue
		}
		if out = append(out, parts...); len(parts) > 0 {
			list = strings.HasSuffix(parts[len(parts)-1], ":")
		}
	}
	return out
}

// split cuts a line into its sentences.
func split(segment string) []string {
	var out []string
	start, at := 0, 0
	for {
		m := stop.FindStringIndex(segment[at:])
		if m == nil {
			break
		}
		capital := at + m[0] + strings.LastIndexFunc(segment[at+m[0]:at+m[1]], func(rune) bool { return true })
		at = capital
		if before := strings.TrimRight(segment[start:capital], " "); short.MatchString(before) || segment[capital-1] != ' ' && !glued.MatchString(segment[capital:]) {
			continue
		}
		out, start = append(out, fold(segment[start:capital])), capital
	}
	out = append(out, fold(segment[start:]))
	return slices.DeleteFunc(out, func(s string) bool { return s == "" || s == "." })
}

// TestTheTableIsOfTheAnvisninger: every text of every row is in the table as that
// row's, each of its sentences is read, and nothing is there besides.
func TestTheTableIsOfTheAnvisninger(t *testing.T) {
	rows := append(official.Rows(t, "sag.tsv"), official.Rows(t, "dokument.tsv")...)
	var rules []string
	for _, r := range anvisning.Rules() {
		if r.Rolle != anvisning.UnknownRole {
			rules = append(rules, r.ID)
		}
	}
	if len(rows) != len(rules) {
		t.Fatalf("%d rows and %d rules", len(rows), len(rules))
	}
	texts := map[string]clause.Text{}
	for _, text := range clause.Texts() {
		texts[string(text.Column)+text.ID] = text
	}
	want := map[string][]string{} // by column and digest
	counts := map[clause.Column]int{}
	for i, row := range rows {
		for _, column := range []clause.Column{clause.Definition, clause.RuleCell, clause.FormatCell} {
			text := row[string(column)]
			if text == "" {
				continue
			}
			key := string(column) + digest(text)
			if want[key] == nil {
				counts[column]++
				read(t, rules[i], column, text, texts[key].Clauses)
			}
			want[key] = append(want[key], rules[i])
		}
	}
	for key, rows := range want {
		if !slices.Equal(texts[key].Rows, rows) {
			t.Errorf("%s is of %v in the table, and of %v in the anvisninger", key, texts[key].Rows, rows)
		}
		delete(texts, key)
	}
	for key := range texts {
		t.Errorf("%s is in the table, and not in the anvisninger", key)
	}
	if counts[clause.Definition] != 254 || counts[clause.RuleCell] != 260 || counts[clause.FormatCell] != 27 {
		t.Errorf("the anvisninger have %v distinct texts", counts)
	}
}

// read holds a text's sentences against its clauses in the table. A format is one
// clause.
func read(t *testing.T, row string, column clause.Column, text string, clauses []string) {
	t.Helper()
	want := sentences(text)
	if column == clause.FormatCell {
		want = []string{text}
	}
	if len(want) != len(clauses) {
		t.Errorf("%s, %s: %d sentences and %d clauses", row, column, len(want), len(clauses))
		return
	}
	for i, s := range want {
		if id, _, _ := strings.Cut(clauses[i], "."); id != digest(s) {
			t.Errorf("%s, %s: sentence %d (%s) is %s in the table", row, column, i+1, digest(s), clauses[i])
		}
	}
}
