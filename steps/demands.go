package steps

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	messages "github.com/cucumber/messages/go/v21"

	"klarmeld/features"
	"klarmeld/internal/lazyregexp"
	"klarmeld/internal/verdict"
)

// language is what the first lines of a feature file say, so that its keywords are
// the Danish ones. The pattern is that of the library for Gherkin.
var language = lazyregexp.New(`^\s*#\s*language\s*:\s*([a-zA-Z\-_]+)\s*$`)

// inDanish reports whether a file says that it is Danish, and what is wrong when
// it does not.
func inDanish(name, text string) (bool, Mistakes) {
	for _, l := range sourceLines(text) {
		if l.kind != kindBlank && l.kind != kindComment {
			break
		}
		if m := language.FindStringSubmatch(l.text); m != nil {
			if m[1] == dialectCode {
				return true, nil
			}
			return false, Mistakes{{name, l.number, fmt.Sprintf("sproget er %q, men klarmelds nøgleord og sætninger er danske; skriv »# language: da«", m[1])}}
		}
	}
	return false, Mistakes{{name, 1, "filen siger ikke, at den er på dansk, så dens nøgleord bliver ikke forstået; skriv »# language: da« som første linje"}}
}

const dialectCode = "da"

// demands holds one file against what a scenario must have.
type demands struct {
	file    string
	lines   map[string]int // of the nodes of the document
	counted map[int]int    // step lines of the source, by the line of the scenario; nil when lines were mended
	found   Mistakes
}

func (d *demands) wrong(line int64, format string, values ...any) {
	d.found = append(d.found, Mistake{d.file, int(line), fmt.Sprintf(format, values...)})
}

// scenarios are the scenarios of a file, and what is wrong with it.
func (f Feature) scenarios() ([]Scenario, Mistakes) {
	if ours, ok := readOnce()[f.Name]; ok && ours.text == string(f.Text) {
		return slices.Clone(ours.scenarios), nil
	}
	return f.read()
}

// readOnce are our own files in which nothing is wrong, read: each run, replay and
// verification reads them several times, and they never change.
var readOnce = sync.OnceValue(func() map[string]readFeature {
	out := map[string]readFeature{}
	ours, err := Features(features.Secured)
	if err != nil {
		return out // whoever reads them is told
	}
	for _, f := range ours {
		if all, wrong := f.read(); len(wrong) == 0 {
			out[f.Name] = readFeature{string(f.Text), all}
		}
	}
	return out
})

type readFeature struct {
	text      string
	scenarios []Scenario
}

// read reads a file.
func (f Feature) read() ([]Scenario, Mistakes) {
	text := string(f.Text)
	r := readLines(f.Name, text)
	danish, found := inDanish(f.Name, text)
	found = append(r.found, found...)
	if !danish {
		return nil, found
	}
	f.Text = []byte(r.meant(text))
	doc, pickles, err := f.parse()
	switch {
	case err != nil && len(found) > 0: // it comes of that
		return nil, found
	case err != nil:
		return nil, unread(f.Name, text, err)
	}
	d := &demands{file: f.Name, lines: map[string]int{}}
	if len(r.mended) == 0 {
		d.counted = r.steps
	}
	var out []Scenario
	own := map[string][]*messages.Pickle{} // by their scenario's node
	for _, p := range pickles {
		own[p.AstNodeIds[0]] = append(own[p.AstNodeIds[0]], p)
	}
	for _, n := range scenarioNodes(doc) {
		out = append(out, d.of(n, own[n.Id])...)
	}
	return out, append(found, d.found...)
}

// scenarioNodes are the scenarios that stand right below their feature: those of
// a Rule are refused.
func scenarioNodes(doc *messages.GherkinDocument) []*messages.Scenario {
	var out []*messages.Scenario
	if doc.Feature == nil {
		return nil
	}
	for _, c := range doc.Feature.Children {
		if c.Scenario != nil {
			out = append(out, c.Scenario)
		}
	}
	return out
}

var parseError = lazyregexp.New(`(?m)^\((\d+):\d+\): `)

// unread tells of the lines that the library cannot read and nobody has told of.
func unread(name, text string, err error) Mistakes {
	var out Mistakes
	lines := strings.Split(text, "\n")
	for _, m := range parseError.FindAllStringSubmatch(err.Error(), -1) {
		n, _ := strconv.Atoi(m[1])
		what := "filen slutter for tidligt"
		if n >= 1 && n <= len(lines) && seen(lines[n-1]) != "" {
			what = fmt.Sprintf("»%s« kan ikke stå her", brief(seen(lines[n-1])))
		}
		out = append(out, Mistake{name, n, what})
	}
	if len(out) == 0 {
		out = Mistakes{{name, 0, "filen kan ikke læses: " + err.Error()}}
	}
	return out
}

// of are the scenarios of a node: one, or one for each row of its examples. What
// is wrong with it is told.
func (d *demands) of(n *messages.Scenario, pickles []*messages.Pickle) []Scenario {
	at := n.Location.Line
	proves := strings.Join(strings.Fields(n.Description), " ")
	switch {
	case len(n.Steps) == 0:
		d.wrong(at, "scenariet %q har ingen trin, så intet bliver kørt", n.Name)
	case !slices.ContainsFunc(n.Steps, func(s *messages.Step) bool { return s.KeywordType == messages.StepKeywordType_OUTCOME }):
		d.wrong(at, "scenariet %q har intet trin, der begynder med %s, så det beviser intet", n.Name, trimmed(dialect.Keywords[keyOfThen])[0])
	case d.counted != nil && len(n.Steps) != d.counted[int(at)]:
		d.wrong(at, "scenariet %q har %d trin i filen, men kun %d ville blive kørt", n.Name, d.counted[int(at)], len(n.Steps))
	}
	if proves == "" {
		d.wrong(at, "scenariet %q siger ikke, hvad det beviser: skriv en linje om det under navnet", n.Name)
	}
	d.examples(n)
	for _, s := range n.Steps {
		d.lines[s.Id] = int(s.Location.Line)
	}
	var out []Scenario
	for i, p := range pickles {
		s := d.tags(at, p)
		if len(pickles) > 1 && s.ID != "" {
			s.ID = fmt.Sprintf("%s-%d", s.ID, i+1)
		}
		s.Proves, s.file, s.line, s.node, s.steps = proves, d.file, int(at), n.Id, len(p.Steps)
		s.said = d.said(at, p)
		d.known(s)
		out = append(out, s)
	}
	return out
}

// said are the steps of a scenario with their lines.
func (d *demands) said(at int64, p *messages.Pickle) []saidStep {
	var out []saidStep
	for _, step := range p.Steps {
		line, ok := d.lines[step.AstNodeIds[0]]
		if !ok { // Baggrund's
			line = int(at)
		}
		out = append(out, saidStep{line, step.Text})
	}
	return out
}

// known tells of a sentence that klarmeld does not know, with those that are
// nearest to it, and of one that could mean two things.
func (d *demands) known(s Scenario) {
	for _, step := range s.said {
		switch n := len(meanings(step.text)); {
		case n == 0:
			d.wrong(int64(step.line), "scenariet %q siger »%s«, og den sætning kender klarmeld ikke. Nærmest er:\n%s\nklarmeld steps viser dem alle", s.Name,
				brief(step.text), strings.Join(nearest(step.text), "\n"))
		case n > 1:
			d.wrong(int64(step.line), "scenariet %q siger »%s«, som kan forstås på %d måder", s.Name, brief(step.text), n)
		}
	}
}

var placeholder = lazyregexp.New(`<([^<>"]+)>`)

// examples holds the tables of a scenario against its sentences.
func (d *demands) examples(n *messages.Scenario) {
	if len(n.Examples) == 0 {
		if slices.Contains(dialect.ScenarioOutlineKeywords(), n.Keyword) {
			d.wrong(n.Location.Line, "scenariet %q er et %s uden Eksempler; skriv dem, eller kald det Scenarie", n.Name, n.Keyword)
		}
		return
	}
	said := n.Name
	for _, s := range n.Steps {
		said += "\n" + s.Text
	}
	for _, e := range n.Examples {
		at := e.Location.Line
		switch {
		case e.TableHeader == nil:
			d.wrong(at, "Eksempler har ingen tabel, så scenariet %q bliver ikke kørt", n.Name)
			continue
		case len(e.TableBody) == 0:
			d.wrong(at, "Eksempler har kun en overskrift, så scenariet %q bliver ikke kørt; skriv en række under den", n.Name)
		}
		var columns []string
		for _, c := range e.TableHeader.Cells {
			switch {
			case c.Value == "":
				d.wrong(c.Location.Line, "en kolonne i Eksempler har intet navn")
			case slices.Contains(columns, c.Value):
				d.wrong(c.Location.Line, "to kolonner i Eksempler hedder <%s>", c.Value)
			case !strings.Contains(said, "<"+c.Value+">"):
				d.wrong(c.Location.Line, "kolonnen <%s> bruges ikke i scenariets trin", c.Value)
			}
			columns = append(columns, c.Value)
		}
		for _, s := range n.Steps {
			for _, m := range placeholder.FindAllStringSubmatch(s.Text, -1) {
				if !slices.Contains(columns, m[1]) {
					d.wrong(s.Location.Line, "<%s> er ingen kolonne i Eksempler; de hedder %s", m[1], "<"+strings.Join(columns, ">, <")+">")
				}
			}
		}
	}
}

var identifier = lazyregexp.New(`^[\pL\pN][\pL\pN._-]*$`)

// tags are what a scenario's tags, and its feature's, say of it.
func (d *demands) tags(at int64, p *messages.Pickle) Scenario {
	s := Scenario{Name: p.Name}
	for _, t := range p.Tags {
		tag := strings.TrimPrefix(t.Name, "@")
		id, isID := strings.CutPrefix(tag, "id:")
		req, isRequirement := strings.CutPrefix(tag, "krav:")
		isDemand := s.demanded(tag, func(format string, values ...any) {
			d.wrong(at, "scenariet %q "+format, append([]any{p.Name}, values...)...)
		})
		c, isCapability := verdict.CapabilityOf(verdict.CapabilityID(tag))
		_, taken := verdict.CapabilityOf(verdict.CapabilityID(id))
		switch {
		case isID && (!identifier.MatchString(id) || taken):
			d.wrong(at, "scenariet %q har ID'et %q; et ID er bogstaver, tal, punktum og bindestreg, og ikke navnet på et funktionsområde", p.Name, id)
		case isID && s.ID != "":
			d.wrong(at, "scenariet %q har både ID'et %q og %q; skriv ét", p.Name, s.ID, id)
		case isRequirement && !slices.Contains(requirementIDs, req):
			d.wrong(at, "scenariet %q står for kravet %q, som klarmeld ikke kender%s", p.Name, req, mean("@krav:", req, requirementIDs))
		case isCapability && s.Capability != "" && s.Capability != c.ID:
			d.wrong(at, "scenariet %q hører til både @%s og @%s; vælg ét funktionsområde", p.Name, s.Capability, c.ID)
		case !isID && !isRequirement && !isCapability && !isDemand:
			d.wrong(at, "scenariet %q har mærket %s, som klarmeld ikke kender%s", p.Name, t.Name, mean("@", tag, append([]string{tagOptional}, capabilityIDs...)))
		}
		switch {
		case isID:
			s.ID = id
		case isRequirement && !slices.Contains(s.Requirements, req):
			s.Requirements = append(s.Requirements, req)
		case isCapability:
			s.Capability = c.ID
		}
	}
	if s.ID == "" {
		d.wrong(at, "scenariet %q mangler sit ID; skriv @id:… på linjen over", p.Name)
	}
	if s.Capability == "" {
		d.wrong(at, "scenariet %q mangler sit funktionsområde; skriv et af @%s over det eller over Egenskab", p.Name, strings.Join(capabilityIDs, ", @"))
	}
	return s
}

var capabilityIDs, requirementIDs = func() (columns, requirements []string) {
	for _, c := range verdict.Capabilities() {
		columns = append(columns, string(c.ID))
	}
	for _, r := range features.Requirements() {
		requirements = append(requirements, r.ID)
	}
	return columns, requirements
}()

// mean asks for the one of the known that a word is nearest to.
func mean(prefix, word string, known []string) string {
	best, at := "", len(word)/2+1
	for _, k := range known {
		if d := distance(strings.ToLower(word), strings.ToLower(k)); d < at {
			best, at = k, d
		}
	}
	if best == "" {
		return ""
	}
	return fmt.Sprintf("; mente I %s%s?", prefix, best)
}

// twice tells of the scenarios that have another's ID, in whatever file.
func twice(all []Scenario) Mistakes {
	var out Mistakes
	first := map[string]Scenario{}
	for _, s := range all {
		x, taken := first[s.ID]
		switch {
		case s.ID == "":
		case taken:
			out = append(out, Mistake{s.file, s.line, fmt.Sprintf("to scenarier har ID'et %q; det andet står i %s, linje %d", s.ID, x.file, x.line)})
		default:
			first[s.ID] = s
		}
	}
	return out
}
