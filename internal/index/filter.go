package index

import (
	"slices"
	"strings"

	"github.com/beevik/etree"

	"klarmeld/internal/oio"
)

// view says what of the objects found an answer shows. Without a Filter that
// is everything.
type view struct {
	given   bool
	shows   map[oio.ObjektType]map[string]bool // Vis, by kind of object
	include map[string]bool                    // kinds of relations to follow
}

// journalnote is the value of Vis that shows journal notes; it is a part of
// journalpost, as its name says.
const journalnote = "journalpost-journalnote"

// shown maps the values of Vis to the kinds of parts that they show.
var shown = map[oio.ObjektType]map[string][]string{
	oio.Sag: {
		"egenskaber": {oio.DelEgenskaber, oio.DelIndeksEgenskaber}, "fremdrift": {oio.DelFremdrift},
		"sagsklasse": {"Sagsklasse"}, "sagsaktoer": {"Sagsaktoer"}, "sagspart": {"Sagspart"}, "sagsrelation": {"Sagsrelation"}, "sagsgenstand": {"Sagsgenstande"},
		"journalpost": {"Journalpost"}, journalnote: {"Journalpost"}, "itsystem": {"SagsitsystemRelation"}, "sikkerhedsprofil": {"Sikkerhedsprofil"},
	},
	oio.Dokument: {
		"egenskaber": {oio.DelEgenskaber}, "fremdrift": {oio.DelFremdrift},
		"dokument": {"Dokumentrelation"}, "klasse": {"Dokumentklasse"}, "aktoer": {"Dokumentaktoer"}, "part": {"Dokumentpart"},
		"itsystem": {"DokumentitsystemRelation"}, "sikkerhedsprofil": {"Sikkerhedsprofil"},
	},
}

// followed maps what SagInkluder and DokumentInkluder name to the relations
// whose objects come with the answer.
var followed = map[string]map[string]string{
	"SagInkluder":      {"sagsrelation": "Sagsrelation", "journalpost": "Journalpost"},
	"DokumentInkluder": {"dokument": "Dokumentrelation"},
}

// readView reads a Filter; nil shows everything. The contract has let through
// only the values that the schema lists.
func readView(el *etree.Element) view {
	v := view{given: el != nil, shows: map[oio.ObjektType]map[string]bool{oio.Sag: {}, oio.Dokument: {}}, include: map[string]bool{}}
	if el == nil {
		return v
	}
	for _, c := range el.ChildElements() {
		switch c.Tag {
		case "SagVis":
			v.shows[oio.Sag][strings.TrimSpace(oio.Text(oio.Child(c, "Vis")))] = true
		case "DokumentVis":
			v.shows[oio.Dokument][strings.TrimSpace(oio.Text(oio.Child(c, "Vis")))] = true
		default:
			v.include[followed[c.Tag][strings.TrimSpace(oio.Text(c))]] = true
		}
	}
	return v
}

// empty reports whether the filter lets nothing through: the XSD says of an
// empty one that it returns no data.
func (v view) empty() bool {
	return v.given && len(v.shows[oio.Sag])+len(v.shows[oio.Dokument])+len(v.include) == 0
}

// snapshot writes an object as the filter shows it. Of a kind for which it
// names nothing only the UUID is shown.
func (v view) snapshot(o Stored) *etree.Element {
	if !v.given {
		return snapshot(o)
	}
	kinds := map[string]bool{}
	for vis := range v.shows[o.Type] {
		for _, kind := range shown[o.Type][vis] {
			kinds[kind] = true
		}
	}
	o.Dele = slices.DeleteFunc(slices.Clone(o.Dele), func(d oio.Del) bool { return !kinds[d.Kind] })
	if o.Type == oio.Sag {
		o.Dele = v.journalposter(o.Dele)
	}
	el := snapshot(o)
	if len(kinds) == 0 {
		for _, r := range oio.Children(el, "Registrering") {
			el.RemoveChild(r)
		}
	}
	return el
}

// journalposter shows journal notes only where they are asked for, and other
// Journalposter only where those are.
func (v view) journalposter(dele []oio.Del) []oio.Del {
	posts, notes := v.shows[oio.Sag]["journalpost"], v.shows[oio.Sag][journalnote]
	var out []oio.Del
	for _, d := range dele {
		note := noteOf(d)
		switch {
		case note == nil:
			if d.Kind == "Journalpost" && !posts {
				continue
			}
		case !notes:
			d.El = d.El.Copy()
			n := noteOf(d)
			n.Parent().RemoveChild(n)
		}
		out = append(out, d)
	}
	return out
}

// noteOf is the journal note of a Journalpost, nil when it has none.
func noteOf(d oio.Del) *etree.Element {
	if d.Kind != "Journalpost" {
		return nil
	}
	return oio.Path(d.El, "JournalpostEgenskaber", "JournalnotatEgenskaber")
}

// included are the objects that come with those on the page: what their
// relations refer to, one step away, each once.
func (v view) included(store *Store, onPage []Stored) []Stored {
	seen := map[string]bool{}
	for _, o := range onPage {
		seen[o.UUID] = true
	}
	var out []Stored
	for _, o := range onPage {
		for _, d := range o.Dele {
			if id := d.Reference.UUID; d.Relation && v.include[d.Kind] && !seen[id] {
				if other, ok := store.Get(id); ok {
					seen[id] = true
					out = append(out, other)
				}
			}
		}
	}
	return out
}
