package oio

import (
	"slices"
	"strings"

	"klarmeld/internal/lazyregexp"
)

// KOMBIT's own examples in the rows (anvisninger 1.7) are what developers copy. Some
// break the row that they stand in: who has copied one is told that it is the example
// that is wrong, and is not left to wonder. Known by their form, not by their letters,
// are a zone with a full stop (each row of a time), personid's us: before a borgerid
// (the rows of the parts), the letters of people in a code of the XSD (Type of a
// Dokument) and a letter after a UUID (Kassationskode of a Dokument).

// Forbidden is what the rows show where nothing may stand.
const Forbidden = "n/a"

var (
	strayBorgerID = lazyregexp.New(`(?i)^urn:oio:us:borgerid:`)
	lettered      = strings.NewReplacer("å", "aa", "Å", "AA")
)

// BrokenBorgerID says of a URN of a borgerid that it has the wrong authority; zero for
// any other.
func BrokenBorgerID(urn string) Broken {
	if !strayBorgerID.MatchString(urn) {
		return Broken{}
	}
	return Broken{"der står us for udk; det gør der også i KOMBITs eget eksempel, som er forkert", "skriv urn:oio:udk:borgerid:"}
}

// shownCodes are codes as the rows of a Dokument's Type and BrevDato write them.
var shownCodes = []string{"Brev, indgående", "Brev, udgående"}

// BrokenCode says of a text that the rows show, and that is one of the codes but for å,
// which; zero for any other.
func BrokenCode(text string, codes []string) Broken {
	if !slices.ContainsFunc(shownCodes, func(shown string) bool { return strings.EqualFold(shown, text) }) {
		return Broken{}
	}
	for _, code := range codes {
		if strings.EqualFold(lettered.Replace(text), code) {
			return Broken{"den er skrevet med å; det er den også i KOMBITs eget eksempel, som er forkert", "skriv " + code}
		}
	}
	return Broken{}
}

// BrokenClassOrLetter says of a UUID that a letter follows that it does; zero for any
// other text.
func BrokenClassOrLetter(text string) Broken {
	n := len(text) - 1
	if n < 1 || !IsUUID(text[:n]) {
		return Broken{}
	}
	return Broken{"efter UUID'en står et tegn mere; det gør der også i KOMBITs eget eksempel, som er forkert", "send UUID'en eller bogstavet alene"}
}
