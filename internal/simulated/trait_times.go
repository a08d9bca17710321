package simulated

import (
	"strings"
	"time"
)

// timeTraits are about how times are written. The rows ask for a dateTime with a zone;
// how fine it is, and which zone, is the system's own.
var timeTraits = map[string]func(string) habit{
	// How fine the system's clock is: sekund, tiendedel or minut.
	"tid": func(value string) habit {
		unit := map[string]time.Duration{"minut": time.Minute, "sekund": time.Second, "tiendedel": time.Second / 10}[value]
		return times(func(t time.Time) string {
			t = t.Truncate(unit)
			if unit < time.Second {
				return t.Format("2006-01-02T15:04:05.0Z07:00")
			}
			return t.Format(time.RFC3339)
		})
	},
	// How many decimals are written.
	"decimaler": func(value string) habit {
		return times(func(t time.Time) string {
			return t.Format("2006-01-02T15:04:05." + strings.Repeat("0", int(value[0]-'0')) + "Z07:00")
		})
	},
	// The zone: Z, or an offset.
	"zone": func(value string) habit {
		zone := time.UTC
		if value != "Z" {
			t, _ := time.Parse("-07:00", value)
			zone = t.Location()
		}
		return times(func(t time.Time) string {
			if value == "+00:00" {
				return t.UTC().Format("2006-01-02T15:04:05.000") + value
			}
			return stamp(t.In(zone))
		})
	},
}

// times writes every time of a message in another way.
func times(write func(time.Time) string) habit {
	return habit{writes: func(s *System, m outgoing) {
		for _, el := range named(m.body, "TidsstempelDatoTid", "Tidspunkt") {
			if t, err := time.Parse(time.RFC3339, el.Text()); err == nil {
				el.SetText(write(t))
			}
		}
	}}
}
