package main

import (
	"context"
	"encoding/json"
	"reflect"

	"github.com/spf13/cobra"

	"klarmeld/internal/config"
	"klarmeld/internal/recording"
	"klarmeld/internal/verdict"
	"klarmeld/reports"
)

// citizensFlag is the flag that says how the municipality shows cases to citizens.
func citizensFlag(cmd *cobra.Command, file *string) {
	cmd.Flags().StringVar(file, "borgerblik", "", "kommunens valg i Borgerblikket: en fil efter borgerblik.schema.json; ellers et neutralt valg")
}

// citizensIn reads what the flag names; nil when it names nothing.
func citizensIn(file string) (*verdict.CitizenSettings, error) {
	if file == "" {
		return nil, nil
	}
	s, err := config.Citizens(file)
	if err != nil {
		return nil, usage("%w", err)
	}
	return &s, nil
}

// again judges the recording of a report that is verified. The verdict does not rest on
// how cases are shown to citizens, so the report's own settings stand; that they are
// others than the run's is said.
func (v verification) again(ctx context.Context, folder string, doc reports.Document) (verdict.SystemResult, error) {
	by := rejudged{features: v.features, ruleset: doc.System.First(), lists: v.lists, given: givenLater(doc.System)}
	now, err := replayed(ctx, folder, by)
	if err != nil || doc.System.Citizens == nil || now.Citizens == nil || sameSettings(doc.System.Citizens.Settings, now.Citizens.Settings) {
		return now, err
	}
	by.citizens = &doc.System.Citizens.Settings
	say(v.out, "  Hvad borgeren ser, er vist efter andre valg (%s) end kørslens (%s).\n", by.citizens.Title, now.Citizens.Settings.Title)
	return replayed(ctx, folder, by)
}

// sameSettings reports whether two settings show the same.
func sameSettings(a, b verdict.CitizenSettings) bool { return reflect.DeepEqual(a, b) }

// agreesOnCitizens holds how a run that goes on is to show cases to citizens against how
// it was begun.
func (o runOptions) agreesOnCitizens(run *recording.Run) error {
	if !o.said("borgerblik") || len(run.Citizens) == 0 {
		return nil
	}
	now, err := config.Citizens(o.citizens)
	if err != nil {
		return usage("%w", err)
	}
	var was verdict.CitizenSettings
	if err := json.Unmarshal(run.Citizens, &was); err != nil {
		return usage("%w", err)
	}
	if !sameSettings(now, was) {
		return usage("kørslen blev begyndt med andre valg i Borgerblikket, end der står i %s; udelad --borgerblik: "+
			"klarmeld replay viser siderne efter andre valg, når kørslen er slut", o.citizens)
	}
	return nil
}
