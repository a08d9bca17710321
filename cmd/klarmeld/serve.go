package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os/signal"
	"runtime/debug"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"klarmeld/internal/config"
	"klarmeld/internal/index"
	"klarmeld/internal/recording"
	"klarmeld/internal/trial"
	"klarmeld/internal/wire"
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
			ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
			defer stop()
			return serve(ctx, o, cmd.OutOrStdout())
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
	registers, err := config.Municipality(from)
	if err != nil {
		return usage("%w", err)
	}
	roles, rolesJSON, err := config.Roles(o.roles)
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
	first, err := trial.Opening(trial.Setting{System: "serve", Program: version(), Registers: registers, RolesJSON: rolesJSON})
	if err != nil {
		return harness(err)
	}
	if _, err := log.Append(first); err != nil {
		return harness(err)
	}
	w := wire.New(trial.Services(index.NewStore(), registers, roles, now), log, now)
	l, err := net.Listen("tcp", o.addr)
	if err != nil {
		return usage("klarmeld kan ikke lytte på %s: %w", o.addr, err)
	}
	fmt.Fprintf(out, "listening on http://%s\n", l.Addr())
	for _, p := range w.Paths() {
		fmt.Fprintf(out, "  %-45s %s\n", p[0], p[1])
	}
	return listen(ctx, l, w)
}

// listen serves until ctx ends, lets what is under way finish, and reports a
// recording that failed.
func listen(ctx context.Context, l net.Listener, w *wire.Wire) error {
	srv := &http.Server{Handler: w, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: time.Minute, IdleTimeout: 2 * time.Minute}
	done := make(chan error, 1)
	go func() { done <- srv.Serve(l) }()
	// What a message leaves behind is collected before there is much of it.
	debug.SetMemoryLimit(200 << 20)
	select {
	case err := <-done:
		return harness(err)
	case <-ctx.Done():
	}
	end, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if err := errors.Join(srv.Shutdown(end), w.Err()); err != nil {
		return harness(err)
	}
	return nil
}
