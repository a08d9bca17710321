package trial

import (
	"errors"

	"klarmeld/internal/recording"
	"klarmeld/internal/verdict"
)

// mostFaults is after how many failures of the adapter in a row the run is
// stopped, when it seems to have failed for good.
const mostFaults = 3

// stops counts what a run is stopped by.
type stops struct {
	heard    bool // the system has sent something since the last wait was over
	silent   int  // waits in a row in which it sent nothing
	faults   int  // failures of the adapter in a row
	lasting  bool // the newest of them is of the adapter as a whole
	answered bool // the adapter has answered an action
	stopped  recording.StopCause
}

// take counts an entry of the recording. Who goes on has been told, and has done
// something about it: the count begins anew.
func (s *stops) take(e recording.Entry) {
	switch e.Kind {
	case recording.KindExchange:
		s.heard = s.heard || e.Exchange.Sender == recording.SenderSystem
	case recording.KindWaited:
		if s.silent++; s.heard {
			s.silent = 0
		}
		s.heard = false
	case recording.KindResumed:
		*s = stops{}
	case recording.KindStopped:
		s.stopped = e.Stop
	}
}

// errOtherRoad says that the system reads what the scenario is about by a road that
// klarmeld does not serve.
var errOtherRoad = errors.New("systemet læser ad en anden vej (KOMBITs GraphQL), som klarmeld ikke svarer på endnu")

// halted says that the run was stopped before a scenario.
type halted struct{ by recording.StopCause }

func (h halted) Error() string {
	if h.by == recording.StopAdapter {
		return "ikke nået: adapteren fejlede igen og igen"
	}
	return "ikke nået: systemet svarede igen og igen, at det var gjort, og sendte intet"
}

// gapOf is the kind of an error that a scenario was not played for.
func gapOf(err error) verdict.Gap {
	var h halted
	switch {
	case errors.Is(err, errOtherRoad):
		return verdict.GapOtherRoad
	case !errors.As(err, &h):
		return verdict.GapNone
	}
	return map[recording.StopCause]verdict.Gap{recording.StopSilence: verdict.GapSilence, recording.StopAdapter: verdict.GapAdapter}[h.by]
}

// halt stops the run before the next scenario, when there is reason to, and puts
// that on record. Nothing is stopped in the past: it has been played.
func (t *Trial) halt() error {
	if t.past != nil {
		return nil
	}
	if t.stops.stopped != "" {
		return halted{t.stops.stopped}
	}
	var by recording.StopCause
	switch {
	case t.stops.faults >= mostFaults && (t.stops.lasting || !t.stops.answered):
		by = recording.StopAdapter
	case t.setting.Silence > 0 && t.stops.silent >= t.setting.Silence:
		by = recording.StopSilence
	default:
		return nil
	}
	t.tape.Scope("", "")
	if _, err := t.tape.Append(recording.Entry{Kind: recording.KindStopped, Stop: by}); err != nil {
		return err
	}
	if err := t.listen(); err != nil {
		return err
	}
	return halted{by}
}
