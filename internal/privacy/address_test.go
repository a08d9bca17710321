package privacy_test

import (
	"strings"
	"testing"

	"klarmeld/internal/privacy"
)

// TestUsersInAddresses: the name and the password go, and the rest stays.
func TestUsersInAddresses(t *testing.T) {
	for text, want := range map[string]string{
		"se http://u:p@h:1/x?y=1 nu": "se http://[skjult]@h:1/x?y=1 nu", "https://u@h": "https://[skjult]@h", "http://u:p@q@h/": "http://[skjult]@h/",
		"ftp://u:p@h":    "ftp://[skjult]@h",
		`http:\/\/u:p@h`: `http:\/\/[skjult]@h`, "http://u:p/q@h": "http://[skjult]@h", "http://u:1p/q@h": "http://[skjult]@h",
		"http://h/a@b": "http://h/a@b", "http://h:80/a@b": "http://h:80/a@b", "en@b.dk": "en@b.dk", "http://h http://i": "http://h http://i", "@": "@",
		"urn:oio:x@y":               "urn:oio:x@y",
		"http://u:p@h http://v:q@i": "http://[skjult]@h http://[skjult]@i",
	} {
		if got := privacy.Mask(text); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
	for address, want := range map[string]string{"http://u:p@h/x?token=t&a=b": "http://[skjult]@h/x?token=[skjult]&a=b", "http://u:p q@h": "http://[skjult]@h",
		"http://h/": "http://h/", "http://u:%zz@h": "http://[skjult]@h"} {
		if got := privacy.Address(address); got != want || strings.Contains(got, "p q") {
			t.Errorf("%q becomes %q, want %q", address, got, want)
		}
	}
}
