package main

import (
	"os"

	"golang.org/x/sys/windows"
)

// obeys asks a console to act on the codes that move the cursor and colour. One of before
// 2016 does not, and would show them. Letters need nothing: Go gives a console UTF-16,
// whatever its code page.
func obeys(f *os.File) bool {
	console := windows.Handle(f.Fd())
	var mode uint32
	if windows.GetConsoleMode(console, &mode) != nil {
		return false
	}
	return windows.SetConsoleMode(console, mode|windows.ENABLE_PROCESSED_OUTPUT|windows.ENABLE_VIRTUAL_TERMINAL_PROCESSING) == nil
}
