package privacy_test

import (
	"reflect"
	"strings"
	"testing"

	"klarmeld/internal/privacy"
)

const jwt = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJrb3JzYmFlayJ9.c2lnbmF0dXJlLWhlcmU"

func TestHeaders(t *testing.T) {
	in := map[string][]string{
		"Authorization": {"Bearer " + jwt}, "Proxy-Authorization": {"Basic a29yc2JhZWs6aGVtbWVsaWd0"}, "Cookie": {"sid=abc; b=c"},
		"Set-Cookie": {"sid=abc; Path=/", "x=y"},
		"X-Api-Key":  {"k"}, "X-Auth-Token": {"t"}, "X-Session-Id": {"s"}, "X-Note": {"se " + jwt},
		"Content-Type": {"text/xml; charset=utf-8"}, "Soapaction": {`"urn:x"`}, "X-Request-Id": {"4eba8818-da19-4e37-b3e1-1234567890ab"},
	}
	want := map[string][]string{
		"Authorization": {"Bearer [skjult]"}, "Proxy-Authorization": {"Basic [skjult]"}, "Cookie": {"[skjult]"}, "Set-Cookie": {"[skjult]", "[skjult]"},
		"X-Api-Key": {"[skjult]"}, "X-Auth-Token": {"[skjult]"}, "X-Session-Id": {"[skjult]"}, "X-Note": {"se [skjult]"},
		"Content-Type": {"text/xml; charset=utf-8"}, "Soapaction": {`"urn:x"`}, "X-Request-Id": {"4eba8818-da19-4e37-b3e1-1234567890ab"},
	}
	if got := privacy.Headers(in); !reflect.DeepEqual(got, want) {
		t.Errorf("%v", got)
	}
	if in["Cookie"][0] != "sid=abc; b=c" {
		t.Error("what was received is changed")
	}
	if privacy.Headers(nil) != nil {
		t.Error("no headers became some")
	}
}

func TestURI(t *testing.T) {
	for in, want := range map[string]string{
		"/sag/6": "/sag/6", "/sag/6?wsdl": "/sag/6?wsdl", "/a?x=1&access_token=abc&y=2": "/a?x=1&access_token=[skjult]&y=2",
		"/a?api%5Fkey=1": "/a?api%5Fkey=[skjult]", "/a?b=" + jwt: "/a?b=[skjult]",
	} {
		if got := privacy.URI(in); got != want {
			t.Errorf("URI(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestMaskHidesTokens(t *testing.T) {
	for in, want := range map[string]string{
		"adapter: " + jwt + " er udløbet":              "adapter: [skjult] er udløbet",
		"Authorization: Bearer abcdefghij0123456789-_": "Authorization: [skjult]",
		"en bearer token mangler":                      "en bearer token mangler",
	} {
		if got := privacy.Mask(in); got != want {
			t.Errorf("Mask(%q) = %q, want %q", in, got, want)
		}
	}
}

// TestCut: what is cut shows no half number, wherever the edge is.
func TestCut(t *testing.T) {
	for _, written := range []string{"0142034567", "014203-4567", "014203 4567", "01 42 03 45 67", "urn:oio:cpr-nr:142034567",
		"&#48;&#49;&#52;&#50;&#48;&#51;4567", "MDE0MjAzNDU2Nw=="} {
		s := "Vedr. æø " + written + " og mere"
		whole := privacy.Mask(s)
		for n := range len([]rune(s)) + 2 {
			got := privacy.Cut(s, n)
			if len([]rune(got)) > n || !strings.HasPrefix(s, got) || !strings.HasPrefix(whole, privacy.Mask(got)) {
				t.Errorf("Cut(%q, %d) = %q", s, n, got)
			}
		}
	}
	if got := privacy.Cut("Aftale om besøg", 8); got != "Aftale o" {
		t.Errorf("%q", got)
	}
}

func TestWriter(t *testing.T) {
	var b strings.Builder
	w := privacy.Writer(&b)
	if n, err := w.Write([]byte("borger 014203-4567\n")); n != 19 || err != nil || b.String() != "borger xxxxxx-xxxx\n" {
		t.Errorf("%d, %v, %q", n, err, b.String())
	}
}
