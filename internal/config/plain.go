package config

import (
	"fmt"
	"strings"

	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/token"
)

// Bounds of a profile. What people write has some forty lines.
const (
	maxProfile       = 256 << 10 // bytes
	maxProfileTokens = 6000
	maxProfileDepth  = 20 // levels of lists and maps
)

// plainYAML refuses what makes a small file into a large one, or has nothing to
// do in a profile: anchors and aliases, of which eight lines may stand for
// gigabytes, and depths that nobody writes.
func plainYAML(raw []byte) error {
	if len(raw) > maxProfile {
		return fmt.Errorf("den er på mere end %d kB", maxProfile>>10)
	}
	tokens := lexer.Tokenize(string(raw))
	if len(tokens) > maxProfileTokens {
		return fmt.Errorf("den har mere end %d dele", maxProfileTokens)
	}
	flow := 0
	for _, t := range tokens {
		switch t.Type {
		case token.AnchorType, token.AliasType, token.MergeKeyType:
			return fmt.Errorf("linje %d har et anker eller et alias (%s); skriv det, der menes, hvor det skal stå", t.Position.Line, strings.TrimSpace(t.Value))
		case token.SequenceStartType, token.MappingStartType:
			flow++
		case token.SequenceEndType, token.MappingEndType:
			flow--
		}
		if flow > maxProfileDepth || t.Position.IndentNum > 8*maxProfileDepth {
			return fmt.Errorf("linje %d er indlejret i mere end %d niveauer", t.Position.Line, maxProfileDepth)
		}
	}
	return nil
}
