package judge

import (
	"slices"
	"sync"

	"klarmeld/internal/anvisning"
	"klarmeld/internal/oio"
	"klarmeld/internal/recording"
	"klarmeld/internal/soap"
	"klarmeld/internal/verdict"
)

// KindForm is a rule of the form that messages travel in, rather than of the
// anvisninger.
const KindForm anvisning.RuleKind = "form"

// Where the rules of form stand.
const (
	fromContract = "SF1470 version 6, XSD"
	fromXML      = "XML 1.0; Namespaces in XML 1.0"
	fromNames    = "Namespaces in XML 1.0"
	fromText     = "Anvisningerne: »Tekstformatet er UTF8«"
	fromEnvelope = "SOAP 1.1 afsnit 4, SOAP 1.2 del 1 afsnit 5"
	fromHTTP     = "SOAP 1.1 afsnit 6; RFC 9110"
	fromService  = "WSDL for SagDokumentIndeks 6, FK Organisation 6 og Klasse 7"
)

// forms are the rules of form: ID, source, text and mending.
var forms = [][4]string{
	{"kontrakt.unknown-root", fromContract, "Meddelelsens yderste element er en af operationernes.",
		"Begynd med operationens eget element, fx ImporterSagDokumentIndeksInput."},
	{"kontrakt.missing", fromContract, "Et element, som strukturen kræver, er der.", "Tilføj elementet på dets plads."},
	{"kontrakt.unexpected", fromContract, "Der er ingen andre elementer end dem, strukturen har.", "Fjern elementet, eller ret dets navn."},
	{"kontrakt.order", fromContract, "Elementerne står i strukturens rækkefølge.", "Flyt elementet til dets plads."},
	{"kontrakt.too-many", fromContract, "Intet element er der flere gange, end strukturen tillader.", "Behold ét af dem."},
	{"kontrakt.namespace", fromContract, "Hvert element er i sit eget namespace.", "Ret elementets præfiks, eller dets xmlns."},
	{"kontrakt.value", fromContract, "Værdien er af elementets type.", "Ret værdien."},
	{"kontrakt.length", fromContract, "Teksten har den længde, typen tillader.", "Forkort eller udfyld teksten."},
	{"kontrakt.enumeration", fromContract, "Værdien er en af dem, typen opregner.", "Brug en af de tilladte værdier."},
	{"kontrakt.pattern", fromContract, "Værdien har den form, typen kræver.", "Ret værdiens form."},
	{"kontrakt.text", fromContract, "Der står kun tekst i elementer, som har tekst.", "Flyt teksten ind i et element for sig."},
	{"kontrakt.attribute", fromContract, "Elementerne har ingen attributter.", "Fjern attributten."},
	{"xml.tom", fromXML, "Der er en meddelelse.", "Send meddelelsen."},
	{"xml.ikke-xml", fromXML, "Meddelelsen er XML.", "Send XML, ikke pakket eller i et andet format."},
	{"xml.velformet", fromXML, "XML'en er velformet.", "Ret XML'en på den linje, fundet nævner."},
	{"xml.praefiks", fromNames, "Hvert præfiks er erklæret, hvor det bruges.", "Erklær præfikset på et omsluttende element."},
	{"xml.navnerum", fromNames, "Navne og erklæringer følger Namespaces in XML 1.0.", "Ret navnet eller erklæringen på den linje, fundet nævner."},
	{"xml.tegnsaet", fromText, "Meddelelsen er i UTF-8.", "Send UTF-8, og sig det i XML-erklæringen."},
	{"xml.tegnsaet-uenig", fromText, "Content-Type, byte order mark og XML-erklæring siger det samme tegnsæt.", "Lad dem alle sige UTF-8."},
	{"xml.utf-16", fromText, "Meddelelsen er i UTF-8, ikke i UTF-16.", "Send UTF-8, og sig det i XML-erklæringen."},
	{"xml.doctype", fromEnvelope, "Meddelelsen har ingen DOCTYPE.", "Fjern DOCTYPE."},
	{"xml.for-stor", oio.FromLimit, "Meddelelsen er ikke større, end klarmeld læser.", "Send objekterne i flere meddelelser."},
	{"xml.for-mange", oio.FromLimit, "Meddelelsen har ikke flere elementer, end klarmeld læser.", "Send objekterne i flere meddelelser."},
	{"xml.for-dyb", oio.FromLimit, "Elementerne er ikke indlejret dybere, end klarmeld læser.", "Ret det, der danner XML'en."},
	{"soap.konvolut", fromEnvelope, "Meddelelsen er en SOAP-konvolut.", "Pak meddelelsen ind i Envelope og Body."},
	{"soap.body", fromEnvelope, "Konvoluttens Body har ét element.", "Send én meddelelse i hvert kald."},
	{soap.CodeStructure, fromEnvelope, "Konvolutten har højst én Header, så én Body, og intet andet.", "Ret rækkefølgen, og fjern det, der er for meget."},
	{soap.CodeInstruction, fromEnvelope, "Meddelelsen har ingen processing instructions.", "Fjern dem; XML-erklæringen er ingen."},
	{soap.CodeHeader, fromEnvelope, "Hvert element i Header er i et namespace.", "Giv elementet sit namespace."},
	{soap.CodeAttribute, fromEnvelope, "Konvoluttens egne elementer har kun attributter, som SOAP tillader.", "Fjern eller ret attributten."},
	{soap.CodeMustUnderstand, fromEnvelope, "Et element i Header, som modtageren skal forstå, er et, den forstår.",
		"Udelad elementet, eller udelad mustUnderstand på det."},
	{soap.CodeEncoding, fromEnvelope, "Meddelelsen er ikke SOAP-kodet: intet element henviser til et andet.", "Skriv hvert element ud på sin plads (literal)."},
	{soap.CodeTrailer, "SOAP 1.1 afsnit 4; Basic Profile 1.1, R1011", "Der står intet efter Body.", "Fjern det, der står efter Body."},
	{soap.CodeRequestHeader, fromService, "Meddelelsen har en RequestHeader.", "Sæt RequestHeader med et nyt TransactionUUID i Header."},
	{soap.CodeAddressedTo, "WS-Addressing 1.0 Metadata, afsnit 4.4; " + fromService, "wsa:Action er den, WSDL'en giver operationen.",
		"Ret wsa:Action, eller udelad WS-Addressing."},
	{soap.CodeNoAction, fromService, "Kaldet har en SOAPAction, hvor WSDL'en kræver en.", "Sæt SOAPAction (SOAP 1.1), eller action i Content-Type (SOAP 1.2)."},
	{soap.CodeUnquoted, "SOAP 1.1 afsnit 6.1.1", "SOAPAction står i anførselstegn.", "Sæt anførselstegn om SOAPAction."},
	{soap.CodeMediaType, fromHTTP, "Content-Type er XML.", "Send text/xml (SOAP 1.1) eller application/soap+xml (SOAP 1.2)."},
	{soap.CodeCoding, fromHTTP, "Content-Encoding passer på indholdet, og indholdet er ikke pakket.", "Send meddelelsen ukomprimeret, uden Content-Encoding."},
	{soap.CodeMTOM, fromService, "Meddelelsen er sendt uden MTOM og vedhæftninger.", "Slå MTOM fra i klienten."},
	{"soap.operation", fromService, "Tjenesten har operationen.", "Kald en operation fra tjenestens WSDL."},
	{soap.CodeAction, fromService, "SOAPAction er den, WSDL'en giver operationen.", "Ret SOAPAction."},
}

// FormRules are the rules of XML, SOAP and the contract, by the IDs that
// findings carry. What tries them are the parsers and the contract themselves,
// whose own tests hold them against the official schemas.
func FormRules() []anvisning.Listed {
	out := make([]anvisning.Listed, 0, len(forms))
	for _, r := range forms {
		out = append(out, anvisning.Listed{ID: r[0], Kind: KindForm, Severity: severityOf(r[0]), Source: r[1], Text: r[2], Fix: r[3], State: anvisning.Checked})
	}
	return out
}

// formRules are the rules of form by their IDs: of a service that is called amiss every
// message has one.
var formRules = sync.OnceValue(func() map[string]anvisning.Listed {
	out := map[string]anvisning.Listed{}
	for _, e := range FormRules() {
		out[e.ID] = e
	}
	return out
})

// severityOf is how bad it is to break a rule of form: what the services take all
// the same is a remark, and what SOAP allows is information.
func severityOf(code string) verdict.Outcome {
	switch code {
	case "xml.tegnsaet-uenig", "xml.utf-16", soap.CodeAction, soap.CodeNoAction, soap.CodeUnquoted, soap.CodeAddressedTo, soap.CodeRequestHeader:
		return verdict.Remark
	case soap.CodeTrailer:
		return verdict.Information
	}
	return verdict.Fail
}

// called are the rules of how a service is called, by their IDs: what a finding
// says beside what the service noted.
var called = map[string]struct{ expected, actual string }{
	soap.CodeAction:        {"den SOAPAction, som WSDL'en giver operationen", "en anden SOAPAction"},
	soap.CodeNoAction:      {"den SOAPAction, som WSDL'en giver operationen", "ingen SOAPAction"},
	soap.CodeUnquoted:      {"SOAPAction i anførselstegn", "SOAPAction uden anførselstegn"},
	soap.CodeAddressedTo:   {"den wsa:Action, som WSDL'en giver operationen", "en anden wsa:Action"},
	soap.CodeRequestHeader: {"en RequestHeader", "ingen RequestHeader"},
	soap.CodeTrailer:       {"intet efter Body", "noget efter Body"},
	soap.CodeMediaType:     {"text/xml eller application/soap+xml", "en anden Content-Type"},
	soap.CodeCoding:        {"en meddelelse, der ikke er komprimeret", "noget andet, eller en Content-Encoding, der ikke passer"},
	soap.CodeMTOM:          {"en konvolut uden vedhæftninger", "MTOM eller vedhæftninger"},
}

// ofWSDL are those that stand in the service's own WSDL.
var ofWSDL = []string{soap.CodeAction, soap.CodeNoAction, soap.CodeRequestHeader}

// calling is what a service noted of a call, as a finding. Where its WSDL is not
// public a remark is no more than information: what we expect is a guess.
func calling(note recording.Note, service string, inferred bool) (f verdict.Finding, ok bool) {
	texts, ok := called[note.Code]
	if !ok {
		return f, false
	}
	f = formRules()[note.Code].Finding(note.Text, texts.expected, texts.actual)
	if slices.Contains(ofWSDL, note.Code) {
		f.Source = "WSDL for " + service
	}
	if inferred && f.Outcome == verdict.Remark {
		f.Outcome, f.Source = verdict.Information, "mønsteret i SagDokumentIndeks 6; WSDL'en for "+fromService+" er ikke offentlig"
	}
	return f, true
}
