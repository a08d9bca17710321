package delivery

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"klarmeld/internal/foreign"
)

// node is what stands in a folder. Its name is all that is kept of it: a folder may have
// as many as there are messages.
type node struct {
	name string // with a slash at the end of a folder's, as in the paths of what is in it
	kind fs.FileMode
}

// folder reads the files of a folder and of those in it, numbers in their names as
// numbers.
func (r *Reader) folder(dir, name string) error {
	nodes, err := listed(dir)
	if err != nil {
		return fmt.Errorf("mappen kan ikke læses: %w", err)
	}
	skip := aboard{}
	if slices.ContainsFunc(nodes, func(n node) bool { return isList(n.name) && n.kind.IsRegular() }) {
		if err := skip.read(filepath.Join(dir, listName)); err != nil {
			return err
		}
	}
	for _, n := range nodes {
		if err := r.end(); err != nil {
			return err
		}
		at, called := filepath.Join(dir, n.name), n.name
		if name != "" {
			called = name + "/" + n.name
		}
		if err := r.node(n, at, called, skip); err != nil {
			return err
		}
	}
	return nil
}

func (r *Reader) node(n node, at, called string, skip aboard) error {
	if why, ok := skip[n.name]; ok {
		r.To.Aside(called, why)
		return nil
	}
	switch {
	case n.kind.IsDir():
		called = called[:len(called)-1]
		return r.failed(called, r.folder(at, called))
	case !n.kind.IsRegular():
		r.To.Aside(called, NoFile)
		return nil
	}
	f, info, err := foreign.File(at)
	if err != nil {
		return r.failed(called, unopened(err))
	}
	defer f.Close()
	return r.failed(called, r.opened(f, info, called))
}

// listed is what stands in a folder, in order, without the system's own.
func listed(dir string) ([]node, error) {
	f, err := os.Open(dir)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var out []node
	for {
		some, err := f.ReadDir(1024)
		for _, d := range some {
			switch {
			case systems(d.Name()):
			case d.IsDir():
				out = append(out, node{d.Name() + "/", fs.ModeDir})
			default:
				out = append(out, node{d.Name(), d.Type()})
			}
		}
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
	}
	slices.SortFunc(out, func(a, b node) int { return natural(a.name, b.name) })
	return out, nil
}

// read reads a recording's list on the disk.
func (a aboard) read(path string) error {
	f, _, err := foreign.File(path)
	if err != nil {
		return unopened(err)
	}
	defer f.Close()
	return a.lines(f, "")
}
