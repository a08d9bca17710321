package reports

import (
	"cmp"
	"io"
	"slices"

	"klarmeld/internal/overview"
	"klarmeld/internal/verdict"
)

// Overview is what every form of an overview is written from: reports of several systems,
// municipalities and dates.
type Overview struct {
	overview.Overview
	// Rules are the texts of the rules that shortcomings and priorities name.
	Rules    []RuleText
	Language Language
}

// RuleText is a rule in words, in Danish.
type RuleText struct {
	ID   string
	Text string
}

// OverviewHTML writes the overview as one page that loads nothing and names nothing of the
// machine it was made on, so that it can be published as it is.
func OverviewHTML(w io.Writer, o Overview) error {
	return render(w, o.Language, "overview.gohtml", newOverview(o))
}

// overviewPage is what the forms for people show.
type overviewPage struct {
	Language language
	OverTime bool
	Columns  verdict.Columns
	Counted  string // how many of what the table is of
	Rows     []overviewRow
	Broken   []string // what does not hold, by name
	Notes    []string // what a reader of the whole table must know
	Shared   []lack   // what several systems have in common
	Single   []lack   // what only one has
	Wanted   wanted
	Outcomes []term
	Verdicts []term
	Standing []term
}

// Width is the number of columns of the table.
func (p overviewPage) Width() int { return len(p.Columns) + 1 }

// Supplemented reports whether a column has no say in the verdict.
func (p overviewPage) Supplemented() bool { return supplemented(p.Columns) }

// overviewRow is a report in the table.
type overviewRow struct {
	ID           string
	Display      string
	Municipality string
	Begun        reportTime
	Policy       name
	Simulated    bool
	Latest       bool
	Holds        bool
	Standing     mark
	Problems     []string
	Mark         mark // the verdict
	Known        string
	Signed       []string
	Decided      []string // what people have decided, beside the verdict
	Theirs       []string
	Made         string // by what it was made and judged
	Wanted       string // how much of what is wanted it meets
	Since        string
	Lists        []changed
	Moved        int // areas with another outcome than before
	Cells        []overviewCell
}

// reportTime is a time of RFC 3339, and name a code: neither is a text.
type (
	reportTime string
	name       string
)

// overviewCell is a capability of a system, with what it was in the report before.
type overviewCell struct {
	verdict.CapabilityResult
	Plain    string
	Declared string
	Was      *mark // nil: the same, or there is none before
}

func newOverview(o Overview) overviewPage {
	o = clean(o)
	l := o.Language
	var systems []verdict.SystemResult
	for _, r := range o.Overview.Rows {
		if r.Standing.Holds() {
			systems = append(systems, r.System)
		}
	}
	p := overviewPage{Language: language(cmp.Or(l, Danish)), OverTime: o.OverTime, Columns: columnsOf(systems...), Counted: l.counted(o.Overview),
		Notes:    l.notes(o.Overview, systems),
		Outcomes: outcomeTerms(), Verdicts: verdictTerms(), Standing: standingTerms()}
	for _, r := range o.Overview.Rows {
		row := l.overviewRow(r, p.Columns, len(o.Priorities.All))
		p.Rows = append(p.Rows, row)
		if !row.Holds {
			p.Broken = append(p.Broken, l.fourfold(row))
		}
	}
	for _, x := range lacks(o, p.Columns) {
		if x.Systems > 1 {
			p.Shared = append(p.Shared, x)
		} else {
			p.Single = append(p.Single, x)
		}
	}
	p.Wanted = newWanted(o, p.Columns)
	return translated(l, p)
}

// fourfold names a report by system, municipality, time and ID.
func (l Language) fourfold(r overviewRow) string {
	return l.t("%v, %v, %v (rapport %v)", r.Display, r.Municipality, l.time(string(r.Begun)), r.ID)
}

// counted says how many systems, municipalities and reports stand in the table.
func (l Language) counted(o overview.Overview) string {
	systems, municipalities := map[string]bool{}, map[string]bool{}
	for _, r := range o.Rows {
		systems[r.System.Name], municipalities[r.System.Municipality] = true, true
	}
	of := l.count(len(systems), "system", "systemer") + ", " + l.count(len(municipalities), "kommune", "kommuner") + ", " + l.count(len(o.Rows), "rapport",
		"rapporter") + "."
	if o.OverTime {
		return of + " " + l.t("Hver prøve er en række, den nyeste øverst, med det, der er anderledes siden den forrige.")
	}
	return of + " " + l.t("Af hvert system i hver kommune vises den seneste prøve.")
}

// notes are what a reader of the whole table must know.
func (l Language) notes(o overview.Overview, shown []verdict.SystemResult) []string {
	var out []string
	if n := len(o.LeftOut); n > 0 {
		out = append(out, l.count(n, "rapport er om et system, som klarmeld selv spiller; den står ikke blandt rigtige systemer og er udeladt.",
			"rapporter er om systemer, som klarmeld selv spiller; de står ikke blandt rigtige systemer og er udeladt."))
	}
	if o.Earlier > 0 {
		out = append(out, l.count(o.Earlier, "ældre rapport er afløst af en nyere og vises ikke.", "ældre rapporter er afløst af en nyere og vises ikke."))
	}
	if len(shown) > 0 && slices.ContainsFunc(shown, func(s verdict.SystemResult) bool { return s.Policy != shown[0].Policy }) {
		out = append(out, l.t("Rapporterne er dømt efter hver sin politik, så ens udfald betyder ikke altid det samme: se, hvad der står under systemets navn."))
	}
	if len(shown) > 0 && slices.ContainsFunc(shown, func(s verdict.SystemResult) bool { return s.Simulated }) {
		out = append(out, l.t("Et system, der er mærket »simuleret«, spiller klarmeld selv: det er ingens produkt."))
	}
	return out
}

func (l Language) overviewRow(r overview.Row, columns verdict.Columns, wanted int) overviewRow {
	s := r.System
	out := overviewRow{ID: r.ID, Display: displayName(s), Municipality: s.Municipality, Begun: reportTime(s.Begun), Policy: name(s.Policy),
		Simulated: s.Simulated, Latest: r.Latest,
		Holds: r.Standing.Holds(), Standing: standingMark(r.Standing), Problems: r.Problems}
	if out.Display == "" {
		out.Display = "En rapport, der ikke kan læses"
	}
	if !out.Holds {
		return out
	}
	out.Mark, out.Theirs = verdictMark(s.Verdict), l.ownLines(s)
	out.Signed, out.Decided = l.people(r.Reported)
	out.Made = l.t("regelsæt %v, klarmeld %v", s.Ruleset, s.Program)
	if a := newAcceptance(s, l); a.Any {
		out.Known = a.Summary
	}
	if wanted > 0 {
		met := 0
		for _, m := range r.Met {
			if m == verdict.MetYes {
				met++
			}
		}
		out.Wanted = l.t("Opfylder %d af %d prioriteter.", met, wanted)
	}
	out.compared(r, columns, l)
	return out
}

// compared fills in the cells, and what has changed since the report before.
func (out *overviewRow) compared(r overview.Row, columns verdict.Columns, l Language) {
	var before []verdict.CapabilityResult
	if r.Since != nil {
		out.Since = l.t("Siden %v", l.time(r.Since.Was.System.Begun))
		for _, x := range changedLists(r.Since.Difference) {
			if len(x.Items) > 0 {
				out.Lists = append(out.Lists, x)
			}
		}
		before = cells(r.Since.Was.System, columns)
	}
	for i, c := range cells(r.System, columns) {
		x := overviewCell{c, plainly(c), declared(c), nil}
		if before != nil && before[i].Outcome != c.Outcome {
			was := outcomeMark(before[i].Outcome)
			x.Was = &was
			out.Moved++
		}
		out.Cells = append(out.Cells, x)
	}
}

// Same reports whether nothing at all has changed since.
func (out overviewRow) Same() bool { return len(out.Lists) == 0 && out.Moved == 0 }

// people is who has signed a report, a line each, and whether by a key that the reader
// knows; and what they have decided, which stands beside the verdict.
func (l Language) people(e overview.Reported) (signed, decided []string) {
	lines := l.underneath(reportOf(e, l))
	signed, decided = lines[:len(e.Signed)], lines[len(e.Signed):]
	for i, x := range e.Signed {
		if x.Trusted {
			signed[i] += " " + l.t("Nøglen er kendt.")
		}
	}
	return signed, decided
}

// reportOf is the report that an entry is of.
func reportOf(e overview.Reported, l Language) Report {
	r := Report{System: e.System, Language: l, Granted: e.Granted}
	for _, x := range e.Signed {
		r.Signatures = append(r.Signatures, Signatory{Name: x.Name, Comment: x.Comment, Signed: x.Signed, Key: x.Key, Decision: x.Decision})
	}
	return r
}

// standingMark is what came of verifying a report.
func standingMark(s overview.Standing) mark {
	o := map[overview.Standing]verdict.Outcome{overview.Verified: verdict.Pass, overview.Partly: verdict.NotTried, overview.Altered: verdict.Fail,
		overview.Unverifiable: verdict.Fail}[s]
	word := map[overview.Standing]string{overview.Verified: "Efterprøvet", overview.Partly: "Delvis efterprøvet", overview.Altered: "Stemmer ikke",
		overview.Unverifiable: "Kan ikke efterprøves"}[s]
	return mark{signs[o], word, tone(o.String())}
}

func standingTerms() []term {
	return []term{
		{standingMark(overview.Verified), "Rapporten er skrevet igen ud fra sin optagelse og er den samme, tegn for tegn."},
		{standingMark(overview.Partly), "Dommen følger af optagelsen, men ikke alt kan efterprøves: " +
			"rapporten er skrevet af en anden version af klarmeld, eller optagelsen er ældre end den kæde, som viser, at intet er rettet."},
		{standingMark(overview.Altered), "Rapporten, optagelsen eller underskriften er ikke, som den var. Det, den siger, vises ikke."},
		{standingMark(overview.Unverifiable), "Noget, rapporten skal have, mangler eller kan ikke læses. Det, den siger, vises ikke."},
	}
}
