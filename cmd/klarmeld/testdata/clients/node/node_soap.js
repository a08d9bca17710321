'use strict';

// soap (node-soap) walks the road, mended, or shows what it sends unmended.
//
// usage: node_soap.js OFFICIAL BASE_URL ROLES 1.1|1.2 published|undeclared|mended
//
// A vendor who uses soap 1.13 against these WSDLs must do five things:
//
//  1. Put the body's part before the header's in every message of a copy of the
//     WSDL: soap takes the first part for the body, whatever the binding says.
//  2. Declare the prefixes of the schemas on wsdl:definitions of that copy. soap
//     declares a prefix on the first sibling that uses it and not on the next
//     ones, which are then not well-formed. To declare them on the envelope,
//     by postProcess, is not enough: soap looks many types up among the WSDL's
//     own prefixes only. Without them it writes what is inside of a Journalpost,
//     and what the registers are searched by, in the wrong namespace.
//  3. Write the prefix in the key of laes and list, sd:UUIDIdentifikator: the
//     type of their elements is of another schema than the elements, and soap
//     does not look there.
//  4. Move the UUID of an opdater to its beginning, by postProcess: of a type
//     that extends an extension soap writes the innermost fields last (node-soap's
//     issue 1530).
//  5. Set forceSoap12Headers where the WSDL binds SOAP 1.2: soap never looks, and
//     speaks 1.1. (klarmeld answers either; not every service will.)
//
// published does none of them; undeclared leaves the second out for the index.

const fs = require('node:fs');
const path = require('node:path');
const crypto = require('node:crypto');
const soap = require('soap');
const { run, NAMESPACES } = require('./road');

const [official, base, roles, version, mode] = process.argv.slice(2);
const HEADER = 'http://kombit.dk/xml/schemas/RequestHeader/1/';

// PREFIXES are those that the schemas use and the WSDLs do not declare.
const PREFIXES = {
  ...NAMESPACES,
  sts: 'urn:oio:sts:6',
  virksomhed: 'http://stoettesystemerne.dk/organisation/virksomhed/6/',
  orgenhed: 'http://stoettesystemerne.dk/organisation/organisationenhed/6/',
  klasse: 'http://stoettesystemerne.dk/klassifikation/klasse/7/',
};

const PART = String.raw`<wsdl:part\b[^>]*?(?:/>|>\s*</wsdl:part>)`;

// located lets a copy of the WSDL that stands nowhere find what it imports.
function located(xml, dir) {
  return xml.replace(/\b(location|schemaLocation)="(?!\w+:)([^"]+)"/g, (_, name, to) => `${name}="${path.resolve(dir, to)}"`);
}

function bodyFirst(xml) {
  return xml.replace(new RegExp(`(${PART})(\\s*)(${PART})`, 'g'), '$3$2$1');
}

// declared also puts the prefixes on every envelope: soap copies them there.
function declared(xml) {
  const all = Object.entries(PREFIXES).map(([prefix, uri]) => ` xmlns:${prefix}="${uri}"`).join('');
  return xml.replace('<wsdl:definitions', '<wsdl:definitions' + all);
}

// uuidFirst finds the misplaced UUID by what follows it: no other one stands
// before the time of an opdater.
function uuidFirst(xml) {
  return xml.replace(/(<sdi:Opdater(?:Sag|Dokument)Indeks>)(.*?)(<sd:UUIDIdentifikator[^>]*>[^<]*<\/sd:UUIDIdentifikator>)(?=<sdi:Tidspunkt)/gs, '$1$3$2');
}

// contract is the WSDL as this client needs it: a file's name, or its text.
function contract(wsdl) {
  const file = path.join(official, 'xsd', wsdl);
  if (mode === 'published') return file;
  const xml = bodyFirst(located(fs.readFileSync(file, 'utf8'), path.dirname(file)));
  return mode === 'undeclared' && wsdl.startsWith('sagdokumentindeks') ? xml : declared(xml);
}

function withPrefix(operation, body) {
  return ['laes', 'list'].includes(operation) ? { 'sd:UUIDIdentifikator': body.UUIDIdentifikator } : body;
}

async function open({ wsdl, path: at, soap12 }) {
  const published = mode === 'published';
  const client = await soap.createClientAsync(contract(wsdl), { endpoint: base + at, forceSoap12Headers: soap12 && !published });
  const options = published ? {} : { postProcess: uuidFirst };
  return async (operation, element, body) => {
    client.clearSoapHeaders();
    client.addSoapHeader({ RequestHeader: { TransactionUUID: crypto.randomUUID() } }, '', 'header', HEADER);
    const [result] = await client[operation + 'Async'](published ? body : withPrefix(operation, body), options);
    return result;
  };
}

run(open, version, roles);
