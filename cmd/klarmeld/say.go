package main

import (
	"fmt"
	"io"

	"klarmeld/internal/privacy"
)

// say writes a text for a person. It may hold what the user or a system named,
// such as a folder or a title: no CPR number in that is shown, and it makes no line
// of its own. An error may be of several lines.
func say(out io.Writer, format string, args ...any) {
	for i, a := range args {
		if name, ok := a.(string); ok {
			args[i] = inLine(name)
		}
	}
	fmt.Fprint(out, privacy.Mask(fmt.Sprintf(format, args...)))
}
