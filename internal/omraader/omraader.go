// Package omraader holds the cases of a run against the areas that a municipality must
// show its citizens: the list of areas with their deadlines (schema:
// fixtures/schemas/omraader.schema.json), the vendor's mapping from kinds of case to KLE
// (kle15.schema.json), and the user's own edition of KLE.
package omraader

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"klarmeld/fixtures"
)

// File is the built-in list's, below fixtures.
const File = "omraader.json"

// Areas is a list of areas.
type Areas struct {
	ID     string  `json:"id"`
	Titel  string  `json:"titel"`
	Groups []Group `json:"grupper"`
}

// Group are areas with one deadline.
type Group struct {
	ID       string `json:"id"`
	Titel    string `json:"titel"`
	Deadline string `json:"frist"` // the last day; "" when there is none
	Source   string `json:"kilde"`
	Hoved    string `json:"hovedgruppe"` // the number that the group's cases stand under, where its areas have none
	Areas    []Area `json:"omraader"`
}

// Area is one area: a KLE number with all below it, or a kind of case of which the
// vendor's mapping tells the numbers.
type Area struct {
	ID    string `json:"id"`
	KLE   string `json:"kle"`
	Titel string `json:"titel"`
}

// Parse reads a list that its schema has found right; nil is klarmeld's own. It refuses
// two of one ID.
func Parse(raw []byte) (*Areas, error) {
	if len(raw) == 0 {
		var err error
		if raw, err = fixtures.Files.ReadFile(File); err != nil {
			return nil, err
		}
	}
	var a Areas
	if err := json.Unmarshal(raw, &a); err != nil {
		return nil, fmt.Errorf("områderne kan ikke læses: %w", err)
	}
	ids := map[string]bool{}
	for _, g := range a.Groups {
		for _, id := range append([]string{g.ID}, areaIDs(g)...) {
			if ids[id] {
				return nil, fmt.Errorf("områderne: id'et %q er der to gange", id)
			}
			ids[id] = true
		}
	}
	return &a, nil
}

func areaIDs(g Group) []string {
	var out []string
	for _, a := range g.Areas {
		out = append(out, a.ID)
	}
	return out
}

// Mapping is how a vendor's system marks each kind of case with KLE.
type Mapping struct {
	Titel string              `json:"titel"`
	Kinds map[string][]Marked `json:"sagstyper"` // ID of an area → what its cases have
}

// Marked is what a case of a kind has. Facet "" is any.
type Marked struct {
	KLE   string `json:"kle"`
	Facet string `json:"facet"`
}

// String is the number, with the facet where there is one.
func (m Marked) String() string {
	if m.Facet == "" {
		return m.KLE
	}
	return m.KLE + "/" + m.Facet
}

// ParseMapping reads a mapping that its schema has found right; nil is none. It refuses
// kinds that are no area of the list without a number of its own.
func ParseMapping(raw []byte, areas *Areas) (*Mapping, error) {
	if len(raw) == 0 {
		return nil, nil
	}
	var m Mapping
	if err := json.Unmarshal(raw, &m); err != nil {
		return nil, fmt.Errorf("afbildningen kan ikke læses: %w", err)
	}
	var known []string
	for _, g := range areas.Groups {
		for _, a := range g.Areas {
			if a.KLE == "" {
				known = append(known, a.ID)
			}
		}
	}
	var strange []string
	for kind := range m.Kinds {
		if !slices.Contains(known, kind) {
			strange = append(strange, kind)
		}
	}
	if slices.Sort(strange); len(strange) > 0 {
		return nil, fmt.Errorf("afbildningen, sagstyper: %s er ingen af de slags sager, der skal afbildes: %s", strings.Join(strange, ", "),
			strings.Join(known, ", "))
	}
	return &m, nil
}

// CheckFor refuses what the system is said to be for and that names nothing in the list:
// the ID of a group or of an area, or a KLE number of one, or above one.
func (a *Areas) CheckFor(entries []string) error {
	for _, e := range entries {
		found := false
		for _, g := range a.Groups {
			for _, x := range g.Areas {
				found = found || names(e, g, x)
			}
		}
		if !found {
			return fmt.Errorf("systemetErTil: %q er hverken en gruppe, et område eller et KLE-nummer i listen over områder (%s)", e, strings.Join(a.groupIDs(), ", "))
		}
	}
	return nil
}

func (a *Areas) groupIDs() []string {
	var out []string
	for _, g := range a.Groups {
		out = append(out, g.ID)
	}
	return out
}

// names reports whether an entry of what a system is for names an area.
func names(entry string, g Group, a Area) bool {
	number := a.KLE
	if number == "" {
		number = g.Hoved
	}
	return entry == g.ID || entry == a.ID || number != "" && below(number, entry)
}

// below reports whether a KLE number is another, or stands under it.
func below(number, above string) bool {
	return number == above || strings.HasPrefix(number, above+".")
}
