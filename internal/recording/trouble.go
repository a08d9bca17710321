package recording

import (
	"errors"
	"io/fs"
	"slices"
)

// Trouble is a kind of what keeps a recording from being written.
type Trouble string

// The kinds.
const (
	TroubleFull        Trouble = "fuld"    // there is no room left
	TroubleDescriptors Trouble = "filer"   // the system lets no more files be open
	TroubleReadOnly    Trouble = "laast"   // nothing may be written there
	TroubleInTheWay    Trouble = "i-vejen" // a file that is not ours has the name
	TroubleGone        Trouble = "vaek"    // the folder is not there any more
	TroubleOther       Trouble = "andet"
)

// Unwritten says that something could not be recorded, and is not on record.
type Unwritten struct {
	Trouble Trouble
	Err     error
}

func (u Unwritten) Error() string { return u.Err.Error() }

// Unwrap is what the system said.
func (u Unwritten) Unwrap() error { return u.Err }

// unwritten tells of what kind an error of a recording is.
func unwritten(err error) error {
	if known := (Unwritten{}); err == nil || errors.As(err, &known) {
		return err
	}
	return Unwritten{troubleOf(err), err}
}

func troubleOf(err error) Trouble {
	is := func(kinds []error) bool {
		return slices.ContainsFunc(kinds, func(kind error) bool { return errors.Is(err, kind) })
	}
	switch {
	case is(noRoom):
		return TroubleFull
	case is(noDescriptors):
		return TroubleDescriptors
	case is(noWriting):
		return TroubleReadOnly
	case errors.Is(err, fs.ErrExist):
		return TroubleInTheWay
	case errors.Is(err, fs.ErrNotExist):
		return TroubleGone
	}
	return TroubleOther
}

// Machine reports whether it is the machine that lacks something, whichever folder
// is named.
func (t Trouble) Machine() bool { return t == TroubleFull || t == TroubleDescriptors }

// Name says in a few Danish words what is wrong.
func (t Trouble) Name() string {
	return map[Trouble]string{
		TroubleFull: "der er ikke plads på disken", TroubleDescriptors: "der er for mange åbne filer", TroubleReadOnly: "der må ikke skrives i mappen",
		TroubleInTheWay: "en fremmed fil ligger i vejen", TroubleGone: "mappen er væk", TroubleOther: "der kan ikke skrives",
	}[t]
}

// Fix says in Danish what whoever runs klarmeld can do about it.
func (t Trouble) Fix() string {
	return map[Trouble]string{
		TroubleFull:        "Skaf plads på disken",
		TroubleDescriptors: "Giv klarmeld lov til flere åbne filer (ulimit -n), eller lad færre forbindelser stå åbne",
		TroubleReadOnly:    "Giv klarmeld lov til at skrive i mappen",
		TroubleInTheWay:    "Flyt filen væk",
		TroubleGone:        "Sæt mappen tilbage, hvor den var",
		TroubleOther:       "Se efter, hvad der er galt med disken",
	}[t]
}
