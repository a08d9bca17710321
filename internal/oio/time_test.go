package oio_test

import (
	"strings"
	"testing"
	"time"

	"klarmeld/internal/oio"
)

// times are texts and the instants that they are, in UTC with nanoseconds; ""
// is refused. The anvisninger ask for YYYY-MM-DDThh:mm:ss.sssTZD: a valid
// xs:dateTime whose zone is required and whose fraction is not.
var times = []struct{ name, text, want string }{
	{"the form of the anvisninger", "2020-03-23T14:54:23.234+01:00", "2020-03-23T13:54:23.234Z"},
	{"no fraction", "2020-03-23T14:54:23+01:00", "2020-03-23T13:54:23Z"},
	{"one digit of a fraction", "2020-03-23T14:54:23.2Z", "2020-03-23T14:54:23.2Z"},
	{"nanoseconds", "2020-03-23T14:54:23.123456789Z", "2020-03-23T14:54:23.123456789Z"},
	{"digits that no clock has are cut, not rounded", "2020-03-23T14:54:23.9999999999999Z", "2020-03-23T14:54:23.999999999Z"},
	{"UTC by a number", "2020-03-23T14:54:23+00:00", "2020-03-23T14:54:23Z"},
	{"UTC by a negative number", "2020-03-23T14:54:23-00:00", "2020-03-23T14:54:23Z"},
	{"the far west", "2020-03-23T14:54:23-14:00", "2020-03-24T04:54:23Z"},
	{"the far east", "2020-03-23T14:54:23+14:00", "2020-03-23T00:54:23Z"},
	{"a zone with minutes", "2020-03-23T14:54:23+13:59", "2020-03-23T00:55:23Z"},
	{"a zone of half an hour", "2020-03-23T14:54:23-05:30", "2020-03-23T20:24:23Z"},
	{"a leap day", "2024-02-29T00:00:00Z", "2024-02-29T00:00:00Z"},
	{"a leap day of a century", "2000-02-29T00:00:00Z", "2000-02-29T00:00:00Z"},
	{"the end of the day", "2026-12-31T24:00:00Z", "2027-01-01T00:00:00Z"},
	{"the end of the day with a fraction of nothing", "2026-01-31T24:00:00.000+01:00", "2026-01-31T23:00:00Z"},
	{"the end of a leap day", "2024-02-29T24:00:00Z", "2024-03-01T00:00:00Z"},
	{"the last second of a day", "2026-01-31T23:59:59.999Z", "2026-01-31T23:59:59.999Z"},
	{"white space of XML around it", " \t\r\n2020-03-23T14:54:23Z\n", "2020-03-23T14:54:23Z"},
	{"the first year", "0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"},
	{"the last year of four digits", "9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"},

	{"nothing", "", ""},
	{"the anvisninger's example, which is no xs:dateTime", "2020-03-23T14:54:23.234+01.00", ""},
	{"no zone", "2020-03-23T14:54:23.234", ""},
	{"a zone without a colon", "2020-03-23T14:54:23+0100", ""},
	{"a zone of hours only", "2020-03-23T14:54:23+01", ""},
	{"a zone of one digit", "2020-03-23T14:54:23+1:00", ""},
	{"a zone by its name", "2020-03-23T14:54:23 CET", ""},
	{"a zone by its name in brackets", "2020-03-23T14:54:23+01:00[Europe/Copenhagen]", ""},
	{"two zones", "2020-03-23T14:54:23ZZ", ""},
	{"a zone that no place has", "2020-03-23T14:54:23+14:01", ""},
	{"a zone west of them all", "2020-03-23T14:54:23-14:30", ""},
	{"a zone of fifteen hours", "2020-03-23T14:54:23+15:00", ""},
	{"a zone of a day", "2020-03-23T14:54:23+24:00", ""},
	{"a zone of sixty minutes", "2020-03-23T14:54:23+01:60", ""},
	{"a zone of seventy minutes", "2020-03-23T14:54:23+01:70", ""},
	{"a small z", "2020-03-23T14:54:23z", ""},
	{"a small t", "2020-03-23t14:54:23Z", ""},
	{"a space for the T", "2020-03-23 14:54:23Z", ""},
	{"a date", "2020-03-23", ""},
	{"a date with a zone", "2020-03-23Z", ""},
	{"no seconds", "2020-03-23T14:54Z", ""},
	{"a leap second", "2016-12-31T23:59:60Z", ""},
	{"sixty minutes", "2020-03-23T14:60:00Z", ""},
	{"after the end of the day", "2020-03-23T24:00:01Z", ""},
	{"a millisecond after the end of the day", "2020-03-23T24:00:00.001Z", ""},
	{"a minute after the end of the day", "2020-03-23T24:01:00Z", ""},
	{"hour 25", "2020-03-23T25:00:00Z", ""},
	{"a fraction of no digits", "2020-03-23T14:54:23.Z", ""},
	{"a fraction after a comma", "2020-03-23T14:54:23,5Z", ""},
	{"two fractions", "2020-03-23T14:54:23.5.5Z", ""},
	{"February in a common year", "2026-02-29T00:00:00Z", ""},
	{"the end of a day that is none", "2026-02-29T24:00:00Z", ""},
	{"February in a common century", "1900-02-29T00:00:00Z", ""},
	{"month 0", "2020-00-23T14:54:23Z", ""},
	{"month 13", "2020-13-23T14:54:23Z", ""},
	{"day 0", "2020-03-00T14:54:23Z", ""},
	{"day 31 of thirty", "2020-04-31T14:54:23Z", ""},
	{"year 0, which XML Schema 1.0 has not", "0000-01-01T00:00:00Z", ""},
	{"a year of two digits", "20-03-23T14:54:23Z", ""},
	{"a year of five digits, for which there is no need", "12020-03-23T14:54:23Z", ""},
	{"before our time", "-2020-03-23T14:54:23Z", ""},
	{"a plus", "+2020-03-23T14:54:23Z", ""},
	{"a space that is none of XML's", "\u00a02020-03-23T14:54:23Z", ""},
	{"white space in the middle", "2020-03-23T14:54:23 Z", ""},
	{"two times", "2020-03-23T14:54:23Z\n2020-03-23T14:54:23Z", ""},
	{"digits of another script", "٢٠٢٠-03-23T14:54:23Z", ""},
	{"infinity in words", "uendelig", ""},
}

// TestParseTime: a valid xs:dateTime with a zone is an instant, and nothing else
// is.
func TestParseTime(t *testing.T) {
	for _, c := range times {
		got, ok := oio.ParseTime(c.text)
		if ok != (c.want != "") || !ok && !got.IsZero() {
			t.Errorf("%s (%q): %v, read %v", c.name, c.text, got, ok)
			continue
		}
		if s := got.UTC().Format(time.RFC3339Nano); ok && s != c.want {
			t.Errorf("%s (%q): %s, want %s", c.name, c.text, s, c.want)
		}
	}
}

// TestOwnZone: a time keeps the zone that it was written in, and the zone of
// the machine changes neither the instant nor how it is written. The days on
// which Denmark changes its clock have 23 and 25 hours; the end of a day in a
// fixed zone comes after 24.
func TestOwnZone(t *testing.T) {
	here := time.Local
	t.Cleanup(func() { time.Local = here })
	for _, zone := range []string{"UTC", "Europe/Copenhagen", "America/New_York"} {
		local, err := time.LoadLocation(zone)
		if err != nil {
			t.Fatal(err)
		}
		time.Local = local
		for _, c := range []struct{ text, want string }{
			{"2026-10-25T24:00:00+02:00", "2026-10-26T00:00:00.000+02:00"},
			{"2026-10-25T00:00:00+02:00", "2026-10-25T00:00:00.000+02:00"},
			{"2026-03-29T24:00:00+01:00", "2026-03-30T00:00:00.000+01:00"},
			{"2026-11-01T24:00:00-04:00", "2026-11-02T00:00:00.000-04:00"},
			{"2026-06-01T12:00:00-05:00", "2026-06-01T12:00:00.000-05:00"},
			{"2026-06-01T12:00:00Z", "2026-06-01T12:00:00.000Z"},
			{"2026-06-01T24:00:00Z", "2026-06-02T00:00:00.000Z"},
			{"2026-06-01T12:00:00+00:00", "2026-06-01T12:00:00.000Z"},
		} {
			got, ok := oio.ParseTime(c.text)
			if s := oio.FormatTime(got); !ok || s != c.want {
				t.Errorf("in %s, %s is %s, want %s", zone, c.text, s, c.want)
			}
		}
	}
}

// TestFormatTime: milliseconds are always written, cut and not rounded, and
// the zone is the time's own.
func TestFormatTime(t *testing.T) {
	east := time.FixedZone("", 2*60*60)
	for _, c := range []struct {
		t    time.Time
		want string
	}{
		{time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC), "2026-06-01T12:00:00.000Z"},
		{time.Date(2026, 6, 1, 12, 0, 0, 0, east), "2026-06-01T12:00:00.000+02:00"},
		{time.Date(2026, 6, 1, 12, 0, 0, 999_999_999, east), "2026-06-01T12:00:00.999+02:00"},
		{time.Date(2026, 6, 1, 12, 0, 0, 1_000_000, time.FixedZone("", -(9*60+30)*60)), "2026-06-01T12:00:00.001-09:30"},
	} {
		if got := oio.FormatTime(c.t); got != c.want {
			t.Errorf("%s, want %s", got, c.want)
		}
	}
}

// FuzzParseTime: whatever is read can be written and read again as the same
// millisecond in the same zone, is written the same the second time, and has a
// zone that it was given.
func FuzzParseTime(f *testing.F) {
	for _, c := range times {
		f.Add(c.text)
	}
	f.Fuzz(func(t *testing.T, s string) {
		at, ok := oio.ParseTime(s)
		if !ok {
			if !at.IsZero() {
				t.Errorf("%q is refused and is %v", s, at)
			}
			return
		}
		if at.Year() > 9999 { // the end of the last day of four digits
			return
		}
		written := oio.FormatTime(at)
		again, ok := oio.ParseTime(written)
		if !ok || !again.Equal(at.Truncate(time.Millisecond)) || oio.FormatTime(again) != written {
			t.Errorf("%q is %v, written %s, read again as %v", s, at, written, again)
		}
		if _, zone := at.Zone(); max(zone, -zone) > 14*60*60 {
			t.Errorf("%q has the zone %d", s, zone)
		}
		if !strings.Contains(s, "T24:") && written[:19] != strings.Trim(s, " \t\r\n")[:19] {
			t.Errorf("%q is written %s", s, written)
		}
	})
}
