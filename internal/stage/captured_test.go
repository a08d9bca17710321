package stage_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"klarmeld/internal/capture"
	"klarmeld/internal/recording"
	"klarmeld/internal/simulated"
	"klarmeld/internal/stage"
	"klarmeld/internal/trial"
	"klarmeld/internal/verdict"
)

// sent are the messages that a system sent in a run, as they would be captured.
func sent(t *testing.T) []capture.Message {
	t.Helper()
	s := setting(t)
	s.Dir = t.TempDir()
	play(t, s, reference(t), script{})
	var all []capture.Message
	for _, e := range recorded(t, s.Dir, "fagsystem") {
		if e.Kind == recording.KindExchange && e.Exchange.Sender == recording.SenderSystem {
			all = append(all, capture.Message{Name: e.Exchange.RequestFile, Path: e.Exchange.Path, Body: e.Exchange.Request})
		}
	}
	if len(all) < 3 {
		t.Fatalf("%d messages", len(all))
	}
	return all
}

// TestCaptured: captured traffic is judged as one whole, wherever it was sent,
// and a finding names the message as it was named there.
func TestCaptured(t *testing.T) {
	elsewhere := func(all []capture.Message) []capture.Message {
		for i := range all {
			all[i].Path = "/et/andet/sted"
		}
		return all
	}
	captured := sent(t)
	last := func(all []capture.Message) []capture.Message { return all[len(all)-1:] }
	for _, c := range []struct {
		name   string
		change func([]capture.Message) []capture.Message
		files  []string
	}{
		{"as it was sent", func(all []capture.Message) []capture.Message { return all }, nil},
		{"sent elsewhere", elsewhere, nil},
		{"nothing", func([]capture.Message) []capture.Message { return nil }, nil},
		{"an update alone, of what nobody has sent", last, []string{"LAST"}},
		{"no message", func(all []capture.Message) []capture.Message {
			return append(all, capture.Message{Name: "nr. 7", Body: []byte("hej")}, capture.Message{Name: "nr. 8", Path: "/x", Body: []byte("<a><Body/></a>")})
		}, []string{"nr. 7"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			all := c.change(slices.Clone(captured))
			judged, err := stage.Captured(ground(t), capture.Traffic{Messages: all}, "1", "registrene i prøven", trial.Lists{})
			if err != nil {
				t.Fatal(err)
			}
			findings := judged.Findings
			var files []string
			for _, f := range worth(findings) {
				if len(files) == 0 || files[len(files)-1] != f.File {
					files = append(files, f.File)
				}
			}
			for i, f := range c.files {
				if f == "LAST" {
					c.files[i] = all[len(all)-1].Name
				}
			}
			if !reflect.DeepEqual(files, c.files) {
				t.Errorf("findings in %q, want %q: %+v", files, c.files, worth(findings))
			}
			if n := len(judged.Traffic.Messages) + len(judged.Traffic.Aside); n != len(all) {
				t.Errorf("%d of %d are accounted for", n, len(all))
			}
		})
	}
}

// worth are the findings that are more than information.
func worth(all []verdict.Finding) []verdict.Finding {
	var out []verdict.Finding
	for _, f := range all {
		if f.Outcome != verdict.Information {
			out = append(out, f)
		}
	}
	return out
}

// TestInstall: a simulated system is told what a municipality's people would
// tell it.
func TestInstall(t *testing.T) {
	g, p := ground(t), profile(t, "vendors/reference.json")
	for _, c := range []struct{ name, municipality, itSystem, said string }{
		{"its own municipality", "", p.ItSystem, ""},
		{"named", g.Registers.Navn(), p.ItSystem, ""},
		{"an unknown municipality", "Ingenby Kommune", p.ItSystem, `ingen virksomhed, der hedder "Ingenby Kommune"`},
		{"an unknown system", "", "it-ingen", `intet IT-system med nøglen "it-ingen"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := p
			p.ItSystem = c.itSystem
			s, err := stage.Install(p, g, stage.Site{Municipality: c.municipality})
			if c.said == "" && (err != nil || s == nil) || c.said != "" && (err == nil || !strings.Contains(err.Error(), c.said) || s != (*simulated.System)(nil)) {
				t.Errorf("%v, %v", s, err)
			}
		})
	}
}

// TestAfterALoss: what follows a message that the capture lacks is not held
// against its sender where that message may be what is missed; what a message
// itself has wrong is.
func TestAfterALoss(t *testing.T) {
	captured := sent(t)
	gone := capture.Message{Name: "nr. 1", Path: captured[0].Path, Loss: capture.LeftOut, Size: 1319}
	broken := capture.Message{Name: "nr. 3", Path: captured[0].Path, Body: []byte("<a")}
	for _, c := range []struct {
		name    string
		all     []capture.Message
		outcome verdict.Outcome // of the update that nobody knows the object of
	}{
		{"lost before it", []capture.Message{gone, captured[len(captured)-1], broken}, verdict.NotTried},
		{"lost after it", []capture.Message{captured[len(captured)-1], gone, broken}, verdict.Fail},
	} {
		got, err := stage.Captured(ground(t), capture.Traffic{Messages: c.all}, "1", "", trial.Lists{})
		if err != nil {
			t.Fatal(err)
		}
		seen := map[string]verdict.Outcome{}
		for _, f := range got.Findings {
			seen[f.Rule] = f.Outcome
		}
		want := map[string]verdict.Outcome{stage.RuleLost.ID: verdict.NotTried, "indeks.afvist": c.outcome, "xml.velformet": verdict.Fail}
		for rule, outcome := range want {
			if o, ok := seen[rule]; !ok || o != outcome {
				t.Errorf("%s: %s is %v, %v; want %v", c.name, rule, o, ok, outcome)
			}
		}
		if lost := got.Traffic.Lost(); len(lost) != 1 || lost[0].Name != "nr. 1" {
			t.Errorf("%s: lost %+v", c.name, lost)
		}
	}
}
