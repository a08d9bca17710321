package main

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"klarmeld/internal/keys"
	"klarmeld/internal/municipality"
	"klarmeld/internal/road"
	"klarmeld/internal/security"
	"klarmeld/internal/services"
	"klarmeld/internal/xmldsig"
)

// secureOptions are how the services are secured.
type secureOptions struct{ mode, keys string }

// secureFlags lets a command be secured.
func secureFlags(cmd *cobra.Command, o *secureOptions) {
	keysFlag(cmd, o)
	cmd.Flags().StringVar(&o.mode, "sikkerhed", "",
		"OIO IDWS: none (intet), observe (det, der er galt, findes) eller enforce (det afvises); ellers observe med --noegler, og none uden")
}

// keysFlag lets a command answer over TLS.
func keysFlag(cmd *cobra.Command, o *secureOptions) {
	cmd.Flags().StringVar(&o.keys, "noegler", "", "mappen med nøgler og certifikater (klarmeld certs); services svarer da på TLS")
}

// set opens the keys; nil when none are given, and messages come in the clear.
func (o secureOptions) set(at time.Time) (*keys.Set, security.Mode, error) {
	otherwise := security.None
	if o.keys != "" {
		otherwise = security.Observe
	}
	mode, err := o.asked(otherwise)
	if err != nil {
		return nil, mode, err
	}
	if o.keys == "" {
		if mode.Secured() {
			return nil, mode, usage("--sikkerhed %s kræver nøgler: skriv dem med klarmeld certs MAPPE, og giv mappen med --noegler", mode)
		}
		return nil, mode, nil
	}
	set, err := keys.Open(o.keys, at)
	if err != nil {
		return nil, mode, usage("%w", err)
	}
	return &set, mode, nil
}

// asked is how much is asked of messages, where nothing is said otherwise.
func (o secureOptions) asked(otherwise security.Mode) (security.Mode, error) {
	if o.mode == "" {
		return otherwise, nil
	}
	mode, err := security.ParseMode(o.mode)
	if err != nil {
		return mode, usage("--%w", err)
	}
	return mode, nil
}

// securing is the TLS of the keys, nil where there are none. The operator is told of
// callers that cannot come in, and of what may soon be wrong.
func (w *word) securing(door *road.Door, set *keys.Set) *tls.Config {
	door.Unheard, door.Unagreed = w.unheard, w.unagreed
	if set == nil {
		return nil
	}
	for _, f := range set.Remarks(danishNow()()) {
		w.say("OBS: %s.", f)
	}
	return set.TLS()
}

// securing lets the services be secured by the keys.
func securing(g services.Ground, set *keys.Set, mode security.Mode) (services.Ground, error) {
	if set == nil || !mode.Secured() {
		return g, nil
	}
	for _, p := range []keys.Pair{set.STS, set.Service} {
		if p.Key == nil {
			return g, fmt.Errorf("nøglemappen har ikke nøglen til %s", p.Certificate.Subject)
		}
	}
	setting := security.Setting{Mode: mode, Issuer: security.Issuer, STS: security.Certificate{Certificate: set.STS.Certificate},
		Service: security.Certificate{Certificate: set.Service.Certificate},
		CVR:     municipalities(g.Registers)}
	for _, c := range slices.Concat([]*x509.Certificate{set.Vendor.Certificate, set.Service.Certificate, set.CA}, set.Vendor.Chain, set.VendorCAs) {
		if c != nil {
			setting.Trusted = append(setting.Trusted, security.Certificate{Certificate: c})
		}
	}
	g.Secured = &services.Secured{Setting: setting, Tokens: xmldsig.Pair{Key: set.STS.Key, Cert: set.STS.Certificate},
		Replies: xmldsig.Pair{Key: set.Service.Key, Cert: set.Service.Certificate}}
	return g, nil
}

// municipalities are the CVR numbers of those who have an organisation in the
// registers: each has a service agreement with the system that is tried.
func municipalities(r *municipality.Register) []string {
	out := []string{r.CVR()}
	for _, v := range r.All(municipality.Virksomhed) {
		if cvr := v.Latest().CVR; cvr != "" && !slices.Contains(out, cvr) {
			out = append(out, cvr)
		}
	}
	return out
}
