"""OIO IDWS for zeep: a token of the STS, messages signed as KOMBIT's .NET library signs them, and replies that are looked at.

xmlsec signs and verifies. It does not know the STR-Transform, so what a message to a
service refers to is digested here.
"""
import base64
import datetime
import hashlib
import pathlib
import uuid

import requests
import xmlsec
from lxml import etree
from zeep.transports import Transport
from zeep.wsa import WsAddressingPlugin

SOAP12 = "http://www.w3.org/2003/05/soap-envelope"
WSA = "http://www.w3.org/2005/08/addressing"
WSSE = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"
WSSE11 = "http://docs.oasis-open.org/wss/oasis-wss-wssecurity-secext-1.1.xsd"
WSU = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd"
DS = "http://www.w3.org/2000/09/xmldsig#"
SAML = "urn:oasis:names:tc:SAML:2.0:assertion"
TRUST = "http://docs.oasis-open.org/ws-sx/ws-trust/200512"
POLICY = "http://schemas.xmlsoap.org/ws/2004/09/policy"
AUTH = "http://docs.oasis-open.org/wsfed/authorization/200706"
LIBERTY = "urn:liberty:sb:2006-08"
EXC = "http://www.w3.org/2001/10/xml-exc-c14n#"
SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"
RSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
MESSAGE = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0"
X509V3 = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-x509-token-profile-1.0#X509v3"
SAML2 = "http://docs.oasis-open.org/wss/oasis-wss-saml-token-profile-1.1#SAMLV2.0"
SAMLID = "http://docs.oasis-open.org/wss/oasis-wss-saml-token-profile-1.1#SAMLID"

STS_PATH = "/runtime/services/kombittrust/14/certificatemixed"
STS_NAME = "https://saml.adgangsstyring.eksterntest-stoettesystemerne.dk"
INDEX = "http://entityid.kombit.dk/service/sdi/sagdokumentindeks/6"
KLASSE = "http://entityid.kombit.dk/service/klassifikation/7"
ORGANISATION = "http://stoettesystemerne.dk/service/organisation/3"


class Rejected(Exception):
    """A reply is not what was signed for this request: nothing of it is used."""


class Keys:
    """A folder that klarmeld certs has made."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.session = requests.Session()
        self.session.trust_env = False  # else REQUESTS_CA_BUNDLE goes before verify
        self.session.verify = self.path("ca.pem")
        self.session.cert = (self.path("leverandoer.pem"), self.path("leverandoer.noegle.pem"))

    def path(self, name):
        return str(self.folder / name)

    def private(self):
        return xmlsec.Key.from_file(self.path("leverandoer.noegle.pem"), xmlsec.KeyFormat.PEM)

    def of(self, name):
        """The key of whom the replies are to be signed by: sts or services."""
        return xmlsec.Key.from_file(self.path(name + ".pem"), xmlsec.KeyFormat.CERT_PEM)

    def certificate(self):
        """The system's certificate, as a BinarySecurityToken has it."""
        lines = (self.folder / "leverandoer.pem").read_text().split("-----")[2]
        return "".join(lines.split())


def c14n(el):
    return etree.tostring(el, method="c14n", exclusive=True, with_comments=False)


def add(parent, space, tag, text=None, **attributes):
    el = etree.SubElement(parent, f"{{{space}}}{tag}", attributes)
    el.text = text
    return el


def identify(el, name):
    el.set(f"{{{WSU}}}Id", name)
    return name


def timestamp(security):
    """Five minutes, in whole milliseconds."""
    stamp = add(security, WSU, "Timestamp")
    now = datetime.datetime.now(datetime.timezone.utc)
    for tag, at in (("Created", now), ("Expires", now + datetime.timedelta(minutes=5))):
        add(stamp, WSU, tag, at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z")
    return stamp


def header_of(envelope):
    space = etree.QName(envelope).namespace
    header = envelope.find(f"{{{space}}}Header")
    if header is None:
        header = etree.Element(f"{{{space}}}Header")
        envelope.insert(0, header)
    return space, header, envelope.find(f"{{{space}}}Body")


def signature(security, parts):
    """The Signature over elements by their names: (ID, what is digested, by the STR-Transform)."""
    sig = etree.SubElement(security, f"{{{DS}}}Signature", nsmap={None: DS})
    info = add(sig, DS, "SignedInfo")
    add(info, DS, "CanonicalizationMethod", Algorithm=EXC)
    add(info, DS, "SignatureMethod", Algorithm=RSA_SHA256)
    for name, digested, by_reference in parts:
        ref = add(info, DS, "Reference", URI="#" + name)
        transforms = add(ref, DS, "Transforms")
        if by_reference:
            transform = add(transforms, DS, "Transform", Algorithm=MESSAGE + "#STR-Transform")
            add(add(transform, WSSE, "TransformationParameters"), DS, "CanonicalizationMethod", Algorithm=EXC)
        else:
            add(transforms, DS, "Transform", Algorithm=EXC)
        add(ref, DS, "DigestMethod", Algorithm=SHA256)
        add(ref, DS, "DigestValue", base64.b64encode(hashlib.sha256(c14n(digested)).digest()).decode())
    return sig, info


def sign(security, parts, key, key_info):
    sig, info = signature(security, parts)
    ctx = xmlsec.SignatureContext()
    ctx.key = key
    value = ctx.sign_binary(c14n(info), xmlsec.constants.TransformRsaSha256)
    add(sig, DS, "SignatureValue", base64.b64encode(value).decode())
    add(sig, DS, "KeyInfo").append(key_info)


def token_reference(token):
    """How a message names its token, by the assertion's ID."""
    ref = etree.Element(f"{{{WSSE}}}SecurityTokenReference", {f"{{{WSSE11}}}TokenType": SAML2}, nsmap={"wsse": WSSE, "wsse11": WSSE11})
    add(ref, WSSE, "KeyIdentifier", token.get("ID"), ValueType=SAMLID)
    return ref


def verified(envelope, key, answered):
    """The envelope of a reply, when all that is read of it was signed by the key for the request by that MessageID."""
    space, header, body = header_of(envelope)
    securities = header.findall(f"{{{WSSE}}}Security")
    if len(securities) != 1:
        raise Rejected(f"{len(securities)} wsse:Security")
    security = securities[0]
    signatures, stamps = security.findall(f"{{{DS}}}Signature"), security.findall(f"{{{WSU}}}Timestamp")
    if len(signatures) != 1 or len(stamps) != 1:
        raise Rejected(f"{len(signatures)} Signature, {len(stamps)} Timestamp")
    covered = covers(envelope, signatures[0], key)
    addressing = [h for h in header if etree.QName(h).namespace == WSA]
    for el in [body, stamps[0], *addressing]:
        if el not in covered:
            raise Rejected(f"{etree.QName(el).localname} er ikke signeret")
    if [h.text for h in addressing if etree.QName(h).localname == "RelatesTo"] != [answered]:
        raise Rejected("RelatesTo er en anden meddelelses")
    now = datetime.datetime.now(datetime.timezone.utc)
    created, expires = (datetime.datetime.fromisoformat(stamps[0].findtext(f"{{{WSU}}}{tag}").replace("Z", "+00:00")) for tag in ("Created", "Expires"))
    if not created - datetime.timedelta(minutes=1) <= now < expires:
        raise Rejected(f"Timestamp {created} – {expires}")
    return envelope


def covers(envelope, sig, key):
    """The elements that a signature covers, when it holds."""
    algorithms = {el.get("Algorithm") for el in sig.find(f"{{{DS}}}SignedInfo").iter() if el.get("Algorithm")}
    if not algorithms <= {EXC, SHA256, RSA_SHA256}:
        raise Rejected(f"algoritmerne {sorted(algorithms)}")
    ctx = xmlsec.SignatureContext()
    ctx.key = key
    named = {}
    for el in envelope.iter(etree.Element):
        name = el.get(f"{{{WSU}}}Id")
        if name is None:
            continue
        if name in named:
            raise Rejected(f"to elementer har ID'et {name}")
        named[name] = el
        ctx.register_id(el, "Id", WSU)
    try:
        ctx.verify(sig)
    except xmlsec.Error as e:
        raise Rejected(f"signaturen holder ikke: {e}") from e
    return [named[ref.get("URI")[1:]] for ref in sig.iter(f"{{{DS}}}Reference")]


def fetch_token(keys, base, entity, cvr):
    """A token for a service, issued for a municipality to the holder of our key."""
    asked = "uuid:" + str(uuid.uuid4())
    envelope = etree.Element(f"{{{SOAP12}}}Envelope", nsmap={"s": SOAP12, "a": WSA, "wsu": WSU})
    header = add(envelope, SOAP12, "Header")
    understood = {f"{{{SOAP12}}}mustUnderstand": "1"}
    action = add(header, WSA, "Action", TRUST + "/RST/Issue", **understood)
    message_id = add(header, WSA, "MessageID", asked)
    to = add(header, WSA, "To", base + STS_PATH)
    security = etree.SubElement(header, f"{{{WSSE}}}Security", understood, nsmap={"wsse": WSSE})
    stamp = timestamp(security)
    binary = add(security, WSSE, "BinarySecurityToken", keys.certificate(), ValueType=X509V3, EncodingType=MESSAGE + "#Base64Binary")
    body = add(envelope, SOAP12, "Body")
    body.append(request(keys, entity, cvr))
    named = {"action": action, "msgid": message_id, "to": to, "sec-ts": stamp, "sec-binsectoken": binary, "body": body}
    parts = [(identify(el, name), el, False) for name, el in named.items()]
    reference = etree.Element(f"{{{WSSE}}}SecurityTokenReference")
    add(reference, WSSE, "Reference", URI="#sec-binsectoken", ValueType=X509V3)
    sign(security, parts, keys.private(), reference)
    reply = keys.session.post(base + STS_PATH, data=etree.tostring(envelope), headers={"Content-Type": "application/soap+xml; charset=utf-8"})
    if reply.status_code != 200:
        raise RuntimeError(f"STS'en svarer {reply.status_code}: {reply.text}")
    answer = verified(etree.fromstring(reply.content), keys.of("sts"), asked)
    return answer.find(f".//{{{TRUST}}}RequestedSecurityToken/{{{SAML}}}Assertion")


def request(keys, entity, cvr):
    rst = etree.Element(f"{{{TRUST}}}RequestSecurityToken", {"Context": str(uuid.uuid4())}, nsmap={"trust": TRUST})
    add(rst, TRUST, "RequestType", TRUST + "/Issue")
    add(rst, TRUST, "TokenType", SAML2)
    add(rst, TRUST, "KeyType", TRUST + "/PublicKey")
    add(add(add(rst, POLICY, "AppliesTo"), WSA, "EndpointReference"), WSA, "Address", entity)
    claims = add(rst, TRUST, "Claims", Dialect=AUTH + "/authclaims")
    claim = add(claims, AUTH, "ClaimType", Uri="dk:gov:saml:attribute:CvrNumberIdentifier", Optional="false")
    add(claim, AUTH, "Value", cvr)
    add(add(rst, TRUST, "UseKey"), WSSE, "BinarySecurityToken", keys.certificate(), ValueType=X509V3, EncodingType=MESSAGE + "#Base64Binary")
    add(add(add(rst, TRUST, "Issuer"), WSA, "EndpointReference"), WSA, "Address", STS_NAME)
    return rst


class Wsse:
    """The WSSE plugin: one token for a service, and each message signed by its holder's key."""

    def __init__(self, keys, base, entity, cvr):
        self.keys, self.entity = keys, entity
        self.token = fetch_token(keys, base, entity, cvr)
        self.sent = None

    def apply(self, envelope, headers):
        space, header, _ = header_of(envelope)
        understood = f"{{{space}}}mustUnderstand"
        reply_to = add(header, WSA, "ReplyTo")
        add(reply_to, WSA, "Address", WSA + "/anonymous")
        if self.entity == INDEX:
            framework = add(header, LIBERTY, "Framework", version="2.0")
            framework.set("{urn:liberty:sb:profile}profile", "urn:liberty:sb:profile:basic")
        security = etree.SubElement(header, f"{{{WSSE}}}Security", {understood: "1"}, nsmap={"wsse": WSSE, "wsu": WSU})
        timestamp(security)
        security.append(etree.fromstring(etree.tostring(self.token)))
        security.append(token_reference(self.token))
        # What is digested is what the receiver will read.
        envelope = etree.fromstring(etree.tostring(envelope))
        self.sign(envelope)
        return envelope, headers

    def sign(self, envelope):
        _, header, body = header_of(envelope)
        security = header.find(f"{{{WSSE}}}Security")
        token, reference = security.find(f"{{{SAML}}}Assertion"), security.find(f"{{{WSSE}}}SecurityTokenReference")
        self.sent = header.findtext(f"{{{WSA}}}MessageID")
        named = {"body": body, "sec-ts": security.find(f"{{{WSU}}}Timestamp"), "lib": header.find(f"{{{LIBERTY}}}Framework")}
        for name, tag in (("action", "Action"), ("msgid", "MessageID"), ("to", "To"), ("replyto", "ReplyTo")):
            named[name] = header.find(f"{{{WSA}}}{tag}")
        parts = [(identify(el, name), el, False) for name, el in named.items() if el is not None]
        parts.append((identify(reference, "sec-str"), token, True))
        sign(security, parts, self.keys.private(), token_reference(token))

    def verify(self, envelope):
        _, header, body = header_of(envelope)
        unsigned = header.find(f"{{{WSSE}}}Security") is None
        if unsigned and etree.QName(body[0]).localname == "Fault":
            return envelope  # what says that it has refused is no answer that one acts on
        return verified(envelope, self.keys.of("services"), self.sent)


def settings(folder, base, entity, cvr):
    """What zeep.Client is made with, to speak to one of the services."""
    keys = Keys(folder)
    return {"wsse": Wsse(keys, base, entity, cvr), "plugins": [WsAddressingPlugin()], "transport": Transport(session=keys.session)}
