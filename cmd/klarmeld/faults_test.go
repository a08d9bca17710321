package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"klarmeld/internal/verdict"
)

// faultsKey names the folder with small inputs that went wrong once. They are not the
// repository's: without them the kinds are tested by messages of our own only.
const faultsKey = "KLARMELD_FAULTS"

// faults are the inputs, and all that is worse than information that is right to say of
// each. A name that ends in "®" is held against the registers.
var faults = map[string]string{
	"regler/cpr-lost-zero.xml":                "sag.sagspart.primaer-part.referenceid",
	"regler/ok-ansv-empty-bn.xml":             "",
	"regler/ok-s-bruger-urn.xml":              "",
	"regler/ok-s-kass-uuid.xml":               "",
	"regler/ok-s-klasse-urn-Opgaveklasse.xml": "",
	"regler/ok-s-status-empty.xml":            "",
	"regler/sag-138-nozone.xml":               "sag.sagspart.sekundaer-part.virkning.tiltidspunkt",
	"regler/sag-164-ws.xml":                   "vaerdi.blanktegn",
	"regler/sag-170-urn.xml":                  "relation.rolle",
	"regler/sag-292-self.xml":                 "relation.sig-selv",
	"regler/sag-319-missing.xml":              "sag.sagsgenstande.afgiftsobjekt.referenceid",
	"regler/sag-58-date.xml":                  "kontrakt.value sag.sagsaktoer.ansvarlig.virkning.tiltidspunkt",
	"regler/sag-68-two-users-same-key.xml":    "relation.noegle-delt",
	"regler/sag-70-two.xml":                   "sag.sagsaktoer.primaer-behandler.forekomst",
	"regler/sag-75-partstype.xml":             "sag.sagsaktoer.andre-behandlere.type",
	"regler/sag-95-itsys-bad.xml":             "sag.sagsaktoer.udlaant-til.virkning.aktoerref",
	"regler/sag-97-lf.xml":                    "",
	"regler/x-afg-opstaaet.xml":               "",
	"regler/x-bopael-same.xml":                "sag.sagsaktoer.bopaelskommune.ejeren!",
	"regler/x-cpr-hyphen.xml":                 "sag.sagspart.primaer-part.referenceid",
	"regler/x-cvr-9.xml":                      "sag.sagspart.primaer-part.referenceid",
	"regler/x-d-ansv-kommune.xml®":            "aktoer.ansvarlig-myndighed",
	"regler/x-d-tilst-gap.xml":                "ob1.til-enhver-tid",
	"regler/x-eg-ends.xml":                    "ob1.til-enhver-tid",
	"regler/x-ejer-cvr-mismatch.xml":          "relation.reference-og-udvidelse",
	"regler/x-ejer-late.xml":                  "ob1.til-enhver-tid",
	"regler/x-ejer-type-person.xml":           "sag.sagsaktoer.ejer.type",
	"regler/x-handl-kle.xml®":                 "sag.sagsklasse.handlingsklasse.emnenummer",
	"regler/x-jp-note-notitle.xml":            "sag.journalpost.tilakteret.titel",
	"regler/x-jp-off-both-dok.xml":            "sag.journalpost.undtaget-to-gange",
	"regler/x-kle-g01.xml®":                   "klasse.uuid-og-nummer",
	"regler/x-note-102401.xml":                "sag.journalpost.journalnotat.notat",
	"regler/x-opd-novirk.xml":                 "sag.egenskaber.virkning.fratidspunkt",
	"regler/x-sik-kommune.xml":                "sikkerhedsprofil.myndighed!",
	"regler/x-soegeord.xml":                   "klasse.soegeord!",

	"regler/conv/bad-ejer-late":               "ob1.til-enhver-tid",
	"regler/conv/bad-kasser-ejer":             "am-03.obligatorisk",
	"regler/conv/bad-kasser-tilstand":         "am-03.obligatorisk",
	"regler/conv/fp-urn-user-not-in-fk®":      "",
	"regler/conv/mix-actors-one-registration": "registrering.en-bruger!",
	"regler/conv/ok-ejer-first-new-then-end":  "",
	"regler/conv/ok-other-registers":          "",
	"regler/conv/sev-urn-reads®":              "reference.bruger-skal-have-uuid",
}

// TestFaults: each input gets its right value, and none has been added that this does not
// know. A rule that is a remark stands with a "!".
func TestFaults(t *testing.T) {
	t.Parallel()
	folder := os.Getenv(faultsKey)
	if folder == "" {
		t.Skip("skipped: the inputs that went wrong are not given")
	}
	left := len(faults)
	for _, pattern := range []string{"regler/*.xml", "regler/conv/*"} {
		found, err := filepath.Glob(filepath.Join(folder, pattern))
		if err != nil || len(found) == 0 {
			t.Fatalf("%s: %v", pattern, err)
		}
		for _, f := range found {
			name, err := filepath.Rel(folder, f)
			if err != nil {
				t.Fatal(err)
			}
			name = filepath.ToSlash(name)
			right, alone := faults[name]
			if !alone {
				name += "®"
				right = faults[name]
			}
			if _, known := faults[name]; !known {
				t.Errorf("nobody has said what is right for %s", name)
			} else if got := toldOf(t, f, !alone); got != right {
				t.Errorf("%s: told is %q, want %q", name, got, right)
			}
			left--
		}
	}
	if left > 0 {
		t.Errorf("%d of the inputs are not there", left)
	}
}

// toldOf are the rules by which something is wrong in a message, or a conversation.
func toldOf(t *testing.T, file string, registers bool) string {
	t.Helper()
	args := []string{"check", "--json"}
	if registers {
		args = append(args, "--registre")
	}
	if s, err := os.Stat(file); err == nil && s.IsDir() {
		args = append(args, "--samtale")
	}
	code, said := program(append(args, file)...)
	var r struct{ Findings []verdict.Finding }
	if err := json.Unmarshal([]byte(said), &r); err != nil {
		t.Fatalf("%s: %d %v: %s", file, code, err, said)
	}
	var rules []string
	for _, f := range r.Findings {
		switch f.Outcome {
		case verdict.Information:
		case verdict.Remark:
			rules = append(rules, f.Rule+"!")
		default:
			rules = append(rules, f.Rule)
		}
	}
	slices.Sort(rules)
	return strings.Join(slices.Compact(rules), " ")
}
