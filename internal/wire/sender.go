package wire

import (
	"fmt"
	"net"
	"net/http"
	"net/netip"

	"klarmeld/internal/recording"
	"klarmeld/internal/soap"
)

// The codes of what is turned away because of who sent it.
const (
	CodeForeign = "afsender.fremmed"
	CodeBrowser = "http.browser"
)

// Addresses are a system's own: single ones, and nets.
type Addresses []netip.Prefix

// ReadAddresses reads IP addresses and nets ("10.1.2.3", "10.1.0.0/16", "2001:db8::/32").
// Its errors name the one that is none, and what to write.
func ReadAddresses(all []string) (Addresses, error) {
	var out Addresses
	for _, text := range all {
		net, err := netip.ParsePrefix(text)
		if single, errSingle := netip.ParseAddr(text); errSingle == nil {
			plain := plainly(single)
			net, err = netip.PrefixFrom(plain, plain.BitLen()), nil
		}
		if err != nil {
			return nil, fmt.Errorf("%q er ingen IP-adresse og intet net; skriv fx 10.1.2.3 eller 10.1.0.0/16", text)
		}
		if a := net.Addr(); a.Is4In6() && net.Bits() >= 96 {
			net = netip.PrefixFrom(a.Unmap(), net.Bits()-96)
		}
		out = append(out, net.Masked())
	}
	return out, nil
}

// Have reports whether an address is one of them.
func (all Addresses) Have(peer string) bool {
	a, err := netip.ParseAddr(peer)
	if err != nil {
		return false
	}
	for _, net := range all {
		if net.Contains(plainly(a)) {
			return true
		}
	}
	return false
}

// plainly is an address as it is compared: IPv4 as itself, and without the name of the
// interface that it came by.
func plainly(a netip.Addr) netip.Addr { return a.Unmap().WithZone("") }

// Own names the addresses of the system under test: what comes from others is turned
// away, and never taken for the system's. None: whoever sends is the system.
func (w *Wire) Own(addresses Addresses) { w.own = addresses }

// peer is the address that a request came from, without its port; "" in the process.
// What a header says of it decides nothing: anybody can write one.
func peer(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return ""
	}
	if a, err := netip.ParseAddr(host); err == nil {
		return plainly(a).String()
	}
	return host
}

// browsed reports whether a browser sent a request, on behalf of some page: no system
// sends an Origin.
func browsed(r *http.Request) bool { return len(r.Header.Values("Origin")) > 0 }

// sender says who sent a request.
func (w *Wire) sender(r *http.Request) recording.Sender {
	if s, ok := r.Context().Value(senderKey{}).(recording.Sender); ok {
		return s
	}
	if browsed(r) || len(w.own) > 0 && !w.own.Have(peer(r)) {
		return recording.SenderForeign
	}
	return recording.SenderSystem
}

// turnedAway is what somebody else than the system under test, or who else takes part,
// is answered; nil for these.
func (w *Wire) turnedAway(r *http.Request, c soap.Call) *soap.Reply {
	var reply soap.Reply
	switch {
	case browsed(r):
		reply = c.TurnedAway(CodeBrowser, "Beskeden kommer fra en browser (den har hovedet Origin); klarmelds services svarer kun systemer.")
	case w.sender(r) == recording.SenderForeign:
		reply = c.TurnedAway(CodeForeign,
			fmt.Sprintf("Beskeden kommer fra %s, som ikke er en af systemets adresser; er den, så skriv den i profilens afsenderadresser.", peer(r)))
	default:
		return nil
	}
	return &reply
}
