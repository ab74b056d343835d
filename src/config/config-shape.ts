import { CATALOGUE } from '../diagnostics/index.js';
import type { Config, SchemeConfig, ServerConfig } from './config.js';
import type { Shape } from './shape.js';

/** The client libraries that code can be generated for. */
export const TARGETS = ['kafkajs', 'ws'] as const;

/** The sides of a document that code can be generated for. */
export const SIDES = ['application', 'peer', 'both'] as const;

/** Whom a document speaks for on a server that sockets connect to. */
export const DESCRIBES = ['server', 'client'] as const;

const TEXT: Shape = { kind: 'text' };
const FLAG: Shape = { kind: 'flag' };
const TEXTS: Shape = { kind: 'list', of: TEXT };

const SERVER_KEYS = {
  describes: { kind: 'text', oneOf: DESCRIBES },
  tls: FLAG,
  hosts: TEXTS,
  url: TEXT,
  brokers: TEXTS,
} satisfies Record<keyof ServerConfig, Shape>;

const SCHEME_KEYS = {
  mechanism: { kind: 'text', oneOf: ['plain', 'scram-sha-256', 'scram-sha-512'] },
  carrier: { kind: 'text', oneOf: ['proof', 'bearer'] },
  allowHttp: FLAG,
} satisfies Record<keyof SchemeConfig, Shape>;

const CONFIG_KEYS = {
  document: TEXT,
  out: TEXT,
  targets: { kind: 'list', of: { kind: 'text', oneOf: TARGETS } },
  side: { kind: 'text', oneOf: SIDES },
  accessControl: { kind: 'text-or', other: { kind: 'map' } },
  public: TEXTS,
  servers: { kind: 'record', of: { kind: 'object', keys: SERVER_KEYS } },
  schemes: { kind: 'record', of: { kind: 'object', keys: SCHEME_KEYS } },
  providers: { kind: 'record', of: TEXTS },
  kafka: {
    kind: 'object',
    keys: { roles: { kind: 'text', oneOf: ['acl'] }, topicAliases: { kind: 'record', of: TEXTS } },
  },
  allowCleartextCredentials: TEXTS,
  allowReplayableTokens: TEXTS,
  allowRefs: TEXTS,
  allowInvalidDocument: FLAG,
  sameSubject: FLAG,
  messages: TEXT,
  templates: { kind: 'text-or', other: { kind: 'object', keys: { folder: TEXT, packages: TEXTS } } },
  runtime: { kind: 'text', oneOf: ['./runtime'] },
  importExtension: { kind: 'text', oneOf: ['js', 'ts', ''] },
  silence: { kind: 'list', of: { kind: 'text', oneOf: Object.keys(CATALOGUE) } },
} satisfies Record<keyof Config, Shape>;

/** The shape of one configuration. */
export const CONFIG_SHAPE: Shape = { kind: 'object', keys: CONFIG_KEYS };
