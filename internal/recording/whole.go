package recording

import "fmt"

// lacks says what an entry of its kind must have and has not; "" when it is
// whole. Who reads a recording relies on it.
func (e Entry) lacks() string {
	switch e.Kind {
	case KindRun:
		return unless(e.Run != nil, "den siger ikke, hvad der blev prøvet (koersel)")
	case KindAction:
		return unless(e.Act != nil && len(e.Act.Request) > 0, "den siger ikke, hvad der blev bedt om (udfoert)")
	case KindChange:
		return unless(e.Change != nil && len(e.Change.Data)+len(e.Change.Security) > 0, "den siger ikke, hvad der blev ændret (aendring)")
	case KindExchange, KindInterrupted:
		return unless(e.Exchange != nil, "den har ingen udveksling")
	case KindScenario, KindWaited, KindSettled, KindEnd, KindStopped, KindResumed, KindClosed:
		return ""
	}
	return fmt.Sprintf("dens art er %q, og den kendes ikke; er den optaget af en nyere klarmeld?", e.Kind)
}

func unless(there bool, lacks string) string {
	if there {
		return ""
	}
	return lacks
}
