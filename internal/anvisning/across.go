package anvisning

import (
	"fmt"
	"strings"

	"klarmeld/internal/municipality"
	"klarmeld/internal/oio"
)

// Clash is what a rule says of an object that does not go with another: in the same words
// whether the other is in the message, in the index, or somewhere in a delivery.
type Clash struct {
	Rule                      Named
	Message, Expected, Actual string
}

var (
	indefinite = map[oio.ObjektType]string{oio.Sag: "en sag", oio.Dokument: "et dokument"}
	inIndex    = "i indekset"
)

// Dangling is of a relation to an object of the index that is not there; held is what
// has its UUID there, "" for nothing.
func Dangling(kind, uuid string, held oio.ObjektType) Clash {
	ref := indexRefs[kind]
	actual := "UUID " + quoted(uuid)
	if held != "" {
		actual += ", som er " + indefinite[held]
	}
	return Clash{ref.rule, fmt.Sprintf("%s henviser til %s, der ikke findes i indekset.", kind, indefinite[ref.to]),
		indefinite[ref.to] + ", der er importeret før henvisningen", actual}
}

// ReferredType is the type of object that relations of a kind refer to; "" for those that
// refer to no object of the index.
func ReferredType(kind string) oio.ObjektType { return indexRefs[kind].to }

// DemandsObject reports whether a relation of an object must be to one that the index has.
func DemandsObject(o oio.Objekt, d oio.Del, roles *municipality.Relationsklasser) bool {
	ending := o.Opdatering && d.Relation && d.Virkning.Til.Ok && !d.Virkning.Til.Uendelig
	if !RefersToIndex(d.Kind) || !oio.IsUUID(d.Reference.UUID) || ending {
		return false
	}
	k, ok := roles.ByUUID(string(o.Type), d.Kind, municipality.ArtRolle, d.Rolle.UUID)
	return !ok || !d.Relation || k.Navn != "Journalnotat"
}

// UsedUUID is of an object whose UUID is that of another in the index.
func UsedUUID(uuid string, by oio.ObjektType) Clash { return usedUUID(uuid, by, inIndex) }

func usedUUID(uuid string, by oio.ObjektType, where string) Clash {
	return Clash{RuleUUID, fmt.Sprintf("UUID'en %s er allerede brugt til %s (%s).", uuid, indefinite[by], where),
		"en UUID, som kun dette objekt har", fmt.Sprintf("samme UUID til %s %s", indefinite[by], where)}
}

// TakenKey is of an object with a BrugervendtNoegle that another of its type has.
func TakenKey(t oio.ObjektType, holder, key string) Clash {
	return Clash{RuleKey, fmt.Sprintf("BrugervendtNoegle er allerede i brug: %s %s i samme kommune har den.", strings.ToLower(string(t)), holder),
		"en nøgle, som intet andet objekt af typen har i kommunen", fmt.Sprintf("nøglen %s to gange", quoted(key))}
}

// ChangedMaster is of an object that is sent with another Master than it had.
func ChangedMaster(had, sent oio.Ref) Clash {
	return Clash{RuleMaster, "Objektets Master er skiftet: adgangen til det afgrænses på Master, som derfor ikke kan ændres.",
		describe(had) + ", som objektet blev importeret med", describe(sent)}
}
