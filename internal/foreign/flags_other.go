//go:build !unix

package foreign

// Where a file system has no FIFOs there is nothing to wait for; a link is seen
// when the file is open.
const (
	unwaiting = 0
	unlinked  = 0
)
