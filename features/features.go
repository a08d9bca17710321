// Package features embeds the compliance test itself: the Danish scenarios,
// one file per capability. A scenario's tags are its ID (@id:…), its
// capability, and the requirements it stands for (@krav:…).
package features

import "embed"

// Files holds the feature files. Their names begin with a number, for they are
// played in that order: what the others have sent is there to be removed when
// Fjern entiteter comes last.
//
//go:embed [1-6]_*.feature
var Files embed.FS

// Secured holds them and the feature of the secured wire (OIO IDWS), which is played
// only where messages are secured: what it tries is not there otherwise.
//
//go:embed [1-7]_*.feature
var Secured embed.FS
