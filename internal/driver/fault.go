package driver

import (
	"errors"
	"syscall"
)

// FaultClass says how an adapter failed. The value is its stable ID in the
// recording.
type FaultClass string

// The classes.
const (
	FaultDown     FaultClass = "nede"        // nobody answers there
	FaultProgram  FaultClass = "program"     // the program cannot be started, or ends without an answer
	FaultAnswer   FaultClass = "svar"        // what it says is no answer
	FaultStatus   FaultClass = "status"      // another HTTP status than 200
	FaultSlow     FaultClass = "langsom"     // no answer within the time that it has
	FaultRedirect FaultClass = "omdirigeret" // it is somewhere else
)

// FaultClasses are all classes.
func FaultClasses() []FaultClass {
	return []FaultClass{FaultDown, FaultProgram, FaultAnswer, FaultStatus, FaultSlow, FaultRedirect}
}

// Fault is a failure of the adapter: neither the system's nor klarmeld's.
type Fault struct {
	Class FaultClass
	Err   error
}

func (f Fault) Error() string { return f.Err.Error() }

// Unwrap is what happened.
func (f Fault) Unwrap() error { return f.Err }

// Exhausted is a failure of the machine that klarmeld runs on, which lets no more files
// be open: it says nothing of the adapter, and the action may be asked for again.
type Exhausted struct{ Err error }

func (l Exhausted) Error() string { return l.Err.Error() }

// Unwrap is what happened.
func (l Exhausted) Unwrap() error { return l.Err }

// failed is a fault of a class, unless it is the machine's.
func failed(class FaultClass, err error) error {
	if lacking(err) {
		return Exhausted{err}
	}
	return Fault{class, err}
}

func lacking(err error) bool {
	return errors.Is(err, syscall.EMFILE) || errors.Is(err, syscall.ENFILE)
}

// Name is the class in a plain sentence, without what the adapter said itself.
func (c FaultClass) Name() string {
	return map[FaultClass]string{
		FaultDown: "Adapteren svarer ikke.", FaultProgram: "Adapterens program kan ikke startes, eller det slutter uden at svare.",
		FaultAnswer: "Adapteren svarer noget, der ikke er et svar.", FaultStatus: "Adapteren svarer med en anden HTTP-status end 200.",
		FaultSlow: "Adapteren svarede ikke inden for sin frist.", FaultRedirect: "Adapteren henviser til en anden adresse.",
	}[c]
}

// Fix is what to do about it.
func (c FaultClass) Fix() string {
	return map[FaultClass]string{
		FaultDown:     "Start adapteren, eller ret dens adresse (--driver), og kør igen.",
		FaultProgram:  "Ret programmet eller dets navn (--driver exec:…), og kør igen; det, det selv skrev, står ovenfor.",
		FaultAnswer:   "Lad adapteren svare med JSON efter svar.schema.json og handlingens egen id, og kør igen.",
		FaultStatus:   "Lad adapteren svare HTTP 200, også når systemet ikke kan: så er status fejl med en begrundelse.",
		FaultSlow:     "Lad adapteren svare hurtigere, eller giv den længere tid (--adapterfrist).",
		FaultRedirect: "Skriv den rigtige adresse i --driver; en handling sendes kun dér, hvor I har sagt.",
	}[c]
}

// Lasting reports whether the fault is of the adapter as a whole, and not of how
// it answers one kind of action.
func (c FaultClass) Lasting() bool { return c != FaultAnswer && c != FaultStatus }
