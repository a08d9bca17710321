package anvisning

import (
	"regexp"

	"klarmeld/internal/lazyregexp"
	"klarmeld/internal/oio"
	"klarmeld/internal/verdict"
)

// References that recur.
var (
	refKommune   = RefEither("UUID på kommunen i FK Organisation (foretrækkes), ellers urn:oio:cvr-nr:<8 cifre>", true, urnCVR)
	refBehandler = RefEither("UUID på enheden eller brugeren i FK Organisation (foretrækkes), ellers urn:oio:<org>:<idtype>:…", true, urnOrg)
	// refKlasse: for classes outside FK Klassifikation no structure of the URN
	// has been agreed on beyond its beginning.
	refKlasse = RefEither("UUID på klassen i FK Klassifikation (foretrækkes), ellers en URN, der begynder med urn:oio:", true, `(?i:urn:oio):\S.*`)
)

// RefRole is a relation's role: a class, so a UUID. Which UUID is the business
// of the list of relation classes.
var RefRole = Format{Expected: "UUID på rollen i FK Klassifikation", Good: []string{byUUID(sampleUUID)}, misses: bads(byURN("urn:oio:rolle:ejer"), ""),
	broken: brokenUUIDRef, try: func(v Value) (string, verdict.Outcome) {
		if r := oio.ReadRef(v.El); r.UUID == "" {
			return describe(r), bad
		}
		return ok()
	}}

// urnForm is a URN that the anvisninger spell out: what begins so ought to go
// on so.
type urnForm struct{ begins, goesOn string }

func (f urnForm) witnesses() []string { return witnesses(regexp.QuoteMeta(f.begins) + f.goesOn) }

// What the anvisninger spell out of the URNs of real property: the ESR number
// (municipality and property) and the number of a Bestemt Fast Ejendom.
var (
	urnESR = urnForm{"urn:oio:esr:ejendom:", `[0-9]{3}-[0-9]{5,6}`}
	urnBFE = urnForm{"urn:oio:ejendom:bfe-nr:", `[0-9]{10}`}
)

// RefObject is a reference by URN to an object in another system; a UUID will
// not do. The general form is demanded. The forms are only what a URN can look
// like, so one that begins like a form and goes on differently is a remark.
func RefObject(expected string, forms ...urnForm) Format {
	general := whole(urnOrg)
	starts, fits := make([]*lazyregexp.Regexp, len(forms)), make([]*lazyregexp.Regexp, len(forms))
	patterns := []string{urnOrg}
	for _, form := range forms {
		patterns = append(patterns, "(?i:"+regexp.QuoteMeta(form.begins)+")"+form.goesOn)
	}
	shapes := shapesOf(patterns...)
	f := Format{Expected: expected, broken: brokenURN(shapes, false), nearURN: nearURN(shapes)}
	for i, form := range forms {
		starts[i], fits[i] = lazyregexp.New("^(?i:"+regexp.QuoteMeta(form.begins)+")"), whole("(?i:"+regexp.QuoteMeta(form.begins)+")"+form.goesOn)
		f.Good = append(f.Good, each(form.witnesses(), byURN)...)
	}
	good := witnesses(urnOrg)
	f.Good = append(f.Good, each(good, byURN)...)
	f.misses = func() []Sample {
		var out []Sample
		for i, form := range forms {
			for _, m := range nearMisses(fits[i], form.witnesses()) {
				if general.MatchString(m) {
					out = append(out, Sample{byURN(m), verdict.Remark})
				}
			}
		}
		return append(out, bads(append(each(nearMisses(general, good), byURN), byUUID(sampleUUID), "")...)()...)
	}
	f.try = func(v Value) (string, verdict.Outcome) {
		r := oio.ReadRef(v.El)
		if !general.MatchString(r.URN) || hides(r.URN) {
			return describe(r), bad
		}
		for i := range forms {
			if starts[i].MatchString(r.URN) && !fits[i].MatchString(r.URN) {
				return describe(r), verdict.Remark
			}
		}
		return ok()
	}
	return f
}
