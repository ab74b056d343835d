import { generateKeyPairSync, randomBytes } from 'node:crypto';
import type { Alternative, OperationPolicy, Policy } from '../../src/runtime/policy.js';

/** How the records of a topic are proved. */
export type ProofAlgorithm = 'HS256' | 'ES256' | 'EdDSA';

export const ISSUER = 'acme';
export const SUBJECT = 'shop';

const PROOF: Alternative = { allOf: [{ scheme: 'proof', scopes: [] }], actor: 'proof' };
const operation = (channel: string, more: Partial<OperationPolicy>): OperationPolicy => ({
  action: 'receive',
  channel,
  access: 'protected',
  context: { header: 'context' },
  message: { by: 'channel' },
  replies: false,
  ...more,
});

/** Orders of which nobody says who sent them, and orders whose producer must hold a role in the context of a header. */
export const POLICY: Policy = {
  contract: 1,
  providers: {
    login: { form: 'basic', carriers: [], rolesFrom: null },
    proof: { form: 'proof', carriers: [], record: 'proof', rolesFrom: 'account' },
  },
  schemes: { login: { type: 'plain', provider: 'login' }, proof: { type: 'openIdConnect', provider: 'proof' } },
  channels: {
    plain: { address: 'plain', parameters: [] },
    proved: { address: 'proved.{algorithm}', parameters: ['algorithm'] },
  },
  operations: {
    onPlain: operation('plain', { context: { value: 'default' } }),
    onProved: operation('proved', {}),
  },
  servers: {
    cluster: {
      protocol: 'kafka',
      host: 'localhost:9092',
      pathname: '',
      describes: 'client',
      requirement: null,
      rules: {
        onPlain: { requirement: null, enforcedBy: 'broker' },
        onProved: { requirement: [PROOF] },
      },
      hosts: ['localhost'],
      tls: false,
      kafka: { brokers: ['localhost:9092'], logins: [] },
    },
  },
  roles: {
    defaultContext: 'default',
    adminContext: null,
    bareGrant: null,
    audit: null,
    roles: { ORDER: { deprecated: false, contexts: null } },
  },
  roleMap: { onProved: ['ORDER'] },
  sameSubject: false,
};

/** The topic whose records are proved so; null: not at all. */
export const topicFor = (algorithm: ProofAlgorithm | null): string =>
  algorithm === null ? 'plain' : `proved.${algorithm}`;

/** An order of about 1 KB in JSON. */
export const order = (number: number): object => ({
  id: '0d2f6c1e-5f0b-4b0e-9f42-1f3a9c5b7d11',
  type: 'OrderPlaced',
  number,
  paid: true,
  lines: Array.from({ length: 10 }, (_, line) => ({
    article: `article-${String(number * 7 + line)}`,
    name: `A thing that somebody ordered, of kind ${String(line)}`,
    count: line + 1,
    price: 99.9,
  })),
});

/** A producer's key: a private JWK, and what a verifier is given. */
export interface ProducerKey {
  readonly signing: string;
  readonly verifying: { readonly secrets: Readonly<Record<string, string>> } | { readonly keys: string };
}

/** A key for each algorithm. */
export type ProducerKeys = Readonly<Record<ProofAlgorithm, ProducerKey>>;

export function producerKey(alg: ProofAlgorithm): ProducerKey {
  const named = { alg, kid: 'k1' };
  if (alg === 'HS256') {
    const signing = JSON.stringify({ kty: 'oct', k: randomBytes(32).toString('base64url'), ...named });
    return { signing, verifying: { secrets: { [SUBJECT]: signing } } };
  }
  const { privateKey, publicKey } =
    alg === 'ES256' ? generateKeyPairSync('ec', { namedCurve: 'P-256' }) : generateKeyPairSync('ed25519');
  return {
    signing: JSON.stringify({ ...privateKey.export({ format: 'jwk' }), ...named }),
    verifying: { keys: JSON.stringify({ keys: [{ ...publicKey.export({ format: 'jwk' }), ...named }] }) },
  };
}
