package oio

import (
	"encoding/base64"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// uuidDigits is how many hexadecimal digits a UUID has.
const uuidDigits = 32

// BrokenUUID says which part of a UUID a text has wrong; zero for one that is right.
func BrokenUUID(s string) Broken {
	s = Trim(s)
	inner := strings.Trim(s, "{}()")
	var all broken
	switch {
	case IsUUID(s):
		return Broken{}
	case s == "":
		return Broken{"der står intet", "skriv UUID'en"}
	case strings.HasPrefix(strings.ToLower(s), "urn:"):
		return Broken{"det er en URN og ingen UUID", "skriv UUID'en alene"}
	case inner != s:
		all.add("der står parenteser om", "skriv UUID'en uden parenteser")
	}
	digits, others, blanks := 0, 0, 0
	for _, r := range inner {
		switch {
		case unicode.Is(unicode.ASCII_Hex_Digit, r):
			digits++
		case unicode.IsSpace(r) || SignOf(r) != Seen:
			blanks++
		case r != '-':
			others++
		}
	}
	const write = "skriv UUID'en som 8-4-4-4-12 hexadecimale cifre"
	switch {
	case blanks > 0:
		all.add("der er mellemrum eller usynlige tegn i den", "skriv UUID'en uden mellemrum")
	case others > 0:
		all.add("der er andre tegn end hexadecimale cifre (0-9, a-f) og bindestreger", write)
	case digits != uuidDigits:
		all.add(fmt.Sprintf("%d hexadecimale cifre, ikke %d", digits, uuidDigits), write)
	case !strings.Contains(inner, "-"):
		all.add("bindestregerne mangler", "sæt bindestregerne: 8-4-4-4-12 cifre")
	case !IsUUID(inner):
		all.add("bindestregerne står ikke efter 8, 12, 16 og 20 cifre", "sæt bindestregerne: 8-4-4-4-12 cifre")
	}
	return all.one()
}

// NearUUID is the UUID that a text is when what stands around it goes, and its hyphens
// are put in; "" when it is none.
func NearUUID(s string) string {
	s = Trim(Without(s, Unseen(s)))
	if rest, ok := cutFold(s, "urn:uuid:"); ok {
		s = rest
	}
	s = strings.ReplaceAll(strings.Trim(s, "{}()"), "-", "")
	if len(s) != uuidDigits {
		return ""
	}
	s = s[:8] + "-" + s[8:12] + "-" + s[12:16] + "-" + s[16:20] + "-" + s[20:]
	if !IsUUID(s) {
		return ""
	}
	return s
}

func cutFold(s, prefix string) (rest string, ok bool) {
	if len(s) < len(prefix) || !strings.EqualFold(s[:len(prefix)], prefix) {
		return s, false
	}
	return s[len(prefix):], true
}

// Counted says how many digits there are of those that should be.
func Counted(are, should int) string {
	if are == 1 {
		return fmt.Sprintf("1 ciffer, ikke %d", should)
	}
	return fmt.Sprintf("%d cifre, ikke %d", are, should)
}

// BrokenDigits says what is wrong with what should be n digits and nothing else; zero
// when that is what it is.
func BrokenDigits(s string, n int) Broken {
	digits, others := 0, []string{}
	for _, r := range s {
		if r >= '0' && r <= '9' {
			digits++
			continue
		}
		if name := Character(r); len(others) == 0 || others[len(others)-1] != name {
			others = append(others, name)
		}
	}
	switch {
	case s == "":
		return Broken{"der står intet", fmt.Sprintf("skriv %d cifre", n)}
	case digits != n && len(others) == 0:
		return Broken{Counted(digits, n), fmt.Sprintf("skriv %d cifre%s", n, leadingZero(digits, n))}
	case digits != n:
		return Broken{Counted(digits, n) + ", og der er andet i nummeret: " + strings.Join(others, ", "), fmt.Sprintf("skriv %d cifre uden andet", n)}
	case len(others) == 1:
		return Broken{"der er " + others[0] + " i nummeret", fmt.Sprintf("skriv %d cifre uden %s", n, others[0])}
	case len(others) > 1:
		return Broken{"der er andet end cifre i nummeret: " + strings.Join(others, ", "), fmt.Sprintf("skriv %d cifre uden andet", n)}
	}
	return Broken{}
}

// leadingZero reminds of what a number loses in a spreadsheet.
func leadingZero(are, should int) string {
	if are == should-1 {
		return ", også når det første er 0"
	}
	return ""
}

// characters are the Danish names of what people write between digits.
var characters = map[rune]string{'-': "bindestreg", '–': "tankestreg", '—': "tankestreg", '.': "punktum", ',': "komma", ' ': "mellemrum", '/': "skråstreg",
	'\t': "tabulator", '\n': "linjeskift", '\r': "linjeskift", ':': "kolon", ';': "semikolon", '_': "understreg", '"': "anførselstegn", '\'': "apostrof"}

// Character names a character in Danish. Of letters and digits of other scripts no more
// than the kind is said.
func Character(r rune) string {
	switch {
	case characters[r] != "":
		return characters[r]
	case SignOf(r) != Seen:
		return SignName(r)
	case unicode.IsLetter(r):
		return "bogstav"
	case unicode.IsDigit(r):
		return "et ciffer fra en anden skrift"
	}
	return fmt.Sprintf("tegnet U+%04X", r)
}

// BrokenBoolean says what is wrong with an xs:boolean.
func BrokenBoolean(s string) Broken {
	switch {
	case s == "":
		return Broken{Part: "der står intet", Mend: "skriv true eller false"}
	case NearBoolean(s) != "" && strings.EqualFold(s, NearBoolean(s)):
		return Broken{Part: "der er store bogstaver i det", Mend: "skriv det med små bogstaver"}
	}
	return Broken{Part: "det er hverken true eller false", Mend: "skriv true eller false"}
}

// NearBoolean is the xs:boolean that people write in words or in other letters; "" when it
// is none of these.
func NearBoolean(s string) string {
	switch strings.ToLower(Trim(Without(s, Unseen(s)))) {
	case "true", "ja", "sand", "yes":
		return "true"
	case "false", "nej", "falsk", "no":
		return "false"
	}
	return ""
}

// BrokenInteger says what is wrong with an xs:integer.
func BrokenInteger(s string) Broken {
	switch rest := strings.TrimLeft(s, "+-"); {
	case rest == "":
		return Broken{Part: "der står intet tal", Mend: "skriv et heltal"}
	case strings.Trim(rest, "0123456789.,") == "":
		return Broken{Part: "der er punktum eller komma i tallet", Mend: "skriv et heltal, kun cifre"}
	}
	return Broken{Part: "der er andet end cifre", Mend: "skriv et heltal, kun cifre"}
}

// base64Digits are those of RFC 4648, section 4.
const base64Digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

// NotBase64 reports whether a text has characters that base64 does not have.
func NotBase64(s string) bool { return strings.Trim(strings.TrimRight(s, "="), base64Digits) != "" }

// BrokenBase64 says what is wrong with base64 that has no white space in it.
func BrokenBase64(s string) Broken {
	_, err := base64.StdEncoding.DecodeString(s)
	switch {
	case s == "":
		return Broken{"der står intet", "send teksten som base64"}
	case err == nil:
		return Broken{}
	case NotBase64(s):
		return Broken{"der er tegn, som base64 ikke har", "send teksten som base64"}
	}
	return Broken{"den er ikke hel: der mangler tegn, eller der er for mange", "send teksten som base64, uden at noget er skåret af"}
}

// BrokenLine says what is wrong with a text of at most max characters on one line; lines:
// it may have several. key: it may hold nothing that nobody sees.
func BrokenLine(s string, max int, lines, key bool) Broken {
	var all broken
	n := utf8.RuneCountInString(s)
	switch breaks := Unseen(s, LineBreak); {
	case strings.TrimSpace(s) == "" && !lines:
		return Broken{"der står intet", "skriv teksten"}
	case n > max:
		all.add(fmt.Sprintf("teksten er på %d tegn", n), fmt.Sprintf("forkort den til højst %d tegn", max))
	case !lines && strings.ContainsAny(s, "\r\n"):
		all.add("der er linjeskift i teksten", "skriv teksten på én linje")
	case strings.Contains(s, "\t"):
		all.add("der er tabulator i teksten", "skriv mellemrum i stedet for tabulator")
	case !lines && len(breaks) > 0:
		all.add("der er "+Named(breaks)+" i teksten", "skriv teksten på én linje")
	case key && len(Unseen(s)) > 0:
		all.add("der er "+Named(Unseen(s))+" i nøglen", "skriv nøglen uden tegn, der ikke kan ses")
	}
	return all.one()
}
