package vendor

import (
	"fmt"
	"strconv"

	"github.com/beevik/etree"
)

const (
	orgBase   = "http://stoettesystemerne.dk/organisation/"
	orgAction = "http://kombit.dk/sts/organisation/"
	kleNS     = "http://stoettesystemerne.dk/klassifikation/klasse/7/"
	kleAction = "http://kombit.dk/sts/klassifikation/klasse/"
	nsSD      = "urn:oio:sagdok:3.0.0"
	nsSTS     = "urn:oio:sts:6"
	pageSize  = 100
)

// registry is what the system has read and keeps overnight.
type registry struct {
	readOrg, readKLE bool
	owner            ref
	units, users     map[string]ref // by name
	classes          map[string]ref // by number
}

// owner is the municipality as an organisation.
func (s *System) owner() (ref, error) {
	if s.profile.Units != "laest" {
		return ref{s.config.Typed[s.config.Municipality], s.config.Municipality, s.config.CVR}, nil
	}
	if err := s.ensureOrganisation(); err != nil {
		return ref{}, err
	}
	return s.registry.owner, nil
}

func (s *System) unit(name string) (ref, error) {
	switch s.profile.Units {
	case "fast":
		return s.typed(s.profile.FixedUnit)
	case "indtastet":
		return s.typed(name)
	}
	if err := s.ensureOrganisation(); err != nil {
		return ref{}, err
	}
	if r, ok := s.registry.units[name]; ok {
		return r, nil
	}
	return ref{}, fmt.Errorf("enheden %q findes ikke i det, systemet har læst fra FK Organisation", name)
}

// user is the caseworker. Systems without users from FK Organisation say that
// they made the registration themselves: an empty ref.
func (s *System) user(name string) (ref, error) {
	if s.profile.Units != "laest" {
		return ref{}, nil
	}
	if r, ok := s.registry.users[name]; ok {
		return r, nil
	}
	return ref{}, fmt.Errorf("brugeren %q findes ikke i det, systemet har læst fra FK Organisation", name)
}

func (s *System) class(number string) (ref, error) {
	if s.profile.KLE != "laest" {
		return s.typed(number)
	}
	if !s.registry.readKLE {
		if err := s.readKLE(false); err != nil {
			return ref{}, err
		}
	}
	if r, ok := s.registry.classes[number]; ok {
		return r, nil
	}
	return ref{}, fmt.Errorf("klassen %q findes ikke i det, systemet har læst fra FK Klassifikation", number)
}

func (s *System) typed(name string) (ref, error) {
	if id, ok := s.config.Typed[name]; ok {
		return ref{id, name, name}, nil
	}
	return ref{}, fmt.Errorf("ingen har indtastet en UUID for %q", name)
}

func (s *System) ensureOrganisation() error {
	if s.registry.readOrg {
		return nil
	}
	return s.readOrganisation(false)
}

// readOrganisation walks from the CVR number to the organisation and its
// units and users. A system that pretends says so and reads nothing.
func (s *System) readOrganisation(pretend bool) error {
	if pretend && s.registry.readOrg {
		return nil
	}
	virksomhed, err := s.search("virksomhed", func(egenskab, _ *etree.Element) {
		cvr := egenskab.CreateElement("CVR-NummerTekst")
		cvr.CreateAttr("xmlns", nsSTS)
		cvr.SetText(s.config.CVR)
	}, 0)
	if err != nil || len(virksomhed) == 0 {
		return fmt.Errorf("virksomheden med CVR %s blev ikke fundet: %v", s.config.CVR, err)
	}
	org, err := s.search("organisation", func(_, relationer *etree.Element) { relate(relationer, "Virksomhed", virksomhed[0]) }, 0)
	if err != nil || len(org) == 0 {
		return fmt.Errorf("organisationen bag virksomheden blev ikke fundet: %v", err)
	}
	owners, err := s.list("organisation", org[:1])
	if err != nil || len(owners) == 0 {
		return fmt.Errorf("organisationen kan ikke læses: %v", err)
	}
	s.registry.owner = owners[0]
	if s.registry.units, err = s.readAll("organisationenhed", org[0]); err != nil {
		return err
	}
	if s.registry.users, err = s.readAll("bruger", org[0]); err != nil {
		return err
	}
	s.registry.readOrg = true
	return nil
}

// readAll reads every object of a service that belongs to the organisation.
func (s *System) readAll(service, org string) (map[string]ref, error) {
	out := map[string]ref{}
	for first := 0; ; first += pageSize {
		ids, err := s.search(service, func(_, relationer *etree.Element) { relate(relationer, "Tilhoerer", org) }, first)
		if err != nil {
			return nil, err
		}
		if len(ids) == 0 {
			return out, nil
		}
		refs, err := s.list(service, ids)
		if err != nil {
			return nil, err
		}
		for _, r := range refs {
			out[r.navn] = r
		}
		if len(ids) < pageSize {
			return out, nil
		}
	}
}

// readKLE reads all published classes, page by page.
func (s *System) readKLE(pretend bool) error {
	if pretend && s.registry.readKLE {
		return nil
	}
	classes := map[string]ref{}
	for first := 0; ; first += pageSize {
		ids, err := s.search("klasse", func(_, _ *etree.Element) {}, first)
		if err != nil {
			return err
		}
		if len(ids) == 0 {
			break
		}
		refs, err := s.list("klasse", ids)
		if err != nil {
			return err
		}
		for _, r := range refs {
			classes[r.noegle] = r
		}
		if len(ids) < pageSize {
			break
		}
	}
	s.registry.classes, s.registry.readKLE = classes, true
	return nil
}

// service gives namespace, path and action of a register service.
func service(name string) (ns, path, action string) {
	if name == "klasse" {
		return kleNS, "/klasse/7", kleAction
	}
	return orgBase + name + "/6/", "/organisation/" + name + "/6", orgAction + name + "/"
}

func (s *System) search(name string, criteria func(egenskab, relationer *etree.Element), first int) ([]string, error) {
	ns, path, action := service(name)
	in := etree.NewElement("SoegInput")
	in.CreateAttr("xmlns", ns)
	sd(in, "FoersteResultatReference", strconv.Itoa(first))
	sd(in, "MaksimalAntalKvantitet", strconv.Itoa(pageSize))
	egenskab := etree.NewElement("Egenskab")
	attr := in.CreateElement("AttributListe")
	in.CreateElement("TilstandListe")
	relationer := in.CreateElement("RelationListe")
	criteria(egenskab, relationer)
	if len(egenskab.ChildElements()) > 0 {
		attr.AddChild(egenskab)
	}
	reply, err := s.call(path, action+"soeg", "1.2", in)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, el := range reply.FindElements("IdListe/UUIDIdentifikator") {
		ids = append(ids, el.Text())
	}
	return ids, nil
}

func (s *System) list(name string, ids []string) ([]ref, error) {
	ns, path, action := service(name)
	in := etree.NewElement("ListInput")
	in.CreateAttr("xmlns", ns)
	for _, id := range ids {
		sd(in, "UUIDIdentifikator", id)
	}
	reply, err := s.call(path, action+"list", "1.2", in)
	if err != nil {
		return nil, err
	}
	var out []ref
	for _, o := range reply.SelectElements("FiltreretOejebliksbillede") {
		r := ref{}
		if id := o.FindElement("*/UUIDIdentifikator"); id != nil {
			r.uuid = id.Text()
		}
		// The newest set of properties stands last.
		for _, e := range o.FindElements("Registrering/AttributListe/Egenskab") {
			for _, c := range e.ChildElements() {
				switch c.Tag {
				case "BrugervendtNoegleTekst":
					r.noegle = c.Text()
				case "OrganisationNavn", "EnhedNavn", "BrugerNavn", "TitelTekst":
					r.navn = c.Text()
				}
			}
		}
		out = append(out, r)
	}
	return out, nil
}

func sd(parent *etree.Element, name, text string) *etree.Element {
	el := parent.CreateElement(name)
	el.CreateAttr("xmlns", nsSD)
	el.SetText(text)
	return el
}

func relate(relationer *etree.Element, name, id string) {
	rel := relationer.CreateElement(name)
	rel.CreateAttr("xmlns", nsSD)
	rel.CreateElement("ReferenceID").CreateElement("UUIDIdentifikator").SetText(id)
}
