// Package privacy masks what must not leave the program: CPR numbers. The
// recording alone keeps them, because its bytes are the evidence; reports,
// findings, logs and error texts pass through Mask first.
package privacy

import (
	"encoding/base64"
	"regexp"
	"strings"
)

// cpr matches ten digits that stand alone, with or without the hyphen after
// the sixth. P-numbers look the same and are masked too: better one too many.
// The parts of a UUID never match, for they touch other letters, digits or
// hyphens.
var cpr = regexp.MustCompile(`(^|[^0-9A-Za-z])\d{6}-?\d{4}($|[^0-9A-Za-z-])`)

// Masked is what stands in the place of a CPR number.
const Masked = "xxxxxx-xxxx"

// encoded matches what base64 of a CPR number could be: as short as that of
// ten digits, and maybe in the middle of a path.
var encoded = regexp.MustCompile(`[A-Za-z0-9+/]{14,}={0,2}`)

// Mask replaces every CPR-like number in s, and every piece of base64 that hides
// one.
func Mask(s string) string {
	return encoded.ReplaceAllStringFunc(maskPlain(s), func(run string) string {
		for from := range 4 {
			if b, _ := base64.RawStdEncoding.DecodeString(strings.TrimRight(run, "=")[from:]); cpr.Match(b) { // what it could read is enough
				return Masked
			}
		}
		return run
	})
}

func maskPlain(s string) string {
	for {
		// Two numbers that share one separator need a second pass, since a
		// match consumes the character on either side.
		out := cpr.ReplaceAllString(s, "${1}"+Masked+"${2}")
		if out == s {
			return out
		}
		s = out
	}
}
