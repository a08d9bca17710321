// An adapter between klarmeld and a case system.
//
// usage: npm ci && npm start -- [PORT]   (0 takes a free one; the address is printed first)
//
// KLARMELD_URL is where klarmeld's services answer. Put your own system in the
// place of this one: what klarmeld judges is what your system sends. UUIDs are
// typed in here, which klarmeld remarks: a real system reads the registers.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

interface Action {
  id: string;
  handling: string;
  sag: string;
  data: { titel: string; kle: string; enhed: string; sagsbehandler: string; borger: { navn: string; cpr: string } };
}
interface Answer { id: string; status: string; begrundelse?: string }
type Values = Record<string, string>;

const env = (name: string): string => process.env[name] ?? '';
const config: Values = JSON.parse(readFileSync(env('KLARMELD_CONFIG'), 'utf8')); // what the municipality told
const cases = new Map<string, Values>(); // the case system, by klarmeld's names
const answers = new Map<string, Promise<Answer>>(); // an action is performed once

/** send fills a message in and sends it; every object must be accepted. */
async function send(operation: string, name: string, values: Values): Promise<void> {
  let message = readFileSync(join(env('KLARMELD_MESSAGES'), name), 'utf8');
  const all: Values = { ...config, ...values, besked: randomUUID(), tid: new Date().toISOString() };
  for (const [key, value] of Object.entries(all)) {
    message = message.replaceAll(`{{${key}}}`, value.replaceAll('&', '&amp;').replaceAll('<', '&lt;'));
  }
  const reply = await fetch(`${env('KLARMELD_URL')}/sagdokumentindeks/6`, {
    method: 'POST',
    headers: { 'Content-Type': 'text/xml; charset=utf-8', SOAPAction: `"http://kombit.dk/sts/sagdokumentindeks/${operation}"` },
    body: message,
  });
  const text = await reply.text();
  if (!text.includes('StatusKode>20<')) throw new Error('indekset svarede: ' + text);
}

const acts: Record<string, (a: Action) => Promise<void>> = {
  'opret-sag': ({ sag, data }) => {
    const made: Values = {
      uuid: randomUUID(), nummer: `2026-${cases.size + 1}`, titel: data.titel, navn: data.borger.navn, cpr: data.borger.cpr, kle: data.kle, enhed: data.enhed, bruger: data.sagsbehandler,
      kleUUID: config['kle ' + data.kle], enhedUUID: config['enhed ' + data.enhed], brugerUUID: config['bruger ' + data.sagsbehandler],
    };
    cases.set(sag, made);
    return send('importer', 'importer.xml', made);
  },
  'ret-sagstitel': ({ sag, data }) => {
    const changed = { ...cases.get(sag), titel: data.titel } as Values;
    cases.set(sag, changed);
    return send('opdater', 'egenskaber.xml', changed);
  },
  'luk-sag': ({ sag }) => send('opdater', 'afslut.xml', cases.get(sag) ?? {}),
};

async function perform(a: Action): Promise<Answer> {
  const act = acts[a.handling];
  if (!act) return { id: a.id, status: 'ikke_tilbudt', begrundelse: 'eksemplet kan kun oprette, rette og lukke sager' };
  try {
    await act(a);
    return { id: a.id, status: 'udfoert' };
  } catch (problem) {
    return { id: a.id, status: 'fejl', begrundelse: String(problem) };
  }
}

const server = createServer(async (request, response) => {
  let body = '';
  for await (const part of request) body += part;
  const action: Action = JSON.parse(body);
  if (!answers.has(action.id)) answers.set(action.id, perform(action));
  response.setHeader('Content-Type', 'application/json');
  response.end(JSON.stringify(await answers.get(action.id)));
});

server.listen(Number(process.argv[2] ?? 9000), '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}/handling`);
});
