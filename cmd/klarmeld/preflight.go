package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os/exec"
	"strings"
	"time"

	"github.com/hashicorp/go-retryablehttp"
	"github.com/spf13/cobra"

	"klarmeld/internal/config"
	"klarmeld/internal/driver"
	"klarmeld/internal/privacy"
	"klarmeld/internal/road"
	"klarmeld/internal/verdict"
)

// preflightCheck is something that usually goes wrong. run says what was found; an error
// says what is wrong and what to do.
type preflightCheck struct {
	name    string
	run     func(context.Context) (string, error)
	adapter bool // what goes wrong is the adapter's
}

func preflightCommand() *cobra.Command {
	var file string
	var message bool
	cmd := &cobra.Command{
		Use:   "preflight",
		Short: "Efterprøv, før en kørsel, alt det, der plejer at gå galt",
		Long: `Ser efter, om profilen, registrene, adresserne, adapteren og urene er i orden, og
siger, hvad der skal gøres ved det, der ikke er. Intet dømmes: exitkoden er 0, når
alt er i orden, ellers 64. Adapteren spørges med OPTIONS, som intet ændrer.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return preflight(cmd.Context(), file, message, cmd.OutOrStdout())
		},
	}
	cmd.Flags().StringVar(&file, "profile", "klarmeld.yaml", "jeres profil")
	cmd.Flags().BoolVar(&message, "besked", false, "vent også på, at en første besked fra jeres system kommer frem")
	return cmd
}

func preflight(ctx context.Context, file string, message bool, out io.Writer) error {
	p, err := config.ReadProfile(file)
	if err != nil {
		return usage("%w", err)
	}
	say(out, "✓ Profilen: %s, %s\n", file, p.System.Title)
	failed := 0
	for _, c := range preflightChecks(p, "", message) {
		found, err := c.run(ctx)
		if ended := ctx.Err(); ended != nil {
			return ended // what was interrupted is nobody's fault
		}
		if err != nil {
			failed++
			for _, f := range flawsOf(err) {
				say(out, "✗ %s: %s\n", c.name, f)
			}
			continue
		}
		say(out, "✓ %s: %s\n", c.name, found)
	}
	if failed > 0 {
		return usage("%d af delene er ikke i orden; ret dem, og prøv igen, før systemet prøves", failed)
	}
	return nil
}

// ready tries, before a run of a real system, what usually goes wrong: such a
// fault is never a verdict. It says nothing when all is well.
func (o runOptions) ready(ctx context.Context, out io.Writer) error {
	if o.driver == "" {
		return nil
	}
	registers, err := registersAt(o.municipality, o.fixtures)
	if err != nil {
		return err
	}
	var said strings.Builder
	adapters, others := 0, 0 // faults
	p := config.Profile{Driver: o.driver, Addr: o.addr, Registers: registers, Roles: o.roles, Known: o.known, Cast: o.parts, Keys: o.secure.keys,
		Entities: o.entities}
	p.System.ItSystem = o.itSystem
	for _, c := range preflightChecks(p, o.features, false) {
		_, err := c.run(ctx)
		if ended := ctx.Err(); ended != nil {
			return ended
		}
		if err != nil {
			for _, f := range flawsOf(err) {
				fmt.Fprintf(&said, "✗ %s: %s\n", c.name, f)
			}
			if mistake := (exit{}); c.adapter && !errors.As(err, &mistake) {
				adapters++
			} else {
				others++
			}
		}
	}
	if said.Len() == 0 {
		return nil
	}
	fmt.Fprint(out, privacy.Mask(said.String()))
	again := "ret det, og prøv igen"
	if o.profile != "" {
		again += " (klarmeld preflight --profile " + o.profile + ")"
	}
	if others == 0 && adapters > 0 {
		return exit{exitAdapter, errors.New("kørslen er ikke begyndt, for adapteren er der ikke: " + again)}
	}
	return usage("kørslen er ikke begyndt: %s", again)
}

func preflightChecks(p config.Profile, features string, message bool) []preflightCheck {
	checks := []preflightCheck{
		{name: "Registrene", run: func(context.Context) (string, error) { return municipalityOf(p) }},
		{name: "Medvirkende", run: func(context.Context) (string, error) { return castOf(p, features) }},
		{name: "Relationsklasserne", run: func(context.Context) (string, error) {
			if _, _, err := config.Roles(p.Roles); err != nil {
				return "", err
			}
			if p.Roles == "" {
				return "klarmelds egne; de fleste roller er pladsholdere, for deres UUID'er er ikke offentlige. " +
					"Bed KOMBIT om listen, og skriv relationsklasser: FIL i profilen", nil
			}
			return p.Roles, nil
		}},
		{name: "Klarmeldingen", run: func(context.Context) (string, error) { return declared(p), nil }},
		{name: "Adressen", run: func(ctx context.Context) (string, error) { return listening(ctx, p, message) }},
	}
	if p.Keys != "" {
		checks = append(checks, preflightCheck{name: "Nøglerne", run: func(context.Context) (string, error) { return keysOf(p) }})
	}
	if len(p.Entities) > 0 {
		checks = append(checks, preflightCheck{name: "EntityID'erne", run: func(context.Context) (string, error) { return entitiesOf(p) }})
	}
	if p.Known != "" {
		checks = append(checks, preflightCheck{name: "De kendte fund", run: func(context.Context) (string, error) {
			known, err := config.Known(p.Known)
			return fmt.Sprintf("%s, %d fund", p.Known, len(known)), err
		}})
	}
	checks = append(checks, promiseChecks(p, features)...)
	line, isProgram := strings.CutPrefix(p.Driver, "exec:")
	switch {
	case isProgram:
		checks = append(checks, preflightCheck{name: "Adapteren", adapter: true, run: func(context.Context) (string, error) {
			command, err := driver.Command(line)
			if err != nil {
				return "", usage("%q kan ikke læses: %w; ret driver (exec:PROGRAM, \"…\" om en sti med mellemrum)", p.Driver, err)
			}
			path, err := exec.LookPath(command[0])
			if err != nil {
				return "", fmt.Errorf("programmet kan ikke findes eller køres: %w; ret driver (exec:PROGRAM, \"…\" om en sti med mellemrum)", err)
			}
			return path, nil
		}})
	case p.Driver != "person" && !isAddress(p.Driver):
		checks = append(checks, preflightCheck{name: "Adapteren", run: func(context.Context) (string, error) { return "", noDriver(p.Driver) }})
	case p.Driver != "person":
		checks = append(checks,
			preflightCheck{name: "Adapteren og dens ur", adapter: true, run: func(ctx context.Context) (string, error) { return answering(ctx, p.Driver) }})
	}
	return checks
}

// declared is what the vendor itself says that its system can.
func declared(p config.Profile) string {
	var said []string
	for _, c := range verdict.Capabilities() {
		if d, ok := p.Declared[string(c.ID)]; ok {
			text := c.Name + " " + d.Offered
			if d.Reason != "" {
				text += " (" + d.Reason + ")"
			}
			said = append(said, text)
		}
	}
	if len(said) == 0 {
		return "profilen siger ikke, hvad systemet kan; alt prøves"
	}
	return strings.Join(said, ", ") + "; alt prøves"
}

// listening sees whether klarmeld can listen, and waits, when it is asked to,
// until something comes.
func listening(ctx context.Context, p config.Profile, message bool) (string, error) {
	door, err := road.Reserve(addressOf(p))
	if err != nil {
		return "", fmt.Errorf("%w; stop det, der gør, eller vælg en anden adresse i profilen", err)
	}
	came, strangers := make(chan string, 1), &strangers{sure: make(chan struct{}, 1)}
	door.Unagreed = strangers.add
	srv := door.Serve(first(came), securedBy(p))
	// The sender gets its answer before the door closes.
	defer srv.Close()
	if !message {
		return srv.URL() + " er ledig", nil
	}
	limit, err := p.Limit()
	if err != nil {
		return "", err
	}
	timer := time.NewTimer(limit)
	defer timer.Stop()
	select {
	case what := <-came:
		return "en første besked kom frem på " + srv.URL() + ": " + what, nil
	case <-strangers.sure:
		return "", strangers.told()
	case <-timer.C:
		return "", append(strangers.told(),
			fmt.Errorf("ingen besked kom frem på %s i %s; se efter, at jeres system sender hertil, og at ingen firewall er imellem", srv.URL(), limit))
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

// addressOf is where the services answer.
func addressOf(p config.Profile) string {
	if p.Addr == "" {
		return "127.0.0.1:8470"
	}
	return p.Addr
}

// first tells of the first message that comes, and refuses them all.
func first(came chan<- string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		select {
		case came <- r.Method + " " + r.URL.Path:
		default:
		}
		http.Error(w, "klarmeld efterprøver kun, at I kan komme frem; send igen under kørslen", http.StatusServiceUnavailable)
	})
}

// most is how far apart two clocks may be before times cannot be trusted.
const mostApart = time.Minute

// answering asks the adapter for nothing, and compares clocks.
func answering(ctx context.Context, address string) (string, error) {
	shown := privacy.Address(address)
	c := retryablehttp.NewClient()
	c.Logger, c.RetryMax, c.RetryWaitMin, c.RetryWaitMax = nil, 2, 50*time.Millisecond, 500*time.Millisecond
	c.ErrorHandler = retryablehttp.PassthroughErrorHandler
	c.HTTPClient.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	req, err := retryablehttp.NewRequestWithContext(ctx, http.MethodOptions, address, nil)
	if err != nil {
		return "", fmt.Errorf("adressen %s kan ikke bruges: %w", shown, unaddressed(err))
	}
	resp, err := c.Do(req)
	if err != nil {
		return "", fmt.Errorf("ingen svarer på %s: %w; start adapteren, eller ret driver", shown, unaddressed(err))
	}
	defer resp.Body.Close()
	if to := resp.Header.Get("Location"); resp.StatusCode/100 == 3 {
		return "", fmt.Errorf("%s svarer HTTP %d og henviser til %q; skriv den rigtige adresse i driver", shown, resp.StatusCode, privacy.Address(to))
	}
	date, err := http.ParseTime(resp.Header.Get("Date"))
	if err != nil {
		return shown + " svarer; dens ur kendes ikke, for svaret har ingen Date", nil
	}
	apart := wallClock().Sub(date).Round(time.Second)
	if apart.Abs() > mostApart {
		return "", flaw{flawClock, fmt.Errorf("adapterens ur går %s forkert efter denne maskines; "+
			"stil dem begge (NTP), ellers ser ændringer ud til at komme for sent eller for tidligt, og tokens og Timestamps gælder ikke", apart)}
	}
	return fmt.Sprintf("%s svarer, og urene er %s fra hinanden", shown, apart.Abs()), nil
}

// unaddressed is an error of the library's without the address in it, which may
// open a door.
func unaddressed(err error) error {
	var at *url.Error
	if errors.As(err, &at) {
		return at.Err
	}
	return err
}
