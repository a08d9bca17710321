'use strict';

// The whole road that a vendor's data travels, from a CVR number to an empty
// index. What is walked stands here; how a client library is made to speak
// stands in its adapter: open({wsdl, path, soap12}) returns an async
// call(operation, element, body), which sends one message and returns the
// reply's body as the library reads it.

const crypto = require('node:crypto');
const fs = require('node:fs');

// Prefixes of the index's schemas. A key with a prefix stands where the schema
// says any element: there no library can look up the namespace.
const NAMESPACES = {
  sd: 'urn:oio:sagdok:3.0.0',
  gd: 'urn:oio:sts:generelledefinitioner:6',
  sag: 'urn:oio:sts:sagdok:sag:6',
  si: 'urn:oio:sts:sagdok:sagindeks:6',
  di: 'urn:oio:sts:sagdok:dokumentindeks:6',
};

const OPENED = '2026-01-02T03:04:05Z';
const CHANGED = '2026-02-03T00:00:00Z';
const CLOSED = '2026-03-04T00:00:00Z';
const FILED = '2026-03-05T00:00:00Z';

function check(what, got, want) {
  if (JSON.stringify(got) !== JSON.stringify(want)) {
    throw new Error(`${what}: fik ${JSON.stringify(got)}, ventede ${JSON.stringify(want)}`);
  }
  console.log('ok ' + what);
}

// many reads what may stand once or more: without a schema in hand a library
// cannot know that a lone element is a list of one.
const many = (x) => (x === undefined || x === null ? [] : [].concat(x));

const ref = (id) => ({ UUIDIdentifikator: id });
const time = (point) => new Date(point.TidsstempelDatoTid).toISOString();

// anyRef is ref where any element may stand.
const anyRef = (id) => ({ 'sd:UUIDIdentifikator': id });

class Road {
  constructor(open, version, roles) {
    this.adapter = open;
    this.version = version;
    this.roles = new Map(roles.map((r) => [[r.objekt, r.relation, r.art, r.navn].join('/'), r.uuid]));
    this.user = crypto.randomUUID();
    this.system = crypto.randomUUID();
    this.sag = crypto.randomUUID();
    this.dokument = crypto.randomUUID();
  }

  role(...names) {
    const found = this.roles.get(names.join('/'));
    if (!found) throw new Error(`rollen ${names.join('/')}: fik ingen UUID, ventede en`);
    return found;
  }

  // open returns call(what, operation, element, body), which names the step
  // when there is a fault instead of an answer.
  async open(service) {
    const call = await this.adapter(service);
    return (what, ...message) => call(...message).catch((e) => {
      throw new Error(`${what}: fik ${e.message}, ventede et svar`);
    });
  }

  async walk() {
    await this.readOrganisation();
    await this.readKlassifikation();
    const soap12 = this.version === '1.2';
    this.index = await this.open({
      wsdl: `sagdokumentindeks-6/SagDokumentIndeksService_6${soap12 ? '.soap12' : ''}.wsdl`, soap12,
      path: '/sts-soap-sagdok/sagdokumentindeks/6',
    });
    await this.importSag();
    await this.changeStates();
    await this.journalise();
    await this.remove();
    console.log(`vejen er gået over SOAP ${this.version}`);
  }

  // --- FK Organisation and FK Klassifikation ---

  organisation(name) {
    return this.open({ wsdl: `stoettesystemer-6/wsdl/${name}.wsdl`, path: `/organisation/${name.toLowerCase()}/6`, soap12: true });
  }

  async search(call, what, criteria) {
    const lists = { AttributListe: {}, TilstandListe: {}, RelationListe: {} };
    const reply = await call(`${what} søges`, 'soeg', 'SoegInput', Object.assign(lists, criteria));
    check(`${what} søges`, Number(reply.StandardRetur.StatusKode), 20);
    return many(reply.IdListe && reply.IdListe.UUIDIdentifikator);
  }

  async laes(call, what, id) {
    const reply = await call(`${what} læses`, 'laes', 'LaesInput', ref(id));
    check(`${what} læses`, Number(reply.StandardRetur.StatusKode), 20);
    return many(reply.FiltreretOejebliksbillede.Registrering)[0];
  }

  async readOrganisation() {
    const company = await this.search(await this.organisation('Virksomhed'), 'virksomheden',
      { AttributListe: { Egenskab: [{ 'CVR-NummerTekst': '11111111' }] } });
    check('én virksomhed har kommunens CVR-nummer', company.length, 1);

    const organisation = await this.organisation('Organisation');
    [this.org] = await this.search(organisation, 'organisationen', { RelationListe: { Virksomhed: { ReferenceID: ref(company[0]) } } });
    const read = await this.laes(organisation, 'organisationen', this.org);
    check('kommunens navn', many(read.AttributListe.Egenskab)[0].OrganisationNavn, 'Korsbæk Kommune');

    const enhed = await this.organisation('OrganisationEnhed');
    const ids = await this.search(enhed, 'enhederne', { RelationListe: { Tilhoerer: { ReferenceID: ref(this.org) } } });
    const listed = many((await enhed('enhederne læses', 'list', 'ListInput', { UUIDIdentifikator: ids })).FiltreretOejebliksbillede);
    check('alle enheder er læst', listed.length, ids.length);
    const unit = listed.find((u) => many(many(u.Registrering)[0].AttributListe.Egenskab)[0].EnhedNavn === 'Forebyggelsesteamet');
    check('Forebyggelsesteamet er blandt enhederne', unit !== undefined, true);
    this.unit = unit.ObjektType.UUIDIdentifikator;
  }

  async readKlassifikation() {
    const klasse = await this.open({ wsdl: 'klasse-7/Klasse.wsdl', path: '/klasse/7', soap12: true });
    const number = async (value) => {
      const found = await this.search(klasse, `klassen ${value}`, { AttributListe: { Egenskab: [{ BrugervendtNoegleTekst: value }] } });
      check(`én klasse hedder ${value}`, found.length, 1);
      const egenskab = many((await this.laes(klasse, `klassen ${value}`, found[0])).AttributListe.Egenskab)[0];
      check(`klassens nummer er ${value}`, egenskab.BrugervendtNoegleTekst, value);
      return [found[0], egenskab.TitelTekst];
    };
    let title;
    [this.emne, title] = await number('27.35.04');
    check('emnets titel', title, 'Forebyggende hjemmebesøg');
    [this.facet] = await number('G01');
  }

  // --- What messages to the index are made of ---

  virkning(fra) {
    return {
      FraTidspunkt: { TidsstempelDatoTid: fra }, TilTidspunkt: { GraenseIndikator: true },
      AktoerRef: ref(this.user), AktoerTypeKode: 'Bruger',
    };
  }

  anyVirkning(fra) {
    return {
      'sd:FraTidspunkt': { 'sd:TidsstempelDatoTid': fra }, 'sd:TilTidspunkt': { 'sd:GraenseIndikator': true },
      'sd:AktoerRef': anyRef(this.user), 'sd:AktoerTypeKode': 'Bruger',
    };
  }

  relation(objekt, kind, rolle, typ, to, fra = OPENED, more = {}) {
    return {
      Virkning: this.virkning(fra), Rolle: ref(this.role(objekt, kind, 'Rolle', rolle)),
      Type: ref(this.role(objekt, kind, 'Type', typ)), ReferenceID: to, ...more,
    };
  }

  // systems are Master and Afsender, which the index has added to the standard:
  // they stand where any element may.
  systems(prefix, objekt, kind, fra) {
    const one = (rolle) => ({
      'gd:Virkning': this.anyVirkning(fra), 'gd:Rolle': anyRef(this.role(objekt, kind, 'Rolle', rolle)),
      'gd:Type': anyRef(this.role(objekt, kind, 'Type', 'IT-system')), 'gd:ReferenceID': anyRef(this.system),
      [`${prefix}:SystemNavn`]: 'En Node-klient',
    });
    return { [`${prefix}:${kind}`]: [one('Master'), one('Afsender')] };
  }

  fremdrift(kode, fra) {
    return { TilstandListe: { Fremdrift: [{ Virkning: this.virkning(fra), FremdriftStatusKode: kode }] } };
  }

  // accepted sends what changes the index. Of a refusal it shows the text too,
  // which says what to mend.
  async accepted(what, operation, body) {
    const reply = await this.send(what, operation, body);
    const codes = many(reply.UnikRetur || reply.StandardRetur).map((r) =>
      (Number(r.StatusKode) === 20 ? 20 : [Number(r.StatusKode), r.FejlbeskedTekst]));
    check(what, codes.filter((c) => c !== 20), []);
    check(`${what}, og det er kvitteret`, codes.length > 0, true);
  }

  send(what, operation, body) {
    return this.index(what, operation, operation[0].toUpperCase() + operation.slice(1) + 'SagDokumentIndeksInput', body);
  }

  async fremsoeg(what, criteria, status) {
    const reply = await this.send(what, 'fremsoeg', criteria);
    check(what, Number(reply.StandardRetur.StatusKode), status);
    return reply;
  }

  async theCase(what) {
    const reply = await this.fremsoeg(what, { SagUuid: [this.sag] }, 20);
    return many(many(reply.SagFiltreretOejebliksbillede)[0].Registrering)[0];
  }

  async update(what, at, lists) {
    await this.accepted(what, 'opdater', { OpdaterSagIndeks: [{ UUIDIdentifikator: this.sag, ...lists, Tidspunkt: at }] });
  }

  // --- The index ---

  async importSag() {
    const aktoer = (rolle, typ, id) => this.relation('Sag', 'Sagsaktoer', rolle, typ, ref(id));
    const klasse = (rolle, id) => this.relation('Sag', 'Sagsklasse', rolle, 'Klasse', ref(id));
    await this.accepted('sagen er importeret', 'importer', { SagIndeks: [{ UUIDIdentifikator: this.sag, Registrering: [{
      Tidspunkt: OPENED, LivscyklusKode: 'Importeret', BrugerRef: ref(this.user),
      AttributListe: {
        Egenskaber: [{ Virkning: this.virkning(OPENED), BrugervendtNoegle: '2026-0001', Sagsnummer: '2026-0001', Titel: 'Byggesag æøå' }],
        LokalUdvidelseListe: { 'si:SagIndeksEgenskaber': {
          'gd:Virkning': this.anyVirkning(OPENED), 'si:Foelsomhed': 'FORTROLIGE_PERSONOPLYSNINGER',
        } },
      },
      ...this.fremdrift('Opstaaet', OPENED),
      RelationListe: {
        Sagsaktoer: [aktoer('Ejer', 'Organisation', this.org), aktoer('Ansvarlig', 'OrgEnhed', this.unit)],
        Sagsklasse: [klasse('Primær klasse', this.emne), klasse('Handlingsklasse', this.facet)],
        LokalUdvidelseListe: this.systems('si', 'Sag', 'SagsitsystemRelation', OPENED),
      },
    }] }] });
    const found = await this.theCase('sagen findes');
    check('titlen er hel', many(found.AttributListe.Egenskaber)[0].Titel, 'Byggesag æøå');
    const klasser = many(found.RelationListe.Sagsklasse).map((r) => r.ReferenceID.UUIDIdentifikator);
    check('emnet er primær klasse', klasser.includes(this.emne), true);
  }

  async changeStates() {
    await this.update('sagen oplyses', CHANGED, this.fremdrift('Oplyst', CHANGED));
    let states = many((await this.theCase('sagen findes igen')).TilstandListe.Fremdrift);
    check('to tilstande', states.map((s) => s.FremdriftStatusKode), ['Opstaaet', 'Oplyst']);
    check('intet hul imellem dem', time(states[0].Virkning.TilTidspunkt), time(states[1].Virkning.FraTidspunkt));
    check('skiftet er, da det skete', time(states[1].Virkning.FraTidspunkt), new Date(CHANGED).toISOString());

    await this.update('sagen afsluttes', CLOSED, this.fremdrift('Afsluttet', CLOSED));
    states = many((await this.theCase('sagen findes afsluttet')).TilstandListe.Fremdrift);
    check('tre tilstande', states.map((s) => s.FremdriftStatusKode), ['Opstaaet', 'Oplyst', 'Afsluttet']);
  }

  // journalise imports the document before the case refers to it, as the index
  // demands, and then puts it and a note on the case.
  async journalise() {
    await this.accepted('dokumentet er importeret', 'importer', { DokumentIndeks: [{ UUIDIdentifikator: this.dokument, Registrering: [{
      Tidspunkt: FILED, LivscyklusKode: 'Importeret', BrugerRef: ref(this.user),
      AttributListe: { Egenskaber: [{
        Virkning: this.virkning(FILED), BrugervendtNoegle: '2026-0001-1', Titel: 'Afgørelse', BrevDato: '2026-03-05',
        Dokumentnummer: '2026-0001-1', Foelsomhed: 'FORTROLIGE_PERSONOPLYSNINGER', Type: 'Brev, udgaaende',
      }] },
      ...this.fremdrift('Endeligt', FILED),
      RelationListe: {
        Dokumentaktoer: [this.relation('Dokument', 'Dokumentaktoer', 'Ejer', 'Organisation', ref(this.org), FILED)],
        LokalUdvidelseListe: this.systems('di', 'Dokument', 'DokumentitsystemRelation', FILED),
      },
    }] }] });

    const note = { JournalnotatEgenskaber: {
      Titel: 'Opringning', Notat: Buffer.from('Borgeren har ringet').toString('base64'), Format: this.role('Sag', 'Journalpost', 'Format', 'Text'),
    } };
    await this.update('notat og dokument er journaliseret', FILED, { RelationListe: { Journalpost: [
      this.relation('Sag', 'Journalpost', 'Journalnotat', 'Dokument', { URNIdentifikator: 'URN:Empty' }, FILED, { Indeks: '1', JournalpostEgenskaber: note }),
      this.relation('Sag', 'Journalpost', 'Tilakteret', 'Dokument', ref(this.dokument), FILED, { Indeks: '1' }),
    ] } });

    const poster = many((await this.theCase('sagen findes med sine poster')).RelationListe.Journalpost);
    check('notat og dokument er på sagen', poster.map((p) => p.ReferenceID.URNIdentifikator || p.ReferenceID.UUIDIdentifikator).sort(),
      ['URN:Empty', this.dokument].sort());
    const read = poster.find((p) => p.JournalpostEgenskaber).JournalpostEgenskaber.JournalnotatEgenskaber;
    check('notatet kan læses', Buffer.from(String(read.Notat), 'base64').toString(), 'Borgeren har ringet');

    const reply = await this.fremsoeg('dokumentet findes', { DokumentUuid: [this.dokument] }, 20);
    const dokument = many(many(reply.DokumentFiltreretOejebliksbillede)[0].Registrering)[0];
    check('dokumentets titel', many(dokument.AttributListe.Egenskaber)[0].Titel, 'Afgørelse');
  }

  async remove() {
    await this.accepted('sag og dokument er fjernet', 'fjern', { SagUuid: [ref(this.sag)], EfterladSagsloeseDokumenter: false });
    await this.fremsoeg('sagen er væk', { SagUuid: [this.sag] }, 44);
    await this.fremsoeg('dokumentet er væk', { DokumentUuid: [this.dokument] }, 44);
  }
}

// run walks the road; what stops it is printed as one line, and the process
// ends with 1.
async function run(open, version, rolesFile) {
  try {
    await new Road(open, version, JSON.parse(fs.readFileSync(rolesFile, 'utf8'))).walk();
  } catch (e) {
    console.log(e.message);
    process.exitCode = 1;
  }
}

module.exports = { run, NAMESPACES };
