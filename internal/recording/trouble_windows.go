package recording

import (
	"io/fs"
	"syscall"
)

// What the system says of each kind of trouble (WinError.h): too many open files,
// write-protected media, and the three ways in which a disk has no room.
var (
	noRoom        = []error{syscall.Errno(39), syscall.Errno(112), syscall.Errno(1295)}
	noDescriptors = []error{syscall.Errno(4)}
	noWriting     = []error{syscall.Errno(19), fs.ErrPermission}
)
