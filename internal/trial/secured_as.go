package trial

import (
	"errors"

	"klarmeld/internal/recording"
	"klarmeld/internal/security"
	"klarmeld/internal/services"
)

// securedAs lets a run that goes on be secured as it was: what is signed from now on
// is signed by those who signed before.
func (s *Setting) securedAs(run *recording.Run) error {
	was, err := security.ReadSetting(run.Security)
	switch {
	case err != nil:
		return err
	case was == nil || !was.Mode.Secured():
		if s.Secured != nil && s.Secured.Mode.Secured() {
			return errors.New("kørslen blev begyndt uden OIO IDWS; fortsæt den uden --sikkerhed")
		}
		s.Secured = nil
		return nil
	case s.Secured == nil:
		return errors.New("kørslen blev begyndt med OIO IDWS; giv dens nøgler igen (--noegler)")
	case !was.STS.Equal(s.Secured.STS.Certificate) || !was.Service.Equal(s.Secured.Service.Certificate):
		return errors.New("kørslen blev begyndt med andre nøgler; giv dem, den blev begyndt med (--noegler). " +
			"Var der ingen, er de glemt, og kørslen må begynde forfra")
	}
	s.Secured = &services.Secured{Setting: *was, Tokens: s.Secured.Tokens, Replies: s.Secured.Replies}
	return nil
}
