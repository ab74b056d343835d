import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { ContextSource, Policy, ProviderPolicy, Requirement } from '../../src/runtime/policy.js';
import { answer, type ProviderState } from '../support/second-model.js';

// The model judges the engine; this table, taken from the design by hand, judges the model.

const provider = (rolesFrom: ProviderPolicy['rolesFrom']): ProviderPolicy => ({
  form: 'apiKey',
  carriers: [{ in: 'header', name: 'x-key' }],
  rolesFrom,
});

interface Case {
  readonly server?: Requirement | null;
  readonly level?: Requirement | null;
  readonly roles?: readonly string[];
  readonly sameSubject?: boolean;
  readonly a?: ProviderState;
  readonly b?: ProviderState;
  readonly context?: string;
  readonly from?: ContextSource;
  readonly operation?: string;
}

function ask({
  server = null,
  level = null,
  roles,
  sameSubject = false,
  a,
  b,
  context,
  operation = 'op',
  from = { field: 'context' },
}: Case): string {
  const policy: Policy = {
    contract: 1,
    providers: { A: provider('account'), B: provider(null) },
    schemes: {
      a: { type: 'httpApiKey', provider: 'A' },
      a2: { type: 'httpApiKey', provider: 'A' },
      b: { type: 'http', provider: 'B' },
    },
    channels: { ch: { address: '/', parameters: [] } },
    operations: {
      op: {
        action: 'receive',
        channel: 'ch',
        access: 'protected',
        context: from,
        message: { by: 'channel' },
        replies: false,
      },
    },
    servers: {
      s: {
        protocol: 'wss',
        host: 'h',
        pathname: '/',
        describes: 'server',
        requirement: server,
        rules: { op: { requirement: level } },
        hosts: [],
        tls: true,
      },
    },
    roles: {
      defaultContext: 'default',
      adminContext: '_admin',
      bareGrant: null,
      audit: null,
      roles: { ADMIN: { deprecated: false, contexts: ['_admin'] }, READER: { deprecated: false, contexts: null } },
    },
    roleMap: roles === undefined ? {} : { op: roles },
    sameSubject,
  };
  const states = new Map<string, ProviderState>([
    ['A', a ?? { state: 'absent' }],
    ['B', b ?? { state: 'absent' }],
  ]);
  const said = answer({ policy, server: 's', states, operation, context, now: 1_000 });
  switch (said.outcome) {
    case 'allowed':
      return `allowed ${said.principal?.subject ?? 'nobody'}`;
    case 'denied':
      return said.code;
    case 'undecided':
      return 'undecided';
  }
}

const proved = (more: Partial<ProviderState & { state: 'proved' }> = {}): ProviderState => ({
  state: 'proved',
  issuer: '',
  subject: 'ann',
  scopes: [],
  grants: [],
  expiresAt: Infinity,
  revoked: false,
  ...more,
});
const down: ProviderState = { state: 'undecided', cause: 'authenticator-failed' };
const invalid: ProviderState = { state: 'invalid', code: 'invalid-credential' };

const use = (scheme: string, ...scopes: string[]): Requirement[number]['allOf'][number] => ({ scheme, scopes });
const A: Requirement[number] = { allOf: [use('a')], actor: 'a' };
const B: Requirement[number] = { allOf: [use('b')], actor: null };
const A_AND_B: Requirement[number] = { allOf: [use('a'), use('b')], actor: 'a' };
const A_READS: Requirement[number] = { allOf: [use('a2', 'read')], actor: 'a2' };

const table: readonly [string, Case, string][] = [
  ['no evidence', { level: [A] }, 'unauthenticated'],
  ['one proof', { level: [A], a: proved() }, 'allowed ann'],
  ['any of: the second holds', { level: [A, B], b: proved({ subject: 'bob' }) }, 'allowed bob'],
  ['any of: an invalid one does not veto', { level: [A, B], a: invalid, b: proved() }, 'allowed ann'],
  [
    'any of: the first in document order is the principal',
    { level: [B, A], a: proved(), b: proved({ subject: 'bob' }) },
    'allowed bob',
  ],
  ['all of: one is missing', { level: [A_AND_B], a: proved() }, 'unauthenticated'],
  ['all of: the lowest code', { level: [A_AND_B], a: invalid }, 'unauthenticated'],
  ['any of: the highest code', { level: [A, B], a: invalid }, 'invalid-credential'],
  ['both levels must hold', { server: [B], level: [A], a: proved() }, 'unauthenticated'],
  ['both levels: the lowest code', { server: [B], level: [A_READS], a: proved() }, 'unauthenticated'],
  [
    'a proof of one scheme proves another of its provider',
    { level: [A_READS], a: proved({ scopes: ['read'] }) },
    'allowed ann',
  ],
  ['a scope is missing', { level: [A_READS], a: proved({ scopes: ['write'] }) }, 'insufficient-scope'],
  ['expired', { level: [A], a: proved({ expiresAt: 1_000 }) }, 'credential-expired'],
  ['not yet expired', { level: [A], a: proved({ expiresAt: 1_001 }) }, 'allowed ann'],
  ['revoked', { level: [A], a: proved({ revoked: true }) }, 'revoked'],
  ['OR: undecided beats denied', { level: [A, B], a: down }, 'undecided'],
  ['OR: allowed beats undecided', { level: [A, B], a: down, b: proved() }, 'allowed ann'],
  ['AND: denied beats undecided', { level: [A_AND_B], a: down }, 'unauthenticated'],
  ['AND: undecided beats allowed', { level: [A_AND_B], a: down, b: proved() }, 'undecided'],
  ['levels: denied beats undecided', { server: [A], level: [B], a: down }, 'unauthenticated'],
  [
    'a role in the context',
    { level: [A], roles: ['READER'], a: proved({ grants: ['READER@billing'] }), context: 'billing' },
    'allowed ann',
  ],
  [
    'a role elsewhere',
    { level: [A], roles: ['READER'], a: proved({ grants: ['READER@billing'] }), context: 'other' },
    'insufficient-role',
  ],
  [
    'a role everywhere',
    { level: [A], roles: ['READER'], a: proved({ grants: ['READER@*'] }), context: 'other' },
    'allowed ann',
  ],
  ['the default context', { level: [A], roles: ['READER'], a: proved({ grants: ['READER@default'] }) }, 'allowed ann'],
  [
    'a fixed context',
    { level: [A], roles: ['READER'], from: { value: 'billing' }, a: proved({ grants: ['READER@billing'] }) },
    'allowed ann',
  ],
  [
    'a fixed context is no other',
    {
      level: [A],
      roles: ['READER'],
      from: { value: 'billing' },
      a: proved({ grants: ['READER@*'] }),
      context: 'default',
    },
    'invalid-context',
  ],
  [
    'a parameter has no default',
    { level: [A], roles: ['READER'], from: { parameter: 'context' }, a: proved({ grants: ['READER@*'] }) },
    'invalid-context',
  ],
  ['a parameter without roles', { level: [A], from: { parameter: 'context' }, a: proved() }, 'allowed ann'],
  [
    'a role that counts in one context only',
    { level: [A], roles: ['ADMIN'], a: proved({ grants: ['ADMIN@*'] }), context: 'billing' },
    'insufficient-role',
  ],
  [
    'the server level acts where the operation states none',
    { server: [A], roles: ['READER'], a: proved({ grants: ['READER@*'] }) },
    'allowed ann',
  ],
  [
    'grants of a scheme that is not the actor',
    { level: [B, A], roles: ['READER'], a: proved(), b: proved({ grants: ['READER@*'] }) },
    'insufficient-role',
  ],
  [
    'the second alternative has the role',
    { level: [B, A], roles: ['READER'], a: proved({ grants: ['READER@*'] }), b: proved({ subject: 'bob' }) },
    'allowed ann',
  ],
  ['an undecided actor may have the role', { level: [B, A], roles: ['READER'], a: down, b: proved() }, 'undecided'],
  [
    'a role is told only when every level holds',
    { server: [B], level: [A], roles: ['READER'], a: proved() },
    'unauthenticated',
  ],
  ['two subjects', { level: [A_AND_B], a: proved(), b: proved({ subject: 'bob' }) }, 'allowed ann'],
  [
    'two subjects where one is demanded',
    { level: [A_AND_B], sameSubject: true, a: proved(), b: proved({ subject: 'bob' }) },
    'invalid-credential',
  ],
  [
    'one subject where one is demanded',
    { level: [A_AND_B], sameSubject: true, a: proved(), b: proved() },
    'allowed ann',
  ],
  [
    '* is no context',
    { level: [A], roles: ['READER'], a: proved({ grants: ['READER@*'] }), context: '*' },
    'invalid-context',
  ],
  ['an operation that does not exist', { level: [A], a: proved(), operation: 'other' }, 'unknown-operation'],
  ['a name that every object has', { level: [A], a: proved(), operation: 'toString' }, 'unknown-operation'],
];

suite('the second model of the decision', () => {
  for (const [what, given, want] of table)
    test(`${what}: ${want}`, () => {
      assert.equal(ask(given), want);
    });
});
