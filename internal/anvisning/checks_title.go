package anvisning

import (
	"slices"
	"strings"
	"unicode"

	"github.com/beevik/etree"

	"klarmeld/internal/lazyregexp"
	"klarmeld/internal/municipality"
	"klarmeld/internal/oio"
	"klarmeld/internal/ordliste"
)

// titles tries the quality of each title that a citizen can see.
func (c *trial) titles() {
	for _, d := range c.dele {
		el, shown := c.shownTitle(d)
		title := text(el)
		if !shown || oio.Trim(oio.Without(title, oio.Unseen(title))) == "" { // that nobody sees it, its row or RuleHiddenText says
			continue
		}
		c.Checks++
		list := c.words()
		if list.Allowed(title) {
			continue
		}
		if from, to, ok := cprLike(title); ok {
			c.fail(RuleTitleCPR, el, d, el.Tag+" har et tal, der ligner et CPR-nummer.", "en titel uden CPR-nummer", quoted(title[from:to])+" i titlen", "")
		}
		c.wordsOf(list, title, el, d)
		c.colleague(title, el, d)
		if !c.saysNothing(list, title, el, d) && shouts(title) {
			c.fail(RuleTitleShouting, el, d, el.Tag+" er skrevet, som om der blev råbt.", "små bogstaver, og højst ét udråbstegn", quoted(title), "")
		}
	}
}

// words is the list in force.
func (c *trial) words() *ordliste.List {
	if c.Words == nil {
		return ordliste.Default()
	}
	return c.Words
}

// shownTitle is the element of a part that holds a title which a citizen can see. What
// has ended is seen no more.
func (c *trial) shownTitle(d oio.Del) (el *etree.Element, shown bool) {
	path := titled[d.Kind]
	if path == nil || c.ending(d) || d.Virkning.Til.Ok && !d.Virkning.Til.Uendelig {
		return nil, false
	}
	if el = oio.Path(d.El, path...); el == nil || c.hidden() {
		return el, false
	}
	switch {
	case d.Kind == "Journalpost":
		return el, c.letter(d.Reference.UUID)
	case c.objekt.Type == oio.Dokument:
		return el, letterTypes[text(oio.Child(d.El, "Type"))]
	}
	return el, true
}

// letter reports whether a document is a letter, as far as is known: what nobody has seen
// may be one.
func (c *trial) letter(uuid string) bool {
	var parts []oio.Del
	if c.Index != nil {
		parts = c.Index.Parts(strings.ToLower(uuid))
	}
	if all, _ := c.Peers.of(strings.ToLower(uuid)); parts == nil && len(all) > 0 {
		parts = all[0].Dele()
	}
	known := false
	for _, p := range parts {
		if typ := oio.Child(p.El, "Type"); p.Kind == oio.DelEgenskaber && typ != nil {
			if letterTypes[text(typ)] {
				return true
			}
			known = true
		}
	}
	return !known
}

// hidden reports whether no citizen is shown the object: it has a Visningsklasse, or it is
// a case without a person as its primary party. The owner of a property sees a case of
// building. Of an opdater alone not all is known, and then it may be shown.
func (c *trial) hidden() bool {
	if c.hides == nil {
		hides := c.isHidden()
		c.hides = &hides
	}
	return *c.hides
}

func (c *trial) isHidden() bool {
	classes, _ := c.parts(string(c.objekt.Type)+"klasse", "Visningsklasse")
	if c.objekt.Type == oio.Sag {
		classes, _ = c.parts("Sagsklasse", "Visningsklasse")
	}
	for _, k := range classes {
		if k.Virkning.Til.Uendelig {
			return true
		}
	}
	if c.objekt.Type != oio.Sag || c.objekt.Opdatering && c.State == nil {
		return false
	}
	if genstande, _ := c.parts("Sagsgenstande", ""); len(genstande) > 0 {
		return false
	}
	parties, _ := c.parts("Sagspart", "Primær part")
	all, _ := c.parts("Sagspart", "")
	for _, p := range all {
		if c.roleName(p) == "" { // a role that is in no list may be that of the primary party
			parties = append(parties, p)
		}
	}
	return !slices.ContainsFunc(parties, func(p oio.Del) bool { return strings.HasPrefix(strings.ToLower(p.Reference.URN), "urn:oio:cpr-nr:") })
}

// mostWords is how many words of a title are told of.
const mostWords = 5

// wordsOf tells of the words of the list that a title has. One finding names the first ones.
func (c *trial) wordsOf(list *ordliste.List, title string, el *etree.Element, d oio.Del) {
	hits := list.Find(title)
	if len(hits) == 0 {
		return
	}
	var found []string
	for _, h := range hits[:min(len(hits), mostWords)] {
		found = append(found, quoted(h.Found)+" ("+h.Kind.Name()+")")
	}
	fix := ""
	if h := hits[0]; h.Instead != "" {
		fix = "Skriv fx " + quoted(h.Instead) + " i stedet for " + quoted(h.Found) + "."
	}
	told := found[len(found)-1]
	if len(found) > 1 {
		told = strings.Join(found[:len(found)-1], ", ") + " og " + told + " fra ordlisten"
	}
	c.fail(RuleTitleWord, el, d, el.Tag+" har noget, som ordlisten siger, at borgeren ikke skal læse.", "en titel uden ordlistens ord", told, fix)
}

// fileName matches a title that is the name of a file: one word, and what a file of that
// kind ends in.
var fileName = lazyregexp.New(`(?i)^\S+\.(pdf|docx?|rtf|txt|odt|xlsx?|pptx?|msg|eml|html?|xml|zip|jpe?g|png|gif|tiff?|bmp|heic)$`)

// saysNothing tells of a title that says nothing of what it is about, and reports whether
// it did.
func (c *trial) saysNothing(list *ordliste.List, title string, el *etree.Element, d oio.Del) bool {
	words := ordliste.Words(title)
	switch {
	case len(words) == 0, list.Empty(title):
		c.fail(RuleTitleEmpty, el, d, el.Tag+" er et ord eller et tegn for, at der ingen titel er.", "hvad det handler om", quoted(title), "")
	case strings.Contains(title, ".") && fileName.MatchString(title):
		c.fail(RuleTitleGeneric, el, d, el.Tag+" er en fils navn.", "hvad det handler om", quoted(title), "")
	case c.ownNumber(title, d):
		c.fail(RuleTitleGeneric, el, d, el.Tag+" er kun objektets eget nummer.", "hvad det handler om", quoted(title), "")
	case generic(list, words):
		if _, _, told := cprLike(title); told {
			return true
		}
		c.fail(RuleTitleGeneric, el, d, el.Tag+" siger ikke, hvad det handler om.", "hvad det handler om", quoted(title), "")
	default:
		return false
	}
	return true
}

// generic reports whether all words of a title are such as say nothing, or numbers.
func generic(list *ordliste.List, words []string) bool {
	last := len(words) - 1
	for i, w := range words {
		w = strings.TrimFunc(w, unicode.IsDigit)
		if w != "" && !list.Generic(w) && !(i == last && fileName.MatchString("x."+w)) {
			return false
		}
	}
	return true
}

// ownNumber reports whether a title is the number of its object, and no more.
func (c *trial) ownNumber(title string, d oio.Del) bool {
	for _, tag := range []string{"BrugervendtNoegle", "Sagsnummer", "Dokumentnummer"} {
		if d.Kind == oio.DelEgenskaber && same(title, text(oio.Child(d.El, tag))) {
			return true
		}
	}
	return false
}

// How much must be in capital letters to be a shout: abbreviations are no shouts.
const (
	loudWord  = 4 // letters, of which there are two such words
	loudAlone = 8 // letters in one word
)

// shouts reports whether a title is all in capital letters, or has exclamation marks in a
// row.
func shouts(title string) bool {
	if strings.Contains(title, "!!") {
		return true
	}
	loud, alone := 0, false
	for _, w := range ordliste.Words(title) {
		letters := 0
		for _, r := range w {
			if unicode.IsLower(r) {
				return false
			}
			if unicode.IsLetter(r) {
				letters++
			}
		}
		if letters >= loudWord {
			loud++
		}
		alone = alone || letters >= loudAlone
	}
	return loud > 1 || alone
}

// longestName is how many words a name has at most, as far as titles are looked through.
const longestName = 5

// colleague tells of a user or a person of FK Organisation whom a title names. Who has the
// name of the citizen that the case is about, is the citizen.
func (c *trial) colleague(title string, el *etree.Element, d oio.Del) {
	if c.Registers == nil {
		return
	}
	words := strings.Fields(title)
	for i := range words {
		for n := min(longestName, len(words)-i); n > 0; n-- {
			name := strings.Trim(strings.Join(words[i:i+n], " "), ".,:;!?()[]\"'»«")
			who, ok := c.employee(name)
			if !ok {
				who, ok = c.employee(strings.TrimSuffix(name, "s")) // of the genitive
			}
			if ok && !c.citizens(who) {
				c.fail(RuleTitleColleague, el, d, el.Tag+" nævner en medarbejder fra FK Organisation.", "en titel uden medarbejderens navn", quoted(name)+" i titlen", "")
				return
			}
		}
	}
}

// employee finds who has a name of two words or more, or a key with a digit in it: a
// single word may be any word.
func (c *trial) employee(name string) (string, bool) {
	if !strings.Contains(name, " ") && !strings.ContainsAny(name, "0123456789") {
		return "", false
	}
	for _, kind := range []municipality.ObjektKind{municipality.Bruger, municipality.Person} {
		if o, ok := c.Registers.Called(kind, name); ok {
			return o.Latest().Navn, true
		}
	}
	return "", false
}

// citizens reports whether a name is that of a party of the case, or of the document.
func (c *trial) citizens(name string) bool {
	for _, kind := range []string{"Sagspart", "Dokumentpart"} {
		parties, _ := c.parts(kind, "")
		for _, p := range parties {
			if same(name, p.Local("FuldtNavn")) {
				return true
			}
		}
	}
	return false
}
