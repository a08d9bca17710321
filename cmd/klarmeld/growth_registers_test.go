package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"klarmeld/internal/config"
	"klarmeld/internal/recording"
	"klarmeld/internal/services"
	"klarmeld/internal/verdict"
)

// growthOfRegisters is what registers of so many objects cost to read, and to be
// asked.
func growthOfRegisters() []grown {
	const unit, class = "/organisation/organisationenhed/6", "/klasse/6"
	uuids := func(from, to int) string {
		return eachText(to-from, func(i int) string { return "<sd:UUIDIdentifikator>" + aUnit(from+i) + "</sd:UUIDIdentifikator>" })
	}
	all := []grown{
		{"kommune: objects", 1500, townRead(func(n int) string { return townOf(n) })},
		{"kommune: citizens", 4000, townRead(func(n int) string {
			return strings.Replace(townOf(1), `"borgere": [`, `"borgere": [`+each(n, `{"navn": "B %d", "cpr": "0142034567"},`), 1)
		})},
		{"kommune: versions of one object", 500, townRead(func(n int) string {
			return strings.Replace(townOf(1), `"versioner": [`, `"versioner": [`+eachText(n, func(i int) string {
				day := time.Date(1900, 1, 1+i, 0, 0, 0, 0, time.UTC)
				return fmt.Sprintf(`{"fra": "%s", "til": "%s", "noegle": "x", "navn": "y"},`, day.Format(time.RFC3339), day.Add(time.Hour).Format(time.RFC3339))
			}), 1)
		})},
		{"kommune: files", 50, townFiles},
	}
	for _, s := range []struct{ name, path, ns, criterion, system, list string }{
		{"organisation", unit, "http://stoettesystemerne.dk/organisation/organisationenhed/6/", "EnhedNavn", "organisation/organisationsystem",
			"OrganisationEnhedSoegEgenskab"},
		{"klassifikation", class, "http://stoettesystemerne.dk/klassifikation/klasse/6/", "TitelTekst", "klassifikationsystem", "KlasseSoegEgenskab"},
	} {
		system := "http://stoettesystemerne.dk/" + map[bool]string{true: s.system + "/6/", false: "klassifikation/" + s.system + "/6/"}[s.name == "organisation"]
		all = append(all,
			grown{s.name + ": laes of each object", 500, lookingUp(s.path, s.ns, func(n int) []string {
				return eachMessage(n, func(i int) string { return "LaesInput " + uuids(i, i+1) })
			})},
			grown{s.name + ": list of all objects", 1000, lookingUp(s.path, s.ns, func(n int) (out []string) {
				for from := 0; from < n; from += 250 {
					out = append(out, "ListInput "+uuids(from, min(n, from+250)))
				}
				return out
			})},
			grown{s.name + ": a list of too many", 4000, lookingUp(s.path, s.ns, func(n int) []string { return []string{"ListInput " + uuids(0, n)} })},
			grown{s.name + ": soeg among all objects", 4000, lookingUp(s.path, s.ns, func(int) []string {
				return []string{"SoegInput <k:AttributListe><k:Egenskab><sd:BrugervendtNoegleTekst>1*</sd:BrugervendtNoegleTekst></k:Egenskab></k:AttributListe>"}
			})},
			grown{s.name + ": soeg with many criteria", 500, lookingUp(s.path, s.ns, func(n int) []string {
				return []string{"SoegInput <k:AttributListe><k:Egenskab>" + repeat(n, "<sd:BrugervendtNoegleTekst>*</sd:BrugervendtNoegleTekst>") +
					"</k:Egenskab></k:AttributListe>"}
			})},
			grown{s.name + ": all pages of all objects", 2000, lookingUp(s.path, s.ns, func(n int) []string {
				return eachMessage(n/500+1, func(i int) string {
					return fmt.Sprintf("SoegInput <sd:FoersteResultatReference>%d</sd:FoersteResultatReference>", 500*i)
				})
			})},
			grown{s.name + ": fremsoegobjekthierarki", 4000,
				lookingUp("/"+s.system+"/6", system, func(int) []string { return []string{"FremsoegObjekthierarkiInput <k:" + s.list + "/>"} })},
			grown{s.name + ": all pages of fremsoegobjekthierarki", 1000, lookingUp("/"+s.system+"/6", system, func(n int) []string {
				return eachMessage(n/500+1, func(i int) string {
					return fmt.Sprintf("FremsoegObjekthierarkiInput <sd:FoersteResultatReference>%d</sd:FoersteResultatReference>", 500*i)
				})
			})})
	}
	return all
}

// townRead is check of a message by registers of so many objects. They are read to
// the end: the unit that the message names is the last, and is found.
func townRead(of func(n int) string) func(testing.TB, int) func() {
	return func(t testing.TB, n int) func() {
		dir := t.TempDir()
		town, message := filepath.Join(dir, "k.json"), filepath.Join(dir, "m.xml")
		last := `{"art": "OrganisationEnhed", "uuid": "` + theUnit + `", "versioner": [{"fra": "2007-01-01T00:00:00+01:00", "noegle": "sidst", "navn": "Sidst"}]}]}`
		text := strings.TrimSuffix(of(n), "]}") + "," + last
		for name, text := range map[string]string{town: text, message: god()} {
			if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		return readsTown(t, message, "--kommune", town)
	}
}

// theUnit is the unit that the import names as responsible.
const theUnit = "5f05dea9-cfa4-51ca-983b-17aaddebf136"

// readsTown checks the message and demands that just the unit is found.
func readsTown(t testing.TB, args ...string) func() {
	return func() {
		code, said := program(append([]string{"check", "--json", "--registre"}, args...)...)
		if code != 20 || strings.Contains(said, theUnit) || !strings.Contains(said, "9ec4f763-92a6-5e40-90ea-635d9f7642f3") {
			t.Fatalf("exit code %d: %.1000s", code, said)
		}
	}
}

// townFiles are registers in so many files.
func townFiles(t testing.TB, n int) func() {
	dir, message := t.TempDir(), filepath.Join(t.TempDir(), "m.xml")
	for i := range n {
		text := fmt.Sprintf(`{"objekter": [{"art": "OrganisationEnhed", "uuid": "%s", "versioner": [{"fra": "2007-01-01T00:00:00+01:00", "noegle": "%d", "navn": `+
			`"Enhed"}]}]}`, aUnit(i+1), i)
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%06d.json", i)), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for name, text := range map[string]string{filepath.Join(dir, "z.json"): strings.Replace(townOf(1), aUnit(0), theUnit, 2), message: god()} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return readsTown(t, message, "--fixtures", dir)
}

// lookingUp sends messages to a service over registers with so many units and as
// many classes, of which the IT system is the last object of all. Each message is
// its element's name and what is in it.
func lookingUp(path, ns string, of func(n int) []string) func(testing.TB, int) func() {
	return func(t testing.TB, n int) func() {
		file := filepath.Join(t.TempDir(), "k.json")
		if err := os.WriteFile(file, []byte(bothRegisters(n, strings.Contains(path, "klas"))), 0o600); err != nil {
			t.Fatal(err)
		}
		ground, err := groundOf(file, "")
		if err != nil {
			t.Fatal(err)
		}
		now := danishNow()
		open, _, err := services.Open(ground, recording.Run{System: "growth"}, recording.NewStream(now, recording.Discard{}), now)
		if err != nil {
			t.Fatal(err)
		}
		messages := of(n)
		return func() {
			for _, m := range messages {
				name, in, _ := strings.Cut(m, " ")
				body := fmt.Sprintf(`<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body>`+
					`<k:%s xmlns:k="%s" xmlns:sd="urn:oio:sagdok:3.0.0">%s</k:%[1]s></e:Body></e:Envelope>`, name, ns, in)
				w, r := httptest.NewRecorder(), httptest.NewRequest(http.MethodPost, path, strings.NewReader(body))
				r.Header.Set("Content-Type", "text/xml")
				if open.ServeHTTP(w, r); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "StatusKode>") {
					t.Fatalf("HTTP %d: %.1000s", w.Code, w.Body.String())
				}
			}
		}
	}
}

func aUnit(n int) string { return fmt.Sprintf("ce7360bf-0bf9-5515-95ef-%012x", n) }

// bothRegisters is a municipality with n units, or n classes, and one IT system
// behind them.
func bothRegisters(n int, classes bool) string {
	text := townOf(n)
	if classes {
		text = strings.NewReplacer(`"art": "OrganisationEnhed"`, `"art": "Klasse"`, `"Overordnet"`, `"OverordnetKlasse"`).Replace(text)
	}
	return strings.TrimSuffix(text, "]}") +
		`,{"art": "ItSystem", "uuid": "ffffffff-0bf9-5515-95ef-000000000001", "versioner": [{"fra": "2007-01-01T00:00:00+01:00", "noegle": "it", "navn": "It"}]}]}`
}

// growthOfKnown is what accepted findings cost, and a recording that is judged
// with them.
func growthOfKnown() []grown {
	return []grown{
		{"known: as many as findings, in every form", 250, knownFormed},
		{"known: on the console", 4000, knownShown},
		{"known: the file", 1000, func(t testing.TB, n int) func() {
			file := knownFile(t, n)
			return func() {
				if all, err := config.Known(file); err != nil || len(all) != n {
					t.Fatal(len(all), err)
				}
			}
		}},
		{"known: a run with them, judged again", 1000, knownReplayed},
	}
}

// knownOf are n accepted findings, each of a rule of its own, the last first.
func knownOf(n int) []verdict.Known {
	var out []verdict.Known
	for i := range n {
		out = append(out, verdict.Known{Rule: fmt.Sprintf("x.y%d", n-1-i), Reason: "aftalt", Until: "2999-12-31"})
	}
	return out
}

func knownFile(t testing.TB, n int) string {
	raw, err := json.Marshal(knownOf(n))
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "kendte.json")
	if err := os.WriteFile(file, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func knownFormed(t testing.TB, n int) func() {
	r := withFindings(n)
	r.Known, r.Begun = knownOf(n), time.Date(2026, 11, 28, 4, 0, 0, 0, time.UTC).Format(time.RFC3339)
	if a := r.Acceptance(); len(a.Known) != n {
		t.Fatalf("%d of %d are accepted", len(a.Known), n)
	}
	return forming(t, r)
}

func knownShown(t testing.TB, n int) func() {
	r := withFindings(n)
	r.Known, r.Begun = knownOf(n), time.Date(2026, 11, 28, 4, 0, 0, 0, time.UTC).Format(time.RFC3339)
	return shownKnown(t, r)
}

// knownReplayed judges a run again that was made with them.
func knownReplayed(t testing.TB, n int) func() {
	out := filepath.Join(t.TempDir(), "ud")
	if code, said := program("run", "--system", "momentum-2020", "--only", "journalnotat-01", "--kendte", knownFile(t, n), "--out", out); code != 20 {
		t.Fatalf("exit code %d: %.1000s", code, said)
	}
	return func() {
		if code, said := program("replay", filepath.Join(out, "momentum-2020"), "--json"); code != 20 || !strings.Contains(said, "aftalt") {
			t.Fatalf("exit code %d: %.1000s", code, said)
		}
	}
}
