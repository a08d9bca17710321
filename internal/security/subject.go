package security

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"fmt"
	"strings"
)

// attributes are the names of what distinguished names hold, as the platform's STS
// writes them. Others are named by their number.
var attributes = map[string]string{"2.5.4.3": "CN", "2.5.4.5": "SERIALNUMBER", "2.5.4.6": "C", "2.5.4.7": "L", "2.5.4.8": "S", "2.5.4.10": "O",
	"2.5.4.11": "OU", "1.2.840.113549.1.9.1": "E"}

// Subject is whom a certificate is issued to, as the platform's STS writes it in a
// NameID: the last part of the name first, the parts of one step joined by a plus.
// Go's own writing puts the parts in an order of its own, and some in hexadecimal.
func Subject(c *x509.Certificate) string {
	var name pkix.RDNSequence
	if rest, err := asn1.Unmarshal(c.RawSubject, &name); err != nil || len(rest) > 0 {
		return c.Subject.String()
	}
	var steps []string
	for i := len(name) - 1; i >= 0; i-- {
		var parts []string
		for _, a := range name[i] {
			kind, ok := attributes[a.Type.String()]
			if !ok {
				kind = "OID." + a.Type.String()
			}
			parts = append(parts, kind+"="+quoted(fmt.Sprint(a.Value)))
		}
		steps = append(steps, strings.Join(parts, " + "))
	}
	return strings.Join(steps, ", ")
}

// quoted puts a value in quotes in which a reader would see the next part begin.
func quoted(value string) string {
	if value != "" && value == strings.TrimSpace(value) && !strings.ContainsAny(value, ",+=\"\n<>#;") {
		return value
	}
	return `"` + strings.ReplaceAll(value, `"`, `""`) + `"`
}
