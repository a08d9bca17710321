package trial_test

import (
	"context"
	"reflect"
	"strings"
	"testing"
	"time"

	"klarmeld/internal/action"
	"klarmeld/internal/recording"
	"klarmeld/internal/trial"
	"klarmeld/internal/verdict"
)

// clerk is a system that makes cases and documents as it is asked to, each with
// the next UUID, and notes what it was asked for.
type clerk struct {
	asked []action.Request
	made  int
	takes time.Duration
}

func (c *clerk) system(w *world) does {
	ids := map[action.Kind][]string{action.OpretSag: {sagA, sagB}, action.TilfoejDokument: {dokA}, action.TilfoejBilag: {dokB}}
	return func(_ context.Context, a action.Request) (action.Answer, error) {
		c.asked = append(c.asked, a)
		answer := action.Answer{ID: a.ID, Status: action.Done}
		w.clock.Wait(c.takes)
		switch a.Kind {
		case action.OpretSag:
			send(w.Handler(), imports(ids[a.Kind][c.made]))
			c.made++
		case action.TilfoejDokument, action.TilfoejBilag:
			send(w.Handler(), importsDocument(ids[a.Kind][0]))
			send(w.Handler(), files(sagB, ids[a.Kind][0]))
		case action.OverfoerBestand:
			send(w.Handler(), imports(nabo))
			answer.Sagsnumre = []string{"S-1", "S-2"}
		case action.SendSamlet, action.KnytOversag, action.NyRevision:
			send(w.Handler(), updates(sagB, string(a.Kind)))
		case action.RetSagstitel:
			send(w.Handler(), updates(sagB, "Ny"))
		case action.SletSag:
			send(w.Handler(), removes(sagA))
		}
		return answer, nil
	}
}

// everyAction is what the system is asked for when a scene asks for all there is.
var everyAction = []action.Request{
	{ID: "sag-1/1", Kind: action.OpretSag, Sag: "sag-1/sag-1", Data: action.Data{Titel: "Aftale"}},
	{ID: "sag-1/2", Kind: action.OpretSag, Sag: "sag-1/sag-2"},
	{ID: "sag-1/3", Kind: action.TilfoejDokument, Sag: "sag-1/sag-2", Dokument: "sag-1/dokument-1", Data: action.Data{Brevdato: "2026-05-01"}},
	{ID: "sag-1/4", Kind: action.TilfoejBilag, Sag: "sag-1/sag-2", Dokument: "sag-1/dokument-1", Data: action.Data{Bilag: "sag-1/dokument-2"}},
	{ID: "sag-1/5", Kind: action.KnytOversag, Sag: "sag-1/sag-2", Dokument: "sag-1/dokument-2", Data: action.Data{Oversag: "sag-1/sag-1"}},
	{ID: "sag-1/6", Kind: action.HoldTilbage, Sag: "sag-1/sag-2", Dokument: "sag-1/dokument-2"},
	{ID: "sag-1/7", Kind: action.LukSag, Sag: "sag-1/sag-2", Dokument: "sag-1/dokument-2", Data: action.Data{Afsluttet: "2026-05-02"}},
	{ID: "sag-1/8", Kind: action.SendSamlet, Sag: "sag-1/sag-2", Dokument: "sag-1/dokument-2"},
	{ID: "sag-1/9", Kind: action.RetSagstitel, Sag: "sag-1/sag-2", Dokument: "sag-1/dokument-2", Data: action.Data{Titel: "Ny"}},
	{ID: "sag-1/10", Kind: action.SletSag, Sag: "sag-1/sag-1", Dokument: "sag-1/dokument-1"},
	{ID: "sag-1/11", Kind: action.RetSagstitel, Sag: "sag-1/sag-2", Dokument: "sag-1/dokument-2", Data: action.Data{Tekst: "x"}},
	{ID: "sag-1/12", Kind: action.OverfoerBestand, Sag: "sag-1/sag-3", Data: action.Data{Antal: 2}},
	{ID: "sag-1/13", Kind: action.LukSag, Sag: "sag-1/sag-2", Dokument: "sag-1/dokument-2"},
}

// TestWhatIsAskedFor: an action is about the scene's newest case and document,
// by our names for them, or about the ones before.
func TestWhatIsAskedFor(t *testing.T) {
	ctx := context.Background()
	c := &clerk{}
	w := begun(t, c.system)
	var held int
	w.waits.do = func(context.Context, <-chan struct{}) { held++ }
	s := scene(t, ctx, w.Trial, "sag-1", func(s *trial.Scene) error {
		before := []string{s.SagUUID(), s.PreviousSag(), s.DokumentUUID(), s.PreviousDokument()}
		if !reflect.DeepEqual(before, []string{"", "", "", ""}) {
			t.Errorf("a scene begins with %v", before)
		}
		for _, ask := range []func() error{
			func() error { return s.AskCase(ctx, action.OpretSag, action.Data{Titel: "Aftale"}) },
			func() error { return s.AskCase(ctx, action.OpretSag, action.Data{}) },
			func() error { return s.AskDocument(ctx, action.TilfoejDokument, action.Data{Brevdato: "2026-05-01"}) },
			func() error { return s.AskDocument(ctx, action.TilfoejBilag, action.Data{}) },
			func() error { return s.AskOver(ctx) },
			func() error { return s.HoldBack(ctx) },
			func() error { return s.AskChange(ctx, action.LukSag, action.Data{Afsluttet: "2026-05-02"}) },
			func() error { return s.SendHeld(ctx) },
			func() error { return s.AskChange(ctx, action.RetSagstitel, action.Data{Titel: "Ny"}) },
			func() error { return s.AskRemovalOfPrevious(ctx, action.SletSag) },
			func() error { return s.AskRemoval(ctx, action.RetSagstitel, action.Data{Tekst: "x"}) },
			func() error { return s.AskStock(ctx, action.Data{Antal: 2}) },
			func() error { return s.Ask(ctx, action.LukSag, action.Data{}) },
		} {
			if err := ask(); err != nil {
				t.Fatalf("after %+v: %v", c.asked, err)
			}
		}
		return nil
	})
	if !reflect.DeepEqual(c.asked, everyAction) {
		t.Errorf("asked for %+v,\nwant %+v", c.asked, everyAction)
	}
	// What the clerk does not do as it should: the attachment, the case above, the state
	// that was held back, a removal that changes a title, and a stock of which two numbers
	// never came.
	if held != 5 {
		t.Errorf("waited %d times", held)
	}
	if got := []string{s.SagUUID(), s.PreviousSag(), s.DokumentUUID(), s.PreviousDokument()}; !reflect.DeepEqual(got, []string{sagB, sagA, dokB, dokA}) {
		t.Errorf("the newest and the ones before: %v", got)
	}
	if got := s.Stock(); !reflect.DeepEqual(got, []string{"S-1", "S-2"}) {
		t.Errorf("the stock: %v", got)
	}
	if r := judged(t, result(t, w.Trial, "sag-1"), "sag-1"); len(found(r, "handling.trafik")) != 0 || len(found(r, "handling.udfoert")) != 0 {
		t.Errorf("%+v", r.Findings)
	}
}

// TestAskedForNothing: an action is about no case and no document where there is
// none.
func TestAskedForNothing(t *testing.T) {
	ctx := context.Background()
	c := &clerk{}
	w := begun(t, c.system)
	scene(t, ctx, w.Trial, "sag-1", func(s *trial.Scene) error {
		if err := s.Ask(ctx, action.LukSag, action.Data{}); err != nil {
			return err
		}
		if err := opens(ctx, s); err != nil {
			return err
		}
		return s.AskRemovalOfPrevious(ctx, action.SletSag)
	})
	for _, i := range []int{0, 2} {
		if a := c.asked[i]; a.Sag != "" || a.Dokument != "" {
			t.Errorf("%+v", a)
		}
	}
}

// TestExpectedTraffic: only what could have come of the action is taken for it.
func TestExpectedTraffic(t *testing.T) {
	ctx := context.Background()
	asks := map[string]func(*trial.Scene) error{
		"a case":     func(s *trial.Scene) error { return s.AskCase(ctx, action.OverfoerPassivSag, action.Data{}) },
		"a document": func(s *trial.Scene) error { return s.AskDocument(ctx, action.TilfoejDokument, action.Data{}) },
		"the stock":  func(s *trial.Scene) error { return s.AskStock(ctx, action.Data{}) },
		"a change":   func(s *trial.Scene) error { return s.AskChange(ctx, action.RetSagstitel, action.Data{Titel: "Ny"}) },
		"a removal":  func(s *trial.Scene) error { return s.AskRemoval(ctx, action.SletPart, action.Data{}) },
		"a removal of the one before": func(s *trial.Scene) error {
			return s.AskRemovalOfPrevious(ctx, action.SletSag)
		},
		"a reading": func(s *trial.Scene) error { return looks(ctx, s) },
	}
	messages := map[string]string{
		"an import": imports(sagB), "an import of a document": importsDocument(dokA), "an update": updates(sagA, "Ny"), "an update of another": updates(nabo, "Ny"),
		"a removal": removes(sagA), "a reading": reads(unit),
	}
	// A document that no case refers to has come, and is not where it should be.
	const waitedFor = "a document, an import of a document"
	takes := map[string]string{
		"a case": "an import", "a document": "an import of a document", "the stock": "an import", "a change": "an update",
		"a removal": "a removal, an import, an import of a document, an update, an update of another", "a removal of the one before": "a removal",
		"a reading": "a reading",
	}
	for asked, ask := range asks {
		for sent, message := range messages {
			w := begun(t, func(w *world) does {
				return func(_ context.Context, a action.Request) (action.Answer, error) {
					if a.Kind == action.OpretSag {
						send(w.Handler(), imports(sagA))
					} else {
						send(w.Handler(), message)
					}
					return done(a)
				}
			})
			var err error
			scene(t, ctx, w.Trial, "sag-1", func(s *trial.Scene) error {
				if err := opens(ctx, s); err != nil {
					t.Fatal(err)
				}
				err = ask(s)
				return err
			})
			is := false
			for _, name := range strings.Split(takes[asked], ", ") {
				is = is || name == sent
			}
			f := found(judged(t, result(t, w.Trial, "sag-1"), "sag-1"), "handling.trafik")
			if (err == nil) != is || (len(f) == 0) != is || (len(w.waits.asked) == 0) != (is && asked+", "+sent != waitedFor) {
				t.Errorf("%s, and %s: %v, %d findings, waited %v", asked, sent, err, len(f), w.waits.asked)
			}
			if len(f) == 1 && (!strings.HasPrefix(f[0].Actual, "1 udvekslinger under handlingen") || f[0].Exchange != 0 || f[0].Outcome != verdict.NotObserved) {
				t.Errorf("%s, and %s: %+v", asked, sent, f[0])
			}
		}
	}
}

// TestWhatIsSaid: what the system, or who moves it, says of an action is masked
// and stands where it is read.
func TestWhatIsSaid(t *testing.T) {
	const cpr = "1113540026"
	for _, c := range []struct {
		answer  action.Answer
		outcome verdict.Outcome
		says    string
		where   func(verdict.ScenarioResult) string
	}{
		{action.Answer{Status: action.NotOffered, Reason: "Ikke for " + cpr}, verdict.Fail, "Ikke for ",
			func(s verdict.ScenarioResult) string { return s.NotOffered }},
		{action.Answer{Status: action.Skipped, Reason: "Venter på " + cpr}, verdict.NotTried, "Venter på ",
			func(s verdict.ScenarioResult) string { return s.Skipped }},
		{action.Answer{Status: action.Failed, Reason: "Kender ikke " + cpr}, verdict.Fail, "Kender ikke ",
			func(s verdict.ScenarioResult) string { return found(s, "handling.udfoert")[0].Actual }},
		{action.Answer{Status: action.Done, Note: "Ringede til " + cpr}, verdict.NotObserved, "0 udvekslinger under handlingen, ingen af dem den ventede; " +
			"den, der udførte den, sagde: Ringede til ", func(s verdict.ScenarioResult) string { return found(s, "handling.trafik")[0].Actual }},
		{action.Answer{Status: action.Done}, verdict.NotObserved, "0 udvekslinger under handlingen, ingen af dem den ventede",
			func(s verdict.ScenarioResult) string { return found(s, "handling.trafik")[0].Actual }},
	} {
		w := begun(t, answers(nil, map[action.Kind]action.Answer{action.LaesOrganisation: c.answer}))
		scene(t, context.Background(), w.Trial, "sag-1", func(s *trial.Scene) error { return looks(context.Background(), s) })
		s := judged(t, result(t, w.Trial, "sag-1"), "sag-1")
		if got := c.where(s); s.Outcome != c.outcome || !strings.HasPrefix(got, c.says) || strings.Contains(got, cpr) ||
			c.answer.Note == "" && c.answer.Status == action.Done && got != c.says {
			t.Errorf("%+v: %v: %s", c.answer, s.Outcome, got)
		}
	}
}

// TestChangesAndDelay: what the last action brought of the newest case, and how
// long it took until something reached the index.
func TestChangesAndDelay(t *testing.T) {
	ctx := context.Background()
	w := begun(t, func(w *world) does {
		return func(_ context.Context, a action.Request) (action.Answer, error) {
			switch a.Kind {
			case action.OpretSag:
				send(w.Handler(), imports(map[string]string{"sag-1/1": sagA, "sag-1/2": sagB}[a.ID]))
			case action.RetSagstitel:
				w.clock.Wait(time.Minute)
				send(w.Handler(), reads(unit))
				w.clock.Wait(time.Minute)
				send(w.Handler(), updates(sagA, "En anden"))
				w.clock.Wait(time.Minute)
				send(w.Handler(), updates(sagB, "Første"))
				send(w.Handler(), updates(sagB, "Anden"))
			}
			return done(a)
		}
	})
	s := scene(t, ctx, w.Trial, "sag-1", func(s *trial.Scene) error {
		for range 2 {
			if err := opens(ctx, s); err != nil {
				return err
			}
		}
		if got := len(s.Changes()); got != 1 {
			t.Errorf("%d changes by the import", got)
		}
		return s.AskChange(ctx, action.RetSagstitel, action.Data{})
	})
	if got := len(s.Changes()); got != 2 {
		t.Errorf("%d changes", got)
	}
	if took, limit := s.Delay(); took != 2*time.Minute || limit != deadline {
		t.Errorf("it took %s of %s", took, limit)
	}
	w.clock.Wait(time.Hour)
	other := scene(t, ctx, w.Trial, "sag-2", func(s *trial.Scene) error { return s.Ask(ctx, action.LukSag, action.Data{}) })
	if took, limit := other.Delay(); took != 0 || limit != deadline || len(other.Changes()) != 0 {
		t.Errorf("nothing was sent, and it took %s of %s: %v", took, limit, other.Changes())
	}
}

// TestOrder: in which exchange an object was imported, and in which it was first
// referred to.
func TestOrder(t *testing.T) {
	for _, c := range []struct {
		name               string
		messages           []string
		imported, referred int // which of the messages; 0 for none
	}{
		{"imported first", []string{imports(sagA), importsDocument(dokA), files(sagA, dokA), files(sagA, dokA)}, 2, 3},
		{"referred to first", []string{imports(sagA), files(sagA, dokA), importsDocument(dokA), importsDocument(dokA)}, 3, 2},
		{"never imported", []string{imports(sagA), files(sagA, dokA)}, 0, 2},
		{"never referred to", []string{imports(sagA), importsDocument(dokA), files(sagA, dokB)}, 2, 0},
		{"other letters", []string{imports(sagA), importsDocument(strings.ToUpper(dokA)), files(sagA, strings.ToUpper(dokA))}, 2, 3},
		{"updated only", []string{imports(sagA), updates(dokA, "Ny")}, 0, 0},
	} {
		w := begun(t, sends(c.messages...))
		s := scene(t, context.Background(), w.Trial, "sag-1", func(s *trial.Scene) error { return opens(context.Background(), s) })
		var numbers []int
		for _, e := range w.log.all() {
			if e.Kind == recording.KindExchange {
				numbers = append(numbers, e.Seq)
			}
		}
		number := func(n int) int {
			if n == 0 {
				return 0
			}
			return numbers[n-1]
		}
		if imported, referred := s.Order(dokA); imported != number(c.imported) || referred != number(c.referred) {
			t.Errorf("%s: imported in %d, referred to in %d; messages are %v", c.name, imported, referred, numbers)
		}
	}
}
