package steps_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"klarmeld/steps"
)

// written is a feature file as it should be; its lines are numbered in the tests.
const written = `# language: da
@sag
Egenskab: Egne
  Borgeren ser sine sager.

  @id:egen-01 @krav:sag-3.3
  Scenarie: En sags titel rettes
    Beviser, at en rettet titel afløser den gamle.

    Givet at sagsbehandleren "Jens Hagen" har oprettet sagen "En" for borgeren "Karen Bech" i enheden "Ydelseskontoret" med KLE-nummeret "32.24.04"
    Når sagsbehandleren retter sagens titel til "To"
    Så er sagens titel "To"
    Og sagens tilstand er "Opstaaet"
`

// with is the file with one of its lines, or a text in it, in another form.
func with(pairs ...string) string { return strings.NewReplacer(pairs...).Replace(written) }

const outline = `# language: da
@sag
Egenskab: Egne
  @id:egen-01
  Abstrakt Scenario: Titlen rettes til <titel>
    Beviser noget.

    Givet at sagsbehandleren "Jens Hagen" har oprettet sagen "En" for borgeren "Karen Bech" i enheden "Ydelseskontoret" med KLE-nummeret "32.24.04"
    Når sagsbehandleren retter sagens titel til "<titel>"
    Så er sagens titel "<titel>"

    Eksempler:
      | titel |
      | To    |
      | Tre   |
`

const notKeyword = "mente I »%s«?"

// step is the file with another keyword for Når.
func step(keyword string) string { return with("    Når ", "    "+keyword) }

var instead = strings.NewReplacer

// refusals are the kinds of mistakes: a file with one, its line, and what is said.
var refusals = map[string]struct {
	text string
	line int
	said string
}{
	"keyword, a letter too many":       {step("Nåar "), 11, fmt.Sprintf(notKeyword, "Når")},
	"keyword, a letter twice":          {with("    Så ", "    Såå "), 12, fmt.Sprintf(notKeyword, "Så")},
	"keyword, letters swapped":         {with("    Givet ", "    Gviet "), 10, fmt.Sprintf(notKeyword, "Givet")},
	"keyword, a letter missing":        {with("    Givet ", "    Givt "), 10, fmt.Sprintf(notKeyword, "Givet")},
	"keyword without its ring":         {step("Nar "), 11, fmt.Sprintf(notKeyword, "Når")},
	"keyword with aa":                  {step("Naar "), 11, fmt.Sprintf(notKeyword, "Når")},
	"keyword in two code points":       {step("Na\u030ar "), 11, fmt.Sprintf(notKeyword, "Når")},
	"keyword with a Cyrillic letter":   {with("    Og ", "    Оg "), 13, fmt.Sprintf(notKeyword, "Og")},
	"keyword in small letters":         {with("    Givet ", "    givet "), 10, fmt.Sprintf(notKeyword, "Givet")},
	"keyword in capitals":              {with("    Givet ", "    GIVET "), 10, fmt.Sprintf(notKeyword, "Givet")},
	"keyword in English":               {with("    Givet at", "    Given that"), 10, fmt.Sprintf(notKeyword, "Givet")},
	"keyword in English, later":        {with("    Så ", "    Then "), 12, fmt.Sprintf(notKeyword, "Så")},
	"keyword in Norwegian":             {with("    Givet ", "    Gitt "), 10, fmt.Sprintf(notKeyword, "Givet")},
	"keyword before a no-break space":  {step("Når\u00a0"), 11, fmt.Sprintf(notKeyword, "Når")},
	"keyword after a no-break space":   {with("    Når", "   \u00a0Når"), 11, fmt.Sprintf(notKeyword, "Når")},
	"keyword after a zero-width space": {step("\u200bNår "), 11, fmt.Sprintf(notKeyword, "Når")},
	"keyword with a soft hyphen in it": {step("N\u00adår "), 11, fmt.Sprintf(notKeyword, "Når")},
	"keyword after a byte order mark":  {step("\ufeffNår "), 11, fmt.Sprintf(notKeyword, "Når")},
	"keyword before a tab":             {step("Når\t"), 11, fmt.Sprintf(notKeyword, "Når")},
	"keyword before a colon":           {step("Når: "), 11, fmt.Sprintf(notKeyword, "Når")},
	"keyword after a bullet":           {step("- Når "), 11, fmt.Sprintf(notKeyword, "Når")},
	"keyword after a number":           {step("1. Når "), 11, fmt.Sprintf(notKeyword, "Når")},
	"first step, no keyword":           {with("    Givet at s", "    S"), 10, "ligner en sætning, klarmeld kender"},
	"no keyword and another sentence":  {with("    Når sags", "    Sags"), 11, "Sagsbehandleren retter"},
	"a first step right below the name": {with("    Beviser, at en rettet titel afløser den gamle.\n\n    Givet", "    Beviser noget.\n    Givt"), 9,
		fmt.Sprintf(notKeyword, "Givet")},
	"Scenarie misspelt":               {with("Scenarie:", "Scenarje:"), 7, fmt.Sprintf(notKeyword, "Scenarie:")},
	"Scenarie without a colon":        {with("Scenarie:", "Scenarie"), 7, fmt.Sprintf(notKeyword, "Scenarie:")},
	"Scenarie with a blank before it": {with("Scenarie:", "Scenarie :"), 7, fmt.Sprintf(notKeyword, "Scenarie:")},
	"Scenarie in English":             {with("Scenarie:", "Scenario:"), 7, fmt.Sprintf(notKeyword, "Scenarie:")},
	"Scenarie in small letters":       {with("Scenarie:", "scenarie:"), 7, fmt.Sprintf(notKeyword, "Scenarie:")},
	"Scenarie after a no-break space": {with("  Scenarie:", " \u00a0Scenarie:"), 7, fmt.Sprintf(notKeyword, "Scenarie:")},
	"Egenskab misspelt":               {with("Egenskab:", "Egneskab:"), 3, fmt.Sprintf(notKeyword, "Egenskab:")},
	"Egenskab in English":             {with("Egenskab:", "Feature:"), 3, fmt.Sprintf(notKeyword, "Egenskab:")},
	"no Scenarie":                     {with("  Scenarie: En sags titel rettes\n", ""), 6, "mærkerne hører ikke til noget"},
	"steps below Egenskab":            {with("  @id:egen-01 @krav:sag-3.3\n  Scenarie: En sags titel rettes\n", ""), 8, "hører ikke til et scenarie"},
	"prose between steps":             {with("    Så ", "    Sagen er nu rettet af en anden.\n    Så "), 12, "hverken et trin eller"},
	"a second paragraph":              {with("gamle.\n\n", "gamle.\n\n    Titlen ses af alle.\n\n"), 10, "hverken et trin eller"},
	"no language":                     {with("# language: da\n", ""), 1, "# language: da"},
	"another language":                {with("language: da", "language: en"), 1, "# language: da"},
	"a language in capitals":          {with("language: da", "language: DA"), 1, "# language: da"},
	"a Rule":                          {with("  @id", "  Rule: Noget\n\n  @id"), 6, "lige under Egenskab"},
	"a Regel":                         {with("  @id", "  Regel: Noget\n\n  @id"), 6, "ville ikke blive kørt"},
	"two Egenskab":                    {written + "\nEgenskab: To\n", 15, "har allerede en Egenskab"},
	"a doc string":                    {written + "    \"\"\"\n    Når\n    \"\"\"\n", 14, "tekstblok"},
	"a table below a step":            {written + "    | a |\n", 14, "tager en tabel"},
	"tags above a blank":              {with("sag-3.3\n", "sag-3.3\n\n"), 6, "fjern den tomme linje"},
	"tags at the end":                 {written + "\n  @id:egen-02\n", 15, "hører ikke til noget"},
	"no Så": {with("    Så ", "    Og at ", "er sagens titel \"To\"", "sagsbehandleren retter sagens titel til \"Tre\"",
		"    Og sagens tilstand er \"Opstaaet\"\n", ""), 7, "beviser intet"},
	"no steps":                        {written + "\n  @id:egen-02\n  Scenarie: To\n    Beviser noget.\n", 16, "ingen trin"},
	"no scenarios":                    {"# language: da\n@sag\nEgenskab: Egne\n  Tom.\n", 0, "ingen scenarier"},
	"all is commented out":            {"# language: da\n#" + strings.ReplaceAll(written, "\n", "\n#"), 0, "ingen Egenskab"},
	"no description":                  {with("    Beviser, at en rettet titel afløser den gamle.\n", ""), 7, "hvad det beviser"},
	"no name":                         {with("Scenarie: En sags titel rettes", "Scenarie:"), 7, "intet navn"},
	"no ID":                           {with("@id:egen-01 ", ""), 7, "mangler sit ID"},
	"an ID that is an area":           {with("@id:egen-01 ", "@id:dokument "), 7, "har ID'et"},
	"two IDs":                         {with("@id:egen-01 ", "@id:egen-01 @id:egen-02 "), 7, "skriv ét"},
	"no area":                         {with("@sag\n", ""), 6, "mangler sit funktionsområde"},
	"two areas":                       {with("@id:egen-01", "@dokument @id:egen-01"), 7, "vælg ét funktionsområde"},
	"an unknown area":                 {with("@sag\n", "@sager\n"), 7, "mente I @sag?"},
	"an unknown requirement":          {with("@krav:sag-3.3", "@krav:sag-33"), 7, "mente I @krav:sag-3.3?"},
	"a no-break space in the tags":    {with("01 @krav", "01\u00a0@krav"), 6, "U+00A0"},
	"an unknown sentence":             {with("retter sagens titel til", "laver titlen om til"), 11, "klarmeld steps viser dem alle"},
	"a no-break space in a sentence":  {with("sagens titel til", "sagens\u00a0titel til"), 11, "U+00A0"},
	"a tab after a sentence":          {with("titel \"To\"\n", "titel \"To\"\t\n"), 12, "U+0009"},
	"Latin-1":                         {with("titel til \"To\"", "titel til \"T\xf8\""), 11, "ikke UTF-8"},
	"UTF-16":                          {"\xff\xfe#\x00", 1, "UTF-16"},
	"lines that end as on an old Mac": {strings.ReplaceAll(written, "\n", "\r"), 1, "ligner et linjeskift"},
	"a line separator":                {with("Karen Bech", "Karen\u2028Bech"), 10, "U+2028"},
	"a line that is not read":         {with("\"En\"", "\""+strings.Repeat("x", 1<<16)+"\""), 10, "højst 63 KB"},
	"a very large file":               {written + strings.Repeat("# "+strings.Repeat("x", 1000)+"\n", 1100), 0, "del den i filer"},
	"Eksempler without a table": {instead("      | titel |\n", "", "      | To    |\n", "", "      | Tre   |\n", "").Replace(outline), 12,
		"har ingen tabel"},
	"Eksempler with a heading only": {instead("      | To    |\n", "", "      | Tre   |\n", "").Replace(outline), 12, "kun en overskrift"},
	"no Eksempler":                  {outline[:strings.Index(outline, "    Eksempler")], 5, "uden Eksempler"},
	"Eksempler misspelt":            {instead("Eksempler:", "Eksemler:").Replace(outline), 12, fmt.Sprintf(notKeyword, "Eksempler:")},
	"Eksempler in English":          {instead("Eksempler:", "Examples:").Replace(outline), 12, fmt.Sprintf(notKeyword, "Eksempler:")},
	"a step after Eksempler":        {outline + "    Og sagens tilstand er \"Opstaaet\"\n", 16, "står efter Eksempler"},
	"a step before the table": {instead("Eksempler:\n", "Eksempler:\n    Og sagens tilstand er \"Opstaaet\"\n").Replace(outline), 13,
		"står efter Eksempler"},
	"a row with a cell too many": {instead("| Tre   |", "| Tre | x |").Replace(outline), 15, "har 2 felter"},
	"a row without its end":      {instead("| Tre   |", "| Tre").Replace(outline), 15, "ender ikke med |"},
	"a column that is not used": {instead("| titel |", "| titel | x |", "| To    |", "| To | 1 |", "| Tre   |", "| Tre | 1 |").Replace(outline), 13,
		"<x> bruges ikke"},
	"a column that there is not": {instead("Så er sagens titel \"<titel>\"", "Så er sagens titel \"<titl>\"").Replace(outline), 10,
		"<titl> er ingen kolonne"},
	"two columns of one name": {instead("| titel |", "| titel | titel |", "| To    |", "| To | 1 |", "| Tre   |", "| Tre | 1 |").Replace(outline),
		13, "to kolonner"},
	"Abstrakt Scenarie": {instead("Abstrakt Scenario:", "Abstrakt Scenarie:").Replace(outline), 5, fmt.Sprintf(notKeyword, "Abstrakt Scenario:")},
}

// TestRefusals: what would not be played as its writer means it is refused, with
// its line and what to do.
func TestRefusals(t *testing.T) {
	for name, c := range refusals {
		t.Run(name, func(t *testing.T) {
			_, err := steps.NewScript(fstest.MapFS{"egne.feature": {Data: []byte(c.text)}}, nil, nil)
			if err == nil {
				t.Fatal("it is played")
			}
			at := "egne.feature: "
			if c.line > 0 {
				at = fmt.Sprintf("egne.feature, linje %d: ", c.line)
			}
			for _, m := range strings.Split(err.Error(), "\n  e") {
				if strings.HasPrefix("e"+m, at) && strings.Contains(m, c.said) {
					return
				}
			}
			t.Errorf("want %q with %q, not\n%v", at, c.said, err)
		})
	}
	if len(refusals) < 80 {
		t.Errorf("only %d kinds are tried", len(refusals))
	}
}

// TestHonestFiles: what its writer means to be prose, and every way of writing
// that Gherkin allows and klarmeld plays, is played.
func TestHonestFiles(t *testing.T) {
	for name, c := range map[string]struct {
		text  string
		steps int
		ids   string
	}{
		"as it is":                     {written, 4, "egen-01"},
		"CRLF":                         {strings.ReplaceAll(written, "\n", "\r\n"), 4, "egen-01"},
		"a byte order mark":            {"\ufeff" + written, 4, "egen-01"},
		"no last line feed":            {strings.TrimSuffix(written, "\n"), 4, "egen-01"},
		"tabs before the keywords":     {strings.ReplaceAll(written, "    ", "\t"), 4, "egen-01"},
		"a comment over the language":  {"# Vores egne\n" + written, 4, "egen-01"},
		"comments between the steps":   {with("    Så", "    # derfor\n    Så"), 4, "egen-01"},
		"a comment below the tags":     {with("  Scenarie", "  # nyt\n  Scenarie"), 4, "egen-01"},
		"tags on two lines":            {with(" @krav", "\n  @krav"), 4, "egen-01"},
		"a description of three lines": {with("gamle.\n", "gamle,\n    og at den nye ses af alle.\n    Det er vigtigt for borgeren.\n"), 4, "egen-01"},
		"a blank over the description": {with("rettes\n", "rettes\n\n"), 4, "egen-01"},
		"prose that begins like one": {with("sine sager.\n",
			"sine sager.\n  Når kommunen skifter system, ses de stadig.\n\n  På borger.dk, og\n  så i SAPA, men ikke andre steder.\n"), 4, "egen-01"},
		"prose of a scenario": {with("    Beviser, at en rettet titel afløser den gamle.",
			"    Scenariet viser, at sagen findes i indekset.\n    Den er vigtig. Man ser den."), 4, "egen-01"},
		"a no-break space in prose":   {with("rettet titel", "rettet\u00a0titel"), 4, "egen-01"},
		"a no-break space in a title": {with("\"To\"", "\"To\u00a0dage\""), 4, "egen-01"},
		"Men and a star":              {with("    Og ", "    Men ", "    Når ", "    * "), 4, "egen-01"},
		"Baggrund":                    {with("  @id", "  Baggrund:\n    Givet at systemet holder sine leverancer tilbage\n\n  @id"), 5, "egen-01"},
		"rows of examples":            {outline, 6, "egen-01-1 egen-01-2"},
		"a row with a bar in it":      {strings.Replace(outline, "Tre  ", `T\|re`, 1), 6, "egen-01-1 egen-01-2"},
	} {
		t.Run(name, func(t *testing.T) {
			s, err := steps.NewScript(fstest.MapFS{"egne.feature": {Data: []byte(c.text)}, "LÆSMIG.txt": {}, "._egne.feature": {}, "egne.feature~": {}}, nil, nil)
			if err != nil {
				t.Fatal(err)
			}
			var ids []string
			for _, x := range s.Scenarios() {
				ids = append(ids, x.ID)
			}
			if got := strings.Join(ids, " "); got != c.ids || s.Steps() != c.steps {
				t.Errorf("%s, %d steps; want %s, %d", got, s.Steps(), c.ids, c.steps)
			}
		})
	}
}

// TestFolders: a file that nobody would play is told of, whatever it is called
// and wherever it lies.
func TestFolders(t *testing.T) {
	file := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }
	for name, c := range map[string]struct {
		files fstest.MapFS
		said  []string
	}{
		"capitals":           {fstest.MapFS{"a.feature": file(written), "B.FEATURE": file(written)}, []string{"B.FEATURE: ", "omdøb"}},
		"an editor's ending": {fstest.MapFS{"a.feature": file(written), "b.feature.txt": file(written)}, []string{"b.feature.txt: ", "omdøb"}},
		"a misspelt ending":  {fstest.MapFS{"a.feature": file(written), "b.featrue": file(written)}, []string{"b.featrue: "}},
		"a subfolder":        {fstest.MapFS{"a.feature": file(written), "mere/b.feature": file(written)}, []string{"mere/b.feature: ", "undermappe"}},
		"further down":       {fstest.MapFS{"a.feature": file(written), "mere/og/b.FEATURE": file(written)}, []string{"mere/og/b.FEATURE: "}},
		"nothing":            {fstest.MapFS{"LÆSMIG.txt": file("")}, []string{"ingen .feature-filer"}},
		"an ID twice":        {fstest.MapFS{"a.feature": file(written), "b.feature": file(written)}, []string{"b.feature, linje 7: ", "a.feature, linje 7"}},
		"an empty file":      {fstest.MapFS{"a.feature": file(written), "b.feature": file("")}, []string{"b.feature: ", "ingen Egenskab"}},
		"a folder named so":  {fstest.MapFS{"a.feature": file(written), "b.feature/c.feature": file(written)}, []string{"b.feature/c.feature: "}},
		"every mistake of two": {fstest.MapFS{"a.feature": file(with("    Så ", "    Såå ", "@krav:sag-3.3", "@krav:x")),
			"b.feature": file(with("egen-01", "egen-02", "    Når", "    Nåar"))},
			[]string{"a.feature, linje 12: ", "b.feature, linje 11: "}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := steps.NewScript(c.files, nil, nil)
			if err == nil {
				t.Fatal("it is played")
			}
			for _, said := range c.said {
				if !strings.Contains(err.Error(), said) {
					t.Errorf("%q is not said: %v", said, err)
				}
			}
		})
	}
}

// TestTheDocsExample: the example of docs/scenarios.md is played as it stands.
func TestTheDocsExample(t *testing.T) {
	raw, err := os.ReadFile("../docs/scenarios.md")
	if err != nil {
		t.Fatal(err)
	}
	_, after, _ := strings.Cut(string(raw), "```gherkin\n")
	example, _, _ := strings.Cut(after, "```")
	s, err := steps.NewScript(fstest.MapFS{"egne.feature": {Data: []byte(example)}}, nil, nil)
	if err != nil || len(s.Scenarios()) != 1 || s.Steps() != 4 {
		t.Errorf("%v", err)
	}
}
