import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspected } from '../support/inspected.js';

/** Two of each kind, or one. */
const documentOf = (kind: string, pair: readonly string[]): string => {
  const names = (own: string, other: string): readonly string[] => (own === kind ? pair : [other]);
  const map = (keys: readonly string[], value: (key: string, index: number) => object): object =>
    Object.fromEntries(keys.map((key, index) => [key, value(key, index)]));
  const schemes = names('schemes', 'token');
  const references = schemes.map((name) => ({ $ref: `#/components/securitySchemes/${encodeURIComponent(name)}` }));
  const roles = names('roles', 'READER');
  return JSON.stringify({
    asyncapi: '3.0.0',
    info: { title: 'Events', version: '1.0.0' },
    'x-access-control': { roles: map(roles, () => ({})) },
    servers: map(names('servers', 'gateway'), (_, index) => ({
      host: `h${String(index)}.acme.test`,
      protocol: 'wss',
      security: references,
    })),
    channels: { c: { address: 'c' } },
    operations: map(names('operations', 'read'), () => ({
      action: 'receive',
      channel: { $ref: '#/channels/c' },
      'x-access-control': { roles },
    })),
    components: {
      securitySchemes: map(schemes, (_, index) => ({
        type: 'httpApiKey',
        in: 'header',
        name: `X-${String(index)}`,
        'x-access-control': { rolesFrom: 'account' },
      })),
    },
  });
};

const POINTERS: Readonly<Record<string, string>> = {
  servers: '/servers/',
  operations: '/operations/',
  schemes: '/components/securitySchemes/',
  roles: '/x-access-control/roles/',
};

const ALIKE: Readonly<Record<string, readonly [one: string, other: string]>> = {
  'a Cyrillic letter': ['admin', '\u0430dmin'],
  'a Greek letter': ['\u039fPS', 'OPS'],
  'how an accent is composed': ['caf\u00e9', 'cafe\u0301'],
  'a ligature': ['fin', '\ufb01n'],
  'a letter of full width': ['A1', '\uff211'],
  'a variation selector': ['read', 'rea\ufe00d'],
  'a grapheme joiner': ['read', 're\u034fad'],
};

for (const [what, pair] of Object.entries(ALIKE)) {
  for (const [kind, pointer] of Object.entries(POINTERS)) {
    test(`${kind} that differ in ${what} stay two, with one warning that names both places`, async () => {
      const { policy, diagnostics } = await inspected(documentOf(kind, pair), UNCHECKED);
      const found = diagnostics.filter(({ code }) => code === 'names-confusable');
      assert.deepEqual(
        found.map(({ severity, at, also = [] }) => [severity, ...[at, ...also].map((place) => place?.pointer)]),
        [['warning', ...pair.map((name) => pointer + name)]],
      );
      assert.match(found[0]?.message ?? '', /U\+[0-9A-F]{4}/);
      assert.equal(policy?.rules.length, kind === 'servers' || kind === 'operations' ? 2 : 1);
    });
  }
}

for (const pair of [
  ['l1', 'll'],
  ['admin', 'Admin'],
  ['\u0437\u0430\u043a\u0430\u0437', '\u0437\u0430\u043a\u0430\u0437\u044b'],
  ['\u6ce8\u6587', '\u6ce8\u6587\u3092'],
  ['ne', 'n\u00e9'],
]) {
  test(`${pair.join(' and ')} are told apart by whoever reads them`, async () => {
    const { diagnostics } = await inspected(documentOf('roles', pair), UNCHECKED);
    assert.deepEqual(
      diagnostics.filter(({ code }) => code === 'names-confusable'),
      [],
    );
  });
}

const UNCHECKED = { check: () => Promise.resolve({ errors: [] }) };
