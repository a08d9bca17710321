package anvisning

import (
	"encoding/base64"
	"regexp/syntax"
	"slices"
	"strings"

	"klarmeld/internal/lazyregexp"
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

// bads are contents that a format fails. Few ask for them, and some are long.
func bads(contents ...string) func() []Sample {
	return func() []Sample {
		var out []Sample
		for _, c := range contents {
			out = append(out, Sample{c, verdict.Fail})
		}
		return out
	}
}

// unlisted is a UUID that is in no list of classes.
func unlisted() []Sample { return []Sample{{byUUID(unlistedUUID), verdict.Remark}} }

// tooLongNote is a journalnotat of a byte more than one may have.
func tooLongNote() []Sample {
	return bads(base64.StdEncoding.EncodeToString(make([]byte, 100*1024+1)))()
}

// and are the samples of two.
func and(one, other func() []Sample) func() []Sample {
	return func() []Sample { return append(one(), other()...) }
}

func each(list []string, f func(string) string) []string {
	var out []string
	for _, s := range list {
		out = append(out, f(s))
	}
	return out
}

// whole matches texts that have one of the patterns from end to end.
func whole(patterns ...string) *lazyregexp.Regexp {
	return lazyregexp.New("^(?:" + strings.Join(patterns, "|") + ")$")
}

// witnesses are a shortest text for each pattern. A row's pattern so brings the texts
// that prove it.
func witnesses(patterns ...string) []string {
	var out []string
	for _, p := range patterns {
		parsed, err := syntax.Parse(p, syntax.Perl)
		if err != nil {
			continue // whole refuses it
		}
		out = append(out, witness(parsed.Simplify()))
	}
	return out
}

// nearMisses are the witnesses with a character less or more, as far as re refuses them.
func nearMisses(re *lazyregexp.Regexp, witnesses []string) []string {
	var out []string
	for _, w := range witnesses {
		for _, m := range []string{w[:len(w)-1], w + "0", "!" + w} {
			if !re.MatchString(m) && !slices.Contains(out, m) {
				out = append(out, m)
			}
		}
	}
	return out
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
