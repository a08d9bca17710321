package oio_test

import (
	"testing"
	"time"

	"klarmeld/internal/oio"
)

// point writes a TidspunktType: "" is none, "<…>" is written as it stands, and
// anything else is a time.
func point(name, s string) string {
	switch {
	case s == "":
		return ""
	case s[0] != '<':
		s = "<sd:TidsstempelDatoTid>" + s + "</sd:TidsstempelDatoTid>"
	}
	return "<sd:" + name + ">" + s + "</sd:" + name + ">"
}

const (
	limit = "<sd:GraenseIndikator>true</sd:GraenseIndikator>"
	noon  = "2026-06-01T12:00:00Z"
	one   = "2026-06-01T13:00:00Z"
	two   = "2026-06-01T14:00:00Z"
	three = "2026-06-01T15:00:00Z"
)

func virkning(t *testing.T, fra, til string) oio.Virkning {
	t.Helper()
	return oio.ReadVirkning(parse(t,
		`<gd:Virkning xmlns:gd="`+oio.NSGenerelle+`" xmlns:sd="`+oio.NSSagDok+`">`+point("FraTidspunkt", fra)+point("TilTidspunkt", til)+`</gd:Virkning>`))
}

func at(t *testing.T, s string) time.Time {
	t.Helper()
	got, ok := oio.ParseTime(s)
	if !ok {
		t.Fatalf("%s is no time", s)
	}
	return got
}

// TestReadTidspunkt: a time, or the limit that is infinity. The XSD fixes
// GraenseIndikator as true; false says nothing of when.
func TestReadTidspunkt(t *testing.T) {
	for _, c := range []struct {
		name, content string
		infinite, ok  bool
		text, written string
	}{
		{"a time", "<sd:TidsstempelDatoTid>\n2026-06-01T14:00:00+02:00 </sd:TidsstempelDatoTid>", false, true, "2026-06-01T14:00:00+02:00",
			"2026-06-01T14:00:00.000+02:00"},
		{"a time without a zone", "<sd:TidsstempelDatoTid>2026-06-01T14:00:00</sd:TidsstempelDatoTid>", false, false, "2026-06-01T14:00:00", "2026-06-01T14:00:00"},
		{"a time that is empty", "<sd:TidsstempelDatoTid/>", false, false, "", ""},
		{"the limit", limit, true, true, "true", "uendelig"},
		{"the limit as a number", "<sd:GraenseIndikator> 1\n</sd:GraenseIndikator>", true, true, "1", "uendelig"},
		{"a limit that is false", "<sd:GraenseIndikator>false</sd:GraenseIndikator>", false, false, "false", "false"},
		{"a limit that is 0", "<sd:GraenseIndikator>0</sd:GraenseIndikator>", false, false, "0", "0"},
		{"a limit in capitals, which is no boolean", "<sd:GraenseIndikator>TRUE</sd:GraenseIndikator>", false, false, "TRUE", "TRUE"},
		{"a limit that is empty", "<sd:GraenseIndikator/>", false, false, "", ""},
		{"nothing", "", false, false, "", ""},
		{"text without an element", noon, false, false, "", ""},
	} {
		got := oio.ReadTidspunkt(parse(t, `<sd:TilTidspunkt xmlns:sd="`+oio.NSSagDok+`">`+c.content+`</sd:TilTidspunkt>`))
		if got.Uendelig != c.infinite || got.Ok != c.ok || got.Text != c.text || got.String() != c.written {
			t.Errorf("%s: %+v, written %q", c.name, got, got.String())
		}
	}
	if got := oio.ReadTidspunkt(nil); got != (oio.Tidspunkt{}) {
		t.Errorf("no element: %+v", got)
	}
}

// TestOrder: instants are ordered whatever zone they are written in, and
// infinity is after them all and equal to itself.
func TestOrder(t *testing.T) {
	early, same, late := oio.At(at(t, noon)), oio.At(at(t, "2026-06-01T14:00:00+02:00")), oio.At(at(t, one))
	for _, c := range []struct {
		name          string
		a, b          oio.Tidspunkt
		before, equal bool
	}{
		{"earlier", early, late, true, false},
		{"later", late, early, false, false},
		{"the same in another zone", early, same, false, true},
		{"a time and infinity", early, oio.Infinity(), true, false},
		{"infinity and a time", oio.Infinity(), early, false, false},
		{"infinity and the first instant that can be written", oio.Infinity(), oio.At(at(t, "0001-01-01T00:00:00Z")), false, false},
		{"infinity twice", oio.Infinity(), oio.Infinity(), false, true},
	} {
		if c.a.Before(c.b) != c.before || c.a.Equal(c.b) != c.equal {
			t.Errorf("%s: before %v, equal %v", c.name, c.a.Before(c.b), c.a.Equal(c.b))
		}
	}
	if !early.Ok || early.Uendelig || early.Text != "2026-06-01T12:00:00.000Z" || !early.Time.Equal(at(t, noon)) {
		t.Errorf("At: %+v", early)
	}
	if inf := oio.Infinity(); !inf.Ok || !inf.Uendelig || inf.Text != "true" {
		t.Errorf("Infinity: %+v", inf)
	}
}

// TestUsable: only a period with a finite beginning and an end after it can be
// compared with others.
func TestUsable(t *testing.T) {
	for _, c := range []struct {
		name, fra, til string
		want           bool
	}{
		{"from and to", noon, one, true},
		{"from now on", noon, limit, true},
		{"from now on, the limit a number", noon, "<sd:GraenseIndikator>1</sd:GraenseIndikator>", true},
		{"a millisecond", noon, "2026-06-01T12:00:00.001Z", true},
		{"equal ends: half-open, so empty", noon, noon, false},
		{"equal ends in two zones", noon, "2026-06-01T14:00:00+02:00", false},
		{"backwards", one, noon, false},
		{"backwards by the clock on the wall only", "2026-06-01T14:00:00+02:00", one, true},
		{"no beginning", "", one, false},
		{"no end", noon, "", false},
		{"neither", "", "", false},
		{"a beginning that is infinite", limit, one, false},
		{"both infinite", limit, limit, false},
		{"an end that is no limit", noon, "<sd:GraenseIndikator>false</sd:GraenseIndikator>", false},
		{"a beginning without a zone", "2026-06-01T12:00:00", one, false},
		{"an end without a zone", noon, "2026-06-01T13:00:00", false},
	} {
		v := virkning(t, c.fra, c.til)
		if v.Usable() != c.want {
			t.Errorf("%s: usable %v", c.name, v.Usable())
		}
		// What cannot be compared overlaps nothing and holds nothing.
		if always := virkning(t, "0001-01-01T00:00:00Z", limit); !c.want && (v.Overlaps(always) || always.Overlaps(v) || v.Holds(at(t, noon))) {
			t.Errorf("%s: is somewhere in time", c.name)
		}
	}
	if v := oio.ReadVirkning(nil); v.Usable() || v.El != nil || v.Fra.Ok || v.Til.Ok {
		t.Errorf("no Virkning: %+v", v)
	}
}

// TestOverlaps: periods are half-open, so those that meet have no instant in
// common: an owner may be followed by one whose period begins where his ends.
func TestOverlaps(t *testing.T) {
	for _, c := range []struct {
		name       string
		fra, til   string
		from, upTo string
		want       bool
	}{
		{"apart", noon, one, two, three, false},
		{"they meet", noon, one, one, two, false},
		{"they meet in two zones", noon, one, "2026-06-01T15:00:00+02:00", two, false},
		{"by a millisecond", noon, "2026-06-01T13:00:00.001Z", one, two, true},
		{"half", noon, two, one, three, true},
		{"one in the other", noon, three, one, two, true},
		{"the same beginning", noon, one, noon, two, true},
		{"the same end", noon, two, one, two, true},
		{"the same", noon, one, noon, one, true},
		{"for ever and later", noon, limit, two, three, true},
		{"for ever both", noon, limit, one, limit, true},
		{"ended before for ever begins", noon, one, one, limit, false},
	} {
		a, b := virkning(t, c.fra, c.til), virkning(t, c.from, c.upTo)
		if a.Overlaps(b) != c.want || b.Overlaps(a) != c.want {
			t.Errorf("%s: %v and the other way %v", c.name, a.Overlaps(b), b.Overlaps(a))
		}
	}
}

// TestHolds: the beginning is in the period and the end is not.
func TestHolds(t *testing.T) {
	for _, c := range []struct {
		til, instant string
		want         bool
	}{
		{two, "2026-06-01T12:59:59.999Z", false},
		{two, one, true},
		{two, "2026-06-01T15:00:00+02:00", true},
		{two, "2026-06-01T13:59:59.999Z", true},
		{two, two, false},
		{two, three, false},
		{limit, one, true},
		{limit, "9999-12-31T00:00:00Z", true},
		{limit, noon, false},
	} {
		if got := virkning(t, one, c.til).Holds(at(t, c.instant)); got != c.want {
			t.Errorf("%s in [%s, %s): %v", c.instant, one, c.til, got)
		}
	}
}

// TestReadVirkning: who set it stands with it, and so does its element.
func TestReadVirkning(t *testing.T) {
	el := parse(t, `<sag:Virkning xmlns:sag="`+oio.NSSag+`" xmlns:sd="`+oio.NSSagDok+`">`+point("FraTidspunkt", noon)+point("TilTidspunkt", limit)+
		`<sd:AktoerRef><sd:UUIDIdentifikator>`+someUUID+`</sd:UUIDIdentifikator></sd:AktoerRef><sd:AktoerTypeKode>
	Bruger </sd:AktoerTypeKode></sag:Virkning>`)
	v := oio.ReadVirkning(el)
	if v.El != el || v.Fra.Text != noon || !v.Til.Uendelig || v.AktoerRef != (oio.Ref{UUID: someUUID}) || v.AktoerTypeKode != "Bruger" {
		t.Errorf("%+v", v)
	}
}
