package recording

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/gofrs/flock"
)

// holdFile is locked by who writes in a folder. The lock is the operating
// system's, and so ends with the process, however that ends.
const holdFile = "i-brug.lock"

// Held is a folder that nobody else writes in.
type Held struct {
	lock *flock.Flock
	made []string // the folders that were made for it, the outermost first
}

// InUse says that another klarmeld writes in a folder.
type InUse struct {
	Dir string
	By  string // the folder that the other has taken: this one, one above it or one below
}

func (u InUse) Error() string {
	where := "den"
	if u.By != u.Dir {
		where = u.By
	}
	return fmt.Sprintf("mappen %s er i brug: en anden klarmeld skriver i %s; vent, til den er færdig, eller vælg en anden mappe", u.Dir, where)
}

// Hold takes a folder, and makes it when it is not there. One that another
// klarmeld writes in is refused with InUse.
func Hold(dir string) (*Held, error) {
	made, err := makeShown(dir)
	return hold(dir, made, err)
}

// HoldOwn is Hold for a folder that nobody else may read.
func HoldOwn(dir string) (*Held, error) {
	made, err := makeFolders(dir, ownDir)
	if err != nil {
		err = unwritten(fmt.Errorf("optagelsens mappe kan ikke oprettes: %w", err))
	}
	return hold(dir, made, err)
}

// hold takes a folder that has been made.
func hold(dir string, made []string, err error) (*Held, error) {
	h := &Held{made: made}
	if err != nil {
		h.removeMade()
		return nil, err
	}
	if err := h.take(dir); err != nil {
		return nil, err
	}
	// Whoever takes a folder within another's, or around it, has locked its own
	// before it looks for the other's: of two at once one sees the other.
	if by := takenNear(dir); by != "" {
		h.Release()
		return nil, InUse{dir, by}
	}
	return h, nil
}

// take locks the folder.
func (h *Held) take(dir string) error {
	for {
		h.lock = flock.New(filepath.Join(dir, holdFile))
		ours, err := h.lock.TryLock()
		if err != nil {
			h.removeMade()
			return unwritten(fmt.Errorf("mappen %s kan ikke skrives i: %w", dir, err))
		}
		if !ours {
			return InUse{dir, dir}
		}
		if h.stillThere() {
			return nil
		}
		// Whoever had it took the file away between our opening and our locking it.
		if err := h.lock.Unlock(); err != nil {
			return unwritten(fmt.Errorf("mappen %s kan ikke skrives i: %w", dir, err))
		}
	}
}

// takenNear is a folder around this one, or within it, that another klarmeld has
// taken; "" when there is none. A run takes the folder of all its reports, a
// signer that of one of them, and klarmeld serve that of a recording.
func takenNear(dir string) string {
	real, err := filepath.EvalSymlinks(dir)
	if err == nil {
		real, err = filepath.Abs(real)
	}
	if err != nil {
		return "" // it has just been taken; who could take it away?
	}
	near := []string{filepath.Dir(real), filepath.Join(real, Subfolder)}
	if filepath.Base(real) == Subfolder {
		near = append(near, filepath.Dir(filepath.Dir(real)))
	}
	inside, _ := os.ReadDir(real) // what cannot be read nobody can have taken
	for _, f := range inside {
		near = append(near, filepath.Join(real, f.Name()), filepath.Join(real, f.Name(), Subfolder))
	}
	for _, folder := range near {
		if folder != real && taken(folder) {
			return folder
		}
	}
	return ""
}

// taken reports whether somebody has taken a folder. A lock that a kill left is
// nobody's.
func taken(folder string) bool {
	lock := flock.New(filepath.Join(folder, holdFile), flock.SetFlag(os.O_RDONLY)) // it makes none
	free, err := lock.TryRLock()
	if err != nil {
		return false
	}
	if free {
		_ = lock.Unlock()
	}
	return !free
}

// leftLock reports whether a file is the lock of a klarmeld that works there or was
// killed there: it is empty, and no part of what it stands among.
func leftLock(file string) bool {
	info, err := os.Lstat(file)
	return err == nil && filepath.Base(file) == holdFile && info.Mode().IsRegular() && info.Size() == 0
}

// stillThere reports whether the file that is locked is the one that others
// find.
func (h *Held) stillThere() bool {
	locked, err := h.lock.Stat()
	if err != nil {
		return false
	}
	found, err := os.Stat(h.lock.Path())
	return err == nil && os.SameFile(locked, found)
}

// Release lets others write in the folder. What was made for it and is empty is
// taken away again. Of nil it does nothing.
func (h *Held) Release() {
	if h == nil {
		return
	}
	// While it is locked no other can have locked the same file. Windows keeps a
	// file that is open; there it goes when it is closed, and stays when another
	// has opened it.
	gone := os.Remove(h.lock.Path()) == nil
	if err := h.lock.Unlock(); err == nil && !gone {
		_ = os.Remove(h.lock.Path())
	}
	h.removeMade()
}

func (h *Held) removeMade() { removeEmpty(h.made) }

// removeEmpty takes folders away that are empty, the innermost first.
func removeEmpty(made []string) {
	for i := len(made) - 1; i >= 0; i-- {
		_ = os.Remove(made[i])
	}
}

// Modes of what others may read, and of what only its owner may.
const (
	shownDir, shownFile = 0o755, 0o644
	ownDir, ownFile     = 0o700, 0o600
)

// MakeShown makes a folder that others may read, and those above it that are
// missing.
func MakeShown(dir string) error {
	made, err := makeShown(dir)
	if err != nil {
		removeEmpty(made)
	}
	return err
}

func makeShown(dir string) ([]string, error) {
	made, err := makeFolders(dir, shownDir)
	if err != nil {
		return made, unwritten(fmt.Errorf("mappen %s kan ikke oprettes: %w", dir, err))
	}
	return made, nil
}

// makeFolders makes a folder and those above it that are missing, and returns
// those that it made, the outermost first. Their mode is what it is said to be,
// whatever the umask: a report is made to be handed on, and a recording is not.
func makeFolders(dir string, mode os.FileMode) (made []string, err error) {
	dir = filepath.Clean(dir) // as every path below it is
	var missing []string
	for at := dir; ; at = filepath.Dir(at) {
		_, err := os.Stat(at)
		if !errors.Is(err, os.ErrNotExist) || at == filepath.Dir(at) {
			break
		}
		missing = append(missing, at)
	}
	for i := len(missing) - 1; i >= 0; i-- {
		if err := os.Mkdir(missing[i], mode); err != nil && !errors.Is(err, os.ErrExist) {
			return made, err
		}
		made = append(made, missing[i])
		_ = os.Chmod(missing[i], mode) // a file system without modes has none to set
	}
	info, err := os.Stat(dir)
	if err == nil && !info.IsDir() {
		err = errNoFolder
	}
	return made, err
}

var errNoFolder = errors.New("der ligger en fil, som hedder det")

// WriteShown writes a file that others may read, whatever the umask.
// One that is there stays as it is until the new one is whole.
func WriteShown(path string, b []byte) error {
	half := path + ".halv"
	err := os.WriteFile(half, b, shownFile)
	if err == nil {
		ShowFile(half)
		err = os.Rename(half, path)
	}
	if err != nil {
		_ = os.Remove(half) // what is told is the error that was first
	}
	return err
}

// ShowFile lets others read a file that is there.
func ShowFile(path string) { _ = os.Chmod(path, shownFile) } // a file system without modes has none to set
