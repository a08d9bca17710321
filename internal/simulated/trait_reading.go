package simulated

import (
	"slices"
	"strconv"

	"klarmeld/internal/action"

	"github.com/beevik/etree"
)

// readingTraits are about how the registers are read.
var readingTraits = map[string]func(string) habit{
	// Object by object: laes, or list with one UUID.
	"laeser": func(value string) habit {
		return habit{lists: func(s *System, name string, ids []string) ([]ref, error) {
			var out []ref
			for _, id := range ids {
				one, err := s.readOne(name, id, value == "laes")
				if err != nil {
					return nil, err
				}
				out = append(out, one...)
			}
			return out, nil
		}}
	},
	// So many results of a search at a time.
	"side": func(value string) habit {
		n, err := strconv.Atoi(value)
		if err != nil {
			n = 10
		}
		return habit{page: n}
	},
	// Both registers are read before every new case.
	"laeser-hver-gang": plain(func() habit {
		return before(func(s *System, _ action.Request) error {
			if err := s.readOrganisation(false); err != nil {
				return err
			}
			return s.readKLE(false)
		}, action.OpretSag, action.SkiftEnhed, action.SkiftSagsbehandler)
	}),
}

// readOne reads one object of a register.
func (s *System) readOne(name, id string, laes bool) ([]ref, error) {
	if !laes {
		return s.listed(name, []string{id})
	}
	ns, path, action := service(name)
	in := etree.NewElement("LaesInput")
	in.CreateAttr("xmlns", ns)
	sd(in, "UUIDIdentifikator", id)
	reply, err := s.call(path, action+"laes", "1.2", in)
	if err != nil {
		return nil, err
	}
	return refsOf(reply), nil
}

// list reads objects in the way that the system has.
func (s *System) list(name string, ids []string) ([]ref, error) {
	for _, h := range s.habits {
		if h.lists != nil {
			return h.lists(s, name, ids)
		}
	}
	return s.listed(name, ids)
}

// page is how many results of a search the system asks for at a time.
func (s *System) page() int {
	i := slices.IndexFunc(s.habits, func(h habit) bool { return h.page > 0 })
	if i < 0 {
		return pageSize
	}
	return s.habits[i].page
}
