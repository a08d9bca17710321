package foreign

import (
	"errors"
	"io/fs"
	"os"
)

// File opens a regular file that is no link, of any size, to be read from any place in
// it. It never waits for anybody.
func File(name string) (*os.File, fs.FileInfo, error) {
	f, err := os.OpenFile(name, os.O_RDONLY|unwaiting|unlinked, 0)
	if err != nil {
		if info, failed := os.Lstat(name); failed == nil {
			if why := odd(info.Mode()); why != "" {
				return nil, nil, Refusal{Name: name, Why: why}
			}
		}
		return nil, nil, err
	}
	info, err := f.Stat()
	if err == nil {
		if why := odd(info.Mode()); why != "" {
			err = Refusal{Name: name, Why: why}
		}
	}
	if unlinked == 0 && err == nil {
		if linked, failed := os.Lstat(name); failed == nil && linked.Mode()&fs.ModeSymlink != 0 {
			err = Refusal{Name: name, Why: Link} // where opening does not tell
		}
	}
	if err != nil {
		return nil, nil, errors.Join(err, f.Close())
	}
	return f, info, nil
}

// NamedFile opens what a person has named: a link to a file is one, and so is what
// another program writes (a pipe), of which the size is not known.
func NamedFile(name string) (*os.File, fs.FileInfo, error) {
	f, err := os.OpenFile(name, os.O_RDONLY|unwaiting, 0)
	if err != nil {
		return nil, nil, err
	}
	info, err := f.Stat()
	if err == nil && info.IsDir() {
		err = Refusal{Name: name, Why: Folder}
	}
	if err != nil {
		return nil, nil, errors.Join(err, f.Close())
	}
	return f, info, nil
}
