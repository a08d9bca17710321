package anvisning_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/beevik/etree"

	"klarmeld/internal/anvisning"
	"klarmeld/internal/contract"
	"klarmeld/internal/municipality"
	"klarmeld/internal/municipality/municipalitytest"
	"klarmeld/internal/oio"
)

// TestCatalogue: IDs are readable and unique, and every row says what it is.
func TestCatalogue(t *testing.T) {
	id := regexp.MustCompile(`^[a-z0-9.-]+$`)
	seen := map[string]bool{}
	check := func(name, source string) {
		if !id.MatchString(name) {
			t.Errorf("the ID %q cannot be typed", name)
		}
		if seen[name] {
			t.Errorf("the ID %q is used twice", name)
		}
		if seen[name] = true; source == "" {
			t.Errorf("%s has no source", name)
		}
	}
	for _, r := range anvisning.Rules() {
		check(r.ID, r.Source())
		if r.Section == "" || r.Path == "" || r.What == "" || r.Obligation == 0 {
			t.Errorf("%s is incomplete: %+v", r.ID, r)
		}
		if r.Obligation != anvisning.Absent && r.Example == "" && len(r.Format.Good) == 0 {
			t.Errorf("%s shows nobody how to keep it", r.ID)
		}
		if (r.Obligation == anvisning.OB4) != (r.If != nil) {
			t.Errorf("%s: OB4 and only OB4 has a condition", r.ID)
		}
	}
	for _, o := range anvisning.Occurrences() {
		check(o.ID, o.Source())
	}
	for _, n := range anvisning.NamedRules() {
		check(n.ID, n.Source)
	}
	for _, r := range anvisning.Rules() {
		if r.TriedBy != "" && !strings.HasPrefix(r.TriedBy, "kontrakt.") && !seen[r.TriedBy] {
			t.Errorf("%s is tried by %s, which nobody knows", r.ID, r.TriedBy)
		}
	}
	if n := len(anvisning.Rules()); n < 671 {
		t.Errorf("%d rows: some have been lost", n)
	}
}

// TestRelationClasses: every role and type of the catalogue is a relation class
// of our own list, so that a message can be made that keeps the row.
func TestRelationClasses(t *testing.T) {
	roles, _ := municipalitytest.Roles(t)
	for _, r := range anvisning.Rules() {
		if r.Rolle == "" || r.Rolle == anvisning.UnknownRole {
			continue
		}
		if _, ok := roles.ByName(string(r.Objekt), r.Del, municipality.ArtRolle, r.Rolle); !ok {
			t.Errorf("%s: no class for the role", r.ID)
		}
		for _, name := range r.Format.Types() {
			if _, ok := roles.ByName(string(r.Objekt), r.Del, municipality.ArtType, name); !ok {
				t.Errorf("%s: no class for the type %s", r.ID, name)
			}
		}
	}
}

// TestContractTriesWhatVersion6LacksOnly: the rows that leave their trial to
// the contract name elements that it refuses, by the code that they say; all
// others name elements that it has.
func TestContractTriesWhatVersion6LacksOnly(t *testing.T) {
	for _, r := range anvisning.Rules() {
		steps := strings.Split(r.Path, "/")
		if steps[0] != "LokalUdvidelseListe" {
			continue
		}
		root := etree.NewElement(steps[1])
		root.CreateAttr("xmlns", map[oio.ObjektType]string{oio.Sag: oio.NSSagIndeks, oio.Dokument: oio.NSDokumentIndeks}[r.Objekt])
		root.CreateElement(steps[2])
		code := ""
		for _, v := range contract.Check(root) {
			if v.Element != root && (v.Code == "unexpected" || v.Code == "unknown-root") {
				code = "kontrakt." + v.Code
			}
			if v.Element == root {
				t.Errorf("%s: the contract does not know %s: %s", r.ID, steps[1], v.Message)
			}
		}
		if code != r.TriedBy {
			t.Errorf("%s: the contract says %q of %s, the row %q", r.ID, code, steps[2], r.TriedBy)
		}
	}
}

// TestExamples: an example that its own row takes is a value, and may be put
// into a message; one that it does not take says that it only describes one.
func TestExamples(t *testing.T) {
	roles, _ := municipalitytest.Roles(t)
	described := 0
	for _, r := range anvisning.Rules() {
		if r.Example == "" {
			if r.Described {
				t.Errorf("%s describes a value in no words", r.ID)
			}
			continue
		}
		doc := etree.NewDocument()
		if err := doc.ReadFromString("<x>" + r.Example + "</x>"); err != nil {
			t.Errorf("%s: %v", r.ID, err)
			continue
		}
		taken := r.Format.Takes(anvisning.Value{El: doc.Root(), Del: oio.Del{Kind: r.Del}, Rule: &r, Roles: roles})
		// A role's form is a UUIDIdentifikator with whatever in it: which UUID it
		// is, is for the list of relation classes to say (RuleRole).
		if taken == r.Described && !(r.Described && r.Path == "Rolle") {
			t.Errorf("%s takes its own example: %t; that the example describes a value: %t: %s", r.ID, taken, r.Described, r.Example)
		}
		if r.Described {
			described++
		}
	}
	if described < 100 {
		t.Errorf("only %d rows describe a value", described)
	}
}

// TestDescriptionsStayOut: what only describes a value is neither suggested as a
// change of the message nor composed into one.
func TestDescriptionsStayOut(t *testing.T) {
	roles, _ := municipalitytest.Roles(t)
	for _, r := range anvisning.Rules() {
		if content := (anvisning.Composer{Roles: roles}).For(r); r.Described && content == r.Example {
			t.Errorf("%s is composed as %s", r.ID, content)
		}
	}
	doc := etree.NewDocument()
	if err := doc.ReadFromString(`<i:ImporterSagDokumentIndeksInput xmlns:i="` + oio.NSIndeks + `" xmlns:s="` + oio.NSSag +
		`"><i:SagIndeks><s:Registrering/></i:SagIndeks></i:ImporterSagDokumentIndeksInput>`); err != nil {
		t.Fatal(err)
	}
	suggested := map[string]string{}
	for _, o := range oio.ReadObjekter(doc.Root()) {
		for _, d := range anvisning.Check(o, anvisning.Surroundings{Roles: roles}).Deviations {
			suggested[d.Rule] = "none"
			if d.Repair != nil {
				suggested[d.Rule] = d.Repair.Content
			}
		}
	}
	if code, user := suggested["sag.registrering.livscykluskode"], suggested["sag.registrering.brugerref"]; code != "Importeret" || user != "none" {
		t.Errorf("suggested are %q and %q", code, user)
	}
}
