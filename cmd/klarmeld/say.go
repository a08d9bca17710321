package main

import (
	"fmt"
	"io"

	"klarmeld/internal/privacy"
)

// say writes a text for a person. It may hold what the user or a system named,
// such as a folder: no CPR number in that is shown.
func say(out io.Writer, format string, args ...any) {
	fmt.Fprint(out, privacy.Mask(fmt.Sprintf(format, args...)))
}
