import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A certificate and its key, both PEM. */
export interface KeyPair {
  readonly cert: string;
  readonly key: string;
}

/** The certificates around a broker. Those of clients are named after their common name. */
export interface Certificates {
  readonly ca: string;
  readonly foreignCa: string;
  /** For localhost and 127.0.0.1. */
  readonly server: KeyPair;
  /** For localhost by its common name alone. */
  readonly serverWithoutSan: KeyPair;
  /** For `broker.example.test`. */
  readonly serverOfOtherName: KeyPair;
  readonly alice: KeyPair;
  readonly bob: KeyPair;
  /** Says it is alice, by the word of the foreign authority. */
  readonly mallory: KeyPair;
}

/** Makes fresh certificates; their files go into a folder. */
export async function makeCertificates(folder: string): Promise<Certificates> {
  const [ca, foreignCa] = await Promise.all([authority(folder, 'ca'), authority(folder, 'foreign-ca')]);
  const server = 'extendedKeyUsage=serverAuth';
  const client = 'extendedKeyUsage=clientAuth';
  const leaf = (name: string, commonName: string, extensions: string, by = 'ca'): Promise<KeyPair> =>
    certificate(folder, { name, commonName, extensions, by });
  const [good, withoutSan, otherName, alice, bob, mallory] = await Promise.all([
    leaf('server', 'localhost', `subjectAltName=DNS:localhost,IP:127.0.0.1\n${server}`),
    leaf('no-san', 'localhost', server),
    leaf('other-name', 'broker.example.test', `subjectAltName=DNS:broker.example.test\n${server}`),
    leaf('alice', 'alice', client),
    leaf('bob', 'bob', client),
    leaf('mallory', 'alice', client, 'foreign-ca'),
  ]);
  return {
    ca,
    foreignCa,
    server: good,
    serverWithoutSan: withoutSan,
    serverOfOtherName: otherName,
    alice,
    bob,
    mallory,
  };
}

const NEW_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout'];

async function authority(folder: string, name: string): Promise<string> {
  const file = path.join(folder, name);
  await run('openssl', [
    ...['req', '-x509', ...NEW_KEY, `${file}.key`],
    ...['-out', `${file}.crt`, '-days', '30', '-subj', `/CN=Test ${name}`],
  ]);
  return readFile(`${file}.crt`, 'utf8');
}

interface Leaf {
  readonly name: string;
  readonly commonName: string;
  readonly extensions: string;
  readonly by: string;
}

async function certificate(folder: string, { name, commonName, extensions, by }: Leaf): Promise<KeyPair> {
  const file = path.join(folder, name);
  const issuer = path.join(folder, by);
  await writeFile(`${file}.ext`, extensions);
  await run('openssl', ['req', ...NEW_KEY, `${file}.key`, '-out', `${file}.csr`, '-subj', `/CN=${commonName}`]);
  await run('openssl', [
    ...['x509', '-req', '-in', `${file}.csr`, '-out', `${file}.crt`, '-days', '30', '-extfile', `${file}.ext`],
    ...['-CA', `${issuer}.crt`, '-CAkey', `${issuer}.key`, '-set_serial', `0x${serial(name)}`],
  ]);
  const [cert, key] = await Promise.all([readFile(`${file}.crt`, 'utf8'), readFile(`${file}.key`, 'utf8')]);
  return { cert, key };
}

// The name as a number: certificates of one authority need serials that differ, and several are made at once.
const serial = (name: string): string => Buffer.from(name).toString('hex');
