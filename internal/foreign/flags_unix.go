//go:build unix

package foreign

import "syscall"

const (
	unwaiting = syscall.O_NONBLOCK // a FIFO that nobody writes is opened all the same
	unlinked  = syscall.O_NOFOLLOW
)
