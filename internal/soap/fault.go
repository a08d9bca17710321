package soap

import "github.com/beevik/etree"

// Fault is an answer that says why a message was not carried out. Sender
// faults are the client's to mend; the others are ours.
type Fault struct {
	Sender bool
	Reason string // Danish, for the developer who reads the client's log
	Code   string // our own stable code, in the detail
	// Public is the code that the service's own description gives for it; "": it
	// gives none.
	Public string
	// Value is the fault code where SOAP has one for just this, "MustUnderstand" or
	// "VersionMismatch"; else Sender decides.
	Value string
	// Status is HTTP's: 0 is 500, in both versions of SOAP. SOAP 1.2 would have a
	// sender's fault travel with 400, but there WCF and CXF read no fault.
	Status int
	// header goes with the fault.
	header []*etree.Element
}

// element writes the fault in the form of the version (SOAP 1.1 section 4.4,
// SOAP 1.2 part 1 section 5.4).
func (f Fault) element(v Version) *etree.Element {
	el := etree.NewElement("soap:Fault")
	if v == V12 {
		code := "soap:Receiver"
		if f.Sender {
			code = "soap:Sender"
		}
		if f.Value != "" {
			code = "soap:" + f.Value
		}
		el.CreateElement("soap:Code").CreateElement("soap:Value").SetText(code)
		text := el.CreateElement("soap:Reason").CreateElement("soap:Text")
		text.CreateAttr("xml:lang", "da")
		text.SetText(f.Reason)
		f.detail(el.CreateElement("soap:Detail"))
		return el
	}
	code := "soap:Server"
	if f.Sender {
		code = "soap:Client"
	}
	if f.Value != "" {
		code = "soap:" + f.Value
	}
	el.CreateElement("faultcode").SetText(code)
	el.CreateElement("faultstring").SetText(f.Reason)
	f.detail(el.CreateElement("detail"))
	return el
}

func (f Fault) detail(el *etree.Element) {
	d := el.CreateElement("fejl")
	d.CreateAttr("xmlns", "urn:klarmeld:fejl")
	d.CreateElement("kode").SetText(f.Code)
	if f.Public != "" {
		d.CreateElement("fejlkode").SetText(f.Public)
	}
}
