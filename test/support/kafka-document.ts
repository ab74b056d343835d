import assert from 'node:assert/strict';
import type { Config } from '../../src/config/config.js';
import type { Outcome } from '../../src/diagnostics/index.js';
import { planOutput, type Plan } from '../../src/plan/index.js';
import type { ServerPolicy } from '../../src/runtime/policy.js';
import { modelOf } from './model-of.js';

/** What a document of one server and one operation says otherwise. */
export interface Parts {
  readonly root?: string;
  readonly servers?: string;
  readonly security?: readonly string[];
  readonly protocol?: string;
  readonly host?: string;
  readonly channels?: string;
  readonly operations?: string;
  readonly operation?: string;
}

/** Security schemes of every kind that a document for Kafka may name. */
export const SCHEMES = `
    sasl: { type: scramSha256 }
    simple: { type: plain }
    cert: { type: X509 }
    password: { type: userPassword }
    stated: { type: userPassword, x-sasl-mechanism: SCRAM-SHA-512 }
    certified: { type: userPassword, x-sasl-mechanism: X509 }
    confluent: { type: userPassword, x-configs: { sasl.mechanisms: PLAIN } }
    apiKey: { type: apiKey, in: user }
    kerberos: { type: gssapi }
    granted: { type: scramSha512, x-access-control: { rolesFrom: account } }
    client: { type: X509, x-access-control: { rolesFrom: account } }
    keys: { type: asymmetricEncryption, x-access-control: { rolesFrom: account } }
    signed: { type: scramSha512, x-access-control: { carrier: proof, rolesFrom: account } }
    token: { type: openIdConnect, openIdConnectUrl: https://idp.test/a, scopes: [] }
    proof: { type: openIdConnect, openIdConnectUrl: https://idp.test/c, scopes: [], x-access-control: { carrier: proof, rolesFrom: account } }
    other: { type: openIdConnect, openIdConnectUrl: https://idp.test/d, scopes: [], x-access-control: { carrier: proof } }
    bearer: { type: http, scheme: bearer, x-access-control: { carrier: bearer } }
    key: { type: httpApiKey, in: header, name: X-Key }
    leak: { type: httpApiKey, in: header, name: X-Leak, x-access-control: { carrier: proof } }
    basic: { type: http, scheme: basic, x-access-control: { carrier: bearer } }
    loginLeak: { type: scramSha512, x-access-control: { carrier: bearer } }`;

/** References to security schemes, as items of a list. */
export const refs = (names: readonly string[]): string =>
  names.map((name) => `{ $ref: '#/components/securitySchemes/${name}' }`).join(', ');

/** A `security` of these alternatives, to follow other keys; nothing where there are none. */
export const secured = (names: readonly string[]): string => (names.length === 0 ? '' : `, security: [${refs(names)}]`);

/** A document for Kafka: the server `main`, the channel `orders`, the operation `op`, unless its parts say otherwise. */
export const document = (parts: Parts): string => `
asyncapi: 3.0.0
info: { title: T, version: 1.0.0 }
${parts.root ?? ''}
servers: ${parts.servers ?? `{ main: { host: '${parts.host ?? 'h.test:9093'}', protocol: ${parts.protocol ?? 'kafka-secure'}${secured(parts.security ?? ['sasl'])} } }`}
channels: ${parts.channels ?? '{ orders: { address: orders } }'}
operations: ${parts.operations ?? `{ op: { action: receive, channel: { $ref: '#/channels/orders' }${parts.operation ?? ''} } }`}
components:
  securitySchemes:${SCHEMES}
`;

/** The plan of such a document, both sides. */
export const plan = (parts: Parts, config: Partial<Config> = {}): Outcome<Plan> =>
  planOutput(modelOf(document(parts), { config }), {
    config: { document: '-', ...config },
    targets: ['kafkajs'],
    side: 'both',
    banner: 'Generated.',
  });

/** `severity code` of each diagnostic, but for `record-principal-unproved`, which many of these plans give. */
export const codes = ({ diagnostics }: Outcome<Plan>): readonly string[] =>
  diagnostics
    .map(({ severity, code }) => `${severity} ${code}`)
    .filter((found) => found !== 'warning record-principal-unproved');

/** The policy of the server `main`. */
export const servers = (parts: Parts, config: Partial<Config> = {}): ServerPolicy => {
  const { value, diagnostics } = plan(parts, config);
  return value?.policy.servers['main'] ?? assert.fail(JSON.stringify(diagnostics));
};

/** The operation has these alternatives of its own. */
export const own = (...names: readonly string[]): Parts => ({ operation: secured(names) });

/** The channel has this address. */
export const address = (text: string, rest = ''): Parts => ({ channels: `{ orders: { address: '${text}'${rest} } }` });

/** The channel has this address and the parameter `region`. */
export const region = (text: string): Parts => address(text, ', parameters: { region: {} }');

/** A role model of one role. */
export const ROLES = 'x-access-control: { roles: { READER: {} } }';

/** The operation asks for the role READER, and has these alternatives of its own. */
export const reader = (action: string, names: readonly string[]): Parts => ({
  root: ROLES,
  operations: `{ op: { action: ${action}, channel: { $ref: '#/channels/orders' }, x-access-control: { roles: [READER] }${secured(names)} } }`,
});
