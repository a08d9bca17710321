//go:build !windows

package main

import "os"

// obeys reports whether a terminal acts on the codes that move the cursor and colour: all
// do, but on Windows.
func obeys(*os.File) bool { return true }
