// Package config reads what a user gives klarmeld to run with, or what is built
// in where nothing is given: a municipality's registers, the relation classes,
// the policy, the known findings, how citizens see cases, the profiles of simulated vendors, and a
// vendor's own profile, klarmeld.yaml. Each is held against its schema, and an
// error says in Danish where the file does not keep it.
package config

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"reflect"
	"slices"
	"strings"

	"klarmeld/fixtures"
	"klarmeld/internal/foreign"
	"klarmeld/internal/kle"
	"klarmeld/internal/municipality"
	"klarmeld/internal/omraader"
	"klarmeld/internal/ordliste"
	"klarmeld/internal/privacy"
	"klarmeld/internal/schema"
	"klarmeld/internal/simulated"
	"klarmeld/internal/textfile"
	"klarmeld/internal/verdict"
)

// Roles reads the list of relation classes, ours when file is "", and the
// bytes it was read from.
func Roles(file string) (*municipality.Relationsklasser, []byte, error) {
	raw, err := read(file, "relationsklasser.json", schema.Roles)
	if err != nil {
		return nil, nil, fmt.Errorf("listen over relationsklasser %w", err)
	}
	r, err := municipality.LoadRelationsklasser(raw)
	return r, raw, err
}

// Policy reads a policy: one of ours by its name, else a file. A file may not bear
// the name of one of ours and say something else.
func Policy(name string) (verdict.Policy, error) {
	builtin := path.Join("policies", name+".json")
	if _, err := fs.Stat(fixtures.Files, builtin); err == nil {
		name = ""
	}
	raw, err := read(name, builtin, schema.Policy)
	if err != nil {
		return verdict.Policy{}, fmt.Errorf("godkendelsespolitikken %w (klarmeld har selv: %s)", err, strings.Join(fixtures.Names("policies"), ", "))
	}
	p, err := verdict.ParsePolicy(raw)
	if err != nil || name == "" {
		return p, err
	}
	ours, err := Policies()
	if err != nil {
		return p, err
	}
	for _, o := range ours {
		if o.ID == p.ID && !reflect.DeepEqual(o, p) && !reflect.DeepEqual(o.BeforeOptional(), p) {
			return p, fmt.Errorf("godkendelsespolitikken i %s kalder sig %q, som er klarmelds egen, men siger noget andet; giv den et andet \"id\"", name, p.ID)
		}
	}
	return p, nil
}

// Policies are our own.
func Policies() ([]verdict.Policy, error) {
	var out []verdict.Policy
	for _, name := range fixtures.Names("policies") {
		raw, err := read("", path.Join("policies", name+".json"), schema.Policy)
		if err != nil {
			return nil, err
		}
		p, err := verdict.ParsePolicy(raw)
		if err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	return out, nil
}

// Words reads a list of words that titles should not have, and the bytes it was read
// from. Without a file there is none: klarmeld's own is in force.
func Words(file string) (*ordliste.List, []byte, error) {
	if file == "" {
		return nil, nil, nil
	}
	raw, err := read(file, "", schema.Words)
	if err != nil {
		return nil, nil, fmt.Errorf("ordlisten %w", err)
	}
	l, err := ordliste.Parse(raw)
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", file, err)
	}
	return l, raw, nil
}

// Areas reads a list of areas that must be shown; nil without a file: klarmeld's own is in
// force.
func Areas(file string) ([]byte, error) {
	if file == "" {
		return nil, nil
	}
	raw, err := read(file, "", schema.Areas)
	if err != nil {
		return nil, fmt.Errorf("listen over områder %w", err)
	}
	if _, err := omraader.Parse(raw); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return raw, nil
}

// KLE15 reads a vendor's mapping from kinds of case to KLE; nil without a file. That its
// kinds are in the list of areas is for who has both.
func KLE15(file string) ([]byte, error) {
	if file == "" {
		return nil, nil
	}
	raw, err := read(file, "", schema.KLE15)
	if err != nil {
		return nil, fmt.Errorf("afbildningen til KLE %w", err)
	}
	return raw, nil
}

// KLE reads KL's XML file of an edition of KLE, and gives what a recording keeps of it;
// nil without a file.
func KLE(file string) ([]byte, error) {
	if file == "" {
		return nil, nil
	}
	raw, err := foreign.ReadNamed(file, foreign.Medium)
	if err != nil {
		return nil, fmt.Errorf("KLE-filen %s kan ikke læses: %w", file, err)
	}
	e, err := kle.Read(raw)
	if err != nil {
		return nil, fmt.Errorf("KLE-filen %s kan ikke læses: %w", file, err)
	}
	return e.Write()
}

// Known reads a file of known findings.
func Known(file string) ([]verdict.Known, error) {
	raw, err := read(file, "", schema.Known)
	if err != nil {
		return nil, fmt.Errorf("de kendte fund %w", err)
	}
	var out []verdict.Known
	if err := json.Unmarshal(raw, &out); err != nil {
		return nil, fmt.Errorf("de kendte fund i %s kan ikke læses: %w", file, err)
	}
	return out, nil
}

// Criteria reads a vendor's declaration, criterion by criterion.
func Criteria(file string) (verdict.Criteria, error) {
	raw, err := read(file, "", schema.Criteria)
	if err != nil {
		return verdict.Criteria{}, fmt.Errorf("klarmeldingen %w", err)
	}
	c, err := verdict.ParseCriteria(raw)
	if err != nil {
		return c, fmt.Errorf("klarmeldingen i %s: %w", file, err)
	}
	return c, nil
}

// Meanwhile reads how the municipality manages until what is amiss is mended.
func Meanwhile(file string) ([]verdict.Meanwhile, error) {
	raw, err := read(file, "", schema.Meanwhile)
	if err != nil {
		return nil, fmt.Errorf("det, kommunen gør imens, %w", err)
	}
	out, err := verdict.ParseMeanwhile(raw)
	if err != nil {
		return nil, fmt.Errorf("det, kommunen gør imens, i %s: %w", file, err)
	}
	return out, nil
}

// Decision reads what a reviewer has decided of a report. CPR numbers in it are
// masked: it stands in every form.
func Decision(file string) (verdict.Decision, error) {
	raw, err := read(file, "", schema.Decision)
	if err != nil {
		return verdict.Decision{}, fmt.Errorf("afgørelsen %w", err)
	}
	var out verdict.Decision
	if err := json.Unmarshal([]byte(privacy.Mask(string(raw))), &out); err != nil {
		return out, fmt.Errorf("afgørelsen i %s kan ikke læses: %w", file, err)
	}
	return out, nil
}

// Citizens reads how a municipality shows cases to citizens on borger.dk; our neutral
// choice when file is "".
func Citizens(file string) (verdict.CitizenSettings, error) {
	var s verdict.CitizenSettings
	raw, err := read(file, "borgerblik.json", schema.Citizens)
	if err != nil {
		return s, fmt.Errorf("kommunens valg i Borgerblikket: %w", err)
	}
	if err := json.Unmarshal(raw, &s); err != nil {
		return s, fmt.Errorf("kommunens valg i Borgerblikket (%s) kan ikke læses: %w", file, err)
	}
	return s, nil
}

// Priorities reads a municipality's priorities.
func Priorities(file string) (verdict.Priorities, error) {
	var p verdict.Priorities
	raw, err := read(file, "", schema.Priorities)
	if err != nil {
		return p, fmt.Errorf("prioriteterne %w", err)
	}
	if err := json.Unmarshal(raw, &p); err != nil {
		return p, fmt.Errorf("prioriteterne i %s kan ikke læses: %w", file, err)
	}
	return p, nil
}

// Vendor reads the profile of a simulated vendor by its name.
func Vendor(name string) ([]byte, error) {
	raw, err := read("", path.Join("vendors", name+".json"), schema.Vendor)
	if err != nil {
		return nil, fmt.Errorf("profilen af den simulerede leverandør %q %w", name, err)
	}
	return raw, nil
}

// Variants are the systems that do one thing otherwise than the reference system: those
// that may, and then those that do something wrong.
func Variants() ([]simulated.Variant, error) { return variants(false) }

// SecuredVariants are those that do something wrong of OIO IDWS, which shows only where
// messages are secured.
func SecuredVariants() ([]simulated.Variant, error) { return variants(true) }

func variants(secured bool) ([]simulated.Variant, error) {
	var out []simulated.Variant
	for _, name := range fixtures.Names("variants") {
		raw, err := read("", path.Join("variants", name+".json"), schema.Variants)
		if err != nil {
			return nil, fmt.Errorf("varianterne %w", err)
		}
		some, err := simulated.ParseVariants(raw)
		if err != nil {
			return nil, err
		}
		out = append(out, slices.DeleteFunc(some, func(v simulated.Variant) bool { return v.Secured != secured })...)
	}
	return out, nil
}

// Neighbour is the profile of the other system in the municipality, which
// klarmeld plays itself.
func Neighbour() ([]byte, error) { return read("", "nabo.json", schema.Vendor) }

// read takes the user's file and holds it against the schema of its kind, or takes the
// embedded one when file is "". A test holds those against theirs.
func read(file, builtin, kind string) ([]byte, error) {
	if file == "" {
		raw, err := fixtures.Files.ReadFile(builtin)
		if err != nil {
			return nil, fmt.Errorf("%s kan ikke læses: %w", builtin, err)
		}
		return raw, nil
	}
	raw, err := foreign.ReadNamed(file, foreign.Medium)
	if err == nil {
		raw, err = textfile.Text(raw)
	}
	if err != nil {
		return nil, fmt.Errorf("%s kan ikke læses: %w", file, err)
	}
	if err := schema.Validate(kind, raw); err != nil {
		return nil, fmt.Errorf("%s %w", file, err)
	}
	return raw, nil
}
