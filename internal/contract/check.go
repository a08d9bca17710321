package contract

import (
	"fmt"
	"slices"
	"strings"

	"github.com/beevik/etree"

	"klarmeld/internal/oio"
)

// Violation is one disagreement with the contract.
type Violation struct {
	Element  *etree.Element // the offending element; for a missing child: the parent
	Path     string         // local names from the checked root, with [n] where siblings share a name
	Code     string         // missing, unexpected, order, too-many, namespace, value, length, enumeration, pattern, text, attribute, unknown-root
	Expected string         // Danish, short
	Actual   string         // Danish, short; may show a value, which the caller masks
	Message  string         // one Danish sentence: what is wrong and where
	Fix      string         // one Danish sentence: what to do
	Missing  []string       // local names of what is missing, any of which would do; nil unless Code is missing
}

// Known reports whether an element of that namespace and local name begins a
// message of the contract: the input or output of an operation. Sources:
// SagDokumentIndeksOperationer.xsd, SagOperationer.xsd,
// SagIndeksOperationer.xsd, DokumentIndeksOperationer.xsd.
func Known(space, local string) bool { return load().messages[name{space, local}] }

// Check reports how root disagrees with the contract, in document order, nil
// when it agrees. Root may be any global element of the schemas: a message, a
// RequestHeader, a local extension. Sources: the XSDs in 6.0.STS-0 and common
// that SagDokumentIndeksService_6.wsdl imports.
func Check(root *etree.Element) []Violation {
	if root != nil && load().agrees(root) {
		return nil
	}
	return disagreements(root)
}

// disagreements are those that Check reports of what does not agree at first sight.
func disagreements(root *etree.Element) []Violation {
	c := &checker{schema: load()}
	if root == nil {
		c.add(nil, "", unknownRoot("intet element"))
		return c.found
	}
	c.root(root)
	// Depth is the sender's choice, so the walk keeps its own stack.
	for len(c.stack) > 0 {
		f := c.stack[len(c.stack)-1]
		if f.next == len(f.kids) {
			c.stack = c.stack[:len(c.stack)-1]
			continue
		}
		f.next++
		c.kid(f, f.kids[f.next-1])
	}
	return c.found
}

type checker struct {
	*schema
	found []Violation
	stack []*frame
}

// frame is an element whose children are being checked.
type frame struct {
	el      *etree.Element
	name    name
	parent  *frame
	step    string // the element's part of a path
	typ     *typeDef
	kids    []*kid
	next    int
	excused []excuse
	places  map[int]place // by line of the type
}

// excuse is a namespace mistake that has been reported for an element, and
// is not reported again for what stands inside it.
type excuse struct{ wrong, right string }

func (c *checker) add(el *etree.Element, path string, r report) {
	c.found = append(c.found, Violation{Element: el, Path: path, Code: r.code, Expected: r.expected, Actual: r.actual, Message: r.message, Fix: r.fix})
}

func (f *frame) path() string {
	var steps []string
	for ; f != nil; f = f.parent {
		steps = append(steps, f.step)
	}
	slices.Reverse(steps)
	return strings.Join(steps, "/")
}

func (c *checker) root(root *etree.Element) {
	n := name{root.NamespaceURI(), root.Tag}
	f := &frame{el: root, name: n, step: n.local}
	d := c.elements[n]
	if d == nil {
		d = c.onlyMessage(n.local)
		if d == nil {
			c.add(root, f.path(), unknownRoot(n.tag()+" i "+spaceShown(n.space)))
			return
		}
		c.add(root, f.path(), wrongNamespace(n, nil, []string{d.name.space}))
		f.excused = []excuse{{n.space, d.name.space}}
	}
	c.enter(f, d)
}

// onlyMessage is the message with that local name, when just one has it.
func (c *checker) onlyMessage(local string) *declaration {
	var found *declaration
	for n := range c.messages {
		if n.local == local {
			if found != nil {
				return nil
			}
			found = c.elements[n]
		}
	}
	return found
}

// kid reports how a child stands among its siblings, and goes into it when
// its type is known.
func (c *checker) kid(parent *frame, k *kid) {
	f := &frame{el: k.el, name: k.name, parent: parent, step: k.step, excused: parent.excused}
	if k.report != nil {
		c.add(k.el, f.path(), *k.report)
	}
	if k.decl == nil {
		return
	}
	told := excuse{k.name.space, k.decl.name.space}
	if told.wrong != told.right && !slices.Contains(parent.excused, told) {
		f.excused = append(slices.Clip(parent.excused), told)
	}
	c.enter(f, k.decl)
}

// enter checks the element itself, and leaves its children on the stack.
func (c *checker) enter(f *frame, d *declaration) {
	f.typ = c.attributes(f, d.typ)
	if f.typ.simple != nil {
		c.simple(f, d)
		return
	}
	if text := strings.TrimFunc(oio.Text(f.el), isSpace); text != "" {
		c.add(f.el, f.path(), strayText(f.name, text))
	}
	c.plan(f)
	c.stack = append(c.stack, f)
}

func (c *checker) simple(f *frame, d *declaration) {
	if kids := f.el.ChildElements(); len(kids) > 0 {
		n := name{kids[0].NamespaceURI(), kids[0].Tag}
		f.kids = []*kid{{el: kids[0], name: n}}
		f.number(kids)
		inside := &frame{parent: f, step: f.kids[0].step}
		c.add(kids[0], inside.path(), elementInText(n, f.name))
		return
	}
	text := oio.Text(f.el)
	if d.fixed && text == "" {
		// An empty element stands for the fixed value (cvc-elt 5.1).
		return
	}
	wrong := f.typ.faultIn(text)
	if wrong == nil && d.fixed && !slices.Contains([]string{"true", "1"}, strings.TrimFunc(text, isSpace)) {
		wrong = &fault{code: "value", expected: "true", actual: shown(text), problem: "er ikke true"}
	}
	if wrong != nil {
		c.add(f.el, f.path(), badValue(f, wrong))
	}
}

// attributes reports the attributes that may not be there. It returns the
// type the element has: the declared one, or one made from it that xsi:type
// names.
func (c *checker) attributes(f *frame, declared *typeDef) *typeDef {
	typ := declared
	for _, a := range f.el.Attr {
		if a.Space == "xmlns" || a.Space == "" && a.Key == "xmlns" {
			continue
		}
		if a.Space != "" && spaceOf(f.el, a.Space) == nsXSI {
			switch a.Key {
			case "schemaLocation", "noNamespaceSchemaLocation":
				continue
			case "type":
				t := c.xsiType(f.el, a.Value)
				if t != nil && t.derivesFrom(declared) {
					typ = t
					continue
				}
				c.add(f.el, f.path(), wrongType(f.name, a.Value, declared))
				continue
			case "nil":
				c.add(f.el, f.path(), notNillable(f.name, a.FullKey()))
				continue
			}
		}
		c.add(f.el, f.path(), strayAttribute(f.name, a.FullKey()))
	}
	return typ
}

// xsiType is the type that the value of an xsi:type names, nil when there is
// none of that name.
func (c *checker) xsiType(el *etree.Element, value string) *typeDef {
	value = strings.TrimFunc(value, isSpace)
	prefix, local, ok := strings.Cut(value, ":")
	if !ok {
		prefix, local = "", value
	}
	return c.types[name{spaceOf(el, prefix), local}]
}

// spaceOf is the namespace of a prefix at el; of the empty prefix, the
// default namespace.
func spaceOf(el *etree.Element, prefix string) string {
	for ; el != nil; el = el.Parent() {
		for _, a := range el.Attr {
			if a.Space == "xmlns" && a.Key == prefix && prefix != "" || prefix == "" && a.Space == "" && a.Key == "xmlns" {
				return a.Value
			}
		}
	}
	return ""
}

// number gives every child its part of a path.
func (f *frame) number(kids []*etree.Element) {
	total, seen := map[string]int{}, map[string]int{}
	for _, el := range kids {
		total[el.Tag]++
	}
	for _, k := range f.kids {
		k.step = k.el.Tag
		if seen[k.el.Tag]++; total[k.el.Tag] > 1 {
			k.step = fmt.Sprintf("%s[%d]", k.el.Tag, seen[k.el.Tag])
		}
	}
}
