package proof

import (
	"github.com/beevik/etree"

	"klarmeld/internal/anvisning"
	"klarmeld/internal/verdict"
)

// occurrenceCases makes the cases of how often a role may occur.
func (w *world) occurrenceCases(o anvisning.Occurrence) []Case {
	spoken := anvisning.Rule{Objekt: o.Objekt, Del: o.Relation, Rolle: o.Rolle}
	conversation := func(change func(d *draft, first *etree.Element)) func() []turn {
		return func() []turn {
			d := w.importer(o.Objekt, subject(o.Objekt))
			change(d, d.partOf(spoken))
			return append(w.before(spoken), turn{Send: d.root})
		}
	}
	one := func(name string, keep, broken func(*draft, *etree.Element)) Case {
		return Case{Rule: o.ID, Mutation: name, Outcome: verdict.Fail, Allowed: o.MayFollow, keeps: conversation(keep), breaks: conversation(broken)}
	}
	asItIs := func(*draft, *etree.Element) {}
	succeeded := func(until string) func(*draft, *etree.Element) {
		return func(d *draft, first *etree.Element) {
			set(first, "Virkning/TilTidspunkt", stamp(until))
			set(d.part(o.Relation, o.Rolle), "Virkning/FraTidspunkt", stamp("2026-05-01T00:00:00.000+02:00"))
		}
	}
	if o.Max == 0 {
		twice := func(index string) func(*draft, *etree.Element) {
			return func(d *draft, _ *etree.Element) { set(d.part(o.Relation, o.Rolle), "Indeks", index) }
		}
		c := one("to med samme indeks", twice("2"), twice("1"))
		c.Rule, c.Row = anvisning.RuleIndeks.ID, o.ID
		return []Case{c}
	}
	out := []Case{one("to på samme tid", succeeded("2026-05-01T00:00:00.000+02:00"), succeeded("2026-06-01T00:00:00.000+02:00"))}
	if o.Min > 0 {
		out = append(out,
			one("udeladt", asItIs, func(_ *draft, first *etree.Element) { first.Parent().RemoveChild(first) }),
			one("afløst for sent", succeeded("2026-05-01T00:00:00.000+02:00"), succeeded("2026-04-15T00:00:00.000+02:00")),
			one("ophørt uden afløser", asItIs, func(_ *draft, first *etree.Element) {
				set(first, "Virkning/TilTidspunkt", stamp("2026-05-01T00:00:00.000+02:00"))
			}))
	}
	return out
}

func stamp(t string) string { return "<TidsstempelDatoTid>" + t + "</TidsstempelDatoTid>" }
