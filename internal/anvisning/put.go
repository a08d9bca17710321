package anvisning

import (
	"encoding/base64"
	"slices"
	"strings"

	"github.com/beevik/etree"

	"klarmeld/internal/municipality"
	"klarmeld/internal/oio"
)

// put is the repair that gives the row's element a content that keeps the row. What the
// sender wrote stays as near as can be: a value that has not its form is written so that
// it has, and never taken for another. What the message or the registers tell is next.
// Only what is not there at all may be a model, of the kind that the part's Type says.
// nil when none can be computed.
func (c *trial) put(r *Rule, at, el *etree.Element) *Repair {
	if c.Unmended {
		return nil
	}
	if near := near(r.Format, el); near != "" {
		return &Repair{At: at, Path: r.Path, Content: near, Example: cutShort(oio.Text(el), near)}
	}
	if content, sure := c.said(r, at, el); content != "" {
		return &Repair{At: at, Path: r.Path, Content: content, Example: !sure}
	}
	content, sure := c.model(r, at)
	if content == "" || !sure && !blank(el) {
		return nil
	}
	return &Repair{At: at, Path: r.Path, Content: content, Example: !sure}
}

// blank reports whether an element is not there, or holds nothing.
func blank(el *etree.Element) bool {
	if el == nil {
		return true
	}
	for _, c := range el.ChildElements() {
		if oio.Trim(oio.Text(c)) != "" || len(c.ChildElements()) > 0 {
			return false
		}
	}
	return oio.Trim(oio.Text(el)) == ""
}

// near is the content that has the form and is nearest to the element's own; "" when
// there is none.
func near(f Format, el *etree.Element) string {
	if blank(el) {
		return ""
	}
	if len(el.ChildElements()) == 0 {
		if f.near == nil {
			return ""
		}
		return f.near(oio.Text(el))
	}
	if t := oio.Child(el, "TidsstempelDatoTid"); t != nil {
		return nearLimit(oio.Text(t))
	}
	uuid, urn := oio.Text(oio.Child(el, "UUIDIdentifikator")), oio.Text(oio.Child(el, "URNIdentifikator"))
	if f.nearURN != nil && urn != "" {
		if n := f.nearURN(urn); n != "" {
			return byURN(n)
		}
	}
	if n := oio.NearUUID(uuid + urn); n != "" && (uuid == "" || urn == "") && !oio.IsUUID(uuid) {
		return byUUID(n)
	}
	return ""
}

// cutShort reports whether the near text is the beginning of the other: what is left out
// is the sender's to choose.
func cutShort(text, near string) bool {
	text = oneLine(oio.Without(text, oio.Unseen(text)))
	return len(near) < len(text) && strings.HasPrefix(text, oneLine(near))
}

// said is what the message itself, or a register, tells of what the row's element must
// hold, and whether nothing else can be meant.
func (c *trial) said(r *Rule, at, el *etree.Element) (content string, sure bool) {
	ref := oio.ReadRef(oio.Child(at, "ReferenceID"))
	switch {
	case r.Path == "Virkning/AktoerTypeKode":
		return c.actorCode(oio.ReadRef(oio.Path(at, "Virkning", "AktoerRef")), oio.Trim(oio.Text(el)))
	case r.Path == "Type" && r.Rolle != UnknownRole:
		return c.typeBy(r, ref)
	case strings.HasSuffix(r.Path, "/BrugervendtNoegle") && strings.HasSuffix(r.Del, "klasse"):
		if o, ok := c.registered(ref); ok && o.Kind == municipality.Klasse {
			return o.Latest().Noegle, true
		}
	case strings.HasSuffix(r.Path, "Notat"):
		return c.tooLarge(el), false
	}
	if !blank(el) {
		return "", false
	}
	switch {
	case r.Path == "Virkning/AktoerRef":
		return c.actorOf(at), false
	case r.Path == "BrugerRef":
		return c.actorOf(at), false
	case r.Path == "Virkning/FraTidspunkt":
		return c.beginning(), false
	case r.Path == "Indeks":
		return c.freeIndeks(r.Del, r.Rolle), false
	case r.Objekt == oio.Sag && r.Path == "BrugervendtNoegle":
		return text(oio.Child(at, "Sagsnummer")), true
	case r.Objekt == oio.Sag && r.Path == "Sagsnummer":
		return text(oio.Child(at, "BrugervendtNoegle")), true
	case strings.HasSuffix(r.Path, "/FuldtNavn") || r.Path == "SystemNavn":
		if o, ok := c.registered(ref); ok {
			return o.Latest().Navn, true
		}
	case last(r.Path) == "CVR" || last(r.Path) == "CVR-Nr":
		if cvr, ok := strings.CutPrefix(strings.ToLower(ref.URN), "urn:oio:cvr-nr:"); ok {
			return cvr, true
		}
	}
	return "", false
}

// period is the repair that gives a part the Virkning it lacks, from what the object says
// of its other parts; nil when it says too little. Which period is meant only the sender
// knows.
func (c *trial) period(at *etree.Element) *Repair {
	from, actor := c.beginning(), c.actorOf(at)
	ref := oio.Ref{}
	if m := single.FindStringSubmatch(actor); m != nil && m[1] == "URNIdentifikator" {
		ref.URN = m[2]
	} else if m != nil {
		ref.UUID = m[2]
	}
	code, _ := c.actorCode(ref, "")
	if from == "" || code == "" {
		return nil
	}
	r := &Repair{At: at, Path: "Virkning/FraTidspunkt", Content: from, Example: true}
	for _, next := range []Repair{{Path: "Virkning/TilTidspunkt", Content: infinity}, {Path: "Virkning/AktoerRef", Content: actor},
		{Path: "Virkning/AktoerTypeKode", Content: code}} {
		next.Also = r.Also
		r.Also = &next
	}
	return r
}

// registered is what a reference is to in the registers, when they are at hand.
func (c *trial) registered(ref oio.Ref) (municipality.Objekt, bool) {
	if c.Registers == nil || !oio.IsUUID(ref.UUID) {
		return municipality.Objekt{}, false
	}
	return c.Registers.Get(ref.UUID)
}

// actorCode is the code that goes with a reference to an actor. Who sends an organisation
// as the actor says so by the code, and no other code makes a user of it.
func (c *trial) actorCode(ref oio.Ref, is string) (code string, sure bool) {
	o, known := c.registered(ref)
	switch {
	case ref.IsZero():
		return "", false
	case isItSystem(ref):
		return "ItSystem", true
	case known && o.Kind == municipality.Bruger:
		return "Bruger", true
	case known, is == "Organisation", is == "OrganisationEnhed":
		return "", false
	}
	return "Bruger", false
}

// typeBy is the type, of those that the row takes, of what the relation refers to.
func (c *trial) typeBy(r *Rule, ref oio.Ref) (content string, sure bool) {
	name := ""
	for typ, prefixes := range partyURNs {
		for _, p := range prefixes {
			if strings.HasPrefix(strings.ToLower(ref.URN), p) {
				name = typ
			}
		}
	}
	if o, ok := c.registered(ref); ok {
		for typ, kind := range typeKinds {
			if kind == o.Kind {
				name = typ
			}
		}
	}
	k, ok := c.Roles.ByName(string(r.Objekt), r.Del, municipality.ArtType, name)
	if !ok || k.Placeholder() || !slices.Contains(r.Format.types, name) {
		return "", false
	}
	return byUUID(k.UUID), true
}

// tooLarge is the text that takes the place of a note that is too large, with the name of
// the system that sends it.
func (c *trial) tooLarge(el *etree.Element) string {
	b, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(oio.Text(el)), ""))
	if err != nil || len(b) <= maxNote {
		return ""
	}
	system := "[afsendersystemets navn]"
	for _, d := range c.own.of("SagsitsystemRelation", "Afsender") {
		if name := text(oio.Child(d.El, "SystemNavn")); name != "" {
			system = name
		}
	}
	return base64.StdEncoding.EncodeToString([]byte(noteTooLarge(system)))
}

// model is a content that keeps the row, and whether it is the only one.
func (c *trial) model(r *Rule, at *etree.Element) (content string, sure bool) {
	if types := r.Format.types; len(types) > 0 {
		k, ok := c.Roles.ByName(string(r.Objekt), r.Del, municipality.ArtType, types[0])
		if !ok || k.Placeholder() {
			return "", false // a UUID of ours would do here, and nowhere else
		}
		return byUUID(k.UUID), len(types) == 1
	}
	content = r.Example
	if content == "" && len(r.Format.Good) > 0 {
		content = r.Format.Good[0]
	}
	if r.Described || strings.Contains(content, sampleUUID) {
		return "", false // a UUID of the sender's own, which nobody can make up
	}
	if r.Path == "ReferenceID" && !r.Format.single {
		return c.modelOf(r, at), false
	}
	return content, len(r.Format.Good) == 1 && r.Format.Good[0] == content && r.Format.single
}

// modelURNs begin the URNs that show what a reference to each type looks like. Of other
// types nobody has said what their URNs are.
var modelURNs = map[string]string{"Person": urnCPR, "Virksomhed": "urn:oio:cvr-nr:", "Ejendom": urnESR.begins}

// modelOf is the first of the row's contents that refers to what the relation's Type says.
func (c *trial) modelOf(r *Rule, at *etree.Element) string {
	k, ok := c.Roles.ByUUID(string(r.Objekt), r.Del, municipality.ArtType, oio.ReadRef(oio.Child(at, "Type")).UUID)
	begins := modelURNs[k.Navn]
	if !ok || begins == "" {
		return ""
	}
	for _, g := range r.Format.Good {
		if strings.HasPrefix(g, "<URNIdentifikator>"+begins) {
			return g
		}
	}
	return ""
}
