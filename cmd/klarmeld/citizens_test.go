package main

import (
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"klarmeld/internal/recording"
	"klarmeld/internal/simulated"
	"klarmeld/internal/verdict"
	"klarmeld/reports"
)

// wrongs are what is wrong with what the citizens see, each as "scenario kind".
func wrongs(r verdict.SystemResult) []string {
	var out []string
	for _, p := range r.Citizens.Pages {
		for _, c := range p.Cases {
			for _, w := range c.Wrong {
				out = append(out, w.Scenario+" "+string(w.Kind))
			}
		}
	}
	slices.Sort(out)
	return out
}

// TestCitizensOfTheTable: the citizens of a system that does all right see what they
// should; Momentum's miss the passive case, and meet the cases that a note has moved under
// the wrong area; Fasit's miss nothing but what it does not offer.
func TestCitizensOfTheTable(t *testing.T) {
	t.Parallel()
	reference := wholeOf(t, "reference")
	if all := wrongs(reference); len(all) > 0 || len(reference.Citizens.Never) > 0 {
		t.Errorf("the reference system's citizens see wrong: %v", all)
	}
	shown, documents := 0, 0
	for _, p := range reference.Citizens.Pages {
		for _, c := range p.Cases {
			if !reflect.DeepEqual(c.Seen, c.Wanted) {
				t.Errorf("%s, %s: seen %+v, expected %+v", p.Name, c.Scenario, c.Seen, c.Wanted)
			}
			shown++
			documents += len(c.Seen.Documents)
		}
	}
	if len(reference.Citizens.Pages) < 6 || shown < 50 || documents < 4 {
		t.Errorf("%d citizens, %d cases and %d letters are shown", len(reference.Citizens.Pages), shown, documents)
	}

	momentum := wholeOf(t, "momentum-2020")
	all := wrongs(momentum)
	for _, want := range []string{"sag-04 mangler", "journalnotat-06 forkert_omraade", "dokument-01 dokument_mangler", "fjern-01 fjernet"} {
		if !slices.Contains(all, want) {
			t.Errorf("Momentum's citizens see nothing of %q: %v", want, all)
		}
	}
	for _, p := range momentum.Citizens.Pages {
		for _, c := range p.Cases {
			switch c.Scenario {
			case "sag-04":
				if p.Name != "Inger Vang" || c.Seen != nil || c.Wanted == nil || c.Wanted.State != verdict.CaseClosed || c.Wanted.Opened != "2018-03-01" ||
					c.Wanted.Closed != "2019-02-28" || c.Wrong[0].Excuse != verdict.ExcuseNotOffered {
					t.Errorf("the passive case on %s's page: %+v", p.Name, c)
				}
			case "journalnotat-06":
				if p.Name != "Inger Vang" || c.Seen.Area != "Job og uddannelse" || c.Wanted.Area != "Kontanthjælp og andre ydelser" {
					t.Errorf("the moved case on %s's page: %+v", p.Name, c)
				}
			}
		}
	}
	for _, w := range wrongs(wholeOf(t, "fasit-2020")) {
		if !strings.HasSuffix(w, " dokument_mangler") && !strings.HasSuffix(w, " fjernet") {
			t.Errorf("Fasit's citizens see %s", w)
		}
	}
}

// TestWhatNobodyShouldHaveSeen: a system that exposes a case has that first on its page, and
// in its result for whoever writes the first line of a report.
func TestWhatNobodyShouldHaveSeen(t *testing.T) {
	t.Parallel()
	town := smallTown(t)
	for _, c := range []struct {
		deviation simulated.Flaw
		first     string
	}{
		{simulated.LeavesOutVisibility, "Poul Ankersen kan se sagen »Kontrol af udbetaling«, som er skjult for borgeren."},
		{simulated.LeavesOutAccess, "Alle sagsbehandlere kan se sagen »Underretning« (Signe Krogh), som kun enheden »Handicap og Psykiatri« har adgang til."},
		{simulated.ShowsClosedTitle, "Inger Vang kan se titlen »Bekymring for et barn«, som ikke alle må se; den åbne titel er »Personsag«."},
		{simulated.PartAsPrimary, "Poul Ankersen kan se sagen »Hjælp til personlig pleje«, som handler om en anden borger (Karen Bech)."},
		{simulated.InternalAsLetter, "Signe Krogh kan se titlen »Oplæg til rehabiliteringsteamet«, som ikke er et brevs (Internt Notat)."},
		{simulated.KeepsSensitivity,
			"Flere sagsbehandlere end de rette kan se sagen »Sygedagpenge« (Tage Holm): dens følsomhed er »FOELSOMME_PERSONOPLYSNINGER«, ikke »VIP_SAGER«."},
	} {
		t.Run(string(c.deviation), func(t *testing.T) {
			t.Parallel()
			r := switched(t, town, c.deviation)
			if len(r.Citizens.Never) == 0 || r.Citizens.Never[0].Message != c.first {
				t.Fatalf("the first line is %+v", r.Citizens.Never)
			}
			var b strings.Builder
			if err := reports.CitizensHTML(&b, reports.Report{System: r}); err != nil {
				t.Fatal(err)
			}
			_, after, _ := strings.Cut(b.String(), `<main`)
			line := strings.Index(after, c.first)
			if table := strings.Index(after, `<h2 id="borgere">`); line < 0 || line > table {
				t.Errorf("the line stands at %d, the table of citizens at %d", line, table)
			}
		})
	}
}

// TestNoOtherSwitchExposes: what is wrong in another way is not called exposed.
func TestNoOtherSwitchExposes(t *testing.T) {
	t.Parallel()
	town := smallTown(t)
	for _, c := range []struct {
		deviation simulated.Flaw
		want      string // one of what the citizens see; "": nothing is wrong
	}{
		{simulated.NeverCloses, "sag-03 forkert_tilstand"}, {simulated.PassiveWithoutHistory, "sag-04 forkert_forloeb"},
		{simulated.KeepsTitle, "sag-02 forkert_titel"}, {simulated.KeepsOwner, "sag-15 anden_kommune"},
		{simulated.LosesCases, "sag-20 mangler"}, {simulated.NeverFiles, "dokument-01 dokument_mangler"},
		{simulated.KeepsEndedClass, "klassifikation-03 forkert_omraade"}, {simulated.ForgetsCase, "fjern-01 fjernet"},
		{simulated.CutsNote, ""}, {simulated.LetterWithoutDate, ""}, {simulated.ReversesOversag, ""},
	} {
		t.Run(string(c.deviation), func(t *testing.T) {
			t.Parallel()
			r := switched(t, town, c.deviation)
			all := wrongs(r)
			if len(r.Citizens.Never) > 0 || c.want == "" && len(all) > 0 || c.want != "" && !slices.Contains(all, c.want) {
				t.Errorf("never: %v; wrong: %v, want %q", r.Citizens.Never, all, c.want)
			}
		})
	}
}

// TestOldRecordingsHavePages: a recording of before the choice was kept is shown by the
// neutral one, and its report holds.
func TestOldRecordingsHavePages(t *testing.T) {
	t.Parallel()
	_, dir := whole(t)
	old := judgedAgain(t, filepath.Join(dir, "fasit-2020"), func(e *recording.Entry) {
		if e.Run != nil {
			e.Run.Citizens = nil
		}
	})
	now, want := reportOf(t, old), wholeOf(t, "fasit-2020")
	if !slices.Equal(wrongs(now), wrongs(want)) || !reflect.DeepEqual(now.Citizens.Settings, want.Citizens.Settings) {
		t.Errorf("the pages are others: %v by %q", wrongs(now), now.Citizens.Settings.Title)
	}
	if code, said := program("verify", old); code != 0 || strings.Contains(said, "andre valg") {
		t.Errorf("exit code %d: %s", code, said)
	}
}

func reportOf(t *testing.T, folder string) verdict.SystemResult {
	t.Helper()
	r, _, err := reports.ReadReport(folder)
	if err != nil || r.Citizens == nil {
		t.Fatalf("%s: %v; citizens: %v", folder, err, r.Citizens)
	}
	return r
}
