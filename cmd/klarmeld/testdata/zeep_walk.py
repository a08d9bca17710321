"""An unmodified zeep client walks the index: import, find, update, find again, remove, find nothing.

usage: zeep_walk.py WSDL BASE_URL SOAP_VERSION
"""
import sys
import uuid

from zeep import Client, xsd

SD = "{urn:oio:sagdok:3.0.0}"
SI = "{urn:oio:sts:sagdok:sagindeks:6}"
wsdl, base, version = sys.argv[1:4]
client = Client(wsdl)
binding = "{http://stoettesystemerne.dk/sagsogdokumentindeks}sdi"
service = client.create_service(binding, base + "/sts-soap-sagdok/sagdokumentindeks/6")

user = {"UUIDIdentifikator": "8c1b7e0a-2f0b-4b0a-9a27-0c6f3d9d1a11"}


def virkning(fra, til=None):
    end = {"TidsstempelDatoTid": til} if til else {"GraenseIndikator": True}
    return {"FraTidspunkt": {"TidsstempelDatoTid": fra}, "TilTidspunkt": end, "AktoerRef": user, "AktoerTypeKode": "Bruger"}


def header():
    return {"_soapheaders": {"header": {"TransactionUUID": str(uuid.uuid4())}}}


def body(reply):
    return getattr(reply, "body", reply)


def codes(reply):
    found = body(reply)
    items = getattr(found, "UnikRetur", None) or getattr(found, "StandardRetur", None)
    return [r.StatusKode for r in items]


def check(what, got, want):
    if got != want:
        sys.exit(f"{what}: fik {got!r}, ventede {want!r}")
    print("ok", what)


sag = str(uuid.uuid4())
properties = client.get_element(SI + "SagIndeksEgenskaber")
extension = xsd.AnyObject(properties, properties(Virkning=virkning("2026-01-02T03:04:05Z"), Foelsomhed="FORTROLIGE_PERSONOPLYSNINGER"))
registrering = {
    "Tidspunkt": "2026-01-02T03:04:05Z",
    "LivscyklusKode": "Importeret",
    "BrugerRef": user,
    "AttributListe": {
        "Egenskaber": [{"Virkning": virkning("2026-01-02T03:04:05Z"), "BrugervendtNoegle": "2026-0001", "Sagsnummer": "2026-0001", "Titel": "Byggesag æøå"}],
        "LokalUdvidelseListe": {"_value_1": [extension]},
    },
    "TilstandListe": {"Fremdrift": [{"Virkning": virkning("2026-01-02T03:04:05Z"), "FremdriftStatusKode": "Opstaaet"}]},
    "RelationListe": {},
}
reply = service.importer(_value_1=[{"SagIndeks": [{"UUIDIdentifikator": sag, "Registrering": [registrering]}]}], **header())
check("importer", codes(reply), [20])


def found():
    reply = body(service.fremsoeg(SagUuid=[sag], **header()))
    return reply.StandardRetur.StatusKode, reply.SagFiltreretOejebliksbillede


code, cases = found()
check("fremsoeg", code, 20)
check("titel", cases[0].Registrering[0].AttributListe.Egenskaber[0].Titel, "Byggesag æøå")

update = {
    "UUIDIdentifikator": sag,
    "TilstandListe": {"Fremdrift": [{"Virkning": virkning("2026-02-03T00:00:00Z"), "FremdriftStatusKode": "Afsluttet"}]},
    "Tidspunkt": "2026-02-03T00:00:00Z",
}
check("opdater", codes(service.opdater(_value_1=[{"OpdaterSagIndeks": [update]}], **header())), [20])
code, cases = found()
states = cases[0].Registrering[0].TilstandListe.Fremdrift
check("tilstande", [s.FremdriftStatusKode for s in states], ["Opstaaet", "Afsluttet"])
check("perioden er delt", states[0].Virkning.TilTidspunkt.TidsstempelDatoTid, states[1].Virkning.FraTidspunkt.TidsstempelDatoTid)

check("fjern", codes(service.fjern(SagUuid=[{"UUIDIdentifikator": sag}], **header())), [20])
code, cases = found()
check("fremsoeg bagefter", code, 44)
print("hele vejen gået over SOAP", version)
