import assert from 'node:assert/strict';
import { suite, test } from 'node:test';

import { policyMarkdown } from '../../src/cli/policy-markdown.js';
import { policyText } from '../../src/cli/policy-text.js';
import { onOrder, ref, version2, version3 } from '../support/model-of.js';
import { outlined } from '../support/outlined.js';

const SCHEMES = `{
    key: { type: httpApiKey, in: header, name: X-Key, x-access-control: { rolesFrom: account } },
    user: { type: userPassword, x-access-control: { rolesFrom: account } },
    cert: { type: X509, x-access-control: { rolesFrom: account } },
    scram: { type: scramSha512, x-access-control: { rolesFrom: account } },
    idp: { type: oauth2, scopes: [read], flows: { clientCredentials: { tokenUrl: 'https://idp.test/t', availableScopes: { read: r } } } } }`;

interface Server {
  readonly protocol: string;
  readonly security: readonly string[];
  readonly host?: string;
}

const on = ({ protocol, security, host = 'h.test' }: Server, operation = '', root?: string): string =>
  version3({
    servers: `{ main: { host: '${host}', protocol: ${protocol}, security: [${security.map(ref).join(', ')}] } }`,
    operations: onOrder(operation),
    schemes: SCHEMES,
    ...(root === undefined ? {} : { root }),
  });

const text = (yaml: string): string => {
  const { policy, outline } = outlined(yaml);
  return policyText(policy, outline, false);
};

const rows = (yaml: string): readonly string[] => {
  const { policy, outline } = outlined(yaml);
  return policyMarkdown(policy, outline)
    .split('\n')
    .filter((line) => line.includes('onOrder'));
};

/** What follows the operation's name, with single blanks. */
const demands = (yaml: string): string =>
  (text(yaml).split('receive onOrder\n')[1] ?? '').split('\n\n')[0]?.replaceAll(/ +/gu, ' ') ?? '';

const count = (yaml: string): string =>
  /^1 operation on 1 server: ([^]*?)\nreceive: /mu.exec(text(yaml))?.[1]?.replace('\n', ' ') ?? '';

const ROLES = ['x-access-control: { roles: [A] }', '{ roles: { A: {} } }'] as const;

suite('who checks what no guard is emitted for', () => {
  for (const [what, yaml, wanted, counted, row] of [
    [
      'a protocol whose schemes are not wired has no guard',
      on({ protocol: 'amqp', security: ['user'] }),
      ' needs user nobody: no guard emitted',
      '1 rule guarded by nobody',
      '| receive `onOrder` | `user` | **nobody**: no guard emitted |',
    ],
    [
      'nor has what else is demanded there',
      on({ protocol: 'amqp', security: ['user'] }, `security: [${ref('key')}], ${ROLES[0]}`, ROLES[1]),
      ' needs user nobody: no guard emitted\n and key nobody: no guard emitted\n role A in context default nobody: no guard emitted',
      '1 rule guarded by nobody',
      '| receive `onOrder` | `user` | **nobody**: no guard emitted |',
    ],
    [
      'a protocol without a target has a guard all the same',
      on({ protocol: 'amqp', security: ['key'] }),
      ' needs key guard',
      '1 rule protected',
      '| receive `onOrder` | `key` | guard |',
    ],
    [
      'there too, an alternative that is not wired is left out',
      on({ protocol: 'mqtt', security: ['cert', 'key'] }),
      ' needs cert left out (scheme-not-wired)\n or key guard',
      '1 rule protected',
      '| receive `onOrder` | ~~`cert`~~ (left out: `scheme-not-wired`) or `key` | guard |',
    ],
    [
      'over WebSocket an alternative that is not wired is left out',
      on({ protocol: 'wss', security: ['key', 'cert'] }),
      ' needs key guard\n or cert left out (scheme-not-wired)',
      '1 rule protected',
      '| receive `onOrder` | `key` or ~~`cert`~~ (left out: `scheme-not-wired`) | guard |',
    ],
    [
      'where all are left out, nobody can be let in',
      on({ protocol: 'wss', security: ['cert'] }),
      ' needs cert left out (scheme-not-wired)',
      '1 rule that nobody can meet',
      '| receive `onOrder` | ~~`cert`~~ (left out: `scheme-not-wired`) | guard |',
    ],
    [
      'a broker checks what no guard is wired for',
      on({ protocol: 'kafka-secure', security: ['cert'] }),
      ' needs cert broker',
      '1 rule protected',
      '| receive `onOrder` | `cert` | broker |',
    ],
    [
      'scopes that the broker does not see are told as scopes',
      on({ protocol: 'kafka-secure', security: ['idp'] }),
      ' needs idp (read) broker; scopes: nobody',
      '1 rule protected; 1 demand with scopes checked by nobody',
      '| receive `onOrder` | `idp` (`read`) | broker; scopes: **nobody** |',
    ],
    [
      'roles that the broker does not see are told as roles',
      on({ protocol: 'kafka-secure', security: ['scram'] }, ...ROLES),
      ' needs scram broker\n role A in context default nobody',
      '1 rule protected; 1 demand of roles checked by nobody',
      '| receive `onOrder` | `scram` | broker |',
    ],
    [
      'what both levels demand of the same checker is told once',
      on({ protocol: 'wss', security: ['key'] }, `security: [${ref('key')}]`),
      ' needs key guard',
      '1 rule protected',
      '| receive `onOrder` | `key` | guard |',
    ],
  ] as const) {
    test(what, () => {
      assert.deepEqual([demands(yaml), count(yaml), rows(yaml)], [wanted, counted, [row]]);
    });
  }

  test('with no server, what is not wired is left out', () => {
    const yaml = version3({ operations: onOrder(`security: [${ref('cert')}, ${ref('key')}]`), schemes: SCHEMES });
    assert.equal(demands(yaml), ' needs cert left out (scheme-not-wired)\n or key guard');
  });

  test('rules of several fates are counted apart', () => {
    const yaml = version2({
      servers:
        '{ a: { url: a.test, protocol: amqp, security: [{ user: [] }] }, w: { url: w.test, protocol: wss, security: [{ key: [] }] } }',
      publish: 'security: [{ key: [] }]',
      schemes: '{ user: { type: userPassword }, key: { type: httpApiKey, in: header, name: X-Key } }',
    });
    assert.match(text(yaml), /: 1 rule protected, 1 guarded by nobody$/mu);
  });
});

suite('the heading of a section', () => {
  const heading = (host: string): readonly string[] =>
    /^on main[^]*?(?=\n\n)/mu
      .exec(text(on({ protocol: 'kafka-secure', security: ['scram'], host })))?.[0]
      .split('\n') ?? [];

  for (const [host, wanted] of [
    ['h.test:9093', ['on main (kafka-secure, h.test:9093)                 checked by']],
    ['$&.test:9093', ['on main (kafka-secure, $&.test:9093)                checked by']],
    [
      'broker.of.the.acme.company.test:9093',
      ['on main (kafka-secure)                              checked by', '  at broker.of.the.acme.company.test:9093'],
    ],
  ] as const) {
    test(`"checked by" stands beside the server of ${host}`, () => {
      assert.deepEqual(heading(host), wanted);
    });
  }
});
