package lookup

import (
	"fmt"
	"slices"

	"github.com/beevik/etree"
)

// sharedNames are the elements of a request that every service takes from
// sagdok 3.0 (common/SagDokObjekt.xsd), besides relations.
var sharedNames = []string{
	"UUIDIdentifikator", "URNIdentifikator", "FoersteResultatReference", "MaksimalAntalKvantitet", "SoegVirkning", "SoegRegistrering",
	"VirkningFraFilter", "VirkningTilFilter", "RegistreringFraFilter", "RegistreringTilFilter", "FraTidspunkt", "TilTidspunkt", "TidsstempelDatoTid",
	"GraenseIndikator", "Virkning", "ReferenceID", "Rolle", "Type", "Indeks", "LivscyklusKode", "BrugerRef", "AktoerRef", "AktoerTypeKode", "NoteTekst",
	"ErPubliceretIndikator",
}

// namespace is where an element of a request stands by the contract; "" when
// nothing is known of it.
func (k Shape) namespace(name string) string {
	if i := slices.IndexFunc(k.Fields, func(f Field) bool { return f.Name == name }); i >= 0 {
		return k.Fields[i].NS
	}
	switch name {
	case "AttributListe", "TilstandListe", "RelationListe", "Egenskab", "PubliceretStatus":
		return k.NS
	case "Gyldighed", "GyldighedStatusKode":
		return NSOrganisation
	}
	if slices.Contains(k.Relations, name) || slices.Contains(sharedNames, name) {
		return NSSagDok
	}
	return ""
}

// misplaced says which element of a request stands in another namespace than
// the contract's. The services read elements by their names; a real one would
// not find them.
func (k Shape) misplaced(el *etree.Element) string {
	for _, c := range el.ChildElements() {
		if want := k.namespace(c.Tag); want != "" && c.NamespaceURI() != want {
			return fmt.Sprintf("<%s> står i navnerummet %q, men kontrakten har den i %q", c.Tag, c.NamespaceURI(), want)
		}
		if problem := k.misplaced(c); problem != "" {
			return problem
		}
	}
	return ""
}
