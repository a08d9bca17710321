package oio_test

import (
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"klarmeld/internal/oio"
)

// The expressions by which these texts were told before, which say what is meant.
var (
	timeForm = regexp.MustCompile(`^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(\.\d+)?(Z|[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00))$`)
	uuidForm = regexp.MustCompile(`^[a-fA-F0-9]{8}-[a-fA-F0-9]{4}-[a-fA-F0-9]{4}-[a-fA-F0-9]{4}-[a-fA-F0-9]{12}$`)
)

// matchedTime is ParseTime by the expression.
func matchedTime(s string) (time.Time, bool) {
	m := timeForm.FindStringSubmatch(strings.Trim(s, " \t\r\n"))
	if m == nil || strings.HasPrefix(m[1], "0000") {
		return time.Time{}, false
	}
	seconds, fraction := m[1], m[2]
	nextDay := strings.HasSuffix(seconds, "T24:00:00") && strings.Trim(fraction, ".0") == ""
	if nextDay {
		seconds = strings.TrimSuffix(seconds, "T24:00:00") + "T00:00:00"
	}
	t, err := time.Parse(time.RFC3339Nano, seconds+fraction+m[3])
	if err != nil {
		return time.Time{}, false
	}
	if nextDay {
		_, offset := t.Zone()
		t = t.In(time.FixedZone("", offset)).Add(24 * time.Hour)
	}
	return t, true
}

// altered changes some characters of a text, or takes some away, or puts some in.
func altered(random *rand.Rand, s, with string) string {
	b := []byte(s)
	for range random.IntN(4) {
		c, at := with[random.IntN(len(with))], random.IntN(len(b)+1)
		switch random.IntN(3) {
		case 0:
			b = append(b[:at:at], append([]byte{c}, b[at:]...)...)
		case 1:
			b = append(b[:at:at], b[min(at+1, len(b)):]...)
		default:
			if at < len(b) {
				b[at] = c
			}
		}
	}
	return string(b)
}

// trials is how many texts each reader is tried on.
const trials = 100_000

// TestTimesAsMatched: a time is read as the expression has it, to the nanosecond and in
// the same zone.
func TestTimesAsMatched(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 1))
	read := 0
	for i := range trials {
		s := altered(random, times[i%len(times)].text, "0123456789-+:.TZtz \t\n\u00a0é")
		got, ok := oio.ParseTime(s)
		want, wantOK := matchedTime(s)
		if ok != wantOK || !got.Equal(want) || got.String() != want.String() {
			t.Fatalf("%q is %v %t, and by the expression %v %t", s, got, ok, want, wantOK)
		}
		if ok {
			read++
		}
	}
	if read < trials/20 || read > trials*19/20 {
		t.Errorf("%d of %d could be read", read, trials)
	}
}

// TestUUIDsAsMatched: a UUID is told as the expression has it.
func TestUUIDsAsMatched(t *testing.T) {
	random := rand.New(rand.NewPCG(2, 2))
	told := 0
	for range trials {
		s := altered(random, "41ac9245-D933-5858-a0cc-565CE7d0bac5", "0129afAFgG-_ \n\u00a0Kſ")
		if oio.IsUUID(s) != uuidForm.MatchString(s) {
			t.Fatalf("%q is a UUID: %t", s, oio.IsUUID(s))
		}
		if oio.IsUUID(s) {
			told++
		}
	}
	if told < trials/20 || told > trials*19/20 {
		t.Errorf("%d of %d are UUIDs", told, trials)
	}
}

// TestSignsAsTables: what is told without Unicode's tables is what they say.
func TestSignsAsTables(t *testing.T) {
	for r := rune(0); r < 0x300; r++ {
		unseen := r < 0x20 && r != '\n' && r != '\r' && r != '\t' || r >= 0x7F && r <= 0x9F ||
			r != ' ' && unicode.In(r, unicode.Zs, unicode.Cf, unicode.Co, unicode.Cn)
		if got := oio.SignOf(r) != oio.Seen; got != unseen {
			t.Errorf("U+%04X is unseen: %t", r, got)
		}
		if got := len(oio.Unseen("a"+string(r)+"z")) > 0; got != unseen {
			t.Errorf("U+%04X is found in a text: %t", r, got)
		}
	}
	for _, s := range []string{"", " ", " \t\r\n", " a b\n", "\u00a0a\u00a0", "a", "\va"} {
		if got := oio.Trim(s); got != strings.Trim(s, " \t\r\n") {
			t.Errorf("%q trimmed is %q", s, got)
		}
	}
}

// TestComposedAsNormalized: what is not normalized is as it would have been.
func TestComposedAsNormalized(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 5))
	signs := []rune("aAåÅøé\u00a0\u0300\u030a\u0301\u02ff\u1e9b\u212b\u0344ÿſK")
	for range trials {
		var s []rune
		for range random.IntN(6) {
			s = append(s, signs[random.IntN(len(signs))])
		}
		if got, want := oio.Composed(string(s)), norm.NFC.String(string(s)); got != want {
			t.Fatalf("%+q is composed as %+q, and normalized as %+q", string(s), got, want)
		}
	}
	for a := rune(0); a < 0x300; a++ {
		if s := string(a) + "e" + string(a); oio.Composed(s) != norm.NFC.String(s) {
			t.Errorf("U+%04X is composed as %+q", a, oio.Composed(s))
		}
	}
}
