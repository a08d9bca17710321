package contract

import (
	"fmt"
	"strings"
)

// report is a violation's code and Danish texts.
type report struct{ code, expected, actual, message, fix string }

func unknownRoot(actual string) report {
	return report{"unknown-root", "et element, som SF1470 version 6 kender", actual,
		"Meddelelsens yderste element kendes ikke i SF1470 version 6: " + actual + ".",
		"Brug operationens eget element i namespace urn:oio:sts:sagdok:sagdokumentindeks:6."}
}

func spaceShown(space string) string {
	if space == "" {
		return "intet namespace"
	}
	return "namespace " + space
}

// inside says which element something stands in; nothing for the root.
func inside(f *frame) string {
	if f == nil {
		return ""
	}
	return " i " + f.name.tag()
}

func wrongNamespace(n name, parent *frame, right []string) report {
	expected := strings.Join(right, " eller ")
	return report{"namespace", "namespace " + expected, spaceShown(n.space),
		fmt.Sprintf("%s%s står i %s, men skal stå i namespace %s.", n.tag(), inside(parent), spaceShown(n.space), expected),
		fmt.Sprintf("Ret præfikset på %s, eller dets xmlns, til namespace %s.", n.tag(), expected)}
}

func strayText(n name, text string) report {
	return report{"text", "kun elementer", shown(text),
		fmt.Sprintf("Der står tekst direkte i %s, som kun må indeholde elementer.", n.tag()),
		"Flyt teksten ind i det element, den hører til, eller fjern den."}
}

func elementInText(n, parent name) report {
	return report{"unexpected", "kun tekst", n.tag(),
		fmt.Sprintf("%s må kun indeholde tekst, men indeholder %s.", parent.tag(), n.tag()),
		fmt.Sprintf("Skriv værdien direkte i %s, og fjern %s.", parent.tag(), n.tag())}
}

func badValue(f *frame, w *fault) report {
	r := report{w.code, w.expected, w.actual,
		fmt.Sprintf("Værdien af %s%s %s.", f.name.tag(), inside(f.parent), w.problem),
		fmt.Sprintf("Ret værdien af %s; der skal stå %s.", f.name.tag(), w.expected)}
	switch {
	case w.spaces:
		r.fix = fmt.Sprintf("Fjern mellemrum og linjeskift omkring værdien af %s.", f.name.tag())
	case w.mend != "":
		r.fix = fmt.Sprintf("Ret værdien af %s: %s.", f.name.tag(), w.mend)
	case w.code == "length":
		r.fix = fmt.Sprintf("Ret teksten i %s, så den er på %s.", f.name.tag(), w.expected)
	}
	return r
}

func strayAttribute(n name, key string) report {
	return report{"attribute", "ingen attributter", key,
		fmt.Sprintf("%s har attributten %s, men elementer i SF1470 har ingen attributter.", n.tag(), key),
		fmt.Sprintf("Fjern attributten %s fra %s.", key, n.tag())}
}

func notNillable(n name, key string) report {
	return report{"attribute", "ingen " + key, key,
		fmt.Sprintf("%s har attributten %s, men intet element i SF1470 må angives som nil.", n.tag(), key),
		fmt.Sprintf("Udelad %s helt, eller giv det en værdi uden %s.", n.tag(), key)}
}

func wrongType(n name, value string, declared *typeDef) report {
	expected := "ingen xsi:type"
	if declared.name.local != "" {
		expected = "typen " + declared.name.local + " eller ingen xsi:type"
	}
	return report{"attribute", expected, shown(value),
		fmt.Sprintf("%s har en xsi:type, som XSD'en ikke tillader dér.", n.tag()),
		fmt.Sprintf("Fjern xsi:type fra %s.", n.tag())}
}

// manyNames is how many names a text lists.
const manyNames = 12

// allowed lists what may stand in an element of type t.
func allowed(t *typeDef) string {
	var names []string
	for _, p := range t.parts {
		if p.isWildcard() {
			names = append(names, "lokale udvidelser")
			continue
		}
		names = append(names, p.names()...)
	}
	if rest := len(names) - manyNames; rest > 0 {
		names = append(names[:manyNames], fmt.Sprintf("… og %d til", rest))
	}
	return strings.Join(names, ", ")
}

func unexpected(n name, f *frame) report {
	for _, p := range f.typ.parts {
		if p.isWildcard() {
			return report{"unexpected", "en lokal udvidelse fra SagIndeks eller DokumentIndeks, fx <SagIndeksEgenskaber>", n.tag() + " i " + spaceShown(n.space),
				fmt.Sprintf("%s i %s kendes ikke som lokal udvidelse.", n.tag(), f.name.tag()),
				fmt.Sprintf("Fjern %s, eller brug en af de lokale udvidelser, som XSD'en har.", n.tag())}
		}
	}
	return report{"unexpected", f.typ.allowed, n.tag(),
		fmt.Sprintf("%s hører ikke hjemme i %s.", n.tag(), f.name.tag()),
		fmt.Sprintf("Fjern %s, eller flyt det til det element, det hører til i.", n.tag())}
}

func misspelt(n, right name, f *frame) report {
	return report{"unexpected", right.tag(), n.tag(),
		fmt.Sprintf("%s kendes ikke i %s; navnet ligner %s.", n.tag(), f.name.tag(), right.tag()),
		fmt.Sprintf("Ret navnet %s til %s i namespace %s.", n.tag(), right.tag(), right.space)}
}

func insteadOf(n name, right []string, f *frame) report {
	expected := strings.Join(right, " eller ")
	return report{"unexpected", expected, n.tag(),
		fmt.Sprintf("%s hører ikke hjemme i %s; dér skal %s stå.", n.tag(), f.name.tag(), expected),
		fmt.Sprintf("Skriv %s i stedet for %s.", expected, n.tag())}
}

func tooMany(n name, f *frame) report {
	return report{"too-many", "højst ét " + n.tag(), "mere end ét",
		fmt.Sprintf("Der er mere end ét %s i %s.", n.tag(), f.name.tag()),
		fmt.Sprintf("Fjern det overskydende %s fra %s.", n.tag(), f.name.tag())}
}

func eitherOr(n, stays name, f *frame) report {
	return report{"too-many", "enten " + stays.tag() + " eller " + n.tag(), "begge",
		fmt.Sprintf("%s har både %s og %s, men må kun have ét af dem.", f.name.tag(), stays.tag(), n.tag()),
		fmt.Sprintf("Behold enten %s eller %s.", stays.tag(), n.tag())}
}

// missing says that line i of f's type has no child, and where it must stand.
func missing(f *frame, i int) report {
	what := strings.Join(f.typ.parts[i].names(), " eller ")
	where := f.placeOf(i).text
	return report{"missing", what, "mangler",
		fmt.Sprintf("%s mangler i %s.", what, f.name.tag()),
		fmt.Sprintf("Indsæt %s i %s, %s.", what, f.name.tag(), where)}
}

// place is where a child of some line stands among the children in order.
type place struct {
	text   string
	before int // the child it follows; -1: none
}

// placeOf says where a child of line i stands, and after which element that
// is missing too. There may be very many children, but few lines.
func (f *frame) placeOf(i int) place {
	if at, ok := f.places[i]; ok {
		return at
	}
	before, after := f.neighbours(i)
	there, words := f.there(), []string{}
	for j := i; j >= 0 && len(words) == 0; j-- {
		switch p := f.typ.parts[j]; {
		case before >= 0 && f.kids[before].part == j:
			words = append(words, "efter "+f.kids[before].name.tag())
		case j < i && p.mandatory() && !there[j]:
			words = append(words, "efter "+strings.Join(p.names(), " eller "))
		}
	}
	if after >= 0 {
		words = append(words, "før "+f.kids[after].name.tag())
	}
	if len(words) == 0 {
		words = []string{"som det første"}
	}
	if f.places == nil {
		f.places = map[int]place{}
	}
	f.places[i] = place{strings.Join(words, " og "), before}
	return f.places[i]
}

// neighbours are the children in order that a child of line i stands between.
func (f *frame) neighbours(i int) (before, after int) {
	before, after = -1, -1
	for at, k := range f.kids {
		switch {
		case !k.kept || k.part < 0:
		case k.part <= i:
			before = at
		case after < 0:
			after = at
		}
	}
	return before, after
}

// misplaced says where the child at that position should stand instead.
func (f *frame) misplaced(at int) *report {
	k, where := f.kids[at], f.placeOf(f.kids[at].part)
	actual := "for sent"
	if where.before > at {
		actual = "for tidligt"
	}
	return &report{"order", "at " + k.name.tag() + " står " + where.text, "det står " + actual,
		fmt.Sprintf("%s står %s i %s: det skal stå %s.", k.name.tag(), actual, f.name.tag(), where.text),
		fmt.Sprintf("Flyt %s, så det står %s.", k.name.tag(), where.text)}
}
