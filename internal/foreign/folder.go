package foreign

import (
	"io"
	"io/fs"
	"os"
)

// FS is a folder of somebody else's as a file system: regular files of at most
// so many bytes, and none through a link.
func FS(folder string, most int64) fs.FS { return files{folder, most} }

type files struct {
	folder string
	most   int64
}

// Open opens a file, or a folder to list what is in it.
func (f files) Open(name string) (fs.File, error) {
	refused := func(err error) (fs.File, error) { return nil, &fs.PathError{Op: "open", Path: name, Err: err} }
	path, err := In(f.folder, name)
	if err != nil {
		return refused(err)
	}
	info, err := os.Lstat(path)
	if err != nil {
		return refused(err)
	}
	if info.IsDir() || name == "." {
		return os.Open(path)
	}
	raw, err := Open(path, f.most)
	if err != nil {
		return refused(err)
	}
	return file{raw, info}, nil
}

type file struct {
	io.ReadCloser
	info fs.FileInfo
}

func (f file) Stat() (fs.FileInfo, error) { return f.info, nil }
