package anvisning

import (
	"klarmeld/internal/oio"
	"klarmeld/internal/verdict"
)

// Kassation is B or K, or the UUID of the class that stands for one of them: the
// row's rule lists the letters, and its own format and example are a UUID.
var Kassation = Format{Expected: "B eller K, eller UUID'en på den klasse, der betyder det samme", Good: []string{"B", "K", sampleUUID},
	misses: bads("findes ikke", "b"),
	broken: inText(oio.BrokenClassOrLetter), near: nearWord([]string{"B", "K"}), try: func(v Value) (string, verdict.Outcome) {
		if s := oio.Trim(v.Text()); s != "B" && s != "K" && !oio.IsUUID(s) {
			return quote(s), bad
		}
		return ok()
	}}
