package contractfiles

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/beevik/etree"

	"klarmeld/internal/soap"
)

// Asked reports whether a request asks for a service's contract, and is no message.
func Asked(r *http.Request) bool {
	_, _, ok := question(r)
	return ok && (r.Method == http.MethodGet || r.Method == http.MethodHead)
}

// question is what of the contract a request asks for: "wsdl", "singlewsdl" or
// "xsd", and which.
func question(r *http.Request) (what, which string, ok bool) {
	for key, values := range r.URL.Query() {
		switch k := strings.ToLower(key); k {
		case "wsdl", "singlewsdl", "xsd":
			return k, values[0], true
		}
	}
	return "", "", false
}

// Answer answers a request for the contract of a service. found is false when there
// is none to give: then the answer says how it is had.
func (f *Folder) Answer(r *http.Request, s *soap.Service) (reply soap.Reply, found bool) {
	what, which, _ := question(r)
	if f == nil {
		return soap.Text(http.StatusNotFound, fmt.Sprintf(`klarmeld har ikke kontrakten for %s med sig: WSDL og XSD er KOMBITs.
Hent dem, hvor I har fået adgang til snitfladen (KOMBITs dokumentation af Støttesystemerne,
Digitaliseringskataloget: SF1470, SF1500 og SF1510), læg dem i en mappe, og start klarmeld med

  --wsdl MAPPE

Så svarer denne adresse med WSDL'en, med klarmelds adresser i.`, s.Name)), false
	}
	at := served{f, origin(r) + strings.TrimSuffix(r.URL.Path, "/")}
	file := f.of(s, strings.EqualFold(which, "soap12"))
	if what == "xsd" {
		if _, ok := f.files[which]; !ok {
			return soap.Text(http.StatusNotFound, "Mappen med kontrakter har ingen fil af det navn."), false
		}
		file = which
	}
	if file == "" {
		return soap.Text(http.StatusNotFound, "Mappen med kontrakter (--wsdl) har ingen WSDL for "+s.Name+"."), false
	}
	doc, err := at.written(file)
	if err == nil && what == "singlewsdl" {
		err = at.inline(doc, file)
	}
	if err != nil {
		return soap.Text(http.StatusNotFound, "Kontrakten kan ikke læses: "+err.Error()+"."), false
	}
	raw, err := doc.WriteToBytes()
	if err != nil {
		r := soap.Text(http.StatusInternalServerError, "klarmeld kunne ikke skrive kontrakten: "+err.Error())
		r.Broken = err
		return r, false
	}
	return soap.Reply{Status: http.StatusOK, Header: map[string][]string{"Content-Type": {"text/xml; charset=utf-8"}}, Body: raw}, true
}

// origin is where the request was sent, as its sender sees it.
func origin(r *http.Request) string {
	scheme := "http"
	if r.TLS != nil {
		scheme = "https"
	}
	return (&url.URL{Scheme: scheme, Host: r.Host}).String()
}

// served is a folder at a service's address.
type served struct {
	*Folder
	address string
}

// written is a file as it is served: what it refers to in the folder has addresses
// here, and so has the service.
func (s served) written(file string) (*etree.Document, error) {
	doc, err := s.read(file)
	if err != nil {
		return nil, err
	}
	// It is written in UTF-8, whatever it was read in.
	for _, t := range doc.Child {
		if p, ok := t.(*etree.ProcInst); ok && p.Target == "xml" {
			p.Inst = `version="1.0" encoding="UTF-8"`
		}
	}
	root := doc.Root()
	if !s.Secured && s.unsecured(root, file) {
		root.InsertChildAt(0, etree.NewComment(" klarmeld: PolicyReference og import af policies er udeladt, for klarmelds services er uden sikkerhed her; "+
			"det rigtige indeks kræver den. "))
	}
	s.refer(root, file)
	for _, service := range children(root, nsWSDL, "service") {
		for _, port := range children(service, nsWSDL, "port") {
			for _, a := range port.ChildElements() {
				if a.Tag == "address" {
					a.CreateAttr("location", s.address)
				}
			}
		}
	}
	return doc, nil
}

// refer gives what a file imports or includes its address here.
func (s served) refer(el *etree.Element, file string) {
	for i, a := range el.Attr {
		imports := el.NamespaceURI() == nsWSDL && el.Tag == "import" && a.Key == "location" || el.NamespaceURI() == nsSchema && a.Key == "schemaLocation"
		if to := s.resolved(file, a.Value); imports && to != "" {
			el.Attr[i].Value = s.address + "?xsd=" + url.QueryEscape(to)
		}
	}
	for _, c := range el.ChildElements() {
		s.refer(c, file)
	}
}

// unsecured takes out of a WSDL that its policies apply, and the import of a file
// that has nothing else.
func (s served) unsecured(el *etree.Element, file string) (changed bool) {
	for _, c := range el.ChildElements() {
		policies := c.NamespaceURI() == nsWSDL && c.Tag == "import" && s.onlyPolicies(s.resolved(file, c.SelectAttrValue("location", "")))
		if c.Tag == "PolicyReference" && c.NamespaceURI() != nsWSDL || policies {
			el.RemoveChild(c)
			changed = true
			continue
		}
		changed = s.unsecured(c, file) || changed
	}
	return changed
}

// onlyPolicies reports whether a file is a WSDL without anything of WSDL in it.
func (s served) onlyPolicies(file string) bool {
	doc, err := s.read(file)
	if err != nil || doc.Root().NamespaceURI() != nsWSDL {
		return false
	}
	for _, c := range doc.Root().ChildElements() {
		if c.NamespaceURI() == nsWSDL {
			return false
		}
	}
	return true
}

// inline puts every schema that a WSDL reaches into it, for clients that read one
// file only. Schemas of one namespace stand beside each other, as they were.
func (s served) inline(doc *etree.Document, file string) error {
	for _, types := range children(doc.Root(), nsWSDL, "types") {
		original, err := s.read(file)
		if err != nil {
			return err
		}
		seen := map[string]bool{}
		var all []*etree.Element
		for _, t := range children(original.Root(), nsWSDL, "types") {
			for _, schema := range children(t, nsSchema, "schema") {
				if all, err = s.gather(all, seen, schema, file); err != nil {
					return err
				}
			}
		}
		for _, old := range children(types, nsSchema, "schema") {
			types.RemoveChild(old)
		}
		for _, schema := range all {
			types.AddChild(schema)
		}
	}
	return nil
}

// gather adds the schemas that one refers to.
func (s served) gather(all []*etree.Element, seen map[string]bool, schema *etree.Element, file string) ([]*etree.Element, error) {
	for _, c := range schema.ChildElements() {
		if c.NamespaceURI() != nsSchema || c.Tag != "import" && c.Tag != "include" {
			continue
		}
		to := s.resolved(file, c.SelectAttrValue("schemaLocation", ""))
		if to == "" || seen[to] {
			continue
		}
		seen[to] = true
		doc, err := s.read(to)
		if err != nil {
			return nil, err
		}
		root := doc.Root()
		if space := schema.SelectAttrValue("targetNamespace", ""); c.Tag == "include" && root.SelectAttr("targetNamespace") == nil && space != "" {
			root.CreateAttr("targetNamespace", space) // an include of none takes on its includer's
			root.CreateAttr("xmlns", space)
		}
		if all, err = s.gather(all, seen, root, to); err != nil {
			return nil, err
		}
		for _, part := range root.ChildElements() {
			switch {
			case part.NamespaceURI() == nsSchema && part.Tag == "include":
				root.RemoveChild(part)
			case part.NamespaceURI() == nsSchema && part.Tag == "import":
				part.RemoveAttr("schemaLocation")
			}
		}
		all = append(all, root)
	}
	return all, nil
}
