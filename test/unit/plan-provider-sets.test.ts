import assert from 'node:assert/strict';
import { test } from 'node:test';
import { joinedSets, minimalSets, MOST_SETS } from '../../src/plan/views/provider-sets.js';
import { emit } from '../support/emit-in-memory.js';

const asText = (sets: readonly (readonly string[])[] | null): readonly string[] | null =>
  sets === null ? null : sets.map((set) => [...set].sort().join(' '));

for (const [what, sets, want] of [
  ['none', [], []],
  ['one that asks for nothing', [['a'], [], ['b']], ['']],
  ['sets that hold a single one', [['a', 'b'], ['a'], ['b', 'c']], ['a', 'b c']],
  [
    'sets that hold a pair',
    [
      ['a', 'b', 'c'],
      ['c', 'a'],
      ['b', 'd'],
    ],
    ['a c', 'b d'],
  ],
  [
    'the same in another order',
    [
      ['a', 'b'],
      ['b', 'a'],
    ],
    ['a b'],
  ],
] as const) {
  test(`minimal sets of ${what}`, () => {
    assert.deepEqual(asText(minimalSets(sets)), want);
  });
}

test('sets of two levels are joined each with each, and only the minimal ones stay', () => {
  assert.deepEqual(asText(joinedSets([['a'], ['b']], [['a'], ['c']])), ['a', 'b c']);
  assert.deepEqual(asText(joinedSets([[]], [['a']])), ['a']);
  assert.deepEqual(asText(joinedSets([], [['a']])), []);
});

test('too many pairs are not looked through', () => {
  const singles = (prefix: string): readonly string[][] =>
    Array.from({ length: 300 }, (_, index) => [`${prefix}${String(index)}`]);
  assert.equal(joinedSets(singles('a'), singles('b')), null);
  assert.equal(joinedSets(singles('a'), [[]])?.length, 300);
});

const schemes = (prefix: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}${String(index)}`);

/** A WebSocket server and an operation that each offer so many alternatives; all of the operation's need `token` too. */
const documentOf = (onServer: number, onOperation: number): string => {
  const [outer, inner] = [schemes('s', onServer), schemes('o', onOperation)];
  const ref = (name: string): object => ({ $ref: `#/components/securitySchemes/${name}` });
  return JSON.stringify({
    asyncapi: '3.0.0',
    info: { title: 'Events', version: '1.0.0' },
    servers: { gateway: { host: 'gateway.acme.test', protocol: 'wss', security: outer.map(ref) } },
    channels: { events: { address: 'events' } },
    operations: { onEvent: { action: 'receive', channel: { $ref: '#/channels/events' }, security: inner.map(ref) } },
    components: {
      securitySchemes: Object.fromEntries(
        [...outer, ...inner].map((name) => [name, { type: 'httpApiKey', in: 'header', name: `X-${name}` }]),
      ),
    },
  });
};

test('credentials: as many sets as a type may list, and no more', async () => {
  const credentialsOf = async (onServer: number, onOperation: number): Promise<string> => {
    const { files } = await emit(documentOf(onServer, onOperation));
    return files?.find(({ path }) => path === 'credentials.ts')?.text ?? '';
  };
  const listed = await credentialsOf(2, MOST_SETS / 2);
  assert.match(listed, /any one of these sets/);
  assert.equal(listed.match(/readonly s0: Source<string>;/g)?.length, MOST_SETS / 2);
  const [loose, fixed] = [await credentialsOf(5, 5), await credentialsOf(1, MOST_SETS + 1)];
  assert.match(loose, /export interface GatewayCredentials \{\n(?: {2}readonly [so]\d\?: Source<string>;\n){10}\}/);
  assert.match(fixed, /readonly s0: Source<string>;\n {2}readonly o0\?: Source<string>;/);
});

test('300 alternatives on a server and 300 on its operation are planned in little time', async () => {
  const start = process.cpuUsage();
  const { files, diagnostics } = await emit(documentOf(300, 300));
  const { user } = process.cpuUsage(start);
  assert.ok(files !== undefined, JSON.stringify(diagnostics));
  assert.ok(user < 10_000_000, String(user));
});
