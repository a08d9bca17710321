//go:build !windows

package recording

import (
	"io/fs"
	"syscall"
)

// What the system says of each kind of trouble.
var (
	noRoom        = []error{syscall.ENOSPC, syscall.EDQUOT, syscall.EFBIG}
	noDescriptors = []error{syscall.EMFILE, syscall.ENFILE}
	noWriting     = []error{syscall.EROFS, fs.ErrPermission}
)
