package stage

import (
	"errors"
	"reflect"
	"testing"
)

// TestEnds: what was opened is ended, all of it and once, the newest first, and
// one that cannot be keeps nobody else open.
func TestEnds(t *testing.T) {
	var ended []string
	stuck := errors.New("sidder fast")
	p := &production{}
	for _, what := range []string{"optagelsen", "vejen", "services"} {
		p.ends = append(p.ends, func() error {
			ended = append(ended, what)
			if what == "vejen" {
				return stuck
			}
			return nil
		})
	}
	if err := p.close(); !errors.Is(err, stuck) {
		t.Errorf("the error is %v", err)
	}
	if err := p.close(); err != nil {
		t.Errorf("the second time it is %v", err)
	}
	if want := []string{"services", "vejen", "optagelsen"}; !reflect.DeepEqual(ended, want) {
		t.Errorf("ended: %v", ended)
	}
}
