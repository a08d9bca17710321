package simulated

import (
	"slices"
	"strconv"

	"klarmeld/internal/action"

	"github.com/beevik/etree"
)

// removalTraits are about how a system removes what it has sent.
var removalTraits = map[string]func(string) habit{
	// Always by uuid, or always by soegning, however it is asked.
	"fjerner-ved": func(value string) habit {
		return asked(func(_ *System, a *action.Request) {
			if a.Kind == action.FjernAlt {
				a.Data.Metode = action.Metode(value)
			}
		})
	},
	// So many cases in each message.
	"fjerner-ad-gangen": func(value string) habit {
		n, err := strconv.Atoi(value)
		if err != nil {
			n = 1
		}
		return habit{sends: func(_ *System, m outgoing) []outgoing { return inBatches(m, n) }}
	},
	// The documents are removed one by one before the cases.
	"dokumenter-foerst": plain(func() habit {
		return before(func(s *System, a action.Request) error {
			if a.Data.EfterladDokumenter {
				return nil
			}
			for _, d := range s.filedOn(s.order) {
				if err := s.removeDocument(d); err != nil {
					return err
				}
			}
			return nil
		}, action.FjernAlt)
	}),
	// A second removal names what the first one removed, and is answered 44.
	"fjerner-igen": plain(func() habit {
		var gone []string
		return habit{
			sends: func(_ *System, m outgoing) []outgoing {
				if m.operation == "fjern" && m.to == sagDokumentIndeks {
					for _, el := range named(m.body, "SagUuid") {
						gone = append(gone, idOf(el))
					}
				}
				return []outgoing{m}
			},
			acts: func(s *System, a action.Request, ans *action.Answer, do act) error {
				if a.Kind != action.FjernAlt || len(s.order) > 0 || len(gone) == 0 {
					return do(s, a, ans)
				}
				in := root("FjernSagDokumentIndeksInput")
				for _, id := range gone {
					uuidRef(in, "sdi:SagUuid", id)
				}
				for _, m := range s.messages(outgoing{to: sagDokumentIndeks, operation: "fjern", body: in}) {
					l, err := s.compose(m.to.path, m.to.action+m.operation, s.profile.SOAP, m.body)
					if err != nil {
						return err
					}
					l.aside = true
					if err := s.post(l); err != nil {
						return err
					}
				}
				return do(s, a, ans)
			},
		}
	}),
	// What another municipality has been given is left to it.
	"lader-foraeret-blive": plain(func() habit {
		return habit{acts: func(s *System, a action.Request, ans *action.Answer, do act) error {
			if a.Kind == action.FjernAlt {
				s.order = slices.DeleteFunc(s.order, func(c *sag) bool { return c.ejer.uuid != s.registry.owner.uuid })
			}
			return do(s, a, ans)
		}}
	}),
}

// inBatches spreads the cases that a message removes over several.
func inBatches(m outgoing, n int) []outgoing {
	if m.operation != "fjern" || m.to != sagDokumentIndeks {
		return []outgoing{m}
	}
	var out []outgoing
	var rest []*etree.Element
	all := m.body.SelectElements("SagUuid")
	if len(all) == 0 {
		return []outgoing{m}
	}
	for _, c := range m.body.ChildElements() {
		if c.Tag != "SagUuid" {
			rest = append(rest, c)
		}
	}
	for batch := range slices.Chunk(all, n) {
		one := m
		one.body = shell(m.body)
		for _, el := range slices.Concat(batch, rest) {
			one.body.AddChild(el.Copy())
		}
		out = append(out, one)
	}
	return out
}
