package soap

import (
	"fmt"
	"strings"

	"klarmeld/internal/privacy"
	"klarmeld/internal/strictxml"
)

// refusal says what is wrong with a text that the reader refused.
func refusal(text []byte, f *strictxml.Fault) *Problem {
	line := strictxml.Line(text, f.Offset)
	switch f.Kind {
	case strictxml.Doctype:
		return &Problem{Code: "xml.doctype", Layer: LayerSOAP, Line: line, Message: "Meddelelsen har en DOCTYPE; det tillader SOAP ikke.",
			Expected: "ingen DOCTYPE", Actual: "<!DOCTYPE …>", Fix: "Fjern DOCTYPE-erklæringen og de entiteter, den definerer."}
	case strictxml.TooDeep:
		return &Problem{Code: "xml.for-dyb", Layer: LayerLimit, Line: line, Message: fmt.Sprintf("Meddelelsen har mere end %d niveauer af elementer.", MaxDepth),
			Expected: fmt.Sprintf("højst %d niveauer", MaxDepth), Actual: "flere niveauer",
			Fix: "Send en meddelelse efter snitfladens XSD; den dybeste har omkring 20 niveauer."}
	case strictxml.TooManyElements:
		return &Problem{Code: "xml.for-mange", Layer: LayerLimit, Line: line, Message: fmt.Sprintf("Meddelelsen har mere end %d elementer.", MaxElements),
			Expected: fmt.Sprintf("højst %d elementer", MaxElements), Actual: "flere elementer", Fix: "Del leverancen op i flere meddelelser."}
	case strictxml.TooManyAttributes:
		return &Problem{Code: "xml.for-mange", Layer: LayerLimit, Line: line, Message: fmt.Sprintf("Et element har mere end %d attributter.", MaxAttributes),
			Expected: fmt.Sprintf("højst %d attributter", MaxAttributes), Actual: "flere attributter", Fix: "Fjern attributterne; snitfladens elementer har ingen."}
	case strictxml.TooManyNamespaces:
		return &Problem{Code: "xml.for-mange", Layer: LayerLimit, Line: line,
			Message:  fmt.Sprintf("Meddelelsen erklærer mere end %d præfikser på ét sted.", MaxNamespaces),
			Expected: fmt.Sprintf("højst %d præfikser", MaxNamespaces), Actual: "flere præfikser", Fix: "Erklær hvert præfiks én gang, på konvoluttens rod."}
	case strictxml.LongName:
		return &Problem{Code: "xml.for-stor", Layer: LayerLimit, Line: line,
			Message:  fmt.Sprintf("Et navn er på mere end %d tegn; det begynder med %s.", MaxName, quoted(f.Name)),
			Expected: fmt.Sprintf("navne på højst %d tegn", MaxName), Actual: "et længere navn", Fix: "Brug navnene fra snitfladens XSD."}
	case strictxml.LongURI:
		return &Problem{Code: "xml.for-stor", Layer: LayerLimit, Line: line, Message: fmt.Sprintf("Et namespace er på mere end %d tegn.", MaxURI),
			Expected: fmt.Sprintf("namespaces på højst %d tegn", MaxURI), Actual: "et længere namespace", Fix: "Brug namespaces fra snitfladens XSD."}
	case strictxml.Unbound:
		return unbound(line, f)
	}
	if f.Kind.Namespaces() {
		return misnamed(line, f)
	}
	return illFormed(line, danish(text, f))
}

func illFormed(line int, detail string) *Problem {
	return &Problem{Code: "xml.velformet", Line: line, Message: "XML'en er ikke velformet: " + detail + ".",
		Expected: "velformet XML", Actual: detail,
		Fix: "Lad et XML-bibliotek skrive meddelelsen i stedet for at sætte tekst sammen, og prøv den med en XML-læser."}
}

// quoted is a name as it stands in a text: what a sender wrote may be anything.
func quoted(s string) string { return fmt.Sprintf("%q", privacy.Mask(s)) }

// danish is what breaks XML 1.0.
func danish(text []byte, f *strictxml.Fault) string {
	name, in, opened := privacy.Mask(f.Name), privacy.Mask(f.In), strictxml.Line(text, f.Opened)
	switch f.Kind {
	case strictxml.Unclosed:
		return fmt.Sprintf("den slutter, før <%s> fra linje %d er lukket", in, opened)
	case strictxml.NotOpened:
		return fmt.Sprintf("</%s> lukker et element, der ikke er åbnet", name)
	case strictxml.Crossed:
		return fmt.Sprintf("<%s> fra linje %d lukkes med </%s>", in, opened, name)
	case strictxml.AttributeTwice:
		return fmt.Sprintf("attributten %s står to gange i <%s>", quoted(f.Name), in)
	case strictxml.NoSpace:
		return fmt.Sprintf("der mangler et mellemrum før attributten %s i <%s>", name, in)
	case strictxml.SurrogateReference:
		return fmt.Sprintf("tegnreferencen %s er et halvt tegn (et surrogat); skriv tegnet selv, eller én reference til hele tegnet", f.Name)
	case strictxml.ForbiddenReference:
		return fmt.Sprintf("tegnreferencen %s er til et tegn, som XML ikke tillader", f.Name)
	case strictxml.ForbiddenCharacter:
		return fmt.Sprintf("et tegn, som XML ikke tillader (%s)", f.Name)
	case strictxml.ReservedTarget:
		return fmt.Sprintf("en behandlingsinstruktion hedder %s; navnet xml er forbeholdt, hvordan det end skrives", f.Name)
	case strictxml.NoSpaceAfterTarget:
		return fmt.Sprintf("der mangler et mellemrum efter navnet i <?%s", name)
	case strictxml.DeclarationName:
		return fmt.Sprintf("XML-erklæringens encoding er %s, som ikke er et navn på et tegnsæt", quoted(f.Name))
	case strictxml.Standalone:
		return fmt.Sprintf("XML-erklæringens standalone er %s; det skal være yes eller no", quoted(f.Name))
	}
	return plain[f.Kind]
}

// plain is what needs no name.
var plain = map[strictxml.FaultKind]string{
	strictxml.Cut:                "den slutter midt i et element",
	strictxml.CutMarkup:          "den slutter midt i en kommentar, et CDATA-afsnit eller en behandlingsinstruktion",
	strictxml.NoRoot:             "der er intet rodelement",
	strictxml.TwoRoots:           "der er mere end ét rodelement",
	strictxml.TextOutside:        "der står tekst uden for rodelementet",
	strictxml.CDATAOutside:       "der står et CDATA-afsnit uden for rodelementet",
	strictxml.EndTagExtra:        "der står mere end navnet i et sluttag",
	strictxml.NoElementName:      "et elementnavn mangler efter <",
	strictxml.NoAttributeName:    "et attributnavn mangler",
	strictxml.BadName:            "et navn har tegn, som navne ikke må have",
	strictxml.NewerName:          "et navn har tegn, som først kom til i femte udgave af XML 1.0; mange læsere afviser dem",
	strictxml.NoEquals:           "en attribut mangler sit lighedstegn",
	strictxml.NoQuotes:           "en attributværdi mangler anførselstegn",
	strictxml.SlashWithoutEnd:    "der mangler > efter / i et tag",
	strictxml.LessInAttribute:    "tegnet < står uden escape i en attributværdi",
	strictxml.BadReference:       "en ukendt entitet eller et løst &-tegn",
	strictxml.NotUTF8:            "bytes, der ikke er gyldig UTF-8",
	strictxml.CDATAEndInText:     "]]> står uden for et CDATA-afsnit",
	strictxml.BadComment:         "<!- begynder ikke en kommentar; det gør <!--",
	strictxml.HyphensInComment:   "en kommentar rummer --",
	strictxml.BadCDATA:           "<![ begynder ikke et CDATA-afsnit; det gør <![CDATA[",
	strictxml.BadMarkup:          "<! begynder hverken en kommentar eller et CDATA-afsnit",
	strictxml.NoTarget:           "et navn mangler efter <?",
	strictxml.LateDeclaration:    "XML-erklæringen <?xml …?> står ikke allerførst; intet må stå før den, heller ikke et mellemrum",
	strictxml.DeclarationBroken:  `XML-erklæringen er ikke skrevet efter reglerne; skriv <?xml version="1.0" encoding="UTF-8"?>`,
	strictxml.DeclarationVersion: "XML-erklæringen begynder ikke med version",
	strictxml.OtherVersion:       "XML-erklæringen siger en anden version end 1.0",
}

// unbound is a prefix that no element around it declares.
func unbound(line int, f *strictxml.Fault) *Problem {
	prefix, _, _ := strings.Cut(f.Name, ":")
	where := "elementet <" + f.Name + ">"
	if f.Attribute {
		where = fmt.Sprintf("attributten %s i <%s>", f.Name, f.In)
	}
	return &Problem{Code: "xml.praefiks", Layer: LayerNamespaces, Line: line,
		Message:  fmt.Sprintf("Præfikset %q er ikke erklæret, hvor %s bruger det: intet omsluttende element har xmlns:%s.", prefix, where, prefix),
		Expected: fmt.Sprintf("en erklæring xmlns:%s=\"…\" på elementet selv eller et omsluttende element", prefix),
		Actual:   fmt.Sprintf("%s uden erklæring af %q", where, prefix),
		Fix:      fmt.Sprintf("Erklær præfikset på konvoluttens rod%s; en erklæring på et søskendeelement gælder ikke.", suggestion(prefix))}
}

// suggestion names the namespace when the prefix is one of the usual ones.
func suggestion(prefix string) string {
	if ns, ok := map[string]string{
		"sd": "urn:oio:sagdok:3.0.0", "sag": "urn:oio:sts:sagdok:sag:6", "gd": "urn:oio:sts:generelledefinitioner:6",
		"si": "urn:oio:sts:sagdok:sagindeks:6", "di": "urn:oio:sts:sagdok:dokumentindeks:6", "sdi": "urn:oio:sts:sagdok:sagdokumentindeks:6",
	}[prefix]; ok {
		return fmt.Sprintf(`, fx xmlns:%s="%s"`, prefix, ns)
	}
	return ""
}

// misnamed is what breaks Namespaces in XML 1.0, save for an undeclared prefix.
func misnamed(line int, f *strictxml.Fault) *Problem {
	name, in := quoted(f.Name), privacy.Mask(f.In)
	p := &Problem{Code: "xml.navnerum", Layer: LayerNamespaces, Line: line, Expected: "navne efter Namespaces in XML 1.0"}
	switch f.Kind {
	case strictxml.EmptyPrefix:
		p.Message, p.Actual = fmt.Sprintf("Præfikset %s erklæres til intet i <%s>: kun xmlns=\"\" må være tom.", name, in), fmt.Sprintf("xmlns:%s=\"\"", f.Name)
		p.Fix = "Fjern erklæringen, eller giv den sit namespace."
	case strictxml.XMLRebound:
		p.Message, p.Actual = fmt.Sprintf("Præfikset xml erklæres om i <%s>; det er bundet én gang for alle.", in), "en anden erklæring af xml"
		p.Fix = "Fjern erklæringen: xml behøver ingen."
	case strictxml.XMLNSDeclared:
		p.Message, p.Actual = fmt.Sprintf("Præfikset xmlns erklæres i <%s>; det må det ikke.", in), "en erklæring af xmlns"
		p.Fix = "Fjern erklæringen."
	case strictxml.ReservedURI:
		p.Message, p.Actual = fmt.Sprintf("En erklæring i <%s> bruger et namespace, som er forbeholdt xml eller xmlns.", in), name
		p.Fix = "Giv præfikset sit eget namespace."
	case strictxml.XMLNSElement:
		p.Message, p.Actual = "Et element har præfikset xmlns, som er forbeholdt erklæringer.", name
		p.Fix = "Giv elementet et præfiks, der er erklæret."
	case strictxml.TwiceByPrefix:
		p.Message, p.Actual = fmt.Sprintf("Attributten %s står to gange i <%s>: to præfikser står for det samme namespace.", name, in),
			"én attribut under to præfikser"
		p.Fix = "Behold den ene attribut."
	case strictxml.ColonInTarget:
		p.Message, p.Actual = fmt.Sprintf("Behandlingsinstruktionen %s har et kolon i navnet; det må den ikke.", name), name
		p.Fix = "Fjern behandlingsinstruktionen; SOAP tillader ingen."
	default:
		p.Message, p.Actual = fmt.Sprintf("Navnet %s har et kolon, hvor der ikke må være et: ét præfiks, ét kolon, ét navn.", name), name
		p.Fix = "Ret navnet, så det har højst ét kolon, og noget på begge sider af det."
	}
	return p
}
