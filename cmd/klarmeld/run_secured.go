package main

import (
	"errors"

	"klarmeld/internal/keys"
	"klarmeld/internal/recording"
	"klarmeld/internal/security"
	"klarmeld/internal/services"
	"klarmeld/internal/stage"
	"klarmeld/internal/trial"
	"klarmeld/internal/xmldsig"
)

// runKeys are the keys of a run, and how much is asked of its messages.
type runKeys struct {
	set  *keys.Set // nil: there are none
	mode security.Mode
}

// openKeys opens the keys that are given. A simulated system needs none: those that
// nobody else has to trust are minted, and are forgotten with the run.
func (o *runOptions) openKeys() error {
	now := danishNow()()
	var err error
	if o.driver != "" || o.secure.keys != "" {
		o.opened.set, o.opened.mode, err = o.secure.set(now)
		return err
	}
	if o.opened.mode, err = o.secure.asked(security.None); err != nil || !o.opened.mode.Secured() {
		return err
	}
	set, err := keys.Mint(keys.Wish{Now: now})
	if err != nil {
		return harness(err)
	}
	o.opened.set = &set
	return nil
}

// secured reports whether the run's messages are secured.
func (o runOptions) secured() bool { return o.opened.set != nil && o.opened.mode.Secured() }

// ground secures what the services stand on.
func (k runKeys) ground(g services.Ground) (services.Ground, error) {
	g, err := securing(g, k.set, k.mode)
	if err == nil && g.Secured != nil {
		g.Secured.TokenLife = recording.Duration(trial.TokenLife)
	}
	return g, err
}

// signer is whose key a simulated system signs by: the vendor's, or the services' own
// where the vendor keeps his; nil where nothing is signed.
func (k runKeys) signer() (xmldsig.Signer, error) {
	if k.set == nil || !k.mode.Secured() {
		return nil, nil
	}
	for _, p := range []keys.Pair{k.set.Vendor, k.set.Service} {
		if p.Key != nil && p.Certificate != nil {
			return xmldsig.Pair{Key: p.Key, Cert: p.Certificate}, nil
		}
	}
	return nil, errors.New("nøglemappen har ingen nøgle, som et simuleret system kan underskrive med")
}

// overTLS lets the services answer a real system over TLS, where there are keys.
func (o runOptions) overTLS(setting *stage.Setting) {
	if o.driver != "" && o.opened.set != nil {
		setting.Secured, setting.Unagreed = o.opened.set.TLS(), (&word{to: o.screen}).unagreed
	}
}
