package stage

// Unrecorded says that a run was stopped, since it could not be recorded: a fault
// of ours, or of the machine that we run on. What had been recorded is kept.
type Unrecorded struct {
	Folder string // where it is
	Err    error
}

func (u Unrecorded) Error() string { return "kørslen er stoppet: " + u.Err.Error() }

// Unwrap is what could not be written.
func (u Unrecorded) Unwrap() error { return u.Err }
