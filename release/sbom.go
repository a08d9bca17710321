package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	cdx "github.com/CycloneDX/cyclonedx-go"
)

// writeBOM writes the CycloneDX bill of materials of a binary: the modules that it says
// itself that it holds. It has no serial number, which would be another each time.
func writeBOM(dir string, b Binary, used []Module) error {
	root := cdx.Component{
		BOMRef: purl("klarmeld", b.Version), Type: cdx.ComponentTypeApplication, Name: "klarmeld", Version: b.Version, PackageURL: purl("klarmeld", b.Version),
		Licenses: licences([]string{"MIT"}),
		Hashes:   &[]cdx.Hash{{Algorithm: cdx.HashAlgoSHA256, Value: fmt.Sprintf("%x", sha256.Sum256(b.raw))}},
		Properties: &[]cdx.Property{
			{Name: "klarmeld:build:GOOS", Value: b.OS}, {Name: "klarmeld:build:GOARCH", Value: b.Arch}, {Name: "klarmeld:build:revision", Value: b.Revision},
		},
	}
	bom := cdx.NewBOM()
	bom.Metadata = &cdx.Metadata{Timestamp: b.Time.Format(time.RFC3339), Component: &root}
	var parts []cdx.Component
	var refs []string
	for _, m := range used {
		part, err := component(m)
		if err != nil {
			return err
		}
		parts, refs = append(parts, part), append(refs, part.BOMRef)
	}
	bom.Components = &parts
	bom.Dependencies = &[]cdx.Dependency{{Ref: root.BOMRef, Dependencies: &refs}}
	var out bytes.Buffer
	if err := cdx.NewBOMEncoder(&out, cdx.BOMFileFormatJSON).SetPretty(true).Encode(bom); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, b.base()+".cdx.json"), out.Bytes(), 0o644)
}

// component is a module as the bill has it.
func component(m Module) (cdx.Component, error) {
	version := m.Version
	if m.Path == goItself {
		version = strings.TrimPrefix(version, "go")
	}
	ref := purl(m.Path, version)
	c := cdx.Component{
		BOMRef: ref, Type: cdx.ComponentTypeLibrary, Name: m.Path, Version: version, PackageURL: ref,
		Scope: cdx.ScopeRequired, Licenses: licences(m.Licences),
	}
	if m.Sum == "" {
		return c, nil
	}
	// What go.sum calls h1 is a SHA-256 over the module's files.
	sum, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(m.Sum, "h1:"))
	c.Hashes = &[]cdx.Hash{{Algorithm: cdx.HashAlgoSHA256, Value: hex.EncodeToString(sum)}}
	return c, err
}

func licences(names []string) *cdx.Licenses {
	var out cdx.Licenses
	for _, n := range names {
		out = append(out, cdx.LicenseChoice{License: &cdx.License{ID: n}})
	}
	return &out
}

// purl is the package URL of a Go module. A plus sign would be a space in it.
func purl(path, version string) string {
	return "pkg:golang/" + path + "@" + strings.ReplaceAll(version, "+", "%2B")
}
