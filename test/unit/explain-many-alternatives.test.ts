import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explained } from '../support/explained.js';
import { onOrder, ref, version3 } from '../support/model-of.js';

const COUNT = 300;
const names = (prefix: string): readonly string[] =>
  Array.from({ length: COUNT }, (_, index) => `${prefix}${String(index)}`);

/** So many alternatives on server and operation each; only the last of them is on both. */
const document = (roles: string): string => {
  const [outer, inner] = [names('s'), names('o')];
  const list = (ids: readonly string[]): string => [...ids, 'both'].map(ref).join(', ');
  const schemes = [...outer, ...inner, 'both'].map(
    (id) => `${id}: { type: httpApiKey, in: header, name: ${id}, x-access-control: { rolesFrom: account } }`,
  );
  return version3({
    root: '{ roles: { READER: { contexts: [main] } } }',
    servers: `{ prod: { host: h.acme.test, protocol: wss, security: [${list(outer)}] } }`,
    operations: onOrder(`security: [${list(inner)}], x-access-control: { ${roles} }`),
    schemes: `{ ${schemes.join(', ')} }`,
  });
};

for (const [what, roles, proved, want] of [
  ['none proved', 'access: authenticated', [], { proved: ['both'], grants: [] }],
  ['one of the operation proved', 'access: authenticated', ['o7'], { proved: ['s0'], grants: [] }],
  ['a role besides', 'roles: [READER], context: { value: main }', [], { proved: ['both'], grants: ['READER@main'] }],
] as const) {
  test(`the smallest addition among ${String(COUNT)} alternatives on each level, ${what}, is found in little time`, async () => {
    const yaml = document(roles);
    const start = process.cpuUsage();
    const { nearest } = await explained(yaml, { operation: 'onOrder', proved });
    assert.deepEqual({ proved: nearest?.proved.map(({ scheme }) => scheme), grants: nearest?.grants }, want);
    assert.ok(process.cpuUsage(start).user < 5_000_000);
  });
}

test('where a role counts in no context that is asked about, nothing is nearest, in little time', async () => {
  const yaml = document('roles: [READER], context: { header: X-Context }');
  const start = process.cpuUsage();
  const { nearest, allowed } = await explained(yaml, { operation: 'onOrder', context: 'other' });
  assert.deepEqual([nearest, allowed], [null, false]);
  assert.ok(process.cpuUsage(start).user < 5_000_000);
});
