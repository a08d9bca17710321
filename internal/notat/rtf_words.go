package notat

import (
	"fmt"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// signs are the control words that are text themselves.
var signs = map[string]string{
	"par": "\n", "line": "\n", "sect": "\n", "page": "\n", "column": "\n", "row": "\n", "nestrow": "\n", "softline": "", "softpage": "",
	"tab": "\t", "cell": "\t", "nestcell": "\t",
	"lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "endash": "–", "emdash": "—", "bullet": "•",
	"enspace": "\u2002", "emspace": "\u2003", "qmspace": "\u2005",
	"zwj": "\u200d", "zwnj": "\u200c", "zwbo": "\u200b", "zwnbo": "\u2060", "ltrmark": "\u200e", "rtlmark": "\u200f",
}

// symbols are the controls of one sign that are text; of the others nothing is seen.
var symbols = map[byte]string{'\\': `\`, '{': "{", '}': "}", '~': "\u00a0", '-': "\u00ad", '_': "\u2011", '\r': "\n", '\n': "\n", '\t': "\t"}

// elsewhere are the groups whose text is not the note's: tables of fonts and styles,
// what the document is called, pictures, fields' instructions, the numbers that Word
// makes itself, and what stands in the margin or below the line. Groups that begin
// with \* and are not in here are left out as well.
var elsewhere = map[string]bool{
	"fonttbl": true, "filetbl": true, "colortbl": true, "stylesheet": true, "listtable": true, "listoverridetable": true, "revtbl": true, "rsidtbl": true,
	"info": true, "pict": true, "nonshppict": true, "objdata": true, "objclass": true, "objname": true, "fldinst": true, "listtext": true,
	"pntext": true, "upr": true,
	"header": true, "headerl": true, "headerr": true, "headerf": true, "footer": true, "footerl": true, "footerr": true, "footerf": true,
	"footnote": true, "ftnsep": true, "ftnsepc": true, "ftncn": true, "aftnsep": true, "aftnsepc": true, "aftncn": true, "annotation": true,
	"tc": true, "tcn": true, "xe": true, "rxe": true, "txe": true, "private": true, "nesttableprops": true, "template": true,
}

// here are the groups in such a group whose text is read after all: a text box, and
// the Unicode of what stands before it in another code page.
var here = map[string]bool{"shptxt": true, "ud": true}

// setting is a control word that changes how what follows is read.
func (r *rtf) setting(word string, number int, has bool) {
	r.settle()
	on := !has || number != 0
	switch {
	case elsewhere[word]:
		r.now.away, r.now.table = true, word == "fonttbl"
	case here[word]:
		r.now.away = false
	case word == "v":
		r.now.hidden = on
	case word == "deleted":
		r.now.deleted = on
	case word == "plain":
		r.now.hidden, r.now.deleted, r.now.font = false, false, noFont
	case word == "uc":
		r.now.fallback = max(0, number)
	case word == "deff":
		r.standby = number
	case word == "f" && r.now.table:
		r.defines = number
	case word == "f":
		r.now.font = number
	case word == "fcharset" && r.now.table:
		if page, ok := charsets[number]; ok {
			r.fonts[r.defines] = page
		}
	case word == "cpg" && r.now.table:
		r.fonts[r.defines] = codepage(number)
	case word == "ansicpg":
		r.whole = codepage(number)
	case word == "mac" || word == "pc" || word == "pca":
		r.whole = map[string]codepage{"mac": 10000, "pc": 437, "pca": 850}[word]
	}
}

// codepage is the number that Windows has for a code page; 0 is 1252, that of
// Western Europe.
type codepage int

// charsets are the code pages of fonts' character sets. A font of set 0 or 1 is of
// the document's own.
var charsets = map[int]codepage{77: 10000, 161: 1253, 162: 1254, 177: 1255, 178: 1256, 186: 1257, 204: 1251, 222: 874, 238: 1250, 254: 437, 255: 850,
	2: symbolFont, 128: 932, 129: 949, 134: 936, 136: 950}

// symbolFont is the code page of fonts that have pictures for letters.
const symbolFont = 42

var pages = map[codepage]*charmap.Charmap{0: charmap.Windows1252, 1252: charmap.Windows1252, 1250: charmap.Windows1250, 1251: charmap.Windows1251,
	1253: charmap.Windows1253,
	1254: charmap.Windows1254, 1255: charmap.Windows1255, 1256: charmap.Windows1256, 1257: charmap.Windows1257, 1258: charmap.Windows1258, 874: charmap.Windows874,
	437: charmap.CodePage437, 850: charmap.CodePage850, 852: charmap.CodePage852, 855: charmap.CodePage855, 858: charmap.CodePage858, 860: charmap.CodePage860,
	862: charmap.CodePage862,
	863: charmap.CodePage863, 865: charmap.CodePage865, 866: charmap.CodePage866, 10000: charmap.Macintosh, 10007: charmap.MacintoshCyrillic,
	28591: charmap.ISO8859_1, 28605: charmap.ISO8859_15}

// decode makes letters of bytes. ASCII is the same in every code page.
func (p codepage) decode(b []byte) (string, error) {
	ascii := true
	for _, c := range b {
		ascii = ascii && c < 0x80
	}
	page, known := pages[p]
	switch {
	case ascii:
		return string(b), nil
	case p == 65001:
		out, err := unicode.UTF8.NewDecoder().Bytes(b)
		return string(out), err
	case p == symbolFont:
		return pictures(b), nil
	case !known:
		return "", because(ErrFormat, fmt.Sprintf("RTF-koden bruger tegnsættet %d", p))
	}
	out, err := page.NewDecoder().Bytes(b)
	return string(out), err
}

// pictures are the signs of a symbol font, in the private area where Word has them.
func pictures(b []byte) string {
	var out []rune
	for _, c := range b {
		out = append(out, 0xF000|rune(c))
	}
	return string(out)
}
