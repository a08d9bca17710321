package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"iter"
	"maps"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"time"

	"klarmeld/internal/config"
	"klarmeld/internal/recording"
	"klarmeld/internal/stage"
	"klarmeld/internal/verdict"
)

// continued refuses to go on with a run as another one than it was begun: what
// is on record decides, and whoever says something else must know that it does.
func (o runOptions) continued(subjects []stage.Subject) error {
	if !o.resume || o.said == nil {
		return nil
	}
	for _, sub := range subjects {
		next, stop := iter.Pull2(recording.Dir(filepath.Join(o.out, sub.Name, recording.Subfolder)).All())
		first, err, ok := next()
		stop()
		if !ok || err != nil || first.Run == nil {
			continue // stage says what is wrong with it
		}
		if err := o.agrees(first.Run); err != nil {
			return err
		}
	}
	return nil
}

// agrees holds what was said of a run against what it was begun with.
func (o runOptions) agrees(run *recording.Run) error {
	began := func(flag, is, said string) error {
		return usage("kørslen blev begyndt med %s %s og kan ikke fortsættes med %s; lad det være, som det var, eller begynd forfra uden --continue", flag, is, said)
	}
	if o.said("nonce") && o.nonce != run.Nonce {
		return began("--nonce", cmp.Or(run.Nonce, "(ingen)"), o.nonce)
	}
	if was := time.Duration(run.Deadline); o.said("frist") && was > 0 && was != o.deadline {
		return began("--frist", was.String(), o.deadline.String())
	}
	if o.said("policy") && len(run.Policy) > 0 {
		now, err := config.Policy(o.policy)
		if err != nil {
			return usage("%w", err)
		}
		was, err := verdict.ParsePolicy(run.Policy)
		if err != nil {
			return usage("%w", err)
		}
		if !reflect.DeepEqual(now, was) {
			return usage("kørslen blev begyndt med en anden politik end %s og kan ikke fortsættes med den; klarmeld replay dømmer efter en anden, når kørslen er slut",
				o.policy)
		}
	}
	if o.said("only") && !slices.Equal(o.only, run.Only) {
		return began("--only", listed(run.Only), listed(o.only))
	}
	if o.said("kendte") && !accepts(o.accepted, run.Known) {
		return usage("kørslen blev begyndt med andre kendte fund, end der står i %s; udelad --kendte, eller begynd forfra uden --continue", o.known)
	}
	if err := o.agreesOnFiles(run); err != nil {
		return err
	}
	if len(o.senders) > 0 && !slices.Equal(o.senders, run.Senders) {
		return began("afsenderadresser", listed(run.Senders), listed(o.senders))
	}
	if len(o.parts) > 0 && !maps.Equal(o.parts, run.Parts) {
		return usage("kørslen blev begyndt med andre medvirkende end profilens og kan ikke fortsættes med dem; " +
			"lad dem være, som de var, eller begynd forfra uden --continue")
	}
	if o.said("titel") && run.Title != "" && o.title != run.Title {
		return began("--titel", run.Title, o.title)
	}
	return nil
}

// agreesOnFiles holds what municipality and vendor give besides against what the run was
// begun with.
func (o runOptions) agreesOnFiles(run *recording.Run) error {
	if err := o.agreesOnCitizens(run); err != nil {
		return err
	}
	for _, x := range []struct {
		flag, file string
		now, was   []byte
	}{
		{"ordliste", o.lists.words, o.given.Words, run.Words}, {"omraader", o.lists.areas, o.given.Areas, run.Areas},
		{"kle15", o.lists.kle15, o.given.KLE15, run.KLE15}, {"kle", o.lists.kle, o.given.KLE, run.KLE},
	} {
		if o.said(x.flag) && !sameJSON(x.now, x.was) {
			return usage("kørslen blev begyndt med en anden --%s end %s og kan ikke fortsættes med den; klarmeld replay dømmer efter en anden, når kørslen er slut",
				x.flag, x.file)
		}
	}
	if o.said("klarmelding") && !sameGiven(o.promise.promised, run.Criteria) {
		return usage("kørslen blev begyndt med en anden klarmelding, end der står i %s; udelad --klarmelding, eller begynd forfra uden --continue",
			o.promise.criteria)
	}
	if o.said("indtil") && !sameGiven(o.promise.until, run.Meanwhile) {
		return usage("kørslen blev begyndt med noget andet om, hvad kommunen gør imens, end der står i %s; udelad --indtil, eller begynd forfra uden --continue",
			o.promise.meanwhile)
	}
	return nil
}

// accepts reports whether the run was begun with those known findings.
func accepts(now []verdict.Known, run json.RawMessage) bool {
	var was []verdict.Known
	if len(run) > 0 && json.Unmarshal(run, &was) != nil {
		return false
	}
	return slices.Equal(now, was)
}

// sameJSON reports whether two texts say the same in JSON, however they are set out.
func sameJSON(a, b []byte) bool {
	var x, y any
	if len(a) == 0 || len(b) == 0 {
		return len(a) == len(b)
	}
	return json.Unmarshal(a, &x) == nil && json.Unmarshal(b, &y) == nil && reflect.DeepEqual(x, y)
}

// sameGiven reports whether what was given is what a recording has.
func sameGiven(now any, run json.RawMessage) bool {
	raw, err := json.Marshal(now)
	var was bytes.Buffer
	return err == nil && json.Compact(&was, run) == nil && bytes.Equal(raw, was.Bytes())
}

func listed(only []string) string {
	if len(only) == 0 {
		return "(alle)"
	}
	return strings.Join(only, ",")
}
