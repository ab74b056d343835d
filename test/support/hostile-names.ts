import { isRoleName } from '../../src/model/access-shapes.js';
import type { Config } from '../../src/config/index.js';

/** Names that a language, a printer, a comment or a reader could stumble over; each leaves something for an identifier. */
export const HOSTILE_NAMES: readonly string[] = [
  ...['class', 'await', 'then', 'close', 'undefined', 'POLICY', 'Guard', 'guards'],
  ...['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'prototype'],
  ...['1st', '404', '😀smile', '注文を送る', 'طلب', 'заказ', '\u202eright', 'zero\u200bwidth'],
  ...['it\'s "quoted"', 'end */ code', '/* begin', '// line', 'a${b}c', 'tick`x', '</script>', 'back\\slash'],
  ...[
    'line\u2028separator',
    'paragraph\u2029separator',
    'new\nline',
    'null\u0000byte',
    '{{mustache}}',
    'x/y~z',
    '../up',
  ],
  ...[`k${'y'.repeat(299)}`, '@param x'],
];

const CONTEXT = /^[a-zA-Z_][\w-]*$/;

/** What one name has in the document: a server, a scheme, a channel, a message, an operation; a role and a context where they may be called so. */
export interface HostileOperation {
  readonly name: string;
  readonly transport: 'ws' | 'kafka';
  readonly topic: string;
  readonly role: string;
  readonly context: string;
}

/** Every other name over WebSocket, the rest over Kafka; the other `turn` the other way round. */
export const hostileOperations = (turn: 0 | 1): readonly HostileOperation[] =>
  HOSTILE_NAMES.map((name, index) => ({
    name,
    transport: (index + turn) % 2 === 0 ? 'ws' : 'kafka',
    topic: `c${String(index)}`,
    role: isRoleName(name) ? name : `role-${String(index)}`,
    context: CONTEXT.test(name) ? name : 'default',
  }));

/** Header of a WebSocket operation's key. */
export const keyHeader = (operation: HostileOperation): string =>
  `X-Key-${String(HOSTILE_NAMES.indexOf(operation.name))}`;

/** The document of these operations, and the configuration beside it. */
export const hostileDocument = (
  operations: readonly HostileOperation[],
): { readonly document: string; readonly config: Partial<Config> } => {
  const map = (value: (operation: HostileOperation, index: number) => unknown): object =>
    Object.fromEntries(operations.map((operation, index) => [operation.name, value(operation, index)]));
  const pointer = (name: string): string => encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1'));
  const described = { description: HOSTILE_NAMES.join(' ') };
  const document = {
    asyncapi: '3.0.0',
    info: { title: HOSTILE_NAMES.join(' '), version: '1.0.0' },
    'x-access-control': { roles: Object.fromEntries(operations.map(({ role }) => [role, described])) as object },
    servers: map(({ name, transport }, index) => ({
      host: `h${String(index)}.acme.test`,
      protocol: transport === 'ws' ? 'wss' : 'kafka-secure',
      security: [{ $ref: `#/components/securitySchemes/${pointer(name)}` }],
    })),
    channels: map(({ name, topic }) => ({
      address: topic,
      servers: [{ $ref: `#/servers/${pointer(name)}` }],
      messages: { [name]: { payload: {} } },
      ...described,
    })),
    operations: map(({ name, role, context }) => ({
      action: 'receive',
      channel: { $ref: `#/channels/${pointer(name)}` },
      'x-access-control': { roles: [role], context: { value: context } },
      ...described,
    })),
    components: {
      securitySchemes: map((operation) =>
        operation.transport === 'ws'
          ? {
              type: 'httpApiKey',
              in: 'header',
              name: keyHeader(operation),
              'x-access-control': { rolesFrom: 'account' },
              ...described,
            }
          : { type: 'scramSha512', 'x-access-control': { rolesFrom: 'account', carrier: 'proof' }, ...described },
      ),
    },
  };
  const sockets = operations.filter(({ transport }) => transport === 'ws');
  return {
    document: JSON.stringify(document),
    config: {
      document: 'asyncapi.json',
      targets: ['ws', 'kafkajs'],
      side: 'both',
      servers: Object.fromEntries(sockets.map(({ name }) => [name, { describes: 'server' }])),
    },
  };
};
