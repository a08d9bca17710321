package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"klarmeld/internal/config"
	"klarmeld/internal/simulated"
	"klarmeld/internal/stage"
)

// variantList asks for the list of the variants in place of a run.
const variantList = "liste"

// varied is the reference system with all that the variants do otherwise.
func (o runOptions) varied() ([]stage.Subject, error) {
	if o.driver != "" || o.system != "" && o.system != "reference" {
		return nil, usage("--variant er varianter af referencesystemet; udelad --system og --driver")
	}
	all, err := allVariants()
	if err != nil {
		return nil, harness(err)
	}
	var chosen []simulated.Variant
	for _, name := range o.variant {
		i := slices.IndexFunc(all, func(v simulated.Variant) bool { return v.Name == name })
		if i < 0 {
			return nil, usage("varianten %q kendes ikke; klarmeld run --variant %s viser dem alle", name, variantList)
		}
		if all[i].Secured && !o.secured() {
			return nil, usage("varianten %q ses kun, når kørslen er sikret; kør med --sikkerhed observe eller enforce", name)
		}
		chosen = append(chosen, all[i])
	}
	raw, err := config.Vendor("reference")
	if err != nil {
		return nil, harness(err)
	}
	p, err := simulated.ParseProfile(raw)
	if err != nil {
		return nil, harness(err)
	}
	if p, err = p.Vary(chosen...); err != nil {
		return nil, usage("%w", err)
	}
	if o.resume && p.AnswersFirst() {
		return nil, usage("%s kan ikke fortsættes: hvad den endnu ikke havde sendt, ved ingen; begynd forfra uden --continue", p.Name)
	}
	sub := simulatedSubject(p)
	sub.Nonce = o.nonce
	return []stage.Subject{sub}, nil
}

// listVariants writes the variants by kind: the name, in what it differs, and the source.
func listVariants(to io.Writer) error {
	all, err := allVariants()
	if err != nil {
		return harness(err)
	}
	for _, kind := range []struct {
		kind    simulated.VariantKind
		secured bool
		title   string
	}{
		{simulated.Allowed, false, "Tilladte varianter: systemet gør det på en anden måde, og må"},
		{simulated.Wrong, false, "Forkerte varianter: klarmeld finder det"},
		{simulated.Wrong, true, "Forkerte varianter, som kun ses, når kørslen er sikret (--sikkerhed observe eller enforce)"},
	} {
		say(to, "%s\n", kind.title)
		for _, v := range all {
			if v.Kind == kind.kind && v.Secured == kind.secured {
				say(to, "\n  %s\n      %s\n      %s\n", v.Name, v.Differs, ending(v))
			}
		}
		say(to, "\n")
	}
	return nil
}

// ending is where it stands how a variant ends, and that.
func ending(v simulated.Variant) string {
	if v.Kind == simulated.Wrong {
		return fmt.Sprintf("Findes i %s (%s). Kilde: %s", v.Scenario, v.Rule, v.Source)
	}
	if remarks := slices.Concat(v.Remarks, v.NotOffered); len(remarks) > 0 {
		return fmt.Sprintf("Bemærkning: %s. Kilde: %s", strings.Join(remarks, ", "), v.Source)
	}
	return "Kilde: " + v.Source
}

// allVariants are the variants, those last that show only in a secured run.
func allVariants() ([]simulated.Variant, error) {
	all, err := config.Variants()
	if err != nil {
		return nil, err
	}
	more, err := config.SecuredVariants()
	return append(all, more...), err
}

// variantNames are the variants, and the word that lists them.
func variantNames() []string {
	all, err := allVariants()
	if err != nil {
		return nil
	}
	names := []string{variantList}
	for _, v := range all {
		names = append(names, v.Name)
	}
	return names
}
