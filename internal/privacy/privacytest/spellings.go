// Package privacytest writes fictive CPR numbers in the ways that people and
// programs do, and looks for them in what a program says.
package privacytest

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
)

// Spelling is one way to write ten digits.
type Spelling struct {
	Name  string
	Write func(r *rand.Rand, n string) string
}

// Number is a fictive CPR number: its month does not exist.
func Number(r *rand.Rand) string {
	return fmt.Sprintf("%02d%02d%02d%04d", 1+r.IntN(31), 41+r.IntN(12), r.IntN(100), r.IntN(10000))
}

// Spellings are all of them.
func Spellings() []Spelling {
	out := slices.Concat(separated(), disguised(), escaped(), encoded())
	for _, c := range "\u00a0\u2002\u2003\u2007\u2009\u200a\u202f\u3000\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u00ad\ufe63\uff0d\u2043" {
		out = append(out, Spelling{fmt.Sprintf("U+%04X", c), parted(string(c))})
	}
	for _, zero := range append(zeros, '⓪') {
		out = append(out,
			Spelling{"digits from " + string(zero), func(_ *rand.Rand, n string) string { return each(n, func(d rune) string { return script(zero, d) }) }})
	}
	return out
}

// separated have something before the serial number.
func separated() []Spelling {
	return []Spelling{
		{"ten digits", func(_ *rand.Rand, n string) string { return n }},
		{"hyphen", parted("-")}, {"space", parted(" ")}, {"spaces", parted("   ")}, {"tab", parted("\t")}, {"space around a hyphen", parted(" - ")},
		{"dot", parted(".")}, {"slash", parted("/")}, {"underscore", parted("_")}, {"backslash", parted(`\`)}, {"comma", parted(", ")}, {"plus", parted("+")},
		{"colon", parted(":")}, {"semicolon", parted(";")}, {"two hyphens", parted("--")}, {"middle dot", parted("·")},
		{"brackets", func(_ *rand.Rand, n string) string { return "(" + n[:6] + ") " + n[6:] }}, {"line", parted("\n")}, {"CRLF", parted("\r\n")},
		{"line and indentation", parted("\n      ")}, {"hyphen at the end of a line", parted("-\n")},
		{"line separator", parted("\u2028")},
		{"a line somewhere", func(r *rand.Rand, n string) string { k := 1 + r.IntN(9); return n[:k] + "\n" + n[k:] }},
	}
}

// disguised have it elsewhere, or other digits, or letters beside them.
func disguised() []Spelling {
	return []Spelling{
		{"pairs and serial", func(r *rand.Rand, n string) string {
			s := one(r, " ", ".", "-", "/")
			return pairs(n[:6], s) + one(r, " ", "-") + n[6:]
		}},
		{"pairs", func(r *rand.Rand, n string) string { return pairs(n, one(r, " ", ".", "-", "\u00a0")) }},
		{"pairs in the serial", func(_ *rand.Rand, n string) string { return n[:6] + " " + pairs(n[6:], " ") }},
		{"three, three and four", func(_ *rand.Rand, n string) string { return n[:3] + " " + n[3:6] + " " + n[6:] }},
		{"digit by digit", func(_ *rand.Rand, n string) string {
			return each(n, func(d rune) string { return string(d) + " " })[:19]
		}},
		{"zero width somewhere", func(r *rand.Rand, n string) string {
			k := 1 + r.IntN(9)
			return n[:k] + one(r, "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u200e", "\u202e") + n[k:]
		}},
		{"zero width everywhere", func(_ *rand.Rand, n string) string {
			return each(n, func(d rune) string { return string(d) + "\u200b" })
		}},
		{"combining marks", func(_ *rand.Rand, n string) string {
			return each(n, func(d rune) string { return string(d) + "\u0332" })
		}},
		{"keycaps", func(_ *rand.Rand, n string) string {
			return each(n, func(d rune) string { return string(d) + "\ufe0f\u20e3" })
		}},
		{"a digit of another script among them", func(_ *rand.Rand, n string) string { return n[:3] + string('０'+rune(n[3]-'0')) + n[4:] }},
		{"name before it", func(r *rand.Rand, n string) string { return one(r, "CPR", "cpr:", "CPR-nr.", "nr=", "a", "Ø") + n }},
		{"letter after it", func(r *rand.Rand, n string) string { return "cpr:" + n + one(r, "x", "K", "å", "_a") }},
		{"URN", func(_ *rand.Rand, n string) string { return "urn:oio:cpr-nr:" + n }},
	}
}

// escaped are what mark-up, URLs, JSON and mail make of it.
func escaped() []Spelling {
	return []Spelling{
		{"tags", func(r *rand.Rand, n string) string {
			return n[:6] + one(r, "<br/>", "</b><i>", "<span class=\"x\">", "</b> - <b>") + n[6:]
		}},
		{"one tag somewhere", func(r *rand.Rand, n string) string { k := 1 + r.IntN(9); return n[:k] + "<wbr>" + n[k:] }},
		{"tags round pairs", func(_ *rand.Rand, n string) string { return "<i>" + pairs(n, "</i><i>") + "</i>" }},
		{"decimal references", func(_ *rand.Rand, n string) string {
			return each(n, func(d rune) string { return fmt.Sprintf("&#%d;", d) })
		}},
		{"hexadecimal references", func(_ *rand.Rand, n string) string {
			return each(n, func(d rune) string { return fmt.Sprintf("&#x%X;", d) })
		}},
		{"references in references", func(_ *rand.Rand, n string) string {
			return each(n, func(d rune) string { return fmt.Sprintf("&amp;#%d;", d) })
		}},
		{"references between", func(r *rand.Rand, n string) string {
			return n[:6] + one(r, "&nbsp;", "&#160;", "&ndash;", "&#8211;", "&shy;", "&minus;", "&#xA;", "&thinsp;", "&amp;nbsp;") + n[6:]
		}},
		{"percent", func(_ *rand.Rand, n string) string {
			return each(n, func(d rune) string { return fmt.Sprintf("%%%02X", d) })
		}},
		{"percent between", func(r *rand.Rand, n string) string {
			return n[:6] + one(r, "%20", "%2D", "%C2%A0", "%E2%80%93", "%2520", "%0A") + n[6:]
		}},
		{"in a query", func(r *rand.Rand, n string) string { return "?cpr%3D" + n + one(r, "&x=1", "%26", "") }},
		{"JSON escapes", func(_ *rand.Rand, n string) string {
			return each(n, func(d rune) string { return fmt.Sprintf(`\u%04x`, d) })
		}},
		{"JSON escapes between", func(r *rand.Rand, n string) string {
			return n[:6] + one(r, `\u00a0`, `\u2013`, `\n`, `\t`, `\\u00A0`, `\/`) + n[6:]
		}},
		{"quoted-printable", func(_ *rand.Rand, n string) string {
			return each(n, func(d rune) string { return fmt.Sprintf("=%02X", d) })
		}},
		{"quoted-printable between", func(r *rand.Rand, n string) string {
			return n[:6] + one(r, "=20", "=2D", "=C2=A0", "=A0", "=E2=80=93") + n[6:]
		}},
		{"soft line break", func(r *rand.Rand, n string) string { k := 1 + r.IntN(9); return n[:k] + "=\r\n" + n[k:] }},
	}
}

// encoded are in base64 or hexadecimal, or have lost their first zero.
func encoded() []Spelling {
	return []Spelling{
		{"base64", func(r *rand.Rand, n string) string { return base64.StdEncoding.EncodeToString([]byte(around(r, n))) }},
		{"base64 for URLs", func(r *rand.Rand, n string) string {
			return base64.RawURLEncoding.EncodeToString([]byte("ÿ>?" + around(r, n)))
		}},
		{"base64 of the hyphen", func(r *rand.Rand, n string) string {
			return base64.StdEncoding.EncodeToString([]byte(around(r, n[:6]+"-"+n[6:])))
		}},
		{"base64 in a path", func(r *rand.Rand, n string) string {
			return "a/b" + base64.RawStdEncoding.EncodeToString([]byte(around(r, n)))
		}},
		{"base64 on lines", func(r *rand.Rand, n string) string {
			return lines(base64.StdEncoding.EncodeToString([]byte(around(r, n))), one(r, "\n", "\r\n", "\n    "))
		}},
		{"hexadecimal", func(r *rand.Rand, n string) string { return hex.EncodeToString([]byte(around(r, n))) }},
		{"nine digits in a URN", func(_ *rand.Rand, n string) string { return "urn:oio:cpr-nr:" + n[1:] }},
		{"nine digits by name", func(r *rand.Rand, n string) string {
			return one(r, "CPR-nr. ", "<CPR-nr>", `"cpr": "`, "cpr=", "CPR-nummer: ") + n[1:]
		}},
	}
}

// zeros begin the digits of other scripts.
var zeros = []rune{'０', '٠', '۰', '०', '০', '๐', '𝟎', '𝟬', '₀'}

func parted(by string) func(*rand.Rand, string) string {
	return func(_ *rand.Rand, n string) string { return n[:6] + by + n[6:] }
}

func one(r *rand.Rand, of ...string) string { return of[r.IntN(len(of))] }

func around(r *rand.Rand, n string) string {
	return one(r, "", "a", "Til ", "cpr ") + n + one(r, "", " i dag", ".", "abc")
}

func each(n string, f func(rune) string) string {
	var b strings.Builder
	for _, d := range n {
		b.WriteString(f(d))
	}
	return b.String()
}

func pairs(n, by string) string {
	var out []string
	for i := 0; i < len(n); i += 2 {
		out = append(out, n[i:i+2])
	}
	return strings.Join(out, by)
}

func lines(s, by string) string {
	half := len(s) / 2
	return s[:half] + by + s[half:]
}

func script(zero, d rune) string {
	if zero == '⓪' && d != '0' {
		return string('①' + d - '1')
	}
	return string(zero + d - '0')
}
