"""An unmodified zeep client reads the registers: from CVR number to units, and a class of KLE.

usage: registers.py OFFICIAL BASE_URL
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
for name in ("Bruger", "ItSystem", "Interessefaellesskab"):
    svc = organisation(name, name.lower())
    found = search(svc, RelationListe=relation("Tilhoerer", org[0], many=name == "ItSystem"))
    check(name + ".laes", body(svc.laes(UUIDIdentifikator=found[0], **header())).StandardRetur.StatusKode, 20)
for name in ("OrganisationFunktion", "Person", "Adresse", "Myndighed"):
    svc = organisation(name, name.lower())
    check(name + ".list", body(svc.list(UUIDIdentifikator=search(svc)[:20], **header())).StandardRetur.StatusKode, 20)

school = search(units_service, AttributListe={"Egenskab": [{"EnhedNavn": "Strandskolen"}]})
address = body(units_service.laes(UUIDIdentifikator=school[0], **header())).FiltreretOejebliksbillede.Registrering[0].RelationListe.Adresser[0]
post = body(organisation("Adresse", "adresse").laes(UUIDIdentifikator=address.ReferenceID.UUIDIdentifikator, **header()))
check("skolens adresse", post.FiltreretOejebliksbillede.Registrering[0].AttributListe.Egenskab[0].AdresseTekst.endswith("Korsbæk"), True)

system = organisation("OrganisationSystem", "organisationsystem")
seen, first = [], 0
while True:
    page = body(system.fremsoegobjekthierarki(FoersteResultatReference=first, MaksimalAntalKvantitet=100, **header())).OrganisationEnheder.FiltreretOejebliksbillede
    seen += [u.ObjektType.UUIDIdentifikator for u in page]
    first += 100
    if len(page) < 100:
        break
check("hierarkiets enheder, side for side, hver én gang", ([u for u in seen if u in units] == units, len(seen) == len(set(seen))), (True, True))

klasse = service("klasse-7/Klasse.wsdl", "{http://stoettesystemerne.dk/klassifikation}Klasse", "/klasse/7")
emne = search(klasse, AttributListe={"Egenskab": [{"BrugervendtNoegleTekst": "27.35.04"}]})
snapshot = body(klasse.laes(UUIDIdentifikator=emne[0], **header())).FiltreretOejebliksbillede
check("KLE-emne", snapshot.Registrering[0].AttributListe.Egenskab[0].TitelTekst, "Forebyggende hjemmebesøg")
facet = search(klasse, AttributListe={"Egenskab": [{"BrugervendtNoegleTekst": "G01"}]})
check("list", len(body(klasse.list(UUIDIdentifikator=emne + facet, **header())).FiltreretOejebliksbillede), 2)

ns = "{http://stoettesystemerne.dk/klassifikation}"
for name in ("Klassifikation", "Facet", "Klasse"):
    svc = service(f"stoettesystemer-6/wsdl/{name}.wsdl", ns + name, f"/{name.lower()}/6")
    found = search(svc)
    check(name + " 6 laes", body(svc.laes(UUIDIdentifikator=found[0], **header())).StandardRetur.StatusKode, 20)
system = service("stoettesystemer-6/wsdl/KlassifikationSystem.wsdl", ns + "KlassifikationSystem", "/klassifikationsystem/6")
found = body(system.fremsoegobjekthierarki(KlasseSoegEgenskab={"BrugervendtNoegleTekst": "32.24.*"}, **header()))
check("hierarkiets klasser", [found.Klassifikationer, len(found.Klasser.FiltreretOejebliksbillede)], [None, 9])
print("registrene er læst")
