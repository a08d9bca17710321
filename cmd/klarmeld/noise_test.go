package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"klarmeld/internal/action"
	"klarmeld/internal/simulated"
	"klarmeld/internal/stage"
	"klarmeld/internal/trial"
	"klarmeld/internal/verdict"
)

var noises = flag.Int("noises", 2, "how many systems that cannot be quiet are played")

// crowd is everybody else who uses a system while it is tried: other users and nightly
// jobs. What they do comes before, after and between what the scenarios ask for, in the
// same windows.
type crowd struct {
	system *simulated.System
	random *rand.Rand
	held   bool     // the connection is down: what is held back is not deleted meanwhile
	done   int      // what they have done, all in all
	sager  []string // our names for their cases
	last   action.Request
	dokumenter,
	onSag []string
}

func (c *crowd) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	raw, err := io.ReadAll(r.Body)
	var a action.Request
	if err != nil || json.Unmarshal(raw, &a) != nil {
		http.Error(w, "kan ikke læses", http.StatusBadRequest)
		return
	}
	// In the others units and classes come and go, and one that has gone is wrong.
	if a.Kind == action.OpretSag && (strings.HasPrefix(a.ID, "sag") || strings.HasPrefix(a.ID, "journalnotat") || strings.HasPrefix(a.ID, "dokument")) {
		c.last = a
	}
	c.bustle()
	c.held = a.Kind == action.HoldTilbage || c.held && a.Kind != action.SendSamlet
	r.Body = io.NopCloser(bytes.NewReader(raw))
	c.system.ServeHTTP(w, r)
	if a.Kind == action.FjernAlt {
		c.sager, c.dokumenter, c.onSag = nil, nil, nil
	}
	c.bustle()
}

// bustle lets them do up to three things.
func (c *crowd) bustle() {
	for range c.random.IntN(4) {
		c.something()
	}
}

var (
	otherCitizens = []action.Borger{{Navn: "Karen Bech", CPR: "0123456001"}, {Navn: "Tage Holm", CPR: "0123456002"}, {Navn: "Signe Krogh", CPR: "0123456003"},
		{Navn: "Nogen Helt Anden", CPR: "0223456004"}}
	otherTitles  = []string{"Borgermappe", "Natlig kørsel", "Boligstøtte", "Flytning", "Telefonsamtale"}
	otherUnits   = []string{"Ydelseskontoret", "Jobcenter Korsbæk", "Borgerservice", "Handicap og Psykiatri"}
	otherNumbers = []string{"32.24.04", "00.01.00", "27.45.04"}
)

func pick[T any](r *rand.Rand, from []T) T { return from[r.IntN(len(from))] }

// something is one thing that they do. What cannot be done, since the case is gone, is
// not done.
func (c *crowd) something() {
	c.done++
	a := action.Request{ID: fmt.Sprintf("andre/%d", c.done)}
	citizen := pick(c.random, otherCitizens)
	kinds := []action.Kind{action.OpretSag, action.OverfoerPassivSag, action.LaesOrganisation}
	if len(c.sager) > 0 {
		a.Sag = pick(c.random, c.sager)
		kinds = append(kinds, action.RetSagstitel, action.LukSag, action.SkiftEnhed, action.TilfoejPart, action.OpretJournalnotat, action.TilfoejDokument,
			action.SkiftFoelsomhed)
	}
	if len(c.dokumenter) > 0 && !c.held {
		kinds = append(kinds, action.SkiftDokumenttilstand, action.SletDokument)
	}
	a.Kind = pick(c.random, kinds)
	switch a.Kind {
	case action.OpretSag, action.OverfoerPassivSag:
		a.Sag = fmt.Sprintf("andre/sag-%d", c.done)
		a.Data = action.Data{Titel: pick(c.random, otherTitles), Borger: &citizen, Enhed: pick(c.random, otherUnits), Sagsbehandler: "Jens Hagen",
			KLE: pick(c.random, otherNumbers), Handlingsfacet: "G01", Oprettet: "2019-01-01", Afsluttet: "2020-01-01"}
		if c.random.IntN(2) == 0 && c.last.Kind != "" && c.last.Data.Borger != nil {
			a.Data = c.resembling(a.Data)
		}
		if a.Kind == action.OpretSag {
			a.Data.Oprettet, a.Data.Afsluttet = "", ""
		}
	case action.RetSagstitel:
		a.Data.Titel = fmt.Sprintf("%s %d", pick(c.random, otherTitles), c.done)
	case action.SkiftEnhed:
		a.Data.Enhed = pick(c.random, otherUnits)
	case action.TilfoejPart:
		a.Data.Borger = &citizen
	case action.OpretJournalnotat:
		a.Data.Titel, a.Data.Tekst = pick(c.random, otherTitles), "Skrevet af en anden."
	case action.SkiftFoelsomhed:
		a.Data.Foelsomhed = "FORTROLIGE_PERSONOPLYSNINGER"
	case action.TilfoejDokument:
		a.Dokument = fmt.Sprintf("andre/dokument-%d", c.done)
		a.Data = action.Data{Titel: pick(c.random, otherTitles), Dokumenttype: "Andet", Tilstand: "Underudarbejdelse"}
	case action.SkiftDokumenttilstand, action.SletDokument:
		i := c.random.IntN(len(c.dokumenter))
		a.Dokument, a.Sag, a.Data.Tilstand = c.dokumenter[i], c.onSag[i], "Endeligt"
	}
	if c.system.Do(a).Status != action.Done {
		return
	}
	switch a.Kind {
	case action.OpretSag, action.OverfoerPassivSag:
		c.sager = append(c.sager, a.Sag)
	case action.SletDokument:
		i := slices.Index(c.dokumenter, a.Dokument)
		c.dokumenter, c.onSag = slices.Delete(c.dokumenter, i, i+1), slices.Delete(c.onSag, i, i+1)
	case action.TilfoejDokument:
		c.dokumenter, c.onSag = append(c.dokumenter, a.Dokument), append(c.onSag, a.Sag)
	}
}

// resembling is a case like the scenario's own newest in all but one thing.
func (c *crowd) resembling(other action.Data) action.Data {
	d := c.last.Data
	switch c.random.IntN(2) {
	case 0:
		d.Titel = other.Titel
	default:
		d.Borger = &otherCitizens[3]
	}
	d.Oprettet, d.Afsluttet = other.Oprettet, other.Afsluttet
	return d
}

// noisy is a system in which others work all the time.
func noisy(p simulated.Profile, seed int) (stage.Subject, func() int) {
	others := &crowd{random: rand.New(rand.NewPCG(uint64(seed), 18))}
	sub := simulatedSubject(p)
	sub.Between = func(system http.Handler) http.Handler {
		others.system = system.(*simulated.System)
		return others
	}
	return sub, func() int { return others.done }
}

// TestNoisySystem: a system in which others work all the time is judged as when it is
// quiet, whatever they do and whenever; what they did is told, and is no fault.
func TestNoisySystem(t *testing.T) {
	t.Parallel()
	town := smallTown(t)
	for seed := range *noises {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			sub, done := noisy(profile(t, "reference"), seed)
			r := tried(t, runOptions{municipality: town}, sub, clock)
			if r.Verdict != verdict.Approved {
				t.Errorf("%s", r.Verdict)
			}
			told := 0
			for _, c := range r.Capabilities {
				for _, s := range c.Scenarios {
					for _, f := range s.Findings {
						if f.Rule == trial.RuleUnasked.ID || f.Rule == trial.RulePassed.ID {
							told++
						} else if f.Outcome != verdict.Information {
							t.Errorf("%s: %s %s: %s (expected %s, was %s)", s.ID, f.Outcome, f.Rule, f.Message, f.Expected, f.Actual)
						}
					}
				}
			}
			if done() < 100 || told < 20 {
				t.Errorf("others did %d things, and %d scenarios tell of it", done(), told)
			}
		})
	}
}

// TestNoisyTable: the systems of the published table come to the same verdict when others
// work in them all the time, and to the same in each column, but for what is wrong with
// the messages of those others: it counts where they come.
func TestNoisyTable(t *testing.T) {
	t.Parallel()
	town := smallTown(t)
	for seed, name := range []string{"fasit-2020", "momentum-2020"} {
		quiet := played(t, runOptions{municipality: town}, profile(t, name))
		sub, done := noisy(profile(t, name), seed)
		r := tried(t, runOptions{municipality: town}, sub, clock)
		for i, c := range r.Capabilities {
			theirs := slices.ContainsFunc(c.Findings(), func(f verdict.Finding) bool { return f.Rule == "klasse.uuid-og-nummer" })
			if was := quiet.Capabilities[i]; c.Outcome != was.Outcome && !theirs {
				t.Errorf("%s: %s is %s, and %s when it is quiet", name, c.ID, c.Outcome, was.Outcome)
			}
		}
		if r.Verdict != quiet.Verdict || done() < 50 {
			t.Errorf("%s, while others do %d things: %s\nquiet: %s", name, done(), outcomes(r), outcomes(quiet))
		}
	}
}

// TestNoiseHidesNothing: what a system does wrong is found where it is found when it is
// quiet. What others do in it may be hit by it too, and so other columns may.
func TestNoiseHidesNothing(t *testing.T) {
	t.Parallel()
	town := smallTown(t)
	for i, c := range switches {
		// The one removes all when it has nothing to name, and others have given it something.
		if i%10 != 0 && *noises < len(switches) || c.deviation == simulated.EmptySearchRemovesAll {
			continue
		}
		t.Run(string(c.deviation), func(t *testing.T) {
			t.Parallel()
			p := profile(t, "reference")
			p.Deviations = []simulated.Flaw{c.deviation}
			sub, _ := noisy(p, i)
			r := tried(t, runOptions{municipality: town}, sub, clock)
			found := slices.ContainsFunc(scenario(r, c.scenario).Findings, func(f verdict.Finding) bool {
				// Of what is held back the last change may be another's: then none is seen.
				return f.Rule == c.rule || c.deviation == simulated.MergesChanges && f.Outcome == verdict.NotObserved
			})
			if r.Verdict != verdict.NotApproved || !found {
				t.Errorf("%s: %s in %s: %t", r.Verdict, c.rule, c.scenario, found)
			}
		})
	}
}

// TestNoisyReplay: the recording of a noisy run comes to the same report.
func TestNoisyReplay(t *testing.T) {
	t.Parallel()
	o := runOptions{municipality: smallTown(t), out: t.TempDir()}
	sub, _ := noisy(profile(t, "reference"), 7)
	written(t, o, verdict.RunResult{Systems: []verdict.SystemResult{tried(t, o, sub, clock)}})
	folder := filepath.Join(o.out, sub.Name)
	want, err := os.ReadFile(filepath.Join(folder, "rapport.json"))
	if err != nil {
		t.Fatal(err)
	}
	if code, got := program("replay", "--json", folder); code != 0 || got != string(want) {
		t.Errorf("exit code %d; the reports differ: %d and %d bytes", code, len(got), len(want))
	}
}
