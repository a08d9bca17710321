// Release makes what people download of klarmeld: an archive and an SBOM for each
// platform, an OCI image, and their checksums. See docs/releases.md.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
)

func main() {
	o := Options{Platforms: All}
	flag.StringVar(&o.Source, "source", "..", "the clone of klarmeld; all in it must be committed")
	flag.StringVar(&o.Out, "out", "../dist", "the folder for what is made; nothing may be in it")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	made, err := Make(ctx, o)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "release:", err)
		os.Exit(1)
	}
	fmt.Printf("klarmeld %s, %s: %s\n", made.Version, made.Revision, o.Out)
}
