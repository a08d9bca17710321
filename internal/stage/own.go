package stage

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"klarmeld/internal/trial"
	"klarmeld/internal/verdict"
)

// BuiltIn is what klarmeld brings for a run to stand on. Whatever a run stands on
// besides is named in its result.
type BuiltIn struct {
	Policies  []verdict.Policy
	Roles     []byte // the list of relation classes, JSON
	Registers []byte // the fictive municipality's, as municipality.Register.Snapshot gives them
	// Citizens is how citizens see cases where no municipality has chosen.
	Citizens verdict.CitizenSettings
}

// own is what a run stands on that is not klarmeld's. It is told from what is on
// record, and not from what was said of it.
func (b BuiltIn) own(t *trial.Trial, script Script) ([]verdict.Own, error) {
	var out []verdict.Own
	add := func(what verdict.OwnKind, title string, content []byte) {
		out = append(out, verdict.Own{Kind: what, Title: title, SHA256: sum(content)})
	}
	policy := t.Policy()
	ours := func(p verdict.Policy) bool {
		return reflect.DeepEqual(p, policy) || reflect.DeepEqual(p.BeforeOptional(), policy)
	}
	if !slices.ContainsFunc(b.Policies, ours) {
		raw, err := json.Marshal(policy)
		if err != nil {
			return nil, err
		}
		add(verdict.OwnPolicy, policy.Title, raw)
	}
	run := t.Run()
	if run == nil {
		return out, nil
	}
	for _, x := range []struct {
		what          verdict.OwnKind
		title         string
		have, builtIn []byte
	}{
		{verdict.OwnRoles, "egen liste over relationsklasser", run.Roles, b.Roles},
		{verdict.OwnRegisters, t.Registers().Navn(), run.Initial, b.Registers},
	} {
		have, err := plain(x.have)
		if err != nil {
			return nil, err
		}
		want, err := plain(x.builtIn)
		if err != nil {
			return nil, err
		}
		if !bytes.Equal(have, want) {
			add(x.what, x.title, have)
		}
	}
	if len(run.Parts) > 0 {
		title, content := cast(run.Parts)
		add(verdict.OwnCast, title, []byte(content))
	}
	if x := script.Own(); x != nil {
		out = append(out, *x)
	}
	return out, nil
}

// cast says who plays whose part, in the order of the scenarios' names.
func cast(parts map[string]string) (title, content string) {
	var said []string
	for _, from := range slices.Sorted(maps.Keys(parts)) {
		said = append(said, fmt.Sprintf("%s er %s", from, parts[from]))
	}
	return strings.Join(said, "; "), strings.Join(said, "\n")
}

// plain is JSON as it stands in a recording: without blanks.
func plain(raw []byte) ([]byte, error) {
	if len(raw) == 0 {
		return nil, nil
	}
	return json.Marshal(json.RawMessage(raw))
}

func sum(content []byte) string {
	s := sha256.Sum256(content)
	return hex.EncodeToString(s[:])
}
