package main

import (
	"runtime/debug"
	"testing"
)

// TestVersion: a program says the version that Go has stamped into it.
func TestVersion(t *testing.T) {
	const between = "v0.0.0-20261128171002-21a34e11ddd0+dirty" // of tags, and changed
	for stamped, want := range map[string]string{"v1.2.3": "v1.2.3", between: between, "(devel)": "udvikling", "": "udvikling"} {
		if got := versionOf(&debug.BuildInfo{Main: debug.Module{Version: stamped}}); got != want {
			t.Errorf("of %q: %q, want %q", stamped, got, want)
		}
	}
	for _, asked := range []string{"version", "--version"} {
		if code, said := program(asked); code != 0 || said != "klarmeld udvikling\n" {
			t.Errorf("%s: %d, %q", asked, code, said)
		}
	}
	if got := version(); got != "udvikling" {
		t.Errorf("a test's program says that it is %q", got)
	}
}
