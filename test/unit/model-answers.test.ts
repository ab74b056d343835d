import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { make, modelOf, onOrder, ref, told, version2, version3, type TeamSays } from '../support/model-of.js';
import { roleDocument, ROOT, SCHEMES, toldOfAccess } from '../support/role-document.js';

/** What is told of a document, without what is merely unused. */
const codesOf = (yaml: string, team: TeamSays = {}): readonly string[] =>
  toldOfAccess(make(yaml, team))
    .filter((line) => !/ (?:scheme-unused|role-ungranted) /.test(line))
    .map((line) => line.split(' ').slice(0, 2).join(' '));

describe('the actor that an operation names', () => {
  const server = (security: string): string => `{ s: { host: h, protocol: wss, security: [${ref(security)}] } }`;
  const document = (access: string, rest = '', schemes = SCHEMES): string =>
    version3({
      root: ROOT,
      servers: server('login'),
      schemes,
      operations: onOrder(`${rest}x-access-control: ${access}`),
    });
  const own = `security: [${ref('token')}], `;
  const given: readonly (readonly [title: string, yaml: string, want: readonly string[]])[] = [
    ['the operation demands it', document('{ roles: [READER], actor: token }', own), []],
    ['the server demands it, and the operation states nothing', document('{ roles: [READER], actor: login }'), []],
    [
      'the server alone demands it, beside what the operation states',
      document('{ roles: [READER], actor: login }', own),
      ['error actor-undefined'],
    ],
    ['nobody demands it', document('{ roles: [READER], actor: token }'), ['error actor-undefined']],
    ['nobody declares it', document('{ roles: [READER], actor: nobody }'), ['error actor-undefined']],
    [
      'it is declared and cannot be read',
      document('{ roles: [READER], actor: bad }', own, SCHEMES.replace(/ \}$/, ', bad: { type: unheardOf } }')),
      ['warning scheme-type-unknown'],
    ],
  ];
  for (const [title, yaml, want] of given) {
    test(title, () => {
      assert.deepEqual(codesOf(yaml), want);
    });
  }

  test('roles have one source: a fault in the access of one of two schemes hides which', () => {
    const schemes = (token: string): string =>
      `{ token: { type: httpApiKey, in: header, name: X, x-access-control: ${token} }, mtls: { type: X509 } }`;
    const both = (token: string): readonly string[] =>
      codesOf(
        version2({
          root: ROOT,
          servers: "{ s: { url: 'wss://h', protocol: wss, security: [{ token: [], mtls: [] }] } }",
          publish: 'x-access-control: { roles: [READER] }',
          schemes: schemes(token),
        }),
      );
    assert.deepEqual(both('{ rolesFrom: account }'), []);
    assert.deepEqual(both('{ subject: user }'), ['error actor-missing']);
    assert.deepEqual(both('{ rolesFrm: account }'), ['error access-control-key-unknown']);
  });
});

describe('the context parameter of what Kafka alone is read from', () => {
  const document = (action: string, servers: string, bound = '', root = ROOT): string =>
    version3({
      root,
      servers,
      schemes: SCHEMES,
      channel: bound,
      operations: `{ op: { action: ${action}, channel: { $ref: '#/channels/orders' }, security: [${ref('token')}], x-access-control: { roles: [READER], context: { parameter: tenant } } } }`,
    });
  const kafka = "k: { host: 'h:1', protocol: kafka }";
  const secure = "ks: { host: 'h:2', protocol: KAFKA-secure }";
  const socket = 'w: { host: h, protocol: wss }';
  const other = 'o: { host: h, protocol: kafka-like }';
  const another = 'a: { host: h, protocol: my-kafka }';
  const on = (...ids: readonly string[]): string =>
    `servers: [${ids.map((id) => `{ $ref: '#/servers/${id}' }`).join(', ')}]`;
  const given: readonly (readonly [title: string, yaml: string, team: TeamSays, told: boolean])[] = [
    ['sent on Kafka', document('send', `{ ${kafka} }`), {}, false],
    ['sent on two clusters', document('send', `{ ${kafka}, ${secure} }`), {}, false],
    [
      'sent on Kafka, roles left to the broker',
      document('send', `{ ${kafka} }`),
      { config: { kafka: { roles: 'acl' } } },
      true,
    ],
    ['received from Kafka', document('receive', `{ ${kafka} }`), {}, true],
    ['sent on Kafka and a socket', document('send', `{ ${kafka}, ${socket} }`), {}, true],
    ['sent on a socket', document('send', `{ ${socket} }`), {}, true],
    ['sent on nothing', document('send', '{}'), {}, true],
    ['sent on what is named like Kafka', document('send', `{ ${other} }`), {}, true],
    ['sent on what ends like Kafka', document('send', `{ ${another} }`), {}, true],
    ['sent on one of two servers', document('send', `{ ${kafka}, ${socket} }`, on('k')), {}, false],
    ['sent on the other of two servers', document('send', `{ ${kafka}, ${socket} }`, on('w')), {}, true],
  ];
  for (const [title, yaml, team, want] of given) {
    test(title, () => {
      assert.equal(codesOf(yaml, team).includes('error context-parameter-undefined'), want);
    });
  }
});

describe('what waits until the rest is right', () => {
  test('a role that nobody needs is told of a sound document alone', () => {
    const unused = (yaml: string): boolean => told(make(yaml)).some((line) => line.includes(' role-unused '));
    assert.equal(unused(roleDocument('{ roles: [READER] }')), true);
    assert.equal(unused(roleDocument('{ roles: [READER] }', { schemes: SCHEMES.replace('X509', 'X508') })), true);
    assert.equal(unused(roleDocument('{ roles: [READR] }')), false);
    assert.equal(unused(roleDocument('{ roles: [READER] }', { security: ref('nobody') })), false);
  });

  test('an entry of the access-control file that is no map is told, and says nothing', () => {
    const accessControl = 'operations: { onOrder: 7 }\nschemes: { token: [] }\n';
    assert.deepEqual(codesOf(roleDocument('{ roles: [READER] }'), { accessControl }), [
      'error access-control-value-invalid',
      'error access-control-value-invalid',
    ]);
  });

  test('a scheme in place that the root does not reach is none of the model', () => {
    const yaml = version3({
      operations: onOrder(`security: [${ref('key')}]`),
      traits: '{ t: { security: [{ type: http, scheme: basic }] } }',
      schemes: '{ key: { type: X509 } }',
    });
    assert.deepEqual(
      [...modelOf(yaml).schemes].map(({ id }) => id),
      ['key'],
    );
  });
});
