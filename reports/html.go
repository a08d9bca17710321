package reports

import (
	"bytes"
	"cmp"
	"embed"
	"fmt"
	"html/template"
	"io"
	"net/url"
	"path"
	"sync"
	"unicode/utf8"

	"klarmeld/internal/lazyregexp"
	"klarmeld/internal/verdict"
)

//go:embed *.gohtml
var templateFiles embed.FS

// templates are parsed once for each language that is asked for; html/template escapes
// every value by where it stands. A page loads nothing, so it opens offline and from
// an e-mail.
var templates = func() map[Language]func() *template.Template {
	out := map[Language]func() *template.Template{}
	for _, l := range Languages() {
		out[l] = sync.OnceValue(l.templates)
	}
	return out
}()

func (l Language) templates() *template.Template {
	return template.Must(template.New("").Funcs(template.FuncMap{
		"t":         l.t,
		"mark":      l.mark,
		"meaning":   l.meaning,
		"count":     l.count,
		"newIn":     l.newIn,
		"following": l.following,
		"date":      l.time,
		"day":       l.day,
		"places":    places,
		"evidence":  evidenceLink,
		"exchange":  exchangeFiles,
		"brief":     brief,
		"name":      path.Base,
		"moment":    func(t reportTime) string { return l.time(string(t)) },
		"deadline":  func(d name) string { return l.day(string(d)) },
	}).ParseFS(templateFiles, "*.gohtml"))
}

var _ = register(Form{Name: "html", File: "rapport.html", Write: HTML})

// HTML writes the report of one system as one offline file.
func HTML(w io.Writer, r Report) error {
	return render(w, r.Language, "rapport.gohtml", newPage(r))
}

// MatrixHTML writes the table of all systems of a run, of whose reports it shows
// the result and the signatures. Each system's name links to its own report at
// NAME/rapport.html.
func MatrixHTML(w io.Writer, all []Report, l Language) error {
	return render(w, l, "matrix.gohtml", translated(l, newMatrix(clean(all), l)))
}

func render(w io.Writer, l Language, name string, data any) error {
	var b bytes.Buffer
	if err := templates[cmp.Or(l, Danish)]().ExecuteTemplate(&b, name, data); err != nil {
		return fmt.Errorf("rapporten kan ikke skrives som HTML: %w", err)
	}
	return write(w, b.Bytes())
}

// matrix is what matrix.gohtml shows.
type matrix struct {
	Language language
	Columns  verdict.Columns
	Systems  []matrixRow
	Outcomes []term
	Verdicts []term
}

// Supplemented reports whether a column has no say in the verdict.
func (m matrix) Supplemented() bool { return supplemented(m.Columns) }

// Width is the number of columns of the table.
func (m matrix) Width() int { return len(m.Columns) + 2 }

type matrixRow struct {
	verdict.SystemResult
	Display string
	Link    string
	Mark    mark
	Known   string   // how much of it somebody has accepted
	Signed  []string // who has signed
	Theirs  []string // what it rests on that is not klarmeld's
	Others  []string // what other policies come to
	Cells   []cell
}

// cell is a capability of one system, in words that need no XML.
type cell struct {
	verdict.CapabilityResult
	Plain    string
	Declared string
}

func newMatrix(all []Report, l Language) matrix {
	var systems []verdict.SystemResult
	for _, r := range all {
		systems = append(systems, r.System)
	}
	m := matrix{Language: language(cmp.Or(l, Danish)), Columns: columnsOf(systems...), Outcomes: outcomeTerms(), Verdicts: verdictTerms()}
	for i, s := range systems {
		row := matrixRow{SystemResult: s, Display: displayName(s), Link: url.PathEscape(s.Name) + "/rapport.html", Mark: verdictMark(s.Verdict),
			Signed: l.underneath(all[i]), Theirs: l.ownLines(s), Others: l.otherwise(s)}
		if a := newAcceptance(s, l); a.Any {
			row.Known = a.Summary
		}
		for _, c := range cells(s, m.Columns) {
			row.Cells = append(row.Cells, cell{c, plainly(c), declared(c)})
		}
		m.Systems = append(m.Systems, row)
	}
	return m
}

// recorded is the only kind of name that a report links to, with or without
// the recording's folder: what a finding calls its file may come from anywhere.
var recorded = lazyregexp.New(`^(?:optagelse/)?(\d{4,}-(?:request|reply)\.xml)$`)

// evidenceLink is the address of a finding's file in the recording, "" when it
// is no file of a recording.
func evidenceLink(file string) string {
	m := recorded.FindStringSubmatch(file)
	if m == nil {
		return ""
	}
	return "optagelse/" + m[1]
}

// files are the two files of an exchange.
type files struct{ Number, Request, Reply string }

func exchangeFiles(n int) files {
	number := fmt.Sprintf("%04d", n)
	return files{number, "optagelse/" + number + "-request.xml", "optagelse/" + number + "-reply.xml"}
}

// maxBrief is how much of a value stands in a row of many.
const maxBrief = 140

func brief(text string) string {
	if utf8.RuneCountInString(text) <= maxBrief {
		return text
	}
	return string([]rune(text)[:maxBrief]) + " …"
}
