package strictxml

// The two namespaces that are bound for good (Namespaces in XML 1.0, section 3).
const (
	XMLNamespace   = "http://www.w3.org/XML/1998/namespace"
	XMLNSNamespace = "http://www.w3.org/2000/xmlns/"
)

// binding is a prefix that is in force.
type binding struct{ prefix, uri string }

// resolve takes the declarations of a start tag and finds what its names stand
// for.
func (r *reader) resolve(n name, begun int) bool {
	for _, a := range r.attrs {
		prefix, ok := a.declares()
		if !ok {
			continue
		}
		if len(a.value) > r.limit.URI {
			return r.fail(LongURI, a.offset, prefix)
		}
		if kind, wrong := misdeclared(prefix, a.value); wrong {
			return r.fail(kind, a.offset, prefix)
		}
		if prefix == "" {
			continue // etree finds the default; no name fails for want of it
		}
		if len(r.bindings) >= r.limit.Namespaces {
			return r.fail(TooManyNamespaces, a.offset, prefix)
		}
		r.bindings = append(r.bindings, binding{prefix, a.value})
	}
	if n.colon >= 0 {
		if n.space() == "xmlns" {
			return r.fail(XMLNSElement, begun, n.text)
		}
		if _, ok := r.bound(n.space()); !ok {
			return r.fail(Unbound, begun, n.text)
		}
	}
	return r.resolveAttributes()
}

// resolveAttributes looks for one attribute by two prefixes.
func (r *reader) resolveAttributes() bool {
	for i := range r.attrs {
		a := &r.attrs[i]
		if a.colon < 0 || a.space() == "xmlns" {
			continue
		}
		var ok bool
		if a.uri, ok = r.bound(a.space()); !ok {
			r.fail(Unbound, a.offset, a.text)
			r.fault.Attribute = true
			return false
		}
		for _, b := range r.attrs[:i] {
			if b.uri == a.uri && b.local() == a.local() {
				return r.fail(TwiceByPrefix, a.offset, a.text)
			}
		}
	}
	return true
}

// bound is the namespace of a prefix.
func (r *reader) bound(prefix string) (string, bool) {
	for i := len(r.bindings) - 1; i >= 0; i-- {
		if r.bindings[i].prefix == prefix {
			return r.bindings[i].uri, true
		}
	}
	return "", false
}

// misdeclared says what is wrong with a declaration.
func misdeclared(prefix, uri string) (FaultKind, bool) {
	switch {
	case prefix == "xmlns":
		return XMLNSDeclared, true
	case prefix == "xml" && uri != XMLNamespace:
		return XMLRebound, true
	case prefix != "xml" && uri == XMLNamespace, uri == XMLNSNamespace:
		return ReservedURI, true
	case prefix != "" && uri == "":
		return EmptyPrefix, true
	}
	return 0, false
}
