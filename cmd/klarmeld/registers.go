package main

import (
	"os"
	"sync"

	"klarmeld/internal/config"
	"klarmeld/internal/contractfiles"
	"klarmeld/internal/services"
	"klarmeld/internal/stage"

	"github.com/spf13/cobra"
)

// registerFlags are the flags that say where the municipality's registers are.
func registerFlags(cmd *cobra.Command, file, dir *string) {
	f := cmd.Flags()
	f.StringVar(dir, "fixtures", "", "mappe med egne registre (*.json efter kommune.schema.json) i stedet for Korsbæk")
	f.StringVar(file, "kommune", "", "egen kommunefil i stedet for Korsbæk, når alt står i én fil")
}

// registersAt is the file or folder that the flags name; "" is Korsbæk.
func registersAt(file, dir string) (string, error) {
	if dir == "" {
		return file, nil
	}
	if file != "" {
		return "", usage("brug enten --fixtures eller --kommune: begge siger, hvor registrene er")
	}
	info, err := os.Stat(dir)
	if err != nil {
		return "", usage("mappen %s kan ikke læses: %w", dir, err)
	}
	if !info.IsDir() {
		return "", usage("--fixtures skal være en mappe; %s er en fil (brug --kommune til én fil)", dir)
	}
	return dir, nil
}

// contractsFlag is the flag that says where the official contracts are.
func contractsFlag(cmd *cobra.Command, dir *string) {
	cmd.Flags().StringVar(dir, "wsdl", "", "mappe med KOMBITs WSDL og XSD, som I har dem; så svarer services på ?wsdl")
}

// offering is the ground with the contracts of a folder; "" has none.
func offering(g services.Ground, dir string) (services.Ground, error) {
	if dir == "" {
		return g, nil
	}
	var err error
	g.Contracts, err = contractfiles.Open(dir)
	return g, err
}

// builtIn is what klarmeld brings for a run to stand on. It is never written to.
var builtIn = sync.OnceValues(func() (stage.BuiltIn, error) {
	var b stage.BuiltIn
	var err error
	if b.Policies, err = config.Policies(); err != nil {
		return b, harness(err)
	}
	if b.Citizens, err = config.Citizens(""); err != nil {
		return b, harness(err)
	}
	g, err := groundOf("", "")
	if err != nil {
		return b, harness(err)
	}
	b.Roles = g.RolesJSON
	if b.Registers, err = g.Registers.Snapshot(); err != nil {
		return b, harness(err)
	}
	return b, nil
})

// groundOf reads what the services stand on. An error is the user's to mend.
func groundOf(registers, roles string) (services.Ground, error) {
	var g services.Ground
	var err error
	if g.Registers, err = config.Municipality(registers); err != nil {
		return g, err
	}
	g.Roles, g.RolesJSON, err = config.Roles(roles)
	return g, err
}
