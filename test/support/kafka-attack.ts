import { randomBytes, randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import type { TestContext } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Message, Producer } from 'kafkajs';
import type { Identity, Refusal } from '../../src/runtime/identity.js';
import type { deadLetter } from '../../src/runtime/kafkajs/dead-letter.js';
import type { KafkaOptions } from '../../src/runtime/kafkajs/connection-types.js';
import type { Policy } from '../../src/runtime/policy.js';
import type { proofSigner } from '../../src/runtime/proof/signer.js';
import type { proofVerifier } from '../../src/runtime/proof/verifier.js';
import type { KafkaRecord, RecordHeader } from '../../src/runtime/record.js';
import { allow, asAdmin } from '../kafka-broker/admin.js';
import { startBroker, type Broker } from '../kafka-broker/broker.js';
import { watch } from './canary.js';
import { emittedBy, writeEmitted } from './emitted-fixtures.js';
import { quiet, Shop, told, type Cluster } from './kafka-shop.js';
import { json, keyServer, type KeyServer } from './key-server.js';
import { claimsOf, header, mint, producerKey, record, secretProducerKey, type ProducerKey } from './record-proofs.js';

const here = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
const CACHE = here('../../.cache');

/** What the emitted `index.ts` of `test/fixtures/attack-records` exports. */
export interface AttackedModule {
  readonly POLICY: Policy;
  readonly kafka: { readonly cluster: (options: KafkaOptions<object>) => Cluster<object> };
  readonly kafkaPeer: { readonly cluster: (options: KafkaOptions<object>) => Cluster<object> };
  readonly proofSigner: typeof proofSigner;
  readonly proofVerifier: typeof proofVerifier;
  readonly deadLetter: typeof deadLetter;
}

/** Emits the document that is attacked, and imports what an app would; `remove` forgets it. */
async function attackedModule(): Promise<{ readonly module: AttackedModule; readonly remove: () => Promise<void> }> {
  await mkdir(CACHE, { recursive: true });
  const folder = await mkdtemp(path.join(CACHE, 'attack-records-'));
  await writeEmitted(folder, await emittedBy(here('../fixtures/attack-records')));
  return {
    module: (await import(pathToFileURL(path.join(folder, 'index.ts')).href)) as AttackedModule,
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Keys that the issuer publishes, each of one producer. */
export const KEYS = {
  billing: producerKey('EdDSA', 'billing-ed'),
  billingEs: producerKey('ES256', 'billing-es'),
  billingRs: producerKey('RS256', 'billing-rs'),
  other: producerKey('EdDSA', 'other-ed'),
  root: producerKey('EdDSA', 'root-ed'),
  gone: producerKey('EdDSA', 'gone-ed'),
} satisfies Record<string, ProducerKey>;

/** Known to nobody. */
export const STRANGER = producerKey('EdDSA', 'stranger');

/** The JWKS that the issuer publishes. */
export const PUBLISHED = {
  keys: Object.entries(KEYS).map(([name, { publicJwk }]) => ({ ...publicJwk, sub: name.replace(/[A-Z].*/, '') })),
};

/** Roles by producer; nobody else exists. */
export const GRANTS: ReadonlyMap<string, readonly string[]> = new Map([
  ['billing', ['WRITE@billing', 'WRITE@europe', 'REFUND@billing']],
  ['other', []],
  ['root', ['WRITE@*', 'REFUND@*']],
  ['device', ['WRITE@billing']],
]);

export interface Proved {
  /** The record that is signed. */
  readonly of?: Partial<KafkaRecord>;
  readonly key?: ProducerKey;
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly head?: Readonly<Record<string, unknown>>;
}

/** A proof of a record, written from the specification, with something changed. */
export function proofOf({ of = {}, key = KEYS.billing, claims = {}, head = {} }: Proved = {}): string {
  const sub =
    Object.entries(KEYS)
      .find(([, one]) => one === key)?.[0]
      .replace(/[A-Z].*/, '') ?? 'billing';
  return watch(`proof ${String((count += 1))}`, mint(key, claimsOf(record(of), { sub, ...claims }), head));
}
let count = 0;

/** The record with these proofs, as kafkajs sends it. */
export function messageOf(of: Partial<KafkaRecord>, ...proofs: readonly string[]): Message {
  const { key, value, headers } = record(of);
  return {
    key: key === null ? null : Buffer.from(key),
    value: value === null ? null : Buffer.from(value),
    headers: headersOf([...headers, ...proofs.map((proof) => header('asyncapi-proof', proof))]),
  };
}

function headersOf(headers: readonly RecordHeader[]): Record<string, Buffer[]> {
  const made = Object.create(null) as Record<string, Buffer[]>;
  for (const { name, value } of headers) (made[name] ??= []).push(Buffer.from(value ?? ''));
  return made;
}

/** Signs a record, and sends another. */
export function forged(proved: Proved, sent: Partial<KafkaRecord> = proved.of ?? {}): Message {
  return messageOf(sent, proofOf(proved));
}

export const ORDERS = 'billing.orders';
export const DENIED = 'attack.denied';
const SECRET = randomBytes(32);
/** Signs with a secret. */
export const device = secretProducerKey('device-hs', SECRET);
watch('secret of device', SECRET.toString('base64url'));
/** In seconds since 1970. */
export const ago = (seconds: number): number => Math.floor(Date.now() / 1000) - seconds;
export const withHeaders = (...headers: readonly (readonly [string, string])[]): ReturnType<typeof header>[] =>
  headers.map(([name, value]) => header(name, value));
/** A record that proves nothing. */
export const unsigned = (headers: Message['headers'], value: string | null = '{}'): Message => ({
  key: null,
  value,
  headers: headers ?? {},
});

/** What the feed's authenticator takes. */
export const TOKEN = watch('token of a feed', `feed-${randomUUID()}`);

/** A topic of the channel `events`. */
export const at = (region: string): string => `attack.events.${region}`;

/** A record of this value as JSON, with a proof for this topic. */
export const jsonRecord = (
  topic: string,
  value: unknown,
  key = KEYS.root,
  more: Partial<ReturnType<typeof record>> = {},
): Message =>
  forged({ key, of: { value: Buffer.from(JSON.stringify(value)), ...more }, claims: { top: topic, hdr: null } });

/** A right record by the emitted signer. */
export type Sign = (topic: string, value: unknown, headers?: Readonly<Record<string, string>>) => Promise<Message>;

/** What a test of an attack has at hand. */
export interface Desk {
  readonly shop: Shop;
  readonly cluster: Cluster<object>;
  readonly keys: KeyServer;
  readonly producer: Producer;
  readonly sign: Sign;
  readonly verify: (more?: object) => ReturnType<AttackedModule['proofVerifier']>;
  /** Options of a guard over a verifier. */
  readonly options: (verify?: unknown, more?: object) => ReturnType<typeof told>;
}

/** A broker, and an app on the emitted folder; alice may use all topics of the document, and everybody may write. */
export class AttackedShop {
  readonly emitted: AttackedModule;
  readonly broker: Broker;
  readonly #remove: () => Promise<void>;
  readonly #producers: Producer[] = [];

  private constructor(emitted: AttackedModule, broker: Broker, remove: () => Promise<void>) {
    this.emitted = emitted;
    this.broker = broker;
    this.#remove = remove;
  }

  static async open(): Promise<AttackedShop> {
    const { module, remove } = await attackedModule();
    const broker = await startBroker();
    const topics = ['attack.*', 'billing.*', 'mirror.*'].flatMap((names) => [
      allow('alice', 'READ', 'TOPIC', names),
      allow('alice', 'WRITE', 'TOPIC', names),
    ]);
    const acl = [allow('ANONYMOUS', 'WRITE', 'TOPIC', '*'), allow('alice', 'READ', 'GROUP', 'app-*'), ...topics];
    await asAdmin(broker, (admin) => admin.createAcls({ acl }));
    return new AttackedShop(module, broker, remove);
  }

  /** After all consumers have ended: a dead letter that is under way when its producer ends never does. */
  async close(): Promise<void> {
    await Promise.all(this.#producers.map((producer) => producer.disconnect()));
    await this.broker.stop();
    await this.#remove();
  }

  async desk(t: TestContext): Promise<Desk> {
    const { emitted, broker } = this;
    const shop = new Shop(t, broker, emitted.POLICY);
    const keys = await keyServer(t, json(PUBLISHED));
    const producer = (await shop.client()).producer(quiet);
    await producer.connect();
    this.#producers.push(producer);
    const key = watch('private key', JSON.stringify(KEYS.billing.privateJwk));
    const signer = emitted.proofSigner({ issuer: 'acme', subject: 'billing', key });
    const verify: Desk['verify'] = (more = {}) =>
      emitted.proofVerifier({
        issuer: 'acme',
        maxAge: '1h',
        jwksUri: keys.url,
        secrets: { device: JSON.stringify(device.publicJwk) },
        grants: ({ subject }) => GRANTS.get(subject) ?? null,
        ...more,
      });
    return {
      shop,
      cluster: emitted.kafka.cluster(Shop.options(broker.address('saslSsl'), broker.certificates.ca)),
      keys,
      producer,
      verify,
      sign: async (topic, value, headers = {}) => {
        const bytes = Buffer.from(JSON.stringify(value));
        const signed = withHeaders(...Object.entries(headers));
        const parts = { topic, key: null, value: bytes, headers: signed, signedHeaders: ['context'] };
        return { key: null, value: bytes, headers: { ...headers, 'asyncapi-proof': await signer.sign(parts) } };
      },
      options: (producerProof = verify(), more = {}) =>
        told({ authenticators: { producerProof, feedToken }, route: routed, ...more }),
    };
  }
}

const feedToken = ({ token }: { readonly token: string }): Promise<Identity | Refusal> =>
  Promise.resolve(
    token === TOKEN ? { subject: 'feeder', grants: ['WRITE@billing'] } : { refused: 'invalid-credential' },
  );

/** As the message says, or worse. */
function routed(message: unknown): string | undefined {
  const { route } = message as { readonly route?: string };
  if (route === 'throw') throw new Error('no route');
  return route === 'promise' ? (Promise.resolve('onWarm') as unknown as string) : route;
}
