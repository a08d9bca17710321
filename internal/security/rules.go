package security

import (
	"klarmeld/internal/anvisning"
	"klarmeld/internal/verdict"
)

// KindSecurity is a rule of the secured wire: of tokens, signatures and what they
// cover.
const KindSecurity anvisning.RuleKind = "sikkerhed"

// RuleID is the ID of a rule of the secured wire.
type RuleID string

// What every secured message keeps, to a service or to the STS. What each demands, in
// words, is the text of its Entry.
const (
	NoSecurity        RuleID = "sikkerhed.security-mangler"
	TwoSecurity       RuleID = "sikkerhed.security-flere"
	SecurityActor     RuleID = "sikkerhed.security-actor"
	MustUnderstand    RuleID = "sikkerhed.security-mustunderstand"
	HeaderTwice       RuleID = "sikkerhed.hoved-flere"
	IDTwice           RuleID = "sikkerhed.id-flere"
	Encrypted         RuleID = "sikkerhed.krypteret"
	NoTimestamp       RuleID = "sikkerhed.timestamp-mangler"
	TwoTimestamps     RuleID = "sikkerhed.timestamp-flere"
	TimestampForm     RuleID = "sikkerhed.timestamp-form"
	TimestampOver     RuleID = "sikkerhed.timestamp-udloebet"
	TimestampOld      RuleID = "sikkerhed.timestamp-gammel"
	TimestampAhead    RuleID = "sikkerhed.timestamp-fremtid"
	NoSignature       RuleID = "sikkerhed.signatur-mangler"
	TwoSignatures     RuleID = "sikkerhed.signatur-flere"
	SignatureForm     RuleID = "sikkerhed.signatur-form"
	BadAlgorithm      RuleID = "sikkerhed.algoritme"
	BadDigestMethod   RuleID = "sikkerhed.digest-algoritme"
	BadForm           RuleID = "sikkerhed.kanonisk-form"
	BadTransform      RuleID = "sikkerhed.transform"
	BadReference      RuleID = "sikkerhed.reference"
	Dangling          RuleID = "sikkerhed.reference-intet"
	BadSignature      RuleID = "sikkerhed.signatur"
	BadDigest         RuleID = "sikkerhed.digest"
	Moved             RuleID = "sikkerhed.flyttet"
	KeyInfo           RuleID = "sikkerhed.keyinfo"
	UnsignedBody      RuleID = "sikkerhed.usigneret-body"
	UnsignedTimestamp RuleID = "sikkerhed.usigneret-timestamp"
	UnsignedMessageID RuleID = "sikkerhed.usigneret-messageid"
	UnsignedAction    RuleID = "sikkerhed.usigneret-action"
	UnsignedTo        RuleID = "sikkerhed.usigneret-to"
	UnsignedReplyTo   RuleID = "sikkerhed.usigneret-replyto"
	UnsignedOther     RuleID = "sikkerhed.usigneret-adressering"
	UnsignedToken     RuleID = "sikkerhed.usigneret-token"
	NoMessageID       RuleID = "sikkerhed.messageid-mangler"
	MessageIDAgain    RuleID = "sikkerhed.messageid-gentaget"
)

// What the token keeps that a message to a service brings.
const (
	NoToken           RuleID = "sikkerhed.token-mangler"
	TwoTokens         RuleID = "sikkerhed.token-flere"
	TokenForm         RuleID = "sikkerhed.token-form"
	TokenUnsigned     RuleID = "sikkerhed.token-usigneret"
	TokenSignature    RuleID = "sikkerhed.token-signatur"
	TokenForeign      RuleID = "sikkerhed.token-anden-sts"
	TokenOwn          RuleID = "sikkerhed.token-egen"
	TokenIssuer       RuleID = "sikkerhed.token-udsteder"
	TokenAudience     RuleID = "sikkerhed.token-audience"
	TokenOver         RuleID = "sikkerhed.token-udloebet"
	TokenEarly        RuleID = "sikkerhed.token-ikke-endnu"
	TokenConfirmation RuleID = "sikkerhed.token-bekraeftelse"
	TokenCertificate  RuleID = "sikkerhed.token-certifikat"
	TokenNoCVR        RuleID = "sikkerhed.token-uden-cvr"
	TokenCVR          RuleID = "sikkerhed.token-cvr"
	TokenComment      RuleID = "sikkerhed.token-kommentar"
)

// What a request to the STS keeps.
const (
	RequestForm        RuleID = "sts.form"
	RequestAction      RuleID = "sts.action"
	RequestType        RuleID = "sts.requesttype"
	RequestKeyType     RuleID = "sts.keytype"
	RequestTokenType   RuleID = "sts.tokentype"
	RequestOnBehalfOf  RuleID = "sts.onbehalfof"
	RequestAppliesTo   RuleID = "sts.appliesto"
	RequestService     RuleID = "sts.tjeneste"
	RequestClaims      RuleID = "sts.claims"
	RequestCVR         RuleID = "sts.cvr"
	RequestAgreement   RuleID = "sts.aftale"
	RequestUseKey      RuleID = "sts.usekey"
	RequestNoToken     RuleID = "sts.certifikat-mangler"
	RequestCertificate RuleID = "sts.certifikat-udloebet"
	RequestStranger    RuleID = "sts.certifikat-ukendt"
)

// Where the rules stand.
const (
	fromPolicy     = "OIO-IDWS-politikken i WSDL'en: SignedParts"
	fromBinding    = "OIO-IDWS-politikken i WSDL'en: AsymmetricBinding"
	fromWSS        = "WSS SOAP Message Security 1.1"
	fromDSig       = "XML Signature 1.0; Basic256Sha256"
	fromProfile    = "OIO IDWS SOAP 1.1"
	fromToken      = "OIO IDWS, SAML 2.0 Token Profile; SAML 2.0 Core"
	fromTrust      = "KOMBIT, Snitfladebeskrivelse STS OIO WS-Trust; WS-Trust 1.3"
	fromAddressing = "WS-Addressing 1.0"
)

// row is a rule: its ID, where it stands, what it demands, how it is mended.
type row struct {
	id                RuleID
	source, text, fix string
}

const resign = "Signér meddelelsen som det sidste, og ret intet i den bagefter; heller ikke mellemrum og linjeskift."

var messageRows = []row{
	{id: NoSecurity, source: fromBinding, text: "Meddelelsen har et wsse:Security i sin Header.",
		fix: "Slå OIO IDWS til i klienten: token, Timestamp og signatur sættes i wsse:Security."},
	{id: TwoSecurity, source: fromWSS + ", afsnit 5", text: "Der er kun ét wsse:Security til modtageren.",
		fix: "Sæt token, Timestamp og signatur i ét og samme wsse:Security."},
	{id: SecurityActor, source: fromWSS + ", afsnit 5", text: "wsse:Security er til modtageren: " +
		"uden actor (SOAP 1.1) og role (SOAP 1.2), for der er ingen mellemled.", fix: "Fjern actor eller role fra wsse:Security."},
	{id: MustUnderstand, source: fromProfile, text: "wsse:Security har mustUnderstand.", fix: "Sæt mustUnderstand=\"1\" på wsse:Security."},
	{id: HeaderTwice, source: fromAddressing + ", afsnit 3.2", text: "Hvert hoved af WS-Addressing står én gang.", fix: "Fjern det hoved, der er for meget."},
	{id: IDTwice, source: fromWSS + ", afsnit 4.2", text: "Intet ID står på mere end ét element.", fix: "Giv hvert signeret element sit eget ID."},
	{id: Encrypted, source: fromBinding, text: "Intet i meddelelsen er krypteret; det er forbindelsen, der er.", fix: "Slå XML-kryptering fra i klienten."},
	{id: NoTimestamp, source: fromBinding + ", IncludeTimestamp", text: "wsse:Security har et Timestamp.",
		fix: "Lad klienten sætte et wsu:Timestamp med Created og Expires, og signér det."},
	{id: TwoTimestamps, source: fromWSS + ", afsnit 10", text: "Der er kun ét Timestamp.", fix: "Fjern det Timestamp, der er for meget."},
	{id: TimestampForm, source: fromWSS + ", afsnit 10; Basic Security Profile 1.1",
		text: "Timestamp har Created og derefter Expires, begge i UTC (Z), og Created er den første.", fix: "Skriv tiderne som 2026-01-31T12:00:00.000Z."},
	{id: TimestampOver, source: fromWSS + ", afsnit 10", text: "Meddelelsen når frem, før dens Timestamp udløber.",
		fix: "Se efter, om maskinens ur går rigtigt (NTP), og om meddelelser ligger og venter efter signeringen."},
	{id: TimestampOld, source: fromProfile, text: "Timestamp er højst fem minutter gammelt.",
		fix: "Signér meddelelsen, når den sendes, og hold uret rigtigt (NTP)."},
	{id: TimestampAhead, source: fromProfile, text: "Timestamp er ikke fra fremtiden.", fix: "Stil maskinens ur; lad NTP styre det."},
	{id: NoSignature, source: fromBinding, text: "wsse:Security har en signatur.", fix: "Lad klienten signere meddelelsen med den nøgle, tokenet er udstedt til."},
	{id: TwoSignatures, source: fromBinding, text: "wsse:Security har kun én signatur ud over tokenets egen.",
		fix: "Saml alt det, der skal signeres, i én signatur."},
	{id: SignatureForm, source: fromDSig, text: "Signaturen følger XML Signature.", fix: "Lad et bibliotek danne signaturen, og ret intet i den."},
	{id: BadAlgorithm, source: fromDSig, text: "Der signeres med rsa-sha256.", fix: "Sæt klientens algoritmer til rsa-sha256 og sha256. CXF signerer med " +
		"rsa-sha1, til ws-security.asymmetric.signature.algorithm er http://www.w3.org/2001/04/xmldsig-more#rsa-sha256, også når politikken siger Basic256Sha256."},
	{id: BadDigestMethod, source: fromDSig, text: "Hver digest er dannet med sha256.",
		fix: "Sæt klientens algoritmer til Basic256Sha256: digest med sha256, også når der signeres med rsa-sha256."},
	{id: BadForm, source: fromDSig + "; Exclusive XML Canonicalization 1.0", text: "Det, der signeres, skrives i eksklusiv kanonisk form uden kommentarer.",
		fix: "Sæt klientens kanoniske form til http://www.w3.org/2001/10/xml-exc-c14n#, både for SignedInfo og for hver reference."},
	{id: BadTransform, source: fromDSig, text: "Hver reference har kun de transformationer, profilen har: exc-c14n, STR-Transform, og enveloped i tokenet.",
		fix: "Fjern de andre transformationer."},
	{id: Dangling, source: fromDSig, text: "Det, en reference peger på, er der.", fix: "Fjern intet, og ret ingen ID'er, efter at der er signeret."},
	{id: BadReference, source: fromDSig, text: "Hver reference peger på ét element i samme meddelelse.",
		fix: "Lad referencens URI være # og ID'et på det element, der signeres."},
	{id: BadSignature, source: fromDSig, text: "Signaturen er dannet med nøglen af det certifikat, tokenet er udstedt til.",
		fix: "Signér med den private nøgle, hvis certifikat stod i UseKey, da tokenet blev hentet."},
	{id: BadDigest, source: fromDSig, text: "Det, der er signeret, er ikke ændret siden.", fix: resign},
	{id: Moved, source: fromBinding + ", OnlySignEntireHeadersAndBody", text: "Det, der er signeret, står dér, hvor det læses: " +
		"Body, et hoved, eller et element i Security.", fix: "Signér konvoluttens egen Body og hovederne, som de står i Header."},
	{id: KeyInfo, source: fromProfile, text: "Signaturens KeyInfo henviser til tokenet, eller i en forespørgsel til STS til certifikatet i samme Security.",
		fix: "Brug den reference, som STS'en gav i RequestedUnattachedReference; til STS en wsse:Reference til BinarySecurityToken."},
	{id: UnsignedBody, source: fromPolicy, text: "Body er signeret.", fix: "Føj Body til det, der signeres."},
	{id: UnsignedTimestamp, source: fromBinding + ", IncludeTimestamp", text: "Timestamp er signeret.", fix: "Føj Timestamp til det, der signeres."},
	{id: UnsignedMessageID, source: fromPolicy, text: "wsa:MessageID er signeret.", fix: "Føj wsa:MessageID til det, der signeres."},
	{id: UnsignedAction, source: fromPolicy, text: "wsa:Action er signeret, når den er der.", fix: "Føj wsa:Action til det, der signeres."},
	{id: UnsignedTo, source: fromPolicy, text: "wsa:To er signeret, når den er der.", fix: "Føj wsa:To til det, der signeres."},
	{id: UnsignedReplyTo, source: fromPolicy, text: "wsa:ReplyTo er signeret, når den er der.", fix: "Føj wsa:ReplyTo til det, der signeres."},
	{id: UnsignedOther, source: fromPolicy, text: "wsa:From, wsa:FaultTo og wsa:RelatesTo er signeret, når de er der.",
		fix: "Føj dem til det, der signeres, eller udelad dem."},
	{id: UnsignedToken, source: fromBinding + ", ProtectTokens; SignedSupportingTokens", text: "Tokenet er signeret: ved STR-Transform, og i en forespørgsel " +
		"til STS BinarySecurityToken selv.", fix: "Føj referencen til tokenet (wsse:SecurityTokenReference) til det, der signeres, med STR-Transform."},
	{id: NoMessageID, source: fromProfile, text: "Meddelelsen har en wsa:MessageID.", fix: "Slå WS-Addressing til i klienten."},
	{id: MessageIDAgain, source: fromProfile, text: "Ingen MessageID bruges to gange.", fix: "Giv hver meddelelse sin egen MessageID; også den, der sendes igen."},
	{id: NoToken, source: fromProfile, text: "Meddelelsen har et token (saml:Assertion) i wsse:Security.",
		fix: "Hent et token hos STS, og sæt det i meddelelsen, som det kom."},
	{id: TwoTokens, source: fromProfile, text: "Meddelelsen har ét token.", fix: "Send kun det token, der er udstedt til tjenesten."},
	{id: TokenForm, source: fromToken, text: "Tokenet er en saml:Assertion, version 2.0, med Issuer, Subject, Conditions og ét CVR-nummer.",
		fix: "Send tokenet, som STS'en gav det, uden at danne det igen."},
	{id: TokenUnsigned, source: fromToken, text: "Tokenet bærer STS'ens signatur over hele tokenet.", fix: "Send tokenet, som STS'en gav det."},
	{id: TokenSignature, source: fromToken, text: "STS'ens signatur på tokenet holder.",
		fix: "Send tokenet byte for byte, som STS'en gav det: indryk det ikke, og flyt ikke dets namespaces."},
	{id: TokenForeign, source: fromToken, text: "Tokenet er signeret af den STS, tjenesten stoler på.", fix: "Hent tokenet hos klarmelds STS, ikke hos en anden."},
	{id: TokenOwn, source: fromToken, text: "Tokenet er udstedt af STS'en og ikke af systemet selv.",
		fix: "Hent tokenet hos STS; et system udsteder ingen tokener."},
	{id: TokenIssuer, source: fromToken, text: "Tokenets Issuer er STS'ens.", fix: "Hent tokenet hos den rigtige STS."},
	{id: TokenAudience, source: fromToken, text: "Tokenet er udstedt til netop den tjeneste, det sendes til.",
		fix: "Hent et token til hver tjeneste, med tjenestens entity ID i AppliesTo."},
	{id: TokenOver, source: fromToken, text: "Tokenet er ikke udløbet.", fix: "Hent et nyt token, før det gamle udløber (Lifetime/Expires)."},
	{id: TokenEarly, source: fromToken, text: "Tokenet gælder allerede.", fix: "Stil maskinens ur; lad NTP styre det."},
	{id: TokenConfirmation, source: fromToken, text: "Tokenet er holder-of-key: det nævner det certifikat, hvis ejer må bruge det.",
		fix: "Bed STS'en om KeyType PublicKey, med certifikatet i UseKey."},
	{id: TokenCertificate, source: fromToken, text: "Det certifikat, tokenet er udstedt til, gælder.", fix: "Forny certifikatet, og hent et nyt token."},
	{id: TokenNoCVR, source: fromTrust, text: "Tokenet siger, hvilken kommune det er udstedt til: det har kommunens CVR-nummer.",
		fix: "Bed STS'en om tokenet med ClaimType dk:gov:saml:attribute:CvrNumberIdentifier."},
	{id: TokenCVR, source: fromTrust, text: "Tokenet er udstedt til en kommune, som systemet har en serviceaftale med.",
		fix: "Bed om tokenet med kommunens CVR-nummer, og få serviceaftalen godkendt."},
	{id: TokenComment, source: fromToken, text: "Der står ingen kommentarer i tokenets værdier.", fix: "Send tokenet, som STS'en gav det."},
}

var requestRows = []row{
	{id: RequestForm, source: fromTrust, text: "Forespørgslen er én RequestSecurityToken med højst ét af hvert element.",
		fix: "Lad klientens STS-bibliotek danne forespørgslen."},
	{id: RequestAction, source: fromTrust, text: "wsa:Action er RST/Issue.",
		fix: "Sæt wsa:Action til http://docs.oasis-open.org/ws-sx/ws-trust/200512/RST/Issue."},
	{id: RequestType, source: fromTrust, text: "RequestType er Issue.", fix: "Sæt RequestType til http://docs.oasis-open.org/ws-sx/ws-trust/200512/Issue."},
	{id: RequestKeyType, source: fromTrust, text: "KeyType er PublicKey.", fix: "Sæt KeyType til http://docs.oasis-open.org/ws-sx/ws-trust/200512/PublicKey."},
	{id: RequestTokenType, source: fromTrust, text: "TokenType er SAML 2.0, når den er der.",
		fix: "Sæt TokenType til http://docs.oasis-open.org/wss/oasis-wss-saml-token-profile-1.1#SAMLV2.0."},
	{id: RequestOnBehalfOf, source: fromTrust, text: "Der spørges ikke på vegne af en anden (OnBehalfOf, ActAs): det har indekset og registrene ikke.",
		fix: "Udelad OnBehalfOf; systemet spørger på egne vegne, med kommunens CVR-nummer."},
	{id: RequestAppliesTo, source: fromTrust, text: "AppliesTo nævner én tjeneste ved dens entity ID.",
		fix: "Sæt AppliesTo/EndpointReference/Address til tjenestens entity ID."},
	{id: RequestService, source: fromTrust, text: "Tjenesten er en, STS'en kender.",
		fix: "Ret entity ID'et i AppliesTo; det er et navn og ikke tjenestens adresse."},
	{id: RequestClaims, source: fromTrust, text: "Claims har netop én ClaimType, kommunens CVR-nummer (dk:gov:saml:attribute:CvrNumberIdentifier).",
		fix: "Bed om én ClaimType med CVR-nummeret i Value."},
	{id: RequestCVR, source: fromTrust, text: "CVR-nummeret er otte cifre.", fix: "Skriv kommunens CVR-nummer, otte cifre uden mellemrum."},
	{id: RequestAgreement, source: fromTrust, text: "Kommunen har en serviceaftale med systemet om tjenesten.",
		fix: "Få kommunen til at godkende serviceaftalen, eller ret CVR-nummeret."},
	{id: RequestUseKey, source: fromTrust, text: "UseKey er det certifikat, forespørgslen er signeret med.",
		fix: "Sæt samme certifikat i UseKey, som der signeres med."},
	{id: RequestNoToken, source: fromTrust, text: "wsse:Security har ét certifikat (BinarySecurityToken, X509v3), og det kan læses.",
		fix: "Sæt systemets certifikat i wsse:Security."},
	{id: RequestCertificate, source: fromTrust, text: "Systemets certifikat gælder.", fix: "Forny systemets certifikat."},
	{id: RequestStranger, source: fromTrust, text: "Systemets certifikat er et, STS'en kender.",
		fix: "Brug det certifikat, der er tilmeldt: hos klarmeld det, der ligger i nøglemappen, eller et fra samme udsteder."},
}

// Rules are all rules of the secured wire, those of messages first. They stand outside
// the versions of the ruleset (anvisning.News): they judge recordings of a secured wire
// alone, of which there are none older than they are.
func Rules() []anvisning.Listed {
	var out []anvisning.Listed
	for _, rows := range [][]row{messageRows, requestRows} {
		for _, r := range rows {
			out = append(out, r.entry())
		}
	}
	return out
}

func (r row) entry() anvisning.Listed {
	return anvisning.Listed{ID: string(r.id), Kind: KindSecurity, Severity: verdict.Fail, Source: r.source, Text: r.text, Fix: r.fix, State: anvisning.Checked}
}

var entries = func() map[RuleID]anvisning.Listed {
	out := map[RuleID]anvisning.Listed{}
	for _, e := range Rules() {
		out[RuleID(e.ID)] = e
	}
	return out
}()

// Known reports whether there is such a rule.
func (r RuleID) Known() bool { return entries[r].ID != "" }

// Entry is the rule's row.
func (r RuleID) Entry() anvisning.Listed { return entries[r] }
