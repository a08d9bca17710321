package reports

import (
	"cmp"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"klarmeld/internal/verdict"
)

var _ = register(Form{Name: "borger", File: CitizensFile, Part: true, Write: CitizensHTML})

// CitizensFile is the page of what the citizens would see.
const CitizensFile = "borger.html"

// CitizensHTML writes what the citizens would see, each citizen's page as it would be
// drawn, beside what should have been on it.
func CitizensHTML(w io.Writer, r Report) error {
	return render(w, r.Language, "borger.gohtml", newCitizensPage(r))
}

// citizensPage is what borger.gohtml shows.
type citizensPage struct {
	Language     language
	Display      string
	Program      string
	Municipality string
	Known        bool // the report has it: those of before it was asked have not
	Settings     verdict.CitizenSettings
	Choices      []version
	Never        []sighting
	Pages        []citizenPage
	Building     bool // cases are left out that the property's owner sees
	Total        citizenTally
}

// sighting is one thing that is wrong, with its mark.
type sighting struct {
	verdict.Sighting
	Mark   mark
	Excuse string
	Page   anchor // the citizen's page; "" of nobody's
}

// citizenTally counts the cases of a page.
type citizenTally struct{ Seen, Expected, TooMuch, Missing, Wrong int }

// Right reports whether all is seen as it should be.
func (t citizenTally) Right() bool { return t.TooMuch+t.Missing+t.Wrong == 0 }

type citizenPage struct {
	Anchor     anchor
	Name       verdict.Said
	Tally      citizenTally
	Groups     []citizenGroup
	LeftOut    []leftOutRow
	Caseworker []verdict.CaseworkerCase
}

// citizenGroup are the cases of an area.
type citizenGroup struct {
	Name                          verdict.Said
	SelfService, Article, Contact *verdict.Link
	Rows                          []citizenRow
}

// citizenRow is one case, or the place where one should stand.
type citizenRow struct {
	verdict.CitizenCase
	View   *verdict.CaseView // what is drawn: the case as it is seen, else as it should be
	Wrongs []sighting
	Moved  string       // it is drawn under this area, and should stand here
	More   []citizenRow // right ones of the same scenario, which are folded
}

// Ghost reports whether the case is drawn though the citizen does not see it.
func (r citizenRow) Ghost() bool { return r.Seen == nil }

// Letters are the titles that should stand on the case where the citizen sees it.
func (r citizenRow) Letters() []verdict.Said {
	if r.Seen == nil || r.Wanted == nil {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(r.Wanted.Documents), func(d verdict.Said) bool { return slices.Contains(r.Seen.Documents, d) })
}

// Beside reports whether what should have been seen is drawn beside what is.
func (r citizenRow) Beside() bool {
	return r.Seen != nil && r.Wanted != nil && len(r.Wrongs) > 0 && !reflect.DeepEqual(r.Seen, r.Wanted)
}

type leftOutRow struct {
	verdict.LeftOutCase
	Reason string
}

func newCitizensPage(r Report) citizensPage {
	r = clean(r)
	s, l := r.System, r.Language
	p := citizensPage{Language: language(cmp.Or(l, Danish)), Display: displayName(s), Program: s.Program, Municipality: s.Municipality}
	if s.Citizens == nil {
		return translated(l, p)
	}
	nameScenarios(s)
	p.Known, p.Settings, p.Choices = true, s.Citizens.Settings, l.choices(s.Citizens.Settings)
	anchors := map[verdict.Said]anchor{}
	for i, c := range s.Citizens.Pages {
		anchors[c.Name] = anchor("borger-" + strconv.Itoa(i+1))
	}
	for _, n := range s.Citizens.Never {
		x := newSighting(n)
		x.Page = anchors[n.Citizen]
		p.Never = append(p.Never, x)
	}
	for _, c := range s.Citizens.Pages {
		page := newCitizenPage(c, p.Settings)
		page.Anchor = anchors[c.Name]
		p.Pages = append(p.Pages, page)
		p.Total.add(page.Tally)
		p.Building = p.Building || slices.ContainsFunc(c.LeftOut, func(x verdict.LeftOutCase) bool { return x.Why == verdict.LeftBuilding })
	}
	return translated(l, p)
}

func (t *citizenTally) add(o citizenTally) {
	t.Seen, t.Expected, t.TooMuch, t.Missing, t.Wrong = t.Seen+o.Seen, t.Expected+o.Expected, t.TooMuch+o.TooMuch, t.Missing+o.Missing, t.Wrong+o.Wrong
}

// count counts a case once, as the worst that it is.
func (t *citizenTally) count(c verdict.CitizenCase) {
	if c.Seen != nil {
		t.Seen++
	}
	if c.Wanted != nil {
		t.Expected++
	}
	asked := slices.DeleteFunc(slices.Clone(c.Wrong), func(w verdict.Sighting) bool { return w.Kind == verdict.SightUnasked })
	switch {
	case c.Seen == nil && c.Wanted != nil:
		t.Missing++
	case c.Seen != nil && c.Wanted == nil && len(asked) > 0:
		t.TooMuch++
	case len(asked) > 0:
		t.Wrong++
	}
}

func newCitizenPage(c verdict.Citizen, s verdict.CitizenSettings) citizenPage {
	p := citizenPage{Name: c.Name, Caseworker: c.Caseworker}
	var groups []citizenGroup
	for _, a := range s.Areas {
		groups = append(groups, citizenGroup{Name: a.Name, SelfService: a.SelfService, Article: a.Article, Contact: cmp.Or(a.Contact, s.Contact)})
	}
	groups = append(groups, citizenGroup{Contact: s.Contact})
	put := func(area verdict.Said, r citizenRow) {
		i := slices.IndexFunc(groups, func(g citizenGroup) bool { return g.Name == area })
		groups[i].put(r)
	}
	for _, x := range c.Cases {
		p.Tally.count(x)
		row := newCitizenRow(x)
		if row.View == nil { // nobody sees it, and something is wrong all the same
			continue
		}
		put(row.View.Area, row)
		if x.Seen != nil && x.Wanted != nil && x.Seen.Area != x.Wanted.Area {
			put(x.Wanted.Area, citizenRow{CitizenCase: verdict.CitizenCase{Scenario: x.Scenario}, View: x.Wanted, Moved: cmp.Or(string(x.Seen.Area), "Andre sager")})
		}
	}
	p.Groups = slices.DeleteFunc(groups, func(g citizenGroup) bool { return len(g.Rows) == 0 })
	for _, x := range c.LeftOut {
		p.LeftOut = append(p.LeftOut, leftOutRow{x, leftOutReasons[x.Why]})
	}
	return p
}

// put puts a row in its group, and folds what is right and of the same scenario as the
// row before it.
func (g *citizenGroup) put(r citizenRow) {
	if n := len(g.Rows); n > 0 && len(r.Wrong) == 0 && r.Moved == "" {
		if last := &g.Rows[n-1]; last.Scenario == r.Scenario && len(last.Wrong) == 0 && last.Moved == "" {
			last.More = append(last.More, r)
			return
		}
	}
	g.Rows = append(g.Rows, r)
}

func newCitizenRow(c verdict.CitizenCase) citizenRow {
	row := citizenRow{CitizenCase: c, View: cmp.Or(c.Seen, c.Wanted)}
	for _, w := range c.Wrong {
		row.Wrongs = append(row.Wrongs, newSighting(w))
	}
	return row
}

func newSighting(s verdict.Sighting) sighting {
	return sighting{Sighting: s, Mark: sightMark(s.Kind), Excuse: map[verdict.Excuse]string{
		verdict.ExcuseNotOffered: "Systemet tilbyder det ikke.",
		verdict.ExcuseFailed:     "Systemet blev bedt om det, men kunne ikke.",
	}[s.Excuse]}
}

// sightWords are what is wrong with what is seen, in a few words.
var sightWords = map[verdict.Sight]string{
	verdict.SightHidden: "Skulle være skjult", verdict.SightOther: "En anden borgers sag", verdict.SightClosedTitle: "Lukket titel",
	verdict.SightInternal: "Internt dokument", verdict.SightProtected: "Beskyttet sag", verdict.SightRemoved: "Skulle være væk",
	verdict.SightOtherMunicipality: "En anden kommunes sag", verdict.SightUnchosen: "Skulle ikke vises", verdict.SightUnasked: "Ikke bedt om",
	verdict.SightMissing: "Mangler", verdict.SightNoDocument: "Dokument mangler", verdict.SightArea: "Forkert område",
	verdict.SightState: "Forkert tilstand", verdict.SightCourse: "Forkert forløb", verdict.SightTitle: "Forkert titel",
}

func sightMark(k verdict.Sight) mark {
	m := mark{"!", sightWords[k], tone(verdict.Remark.String())}
	switch {
	case k.Never():
		m.Sign, m.Tone = "✗", tone(verdict.Fail.String())
	case k == verdict.SightMissing || k == verdict.SightNoDocument:
		m.Sign, m.Tone = "–", tone(verdict.NotObserved.String())
	case k == verdict.SightUnasked:
		m.Sign, m.Tone = "i", tone(verdict.Information.String())
	}
	return m
}

// leftOutReasons are why a citizen rightly does not see a case.
var leftOutReasons = map[verdict.LeftOut]string{
	verdict.LeftHidden:       "Den er skjult for borgeren.",
	verdict.LeftPart:         "Den handler ikke om en borger med CPR-nummer.",
	verdict.LeftBuilding:     "Det er en byggesag: den ser ejendommens ejer, og det kan klarmeld ikke vise.",
	verdict.LeftClass:        "Kommunen viser ikke dens KLE-nummer.",
	verdict.LeftDate:         "Den er oprettet før den dato, kommunen viser sager fra.",
	verdict.LeftSystem:       "Kommunen viser ikke det, dette system sender.",
	verdict.LeftMunicipality: "En anden kommune har overtaget den.",
	verdict.LeftRemoved:      "Den er slettet, eller fjernet ved skiftet af system.",
}

// choices are a municipality's settings for people, in the language.
func (l Language) choices(s verdict.CitizenSettings) []version {
	all := func(list []verdict.Said, none string) string {
		if len(list) == 0 {
			return l.t(none)
		}
		var out []string
		for _, x := range list {
			out = append(out, string(x))
		}
		return strings.Join(out, ", ")
	}
	numbers := all(s.KLE, "alle")
	if len(s.Without) > 0 {
		numbers += l.t("; ikke") + " " + all(s.Without, "")
	}
	from := l.t("alle, uanset dato")
	if s.From != "" {
		if from = l.t("oprettet %s eller senere", l.day(s.From)); s.ActiveToo {
			from += l.t("; sager, der ikke er afsluttet, uanset dato")
		}
	}
	title := l.t("sagens egen")
	if s.Titling == verdict.TitleOfKLE {
		title = l.t("KLE-nummerets")
	}
	documents := map[verdict.Documents]string{verdict.DocumentsApproved: l.t("godkendte breve, ind og ud"),
		verdict.DocumentsAll: l.t("alle breve, ind og ud")}[s.Documents]
	return []version{
		{l.t("Valgene hedder"), string(s.Title)}, {l.t("KLE-numre, der vises"), numbers}, {l.t("Sager, der vises"), from}, {l.t("Sagens titel"), title},
		{l.t("Titler på dokumenter"), cmp.Or(documents, l.t("ingen"))}, {l.t("Systemer, der ikke vises"), all(s.LeftOut, "ingen")},
		{l.t("Byggesager (ejendommens ejer ser dem)"), all(s.Building, "ingen")},
	}
}

// day is a day (YYYY-MM-DD) as people write it; another text stays as it is.
func (l Language) day(date string) string {
	t, err := time.Parse(time.DateOnly, date)
	switch {
	case err != nil:
		return date
	case l == English:
		return t.Format("2 January 2006")
	}
	return fmt.Sprintf("%d. %s %d", t.Day(), months[t.Month()-1], t.Year())
}
