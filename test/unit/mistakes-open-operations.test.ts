import assert from 'node:assert/strict';
import { suite, test } from 'node:test';

import { make, onOrder, ref, version2, version3, type TeamSays } from '../support/model-of.js';

const SCHEMES = `{ key: { type: httpApiKey, in: header, name: X-Key, x-access-control: { rolesFrom: account } }, other: { type: http, scheme: bearer } }`;
const SERVERS = `{ prod: { host: p.test, protocol: wss, security: [${ref('other')}] }, dev: { host: d.test, protocol: wss }, lab: { host: l.test, protocol: wss } }`;
const SERVERS_2 =
  '{ prod: { url: p.test, protocol: wss, security: [{ key: [] }] }, dev: { url: d.test, protocol: wss } }';

/** Message and fix of each error. */
const errorsOf = (yaml: string, team: TeamSays = {}): readonly (readonly [string, string])[] =>
  make(yaml, team).diagnostics.flatMap(({ severity, message, fix }) => (severity === 'error' ? [[message, fix]] : []));

suite('an operation that is open on some of its servers', () => {
  const open = (where: string): string =>
    `Operation "onOrder" has no security on ${where}: neither the operation nor the server demands a scheme.`;

  for (const [what, yaml, message, fix] of [
    [
      'secured on another server: both ways out, and not "public"',
      version3({ servers: SERVERS, operations: onOrder(), schemes: SCHEMES }),
      open('servers "dev" and "lab"'),
      `State security (- $ref: '#/components/securitySchemes/other') on servers "dev" and "lab" too, or leave servers "dev" and "lab" out of the channel "orders": servers: [{ $ref: '#/servers/prod' }].`,
    ],
    [
      'in the words of 2.x',
      version2({ servers: SERVERS_2, schemes: SCHEMES }),
      open('server "dev"'),
      'State security (- key: []) on server "dev" too, or leave server "dev" out of the channel "orders": servers: [prod].',
    ],
    [
      'before channels could name their servers',
      version2({ asyncapi: '2.1.0', servers: SERVERS_2, schemes: SCHEMES }),
      open('server "dev"'),
      'State security (- key: []) on server "dev" too.',
    ],
    [
      'secured nowhere',
      version3({ servers: '{ dev: { host: d.test, protocol: wss } }', operations: onOrder() }),
      open('server "dev"'),
      "Add security (- $ref: '#/components/securitySchemes/<scheme>') to the operation or the server. Where anyone may use it, list it under public in the configuration.",
    ],
    [
      'that x-access-control names somebody for cannot be public',
      version3({
        root: '{ roles: { A: {} } }',
        servers: '{ dev: { host: d.test, protocol: wss } }',
        operations: onOrder('x-access-control: { roles: [A] }'),
      }),
      open('server "dev"'),
      "Add security (- $ref: '#/components/securitySchemes/<scheme>') to the operation or the server.",
    ],
  ] as const) {
    test(what, () => {
      assert.deepEqual(errorsOf(yaml), [[message, fix]]);
    });
  }

  test('each way out leads out', () => {
    const secured = SERVERS.replaceAll('protocol: wss }', `protocol: wss, security: [${ref('other')}] }`);
    for (const parts of [{ servers: secured }, { servers: SERVERS, channel: "servers: [{ $ref: '#/servers/prod' }]" }])
      assert.deepEqual(errorsOf(version3({ ...parts, operations: onOrder(), schemes: SCHEMES })), []);
  });
});

suite('a public operation that something is demanded of', () => {
  const team: TeamSays = { config: { public: ['onOrder'] } };

  for (const [what, yaml, message, fix] of [
    [
      'by a server',
      version3({ servers: SERVERS, operations: onOrder(), schemes: SCHEMES }),
      'Operation "onOrder" is listed under public, so that anyone may use it, and server "prod", on which it is used, demands security of every operation: both cannot hold.',
      'Remove "onOrder" from public. An operation can only be public where none of its servers states security: what is open to anyone needs a server of its own.',
    ],
    [
      'by itself',
      version3({ servers: SERVERS, operations: onOrder(`security: [${ref('key')}]`), schemes: SCHEMES }),
      'Operation "onOrder" is listed under public, so that anyone may use it, and the operation states security: both cannot hold.',
      'Remove "onOrder" from public, or remove security from the operation.',
    ],
    [
      'by its roles',
      version3({ root: '{ roles: { A: {} } }', operations: onOrder('x-access-control: { roles: [A] }') }),
      'Operation "onOrder" is listed under public, so that anyone may use it, and its x-access-control says who may use it: both cannot hold.',
      'Remove "onOrder" from public, or remove x-access-control from the operation.',
    ],
  ] as const) {
    test(what, () => {
      assert.deepEqual(errorsOf(yaml, team), [[message, fix]]);
    });
  }
});

test('scopes of a scheme that has none are for the authenticator of the team to give', () => {
  const { diagnostics } = make(
    version2({ servers: '{ s: { url: s.test, protocol: wss, security: [{ key: [read] }] } }', schemes: SCHEMES }),
  );
  const [found] = diagnostics.filter(({ code }) => code === 'scopes-without-oauth');
  assert.equal(found?.severity, 'warning');
  assert.match(found.message, /where a guard checks it, the team's authenticator for it has to give them/u);
  assert.match(found.fix, /Write - key: \[\],[^]*silence: \[scopes-without-oauth\]/u);
});
