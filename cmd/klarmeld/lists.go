package main

import (
	"github.com/spf13/cobra"

	"klarmeld/internal/config"
	"klarmeld/internal/trial"
)

// listFlags are the files that a municipality or a vendor gives besides policy and
// registers, "" where none is given.
type listFlags struct {
	words, areas, kle15, kle string
	forAreas                 []string // of the profile: the areas that the system is for
}

// flags are those of the files. besides says in Danish what they are in the place of.
func (l *listFlags) flags(cmd *cobra.Command, besides string) {
	f := cmd.Flags()
	f.StringVar(&l.words, "ordliste", "", "kommunens ordliste: ord, som titler ikke skal have (ordliste.schema.json), i stedet for "+besides)
	f.StringVar(&l.areas, "omraader", "", "områder, der skal vises, og deres frister (omraader.schema.json), i stedet for "+besides)
	f.StringVar(&l.kle15, "kle15", "", "leverandørens afbildning fra sagens slags til KLE (kle15.schema.json)")
	f.StringVar(&l.kle, "kle", "", "kommunens KLE: KL's emneplan som XML; giver titler, og hvad der er nyt og udgået")
}

// What the files are in the place of.
const (
	insteadOfOurs     = "klarmelds egen"
	insteadOfRecorded = "optagelsens"
)

// read reads the files, each held against its schema.
func (l listFlags) read() (trial.Lists, error) {
	out := trial.Lists{For: l.forAreas}
	var err error
	if _, out.Words, err = config.Words(l.words); err != nil {
		return out, usage("%w", err)
	}
	if out.Areas, err = config.Areas(l.areas); err != nil {
		return out, usage("%w", err)
	}
	if out.KLE15, err = config.KLE15(l.kle15); err != nil {
		return out, usage("%w", err)
	}
	if out.KLE, err = config.KLE(l.kle); err != nil {
		return out, usage("%w", err)
	}
	return out, nil
}

// begins is read of what a run begins with, and refuses files that do not fit each other.
func (l listFlags) begins() (trial.Lists, error) {
	out, err := l.read()
	if err == nil {
		if err = out.Check(); err != nil {
			err = usage("%w", err)
		}
	}
	return out, err
}
