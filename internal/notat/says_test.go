package notat_test

import (
	"testing"

	"klarmeld/internal/notat"
)

func TestCompare(t *testing.T) {
	const asked = "Første linje om Åse.\nAnden linje."
	for actual, want := range map[string]notat.Likeness{
		asked:                                  notat.Alike,
		"Første linje om Åse.\r\nAnden linje.": notat.Alike, "Første linje om Åse.\rAnden linje.": notat.Alike, "Første linje om Åse.\u2028Anden linje.": notat.Alike,
		"Første linje om Åse.\u0085Anden linje.":          notat.Alike,
		"Første linje om Åse. \t\nAnden linje.  \r\n\r\n": notat.Alike, "\nFørste linje om Åse.\nAnden linje.": notat.Alike,
		"Første linje om A\u030ase.\nAnden linje.": notat.Alike,
		"Første\u00a0linje om Åse.\nAnden linje.":  notat.AlikeToTheEye, "Før\u00adste linje om Åse.\nAnden linje.": notat.AlikeToTheEye,
		"Første linje\u200b om Åse.\nAnden linje.": notat.AlikeToTheEye,
		"Første\tlinje om Åse.\nAnden linje.":      notat.AlikeToTheEye, "Første  linje om Åse.\n Anden linje.": notat.AlikeToTheEye,
		"\ufeffFørste linje om Åse.\nAnden linje.": notat.AlikeToTheEye,
		"Første linje om Åse. Anden linje.":        notat.Different, "Førstelinje om Åse.\nAnden linje.": notat.Different,
		"første linje om Åse.\nAnden linje.": notat.Different, "Første linje om Ase.\nAnden linje.": notat.Different,
		"Første linje om Åse.": notat.Different, "": notat.Different, "F\u00f8rste\u200blinje om Åse.\nAnden linje.": notat.Different,
		"Første linje om \u202eÅse.\nAnden linje.": notat.Different,
	} {
		if got := notat.Compare(asked, actual); got != want {
			t.Errorf("%q is %d, want %d", actual, got, want)
		}
		if got := notat.Compare(actual, asked); got != want {
			t.Errorf("the other way round %q is %d, want %d", actual, got, want)
		}
	}
	if !notat.Begins("\r\nDette  notat\ner for stort", "Dette notat") || notat.Begins("Se: dette notat", "dette notat") {
		t.Error("the beginning of a note is not told")
	}
}
