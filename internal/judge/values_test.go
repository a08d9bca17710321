package judge_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
	"unicode"

	"klarmeld/internal/judge"
	"klarmeld/internal/verdict"
)

// worst is the worst that is found in a message, and by which rules.
func worst(t *testing.T, m string) (verdict.Outcome, []string) {
	t.Helper()
	roles, _ := registers(t)
	out, rules := verdict.Pass, []string(nil)
	for _, f := range judge.CheckMessage("m", []byte(m), roles, nil) {
		rules = append(rules, f.Rule)
		switch {
		case f.Outcome == verdict.Fail, f.Outcome == verdict.Remark && out == verdict.Pass:
			out = f.Outcome
		}
	}
	return out, rules
}

// in puts a value in each of the places of a message that hold such a one.
func in(t *testing.T, places []edit, value string) []string {
	t.Helper()
	sag := message(t, "sag")
	var out []string
	for _, p := range places {
		p.to = strings.ReplaceAll(p.to, "%", value)
		out = append(out, p.apply(t, sag))
	}
	return out
}

// TestTimesThatAreNone: what programs write for no time is found in every place
// that holds one, in every zone they write it in; a real time never is.
func TestTimesThatAreNone(t *testing.T) {
	places := []edit{
		{from: "2026-11-24T03:01:00.805+01:00", to: "%"},
		{from: "<sd:TidsstempelDatoTid>" + born, to: "<sd:TidsstempelDatoTid>%"},
		{from: "<sd:TidsstempelDatoTid>" + born, n: 3, to: "<sd:TidsstempelDatoTid>%"},
		{from: "</si:SagIndeksEgenskaber>", to: "<si:OprettetTidspunkt>%</si:OprettetTidspunkt></si:SagIndeksEgenskaber>"},
	}
	tried := 0
	for day, want := range map[string]verdict.Outcome{"0001-01-01": verdict.Fail, "0001-01-02": verdict.Fail, "1601-01-01": verdict.Remark,
		"1753-01-01": verdict.Remark,
		"1899-12-30": verdict.Remark, "1899-12-31": verdict.Remark, "1900-01-01": verdict.Remark} {
		for _, clock := range []string{"00:00:00Z", "00:00:00.0000000+01:00"} {
			for _, m := range in(t, places, day+"T"+clock) {
				tried++
				if got, rules := worst(t, m); got != want {
					t.Errorf("%sT%s is %s %v, want %s", day, clock, got, rules, want)
				}
			}
		}
	}
	for _, v := range []string{"9999-12-31T23:59:59.9999999Z", "9999-12-31T00:00:00+01:00", "9999-12-30T23:00:00Z", "0001-01-01T00:00:00",
		"9999-12-31T23:59:59.9999999"} {
		for _, m := range in(t, places, v) {
			tried++
			if got, rules := worst(t, m); got != verdict.Fail {
				t.Errorf("%s is %s %v", v, got, rules)
			}
		}
	}
	random := rand.New(rand.NewPCG(16, 1))
	from := time.Date(1900, time.January, 2, 0, 0, 0, 0, time.UTC)
	for range 200 { // real ones: midnights among them
		at := from.Add(time.Duration(random.IntN(125*365*24)) * time.Hour)
		if random.IntN(2) == 0 {
			at = at.Truncate(24 * time.Hour)
		}
		if at.Unix() == 0 {
			continue
		}
		tried++
		m := in(t, places[3:], at.In(time.FixedZone("", random.IntN(3)*3600)).Format("2006-01-02T15:04:05.000Z07:00"))[0]
		if got, rules := worst(t, m); got != verdict.Pass {
			t.Errorf("%s is %s %v", at, got, rules)
		}
	}
	if tried < 250 {
		t.Errorf("only %d times", tried)
	}
}

// TestUUIDsThatAreNobodys: in every place that holds one.
func TestUUIDsThatAreNobodys(t *testing.T) {
	places := []edit{{from: sagA, to: "%"}, {from: laura, to: "%"}, {from: laura, n: 2, to: "%"},
		{from: "<sd:UUIDIdentifikator>" + laura + "</sd:UUIDIdentifikator>", to: "<sd:URNIdentifikator>urn:oio:korsbaek:bruger:%</sd:URNIdentifikator>"}}
	for _, digit := range "0123456789abcdefABCDEF" {
		d := string(digit)
		id := strings.Join([]string{strings.Repeat(d, 8), strings.Repeat(d, 4), strings.Repeat(d, 4), strings.Repeat(d, 4), strings.Repeat(d, 12)}, "-")
		want := verdict.Remark
		if strings.ContainsAny(d, "0fF") {
			want = verdict.Fail
		}
		for i, m := range in(t, places, id) {
			if got, rules := worst(t, m); got != want {
				t.Errorf("%s in place %d is %s %v, want %s", id, i, got, rules, want)
			}
		}
	}
}

// TestSignsThatNobodySees: every character of Unicode's that a reader cannot
// tell from another, in a key (an error that names it, and a change that mends
// it) and in a title.
func TestSignsThatNobodySees(t *testing.T) {
	sag := message(t, "sag")
	roles, _ := registers(t)
	keys := []edit{{from: ">27.35.04<", to: ">27.35.04%<"}, {from: ">27.35.04<", to: ">%27.35.04<"}, {from: ">27.35.04<", to: ">27.%35.04<"},
		{from: ">11111111<", to: ">11111111%<"}, {from: ">G01<", to: ">G01%<"}}
	hidden := []rune{0xAD, 0x115F, 0x3164, 0x2800, 0xFEFF, 0xE0041, 0xE000, 0xF0000, 0xFDD0, 0xFFFD}
	for _, table := range []*unicode.RangeTable{unicode.Zs, unicode.Zl, unicode.Zp, unicode.Bidi_Control} {
		for _, r := range table.R16 {
			for c := rune(r.Lo); c <= rune(r.Hi); c += rune(r.Stride) {
				if c != ' ' {
					hidden = append(hidden, c)
				}
			}
		}
	}
	for c := rune(0x80); c < 0xA0; c++ {
		hidden = append(hidden, c)
	}
	for c := rune(0x200B); c <= 0x2064; c++ {
		if unicode.Is(unicode.Cf, c) {
			hidden = append(hidden, c)
		}
	}
	tried := 0
	for _, c := range hidden {
		for _, k := range keys {
			tried++
			k.to = strings.ReplaceAll(k.to, "%", string(c))
			named, mended := false, false
			for _, f := range judge.CheckMessage("m", []byte(k.apply(t, sag)), roles, nil) {
				named = named || f.Outcome == verdict.Fail && strings.Contains(f.Actual, fmt.Sprintf("U+%04X", c))
				mended = mended || f.Suggestion != ""
			}
			if !named || !mended && k.from != ">G01<" && !strings.Contains(k.to, "27."+string(c)) {
				t.Errorf("U+%04X in %q: named %t, mended %t", c, k.to, named, mended)
			}
		}
		want := verdict.Remark
		switch {
		case c == 0x85 || c == 0x2028 || c == 0x2029:
			want = verdict.Fail
		case unicode.Is(unicode.Zs, c) || unicode.Is(unicode.Cf, c) && !unicode.Is(unicode.Bidi_Control, c), c == 0x115F, c == 0x3164, c == 0x2800:
			want = verdict.Pass // in the middle of a text it has its use
		}
		tried++
		if got, rules := worst(t, change(t, sag, "Aftale om", "Aftale"+string(c)+"om")); got != want {
			t.Errorf("U+%04X in a title is %s %v, want %s", c, got, rules, want)
		}
	}
	if tried < 500 {
		t.Errorf("only %d places", tried)
	}
}
