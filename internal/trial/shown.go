package trial

import (
	"slices"
	"strings"

	"klarmeld/internal/index"
	"klarmeld/internal/oio"
)

// ByTime orders parts by when they begin.
func ByTime(parts []oio.Del) []oio.Del {
	slices.SortStableFunc(parts, func(a, b oio.Del) int { return a.Virkning.Fra.Time.Compare(b.Virkning.Fra.Time) })
	return parts
}

// Values are an element's values in the object's parts of a kind, in the order of
// their virkning. The element is a path of local names with "/" between.
func Values(o index.Stored, kind, element string) []string {
	var out []string
	for _, d := range ByTime(o.Af(kind)) {
		out = append(out, oio.Text(oio.Path(d.El, strings.Split(element, "/")...)))
	}
	return out
}

// Latest is the value that holds last; "" when there is none.
func Latest(o index.Stored, kind, element string) string {
	v := Values(o, kind, element)
	if len(v) == 0 {
		return ""
	}
	return v[len(v)-1]
}

// Holding are the parts that have no end.
func Holding(parts []oio.Del) []oio.Del {
	var out []oio.Del
	for _, d := range parts {
		if d.Virkning.Til.Uendelig {
			out = append(out, d)
		}
	}
	return out
}

// Roles are the object's relations of a kind with a role, by when they begin; "" is
// any role.
func (s *Scene) Roles(o index.Stored, kind, rolle string) []oio.Del {
	k, _ := s.trial.judge.Roles().ByName(string(o.Type), kind, "Rolle", rolle)
	var out []oio.Del
	for _, d := range o.Af(kind) {
		if rolle == "" || oio.SameUUID(d.Rolle.UUID, k.UUID) {
			out = append(out, d)
		}
	}
	return ByTime(out)
}

// Role is the relation with a role that holds last; the zero value when there is
// none.
func (s *Scene) Role(o index.Stored, kind, rolle string) oio.Del {
	all := s.Roles(o, kind, rolle)
	if len(all) == 0 {
		return oio.Del{}
	}
	return all[len(all)-1]
}

// Refers are a case's Journalposter that refer to an object.
func Refers(sag index.Stored, uuid string) []oio.Del {
	var out []oio.Del
	for _, d := range ByTime(sag.Af("Journalpost")) {
		if oio.SameUUID(d.Reference.UUID, uuid) {
			out = append(out, d)
		}
	}
	return out
}
