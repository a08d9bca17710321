package judge

import (
	"slices"

	"klarmeld/internal/anvisning"
	"klarmeld/internal/verdict"
)

// KindForm is a rule of the form that messages travel in, rather than of the
// anvisninger.
const KindForm anvisning.Kind = "form"

// remarks are the rules of form that are worth a remark.
var remarks = []string{"soap.action", "xml.tegnsaet-uenig", "xml.utf-16"}

// FormRules are the rules of XML, SOAP and the contract, by the IDs that
// findings carry. What tries them are the parsers and the contract themselves,
// whose own tests hold them against the official schemas.
func FormRules() []anvisning.Entry {
	const (
		contract = "SF1470 version 6, XSD"
		xml      = "XML 1.0; Namespaces in XML 1.0"
		names    = "Namespaces in XML 1.0"
		text     = "Anvisningerne: »Tekstformatet er UTF8«"
		soap     = "SOAP 1.1 afsnit 4, SOAP 1.2 del 1 afsnit 5"
		service  = "WSDL for SagDokumentIndeks 6, FK Organisation 6 og Klasse 7"
	)
	var out []anvisning.Entry
	for _, r := range [][4]string{
		{"kontrakt.unknown-root", contract, "Meddelelsens yderste element er en af operationernes.", "Begynd med operationens eget element, fx ImporterSagDokumentIndeksInput."},
		{"kontrakt.missing", contract, "Et element, som strukturen kræver, er der.", "Tilføj elementet på dets plads."},
		{"kontrakt.unexpected", contract, "Der er ingen andre elementer end dem, strukturen har.", "Fjern elementet, eller ret dets navn."},
		{"kontrakt.order", contract, "Elementerne står i strukturens rækkefølge.", "Flyt elementet til dets plads."},
		{"kontrakt.too-many", contract, "Intet element er der flere gange, end strukturen tillader.", "Behold ét af dem."},
		{"kontrakt.namespace", contract, "Hvert element er i sit eget namespace.", "Ret elementets præfiks, eller dets xmlns."},
		{"kontrakt.value", contract, "Værdien er af elementets type.", "Ret værdien."},
		{"kontrakt.length", contract, "Teksten har den længde, typen tillader.", "Forkort eller udfyld teksten."},
		{"kontrakt.enumeration", contract, "Værdien er en af dem, typen opregner.", "Brug en af de tilladte værdier."},
		{"kontrakt.pattern", contract, "Værdien har den form, typen kræver.", "Ret værdiens form."},
		{"kontrakt.text", contract, "Der står kun tekst i elementer, som har tekst.", "Flyt teksten ind i et element for sig."},
		{"kontrakt.attribute", contract, "Elementerne har ingen attributter.", "Fjern attributten."},
		{"xml.tom", xml, "Der er en meddelelse.", "Send meddelelsen."},
		{"xml.ikke-xml", xml, "Meddelelsen er XML.", "Send XML, ikke pakket eller i et andet format."},
		{"xml.velformet", xml, "XML'en er velformet.", "Ret XML'en på den linje, fundet nævner."},
		{"xml.praefiks", names, "Hvert præfiks er erklæret, hvor det bruges.", "Erklær præfikset på et omsluttende element."},
		{"xml.navnerum", names, "Navne og erklæringer følger Namespaces in XML 1.0.", "Ret navnet eller erklæringen på den linje, fundet nævner."},
		{"xml.tegnsaet", text, "Meddelelsen er i UTF-8.", "Send UTF-8, og sig det i XML-erklæringen."},
		{"xml.tegnsaet-uenig", text, "Content-Type, byte order mark og XML-erklæring siger det samme tegnsæt.", "Lad dem alle sige UTF-8."},
		{"xml.utf-16", text, "Meddelelsen er i UTF-8, ikke i UTF-16.", "Send UTF-8, og sig det i XML-erklæringen."},
		{"xml.doctype", soap, "Meddelelsen har ingen DOCTYPE.", "Fjern DOCTYPE."},
		{"xml.for-stor", "klarmelds egen grænse", "Meddelelsen er ikke større, end klarmeld læser.", "Send objekterne i flere meddelelser."},
		{"xml.for-mange", "klarmelds egen grænse", "Meddelelsen har ikke flere elementer, end klarmeld læser.", "Send objekterne i flere meddelelser."},
		{"xml.for-dyb", "klarmelds egen grænse", "Elementerne er ikke indlejret dybere, end klarmeld læser.", "Ret det, der danner XML'en."},
		{"soap.konvolut", soap, "Meddelelsen er en SOAP-konvolut.", "Pak meddelelsen ind i Envelope og Body."},
		{"soap.body", soap, "Konvoluttens Body har ét element.", "Send én meddelelse i hvert kald."},
		{"soap.operation", service, "Tjenesten har operationen.", "Kald en operation fra tjenestens WSDL."},
		{"soap.action", service, "SOAPAction er den, WSDL'en giver operationen.", "Ret SOAPAction."},
		{"http.sti", service, "Kaldet går til en af tjenesternes adresser.", "Ret adressen; klarmeld serve viser alle adresserne."},
		{"http.afbrudt", "HTTP/1.1", "Hele meddelelsen når frem.", "Se efter, hvorfor forbindelsen blev afbrudt."},
		{"indeks.afvist", "SagDokumentIndeks 6, StatusKode", "Indekset tager imod hvert objekt (statuskode 20).", "Læs statuskoden i hver UnikRetur, og ret det, den siger."},
	} {
		e := anvisning.Entry{ID: r[0], Kind: KindForm, Severity: verdict.Fail, Source: r[1], Text: r[2], Fix: r[3], State: anvisning.Checked}
		if slices.Contains(remarks, r[0]) {
			e.Severity = verdict.Remark
		}
		out = append(out, e)
	}
	return out
}
