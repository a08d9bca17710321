package stage_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"klarmeld/internal/recording"
	"klarmeld/internal/simulated"
	"klarmeld/internal/stage"
	"klarmeld/internal/trial"
	"klarmeld/internal/verdict"
)

// cutTo cuts a recording off after a line, as a kill does.
func cutTo(t *testing.T, dir string, lines int) {
	t.Helper()
	index := filepath.Join(dir, recording.IndexFile)
	raw, err := os.ReadFile(index)
	if err != nil {
		t.Fatal(err)
	}
	all := bytes.SplitAfter(raw, []byte("\n"))
	if err := os.WriteFile(index, bytes.Join(all[:lines], nil), 0o600); err != nil {
		t.Fatal(err)
	}
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		n := 0
		if _, err := fmt.Sscanf(f.Name(), "%d-", &n); err == nil && n > lines {
			if err := os.Remove(filepath.Join(dir, f.Name())); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// numberless is a result without the numbers of its exchanges, which say nothing when
// the run was cut off.
func numberless(r verdict.SystemResult) verdict.SystemResult {
	for _, c := range r.Capabilities {
		for i := range c.Scenarios {
			s := &c.Scenarios[i]
			s.Exchanges = nil
			for j := range s.Findings {
				s.Findings[j].Exchange, s.Findings[j].File = 0, ""
			}
		}
	}
	return r
}

// said are all messages of a recording, byte for byte.
func said(entries []recording.Entry) string {
	text := ""
	for _, e := range entries {
		if e.Kind == recording.KindExchange {
			text += string(e.Exchange.Sender) + " " + e.Exchange.Path + "\n" + string(e.Exchange.Request) + "\n"
		}
	}
	return text
}

// inTime claims that the last change came in time.
var inTime = script{claim: func(s *trial.Scene) error {
	took, limit := s.Delay()
	return s.Claim(took <= limit, trial.RuleLate, "Det kom for sent.", limit.String(), took.String())
}}

// late is a system with something to find: it sends late.
func late(t *testing.T) stage.Subject {
	sub := reference(t)
	sub.Simulated.Deviations = []simulated.Flaw{simulated.SendsLate}
	sub.Nonce = "00112233445566778899aabbccddeeff"
	return sub
}

// TestGoesOnFromEveryLine: wherever the run of a simulated system is cut off, it goes on
// to the result of an undisturbed run, and everybody sends what they would have sent.
func TestGoesOnFromEveryLine(t *testing.T) {
	s := setting(t)
	s.Dir = t.TempDir()
	want := numberless(play(t, s, late(t), inTime))
	whole := recorded(t, s.Dir, "fagsystem")
	if n := len(want.Findings()); n == 0 {
		t.Fatal("nothing was found")
	}
	undisturbed := filepath.Join(s.Dir, "fagsystem", recording.Subfolder)
	for lines := range whole {
		s := setting(t)
		s.Dir = t.TempDir()
		dir := filepath.Join(s.Dir, "fagsystem", recording.Subfolder)
		if err := os.CopyFS(dir, os.DirFS(undisturbed)); err != nil {
			t.Fatal(err)
		}
		cutTo(t, dir, lines)
		s.Resume = true
		if got := numberless(play(t, s, late(t), inTime)); !reflect.DeepEqual(got, want) {
			t.Errorf("cut off after line %d it comes to\n%+v\nand not\n%+v", lines, got.Findings(), want.Findings())
		}
		if got := said(recorded(t, s.Dir, "fagsystem")); got != said(whole) {
			t.Errorf("cut off after line %d something else is sent", lines)
		}
	}
}

// TestAnotherSystemNow: a run does not go on when its system is another than it was: that
// is klarmeld's fault, and is said.
func TestAnotherSystemNow(t *testing.T) {
	s := setting(t)
	s.Dir = t.TempDir()
	play(t, s, late(t), inTime)
	cutTo(t, filepath.Join(s.Dir, "fagsystem", recording.Subfolder), len(recorded(t, s.Dir, "fagsystem"))-2)
	s.Resume = true
	r := play(t, s, reference(t), inTime)
	if r.Verdict != verdict.HarnessFailed {
		t.Errorf("the verdict is %s", r.Verdict)
	}
	if x := r.Capabilities[0].Scenarios[1]; x.Outcome != verdict.HarnessFailure || !strings.Contains(x.Reason, "begynd forfra uden --continue") {
		t.Errorf("%s: %s", x.Outcome, x.Reason)
	}
}
