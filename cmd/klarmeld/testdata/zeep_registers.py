"""An unmodified zeep client reads the registers: from CVR number to units, and a class of KLE.

usage: zeep_registers.py OFFICIAL BASE_URL
"""
import sys
import uuid

from zeep import Client

official, base = sys.argv[1:3]


def service(wsdl, binding, path):
    client = Client(f"{official}/xsd/{wsdl}")
    return client.create_service(binding, base + path)


def organisation(name, path):
    return service(f"stoettesystemer-6/wsdl/{name}.wsdl", "{http://stoettesystemerne.dk/organisation/6/}" + name, f"/organisation/{path}/6")


def header():
    return {"_soapheaders": {"header": {"TransactionUUID": str(uuid.uuid4())}}}


def body(reply):
    return getattr(reply, "body", reply)


def check(what, got, want):
    if got != want:
        sys.exit(f"{what}: fik {got!r}, ventede {want!r}")
    print("ok", what)


def search(svc, **criteria):
    lists = {"AttributListe": {}, "TilstandListe": {}, "RelationListe": {}}
    lists.update(criteria)
    reply = body(svc.soeg(**lists, **header()))
    check("soeg", reply.StandardRetur.StatusKode, 20)
    return reply.IdListe.UUIDIdentifikator


def relation(name, ref, many=False):
    r = {"ReferenceID": {"UUIDIdentifikator": ref}}
    return {name: [r] if many else r}


cvr = search(organisation("Virksomhed", "virksomhed"), AttributListe={"Egenskab": [{"CVR-NummerTekst": "11111111"}]})
org_service = organisation("Organisation", "organisation")
org = search(org_service, RelationListe=relation("Virksomhed", cvr[0]))
read = body(org_service.laes(UUIDIdentifikator=org[0], **header()))
check("kommunens navn", read.FiltreretOejebliksbillede.Registrering[0].AttributListe.Egenskab[0].OrganisationNavn, "Korsbæk Kommune")
units_service = organisation("OrganisationEnhed", "organisationenhed")
units = search(units_service, RelationListe=relation("Tilhoerer", org[0]))
listed = body(units_service.list(UUIDIdentifikator=units, **header()))
names = [u.Registrering[0].AttributListe.Egenskab[0].EnhedNavn for u in listed.FiltreretOejebliksbillede]
check("Forebyggelsesteamet er med", "Forebyggelsesteamet" in names, True)
check("gyldighed", listed.FiltreretOejebliksbillede[0].Registrering[0].TilstandListe.Gyldighed[0].GyldighedStatusKode, "Aktiv")
for name, path in (("Bruger", "bruger"), ("ItSystem", "itsystem")):
    svc = organisation(name, path)
    found = search(svc, RelationListe=relation("Tilhoerer", org[0], many=name == "ItSystem"))
    check(name + ".laes", body(svc.laes(UUIDIdentifikator=found[0], **header())).StandardRetur.StatusKode, 20)

klasse = service("klasse-7/Klasse.wsdl", "{http://stoettesystemerne.dk/klassifikation}Klasse", "/klasse/7")
emne = search(klasse, AttributListe={"Egenskab": [{"BrugervendtNoegleTekst": "27.35.04"}]})
snapshot = body(klasse.laes(UUIDIdentifikator=emne[0], **header())).FiltreretOejebliksbillede
check("KLE-emne", snapshot.Registrering[0].AttributListe.Egenskab[0].TitelTekst, "Forebyggende hjemmebesøg")
facet = search(klasse, AttributListe={"Egenskab": [{"BrugervendtNoegleTekst": "G01"}]})
check("list", len(body(klasse.list(UUIDIdentifikator=emne + facet, **header())).FiltreretOejebliksbillede), 2)
print("registrene er læst")
