package anvisning

import (
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"

	"klarmeld/internal/verdict"
)

// What samples are made of. No register and no list of relation classes has
// these UUIDs.
const (
	sampleUUID   = "5b0e7d52-8a5c-4c1e-9d0c-1f2e3d4c5b6a"
	unlistedUUID = "00000000-0000-4000-8000-000000000000"
	infinity     = "<GraenseIndikator>true</GraenseIndikator>"
)

func byUUID(id string) string { return "<UUIDIdentifikator>" + id + "</UUIDIdentifikator>" }
func byURN(urn string) string { return "<URNIdentifikator>" + urn + "</URNIdentifikator>" }
func stamp(t string) string   { return "<TidsstempelDatoTid>" + t + "</TidsstempelDatoTid>" }

func bads(contents ...string) []Sample {
	var out []Sample
	for _, c := range contents {
		out = append(out, Sample{c, verdict.Fail})
	}
	return out
}

func each(list []string, f func(string) string) []string {
	var out []string
	for _, s := range list {
		out = append(out, f(s))
	}
	return out
}

// whole matches texts that have one of the patterns from end to end.
func whole(patterns ...string) *regexp.Regexp {
	return regexp.MustCompile("^(?:" + strings.Join(patterns, "|") + ")$")
}

// witnesses are a shortest text for each pattern, and near misses: the same
// with a character less or more, as far as re refuses them. A row's pattern so
// brings the texts that prove it.
func witnesses(re *regexp.Regexp, patterns ...string) (good, miss []string) {
	for _, p := range patterns {
		parsed, err := syntax.Parse(p, syntax.Perl)
		if err != nil {
			continue // whole has compiled it
		}
		w := witness(parsed.Simplify())
		good = append(good, w)
		for _, m := range []string{w[:len(w)-1], w + "0", "!" + w} {
			if !re.MatchString(m) && !slices.Contains(miss, m) {
				miss = append(miss, m)
			}
		}
	}
	return good, miss
}

// witness is a shortest text that the expression matches.
func witness(re *syntax.Regexp) string {
	switch re.Op {
	case syntax.OpLiteral:
		if re.Flags&syntax.FoldCase != 0 {
			return strings.ToLower(string(re.Rune))
		}
		return string(re.Rune)
	case syntax.OpCharClass:
		return string(ordinary(re.Rune))
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		return "x"
	case syntax.OpCapture, syntax.OpPlus:
		return witness(re.Sub[0])
	case syntax.OpRepeat:
		return strings.Repeat(witness(re.Sub[0]), re.Min)
	case syntax.OpAlternate:
		return witness(re.Sub[0])
	case syntax.OpConcat:
		var b strings.Builder
		for _, s := range re.Sub {
			b.WriteString(witness(s))
		}
		return b.String()
	}
	return "" // stars, question marks and anchors match nothing at all
}

// ordinary is the first digit or letter of a class of characters, given as
// pairs of bounds.
func ordinary(bounds []rune) rune {
	for _, r := range "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ" {
		for i := 0; i < len(bounds); i += 2 {
			if bounds[i] <= r && r <= bounds[i+1] {
				return r
			}
		}
	}
	return bounds[0]
}
