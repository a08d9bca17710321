"""An unmodified zeep client walks the whole road, from a CVR number to an empty index.

usage: road.py OFFICIAL BASE_URL SOAP_VERSION ROLES [KEYS]
OFFICIAL holds the published contracts, ROLES the file of relation classes. With KEYS,
a folder of klarmeld certs, it speaks OIO IDWS (idws.py).
"""
import base64
import json
import sys
import uuid

from zeep import Client, xsd

official, base, version, roles_file = sys.argv[1:5]
secured = sys.argv[5:6]
if secured:
    import idws
SD = "{urn:oio:sagdok:3.0.0}"
SI = "{urn:oio:sts:sagdok:sagindeks:6}"
ROLES = {(r["objekt"], r["relation"], r["art"], r["navn"]): r["uuid"] for r in json.load(open(roles_file, encoding="utf-8"))}
OPENED, CHANGED, CLOSED, FILED = "2026-01-02T03:04:05Z", "2026-02-03T00:00:00Z", "2026-03-04T00:00:00Z", "2026-03-05T00:00:00Z"


def check(what, got, want):
    if got != want:
        sys.exit(f"{what}: fik {got!r}, ventede {want!r}")
    print("ok", what)


def header():
    return {"_soapheaders": {"header": {"TransactionUUID": str(uuid.uuid4())}}}


def body(reply):
    return getattr(reply, "body", reply)


def client_of(wsdl, entity):
    """A client of a contract; where there are keys, with a token for the service of that entity ID."""
    more = idws.settings(secured[0], base, getattr(idws, entity), "11111111") if secured else {}
    return Client(f"{official}/xsd/{wsdl}", **more)


def organisation(name):
    made = client_of(f"stoettesystemer-6/wsdl/{name}.wsdl", "ORGANISATION")
    return made.create_service("{http://stoettesystemerne.dk/organisation/6/}" + name, f"{base}/organisation/{name.lower()}/6")


def search(service, **criteria):
    lists = {"AttributListe": {}, "TilstandListe": {}, "RelationListe": {}}
    lists.update(criteria)
    reply = body(service.soeg(**lists, **header()))
    if reply.StandardRetur.StatusKode != 20:
        sys.exit(f"soeg: {reply.StandardRetur.FejlbeskedTekst}")
    return reply.IdListe.UUIDIdentifikator


def pointing(name, ref):
    return {name: {"ReferenceID": {"UUIDIdentifikator": ref}}}


def read_organisation():
    """From the CVR number to the municipality's organisation and its units."""
    company = search(organisation("Virksomhed"), AttributListe={"Egenskab": [{"CVR-NummerTekst": "11111111"}]})
    check("én virksomhed har kommunens CVR-nummer", len(company), 1)
    service = organisation("Organisation")
    org = search(service, RelationListe=pointing("Virksomhed", company[0]))[0]
    read = body(service.laes(UUIDIdentifikator=org, **header())).FiltreretOejebliksbillede
    check("kommunens navn", read.Registrering[0].AttributListe.Egenskab[0].OrganisationNavn, "Korsbæk Kommune")
    service = organisation("OrganisationEnhed")
    units = search(service, RelationListe=pointing("Tilhoerer", org))
    listed = body(service.list(UUIDIdentifikator=units, **header())).FiltreretOejebliksbillede
    names = {u.Registrering[0].AttributListe.Egenskab[0].EnhedNavn: u.ObjektType.UUIDIdentifikator for u in listed}
    check("Forebyggelsesteamet er blandt enhederne", "Forebyggelsesteamet" in names, True)
    return org, names["Forebyggelsesteamet"]


def read_klassifikation():
    """A KLE subject and a facet, by number."""
    service = client_of("klasse-7/Klasse.wsdl", "KLASSE").create_service("{http://stoettesystemerne.dk/klassifikation}Klasse", base + "/klasse/7")
    found = []
    for number, title in (("27.35.04", "Forebyggende hjemmebesøg"), ("G01", None)):
        ref = search(service, AttributListe={"Egenskab": [{"BrugervendtNoegleTekst": number}]})[0]
        read = body(service.laes(UUIDIdentifikator=ref, **header())).FiltreretOejebliksbillede.Registrering[0].AttributListe.Egenskab[0]
        check("klassen " + number, (read.BrugervendtNoegleTekst, title or read.TitelTekst), (number, read.TitelTekst))
        found.append(ref)
    return found


org, unit = read_organisation()
emne, facet = read_klassifikation()

wsdl = {"1.1": "SagDokumentIndeksService_6.wsdl", "1.2": "SagDokumentIndeksService_6.soap12.wsdl"}[version]
client = client_of("sagdokumentindeks-6/" + wsdl, "INDEX")
index = client.create_service("{http://stoettesystemerne.dk/sagsogdokumentindeks}sdi", base + "/sts-soap-sagdok/sagdokumentindeks/6")
user = {"UUIDIdentifikator": "8c1b7e0a-2f0b-4b0a-9a27-0c6f3d9d1a11"}
sag, dokument, system = str(uuid.uuid4()), str(uuid.uuid4()), str(uuid.uuid4())


def virkning(fra):
    return {"FraTidspunkt": {"TidsstempelDatoTid": fra}, "TilTidspunkt": {"GraenseIndikator": True}, "AktoerRef": user, "AktoerTypeKode": "Bruger"}


def relation(objekt, kind, rolle, typ, ref, fra=OPENED, **more):
    role = lambda art, name: {"UUIDIdentifikator": ROLES[objekt, kind, art, name]}
    return dict(Virkning=virkning(fra), Rolle=role("Rolle", rolle), Type=role("Type", typ), ReferenceID=ref, **more)


def ref(id):
    return {"UUIDIdentifikator": id}


def extension(element, *values, **fields):
    """What stands where the schema says any element."""
    made = client.get_element(element)
    return {"_value_1": [xsd.AnyObject(made, made(*values, **fields))]}


def systems(kind, objekt):
    """Master and Afsender are elements of an extension."""
    prefix = SI if objekt == "Sag" else "{urn:oio:sts:sagdok:dokumentindeks:6}"
    made = client.get_element(prefix + kind)
    both = [made(**relation(objekt, kind, rolle, "IT-system", ref(system)), SystemNavn="En zeep-klient") for rolle in ("Master", "Afsender")]
    return {"_value_1": [xsd.AnyObject(made, b) for b in both]}


def codes(reply):
    """The status codes; of a refusal its text too, which says what to mend."""
    return [r.StatusKode if r.StatusKode == 20 else (r.StatusKode, r.FejlbeskedTekst) for r in body(reply).UnikRetur]


def import_sag():
    registrering = {
        "Tidspunkt": OPENED, "LivscyklusKode": "Importeret", "BrugerRef": user,
        "AttributListe": {
            "Egenskaber": [{"Virkning": virkning(OPENED), "BrugervendtNoegle": "2026-0001", "Sagsnummer": "2026-0001", "Titel": "Byggesag æøå"}],
            "LokalUdvidelseListe": extension(SI + "SagIndeksEgenskaber", Virkning=virkning(OPENED), Foelsomhed="FORTROLIGE_PERSONOPLYSNINGER"),
        },
        "TilstandListe": {"Fremdrift": [{"Virkning": virkning(OPENED), "FremdriftStatusKode": "Opstaaet"}]},
        "RelationListe": {
            "Sagsaktoer": [relation("Sag", "Sagsaktoer", "Ejer", "Organisation", ref(org)), relation("Sag", "Sagsaktoer", "Ansvarlig", "OrgEnhed", ref(unit))],
            "Sagsklasse": [relation("Sag", "Sagsklasse", "Primær klasse", "Klasse", ref(emne)), relation("Sag", "Sagsklasse", "Handlingsklasse", "Klasse", ref(facet))],
            "LokalUdvidelseListe": systems("SagsitsystemRelation", "Sag"),
        },
    }
    reply = index.importer(_value_1=[{"SagIndeks": [{"UUIDIdentifikator": sag, "Registrering": [registrering]}]}], **header())
    check("sagen er importeret", codes(reply), [20])


def import_dokument():
    registrering = {
        "Tidspunkt": FILED, "LivscyklusKode": "Importeret", "BrugerRef": user,
        "AttributListe": {"Egenskaber": [{
            "Virkning": virkning(FILED), "BrugervendtNoegle": "2026-0001-1", "Titel": "Afgørelse", "BrevDato": "2026-03-05", "Dokumentnummer": "2026-0001-1",
            "Foelsomhed": "FORTROLIGE_PERSONOPLYSNINGER", "Type": "Brev, udgaaende"}]},
        "TilstandListe": {"Fremdrift": [{"Virkning": virkning(FILED), "FremdriftStatusKode": "Endeligt"}]},
        "RelationListe": {
            "Dokumentaktoer": [relation("Dokument", "Dokumentaktoer", "Ejer", "Organisation", ref(org), FILED)],
            "LokalUdvidelseListe": systems("DokumentitsystemRelation", "Dokument"),
        },
    }
    reply = index.importer(_value_1=[{"DokumentIndeks": [{"UUIDIdentifikator": dokument, "Registrering": [registrering]}]}], **header())
    check("dokumentet er importeret", codes(reply), [20])


def update(what, at, **lists):
    check(what, codes(index.opdater(_value_1=[{"OpdaterSagIndeks": [dict(UUIDIdentifikator=sag, Tidspunkt=at, **lists)]}], **header())), [20])


def fremdrift(kode, fra):
    return {"TilstandListe": {"Fremdrift": [{"Virkning": virkning(fra), "FremdriftStatusKode": kode}]}}


def journalposter():
    note = {"JournalnotatEgenskaber": {"Titel": "Opringning", "Notat": base64.b64encode("Borgeren har ringet".encode()), "Format": ROLES["Sag", "Journalpost", "Format", "Text"]}}
    return {"RelationListe": {"Journalpost": [
        relation("Sag", "Journalpost", "Journalnotat", "Dokument", {"URNIdentifikator": "URN:Empty"}, FILED, Indeks="1", JournalpostEgenskaber=note),
        relation("Sag", "Journalpost", "Tilakteret", "Dokument", ref(dokument), FILED, Indeks="1"),
    ]}}


def found(**what):
    reply = body(index.fremsoeg(**what, **header()))
    return reply.StandardRetur.StatusKode, reply


def the_case():
    code, reply = found(SagUuid=[sag])
    check("sagen findes", code, 20)
    return reply.SagFiltreretOejebliksbillede[0].Registrering[0]


import_sag()
check("titlen er hel", the_case().AttributListe.Egenskaber[0].Titel, "Byggesag æøå")
update("sagen oplyses", CHANGED, **fremdrift("Oplyst", CHANGED))
states = the_case().TilstandListe.Fremdrift
check("to tilstande", [s.FremdriftStatusKode for s in states], ["Opstaaet", "Oplyst"])
check("ingen tid imellem dem", states[0].Virkning.TilTidspunkt.TidsstempelDatoTid, states[1].Virkning.FraTidspunkt.TidsstempelDatoTid)
update("sagen afsluttes", CLOSED, **fremdrift("Afsluttet", CLOSED))
check("tre tilstande", [s.FremdriftStatusKode for s in the_case().TilstandListe.Fremdrift], ["Opstaaet", "Oplyst", "Afsluttet"])
import_dokument()
update("notat og dokument er journaliseret", FILED, **journalposter())
check("begge er på sagen", len(the_case().RelationListe.Journalpost), 2)
code, reply = found(DokumentUuid=[dokument])
check("dokumentet findes", (code, reply.DokumentFiltreretOejebliksbillede[0].Registrering[0].AttributListe.Egenskaber[0].Titel), (20, "Afgørelse"))
check("sag og dokument er fjernet", codes(index.fjern(SagUuid=[ref(sag)], EfterladSagsloeseDokumenter=False, **header()))[0], 20)
check("sagen er væk", found(SagUuid=[sag])[0], 44)
check("dokumentet er væk", found(DokumentUuid=[dokument])[0], 44)
print("vejen er gået over SOAP", version)
