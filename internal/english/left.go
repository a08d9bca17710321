package english

import (
	"errors"
	"fmt"
	"regexp"
	"sync"
)

// theirs is what is somebody's own: names, values, elements, and what a system
// answered.
var theirs = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(
		`»[^«]*«|"[^"]*"|\([^()]*\)|<[^<>]*>[^<>]*</[^<>]*>|<[^<>]*>|[0-9a-f-]{36}|(Fordelt|Udlånt) til|med\ttabulator|Sagens ID|findes ikke 20`)
})

// danish are words that only a Danish text has.
var danish = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)(^|[^\pL\d_])(og|ikke|er|skal|af|den|det|en|et|som|på|til|fra|ved|når|har|kan|må|der|med|uden|eller|i|blev|sin|sit|ingen|` +
		`intet|hver|kun|de|efter|før|også|sagen|sagens|dokumentet|systemet|mangler|læser|ret|udelad|tilføj)($|[^\pL\d_])`)
})

// Left is a Danish text in English, and the first Danish word that is left in
// it; "" when none is. Only what is klarmeld's own is looked at.
func Left(text string) (translated, left string) {
	translated = Text(text)
	return translated, danish().FindString(theirs().ReplaceAllString(translated, "…"))
}

// Missing names each of the texts that would be left in Danish; nil when there
// is English for all of them.
func Missing(texts ...string) error {
	var all []error
	for _, text := range texts {
		if translated, left := Left(text); left != "" {
			all = append(all, fmt.Errorf("there is no English for %q: %q", text, translated))
		}
	}
	return errors.Join(all...)
}
