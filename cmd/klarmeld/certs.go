package main

import (
	"bytes"
	"crypto/sha1"
	"crypto/x509"
	_ "embed"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/template"
	"time"

	"github.com/spf13/cobra"

	"klarmeld/internal/keys"
)

func certsCommand() *cobra.Command {
	var hosts []string
	cmd := &cobra.Command{
		Use:   "certs MAPPE",
		Short: "Lav nøgler og certifikater til TLS og underskrifter",
		Long: `Laver en test-CA og nøgler til klarmelds services, STS og TLS og til jeres system, som
PEM og som de lagre, Java og .NET læser (PKCS #12). VEJLEDNING.md i mappen siger, hvad
der skal sættes op hvor. CA'ens egen nøgle gemmes ikke. En mappe, der har noget af det
i forvejen, røres ikke.

Egne certifikater kan lægges i mappen i stedet, under de samme navne; klarmeld preflight
efterprøver dem.`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return writeKeys(args[0], hosts, cmd.OutOrStdout())
		},
	}
	cmd.Flags().StringSliceVar(&hosts, "vaert", nil, "flere værtsnavne eller IP-adresser, TLS skal svare til, ud over localhost og KOMBITs i ekstern test")
	return cmd
}

//go:embed certs_guide.md
var guideSource string

var guideText = template.Must(template.New("VEJLEDNING.md").Parse(guideSource))

// guideFile is the name of the guide in the folder.
const guideFile = "VEJLEDNING.md"

func writeKeys(dir string, hosts []string, out io.Writer) error {
	all := keys.Hosts()
	for _, h := range hosts {
		if err := keys.CheckHost(h); err != nil {
			return usage("--vaert: %w", err)
		}
		if !slices.Contains(all, h) {
			all = append(all, h)
		}
	}
	set, err := keys.Mint(keys.Wish{Hosts: all, Now: danishNow()()})
	if err != nil {
		return harness(err)
	}
	guide, err := guideOf(set)
	if err != nil {
		return harness(err)
	}
	files, err := set.Write(dir, keys.File{Name: guideFile, What: "hvad der skal sættes op hvor: Java, .NET og andre", Raw: guide})
	if err != nil {
		return usage("%w", err)
	}
	say(out, "Skrevet i %s:\n", dir)
	for _, f := range files {
		say(out, "  %-24s %s%s\n", f.Name, f.What, map[bool]string{true: " (hemmelig)"}[f.Secret])
	}
	tellGuard(out, "de hemmelige filer")
	say(out, "Certifikaterne gælder til og med %s. TLS svarer til %s.\n", lastDay(set), strings.Join(set.Names(), ", "))
	say(out, "Nu: læs %s i mappen, og start klarmeld med --noegler %s\n", guideFile, dir)
	return nil
}

// lastDay is the last whole day that the keys are valid on, in Denmark.
func lastDay(s keys.Set) string {
	return s.CA.NotAfter.In(danishNow()().Location()).AddDate(0, 0, -1).Format(time.DateOnly)
}

func guideOf(s keys.Set) ([]byte, error) {
	var b bytes.Buffer
	err := guideText.Execute(&b, map[string]any{
		"Until": lastDay(s), "Password": keys.Password, "Names": strings.Join(s.Names(), ", "),
		"STS": thumbprint(s.STS.Certificate), "Service": thumbprint(s.Service.Certificate), "Vendor": thumbprint(s.Vendor.Certificate),
	})
	return b.Bytes(), err
}

// thumbprint names a certificate as Windows does: SHA-1 of all of it.
func thumbprint(c *x509.Certificate) string { return fmt.Sprintf("%X", sha1.Sum(c.Raw)) }
