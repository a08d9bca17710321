// Package steps binds the sentences of the features to calls on a trial's
// scene, one file per capability, and runs them with godog. It holds no logic
// of its own: what a sentence means is a line or two, what is judged is the
// judge's.
//
// godog can be green though nothing was proved: tag expressions that match
// nothing, "Scenario:" in a Danish file, undefined steps without Strict. So
// the scenarios are counted here, and every sentence that is not bound is a
// fault of ours.
package steps

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"sync"

	gherkin "github.com/cucumber/gherkin/go/v26"
	"github.com/cucumber/godog"
	"github.com/cucumber/godog/formatters"
	messages "github.com/cucumber/messages/go/v21"

	"klarmeld/features"
	"klarmeld/internal/trial"
	"klarmeld/internal/verdict"
)

// Scenario is what a feature file says of one scenario.
type Scenario struct {
	ID             string
	Name           string
	Proves         string // what is known when it has passed: the scenario's description
	Capability     verdict.CapabilityID
	Requirements   []string
	verdict.Demand // whether every system must do what it asks for
	// Ground is the requirement that demands it or leaves it open, as the tag names it;
	// "" when none does.
	Ground string

	file  string
	line  int    // of its name
	node  string // in the document
	steps int    // how many are played, those of Baggrund too
	said  []saidStep
}

// Feature is the text of a feature file.
type Feature struct {
	Name string
	Text []byte
}

// parse reads a file as the library that plays it does.
func (f Feature) parse() (*messages.GherkinDocument, []*messages.Pickle, error) {
	newID := (&messages.Incrementing{}).NewId
	doc, err := gherkin.ParseGherkinDocument(bytes.NewReader(f.Text), newID)
	if err != nil {
		return nil, nil, fmt.Errorf("%s kan ikke læses: %w", f.Name, err)
	}
	return doc, gherkin.Pickles(*doc, f.Name, newID), nil
}

// Scenarios are the scenarios of feature files, in the order in which they are
// played. It refuses, with every mistake at once, a scenario without an ID, a
// capability, a description of what it proves or a claim, an ID that is used
// twice, a sentence that klarmeld does not know, and whatever stands in a file and
// would not be played.
func Scenarios(all []Feature) ([]Scenario, error) {
	var out []Scenario
	var wrong Mistakes
	for _, f := range all {
		scenarios, found := f.scenarios()
		out, wrong = append(out, scenarios...), append(wrong, found...)
	}
	return out, append(wrong, twice(out)...).orNil()
}

// Columns says which capability each scenario belongs to.
func Columns(all []Scenario) map[string]verdict.CapabilityID {
	out := map[string]verdict.CapabilityID{}
	for _, s := range all {
		out[s.ID] = s.Capability
	}
	return out
}

// Expected counts the scenarios of each capability.
func Expected(all []Scenario) map[verdict.CapabilityID]int {
	out := map[verdict.CapabilityID]int{}
	for _, s := range all {
		out[s.Capability]++
	}
	return out
}

// sceneKey finds the scene in a step's context.
type sceneKey struct{}

func scene(ctx context.Context) *trial.Scene { return ctx.Value(sceneKey{}).(*trial.Scene) }

// Play plays the scenarios of feature files on a trial and returns what was
// played. It fails when fewer or more were played than the files hold.
func Play(ctx context.Context, t *trial.Trial, files []Feature) ([]trial.Played, error) {
	all, err := Scenarios(files)
	if err != nil {
		return nil, err
	}
	if len(all) == 0 {
		return nil, nil
	}
	var contents []godog.Feature
	for _, f := range files {
		contents = append(contents, godog.Feature{Name: f.Name, Contents: f.Text})
	}
	c := &collector{all: all, at: map[string]int{}, scenes: map[string]*trial.Scene{}}
	suite := godog.TestSuite{
		ScenarioInitializer: func(sc *godog.ScenarioContext) {
			sc.Before(func(ctx context.Context, p *godog.Scenario) (context.Context, error) {
				s, err := c.scenario(p)
				if err != nil {
					return ctx, err
				}
				scene, err := t.Scene(ctx, s.ID, s.Capability)
				c.scenes[s.ID] = scene
				return context.WithValue(ctx, sceneKey{}, scene), err
			})
			sc.After(func(ctx context.Context, _ *godog.Scenario, _ error) (context.Context, error) {
				if s, ok := ctx.Value(sceneKey{}).(*trial.Scene); ok {
					s.End(ctx)
				}
				return ctx, nil
			})
			bind(sc)
		},
		Options: &godog.Options{
			Format: formatName, Output: io.Discard, Strict: true, NoColors: true, Concurrency: 1, DefaultContext: ctx,
			FeatureContents: contents,
		},
	}
	status := c.run(suite)
	if len(c.played) != len(all) {
		return c.played, fmt.Errorf("%d af %d scenarier blev spillet (godog svarede %d)", len(c.played), len(all), status)
	}
	for i, p := range c.played {
		if len(p.Steps) != all[i].steps {
			return c.played, fmt.Errorf("%d af %d trin blev spillet i %s", len(p.Steps), all[i].steps, p.ID)
		}
	}
	return c.played, nil
}

// bind binds every sentence.
func bind(sc *godog.ScenarioContext) {
	for _, g := range vocabulary {
		for _, s := range g.sentences {
			sc.Step(s.pattern.Compiled(), s.play())
		}
	}
}

const formatName = "klarmeld"

// handover gives each run's collector to the formatter that godog makes for it: godog
// knows formatters by name only and hands them nothing of the run but the suite's name.
// So each run has a name of its own, and whichever ends while another begins takes
// nothing that is the other's.
var handover struct {
	sync.Mutex
	begun int
	by    map[string]*collector
}

func init() {
	godog.Format(formatName, "samler scenariernes resultater", func(suite string, out io.Writer) formatters.Formatter {
		handover.Lock()
		c := handover.by[suite]
		handover.Unlock()
		c.BaseFmt = godog.NewBaseFmt(suite, out)
		return c
	})
}

// run lets godog play a suite, and its formatter be the collector.
func (c *collector) run(suite godog.TestSuite) int {
	suite.Name = c.handOver()
	defer func() {
		handover.Lock()
		defer handover.Unlock()
		delete(handover.by, suite.Name)
	}()
	return suite.Run()
}

// handOver puts the collector where its formatter is made, and returns the name that
// the suite must have.
func (c *collector) handOver() string {
	handover.Lock()
	defer handover.Unlock()
	if handover.by == nil {
		handover.by = map[string]*collector{}
	}
	handover.begun++
	name := fmt.Sprintf("%s-%d", formatName, handover.begun)
	handover.by[name] = c
	return name
}

// collector is the formatter that keeps what was played.
type collector struct {
	*godog.BaseFmt
	all    []Scenario              // in the order in which they are played
	at     map[string]int          // number in all, by the pickle's ID
	scenes map[string]*trial.Scene // by scenario
	played []trial.Played
}

// scenario is the one that godog plays. The rows of a table of examples are told
// apart by their order only.
func (c *collector) scenario(p *messages.Pickle) (Scenario, error) {
	i, known := c.at[p.Id]
	if !known {
		i = len(c.at)
		c.at[p.Id] = i
	}
	if i >= len(c.all) || c.all[i].Name != p.Name {
		return Scenario{}, fmt.Errorf("scenariet %q blev spillet i en anden orden, end det står i", p.Name)
	}
	return c.all[i], nil
}

// Summary has nothing to say.
func (c *collector) Summary() {}

// Pickle begins a scenario.
func (c *collector) Pickle(p *messages.Pickle) {
	s, err := c.scenario(p)
	played := trial.Played{ID: s.ID, Name: s.Name, Proves: s.Proves, Capability: s.Capability, Requirements: s.Requirements, Demand: s.Demand}
	if err != nil {
		played.Harness = err.Error()
	}
	c.played = append(c.played, played)
}

func (c *collector) step(st *messages.PickleStep, status verdict.StepStatus) *trial.Played {
	p := &c.played[len(c.played)-1]
	p.Steps = append(p.Steps, verdict.Step{Text: c.keyword(st) + asPlayed(c.scenes[p.ID], st.Text), Status: status})
	return p
}

// keyword is the step's keyword as the feature file has it.
func (c *collector) keyword(st *messages.PickleStep) string {
	for _, f := range c.Storage.MustGetFeatures() {
		if s := f.FindStep(st.AstNodeIds[0]); s != nil {
			return s.Keyword
		}
	}
	return ""
}

type stepDef = formatters.StepDefinition

// Passed notes a step that was played, as far as it could be.
func (c *collector) Passed(_ *messages.Pickle, st *messages.PickleStep, _ *stepDef) {
	p := c.step(st, verdict.StepDone)
	if s := c.scenes[p.ID]; s != nil && s.Partly() {
		p.Steps[len(p.Steps)-1].Status = verdict.StepUntried
	}
}

// Skipped notes a step that a stop before it left out.
func (c *collector) Skipped(_ *messages.Pickle, st *messages.PickleStep, _ *stepDef) {
	c.step(st, verdict.StepSkipped)
}

// Failed notes where the scene stopped. A stop is the scene's own when the error
// is its own and the scene knows by what it stopped. Anything else is a fault of
// ours: nothing would have been noted, and nothing would be red.
func (c *collector) Failed(_ *messages.Pickle, st *messages.PickleStep, _ *stepDef, err error) {
	p := c.step(st, verdict.StepStopped)
	if s := c.scenes[p.ID]; s == nil || s.Stopped() == trial.NotStopped || !errors.Is(err, trial.ErrStopped) {
		p.Harness = err.Error()
	}
}

// Undefined, Pending and Ambiguous are faults of ours: a sentence that is not
// bound to one meaning proves nothing.
func (c *collector) Undefined(_ *messages.Pickle, st *messages.PickleStep, _ *stepDef) {
	c.step(st, verdict.StepStopped).Harness = "klarmeld kender ikke sætningen: " + st.Text
}

// Pending is like Undefined.
func (c *collector) Pending(p *messages.Pickle, st *messages.PickleStep, d *stepDef) {
	c.Undefined(p, st, d)
}

// Ambiguous is like Undefined.
func (c *collector) Ambiguous(_ *messages.Pickle, st *messages.PickleStep, _ *stepDef, err error) {
	c.step(st, verdict.StepStopped).Harness = "sætningen kan forstås på flere måder: " + err.Error()
}

// notAmong is why a requirement that our own scenarios stand for is not tested.
const notAmong = "Ingen af de scenarier, der blev kørt, står for det."

// Covered are the requirements, each with the scenarios that stand for it.
func Covered(all []Scenario, requirements []features.Requirement) []verdict.Requirement {
	var out []verdict.Requirement
	for _, r := range requirements {
		v := verdict.Requirement{ID: r.ID, Title: r.Title, Source: r.Source}
		for _, s := range all {
			if slices.Contains(s.Requirements, r.ID) {
				v.Scenarios = append(v.Scenarios, s.ID)
			}
		}
		if len(v.Scenarios) == 0 {
			v.Scenarios, v.Untested = []string{}, cmp.Or(r.Untested, notAmong)
		}
		out = append(out, v)
	}
	return out
}
