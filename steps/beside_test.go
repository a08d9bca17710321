package steps

import (
	"fmt"
	"io"
	"sync"
	"testing"

	"github.com/cucumber/godog"

	"klarmeld/internal/trial"
)

// TestSideBySide: what is played in one run is in its own result, however many runs are
// played in the process at once, and whichever of them ends while another begins.
func TestSideBySide(t *testing.T) {
	const runs, each = 8, 200
	text := "# language: da\nEgenskab: E\n  Scenarie: En\n    Så er det så\n  Scenarie: To\n    Så er det så\n"
	var all sync.WaitGroup
	for r := range runs {
		all.Go(func() {
			for n := range each {
				c := &collector{all: []Scenario{{ID: "en", Name: "En"}, {ID: "to", Name: "To"}}, at: map[string]int{}, scenes: map[string]*trial.Scene{}}
				played := 0
				status := c.run(godog.TestSuite{
					ScenarioInitializer: func(sc *godog.ScenarioContext) { sc.Step("^er det så$", func() { played++ }) },
					Options: &godog.Options{Format: formatName, Output: io.Discard, Strict: true, NoColors: true, Concurrency: 1,
						FeatureContents: []godog.Feature{{Name: fmt.Sprint(r, "-", n), Contents: []byte(text)}}},
				})
				if status != 0 || played != 2 || len(c.played) != 2 || len(c.played[1].Steps) != 1 {
					t.Errorf("run %d, the %dth: status %d, played %d, %d in its result", r, n, status, played, len(c.played))
				}
			}
		})
	}
	all.Wait()
}
