package main

import (
	"context"
	"errors"
	"io"
	"runtime/debug"

	"github.com/spf13/cobra"

	"klarmeld/internal/recording"
	"klarmeld/internal/road"
	"klarmeld/internal/services"
)

// serveOptions are the flags of klarmeld serve.
type serveOptions struct{ addr, record, municipality, fixtures, roles string }

func serveCommand() *cobra.Command {
	var o serveOptions
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Stil indekset og registrene til rådighed på HTTP, og optag alt",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return serve(cmd.Context(), o, cmd.OutOrStdout())
		},
	}
	f := cmd.Flags()
	f.StringVar(&o.addr, "addr", "127.0.0.1:8470", "adresse at lytte på; port 0 vælger en ledig")
	f.StringVar(&o.record, "record", "", "mappe til optagelsen; den må ikke rumme en i forvejen")
	registerFlags(cmd, &o.municipality, &o.fixtures)
	f.StringVar(&o.roles, "relationsklasser", "", "egen liste over relationsklasser")
	return cmd
}

func serve(ctx context.Context, o serveOptions, out io.Writer) error {
	from, err := registersAt(o.municipality, o.fixtures)
	if err != nil {
		return err
	}
	ground, err := groundOf(from, o.roles)
	if err != nil {
		return usage("%w", err)
	}
	now := danishNow()
	log := recording.Log(recording.Discard{})
	if o.record != "" {
		folder, err := recording.NewFolder(o.record)
		if err != nil {
			return usage("%w", err)
		}
		defer folder.Close()
		log = recording.NewStream(now, folder)
	}
	open, _, err := services.Open(ground, recording.Run{System: "serve", Version: version()}, log, now)
	if err != nil {
		return harness(err)
	}
	srv, err := road.Listen(o.addr, open, nil)
	if err != nil {
		return usage("%w", err)
	}
	say(out, "listening on %s\n", srv.URL())
	for _, p := range open.Paths() {
		say(out, "  %-45s %s\n", p[0], p[1])
	}
	if err := attend(ctx, srv, open); err != nil {
		return err
	}
	if i, ok := interruptedBy(ctx); ok {
		say(out, "afsluttet (%s)\n", i)
	}
	return nil
}

// attend serves until ctx ends, lets what is under way finish, and reports a
// recording that failed. That somebody ends it is how serve ends.
func attend(ctx context.Context, srv *road.Server, open *services.Services) error {
	// What a message leaves behind is collected before there is much of it.
	debug.SetMemoryLimit(200 << 20)
	select {
	case err := <-srv.Ended():
		return harness(err)
	case <-ctx.Done():
	}
	if err := errors.Join(srv.Close(), open.Err()); err != nil {
		return harness(err)
	}
	return nil
}
