package notat

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
)

// isFlat reports whether bytes begin a WordprocessingML document that is not packed:
// one of Word's "flat" packages, or the document's own part alone.
func isFlat(raw []byte) bool {
	if !bytes.HasPrefix(raw, []byte("<")) {
		return false
	}
	head := raw[:min(len(raw), 4096)]
	for _, sign := range []string{"http://schemas.microsoft.com/office/2006/xmlPackage", namespaces[0], namespaces[1]} {
		if bytes.Contains(head, []byte(sign)) {
			return true
		}
	}
	return false
}

// readOOXML reads the body of a Word document (ISO/IEC 29500): a ZIP, or XML as it
// is.
func readOOXML(raw []byte) (string, error) {
	if !bytes.HasPrefix(raw, []byte("PK")) {
		if !isFlat(trimStart(raw)) {
			return "", because(ErrOther, "notatet er hverken en ZIP-fil eller WordprocessingML")
		}
		return readBody(raw)
	}
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return "", because(ErrBroken, "ZIP-filen kan ikke læses: "+err.Error())
	}
	body, err := unpack(z, mainPart(z))
	if err != nil {
		return "", err
	}
	return readBody(body)
}

// mainPart is the name of the part with the text. The package says which it is; Word
// calls it word/document.xml.
func mainPart(z *zip.Reader) string {
	const usual = "word/document.xml"
	raw, err := unpack(z, "_rels/.rels")
	if err != nil {
		return usual
	}
	var rels struct {
		Relationship []struct {
			Type   string `xml:",attr"`
			Target string `xml:",attr"`
		}
	}
	if xml.Unmarshal(raw, &rels) != nil {
		return usual
	}
	for _, r := range rels.Relationship {
		if strings.HasSuffix(r.Type, "/officeDocument") {
			return strings.TrimPrefix(path.Clean("/"+r.Target), "/")
		}
	}
	return usual
}

// unpack is a file of a ZIP, as far as it may go.
func unpack(z *zip.Reader, name string) ([]byte, error) {
	for _, f := range z.File {
		// Names are told apart without regard to case (ISO/IEC 29500-2, 6.2.2).
		if !strings.EqualFold(f.Name, name) {
			continue
		}
		in, err := f.Open()
		if err != nil {
			return nil, because(ErrBroken, name+": "+err.Error())
		}
		defer in.Close() // nothing was written
		raw, err := io.ReadAll(io.LimitReader(in, MaxUnpacked+1))
		switch {
		case err != nil:
			return nil, because(ErrBroken, name+": "+err.Error())
		case len(raw) > MaxUnpacked:
			return nil, because(ErrBounds, fmt.Sprintf("%s fylder over %d byte", name, MaxUnpacked))
		}
		return raw, nil
	}
	return nil, because(ErrOther, "ZIP-filen har ingen "+name)
}

// readBody reads the document's part.
func readBody(raw []byte) (string, error) {
	raw, err := utf16ToUTF8(raw)
	if err != nil {
		return "", err
	}
	d := xml.NewDecoder(bytes.NewReader(raw))
	d.CharsetReader = func(charset string, in io.Reader) (io.Reader, error) {
		if strings.HasPrefix(strings.ToLower(charset), "utf-16") {
			return in, nil // it is UTF-8 by now
		}
		return nil, fmt.Errorf("tegnsættet %s", charset)
	}
	b := body{spaces: map[string][]string{}}
	for {
		t, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return "", because(ErrBroken, err.Error())
		}
		if err := b.take(t); err != nil {
			return "", err
		}
	}
	switch {
	case len(b.open) > 0:
		return "", because(ErrBroken, "XML'en slutter midt i et element")
	case !b.found:
		return "", because(ErrOther, "XML'en har ingen w:document med w:body")
	}
	return strings.TrimSuffix(b.out.String(), "\n"), nil
}
