package main

import (
	"errors"
	"fmt"
	"io"

	"klarmeld/internal/recording"
	"klarmeld/internal/stage"
	"klarmeld/internal/verdict"
)

// mostTold is how many differences are named one by one.
const mostTold = 10

// verifyRecording sees that a report's recording holds together from its first line
// to its last, and that the index and the registers answer its messages as it says
// that they did. It writes lines of its own, and is the exit code when they do not.
// whole says that nothing was left that could not be seen: a recording without a chain,
// or of another klarmeld, may have been made to fit.
func verifyRecording(folder string, out io.Writer) (whole bool, err error) {
	chain, err := recording.ChainOf(folder)
	switch {
	case err != nil:
		say(out, "✗ Optagelsen holder ikke: %s\n", err)
		return false, exit{code: verdict.NotApproved.ExitCode()}
	case !chain.Chained:
		tellChain(chain, out)
		return false, nil
	case !chain.Closed:
		say(out, "✗ Optagelsen er ikke afsluttet: kørslen blev afbrudt, eller det sidste af optagelsen er fjernet.\n")
		return false, exit{code: verdict.NotApproved.ExitCode()}
	}
	say(out, "✓ Optagelsens kæde holder: %d poster, hoved %s.\n", chain.Entries, chain.Head)
	return verifyReplies(folder, out)
}

// tellChain says of a recording what its chain does not prove.
func tellChain(c recording.Chain, out io.Writer) {
	switch {
	case !c.Chained:
		fmt.Fprintln(out,
			"  Optagelsen er uden kæde: den er fra en ældre klarmeld. Om linjer i den er rettet, byttet eller fjernet, kan ikke ses, og svarene kan ikke beregnes igen.")
	case !c.Closed:
		fmt.Fprintln(out, "  Optagelsen er ikke afsluttet: kørslen blev afbrudt, eller det sidste af optagelsen er fjernet.")
	}
}

// verifyReplies computes the replies of a recording again.
func verifyReplies(folder string, out io.Writer) (whole bool, err error) {
	r, err := stage.Recompute(recording.Dir(folder))
	var mistake stage.Mistake
	switch {
	case errors.As(err, &mistake):
		say(out, "✗ Optagelsen holder ikke: %s\n", err)
		return false, exit{code: verdict.NotApproved.ExitCode()}
	case err != nil:
		return false, staged(err)
	case len(r.Differences) == 0:
		say(out, "✓ Indeksets og registrenes svar er beregnet igen af optagelsen: %d svar, ingen forskelle.\n", r.Computed)
		return true, nil
	case r.Program != version():
		say(out, "  Svarene er givet af klarmeld %s; %s svarer anderledes på %d af dem, og de kan ikke sammenlignes.\n", r.Program, version(), r.Differing())
		return false, nil
	}
	say(out, "✗ Indekset og registrene svarer ikke, som optagelsen siger, i %d af %d udvekslinger:\n", r.Differing(), r.Computed)
	for i, d := range r.Differences {
		if i == mostTold {
			fmt.Fprintf(out, "  … og %d forskelle til\n", len(r.Differences)-i)
			break
		}
		fmt.Fprintf(out, "  udveksling %d, %s: optaget %s; beregnet %s\n", d.Exchange, d.Part, d.Recorded, d.Computed)
	}
	return false, exit{code: verdict.NotApproved.ExitCode()}
}
