package conformant

import (
	"math/rand/v2"
	"slices"
	"strings"
	"time"
)

// breaks are ways to break a row in the first object of an import, by what they do.
var breaks = map[string]func(o *Object, r *Registration){
	"no owner":           func(_ *Object, r *Registration) { drop(r, "Ejer") },
	"no unit":            func(_ *Object, r *Registration) { drop(r, "Ansvarlig") },
	"no subject":         func(_ *Object, r *Registration) { drop(r, "Primær klasse") },
	"no master":          func(_ *Object, r *Registration) { drop(r, "Master") },
	"two owners":         func(_ *Object, r *Registration) { twice(r, "Ejer") },
	"an index too many":  func(_ *Object, r *Registration) { on(r, "Ejer", func(p *Part) { p.Indeks = "1" }) },
	"a type of another":  func(_ *Object, r *Registration) { on(r, "Ansvarlig", func(p *Part) { p.TypeID = p.RolleID }) },
	"a subject of four":  func(_ *Object, r *Registration) { in(r, "Primær klasse", "BrugervendtNoegle", "27.35") },
	"no subject's key":   func(_ *Object, r *Registration) { without(r, "Primær klasse", "BrugervendtNoegle") },
	"no owner's name":    func(_ *Object, r *Registration) { without(r, "Ejer", "FuldtNavn") },
	"no owner's CVR":     func(_ *Object, r *Registration) { without(r, "Ejer", "CVR-Nummer"); without(r, "Ejer", "CVR-Nr") },
	"two lines of title": func(_ *Object, r *Registration) { first(r, "Titel", "en\nto") },
	"no title":           func(_ *Object, r *Registration) { none(r, "Titel") },
	"no sensitivity":     func(_ *Object, r *Registration) { none(r, "Foelsomhed") },
	"a system that is no UUID": func(_ *Object, r *Registration) {
		on(r, "Master", func(p *Part) { p.Ref = Ref{URN: "urn:oio:it-system-uuid:" + p.Ref.UUID} })
	},
	"an actor of old": func(_ *Object, r *Registration) {
		for i := range r.Parts {
			r.Parts[i].Virkning.Af.Kode = "Interessefaellesskab"
		}
	},
	"an end before the beginning": func(_ *Object, r *Registration) {
		v := &r.Parts[len(r.Parts)-1].Virkning
		v.Til = v.Fra.Add(-time.Hour)
	},
	"a user who is a number": func(_ *Object, r *Registration) { r.Af.Ref = Ref{URN: "17"} },
}

// Broken breaks the first import of a conversation, in the way that seed chooses. It
// says in which.
func Broken(c Conversation, seed uint64) (Conversation, string) {
	c = c.Clone()
	random := rand.New(rand.NewPCG(seed, 7))
	var names []string
	for name := range breaks {
		names = append(names, name)
	}
	slices.Sort(names)
	name := names[random.IntN(len(names))]
	at := slices.IndexFunc(c.Deliveries, func(d Delivery) bool { return d.Message.Operation == Importer })
	all := c.Deliveries[at].Message.Objects
	o := &all[random.IntN(len(all))]
	for i := range o.Registrations {
		breaks[name](o, &o.Registrations[i])
	}
	return c.repeated(), name
}

func on(r *Registration, rolle string, do func(*Part)) {
	for i := range r.Parts {
		if r.Parts[i].Rolle == rolle {
			do(&r.Parts[i])
		}
	}
}

func drop(r *Registration, rolle string) {
	r.Parts = slices.DeleteFunc(r.Parts, func(p Part) bool { return p.Rolle == rolle })
}

func twice(r *Registration, rolle string) {
	i := slices.IndexFunc(r.Parts, func(p Part) bool { return p.Rolle == rolle })
	r.Parts = append(r.Parts, r.Parts[i].clone())
}

// in gives an element of a role's extension another text.
func in(r *Registration, rolle, name, text string) {
	on(r, rolle, func(p *Part) {
		for _, e := range p.Rest {
			e.walk(func(in *Element) {
				if in.Name == name {
					in.Text = text
				}
			})
		}
	})
}

func without(r *Registration, rolle, name string) {
	on(r, rolle, func(p *Part) {
		for _, e := range p.Rest {
			e.walk(func(in *Element) {
				in.Kids = slices.DeleteFunc(in.Kids, func(k *Element) bool { return k.Name == name })
			})
		}
	})
}

// first gives an element of the egenskaber another text.
func first(r *Registration, name, text string) {
	for i := range r.Parts {
		if p := &r.Parts[i]; strings.HasSuffix(p.Name, sagEgenskaber) {
			for _, e := range p.Rest {
				if e.Name == name {
					e.Text = text
				}
			}
		}
	}
}

func none(r *Registration, name string) {
	for i := range r.Parts {
		if p := &r.Parts[i]; p.Rolle == "" {
			p.Rest = slices.DeleteFunc(p.Rest, func(e *Element) bool { return e.Name == name })
		}
	}
}
