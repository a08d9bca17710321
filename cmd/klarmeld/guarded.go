package main

import (
	"io"
	"runtime"
)

// tellGuard says, where klarmeld cannot keep what it has written from others, whose business
// that is. Elsewhere the files' modes do (0600): nobody but their owner reads them. Windows
// has no modes, and a file has the rights of its folder.
func tellGuard(out io.Writer, what string) { tellGuardOn(runtime.GOOS, out, what) }

func tellGuardOn(system string, out io.Writer, what string) {
	if system == "windows" {
		say(out, "Windows: %s har samme rettigheder som mappen omkring. "+
			"Klarmeld kan ikke lukke for andre her: sørg for, at kun de, der må, kan læse mappen.\n", what)
	}
}
