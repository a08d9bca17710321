package recording

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"

	"klarmeld/internal/privacy"
)

// IndexFile is the folder's list of entries, one JSON object a line.
const IndexFile = "optagelse.jsonl"

// Folder is a Log on disk that a person can read: the index, and beside it the
// bytes of every exchange as NNNN-request.xml and NNNN-reply.xml. The bytes
// are written before the line that names them, so a folder that a kill cut
// short is a shorter recording, never a false one. Files have mode 0600.
type Folder struct {
	dir     string
	made    []string // the folders that were made for it, the outermost first
	index   *os.File
	chain   link         // the end of what has been listed
	arrived atomic.Int64 // how many messages have come

	gathered *archives // nil: each exchange has files of its own

	listing sync.Mutex
	listed  int64 // bytes of the index that are whole lines
}

// NewFolder begins a recording in dir, which it makes. A folder that already
// holds a recording is refused: a recording is never written over, and neither
// is any other file that stands in the way.
func NewFolder(dir string) (*Folder, error) { return newFolder(dir, warning, nil) }

// NewGathered is NewFolder for a recording that may grow long, and that nothing names
// the files of: the bytes of the exchanges after the first few hundred stand in
// archives. Its entries are appended one at a time.
func NewGathered(dir string) (*Folder, error) {
	return newFolder(dir, gatheredWarning, &archives{dir: dir, after: filesOfTheirOwn, most: mostOfArchive})
}

func newFolder(dir, warning string, to *archives) (*Folder, error) {
	made, err := makeFolders(dir, ownDir)
	if err != nil {
		removeEmpty(made)
		return nil, unwritten(fmt.Errorf("optagelsens mappe kan ikke oprettes: %w", err))
	}
	f, err := os.OpenFile(filepath.Join(dir, IndexFile), os.O_CREATE|os.O_EXCL|os.O_WRONLY, ownFile)
	if err != nil {
		removeEmpty(made)
	}
	if errors.Is(err, os.ErrExist) {
		return nil, fmt.Errorf("mappen %s rummer allerede en optagelse; vælg en anden mappe, eller flyt den gamle", dir)
	}
	if err != nil {
		return nil, unwritten(fmt.Errorf("optagelsen kan ikke skrives: %w", err))
	}
	folder := &Folder{dir: dir, made: made, index: f, gathered: to}
	if err := folder.write(warningFile, []byte(warning)); err != nil {
		// The note that is in the way is somebody else's.
		return nil, unwritten(errors.Join(err, folder.takeAway()))
	}
	if err := folder.alone(); err != nil {
		return nil, errors.Join(err, folder.Abandon())
	}
	return folder, nil
}

// alone refuses a folder with other files: nobody could tell afterwards whether
// they are part of the recording.
func (f *Folder) alone() error {
	files, err := os.ReadDir(f.dir)
	if err != nil {
		return fmt.Errorf("optagelsen kan ikke skrives: %w", err)
	}
	for _, file := range files {
		switch name := file.Name(); {
		case name == IndexFile, name == warningFile, name == holdFile, SystemsOwn(name):
		default:
			return fmt.Errorf("mappen %s rummer allerede andre filer (%s); vælg en tom mappe til optagelsen", f.dir, name)
		}
	}
	return nil
}

// Abandon takes a recording away again on which nothing has come.
func (f *Folder) Abandon() error {
	return errors.Join(os.Remove(filepath.Join(f.dir, warningFile)), f.takeAway())
}

func (f *Folder) takeAway() error {
	err := errors.Join(f.index.Close(), os.Remove(f.index.Name()))
	removeEmpty(f.made)
	return err
}

// warningFile says to whoever opens the folder what it holds.
const (
	warningFile = "LAES-MIG.txt"
	warning     = `Mappen er beviset for prøven: hver besked, som den blev sendt, byte for byte.

Den rummer
- CPR-numre, navne og alt andet, der står i beskederne (NNNN-request.xml, NNNN-reply.xml);
- nøgler, adgangskoder og tokens, hvis de står i en besked (WS-Security, SAML);
- i optagelse.jsonl: hvad der blev bedt om, registrene, og HTTP-hovederne. Authorization,
  cookies og tokens i hovederne er skjult.

Del den kun med dem, der må se personoplysningerne; slet den, når prøven er afgjort, og
skift de nøgler, der står i beskederne. Ret intet i den: så holder rapporten ikke længere.
Rapporten ved siden af har CPR-numrene maskeret.
`
)

// gatheredWarning is the warning in a folder that may have archives.
var gatheredWarning = strings.Replace(warning, "- nøgler,", `- de samme beskeder i beskeder-NNN.tar, når der er kommet mange: de første hundreder har
  hver sine filer, resten pakkes ud med fx "tar xf beskeder-001.tar";
- nøgler,`, 1)

// warnings are what the warning has been, the newest first. One that is changed goes
// to the end of the list: recordings have it.
var warnings = []string{warning, gatheredWarning}

// mostOfWarning is longer than any of them, in bytes.
const mostOfWarning = 4 << 10

// Append writes the entry, which already has its number: the bytes of its
// exchange, and then the line that names them. When it returns, both have been
// handed to the operating system, and so outlive klarmeld; they are not flushed to
// the disk one by one. Of an entry that cannot be written nothing is left, and the
// next one may have its number.
func (f *Folder) Append(e Entry) (Entry, error) {
	if f.gathers(e) {
		return e, unwritten(f.gather(e))
	}
	made, err := f.stage(e.Exchange)
	if err == nil {
		err = f.List(e)
	}
	if err != nil {
		for _, name := range made {
			_ = os.Remove(filepath.Join(f.dir, name)) // what stays has no line, and is no part of the recording
		}
	}
	return e, unwritten(err)
}

// gather writes an entry whose bytes go to an archive.
func (f *Folder) gather(e Entry) error {
	settle, err := f.gathered.put(e)
	if err != nil {
		return err
	}
	err = f.List(e)
	settle(err == nil)
	return err
}

// stage writes the bytes of an exchange, before the line that names them, and
// tells which files are to go when there is no such line: its own, for a file
// that was in the way is somebody else's.
func (f *Folder) stage(x *Exchange) (made []string, err error) {
	if x == nil {
		return nil, nil
	}
	if x.Arrived != "" {
		made = append(made, x.Arrived)
		err = f.rename(x.Arrived, x.RequestFile)
	} else {
		err = f.write(x.RequestFile, x.Request)
	}
	if err != nil {
		return made, err
	}
	made = append(made, x.RequestFile)
	if err := f.write(x.ReplyFile, x.Reply); err != nil {
		return made, err
	}
	return append(made, x.ReplyFile), nil
}

// rename gives a message that has arrived the name that it has on record.
func (f *Folder) rename(arrived, name string) error {
	from, to := filepath.Join(f.dir, arrived), filepath.Join(f.dir, name)
	// Unlike a rename, a link is refused where a file is already.
	err := os.Link(from, to)
	if errors.Is(err, os.ErrExist) {
		return inTheWay(f.dir, name, err)
	}
	if err != nil { // not every file system has links
		if _, there := os.Lstat(to); errors.Is(there, os.ErrNotExist) {
			err = os.Rename(from, to)
		}
	} else {
		err = os.Remove(from)
	}
	if err != nil {
		return fmt.Errorf("optagelsen kan ikke skrives: %w", err)
	}
	return nil
}

// Arrive keeps a message that is being handled in a file of its own, until it
// is known which number it gets.
func (f *Folder) Arrive(request []byte) (string, error) {
	name := fmt.Sprintf("%s%06d.xml", arriving, f.arrived.Add(1))
	return name, unwritten(f.write(name, request))
}

// List writes the line of an entry whose bytes have been written. Entries are
// listed in the order of their numbers, and each is chained to the one before it. A
// line that is not written to its end is taken away; where that cannot be done
// either, the next line takes its place.
func (f *Folder) List(e Entry) error {
	if x := e.Exchange; x != nil {
		// The bytes of the message are the evidence; what opened the door is not.
		listed := *x
		listed.Header, listed.ReplyHeader, listed.Path = privacy.Headers(x.Header), privacy.Headers(x.ReplyHeader), privacy.URI(x.Path)
		e.Exchange = &listed
	}
	f.listing.Lock()
	defer f.listing.Unlock()
	line, chain, err := f.chain.next(e)
	if err != nil {
		return fmt.Errorf("optagelsens linje %d kan ikke skrives: %w", e.Seq, err)
	}
	n, err := f.index.WriteAt(append(line, '\n'), f.listed)
	if err != nil {
		_ = f.index.Truncate(f.listed)
		return unwritten(fmt.Errorf("optagelsens linje %d kan ikke skrives: %w", e.Seq, err))
	}
	f.listed += int64(n)
	f.chain = chain
	return nil
}

// write writes a new file, or leaves none.
func (f *Folder) write(name string, b []byte) error {
	// A file that is there already is somebody's evidence, and may have a mode
	// that lets others read CPR numbers.
	file, err := os.OpenFile(filepath.Join(f.dir, name), os.O_CREATE|os.O_EXCL|os.O_WRONLY, ownFile)
	if errors.Is(err, os.ErrExist) {
		return inTheWay(f.dir, name, err)
	}
	if err != nil {
		return fmt.Errorf("optagelsen kan ikke skrives: %w", err)
	}
	_, err = file.Write(b)
	if err := errors.Join(err, file.Close()); err != nil {
		_ = os.Remove(file.Name())
		return fmt.Errorf("optagelsen kan ikke skrives: %w", err)
	}
	return nil
}

func inTheWay(dir, name string, err error) error {
	return Unwritten{troubleOf(err), fmt.Errorf("optagelsen kan ikke skrives: filen %s findes allerede i mappen %s; vælg en tom mappe", name, dir)}
}

// Stored is the recording as it stands on disk.
func (f *Folder) Stored() Reader { return Dir(f.dir) }

// Close flushes the index to disk.
func (f *Folder) Close() error {
	return errors.Join(f.gathered.close(), f.index.Sync(), f.index.Close())
}
