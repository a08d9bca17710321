package reports

import (
	"io"

	"klarmeld/internal/seal"
	"klarmeld/internal/verdict"
)

// Holds reports whether a signature is of the report, and unbroken.
func Holds(x seal.Signature, s verdict.SystemResult) bool {
	return x.Problem == "" && x.System == s.Name && x.Verdict == string(s.Verdict)
}

// signed says who has signed, a line each.
func (l Language) signed(all []Signatory) []string {
	var out []string
	for _, x := range all {
		line := l.t("Underskrevet af %v, %v.", x.Name, l.time(x.Signed))
		if x.Comment != "" {
			line += " »" + x.Comment + "«"
		}
		out = append(out, line+" "+l.t("Nøgle %v.", x.Key[:min(16, len(x.Key))]))
	}
	return out
}

// SignaturesConsole writes who has signed a report. want is the fingerprint of
// the key that a signature must be by; "" when none was given.
func SignaturesConsole(w io.Writer, all []seal.Signature, s verdict.SystemResult, want string, width int) error {
	c := console{ink: inkFor(w), width: width, Language: Danish}
	by := false
	for _, x := range clean(all) {
		switch {
		case x.Problem != "":
			c.text("✗ " + x.File + ": " + x.Problem + ".")
			continue
		case !Holds(x, s):
			c.text("✗ " + x.File + ": underskriften er sat på en anden dom eller et andet system.")
			continue
		}
		c.text("✓ Underskrevet af " + x.Name + ", " + danishTime(x.Signed) + ".")
		if x.Comment != "" {
			c.field("", "»"+x.Comment+"«")
		}
		switch by = by || x.Fingerprint() == want; {
		case x.Fingerprint() == want:
			c.field("Nøgle", "den, I gav")
		case want == "":
			c.field("Nøgle", x.Fingerprint()+"; spørg underskriveren, om det er hans eller hendes, eller giv nøglen med --noegle")
		default:
			c.field("Nøgle", x.Fingerprint()+", ikke den, I gav")
		}
	}
	if want != "" && !by {
		c.text("✗ Ingen underskrift er sat med den nøgle, I gav.")
	}
	return write(w, []byte(c.out.String()))
}
