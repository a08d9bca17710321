// Package spool keeps on the disk, for as long as it is needed, what is too much for
// memory: in files of the user's own that nobody else can read, and that are gone when the
// program is, however it ends, where a system lets a file be open that has no name.
package spool

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
)

// File is a temporary file, written from its beginning to its end and read then.
type File struct {
	*os.File
	buffered *bufio.Writer
	named    bool
}

// New makes an empty file. It is to be closed.
func New() (*File, error) {
	f, err := os.CreateTemp("", "klarmeld-*") // 0600
	if err != nil {
		return nil, fmt.Errorf("der kan ikke skrives en midlertidig fil i %s: %w", os.TempDir(), err)
	}
	return &File{f, bufio.NewWriterSize(f, 64<<10), os.Remove(f.Name()) != nil}, nil
}

// Write appends.
func (f *File) Write(b []byte) (int, error) { return f.buffered.Write(b) }

// WriteString appends.
func (f *File) WriteString(s string) (int, error) { return f.buffered.WriteString(s) }

// Reader reads what has been written, from the beginning. Nothing is written after it.
func (f *File) Reader() (*bufio.Reader, error) {
	if err := f.buffered.Flush(); err != nil {
		return nil, err
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	return bufio.NewReaderSize(f.File, 64<<10), nil
}

// ReadFrom appends all of it.
func (f *File) ReadFrom(from io.Reader) (int64, error) { return f.buffered.ReadFrom(from) }

// Close lets go of the file.
func (f *File) Close() error {
	err := f.File.Close()
	if f.named {
		err = errors.Join(err, os.Remove(f.Name()))
	}
	return err
}
