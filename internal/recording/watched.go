package recording

// Watched is a log in a folder that tells somebody when it cannot be written,
// whatever it is that was to be recorded, and when it can.
type Watched struct {
	*Folder
	Failed func(error) // nil: nobody is told
	Kept   func()      // an entry is on record; nil: nobody is told
}

// Append is the folder's.
func (w *Watched) Append(e Entry) (Entry, error) {
	e, err := w.Folder.Append(e)
	if err == nil && w.Kept != nil {
		w.Kept()
	}
	return e, w.tell(err)
}

// Arrive is the folder's.
func (w *Watched) Arrive(request []byte) (string, error) {
	name, err := w.Folder.Arrive(request)
	return name, w.tell(err)
}

func (w *Watched) tell(err error) error {
	if err != nil && w.Failed != nil {
		w.Failed(err)
	}
	return err
}
