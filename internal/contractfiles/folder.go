// Package contractfiles serves the contracts of the services, as clients ask for
// them: ?wsdl, ?singleWsdl and ?xsd=…. They are KOMBIT's, and klarmeld may not
// hand them out of itself: it serves those of a folder of the user's own, with its
// own addresses in them. It judges nothing.
package contractfiles

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"

	"github.com/beevik/etree"

	"klarmeld/internal/foreign"
	"klarmeld/internal/soap"
)

// Namespaces of a contract.
const (
	nsWSDL   = "http://schemas.xmlsoap.org/wsdl/"
	nsSOAP12 = "http://schemas.xmlsoap.org/wsdl/soap12/"
	nsSchema = "http://www.w3.org/2001/XMLSchema"
)

// Bounds of what a folder may hold; the official ones have some hundred files of a
// few kilobytes.
const (
	mostFiles = 2000
	mostBytes = 64 << 20
)

// Folder is the contracts of a folder, as they stood when it was opened. What is
// not in it cannot be asked for. A nil Folder has none, and says so.
type Folder struct {
	// Secured: the services are behind a token, and the WSDLs say so. Else what asks
	// for one is left out of them.
	Secured bool

	files map[string][]byte // by path in the folder, with slashes
	wsdls []contract        // in the order of their paths
}

// contract is a WSDL, and what of it tells which service it is of.
type contract struct {
	path     string
	elements map[string]bool // of its messages, as {namespace}local
	soap12   bool            // its binding is SOAP 1.2's
}

// Open reads the WSDL and XSD files of a folder and of those in it. Links are not
// followed. An error is the user's to mend.
func Open(dir string) (*Folder, error) {
	f := &Folder{files: map[string][]byte{}}
	size := 0
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("mappen med kontrakter kan ikke læses: %w", err)
	}
	defer root.Close()
	err = fs.WalkDir(root.FS(), ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		ext := strings.ToLower(path.Ext(p))
		if !d.Type().IsRegular() || ext != ".wsdl" && ext != ".xsd" {
			return nil
		}
		raw, err := foreign.ReadIn(dir, p, mostBytes)
		if err != nil {
			return err
		}
		f.files[p] = raw
		if size += len(raw); size > mostBytes || len(f.files) > mostFiles {
			return fmt.Errorf("den rummer flere end %d filer eller mere end %d MB", mostFiles, mostBytes>>20)
		}
		if ext == ".wsdl" {
			return f.learn(p)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("mappen med kontrakter, %s, kan ikke bruges: %w", dir, err)
	}
	if len(f.wsdls) == 0 {
		return nil, fmt.Errorf("mappen med kontrakter, %s, rummer ingen WSDL", dir)
	}
	return f, nil
}

// read is a file of the folder, as XML.
func (f *Folder) read(p string) (*etree.Document, error) {
	doc := etree.NewDocument()
	if err := doc.ReadFromBytes(bytes.TrimPrefix(f.files[p], []byte("\xef\xbb\xbf"))); err != nil || doc.Root() == nil {
		return nil, fmt.Errorf("%s er ikke XML", p)
	}
	return doc, nil
}

// learn notes the messages of a WSDL. One without any is what others import.
func (f *Folder) learn(p string) error {
	doc, err := f.read(p)
	if err != nil {
		return err
	}
	c := contract{path: p, elements: map[string]bool{}}
	for _, m := range children(doc.Root(), nsWSDL, "message") {
		for _, part := range children(m, nsWSDL, "part") {
			prefix, local, _ := strings.Cut(part.SelectAttrValue("element", ""), ":")
			c.elements["{"+spaceOf(part, prefix)+"}"+local] = true
		}
	}
	for _, b := range children(doc.Root(), nsWSDL, "binding") {
		c.soap12 = c.soap12 || len(children(b, nsSOAP12, "binding")) > 0
	}
	if len(c.elements) > 0 {
		f.wsdls = append(f.wsdls, c)
	}
	return nil
}

// of is the WSDL of a service: the one with most of its operations' elements, and
// of those alike the one of the version of SOAP that is asked for. "" when there is
// none.
func (f *Folder) of(s *soap.Service, soap12 bool) string {
	best, most := "", 0
	for _, c := range f.wsdls {
		n := 0
		for name := range s.Operations {
			if c.elements["{"+name.Space+"}"+name.Local] {
				n += 2
			}
		}
		if n > 0 && c.soap12 == soap12 {
			n++
		}
		if n > most {
			best, most = c.path, n
		}
	}
	return best
}

// resolved is the path in the folder of what a file refers to; "" when it is not
// in the folder.
func (f *Folder) resolved(from, location string) string {
	p := path.Join(path.Dir(from), strings.ReplaceAll(location, `\`, "/"))
	if _, ok := f.files[p]; !ok || location == "" || strings.Contains(location, ":") {
		return ""
	}
	return p
}

// children are the direct children of that name.
func children(el *etree.Element, space, local string) []*etree.Element {
	return slices.DeleteFunc(el.ChildElements(), func(c *etree.Element) bool { return c.Tag != local || c.NamespaceURI() != space })
}

// spaceOf is what a prefix stands for at an element.
func spaceOf(el *etree.Element, prefix string) string {
	for ; el != nil; el = el.Parent() {
		for _, a := range el.Attr {
			if a.Space == "xmlns" && a.Key == prefix {
				return a.Value
			}
		}
	}
	return ""
}
