package steps

import (
	"fmt"
	"slices"
	"strings"
)

// kind is what a line of a feature file is to whoever plays it. The library for
// Gherkin takes as description whatever it does not know; so the lines are read
// here too, and what each was meant as is asked of those that it takes so.
type kind int

const (
	kindBlank kind = iota
	kindComment
	kindTags
	kindRow
	kindDocString
	kindFeature
	kindRule
	kindBackground
	kindScenario
	kindOutline
	kindExamples
	kindStep
	kindOther
)

// sourceLine is one line, without the blanks before it.
type sourceLine struct {
	number int
	kind   kind
	text   string
	rest   string // after the keyword
}

// sourceLines reads the lines of a feature file as the library does: keywords
// with just their letters, blanks and tabs before them.
func sourceLines(text string) []sourceLine {
	var out []sourceLine
	for i, l := range strings.Split(text, "\n") {
		l = strings.TrimLeft(strings.TrimSuffix(l, "\r"), " \t")
		s := sourceLine{number: i + 1, kind: kindOther, text: l}
		s.kind, s.rest = kindOf(l)
		out = append(out, s)
	}
	return out
}

func kindOf(l string) (kind, string) {
	if l == "" {
		return kindBlank, ""
	}
	for prefix, k := range map[string]kind{"#": kindComment, "@": kindTags, "|": kindRow, `"""`: kindDocString, "```": kindDocString} {
		if strings.HasPrefix(l, prefix) {
			return k, ""
		}
	}
	for _, t := range []struct {
		kind  kind
		words []string
	}{
		{kindFeature, dialect.FeatureKeywords()}, {kindRule, dialect.RuleKeywords()}, {kindBackground, dialect.BackgroundKeywords()},
		{kindScenario, dialect.ScenarioKeywords()}, {kindOutline, dialect.ScenarioOutlineKeywords()}, {kindExamples, dialect.ExamplesKeywords()},
	} {
		for _, w := range t.words {
			if rest, ok := strings.CutPrefix(l, w+":"); ok {
				return t.kind, rest
			}
		}
	}
	for _, w := range dialect.StepKeywords() {
		if rest, ok := strings.CutPrefix(l, w); ok {
			return kindStep, rest
		}
	}
	return kindOther, ""
}

// spot is where in a file the reading is.
type spot int

const (
	atHead       spot = iota // before Egenskab
	inFeature                // its description
	inBackground             // its description, or its steps
	inScenario               // its description
	inSteps
	inExamples // before the table
	inTable
)

// reading is the reading of one file.
type reading struct {
	file     string
	at       spot
	tags     int  // number of the line with the tags that wait for what they belong to; 0: none
	gap      bool // a blank line after them
	features int
	fence    string // ends the doc string that is being read
	before   string // the line of description just before, "" when there is none
	closed   bool   // the description of the scenario has ended
	current  int    // number of the line with the scenario's name
	steps    map[int]int
	width    int // of the table
	found    Mistakes
	mended   map[int]string // lines as they were meant, so that the rest can be read
}

func (r *reading) wrong(line int, format string, values ...any) {
	r.found = append(r.found, Mistake{r.file, line, fmt.Sprintf(format, values...)})
}

// readLines reads a file line by line, and tells what stands in it that nobody
// would play.
func readLines(file, text string) *reading {
	r := &reading{file: file, steps: map[int]int{}, mended: map[int]string{}}
	for _, l := range sourceLines(text) {
		r.line(l)
	}
	switch {
	case r.features == 0:
		r.wrong(0, "filen har ingen Egenskab, så intet i den bliver kørt; skriv scenarierne, eller fjern filen")
	case len(r.steps) == 0:
		r.wrong(0, "filen har ingen scenarier, så intet i den bliver kørt; skriv dem, eller fjern filen")
	}
	if r.tags > 0 {
		r.wrong(r.tags, "mærkerne hører ikke til noget; skriv dem på linjen lige over Scenarie eller Egenskab")
	}
	return r
}

// meant is the text with the misspelt lines as they were meant, and without those
// that mean nothing: so that what else is wrong is told at once.
func (r *reading) meant(text string) string {
	lines := strings.Split(text, "\n")
	for n, l := range r.mended {
		lines[n-1] = l
	}
	return strings.Join(lines, "\n")
}

func (r *reading) line(l sourceLine) {
	if r.fence != "" {
		if strings.HasPrefix(l.text, r.fence) {
			r.fence = ""
		}
		return
	}
	switch l.kind {
	case kindBlank:
		r.gap = r.gap || r.tags > 0
		r.closed = r.closed || r.before != ""
		r.before = ""
		return
	case kindComment:
		return
	case kindTags:
		r.tagLine(l)
		return
	case kindOther:
		l = r.meantTitle(l)
	}
	r.belong(l)
	switch l.kind {
	case kindRow:
		r.row(l)
	case kindDocString:
		r.fence = l.text[:3]
		r.wrong(l.number, "ingen af klarmelds sætninger tager en tekstblok (%s); skriv teksten i sætningen", r.fence)
	case kindStep:
		r.step(l)
	case kindOther:
		r.other(l)
	default:
		r.title(l)
	}
}

// meantTitle tells of a misspelt Scenarie or the like, and goes on as if it were
// right: one mistake is told once, and not in each line below it.
func (r *reading) meantTitle(l sourceLine) sourceLine {
	said := seen(l.text)
	word, rest := opening(said)
	meant, ok := likeTitle(said, word, rest)
	if !ok {
		return l
	}
	r.wrong(l.number, "»%s« begynder ikke med et nøgleord og ville ikke blive kørt; mente I »%s«?", brief(said), meant)
	l.kind, _ = kindOf(meant)
	l.rest = said
	r.mended[l.number] = meant + " " + strings.TrimLeft(strings.TrimPrefix(said, word), " :")
	return l
}

func (r *reading) tagLine(l sourceLine) {
	if r.tags == 0 || r.gap {
		if r.gap {
			r.wrong(r.tags, "mærkerne står ikke lige over det, de hører til; fjern den tomme linje under dem")
		}
		r.tags, r.gap = l.number, false
	}
	if c, found := invisible(strings.ReplaceAll(l.text, `"`, "")); found && c != '\t' {
		r.wrong(l.number, "mellem mærkerne står tegnet U+%04X, som ses som et mellemrum eller slet ikke; skriv et almindeligt mellemrum", c)
	}
}

// belong tells of tags that do not stand just above what they can belong to.
func (r *reading) belong(l sourceLine) {
	titles := []kind{kindFeature, kindRule, kindScenario, kindOutline, kindExamples}
	switch {
	case r.tags == 0:
		return
	case !slices.Contains(titles, l.kind):
		r.wrong(r.tags, "mærkerne hører ikke til noget; skriv dem på linjen lige over Scenarie eller Egenskab")
	case r.gap:
		r.wrong(r.tags, "mærkerne står ikke lige over det, de hører til; fjern den tomme linje under dem")
	}
	r.tags, r.gap = 0, false
}

func (r *reading) title(l sourceLine) {
	r.before, r.closed = "", false
	name := seen(l.rest)
	switch l.kind {
	case kindFeature:
		if r.features++; r.features > 1 {
			r.wrong(l.number, "filen har allerede en Egenskab; læg denne i en fil for sig")
		}
		r.at = inFeature
	case kindRule:
		r.wrong(l.number, "klarmeld kører ikke scenarier under en Rule; skriv dem lige under Egenskab")
		r.at = inFeature
	case kindBackground:
		r.at = inBackground
		r.current = 0
	case kindScenario, kindOutline:
		r.at, r.current = inScenario, l.number
		r.steps[l.number] = 0
		if r.features == 0 {
			r.wrong(l.number, "scenariet står ikke under en Egenskab; skriv »Egenskab: …« øverst")
		}
	case kindExamples:
		if r.at != inSteps && r.at != inTable && r.at != inExamples {
			r.wrong(l.number, "Eksempler står ikke efter et scenaries trin; mente I »Eksempel:« eller »Scenarie:«?")
		}
		r.at, r.width = inExamples, 0
		return
	}
	if name == "" && l.kind != kindBackground {
		r.wrong(l.number, "der står intet navn; skriv det efter kolonet")
	}
}

func (r *reading) step(l sourceLine) {
	if r.at == inFeature && !soundsLikeStep(seen(l.text)) { // "Når kommunen skifter leverandør, …" is prose
		r.before = seen(l.text)
		return
	}
	if c, found := invisible(l.rest); found {
		r.wrong(l.number, "»%s« rummer tegnet U+%04X uden for citationstegnene, som ses som et mellemrum eller slet ikke; "+
			"skriv et almindeligt mellemrum, eller fjern det", seen(l.text), c)
	}
	switch r.at {
	case atHead, inFeature:
		r.wrong(l.number, "trinnet »%s« hører ikke til et scenarie og ville ikke blive kørt; skriv »Scenarie: …« over det", brief(seen(l.text)))
		r.at, r.current = inSteps, 0 // those that follow are no news
	case inExamples, inTable:
		r.wrong(l.number, "trinnet »%s« står efter Eksempler og ville ikke blive kørt; flyt det op over Eksempler", brief(seen(l.text)))
	case inBackground:
	default:
		if r.at = inSteps; r.current > 0 {
			r.steps[r.current]++
		}
	}
	r.before, r.closed = "", true
}

func (r *reading) row(l sourceLine) {
	cells := strings.Count(strings.ReplaceAll(strings.ReplaceAll(l.text, `\\`, ""), `\|`, ""), "|") - 1
	switch {
	case r.at != inExamples && r.at != inTable:
		r.wrong(l.number, "ingen af klarmelds sætninger tager en tabel; en tabel hører til under Eksempler")
	case !strings.HasSuffix(seen(l.text), "|"):
		r.wrong(l.number, "rækken ender ikke med |, så det sidste i den ville gå tabt")
	case r.at == inTable && cells != r.width:
		r.wrong(l.number, "rækken har %d felter, og tabellens overskrift har %d", cells, r.width)
	case r.at == inExamples:
		r.at, r.width = inTable, cells
	}
}

// other is a line that is no more than description, if it may stand here.
func (r *reading) other(l sourceLine) {
	begins := r.before == "" || strings.ContainsAny(r.before[len(r.before)-1:], ".!?:")
	meant, alike := likeKeyword(l.text, begins)
	said := seen(l.text)
	told := len(r.found)
	switch {
	case alike && meant == "":
		r.wrong(l.number, "»%s« er intet trin og ville ikke blive kørt, men ligner en sætning, klarmeld kender. Nærmest er:\n%s", brief(said),
			strings.Join(nearest(said)[:1], "\n"))
	case alike:
		r.wrong(l.number, "»%s« begynder ikke med et nøgleord og ville ikke blive kørt; mente I »%s«?", brief(said), meant)
	case r.at == atHead:
		r.wrong(l.number, "»%s« står før Egenskab; kun mærker og kommentarer kan stå dér", brief(said))
	case r.at == inSteps, r.at == inTable, r.at == inBackground && r.closed, r.at == inScenario && r.closed:
		r.wrong(l.number, "»%s« er hverken et trin eller den beskrivelse, der står lige under navnet; begynd et trin med %s, eller sæt # foran", brief(said),
			strings.Join(stepWords, ", "))
	}
	r.before = said
	if len(r.found) == told {
		return
	}
	r.mended[l.number] = "#"
	if _, rest := opening(said); meant != "" {
		r.mended[l.number] = meant + " " + strings.TrimLeft(rest, " :.,")
	}
}

// brief is a line as a message quotes it.
func brief(text string) string {
	if all := []rune(text); len(all) > 100 {
		return string(all[:100]) + " …"
	}
	return text
}
