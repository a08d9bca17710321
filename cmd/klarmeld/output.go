package main

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"klarmeld/internal/privacy"
)

// output is standard output, or standard error, as the commands write on it. It
// remembers that something could not be written: what nobody could read is no
// result, and a full disk must not look like a clean one.
//
// What others have named stands in what is written: titles, files, answers. All
// of it goes through here, and nothing in it moves the cursor, colours, hides or
// turns round what stands beside it.
type output struct {
	to   io.Writer
	mu   sync.Mutex
	half []byte // the beginning of a character that the next piece ends
	err  error  // the first
	mark []byte // what our own codes of colours begin with; nil: there are none

	names *strings.Replacer // of the command line that would make lines of their own; nil: there are none
}

// spelling says how the words of a command line are shown that hold the end of a
// line: a file may be called so, and what is behind it would look like klarmeld's
// own word.
func spelling(args []string) *strings.Replacer {
	var pairs []string
	for _, a := range args {
		if _, value, ok := strings.Cut(a, "="); ok && strings.HasPrefix(a, "-") {
			a = value
		}
		if strings.Contains(a, "\n") {
			pairs = append(pairs, a, inLine(a))
			if shown := privacy.Mask(a); shown != a {
				pairs = append(pairs, shown, inLine(shown))
			}
		}
	}
	if pairs == nil {
		return nil
	}
	return strings.NewReplacer(pairs...)
}

// inLine is a name in one line: the ends of lines in it are spelt out, as JSON
// writes them.
func inLine(name string) string { return strings.ReplaceAll(name, "\n", `\u000a`) }

func (o *output) Write(b []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	text := b
	if o.names != nil {
		text = []byte(o.names.Replace(string(b)))
	}
	if len(o.half) > 0 {
		text = append(o.half, text...)
	}
	whole := len(text) - max(begun(text), begunMark(text, o.mark))
	o.half = append([]byte(nil), text[whole:]...)
	if _, err := o.to.Write(o.shown(text[:whole])); err != nil {
		if o.err == nil {
			o.err = err
		}
		return 0, err
	}
	return len(b), nil
}

// coloured lets an output colour what it shows, when it goes to a terminal.
func (o *output) coloured() {
	if f, ok := fileOf(o); ok && f == os.Stdout && onScreen(f) {
		o.mark = []byte("\x1b" + rand.Text())
	}
}

// Escape is what begins our codes of colours, and can stand in no text of others: nobody
// could guess it (reports.Painter).
func (o *output) Escape() string { return string(o.mark) }

// shown is a text as it goes to a terminal: harmless, but for the colours that are ours.
func (o *output) shown(text []byte) []byte {
	if o.mark == nil {
		return harmless(text)
	}
	parts := bytes.Split(text, o.mark)
	for i, p := range parts {
		parts[i] = harmless(p)
	}
	return bytes.Join(parts, []byte("\x1b"))
}

// begunMark is how many bytes at the end of a text are of a mark that is not whole.
func begunMark(text, mark []byte) int {
	for n := min(len(mark)-1, len(text)); n > 0; n-- {
		if bytes.HasSuffix(text, mark[:n]) {
			return n
		}
	}
	return 0
}

// begun is how many bytes at the end of a text are of a character that is not
// whole.
func begun(text []byte) int {
	for n := 1; n < utf8.UTFMax && n <= len(text); n++ {
		if tail := text[len(text)-n:]; utf8.RuneStart(tail[0]) {
			if !utf8.FullRune(tail) {
				return n
			}
			return 0
		}
	}
	return 0
}

// harmless is a text in which what would act on a terminal is spelt out: the
// control characters but for the end of a line and the tab, those that turn the
// direction of writing, and bytes that are no UTF-8. They are spelt as in JSON, so
// that JSON says the same as before.
func harmless(text []byte) []byte {
	at := 0
	for at < len(text) && (text[at] >= ' ' && text[at] < 0x7f || text[at] == '\n' || text[at] == '\t') {
		at++
	}
	if at == len(text) {
		return text // as nearly all is
	}
	out := append(make([]byte, 0, len(text)+16), text[:at]...)
	for at < len(text) {
		r, n := utf8.DecodeRune(text[at:])
		switch {
		case r == utf8.RuneError && n == 1:
			out = fmt.Appendf(out, `\u%04x`, text[at])
		case acts(r):
			out = fmt.Appendf(out, `\u%04x`, r)
		default:
			out = append(out, text[at:at+n]...)
		}
		at += n
	}
	return out
}

// acts reports whether a character does something to a terminal, or to what
// stands beside it, instead of being shown.
func acts(r rune) bool {
	switch r {
	case '\n', '\t':
		return false
	case '\u2028', '\u2029': // the ends of lines and paragraphs
		return true
	}
	return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)
}

// bare is where an output writes, for a bar that moves the cursor itself. Who
// uses it makes harmless what it shows of others' names.
func bare(w io.Writer) io.Writer {
	if s, ok := w.(*screen); ok {
		return &screen{to: bare(s.to)}
	}
	if o, ok := w.(*output); ok {
		return o.to
	}
	return w
}

// failed is why something could not be written; nil when all was.
func (o *output) failed() error {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.err == nil && len(o.half) > 0 {
		_, o.err = o.to.Write(o.shown(o.half))
		o.half = nil
	}
	return o.err
}

// fileOf is the file that is written on, when it is one.
func fileOf(w io.Writer) (*os.File, bool) {
	if o, ok := w.(*output); ok {
		w = o.to
	}
	f, ok := w.(*os.File)
	return f, ok
}
