import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { explained, faultsOf } from '../support/explained.js';
import { ref, version3 } from '../support/model-of.js';

/** In turn: number, function, context, grants, those of them that are refused, and whether it is allowed. */
type Vector = readonly [string, string, string, readonly string[], 'all refused' | 'all read', boolean];

/**
 * The 34 decision vectors after Axon Server's access control. Functions of administrators alone have a context of their
 * own here, so that any other is no context of theirs.
 */
const VECTORS: readonly Vector[] = [
  ['V01', 'DISPATCH_COMMAND', 'default', ['DISPATCH_COMMANDS@default'], 'all read', true],
  ['V02', 'DISPATCH_COMMAND', 'other', ['DISPATCH_COMMANDS@default'], 'all read', false],
  ['V03', 'DISPATCH_COMMAND', 'other', ['DISPATCH_COMMANDS@*'], 'all read', true],
  ['V04', 'DISPATCH_COMMAND', 'other', ['DISPATCH_COMMANDS'], 'all read', true],
  ['V05', 'DISPATCH_COMMAND', 'default', ['USE_CONTEXT@default'], 'all read', true],
  ['V06', 'DISPATCH_COMMAND', 'default', ['WRITE@default'], 'all read', true],
  ['V07', 'DISPATCH_COMMAND', 'default', ['READ@default'], 'all read', false],
  ['V08', 'DISPATCH_COMMAND', 'default', ['ADMIN@_admin'], 'all read', false],
  ['V09', 'DISPATCH_COMMAND', '_admin', ['ADMIN@_admin'], 'all read', false],
  ['V10', 'DISPATCH_COMMAND', 'default', ['ADMIN@*'], 'all read', false],
  ['V11', 'DISPATCH_COMMAND', 'default', ['CONTEXT_ADMIN@default'], 'all read', false],
  ['V12', 'MERGE_USER', '_admin', ['ADMIN@_admin'], 'all read', true],
  ['V13', 'MERGE_USER', '_admin', ['ADMIN@*'], 'all read', true],
  ['V14', 'MERGE_USER', 'default', ['ADMIN@default'], 'all read', false],
  ['V15', 'MERGE_USER', '_admin', ['USE_CONTEXT@_admin'], 'all read', false],
  ['V16', 'MERGE_USER', '_admin', ['VIEW_CONFIGURATION@_admin'], 'all read', false],
  ['V17', 'LIST_USERS', '_admin', ['VIEW_CONFIGURATION@_admin'], 'all read', true],
  ['V18', 'LIST_USERS', 'default', ['VIEW_CONFIGURATION@default'], 'all read', false],
  ['V19', 'READ_HIGHEST_SEQNR', 'default', ['READ@default'], 'all read', false],
  ['V20', 'READ_HIGHEST_SEQNR', 'default', ['READ_EVENTS@default'], 'all read', true],
  ['V21', 'LIST_EVENTS', 'default', ['READ@default'], 'all read', true],
  ['V22', 'HANDLE_QUERIES', 'default', ['READ@default'], 'all read', true],
  ['V23', 'HANDLE_COMMANDS', 'default', ['WRITE@default'], 'all read', true],
  ['V24', 'LIST_QUERIES', 'default', ['DISPATCH_QUERY@default'], 'all read', false],
  ['V25', 'LIST_QUERIES', 'default', ['USE_CONTEXT@default'], 'all read', true],
  ['V26', 'PAUSE_EVENT_PROCESSOR', 'default', ['CONTEXT_ADMIN@default'], 'all read', true],
  ['V27', 'GET_COMMANDS_COUNT', 'default', ['MONITOR@default'], 'all read', true],
  ['V28', 'LIST_EVENTS', 'default', ['read_events@default'], 'all refused', false],
  ['V29', 'LIST_EVENTS', 'default', [], 'all read', false],
  ['V30', 'NOT_IN_MATRIX', 'default', ['USE_CONTEXT@*', 'ADMIN@*'], 'all read', false],
  ['V31', 'LIST_EVENTS', 'a@b', ['READ_EVENTS@a@b'], 'all refused', false],
  ['V32', 'LIST_EVENTS', '*', ['READ_EVENTS@default'], 'all read', false],
  ['V33', 'LIST_EVENTS', 'default', ['READ_EVENTS@'], 'all refused', false],
  ['V34', 'LIST_EVENTS', 'default', ['READ_EVENTS@ default'], 'all refused', false],
];

/** Functions that ask for roles of the administration context alone. */
const OF_ADMINISTRATORS = ['MERGE_USER', 'LIST_USERS'];
const FUNCTIONS = [
  ...new Set(VECTORS.map(([, name]) => name).filter((name) => name !== 'NOT_IN_MATRIX')),
  'GET_EVENT_PROCESSORS',
];

const contextOf = (name: string): string =>
  OF_ADMINISTRATORS.includes(name) ? '{ value: _admin }' : '{ header: AxonIQ-Context }';
const DOCUMENT = version3({
  root: '{ preset: axon-server }',
  operations: `{ ${FUNCTIONS.map(
    (name) =>
      `${name}: { action: receive, channel: { $ref: '#/channels/orders' }, security: [${ref('token')}], x-access-control: { function: ${name}, context: ${contextOf(name)} } }`,
  ).join(', ')} }`,
  schemes:
    '{ token: { type: httpApiKey, in: header, name: AxonIQ-Access-Token, x-access-control: { rolesFrom: account } } }',
});

const ask = (operation: string, context: string | undefined, grants: readonly string[]) =>
  explained(DOCUMENT, { operation, proved: ['token'], grants, ...(context === undefined ? {} : { context }) });

void describe('the decision vectors, explained', () => {
  for (const [id, operation, context, grants, refused, allowed] of VECTORS) {
    void test(`${id}: ${operation} in ${context} with ${grants.join(', ') || 'nothing'}`, async () => {
      if (operation === 'NOT_IN_MATRIX') {
        assert.match(faultsOf(DOCUMENT, { operation, grants })[0] ?? '', /no operation "NOT_IN_MATRIX"/u);
        return;
      }
      // What a loader would refuse cannot be asked about; without it the answer is the same.
      if (refused === 'all refused')
        assert.equal(faultsOf(DOCUMENT, { operation, proved: ['token'], grants, context }).length, grants.length);
      const answer = await ask(operation, context, refused === 'all refused' ? [] : grants);
      assert.equal(answer.allowed, allowed, answer.because.join(' '));
    });
  }
});

void describe('beside the vectors', () => {
  const cases: readonly (readonly [string, string, string | undefined, readonly string[], boolean])[] = [
    ['grants of every context and of one add up', 'LIST_EVENTS', 'a', ['MONITOR@*', 'READ_EVENTS@a'], true],
    [
      'a request without context is one in the default context',
      'LIST_EVENTS',
      undefined,
      ['READ_EVENTS@default'],
      true,
    ],
    ['and in no other', 'LIST_EVENTS', undefined, ['READ_EVENTS@a'], false],
    ['ADMIN counts in _admin', 'GET_EVENT_PROCESSORS', '_admin', ['ADMIN@*'], true],
    ['ADMIN counts nowhere else', 'GET_EVENT_PROCESSORS', 'default', ['ADMIN@*'], false],
    ['a context with a line end is none', 'LIST_EVENTS', 'default\n', ['READ_EVENTS@*'], false],
    ['a context with a blank is none', 'LIST_EVENTS', ' default', ['READ_EVENTS@*'], false],
  ];
  for (const [name, operation, context, grants, allowed] of cases) {
    void test(name, async () => {
      assert.equal((await ask(operation, context, grants)).allowed, allowed);
    });
  }
  void test('a role that every object has is unknown', () => {
    assert.match(faultsOf(DOCUMENT, { operation: 'LIST_EVENTS', grants: ['__proto__@*'] })[0] ?? '', /no role/u);
  });
});
