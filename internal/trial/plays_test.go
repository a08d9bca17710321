package trial_test

import (
	"context"
	"errors"
	"testing"

	"klarmeld/internal/action"
	"klarmeld/internal/anvisning"
	"klarmeld/internal/municipality"
	"klarmeld/internal/oio"
	"klarmeld/internal/recording"
	"klarmeld/internal/trial"
	"klarmeld/internal/verdict"
)

// play is a run of one or more scenarios on one system.
type play struct {
	name   string
	system func(*world) does
	script []step
	rules  map[string]string // scenario → the rule of the scene's own finding; "" for none
	kinds  string            // what is on record
}

type step struct {
	id   string
	does func(context.Context, *trial.Scene) error
}

func opens(ctx context.Context, s *trial.Scene) error {
	return s.AskCase(ctx, action.OpretSag, action.Data{Titel: "Aftale"})
}

func renames(ctx context.Context, s *trial.Scene) error {
	if err := opens(ctx, s); err != nil {
		return err
	}
	if err := s.AskChange(ctx, action.RetSagstitel, action.Data{Titel: "Ny"}); err != nil {
		return err
	}
	_, err := s.Sag()
	return err
}

// claims has a case made, and claims that it has another title by and by.
func claims(ctx context.Context, s *trial.Scene) error {
	if err := opens(ctx, s); err != nil {
		return err
	}
	return s.Demand(ctx, func() error {
		sag, err := s.Sag()
		if err != nil {
			return err
		}
		return s.Claim(trial.Latest(sag, oio.DelEgenskaber, "Titel") == "Ny", claimed("indeks.titel"), "Titlen er ikke ny.", "Ny", "Aftale")
	})
}

// comesLater is a system that sends a new title when it is waited for.
func comesLater(w *world) does {
	w.waits.do = func(context.Context, <-chan struct{}) { send(w.Handler(), updates(sagA, "Ny")) }
	return answers(map[action.Kind][]string{action.OpretSag: {imports(sagA)}}, nil)(w)
}

// rereads has a unit renamed, and the system read it again.
func rereads(ctx context.Context, s *trial.Scene) error {
	if err := s.RenameObject(municipality.OrganisationEnhed, "Jobcenteret", "Jobhuset"); err != nil {
		return err
	}
	if err := s.AskTraffic(ctx, action.LaesOrganisation, action.Data{}, "et opslag i FK Organisation", isReading); err != nil {
		return err
	}
	return s.Claim(s.ReadSince(unit), claimed("laest.igen"), "Enheden er ikke læst igen.", "et opslag", "intet")
}

// claimed is a rule of a sentence that only these tests have.
func claimed(id string) anvisning.Listed {
	return anvisning.Listed{ID: id, Severity: verdict.Fail, Source: "kilden", Fix: "Ret den."}
}

func isReading(x recording.Exchange) bool { return x.Operation == "laes" }

// answers is a system that sends for each kind of action its messages, and
// gives an answer to each kind.
func answers(messages map[action.Kind][]string, status map[action.Kind]action.Answer) func(*world) does {
	return func(w *world) does {
		return func(_ context.Context, a action.Request) (action.Answer, error) {
			for _, m := range messages[a.Kind] {
				send(w.Handler(), m)
			}
			if answer, ok := status[a.Kind]; ok {
				answer.ID = a.ID
				return answer, nil
			}
			return done(a)
		}
	}
}

var honest = map[action.Kind][]string{
	action.OpretSag: {imports(sagA)}, action.RetSagstitel: {updates(sagA, "Ny")}, action.LaesOrganisation: {reads(unit)},
}

// plays are the little runs that are played, replayed, and cut off everywhere.
func plays() []play {
	withAnswer := func(k action.Kind, s action.Status, reason string) func(*world) does {
		return answers(honest, map[action.Kind]action.Answer{k: {Status: s, Reason: reason}})
	}
	return append([]play{
		{"what is asked for is sent", answers(honest, nil), []step{{"sag-1", renames}, {"org-1", rereads}}, map[string]string{"sag-1": "", "org-1": ""},
			"koersel scenarie udveksling handling ventet udveksling handling ventet scenarieslut scenarie aendring udveksling handling ventet scenarieslut"},
		{"nothing is sent", idle, []step{{"sag-1", renames}, {"org-1", rereads}}, map[string]string{"sag-1": "handling.trafik", "org-1": "handling.trafik"},
			"koersel scenarie handling ventet scenarieslut scenarie aendring handling ventet scenarieslut"},
		{"it is not offered", withAnswer(action.RetSagstitel, action.NotOffered, "Titler er faste."), []step{{"sag-1", renames}}, map[string]string{"sag-1": ""},
			"koersel scenarie udveksling handling ventet udveksling handling scenarieslut"},
		{"it fails", withAnswer(action.RetSagstitel, action.Failed, "Databasen er låst."), []step{{"sag-1", renames}}, map[string]string{"sag-1": "handling.udfoert"},
			"koersel scenarie udveksling handling ventet udveksling handling scenarieslut"},
		{"it is passed over", withAnswer(action.OpretSag, action.Skipped, "I morgen."), []step{{"sag-1", renames}, {"org-1", rereads}},
			map[string]string{"sag-1": "", "org-1": ""},
			"koersel scenarie udveksling handling scenarieslut scenarie aendring udveksling handling ventet scenarieslut"},
		{"the register is not read again",
			answers(map[action.Kind][]string{action.OpretSag: {imports(sagA), reads(unit)}, action.LaesOrganisation: {reads(sagB)}}, nil),
			[]step{{"sag-1", opens}, {"org-1", rereads}}, map[string]string{"sag-1": "", "org-1": "laest.igen"},
			"koersel scenarie udveksling udveksling handling ventet scenarieslut scenarie aendring udveksling handling ventet scenarieslut"},
		{"a claim comes true while it is waited for", comesLater, []step{{"sag-1", claims}}, map[string]string{"sag-1": ""},
			"koersel scenarie udveksling handling ventet udveksling faldet-til-ro scenarieslut"},
		{"a claim never comes true", answers(honest, nil), []step{{"sag-1", claims}, {"org-1", rereads}}, map[string]string{"sag-1": "indeks.titel", "org-1": ""},
			"koersel scenarie udveksling handling ventet faldet-til-ro scenarieslut scenarie aendring udveksling handling ventet scenarieslut"},
		{"no answer comes", func(*world) does {
			return func(context.Context, action.Request) (action.Answer, error) {
				return action.Answer{}, errors.New("forbindelsen blev afvist")
			}
		}, []step{{"sag-1", renames}}, map[string]string{"sag-1": ""}, "koersel scenarie handling scenarieslut"},
	}, undoings()...)
}

func (p play) ids() []string {
	var out []string
	for _, s := range p.script {
		out = append(out, s.id)
	}
	return out
}

// on plays the script, and judges it.
func (p play) on(t testing.TB, of *trial.Trial) verdict.SystemResult {
	t.Helper()
	ctx := context.Background()
	for _, s := range p.script {
		scene(t, ctx, of, s.id, func(sc *trial.Scene) error { return s.does(ctx, sc) })
	}
	return result(t, of, p.ids()...)
}

// own are the rules of the findings that a scene makes itself.
var own = []string{"handling.trafik", "handling.udfoert", "laest.igen", "indeks.findes", "indeks.titel", trial.RuleStillHeld.ID}
