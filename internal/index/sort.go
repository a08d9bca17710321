package index

import (
	"cmp"
	"math/big"
	"slices"
	"strings"
	"time"

	"github.com/beevik/etree"

	"klarmeld/internal/oio"
)

// ordering is one SagSortering or DokumentSortering.
type ordering struct {
	element  string
	falling  bool
	priority *big.Int
}

// readOrderings reads the Sortering of a kind, what weighs most first: the
// lowest Prioritet, and of equals the one written first.
func readOrderings(el *etree.Element, kind oio.ObjektType) []ordering {
	var out []ordering
	for _, c := range oio.Children(el, string(kind)+"Sortering") {
		p, _ := new(big.Int).SetString(strings.TrimSpace(oio.Text(oio.Child(c, "Prioritet"))), 10)
		if p == nil {
			p = new(big.Int)
		}
		out = append(out, ordering{strings.TrimSpace(oio.Text(oio.Child(c, "Element"))), strings.TrimSpace(oio.Text(oio.Child(c, "Retning"))) == "Faldende", p})
	}
	slices.SortStableFunc(out, func(a, b ordering) int { return a.priority.Cmp(b.priority) })
	return out
}

// arrange sorts the objects. Where the orderings see no difference they stay
// as they were; what has no value comes last, rising or falling.
func arrange(store *Store, objects []*seen, by []ordering, at time.Time) {
	if len(by) == 0 {
		return
	}
	keys := make(map[*seen][]sortKey, len(objects))
	for _, o := range objects {
		whole, _ := store.Get(o.id)
		for _, b := range by {
			keys[o] = append(keys[o], keyOf(&whole, b.element, at))
		}
	}
	slices.SortStableFunc(objects, func(a, b *seen) int {
		for i, o := range by {
			if c := keys[a][i].compare(keys[b][i], o.falling); c != 0 {
				return c
			}
		}
		return 0
	})
}

// sortKey is what an object is sorted by: a number, else a text.
type sortKey struct {
	missing bool
	number  *big.Int
	text    string
}

func (k sortKey) compare(o sortKey, falling bool) int {
	if k.missing || o.missing {
		return cmp.Compare(b2i(k.missing), b2i(o.missing))
	}
	c := strings.Compare(k.text, o.text)
	if k.number != nil && o.number != nil {
		c = k.number.Cmp(o.number)
	}
	if falling {
		return -c
	}
	return c
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// codes are sorted as the XSDs list them, which is the order in which a case
// goes through them, or in which they grow more sensitive.
var codes = map[string][]string{
	"Fremdrift":  {"Opstaaet", "Oplyst", "Afgjort", "Afsluttet", "Modtaget", "Fordelt", "Underudarbejdelse", "Underreview", "Publiceret", "Endeligt", "Afleveret"},
	"Foelsomhed": {"IKKE_FORTROLIGE_DATA", "FORTROLIGE_PERSONOPLYSNINGER", "FOELSOMME_PERSONOPLYSNINGER", "VIP_SAGER"},
	"Livscyklus": {"Opstaaet", "Importeret", "Passiveret", "Slettet"},
}

// keyOf is the value that an object is sorted by, as it holds now.
func keyOf(o *Stored, element string, at time.Time) sortKey {
	text := strings.TrimSpace(valueOf(o, element, at))
	if text == "" {
		return sortKey{missing: true}
	}
	switch element {
	case "StsRegistreringstidspunkt", "Registreringstidspunkt":
		t, ok := oio.ParseTime(text)
		return sortKey{missing: !ok, number: new(big.Int).Add(new(big.Int).Mul(big.NewInt(t.Unix()), big.NewInt(1e9)), big.NewInt(int64(t.Nanosecond())))}
	case "Major", "Minor":
		n, ok := new(big.Int).SetString(text, 10)
		return sortKey{missing: !ok, number: n}
	case "Fremdrift", "Foelsomhed", "Livscyklus":
		i := slices.Index(codes[element], text)
		return sortKey{missing: i < 0, number: big.NewInt(int64(i))}
	}
	return sortKey{text: danish.Replace(strings.ToLower(text))}
}

// danish lets æ, ø and å come after z, in that order.
var danish = strings.NewReplacer("æ", "{", "ø", "|", "å", "}")

// valueOf is the value of a SagSorteringFilterType or
// DokumentSorteringFilterType.
func valueOf(o *Stored, element string, at time.Time) string {
	switch element {
	case "Bruger":
		return o.BrugerRef.String()
	case "StsRegistreringstidspunkt":
		return o.StsTidspunkt
	case "Registreringstidspunkt":
		return o.Tidspunkt
	case "Livscyklus":
		return o.LivscyklusKode
	case "Fremdrift":
		return field(o, at, oio.DelFremdrift, "FremdriftStatusKode")
	case "Major":
		return field(o, at, oio.DelEgenskaber, "VersionIdentifikator")
	case "Minor":
		return field(o, at, oio.DelEgenskaber, "UnderversionIdentifikator")
	case "ItSystem-Systemnavn":
		return field(o, at, string(o.Type)+map[oio.ObjektType]string{oio.Sag: "s", oio.Dokument: ""}[o.Type]+"itsystemRelation", "SystemNavn")
	case "Sagklasse-BrugervendtNoegle":
		return klasse(o, at)
	}
	if v := field(o, at, oio.DelEgenskaber, element); v != "" {
		return v
	}
	return field(o, at, oio.DelIndeksEgenskaber, element) // Foelsomhed of a case
}

// field is the first value of a field in the parts of a kind that hold now.
func field(o *Stored, at time.Time, kind, name string) string {
	for _, d := range o.Af(kind) {
		if v := strings.TrimSpace(oio.Text(oio.Child(d.El, name))); v != "" && (when{}).meets(d.Virkning, at) {
			return v
		}
	}
	return ""
}

// primaryClass is the role Primær klasse of a Sagsklasse, from public sample
// clients.
const primaryClass = "a86c6581-ec85-412d-a655-31a1f1d5b14f"

// klasse is the BrugervendtNoegle of the case's primary class, or of its first
// when none has that role.
func klasse(o *Stored, at time.Time) string {
	first := ""
	for _, d := range o.Af("Sagsklasse") {
		v := d.Local("BrugervendtNoegle")
		if v == "" || !(when{}).meets(d.Virkning, at) {
			continue
		}
		if d.Rolle.UUID == primaryClass {
			return v
		}
		if first == "" {
			first = v
		}
	}
	return first
}
