package simulated

import (
	"fmt"
	"maps"
	"slices"
	"strconv"

	"klarmeld/internal/action"

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

var registryActs = map[action.Kind]act{
	action.LaesOrganisation: func(s *System, _ action.Request, ans *action.Answer) error {
		if s.profile.OnDemand {
			ans.Status = action.OnDemand
			s.registry.readOrg = s.registry.readOrg && s.profile.deviates(NeverRereadsOrganisation)
			return nil
		}
		return s.readOrganisation(s.profile.deviates(NeverRereadsOrganisation))
	},
	action.LaesKlassifikation: func(s *System, _ action.Request, ans *action.Answer) error {
		if s.profile.OnDemand {
			ans.Status = action.OnDemand
			s.registry.readKLE = s.registry.readKLE && s.profile.deviates(NeverRereadsKLE)
			return nil
		}
		return s.readKLE(s.profile.deviates(NeverRereadsKLE))
	},
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
	owner, err := s.findOrganisation(s.config.CVR)
	if err != nil {
		return err
	}
	s.registry.owner = owner
	// Half an organisation is none: what could not be read is read the next time.
	if err := s.readMembers(owner.uuid); err != nil {
		return err
	}
	s.registry.readOrg = true
	return nil
}

// readMembers reads an organisation's units and users, as far as the system
// does not have them typed in.
func (s *System) readMembers(org string) error {
	if s.profile.deviates(TypesUnits) {
		return nil
	}
	units, err := s.readAll("organisationenhed", org, s.registry.units, s.profile.deviates(ReadsNewUnitsOnly))
	if err != nil {
		return err
	}
	if s.profile.deviates(KeepsUnitNames) {
		keepNames(units, s.registry.units)
	}
	s.registry.units = units
	if s.profile.deviates(TypesUsers) {
		return nil
	}
	s.registry.users, err = s.readAll("bruger", org, nil, false)
	return err
}

// findOrganisation goes from a CVR number to the organisation.
func (s *System) findOrganisation(cvr string) (ref, error) {
	virksomhed, err := s.search("virksomhed", func(egenskab, _ *etree.Element) {
		el := egenskab.CreateElement("CVR-NummerTekst")
		el.CreateAttr("xmlns", nsSTS)
		el.SetText(cvr)
	}, 0)
	if err != nil || len(virksomhed) == 0 {
		return ref{}, fmt.Errorf("virksomheden med CVR %s blev ikke fundet: %w", cvr, err)
	}
	org, err := s.search("organisation", func(_, relationer *etree.Element) { relate(relationer, "Virksomhed", virksomhed[0]) }, 0)
	if err != nil || len(org) == 0 {
		return ref{}, fmt.Errorf("organisationen bag virksomheden blev ikke fundet: %w", err)
	}
	read, err := s.list("organisation", org[:1])
	if err != nil || len(read) == 0 {
		return ref{}, fmt.Errorf("organisationen kan ikke læses: %w", err)
	}
	return ref{read[0].uuid, read[0].navn, cvr}, nil
}

// keepNames gives units the names that they had.
func keepNames(units, before map[string]ref) {
	names := map[string]string{}
	for _, r := range before {
		names[r.uuid] = r.navn
	}
	for key, r := range units {
		if old, ok := names[r.uuid]; ok {
			r.navn = old
			units[key] = r
		}
	}
}

// readAll reads every object of a service that belongs to the organisation.
// When only new ones are wanted, what is known is kept as it is.
func (s *System) readAll(service, org string, known map[string]ref, newOnly bool) (map[string]ref, error) {
	out := map[string]ref{}
	if newOnly {
		maps.Copy(out, known)
	}
	for first := 0; ; first += s.page() {
		ids, err := s.search(service, func(_, relationer *etree.Element) { relate(relationer, "Tilhoerer", org) }, first)
		if err != nil {
			return nil, err
		}
		if len(ids) == 0 {
			return out, nil
		}
		last := len(ids) < s.page()
		ids = slices.DeleteFunc(ids, func(id string) bool { return newOnly && has(known, id) })
		if len(ids) == 0 && !last {
			continue
		}
		refs, err := s.list(service, ids)
		if err != nil {
			return nil, err
		}
		for _, r := range refs {
			out[r.navn] = r
		}
		if last {
			return out, nil
		}
	}
}

func has(known map[string]ref, id string) bool {
	for _, r := range known {
		if r.uuid == id {
			return true
		}
	}
	return false
}

// readKLE reads all published classes, page by page.
func (s *System) readKLE(pretend bool) error {
	if pretend && s.registry.readKLE {
		return nil
	}
	classes := map[string]ref{}
	for first := 0; ; first += s.page() {
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
		if len(ids) < s.page() {
			break
		}
	}
	if s.registry.firstClasses == nil {
		s.registry.firstClasses = classes
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
	sd(in, "MaksimalAntalKvantitet", strconv.Itoa(s.page()))
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

// listed reads objects by one list.
func (s *System) listed(name string, ids []string) ([]ref, error) {
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
	return refsOf(reply), nil
}

// refsOf are the objects of a reply to list or laes.
func refsOf(reply *etree.Element) []ref {
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
	return out
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
