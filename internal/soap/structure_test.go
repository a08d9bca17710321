package soap_test

import (
	"fmt"
	"strings"
	"testing"

	"klarmeld/internal/english"
	"klarmeld/internal/soap"
)

// frame is an envelope of a version with these parts in it, and one element in its
// Body. env is bound to its namespace.
func frame(v soap.Version, header, beside, after string) string {
	if header != "" {
		header = "<env:Header>" + header + "</env:Header>"
	}
	return fmt.Sprintf("<env:Envelope xmlns:env=%q>%s<env:Body>%s<a xmlns=\"urn:a\"/></env:Body>%s</env:Envelope>", v.NS(), header, beside, after)
}

// structures are envelopes, and what each version says of them.
var structures = []struct {
	name   string
	raw    func(soap.Version) string
	code11 string // "" when SOAP 1.1 allows it
	code12 string
	says   string
}{
	{name: "as it should be", raw: func(v soap.Version) string { return frame(v, "", "", "") }},
	{name: "with comments and blanks", raw: func(v soap.Version) string {
		return "<!-- a -->" + frame(v, "\n<!-- b -->\t<h:x xmlns:h='urn:h'>tekst</h:x>", "\r\n<!-- c --> ", "<!-- d -->\n")
	}},
	{name: "text in Body", raw: func(v soap.Version) string { return frame(v, "", "tekst", "") }, code11: soap.CodeBody, code12: soap.CodeBody, says: "tekst"},
	{name: "CDATA in Body", raw: func(v soap.Version) string { return frame(v, "", "<![CDATA[x]]>", "") }, code11: soap.CodeBody,
		code12: soap.CodeBody, says: "tekst"},
	{name: "a no-break space in Body", raw: func(v soap.Version) string { return frame(v, "", "&#160;", "") }, code11: soap.CodeBody,
		code12: soap.CodeBody, says: "tekst"},
	{name: "two in Body", raw: func(v soap.Version) string { return frame(v, "", "<b/>", "") }, code11: soap.CodeBody, code12: soap.CodeBody, says: "2"},
	{name: "nothing in Body", raw: func(v soap.Version) string { return strings.Replace(frame(v, "", "", ""), `<a xmlns="urn:a"/>`, "", 1) },
		code11: soap.CodeBody, code12: soap.CodeBody, says: "0"},
	{name: "two Bodies", raw: func(v soap.Version) string { return frame(v, "", "", "<env:Body><b/></env:Body>") }, code11: soap.CodeBody, code12: soap.CodeBody,
		says: "mere end én Body"},
	{name: "Header after Body", raw: func(v soap.Version) string { return frame(v, "", "", "<env:Header/>") }, code11: soap.CodeStructure,
		code12: soap.CodeStructure, says: "efter Body"},
	{name: "two Headers", raw: func(v soap.Version) string {
		return "<env:Envelope xmlns:env='" + v.NS() + "'><env:Header/><env:Header/><env:Body><a/></env:Body></env:Envelope>"
	}, code11: soap.CodeStructure, code12: soap.CodeStructure, says: "mere end én Header"},
	{name: "another after Body", raw: func(v soap.Version) string { return frame(v, "", "", "<t:x xmlns:t='urn:t'/>") }, code12: soap.CodeStructure,
		says: "efter Body"},
	{name: "one of no namespace after Body", raw: func(v soap.Version) string { return frame(v, "", "", "<x/>") }, code11: soap.CodeStructure,
		code12: soap.CodeStructure, says: "efter Body"},
	{name: "one of SOAP's after Body", raw: func(v soap.Version) string { return frame(v, "", "", "<env:Fault/>") }, code11: soap.CodeStructure,
		code12: soap.CodeStructure, says: "efter Body"},
	{name: "another before Body", raw: func(v soap.Version) string {
		return "<env:Envelope xmlns:env='" + v.NS() + "'><t:x xmlns:t='urn:t'/><env:Body><a/></env:Body></env:Envelope>"
	}, code11: soap.CodeStructure, code12: soap.CodeStructure, says: "før Body"},
	{name: "text in Envelope", raw: func(v soap.Version) string { return frame(v, "", "", "x") }, code11: soap.CodeStructure,
		code12: soap.CodeStructure, says: "Envelope"},
	{name: "text in Header", raw: func(v soap.Version) string { return frame(v, "x", "", "") }, code11: soap.CodeStructure,
		code12: soap.CodeStructure, says: "Header"},
	{name: "an instruction before the root", raw: func(v soap.Version) string { return "<?xml version='1.0'?><?stil ark?>" + frame(v, "", "", "") },
		code11: soap.CodeInstruction, code12: soap.CodeInstruction, says: "<?stil"},
	{name: "an instruction in Body", raw: func(v soap.Version) string { return frame(v, "", "<?stil ark?>", "") }, code11: soap.CodeInstruction,
		code12: soap.CodeInstruction, says: "<?stil"},
	{name: "an instruction deep inside", raw: func(v soap.Version) string {
		return strings.Replace(frame(v, "", "", ""), `<a xmlns="urn:a"/>`, "<a><b><?x?></b></a>", 1)
	}, code11: soap.CodeInstruction, code12: soap.CodeInstruction, says: "<?x"},
	{name: "an instruction at the end", raw: func(v soap.Version) string { return frame(v, "", "", "") + "<?stil ark?>" }, code11: soap.CodeInstruction,
		code12: soap.CodeInstruction, says: "<?stil"},
	{name: "a header block of no namespace", raw: func(v soap.Version) string { return frame(v, "<x/>", "", "") }, code11: soap.CodeHeader,
		code12: soap.CodeHeader, says: "<x>"},
	{name: "a bare attribute on Envelope", raw: func(v soap.Version) string {
		return strings.Replace(frame(v, "", "", ""), "<env:Envelope", "<env:Envelope id='1'", 1)
	}, code11: soap.CodeAttribute, code12: soap.CodeAttribute, says: "attributten id"},
	{name: "a bare attribute on Body", raw: func(v soap.Version) string {
		return strings.Replace(frame(v, "", "", ""), "<env:Body", "<env:Body id='1'", 1)
	}, code12: soap.CodeAttribute, says: "attributten id"},
	{name: "a signature's ID on Body", raw: func(v soap.Version) string {
		return strings.Replace(frame(v, "", "", ""), "<env:Body", "<env:Body xmlns:u='urn:u' u:Id='1'", 1)
	}},
	{name: "encodingStyle on Envelope", raw: func(v soap.Version) string {
		return strings.Replace(frame(v, "", "", ""), "<env:Envelope", "<env:Envelope env:encodingStyle='urn:x'", 1)
	}, code12: soap.CodeAttribute, says: "encodingStyle"},
}

// TestStructure: SOAP's own rules, in both versions: each breach is named by its
// code, and what a version allows is read.
func TestStructure(t *testing.T) {
	for _, c := range structures {
		for v, want := range map[soap.Version]string{soap.V11: c.code11, soap.V12: c.code12} {
			expect(t, c.name+", "+v.String(), c.raw(v), want, c.says)
		}
	}
}

// TestEncoded: what SOAP's own encoding has is told alike, whichever of its
// attributes it is and wherever it stands; what only looks like it is read.
func TestEncoded(t *testing.T) {
	const e12, e11 = "xmlns:e='http://www.w3.org/2003/05/soap-encoding' ", "xmlns:e='http://schemas.xmlsoap.org/soap/encoding/' "
	for attributes, code := range map[string]string{
		e12 + "e:id='x'": soap.CodeEncoding, e12 + "e:ref='x'": soap.CodeEncoding, e12 + "e:itemType='x'": soap.CodeEncoding,
		e12 + "e:arraySize='2'":    soap.CodeEncoding,
		e11 + "e:arrayType='x[2]'": soap.CodeEncoding, e11 + "e:root='1'": soap.CodeEncoding, "href='#x'": soap.CodeEncoding,
		"href='http://x'": "", "id='x'": "", e12: "", "xmlns:e='urn:e' e:id='x'": "", "e='#x'": "",
	} {
		for _, v := range []soap.Version{soap.V11, soap.V12} {
			for _, place := range []string{"<a xmlns='urn:a' %s/>", "<a xmlns='urn:a'><b %s/></a>", "<a xmlns='urn:a'><b><c><d/><f %s>g</f></c></b></a>"} {
				raw := strings.Replace(frame(v, "", "", ""), `<a xmlns="urn:a"/>`, fmt.Sprintf(place, attributes), 1)
				expect(t, raw, raw, code, "SOAP-kodet")
			}
			raw := frame(v, "<h:x xmlns:h='urn:h' "+attributes+"/>", "", "")
			expect(t, raw, raw, code, "SOAP-kodet")
		}
	}
}

// expect reads a message: it is refused by its code, in Danish and English, or
// read when there is none.
func expect(t *testing.T, name, raw, code, says string) {
	t.Helper()
	env, p := soap.Read([]byte(raw))
	if code == "" {
		if p != nil || env == nil || env.Body == nil {
			t.Errorf("%s: refused: %v", name, p)
		}
		return
	}
	if p == nil || env != nil {
		t.Errorf("%s: it was read", name)
		return
	}
	if p.Code != code || p.Line == 0 || !strings.Contains(p.Message+p.Actual, says) || p.Expected == "" || p.Actual == "" || p.Fix == "" ||
		p.Layer != soap.LayerSOAP {
		t.Errorf("%s: %+v, want %s", name, p, code)
	}
	if err := english.Missing(p.Message, p.Expected, p.Actual, p.Fix); err != nil {
		t.Errorf("%s: %v", name, err)
	}
}

// TestMustUnderstand: an unknown header block that is for the receiver is refused,
// whatever it is called and wherever it stands; what is for others, and what is
// understood, is read.
func TestMustUnderstand(t *testing.T) {
	const next11, next12 = "http://schemas.xmlsoap.org/soap/actor/next", soap.NS12 + "/role/next"
	blocks := map[string]bool{ // by whether it is understood
		"<x:Ukendt xmlns:x='urn:x'%s/>":                                                                               false,
		"<Ukendt xmlns='urn:x'%s>indhold</Ukendt>":                                                                    false,
		"<x:Security xmlns:x='urn:x'%s/>":                                                                             false,
		"<x:RequestHeader xmlns:x='urn:x'%s/>":                                                                        false,
		"<w:Andet xmlns:w='" + soap.NSAddressing + "'%s/>":                                                            false,
		"<w:Action xmlns:w='http://schemas.xmlsoap.org/ws/2004/08/addressing'%s/>":                                    false,
		"<w:Action xmlns:w='" + soap.NSAddressing + "'%s>urn:a</w:Action>":                                            true,
		"<w:To xmlns:w='" + soap.NSAddressing + "'%s>urn:a</w:To>":                                                    true,
		"<RequestHeader xmlns='" + soap.NSRequestHeader + "'%s/>":                                                     true,
		"<s:Framework xmlns:s='urn:liberty:sb:2006-08'%s version='2.0'/>":                                             true,
		"<s:Framework xmlns:s='urn:liberty:sb'%s/>":                                                                   true,
		"<o:Security xmlns:o='http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd'%s/>": true,
	}
	attributes := map[soap.Version]map[string]string{ // what they are, by the code that an unknown block gets
		soap.V11: {"": "", " env:mustUnderstand='1'": soap.CodeMustUnderstand, " env:mustUnderstand='true'": soap.CodeMustUnderstand, " env:mustUnderstand='0'": "",
			" mustUnderstand='1'":                  "",
			" env:mustUnderstand='1' env:actor=''": soap.CodeMustUnderstand, " env:mustUnderstand='1' env:actor='" + next11 + "'": soap.CodeMustUnderstand,
			" env:mustUnderstand='1' env:actor='urn:andre'": "",
			" env:mustUnderstand='1' env:role='urn:andre'":  soap.CodeMustUnderstand},
		soap.V12: {"": "", " env:mustUnderstand='1'": soap.CodeMustUnderstand, " env:mustUnderstand='true'": soap.CodeMustUnderstand,
			" env:mustUnderstand=' true '": soap.CodeMustUnderstand, " env:mustUnderstand='false'": "", " mustUnderstand='1'": "",
			" env:mustUnderstand='1' env:role=''": soap.CodeMustUnderstand, " env:mustUnderstand='1' env:role='" + next12 + "'": soap.CodeMustUnderstand,
			" env:mustUnderstand='1' env:role='" + soap.NS12 + "/role/ultimateReceiver'": soap.CodeMustUnderstand,
			" env:mustUnderstand='1' env:role='" + soap.NS12 + "/role/none'":             "", " env:mustUnderstand='1' env:role='urn:andre'": ""},
	}
	tried := 0
	for v, all := range attributes {
		for a, code := range all {
			for b, understood := range blocks {
				want := code
				if understood {
					want = ""
				}
				tried++
				expect(t, v.String()+" "+fmt.Sprintf(b, a), frame(v, "<h:y xmlns:h='urn:h'/>"+fmt.Sprintf(b, a), "", ""), want, "mustUnderstand")
			}
		}
		expect(t, "neither yes nor no", frame(v, "<h:y xmlns:h='urn:h' env:mustUnderstand='ja'/>", "", ""), soap.CodeAttribute, "»ja«")
	}
	if tried < 200 {
		t.Errorf("only %d were tried", tried)
	}
}
