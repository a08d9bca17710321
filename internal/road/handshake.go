package road

import (
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"reflect"
	"slices"
)

// Handshake is a caller that came to a secured address and could not be talked to.
type Handshake struct {
	Kind  HandshakeKind
	From  string // the caller's address, with its port
	Asked string // the host name that it called (RFC 6066, server_name); "" when it said none
	Err   error
}

// HandshakeKind is why two could not agree on TLS.
type HandshakeKind string

// The kinds.
const (
	HandshakePlain     HandshakeKind = "tls.klartekst" // it speaks plain HTTP
	HandshakeUntrusted HandshakeKind = "tls.ukendt-ca" // it does not trust the certificate
	HandshakeHost      HandshakeKind = "tls.vaert"     // it calls a name that the certificate does not have
	HandshakeExpired   HandshakeKind = "tls.udloebet"  // it finds the certificate expired
	HandshakeVersion   HandshakeKind = "tls.version"   // it has no version or algorithm in common with us
	HandshakeBroken    HandshakeKind = "tls.afbrudt"   // it went away without a word
	HandshakeOther     HandshakeKind = "tls.andet"
)

// Wrong says in Danish what is wrong, of "afsenderen".
func (h Handshake) Wrong() string {
	switch h.Kind {
	case HandshakePlain:
		return "den taler http, og klarmeld svarer her på https"
	case HandshakeUntrusted:
		return "den stoler ikke på TLS-certifikatet"
	case HandshakeHost:
		return fmt.Sprintf("den kalder klarmeld %q, og det navn har TLS-certifikatet ikke", h.Asked)
	case HandshakeExpired:
		return "den finder TLS-certifikatet udløbet"
	case HandshakeVersion:
		return "den har ingen version af TLS (1.2 eller 1.3) eller ingen algoritme til fælles med klarmeld"
	case HandshakeBroken:
		return "den lukkede forbindelsen uden at sende noget; det gør bl.a. .NET, når den ikke stoler på certifikatet"
	}
	return h.Err.Error()
}

// Fix says in Danish what to do about it.
func (h Handshake) Fix() string {
	const trust = "lad den stole på ca.pem (tillid.p12) fra mappen med nøgler, og kald klarmeld ved et af certifikatets navne"
	switch h.Kind {
	case HandshakePlain:
		return "ret adressen hos den til https://"
	case HandshakeHost:
		return "kald et af certifikatets navne, eller lav nøgler med klarmeld certs NY-MAPPE --vaert NAVN"
	case HandshakeExpired:
		return "stil urene ens (NTP), eller lav nye nøgler med klarmeld certs NY-MAPPE"
	case HandshakeVersion:
		return "slå TLS 1.2 eller 1.3 til hos den"
	case HandshakeOther:
		return "se efter i dens log"
	}
	return trust
}

// greeting is a listener whose connections keep what they are greeted with.
type greeting struct{ net.Listener }

func (g greeting) Accept() (net.Conn, error) {
	c, err := g.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &greeted{Conn: c}, nil
}

// greeted is a connection below TLS. What it keeps is written by the goroutine that
// serves it.
type greeted struct {
	net.Conn
	heard    bool    // anything at all
	last     [7]byte // what it said last, before a request began
	hello    bool    // a ClientHello
	asked    string
	versions []uint16
	active   bool // a request has begun
}

func (g *greeted) Read(b []byte) (int, error) {
	n, err := g.Conn.Read(b)
	if n > 0 && !g.active {
		g.heard = true
		said := append(g.last[:], b[:n]...)
		copy(g.last[:], said[len(said)-len(g.last):])
	}
	return n, err
}

// greetedWith is a configuration whose connections keep what a client says first.
func greetedWith(secured *tls.Config) *tls.Config {
	c := secured.Clone()
	c.GetConfigForClient = func(hello *tls.ClientHelloInfo) (*tls.Config, error) {
		if g, ok := hello.Conn.(*greeted); ok {
			g.hello, g.asked, g.versions = true, hello.ServerName, hello.SupportedVersions
		}
		return nil, nil
	}
	return c
}

// watch tells of callers that TLS could not be agreed with.
func watch(secured *tls.Config, tell func(Handshake)) func(net.Conn, http.ConnState) {
	return func(c net.Conn, state http.ConnState) {
		over, ok := c.(*tls.Conn)
		if !ok {
			return
		}
		g := over.NetConn().(*greeted)
		switch state {
		case http.StateActive:
			g.active = true
		case http.StateClosed:
			if err := g.failed(over); err != nil {
				tell(g.handshake(secured, err))
			}
		}
	}
}

// failed is why a connection that is closed came to nothing; nil when it came to
// something, when nobody said anything, and when it was we who ended it.
func (g *greeted) failed(over *tls.Conn) error {
	if g.active || !g.heard {
		return nil
	}
	err := over.Handshake() // which is over, and says how it ended
	if err == nil {
		_, err = over.Read(make([]byte, 1)) // some say only afterwards what they think of a certificate
	}
	if errors.Is(err, net.ErrClosed) {
		return nil
	}
	return err
}

func (g *greeted) handshake(secured *tls.Config, err error) Handshake {
	h := Handshake{Kind: g.kind(err), From: g.RemoteAddr().String(), Asked: g.asked, Err: err}
	if (h.Kind == HandshakeUntrusted || h.Kind == HandshakeBroken) && h.Asked != "" && !named(secured, h.Asked) {
		h.Kind = HandshakeHost
	}
	return h
}

func named(secured *tls.Config, host string) bool {
	return slices.ContainsFunc(secured.Certificates, func(c tls.Certificate) bool { return c.Leaf == nil || c.Leaf.VerifyHostname(host) == nil })
}

func (g *greeted) kind(err error) HandshakeKind {
	var plain tls.RecordHeaderError
	var at net.Error
	code, alerted := g.alert(err)
	switch {
	case errors.As(err, &plain) && plain.RecordHeader[0] >= 'A' && plain.RecordHeader[0] <= 'Z': // a method
		return HandshakePlain
	case errors.As(err, &plain):
		return HandshakeOther
	case alerted && code == 45:
		return HandshakeExpired
	case alerted && code >= 42 && code <= 48 && code != 47:
		return HandshakeUntrusted
	case alerted && (code == 40 || code == 70 || code == 71):
		return HandshakeVersion
	case alerted:
		return HandshakeOther
	case g.hello && !slices.ContainsFunc(g.versions, func(v uint16) bool { return v >= tls.VersionTLS12 }):
		return HandshakeVersion
	case errors.As(err, &at), errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return HandshakeBroken
	}
	return HandshakeVersion // it is we who found nothing in common
}

// alert is the number of the alert that a caller ended with (RFC 8446, section 6):
// certificate 42 to 46, illegal_parameter 47, unknown_ca 48, handshake_failure 40,
// protocol_version 70, insufficient_security 71. OpenSSL says in the clear what it thinks
// of a certificate, where TLS 1.3 has us wait for ciphered words, and crypto/tls finds
// noise. What it does read it gives in a type of its own.
func (g *greeted) alert(err error) (int, bool) {
	const record, fatal = 21, 2
	if l := g.last; l[0] == record && l[1] == 3 && l[3] == 0 && l[4] == 2 && l[5] == fatal {
		return int(l[6]), true
	}
	var op *net.OpError
	if !errors.As(err, &op) || op.Err == nil {
		return 0, false
	}
	v := reflect.ValueOf(op.Err)
	if v.Kind() != reflect.Uint8 {
		return 0, false
	}
	return int(v.Uint()), true
}
