'use strict';

// strong-soap, unmodified and on the WSDLs as they are published, walks the road.
//
// usage: strong_soap.js OFFICIAL BASE_URL ROLES 1.1|1.2

const path = require('node:path');
const crypto = require('node:crypto');
const { soap, QName } = require('strong-soap');
const { run, NAMESPACES } = require('./road');

const [official, base, roles, version] = process.argv.slice(2);
const HEADER = new QName('http://kombit.dk/xml/schemas/RequestHeader/1/', 'RequestHeader', 'header');

// anyElement writes a prefixed key as strong-soap takes it: it drops the prefix
// of what no schema describes, so the namespace is declared on the element.
function anyElement(value) {
  if (Array.isArray(value)) return value.map(anyElement);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => {
    const [prefix, name] = key.split(':');
    return name ? [name, inNamespace(NAMESPACES[prefix], anyElement(child))] : [key, anyElement(child)];
  }));
}

function inNamespace(uri, value) {
  if (Array.isArray(value)) return value.map((v) => inNamespace(uri, v));
  const attributes = { $attributes: { xmlns: uri } };
  return typeof value === 'object' ? { ...attributes, ...value } : { ...attributes, $value: value };
}

async function open({ wsdl, path: at }) {
  const client = await new Promise((done, fail) => {
    soap.createClient(path.join(official, 'xsd', wsdl), { endpoint: base + at }, (err, made) => (err ? fail(err) : done(made)));
  });
  return async (operation, element, body) => {
    client.clearSoapHeaders();
    client.addSoapHeader({ TransactionUUID: crypto.randomUUID() }, HEADER);
    const { result } = await client[operation]({ [element]: anyElement(body) });
    return result;
  };
}

run(open, version, roles);
