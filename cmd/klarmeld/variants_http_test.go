package main

import (
	"errors"
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"klarmeld/internal/config"
	"klarmeld/internal/simulated"
	"klarmeld/reports"
	"klarmeld/steps"
)

// go test ./cmd/klarmeld -run TestVariantsOutOfPhase -variants.http 20 -variants.delay svar-foerst
var (
	httpVariants = flag.Int("variants.http", 2, "how many variants answer first and send later, over HTTP, side by side")
	httpColumns  = flag.String("variants.columns", "", "which columns they are played in; empty: all")
	httpDelay    = flag.String("variants.delay", "svar-straks", "how late they send: svar-straks (0 to 20 ms after the answer) or svar-foerst (0 to 2 s)")
)

// TestVariantsOutOfPhase: a system in a process of its own answers first and sends a
// moment later, whatever else it does otherwise, and comes to the same.
func TestVariantsOutOfPhase(t *testing.T) {
	t.Parallel()
	town, all := smallTown(t), variants(t, simulated.Allowed)
	all = slices.DeleteFunc(all, func(v simulated.Variant) bool {
		return pending[v.Name] != "" || strings.HasPrefix(v.Name, "svarer-f") || strings.HasPrefix(v.Name, "svarer-lidt")
	})
	some, only, flags := seeded(all, *httpVariants), []string(nil), []string(nil)
	if *httpColumns != "" {
		flags = []string{"--only", *httpColumns}
		for id, column := range steps.Columns(scenarios(t)) {
			if slices.Contains(strings.Split(*httpColumns, ","), string(column)) {
				only = append(only, id)
			}
		}
	}
	for seed, v := range all {
		if !some[v.Name] {
			continue
		}
		t.Run(v.Name, func(t *testing.T) {
			t.Parallel()
			services, out := freeAddress(t), filepath.Join(t.TempDir(), "rapport")
			vendor := exec.Command(os.Args[0])
			vendor.Env = append(os.Environ(), "KLARMELD_TEST_BE=variant", "TOWN="+town, "SERVICES=http://"+services, "VARIANT="+v.Name,
				fmt.Sprintf("LATER=%s=%d", *httpDelay, seed))
			run := klarmeldRun(firstLine(t, vendor), town, services, out, flags...)
			said, err := run.CombinedOutput()
			if failed := (&exec.ExitError{}); err != nil && !errors.As(err, &failed) {
				t.Fatal(err)
			}
			r, _, err := reports.ReadReport(filepath.Join(out, "leverandoer"))
			if err != nil {
				t.Fatalf("%v\n%s", err, said)
			}
			if wrong := unlike(r, only, v); len(wrong) > 0 {
				t.Errorf("%s\n%s", v.Differs, strings.Join(wrong, "\n"))
			}
		})
	}
}

// beVariant is a variant of the reference system as a program.
func beVariant() {
	ground, err := groundOf(os.Getenv("TOWN"), "")
	if err != nil {
		log.Fatal(err)
	}
	raw, err := config.Vendor("reference")
	if err != nil {
		log.Fatal(err)
	}
	p, err := simulated.ParseProfile(raw)
	if err != nil {
		log.Fatal(err)
	}
	all, err := config.Variants()
	if err != nil {
		log.Fatal(err)
	}
	i := slices.IndexFunc(all, func(v simulated.Variant) bool { return v.Name == os.Getenv("VARIANT") })
	if p, err = p.Vary(all[i], simulated.Variant{Name: "senere", Traits: []simulated.Trait{simulated.Trait(os.Getenv("LATER"))}}); err != nil {
		log.Fatal(err)
	}
	answerActions(ground, p, timer{})
}

// timer is the clock on the wall, by which things happen later.
type timer struct{ wall }

func (timer) Later(after time.Duration, do func()) { time.AfterFunc(after, do) }
