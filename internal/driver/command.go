package driver

import (
	"errors"
	"os"
	"strings"
)

// Command is a program and its arguments, as people write them on one line. What
// names a file as a whole is that program, blanks and all; else it is cut at
// white space, and "…" or '…' keeps together what stands between. A backslash is a
// letter as any other: it parts the folders of Windows.
func Command(line string) ([]string, error) {
	line = strings.TrimSpace(line)
	if info, err := os.Stat(line); err == nil && !info.IsDir() {
		return []string{line}, nil
	}
	var out []string
	var word strings.Builder
	begun, quote := false, rune(0)
	for _, r := range line {
		switch {
		case quote != 0 && r == quote:
			quote = 0
		case quote != 0:
			word.WriteRune(r)
		case r == '"' || r == '\'':
			begun, quote = true, r
		case r == ' ' || r == '\t':
			if begun {
				out = append(out, word.String())
				word.Reset()
			}
			begun = false
		default:
			begun = true
			word.WriteRune(r)
		}
	}
	if quote != 0 {
		return nil, errors.New("et anførselstegn mangler sin ende")
	}
	if begun {
		out = append(out, word.String())
	}
	if len(out) == 0 || out[0] == "" {
		return nil, errors.New("programmet mangler")
	}
	return out, nil
}
