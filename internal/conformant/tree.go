package conformant

// part orders of the XSDs. The last of each list stand in its LokalUdvidelseListe,
// in any order.
var (
	sagRelations = []string{"Sagsaktoer", "Sagsklasse", "Sagspart", "Sagsrelation", "Sagsgenstande", "Journalpost"}
	sagLocals    = []string{"Sikkerhedsprofil", "SagsitsystemRelation"}
	dokRelations = []string{"Dokumentrelation", "Dokumentaktoer", "Dokumentpart", "Dokumentklasse"}
	dokLocals    = []string{dokProfil, "DokumentitsystemRelation"}
)

// layout is where the parts of a kind of object stand.
type layout struct {
	own                          Space
	egenskaber, fremdrift, local string // local: of the AttributListe
	relations, locals            []string
}

var layouts = map[string]layout{
	Sag:      {SAG, sagEgenskaber, sagFremdrift, sagIndeks, sagRelations, sagLocals},
	Dokument: {DI, dokEgenskaber, dokFremdrift, "", dokRelations, dokLocals},
}

// The lists of a registration.
const (
	attributListe = "AttributListe"
	tilstandListe = "TilstandListe"
	relationListe = "RelationListe"
)

// Element is the message as the body of an envelope, or alone.
func (m Message) Element() *Element {
	switch m.Operation {
	case Importer:
		root := nest(SDI, "ImporterSagDokumentIndeksInput")
		for _, o := range m.Objects {
			root.Kids = append(root.Kids, o.imported())
		}
		return root
	case Opdater:
		root := nest(SDI, "OpdaterSagDokumentIndeksInput")
		for _, o := range m.Objects {
			root.Kids = append(root.Kids, o.updated())
		}
		return root
	case Fjern:
		root := nest(SDI, "FjernSagDokumentIndeksInput")
		for _, id := range m.UUIDs {
			root.Kids = append(root.Kids, Ref{UUID: id}.element(SDI, "SagUuid"))
		}
		if m.Leave != nil {
			root.Kids = append(root.Kids, flag(SDI, "EfterladSagsloeseDokumenter", *m.Leave))
		}
		return root
	case Kasser:
		o := m.Objects[0]
		return nest(SI, "KasserInput", nest(SI, "Kasser",
			nest(SAG, "ObjektType", leaf(SD, "UUIDIdentifikator", UUID, o.UUID)),
			nest(SAG, "Registrering", o.lists(o.Registrations[0], true)...)))
	}
	return m.Raw.clone()
}

func (o Object) imported() *Element {
	name := "SagIndeks"
	if o.Type == Dokument {
		name = "DokumentIndeks"
	}
	e := nest(SDI, name, leaf(SD, "UUIDIdentifikator", UUID, o.UUID))
	for _, r := range o.Registrations {
		head := []*Element{r.Note.clone(), stamp(SD, "Tidspunkt", r.At), code(SD, "LivscyklusKode", "Importeret"), r.Af.Ref.element(SD, "BrugerRef")}
		e.Kids = append(e.Kids, nest(layouts[o.Type].own, "Registrering", append(head, o.lists(r, true)...)...))
	}
	if o.Silent != nil {
		e.Kids = append(e.Kids, flag(SAG, "UdenNotifikation", *o.Silent))
	}
	return e
}

func (o Object) updated() *Element {
	name := "OpdaterSagIndeks"
	if o.Type == Dokument {
		name = "OpdaterDokumentIndeks"
	}
	r := o.Registrations[0]
	kids := append([]*Element{leaf(SD, "UUIDIdentifikator", UUID, o.UUID), r.Note.clone()}, o.lists(r, false)...)
	kids = append(kids, stamp(SDI, "Tidspunkt", r.At))
	if o.Silent != nil {
		kids = append(kids, flag(SDI, "UdenNotifikation", *o.Silent))
	}
	return nest(SDI, name, kids...)
}

// lists are the three lists of a registration; all says that those without
// anything are there, too.
func (o Object) lists(r Registration, all bool) []*Element {
	l := layouts[o.Type]
	of := func(name string) []*Element {
		var out []*Element
		for _, p := range r.Parts {
			if p.Name == name {
				e := p.element()
				e.Name = localName(e.Name)
				out = append(out, e)
			}
		}
		return out
	}
	ofAny := func(names []string) []*Element { // in the order in which they were told
		var out []*Element
		for _, p := range r.Parts {
			for _, name := range names {
				if p.Name == name {
					e := p.element()
					e.Name = localName(e.Name)
					out = append(out, e)
				}
			}
		}
		return out
	}
	attributter, tilstande, relationer := nest(l.own, attributListe, of(l.egenskaber)...), nest(l.own, tilstandListe, of(l.fremdrift)...),
		nest(l.own, relationListe)
	if l.local != "" {
		attributter.local(of(l.local))
	}
	for _, name := range l.relations {
		relationer.Kids = append(relationer.Kids, of(name)...)
	}
	relationer.local(ofAny(l.locals))
	var out []*Element
	for _, list := range []*Element{attributter, tilstande, relationer} {
		if all || len(list.Kids) > 0 || contains(r.Lists, list.Name) {
			out = append(out, list)
		}
	}
	return out
}

func (e *Element) local(kids []*Element) {
	if len(kids) > 0 {
		e.Kids = append(e.Kids, nest(GD, "LokalUdvidelseListe", kids...))
	}
}

// localName is the name of an element without the letters that tell Dokument's from
// Sag's here.
func localName(name string) string {
	if len(name) > 3 && name[:3] == "di:" {
		return name[3:]
	}
	return name
}

func contains(all []string, one string) bool {
	for _, s := range all {
		if s == one {
			return true
		}
	}
	return false
}
