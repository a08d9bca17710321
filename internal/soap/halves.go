package soap

import "github.com/beevik/etree"

// Halves are an envelope's Header, made when there is none, and its Body.
func Halves(root *etree.Element) (header, body *etree.Element) {
	for _, c := range root.ChildElements() {
		switch c.Tag {
		case "Header":
			header = c
		case "Body":
			body = c
		}
	}
	if header == nil {
		header = etree.NewElement(root.Space + ":Header")
		if root.Space == "" {
			header = etree.NewElement("Header")
		}
		root.InsertChildAt(0, header)
	}
	return header, body
}
