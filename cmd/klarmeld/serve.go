package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"klarmeld/internal/anvisning"
	"klarmeld/internal/keys"
	"klarmeld/internal/recording"
	"klarmeld/internal/road"
	"klarmeld/internal/services"
)

// serveOptions are the flags of klarmeld serve.
type serveOptions struct {
	addr, record, municipality, fixtures, roles, wsdl string
	secure                                            secureOptions
}

func serveCommand() *cobra.Command {
	var o serveOptions
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Stil indekset og registrene til rådighed på HTTP, og optag alt",
		Long: `Stiller indekset og registrene til rådighed på HTTP, og optager alt, der sendes.

Ét indeks er ét systems: sender to systemer hertil, blandes deres sager, og ingen kan
siden dømmes for sig. Start en klarmeld serve for hvert, på hver sin adresse. Hver
besked optages med den adresse, den kom fra. En browsers beskeder afvises.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return serve(cmd.Context(), o, cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	f := cmd.Flags()
	f.StringVar(&o.addr, "addr", "127.0.0.1:8470", "adresse at lytte på; port 0 vælger en ledig")
	f.StringVar(&o.record, "record", "", "mappe til optagelsen; den må ikke rumme en i forvejen")
	registerFlags(cmd, &o.municipality, &o.fixtures)
	f.StringVar(&o.roles, "relationsklasser", "", "egen liste over relationsklasser")
	contractsFlag(cmd, &o.wsdl)
	secureFlags(cmd, &o.secure)
	return cmd
}

func serve(ctx context.Context, o serveOptions, out, errOut io.Writer) (err error) {
	ground, set, err := o.ground()
	if err != nil {
		return err
	}
	// Nothing is written before we know that we can answer.
	door, err := road.Reserve(o.addr)
	if err != nil {
		return usage("%w", err)
	}
	defer door.Close()
	if o.record != "" {
		held, err := recording.HoldOwn(o.record)
		if errors.As(err, &recording.InUse{}) {
			return usage("%w med --record", err)
		}
		if err != nil {
			return unopened(err)
		}
		defer held.Release()
	}
	operator := &word{to: errOut}
	secured := operator.securing(door, set)
	open, finish, end, err := o.open(ground, operator)
	if err != nil {
		return err
	}
	defer func() {
		if closed := end(); closed != nil {
			err = harness(errors.Join(err, fmt.Errorf("optagelsen kan ikke lukkes: %w", closed)))
		}
	}()
	srv := door.Serve(open, secured)
	if err := tellPaths(out, srv.URL(), open); err != nil {
		// Who cannot be told where we answer is not answered.
		return harness(errors.Join(err, srv.Close()))
	}
	if o.record != "" {
		tellGuard(errOut, "optagelsen, som rummer CPR-numrene umaskeret,")
	}
	if err := attend(ctx, srv, open, operator); err != nil {
		return err
	}
	if err := finish(); err != nil {
		return harness(err)
	}
	if i, ok := interruptedBy(ctx); ok {
		say(out, "afsluttet (%s)\n", i)
	}
	return nil
}

// ground is what the services stand on, and the keys that they have; nil: they answer
// in the clear.
func (o serveOptions) ground() (ground services.Ground, set *keys.Set, err error) {
	from, err := registersAt(o.municipality, o.fixtures)
	if err != nil {
		return ground, nil, err
	}
	if ground, err = groundOf(from, o.roles); err == nil {
		ground, err = offering(ground, o.wsdl)
	}
	if err != nil {
		return ground, nil, usage("%w", err)
	}
	set, mode, err := o.secure.set(danishNow()())
	if err != nil || set == nil {
		return ground, nil, err
	}
	if ground, err = securing(ground, set, mode); err != nil {
		return ground, nil, usage("%w", err)
	}
	return ground, set, nil
}

// open opens the services, with their recording when one is wanted. finish says
// there that no more comes, and end closes it.
func (o serveOptions) open(ground services.Ground, operator *word) (open *services.Services, finish, end func() error, err error) {
	now, nothing := danishNow(), func() error { return nil }
	log, finish, end := recording.Log(recording.Discard{}), nothing, nothing
	var folder *recording.Folder
	watched := &recording.Watched{}
	if o.record != "" {
		if folder, err = recording.NewGathered(o.record); err != nil {
			return nil, nil, nil, unopened(err)
		}
		watched.Folder = folder
		stream := recording.NewStream(now, watched)
		log, finish, end = stream, stream.Finish, folder.Close
	}
	open, _, err = services.Open(ground, recording.Run{System: "serve", Nonce: recording.NewNonce(), Version: version(), Ruleset: anvisning.Version}, log, now)
	if err != nil && folder != nil {
		err = errors.Join(err, folder.Abandon())
	}
	if err != nil {
		return nil, nil, nil, harness(err)
	}
	watched.Failed, watched.Kept = operator.failed, operator.recorded // what came before is told of by its error
	return open, finish, end, nil
}

// tellPaths says where the services answer. Programs that start klarmeld read
// the first line, which is why it is not in Danish.
func tellPaths(out io.Writer, url string, open *services.Services) error {
	text := fmt.Sprintf("listening on %s\n", url)
	for _, p := range open.Paths() {
		text += fmt.Sprintf("  %-45s %s\n", p[0], p[1])
	}
	text += "Ét system ad gangen: skal to prøves, så start en klarmeld serve for hvert.\n"
	_, err := io.WriteString(out, text)
	return err
}

// attend serves until ctx ends, lets what is under way finish, and reports a
// recording that failed. That somebody ends it is how serve ends.
func attend(ctx context.Context, srv *road.Server, open *services.Services, operator *word) error {
	defer collecting(roomy)()
	select {
	case err := <-srv.Ended():
		return harness(err)
	case <-ctx.Done():
	}
	closed, broken := srv.Close(), open.Err()
	if known := (recording.Unwritten{}); errors.As(broken, &known) {
		broken = nil // the operator has been told, and is told how often
	}
	if err := errors.Join(closed, broken, operator.ended()); err != nil {
		return harness(err)
	}
	return nil
}
