package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os/exec"
	"strings"
	"time"

	"github.com/hashicorp/go-retryablehttp"
	"github.com/spf13/cobra"

	"klarmeld/internal/config"
	"klarmeld/internal/road"
	"klarmeld/internal/verdict"
)

// preflightCheck is something that usually goes wrong. run says what was found; an error
// says what is wrong and what to do.
type preflightCheck struct {
	name string
	run  func(context.Context) (string, error)
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
	for _, c := range preflightChecks(p, message) {
		found, err := c.run(ctx)
		if ended := ctx.Err(); ended != nil {
			return ended // what was interrupted is nobody's fault
		}
		if err != nil {
			failed++
			say(out, "✗ %s: %s\n", c.name, err)
			continue
		}
		say(out, "✓ %s: %s\n", c.name, found)
	}
	if failed > 0 {
		return usage("%d af delene er ikke i orden; ret dem, og prøv igen, før systemet prøves", failed)
	}
	return nil
}

// ready tries, before a run by a profile, what usually goes wrong: such a fault
// is never a verdict. It says nothing when all is well.
func (o runOptions) ready(ctx context.Context, out io.Writer) error {
	if o.profile == "" {
		return nil
	}
	var said strings.Builder
	p := config.Profile{Driver: o.driver, Addr: o.addr, Registers: o.municipality, Roles: o.roles}
	for _, c := range preflightChecks(p, false) {
		_, err := c.run(ctx)
		if ended := ctx.Err(); ended != nil {
			return ended
		}
		if err != nil {
			fmt.Fprintf(&said, "✗ %s: %s\n", c.name, err)
		}
	}
	if said.Len() == 0 {
		return nil
	}
	say(out, "%s", said.String())
	return usage("kørslen er ikke begyndt: ret det, og prøv igen (klarmeld preflight --profile %s)", o.profile)
}

func preflightChecks(p config.Profile, message bool) []preflightCheck {
	checks := []preflightCheck{
		{"Registrene", func(context.Context) (string, error) {
			r, err := config.Municipality(p.Registers)
			if err != nil {
				return "", err
			}
			return r.Navn(), nil
		}},
		{"Relationsklasserne", func(context.Context) (string, error) {
			if _, _, err := config.Roles(p.Roles); err != nil {
				return "", err
			}
			if p.Roles == "" {
				return "klarmelds egne; de fleste roller er pladsholdere, for deres UUID'er er ikke offentlige. Bed KOMBIT om listen, og skriv relationsklasser: FIL i profilen", nil
			}
			return p.Roles, nil
		}},
		{"Klarmeldingen", func(context.Context) (string, error) { return declared(p), nil }},
		{"Adressen", func(ctx context.Context) (string, error) { return listening(ctx, p, message) }},
	}
	command, isProgram := strings.CutPrefix(p.Driver, "exec:")
	switch {
	case isProgram:
		checks = append(checks, preflightCheck{"Adapteren", func(context.Context) (string, error) {
			path, err := exec.LookPath(strings.Fields(command + " -")[0])
			if err != nil {
				return "", fmt.Errorf("programmet kan ikke findes eller køres: %w; ret driver: exec:… i profilen", err)
			}
			return path, nil
		}})
	case p.Driver != "person":
		checks = append(checks, preflightCheck{"Adapteren og dens ur", func(ctx context.Context) (string, error) { return answering(ctx, p.Driver) }})
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
	addr := p.Addr
	if addr == "" {
		addr = "127.0.0.1:8470"
	}
	came := make(chan string, 1)
	srv, err := road.Listen(addr, first(came), nil)
	if err != nil {
		return "", fmt.Errorf("%w; stop det, der gør, eller vælg en anden adresse i profilen", err)
	}
	// The sender gets its answer before the door closes.
	defer srv.Close()
	if !message {
		return "http://" + addr + " er ledig", nil
	}
	limit, err := p.Limit()
	if err != nil {
		return "", err
	}
	timer := time.NewTimer(limit)
	defer timer.Stop()
	select {
	case what := <-came:
		return "en første besked kom frem på http://" + addr + ": " + what, nil
	case <-timer.C:
		return "", fmt.Errorf("ingen besked kom frem på http://%s i %s; se efter, at jeres system sender hertil, og at ingen firewall er imellem", addr, limit)
	case <-ctx.Done():
		return "", ctx.Err()
	}
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
func answering(ctx context.Context, url string) (string, error) {
	c := retryablehttp.NewClient()
	c.Logger, c.RetryMax, c.RetryWaitMin, c.RetryWaitMax = nil, 2, 50*time.Millisecond, 500*time.Millisecond
	c.ErrorHandler = retryablehttp.PassthroughErrorHandler
	req, err := retryablehttp.NewRequestWithContext(ctx, http.MethodOptions, url, nil)
	if err != nil {
		return "", fmt.Errorf("adressen %s kan ikke bruges: %w", url, err)
	}
	resp, err := c.Do(req)
	if err != nil {
		return "", fmt.Errorf("ingen svarer på %s: %w; start adapteren, eller ret driver i profilen", url, err)
	}
	defer resp.Body.Close()
	date, err := http.ParseTime(resp.Header.Get("Date"))
	if err != nil {
		return url + " svarer; dens ur kendes ikke, for svaret har ingen Date", nil
	}
	apart := time.Since(date).Round(time.Second)
	if apart.Abs() > mostApart {
		return "", fmt.Errorf("adapterens ur går %s forkert; stil det (NTP), ellers ser ændringer ud til at komme for sent eller for tidligt", apart)
	}
	return fmt.Sprintf("%s svarer, og urene er %s fra hinanden", url, apart.Abs()), nil
}
